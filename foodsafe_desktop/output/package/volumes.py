"""The compiled volumes of an archive, in its package: what their manifests vouch for, and nothing that is not so."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from foodsafe_desktop.domain.packages import BINDERS, LeftOut, Reason, aside
from foodsafe_desktop.output.manifest import SUFFIX, Manifest, ManifestBroken, read_manifest
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.folder import Take
from foodsafe_desktop.services.ports.packages import Compiled

_BLOCK = 1 << 20
Add = Callable[[str, Callable[[Take], int | None]], None]


class _Differs(Exception):
    """A file is not as its manifest says."""


def add_volumes(
    add: Add, root: Path, volumes: Sequence[Compiled], hidden: Collection[int], job: Job
) -> Sequence[LeftOut]:
    """Add them; see `ports.packages.Package.add_binders`."""
    recorded = {one.pdf.absolute(): one for one in volumes}
    left: list[LeftOut] = []
    placed: set[Path] = set()
    done: set[str] = set()  # a folder out of a package may stand beside the one that it was made of
    for folder, name in _folders(root.absolute(), recorded).items():
        left += _Folder(add, root, folder, f"{BINDERS}{name}", recorded, done, job).added(hidden, placed)
    left += [
        LeftOut(_named(one.pdf, root), Reason.MISSING)
        for path, one in recorded.items()
        if one.issued and path not in placed and not path.exists()
    ]
    return left


def _folders(root: Path, recorded: Mapping[Path, Compiled]) -> dict[Path, str]:
    """Every folder that holds volumes, with its name in the package: those of the archive keep theirs."""
    inside = {
        file.parent for file in root.rglob(f"*{SUFFIX}") if not any(part[0] == "." for part in _below(file, root))
    }
    found = {folder: "".join(f"{part}/" for part in folder.relative_to(root).parts) for folder in sorted(inside)}
    outside = sorted({path.parent for path in recorded if path.exists()} - set(found))
    return found | {folder: f"{aside(_named(folder, root))}/" for folder in outside}


def _named(path: Path, root: Path) -> str:
    """How lists name a file: from the archive's directory where it lies in it, as its record does."""
    home = root.parent
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)


def _below(file: Path, root: Path) -> tuple[str, ...]:
    return file.relative_to(root).parts


class _Folder:
    """One folder of volumes on its way into the package."""

    def __init__(
        self,
        add: Add,
        root: Path,
        folder: Path,
        name: str,
        recorded: Mapping[Path, Compiled],
        done: set[str],
        job: Job,
    ) -> None:
        self._add, self._root, self._folder, self._name = add, root, folder, name
        self._recorded, self._done, self._job = recorded, done, job
        self._left: list[LeftOut] = []

    def added(self, hidden: Collection[int], placed: set[Path]) -> Sequence[LeftOut]:
        """What could not be added. `placed` grows by the files that were looked at."""
        manifests = list(self._manifests())
        secret = {one.file for one in manifests if self._shows(one, hidden)}
        for one in manifests:
            names = [*(printed.path for printed in one.printouts), *(made.path for made in one.editable)]
            placed |= {self._folder / name for name in names}
            # Lists of a set name the pieces of all its volumes.
            if one.file in secret or (secret and one.content.get("kind") != "volume"):
                self._left += [LeftOut(self._named(name), Reason.SECRET) for name in names]
                continue
            self._place({printed.path: printed.sha256 for printed in one.printouts})
            self._place(dict.fromkeys((*(made.path for made in one.editable), one.file.name), ""))
        for path, known in self._recorded.items():  # whose manifest was thrown away: the record vouches for it
            if path.parent == self._folder and path not in placed and path.exists():
                placed.add(path)
                if known.hidden:
                    self._left.append(LeftOut(self._named(path.name), Reason.SECRET))
                else:
                    self._place({path.name: known.sha256})
        return self._left

    def _manifests(self) -> Iterator[Manifest]:
        for file in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                yield read_manifest(file)
            except (OSError, ManifestBroken):
                self._left.append(LeftOut(self._named(file.name), Reason.NOT_VOUCHED))

    def _shows(self, one: Manifest, hidden: Collection[int]) -> bool:
        """Whether a volume shows what must not be shown: compiled before the mark was found, by manifest or record."""
        if any(known.hidden for known in self._known(one)):
            return True
        pieces = one.content.get("pieces", ())
        return any(piece["evidence"] in hidden and any(file["path"] for file in piece["files"]) for piece in pieces)

    def _named(self, name: str) -> str:
        return _named(self._folder / name, self._root)

    def _known(self, one: Manifest) -> Iterator[Compiled]:
        for printed in one.printouts:
            if (known := self._recorded.get(self._folder / printed.path)) is not None:
                yield known

    def _place(self, wanted: Mapping[str, str]) -> None:
        """Files by name, each with the digest that it must have; empty where it is taken as it is."""
        for name, sha256 in wanted.items():
            source = self._folder / name
            self._job.step(0, 0, name)
            if (packed := f"{self._name}{name}") in self._done:
                continue
            try:
                self._add(packed, partial(self._copied, source, sha256))
                self._done.add(packed)
            except FileNotFoundError:
                if sha256:  # an edition that is made to be edited may have been thrown away
                    self._left.append(LeftOut(self._named(name), Reason.MISSING))
            except _Differs:
                self._left.append(LeftOut(self._named(name), Reason.CHANGED))
            except OSError:
                self._left.append(LeftOut(self._named(name), Reason.UNREADABLE))

    def _copied(self, file: Path, sha256: str, take: Take) -> int:
        digest = hashlib.sha256()
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                self._job.check()
                digest.update(block)
                take(block)
        if sha256 and digest.hexdigest() != sha256:
            raise _Differs
        return file.stat().st_mtime_ns
