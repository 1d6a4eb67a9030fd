"""What a compiled volume holds and what its bytes were, as a file beside it; and checking volumes against theirs."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foodsafe_desktop.domain.binder import Part, Piece
from foodsafe_desktop.domain.errors import CannotWrite, NotVerifiable
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.sheets import BinderPlan, Run
from foodsafe_desktop.output.forms.withheld import masked
from foodsafe_desktop.services.ports import CheckReport

FORMAT = 1
SUFFIX = ".manifest.json"
_BLOCK = 1 << 20


class ManifestBroken(ValueError):
    """A file that should be a manifest is none, or of a newer format."""


@dataclass(frozen=True, slots=True)
class Printout:
    """One file that a manifest vouches for; `path` is its name in the manifest's folder, size in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as read: the volume's key, the files it vouches for, and all it says beside.

    `editable` are files as they were made, which people may change since.
    """

    file: Path
    key: str
    printouts: tuple[Printout, ...]
    editable: tuple[Printout, ...]
    content: dict[str, Any]


def printout(path: Path, name: str, check: Callable[[], None] = lambda: None) -> Printout:
    """Size and digest of the file at `path`, recorded under `name`. Raises OSError; `check` may raise to stop."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            check()
            digest.update(block)
            size += len(block)
    return Printout(name, size, digest.hexdigest())


def volume_manifest(plan: BinderPlan, printed: Printout, editable: Printout, made_from: str = "") -> bytes:
    """The manifest of a volume, with the reason of every part that stands as a slip sheet.

    `made_from` is equal for volumes that print alike.
    """
    volume = plan.volume
    content: dict[str, object] = {
        "kind": "volume",
        "key": volume.key,
        "name": volume.name,
        "title": volume.title,
        "recipe": plan.recipe.name,
        "box": {"number": volume.box.number, "of": volume.box.of} if volume.box else None,
        "pages": plan.pages,
        "body_pages": plan.body_pages,
        "partial": plan.partial,
        "made_from": made_from,
        "pieces": [_piece(piece, plan) for piece in volume.pieces],
    }
    return written(content, [printed], [editable])


def written(content: dict[str, object], printouts: list[Printout], editable: Sequence[Printout] = ()) -> bytes:
    """A manifest's bytes: what it says, the files it vouches for, and those that may be edited."""
    whole = {"format": FORMAT, **content, "files": _listed(printouts), "editable": _listed(editable)}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _listed(printouts: Sequence[Printout]) -> list[dict[str, object]]:
    return [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in printouts]


def read_manifest(file: Path) -> Manifest:
    """Read one manifest. Raises ManifestBroken, OSError."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ManifestBroken(f"format {content['format']}")
        return Manifest(file, str(content["key"]), _read(content["files"]), _read(content.get("editable", ())), content)
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestBroken(str(error)) from error


def _read(listed: Sequence[dict[str, Any]]) -> tuple[Printout, ...]:
    if any(Path(one["path"]).name != one["path"] for one in listed):
        raise ManifestBroken("a path leads out of the folder")
    return tuple(Printout(str(one["path"]), int(one["size"]), str(one["sha256"])) for one in listed)


def verify_binder(path: Path) -> CheckReport:
    """Read compiled volumes again and compare them with their manifests; a broken manifest counts as a mismatch.

    Names in the report are those in the folder; unexpected are PDFs that no manifest vouches for. DOCX editions are
    made to be edited, and are not checked. `path`: a volume's PDF, a manifest, or a directory of them. Raises
    NotVerifiable.
    """
    mismatched: list[str] = []
    missing: list[str] = []
    vouched: set[Path] = set()
    checked = 0
    for file in _manifests(path):
        try:
            manifest = read_manifest(file)
        except (OSError, ManifestBroken):
            mismatched.append(file.name)
            continue
        for recorded in manifest.printouts:
            target = file.parent / recorded.path
            vouched.add(target)
            try:
                checked += 1
                if printout(target, recorded.path) != recorded:
                    mismatched.append(recorded.path)
            except FileNotFoundError:
                missing.append(recorded.path)
                checked -= 1
            except OSError:
                mismatched.append(recorded.path)
    present = sorted(path.glob("*.pdf")) if path.is_dir() else []
    unexpected = tuple(one.name for one in present if one not in vouched)
    return CheckReport(checked, tuple(mismatched), tuple(missing), unexpected)


def was_edited(file: Path, manifest: Path, made: Printout) -> bool:
    """Whether `file` is neither what the manifest says was made, nor the same as what is made now.

    Where that cannot be told, it is taken for edited: a person's work is never lost. Raises CannotWrite.
    """
    if not file.is_file():
        return False
    try:
        found = printout(file, made.path)
    except OSError as error:
        raise CannotWrite(str(file), str(error)) from error
    try:
        known = read_manifest(manifest).editable
    except (OSError, ManifestBroken):
        known = ()
    return found.sha256 not in {made.sha256, *(one.sha256 for one in known)}


def _manifests(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.glob(f"*{SUFFIX}"))
    elif path.name.endswith(SUFFIX):
        found = [path]
    else:
        found = [path.with_name(path.stem + SUFFIX)]
    if not found or not all(one.is_file() for one in found):
        raise NotVerifiable(str(path))
    return found


def _piece(piece: Piece, plan: BinderPlan) -> dict[str, object]:
    runs = plan.piece_runs(piece)
    elsewhere = piece.printed_at
    return {
        "ordinal": piece.ordinal,
        "code": piece.code,
        "evidence": piece.evidence.id,
        "number": piece.number,
        "title": piece.title,
        "first_page": runs[0].labels[0],
        "pages": plan.piece_pages(piece),
        "printed_in": {"key": elsewhere.key, "page": elsewhere.page} if elsewhere else None,
        "files": [
            _file(piece, file, part, run)
            for part, run in zip(() if elsewhere else piece.parts, () if elsewhere else runs, strict=True)
            for file in part.files or (None,)
        ],
    }


def _file(piece: Piece, file: EvidenceFile | None, part: Part, run: Run) -> dict[str, object]:
    """One file of a piece. A withheld one's name and digest are not given away: the manifest goes with the volume."""
    hidden = piece.is_withheld
    fixity = file.fixity if file is not None and not hidden else None
    return {
        "path": file.path if file is not None and not hidden else None,
        "medium": "paper" if file is None else "file",
        "fixity": {"algorithm": fixity.algorithm, "digest": fixity.digest, "size": fixity.size} if fixity else None,
        "range": part.pages,
        "page": run.labels[0],
        "pages": run.pages,
        "printed": run.slip is None,
        "slip": masked(run.slip, [piece]) if run.slip is not None else None,
    }
