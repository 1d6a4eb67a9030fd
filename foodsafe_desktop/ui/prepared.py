"""What the views show of an overview, reckoned once and not on the thread that draws. No Qt.

With a hundred thousand files the year grid alone takes longer than a person's eye waits for a view.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from foodsafe_desktop.domain.amending import changed_pieces
from foodsafe_desktop.services import review
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.reckoned import Reckoned
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.uncollected import uncollected

T = TypeVar("T")
_made_beforehand: list[Callable[[Overview], object]] = []
_last: WeakKeyDictionary[Reckoned, Overview] = WeakKeyDictionary()
"""The last overview of each open archive."""


def beforehand(make: Callable[[Overview], T]) -> Callable[[Overview], T]:
    """A presenter whose answer is made with the overview, and kept as long as that is."""

    @wraps(make)
    def kept(overview: Overview) -> T:
        made: dict[Callable[[Overview], object], T] = overview.__dict__.setdefault("made_of_it", {})
        if make not in made:
            made[make] = make(overview)
        return made[make]

    _made_beforehand.append(kept)
    return kept


def by_piece(make: Callable[[Overview, int], T | None]) -> Callable[[Overview], Mapping[int, T]]:
    """What a presenter makes of each piece of evidence, by its id, where it makes something of it.

    It may follow from the piece, its files, its numbers and the catalogue only: where these are as they were in the
    overview before, it is carried on.
    """

    @wraps(make)
    def made(overview: Overview) -> Mapping[int, T]:
        dossier, before = overview.dossier, overview.__dict__.get("before")
        rows: dict[int, T] = {}
        wanted: Iterable[int] = dossier.evidence
        if before is not None and before.catalogue is overview.catalogue:
            rows = dict(kept(before))
            wanted = changed_pieces(before.dossier, dossier)
        for key in wanted:
            rows.pop(key, None)
            if key in dossier.evidence and (row := make(overview, key)) is not None:
                rows[key] = row
        return rows

    kept = beforehand(made)
    return kept


def overview(archive: Archive) -> Overview:
    """How the archive stands, with all that the views will ask of it. For the dossier thread."""
    with uncollected():
        now = review.overview(archive)
        now.__dict__["before"] = _last.get(archive.reckoned)
        for make in _made_beforehand:
            make(now)
        del now.__dict__["before"]  # or no overview would ever be let go
        _last[archive.reckoned] = now
        return now
