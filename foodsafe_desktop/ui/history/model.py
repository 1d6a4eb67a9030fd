"""The history for Qt: rows as the presenter made them, newest first."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.history.presenter import COLUMNS, LINE, HistoryRow
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.wording import tip_text

Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractTableModel):
    """Columns as in COLUMNS; a line that does not fit the chain is red and has a sign."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[HistoryRow, ...] = ()

    def show(self, rows: tuple[HistoryRow, ...]) -> None:
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
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(COLUMNS):
                return COLUMNS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell's text and tip; colour and sign where the chain is broken."""
        if not index.isValid():
            return None
        said = _SAID.get(role)
        return said(self.rows[index.row()], index.column()) if said else None


def _colour(row: HistoryRow, _column: int) -> QColor | None:
    return QColor(theme.MISSING) if row.broken else None


def _picture(row: HistoryRow, column: int) -> QIcon | None:
    return icon("error", Tone.MISSING) if row.broken and column == LINE else None


_SAID: dict[int, Callable[[HistoryRow, int], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda row, column: row.cells[column],
    Qt.ItemDataRole.AccessibleTextRole: lambda row, column: row.cells[column],
    Qt.ItemDataRole.ToolTipRole: lambda row, column: tip_text(row.cells[column]),
    Qt.ItemDataRole.ForegroundRole: _colour,
    Qt.ItemDataRole.DecorationRole: _picture,
}
