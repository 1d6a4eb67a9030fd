"""Bring the dossier up to date with the folder: take in new files, follow moved ones, notice changed and gone ones.

The evidence folder is only ever read. A file that went missing keeps its record and its assignments; a folder that
is not there at all (离线) changes nothing.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import FileStillChanging
from foodsafe_desktop.domain.evidence import (
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Origin,
    Presence,
    Verdict,
)
from foodsafe_desktop.domain.placing import NameFacts, bears_secrecy_mark, facts_by_name, number_by_folder
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, FolderListing, FoundFile, UnitOfWork

_SUSPENDED = Verdict(
    "unknown",
    Condition.SUSPENDED,
    "文件名或所在文件夹带有疑似涉密标志，程序未打开该文件。请停止使用、保持断网，并按保密规定处理。",
)


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan met, in files. `unreadable` counts files that do not open (damaged, encrypted, empty, no rights).

    `notes` are sentences for the archivist, each naming its file or folder.
    """

    seen: int
    new: int
    changed: int
    moved: int
    missing: int
    duplicates: int
    unreadable: int
    suspended: int
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look at something this scan met."""
        return bool(self.notes) or any((self.changed, self.missing, self.unreadable, self.suspended))


@dataclass
class _Reading:
    """What is known of one file of the listing after reading it."""

    found: FoundFile
    fixity: Fixity | None = None
    verdict: Verdict | None = None


@dataclass
class _Changes:
    """What one scan will write, gathered first so that a single transaction can write it all."""

    taken_in: list[tuple[EvidenceFile, NameFacts]] = field(default_factory=list)
    updated: list[EvidenceFile] = field(default_factory=list)
    moved: list[tuple[EvidenceFile, EvidenceFile]] = field(default_factory=list)
    changed: list[EvidenceFile] = field(default_factory=list)
    missing: list[EvidenceFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def scan(archive: Archive, job: Job, *, accept_changes: bool = False) -> ScanReport:
    """Compare folder and dossier and write the difference in one transaction.

    With `accept_changes` files whose content changed count as confirmed at once. Raises FolderGone when the evidence
    folder is not there; Cancelled leaves the dossier as it was.
    """
    started = time.monotonic()
    listing = archive.folder.walk(job)
    with archive.store.begin() as unit:
        before = unit.dossier()
    readings = _read(archive, before, listing, job)
    changes = _compare(archive, before, readings, listing, accept_changes=accept_changes)
    with archive.store.begin() as unit:
        _write(archive, unit, before, changes)
        after = unit.dossier()
    present = [file for file in after.files if file.presence is Presence.PRESENT]
    return ScanReport(
        seen=len(listing.files),
        new=len(changes.taken_in),
        changed=len(changes.changed),
        moved=len(changes.moved),
        missing=sum(1 for file in after.files if file.presence is Presence.MISSING),
        duplicates=_duplicates(present),
        unreadable=sum(1 for file in present if file.verdict.condition in _DOES_NOT_OPEN) + len(listing.unreachable),
        suspended=sum(1 for file in present if file.verdict.condition is Condition.SUSPENDED),
        seconds=round(time.monotonic() - started, 3),
        notes=tuple(changes.notes),
    )


_DOES_NOT_OPEN = (Condition.EMPTY, Condition.DAMAGED, Condition.ENCRYPTED, Condition.UNREADABLE)


def _read(archive: Archive, before: Dossier, listing: FolderListing, job: Job) -> list[_Reading]:
    """Hash and inspect what is new or has another size or time; the rest is taken as it is known."""
    known = {file.path: file for file in before.files}
    readings = [_Reading(found) for found in listing.files]
    fresh = [reading for reading in readings if not _is_as_known(reading.found, known.get(reading.found.path))]
    for done, reading in enumerate(fresh):
        job.step(done, len(fresh), reading.found.path)
        if bears_secrecy_mark(reading.found.path):
            reading.verdict = _SUSPENDED
            continue
        try:
            reading.fixity = archive.folder.fixity(reading.found.path, job)
        except OSError as error:
            reading.verdict = Verdict("unknown", Condition.UNREADABLE, _unreadable(reading.found.path, error))
    _inspect(archive, before, [reading for reading in fresh if reading.fixity is not None], job)
    return readings


def _inspect(archive: Archive, before: Dossier, readings: Sequence[_Reading], job: Job) -> None:
    """Open every file whose bytes have not been inspected before; equal bytes share one verdict."""
    verdicts = {f.fixity.digest: f.verdict for f in before.files if f.fixity and f.verdict.condition is Condition.OK}
    waiting: dict[str, list[_Reading]] = defaultdict(list)
    for reading in readings:
        assert reading.fixity is not None  # noqa: S101 - the caller passes only those that were read
        verdict = verdicts.get(reading.fixity.digest)
        if verdict is not None:
            reading.verdict = verdict
        else:
            waiting[reading.fixity.digest].append(reading)
    groups = list(waiting.values())
    done = 0

    def report(index: int, verdict: Verdict) -> None:
        nonlocal done
        done += 1
        job.step(done, len(groups), groups[index][0].found.path)
        for reading in groups[index]:
            reading.verdict = verdict

    archive.inspector.inspect([archive.folder.absolute(group[0].found.path) for group in groups], job, report)


def _is_as_known(found: FoundFile, known: EvidenceFile | None) -> bool:
    """Whether nothing speaks for reading the file again: same size and time as when it was last read."""
    if known is None or known.presence is Presence.MISSING:
        return False
    if known.verdict.condition is Condition.SUSPENDED:
        return bears_secrecy_mark(found.path)
    fixity = known.fixity
    return fixity is not None and (fixity.size, fixity.mtime_ns) == (found.size, found.mtime_ns)


def _unreadable(path: str, error: OSError) -> str:
    if isinstance(error, FileStillChanging):
        return error.sentence
    reason = str(error.args[0]) if len(error.args) == 1 else "系统拒绝读取，或文件正被占用、已被移走"
    return f"文件“{path}”无法读取（{reason}）。请检查权限或稍后重新扫描。"


def _compare(
    archive: Archive,
    before: Dossier,
    readings: Sequence[_Reading],
    listing: FolderListing,
    *,
    accept_changes: bool,
) -> _Changes:
    changes = _Changes()
    known = {file.path: file for file in before.files}
    here = {reading.found.path for reading in readings}
    hidden = tuple(one.path for one in listing.unreachable)
    gone = [f for f in before.files if f.path not in here and not _is_below(f.path, hidden)]
    lost = _by_content(gone)
    for reading in readings:
        former = known.get(reading.found.path)
        if former is not None:
            _compare_known(changes, former, reading, accept_changes=accept_changes)
            continue
        origin = _take_match(lost, reading.fixity)
        if origin is not None:
            changes.moved.append((origin, _moved(origin, reading)))
        else:
            changes.taken_in.append((_new_file(reading), facts_by_name(reading.found.path)))
    followed = {origin.id for origin, _ in changes.moved}
    for file in gone:
        if file.id not in followed and file.presence is Presence.PRESENT:
            changes.missing.append(replace(file, presence=Presence.MISSING))
    changes.notes.extend(one.sentence for one in listing.unreachable)
    changes.notes.extend(_placing_notes(archive, changes))
    return changes


def _is_below(path: str, folders: Sequence[str]) -> bool:
    """Whether the path is one of, or lies under, folders that could not be looked into: then it is not missing."""
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _by_content(files: Iterable[EvidenceFile]) -> dict[tuple[int, str], list[EvidenceFile]]:
    grouped: dict[tuple[int, str], list[EvidenceFile]] = defaultdict(list)
    for file in files:
        if file.fixity is not None and file.fixity.size:
            grouped[(file.fixity.size, file.fixity.digest)].append(file)
    return grouped


def _take_match(lost: dict[tuple[int, str], list[EvidenceFile]], fixity: Fixity | None) -> EvidenceFile | None:
    """A file that is gone from its place and has the very same content; each is followed once."""
    candidates = lost.get((fixity.size, fixity.digest)) if fixity else None
    return candidates.pop(0) if candidates else None


def _compare_known(changes: _Changes, former: EvidenceFile, reading: _Reading, *, accept_changes: bool) -> None:
    if reading.verdict is None:
        if former.changed and accept_changes:
            changes.updated.append(replace(former, changed=False))
        return
    differs = _differs(former, reading)
    now = replace(
        former,
        fixity=reading.fixity,
        verdict=reading.verdict,
        presence=Presence.PRESENT,
        changed=(former.changed or differs) and not accept_changes,
        revision=former.revision + 1 if differs else former.revision,
    )
    if now != former:
        (changes.changed if differs else changes.updated).append(now)


def _differs(former: EvidenceFile, reading: _Reading) -> bool:
    """Whether other bytes were read than those recorded. A file that could not be read has not changed."""
    if former.fixity is None or reading.fixity is None:
        return False
    return not former.fixity.same_content(reading.fixity)


def _moved(origin: EvidenceFile, reading: _Reading) -> EvidenceFile:
    verdict = reading.verdict or origin.verdict
    return replace(origin, path=reading.found.path, fixity=reading.fixity, verdict=verdict, presence=Presence.PRESENT)


def _new_file(reading: _Reading) -> EvidenceFile:
    verdict = reading.verdict or Verdict("unknown", Condition.UNKNOWN)
    return EvidenceFile(0, reading.found.path, 0, reading.fixity, verdict)


def _placing_notes(archive: Archive, changes: _Changes) -> Iterable[str]:
    """What a person should look at in where new files were placed."""
    for file, facts in changes.taken_in:
        folder = number_by_folder(file.path, archive.catalogue)
        if folder and folder.passed_over:
            others = "、".join(f"（{number}）" for number in folder.passed_over)
            yield f"文件“{file.path}”的上级文件夹另有编号{others}，已按最近的（{folder.number}）归入，请核对。"
        if facts.year_conflict is not None:
            yield (
                f"文件“{file.path}”名称中的年度 {facts.year_conflict} 与所在年度文件夹 {facts.year} 不一致，"
                "已按文件夹计，请核对。"
            )


def _write(archive: Archive, unit: UnitOfWork, before: Dossier, changes: _Changes) -> None:
    evidence = unit.save_evidence([_evidence(facts) for _, facts in changes.taken_in])
    files = [replace(file, evidence_id=one.id) for (file, _), one in zip(changes.taken_in, evidence, strict=True)]
    stored = unit.save_files(
        [*changes.updated, *changes.changed, *changes.missing, *(now for _, now in changes.moved), *files]
    )
    now = archive.clock()
    by_folder = [
        Assignment(file.evidence_id, found.number, Origin.FOLDER, now, archive.who)
        for file in stored[len(stored) - len(files) :]
        if (found := number_by_folder(file.path, archive.catalogue)) is not None
    ]
    unit.assign(by_folder)
    _follow_folders(archive, unit, before, changes.moved)
    _record(archive, unit, changes, files)


def _evidence(facts: NameFacts) -> Evidence:
    return Evidence(0, facts.title, facts.year, facts.dated, facts.document_number)


def _follow_folders(
    archive: Archive, unit: UnitOfWork, before: Dossier, moved: Sequence[tuple[EvidenceFile, EvidenceFile]]
) -> None:
    """An assignment that a folder made goes along to the new folder; what a person assigned stays."""
    made_by_folder: dict[int, list[int]] = defaultdict(list)
    for one in before.assignments:
        if one.origin is Origin.FOLDER:
            made_by_folder[one.evidence_id].append(one.number)
    for origin, file in moved:
        old, new = (number_by_folder(path, archive.catalogue) for path in (origin.path, file.path))
        if new is None or (old is not None and old.number == new.number):
            continue
        unit.unassign((file.evidence_id, number) for number in made_by_folder[file.evidence_id])
        unit.assign([Assignment(file.evidence_id, new.number, Origin.FOLDER, archive.clock(), archive.who)])
    years = {
        file.evidence_id: facts_by_name(file.path).year
        for origin, file in moved
        if facts_by_name(file.path).year != facts_by_name(origin.path).year
    }
    held = [before.evidence[key] for key in years if key in before.evidence]
    unit.save_evidence([replace(one, year=years[one.id]) for one in held if years[one.id] is not None])


def _record(archive: Archive, unit: UnitOfWork, changes: _Changes, taken_in: Sequence[EvidenceFile]) -> None:
    """One history line a file, so that the life of each can be told later."""
    lines: list[tuple[str, EvidenceFile, dict[str, object]]] = []
    lines += [("file_taken_in", file, {}) for file in taken_in]
    lines += [("file_moved", now, {"from": origin.path}) for origin, now in changes.moved]
    lines += [("file_changed", file, {"revision": file.revision}) for file in changes.changed]
    lines += [("file_missing", file, {}) for file in changes.missing]
    lines += [("file_updated", file, {"condition": str(file.verdict.condition)}) for file in changes.updated]
    at = archive.clock()
    for verb, file, detail in lines:
        if file.fixity is not None:
            detail[file.fixity.algorithm] = file.fixity.digest
        unit.record(at, archive.who, verb, file.path, detail)


def _duplicates(files: Iterable[EvidenceFile]) -> int:
    """How many files repeat the content of another one."""
    return sum(len(group) - 1 for group in _by_content(files).values())
