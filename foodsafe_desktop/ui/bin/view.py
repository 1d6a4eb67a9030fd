"""The view of recycled evidence, with 恢复."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.evidence.model import EvidenceModel
from foodsafe_desktop.ui.evidence.presenter import (
    ASSIGNED,
    DATE,
    NUMBER,
    PAGES,
    PLACE,
    STATE,
    TITLE,
    YEAR,
    EvidenceRow,
    recycled_rows,
)
from foodsafe_desktop.ui.parts import action, label, tool_button
from foodsafe_desktop.ui.table_model import RowsOrder
from foodsafe_desktop.ui.table_view import RowsOrNothing, RowsView
from foodsafe_desktop.ui.views import OverviewPane

_WIDTHS = {TITLE: 300, YEAR: 66, NUMBER: 172, DATE: 92, PLACE: 320, PAGES: 52, STATE: 100, ASSIGNED: 110}
_NOTHING = "回收站是空的。\n在材料表中选“移入回收状态”的材料会列在这里，随时可以恢复。"


class BinPane(OverviewPane):
    """A table of what was put aside; Enter brings the selected pieces back."""

    restore_wanted = Signal(list)
    history_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = EvidenceModel(self)
        self.order = RowsOrder(self.model, self)
        self.restore = action(self, "undo", "恢复", "Ctrl+Shift+R", "恢复选定的材料，归入关系与回收前相同，也可按回车")
        self.history = action(self, "history", "历史", "Ctrl+H", "选定材料的操作历史")
        self.restore.triggered.connect(lambda: self.restore_wanted.emit(self.selected()))
        self.history.triggered.connect(lambda: self.history_wanted.emit(self.selected()[0]))
        for one in (self.restore, self.history):
            one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(one)
        self.table = RowsView("回收站材料表", self.order, _WIDTHS, (TITLE, PLACE), sorted_by=TITLE)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for column in (NUMBER, DATE, PAGES, STATE):
            self.table.leave_out(column, out=True)
        self.table.wanted.connect(self.restore.trigger)
        self.table.offer([self.restore, self.history])
        self.count = label("", "heading", wraps=False)
        self._stack = RowsOrNothing(self.table, _NOTHING)
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self._enable()

    def render_overview(self, overview: Overview) -> None:
        """Show all that was put aside."""
        rows = recycled_rows(overview)
        self.model.show(rows)
        self.count.setText(f"回收站（{len(rows)}件）")
        self._stack.show_rows(some=bool(rows))
        if rows and not self.selected():
            self.table.selectRow(0)

    def selected(self) -> list[EvidenceRow]:
        """The selected rows, in the order shown."""
        return self.table.selected()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.count, 1)
        for one in (self.restore, self.history):
            top.addWidget(tool_button(one))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.addLayout(top)
        layout.addWidget(label("移入回收状态的材料不计入任何小项，记录和原文件均保留。", "muted"))
        layout.addWidget(self._stack, 1)

    def _enable(self) -> None:
        rows = self.selected()
        self.restore.setEnabled(bool(rows))
        self.history.setEnabled(len(rows) == 1)
