"""A list of what is to be looked into: kinds with their counts to choose from, and the rows, which lead there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.checking.presenter import CheckRow, kinds
from foodsafe_desktop.ui.parts import action, label, tool_button
from foodsafe_desktop.ui.table_model import RowsModel, RowsOrder
from foodsafe_desktop.ui.table_view import RowsOrNothing, RowsView
from foodsafe_desktop.ui.views import OverviewPane

_HINT = "选中一项可在此查看全文；回车或双击转到该处。"


@dataclass(frozen=True, slots=True)
class Listed:
    """One such list: its name and columns, how its rows are made, what is said over them, and without any."""

    name: str
    columns: Sequence[str]
    widths: Mapping[int, int]
    elastic: Sequence[int]
    make: Callable[[Overview], tuple[CheckRow, ...]]
    say: Callable[[Overview, tuple[CheckRow, ...]], str]
    nothing: str
    right: Sequence[int] = ()
    spare: Sequence[int] = ()
    paths: Sequence[int] = ()


class CheckList(OverviewPane):
    """Shows rows made of the overview; double-click or Enter leads to where a row belongs."""

    wanted = Signal(object)
    """CheckRow."""

    def __init__(self, listed: Listed, commands: Sequence[QAction] = ()) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._listed = listed
        self.model: RowsModel[CheckRow] = RowsModel(listed.columns, right=listed.right, parent=self)
        self.order = RowsOrder(self.model, self)
        self.table = RowsView(listed.name, self.order, listed.widths, listed.elastic, sorted_by=0, spare=listed.spare)
        self.table.show_paths(listed.paths)
        self.said, self.full = label(""), label("", "muted")
        self.kind = QComboBox()
        self.kind.setAccessibleName(f"{listed.name}：按情况筛选")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.jump = action(self, "open", "转到该处", tip="转到目录中的该材料或小项（回车）")
        self._stack = RowsOrNothing(self.table, listed.nothing)
        self._commands = [self.jump, *commands]
        self._lay_out()
        self.table.wanted.connect(self.wanted)
        self.table.offer(self._commands)
        self.table.selectionModel().selectionChanged.connect(self._show_current)
        self.jump.triggered.connect(lambda: self.wanted.emit(self.table.current()))
        self.kind.currentIndexChanged.connect(self._apply)
        self.setFocusProxy(self.table)

    def render_overview(self, overview: Overview) -> None:
        """Show the rows anew; what was chosen stays."""
        rows = self._listed.make(overview)
        self.model.show(rows)
        self.said.setText(self._listed.say(overview, rows))
        self._offer(rows)
        self._apply()

    def _offer(self, rows: tuple[CheckRow, ...]) -> None:
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.kind.clear()
        self.kind.addItem(f"全部　{len(rows)}", None)
        for kind, count in kinds(rows):
            self.kind.addItem(f"{kind}　{count}", kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)  # noqa: FBT003

    def _apply(self) -> None:
        kind = self.kind.currentData()
        self.order.filter_by(None if kind is None else lambda row: row.kind == kind)
        self._stack.show_rows(some=bool(self.model.rows))
        self.kind.setEnabled(bool(self.model.rows))
        self._show_current()

    def _show_current(self) -> None:
        row = self.table.current()
        self.full.setText("　".join(cell for cell in row.cells if cell) if row else _HINT if self.model.rows else "")
        self.jump.setEnabled(row is not None)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.said, 1)
        top.addWidget(self.kind)
        for one in self._commands:
            top.addWidget(tool_button(one))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self.full.setMinimumHeight(2 * self.full.fontMetrics().lineSpacing() + 4)
        layout.addWidget(self.full)
