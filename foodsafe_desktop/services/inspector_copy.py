"""A copy of a set for those who inspect it: on a USB stick, opened without this program."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.arranging import scope_title
from foodsafe_desktop.domain.errors import OutputInEvidence
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.texts import FileText, content_key
from foodsafe_desktop.services.binders import Compiling
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, BoundVolume, CopyFacts
from foodsafe_desktop.services.recipes import default_recipe


@dataclass(frozen=True, slots=True)
class CopyReport:
    """Where the copy begins, and its volumes. `partial` when anything in it that should print is a slip sheet."""

    page: Path
    volumes: tuple[BoundVolume, ...]
    partial: bool
    notes: tuple[str, ...] = ()


def inspector_copy(
    archive: Archive, scope: str, out: Path, job: Job, recipe: Recipe | None = None, *, full_text: bool = False
) -> CopyReport:
    """Compile a scope into `out` with a page that leads through it and searches in it, all of it or nothing.

    Nothing is registered: the archive's own binders stay what they are. `full_text`: what was read of the files can be
    searched too. Volumes that were handed out are in it as they were. Raises ScopeUnknown, OutputInEvidence,
    CopyFolderTaken, IssuedLost, IssuedHidden, CannotWrite, Cancelled.
    """
    if out.resolve().is_relative_to(archive.place.evidence.resolve()):
        raise OutputInEvidence(str(out))
    compiling = Compiling(archive, scope, recipe or default_recipe(archive), job)
    now, volumes = compiling.now, list[BoundVolume]()

    def compiled(folder: Path) -> Sequence[BoundVolume]:
        volumes.extend(compiling.compiled(folder))
        return volumes

    def words(file: EvidenceFile) -> FileText | None:
        key = content_key(file) if full_text else None
        return archive.texts.store.text_of(key) if key else None

    copy = CopyFacts(compiling.facts, now.catalogue, now.coverage, scope_title(archive.catalogue, scope), words)
    page = archive.press.inspector_copy(copy, out, compiled, job)
    partial = any(volume.laid.partial for volume in volumes)
    detail: dict[str, object] = {"scope": scope, "volumes": len(volumes), "partial": partial, "full_text": full_text}
    with archive.store.begin() as unit:
        unit.record(archive.clock(), archive.who, "copied", str(out), detail)
    return CopyReport(page, tuple(volumes), partial, compiling.notes())
