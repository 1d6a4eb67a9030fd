"""Worker processes with limits: where hostile files are opened, so that they can take down nothing else.

Two at most, started when first needed ("spawn": no threads or open databases are inherited). Each call has a time
limit; what a worker prints goes nowhere, and its verdicts are short. On POSIX each may use 2 GiB of memory, write files
of 4 GiB and leaves no core dump; on Windows a job object holds it to the same memory (`windows_limits`), and nothing
limits what it writes. All of them stand back behind the window. A call that crashes or overstays costs its own worker,
which is replaced; of the file nothing is known then but that.
"""

import ctypes
import logging
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from pebble import ProcessPool

from foodsafe_desktop.domain.errors import WorkersDoNotStart
from foodsafe_desktop.domain.evidence import INTERRUPTED, Condition, Fact, Verdict
from foodsafe_desktop.domain.members import ArchiveContents
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.unpacking import contents_of, unpack
from foodsafe_desktop.renditions.windows_limits import limit_this_process
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.undisturbed import undisturbed

P = ParamSpec("P")
T = TypeVar("T")

_WORKERS = 2
_MEMORY, _FILE = 2 * 1024**3, 4 * 1024**3
_LONGEST_DETAIL = 300
"""Characters of a verdict's sentence, whatever names a file brings along."""
_LOOK = 0.1
"""Seconds between looks at whether the person cancelled."""
_BATCH = 64
"""Files that are handed to a worker at once: each hand-over costs several milliseconds."""
_BATCH_SECONDS = 1.0
"""After so long a worker gives back what it has; the rest of its batch is handed out again."""
_SECONDS_PER_FILE = 30.0
_SECONDS_TO_UNPACK = 300.0
_LONGEST_START = 90.0
"""Seconds within which the first worker must have come up, on the slowest of machines."""
_STANDS_BACK = 5
"""By how much a worker gives way to the window, as `nice` counts it."""
_AGAIN = "下次扫描时将重新核验；若屡次如此，请向报送单位重新索取原文件，或另存为新的文件后放入。"


