"""Which archive is open: read, followed and let go of on the dossier thread. What is done with it is the desk's."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from foodsafe_desktop.domain.errors import DossierError
from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.services import since
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.restoring import PackageRestored
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import jobs, prepared
from foodsafe_desktop.ui.jobs import JobRunner
from foodsafe_desktop.ui.letting_go import let_go

_log = logging.getLogger(__name__)

Opened = tuple[Archive, Overview, Callable[[], None]]
"""An archive, its overview, and what stops the watching of its folder."""


class Session(QObject):
    """Holds one archive at a time and the newest overview of it. Subclasses fill the two hooks `entered` and `left`."""

    opened = Signal(object)
    """The Archive, before its first overview."""
    changed = Signal(object)
    """The newest Overview."""
    folder_state = Signal(object)
    """The FolderState of the open archive, at the start and whenever it changes."""
    _folder_changed = Signal()
    _state_told = Signal(object, object)
    """Archive, FolderState; from the watcher's thread."""

    def __init__(self, front: Front, runner: JobRunner) -> None:
        super().__init__(runner)
        self._front, self._runner = front, runner
        self._stop_watching: Callable[[], None] | None = None
        self._state: tuple[Archive, FolderState] | None = None
        self.beside: list[JobRunner] = []
        """Threads of others that use the archive too: they are stopped before it is closed."""
        self.archive: Archive | None = None
        self.overview: Overview | None = None
        self._state_told.connect(self._take_state)

    def entered(self, archive: Archive, overview: Overview) -> None:
        """An archive was opened, and shows."""

    def left(self) -> None:
        """The archive is being left."""

    def absolute(self, path: str) -> Path | None:
        """Where a relative evidence path lies on this machine."""
        return self.archive.folder.absolute(path) if self.archive else None

    def tell_state(self) -> None:
        """Say once more what the watcher said last of the folder."""
        if self._state is not None:
            self._take_state(*self._state)

    def verify_package(self, package: Path, on_done: Callable[[CheckReport], None]) -> None:
        """Read a hand-over package; no archive need be open."""
        self._runner.run("校验信息包", lambda job: self._front.verify_package(package, job), on_done)

    def restore_package(self, package: Path, root: Path, on_done: Callable[[PackageRestored], object]) -> None:
        """Lay an archive out from a package and open it in place of the present one."""
        found: list[PackageRestored] = []

        def make(job: Job) -> Archive:
            found.append(self._front.restore_package(package, root, job))
            return self._front.open_archive(root)

        self._change_archive("从信息包恢复", make, lambda: on_done(found[0]))

    def close(self) -> None:
        """Stop everything and let go of the archive; waits for the thread."""
        archive, self.archive = self.archive, None
        self._runner.close(self._letting_go(archive))

    def _change_archive(
        self, title: str, make: Callable[[Job], Archive], then: Callable[[], object] = lambda: None
    ) -> None:
        def done(result: Opened) -> None:
            self._leave()
            self._enter(result)
            then()

        self._runner.run(title, lambda job: self._look_into(make(job)), done)

    def _look_into(self, archive: Archive) -> Opened:
        """Read an archive and begin to follow its folder; on the dossier thread."""
        try:
            overview = prepared.overview(archive)
            tell = partial(self._state_told.emit, archive)
            return archive, overview, self._front.follow(archive, self._folder_changed.emit, tell)
        except BaseException:  # also when interrupted: the lock must not outlive the failure
            archive.close()
            raise

    def _enter(self, opened: Opened) -> None:
        archive, overview, stop_watching = opened
        self.archive, self._stop_watching = archive, stop_watching
        self.opened.emit(archive)
        self.tell_state()
        self._take(archive, overview)
        self.entered(archive, overview)

    def _take_state(self, archive: Archive, state: FolderState) -> None:
        """Tell the state of the folder, unless it is that of an archive that is not open yet, or no more."""
        self._state = (archive, state)
        if archive is self.archive:
            self.folder_state.emit(state)

    def _leave(self) -> None:
        if self.archive is not None:
            let_go = self._letting_go(self.archive)
            self._runner.run("关闭档案", lambda _job: let_go(), shown=False)
        self.left()

    def _letting_go(self, archive: Archive | None) -> Callable[[], None]:
        """What stops the watching and closes the archive; to be run on the dossier thread."""
        stop_watching, self._stop_watching = self._stop_watching, None
        for runner in self.beside:
            runner.cancel()

        def let_go() -> None:
            for runner in self.beside:
                runner.drain()
            if stop_watching is not None:
                stop_watching()
            if archive is not None:
                _mark_and_close(archive)

        return let_go

    def _take(self, archive: Archive, overview: Overview) -> None:
        """Show an overview, unless it speaks of an archive that has been left since."""
        if archive is self.archive:
            former, self.overview = [self.overview], overview
            self.changed.emit(overview)
            if former[0] is not None:
                QTimer.singleShot(jobs.DRAWN, self, lambda: _free(former))


def _free(former: list[Overview | None]) -> None:
    threading.Thread(target=let_go, args=(former,), name="letting-go").start()


def _mark_and_close(archive: Archive) -> None:
    """Close; what happened until now has been seen. An archive that can no longer be written closes as well."""
    try:
        since.mark_seen(archive)
    except DossierError:
        _log.warning("the end of the session could not be kept", exc_info=True)
    finally:
        archive.close()
