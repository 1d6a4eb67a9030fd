"""Draws a hit: title, where it belongs, and a passage of up to two lines, with the words marked."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from foodsafe_desktop.services.searching import Ranges
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.search.model import HIT_ROLE
from foodsafe_desktop.ui.search.presenter import HitRow

_SIDE, _PADDING, _LINES = 8, 6, 2


class HitDelegate(QStyledItemDelegate):
    """All rows are of one height, so that a list of hits scrolls evenly."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Four lines of text."""
        _rect, font, _widget = _given(option)
        lines = QFontMetrics(font).height() + (1 + _LINES) * QFontMetrics(_small(font)).height()
        return QSize(200, lines + 2 * _PADDING + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row: HitRow = index.data(HIT_ROLE)
        rect, font, widget = _given(option)
        widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        painter.save()
        painter.setClipRect(rect)
        area = rect.adjusted(_SIDE, _PADDING, -_SIDE, -_PADDING)
        bold = QFont(font)
        bold.setBold(True)
        used = _draw(painter, area, row.title, row.title_ranges, bold, theme.TEXT, 1)
        area.setTop(area.top() + used + 1)
        small = _small(font)
        used = _draw(painter, area, row.where, (), small, theme.MUTED, 1)
        area.setTop(area.top() + used + 1)
        _draw(painter, area, row.passage, row.ranges, small, theme.TEXT, _LINES)
        painter.setClipping(False)
        painter.setPen(QColor(theme.BORDER))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


def _draw(painter: QPainter, area: QRect, text: str, ranges: Ranges, font: QFont, colour: str, lines: int) -> int:
    """Draw text in so many lines at most, the ranges marked; returns the height used."""
    if lines == 1:
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.setFormats([_mark(start, min(end, len(text))) for start, end in ranges if start < len(text)])
    layout.beginLayout()
    height = 0.0
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(area.width(), 20))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    painter.setPen(QColor(colour))
    layout.draw(painter, QPointF(area.topLeft()))
    return int(height) or QFontMetrics(font).height()


def _mark(start: int, end: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, end - start  # type: ignore[attr-defined] # Qt's stubs do not know these
    look = QTextCharFormat()
    look.setBackground(QColor(theme.DOUBT_TINT))
    look.setForeground(QColor(theme.MISSING))
    look.setFontWeight(QFont.Weight.Bold)
    made.format = look  # type: ignore[attr-defined]
    return made


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() - 0.5)
    return smaller


def _given(option: QStyleOptionViewItem) -> tuple[QRect, QFont, QWidget]:
    """Area, font and view of a row; Qt's stubs do not know these attributes."""
    return option.rect, option.font, option.widget  # type: ignore[attr-defined]
