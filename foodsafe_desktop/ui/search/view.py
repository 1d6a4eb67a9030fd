"""The search: a box, filters, and the hits below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.search_index import Filters
from foodsafe_desktop.services.searching import SearchResult
from foodsafe_desktop.ui.elided import ElidedChoice
from foodsafe_desktop.ui.parts import label
from foodsafe_desktop.ui.search.delegate import HitDelegate
from foodsafe_desktop.ui.search.model import HIT_ROLE, HitModel
from foodsafe_desktop.ui.search.presenter import (
    WELCOME,
    Choice,
    HitRow,
    Reading,
    department_choices,
    hit_rows,
    kind_choices,
    number_choices,
    result_text,
    standing_choices,
    year_choices,
)
from foodsafe_desktop.ui.search_box import SearchBox
from foodsafe_desktop.ui.views import OverviewPane

_TYPING = 120
"""Milliseconds without a key after which a search begins."""
_ADVICE = "请核对用字、减少词语，或将上方的筛选条件恢复为全部。"


class SearchPane(OverviewPane):
    """`search_wanted` while one types; `chosen` when a hit is looked at, `opened` when a person goes to it."""

    search_wanted = Signal(str, object)
    """Words and Filters; no words: nothing is to be shown."""
    chosen = Signal(object)
    """The HitRow or None."""
    opened = Signal(object)
    read_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HitModel(self)
        self.box = self._build_box()
        self.filters = {name: self._build_filter(name) for name in ("小项", "年度", "部门", "类型", "状态")}
        self.list = self._build_list()
        self.said = label("", "muted")
        self.waiting = label("", "muted")
        self.read = QPushButton("现在读取")
        self.read.clicked.connect(self.read_wanted)
        self.nothing = label(WELCOME, "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self.search)
        self._lay_out()
        self.setFocusProxy(self.box)
        self.show_reading(Reading(), running=False)

    def render_overview(self, overview: Overview) -> None:
        """Offer what there is to choose from, and search anew."""
        _offer(self.filters["小项"], number_choices(overview.catalogue, overview.dossier))
        _offer(self.filters["年度"], year_choices(overview.dossier))
        _offer(self.filters["部门"], department_choices(overview.catalogue))
        _offer(self.filters["类型"], kind_choices())
        _offer(self.filters["状态"], standing_choices())
        self.search()

    def search(self) -> None:
        """Ask for what the box and the filters say."""
        self._typing.stop()
        words = self.box.text().strip()
        if not words:
            self._show((), "", WELCOME)
        self.search_wanted.emit(words, self.wanted())

    def wanted(self) -> Filters:
        """What the filters say."""
        number, year, department, kind, standing = (box.currentData() for box in self.filters.values())
        return Filters(number, year, department, kind, standing)

    def show_result(self, result: SearchResult) -> None:
        """Show the hits, the first one looked at."""
        said = result_text(result)
        self._show(hit_rows(result), said, f"{said}\n{_ADVICE}")

    def show_reading(self, reading: Reading, *, running: bool) -> None:
        """Say what the search does not see yet."""
        self.waiting.setText(reading.sentence)
        self.waiting.setVisible(bool(reading.sentence))
        self.read.setVisible(bool(reading.waiting or (reading.scans and not reading.lack)) and not running)

    def focus_search(self) -> None:
        """Put the cursor into the box."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def current(self) -> HitRow | None:
        """The hit that is looked at."""
        row = self.list.currentIndex().data(HIT_ROLE)
        return row if isinstance(row, HitRow) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the box move in the list, Enter opens what is current there."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.model.rows:
                at = max(0, min(self.list.currentIndex().row() + step, len(self.model.rows) - 1))
                self.list.setCurrentIndex(self.model.index(at, 0))
                return True
        return super().eventFilter(watched, event)

    def _show(self, rows: tuple[HitRow, ...], said: str, nothing: str) -> None:
        former = self.current()
        self.model.show(rows)
        self.said.setText(said if rows else "")
        self.nothing.setText(nothing)
        self._stack.setCurrentIndex(0 if rows else 1)
        same = [
            at for at, row in enumerate(rows) if former is not None and row.hit.evidence_id == former.hit.evidence_id
        ]
        if rows:
            self.list.setCurrentIndex(self.model.index(same[0] if same else 0, 0))
        else:
            self.chosen.emit(None)

    def _open(self) -> None:
        if self._typing.isActive():
            self.search()
        elif (row := self.current()) is not None:
            self.opened.emit(row)

    def _build_box(self) -> SearchBox:
        box = SearchBox("检索", "检索题名、文号、正文…（Ctrl+K）")
        box.textChanged.connect(lambda _text: self._typing.start())
        box.returnPressed.connect(self._open)
        box.installEventFilter(self)
        return box

    def _build_filter(self, name: str) -> QComboBox:
        box = ElidedChoice()
        box.setAccessibleName(f"按{name}筛选")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(3)
        box.currentIndexChanged.connect(lambda _at: self.search())
        return box

    def _build_list(self) -> QListView:
        shown = QListView()
        shown.setModel(self.model)
        shown.setItemDelegate(HitDelegate(shown))
        shown.setUniformItemSizes(True)
        shown.setAccessibleName("检索结果")
        shown.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.selectionModel().currentChanged.connect(lambda index: self.chosen.emit(index.data(HIT_ROLE)))
        shown.activated.connect(lambda _index: self._open())
        return shown

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(6)
        for name, box in self.filters.items():
            filters.addWidget(box, 2 if name == "小项" else 1)
        status = QHBoxLayout()
        status.addWidget(self.waiting, 1)
        status.addWidget(self.read)
        nothing = QWidget()
        QVBoxLayout(nothing).addWidget(self.nothing)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self.box)
        layout.addLayout(filters)
        layout.addWidget(self.said)
        layout.addWidget(self._stack, 1)
        layout.addLayout(status)


def _offer(box: QComboBox, choices: Sequence[Choice]) -> None:
    """Offer choices; what was chosen stays chosen where it is still there."""
    if [(box.itemText(at), box.itemData(at)) for at in range(box.count())] == list(choices):
        return
    kept = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        box.setCurrentIndex(next((at for at, (_text, value) in enumerate(choices) if value == kept), 0))
