"""An archive in memory: fakes of every port, so that services are tested without disk, database or clock."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from foodsafe_desktop.domain.binder import Part, VolumePlan
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.errors import FolderGone
from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Fixity, Omission, Verdict
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import (
    Archive,
    ArchivePlace,
    BinderFacts,
    BinderRecord,
    BoundVolume,
    FolderListing,
    FoundFile,
    HistoryEntry,
    NotPrintable,
    NotPrinted,
    Rendition,
    Unreachable,
)

NOW = dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)


@dataclass
class FakeFolder:
    """An evidence folder as a dictionary of path → (bytes, mtime). `broken` paths raise OSError when read."""

    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    unreachable: list[Unreachable] = field(default_factory=list)
    gone: bool = False
    read: list[str] = field(default_factory=list)

    def put(self, path: str, content: bytes = b"x", mtime: int = 1) -> None:
        self.files[path] = (content, mtime)

    def move(self, old: str, new: str) -> None:
        self.files[new] = self.files.pop(old)

    def walk(self, job: Job) -> FolderListing:
        if self.gone:
            raise FolderGone("evidence")
        found = [FoundFile(path, len(content), mtime) for path, (content, mtime) in sorted(self.files.items())]
        return FolderListing(found, self.unreachable)

    def fixity(self, path: str, job: Job) -> Fixity:
        job.check()
        self.read.append(path)
        if path not in self.files:
            raise FileNotFoundError(path)
        if path in self.broken:
            raise PermissionError(13, "denied")
        content, mtime = self.files[path]
        return Fixity(len(content), mtime, "sha256", hashlib.sha256(content).hexdigest())

    def absolute(self, path: str) -> Path:
        return Path("/evidence") / path


@dataclass
class FakeInspector:
    """Judges by name: ``*.bad`` is damaged, everything else is a one-page PDF that opens."""

    inspected: list[str] = field(default_factory=list)
    closed: bool = False

    def inspect(self, paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        for index, path in enumerate(paths):
            self.inspected.append(path.relative_to("/evidence").as_posix())
            bad = path.suffix == ".bad"
            verdict = Verdict("pdf", Condition.DAMAGED, "坏。") if bad else Verdict("pdf", Condition.OK, "", 1, True)
            report(index, verdict)

    def close(self) -> None:
        self.closed = True


class FakeRenderer:
    """Every file is one page."""

    def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition | NotPrintable:
        return Rendition(source, 1)


@dataclass
class FakePress:
    """Asks for every part's pages as the real press does, and notes what it was given."""

    bound: list[VolumePlan] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    index_of: Mapping[str, str] = field(default_factory=dict)

    def bind(
        self,
        plan: VolumePlan,
        pages_of: Callable[[Part], Rendition | NotPrintable],
        facts: BinderFacts,
        out: Path,
        job: Job,
    ) -> BoundVolume:
        slips: list[NotPrinted] = []
        for done, piece in enumerate(plan.pieces):
            job.step(done, len(plan.pieces), piece.title)
            for part in piece.parts:
                result = NotPrintable(part.slip) if part.slip else pages_of(part)
                self.asked.append(part.file.path if part.file else "")
                if isinstance(result, NotPrintable) and part.file is not None:
                    slips.append(NotPrinted(part.file.path, piece.number, 1, result.sentence))
        self.bound.append(plan)
        pdf, docx, manifest = (out / f"{plan.name}{suffix}" for suffix in (".pdf", ".docx", ".manifest.json"))
        return BoundVolume(plan, pdf, docx, manifest, 3, 1, "0" * 64, tuple(slips), 0)

    def index(
        self, volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, out: Path
    ) -> tuple[Path, Path]:
        self.index_of = not_bound
        return out / "总目录.pdf", out / "盒脊.pdf"


