"""更正: doubts settled, and departments, text and place put right, each with the ground it rests on."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QWidget

from foodsafe_desktop.domain.catalogue import Catalogue, Doubt, SubItem
from foodsafe_desktop.domain.wording import field_word, sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, line, note
from foodsafe_desktop.ui.measures import scaled

_READABLE = {
    "departments": "责任部门，多个之间用“、”分开",
    "text": "小项文字",
    "item": "大项编号，如 4",
}
"""Fields of which the original's reading can be kept with the settling, and what it is."""


class GroundedForm(Form):
    """Asks for the ground (依据) below its own fields; nothing is corrected without one."""

    def __init__(self, parent: QWidget, title: str, ok_text: str) -> None:
        super().__init__(parent, title, ok_text, width=600)
        self.ground = line("更正依据", placeholder="如：经与纸质原件核对")

    def add_ground(self, first: QWidget | None = None) -> None:
        """Put the ground below all other fields; the cursor goes into the `first` of them."""
        self.fields.addRow("依据", self.ground)
        self.ground.textChanged.connect(self.check)
        (first or self.ground).setFocus()

    def problem(self) -> str:
        """A ground is needed."""
        return "" if self.ground.text().strip() else "请写明依据。"


class SettleForm(GroundedForm):
    """核定疑点: what the original shows, and the ground."""

    def __init__(
        self,
        parent: QWidget,
        where: str,
        doubt: Doubt,
        on_settled: Callable[[str, str | None], object],
        *,
        of_item: bool,
    ) -> None:
        super().__init__(parent, f"核定疑点：{where}", "核定")
        self._on_settled = on_settled
        self.fields.addRow("疑点", note(f"【{field_word(doubt.field)}】{doubt.why}", ""))
        if doubt.likely:
            self.fields.addRow("可能应为", note(doubt.likely, ""))
        self.reading = line("原件所载", placeholder=_READABLE.get(doubt.field, ""))
        if doubt.field in _READABLE and not of_item:
            self.fields.addRow("原件所载", self.reading)
            hint = "与程序现在显示的不同时填写，将一并更正；相同则不填。"
            self.fields.addRow("", note(hint))
        self.add_ground()

    def confirm(self) -> None:
        """Hand on the ground, and the reading where one was typed."""
        self._on_settled(self.ground.text().strip(), self.reading.text().strip() or None)


class DepartmentsForm(GroundedForm):
    """修改责任部门."""

    def __init__(
        self, parent: QWidget, catalogue: Catalogue, sub: SubItem, on_named: Callable[[list[str], bool, str], object]
    ) -> None:
        super().__init__(parent, f"修改责任部门：{sub_item_mark(sub.number)}小项", "保存")
        self._on_named = on_named
        self.names = line("责任部门", "、".join(catalogue.responsible(sub)), "多个部门之间用“、”分开")
        self.lead = QCheckBox("第一个为牵头部门")
        self.lead.setChecked(sub.lead is not None)
        self.fields.addRow("小项", note(sub.text, ""))
        self.fields.addRow("现显示", note(sub.departments_as_printed or "未印责任部门", ""))
        self.fields.addRow("责任部门", self.names)
        self.fields.addRow("", self.lead)
        self.add_ground(self.names)
        self.names.textChanged.connect(self.check)

    def problem(self) -> str:
        """Names and a ground are needed."""
        return super().problem() if self.names.text().strip(" 、") else "请填写责任部门。"

    def confirm(self) -> None:
        """Hand on names, whether the first leads, and the ground."""
        names = [name.strip() for name in self.names.text().split("、") if name.strip()]
        self._on_named(names, self.lead.isChecked(), self.ground.text().strip())


class TextForm(GroundedForm):
    """更正原文, for a sub-item's text as the original prints it."""

    def __init__(self, parent: QWidget, sub: SubItem, on_text: Callable[[str, str], object]) -> None:
        super().__init__(parent, f"更正原文：{sub_item_mark(sub.number)}小项", "保存")
        self._on_text, self._before = on_text, sub.text
        self.text = _text_box("小项文字", sub.text)
        self.fields.addRow("小项文字", self.text)
        self.add_ground(self.text)
        self.text.textChanged.connect(self.check)

    def problem(self) -> str:
        """Another text and a ground are needed."""
        text = self.text.toPlainText().strip()
        if not text or text == self._before:
            return "请按原件改正文字。"
        return super().problem()

    def confirm(self) -> None:
        """Hand on text and ground."""
        self._on_text(self.text.toPlainText().strip(), self.ground.text().strip())


class PlaceForm(GroundedForm):
    """改归其他大项."""

    def __init__(
        self, parent: QWidget, catalogue: Catalogue, sub: SubItem, on_item: Callable[[int, str], object]
    ) -> None:
        super().__init__(parent, f"改归其他大项：{sub_item_mark(sub.number)}小项", "保存")
        self._on_item = on_item
        home = catalogue.item_of(sub.number)
        self.item = QComboBox()
        self.item.setAccessibleName("所属大项")
        for one in catalogue.items:
            if home is None or one.number != home.number:
                self.item.addItem(f"{one.number}．{one.title}", one.number)
        self.fields.addRow("小项", note(sub.text, ""))
        self.fields.addRow("现属", note(f"{home.number}．{home.title}" if home else "", ""))
        self.fields.addRow("应属", self.item)
        self.add_ground(self.item)

    def confirm(self) -> None:
        """Hand on the 大项 and the ground."""
        self._on_item(int(self.item.currentData()), self.ground.text().strip())


class EnterForm(GroundedForm):
    """补录保留号: its text as the original prints it, and what it is there."""

    def __init__(
        self, parent: QWidget, catalogue: Catalogue, number: int, on_text: Callable[[str, int | None, str], object]
    ) -> None:
        super().__init__(parent, f"按原件补录{sub_item_mark(number)}", "补录")
        self._on_text = on_text
        self.text = _text_box("原件文字", "")
        self.place = QComboBox()
        self.place.setAccessibleName("在原件中的位置")
        self.place.addItem("否决项", None)
        for one in catalogue.items:
            self.place.addItem(f"{one.number}．{one.title}", one.number)
        self.fields.addRow("原件文字", self.text)
        self.fields.addRow("列在", self.place)
        self.fields.addRow("", note("责任部门、分值、完成时限不作推定，责任部门可另行更正。"))
        self.add_ground(self.text)
        self.text.textChanged.connect(self.check)

    def problem(self) -> str:
        """Text and ground are needed."""
        return super().problem() if self.text.toPlainText().strip() else "请按原件录入文字。"

    def confirm(self) -> None:
        """Hand on text, 大项 (None: a 否决项) and ground."""
        self._on_text(self.text.toPlainText().strip(), self.place.currentData(), self.ground.text().strip())


def _text_box(name: str, text: str) -> QPlainTextEdit:
    box = QPlainTextEdit(text)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    box.setFixedHeight(scaled(110))
    return box
