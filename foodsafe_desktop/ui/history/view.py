"""The view of the history: whose it is, filters, the table, the full text of the current line, the chain's verdict."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.ui.elided import ElidedLine
from foodsafe_desktop.ui.history.model import HistoryModel
from foodsafe_desktop.ui.history.presenter import (
    AT,
    DETAIL,
    LINE,
    SUBJECT,
    VERB,
    WHO,
    WHOLE_ARCHIVE,
    HistoryPage,
    Subject,
    chain_sentence,
    count_sentence,
    filtered,
    people,
)
from foodsafe_desktop.ui.history.words import Kind
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.measures import square
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.parts import action, chosen, label, set_tone, tool_button
from foodsafe_desktop.ui.search_box import SearchBox
from foodsafe_desktop.ui.table_view import RowsView

_WIDTHS = {LINE: 64, AT: 150, VERB: 116, SUBJECT: 270, DETAIL: 330, WHO: 120}


class HistoryPane(QWidget):
    """Asks for what it shows: a subject's history is read on the dossier thread and handed to `show_page`."""

    wanted = Signal(object, bool, bool)
    """Subject; whether all lines; whether the chain is to be checked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.subject: Subject = WHOLE_ARCHIVE
        self.page: HistoryPage | None = None
        self._broken: tuple[int, ...] | None = None
        self._everything = False
        self._stale = True
        self.model = HistoryModel(self)
        self.heading = ElidedLine("heading")
        self.box = SearchBox("筛选操作历史", "筛选：文件名、题名、编号或操作")
        self.person, self.kind = QComboBox(), QComboBox()
        self._fill_choices()
        self.whole = action(self, "catalogue", "整个档案", tip="显示整个档案的操作历史")
        self.all = action(self, "history", "全部显示", tip="读取更早的记录")
        self.check = action(self, "verify", "核对", tip="逐条核对历史记录的校验链")
        self.table = RowsView("操作历史表", self.model, _WIDTHS, (SUBJECT, DETAIL), spare=(WHO, LINE))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.table.horizontalHeader()
        header.moveSection(header.visualIndex(WHO), 2)
        self.count, self.verdict = label("", "muted", wraps=False), label("", wraps=False)
        self.full = label("", "muted")
        self._lay_out()
        self._connect()

    def show_subject(self, subject: Subject) -> None:
        """Show another subject's history as soon as it is read."""
        if subject != self.subject:
            self._everything = False
            self.box.clear()
        self.subject = subject
        self._ask()

    def forget(self) -> None:
        """Another archive was opened: nothing of the former one stays."""
        self.subject, self.page, self._broken, self._everything = WHOLE_ARCHIVE, None, None, False
        self.model.show(())
        self.refresh()

    def refresh(self) -> None:
        """Something was done: read again now, or when the view is next looked at."""
        self._stale = True
        if self.isVisible():
            self._ask()

    def show_page(self, page: HistoryPage) -> None:
        """Show what was read, if it is still what is wanted."""
        if page.subject != self.subject:
            return
        if page.broken is not None:
            self._broken = page.broken
        self.page = page
        self.heading.say(f"操作历史：{page.subject.name}")
        self._show_people()
        self._apply()
        self._show_verdict()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened since the view was last looked at."""
        super().showEvent(event)
        if self._stale:
            self._ask()

    def _ask(self, *, check: bool = False) -> None:
        self._stale = False
        self.whole.setEnabled(self.subject != WHOLE_ARCHIVE)
        self.wanted.emit(self.subject, self._everything, check or self._broken is None)

    def _ask_all(self) -> None:
        self._everything = True
        self._ask()

    def _fill_choices(self) -> None:
        self.person.setAccessibleName("按操作人筛选")
        self.person.addItem("全部操作人", "")
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person.setMinimumContentsLength(12)
        self.kind.setAccessibleName("按操作种类筛选")
        self.kind.addItem("全部操作", None)
        for kind in Kind:
            self.kind.addItem(kind.value, kind)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        for one in (self.whole, self.all, self.check):
            top.addWidget(tool_button(one))
        filters = QHBoxLayout()
        filters.addWidget(self.box, 1)
        filters.addWidget(self.kind)
        filters.addWidget(self.person)
        self._sign = QLabel()
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self._sign)
        foot.addWidget(self.verdict)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 10)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.full)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.whole.triggered.connect(lambda: self.show_subject(WHOLE_ARCHIVE))
        self.all.triggered.connect(self._ask_all)
        self.check.triggered.connect(lambda: self._ask(check=True))
        self.box.textChanged.connect(self._apply)
        self.person.currentIndexChanged.connect(self._apply)
        self.kind.currentIndexChanged.connect(self._apply)
        self.table.selectionModel().currentChanged.connect(self._show_full)

    def _show_people(self) -> None:
        names = people(self.page.rows) if self.page else ()
        kept = self.person.currentData()
        self.person.blockSignals(True)  # noqa: FBT003 - Qt's signature
        while self.person.count() > 1:
            self.person.removeItem(1)
        for name in names:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(self.person.findData(kept), 0))
        self.person.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def _apply(self) -> None:
        if self.page is None:
            return
        rows = filtered(self.page.rows, self.box.text(), self.person.currentData(), chosen(self.kind, Kind))
        self.model.show(rows)
        self.all.setVisible(not self.page.is_all)
        self.count.setText(count_sentence(self.page, len(rows)))
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_full()

    def _show_full(self) -> None:
        """The whole of the current line below the table, where its cells are too narrow for it."""
        row = self.table.currentIndex().row()
        shown = self.model.rows[row] if 0 <= row < len(self.model.rows) else None
        self.full.setText("　".join(cell for cell in shown.cells if cell) if shown else "")

    def _show_verdict(self) -> None:
        self.verdict.setText(chain_sentence(self._broken))
        wrong = bool(self._broken)
        drawing, tone = ("error", Tone.MISSING) if wrong else ("success", Tone.COMPLETE)
        set_tone(self.verdict, tone)
        self._sign.setPixmap(icon(drawing, tone).pixmap(square(16), self.devicePixelRatioF()))
