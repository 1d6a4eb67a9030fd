"""The inbox: a list with the first suggestion, three suggestions for the current piece, and the keys for them."""

from collections.abc import Mapping, Sequence
from operator import attrgetter, eq

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.suggesting import Suggestion
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.dragging import PIECES, pieces_data
from foodsafe_desktop.ui.elided import ElidedLink
from foodsafe_desktop.ui.inbox.presenter import (
    COLUMNS,
    FIRST,
    FOLDER,
    SHOWN,
    SURE,
    TITLE,
    Guesses,
    InboxRow,
    accepted_first,
    any_sure,
    guess_text,
    guessed_rows,
    heading,
    inbox_rows,
    places_of,
    sure_ones,
)
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.parts import action, label, tool_button
from foodsafe_desktop.ui.table_model import ROW_ROLE, Index, RowsModel
from foodsafe_desktop.ui.table_view import RowsView
from foodsafe_desktop.ui.views import OverviewPane

_HEADING, _LOW = 210, 430
_WORDS = attrgetter("evidence_id", "cells")
_WIDTHS = {TITLE: 310, FOLDER: 170, FIRST: 230}
_HINT = "回车采纳首选，数字 1—3 采纳对应推荐；归入其他小项请先按 0 再输入编号。Delete 移入回收状态，Ctrl+Z 撤销。"
_EMPTY = (
    "收件箱是空的，没有待归入的材料。\n"
    "新材料放入佐证材料文件夹后会自动登记；文件夹名称带小项编号的直接归入，其余在此等待。"
)


