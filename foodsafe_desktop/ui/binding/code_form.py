"""编档号: how the archive writes its codes, and whether the pieces of a volume get theirs now."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from foodsafe_desktop.domain.reference_codes import RETENTION_LABELS, Coding, Scheme, refusal
from foodsafe_desktop.ui.forms.base import Form, line, note
from foodsafe_desktop.ui.forms.requirement import Choice
from foodsafe_desktop.ui.parts import label


class CodeForm(Form):
    """`volume` names the volume whose pieces may get codes, empty for none; `count` is how many have none yet."""

    def __init__(
        self, parent: QWidget, coding: Coding, volume: str, count: int, on_coded: Callable[[Coding, bool], object]
    ) -> None:
        super().__init__(parent, "编档号", "保存", width=640)
        self._on_coded = on_coded
        self.fonds = line("全宗号", coding.fonds, "由档案馆分配，4位，如 Z109")
        self.scheme = Choice("编制规则", [(one, one.label) for one in Scheme], coding.scheme)
        self.category = line("档案门类代码", coding.category, "2位大写字母，文书档案为 WS")
        retention = [(code, f"{word}（{code}）") for code, word in RETENTION_LABELS.items()]
        self.retention = Choice("保管期限", retention, coding.retention)
        self.organ = line("机构（问题）", coding.organ, "不分机构（问题）的不填")
        self.sample = label("", wraps=False)
        self.give = QCheckBox(f"同时为“{volume}”中尚无档号的 {count} 件编号")
        self.give.setEnabled(bool(volume and count))
        self.give.setChecked(bool(volume and count))
        for name, field in (
            ("全宗号", self.fonds),
            ("编制规则", self.scheme),
            ("门类代码", self.category),
            ("保管期限", self.retention),
            ("机构（问题）", self.organ),
            ("样式", self.sample),
        ):
            self.fields.addRow(name, field)
        self.fields.addRow(note("保管期限和机构用于没有单独著录的材料。档号一经编定不再改动，也不会给其他材料使用。"))
        self.fields.addRow(note("改动只用于以后编的档号和以后发出的卷；已发出的卷，封面、盒脊仍用发出时的全宗号。"))
        if volume:
            self.fields.addRow(self.give if count else note(f"“{volume}”中的材料均已有档号。"))
        else:
            self.fields.addRow(note("要为材料编号，请先预排并选定一卷。"))
        for edit in (self.fonds, self.category, self.organ):
            edit.textChanged.connect(self.check)
        for choice in (self.scheme, self.retention):
            choice.currentIndexChanged.connect(self.check)
        self.check()

    def coding(self) -> Coding:
        """The rule as the fields say it."""
        texts = (self.fonds.text().strip(), self.category.text().strip(), self.organ.text().strip())
        return Coding(texts[0], self.scheme.value, texts[1], self.retention.value, texts[2])

    def check(self) -> None:
        """Show what a code looks like."""
        super().check()
        self.sample.setText("" if self.problem() else self.coding().sample)

    def problem(self) -> str:
        """What the rule itself says."""
        return refusal(self.coding())

    def confirm(self) -> None:
        """Hand on the rule, and whether codes are given."""
        self._on_coded(self.coding(), self.give.isChecked())
