"""The reports that are one click away: asks where, writes on the dossier thread, offers to open what was written."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.checks import Gap
from foodsafe_desktop.domain.findings import WeekSnapshot
from foodsafe_desktop.domain.reports import ReportKind
from foodsafe_desktop.services import reporting
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.forms.weeks import WeeksForm
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.opening import open_path

_PATTERNS = ("Word 文档 (*.docx)", "Excel 工作簿 (*.xlsx)")


@dataclass(frozen=True, slots=True)
class Product:
    """What was written: the sentence to tell, and the file or folder to open."""

    sentence: str
    target: Path


class ReportOrders(QObject):
    """Orders of one window. The folder that was chosen last is offered first."""

    def __init__(self, window: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices = window, desk, notices
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._folder = Path(documents) if documents else Path.home()

    def report(self, kind: ReportKind) -> None:
        """A report on the whole archive."""

        def write(target: Path) -> None:
            def make(archive: Archive, _job: Job) -> Product:
                reporting.write_report(archive, kind, target)
                return Product(f"已生成{kind.label}：{target.name}", target)

            self._produce(f"生成{kind.label}", make)

        self._choose(kind.label, write)

    def gap_list(self, gaps: Sequence[Gap]) -> None:
        """缺失清单 of the gaps given."""
        label = ReportKind.GAPS.label

        def write(target: Path) -> None:
            def make(archive: Archive, _job: Job) -> Product:
                overview = self._desk.overview
                assert overview is not None  # noqa: S101 - the gaps are those of an overview
                reporting.write_gap_list(archive, overview, gaps, target)
                return Product(f"已生成{label}（{len(gaps)}项）：{target.name}", target)

            self._produce(f"生成{label}", make)

        self._choose(label, write)

    def remind(self) -> None:
        """The bulletin of this week, and a 催报单 for every department with gaps."""

        def write(folder: Path) -> None:
            self._folder = folder

            def make(archive: Archive, job: Job) -> Product:
                made = reporting.remind(archive, folder, job)
                return Product(f"已生成每周调度通报 1 份、催报单 {len(made.reminders)} 份。", folder)

            self._produce("生成催报单和每周通报", make)

        self._notices.choose_folder("选择存放催报单和每周通报的文件夹", self._folder, write)

    def remind_one(self, department: str) -> None:
        """The 催报单 of one department, into the folder chosen last, and opened."""
        folder = self._folder

        def make(archive: Archive, _job: Job) -> Path:
            folder.mkdir(parents=True, exist_ok=True)
            return reporting.remind_one(archive, department, folder)

        def told(written: Path) -> None:
            opened = "" if open_path(written) else "未能自动打开，请确认本机装有能打开 Word 文档的程序。"
            self._notices.tell(
                f"已生成{department}的催报单，存于“{folder}”。{opened}",
                Action("打开所在文件夹", lambda: self._open(folder)),
            )

        self._desk.ask("生成催报单", make, told, shown=True)

    def reprint(self) -> None:
        """The bulletin of an earlier week, from what was kept of it."""
        self._desk.ask(
            "读取往期归集情况", lambda archive, _job: tuple(reporting.kept_weeks(archive)), self._ask_week, shown=False
        )

    def _ask_week(self, weeks: Sequence[WeekSnapshot]) -> None:
        if not weeks:
            self._notices.tell("尚无往期通报可补印：生成每周通报后，当周的归集情况即自动留存。")
            return
        WeeksForm(self._window, weeks, self._print_week).open()

    def _print_week(self, on: dt.date) -> None:
        def write(folder: Path) -> None:
            self._folder = folder

            def make(archive: Archive, _job: Job) -> Product:
                printed = reporting.print_bulletin(archive, on, folder)
                return Product(f"已补印通报：{printed.name}", printed)

            self._produce("补印往期通报", make)

        self._notices.choose_folder("选择存放通报的文件夹", self._folder, write)

    def _produce(self, title: str, make: Callable[[Archive, Job], Product]) -> None:
        def told(product: Product) -> None:
            self._notices.tell(product.sentence, Action("打开", lambda: self._open(product.target)))

        self._desk.ask(title, make, told, shown=True)

    def _open(self, target: Path) -> None:
        if not open_path(target):
            self._notices.warn(f"无法打开“{target}”。请确认它仍在原处，且本机装有能打开它的程序。")

    def _choose(self, name: str, write: Callable[[Path], None]) -> None:
        def chosen(target: Path) -> None:
            self._folder = target.parent
            write(target)

        self._notices.choose_target(f"生成{name}", self._folder / name, _PATTERNS, chosen)