class InboxModel(RowsModel[InboxRow]):
    """Rows that can be dragged onto the catalogue's tree."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's question."""
        return super().flags(index) | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags)

    def show(self, rows: Sequence[InboxRow], columns: Sequence[str] | None = None) -> None:
        """Take a new set of rows; where all say the same as before, nothing is to be drawn again."""
        same = len(rows) == len(self.rows) and all(map(eq, map(_WORDS, rows), map(_WORDS, self.rows)))
        if same:
            self.rows = self._given = rows
        else:
            super().show(rows, columns)

    def replace(self, at: int, row: InboxRow) -> None:
        """Put a row in the place of one, in the list that `show` was given."""
        assert isinstance(self.rows, list)  # noqa: S101 - never sorted
        self.rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))

    def mimeTypes(self) -> list[str]:
        """Qt's question."""
        return [PIECES]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The pieces that are dragged."""
        return pieces_data({self.rows[index.row()].evidence_id for index in indexes})


class TriageList(RowsView):
    """Keys for what is done most; everything else as in any table."""

    number_pressed = Signal(int)
    other_pressed = Signal(str)
    """A digit that begins the number of another line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 3 accept a suggestion, any other digit begins a number."""
        digit = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and digit.isdecimal() and digit.isascii():
            if 1 <= int(digit) <= SHOWN:
                self.number_pressed.emit(int(digit) - 1)
            else:
                self.other_pressed.emit("" if digit == "0" else digit)
            return
        super().keyPressEvent(event)


class InboxPane(OverviewPane):
    """Asks for what a person wants; `selected` tells which piece is looked at."""

    accept_wanted = Signal(list)
    """[(evidence id, number)]."""
    assign_wanted = Signal(list, str)
    """Rows, and what was typed already."""
    recycle_wanted = Signal(list)
    open_wanted = Signal(object)
    selected = Signal(object)
    """The evidence id, or None."""
    guesses_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows: list[InboxRow] = []
        self._places: Mapping[int, int] = {}
        self._is_low = False
        self._guesses: dict[int, Sequence[Suggestion]] = {}
        self._seen: set[int] = set()
        self.model = InboxModel(COLUMNS, parent=self)
        self.table = self._build_table()
        self.actions_ = self._build_actions()
        self.count = label("", "heading", wraps=False)
        self.cards = [self._build_card(place) for place in range(SHOWN)]
        self.whys = [label("", "muted") for _ in range(SHOWN)]
        self.nothing = label(_EMPTY, "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.setFocusProxy(self.table)
        self.table.selectionModel().selectionChanged.connect(self._select)

    def render_overview(self, overview: Overview) -> None:
        """Show what waits; the selection stays, or falls on what took its place, or on what has come back."""
        held = {row.evidence_id for row in self.chosen()}
        place = min((index.row() for index in self.table.selectionModel().selectedRows()), default=0)
        before, self._places = self._places, places_of(overview)
        self.rows = inbox_rows(overview, self._guesses)
        held = (self._places.keys() - before.keys()) & self._seen or held
        self._seen |= self._places.keys()
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show(self.rows)
        self.count.setText(heading(self.rows))
        self._stack.setCurrentIndex(0 if self.rows else 1)
        again = sorted(self._places[key] for key in held if key in self._places)
        self._choose(again or ([min(place, len(self.rows) - 1)] if self.rows else []))
        self.guesses_wanted.emit()

    def show_guesses(self, guesses: Guesses) -> None:
        """Take suggestions of some that have been looked at, beside those of others that are here already."""
        self._guesses.update(guesses)
        if self.overview is None or self._places is not places_of(self.overview):
            return  # this view shows others yet: it takes them when it is looked at
        for at, row in guessed_rows(self.overview, guesses):
            self.model.replace(at, row)
        chosen = self.chosen()
        if any(row.evidence_id in guesses for row in chosen):
            self._select()
        else:
            self._show_sure()

    def forget(self) -> None:
        """Another archive: nothing of it has been here before."""
        self.rows, self._places, self._guesses, self._seen = [], {}, {}, set()

    def chosen(self) -> list[InboxRow]:
        """The selected rows, in the order shown."""
        return self.table.selected()

    def choose_piece(self, evidence_id: int) -> None:
        """Select one piece."""
        self._choose([self._places[evidence_id]] if evidence_id in self._places else [])

    def _choose(self, places: list[int]) -> None:
        selection, flag = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        with QSignalBlocker(selection):
            selection.clear()
            for at in places:
                selection.select(self.model.index(at, 0), flag.Select | flag.Rows)
            if places:
                selection.setCurrentIndex(self.model.index(places[0], 0), flag.NoUpdate)
        self.table.viewport().update()
        if places:
            self.table.scrollTo(self.model.index(places[0], 0))
        self._select()

    def _build_table(self) -> TriageList:
        table = TriageList("待归入材料表", self.model, _WIDTHS, (TITLE,), spare=(FOLDER,))  # the preview names it
        table.setDragEnabled(True)
        table.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        table.number_pressed.connect(self._accept)
        table.other_pressed.connect(self._begin_number)
        table.doubleClicked.connect(lambda index: self.open_wanted.emit(index.data(ROW_ROLE)))
        return table

    def _build_actions(self) -> dict[str, QAction]:
        made = {
            "accept": action(self, "success", "采纳首选", "Return", "将选定的材料各归入其首选推荐"),
            "other": action(self, "assign", "归入其他…", "Ctrl+G", "按编号或文字归入其他小项"),
            "recycle": action(self, "recycle", "移入回收状态", "Delete", "不再计入，原文件不动，可撤销"),
            "sure": action(self, "complete-all", f"采纳全部≥{SURE:.0%}", "Ctrl+Shift+Return", "一次采纳，可一次撤销"),
        }
        made["accept"].triggered.connect(lambda: self._accept(0))
        made["other"].triggered.connect(lambda: self.assign_wanted.emit(self.chosen(), ""))
        made["recycle"].triggered.connect(lambda: self.recycle_wanted.emit(self.chosen()))
        made["sure"].triggered.connect(lambda: self.accept_wanted.emit(sure_ones(self.rows)))
        made["accept"].setShortcuts([QKeySequence(Qt.Key.Key_Return), QKeySequence(Qt.Key.Key_Enter)])
        made["accept"].setToolTip("将选定的材料各归入其首选推荐（回车）")
        made["sure"].setToolTip(f"把首选推荐不低于{SURE:.0%}的全部归入，可一次撤销（Ctrl+Shift+回车）")
        for one in made.values():
            one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.table.addAction(one)
        return made

    def _build_card(self, place: int) -> ElidedLink:
        card = ElidedLink()
        card.clicked.connect(lambda: self._accept(place))
        return card

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.count, 1)
        self._buttons = [tool_button(one) for one in self.actions_.values()]
        for button in self._buttons:
            top.addWidget(button)
        self._roomy = sum(button.sizeHint().width() for button in self._buttons) + scaled(_HEADING)
        self._cards = QWidget()
        cards = QVBoxLayout(self._cards)
        cards.setContentsMargins(0, 4, 0, 0)
        cards.setSpacing(0)
        self._cards_title = label("", "section")
        cards.addWidget(self._cards_title)
        for card, why in zip(self.cards, self.whys, strict=True):
            cards.addWidget(card)
            why.setContentsMargins(22, 0, 0, 3)
            cards.addWidget(why)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.table, 1)
        inside.addWidget(self._cards)
        self._hint = label(_HINT, "muted")
        inside.addWidget(self._hint)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 10, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def minimumSizeHint(self) -> QSize:
        """For small screens; see `resizeEvent`."""
        return QSize(380, 220)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for words the pictures and their tips must do; where it is low, one reason."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonTextBesideIcon if self.width() >= self._roomy else style.ToolButtonIconOnly
        for button in self._buttons:
            button.setToolButtonStyle(wanted)
        low = self.height() < _LOW
        if low is not self._is_low:
            self._is_low = low
            self._hint.setVisible(not low)
            self._show_cards(self.chosen())

    def _begin_number(self, typed: str) -> None:
        if rows := self.chosen():
            self.assign_wanted.emit(rows, typed)

    def _accept(self, at: int) -> None:
        if pairs := accepted_first(self.chosen(), at):
            self.accept_wanted.emit(pairs)

    def _select(self) -> None:
        rows = self.chosen()
        one = rows[0] if len(rows) == 1 else None
        self._show_cards(rows)
        self.actions_["accept"].setEnabled(bool(accepted_first(rows)))
        self.actions_["other"].setEnabled(bool(rows))
        self.actions_["recycle"].setEnabled(bool(rows))
        self._show_sure()
        self.selected.emit(one.evidence_id if one is not None else None)

    def _show_sure(self) -> None:
        overview = self.overview
        self.actions_["sure"].setEnabled(overview is not None and any_sure(overview, self._guesses))

    def _show_cards(self, rows: list[InboxRow]) -> None:
        one = rows[0] if len(rows) == 1 else None
        guesses = one.guesses or () if one is not None else ()
        self._cards_title.setText(_cards_title(rows))
        catalogue = self.overview.catalogue if self.overview is not None else None
        for place, (card, why) in enumerate(zip(self.cards, self.whys, strict=True)):
            shown = place < len(guesses) and catalogue is not None
            card.setVisible(shown)
            why.setVisible(shown and (place == 0 or not self._is_low))
            if shown and catalogue is not None:
                said = guess_text(catalogue, guesses[place])
                card.say(f"{place + 1}　{said}")
                why.setText("；".join(guesses[place].why))


def _cards_title(rows: list[InboxRow]) -> str:
    if len(rows) > 1:
        return f"已选定{len(rows)}件，其中{len(accepted_first(rows))}件有推荐，回车各归入其首选"
    if not rows or rows[0].guesses is None:
        return "正在查找可能的归属…" if rows else ""
    if rows[0].path and not rows[0].can_open:
        return "暂停使用的材料不作推荐，请按保密规定处理"
    return "推荐归入" if rows[0].guesses else "没有可推荐的小项，请按编号归入"
