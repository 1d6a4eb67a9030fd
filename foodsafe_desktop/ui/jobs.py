"""The one worker thread. Everything that touches the archive's store runs here, one piece of work after the other."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from foodsafe_desktop.domain.errors import Cancelled, DossierError
from foodsafe_desktop.services.job import Job, Progress

DRAWN = 100
"""Milliseconds after which what was just shown is drawn: with a thread that reckons beside, it takes twice as long."""
_TAKEN = 0.2
"""Seconds within which the GUI thread takes a result, unless it waits for this thread."""
PROGRESS_EVERY = 0.1
"""Seconds between two progress signals at least."""

Work = Callable[[Job], Any]


@dataclass(eq=False)
class Task:
    """One piece of work that was handed in. `title` is what the status area says while it runs."""

    title: str
    on_done: Callable[[Any], None] | None
    job: Job
    shown: bool
    number: int = field(default_factory=itertools.count(1).__next__)


class JobRunner(QObject):
    """Owns the thread and the signals; must be made on the GUI thread, where all its signals arrive.

    Work gets a plain `Job` and must not touch a widget. `executor`: another thread than the dossier's; none in tests.
    """

    started = Signal(object)
    progressed = Signal(object, object)
    """Task, Progress: not more often than every 0.1 s."""
    finished = Signal(object)
    failed = Signal(object, object)
    """Task, DossierError."""
    crashed = Signal(object, object)
    """Task, any other exception: a mistake in the program."""
    _returned = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None, executor: Executor | None = None) -> None:
        super().__init__(parent)
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="dossier")
        self._waiting: list[Task] = []
        self._closed = False
        self._taken = threading.Event()
        self._returned.connect(self._settle)

    @property
    def is_busy(self) -> bool:
        """Whether any work is running or waiting."""
        return bool(self._waiting)

    def run(
        self,
        title: str,
        work: Work,
        on_done: Callable[[Any], None] | None = None,
        *,
        shown: bool = True,
        once_drawn: bool = False,
    ) -> Task:
        """Queue work; `on_done` gets its result on the GUI thread. `shown` false: no progress bar for it.

        `once_drawn`: it takes its place in the queue only after the window had time to draw what it shows now.

        Once closed nothing is begun: timers and signals that are under way may still ask for it.
        """
        task = Task(title, on_done, Job(), shown)
        if self._closed:
            task.job.cancel()
            return task
        task.job.report = self._throttled(task)
        self._waiting.append(task)
        self.started.emit(task)
        if once_drawn:
            QTimer.singleShot(DRAWN, self, lambda: self._submit(task, work))
        else:
            self._submit(task, work)
        return task

    def cancel(self) -> None:
        """Ask everything that runs or waits to stop."""
        for task in self._waiting:
            task.job.cancel()

    def drain(self) -> None:
        """Wait, on another thread than the GUI's, until all that was handed in before is through."""
        with suppress(RuntimeError):  # closed already, which waited as well
            self._executor.submit(int).result()

    def close(self, last: Callable[[], object] | None = None) -> None:
        """Cancel, let `last` run on the thread as the very last thing, and wait for its end. A second call is idle."""
        if self._closed:
            return
        self._closed = True
        self._taken.set()
        self.cancel()
        if last is not None:
            self._executor.submit(last)
        self._executor.shutdown(wait=True)

    def _submit(self, task: Task, work: Work) -> None:
        if not self._closed:
            self._executor.submit(self._work, task, work)

    def _work(self, task: Task, work: Work) -> None:
        result, error = None, None
        try:
            task.job.check()
            result = work(task.job)
        except BaseException as raised:
            error = raised
        self._taken.clear()
        self._returned.emit(task, result, error)
        # What comes next begins once this is shown: beside a thread that reckons, that takes twice as long.
        self._taken.wait(0 if self._closed else _TAKEN)

    def _settle(self, task: Task, result: object, error: BaseException | None) -> None:
        try:
            self._take(task, result, error)
        finally:
            self._taken.set()

    def _take(self, task: Task, result: object, error: BaseException | None) -> None:
        self._waiting.remove(task)
        self.finished.emit(task)
        if error is None:
            if task.on_done is not None:
                task.on_done(result)
        elif isinstance(error, DossierError):
            self.failed.emit(task, error)
        elif not isinstance(error, Cancelled):
            self.crashed.emit(task, error)

    def _throttled(self, task: Task) -> Callable[[Progress], None]:
        last = -PROGRESS_EVERY

        def report(progress: Progress) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_EVERY:
                last = now
                self.progressed.emit(task, progress)

        return report
