"""Reading many files through, on all cores.

hashlib lets other threads run while it reckons, which is enough for files of some size. Of many small ones most of the
work is Python's, so that threads wait for each other and for whoever takes the results: there each thread has a
process read for it (`readers`).
"""

import os
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files.readers import AT_ONCE, Lost, Reader

MANY = 3_000
"""Files from which on processes are worth their start."""
_MOST_READERS = 8
_HAND_OVER = 0.05
"""Seconds between two batches of results of one thread: waking the reader for every small file costs more than it."""

Read = tuple[str, Fixity | OSError]
"""A path with its fixity, or with what went wrong."""


def read_many(
    paths: Sequence[str],
    read: Callable[[str, Callable[[], None]], Fixity],
    reader: Callable[[], Reader],
    check: Callable[[], None],
) -> Generator[Read, None, None]:
    """Call ``read(path, check)`` for each path on as many threads as there are cores, and yield what comes of it.

    Very many are read by processes that `reader` begins. OSError is a result like any other. Whatever `check` raises
    ends all threads and is raised here; so does leaving the iteration early.
    """
    processes = processes_for(len(paths))
    work = _Work(iter(paths), read, reader if processes else None, check)
    threads = [
        threading.Thread(target=work.run, name=f"fixity-{number}", daemon=True)
        for number in range(processes or min(len(paths), os.cpu_count() or 1))
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


def processes_for(files: int) -> int:
    """How many processes so many files are read by; none where threads do as well."""
    cores = os.cpu_count() or 1
    return min(cores, _MOST_READERS) if files >= MANY and cores > 1 else 0


class _Work:
    """What the threads share: the paths still to be read, and where results go. An empty batch: this thread is done."""

    def __init__(
        self,
        paths: Iterator[str],
        read: Callable[[str, Callable[[], None]], Fixity],
        reader: Callable[[], Reader] | None,
        check: Callable[[], None],
    ) -> None:
        self._paths, self._read, self._reader, self._check = paths, read, reader, check
        self._lock = threading.Lock()
        self.stop = threading.Event()
        self.results: queue.SimpleQueue[tuple[list[Read], BaseException | None]] = queue.SimpleQueue()

    def run(self) -> None:
        batch: list[Read] = []
        handed_over = time.monotonic()
        try:
            for some in self._by_process(self._reader) if self._reader else self._one_by_one():
                batch += some
                if (now := time.monotonic()) - handed_over >= _HAND_OVER:
                    self.results.put((batch, None))
                    batch, handed_over = [], now
        except BaseException as error:  # raised again by whoever takes the results
            self.results.put((batch, error))
            return
        if batch:
            self.results.put((batch, None))
        self.results.put(([], None))

    def _one_by_one(self) -> Iterator[list[Read]]:
        while paths := self._next(1):
            yield [self._one(paths[0])]

    def _by_process(self, begin: Callable[[], Reader]) -> Iterator[list[Read]]:
        """What a process reads; if it cannot be begun, or is lost, the rest is read on this thread."""
        try:
            with begin() as reader:
                yield from reader.read(lambda: self._next(AT_ONCE), self._may_go_on)
        except Lost as lost:
            yield [self._one(path) for path in lost.paths]
        except OSError:
            pass
        yield from self._one_by_one()

    def _next(self, most: int) -> list[str]:
        with self._lock:
            return list(islice(self._paths, most))

    def _one(self, path: str) -> Read:
        try:
            return path, self._read(path, self._may_go_on)
        except OSError as error:
            return path, error

    def _may_go_on(self) -> None:
        if self.stop.is_set():
            raise Cancelled
        self._check()
