"""Small widgets that several panes are made of."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import icon, state_icon
from foodsafe_desktop.ui.measures import square
from foodsafe_desktop.ui.palettes import Tone


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


def set_tone(shown: QLabel, tone: Tone) -> None:
    """Let a label say something in a tone, in bold: the style sheet knows the colour."""
    shown.setProperty("tone", tone.value)
    shown.style().polish(shown)


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
