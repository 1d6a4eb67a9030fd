"""The texts of all files, read in the background: begun when nothing else waits, broken off and resumed at will."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.texts import TextReport, read_texts
from foodsafe_desktop.ui.jobs import JobRunner, Task

TITLE = "读取文件正文"
_TURN = 256
"""Files of one turn: after it the search says anew how many wait."""


class Readings(QObject):
    """One run at a time. Cancelled by a person, it goes on after the next scan, or when told to."""

    came = Signal(object)
    """A TextReport after each turn."""

    def __init__(self, is_open: Callable[[Archive], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = JobRunner(self, ThreadPoolExecutor(1, thread_name_prefix="texts"))
        self._is_open = is_open
        self._task: Task | None = None
        self.runner.finished.connect(self._finish)

    @property
    def is_running(self) -> bool:
        """Whether texts are being read."""
        return self._task is not None

    def want(self, archive: Archive) -> None:
        """Read what was not read yet."""
        if self._task is not None or not self._is_open(archive):
            return

        def work(job: Job) -> TextReport:
            return read_texts(archive, job, _TURN)

        def done(report: TextReport) -> None:
            if self._is_open(archive):
                self.came.emit(report)
                if report.remaining and report.read:
                    self.want(archive)

        self._task = self.runner.run(TITLE, work, done)

    def _finish(self, task: Task) -> None:
        if task is self._task:
            self._task = None
