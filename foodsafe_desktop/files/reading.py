"""Reading many files through, on all cores.

hashlib lets other threads run while it reckons, which is enough for files of some size. Of many small ones most of the
work is Python's, so that threads wait for each other and for whoever takes the results: there each thread has a
process read for it (`readers`).
"""

import os
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from types import TracebackType

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files.readers import AT_ONCE, Lost, Reader
from foodsafe_desktop.services.stretches import stretches

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
    threads = processes or min(len(paths), os.cpu_count() or 1)
    with ReadTogether(threads, read, reader if processes else None, check) as together:
        yield from together.results(paths)


def processes_for(files: int) -> int:
    """How many processes so many files are read by; none where threads do as well."""
    cores = os.cpu_count() or 1
    return min(cores, _MOST_READERS) if files >= MANY and cores > 1 else 0


class ReadTogether:
    """Files that threads read, or processes in their stead, while more of them are still being found out.

    See `read_many`. Leaving the context ends all, whatever they are reading.
    """

    def __init__(
        self,
        threads: int,
        read: Callable[[str, Callable[[], None]], Fixity],
        reader: Callable[[], Reader] | None,
        check: Callable[[], None],
    ) -> None:
        self._read, self._reader, self._check = read, reader, check
        self._given: set[str] = set()
        self._asked: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()
        """What is to be read, some at a time; nothing: there is no more."""
        self._results: queue.SimpleQueue[tuple[list[Read], BaseException | None]] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name=f"fixity-{number}", daemon=True) for number in range(threads)
        ]

    def __enter__(self) -> "ReadTogether":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stop.set()
        self._asked.put(())
        for thread in self._threads:
            thread.join()

    def give(self, paths: Iterable[str]) -> None:
        """Have these read, each path once."""
        for part in stretches(paths, AT_ONCE if self._reader else 1):
            self._given.update(part)
            self._asked.put(part)

    def results(self, paths: Iterable[str]) -> Generator[Read, None, None]:
        """What comes of each of these, in any order, whether they were given before or not; no others can be given."""
        left = dict.fromkeys(paths)
        self.give([path for path in left if path not in self._given])
        self._given.clear()
        self._asked.put(())
        while left:
            results, error = self._results.get()
            for result in results:
                if result[0] in left:
                    del left[result[0]]
                    yield result
            if error is not None:
                raise error

    def _run(self) -> None:
        batch: list[Read] = []
        handed_over = time.monotonic()
        try:
            for some in self._by_process(self._reader) if self._reader else self._one_by_one():
                batch += some
                if (now := time.monotonic()) - handed_over >= _HAND_OVER:
                    self._results.put((batch, None))
                    batch, handed_over = [], now
        except BaseException as error:  # raised again by whoever takes the results
            self._results.put((batch, error))
        else:
            self._results.put((batch, None))

    def _one_by_one(self) -> Iterator[list[Read]]:
        while paths := self._next():
            for path in paths:
                yield [self._one(path)]

    def _by_process(self, begin: Callable[[], Reader]) -> Iterator[list[Read]]:
        """What a process reads; if it cannot be begun, or is lost, the rest is read on this thread."""
        try:
            with begin() as reader:
                yield from reader.read(self._next, self._may_go_on)
        except Lost as lost:
            yield [self._one(path) for path in lost.paths]
        except OSError:
            pass
        yield from self._one_by_one()

    def _next(self) -> Sequence[str]:
        paths = () if self._stop.is_set() else self._asked.get()
        if not paths:
            self._asked.put(())  # the other threads are to know as well
        return paths

    def _one(self, path: str) -> Read:
        try:
            return path, self._read(path, self._may_go_on)
        except OSError as error:
            return path, error

    def _may_go_on(self) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._check()
