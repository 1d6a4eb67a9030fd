"""How a finding looks in the table: its state with a picture in its colour."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.findings.presenter import COLUMNS, STATE, FindingRow, Progress
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.table_model import RowsModel, Said

_TONES = {Progress.OVERDUE: Tone.MISSING, Progress.OPEN: Tone.PARTIAL, Progress.CLOSED: Tone.COMPLETE}
_DRAWINGS = {
    Progress.OVERDUE: "state-missing",
    Progress.OPEN: "state-partial",
    Progress.CLOSED: "state-complete",
}


def _colour(row: FindingRow, column: int) -> QColor | None:
    return QColor(theme.colour(_TONES[row.progress])) if column == STATE else None


def _picture(row: FindingRow, column: int) -> object:
    return icon(_DRAWINGS[row.progress], _TONES[row.progress]) if column == STATE else None


_SAID: Said = {
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.ForegroundRole: _colour,
}


class FindingModel(RowsModel[FindingRow]):
    """All findings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _SAID, parent=parent)
