"""Scans of the open archive: asked for by a person or by the watcher, one for all that happens before it starts."""

from collections.abc import Callable

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.services import accession
from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import prepared
from foodsafe_desktop.ui.jobs import JobRunner

SCAN = "扫描佐证材料"


class Scanning:
    """`take` gets the overview after each scan, then `tell` its report and whether it was quiet."""

    def __init__(
        self,
        runner: JobRunner,
        take: Callable[[Archive, Overview], object],
        tell: Callable[[Archive, ScanReport, bool], object],
    ) -> None:
        self._runner, self._take, self._tell = runner, take, tell
        self._waits = False

    def rescan(self, archive: Archive) -> None:
        """The watched folder changed."""
        if not self._waits:
            self._waits = True
            self.run(archive, quiet=True)

    def run(self, archive: Archive, *, quiet: bool, accept_empty: bool = False, once_drawn: bool = False) -> None:
        """Scan; `accept_empty`: a person says that everything was taken away. `once_drawn`: as `JobRunner.run`."""

        def work(job: Job) -> tuple[ScanReport | None, Overview]:
            self._waits = False
            try:
                report = accession.scan(archive, job, accept_empty=accept_empty, inspect=False)
            except Cancelled:  # what was registered by then stays, and is to be seen
                report = None
            return report, prepared.overview(archive)

        def done(result: tuple[ScanReport | None, Overview]) -> None:
            report, now = result
            self._take(archive, now)
            if report is not None:
                self._tell(archive, report, quiet)

        self._runner.run(SCAN, work, done, once_drawn=once_drawn)

    def failed(self) -> None:
        """Some work failed: the next event of the watcher starts a scan again."""
        self._waits = False
