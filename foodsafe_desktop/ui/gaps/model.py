"""The table of gaps for Qt, and the proxy that sorts and narrows it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.gaps.presenter import COLUMNS, NUMBER, POINTS, GapFilter, GapRow
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.wording import tip_text

ROW_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class GapModel(QAbstractTableModel):
    """Rows as the presenter made them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[GapRow, ...] = ()

    def show(self, rows: tuple[GapRow, ...]) -> None:
        """Take a new set of rows."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(COLUMNS):
            return COLUMNS[section]
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter if role == _ALIGNED else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell's text, tip, picture and colour; the whole row under ROW_ROLE."""
        if not index.isValid():
            return None
        said = _SAID.get(role)
        return said(self.rows[index.row()], index.column()) if said else None


class GapOrder(QSortFilterProxyModel):
    """Sorts by the presenter's keys and shows what the filter leaves."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter = GapFilter()

    def filter_by(self, wanted: GapFilter) -> None:
        """Show only what this filter leaves."""
        self._filter = wanted
        self.invalidateFilter()

    def shown(self) -> list[GapRow]:
        """The rows that are shown, in their order."""
        return [self.index(row, 0).data(ROW_ROLE) for row in range(self.rowCount())]

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:
        """Qt's question."""
        source = self.sourceModel()
        return isinstance(source, GapModel) and self._filter.leaves(source.rows[source_row])

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        return bool(left.data(SORT_ROLE) < right.data(SORT_ROLE))


_ALIGNED = Qt.ItemDataRole.TextAlignmentRole


def _alignment(_row: GapRow, column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == POINTS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _picture(row: GapRow, column: int) -> object:
    if column != NUMBER:
        return None
    return icon("notice", Tone.OMITTED) if row.advice else icon("state-missing", Tone.MISSING)


_SAID: dict[int, Callable[[GapRow, int], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda row, column: row.cells[column],
    Qt.ItemDataRole.AccessibleTextRole: lambda row, column: f"{COLUMNS[column]}：{row.cells[column]}",
    Qt.ItemDataRole.ToolTipRole: lambda row, column: tip_text(row.cells[column]),
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.ForegroundRole: lambda row, _column: QColor(theme.OMITTED) if row.advice else None,
    ROW_ROLE: lambda row, _column: row,
    SORT_ROLE: lambda row, column: row.sort[column],
}
