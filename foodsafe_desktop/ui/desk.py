"""The open archive and everything that is done with it. All work goes to the dossier thread and comes back here."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal

from foodsafe_desktop.domain.errors import DossierError, FolderEmptied, FolderGone
from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.services import accession, binders, fixity_check, relinking
from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.backups import back_up_on_schedule
from foodsafe_desktop.services.binders import BindReport
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.recipes import recipe_named
from foodsafe_desktop.services.restoring import Restoration
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import prepared, reports
from foodsafe_desktop.ui.decided import Decided
from foodsafe_desktop.ui.inspections import Inspections
from foodsafe_desktop.ui.jobs import JobRunner, Task
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.opening import open_path
from foodsafe_desktop.ui.scanning import SCAN, Scanning
from foodsafe_desktop.ui.session import Opened, Session

_REOPEN = "重新打开档案"
_Read = TypeVar("_Read")


class Relocation(Decision):
    """A decision after which the archive must be opened anew, as after its undoing."""


class Desk(Session):
    """What is done with the open archive, and the decisions that can be taken back."""

    closed = Signal()
    """The archive had to be let go and could not be opened again."""
    undo_changed = Signal(str, str)
    """What 撤销 would take back, and what 重做 would do again; empty for nothing."""
    scanned = Signal(object, bool)
    """A ScanReport, and whether a person asked for the scan; after `changed`."""
    inspected = Signal(object)
    """The Tally after all that waited was opened; after `changed`."""
    bound = Signal()
    """Volumes were compiled and registered."""
    checked = Signal(object)
    """The CheckReport of a 校验."""

    def __init__(self, front: Front, runner: JobRunner, notices: Notices) -> None:
        super().__init__(front, runner)
        self._notices = notices
        self._decided = Decided()
        self._offline = ""  # what was said last of a folder that a scan did not find
        self._scanning = Scanning(runner, self._take, self._tell_scan)
        self._folder_changed.connect(self._rescan)
        runner.failed.connect(self._explain)
        self.converters = front.converters
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
        self._change_archive("建立演示档案", lambda job: _demo(self._front, root, job))

    def scan(self) -> None:
        """Compare folder and dossier, and say what was met."""
        if self.archive is not None:
            self._scanning.run(self.archive, quiet=False)

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
                return make(archive, job), prepared.overview(archive)

            def done(result: tuple[_Read, Overview]) -> None:
                self._take(archive, result[1])
                on_done(result[0])

            self._runner.run(title, work, done)

    def decide(self, make: Callable[[Archive], Decision]) -> None:
        """Carry out one decision; it can be taken back."""
        self._decide("保存", lambda archive, _job: make(archive), shown=False)

    def decide_if_needed(self, make: Callable[[Archive], Decision | None]) -> None:
        """Carry out what is decided for safety's sake; None where there is nothing to decide, and nothing is said."""
        if (archive := self.archive) is not None:

            def work(_job: Job) -> tuple[Decision, Overview] | None:
                decision = make(archive)
                return None if decision is None else (decision, prepared.overview(archive))

            def done(result: tuple[Decision, Overview] | None) -> None:
                if result is not None:
                    self._keep(archive, *result)

            self._runner.run("保存", work, done, shown=False)

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

    def compare(self, copy: Path, on_done: Callable[[Restoration], object]) -> None:
        """Say what restoring a copy would change. The archive is closed for it, and opened again."""
        if (archive := self.archive) is not None:
            root, found = archive.place.root, []
            look = partial(self._front.restore, copy, root, replace=False)
            self._reopen(None, lambda: found.append(look()), lambda: on_done(found[0]))

    def restore(self, copy: Path) -> None:
        """Put a copy in the place of the archive's database, and open the archive anew. The former one is kept."""
        if (archive := self.archive) is not None:
            said = f"已从备份“{copy.name}”恢复，原数据库保存在 backups 目录中。"
            exchange = partial(self._front.restore, copy, archive.place.root, replace=True)
            self._reopen(None, exchange, lambda: self._notices.tell(said))

    def move_evidence(self, root: Path) -> None:
        """Look for the evidence in another folder from now on; the archive is opened anew. It can be taken back."""
        if (archive := self.archive) is not None:
            was = archive.place.evidence

            def look_in(folder: Path) -> Decision | None:
                return relinking.relink_root(self.archive, folder) if self.archive else None

            def done(_decision: Decision) -> None:
                said = f"已改用佐证材料文件夹“{root}”。"
                self._reopen(Relocation(said, lambda: look_in(was), lambda: look_in(root)))

            self._runner.run("更改佐证材料文件夹", lambda _job: relinking.relink_root(archive, root), done, shown=False)

    def undo(self) -> None:
        """Take back the newest decision."""
        if (archive := self.archive) is None or (decision := self._decided.newest()) is None:
            return
        self._say_undo()

        def work(_job: Job) -> Overview:
            decision.undo()
            return prepared.overview(archive)

        def done(overview: Overview) -> None:
            self._take(archive, overview)
            if isinstance(decision, Relocation):
                self._reopen(None, then=lambda: self._tell_undone(decision))
            elif archive is self.archive:
                self._tell_undone(decision)

        self._runner.run("撤销", work, done, shown=False)

    def redo(self) -> None:
        """Decide once more what was taken back last."""
        if (archive := self.archive) is None or (found := self._decided.next()) is None:
            return
        decision, again = found
        self._say_undo()

        def work(_job: Job) -> tuple[Decision, Overview]:
            made = again()
            return made if isinstance(made, Decision) else decision, prepared.overview(archive)

        def done(result: tuple[Decision, Overview]) -> None:
            if isinstance(decision, Relocation):
                self._reopen(decision)
            else:
                self._keep(archive, *result, again=True)

        self._runner.run("重做", work, done, shown=False)

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's file manager."""
        if not open_path(folder):
            self._notices.warn(f"无法打开文件夹“{folder}”。请确认它存在后重试。")

    def _decide(self, title: str, make: Callable[[Archive, Job], Decision], *, shown: bool) -> None:
        if (archive := self.archive) is not None:

            def work(job: Job) -> tuple[Decision, Overview]:
                return make(archive, job), prepared.overview(archive)

            def done(result: tuple[Decision, Overview]) -> None:
                self._keep(archive, *result)

            self._runner.run(title, work, done, shown=shown)

    def _reopen(
        self,
        decision: Decision | None,
        between: Callable[[], object] = lambda: None,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Close the archive and open it anew; `decision` is what can be taken back afterwards.

        `between` is done while it is closed (if it fails the archive opens all the same), `then` once it shows.
        """
        if self.archive is None:
            return
        root = self.archive.place.root
        let_go = self._letting_go(self.archive)
        self.archive = None
        self.left()

        def work(_job: Job) -> tuple[Opened, DossierError | None]:
            let_go()
            failed: DossierError | None = None
            try:
                between()
            except DossierError as error:
                failed = error
            return self._look_into(self._front.open_archive(root)), failed

        def done(result: tuple[Opened, DossierError | None]) -> None:
            opened, failed = result
            self._enter(opened)
            if failed is None:
                then()
            else:
                self._notices.warn(failed.sentence)
            if decision is not None and self.overview is not None:
                self._keep(opened[0], decision, self.overview)

        self._runner.run(_REOPEN, work, done)

    def entered(self, archive: Archive, overview: Overview) -> None:
        """Bring it up to date, and make the copy that is due."""
        if overview.folder_online:
            self._scanning.run(archive, quiet=True, once_drawn=True)
        # Heard of only when it fails.
        self._runner.run("自动备份", lambda job: back_up_on_schedule(archive, job), shown=False, once_drawn=True)

    def left(self) -> None:
        """Nothing that was decided in one archive can be taken back in another."""
        self._decided.forget()
        self._say_undo()

    def _rescan(self) -> None:
        if self.archive is not None:
            self._scanning.rescan(self.archive)

    def _tell_scan(self, archive: Archive, report: ScanReport, quiet: bool) -> None:  # noqa: FBT001 - a callback's
        if archive is self.archive:
            self.tell_state()
            self._notices.withdraw(self._offline)
            self.scanned.emit(report, not quiet)
            if report.uninspected:
                self._inspections.want(archive)

    def _keep(self, archive: Archive, decision: Decision, overview: Overview, *, again: bool = False) -> None:
        if archive is not self.archive:
            return
        self._decided.keep(decision, again=again)
        self._take(archive, overview)
        self._say_undo()
        self._notices.tell_decision(decision.sentence, Action("撤销", self.undo))

    def _tell_undone(self, decision: Decision) -> None:
        self._decided.took_back(decision)
        self._say_undo()
        again = Action("重做", self.redo) if decision.redo else None
        self._notices.tell_decision(f"已撤销：{decision.sentence}{'' if again else '此项不能重做。'}", again)

    def _say_undo(self) -> None:
        self.undo_changed.emit(*self._decided.sentences)

    def _explain(self, task: Task, error: DossierError) -> None:
        self._scanning.failed()
        action = None
        if isinstance(error, FolderEmptied) and (emptied := self.archive) is not None:
            action = Action(error.confirming, lambda: self._scanning.run(emptied, quiet=False, accept_empty=True))
        self._notices.warn(error.sentence, action)
        if task.title == _REOPEN:
            self.overview = None
            self.closed.emit()
        if task.title == SCAN and (archive := self.archive) is not None:
            if isinstance(error, FolderGone):  # the watcher sees a folder; that it is another drive's shows in a scan
                self.folder_state.emit(FolderState.OFFLINE)
                self._offline = error.sentence
            self._runner.run(
                "刷新", lambda _job: prepared.overview(archive), lambda now: self._take(archive, now), shown=False
            )


def _demo(front: Front, root: Path, job: Job) -> Archive:
    archive = front.make_demo(root)
    try:
        accession.scan(archive, job)
        front.decide_demo(archive)
    except BaseException:  # cancelled too: an archive nobody sees must not stay locked
        archive.close()
        raise
    return archive
