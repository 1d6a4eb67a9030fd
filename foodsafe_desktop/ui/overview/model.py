"""Numbers by year for Qt."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.cells import CELL_COLOURS, CELL_TINTS, cell_icon
from foodsafe_desktop.ui.icons import state_icon
from foodsafe_desktop.ui.overview.grid_presenter import GridCell, GridRow, GridTable
from foodsafe_desktop.ui.table_model import ROW_ROLE, Index, RowsModel
from foodsafe_desktop.ui.wording import tip_text

LABEL, STATE = 0, 1
_NAMES = ("小项", "状态")
FIXED = len(_NAMES)

_Role = Qt.ItemDataRole


class GridModel(RowsModel[GridRow]):
    """Column 0 is the number with its text, 1 its state, the others the years."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_NAMES, parent=parent)

    def show_grid(self, table: GridTable) -> None:
        """Take another grid."""
        self.show(table.rows, (*_NAMES, *table.years))

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """A cell's text, tip, picture, colours; the row under ROW_ROLE."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == ROW_ROLE:
            return row
        if column >= FIXED:
            said = _CELL_SAID.get(role)
            return said(row.cells[column - FIXED]) if said else None
        found = (_LABEL_SAID if column == LABEL else _STATE_SAID).get(role)
        return found(row) if found else None


_LABEL_SAID: dict[int, Callable[[GridRow], object]] = {
    _Role.DisplayRole: lambda row: row.label,
    _Role.ToolTipRole: lambda row: tip_text(row.tip),
}
_STATE_SAID: dict[int, Callable[[GridRow], object]] = {
    _Role.DisplayRole: lambda row: row.word,
    _Role.ToolTipRole: lambda row: tip_text(row.word),
    _Role.DecorationRole: lambda row: state_icon(row.state),
    _Role.ForegroundRole: lambda row: QColor(theme.state_colour(row.state)),
}
_CELL_SAID: dict[int, Callable[[GridCell], object]] = {
    _Role.DisplayRole: lambda cell: cell.text,
    _Role.AccessibleTextRole: lambda cell: cell.tip,
    _Role.ToolTipRole: lambda cell: tip_text(cell.tip),
    _Role.DecorationRole: lambda cell: cell_icon(cell.state),
    _Role.ForegroundRole: lambda cell: QColor(theme.colour(CELL_COLOURS[cell.state])),
    _Role.BackgroundRole: lambda cell: QColor(theme.colour(CELL_TINTS[cell.state])),
}


class GridFilter(QSortFilterProxyModel):
    """Leaves only what is missing or partial, where that is wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._only_open = False

    def show_only_open(self, *, on: bool) -> None:
        """Show only numbers that are not complete, or all."""
        self._only_open = on
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:
        """Qt's question."""
        source = self.sourceModel()
        if not self._only_open or not isinstance(source, GridModel):
            return True
        return source.rows[source_row].state in (State.MISSING, State.PARTIAL)
