"""What came in since a person last closed the archive, by the number that it went to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.services.last_scan import newest_line
from foodsafe_desktop.services.ports import Archive

_NAME = "session_end"
_AT_MOST = 20_000
"""Lines of the history that are looked at: who was away longer is told of the newest ones."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Pieces that came in: how many by number (sub-item or veto), and how many wait in the inbox.

    `changed` and `gone` count files whose content changed, and that are not where they were, in the same time.
    """

    by_number: Mapping[int, int]
    waiting: int
    changed: int
    gone: int

    @property
    def total(self) -> int:
        """All that came in; a piece of two numbers counts in both."""
        return sum(self.by_number.values()) + self.waiting


def last_seen(archive: Archive) -> int:
    """The history's newest line when the archive was last closed; 0 if that never was."""
    with archive.store.begin() as unit:
        kept = unit.setting(_NAME) or ""
        return int(kept) if kept.isdecimal() else 0


def mark_seen(archive: Archive) -> None:
    """Remember that a person has seen all that happened until now. To be called when the archive is closed."""
    with archive.store.begin() as unit:
        unit.set_setting(_NAME, str(newest_line(unit)))


def arrivals(archive: Archive, dossier: Dossier, since: int) -> Arrivals:
    """What the scans after the history's line `since` took in, as `dossier` has it now; recycled pieces are out."""
    with archive.store.begin() as unit:
        count = min(newest_line(unit) - since, _AT_MOST)
        lines = unit.history(count) if count > 0 else []
    new = {line.detail.get("file") for line in lines if line.verb == "file_taken_in"}
    pieces = {file.evidence_id for file in dossier.files if file.id in new}
    live = [key for key in pieces if key in dossier.evidence and not dossier.evidence[key].recycled]
    numbers = Counter(number for key in live for number in dossier.numbers_of.get(key, ()))
    return Arrivals(
        dict(sorted(numbers.items())),
        sum(1 for key in live if not dossier.numbers_of.get(key)),
        len({line.subject for line in lines if line.verb in ("file_changed", "file_replaced")}),
        len({line.subject for line in lines if line.verb == "file_missing"}),
    )
