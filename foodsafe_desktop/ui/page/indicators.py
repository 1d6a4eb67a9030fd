"""Entry fields for indicators: the demand, then for each period a value, 不适用, and how it stands."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.page.asked import IndicatorCell, IndicatorRow
from foodsafe_desktop.ui.page.marks import MARK_COLOURS, MARK_TINTS, mark_icon
from foodsafe_desktop.ui.parts import label, set_tone
from foodsafe_desktop.ui.wording import year_text

_ACROSS, _WIDE_ENOUGH = 3, 215


class IndicatorEntry(QFrame):
    """One indicator in one period. Enter, or leaving the field, hands the value on; an emptied field takes it out."""

    entered = Signal(str, object, object)
    """Indicator id, year, Decimal."""
    removed = Signal(str, object)
    not_applicable = Signal(str, object)
    refused = Signal(str)
    """What was typed and is no number, as a sentence."""

    def __init__(self, row: IndicatorRow, cell: IndicatorCell) -> None:
        super().__init__()
        self._row, self._cell, self._handed = row, cell, cell.value
        period = year_text(cell.year)
        self.setObjectName("indicator")
        self.setStyleSheet(
            f"QFrame#indicator {{ background: {theme.colour(MARK_TINTS[cell.mark])}; border-radius: 3px;"
            f" border-left: 4px solid {theme.colour(MARK_COLOURS[cell.mark])}; }}"
        )
        self.field = QLineEdit(cell.value)
        self.field.setObjectName(f"{row.indicator.id} {cell.year}")
        self.field.setAccessibleName(f"{row.title}，{period}，{row.note}，{cell.word}")
        self.field.setPlaceholderText("不适用" if cell.not_applicable else "未填")
        self.field.setMinimumWidth(48)
        self.field.editingFinished.connect(self._finish)
        self.exempt = QToolButton()
        self.exempt.setText("取消不适用" if cell.not_applicable else "不适用…")
        self.exempt.setAccessibleName(f"{row.title}，{period}：{self.exempt.text()}")
        self.exempt.setToolTip("当期没有可计数的事项时，写明理由并标为不适用")
        self.exempt.clicked.connect(self._toggle_exempt)
        self._lay_out(period)

    def _lay_out(self, period: str) -> None:
        sign = QLabel()
        sign.setPixmap(mark_icon(self._cell.mark).pixmap(square(14), self.devicePixelRatioF()))
        word = QLabel(self._cell.word)
        set_tone(word, MARK_COLOURS[self._cell.mark])
        top = QHBoxLayout()
        top.setSpacing(5)
        top.addWidget(QLabel(period))
        top.addWidget(sign)
        top.addWidget(word)
        top.addStretch(1)
        entry = QHBoxLayout()
        entry.setSpacing(4)
        entry.addWidget(self.field, 1)
        entry.addWidget(QLabel(self._row.indicator.unit))
        entry.addWidget(self.exempt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 8, 5)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addLayout(entry)
        said = self._cell.note if self._cell.not_applicable else self._cell.reason
        if said and said != "指标未填报数值":
            layout.addWidget(label(said))
        layout.addStretch(1)

    def _finish(self) -> None:
        text = self.field.text().strip().removesuffix(self._row.indicator.unit).strip()
        # Enter and then leaving the field finish it twice; the second time nothing is new.
        if text == self._handed:
            return
        if not text:
            self._handed = text
            self.removed.emit(self._row.indicator.id, self._cell.year)
            return
        try:
            value = Decimal(text)
        except InvalidOperation:
            # The field goes back first: the notice may take the focus, which finishes the editing once more.
            self.field.setText(self._handed)
            self.refused.emit(f"“{text}”不是数值，“{self._row.title}”未保存。请填写数字，如 95 或 99.5。")
            return
        self._handed = text
        self.entered.emit(self._row.indicator.id, self._cell.year, value)

    def _toggle_exempt(self) -> None:
        (self.removed if self._cell.not_applicable else self.not_applicable).emit(
            self._row.indicator.id, self._cell.year
        )


class IndicatorFields(QWidget):
    """All indicators of one number."""

    entered = Signal(str, object, object)
    removed = Signal(str, object)
    not_applicable = Signal(str, object)
    refused = Signal(str)

    def __init__(self, rows: Sequence[IndicatorRow]) -> None:
        super().__init__()
        self._grids: list[tuple[QGridLayout, list[IndicatorEntry]]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for row in rows:
            layout.addWidget(label(f"{row.title}　{row.note}"))
            grid = QGridLayout()
            grid.setSpacing(8)
            entries = []
            for at, cell in enumerate(row.cells):
                entry = IndicatorEntry(row, cell)
                entry.entered.connect(self.entered)
                entry.removed.connect(self.removed)
                entry.not_applicable.connect(self.not_applicable)
                entry.refused.connect(self.refused)
                grid.addWidget(entry, at // _ACROSS, at % _ACROSS)
                entries.append(entry)
            self._grids.append((grid, entries))
            layout.addLayout(grid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many side by side as there is room for."""
        super().resizeEvent(event)
        across = max(1, min(_ACROSS, self.width() // scaled(_WIDE_ENOUGH)))
        for grid, entries in self._grids:
            for at, entry in enumerate(entries):
                grid.addWidget(entry, at // across, at % across)
            for column in range(_ACROSS):
                grid.setColumnStretch(column, 1 if column < across else 0)
