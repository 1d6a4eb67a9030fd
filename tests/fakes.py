"""An archive in memory: fakes of every port, so that services are tested without disk, database or clock."""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from foodsafe_desktop.domain.backups import copy_of, is_fresh, new_name
from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.corrections import Correction
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.errors import FolderGone
from foodsafe_desktop.domain.evidence import (
    DOES_NOT_OPEN,
    INTERRUPTED,
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Omission,
    Presence,
    Verdict,
)
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.four_properties import Result
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.members import ArchiveContents, ArchiveMember
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.references import completed, printed_in
from foodsafe_desktop.domain.reports import ReportFacts, ReportKind, WeekFacts
from foodsafe_desktop.domain.requirements import IndicatorValue, RequirementEdit, RequirementList, annual_requirements
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Measured, SheetKind, SheetRef, lay_out, order
from foodsafe_desktop.domain.supplements import Supplement
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.files.recipes_toml import RecipesToml
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import (
    Archive,
    ArchivePlace,
    BinderFacts,
    BoundVolume,
    Clock,
    CopyFacts,
    FailedLate,
    FolderListing,
    FoundFile,
    Laid,
    NotPrintable,
    Picture,
    Place,
    Rendition,
    SeenPages,
    SetFiles,
    Unreachable,
)
from foodsafe_desktop.services.ports.folder import Take
from foodsafe_desktop.services.ports.packages import Package
from foodsafe_desktop.services.ports.store import (
    BinderRecord,
    HistoryEntry,
    HistoryLine,
    Tally,
)
from foodsafe_desktop.services.ports.texts import Texts
from foodsafe_desktop.services.rules import Rules
from tests.fake_texts import FakeTextReader, FakeTextStore

NOW = dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)


@dataclass
class FakeFolder:
    """An evidence folder as a dictionary of path → (bytes, mtime). `broken` paths raise OSError when read.

    As on a disk, a file's number stays when it is written to or moved; `replace` writes another file in its place.
    Without `has_keys` the system tells none.
    """

    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    device: int = 1
    has_keys: bool = True
    broken: set[str] = field(default_factory=set)
    unreachable: list[Unreachable] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    gone: bool = False
    read: list[str] = field(default_factory=list)
    algorithm: str = "sha256"
    expected: bool = False
    others: dict[Path, "FakeFolder"] = field(default_factory=dict)

    read_ahead: int = 0
    _made: int = 0

    def put(self, path: str, content: bytes = b"x", mtime: int = 1) -> None:
        if path not in self.files:
            self._made += 1
            self.numbers[path] = self._made
        self.files[path] = (content, mtime)

    def move(self, old: str, new: str) -> None:
        self.files[new] = self.files.pop(old)
        self.numbers[new] = self.numbers.pop(old)

    def replace(self, path: str, content: bytes, mtime: int = 1) -> None:
        """What programs do that save under another name and rename."""
        del self.files[path]
        self.put(path, content, mtime)

    def adopt(self, settings: FolderSettings) -> None:
        self.algorithm = settings.algorithm

    def elsewhere(self, root: Path) -> "FakeFolder":
        return self.others[root]

    @contextmanager
    def reading_ahead(self, may_read: Callable[[str], bool]) -> Iterator[None]:
        self.read_ahead += 1
        yield

    def expect(self, *, files: bool) -> None:
        self.expected = files

    def walk(self, job: Job) -> FolderListing:
        if self.gone:
            raise FolderGone("evidence")
        found = [
            FoundFile(path, len(content), mtime, self.device, self.numbers.get(path, 0) if self.has_keys else 0)
            for path, (content, mtime) in sorted(self.files.items())
        ]
        return FolderListing(found, self.unreachable, self.unsettled)

    def fixity(self, path: str, job: Job, algorithm: str | None = None, take: Take | None = None) -> Fixity:
        job.check()
        self.read.append(path)
        if path not in self.files:
            raise FileNotFoundError(path)
        if path in self.broken:
            raise PermissionError(13, "denied")
        content, mtime = self.files[path]
        if take is not None:
            take(content)
        name = algorithm or self.algorithm
        return Fixity(len(content), mtime, name, hashlib.new("sha256", name.encode() + content).hexdigest())

    def fixities(
        self, paths: Sequence[str], job: Job, algorithm: str | None = None
    ) -> Iterator[tuple[str, Fixity | OSError]]:
        for path in reversed(dict.fromkeys(paths)):  # any order is allowed; this one shows who relies on another
            try:
                yield path, self.fixity(path, job, algorithm)
            except OSError as error:
                yield path, error

    def look(self, path: str) -> tuple[int, int]:
        content, mtime = self.files.get(path, (b"", -1))
        return (len(content), mtime) if path in self.files else (-1, -1)

    def absolute(self, path: str) -> Path:
        return Path("/evidence") / path


