"""What is known of the file under its pages: the record's facts, and what was read on the page with 采纳."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from foodsafe_desktop.services.proposals import FactField, Proposal, Proposals
from foodsafe_desktop.ui.elided import ElidedLink
from foodsafe_desktop.ui.parts import Body, label

_KEYS = {
    FactField.TITLE: "Alt+1",
    FactField.DOCUMENT_NUMBER: "Alt+2",
    FactField.DATED: "Alt+3",
    FactField.AUTHOR: "Alt+4",
}


class FactsPane(QScrollArea):
    """Two tables below each other. `accept_wanted` hands on fields, `place_wanted` what was found, to be shown."""

    accept_wanted = Signal(list)
    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("文件情况")
        self.buttons: dict[FactField, QPushButton] = {}
        self._shown: tuple[object, object] = ((), None)
        self.show_facts((), None)

    def show_facts(self, facts: Sequence[tuple[str, str]], found: Proposals | None) -> None:
        """Show the record's facts, and the proposals where some were read."""
        if self._shown == (tuple(facts), found) and self.widget() is not None:
            return
        self._shown = tuple(facts), found
        self.buttons = {}
        body = Body()
        body.setObjectName("page")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(4)
        if found is not None and found.fields:
            column.addWidget(_section("文件所载（识读结果，须核对）"))
            column.addLayout(self._proposals(found))
        if facts:
            column.addWidget(_section("文件情况"))
            column.addLayout(_table(facts))
        column.addStretch(1)
        self.setWidget(body)

    def _proposals(self, found: Proposals) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(found.fields):
            grid.addWidget(_name(one.field.label), row, 0)
            grid.addWidget(self._value(one), row, 1)
            if one.is_new:
                grid.addWidget(self._button(one), row, 2)
            else:
                grid.addWidget(_name("已一致"), row, 2, Qt.AlignmentFlag.AlignCenter)
        row = len(found.fields)
        for name, ones in (("附件", found.attachments), ("印章", found.seals)):
            if ones:
                said = "；".join(one.value for one in ones) if name == "附件" else f"见到{len(ones)}处红色圆形印迹"
                grid.addWidget(_name(name), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(said), row, 1, 1, 2)
                row += 1
        return grid

    def _value(self, one: Proposal) -> ElidedLink:
        """What was read; pressing it shows where."""
        doubt = "" if one.found.is_strong else "（不确定）"
        shown = ElidedLink()
        where = f"{one.found.value}（第{one.found.page}页，按下后在页面上标出）"
        shown.say(f"{one.found.value}{doubt}", where + (f"；著录现为“{one.now}”" if one.now else "；著录现为空"))
        shown.clicked.connect(lambda: self.place_wanted.emit(one.found))
        return shown

    def _button(self, one: Proposal) -> QPushButton:
        button = QPushButton("采纳" if not one.now else "替换")
        button.setShortcut(_KEYS[one.field])
        was = f"，替换“{one.now}”" if one.now else ""
        button.setToolTip(f"采用为{one.field.label}{was}（{_KEYS[one.field]}）")
        button.setAccessibleName(f"采用{one.field.label}{one.found.value}{was}")
        button.clicked.connect(partial(self.accept_wanted.emit, [one.field]))
        self.buttons[one.field] = button
        return button


def _table(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        grid.addWidget(_name(name), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(_breakable(value)), row, 1)
    return grid


def _breakable(text: str) -> str:
    """Paths may be broken after each folder."""
    return text.replace("/", "/\u200b")


def _section(text: str) -> QLabel:
    return label(text, "section")


def _name(text: str) -> QLabel:
    made = label(text, "muted", wraps=False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
    return made
