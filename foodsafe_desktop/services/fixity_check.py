"""Read every file again and say whether the folder still holds what the dossier recorded."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Presence
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport


def verify_archive(archive: Archive, job: Job) -> CheckReport:
    """Compare every recorded file with its bytes, and check database and history. Changes nothing.

    Each file is read once, with the algorithm its fixity was recorded with; suspended ones stay closed. A file whose
    evidence was put aside is checked as well, but not missed. Raises FolderGone when the evidence folder is not there.
    """
    listing = archive.folder.walk(job)
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        broken = unit.broken_history()
    recorded = {file.path for file in dossier.files}
    held = [file for file in dossier.files if file.verdict.condition is not Condition.SUSPENDED]
    aside = {key for key, evidence in dossier.evidence.items() if evidence.recycled}
    report = _read_all(archive, held, aside, job)
    faults = [] if archive.store.is_sound() else ["数据库自检未通过，请从 backups 目录中的备份恢复。"]
    if broken:
        faults.append(f"操作历史第 {broken[0]} 条起与校验链不符，记录可能被改动过。请与备份核对。")
    here = (found.path for found in listing.files)
    return replace(report, unexpected=tuple(path for path in here if path not in recorded), faults=tuple(faults))


def _read_all(archive: Archive, files: Iterable[EvidenceFile], aside: set[int], job: Job) -> CheckReport:
    mismatched: list[str] = []
    missing: list[str] = []
    checked = 0
    for file, result in _fixities(archive, {file.path: file for file in files}, job):
        if isinstance(result, Fixity):
            checked += 1
            if file.presence is Presence.PRESENT and file.fixity and not result.same_content(file.fixity):
                mismatched.append(file.path)
        elif isinstance(result, FileNotFoundError):
            if file.evidence_id not in aside:
                missing.append(file.path)
        elif file.verdict.condition is not Condition.UNREADABLE:
            mismatched.append(file.path)
    return CheckReport(checked, tuple(sorted(mismatched)), tuple(sorted(missing)))


def _fixities(
    archive: Archive, files: dict[str, EvidenceFile], job: Job
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
