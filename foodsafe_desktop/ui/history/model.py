"""How a line of the history looks in the table: one that does not fit the chain is red and has a sign."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QIcon

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.history.presenter import COLUMNS, LINE, HistoryRow
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.table_model import RowsModel, Said


def _colour(row: HistoryRow, _column: int) -> QColor | None:
    return QColor(theme.MISSING) if row.broken else None


def _picture(row: HistoryRow, column: int) -> QIcon | None:
    return icon("error", Tone.MISSING) if row.broken and column == LINE else None


_SAID: Said = {
    Qt.ItemDataRole.ForegroundRole: _colour,
    Qt.ItemDataRole.DecorationRole: _picture,
}


class HistoryModel(RowsModel[HistoryRow]):
    """Lines as the presenter made them, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _SAID, parent=parent)
