"""The views of an open archive, and the rail on the left that switches between them, with the keys Ctrl+1, Ctrl+2…."""

import datetime as dt

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QDragEnterEvent, QDragLeaveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.dragging import may_be_dropped
from foodsafe_desktop.ui.measures import rail_width, scaled, square
from foodsafe_desktop.ui.parts import action

_RESTS = 600
"""Milliseconds."""


class OverviewPane(QWidget):
    """A view that is made from the newest overview, and only when somebody looks at it. Subclasses fill `render`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overview: Overview | None = None
        self.today = dt.date.min
        self._stale = False

    def take(self, overview: Overview, today: dt.date) -> None:
        """Show this overview, at once or when the view is next looked at."""
        self.overview, self.today, self._stale = overview, today, True
        if self.isVisible():
            self._refresh()

    def render_overview(self, overview: Overview) -> None:
        """Put everything on the screen."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened since the view was last looked at."""
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        if self._stale and self.overview is not None:
            self._stale = False
            self.render_overview(self.overview)


class _RailButton(QToolButton):
    """Opens its view too where something that is dragged rests on it, as the tree opens headings."""

    def __init__(self, made: QAction) -> None:
        super().__init__()
        self.setDefaultAction(made)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(square(20))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self._rests = QTimer(self, singleShot=True, interval=_RESTS)
        self._rests.timeout.connect(made.trigger)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Something that can be dropped somewhere in that view."""
        if may_be_dropped(event.mimeData()):
            event.accept()
            self._rests.start()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Carried on."""
        self._rests.stop()


class _Rail(QFrame):
    """The buttons below each other; where the window is too low for pictures and words, the words alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.buttons: list[QToolButton] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4, 8, 4, 8)
        self.column.setSpacing(4)
        self.column.addStretch(1)

    def add(self, made: QAction) -> None:
        """A button at the end."""
        button = _RailButton(made)
        self.column.insertWidget(len(self.buttons), button)
        self.buttons.append(button)

    def minimumSizeHint(self) -> QSize:
        """As wide as the buttons with a count behind their words: nothing moves once there is one.

        Their height is the window's affair.
        """
        return QSize(max(super().minimumSizeHint().width(), rail_width(self.fontMetrics())), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the buttons into the height."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        line = self.fontMetrics().height()
        roomy = len(self.buttons) * (line + scaled(20) + 14) + 16
        wanted = style.ToolButtonTextUnderIcon if self.height() >= roomy else style.ToolButtonTextOnly
        for button in self.buttons:
            button.setToolButtonStyle(wanted)


class Views(QWidget):
    """Rail and stack. A widget without a button (the start page) hides the rail while it shows."""

    shown = Signal(str)
    """The name of the view that was switched to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stack = QStackedWidget()
        self.actions_: dict[str, QAction] = {}
        self._widgets: dict[str, QWidget] = {}
        self._inside: dict[str, tuple[str, QWidget]] = {}
        self._group = QActionGroup(self)
        self._rail = _Rail()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addWidget(self.stack, 1)
        self._rail.hide()

    def add_page(self, widget: QWidget) -> None:
        """A widget that is no view of an archive: it has neither button nor key."""
        self.stack.addWidget(widget)

    def show_page(self, widget: QWidget) -> None:
        """Show one of them; the rail hides."""
        self._rail.hide()
        self.stack.setCurrentWidget(widget)

    def add(self, name: str, drawing: str, text: str, widget: QWidget, tip: str = "") -> None:
        """A view with its button, at the end of the rail; its key counts on as far as there are figures."""
        at = len(self.actions_) + 1
        key = f"Ctrl+{at}" if at < 10 else ""
        made = action(self, drawing, text, key, tip or text)
        made.setCheckable(True)
        made.triggered.connect(lambda: self.show_view(name))
        self._group.addAction(made)
        self.addAction(made)
        self._rail.add(made)
        self.actions_[name], self._widgets[name] = made, widget
        self.stack.addWidget(widget)

    def add_inside(self, host: str, name: str, text: str, widget: QWidget) -> None:
        """A view that is a tab of another one, which was added before; it is switched to by its own name."""
        tabs = self._tabs(host)
        tabs.addTab(widget, text)
        self._inside[name] = host, widget

    def say(self, name: str, text: str) -> None:
        """Let a view's tab say something else, as how much waits in it."""
        host, widget = self._inside[name]
        tabs = self._tabs(host)
        tabs.setTabText(tabs.indexOf(widget), text)

    def show_view(self, name: str) -> None:
        """Switch to a view, or to one that is a tab of another."""
        if name in self._inside:
            host, widget = self._inside[name]
            self._tabs(host).setCurrentWidget(widget)
            self._switch(host)
        else:
            self._switch(name)
            widget = self._widgets[name]
        if widget.focusProxy() is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(self.current())

    def current(self) -> str:
        """The name of the view that shows (of the tab, where it has such), empty where none does."""
        here = self.stack.currentWidget()
        if isinstance(here, QTabWidget):
            tab = here.currentWidget()
            if found := next((name for name, (_host, widget) in self._inside.items() if widget is tab), ""):
                return found
        return next((name for name, widget in self._widgets.items() if widget is here), "")

    def _switch(self, name: str) -> None:
        self.actions_[name].setChecked(True)
        self._rail.show()
        self.stack.setCurrentWidget(self._widgets[name])

    def _tabs(self, host: str) -> QTabWidget:
        tabs = self._widgets[host]
        assert isinstance(tabs, QTabWidget)  # noqa: S101 - only such a view has others inside
        return tabs

    def enable(self, *, on: bool) -> None:
        """Let the keys work only while an archive is open."""
        for one in self.actions_.values():
            one.setEnabled(on)
