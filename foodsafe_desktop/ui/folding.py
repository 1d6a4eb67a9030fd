"""A row of command buttons; those that there is no room for go into the menu of a last button, 更多."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.measures import square
from foodsafe_desktop.ui.parts import tool_button


class FoldingRow(QWidget):
    """Buttons in their order, pictures and words side by side."""

    def __init__(self, actions: Sequence[QAction]) -> None:
        super().__init__()
        self._actions = list(actions)
        self.buttons = [tool_button(one) for one in actions]
        self.menu = QMenu(self)
        self.more = QToolButton()
        self.more.setText("更多")
        self.more.setIcon(icon("menu"))
        self.more.setIconSize(square(18))
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setMenu(self.menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for button in (*self.buttons, self.more):
            layout.addWidget(button)
        layout.addStretch(1)
        self.more.hide()

    def minimumSizeHint(self) -> QSize:
        """The last button alone: the others can fold."""
        return self.more.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as fit."""
        super().resizeEvent(event)
        widths = [button.sizeHint().width() + 2 for button in self.buttons]
        room = self.width()
        fitting = len(widths)
        if sum(widths) > room:
            room -= self.more.sizeHint().width()
            fitting = next((at for at in range(len(widths)) if sum(widths[: at + 1]) > room), len(widths))
        for at, button in enumerate(self.buttons):
            button.setVisible(at < fitting)
        self.menu.clear()
        self.menu.addActions(self._actions[fitting:])
        self.more.setVisible(fitting < len(widths))
