"""A page of a form with tabs: seen whole where the screen has room for it, scrolling on a low one."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from foodsafe_desktop.ui.measures import scaled

_AROUND = 190
"""What tabs, buttons and the window's frame take of the screen's height."""


class ScrollingPage(QScrollArea):
    """`least_width`: the form's, in pixels beside letters of the usual size; below it the page need not be laid out."""

    def __init__(self, page: QWidget, least_width: int) -> None:
        super().__init__()
        self._least_width = least_width
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fields need their height at the width there is: squeezed below it they would lie upon each other."""
        super().resizeEvent(event)
        self._hold()

    def event(self, event: QEvent) -> bool:
        """The page asks for another height, as a sentence in it came or went."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._hold()
        return super().event(event)

    def _hold(self) -> None:
        laid_out = self.widget().layout()
        if laid_out is None or not laid_out.hasHeightForWidth():
            return
        edges = laid_out.contentsMargins()
        # Qt lays out a form as if its margins were taken off twice: text that just fits is given a line more.
        least = laid_out.totalHeightForWidth(self.viewport().width() - edges.left() - edges.right())
        if least != self.widget().minimumHeight():
            self.widget().setMinimumHeight(least)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """What the page asks for, as far as any screen goes."""
        return QSize(0, min(self._wanted(), self.screen().availableGeometry().height() - scaled(_AROUND)))

    def sizeHint(self) -> QSize:
        """All that the page asks for at the form's width; its own hint is for a narrower one, with more lines."""
        return QSize(super().sizeHint().width(), self._wanted())

    def _wanted(self) -> int:
        laid_out = self.widget().layout()
        return laid_out.totalHeightForWidth(max(self.width(), scaled(self._least_width))) if laid_out else 0
