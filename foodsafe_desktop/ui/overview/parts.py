"""What the 总览 is made of: a card with one figure, a bar with its words, the numbers by year."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.overview.model import FIXED, LABEL, STATE, GridFilter
from foodsafe_desktop.ui.overview.presenter import Card, Progress
from foodsafe_desktop.ui.parts import label
from foodsafe_desktop.ui.table_view import RowsView

_STATE_WIDTH, _YEAR_WIDTH, _LEAST_LABEL = 104, 92, 116
_YEARS_SHARE = 0.55


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


class GridView(RowsView):
    """Numbers by year, chosen cell by cell. The years share half of the width or more, the text takes the rest.

    Where there is no room, the state of the whole goes: its cells say it, and so does the tip of the text.
    """

    def __init__(self, model: GridFilter, name: str) -> None:
        super().__init__(name, model, {}, (), single=True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setAlternatingRowColors(False)
        self.setShowGrid(True)
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Give the columns their widths anew."""
        columns, room = self.model().columnCount(), self.viewport().width()
        years = [column for column in range(FIXED, columns) if column not in self._away]
        least = scaled(_LEAST_LABEL) + scaled(_YEAR_WIDTH) * len(years)
        self._spared = {STATE} if room < scaled(_STATE_WIDTH) + least else set()
        state = 0 if STATE in self._away | self._spared else scaled(_STATE_WIDTH)
        each = max(scaled(_YEAR_WIDTH), int(room * _YEARS_SHARE) // max(1, len(years)))
        self._fitting = True
        for column in range(columns):
            self.setColumnHidden(column, column in self._away | self._spared)
        for column, width in ((STATE, state), *((column, each) for column in years)):
            if width:
                self.setColumnWidth(column, width)
        self.setColumnWidth(LABEL, max(scaled(_LEAST_LABEL), room - state - each * len(years)))
        self._fitting = False
