"""How a piece of evidence looks in the table: its state with a picture in its colour."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QIcon

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.dragging import PIECES, pieces_data
from foodsafe_desktop.ui.evidence.presenter import COLUMNS, PAGES, STATE, EvidenceRow, Sign
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.table_model import Index, RowsModel, Said
from foodsafe_desktop.ui.wording import tip_text

_SIGN_COLOURS = {
    Sign.VALID: Tone.COMPLETE,
    Sign.WAITING: Tone.ACCENT,
    Sign.PAPER: Tone.OMITTED,
    Sign.FAULT: Tone.MISSING,
    Sign.GONE: Tone.MISSING,
    Sign.CHANGED: Tone.PARTIAL,
    Sign.SUSPENDED: Tone.MISSING,
    Sign.NOT_COUNTED: Tone.NOT_CHOSEN,
    Sign.RECYCLED: Tone.NOT_CHOSEN,
}


def _tip(row: EvidenceRow, column: int) -> str:
    return tip_text(row.reason if column == STATE else row.cells[column])


def _picture(row: EvidenceRow, column: int) -> QIcon | None:
    return icon(f"evidence-{row.sign.value}", _SIGN_COLOURS[row.sign]) if column == STATE else None


def _colour(row: EvidenceRow, column: int) -> QColor | None:
    return QColor(theme.colour(_SIGN_COLOURS[row.sign])) if column == STATE else None


_SAID: Said = {
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.ForegroundRole: _colour,
}


class EvidenceModel(RowsModel[EvidenceRow]):
    """Pieces of evidence, columns as in COLUMNS."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _SAID, right=(PAGES,), parent=parent)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows may be dragged onto the catalogue's tree."""
        return super().flags(index) | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags)

    def mimeTypes(self) -> list[str]:
        """Qt's question."""
        return [PIECES]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The pieces that are dragged."""
        return pieces_data(self.rows[index.row()].evidence.id for index in indexes)
