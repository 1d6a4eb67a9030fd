"""Rows with a mark before one of their words, for Qt."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.binding.presenter import Mark, Row
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.table_model import ROW_ROLE, RowsModel, Said

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


def _picture(row: Row) -> QIcon | None:
    return icon(_DRAWINGS[row.mark], _TONES[row.mark]) if row.mark is not None else None


def _colour(row: Row) -> QColor | None:
    return QColor(theme.colour(_TONES[row.mark])) if row.mark is not None else None


class MarkedTable(RowsModel[Row]):
    """Rows under named columns. `marked`: the column whose word has the picture; `right`: columns of figures."""

    def __init__(
        self, columns: Sequence[str], marked: int, right: Sequence[int] = (), parent: QObject | None = None
    ) -> None:
        said: Said = {
            Qt.ItemDataRole.DecorationRole: lambda row, column: _picture(row) if column == marked else None,
            Qt.ItemDataRole.ForegroundRole: lambda row, column: _colour(row) if column == marked else None,
        }
        super().__init__(columns, said, right, parent)


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
        return found[0].data(ROW_ROLE).about if found else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what a double-click does, on every platform."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.doubleClicked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
