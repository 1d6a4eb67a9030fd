"""The history as a person asks for it: all of it, or the life of one file, one document, one number."""

from collections.abc import Sequence

from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    HistoryEntry,
)


def latest(archive: Archive, count: int | None = None) -> Sequence[HistoryEntry]:
    """The newest lines, oldest of them first; all lines without `count`."""
    with archive.store.begin() as unit:
        return unit.history(count)


def life_of_file(archive: Archive, file_id: int) -> Sequence[HistoryEntry]:
    """All that happened to one file, oldest first: taken in, moved, changed, missing, returned, linked anew."""
    return _about(archive, f"file {file_id}")


def life_of_evidence(archive: Archive, evidence_id: int) -> Sequence[HistoryEntry]:
    """All that happened to one document and its files, oldest first, with every assignment and answer."""
    return _about(archive, f"evidence {evidence_id}")


def life_of_number(archive: Archive, number: int) -> Sequence[HistoryEntry]:
    """All that was assigned to, taken from or decided on a sub-item or veto, oldest first."""
    return _about(archive, f"number {number}")


def broken_lines(archive: Archive) -> Sequence[int]:
    """Ids of the lines that do not fit the chain of digests, or are gone; empty if the history is whole."""
    with archive.store.begin() as unit:
        return unit.broken_history()


def _about(archive: Archive, thing: str) -> Sequence[HistoryEntry]:
    with archive.store.begin() as unit:
        return unit.history(about=[thing])
