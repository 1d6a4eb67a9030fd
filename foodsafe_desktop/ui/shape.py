"""The window's size, place and pane widths: sensible at first, then as they were left."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow, QSplitter

from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.tree.nodes import Kind

_WANTED = QSize(1366, 720)
_TREE, _TREE_LEAST, _TREE_SHARE = 390, 290, 0.3
_PAGE_SHARE = 0.62
_INBOX_TEXT = 110
_ALONE = (Kind.CATALOGUE, Kind.RESERVED)
"""Kinds whose page stands alone: they have no evidence of their own."""


class Shape:
    """Restores and keeps the shape of one window with two splitters: tree | rest, page over evidence."""

    def __init__(self, window: QMainWindow, remembered: Remembered, panes: QSplitter, right: QSplitter) -> None:
        self._window, self._remembered = window, remembered
        self._panes, self._right = panes, right
        self._kind: Kind | None = None
        self._heights: list[int] = []
        for splitter in (panes, right):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(6)
        panes.setStretchFactor(1, 1)
        right.splitterMoved.connect(self._moved)

    def restore(self) -> None:
        """As it was left, or as large as is wanted and the screen allows."""
        room = self._window.screen().availableSize() - QSize(0, 40)
        self._window.resize(_WANTED.boundedTo(room))
        if (geometry := self._remembered.geometry()) is not None:
            self._window.restoreGeometry(geometry)

    def lay_panes(self) -> None:
        """Give the panes their widths, once the window has its size and before any page is shown."""
        if self._kind is not None:
            return
        width, height = self._window.width(), self._window.height()
        tree = min(_TREE, max(_TREE_LEAST, int(width * _TREE_SHARE)))
        self._panes.setSizes(self._remembered.sizes("panes") or [tree, width - tree])
        self._heights = self._remembered.sizes("right") or [int(height * _PAGE_SHARE), int(height * (1 - _PAGE_SHARE))]

    def show_kind(self, kind: Kind) -> None:
        """Pages over their evidence as a person set them; the inbox is its table and needs two lines of text."""
        if kind is not self._kind and Kind.INBOX in (kind, self._kind):
            text = scaled(_INBOX_TEXT)
            inbox = [text, max(1, self._right.height() - text)]
            self._right.setSizes(inbox if kind is Kind.INBOX else self._heights)
        elif self._kind is None or self._kind in _ALONE:
            self._right.setSizes(self._heights)
        self._kind = kind
        self._right.widget(1).setVisible(kind not in _ALONE)

    def keep(self) -> None:
        """Keep everything for the next time."""
        self._remembered.keep_geometry(self._window.window().saveGeometry())
        if self._kind is not None:
            if all(self._panes.sizes()):  # the tree may have given way to the preview
                self._remembered.keep_sizes("panes", self._panes.sizes())
            self._remembered.keep_sizes("right", self._heights)
        self._remembered.save()

    def _moved(self) -> None:
        if self._kind is not Kind.INBOX and self._kind not in _ALONE:
            self._heights = self._right.sizes()
