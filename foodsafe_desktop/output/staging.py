"""Several files put in place together: each target is complete at any moment, and all are new or all are as before."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.in_place import put_in_place

_PREFIX = ".装订中-"
_LOCK = "lock"
_PROMISE = "promise"
_NEW = 60.0
"""Seconds in which a folder is left alone even without a lock: its process may not have come that far yet."""


class Staging:
    """Files being written beside their targets, on the same disk, unseen until `commit`."""

    def __init__(self, out: Path, folder: Path) -> None:
        self._out, self._folder = out, folder
        self._names: list[str] = []
        self._put_aside: dict[str, str] = {}
        self.scratch = folder
        """For whatever else needs room on that disk meanwhile; gone afterwards."""

    @contextmanager
    def new(self, name: str) -> Iterator[BinaryIO]:
        """A file to write that will become `name`; flushed to the disk when the block ends. Raises CannotWrite."""
        try:
            with (self._folder / name).open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise CannotWrite(str(self._out / name), str(error)) from error
        self._names.append(name)

    def write(self, name: str, content: bytes) -> None:
        """Write one small file whole. Raises CannotWrite."""
        with self.new(name) as stream:
            stream.write(content)

    def take(self, name: str, file: Path) -> None:
        """Move a file that was made in `scratch` to where it waits to become `name`. Raises CannotWrite."""
        try:
            file.replace(self._folder / name)
        except OSError as error:
            raise CannotWrite(str(self._out / name), str(error)) from error
        self._names.append(name)

    def path(self, name: str) -> Path:
        """Where the staged file lies until it is put in place."""
        return self._folder / name

    def put_aside(self, name: str, other: str) -> None:
        """Let what lies at the target `name` live on as `other`, which nobody has, once `commit` replaces it."""
        self._put_aside[name] = other

    def commit(self) -> None:
        """Put all files in place. Raises CannotWrite, with all targets as they were.

        Written down first, so that the next run completes what a killed one had begun.
        """
        names = self._names.copy()
        self.write(_PROMISE, json.dumps([names, self._put_aside]).encode("ascii"))
        self._put_all(names)

    def complete(self) -> None:
        """Put those files in place that a killed run had not come to; one that a person wrote since stays theirs."""
        promise = self._folder / _PROMISE
        names, self._put_aside = json.loads(promise.read_text("ascii"))
        since = promise.stat().st_mtime_ns
        targets = ((name, self._out / name) for name in names if (self._folder / name).exists())
        self._put_all([name for name, one in targets if not one.exists() or one.stat().st_mtime_ns <= since])

    def _put_all(self, names: list[str]) -> None:
        with ExitStack() as undo:
            for name in names:
                try:
                    self._put_in_place(name, undo)
                except OSError as error:
                    raise CannotWrite(str(self._out / name), str(error)) from error
            undo.pop_all()

    def _put_in_place(self, name: str, undo: ExitStack) -> None:
        target = self._out / name
        if target.exists():
            before = self._folder / f"{name}.before"
            _keep(target, before)
            undo.callback(_quietly, before.replace, target)
        else:
            undo.callback(_quietly, target.unlink)
        if name in self._put_aside:
            aside = self._out / self._put_aside[name]
            undo.callback(_quietly, aside.unlink)
            _keep(target, aside)
        put_in_place(self._folder / name, target)


@contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """A staging place inside `out`, gone afterwards; a folder `out` that had to be made goes too if it stays empty.

    What a killed program left of such places goes as well. Raises CannotWrite.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(out)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error
    lock = _lock_of(folder)
    # Where the disk knows no locks, nobody can take it from this program either.
    with suppress(OSError, NotImplementedError):
        lock.acquire()
    try:
        yield Staging(out, folder)
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        for empty in made:
            with suppress(OSError):
                empty.rmdir()


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder / _LOCK, blocking=False, thread_local=False)


def _clear_abandoned(out: Path) -> None:
    """Remove staging places that no living process holds. The lock goes with its process, however that ends."""
    for folder in out.glob(f"{_PREFIX}*"):
        lock = _lock_of(folder)
        with suppress(OSError, NotImplementedError, Timeout):
            if time.time() - folder.stat().st_mtime < _NEW and not (folder / _PROMISE).exists():
                continue
            lock.acquire()
            with suppress(OSError, ValueError, CannotWrite):  # not promised, or not possible: all stays as it is
                Staging(out, folder).complete()
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)


def _quietly(undo: Callable[..., object], *arguments: object) -> None:
    """What cannot be undone stays; the error that led here is the one to tell."""
    with suppress(OSError):
        undo(*arguments)


def _keep(target: Path, kept: Path) -> None:
    """A second name for the old file, or a copy where the disk has no second names."""
    if kept.exists() and kept.samefile(target):
        return
    try:
        os.link(target, kept)
    except OSError:
        shutil.copy2(target, kept)
