"""A field to search by: a glass before what is typed, a cross behind it, both as large as the letters."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.palettes import Tone

_PICTURE, _EDGE = 16, 6


class SearchBox(QLineEdit):
    """Qt's own pictures in such a field have 16 pixels beside letters of any size. `name`: for screen readers."""

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setToolTip(placeholder)
        self._glass, self._cross = self._button("search"), self._button("close")
        self._glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cross.setToolTip("清除")
        self._cross.clicked.connect(self._empty)
        self.textChanged.connect(self._show_cross)
        self._show_cross("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep both in their places."""
        super().resizeEvent(event)
        side = scaled(_PICTURE)
        top = (self.height() - side) // 2
        self._glass.setGeometry(_EDGE, top, side, side)
        self._cross.setGeometry(self.width() - side - _EDGE, top, side, side)

    def _show_cross(self, text: str) -> None:
        aside = scaled(_PICTURE) + _EDGE
        self.setTextMargins(aside, 0, aside if text else 0, 0)
        self._cross.setVisible(bool(text))

    def _empty(self) -> None:
        self.clear()
        self.textEdited.emit("")  # as if a person had deleted it

    def _button(self, drawing: str) -> QToolButton:
        made = QToolButton(self)
        made.setProperty("bare", "true")
        made.setIcon(icon(drawing, Tone.MUTED))
        made.setIconSize(square(_PICTURE))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setCursor(Qt.CursorShape.ArrowCursor)
        made.setAccessibleName("清除" if drawing == "close" else "检索")
        return made
