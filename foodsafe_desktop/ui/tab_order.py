"""Tab goes through a view as the eye does: as things are laid out, not as they were made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QTabWidget, QWidget


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
