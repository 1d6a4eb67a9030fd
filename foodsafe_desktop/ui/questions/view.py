"""The view of open questions: the list on the left, the chosen question with its answers on the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.parts import Body, facts_grid, label
from foodsafe_desktop.ui.questions.presenter import Choice, QuestionCard, question_cards
from foodsafe_desktop.ui.views import OverviewPane
from foodsafe_desktop.ui.wording import tip_text

_ID_ROLE = Qt.ItemDataRole.UserRole
_KEYS = (1, 2, 3)
_NAME = 300
"""Room for a file's name on a button, in pixels beside letters of the usual size."""
_HINT = "按 1、2、3 答复选定的问题；选定多个同类问题可一并答复。答复可用 Ctrl+Z 撤销。"


class QuestionsPane(OverviewPane):
    """Emits the ids of the chosen questions with the answer given to all of them."""

    answered = Signal(list, object)
    """Question ids, Answer."""
    open_wanted = Signal(str)
    """A path in the evidence folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cards: tuple[QuestionCard, ...] = ()
        self._sent: set[int] = set()
        self.list = self._build_list()
        self.body = QScrollArea()
        self.body.setWidgetResizable(True)
        self.body.setAccessibleName("选定的问题")
        self.count = label("", "heading", wraps=False)
        self.nothing = label(
            "没有待答问题。\n扫描时发现文件移到其他小项的文件夹，或内容完全相同，会在此列出。", "muted"
        )
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        for key in _KEYS:
            shortcut = QShortcut(QKeySequence(str(key)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda key=key: self._answer_by_key(key))

    def render_overview(self, overview: Overview) -> None:
        """Show the questions that wait; the selection stays where it was, or goes to the next one."""
        at = max(self.list.currentIndex().row(), 0)
        kept = {card.id for card in self.selected()}
        self._cards = question_cards(overview)
        self._sent.clear()
        self._fill()
        self.count.setText(f"待答问题（{len(self._cards)}）")
        self._stack.setCurrentIndex(0 if self._cards else 1)
        self._reselect(kept, at)
        self._show_selected()

    def selected(self) -> list[QuestionCard]:
        """The chosen questions, in the order of the list."""
        wanted = {index.data(_ID_ROLE) for index in self.list.selectionModel().selectedIndexes()}
        return [card for card in self._cards if card.id in wanted]

    def focus_list(self) -> None:
        """Put the keyboard where the questions are."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build_list(self) -> QListView:
        made = QListView()
        made.setModel(QStandardItemModel(made))
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setUniformItemSizes(True)
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setSpacing(2)
        made.setAccessibleName("待答问题列表")
        made.selectionModel().selectionChanged.connect(self._show_selected)
        return made

    def _lay_out(self) -> None:
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self.list)
        panes.addWidget(self.body)
        panes.setStretchFactor(0, 1)
        panes.setStretchFactor(1, 2)
        self.list.setMinimumWidth(scaled(220))
        self._stack = QStackedWidget()
        self._stack.addWidget(panes)
        self._stack.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.addWidget(self.count)
        layout.addWidget(label(_HINT, "muted"))
        layout.addWidget(self._stack, 1)

    def _fill(self) -> None:
        model = self.list.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101 - set in the constructor
        model.clear()
        for card in self._cards:
            row = QStandardItem(icon("doubt", Tone.PARTIAL), card.row)
            row.setData(card.id, _ID_ROLE)
            row.setToolTip(tip_text(f"{card.heading}\n{card.text}"))
            model.appendRow(row)

    def _reselect(self, kept: set[int], at: int) -> None:
        rows = [row for row, card in enumerate(self._cards) if card.id in kept]
        rows = rows or [min(at, len(self._cards) - 1)][: len(self._cards)]
        flag = self.list.selectionModel().SelectionFlag
        for row in rows:
            index = self.list.model().index(row, 0)
            self.list.selectionModel().setCurrentIndex(index, flag.Select)

    def _show_selected(self) -> None:
        self._sent.clear()
        chosen = self.selected()
        self.body.setWidget(self._build_body(chosen) if chosen else QWidget())

    def _build_body(self, chosen: list[QuestionCard]) -> QWidget:
        card = chosen[0]
        body = Body()
        body.setObjectName("page")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(14, 4, 4, 4)
        layout.setSpacing(10)
        if len(chosen) > 1:
            layout.addWidget(label(f"已选定 {len(chosen)} 个问题。", "heading"))
            if len({one.kind for one in chosen}) > 1:
                layout.addWidget(label("其中有不同种类的问题，请分别选定后答复。", "problem"))
                layout.addStretch(1)
                return body
        else:
            layout.addWidget(label(card.heading, "heading"))
            layout.addWidget(label(card.text))
        choices = QGridLayout()
        choices.setColumnStretch(1, 1)
        for at, choice in enumerate(card.choices):
            choices.addWidget(self._build_choice(choice, alone=len(chosen) == 1), at, 0)
            choices.addWidget(label(choice.effect if len(chosen) == 1 else "", "muted"), at, 1)
        layout.addLayout(choices)
        if len(chosen) == 1:
            layout.addLayout(facts_grid(card.facts))
            layout.addLayout(self._build_openers(card))
        layout.addStretch(1)
        return body

    def _build_choice(self, choice: Choice, *, alone: bool) -> QPushButton:
        button = QPushButton(f"{choice.key}　{choice.label if alone else choice.answer.label}")
        button.setToolTip(f"{choice.effect}（按键 {choice.key}）" if alone else f"按键 {choice.key}")
        button.clicked.connect(lambda: self._answer(choice))
        return button

    def _build_openers(self, card: QuestionCard) -> QVBoxLayout:
        """One below the other: names are long, and are told apart by how they begin and end."""
        column = QVBoxLayout()
        room, middle = scaled(_NAME), Qt.TextElideMode.ElideMiddle
        for path in card.paths:
            name = self.fontMetrics().elidedText(path.rpartition("/")[2], middle, room)
            button = QPushButton("打开文件" if len(card.paths) == 1 else f"打开“{name}”".replace("&", "&&"))
            button.setIcon(icon("open"))
            button.setIconSize(square(16))
            button.setToolTip(tip_text(path))
            button.clicked.connect(lambda _checked=False, path=path: self.open_wanted.emit(path))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _answer_by_key(self, key: int) -> None:
        chosen = self.selected()
        if chosen and len({one.kind for one in chosen}) == 1:
            for choice in chosen[0].choices:
                if choice.key == key:
                    self._answer(choice)

    def _answer(self, choice: Choice) -> None:
        ids = [card.id for card in self.selected() if card.id not in self._sent]
        if ids:
            self._sent.update(ids)  # a key that is pressed twice answers once
            self.focus_list()  # the button that was pressed goes away with its question
            self.answered.emit(ids, choice.answer)
