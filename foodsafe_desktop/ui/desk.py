"""The open archive and everything that is done with it. All work goes to the dossier thread and comes back here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from foodsafe_desktop.domain.errors import DossierError
from foodsafe_desktop.services import accession, binders, fixity_check, review
from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.binders import BindReport
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import reports
from foodsafe_desktop.ui.jobs import JobRunner, Task
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.opening import open_path

_SCAN = "扫描佐证材料"


class Desk(QObject):
    """Holds one archive at a time, the newest overview of it, and the decisions that can be taken back."""

    opened = Signal(object)
    """The Archive, before its first overview."""
    changed = Signal(object)
    """The newest Overview."""
    undo_changed = Signal(str)
    """What 撤销 would take back, empty for nothing."""
    _folder_changed = Signal()

    def __init__(self, front: Front, runner: JobRunner, notices: Notices) -> None:
        super().__init__(runner)
        self._front, self._runner, self._notices = front, runner, notices
        self._decisions: list[Decision] = []
        self._stop_watching: Callable[[], None] | None = None
        self._rescan_waits = False
        self.archive: Archive | None = None
        self.overview: Overview | None = None
        self._folder_changed.connect(self._rescan)
        runner.failed.connect(self._explain)

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
            except BaseException:
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
            self._runner.run("校验", lambda job: fixity_check.verify_archive(archive, job), self._tell_check)

    def bind(self, scope: str, out: Path) -> None:
        """Compile binders of a scope into a folder."""
        if (archive := self.archive) is not None:

            def done(report: BindReport) -> None:
                action = Action("打开所在文件夹", lambda: self.open_folder(out))
                self._notices.tell(reports.bind_sentence(report), action)

            self._runner.run("装订", lambda job: binders.bind(archive, scope, out, job), done)

    def decide(self, make: Callable[[Archive], Decision]) -> None:
        """Carry out one decision; it can be taken back."""
        if (archive := self.archive) is not None:

            def work(_job: Job) -> tuple[Decision, Overview]:
                return make(archive), review.overview(archive)

            def done(result: tuple[Decision, Overview]) -> None:
                self._keep(archive, *result)

            self._runner.run("保存", work, done, shown=False)

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

    def _change_archive(self, title: str, make: Callable[[Job], Archive]) -> None:
        def work(job: Job) -> tuple[Archive, Overview, Callable[[], None]]:
            archive = make(job)
            try:
                return archive, review.overview(archive), self._front.follow(archive, self._folder_changed.emit)
            except BaseException:
                archive.close()
                raise

        def done(result: tuple[Archive, Overview, Callable[[], None]]) -> None:
            archive, overview, stop_watching = result
            self._leave()
            self.archive, self._stop_watching = archive, stop_watching
            self.opened.emit(archive)
            self._take(archive, overview)
            if overview.folder_online:
                self._run_scan(archive, quiet=True)

        self._runner.run(title, work, done)

    def _leave(self) -> None:
        if self.archive is not None:
            let_go = self._letting_go(self.archive)
            self._runner.run("关闭档案", lambda _job: let_go(), shown=False)
        self._decisions.clear()
        self._say_undo()

    def _letting_go(self, archive: Archive | None) -> Callable[[], None]:
        """What stops the watching and closes the archive; to be run on the dossier thread."""
        stop_watching, self._stop_watching = self._stop_watching, None

        def let_go() -> None:
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

    def _run_scan(self, archive: Archive, *, quiet: bool) -> None:
        def work(job: Job) -> tuple[ScanReport, Overview]:
            self._rescan_waits = False
            return accession.scan(archive, job), review.overview(archive)

        def done(result: tuple[ScanReport, Overview]) -> None:
            report, overview = result
            self._take(archive, overview)
            if not quiet or report.new or report.moved or report.changed:
                self._notices.tell(reports.scan_sentence(report))

        self._runner.run(_SCAN, work, done)

    def _keep(self, archive: Archive, decision: Decision, overview: Overview) -> None:
        if archive is not self.archive:
            return
        self._decisions.append(decision)
        self._take(archive, overview)
        self._say_undo()
        self._notices.tell(decision.sentence, Action("撤销", self.undo))

    def _tell_check(self, report: CheckReport) -> None:
        (self._notices.tell if report.ok else self._notices.warn)(reports.check_sentence(report))

    def _take(self, archive: Archive, overview: Overview) -> None:
        """Show an overview, unless it speaks of an archive that has been left since."""
        if archive is self.archive:
            self.overview = overview
            self.changed.emit(overview)

    def _say_undo(self) -> None:
        self.undo_changed.emit(self._decisions[-1].sentence if self._decisions else "")

    def _explain(self, task: Task, error: DossierError) -> None:
        self._rescan_waits = False
        self._notices.warn(error.sentence)
        if task.title == _SCAN and (archive := self.archive) is not None:
            self._runner.run(
                "刷新", lambda _job: review.overview(archive), lambda now: self._take(archive, now), shown=False
            )
