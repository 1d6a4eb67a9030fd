"""What is kept of an issued volume beside its numbers, so that it can be told and compiled again as it is on paper."""

import datetime as dt
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import SigningRow
from foodsafe_desktop.domain.sheets import Size


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A run of pages as it was printed: their sizes in mm, the ids of the files that they show (none: paper or a form).

    `slip` is why a slip sheet stands there instead; `colour` the places of pages in colour, None where nobody looked;
    `unprinted` says what of a file was left out.
    """

    sizes: tuple[Size, ...]
    files: tuple[int, ...] = ()
    slip: str | None = None
    colour: tuple[int, ...] | None = None
    unprinted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a volume's cover says, from its first issue on for good; and what its sheet to be signed says in this issue.

    `number` is its place in the set (0: it stands alone), `on` the day of the first issue, `pieces` how many there were
    then. `signed` are the rows that were to be signed with this issue, none where it brought nothing to sign for.
    """

    number: int
    title: str
    dimension: str
    on: dt.date
    fonds: str
    compiled_by: str
    pieces: int
    signed: tuple[SigningRow, ...] = ()
    supplements: tuple[str, ...] = ()
    """What its closing note says of the supplements so far."""
