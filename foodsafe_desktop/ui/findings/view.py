"""The 整改 view: the table of findings with its commands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.findings.model import FindingModel
from foodsafe_desktop.ui.findings.presenter import (
    CLOSED_ON,
    DEADLINE,
    DEPARTMENT,
    EVIDENCE,
    FOUND_BY,
    FOUND_ON,
    NOTE,
    NUMBER,
    STATE,
    WHAT,
    FindingRow,
    Progress,
    finding_rows,
    full_text,
    summary,
)
from foodsafe_desktop.ui.folding import FoldingRow
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.parts import action, label
from foodsafe_desktop.ui.table_model import ROW_ROLE, RowsOrder
from foodsafe_desktop.ui.table_view import RowsOrNothing, RowsView
from foodsafe_desktop.ui.views import OverviewPane

_WIDTHS = {
    NUMBER: 72,
    STATE: 128,
    WHAT: 310,
    DEPARTMENT: 146,
    DEADLINE: 92,
    FOUND_ON: 92,
    FOUND_BY: 96,
    EVIDENCE: 150,
    CLOSED_ON: 92,
    NOTE: 110,
}
_ELASTIC = (WHAT, DEPARTMENT, EVIDENCE, NOTE)
_SPARE = (NOTE, FOUND_ON, FOUND_BY, CLOSED_ON, EVIDENCE)
"""What stands below the table of the row that is selected."""
_HINT = "选中一项可在此查看全部内容；回车或双击转到该小项。"
_NOTHING = "尚无整改问题。\n可在此登记自查发现的问题，也可在“缺口”中选定若干项后登记为问题。"


class FindingsView(OverviewPane):
    """Shows all findings and asks for what a person wants done with them."""

    adding_wanted = Signal()
    deadline_wanted = Signal(object)
    """Finding."""
    closing_wanted = Signal(object)
    reopening_wanted = Signal(object)
    jump_wanted = Signal(object)
    """NodeKey."""
    report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = FindingModel(self)
        self.order = RowsOrder(self.model, self)
        self.table = RowsView("问题整改表", self.order, _WIDTHS, _ELASTIC, single=True, sorted_by=STATE, spare=_SPARE)
        self._stack = RowsOrNothing(self.table, _NOTHING)
        self.count, self.detail = label("", "section"), label("")
        self.detail.setMinimumHeight(2 * self.detail.fontMetrics().lineSpacing() + 4)
        self.actions_ = self._build_actions()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def render_overview(self, overview: Overview) -> None:
        """Show the findings; order and selection stay."""
        kept = self.current()
        rows = finding_rows(overview, self.today)
        self.model.show(rows)
        self.count.setText(summary(rows))
        for at in range(self.order.rowCount()):
            if kept is not None and self.order.index(at, 0).data(ROW_ROLE).finding.id == kept.finding.id:
                self.table.selectRow(at)
        self._show_current()

    def current(self) -> FindingRow | None:
        """The selected row."""
        row: FindingRow | None = self.table.current()
        return row

    def _build_actions(self) -> dict[str, QAction]:
        made = {
            "add": action(self, "add", "登记问题…", tip="登记自查中发现的问题"),
            "deadline": action(self, "edit", "整改时限…"),
            "close": action(self, "success", "销号…", tip="选定整改佐证，将问题销号"),
            "reopen": action(self, "undo", "重新打开"),
            "jump": action(self, "open", "转到小项"),
            "report": action(self, "report", "整改清单…", tip="生成问题整改清单"),
            "closed": action(self, "state-complete", "含已销号"),
        }
        made["closed"].setIcon(icon("state-complete", Tone.COMPLETE))
        made["closed"].setCheckable(True)
        made["closed"].setChecked(True)
        return made

    def _lay_out(self) -> None:
        bar = FoldingRow(list(self.actions_.values()))
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(bar)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.detail)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._show_current)
        self.table.wanted.connect(lambda row: self.jump_wanted.emit(row.key))
        self.table.offer([self.actions_[name] for name in ("close", "deadline", "reopen", "jump")])
        self.actions_["add"].triggered.connect(self.adding_wanted)
        self.actions_["report"].triggered.connect(self.report_wanted)
        self.actions_["closed"].toggled.connect(self._show_closed)
        for name, signal in (
            ("deadline", self.deadline_wanted),
            ("close", self.closing_wanted),
            ("reopen", self.reopening_wanted),
        ):
            self.actions_[name].triggered.connect(lambda _checked=False, signal=signal: self._emit(signal))
        self.actions_["jump"].triggered.connect(self._jump)

    def _emit(self, signal: Signal) -> None:
        if (row := self.current()) is not None:
            signal.emit(row.finding)  # type: ignore[attr-defined]

    def _jump(self) -> None:
        if (row := self.current()) is not None:
            self.jump_wanted.emit(row.key)

    def _show_closed(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.order.filter_by(None if on else lambda row: row.progress is not Progress.CLOSED)
        self._show_current()

    def _show_current(self) -> None:
        row = self.current()
        is_open = row is not None and row.progress is not Progress.CLOSED
        for name in ("deadline", "close"):
            self.actions_[name].setEnabled(is_open)
        self.actions_["reopen"].setEnabled(row is not None and not is_open)
        self.actions_["jump"].setEnabled(row is not None)
        self.detail.setText(full_text(row) if row else _HINT if self.model.rows else "")
        self._stack.show_rows(some=bool(self.model.rows))
