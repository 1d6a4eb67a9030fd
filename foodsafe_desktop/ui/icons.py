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
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    in_colour, greyed = (
        QSvgRenderer(QByteArray(drawing.replace("currentColor", one).encode())) for one in (colour, theme.DISABLED)
    )
    for size in _SIZES:
        pixmap = _pixmap(in_colour, size)
        made.addPixmap(pixmap, QIcon.Mode.Normal)
        made.addPixmap(pixmap, QIcon.Mode.Selected)
        made.addPixmap(_pixmap(greyed, size), QIcon.Mode.Disabled)
    return made


def state_icon(state: State) -> QIcon:
    """The shape and colour of a state."""
    return icon(f"state-{state.value}", theme.STATE_COLOURS[state])


def app_icon() -> QIcon:
    """The program's own icon."""
    return icon("app")


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
