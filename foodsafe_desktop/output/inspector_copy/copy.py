"""The folder of an inspector's copy, put in place as a whole."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from foodsafe_desktop.domain.errors import CannotWrite, CopyFolderTaken
from foodsafe_desktop.output.inspector_copy.page import page_of
from foodsafe_desktop.output.manifest import SUFFIX, ManifestBroken, printout, read_manifest, written
from foodsafe_desktop.output.staging import staging
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BoundVolume, CopyFacts

PAGE, MANIFEST, _KEY = "index.html", f"检查本{SUFFIX}", "inspector-copy"


def write_copy(facts: CopyFacts, out: Path, compiled: Callable[[Path], Sequence[BoundVolume]], job: Job) -> Path:
    """Make the copy; see `ports.BinderPress.inspector_copy`."""
    before = _before(out)
    with staging(out) as stage:
        folder = stage.scratch / "volumes"
        folder.mkdir()
        volumes = compiled(folder)
        names = [volume.pdf.name for volume in volumes]
        for volume in volumes:
            stage.take(volume.pdf.name, volume.pdf)
        stage.write(PAGE, page_of(volumes, facts, job).encode("utf-8"))
        listed = [printout(stage.path(name), name, job.check) for name in (PAGE, *names)]
        content: dict[str, object] = {
            "kind": _KEY,
            "key": _KEY,
            "volumes": [volume.plan.key for volume in volumes],
            "partial": any(volume.laid.partial for volume in volumes),
        }
        stage.write(MANIFEST, written(content, listed))
        job.check()
        stage.commit()
    for name in before - {PAGE, MANIFEST, *names}:
        with suppress(OSError):  # it is not in the manifest any more, and `verify` says so
            (out / name).unlink()
    return out / PAGE


def _before(out: Path) -> set[str]:
    """The files of an earlier copy in `out`. Raises CopyFolderTaken where there is anything else."""
    try:
        present = {path.name for path in out.iterdir() if not path.name.startswith(".")} if out.exists() else set()
    except NotADirectoryError as error:
        raise CopyFolderTaken(str(out)) from error
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error
    try:
        manifest = read_manifest(out / MANIFEST) if MANIFEST in present else None
    except (OSError, ManifestBroken):
        manifest = None
    ours = {MANIFEST, *(one.path for one in manifest.printouts)} if manifest and manifest.key == _KEY else set()
    if present - ours:
        raise CopyFolderTaken(str(out))
    return ours
