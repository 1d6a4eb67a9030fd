"""How a gap looks in the table: advice in its own colour and picture."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.gaps.presenter import COLUMNS, NUMBER, POINTS, GapRow
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.table_model import RowsModel, Said


def _picture(row: GapRow, column: int) -> object:
    if column != NUMBER:
        return None
    return icon("notice", Tone.OMITTED) if row.advice else icon("state-missing", Tone.MISSING)


_SAID: Said = {
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.ForegroundRole: lambda row, _column: QColor(theme.OMITTED) if row.advice else None,
}


class GapModel(RowsModel[GapRow]):
    """All gaps and all advice."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _SAID, right=(POINTS,), parent=parent)
