"""The preview: pages with their tools, or a sentence in their place, and what is known of the file below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.page_rows import Found
from foodsafe_desktop.services.ports.pages import Area
from foodsafe_desktop.services.proposals import Proposals
from foodsafe_desktop.ui.parts import action, tool_button
from foodsafe_desktop.ui.preview.canvas import PageCanvas
from foodsafe_desktop.ui.preview.facts import FactsPane
from foodsafe_desktop.ui.preview.layout import POINT
from foodsafe_desktop.ui.preview.presenter import NOTHING, Shown, Way
from foodsafe_desktop.ui.preview.waiting import WaitingPage
from foodsafe_desktop.ui.search_box import SearchBox

_MM = 25.4 / 72
_ROOMY = 20
"""Lines of text side by side that the tools need to stand all in a row."""
_TYPING = 250
"""Milliseconds without a key after which a search begins."""


class PreviewPane(QWidget):
    """Passive: a `Previewing` fills it and hears what it wants."""

    find_wanted = Signal(str)
    file_wanted = Signal(int)
    """Another file of the same piece."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.shown = NOTHING
        self.canvas, self.facts = PageCanvas(), FactsPane()
        self.waiting = WaitingPage()
        self.message = self.waiting.message
        self.title = QLabel()
        self.title.setProperty("role", "section")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.files = QComboBox()
        self.files.setAccessibleName("该件的文件")
        self.files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.files.activated.connect(self.file_wanted)
        self.number, self.count, self.hits_said = QLabel(), QLabel(), QLabel()
        self.box = self._build_box()
        self.actions_ = self._build_actions()
        self._hits: list[tuple[int, Area]] = []
        self._hit, self._searched = -1, ""
        self._want_page: tuple[int, str] | None = None
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(lambda: self._search(self.box.text()))
        self._lay_out()
        self.canvas.page_changed.connect(self._say_page)
        self.canvas.zoom_changed.connect(self._say_zoom)
        self.setFocusProxy(self.canvas)
        self.show_piece(NOTHING, None)

    def show_piece(self, shown: Shown, found: Proposals | None) -> None:
        """Show another piece, for now without its pages."""
        self.shown = shown
        self._say_title()
        self.files.clear()
        self.files.addItems(list(shown.names))
        self.files.setCurrentIndex(shown.at if shown.names else -1)
        self.files.setVisible(len(shown.names) > 1)
        self.facts.show_facts(shown.facts, found)
        self.facts.setVisible(bool(shown.facts))
        self._hits, self._hit = [], -1
        self.show_sentence(shown.sentence or "正在打开…")
        if shown.way is Way.MADE:
            self.waiting.wait(shown.names[shown.at])

    def show_found(self, found: Proposals | None) -> None:
        """What was read on the pages has come."""
        self.facts.show_facts(self.shown.facts, found)

    def show_sentence(self, sentence: str) -> None:
        """Say something in place of pages."""
        self.canvas.show_pages(())
        self.waiting.say(sentence)
        self.stack.setCurrentIndex(1)
        self._enable(on=False)

    def show_words(self, words: str) -> None:
        """What was read of the file, while its pages are being made."""
        if self.waiting.is_waiting:
            self.waiting.show_words(words)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """The pages are there; go where somebody wanted to, and look for what is in the box."""
        self.waiting.say("")
        self.stack.setCurrentIndex(0)
        self.canvas.show_pages(sizes)
        self._enable(on=True)
        self._say_page(self.canvas.page)
        wanted, self._want_page = self._want_page, None
        if wanted is not None:
            page, words = wanted
            self.canvas.go_to(page - 1)
            self.box.setText(words)
        if self.box.text():
            self._search(self.box.text())

    def want_page(self, page: int, words: str) -> None:
        """Go to a page (from 1) and look for words there, now or when the pages have come."""
        self._want_page = page, words

    def add_found(self, page: int, areas: Sequence[Area]) -> None:
        """Places on one more page."""
        if not areas:
            self._say_hits()
            return
        self._hits += [(page, area) for area in areas]
        if self._hit < 0:
            near = next((at for at, (where, _area) in enumerate(self._hits) if where >= self.canvas.page), None)
            if near is not None:
                self._go_to_hit(near)
        self._mark()

    def show_place(self, found: Found) -> None:
        """Mark what was read where it stands."""
        sizes = self.canvas.layout_.sizes
        if not 0 < found.page <= len(sizes):
            return
        page = found.page - 1
        if found.box is None:
            self.canvas.go_to(page)
            return
        width, height = (side * _MM for side in sizes[page])
        x0, y0, x1, y1 = found.box
        area = (x0 / width, y0 / height, x1 / width, y1 / height)
        self.canvas.go_to(page, area)
        self.canvas.mark({}, (page, area))

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _build_box(self) -> SearchBox:
        box = SearchBox("在文件中查找", "在文件中查找")
        box.setMinimumWidth(90)
        box.textEdited.connect(lambda _text: self._typing.start())
        box.returnPressed.connect(lambda: self._step(1))
        return box

    def _build_actions(self) -> dict[str, QAction]:
        made = {
            "smaller": action(self, "zoom-out", "缩小", "Ctrl+-"),
            "larger": action(self, "zoom-in", "放大", "Ctrl+="),
            "fit": action(self, "fit-width", "适合宽度", "Ctrl+0"),
            "search": action(self, "search", "在文件中查找", "Ctrl+F"),
            "previous": action(self, "up", "上一处", "Shift+F3"),
            "next": action(self, "down", "下一处", "F3"),
            "copy": action(self, "edit", "复制选定的文字", "Ctrl+C"),
        }
        made["smaller"].triggered.connect(lambda: self.canvas.zoom_step(larger=False))
        made["larger"].triggered.connect(lambda: self.canvas.zoom_step(larger=True))
        made["fit"].triggered.connect(lambda: self.canvas.zoom_to(None))
        made["search"].triggered.connect(self.focus_search)
        made["previous"].triggered.connect(lambda: self._step(-1))
        made["next"].triggered.connect(lambda: self._step(1))
        made["copy"].triggered.connect(self._copy)
        for name, one in made.items():
            one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            (self.canvas if name == "copy" else self).addAction(one)
        return made

    def _lay_out(self) -> None:
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(6, 2, 6, 2)
        tools.setSpacing(2)
        self._zooms = [_picture_button(self.actions_[name]) for name in ("smaller", "larger", "fit")]
        for button in self._zooms:
            tools.addWidget(button)
        tools.addWidget(self.count)
        tools.addSpacing(6)
        tools.addWidget(self.number)
        tools.addSpacing(6)
        tools.addWidget(self.box, 1)
        tools.addWidget(self.hits_said)
        self._steps = [_picture_button(self.actions_[name]) for name in ("previous", "next")]
        for button in self._steps:
            tools.addWidget(button)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.canvas)
        self.stack.addWidget(self.waiting)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.facts)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([520, 170])
        self.facts.setMinimumHeight(60)
        top = QHBoxLayout()
        top.setContentsMargins(10, 6, 8, 0)
        top.addWidget(self.title, 1)
        top.addWidget(self.files)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._tools)
        layout.addWidget(self.split, 1)

    def _enable(self, *, on: bool) -> None:
        self._tools.setVisible(on)
        for one in self.actions_.values():
            one.setEnabled(on)
        self._say_hits()
        self._say_zoom()

    def _search(self, words: str) -> None:
        self._searched = words
        self._hits, self._hit = [], -1
        self._mark()
        self.find_wanted.emit(words)

    def _step(self, by: int) -> None:
        self._typing.stop()
        if self.box.text() != self._searched:
            self._search(self.box.text())
        elif self._hits:
            self._go_to_hit((self._hit + by) % len(self._hits))
            self._mark()

    def _go_to_hit(self, at: int) -> None:
        self._hit = at
        self.canvas.go_to(*self._hits[at])

    def _mark(self) -> None:
        by_page: dict[int, list[Area]] = {}
        for page, area in self._hits:
            by_page.setdefault(page, []).append(area)
        self.canvas.mark(by_page, self._hits[self._hit] if self._hit >= 0 else None)
        self._say_hits()

    def _say_hits(self) -> None:
        asked = bool(self.box.text())
        said = f"{self._hit + 1}/{len(self._hits)}" if self._hits else "未找到" if asked else ""
        self.hits_said.setText(said)
        for name in ("previous", "next"):
            self.actions_[name].setEnabled(bool(self._hits))
        self._fold()

    def _say_page(self, page: int) -> None:
        total = len(self.canvas.layout_.sizes)
        self.number.setText(f"{page + 1}/{total}页" if total else "")

    def _say_zoom(self) -> None:
        layout = self.canvas.layout_
        self.count.setText(f"{layout.scale(self.canvas.page) / POINT:.0%}" if layout.sizes else "")

    def _say_title(self) -> None:
        room = max(60, self.width() - 24 - (self.files.sizeHint().width() if len(self.shown.names) > 1 else 0))
        said = self.shown.title or "预览"
        self.title.setText(self.title.fontMetrics().elidedText(said, Qt.TextElideMode.ElideMiddle, room))
        self.title.setToolTip("")

    def _copy(self) -> None:
        if self.canvas.text:
            QGuiApplication.clipboard().setText(self.canvas.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit title and tools."""
        super().resizeEvent(event)
        self._fold()
        self._say_title()

    def _fold(self) -> None:
        """Where it is narrow the buttons give way to those that are wanted now; the keys do for all."""
        roomy, found = self.width() >= self.fontMetrics().height() * _ROOMY, bool(self._hits)
        self.count.setVisible(roomy)
        for button in self._zooms:
            button.setVisible(roomy or not found)
        for button in self._steps:
            button.setVisible(roomy or found)


def _picture_button(one: QAction) -> QWidget:
    button = tool_button(one)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setAccessibleName(one.text())
    return button