@dataclass
class FakeInspector:
    """Judges by name: ``*.bad`` is damaged, everything else is a one-page PDF that opens.

    Of `interrupted` ones nothing can be said.
    """

    inspected: list[str] = field(default_factory=list)
    interrupted: set[str] = field(default_factory=set)
    closed: bool = False

    def inspect(self, paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        for index, path in enumerate(paths):
            self.inspected.append(path.as_posix().removeprefix("/evidence/"))
            bad = path.suffix == ".bad"
            verdict = Verdict("pdf", Condition.DAMAGED, "坏。") if bad else Verdict("pdf", Condition.OK, "", 1, True)
            if self.inspected[-1] in self.interrupted:
                verdict = Verdict("unknown", Condition.UNKNOWN, f"{INTERRUPTED}。")
            report(index, verdict)

    def contents(self, path: Path, job: Job) -> ArchiveContents:
        return ArchiveContents((ArchiveMember(0, "通知.pdf", 2048, "2023-05-06 10:11"),))

    def unpack(self, path: Path, wanted: Sequence[int], folder: Path, job: Job) -> str:
        return "未能解压"

    def close(self) -> None:
        self.closed = True


class FakeRenderer:
    """Every file is one A4 page."""

    tried_again: Sequence[str] = ()
    forgotten: Sequence[str] = ()

    def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition | NotPrintable:
        return Rendition(source, 1, sizes=(A4,))

    def seen_pages(self, pdf: Path, file: EvidenceFile, job: Job) -> SeenPages | None:
        return SeenPages()

    def forget(self, file: EvidenceFile) -> None:
        self.forgotten = [*self.forgotten, file.path]

    def try_again(self, file: EvidenceFile) -> None:
        self.tried_again = [*self.tried_again, file.path]

    def page_sizes(self, pdf: Path, job: Job) -> tuple[tuple[float, float], ...]:
        return ((210.0, 297.0), (210.0, 297.0), (420.0, 297.0))

    def picture(self, pdf: Path, page: int, dpi: float, job: Job) -> Picture:
        job.check()
        return Picture(4, 6, 12, bytes((40 * page, 40, 40)) * 24)


@dataclass
class FakePress:
    """Lays out with one page for each sheet, asks for every part's pages as the real press does, and notes both."""

    bound: list[VolumePlan] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    index_of: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    facts: BinderFacts | None = None
    digests: dict[Path, str] = field(default_factory=dict)
    exchanged: list[Supplement] = field(default_factory=list)
    apart: "list[FakeApart]" = field(default_factory=list)
    reissued: list[BinderPlan] = field(default_factory=list)
    copied: tuple[CopyFacts, list[BoundVolume]] | None = None

    def lay_out(
        self,
        volume: VolumePlan,
        recipe: Recipe,
        facts: BinderFacts,
        parts: Mapping[SheetRef, Measured],
        place: Place = lay_out,
        check: Callable[[], None] = lambda: None,
    ) -> Laid:
        check()
        measured = {ref: parts.get(ref, Measured((A4,))) for ref in order(volume, recipe)}
        found = {ref: replace(one, sizes=(A4,)) if one.slip else one for ref, one in measured.items()}
        draft = place(volume, recipe, found)
        return Laid(replace(draft, volume=completed(volume, printed_in([draft]))), {})

    def bind(
        self,
        laid: Laid,
        pages_of: Callable[[SheetRef], Rendition | NotPrintable],
        facts: BinderFacts,
        out: Path,
        job: Job,
    ) -> BoundVolume:
        plan = laid.plan
        for done, run in enumerate(plan.runs):
            if run.ref.kind is SheetKind.PART:
                job.step(done, len(plan.runs), "件")
                self.asked.append(str(run.ref))
                found = NotPrintable(run.slip) if run.slip else pages_of(run.ref)
                if isinstance(found, NotPrintable) and not run.slip:
                    raise FailedLate(run.ref, found.sentence)
        self.bound.append(plan.volume)
        pdf, docx, manifest = (out / f"{plan.volume.name}{suffix}" for suffix in (".pdf", ".docx", ".manifest.json"))
        return BoundVolume(plan, pdf, docx, manifest, "0" * 64)

    def reissue(self, plan: BinderPlan, issued: Path, facts: BinderFacts, out: Path, job: Job) -> BoundVolume:
        job.check()
        self.reissued.append(plan)
        pdf, docx, manifest = (out / f"{plan.volume.name}{suffix}" for suffix in (".pdf", ".docx", ".manifest.json"))
        return BoundVolume(plan, pdf, docx, manifest, self.digests[issued], facts=facts)

    def set_apart(self, out: Path, mark: str) -> "FakeApart":
        self.apart.append(FakeApart(out, self))
        return self.apart[-1]

    def left_apart(self, out: Path, mark: str) -> "list[FakeApart]":
        return [one for one in self.apart if one.out == out and one.is_left]

    def is_there(self, out: Path) -> bool:
        return True

    def exchange(self, bound: BoundVolume, found: Supplement, facts: BinderFacts, job: Job) -> Path:
        self.exchanged.append(found)
        return bound.pdf.with_name(f"{bound.pdf.stem}（换页）.pdf")

    def index(
        self, volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, out: Path, of: str = ""
    ) -> SetFiles:
        self.index_of, self.of, self.facts = not_bound, of, facts
        return SetFiles(out / "总目录.pdf", out / "盒脊.pdf")

    def inspector_copy(
        self, facts: CopyFacts, out: Path, compiled: Callable[[Path], Sequence[BoundVolume]], job: Job
    ) -> Path:
        self.copied = facts, list(compiled(out / "staged"))
        return out / "index.html"

    def package(self, out: Path, size: int, algorithms: Sequence[str]) -> AbstractContextManager[Package]:
        raise NotImplementedError("packages are tried on real disks")

    def digest(self, pdf: Path, job: Job) -> str:
        job.check()
        if pdf not in self.digests:
            raise FileNotFoundError(pdf)
        return self.digests[pdf]


@dataclass
class FakeApart:
    """A folder apart: the press has its volumes on the disk once they are put in place."""

    out: Path
    press: FakePress
    token: str = ""
    is_left: bool = True

    @property
    def folder(self) -> Path:
        return self.out / ".apart"

    def promise(self, token: str) -> None:
        self.token = token

    def put_in_place(self) -> None:
        self.is_left = False
        for volume in self.press.bound:
            self.press.digests.setdefault(self.out / f"{volume.name}.pdf", "0" * 64)

    def discard(self) -> None:
        self.is_left = False


@dataclass
class FakeReports:
    """Notes what was asked for; nothing is written."""

    written: list[tuple[str, str]] = field(default_factory=list)
    weeks: list[WeekFacts] = field(default_factory=list)

    def report(self, kind: ReportKind, facts: ReportFacts, findings: Sequence[Finding], target: Path) -> None:
        self.written.append((str(kind), target.name))

    def gap_list(self, facts: ReportFacts, gaps: Sequence[Gap], target: Path) -> None:
        self.written.append((f"gap_list {len(gaps)}", target.name))

    def four_properties(self, facts: ReportFacts, results: Sequence[Result], target: Path) -> None:
        self.written.append((f"four_properties {len(results)}", target.name))

    def reminder(self, facts: ReportFacts, department: str, number: int, due: dt.date, out: Path) -> Path:
        self.written.append((f"reminder {number} {due}", department))
        return out / f"{department}.docx"

    def bulletin(self, week: WeekFacts, issue: int, out: Path) -> Path:
        self.weeks.append(week)
        self.written.append((f"bulletin {issue}", str(week.this_week.on)))
        return out / f"{issue}.docx"


@dataclass
class _Tables:
    evidence: dict[int, Evidence] = field(default_factory=dict)
    files: dict[int, EvidenceFile] = field(default_factory=dict)
    assignments: dict[tuple[int, int], Assignment] = field(default_factory=dict)
    omissions: dict[int, Omission] = field(default_factory=dict)
    election: Election = field(default_factory=Election)
    edits: dict[str, RequirementEdit] = field(default_factory=dict)
    values: dict[tuple[str, int], IndicatorValue] = field(default_factory=dict)
    corrections: dict[int, Correction] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)
    findings: dict[int, Finding] = field(default_factory=dict)
    snapshots: dict[dt.date, WeekSnapshot] = field(default_factory=dict)
    catalogue: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    binders: list[BinderRecord] = field(default_factory=list)
    issued: list[FrozenVolume] = field(default_factory=list)
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
            _in_order(t.edits),
            _in_order(t.values),
            _in_order(t.corrections),
            _in_order(t.questions),
        )

    def recorded(self, digests: Set[str] | None = None) -> Iterator[EvidenceFile]:
        for file in sorted(self._tables.files.values(), key=lambda one: one.id):
            if digests is None or (file.fixity is not None and file.fixity.digest in digests):
                yield file

    def dossier_of(self, files: Sequence[EvidenceFile]) -> Dossier:
        ids = {file.evidence_id for file in files}
        held = {key: one for key, one in self._tables.evidence.items() if key in ids}
        given = [one for one in self._tables.assignments.values() if one.evidence_id in ids]
        return Dossier(held, tuple(files), tuple(given), questions=_in_order(self._tables.questions))

    def tally(self) -> Tally:
        files = self._tables.files.values()
        missing = [one for one in files if one.presence is Presence.MISSING]
        present = [one for one in files if one.presence is Presence.PRESENT]
        contents = [(one.fixity.algorithm, one.fixity.digest) for one in present if one.fixity and one.fixity.size]
        return Tally(
            missing=sum(not self._tables.evidence[one.evidence_id].recycled for one in missing),
            duplicates=len(contents) - len(set(contents)),
            unreadable=sum(one.verdict.condition in DOES_NOT_OPEN for one in present),
            suspended=sum(one.verdict.condition is Condition.SUSPENDED for one in present),
            uninspected=len(self.uninspected(0, len(present))),
        )

    def uninspected(self, after: int, most: int) -> list[EvidenceFile]:
        waiting = [
            one
            for key, one in sorted(self._tables.files.items())
            if key > after and one.presence is Presence.PRESENT
            if one.verdict.is_pending or one.verdict.was_interrupted
        ]
        return waiting[:most]

    def save_verdicts(self, verdicts: Sequence[tuple[EvidenceFile, Verdict]]) -> None:
        for file, verdict in verdicts:
            now = self._tables.files[file.id]
            if now.fixity and file.fixity and now.fixity.digest == file.fixity.digest:
                self._tables.files[file.id] = replace(now, verdict=verdict)

    def catalogue_text(self) -> str:
        return self._tables.catalogue

    def set_catalogue_text(self, toml: str) -> None:
        self._tables.catalogue = toml

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

    def take_in(self, pieces: Sequence[tuple[Evidence, EvidenceFile]]) -> list[EvidenceFile]:
        evidence = self.save_evidence([piece for piece, _ in pieces])
        return self.save_files([replace(file, evidence_id=e.id) for e, (_, file) in zip(evidence, pieces, strict=True)])

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

    def save_questions(self, questions: Sequence[Question]) -> list[Question]:
        return [_keep(self._tables.questions, one) for one in questions]

    def save_requirement_edits(self, edits: Sequence[RequirementEdit]) -> None:
        for one in edits:
            assert one.requirement is None or one.requirement.id == one.id, "an edit that holds another requirement"
            self._tables.edits[one.id] = one

    def remove_requirement_edits(self, ids: Iterable[str]) -> None:
        for one in ids:
            self._tables.edits.pop(one, None)

    def save_indicator_values(self, values: Sequence[IndicatorValue]) -> None:
        for one in values:
            self._tables.values[one.indicator, one.year or 0] = one

    def remove_indicator_values(self, keys: Iterable[tuple[str, int | None]]) -> None:
        for indicator, year in keys:
            self._tables.values.pop((indicator, year or 0), None)

    def corrections(self) -> list[Correction]:
        return list(_in_order(self._tables.corrections))

    def save_correction(self, correction: Correction) -> Correction:
        return _keep(self._tables.corrections, correction)

    def remove_correction(self, correction_id: int) -> None:
        self._tables.corrections.pop(correction_id, None)

    def findings(self) -> list[Finding]:
        return list(_in_order(self._tables.findings))

    def save_finding(self, finding: Finding) -> Finding:
        return _keep(self._tables.findings, finding)

    def restore_finding(self, finding: Finding) -> None:
        _keep(self._tables.findings, finding)

    def remove_finding(self, finding_id: int) -> None:
        self._tables.findings.pop(finding_id, None)

    def snapshots(self) -> list[WeekSnapshot]:
        return list(_in_order(self._tables.snapshots))

    def save_snapshot(self, snapshot: WeekSnapshot) -> None:
        self._tables.snapshots[snapshot.on] = snapshot

    def add_binder(self, record: BinderRecord) -> None:
        self._tables.binders.append(record)

    def binders(self) -> list[BinderRecord]:
        return list(self._tables.binders)

    def add_issued(self, volume: FrozenVolume) -> FrozenVolume:
        if any((one.key, one.issue) == (volume.key, volume.issue) for one in self._tables.issued):
            raise ValueError(volume.key)
        kept = replace(volume, id=len(self._tables.issued) + 1)
        self._tables.issued.append(kept)
        return kept

    def issued(self) -> list[FrozenVolume]:
        return list(self._tables.issued)

    def record(self, at: dt.datetime, who: str, verb: str, subject: str, detail: Mapping[str, object]) -> None:
        self._tables.history.append(HistoryEntry(len(self._tables.history) + 1, at, who, verb, subject, detail, ""))

    def record_all(self, at: dt.datetime, who: str, lines: Sequence[HistoryLine]) -> None:
        for one in lines:
            self.record(at, who, one.verb, one.subject, one.detail)

    def history(self, last: int | None = None, about: Collection[str] | None = None) -> list[HistoryEntry]:
        lines = [one for one in self._tables.history if about is None or not _things(one).isdisjoint(about)]
        return lines[-last:] if last else [] if last == 0 else lines

    def broken_history(self) -> list[int]:
        return []


