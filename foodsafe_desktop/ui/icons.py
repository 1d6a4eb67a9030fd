"""The shipped SVG drawings in the colours of the theme, sharp at every scale."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.palettes import Tone

_SIZES = (16, 20, 24, 30, 32, 40, 48, 64, 96)
_made: dict[int, tuple[str, Tone]] = {}
"""What each icon is a picture of, by its cache key."""


def icon(name: str, tone: Tone = Tone.TEXT) -> QIcon:
    """The drawing ``resources/icons/<name>.svg`` with `currentColor` set; greyed where a button is disabled."""
    made = _icon(name, theme.colour(tone), theme.DISABLED)
    _made[made.cacheKey()] = name, tone
    return made


def recolour(root: QWidget) -> None:
    """Give every command and button inside `root` its picture in the colours of the theme in use."""
    drawn_on: list[QAction | QAbstractButton] = [*root.findChildren(QAction), *root.findChildren(QAbstractButton)]
    for one in drawn_on:
        if (drawn := _made.get(one.icon().cacheKey())) is not None:
            one.setIcon(icon(*drawn))


def state_icon(state: State) -> QIcon:
    """The shape and colour of a state."""
    return icon(f"state-{state.value}", theme.STATE_TONES[state])


def app_icon() -> QIcon:
    """The program's own icon."""
    return icon("app")


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    in_colour, greyed = (
        QSvgRenderer(QByteArray(drawing.replace("currentColor", one).encode())) for one in (colour, disabled)
    )
    for size in _SIZES:
        pixmap = _pixmap(in_colour, size)
        made.addPixmap(pixmap, QIcon.Mode.Normal)
        made.addPixmap(pixmap, QIcon.Mode.Selected)
        made.addPixmap(_pixmap(greyed, size), QIcon.Mode.Disabled)
    return made


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
