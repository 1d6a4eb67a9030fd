"""A plain table of text for Qt, used wherever rows need no more than words."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from foodsafe_desktop.ui.wording import tip_text

KEY_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class TextTable(QAbstractTableModel):
    """Rows of text under named columns, each with what it is about, if anything. `right`: columns of figures."""

    def __init__(self, columns: Sequence[str], right: Sequence[int] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns, self._right = tuple(columns), frozenset(right)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._keys: tuple[object, ...] = ()

    def show(self, rows: Sequence[tuple[str, ...]], keys: Sequence[object] = ()) -> None:
        """Take other rows, and what each is about."""
        self.beginResetModel()
        self._rows, self._keys = tuple(rows), tuple(keys) or (None,) * len(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == _Role.DisplayRole:
            return self._columns[section]
        return self._alignment(section) if role == _Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """A cell's text and tip; the row's key under KEY_ROLE."""
        if not index.isValid():
            return None
        text = self._rows[index.row()][index.column()]
        if role == KEY_ROLE:
            return self._keys[index.row()]
        if role == _Role.TextAlignmentRole:
            return self._alignment(index.column())
        if role == _Role.ToolTipRole:
            return tip_text(text)
        return text if role == _Role.DisplayRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
