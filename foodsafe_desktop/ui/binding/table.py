"""Rows with a mark before one of their words, for Qt."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QIcon

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.binding.presenter import Mark, Row
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.table_model import RowsModel, Said
from foodsafe_desktop.ui.table_view import RowsView

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


class MarkedView(RowsView):
    """A table of marked rows, as low as the pane wants it. `widths` by column; `wide` takes what the others leave."""

    def __init__(
        self, name: str, model: MarkedTable, widths: Mapping[int, int], wide: int, spare: Sequence[int] = ()
    ) -> None:
        super().__init__(name, model, widths, (wide,), single=True, spare=spare)

    def minimumSizeHint(self) -> QSize:
        """Head and a row: the table scrolls."""
        return QSize(0, self.horizontalHeader().sizeHint().height() + self.verticalHeader().defaultSectionSize() + 4)

    def about(self) -> object:
        """What the selected row stands for, None without one."""
        row = self.current()
        return row.about if row else None
