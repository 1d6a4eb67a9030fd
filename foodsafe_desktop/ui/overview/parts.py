"""What the 总览 is made of: a card with one figure, a bar with its words, a table that jumps."""

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.ui.measures import square
from foodsafe_desktop.ui.overview.presenter import Card, Progress
from foodsafe_desktop.ui.parts import label
from foodsafe_desktop.ui.text_table import KEY_ROLE


class CardBox(QFrame):
    """One card: title, figure, and the lines that go with it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title, self._figure, self._more = label("", "muted"), label("", "figure"), label("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(3)
        for one in (self._title, self._figure, self._more):
            layout.addWidget(one)
        layout.addStretch(1)

    def show_card(self, card: Card) -> None:
        """Show other figures."""
        self._title.setText(card.title)
        self._figure.setText(card.figure)
        self._figure.setProperty("presses", "true" if card.presses else "false")
        self._figure.style().polish(self._figure)
        self._more.setText("\n".join(card.more))
        self.setAccessibleName("，".join((card.title, card.figure, *card.more)))


class ProgressLine(QWidget):
    """A dimension: its title as a button that goes there, its words, and a bar below them."""

    wanted = Signal(object)
    """NodeKey."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self.button, self._said, self._bar = QPushButton(), label("", wraps=False), QProgressBar()
        self.button.setProperty("role", "link")
        self.button.clicked.connect(lambda: self.wanted.emit(self._progress.key))
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setFixedHeight(9)
        top = QHBoxLayout()
        top.addWidget(self.button)
        top.addWidget(self._said, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        self.show_progress(progress)

    def show_progress(self, progress: Progress) -> None:
        """Show other figures."""
        self._progress = progress
        self.button.setText(progress.title)
        self._said.setText(progress.said)
        self._bar.setValue(progress.permille)
        self._bar.setAccessibleName(f"{progress.title}，{progress.said}")


class JumpTable(QTableView):
    """A table whose rows lead somewhere: by double-click, or Enter on the current row."""

    wanted = Signal(object)
    """What the row is about: a NodeKey, or a department's name."""
    resized = Signal()

    def __init__(self, model: QAbstractItemModel, name: str, *, by_cell: bool = False) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if by_cell else behaviour.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(not by_cell)
        self.setShowGrid(by_cell)
        self.setIconSize(square(15))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(lambda index: self.wanted.emit(index.data(KEY_ROLE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so: the columns follow."""
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes where the current row leads."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.wanted.emit(self.currentIndex().data(KEY_ROLE))
            return
        super().keyPressEvent(event)
