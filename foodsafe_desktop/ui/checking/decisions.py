"""What is done from the 检查 view: verify, check, back up, put a copy back, join a paper with its scan."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.four_properties import Result
from foodsafe_desktop.services import four_properties_check, joining
from foodsafe_desktop.services.backups import Backup, back_up
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.restoring import Restoration
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import reports
from foodsafe_desktop.ui.checking.copies import copy_rows
from foodsafe_desktop.ui.checking.four_properties import FourPropertiesPane, headline
from foodsafe_desktop.ui.checking.lists import CheckList
from foodsafe_desktop.ui.checking.packages import Packages
from foodsafe_desktop.ui.checking.presenter import CheckRow
from foodsafe_desktop.ui.checking.restoring import RestoreForm
from foodsafe_desktop.ui.checking.safety import SafetyPane
from foodsafe_desktop.ui.checking.scans import ScanForm, scans
from foodsafe_desktop.ui.checking.view import DOUBTS, FILES, PAPERS, tabs
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.opening import open_path
from foodsafe_desktop.ui.parts import action
from foodsafe_desktop.ui.views import Views


class Checking(QObject):
    """Has the view and its own tabs, and listens to the desk. `jump` leads to the node and piece of a row."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        notices: Notices,
        views: Views,
        jump: Callable[[CheckRow], object],
        show_result: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices, self._views = window, desk, notices, views
        self.tabs = tabs()
        join = action(self.tabs, "relink", "与扫描件合并…", tip="将选定的纸质登记与它的扫描件合并为一件")
        join.triggered.connect(self._ask_scan)
        self.files, self.doubts, self.papers = CheckList(FILES), CheckList(DOUBTS), CheckList(PAPERS, [join])
        self.safety, self.properties = SafetyPane(), FourPropertiesPane()
        for one in (self.files, self.doubts, self.papers):
            one.wanted.connect(jump)
        desk.opened.connect(self._forget)
        desk.changed.connect(self._show_overview)
        desk.checked.connect(self._show_verdict)
        views.shown.connect(lambda name: self._list_copies() if name == "safety" else None)
        self.tabs.currentChanged.connect(lambda _at: views.shown.emit(views.current()))
        self.properties.check_wanted.connect(self._check)
        self.properties.report_wanted.connect(self._ask_report)
        self.safety.verify_wanted.connect(desk.verify)
        self.safety.result_wanted.connect(show_result)
        self.safety.backup_wanted.connect(self.back_up)
        self.safety.restore_wanted.connect(self._look_at)
        self.safety.folder_wanted.connect(self._open_folder)
        packages = Packages(window, desk, notices)
        self.safety.hand_over_wanted.connect(packages.ask_hand_over)
        self.safety.package_wanted.connect(packages.ask_verify)

    def add_view(self) -> None:
        """Add the view, and its first tab; the others follow."""
        self._views.add("check", "verify", "检查", self.tabs, "文件情况、待答问题、疑点、历史、校验与备份")
        self._views.add_inside("check", "files", "文件情况", self.files)

    def add_lists(self) -> None:
        """Add what stands after the questions."""
        self._views.add_inside("check", "doubts", "疑点", self.doubts)
        self._views.add_inside("check", "papers", "纸质核对", self.papers)

    def add_safety(self) -> None:
        """Add what stands last."""
        self._views.add_inside("check", "safety", "校验与备份", self.safety)
        self._views.add_inside("check", "properties", "四性检测", self.properties)

    def back_up(self) -> None:
        """Make a copy now, and say where it is."""

        def done(made: Backup) -> None:
            self._list_copies()
            self._notices.tell(f"已制作备份“{made.path.name}”。", Action("打开所在文件夹", self._open_folder))

        self._desk.ask("备份", back_up, done, shown=True)

    def _forget(self, _archive: Archive) -> None:
        self.safety.forget()
        self.properties.forget()

    def _check(self) -> None:
        def done(results: tuple[Result, ...]) -> None:
            if (archive := self._desk.archive) is not None:
                said = f"{archive.clock():%Y-%m-%d %H:%M} 检测：{headline(results)}"
                self.properties.show_results(results, said)

        self._desk.ask("四性检测", four_properties_check.check, done, shown=True)

    def _ask_report(self) -> None:
        if (archive := self._desk.archive) is None:
            return
        results, name = self.properties.results, "四性检测报告"

        def write(target: Path) -> None:
            def make(now: Archive, _job: Job) -> None:
                four_properties_check.write_check(now, results, target)

            def done(_nothing: None) -> None:
                self._notices.tell(f"已生成{name}：{target.name}", Action("打开", lambda: open_path(target)))

            self._desk.ask(f"生成{name}", make, done, shown=True)

        patterns = ("Word 文档 (*.docx)", "Excel 工作簿 (*.xlsx)")
        self._notices.choose_target(f"生成{name}", archive.place.root / name, patterns, write)

    def _show_overview(self, overview: Overview) -> None:
        if (archive := self._desk.archive) is not None:
            today = archive.clock().date()
            for one in (self.files, self.doubts, self.papers):
                one.take(overview, today)
            if self.safety.isVisible():
                self._list_copies()

    def _show_verdict(self, report: CheckReport) -> None:
        archive = self._desk.archive
        at = f"{archive.clock():%Y-%m-%d %H:%M} " if archive else ""
        self.safety.say_verdict(at + reports.check_sentence(report).partition("\n")[0])

    def _list_copies(self) -> None:
        self._desk.ask("查看备份", lambda archive, _job: copy_rows(archive.place.backups), self.safety.show_copies)

    def _open_folder(self) -> None:
        if (archive := self._desk.archive) is not None:
            self._desk.open_folder(archive.place.backups)

    def _look_at(self, copy: Path) -> None:
        def show(found: Restoration) -> None:
            self._views.show_view("safety")
            RestoreForm(self._window, copy.name, found, lambda: self._desk.restore(copy)).open()

        self._desk.compare(copy, show)

    def _ask_scan(self) -> None:
        row, overview = self.papers.table.current(), self._desk.overview
        if row is None or overview is None:
            return
        if overview.dossier.files_of.get(row.evidence):
            self._notices.warn("选定的材料已有扫描文件。请选“有原件，尚无扫描件”的一件，再与扫描件合并。")
            return
        paper = overview.dossier.evidence[row.evidence]

        def join(scan: int) -> None:
            self._desk.decide(lambda archive: joining.join(archive, paper.id, scan))

        ScanForm(self._window, paper, scans(overview, paper), join).open()
