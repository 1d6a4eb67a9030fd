"""An issued volume once more: its PDF byte for byte, the DOCX that lies beside it, and a manifest of the two."""

from pathlib import Path
from typing import BinaryIO

from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.output.docx.volume import volume_docx
from foodsafe_desktop.output.edited import spare_edited
from foodsafe_desktop.output.manifest import (
    SUFFIX,
    ManifestBroken,
    Printout,
    printout,
    read_manifest,
    volume_manifest,
    written,
)
from foodsafe_desktop.output.naming import name_for
from foodsafe_desktop.output.staging import staging
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_BLOCK = 1 << 20
_FILES = ("format", "files", "editable")


def write_reissue(plan: BinderPlan, issued: Path, facts: BinderFacts, out: Path, job: Job) -> BoundVolume:
    """Copy and vouch; see `ports.BinderPress.reissue`. The manifest is that of the issue where it can be read."""
    stem = out / name_for(out, plan.volume.key, plan.volume.name)
    pdf, docx, manifest = (stem.with_name(stem.name + suffix) for suffix in (".pdf", ".docx", SUFFIX))
    handed_out = issued.with_name(issued.stem + SUFFIX)
    with staging(out) as stage:
        with stage.new(pdf.name) as stream:
            _copy(issued, stream, job)
        printed = printout(stage.path(pdf.name), pdf.name, job.check)
        stage.write(docx.name, _docx(issued.with_suffix(".docx")) or volume_docx(plan, facts))
        editable = printout(stage.path(docx.name), docx.name)
        note = spare_edited(stage, manifest, editable, facts)
        stage.write(manifest.name, _manifest(handed_out, plan, printed, editable))
        job.check()
        stage.commit()
    return BoundVolume(plan, pdf, docx, manifest, printed.sha256, note, facts=facts)


def _copy(source: Path, target: BinaryIO, job: Job) -> None:
    with source.open("rb") as read:
        while block := read.read(_BLOCK):
            job.check()
            target.write(block)


def _docx(handed_out: Path) -> bytes:
    try:
        return handed_out.read_bytes()
    except OSError:
        return b""


def _manifest(handed_out: Path, plan: BinderPlan, printed: Printout, editable: Printout) -> bytes:
    try:
        content = {name: value for name, value in read_manifest(handed_out).content.items() if name not in _FILES}
    except (OSError, ManifestBroken):
        return volume_manifest(plan, printed, editable)
    return written(content, [printed], [editable])
