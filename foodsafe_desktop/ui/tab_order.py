"""The keyboard's way: Tab goes through a view as the eye does, not as it was made; Enter presses where it stops."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)


class EnterPresses(QObject):
    """Enter presses the button that the keyboard is on: outside dialogs Qt knows the space bar alone for it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that nothing in the window took."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            on = QApplication.focusWidget()
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(on, QAbstractButton):
                on.click()
                return True
        return super().eventFilter(watched, event)


def order_tabs(root: QWidget) -> None:
    """Put the tab order of everything inside `root` right. What is added later comes last, as Qt has it."""
    for before, after in pairwise(stops(root)):
        QWidget.setTabOrder(before, after)


def stops(root: QWidget) -> list[QWidget]:
    """Where Tab stops inside `root`, in the order the eye goes."""
    return [widget for widget in _laid_out(root) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _laid_out(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, QTabWidget):
        yield widget.tabBar()
    if isinstance(widget, QTabWidget | QStackedWidget | QSplitter):
        for at in range(widget.count()):
            yield from _laid_out(widget.widget(at))
    elif isinstance(widget, QScrollArea):
        if widget.widget() is not None:
            yield from _laid_out(widget.widget())
    elif (layout := widget.layout()) is not None:
        yield from _in(layout)


def _in(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner: QLayout | None = item.layout() if item else None
        widget: QWidget | None = item.widget() if item else None
        if inner is not None:
            yield from _in(inner)
        elif widget is not None:
            yield from _laid_out(widget)
