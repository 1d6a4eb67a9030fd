"""What a compiled volume holds and what its bytes were, as a file beside it; and checking volumes against theirs."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foodsafe_desktop.domain.binder import Pagination, Part, Piece, SheetKind, SheetRef, VolumePlan
from foodsafe_desktop.domain.errors import NotVerifiable
from foodsafe_desktop.output.forms.withheld import is_withheld, masked

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
    """A manifest as read: the volume's key, the files it vouches for, and all it says beside."""

    file: Path
    key: str
    printouts: tuple[Printout, ...]
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BinderCheck:
    """Files read again, and those that differ, are gone, or are vouched for by no manifest (names in the folder)."""

    checked: int
    mismatched: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]


def printout(path: Path, name: str) -> Printout:
    """Size and digest of the file at `path`, recorded under `name`. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Printout(name, size, digest.hexdigest())


def volume_manifest(
    plan: VolumePlan, pagination: Pagination, pages: int, printed: Printout, slips: dict[SheetRef, str]
) -> bytes:
    """The manifest of a volume. `slips` gives the reason of every part that stands as a slip sheet."""
    content = {
        "kind": "volume",
        "key": plan.key,
        "name": plan.name,
        "title": plan.title,
        "pages": pages,
        "body_pages": pagination.total,
        "partial": any(_part(piece, ref).file is not None for piece, ref in _refs(plan) if ref in slips),
        "pieces": [_piece(piece, pagination, slips) for piece in plan.pieces],
    }
    return written(content, [printed])


def written(content: dict[str, object], printouts: list[Printout]) -> bytes:
    """A manifest's bytes: what it says, and the files it vouches for."""
    files = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in printouts]
    whole = {"format": FORMAT, **content, "files": files}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def read_one(file: Path) -> Manifest:
    """Read one manifest. Raises ManifestBroken, OSError."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ManifestBroken(f"format {content['format']}")
        if any(Path(one["path"]).name != one["path"] for one in content["files"]):
            raise ManifestBroken("a path leads out of the folder")
        listed = tuple(Printout(str(one["path"]), int(one["size"]), str(one["sha256"])) for one in content["files"])
        return Manifest(file, str(content["key"]), listed, content)
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestBroken(str(error)) from error


def read_manifest(path: Path) -> tuple[Manifest, ...]:
    """The manifests of a PDF, of a manifest itself, or of all volumes in a directory.

    Raises NotVerifiable where there is none, ManifestBroken, OSError.
    """
    return tuple(read_one(file) for file in _manifests(path))


def verify_binder(path: Path) -> BinderCheck:
    """Read compiled volumes again and compare them with their manifests; a broken manifest counts as a mismatch.

    `path`: a volume's PDF, a manifest, or a directory of them. Raises NotVerifiable.
    """
    mismatched: list[str] = []
    missing: list[str] = []
    vouched: set[Path] = set()
    checked = 0
    for file in _manifests(path):
        try:
            manifest = read_one(file)
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
    return BinderCheck(checked, tuple(mismatched), tuple(missing), unexpected)


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


def _refs(plan: VolumePlan) -> Iterator[tuple[Piece, SheetRef]]:
    for piece in plan.pieces:
        for index in range(len(piece.parts)):
            yield piece, SheetRef(SheetKind.PART, piece.number, piece.ordinal, index)


def _part(piece: Piece, ref: SheetRef) -> Part:
    return piece.parts[ref.part]


def _piece(piece: Piece, pagination: Pagination, slips: dict[SheetRef, str]) -> dict[str, object]:
    first, pages = pagination.piece_pages(piece)
    refs = [SheetRef(SheetKind.PART, piece.number, piece.ordinal, index) for index in range(len(piece.parts))]
    return {
        "ordinal": piece.ordinal,
        "code": piece.code,
        "evidence": piece.evidence.id,
        "number": piece.number,
        "title": piece.title,
        "first_page": first,
        "pages": pages,
        "files": [_file(piece, ref, pagination, slips.get(ref)) for ref in refs],
    }


def _file(piece: Piece, ref: SheetRef, pagination: Pagination, slip: str | None) -> dict[str, object]:
    """One file of a piece. A withheld one's name and digest are not given away: the manifest goes with the volume."""
    file = _part(piece, ref).file
    hidden = is_withheld(piece)
    fixity = file.fixity if file is not None and not hidden else None
    page, pages = pagination.runs[ref]
    return {
        "path": file.path if file is not None and not hidden else None,
        "medium": "paper" if file is None else "file",
        "fixity": {"algorithm": fixity.algorithm, "digest": fixity.digest, "size": fixity.size} if fixity else None,
        "page": page,
        "pages": pages,
        "printed": slip is None,
        "slip": masked(slip, [piece]) if slip is not None else None,
    }
