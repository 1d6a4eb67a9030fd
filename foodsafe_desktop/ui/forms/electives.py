"""自选项: which 大项 of the elective group count, and which 小项 where only some of an item do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from foodsafe_desktop.domain.catalogue import Catalogue, ElectiveRule, Item, SubItem
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.wording import points_text, sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, note, roomy
from foodsafe_desktop.ui.parts import label

OnChosen = Callable[[frozenset[int], frozenset[int]], object]


class ElectivesForm(Form):
    """Check boxes below each other; nothing chosen at all is a valid answer: everything is then asked for."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, election: Election, on_chosen: OnChosen) -> None:
        super().__init__(parent, "自选项", "保存", width=720)
        self._catalogue, self._on_chosen = catalogue, on_chosen
        self.items: dict[int, QCheckBox] = {}
        self.sub_items: dict[int, QCheckBox] = {}
        body = QWidget()
        body.setObjectName("page")
        layout = QVBoxLayout(body)
        layout.setSpacing(6)
        for rule in self._rules():
            layout.addWidget(label(f"自选大项：选{rule.choose}项，共{points_text(rule.points)}分", "section"))
            for item in catalogue.items:
                if item.number in rule.items:
                    self._add_item(layout, item, election)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(roomy(self, 560))  # a list that bends within a form that scrolls would be two bars
        self.fields.addRow(scroll)
        self.fields.addRow(note("全部不选表示尚未选定，暂按全部要求计缺失。"))
        self.check()

    def problem(self) -> str:
        """The catalogue's own counts."""
        chosen = self._checked(self.items)
        for rule in self._rules():
            count = len(chosen & set(rule.items))
            if count not in (0, rule.choose):
                return f"自选大项须选{rule.choose}项，现选了{count}项。"
        for item in self._choosing():
            count = len(self._checked(self.sub_items) & {sub.number for sub in item.sub_items})
            if count not in (0, item.choose):
                return f"第{item.number}大项“{item.title}”须任选{item.choose}小项，现选了{count}项。"
        return ""

    def confirm(self) -> None:
        """Hand on the numbers."""
        self._on_chosen(self._checked(self.items), self._checked(self.sub_items))

    def _rules(self) -> list[ElectiveRule]:
        return [dimension.elective for dimension in self._catalogue.dimensions if dimension.elective]

    def _choosing(self) -> list[Item]:
        return [item for item in self._catalogue.items if item.choose]

    def _add_item(self, layout: QVBoxLayout, item: Item, election: Election) -> None:
        parent = QCheckBox(f"{item.number}．{item.title}（{points_text(item.points)}分）".replace("&", "&&"))
        parent.setChecked(item.number in election.items)
        parent.toggled.connect(self.check)
        layout.addWidget(parent, 0, Qt.AlignmentFlag.AlignLeft)
        self.items[item.number] = parent
        if item.choose is None:
            return
        layout.addWidget(_indented(label(f"以下{len(item.sub_items)}小项任选{item.choose}项：", "muted")))
        for sub in item.sub_items:
            box = self._add_sub_item(layout, sub)
            box.setChecked(sub.number in election.sub_items)
            box.setEnabled(parent.isChecked())
            parent.toggled.connect(box.setEnabled)
            parent.toggled.connect(lambda on, box=box: box.setChecked(box.isChecked() and on))
            self.sub_items[sub.number] = box

    def _add_sub_item(self, layout: QVBoxLayout, sub: SubItem) -> QCheckBox:
        """A box with the number and the whole text beside it: a check box alone cannot wrap."""
        box = QCheckBox(sub_item_mark(sub.number))
        box.setAccessibleName(f"{sub_item_mark(sub.number)}{sub.text}")
        box.toggled.connect(self.check)
        row = QHBoxLayout()
        row.setContentsMargins(26, 0, 8, 0)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(sub.text), 1)
        layout.addLayout(row)
        return box

    @staticmethod
    def _checked(boxes: dict[int, QCheckBox]) -> frozenset[int]:
        return frozenset(number for number, box in boxes.items() if box.isChecked())


def _indented(widget: QWidget) -> QWidget:
    widget.setContentsMargins(26, 0, 0, 0)
    return widget
