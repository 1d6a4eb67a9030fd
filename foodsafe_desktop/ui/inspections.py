"""Opening registered files in the background of the window, a second at a time between other work."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from foodsafe_desktop.services import inspecting
from foodsafe_desktop.services.inspecting import Inspected
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import Tally
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import prepared
from foodsafe_desktop.ui.jobs import JobRunner, Task

_INSPECT = "核验佐证材料"
_TURN = 1.0
"""Seconds that files are opened in one go: what a person does meanwhile waits for no more."""
_REFRESH = 5.0
"""Seconds between two overviews while files are being opened, and twenty times as long as one takes, at least."""


class Inspections(QObject):
    """One run at a time; broken off by a person, it goes on after the next scan.

    `take` gets overviews now and then and at the end, `tell` the counts at the end; `is_open` says whether an archive
    is still the one that is shown.
    """

    def __init__(
        self,
        runner: JobRunner,
        is_open: Callable[[Archive], bool],
        take: Callable[[Archive, Overview], object],
        tell: Callable[[Tally], object],
    ) -> None:
        super().__init__(runner)
        self._runner, self._is_open, self._take, self._tell = runner, is_open, take, tell
        self._runs = self._again = False
        self._refresh_at = 0.0
        runner.finished.connect(self._finished)

    def want(self, archive: Archive) -> None:
        """A scan left files to be opened: begin, or begin anew when what runs is through."""
        self._again = True
        self._next(archive)

    def _next(self, archive: Archive, came: Inspected | None = None) -> None:
        if not self._is_open(archive) or self._runs or not (came or self._again):
            return
        after, opened = (came.after, came.opened) if came else (0, 0)
        self._runs = True
        self._again = self._again and came is not None

        def work(job: Job) -> tuple[Inspected, Overview | None]:
            came = inspecting.inspect(archive, job, after=after, opened=opened, seconds=_TURN)
            return came, self._overview_now_and_then(archive, at_once=came.is_done)

        def done(result: tuple[Inspected, Overview | None]) -> None:
            came, overview = result
            if overview is not None:
                self._take(archive, overview)
            if came.is_done and self._is_open(archive):
                self._tell(came.tally)
            self._next(archive, None if came.is_done else came)

        self._runner.run(_INSPECT, work, done)

    def _overview_now_and_then(self, archive: Archive, *, at_once: bool) -> Overview | None:
        """On the dossier thread: a new overview if the last one is old enough for what it costs."""
        started = time.monotonic()
        if not at_once and started < self._refresh_at:
            return None
        overview = prepared.overview(archive)
        took = time.monotonic() - started
        self._refresh_at = started + max(_REFRESH, 20 * took)
        return overview

    def _finished(self, task: Task) -> None:
        if task.title == _INSPECT:
            self._runs = False
