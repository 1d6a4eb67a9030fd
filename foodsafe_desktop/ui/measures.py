"""Measures that grow with the letters: a width in pixels is meant for letters of the usual size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.ui import theme

if TYPE_CHECKING:  # only named here: each class of Qt takes time to be made known
    from PySide6.QtGui import QFontMetrics

_BUTTON = 26
"""What the rail's edges and those of a button add to its words."""


def scaled(pixels: int) -> int:
    """So many pixels at the size of letters in use."""
    return round(pixels * QApplication.font().pointSizeF() / theme.FONT_POINTS)


def rail_width(letters: QFontMetrics) -> int:
    """What the rail takes with a count behind the longest of its words: nothing moves once there is one."""
    return letters.horizontalAdvance("收件箱 99  ") + _BUTTON  # Qt leaves a space at each side of them


def square(pixels: int) -> QSize:
    """A picture's size beside letters of the size in use."""
    return QSize(scaled(pixels), scaled(pixels))
