"""The shipped SVG drawings in the colours of the theme, sharp at every scale."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import QAction, QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.palettes import Tone

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
    return QIcon(_Drawing(resource_path("icons", f"{name}.svg").read_text(encoding="utf-8"), colour, disabled))


class _Drawing(QIconEngine):
    """Draws a picture in each size once it is asked for: most are needed in one size, and few of them greyed."""

    def __init__(self, drawing: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._drawing, self._colour, self._disabled = drawing, colour, disabled
        self._drawn: dict[tuple[int, int, bool], QPixmap] = {}

    def clone(self) -> QIconEngine:
        """Qt's question, when it changes a copy."""
        return _Drawing(self._drawing, self._colour, self._disabled)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """The picture, `size` in the screen's own dots."""
        key = size.width(), size.height(), mode is QIcon.Mode.Disabled
        if key not in self._drawn:
            colour = self._disabled if mode is QIcon.Mode.Disabled else self._colour
            drawn = self._drawn[key] = QPixmap(size)
            drawn.fill(QColor(0, 0, 0, 0))
            painter = QPainter(drawn)
            QSvgRenderer(QByteArray(self._drawing.replace("currentColor", colour).encode())).render(painter)
            painter.end()
        return self._drawn[key]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Put the picture where it belongs, sharp at every scale."""
        dots = rect.size() * painter.deviceTransform().m11()
        painter.drawPixmap(rect, self.pixmap(dots, mode, state))
