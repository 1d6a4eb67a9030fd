"""The open archive and everything that is done with it. All work goes to the dossier thread and comes back here."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from foodsafe_desktop.domain.errors import DossierError, FolderEmptied
from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.services import accession, binders, fixity_check, relinking, review
from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.backups import back_up_on_schedule
from foodsafe_desktop.services.binders import BindReport
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.recipes import recipe_named
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import reports
from foodsafe_desktop.ui.inspections import Inspections
from foodsafe_desktop.ui.jobs import JobRunner, Task
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.opening import open_path

_SCAN, _REOPEN = "扫描佐证材料", "重新打开档案"
_Opened = tuple[Archive, Overview, Callable[[], None]]
"""An archive, its overview, and what stops the watching of its folder."""
_Read = TypeVar("_Read")


class Relocation(Decision):
    """A decision after which the archive must be opened anew, as after its undoing."""


class Desk(QObject):
    """Holds one archive at a time, the newest overview of it, and the decisions that can be taken back."""

    opened = Signal(object)
    """The Archive, before its first overview."""
    changed = Signal(object)
    """The newest Overview."""
    closed = Signal()
    """The archive had to be let go and could not be opened again."""
    undo_changed = Signal(str)
    """What 撤销 would take back, empty for nothing."""
    folder_state = Signal(object)
    """The FolderState of the open archive, at the start and whenever it changes."""
    scanned = Signal(object, bool)
    """A ScanReport, and whether a person asked for the scan; after `changed`."""
    inspected = Signal(object)
    """The Tally after all that waited was opened; after `changed`."""
    bound = Signal()
    """Volumes were compiled and registered."""
    checked = Signal(object)
    """The CheckReport of a 校验."""
    _folder_changed = Signal()
    _state_told = Signal(object, object)
    """Archive, FolderState; from the watcher's thread."""

    def __init__(self, front: Front, runner: JobRunner, notices: Notices) -> None:
        super().__init__(runner)
        self._front, self._runner, self._notices = front, runner, notices
        self._decisions: list[Decision] = []
        self._stop_watching: Callable[[], None] | None = None
        self._rescan_waits = False
        self._state: tuple[Archive, FolderState] | None = None
        self.beside: list[JobRunner] = []
        """Threads of others that use the archive too: they are stopped before it is closed."""
        self.archive: Archive | None = None
        self.overview: Overview | None = None
        self._folder_changed.connect(self._rescan)
        self._state_told.connect(self._take_state)
        runner.failed.connect(self._explain)
        self._inspections = Inspections(runner, lambda one: one is self.archive, self._take, self.inspected.emit)

    def open(self, root: Path) -> None:
        """Open an archive in place of the present one."""
        if self.archive is not None and self.archive.place.root.resolve() == root.resolve():
            self._notices.tell("该档案已经打开。")
            return
        self._change_archive("打开档案", lambda _job: self._front.open_archive(root))

    def found(self, root: Path, evidence: Path | None, catalogue: Path | None, *, skeleton: bool) -> None:
        """Make an archive and open it."""
        self._change_archive(
            "新建档案", lambda _job: self._front.found_archive(root, evidence, catalogue, skeleton=skeleton)
        )

    def make_demo(self, root: Path) -> None:
        """Make the demo archive, go with it as far as its decisions, and open it."""

        def work(job: Job) -> Archive:
            archive = self._front.make_demo(root)
            try:
                accession.scan(archive, job)
                self._front.decide_demo(archive)
            except BaseException:  # cancelled too: an archive nobody sees must not stay locked
                archive.close()
                raise
            return archive

        self._change_archive("建立演示档案", work)

    def scan(self) -> None:
        """Compare folder and dossier, and say what was met."""
        if self.archive is not None:
            self._run_scan(self.archive, quiet=False)

    def verify(self) -> None:
        """Read every file again and say whether anything differs from the record."""
        if (archive := self.archive) is not None:
            self._runner.run("校验", lambda job: fixity_check.verify_archive(archive, job), self.checked.emit)

    def bind(self, scope: str, out: Path, recipe: str = "") -> None:
        """Compile binders of a scope into a folder. `recipe` is one's name, empty for the default."""
        if (archive := self.archive) is not None:

            def done(report: BindReport) -> None:
                action = Action("打开所在文件夹", lambda: self.open_folder(out))
                self._notices.tell(reports.bind_sentence(report), action)
                self.bound.emit()

            def work(job: Job) -> BindReport:
                return binders.bind(archive, scope, out, job, recipe_named(archive, recipe) if recipe else None)

            self._runner.run("编制", work, done)

    def carry_out(self, title: str, make: Callable[[Archive, Job], _Read], on_done: Callable[[_Read], object]) -> None:
        """Do what is not taken back, with progress; the new overview shows before `on_done` hears of it."""
        if (archive := self.archive) is not None:

            def work(job: Job) -> tuple[_Read, Overview]:
                return make(archive, job), review.overview(archive)

            def done(result: tuple[_Read, Overview]) -> None:
                self._take(archive, result[1])
                on_done(result[0])

            self._runner.run(title, work, done)

    def decide(self, make: Callable[[Archive], Decision]) -> None:
        """Carry out one decision; it can be taken back."""
        self._decide("保存", lambda archive, _job: make(archive), shown=False)

    def decide_slowly(self, title: str, make: Callable[[Archive, Job], Decision]) -> None:
        """Carry out a decision that reads files first: it shows its progress and can be cancelled."""
        self._decide(title, make, shown=True)

    def ask(
        self,
        title: str,
        read: Callable[[Archive, Job], _Read],
        on_done: Callable[[_Read], object],
        *,
        shown: bool = False,
    ) -> None:
        """Read something on the dossier thread; `on_done` is not called if the archive has been left since."""
        if (archive := self.archive) is not None:

            def done(result: _Read) -> None:
                if archive is self.archive:
                    on_done(result)

            self._runner.run(title, lambda job: read(archive, job), done, shown=shown)

    def move_evidence(self, root: Path) -> None:
        """Look for the evidence in another folder from now on; the archive is opened anew. It can be taken back."""
        if (archive := self.archive) is not None:
            was = archive.place.evidence

            def back() -> Decision | None:
                return relinking.relink_root(self.archive, was) if self.archive else None

            def done(_decision: Decision) -> None:
                self._reopen(Relocation(f"已改用佐证材料文件夹“{root}”。", back))

            self._runner.run("更改佐证材料文件夹", lambda _job: relinking.relink_root(archive, root), done, shown=False)

    def undo(self) -> None:
        """Take back the newest decision."""
        if (archive := self.archive) is None or not self._decisions:
            return
        decision = self._decisions.pop()
        self._say_undo()

        def work(_job: Job) -> Overview:
            decision.undo()
            return review.overview(archive)

        def done(overview: Overview) -> None:
            self._take(archive, overview)
            self._notices.tell(f"已撤销：{decision.sentence}")
            if isinstance(decision, Relocation):
                self._reopen(None)

        self._runner.run("撤销", work, done, shown=False)

    def absolute(self, path: str) -> Path | None:
        """Where a relative evidence path lies on this machine."""
        return self.archive.folder.absolute(path) if self.archive else None

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's file manager."""
        if not open_path(folder):
            self._notices.warn(f"无法打开文件夹“{folder}”。请确认它存在后重试。")

    def close(self) -> None:
        """Stop everything and let go of the archive; waits for the thread."""
        archive, self.archive = self.archive, None
        self._runner.close(self._letting_go(archive))

    def _decide(self, title: str, make: Callable[[Archive, Job], Decision], *, shown: bool) -> None:
        if (archive := self.archive) is not None:

            def work(job: Job) -> tuple[Decision, Overview]:
                return make(archive, job), review.overview(archive)

            def done(result: tuple[Decision, Overview]) -> None:
                self._keep(archive, *result)

            self._runner.run(title, work, done, shown=shown)

    def _change_archive(self, title: str, make: Callable[[Job], Archive]) -> None:
        def done(result: _Opened) -> None:
            self._leave()
            self._enter(result)

        self._runner.run(title, lambda job: self._look_into(make(job)), done)

    def _reopen(self, decision: Decision | None) -> None:
        """Close the archive and open it anew; `decision` is what can be taken back afterwards."""
        if self.archive is None:
            return
        root = self.archive.place.root
        let_go = self._letting_go(self.archive)
        self.archive = None
        self._forget_decisions()

        def work(_job: Job) -> _Opened:
            let_go()
            return self._look_into(self._front.open_archive(root))

        def done(result: _Opened) -> None:
            self._enter(result)
            if decision is not None and self.overview is not None:
                self._keep(result[0], decision, self.overview)

        self._runner.run(_REOPEN, work, done)

    def _look_into(self, archive: Archive) -> _Opened:
        """Read an archive and begin to follow its folder; on the dossier thread."""
        try:
            overview = review.overview(archive)
            tell = partial(self._state_told.emit, archive)
            return archive, overview, self._front.follow(archive, self._folder_changed.emit, tell)
        except BaseException:
            archive.close()
            raise

    def _enter(self, opened: _Opened) -> None:
        archive, overview, stop_watching = opened
        self.archive, self._stop_watching = archive, stop_watching
        self.opened.emit(archive)
        if self._state is not None:
            self._take_state(*self._state)
        self._take(archive, overview)
        if overview.folder_online:
            self._run_scan(archive, quiet=True)
        # Heard of only when it fails.
        self._runner.run("自动备份", lambda job: back_up_on_schedule(archive, job), shown=False)

    def _take_state(self, archive: Archive, state: FolderState) -> None:
        """Tell the state of the folder, unless it is that of an archive that is not open yet, or no more."""
        self._state = (archive, state)
        if archive is self.archive:
            self.folder_state.emit(state)

    def _leave(self) -> None:
        if self.archive is not None:
            let_go = self._letting_go(self.archive)
            self._runner.run("关闭档案", lambda _job: let_go(), shown=False)
        self._forget_decisions()

    def _forget_decisions(self) -> None:
        self._decisions.clear()
        self._say_undo()

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
                archive.close()

        return let_go

    def _rescan(self) -> None:
        """The watched folder changed: one scan is enough for all that happens before it starts."""
        if self.archive is not None and not self._rescan_waits:
            self._rescan_waits = True
            self._run_scan(self.archive, quiet=True)

    def _run_scan(self, archive: Archive, *, quiet: bool, accept_empty: bool = False) -> None:
        def work(job: Job) -> tuple[ScanReport, Overview]:
            self._rescan_waits = False
            report = accession.scan(archive, job, accept_empty=accept_empty, inspect=False)
            return report, review.overview(archive)

        def done(result: tuple[ScanReport, Overview]) -> None:
            report, overview = result
            self._take(archive, overview)
            if archive is self.archive:
                self.scanned.emit(report, not quiet)
                if report.uninspected:
                    self._inspections.want(archive)

        self._runner.run(_SCAN, work, done)

    def _keep(self, archive: Archive, decision: Decision, overview: Overview) -> None:
        if archive is not self.archive:
            return
        self._decisions.append(decision)
        self._take(archive, overview)
        self._say_undo()
        self._notices.tell(decision.sentence, Action("撤销", self.undo))

    def _take(self, archive: Archive, overview: Overview) -> None:
        """Show an overview, unless it speaks of an archive that has been left since."""
        if archive is self.archive:
            self.overview = overview
            self.changed.emit(overview)

    def _say_undo(self) -> None:
        self.undo_changed.emit(self._decisions[-1].sentence if self._decisions else "")

    def _explain(self, task: Task, error: DossierError) -> None:
        self._rescan_waits = False
        action = None
        if isinstance(error, FolderEmptied) and (emptied := self.archive) is not None:
            action = Action("确认已全部取走", lambda: self._run_scan(emptied, quiet=False, accept_empty=True))
        self._notices.warn(error.sentence, action)
        if task.title == _REOPEN:
            self.overview = None
            self.closed.emit()
        if task.title == _SCAN and (archive := self.archive) is not None:
            self._runner.run(
                "刷新", lambda _job: review.overview(archive), lambda now: self._take(archive, now), shown=False
            )
