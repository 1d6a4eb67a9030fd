"""The 总览 view: three tabs — how it stands, numbers by year, mock acceptance."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.since import Arrivals
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.overview.grid_presenter import grid_table
from foodsafe_desktop.ui.overview.model import GridFilter, GridModel
from foodsafe_desktop.ui.overview.parts import CardBox, GridView, ProgressLine
from foodsafe_desktop.ui.overview.presenter import (
    ARRIVAL_COLUMNS,
    DEDUCTION_COLUMNS,
    Electives,
    Summary,
    arrival_rows,
    summary,
)
from foodsafe_desktop.ui.parts import Body, HeadRow, action, label, tool_button
from foodsafe_desktop.ui.table_view import RowsView
from foodsafe_desktop.ui.text_table import TextTable
from foodsafe_desktop.ui.views import OverviewPane

_CARDS, _ROOMY, _LEAST = 4, 960, 190
_DEDUCTION_WIDTHS = {0: 62, 1: 56, 2: 64, 3: 300, 4: 84, 5: 300}
_LEGEND = "每格为一个小项在一个年度的情况；双击或回车转到该小项。电子、纸质、双套：该年度已齐，及材料的载体形式。"


class SummaryView(OverviewPane):
    """Shows the summary of the newest overview and leads to what it speaks of."""

    jump_wanted = Signal(object)
    """NodeKey."""
    department_wanted = Signal(object)
    """A department's name."""
    reminders_wanted = Signal()
    reminder_wanted = Signal(object)
    """The name of the one department to remind."""
    election_wanted = Signal(object)
    """Election."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._best: Election | None = None
        self.cards = [CardBox() for _ in range(_CARDS)]
        self.progress: list[ProgressLine] = []
        self.grid, self.grid_filter = GridModel(self), GridFilter(self)
        self.grid_filter.setSourceModel(self.grid)
        self.chase = TextTable(("部门", "缺口", "影响分值"), right=(1, 2), parent=self)
        self.arrivals = TextTable(ARRIVAL_COLUMNS, right=(1,), parent=self)
        self.arrival_table = RowsView("上次以来新到的材料", self.arrivals, {0: 76, 1: 76, 2: 240}, (2,), single=True)
        self.arrived = label("")
        self.remind = action(self, "remind", "全部催报…", tip="为有缺口的部门各生成一份催报单，并生成本周调度通报")
        self.remind_one = action(self, "report", "催报单", tip="为选定的部门生成催报单并打开")
        self.remind_one.setEnabled(False)
        self.show_gaps = action(self, "view-gaps", "查看缺口", tip="查看选定部门的缺口（回车）")
        self.deductions = TextTable(DEDUCTION_COLUMNS, right=(0,), parent=self)
        self.chase_table = RowsView("待催报部门", self.chase, {0: 200, 1: 84, 2: 84}, (0,), single=True)
        self.grid_table = GridView(self.grid_filter, "年度一览")
        self.deduction_table = RowsView("扣分明细", self.deductions, _DEDUCTION_WIDTHS, (3, 5), single=True)
        self.electives, self.verdict = label(""), label("", "section")
        self.elect = QPushButton("按建议选定")
        self.only_open = QCheckBox("只看缺失和部分")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._build_state(), "总体情况")
        self.tabs.addTab(self._build_grid(), "年度一览")
        self.tabs.addTab(self._build_mock(), "模拟评分")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.addWidget(self.tabs)
        self.setFocusProxy(self.tabs.tabBar())
        self._connect()

    def render_overview(self, overview: Overview) -> None:
        """Show everything anew; what is selected stays where the rows stay."""
        now = summary(overview, self.today)
        for box, card in zip(self.cards, now.cards, strict=True):
            box.show_card(card)
        self._show_progress(now)
        self.chase.show_texts([row.cells for row in now.chase], [row.name for row in now.chase])
        self._keep_whole(self.chase_table)
        self._show_electives(now.electives)
        self.verdict.setText(now.verdict)
        self.deductions.show_texts(now.deductions, now.deduction_keys)
        self.grid.show_grid(grid_table(overview))

    def show_arrivals(self, overview: Overview, found: Arrivals) -> None:
        """Show what came in since a person last closed the archive."""
        now = arrival_rows(overview, found)
        self.arrived.setText(now.said)
        self.arrivals.show_texts(now.rows, now.keys)
        self.arrival_table.setVisible(bool(now.rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Four cards side by side, or two by two."""
        super().resizeEvent(event)
        across = _CARDS if self.width() >= scaled(_ROOMY) else 2
        for at, box in enumerate(self.cards):
            self._card_grid.addWidget(box, at // across, at % across)

    @staticmethod
    def _keep_whole(table: RowsView) -> None:
        """As high as all its rows: the pane scrolls already, and two bars beside each other are one too many."""
        rows = table.verticalHeader().length() + table.horizontalHeader().sizeHint().height()
        table.setMinimumHeight(max(scaled(_LEAST), rows + 2 * table.frameWidth() + 2))

    def _show_current(self) -> None:
        """Let the pane follow the arrow keys in a table that is higher than it."""
        row = self.chase_table.visualRect(self.chase_table.currentIndex())
        at = self.chase_table.viewport().mapTo(self._scroll.widget(), row.center())
        self._scroll.ensureVisible(self._scroll.horizontalScrollBar().value(), at.y(), 0, row.height())

    def _show_progress(self, now: Summary) -> None:
        if len(self.progress) != len(now.progress):
            for line in self.progress:
                line.deleteLater()
            self.progress = [ProgressLine(one) for one in now.progress]
            for line in self.progress:
                line.wanted.connect(self.jump_wanted)
                self._progress_box.addWidget(line)
        for line, one in zip(self.progress, now.progress, strict=True):
            line.show_progress(one)

    def _show_electives(self, electives: Electives | None) -> None:
        self._elective_box.setVisible(electives is not None)
        if electives is not None:
            self._best = electives.best
            self.electives.setText(electives.said)
            self.elect.setVisible(not electives.is_chosen)

    def _build_state(self) -> QWidget:
        body = Body()
        body.setObjectName("page")
        self._card_grid = QGridLayout()
        self._card_grid.setSpacing(8)
        self._progress_box = QVBoxLayout()
        self._progress_box.setSpacing(9)
        left = QVBoxLayout()
        left.setSpacing(9)
        left.addWidget(label("各方面得分（有佐证支撑/可得）", "section"))
        left.addLayout(self._progress_box)
        left.addSpacing(4)
        left.addWidget(label("上次退出以来（双击转到该处）", "section"))
        left.addWidget(self.arrived)
        left.addWidget(self.arrival_table)
        self.arrival_table.setMinimumHeight(scaled(110))
        left.addSpacing(4)
        left.addWidget(self._build_electives())
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        buttons = QHBoxLayout()
        for one in (self.remind_one, self.remind):
            buttons.addWidget(tool_button(one))
        right.addWidget(HeadRow(label("待催报部门（共担的分值各计一次）", "section", wraps=False), buttons))
        self.chase_table.setMinimumHeight(scaled(_LEAST))
        right.addWidget(self.chase_table, 1)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(6, 10, 6, 4)
        layout.setSpacing(12)
        layout.addLayout(self._card_grid)
        layout.addLayout(columns, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        return self._scroll

    def _build_electives(self) -> QFrame:
        self._elective_box = QFrame()
        self._elective_box.setProperty("role", "note")
        layout = QVBoxLayout(self._elective_box)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(label("自选项", "section"))
        layout.addWidget(self.electives)
        layout.addWidget(self.elect, 0, Qt.AlignmentFlag.AlignLeft)
        return self._elective_box

    def _build_grid(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.addWidget(label(_LEGEND, "muted"), 1)
        top.addWidget(self.only_open)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(6, 8, 6, 4)
        layout.addLayout(top)
        layout.addWidget(self.grid_table, 1)
        return page

    def _build_mock(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(6, 8, 6, 4)
        layout.addWidget(self.verdict)
        layout.addWidget(label("按现有佐证和细则分值估算，未印分值的小项在大项内均摊；双击或回车转到该小项。", "muted"))
        layout.addWidget(self.deduction_table, 1)
        return page

    def _enable_one(self) -> None:
        self.remind_one.setEnabled(self.chase_table.current() is not None)

    def _connect(self) -> None:
        for table in (self.grid_table, self.deduction_table, self.arrival_table):
            table.wanted.connect(lambda row: self.jump_wanted.emit(row.key))
        self.chase_table.wanted.connect(lambda row: self.department_wanted.emit(row.key))
        self.chase_table.offer([self.remind_one, self.show_gaps])
        self.chase_table.selectionModel().selectionChanged.connect(self._enable_one)
        self.chase_table.selectionModel().currentChanged.connect(self._show_current)
        self.chase.modelReset.connect(self._enable_one)
        self.remind_one.triggered.connect(lambda: self.reminder_wanted.emit(self.chase_table.current().key))
        self.show_gaps.triggered.connect(lambda: self.department_wanted.emit(self.chase_table.current().key))
        self.remind.triggered.connect(self.reminders_wanted)
        self.only_open.toggled.connect(lambda on: self.grid_filter.show_only_open(on=on))
        self.elect.clicked.connect(lambda: self.election_wanted.emit(self._best))
