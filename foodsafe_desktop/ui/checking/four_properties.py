"""四性检测: every check with its result, and below it all that was found by the one that is selected."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from foodsafe_desktop.domain.four_properties import Result, State
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.parts import action, label, tool_button
from foodsafe_desktop.ui.table_model import RowsModel, RowsOrder, Said
from foodsafe_desktop.ui.table_view import RowsOrNothing, RowsView

COLUMNS = ("结果", "性质", "编号", "检测项目", "检测数", "问题数", "说明")
RESULT, PROPERTY, ID, NAME, LOOKED_AT, FAULTY, SAID = range(len(COLUMNS))
_WIDTHS = {RESULT: 96, PROPERTY: 70, ID: 84, NAME: 220, LOOKED_AT: 64, FAULTY: 64, SAID: 380}
_LOOKS = {
    State.PASSED: ("state-complete", Tone.COMPLETE),
    State.FAILED: ("state-missing", Tone.MISSING),
    State.BY_HAND: ("state-partial", Tone.PARTIAL),
    State.NOT_APPLICABLE: ("state-omitted", Tone.OMITTED),
}
_GRAVEST_FIRST = (State.FAILED, State.BY_HAND, State.PASSED, State.NOT_APPLICABLE)
_NOT_CHECKED = "本次打开档案后尚未检测。"
_NOTHING = "按“开始检测”，重新读取全部文件，按DA/T 70-2018归档环节逐项检测。\n只检测，不改动；检测完可另存为报告。"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One check as a row, and the sentences on it."""

    state: State
    details: tuple[str, ...]
    cells: tuple[str, ...]
    sort: tuple[object, ...]


def result_rows(results: Sequence[Result]) -> tuple[ResultRow, ...]:
    """The results in the standard's order; sorted by their state, the gravest come first."""
    return tuple(_row(at, one) for at, one in enumerate(results))


def headline(results: Sequence[Result]) -> str:
    """How many checks ended how."""
    count = {state: sum(one.state is state for one in results) for state in _GRAVEST_FIRST}
    return "，".join(f"{state.value} {number} 项" for state, number in count.items()) + "。"


def _row(at: int, one: Result) -> ResultRow:
    looked_at, faulty = (str(number) if number else "" for number in (one.looked_at, one.faulty))
    cells = (one.state.value, one.property.value, one.id, one.name, looked_at, faulty, one.details[0])
    sort = (_GRAVEST_FIRST.index(one.state), at, at, one.name, one.looked_at, one.faulty, one.details[0])
    return ResultRow(one.state, one.details, cells, sort)


def _picture(row: ResultRow, column: int) -> object:
    return icon(*_LOOKS[row.state]) if column == RESULT else None


def _colour(row: ResultRow, column: int) -> QColor | None:
    return QColor(theme.colour(_LOOKS[row.state][1])) if column == RESULT else None


_ROLES: Said = {Qt.ItemDataRole.DecorationRole: _picture, Qt.ItemDataRole.ForegroundRole: _colour}


class FourPropertiesPane(QWidget):
    """Asks for the check and its report; shows what was found."""

    check_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.results: Sequence[Result] = ()
        self.said = label(_NOT_CHECKED)
        self.check = action(self, "verify", "开始检测", tip="重新读取全部文件，按真实、完整、可用、安全逐项检测")
        self.report = action(self, "report", "另存报告…", tip="将检测结果另存为 DOCX 或 XLSX 报告")
        self.model: RowsModel[ResultRow] = RowsModel(COLUMNS, _ROLES, (LOOKED_AT, FAULTY), self)
        self.order = RowsOrder(self.model, self)
        self.table = RowsView(
            "四性检测结果", self.order, _WIDTHS, (NAME, SAID), single=True, sorted_by=RESULT, spare=(ID, PROPERTY)
        )
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName("选定检测项目的全部说明")
        self._stack = RowsOrNothing(self.table, _NOTHING)
        self._lay_out()
        self.check.triggered.connect(self.check_wanted)
        self.report.triggered.connect(self.report_wanted)
        self.table.selectionModel().selectionChanged.connect(self._show_details)
        self.setFocusProxy(self.table)
        self.forget()

    def forget(self) -> None:
        """Another archive: nothing was checked yet."""
        self.show_results((), _NOT_CHECKED)

    def show_results(self, results: Sequence[Result], sentence: str) -> None:
        """Show what a check found, and when, in a sentence."""
        self.results = results
        self.said.setText(sentence)
        self.model.show(result_rows(results))
        self._stack.show_rows(some=bool(results))
        self.details.setVisible(bool(results))
        self.report.setEnabled(bool(results))
        if results:
            self.table.selectRow(0)

    def _show_details(self) -> None:
        row = self.table.current()
        self.details.setPlainText("\n".join(row.details) if row else "")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.said, 1)
        for one in (self.check, self.report):
            top.addWidget(tool_button(one))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._stack)
        split.addWidget(self.details)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(split, 1)
