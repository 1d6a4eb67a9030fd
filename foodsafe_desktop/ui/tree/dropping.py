"""The tree as a place where pieces of evidence, and files from elsewhere, are dropped onto a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from foodsafe_desktop.ui.dragging import may_be_dropped, take
from foodsafe_desktop.ui.tree.model import NODE_ROLE
from foodsafe_desktop.ui.tree.nodes import TAKING, Node

if TYPE_CHECKING:  # only named here: each class of Qt takes time to be made known, and the tree is to show at once
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent


class CatalogueTree(QTreeView):
    """Takes what is dropped on a line that takes evidence; over a heading it opens, as trees do."""

    pieces_dropped = Signal(list, object, bool)
    files_dropped = Signal(list, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.setAutoExpandDelay(600)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Something that may be dropped somewhere."""
        if may_be_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Over a line."""
        super().dragMoveEvent(event)  # opens headings, scrolls at the edges
        if self._target(event) is None:
            event.ignore()
        else:
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Onto a line."""
        node = self._target(event)
        if node is None:
            event.ignore()
        else:
            take(event, node.key, self.pieces_dropped, self.files_dropped)

    def _target(self, event: QDropEvent) -> Node | None:
        node = self.indexAt(event.position().toPoint()).data(NODE_ROLE)
        return node if isinstance(node, Node) and node.key.kind in TAKING else None
