"""What services need of the store, as Protocols: a transaction on an archive's holdings, decisions and history."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.corrections import Correction
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Omission, Verdict
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.issuing import (
    FrozenVolume,
)
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.domain.requirements import IndicatorValue, RequirementEdit
from foodsafe_desktop.services.job import Job


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the append-only history; `digest` chains it to the line before."""

    id: int
    at: dt.datetime
    who: str
    verb: str
    subject: str
    detail: Mapping[str, object]
    digest: str


@dataclass(frozen=True, slots=True)
class BinderRecord:
    """A compiled volume as registered: when, of what scope, where, with which digest; `partial` as said at the time."""

    key: str
    path: str
    sha256: str
    pages: int
    partial: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of recorded files: missing ones, and of those present what their state is.

    Those of recycled evidence are not missed; `duplicates` repeat another's bytes; `unreadable`: see `DOES_NOT_OPEN`;
    `uninspected` wait for an inspection that has not begun or did not come to its end.
    """

    missing: int
    duplicates: int
    unreadable: int
    suspended: int
    uninspected: int = 0


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What a line of the history is to say; when and who is said for many at once."""

    verb: str
    subject: str
    detail: Mapping[str, object]


class UnitOfWork(Protocol):
    """One transaction on an archive's store. Everything written commits together, or nothing does."""

    def dossier(self) -> Dossier:
        """A snapshot of all holdings and decisions."""
        ...

    def recorded(self, digests: Set[str] | None = None) -> Iterator[EvidenceFile]:
        """All files in the order of their ids, one after the other: where a hundred thousand need not be held.

        `digests`: only those that have one of them.
        """
        ...

    def dossier_of(self, files: Sequence[EvidenceFile]) -> Dossier:
        """A dossier of these files alone, with their evidence and its assignments, and with all questions."""
        ...

    def tally(self) -> Tally:
        """Counts over all recorded files."""
        ...

    def uninspected(self, after: int, most: int) -> list[EvidenceFile]:
        """Files present whose inspection has not begun or did not come to its end, with ids over `after`, in order."""
        ...

    def save_verdicts(self, verdicts: Sequence[tuple[EvidenceFile, Verdict]]) -> None:
        """Keep what an inspection said of files, but only where a record still holds the bytes that were inspected."""
        ...

    def catalogue_text(self) -> str:
        """The catalogue's TOML text as taken in when the archive was made."""
        ...

    def setting(self, name: str) -> str | None:
        """One of the archive's settings, None if never set."""
        ...

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        ...

    def save_evidence(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Insert those with id 0, update the others; returned with their ids, in the same order."""
        ...

    def save_files(self, files: Sequence[EvidenceFile]) -> list[EvidenceFile]:
        """Insert those with id 0, update the others; returned with their ids, in the same order.

        Paths are unique once all are written, not at every step: two files may swap their paths in one call.
        """
        ...

    def take_in(self, pieces: Sequence[tuple[Evidence, EvidenceFile]]) -> list[EvidenceFile]:
        """Insert new evidence, each piece with its one file; the files are returned, with ids and that of their piece.

        A file that has an id is one whose record passes to the new piece.
        """
        ...

    def assign(self, assignments: Iterable[Assignment]) -> None:
        """Add assignments; one that exists (same evidence and number) is replaced."""
        ...

    def unassign(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take back assignments by (evidence id, number)."""
        ...

    def save_omission(self, omission: Omission) -> None:
        """Add or replace an omission decided in this archive."""
        ...

    def remove_omission(self, number: int) -> None:
        """Take back an omission decided in this archive."""
        ...

    def save_election(self, election: Election) -> None:
        """Keep the choice of electives."""
        ...

    def save_questions(self, questions: Sequence[Question]) -> list[Question]:
        """Insert those with id 0, update the others (an answer); returned with their ids, in the same order."""
        ...

    def save_requirement_edits(self, edits: Sequence[RequirementEdit]) -> None:
        """Keep edits of requirements; one of the same id is replaced."""
        ...

    def remove_requirement_edits(self, ids: Iterable[str]) -> None:
        """Take back edits: the list's own requirement stands again."""
        ...

    def save_indicator_values(self, values: Sequence[IndicatorValue]) -> None:
        """Keep values; one of the same indicator and year is replaced."""
        ...

    def remove_indicator_values(self, keys: Iterable[tuple[str, int | None]]) -> None:
        """Take back values by (indicator id, year)."""
        ...

    def corrections(self) -> list[Correction]:
        """All corrections of the catalogue, oldest first."""
        ...

    def save_correction(self, correction: Correction) -> Correction:
        """Insert a correction (one that was taken back: under the id it had); returned with its id."""
        ...

    def remove_correction(self, correction_id: int) -> None:
        """Take back a correction."""
        ...

    def findings(self) -> list[Finding]:
        """All findings, oldest first."""
        ...

    def save_finding(self, finding: Finding) -> Finding:
        """Insert (id 0) or update; returned with its id."""
        ...

    def restore_finding(self, finding: Finding) -> None:
        """Insert a finding that was taken back, under the id it had."""
        ...

    def remove_finding(self, finding_id: int) -> None:
        """Take back a finding that was raised by mistake."""
        ...

    def snapshots(self) -> list[WeekSnapshot]:
        """All weekly snapshots, oldest first."""
        ...

    def save_snapshot(self, snapshot: WeekSnapshot) -> None:
        """Keep a snapshot; one of the same day is replaced."""
        ...

    def set_catalogue_text(self, toml: str) -> None:
        """Put a newer edition of the catalogue in place of the one the archive has."""
        ...

    def add_binder(self, record: BinderRecord) -> None:
        """Register a compiled volume."""
        ...

    def binders(self) -> list[BinderRecord]:
        """All registered volumes, oldest first."""
        ...

    def add_issued(self, volume: FrozenVolume) -> FrozenVolume:
        """Keep an issue of a volume; returned with its id. Raises ValueError where that issue is there already."""
        ...

    def issued(self) -> list[FrozenVolume]:
        """All issues of all volumes, oldest first."""
        ...

    def record(self, at: dt.datetime, who: str, verb: str, subject: str, detail: Mapping[str, object]) -> None:
        """Append one line to the history, chained by digest to the line before."""
        ...

    def record_all(self, at: dt.datetime, who: str, lines: Sequence[HistoryLine]) -> None:
        """Append lines to the history in one go, chained like those of `record`."""
        ...

    def history(self, last: int | None = None, about: Collection[str] | None = None) -> list[HistoryEntry]:
        """The history, oldest first; `last` limits it to the newest lines.

        `about` keeps the lines about any of these things, and only those: a thing is named as a line's subject names
        it (``evidence 7``, ``number 8``, a path), and where a line's detail says ``{"file": 12}`` or
        ``{"evidence": [3, 7]}``, the line is about ``file 12``, ``evidence 3`` and ``evidence 7`` too.
        """
        ...

    def broken_history(self) -> list[int]:
        """Ids of history lines whose chained digest does not fit; empty if the history is whole."""
        ...


class Store(Protocol):
    """Where an archive's decisions are kept. Nothing outside knows what kind of database this is."""

    def begin(self, *, repeatable: bool = False) -> AbstractContextManager[UnitOfWork]:
        """A transaction: commits when the block ends, undoes everything when it raises. Raises StoreFailed.

        `repeatable`: nobody decided anything in it, and it would be done again. Then a power cut, and nothing else, may
        take it back as a whole, until the next transaction that is not so has committed: what that wrote never stays
        without it.
        """
        ...

    def is_sound(self) -> bool:
        """Whether the database's own integrity and reference checks pass."""
        ...

    def history_faults(self, backups: Path) -> list[str]:
        """Sentences on tables that another program wrote, and on a history that lacks what it must have.

        That is its guards, its end, all its lines, or what a copy in `backups` has.
        """
        ...

    def backup(
        self, folder: Path, why: str, at: dt.datetime, job: Job, since: dt.datetime | None = None
    ) -> Path | None:
        """A checked copy of the database in `folder`; None if one was made since. Raises CannotWrite, Cancelled."""
        ...

    def close(self) -> None:
        """Let go of the database and of the archive's lock."""
        ...
