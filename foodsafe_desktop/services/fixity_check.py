"""Read every file again and say whether the folder still holds what the dossier recorded."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from foodsafe_desktop.domain.errors import FileStillChanging, FolderEmptied
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Presence
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.last_scan import doubt, doubted, last_scan, newest_line
from foodsafe_desktop.services.ports import (
    Archive,
    CheckReport,
)
from foodsafe_desktop.services.ports.store import (
    BinderRecord,
)

Reading = Callable[[Archive, Mapping[str, EvidenceFile], Job], Iterator[tuple[EvidenceFile, Fixity | OSError]]]
"""Reads files, by path, through: each with what is read of it now, or what went wrong."""


def verify_archive(archive: Archive, job: Job, read: Reading | None = None) -> CheckReport:
    """Compare every recorded file with its bytes, and check database and history. Changes nothing of the record.

    Each file is read once, with the algorithm its fixity was recorded with; suspended ones stay closed. A file whose
    evidence was put aside is checked as well, but not missed. Compiled volumes are read too where they still are; one
    that was moved or thrown away is only noted. A change that a scan saw and nobody has confirmed is a mismatch still:
    scanning does not make bytes trusted. One with other bytes of the same size and time is read by the next scan, which
    would not notice it else. `read`: another way to read them, which may copy what it reads. Raises
    FolderGone when the evidence folder is not there, and FolderEmptied where nothing is in it any more while files are
    recorded as present: a share that is not mounted leaves such a one.
    """
    listing = archive.folder.walk(job)
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        broken = unit.broken_history()
        last, line = last_scan(unit), newest_line(unit)
        binders = {one.path: one for one in unit.binders()}  # the newest of each path
    recorded = {file.path for file in dossier.files}
    present = sum(file.presence is Presence.PRESENT for file in dossier.files)
    if present and not (listing.files or listing.unreachable or listing.unsettled):
        raise FolderEmptied(str(archive.place.evidence), present)
    unexpected = tuple(found.path for found in listing.files if found.path not in recorded)
    out_of_sight = tuple(one.sentence for one in listing.unreachable)
    del listing, recorded  # as large as the dossier, and reading takes long
    held = [file for file in dossier.files if file.verdict.condition is not Condition.SUSPENDED]
    aside = {key for key, evidence in dossier.evidence.items() if evidence.recycled}
    report, unlike = _read_all(archive, held, aside, job, read or fixities)
    if unlike:
        with archive.store.begin() as unit:
            doubt(unit, unlike | doubted(unit))
    faults = [] if archive.store.is_sound() else ["数据库自检未通过，请从 backups 目录中的备份恢复。"]
    if broken:
        faults.append(f"操作历史第 {broken[0]} 条起与校验链不符，记录可能被改动过。请与备份核对。")
    faults += archive.store.history_faults(archive.place.backups)
    if last and last.line > line:
        faults.append(
            f"操作历史只到第 {line} 条，而最近一次扫描时已有 {last.line} 条，历史可能被截短。"
            "请与 backups 目录中的备份核对。"
        )
    report = _read_binders(archive, binders.values(), report, job)
    return replace(report, unexpected=unexpected, faults=tuple(faults), notes=(*report.notes, *out_of_sight))


def _read_binders(archive: Archive, binders: Iterable[BinderRecord], report: CheckReport, job: Job) -> CheckReport:
    """The report with the compiled volumes added: those whose bytes differ, and notes on those not to be read."""
    changed: list[str] = []
    notes = list(report.notes)
    checked = 0
    for one in binders:
        try:
            digest = archive.press.digest(archive.place.volume(one.path), job)
        except OSError as error:
            gone = "已不在登记的位置" if isinstance(error, FileNotFoundError) else "无法读取"
            notes.append(f"装订本“{one.path}”{gone}，未核对。")
            continue
        checked += 1
        if digest != one.sha256:
            changed.append(one.path)
    mismatched = (*report.mismatched, *changed)
    return replace(report, checked=report.checked + checked, mismatched=mismatched, notes=tuple(notes))


def _read_all(
    archive: Archive, files: Iterable[EvidenceFile], aside: set[int], job: Job, read: Reading
) -> tuple[CheckReport, set[int]]:
    """What differs, and the ids of those in which it does not show."""
    mismatched: list[str] = []
    unlike: set[int] = set()
    missing: list[str] = []
    notes: list[str] = []
    checked = 0
    for file, result in read(archive, {file.path: file for file in files}, job):
        if isinstance(result, Fixity):
            if file.fixity is None:
                continue  # nothing was ever recorded of its bytes: there is nothing to hold them against
            checked += 1
            same = result.same_content(file.fixity)
            if file.changed or not same:
                mismatched.append(file.path)
            if not same and (result.size, result.mtime_ns) == (file.fixity.size, file.fixity.mtime_ns):
                unlike.add(file.id)
        elif isinstance(result, FileNotFoundError):
            if file.evidence_id not in aside:
                missing.append(file.path)
        else:
            why = result.sentence if isinstance(result, FileStillChanging) else ""
            notes.append(why or f"文件“{file.path}”无法读取，未能核对。请检查权限，或待其不再被占用后重新校验。")
            if file.fixity is not None:  # also where a scan said so already: what is not known to agree does not agree
                mismatched.append(file.path)
    report = CheckReport(checked, tuple(sorted(mismatched)), tuple(sorted(missing)), notes=tuple(sorted(notes)))
    return report, unlike


def fixities(
    archive: Archive, files: Mapping[str, EvidenceFile], job: Job
) -> Iterator[tuple[EvidenceFile, Fixity | OSError]]:
    """Every file with what is read of it now, by the algorithm of its record."""
    by_algorithm: dict[str | None, list[str]] = defaultdict(list)
    for path, file in files.items():
        by_algorithm[file.fixity.algorithm if file.fixity else None].append(path)
    done = 0
    for algorithm, paths in by_algorithm.items():
        for path, result in archive.folder.fixities(paths, job, algorithm):
            job.step(done, len(files), path)
            done += 1
            yield files[path], result
