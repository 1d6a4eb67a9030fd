"""The evidence table for Qt."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QIcon

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.evidence.presenter import COLUMNS, PAGES, STATE, EvidenceRow, Sign
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.wording import tip_text

ROW_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1

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

Index = QModelIndex | QPersistentModelIndex


class EvidenceModel(QAbstractTableModel):
    """Rows as the presenter made them, columns as in COLUMNS."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[EvidenceRow, ...] = ()

    def show(self, rows: tuple[EvidenceRow, ...]) -> None:
        """Take a new set of rows."""
        if rows == self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self._rows)

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
        """A cell's text, tip, colour and icon; the whole row under ROW_ROLE."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        said = _SAID.get(role)
        return said(row, column) if said else None


class EvidenceOrder(QSortFilterProxyModel):
    """Sorts by the presenter's keys: 2 before 10, 第二 before 第十, no date last."""

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        return bool(left.data(SORT_ROLE) < right.data(SORT_ROLE))


def _tip(row: EvidenceRow, column: int) -> str:
    return tip_text(row.reason if column == STATE else row.cells[column])


def _alignment(_row: EvidenceRow, column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == PAGES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _picture(row: EvidenceRow, column: int) -> QIcon | None:
    return icon(f"evidence-{row.sign.value}", _SIGN_COLOURS[row.sign]) if column == STATE else None


def _colour(row: EvidenceRow, column: int) -> QColor | None:
    return QColor(theme.colour(_SIGN_COLOURS[row.sign])) if column == STATE else None


_SAID: dict[int, Callable[[EvidenceRow, int], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda row, column: row.cells[column],
    Qt.ItemDataRole.AccessibleTextRole: lambda row, column: row.cells[column],
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.ForegroundRole: _colour,
    ROW_ROLE: lambda row, _column: row,
    SORT_ROLE: lambda row, column: row.sort[column],
}
