"""One volume that is laid out becomes paper: only bytes that are still those recorded are printed."""

from pathlib import Path

from foodsafe_desktop.domain.binder import Part
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.sheets import Measured, part_refs
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.planning import Planned, Planner
from foodsafe_desktop.services.ports import Archive, BoundVolume, FailedLate
from foodsafe_desktop.services.ports.renderer import UNREGISTERED


def pressed(archive: Archive, planner: Planner, planned: Planned, out: Path, job: Job) -> BoundVolume:
    """One volume compiled. What turns out not to be printable gets a slip sheet, and the volume is laid out anew.

    Every round refuses one part more, so this ends.
    """
    changed = _refuse_changed(archive, planned, job)
    if changed or not planner.is_current(planned):
        planner.again(planned)
    while True:
        try:
            return archive.press.bind(planned.laid, planned.pages.__getitem__, planner.facts, out, job)
        except FailedLate as failed:
            planned.parts[failed.ref] = Measured((), slip=failed.sentence)
            planner.again(planned)


def _refuse_changed(archive: Archive, planned: Planned, job: Job) -> bool:
    """Put a slip in place of files whose bytes are not those that were recorded; whether there are any."""
    refused = {
        ref: Measured((), slip=sentence)
        for piece in planned.volume.pieces
        if piece.printed_at is None
        for ref, part in zip(part_refs(piece), piece.parts, strict=True)
        if planned.parts[ref].slip is None and (sentence := _why_not(archive, part, job))
    }
    planned.parts.update(refused)
    return bool(refused)


def _why_not(archive: Archive, part: Part, job: Job) -> str:
    """Why a part may not be printed as it is now; empty if all its files are as recorded."""
    if not part.photos:
        return _why_changed(archive, part.file, job)
    whys = ((file.path.rpartition("/")[2], _why_changed(archive, file, job)) for file in part.photos)
    return next((f"“{name}”：{why}" for name, why in whys if why), "")


def _why_changed(archive: Archive, file: EvidenceFile | None, job: Job) -> str:
    job.check()
    if file is None or file.fixity is None:
        return UNREGISTERED
    try:
        fixity = archive.folder.fixity(file.path, job)
    except OSError:
        return "装订时文件已不在原处或无法读取。请找回文件、重新扫描后再装订。"
    if not fixity.same_content(file.fixity):
        return "文件内容在最近一次扫描后又有变动，未予打印。请重新扫描并确认后再装订。"
    return ""
