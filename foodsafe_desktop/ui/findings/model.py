"""The table of findings for Qt, and the proxy that sorts it and leaves closed ones out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.findings.presenter import COLUMNS, STATE, FindingRow, Progress
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.wording import tip_text

ROW_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
_COLOURS = {Progress.OVERDUE: Tone.MISSING, Progress.OPEN: Tone.PARTIAL, Progress.CLOSED: Tone.COMPLETE}
_DRAWINGS = {
    Progress.OVERDUE: "state-missing",
    Progress.OPEN: "state-partial",
    Progress.CLOSED: "state-complete",
}

Index = QModelIndex | QPersistentModelIndex


class FindingModel(QAbstractTableModel):
    """Rows as the presenter made them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[FindingRow, ...] = ()

    def show(self, rows: tuple[FindingRow, ...]) -> None:
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
        aligned = role == Qt.ItemDataRole.TextAlignmentRole
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter if aligned else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell's text, tip, picture and colour; the whole row under ROW_ROLE."""
        if not index.isValid():
            return None
        said = _SAID.get(role)
        return said(self.rows[index.row()], index.column()) if said else None


class FindingOrder(QSortFilterProxyModel):
    """Sorts by the presenter's keys; closed findings show only when wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._with_closed = True

    def show_closed(self, *, on: bool) -> None:
        """Show closed findings too, or not."""
        self._with_closed = on
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:
        """Qt's question."""
        source = self.sourceModel()
        if self._with_closed or not isinstance(source, FindingModel):
            return True
        return source.rows[source_row].progress is not Progress.CLOSED

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        return bool(left.data(SORT_ROLE) < right.data(SORT_ROLE))


def _colour(row: FindingRow, column: int) -> QColor | None:
    return QColor(theme.colour(_COLOURS[row.progress])) if column == STATE else None


def _picture(row: FindingRow, column: int) -> object:
    return icon(_DRAWINGS[row.progress], _COLOURS[row.progress]) if column == STATE else None


_SAID: dict[int, Callable[[FindingRow, int], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda row, column: row.cells[column],
    Qt.ItemDataRole.AccessibleTextRole: lambda row, column: f"{COLUMNS[column]}：{row.cells[column]}",
    Qt.ItemDataRole.ToolTipRole: lambda row, column: tip_text(row.cells[column]),
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.ForegroundRole: _colour,
    ROW_ROLE: lambda row, _column: row,
    SORT_ROLE: lambda row, column: row.sort[column],
}
