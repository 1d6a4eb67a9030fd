"""A bag while it is made: in a folder apart beside its target, hashed as it is written, put in place as a whole."""

import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from io import FileIO
from pathlib import Path

from filelock import FileLock, Timeout

from foodsafe_desktop.domain.errors import CannotWrite, DiskFull, TargetNotEmpty
from foodsafe_desktop.domain.packages import (
    BAG_INFO,
    BAGIT,
    BAGIT_TEXT,
    PAYLOAD,
    LeftOut,
    bag_info,
    manifest_line,
    manifest_name,
)
from foodsafe_desktop.in_place import flush_folder, put_in_place
from foodsafe_desktop.output.package.checking import digests_of
from foodsafe_desktop.output.package.lists import add_lists
from foodsafe_desktop.output.package.paper import PAPER, paper_of, tag_facts
from foodsafe_desktop.output.package.volumes import add_volumes
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.folder import Take
from foodsafe_desktop.services.ports.packages import Compiled, Made, PackageFacts

FIRST = "sha256"
"""The algorithm of every manifest that is always there."""
_SPARE = 64 << 20
"""Bytes that lists and manifests may take beside what is copied."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Error numbers that say that no room is left, or none for this person or file."""


class Bag:
    """See `ports.packages.Package`, which this implements. `target` is what errors name."""

    def __init__(self, folder: Path, target: Path, algorithms: Sequence[str]) -> None:
        self._folder, self._target = folder, target
        self._algorithms = tuple(dict.fromkeys((FIRST, *algorithms)))
        self._manifests: list[FileIO] = []
        self._files = self._size = 0
        self.scratch = folder / ".scratch"
        self.is_whole = False

    @contextmanager
    def open(self) -> Iterator["Bag"]:
        """With its manifests open to be written. Raises CannotWrite."""
        with ExitStack() as stack:
            with self._writing():
                self.scratch.mkdir()
                (self._folder / PAYLOAD).mkdir()
                for name in map(manifest_name, self._algorithms):
                    self._manifests.append(stack.enter_context((self._folder / name).open("wb", buffering=0)))
            yield self

    def add(self, name: str, fill: Callable[[Take], int | None]) -> None:
        """A file below ``data/``; see `ports.packages.Package`."""
        target = self._folder / PAYLOAD / name
        digests = [hashlib.new(algorithm) for algorithm in self._algorithms]
        size = 0
        with ExitStack() as undo:
            with self._writing():
                target.parent.mkdir(parents=True, exist_ok=True)
                stream = target.open("xb", buffering=0)  # else closing would write, and fail once more
            undo.callback(_remove, target)
            with stream:

                def take(part: bytes) -> None:
                    nonlocal size
                    with self._writing():
                        write_all(stream, part)
                    for digest in digests:
                        digest.update(part)
                    size += len(part)

                at = fill(take)
                with self._writing():
                    _flush(stream)
            if at is not None:
                with suppress(OSError, OverflowError):  # a disk that cannot bear that time: the bytes are what counts
                    os.utime(target, ns=(at, at))
            undo.pop_all()
        self._vouch(name, [digest.hexdigest() for digest in digests], size)

    def take(self, name: str, file: Path, job: Job) -> None:
        """A file that was made in `scratch`; see `ports.packages.Package`."""
        target = self._folder / PAYLOAD / name
        with self._writing():
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
            digests = digests_of(target, self._algorithms, job)
            size = target.stat().st_size
        self._vouch(name, list(digests.values()), size)

    def add_binders(
        self, root: Path, volumes: Sequence[Compiled], hidden: Collection[int], job: Job
    ) -> Sequence[LeftOut]:
        """The compiled volumes; see `ports.packages.Package`."""
        return add_volumes(self.add, root, volumes, hidden, job)

    def finish(self, facts: PackageFacts, job: Job) -> Made:
        """Lists, manifests, and all of it in its place; see `ports.packages.Package`."""
        add_lists(self, facts, job)
        with self._writing():
            for manifest in self._manifests:
                _flush(manifest)
                manifest.close()
            shutil.rmtree(self.scratch)
            made = Made(self._files, self._size, self._sha256(manifest_name(FIRST), job))
            tags = {
                BAGIT: BAGIT_TEXT.encode(),
                BAG_INFO: bag_info(tag_facts(facts, made)).encode(),
            }
            # It is made to be filled in, and so no manifest vouches for it: what it says is signed on paper.
            (self._folder / PAPER).write_bytes(paper_of(facts, made))
            for name, content in tags.items():
                (self._folder / name).write_bytes(content)
            names = [*tags, *map(manifest_name, self._algorithms)]
            lines = [manifest_line(self._sha256(name, job), name) for name in sorted(names)]
            (self._folder / manifest_name(FIRST, tag=True)).write_bytes("".join(lines).encode())
        self.is_whole = True
        return made

    def _sha256(self, name: str, job: Job) -> str:
        return digests_of(self._folder / name, (FIRST,), job)[FIRST]

    def _vouch(self, name: str, digests: Sequence[str], size: int) -> None:
        self._files += 1
        self._size += size
        with self._writing():
            for manifest, digest in zip(self._manifests, digests, strict=True):
                write_all(manifest, manifest_line(digest, PAYLOAD + name).encode())

    def _writing(self) -> AbstractContextManager[None]:
        return writing(self._target)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Raises DiskFull or CannotWrite, which name the target, in place of what the system says."""
    try:
        yield
    except OSError as error:
        raise (DiskFull if error.errno in _FULL else CannotWrite)(str(target), str(error)) from error


@contextmanager
def package(out: Path, size: int, algorithms: Sequence[str]) -> Iterator[Bag]:
    """A package for the folder `out`; see `ports.BinderPress.package`."""
    out = out.absolute()
    require_empty(out, "移交信息包")
    if os.path.ismount(out):
        raise CannotWrite(str(out), "a mount point cannot be exchanged for a folder")
    with apart(out, ".移交中-") as folder:
        if shutil.disk_usage(folder).free < size + _SPARE:
            raise DiskFull(str(out), f"{size} bytes wanted")
        with Bag(folder, out, algorithms).open() as bag:
            yield bag
        if bag.is_whole:
            settle(folder, out, "移交信息包")


def require_empty(out: Path, what: str) -> None:
    """Raise TargetNotEmpty unless `out` is an empty folder, or nothing is there; CannotWrite if that cannot be seen."""
    try:
        if os.path.lexists(out) and (not out.is_dir() or any(out.iterdir())):
            raise TargetNotEmpty(str(out), what)
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error


@contextmanager
def apart(out: Path, prefix: str) -> Iterator[Path]:
    """An empty folder beside `out`, gone afterwards unless it was moved; what a killed run left there goes as well.

    Raises CannotWrite, also where another program is making the same.
    """
    folder = out.parent / f"{prefix}{hashlib.sha256(os.fsencode(out.name)).hexdigest()[:12]}"
    made = [one for one in out.parents if not one.exists()]
    lock = FileLock(folder.with_name(f"{folder.name}.lock"), blocking=False, thread_local=False)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with suppress(NotImplementedError):  # a disk that knows no locks
            lock.acquire()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    except (OSError, Timeout) as error:
        raise CannotWrite(str(out), str(error)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        _remove(Path(lock.lock_file))
        for empty in made:
            with suppress(OSError):  # it is not empty: what was made lies in it
                empty.rmdir()


def settle(folder: Path, out: Path, what: str) -> None:
    """Put a folder that is complete in the place of `out`. Raises TargetNotEmpty, CannotWrite."""
    require_empty(out, what)
    try:
        if sys.platform != "win32":
            os.sync()  # every file at once: one by one takes minutes where there are a hundred thousand
        for inside in (folder / PAYLOAD, folder):
            flush_folder(inside)
        if out.exists():
            out.rmdir()
        put_in_place(folder, out)
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error


def write_all(stream: FileIO, content: bytes) -> None:
    """Write to a stream without a buffer, which may take a part only. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) :]


def _flush(stream: FileIO) -> None:
    if sys.platform == "win32":  # there is no call that does it for all files at the end
        os.fsync(stream.fileno())


def _remove(file: Path) -> None:
    for pause in (0.0, 0.1):  # Windows: a scanner may hold it for a moment
        time.sleep(pause)
        with suppress(OSError):
            file.unlink(missing_ok=True)
            return
