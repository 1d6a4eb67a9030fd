"""Measures that grow with the letters: a width in pixels is meant for letters of the usual size."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.ui import theme


def scaled(pixels: int) -> int:
    """So many pixels at the size of letters in use."""
    return round(pixels * QApplication.font().pointSizeF() / theme.FONT_POINTS)


def square(pixels: int) -> QSize:
    """A picture's size beside letters of the size in use."""
    return QSize(scaled(pixels), scaled(pixels))
