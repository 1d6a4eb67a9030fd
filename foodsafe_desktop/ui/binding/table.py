"""Rows with a mark before one of their words, for Qt. Rows are asked for only when they are looked at."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.binding.presenter import Mark, Row
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.wording import tip_text

ABOUT_ROLE = Qt.ItemDataRole.UserRole
_TONES = {
    Mark.WHOLE: Tone.COMPLETE,
    Mark.LACKING: Tone.MISSING,
    Mark.ISSUED: Tone.ACCENT,
    Mark.CHANGED: Tone.PARTIAL,
    Mark.NOTE: Tone.MUTED,
}
_DRAWINGS = {
    Mark.WHOLE: "state-complete",
    Mark.LACKING: "evidence-fault",
    Mark.ISSUED: "issue",
    Mark.CHANGED: "evidence-changed",
    Mark.NOTE: "notice",
}

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class MarkedTable(QAbstractTableModel):
    """Rows under named columns. `marked`: the column whose word has the picture; `right`: columns of figures."""

    def __init__(
        self, columns: Sequence[str], marked: int, right: Sequence[int] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns, self._marked, self._right = tuple(columns), marked, frozenset(right)
        self.rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Take other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self.rows)

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
        """A cell's text, tip, picture and colour; what the row stands for under ABOUT_ROLE."""
        if not index.isValid():
            return None
        if role == _Role.TextAlignmentRole:
            return self._alignment(index.column())
        if role in _PICTURED:
            return self._pictured(self.rows[index.row()], role) if index.column() == self._marked else None
        said = _SAID.get(role)
        return said(self.rows[index.row()], index.column(), self._columns) if said else None

    @staticmethod
    def _pictured(row: Row, role: int) -> object:
        if row.mark is None:
            return None
        tone = _TONES[row.mark]
        return icon(_DRAWINGS[row.mark], tone) if role == _Role.DecorationRole else QColor(theme.colour(tone))

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


_PICTURED = (_Role.DecorationRole, _Role.ForegroundRole)
_SAID: dict[int, Callable[[Row, int, Sequence[str]], object]] = {
    _Role.DisplayRole: lambda row, column, _columns: row.cells[column],
    _Role.AccessibleTextRole: lambda row, column, columns: f"{columns[column]}：{row.cells[column]}",
    _Role.ToolTipRole: lambda row, column, _columns: tip_text(row.cells[column]),
    ABOUT_ROLE: lambda row, _column, _columns: row.about,
}


class MarkedView(QTableView):
    """A table of rows; Enter is a double-click. `widths` by column; `wide` takes what the others leave."""

    def __init__(self, name: str, model: MarkedTable, widths: dict[int, int], wide: int) -> None:
        super().__init__()
        self._widths, self._wide = widths, wide
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(15, 15))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    def minimumSizeHint(self) -> QSize:
        """Head and a row: the table scrolls."""
        return QSize(0, self.horizontalHeader().sizeHint().height() + self.verticalHeader().defaultSectionSize() + 4)

    def about(self) -> object:
        """What the selected row stands for, None without one."""
        found = self.selectionModel().selectedRows()
        return found[0].data(ABOUT_ROLE) if found else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what a double-click does, on every platform."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.doubleClicked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
