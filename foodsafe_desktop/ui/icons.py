"""The shipped SVG drawings in the colours of the theme, sharp at every scale."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import theme

_SIZES = (16, 20, 24, 30, 32, 40, 48, 64, 96)


@cache
def icon(name: str, colour: str = theme.TEXT) -> QIcon:
    """The drawing ``resources/icons/<name>.svg`` with `currentColor` set; greyed where a button is disabled."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_pixmap(name, colour, size), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, colour, size), QIcon.Mode.Selected)
        made.addPixmap(_pixmap(name, theme.DISABLED, size), QIcon.Mode.Disabled)
    return made


def state_icon(state: State) -> QIcon:
    """The shape and colour of a state."""
    return icon(f"state-{state.value}", theme.STATE_COLOURS[state])


def app_icon() -> QIcon:
    """The program's own icon."""
    return icon("app")


def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
