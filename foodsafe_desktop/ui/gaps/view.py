"""The 缺口 view: filters, reports, the table, and the whole of the current gap in words below it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.reports import ReportKind
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.elided import ElidedChoice
from foodsafe_desktop.ui.folding import FoldingRow
from foodsafe_desktop.ui.gaps.model import GapModel
from foodsafe_desktop.ui.gaps.presenter import (
    BASIS,
    DEPARTMENT,
    NO_YEAR,
    NUMBER,
    POINTS,
    REASON,
    TEXT,
    TITLE,
    YEAR,
    Choices,
    GapFilter,
    GapRow,
    choices,
    gap_rows,
    summary,
)
from foodsafe_desktop.ui.parts import action, label, tool_button
from foodsafe_desktop.ui.search_box import SearchBox
from foodsafe_desktop.ui.table_model import RowsOrder
from foodsafe_desktop.ui.table_view import RowsOrNothing, RowsView
from foodsafe_desktop.ui.views import OverviewPane
from foodsafe_desktop.ui.wording import year_text

_WIDTHS = {NUMBER: 94, TITLE: 250, YEAR: 80, REASON: 230, DEPARTMENT: 180, BASIS: 84, POINTS: 56, TEXT: 260}
_NO_GAPS = "没有缺口，已归入的材料满足全部要求。\n勾选“含建议项”可查看惯例建议。"
_HINT = "选中一项可在此查看全文；回车或双击转到该小项。"
_NONE_FOUND = "没有符合筛选条件的缺口。\n请放宽部门、年度、原因、依据或文字条件。"
_REPORTS = (
    ("remind", "remind", "催报单和通报…", "为有缺口的部门各生成一份催报单，并生成本周调度通报"),
    ("gap_list", "report", "缺失清单…", "按当前筛选结果生成缺失清单"),
    (ReportKind.LEDGER, "report", "推进台账…", ReportKind.LEDGER.label),
    (ReportKind.SELF_SCORE, "report", "自评得分表…", ReportKind.SELF_SCORE.label),
    (ReportKind.OMISSIONS, "report", "合理缺项汇总…", ReportKind.OMISSIONS.label),
    (ReportKind.DOUBTS, "report", "疑点核对表…", ReportKind.DOUBTS.label),
    (ReportKind.RECTIFICATION, "report", "整改清单…", ReportKind.RECTIFICATION.label),
    ("reprint", "undo", "补印往期通报…", "按留存的归集情况补印以前各周的通报"),
)


class GapsView(OverviewPane):
    """Shows all gaps and asks for what a person wants of them."""

    jump_wanted = Signal(object)
    """NodeKey."""
    finding_wanted = Signal(list)
    """The gaps of the selected rows."""
    gap_list_wanted = Signal(list)
    report_wanted = Signal(object)
    """ReportKind."""
    reminders_wanted = Signal()
    reprint_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = GapModel(self)
        self.order = RowsOrder(self.model, self)
        self.department = _combo("按部门筛选")
        self.year, self.kind, self.basis = _combo("按年度筛选"), _combo("按原因筛选"), _combo("按依据筛选")
        self.box = SearchBox("筛选缺口", "编号、文字")
        elastic, spare = (TITLE, REASON, DEPARTMENT, TEXT), (TEXT, BASIS, DEPARTMENT)
        self.table = RowsView("缺口表", self.order, _WIDTHS, elastic, sorted_by=NUMBER, spare=spare)
        self.count, self.detail = label("", "section"), label("")
        self.detail.setMinimumHeight(2 * self.detail.fontMetrics().lineSpacing() + 4)
        self._stack = RowsOrNothing(self.table)
        self.actions_ = self._build_actions()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def render_overview(self, overview: Overview) -> None:
        """Show the gaps; filter, order and selection stay."""
        kept = {(row.gap.requirement, row.gap.year, row.gap.quarter) for row in self.selected()}
        rows = gap_rows(overview)
        self._offer(choices(rows))
        self.model.show(rows)
        self._apply()
        flag = self.table.selectionModel().SelectionFlag
        for at, row in enumerate(self.order.shown()):
            if (row.gap.requirement, row.gap.year, row.gap.quarter) in kept:
                self.table.selectionModel().select(self.order.index(at, 0), flag.Select | flag.Rows)

    def show_department(self, name: str) -> None:
        """Narrow the table to one department, everything else lifted."""
        self._refresh()
        for box in (self.year, self.kind, self.basis):
            box.setCurrentIndex(0)
        self.box.clear()
        self.department.setCurrentIndex(max(0, self.department.findData(name)))

    def selected(self) -> list[GapRow]:
        """The selected rows, in the order shown."""
        return self.table.selected()

    def wanted(self) -> GapFilter:
        """The filter as the fields say it."""
        return GapFilter(
            self.department.currentData(),
            self.year.currentData(),
            self.kind.currentData(),
            self.basis.currentData(),
            self.box.text(),
            self.actions_["advice"].isChecked(),
        )

    def _offer(self, offered: Choices) -> None:
        _fill(self.department, "全部部门", [(name, name, count) for name, count in offered.departments])
        years = [(year, year_text(year if year != NO_YEAR else None), count) for year, count in offered.years]
        _fill(self.year, "全部年度", years)
        _fill(self.kind, "全部原因", [(kind, kind.label, count) for kind, count in offered.kinds])
        _fill(self.basis, "全部依据", [(name, name, count) for name, count in offered.bases])

    def _apply(self) -> None:
        self.order.filter_by(self.wanted().leaves)
        shown = self.order.shown()
        asked = sum(1 for row in self.model.rows if self.actions_["advice"].isChecked() or not row.advice)
        self.count.setText(summary(shown, asked))
        self._stack.show_rows(some=bool(shown), nothing=_NO_GAPS if not asked else _NONE_FOUND)
        self.actions_["gap_list"].setEnabled(bool(shown))
        self._show_current()

    def _show_current(self) -> None:
        rows = self.selected()
        self.detail.setText(rows[0].detail if rows else _HINT if self.order.rowCount() else "")
        self.actions_["jump"].setEnabled(len(rows) == 1)
        self.actions_["finding"].setEnabled(bool(rows))

    def _build_actions(self) -> dict[str, QAction]:
        made = {str(name): action(self, drawing, text, tip=tip) for name, drawing, text, tip in _REPORTS}
        made["jump"] = action(self, "open", "转到小项", tip="转到目录中的该小项（回车）")
        made["finding"] = action(self, "view-findings", "登记为问题…", tip="将选定的缺口登记为整改问题，确定时限")
        made["advice"] = action(self, "notice", "含建议项", tip="同时列出不影响齐全判定的惯例建议和疑点")
        made["advice"].setCheckable(True)
        return made

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(6)
        for box, share in ((self.department, 3), (self.year, 2), (self.kind, 2), (self.basis, 2)):
            filters.addWidget(box, share)
        filters.addWidget(self.box, 2)
        reports = FoldingRow([self.actions_[str(name)] for name, *_ in _REPORTS])
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        for name in ("advice", "finding", "jump"):
            head.addWidget(tool_button(self.actions_[name]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(reports)
        layout.addLayout(filters)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.detail)

    def _connect(self) -> None:
        for box in (self.department, self.year, self.kind, self.basis):
            box.currentIndexChanged.connect(self._apply)
        self.box.textChanged.connect(self._apply)
        self.actions_["advice"].toggled.connect(self._apply)
        self.table.selectionModel().selectionChanged.connect(self._show_current)
        self.table.wanted.connect(lambda row: self.jump_wanted.emit(row.key))
        self.table.offer([self.actions_["jump"], self.actions_["finding"]])
        self.actions_["jump"].triggered.connect(lambda: self.jump_wanted.emit(self.selected()[0].key))
        self.actions_["finding"].triggered.connect(
            lambda: self.finding_wanted.emit([row.gap for row in self.selected()])
        )
        self.actions_["gap_list"].triggered.connect(
            lambda: self.gap_list_wanted.emit([row.gap for row in self.order.shown()])
        )
        self.actions_["remind"].triggered.connect(self.reminders_wanted)
        self.actions_["reprint"].triggered.connect(self.reprint_wanted)
        for name, *_ in _REPORTS:
            if isinstance(name, ReportKind):
                self.actions_[name].triggered.connect(lambda _checked=False, kind=name: self.report_wanted.emit(kind))


def _combo(name: str) -> QComboBox:
    box = ElidedChoice()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box


def _fill(box: QComboBox, everything: str, options: Iterable[tuple[object, str, int]]) -> None:
    """Offer other choices; what was chosen stays chosen if it is still there."""
    before = box.currentData()
    box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    box.clear()
    box.addItem(everything, None)
    for value, text, count in options:
        box.addItem(f"{text}　{count}", value)
    at = next((at for at in range(box.count()) if box.itemData(at) == before), 0)
    box.setCurrentIndex(at)
    box.blockSignals(False)  # noqa: FBT003
