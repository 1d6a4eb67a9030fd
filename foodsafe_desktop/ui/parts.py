"""Small widgets that several panes are made of."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import icon, state_icon
from foodsafe_desktop.ui.measures import square
from foodsafe_desktop.ui.palettes import Tone

Named = TypeVar("Named", bound=StrEnum)


def label(text: str = "", role: str = "", *, wraps: bool = True) -> QLabel:
    """A label that wraps, can be selected and copied, and never reads its text as markup."""
    made = dressed(QLabel(text), role)
    made.setWordWrap(wraps)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return made


def dressed(made: QLabel, role: str = "") -> QLabel:
    """A label of any class, as all labels are here."""
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        made.setProperty("role", role)
    return made


def set_role(shown: QLabel, role: str) -> None:
    """Let a label be read as something else from now on: the style sheet knows the colour."""
    if shown.property("role") != role:
        shown.setProperty("role", role)
        shown.style().polish(shown)


def set_tone(shown: QLabel, tone: Tone) -> None:
    """Let a label say something in a tone, in bold: the style sheet knows the colour."""
    shown.setProperty("tone", tone.value)
    shown.style().polish(shown)


def chosen(box: QComboBox, kind: type[Named]) -> Named | None:
    """Which member of `kind` a box shows, None for its line of everything: Qt keeps of a StrEnum only its text."""
    kept = box.currentData()
    return None if kept is None else kind(kept)


class StateSign(QWidget):
    """A state's shape and word side by side, in its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._word = QLabel(), QLabel()
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self._picture)
        layout.addWidget(self._word)
        layout.addStretch(1)

    def show_state(self, state: State, word: str) -> None:
        """Show another state."""
        self._picture.setPixmap(state_icon(state).pixmap(square(16), self.devicePixelRatioF()))
        self._word.setText(word)
        set_tone(self._word, theme.STATE_TONES[state])
        self.setAccessibleName(f"状态：{word}")


class HeadRow(QWidget):
    """What a head says, and its buttons at the right; below it where there is no room for both."""

    def __init__(self, said: QWidget | QLayout, buttons: QWidget | QLayout) -> None:
        super().__init__()
        self._parts = [_inside(said), _inside(buttons)]
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self._parts[0], 1)
        self._row.addWidget(self._parts[1], 0, Qt.AlignmentFlag.AlignRight)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider of both."""
        hints = [part.minimumSizeHint() for part in self._parts]
        return QSize(max(hint.width() for hint in hints), max(hint.height() for hint in hints))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or below each other."""
        super().resizeEvent(event)
        wanted = sum(part.sizeHint().width() for part in self._parts) + self._row.spacing()
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if wanted <= self.width() else way.TopToBottom)


class ButtonRow(QWidget):
    """Buttons side by side; two by two where there is no room for all."""

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._buttons, self._across = tuple(buttons), 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._lay_out(len(self._buttons))

    def sizeHint(self) -> QSize:
        """All in one row, whether they are now or not: a `HeadRow` asks for it."""
        widths = [button.sizeHint().width() for button in self._buttons]
        return QSize(sum(widths) + self._grid.spacing() * max(0, len(widths) - 1), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Two by two, at their narrowest."""
        return QSize(2 * max((one.sizeHint().width() for one in self._buttons), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit them into the width."""
        super().resizeEvent(event)
        self._lay_out(len(self._buttons) if self.sizeHint().width() <= self.width() else 2)

    def _lay_out(self, across: int) -> None:
        if across != self._across:
            self._across = across
            for at, button in enumerate(self._buttons):
                self._grid.addWidget(button, at // across, at % across)


def _inside(one: QWidget | QLayout) -> QWidget:
    if isinstance(one, QWidget):
        return one
    holder = QWidget()
    one.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(one)
    return holder


class Body(QWidget):
    """Lets a scroll area ask only for the height that the text in it needs at the width there is."""

    def minimumSizeHint(self) -> QSize:
        """Nothing of its own: wrapped labels would ask for the height they need at their narrowest."""
        return QSize(0, 0)


def facts_grid(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    """Names and what is said under them, a row each."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        named = QLabel(name)
        named.setProperty("role", "muted")
        grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
        shown = label(value)
        shown.setAccessibleName(f"{name}：{value}")
        grid.addWidget(shown, row, 1)
    return grid


def tool_button(action: QAction) -> QToolButton:
    """A button for an action, icon and text side by side, reached by Tab."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(square(18))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def action(parent: QWidget, drawing: str, text: str, shortcut: str = "", tip: str = "") -> QAction:
    """An action whose tooltip names its shortcut."""
    made = QAction(icon(drawing), text, parent)
    plain = tip or text.rstrip("…")
    if shortcut:
        made.setShortcut(shortcut)
        plain = f"{plain}（{shortcut.replace('Return', '回车')}）"
    made.setToolTip(plain)
    return made
