"""The table that every list is shown in: header, widths that follow the window, keys, menu, and what it says empty."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.parts import label
from foodsafe_desktop.ui.table_model import ROW_ROLE

_LEAST_SHARE = 0.45
"""An elastic column gives way to this part of its width; then the table scrolls."""
_EASY_SHARE = 0.75
"""Below this part of the elastic columns' widths their words are hard to read: first the spare columns make room."""
_NOT_NOW = "（窗口较窄，暂不显示）"


class _MiddleLeftOut(QStyledItemDelegate):
    """Of a path both its beginning and the file's name can be read."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Qt's question."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined] # Qt's stubs do not know it


class RowsView(QTableView):
    """A table of a `RowsModel`, or of a `RowsOrder` over one.

    `widths` are those of the columns beside letters of the usual size. The `elastic` ones share what the window has
    more or less; one that a person has drawn to a width keeps it. The `spare` ones are not shown, the first named
    first, while the others are squeezed. Enter is a double-click, Ctrl+C copies the rows.
    """

    wanted = Signal(object)
    """The row that was double-clicked, or on which Enter was pressed."""

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        widths: Mapping[int, int],
        elastic: Sequence[int],
        *,
        single: bool = False,
        sorted_by: int | None = None,
        spare: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self._widths = {column: scaled(width) for column, width in widths.items()}
        self._elastic, self._spare = list(elastic), tuple(spare)
        self._spared: set[int] = set()
        self._usual = dict(self._widths), tuple(elastic)
        self._drawn: set[int] = set()
        self._away: set[int] = set()
        self._not_here: set[int] = set()
        self._fitting = False
        self.is_restored = False
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.SingleSelection if single else modes.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(square(15))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_headers(sorted_by)
        self.doubleClicked.connect(lambda index: self.wanted.emit(index.data(ROW_ROLE)))

    def offer(self, actions: Sequence[QAction]) -> None:
        """These commands make the context menu; it shows only where a row is selected."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._show_menu(at, actions))

    def show_paths(self, columns: Iterable[int]) -> None:
        """These columns are paths."""
        for column in columns:
            self.setItemDelegateForColumn(column, _MiddleLeftOut(self))

    def heads(self) -> list[str]:
        """The columns' names."""
        across = Qt.Orientation.Horizontal
        return [str(self.model().headerData(column, across)) for column in range(self.model().columnCount())]

    def leave_out(self, column: int, *, out: bool) -> None:
        """A column says nothing about what is listed now; what a person chose stays chosen."""
        (self._not_here.add if out else self._not_here.discard)(column)
        self.fit()

    def show_column(self, column: int, *, on: bool) -> None:
        """A person wants to see a column or not; the first always stays."""
        if column != 0:
            (self._away.discard if on else self._away.add)(column)
            self.fit()

    def put_away(self) -> list[int]:
        """The columns that a person does not want to see."""
        return sorted(self._away)

    def draw_to(self, widths: Mapping[int, int]) -> None:
        """Take widths as a person drew them, at letters of the usual size."""
        for column, width in widths.items():
            if column in self._widths:
                self._keep_width(column, scaled(width))
        self.fit()

    def drawn(self) -> dict[int, int]:
        """The columns that a person drew to a width, at letters of the usual size."""
        return {column: round(self._widths[column] * 100 / scaled(100)) for column in sorted(self._drawn)}

    def sort(self, column: int, *, descending: bool) -> None:
        """Sort by a column, where this table can be sorted."""
        if self.isSortingEnabled():
            self.sortByColumn(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def order_shown(self) -> tuple[int, bool]:
        """The column it is sorted by, -1 for none, and whether from the end."""
        header = self.horizontalHeader()
        by = header.sortIndicatorSection() if self.isSortingEnabled() else -1
        return by, header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder

    def columns_menu(self, parent: QWidget | None = None) -> QMenu:
        """Which columns to show, and all as they were at first."""
        menu = QMenu("显示的列", parent or self)
        for column, head in enumerate(self.heads()):
            if column in self._not_here:
                continue
            one = menu.addAction(head.replace("&", "&&") + (_NOT_NOW if column in self._spared else ""))
            one.setCheckable(True)
            one.setChecked(column not in self._away)
            one.setEnabled(column != 0)
            one.toggled.connect(lambda on, column=column: self.show_column(column, on=on))
        menu.addSeparator()
        menu.addAction("恢复原有各列和列宽", self.forget_columns)
        return menu

    def forget_columns(self) -> None:
        """All columns, as wide as they were at first."""
        self._widths, self._elastic = dict(self._usual[0]), list(self._usual[1])
        self._drawn.clear()
        self._away.clear()
        self.fit()

    def selected(self) -> list[Any]:
        """The selected rows, in the order shown."""
        return [index.data(ROW_ROLE) for index in self._selected_indexes()]

    def current(self) -> Any:  # noqa: ANN401 - whatever the model's rows are
        """The first selected row, None without one."""
        rows = self.selected()
        return rows[0] if rows else None

    def fit(self) -> None:
        """Let the elastic columns share what the others leave."""
        shown = self._choose_shown()
        bending = [column for column in self._elastic if column in shown]
        stiff = sum(self._widths[column] for column in shown if column not in bending)
        wanted = sum(self._widths[column] for column in bending)
        room = self.viewport().width() - stiff
        self._fitting = True
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column in self._away | self._not_here | self._spared)
        for column in shown:
            width = self._widths[column]
            if column in bending and wanted:
                width = max(int(width * _LEAST_SHARE), room * width // wanted)
            self.setColumnWidth(column, width)
        self._fitting = False

    def _choose_shown(self) -> list[int]:
        """The columns that there is room for, of those that a person wants and that say something here."""
        shown = [column for column in self._widths if column not in self._away | self._not_here]
        self._spared = set()
        for column in self._spare:
            easy = sum(self._widths[at] * (_EASY_SHARE if at in self._elastic else 1) for at in shown)
            if easy <= self.viewport().width():
                break
            if column in shown and column not in self._drawn:
                shown.remove(column)
                self._spared.add(column)
        return shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns follow."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what a double-click does, on every platform; Ctrl+C copies the selected rows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.wanted.emit(self.currentIndex().data(ROW_ROLE))
        elif event.matches(QKeySequence.StandardKey.Copy) and self.selectionModel().selectedRows():
            QGuiApplication.clipboard().setText(self._selected_text())
        else:
            super().keyPressEvent(event)

    def _selected_indexes(self) -> list[QModelIndex]:
        return sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)

    def _selected_text(self) -> str:
        columns = range(self.model().columnCount())
        lines = ([index.siblingAtColumn(at).data() for at in columns] for index in self._selected_indexes())
        return "\n".join("\t".join(line) for line in lines)

    def _set_up_headers(self, sorted_by: int | None) -> None:
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.fontMetrics().height() + 9)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.sectionResized.connect(self._take_width)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(lambda at: self._pop_up(self.columns_menu(), across, at))
        if sorted_by is not None:
            self.sortByColumn(sorted_by, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    def _take_width(self, column: int, _before: int, now: int) -> None:
        """A person drew a column to a width."""
        if not self._fitting and now and self.isVisible():
            self._keep_width(column, now)

    def _keep_width(self, column: int, width: int) -> None:
        self._widths[column] = width
        self._drawn.add(column)
        if column in self._elastic:
            self._elastic.remove(column)

    def _show_menu(self, at: QPoint, actions: Sequence[QAction]) -> None:
        if self.selectionModel().hasSelection():
            self._pop_up(self.row_menu(actions), self.viewport(), at)

    def row_menu(self, actions: Sequence[QAction]) -> QMenu:
        """The commands, and the columns: the keyboard reaches them here."""
        menu = QMenu(self)
        menu.addActions(actions)
        menu.addSeparator()
        menu.addMenu(self.columns_menu(menu))
        return menu

    @staticmethod
    def _pop_up(menu: QMenu, over: QWidget, at: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(over.mapToGlobal(at))


class RowsOrNothing(QStackedWidget):
    """A table, or the sentence on what to do while it has no rows."""

    def __init__(self, table: QWidget, nothing: str = "") -> None:
        super().__init__()
        self.said = label(nothing, "muted")
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(table)
        self.addWidget(self.said)

    def show_rows(self, *, some: bool, nothing: str = "") -> None:
        """Show the table where there are rows, else say why there are none."""
        if nothing:
            self.said.setText(nothing)
        self.setCurrentIndex(0 if some else 1)
