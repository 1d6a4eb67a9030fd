"""How a page is laid out: text, facts, checklist, indicators, doubts, corrections, remarks; scrolls as a whole."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.measures import square
from foodsafe_desktop.ui.page.asked import Unserved
from foodsafe_desktop.ui.page.checklist import ChecklistTable
from foodsafe_desktop.ui.page.corrected import CorrectionLine
from foodsafe_desktop.ui.page.indicators import IndicatorFields
from foodsafe_desktop.ui.page.presenter import Page
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.parts import Body, ButtonRow, HeadRow, StateSign, facts_grid, label

_NAMED = 8
"""Pieces that are named one by one; of hundreds nobody reads more, and each takes time to be laid out."""


class PageView(QScrollArea):
    """Shows one page at a time and asks for what a person wants done about it."""

    omission_wanted = Signal(int)
    omission_unwanted = Signal(int)
    departments_wanted = Signal(int)
    text_wanted = Signal(int)
    item_wanted = Signal(int)
    entering_wanted = Signal(int)
    note_wanted = Signal(int)
    doubt_settled = Signal(int, object, bool)
    """Number, Doubt, whether it is of a 大项."""
    correction_unwanted = Signal(int)
    serving_wanted = Signal(int, list)
    """Number, evidence ids."""
    requirement_wanted = Signal(int, object)
    """Number, the Requirement to edit or None for a new one."""
    requirement_unwanted = Signal(str)
    requirement_restored = Signal(str)
    value_entered = Signal(str, object, object)
    value_removed = Signal(str, object)
    exemption_wanted = Signal(str, object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self.checklist: ChecklistTable | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("小项页面")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_page(self, page: Page) -> None:
        """Show a page; the same node keeps its scroll position, and the field a person is in with what they typed."""
        if page == self.page:
            return
        same = self.page is not None and self.page.key == page.key
        at = self.verticalScrollBar().value() if same else 0
        held = self._held() if same else None
        self.page, self.checklist = page, None
        self.setWidget(self._build(page))
        self.setAccessibleDescription("，".join(part for part in (page.heading, page.word, page.text) if part))
        self.verticalScrollBar().setValue(at)
        if held is not None:
            self._give_back(*held)

    def redraw(self) -> None:
        """Draw the page again in the colours of the theme in use."""
        page, self.page = self.page, None
        if page is not None:
            self.show_page(page)

    def _held(self) -> tuple[str, str | None] | None:
        """The field or the checklist's row that has the focus, by name, and what was typed and not yet taken."""
        focus = self.focusWidget()
        if isinstance(focus, QLineEdit):
            return focus.objectName(), focus.text() if focus.isModified() else None
        if focus is self.checklist and self.checklist is not None and (row := self.checklist.current()) is not None:
            return row.requirement.id, None
        return None

    def _give_back(self, name: str, typed: str | None) -> None:
        field = self.widget().findChild(QLineEdit, name)
        if field is not None:
            if typed is not None:
                field.setText(typed)
                field.setModified(True)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.checklist is not None and (row := self.checklist.rows.row_of(name)) is not None:
            self.checklist.selectRow(row)
            self.checklist.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, page: Page) -> QWidget:
        body = Body()
        body.setObjectName("page")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.setSpacing(10)
        if page.crumb:
            layout.addWidget(label(page.crumb, "crumb"))
        layout.addWidget(self._build_heading(page))
        if page.text:
            layout.addWidget(label(page.text))
        if page.facts:
            layout.addLayout(facts_grid(page.facts))
        if page.note:
            layout.addWidget(label("备注", "section"))
            layout.addWidget(label(page.note))
        self._add_asked(layout, page)
        if page.doubts:
            layout.addWidget(self._build_doubts(page))
        if page.corrections:
            layout.addWidget(self._build_corrections(page.corrections))
        if page.asked.remarks:
            layout.addWidget(label("未计入的材料及原因", "section"))
            for remark in page.asked.remarks[:_NAMED]:
                layout.addWidget(label(f"·　{remark}。"))
            if (more := len(page.asked.remarks) - _NAMED) > 0:
                layout.addWidget(label(f"另有 {more} 条，见下方佐证材料表的“状态”栏。", "muted"))
        layout.addStretch(1)
        return body

    def _add_asked(self, layout: QVBoxLayout, page: Page) -> None:
        if page.asked.rows:
            self._add_checklist(layout, page)
        if page.asked.indicators:
            layout.addWidget(label("指标", "section"))
            layout.addWidget(self._build_indicators(page))
        if page.asked.unserved:
            layout.addWidget(self._build_unserved(page))

    def _build_heading(self, page: Page) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(8)
        commands: list[QPushButton] = []
        heading = label(page.heading, "heading")
        row.addWidget(heading, 0 if page.state else 1)
        if page.state is not None:
            heading.setWordWrap(False)
            heading.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
            row.addSpacing(6)
            sign = StateSign()
            sign.show_state(page.state, page.word)
            row.addWidget(sign, 1)
        number = page.key.number
        if page.can_omit:
            new = "填写缺项理由…" if page.omitted_in_print else "列为合理缺项…"
            words = "修改缺项理由…" if page.can_readmit else new
            commands.append(_button(words, lambda: self.omission_wanted.emit(number)))
        if page.can_readmit:
            words = "删去缺项理由" if page.omitted_in_print else "取消合理缺项"
            commands.append(_button(words, lambda: self.omission_unwanted.emit(number)))
        if page.can_correct:
            commands.append(self._build_correct(number))
        if page.note is not None:
            commands.append(_button("备注…", lambda: self.note_wanted.emit(number)))
        if page.can_enter:
            commands.append(_button("按原件补录…", lambda: self.entering_wanted.emit(number)))
        return HeadRow(row, ButtonRow(commands))

    def _build_correct(self, number: int) -> QPushButton:
        button = QPushButton("更正")
        button.setToolTip("对照原件更正细则的责任部门、文字或所属大项；原印内容保留，可随时撤销")
        button.setProperty("menu", "true")
        menu = QMenu(button)
        menu.addAction("修改责任部门…", lambda: self.departments_wanted.emit(number))
        menu.addAction("更正原文…", lambda: self.text_wanted.emit(number))
        menu.addAction("改归其他大项…", lambda: self.item_wanted.emit(number))
        button.setMenu(menu)
        return button

    def _add_checklist(self, layout: QVBoxLayout, page: Page) -> None:
        number = page.key.number
        top = QHBoxLayout()
        top.addWidget(label("佐证要求（建议清单，可按评价细则增改）", "section"), 1)
        top.addWidget(_button("新增…", lambda: self.requirement_wanted.emit(number, None)))
        layout.addLayout(top)
        self.checklist = table = ChecklistTable()
        table.show_checklist(page.asked)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_requirement_menu)
        table.activated.connect(lambda _index: self._edit_current())
        layout.addWidget(table)

    def _edit_current(self) -> None:
        row = self.checklist.current() if self.checklist else None
        if row is not None and row.can_edit:
            self.requirement_wanted.emit(row.requirement.number, row.requirement)

    def _show_requirement_menu(self, at: QPoint) -> None:
        if self.page is not None and self.checklist is not None:
            self.requirement_menu().popup(self.checklist.viewport().mapToGlobal(at))

    def requirement_menu(self) -> QMenu:
        """What can be done with the checklist's current row."""
        assert self.page is not None  # noqa: S101 - there is no checklist without a page
        number = self.page.key.number
        row = self.checklist.current() if self.checklist else None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row is not None:
            one = row.requirement
            menu.addAction("编辑…", self._edit_current).setEnabled(row.can_edit)
            menu.addAction("停用", lambda: self.requirement_unwanted.emit(one.id)).setEnabled(row.can_edit)
            restore = menu.addAction("恢复建议内容", lambda: self.requirement_restored.emit(one.id))
            restore.setEnabled(row.can_restore)
            menu.addSeparator()
        menu.addAction("新增佐证要求…", lambda: self.requirement_wanted.emit(number, None))
        return menu

    def _build_indicators(self, page: Page) -> QWidget:
        fields = IndicatorFields(page.asked.indicators)
        fields.entered.connect(self.value_entered)
        fields.removed.connect(self.value_removed)
        fields.not_applicable.connect(self.exemption_wanted)
        fields.refused.connect(self.refused)
        return fields

    def _build_unserved(self, page: Page) -> QFrame:
        number, pieces = page.key.number, page.asked.unserved
        frame, layout = _frame(f"未对应到佐证要求的材料（{len(pieces)}件，不计入）", "notice", Tone.OMITTED, "note")
        for piece in pieces[:_NAMED]:
            layout.addLayout(self._build_piece(number, piece))
        if (more := len(pieces) - _NAMED) > 0:
            said = f"另有 {more} 件，可在下方佐证材料表中选中后按 Ctrl+J 对应到佐证要求。"
            layout.addWidget(label(said, "muted"))
        return frame

    def _build_piece(self, number: int, piece: Unserved) -> QLayout:
        row = QHBoxLayout()
        row.addWidget(label(f"{piece.shown}　{piece.why}"), 1)
        button = _button("对应到…", lambda: self.serving_wanted.emit(number, [piece.evidence]))
        button.setAccessibleName(f"将{piece.shown}对应到佐证要求")
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _build_doubts(self, page: Page) -> QFrame:
        number, of_item = page.key.number, page.state is None
        frame, layout = _frame(page.doubts_title, "doubt", Tone.PARTIAL, "doubt")
        for line in page.doubts:
            row = QHBoxLayout()
            row.addWidget(label(line.text), 1)
            if line.doubt is not None:
                row.addWidget(self._build_settle(number, line.doubt, of_item=of_item), 0, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(row)
        return frame

    def _build_settle(self, number: int, doubt: Doubt, *, of_item: bool) -> QPushButton:
        button = _button("核定…", lambda: self.doubt_settled.emit(number, doubt, of_item))
        button.setAccessibleName(f"核定疑点：{doubt.why}")
        return button

    def _build_corrections(self, lines: tuple[CorrectionLine, ...]) -> QFrame:
        frame, layout = _frame(f"更正记录（{len(lines)}条）", "edit", Tone.RESERVED, "note")
        for line in lines:
            row = QHBoxLayout()
            printed = f"\n原印：{line.printed}" if line.printed else ""
            row.addWidget(label(f"{line.text}{printed}\n{line.ground}"), 1)
            button = _button("撤销更正", partial(self.correction_unwanted.emit, line.id))
            button.setAccessibleName(f"撤销更正：{line.text}")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(row)
        return frame


def _button(text: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _checked=False: run())
    return button


def _frame(title: str, drawing: str, tone: Tone, role: str) -> tuple[QFrame, QVBoxLayout]:
    """A box with a picture and a title; what stands in it goes into the layout."""
    frame = QFrame()
    frame.setProperty("role", role)
    sign = QLabel()
    sign.setPixmap(icon(drawing, tone).pixmap(square(18), frame.devicePixelRatioF()))
    top = QHBoxLayout()
    top.setSpacing(6)
    top.addWidget(sign)
    top.addWidget(label(title, "section"), 1)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.setSpacing(6)
    layout.addLayout(top)
    return frame, layout
