"""From a file to a newer edition in use: it is looked at first, confirmed, and can be taken back."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.editions import Edition, Renumbering
from foodsafe_desktop.domain.task_table import CatalogueDraft, Table
from foodsafe_desktop.services import upgrading
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.upgrading import Preview
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.editions.importing import ImportForm
from foodsafe_desktop.ui.editions.upgrade import UpgradeForm
from foodsafe_desktop.ui.jobs import JobRunner
from foodsafe_desktop.ui.notices import Action, Notices


class EditionDecisions(QObject):
    """Asks for files and forms of one window."""

    def __init__(self, window: QWidget, front: Front, desk: Desk, runner: JobRunner, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._front, self._desk = window, front, desk
        self._runner, self._notices = runner, notices

    def ask_upgrade(self) -> None:
        """Look at a newer edition's file."""
        self._notices.choose_file("细则更新：选择新版细则文件", Path.home(), "评价细则文件 (*.toml)", self.look_at)

    def ask_import(self) -> None:
        """Read a catalogue from a 任务分工表."""
        pattern = "任务分工表 (*.docx *.xlsx)"
        self._notices.choose_file("导入任务分工表：选择文件", Path.home(), pattern, self.read)

    def look_at(self, path: Path) -> None:
        """Compare a file's edition with the one in use."""

        def preview(archive: Archive, _job: Job) -> Preview:
            return upgrading.preview(archive, self._front.load_edition(path))

        self._desk.ask("比较细则版本", preview, self._show_preview, shown=True)

    def read(self, path: Path) -> None:
        """Read the tables of a file and ask what they hold."""
        self._runner.run("读取任务分工表", lambda job: self._front.read_task_table(path, job), self._show_tables)

    def _show_preview(self, first: Preview) -> None:
        def look_again(renumbering: Renumbering) -> None:
            self._desk.ask(
                "比较细则版本",
                lambda archive, _job: upgrading.preview(archive, first.edition, renumbering),
                form.show_preview,
                shown=False,
            )

        archive = self._desk.archive
        if archive is not None:
            form = UpgradeForm(
                self._window,
                archive.catalogue,
                first,
                look_again,
                lambda renumbering: self._upgrade(first.edition, renumbering),
            )
            form.open()

    def _upgrade(self, edition: Edition, renumbering: Renumbering) -> None:
        self._desk.decide_slowly("更新评价细则", lambda archive, _job: upgrading.upgrade(archive, edition, renumbering))

    def _show_tables(self, tables: tuple[Table, ...]) -> None:
        if not tables:
            self._notices.warn("文件中没有表格，未导入任何内容。请选择含有任务分工表的文件。")
            return
        now = self._desk.archive.catalogue if self._desk.archive else None
        ImportForm(self._window, tables, now, self._front.catalogue_from_table, self._ask_target).open()

    def _ask_target(self, draft: CatalogueDraft) -> None:
        name = draft.catalogue.title if draft.catalogue else "评价细则"

        def save(target: Path) -> None:
            self._runner.run(
                "保存细则文件", lambda _job: self._front.save_catalogue(draft, target), lambda _none: told(target)
            )

        def told(target: Path) -> None:
            if draft.catalogue is None:
                self._notices.warn(f"已保存“{target.name}”，但其中尚有欠缺，补全后才能使用：{draft.remarks[-1]}")
            elif self._desk.archive is None:
                self._notices.tell(f"已保存细则文件“{target.name}”，新建档案时可选用。")
            else:
                compare = Action("与现行版比较", lambda: self.look_at(target))
                self._notices.tell(f"已保存细则文件“{target.name}”。", compare)

        self._notices.choose_target("保存细则文件", Path.home() / name, ("评价细则文件 (*.toml)",), save)