@dataclass
class _Tables:
    evidence: dict[int, Evidence] = field(default_factory=dict)
    files: dict[int, EvidenceFile] = field(default_factory=dict)
    assignments: dict[tuple[int, int], Assignment] = field(default_factory=dict)
    omissions: dict[int, Omission] = field(default_factory=dict)
    election: Election = field(default_factory=Election)
    settings: dict[str, str] = field(default_factory=dict)
    binders: list[BinderRecord] = field(default_factory=list)
    history: list[HistoryEntry] = field(default_factory=list)


class _FakeUnit:
    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def dossier(self) -> Dossier:
        t = self._tables
        return Dossier(
            dict(t.evidence),
            tuple(t.files.values()),
            tuple(t.assignments.values()),
            dict(t.omissions),
            t.election,
        )

    def catalogue_text(self) -> str:
        return ""

    def setting(self, name: str) -> str | None:
        return self._tables.settings.get(name)

    def set_setting(self, name: str, value: str) -> None:
        self._tables.settings[name] = value

    def save_evidence(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        return [_keep(self._tables.evidence, one) for one in evidence]

    def save_files(self, files: Sequence[EvidenceFile]) -> list[EvidenceFile]:
        stored = [_keep(self._tables.files, one) for one in files]
        paths = [file.path for file in self._tables.files.values()]
        assert len(paths) == len(set(paths)), "two records of one path"
        return stored

    def assign(self, assignments: Iterable[Assignment]) -> None:
        for one in assignments:
            self._tables.assignments[(one.evidence_id, one.number)] = one

    def unassign(self, pairs: Iterable[tuple[int, int]]) -> None:
        for pair in pairs:
            self._tables.assignments.pop(pair, None)

    def save_omission(self, omission: Omission) -> None:
        self._tables.omissions[omission.number] = omission

    def remove_omission(self, number: int) -> None:
        self._tables.omissions.pop(number, None)

    def save_election(self, election: Election) -> None:
        self._tables.election = election

    def add_binder(self, record: BinderRecord) -> None:
        self._tables.binders.append(record)

    def binders(self) -> list[BinderRecord]:
        return list(self._tables.binders)

    def record(self, at: dt.datetime, who: str, verb: str, subject: str, detail: Mapping[str, object]) -> None:
        self._tables.history.append(HistoryEntry(len(self._tables.history) + 1, at, who, verb, subject, detail, ""))

    def history(self, last: int | None = None) -> list[HistoryEntry]:
        return self._tables.history[-last:] if last else list(self._tables.history)

    def broken_history(self) -> list[int]:
        return []


_Kept = TypeVar("_Kept", Evidence, EvidenceFile)


def _keep(table: dict[int, _Kept], one: _Kept) -> _Kept:
    kept = one if one.id else replace(one, id=len(table) + 1)
    table[kept.id] = kept
    return kept


class FakeStore:
    """Tables in memory with real transactions: what raises is undone. Refuses a second transaction inside the first."""

    def __init__(self) -> None:
        self._tables = _Tables()
        self._open = False
        self.closed = False
        self.sound = True

    @contextmanager
    def begin(self) -> Iterator[_FakeUnit]:
        assert not self._open, "a transaction inside a transaction"
        draft = deepcopy(self._tables)
        self._open = True
        try:
            yield _FakeUnit(draft)
            self._tables = draft
        finally:
            self._open = False

    def is_sound(self) -> bool:
        return self.sound

    def backup(self, target: Path) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.closed = True


def fake_archive(catalogue: Catalogue, *, root: Path = Path("/archive")) -> Archive:
    """An archive whose ports are all fakes; reach them through its attributes."""
    return Archive(
        place=ArchivePlace(root, Path("/evidence")),
        catalogue=catalogue,
        store=FakeStore(),
        folder=FakeFolder(),
        inspector=FakeInspector(),
        renderer=FakeRenderer(),
        press=FakePress(),
        clock=lambda: NOW,
        who="tester@desk",
    )
