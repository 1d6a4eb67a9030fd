"""The texts of all files, read in the background: begun when nothing else waits, broken off and resumed at will."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.texts import TextReport, read_texts
from foodsafe_desktop.ui.jobs import JobRunner, Task

TITLE = "读取文件正文"
_TURN = 256
"""Files of one turn: after it the search says anew how many wait."""
REST = 2_000
"""Milliseconds without anything being asked for until reading begins: right after an archive is opened a person looks
through its lines, and while it begins, with a hundred thousand files, each of them would show twice as late."""


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
        self._waits_for: Archive | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._begin)

    @property
    def is_running(self) -> bool:
        """Whether texts are being read."""
        return self._task is not None

    @property
    def is_put_off(self) -> bool:
        """Whether reading begins once the person rests."""
        return self._rest.isActive()

    def want_at_rest(self, archive: Archive) -> None:
        """Read what was not read yet, once the person rests."""
        self._waits_for = archive
        self._rest.start(REST)

    def put_off(self) -> None:
        """The person asked for something: what has not begun yet waits anew."""
        if self._rest.isActive():
            self._rest.start(REST)

    def _begin(self) -> None:
        archive, self._waits_for = self._waits_for, None
        if archive is not None:
            self.want(archive)

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