class WorkerLost(Exception):
    """The worker did not come back. `timed_out` tells a call that took too long from one that crashed."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("timed out" if timed_out else "crashed")
        self.timed_out = timed_out


class Workers:
    """A pool of limited worker processes, made anew if it ever breaks as a whole. Safe to use from several threads.

    `memory`: bytes that each may use; `count`: how many there are at most.
    """

    def __init__(self, memory: int = _MEMORY, count: int = _WORKERS) -> None:
        self._memory, self._count = memory, count
        self._pool: ProcessPool | None = None
        self._comes_up = False
        self._lock = threading.Lock()

    def submit(self, seconds: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Start a call of a module-level function; `collect` its result. At most `seconds` once it has begun."""
        with self._lock:
            if self._pool is not None and not self._pool.active:
                self._drop_pool()
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPool(self._count, 0, _limit_this_process, (self._memory,), context)
            with undisturbed():  # the pool starts its workers at the first call, and others from threads of that moment
                future: Future[T] = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=seconds)
            return future

    def run(self, job: Job, seconds: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call and wait.

        Raises WorkerLost, WorkersDoNotStart, Cancelled (the worker is then stopped), or what the function raised.
        """
        self.require(job)
        future = self.submit(seconds, function, *args, **kwargs)
        try:
            while not wait((future,), timeout=_LOOK).done:
                job.check()
        except BaseException:  # cancelled or interrupted: the worker must not run on
            future.cancel()
            raise
        return collect(future)

    def require(self, job: Job) -> None:
        """See once that a worker comes up: the pool replaces one that dies at its start by another, for ever.

        Raises WorkersDoNotStart, Cancelled.
        """
        if self._comes_up:
            return
        end = time.monotonic() + _LONGEST_START
        try:
            future = self.submit(_LONGEST_START, os.getpid)
            while not wait((future,), timeout=_LOOK).done and time.monotonic() < end:
                job.check()
            if future.done():
                collect(future)
                self._comes_up = True
        except (WorkerLost, OSError) as error:  # OSError: the system gives no processes, or no semaphores for them
            raise WorkersDoNotStart from error
        finally:
            if not self._comes_up:
                self.close()
        if not self._comes_up:
            raise WorkersDoNotStart

    def close(self) -> None:
        """Stop the workers, whatever they are doing. The next call starts new ones."""
        with self._lock:
            self._drop_pool()

    def _drop_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def collect(future: "Future[T]") -> T:
    """The result of a finished call. Raises WorkerLost, or what the function raised."""
    try:
        return future.result()
    except TimeoutError as error:
        raise WorkerLost(timed_out=True) from error
    except (OSError, RuntimeError, MemoryError) as error:
        # ProcessExpired is an OSError and a broken pool a RuntimeError; the functions called here let neither out.
        raise WorkerLost(timed_out=False) from error


class WorkerInspector:
    """Implements `ports.Inspector`. `close()` it in the end; `workers` may be shared with a renderer."""

    def __init__(
        self,
        workers: Workers | None = None,
        look_into: Callable[[Path], Verdict] = inspect_file,
        seconds: float = _SECONDS_PER_FILE,
    ) -> None:
        self.workers = workers or Workers()
        self._look_into, self._seconds = look_into, seconds

    def inspect(self, paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        """Inspect every path and call ``report(index, verdict)`` once for each, in any order, on this thread.

        Raises WorkersDoNotStart, Cancelled. Files go to the workers in batches; one whose batch is lost is looked at
        again alone, so that the verdict names the culprit and nobody else.
        """
        if paths:
            self.workers.require(job)
        places = range(len(paths))
        waiting = deque(places[at : at + _BATCH] for at in places[::_BATCH])
        running: dict[Future[list[Verdict]], range] = {}
        try:
            while waiting or running:
                while waiting and len(running) < 2 * _WORKERS:
                    batch = waiting.popleft()
                    files = [paths[place] for place in batch]
                    running[self.workers.submit(self._seconds, _look_into_all, self._look_into, files)] = batch
                finished = wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED).done
                for future in finished:
                    self._take(future, running.pop(future), waiting, report)
                job.check()
        finally:
            for future in running:  # only when cancelled or failed
                future.cancel()

    def _take(
        self,
        future: "Future[list[Verdict]]",
        batch: range,
        waiting: "deque[range]",
        report: Callable[[int, Verdict], None],
    ) -> None:
        try:
            verdicts = collect(future)
        except WorkerLost as lost:
            if len(batch) > 1:
                waiting.extend(range(place, place + 1) for place in batch)
                return
            verdicts = [_verdict_on(lost, self._seconds)]
        if rest := batch[len(verdicts) :]:
            waiting.appendleft(rest)
        for place, verdict in zip(batch, verdicts, strict=False):
            report(place, verdict)

    def contents(self, path: Path, job: Job) -> ArchiveContents:
        """What is in an archive; see `Inspector.contents`."""
        try:
            return self.workers.run(job, _SECONDS_PER_FILE, contents_of, path)
        except WorkerLost:
            return ArchiveContents((), "压缩包结构异常，未能列出。请核对文件来源。")

    def unpack(self, path: Path, wanted: Sequence[int], folder: Path, job: Job) -> str:
        """Files out of a ZIP; see `Inspector.unpack`."""
        try:
            return self.workers.run(job, _SECONDS_TO_UNPACK, unpack, path, wanted, folder)
        except WorkerLost:
            return "解压超时或中断"

    def close(self) -> None:
        """Stop the workers."""
        self.workers.close()


def _look_into_all(look_into: Callable[[Path], Verdict], paths: Sequence[Path]) -> list[Verdict]:
    """Verdicts on the first of `paths`, one at least, as many as there is time for."""
    end = time.monotonic() + _BATCH_SECONDS
    verdicts = [_short(look_into(paths[0]))]
    for path in paths[1:]:
        if time.monotonic() >= end:
            break
        verdicts.append(_short(look_into(path)))
    return verdicts


def _short(verdict: Verdict) -> Verdict:
    """The verdict with no more text than a person reads; what is too long was a hostile file's idea."""
    detail = verdict.detail
    if len(detail) > _LONGEST_DETAIL:
        detail = detail[: _LONGEST_DETAIL - 1] + "…"
    facts = verdict.facts[: len(Fact)]
    return (
        verdict if (detail, facts) == (verdict.detail, verdict.facts) else replace(verdict, detail=detail, facts=facts)
    )


def _verdict_on(lost: WorkerLost, seconds: float) -> Verdict:
    why = f"超过 {seconds:.0f} 秒仍未能打开" if lost.timed_out else "打开文件时核验程序异常退出"
    return Verdict("unknown", Condition.UNKNOWN, f"{INTERRUPTED}：{why}，未能核验。{_AGAIN}")


def _limit_this_process(memory: int) -> None:
    """Run once in every worker."""
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # qpdf's warnings are in the verdict, not on the screen
    _print_nowhere()
    if sys.platform == "win32":
        limit_this_process(ctypes.windll.kernel32, memory)
        return
    import resource  # noqa: PLC0415 - not on Windows

    os.nice(_STANDS_BACK)
    for limit, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, _FILE), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(limit)[1]
        lower = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(limit, (lower, hard))


def _print_nowhere() -> None:
    """Decoders in C complain on the process's own output, as often as a hostile file makes them."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (1, 2):
        os.dup2(nowhere, standard)
    sys.stdout = sys.stderr = os.fdopen(nowhere, "w", encoding="utf-8")
