"""校验值: reading files through, one or many, on all cores. hashlib lets other threads run while it reckons."""

import hashlib
import os
import queue
import stat
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from foodsafe_desktop.domain.errors import AlgorithmMissing, Cancelled, FileStillChanging
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files.names import shown

_STEP = 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""O_NONBLOCK: opening a pipe that nobody writes to would wait for ever."""
_HAND_OVER = 0.05
"""Seconds between two batches of results of one thread: waking the reader for every small file costs more than it."""

Read = tuple[str, Fixity | OSError]
"""A path with its fixity, or with what went wrong."""


def require_algorithm(name: str) -> None:
    """Raise AlgorithmMissing where this machine cannot reckon it: OpenSSL before 1.1.1, or built without SM3."""
    if name not in hashlib.algorithms_available:
        raise AlgorithmMissing(name.upper())


def read_fixity(absolute: str, path: str, algorithm: str, check: Callable[[], None]) -> Fixity:
    """Read one file through; `path` is what errors call it, `check` is called before every MiB and may raise.

    Raises OSError, and FileStillChanging (an OSError too) if the file changes or is replaced meanwhile.
    """
    descriptor = os.open(absolute, _FLAGS)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("不是普通文件")
        digest = hashlib.new(algorithm)
        size = 0
        while step := os.read(descriptor, min(_STEP, max(before.st_size - size, 0) + 1)):
            check()
            digest.update(step)
            size += len(step)
    finally:
        os.close(descriptor)
    after = os.stat(absolute)  # noqa: PTH116 - by name again: a file put in its place is another file
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        raise FileStillChanging(shown(path))
    return Fixity(size, after.st_mtime_ns, algorithm, digest.hexdigest())


def read_many(
    paths: Sequence[str], read: Callable[[str, Callable[[], None]], Fixity], check: Callable[[], None]
) -> Iterator[Read]:
    """Call ``read(path, check)`` for each path on as many threads as there are cores, and yield what comes of it.

    OSError is a result like any other. Whatever `check` raises ends all threads and is raised here; so does leaving
    the iteration early.
    """
    work = _Work(iter(paths), read, check)
    threads = [
        threading.Thread(target=work.run, name=f"fixity-{number}", daemon=True)
        for number in range(min(len(paths), os.cpu_count() or 1))
    ]
    try:
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            results, error = work.results.get()
            yield from results
            if error is not None:
                raise error
            running -= not results
    finally:
        work.stop.set()
        for thread in threads:
            thread.join()


class _Work:
    """What the threads share: the paths still to be read, and where results go. An empty batch: this thread is done."""

    def __init__(
        self, paths: Iterator[str], read: Callable[[str, Callable[[], None]], Fixity], check: Callable[[], None]
    ) -> None:
        self._paths, self._read, self._check = paths, read, check
        self._lock = threading.Lock()
        self.stop = threading.Event()
        self.results: queue.SimpleQueue[tuple[list[Read], BaseException | None]] = queue.SimpleQueue()

    def run(self) -> None:
        batch: list[Read] = []
        handed_over = time.monotonic()
        try:
            while (path := self._next()) is not None:
                batch.append(self._one(path))
                if (now := time.monotonic()) - handed_over >= _HAND_OVER:
                    self.results.put((batch, None))
                    batch, handed_over = [], now
        except BaseException as error:  # raised again by whoever takes the results
            self.results.put((batch, error))
            return
        if batch:
            self.results.put((batch, None))
        self.results.put(([], None))

    def _next(self) -> str | None:
        with self._lock:
            return next(self._paths, None)

    def _one(self, path: str) -> Read:
        try:
            return path, self._read(path, self._may_go_on)
        except OSError as error:
            return path, error

    def _may_go_on(self) -> None:
        if self.stop.is_set():
            raise Cancelled
        self._check()
