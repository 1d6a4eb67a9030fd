"""How a page is laid out: text, years side by side, facts, doubts, remarks; scrolls as a whole."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.page.presenter import Page, YearCell
from foodsafe_desktop.ui.parts import StateSign, label


class PageView(QScrollArea):
    """Shows one page at a time; asks for 合理缺项 to be marked or taken back."""

    omission_wanted = Signal(int)
    omission_unwanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("小项页面")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_page(self, page: Page) -> None:
        """Show a page; the same node keeps its scroll position."""
        if page == self.page:
            return
        same = self.page is not None and self.page.key == page.key
        at = self.verticalScrollBar().value() if same else 0
        self.page = page
        self.setWidget(self._build(page))
        self.setAccessibleDescription("，".join(part for part in (page.heading, page.word, page.text) if part))
        self.verticalScrollBar().setValue(at)

    def _build(self, page: Page) -> QWidget:
        body = _Body()
        body.setObjectName("page")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.setSpacing(10)
        if page.crumb:
            layout.addWidget(label(page.crumb, "crumb"))
        layout.addLayout(self._build_heading(page))
        if page.text:
            layout.addWidget(label(page.text))
        if page.years:
            layout.addLayout(_build_years(page.years))
        if page.facts:
            layout.addLayout(_build_facts(page.facts))
        if page.doubts:
            layout.addWidget(_build_doubts(page.doubts_title, page.doubts))
        if page.remarks:
            layout.addWidget(label("未计入的材料及原因", "section"))
            for remark in page.remarks:
                layout.addWidget(label(f"·　{remark}。"))
        layout.addStretch(1)
        return body

    def _build_heading(self, page: Page) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        heading = label(page.heading, "heading")
        row.addWidget(heading, 0 if page.state else 1)
        if page.state is not None:
            heading.setWordWrap(False)
            heading.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
            sign = StateSign()
            sign.show_state(page.state, page.word)
            row.addWidget(sign, 1)
        number = page.key.number
        if page.can_omit:
            row.addWidget(self._build_button("列为合理缺项…", lambda: self.omission_wanted.emit(number)))
        if page.can_readmit:
            row.addWidget(self._build_button("取消合理缺项", lambda: self.omission_unwanted.emit(number)))
        return row

    @staticmethod
    def _build_button(text: str, run: object) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(run)
        return button


class _Body(QWidget):
    """Lets the scroll area ask only for the height that the text needs at the width there is."""

    def minimumSizeHint(self) -> QSize:
        """Nothing of its own: wrapped labels would ask for the height they need at their narrowest."""
        return QSize(0, 0)


def _build_years(years: tuple[YearCell, ...]) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for cell in years:
        row.addWidget(_build_year(cell), 1)
    return row


def _build_year(cell: YearCell) -> QFrame:
    frame = QFrame()
    colour, tint = theme.STATE_COLOURS[cell.state], theme.STATE_TINTS[cell.state]
    frame.setObjectName("year")
    frame.setStyleSheet(f"QFrame#year {{ background: {tint}; border-left: 4px solid {colour}; border-radius: 3px; }}")
    frame.setAccessibleName(f"{cell.year}，{cell.word}，{cell.reason}")
    year = label(cell.year, "section")
    year.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
    year.setWordWrap(False)
    sign = StateSign()
    sign.show_state(cell.state, cell.word)
    top = QHBoxLayout()
    top.setSpacing(10)
    top.addWidget(year)
    top.addWidget(sign, 1)
    reason = label(cell.reason)
    reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(10, 6, 10, 6)
    layout.setSpacing(2)
    layout.addLayout(top)
    layout.addWidget(reason)
    layout.addStretch(1)
    return frame


def _build_facts(facts: tuple[tuple[str, str], ...]) -> QLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        said = QLabel(name)
        said.setProperty("role", "muted")
        grid.addWidget(said, row, 0, Qt.AlignmentFlag.AlignTop)
        shown = label(value)
        shown.setAccessibleName(f"{name}：{value}")
        grid.addWidget(shown, row, 1)
    return grid


def _build_doubts(title: str, doubts: tuple[str, ...]) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "doubt")
    sign = QLabel()
    sign.setPixmap(icon("doubt", theme.PARTIAL).pixmap(QSize(18, 18), frame.devicePixelRatioF()))
    top = QHBoxLayout()
    top.setSpacing(6)
    top.addWidget(sign)
    top.addWidget(label(title, "section"), 1)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.setSpacing(4)
    layout.addLayout(top)
    for doubt in doubts:
        layout.addWidget(label(doubt))
    return frame