_Kept = TypeVar("_Kept", Evidence, EvidenceFile, Question, Correction, Finding)
_Key = TypeVar("_Key", int, str, dt.date, tuple[str, int])
_Value = TypeVar("_Value")


def _keep(table: dict[int, _Kept], one: _Kept) -> _Kept:
    kept = one if one.id else replace(one, id=max(table, default=0) + 1)
    table[kept.id] = kept
    return kept


def _in_order(table: dict[_Key, _Value]) -> tuple[_Value, ...]:
    return tuple(table[key] for key in sorted(table))


def _things(line: HistoryEntry) -> set[str]:
    """What a line is about, as `UnitOfWork.history` names it."""
    named = {line.subject}
    for key, value in line.detail.items():
        ids = value if isinstance(value, list | tuple) else [value]
        named |= {f"{key} {one}" for one in ids}
    return named


class FakeStore:
    """Tables in memory with real transactions: what raises is undone. Refuses a second transaction inside the first."""

    def __init__(self) -> None:
        self._tables = _Tables()
        self._open = False
        self.closed = False
        self.sound = True
        self.repeatable: list[bool] = []
        self.faults: list[str] = []
        self.copies: list[Path] = []

    @contextmanager
    def begin(self, *, repeatable: bool = False) -> Iterator[_FakeUnit]:
        self.repeatable.append(repeatable)
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

    def cut_history(self, length: int) -> None:
        del self._tables.history[length:]

    def history_faults(self, backups: Path) -> list[str]:
        return self.faults

    def backup(
        self, folder: Path, why: str, at: dt.datetime, job: Job, since: dt.datetime | None = None
    ) -> Path | None:
        there = [copy for path in self.copies if (copy := copy_of(path.name)) is not None]
        if since is not None and is_fresh(there, since, at):
            return None
        self.copies.append(folder / new_name(why, at, [copy.name for copy in there]))
        return self.copies[-1]

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True, slots=True)
class FakeTexts(Texts):
    """Texts of a reader and a store that are fakes."""

    reader: FakeTextReader
    store: FakeTextStore


@dataclass(frozen=True)
class FakeArchive(Archive):
    """An archive whose ports are all fakes, and known as such to whoever arranges a test."""

    store: FakeStore
    folder: FakeFolder
    inspector: FakeInspector
    renderer: FakeRenderer
    press: FakePress
    reports: FakeReports
    texts: FakeTexts


def fake_archive(
    catalogue: Catalogue,
    *,
    root: Path = Path("/archive"),
    requirements: RequirementList | None = None,
    clock: Clock = lambda: NOW,
) -> FakeArchive:
    """An archive in memory. `requirements` None: the plain rule."""
    return FakeArchive(
        place=ArchivePlace(root, Path("/evidence")),
        rules=Rules(Edition(catalogue, "", requirements or annual_requirements(catalogue))),
        store=FakeStore(),
        folder=FakeFolder(),
        inspector=FakeInspector(),
        renderer=FakeRenderer(),
        press=FakePress(),
        reports=FakeReports(),
        recipe_text=RecipesToml(),
        texts=FakeTexts(FakeTextReader(), FakeTextStore()),
        clock=clock,
        who="tester@desk",
    )
