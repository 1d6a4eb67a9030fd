"""The hits for Qt."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from foodsafe_desktop.ui.search.presenter import HitRow
from foodsafe_desktop.ui.wording import tip_text

HIT_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """One row a hit, the whole of it under HIT_ROLE."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[HitRow, ...] = ()

    def show(self, rows: tuple[HitRow, ...]) -> None:
        """Take other hits."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Title, tip and spoken text."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == HIT_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(row.hit.path or row.title)
        return row.title if role == Qt.ItemDataRole.DisplayRole else None
