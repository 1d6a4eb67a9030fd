"""Text that delegates wrap and draw: lines break as in Chinese, inside a long file name only if nothing else helps."""

import math

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption


def wrapped(text: str, font: QFont, width: int) -> tuple[QTextLayout, int]:
    """The text laid out in a width in pixels, and its height."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, math.ceil(height)


def draw_wrapped(painter: QPainter, area: QRect, text: str, font: QFont) -> int:
    """Draw text at the top of an area in the painter's pen; returns its height."""
    layout, height = wrapped(text, font, area.width())
    layout.draw(painter, QPointF(area.topLeft()))
    return height
