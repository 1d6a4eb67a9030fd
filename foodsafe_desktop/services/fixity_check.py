"""Read every file again and say whether the folder still holds what the dossier recorded."""

from dataclasses import replace

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Presence
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport


def verify_archive(archive: Archive, job: Job) -> CheckReport:
    """Compare every recorded file with its bytes, and check database and history. Changes nothing.

    Raises FolderGone when the evidence folder is not there.
    """
    listing = archive.folder.walk(job)
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        broken = unit.broken_history()
    held = [file for file in dossier.files if file.verdict.condition is not Condition.SUSPENDED]
    recorded = {file.path for file in dossier.files}
    report = _read_all(archive, held, job)
    faults = [] if archive.store.is_sound() else ["数据库自检未通过，请从 backups 目录中的备份恢复。"]
    if broken:
        faults.append(f"操作历史第 {broken[0]} 条起与校验链不符，记录可能被改动过。请与备份核对。")
    here = (found.path for found in listing.files)
    return replace(report, unexpected=tuple(path for path in here if path not in recorded), faults=tuple(faults))


def _read_all(archive: Archive, files: list[EvidenceFile], job: Job) -> CheckReport:
    mismatched: list[str] = []
    missing: list[str] = []
    checked = 0
    for done, file in enumerate(files):
        job.step(done, len(files), file.path)
        try:
            fixity = archive.folder.fixity(file.path, job)
        except FileNotFoundError:
            missing.append(file.path)
            continue
        except OSError:
            if file.verdict.condition is not Condition.UNREADABLE:
                mismatched.append(file.path)
            continue
        checked += 1
        if file.presence is Presence.PRESENT and file.fixity and not fixity.same_content(file.fixity):
            mismatched.append(file.path)
    return CheckReport(checked, tuple(mismatched), tuple(missing))
