"""佐证要求: one entry of the 建议清单, changed or added by the archivist; and 不适用 of an indicator."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QSizePolicy, QSpinBox, QWidget

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.requirements import KINDS, Basis, Cadence, Requirement, flaw
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, line, note

_CADENCES = (
    (Cadence.EACH_YEAR, "每年"),
    (Cadence.EACH_QUARTER, "每季度"),
    (Cadence.ONCE, "佐证期限内"),
    (Cadence.WITHIN_YEARS, "近几年内"),
)


class RequirementForm(Form):
    """Every field of a requirement; what is wrong with it is said by the domain's own check."""

    def __init__(
        self,
        parent: QWidget,
        catalogue: Catalogue,
        number: int,
        former: Requirement | None,
        on_saved: Callable[[Requirement], object],
    ) -> None:
        done = "编辑" if former else "新增"
        super().__init__(parent, f"{done}佐证要求：{sub_item_mark(number)}", "保存", width=620)
        self._catalogue, self._number, self._former, self._on_saved = catalogue, number, former, on_saved
        self.title = line("要求名称", former.title if former else "", "如：年度工作总结")
        self.kind = Choice("材料种类", [(kind, kind) for kind in KINDS], former.kind if former else KINDS[0])
        self.cadence = Choice("频次", _CADENCES, former.cadence if former else Cadence.EACH_YEAR)
        self.within = _count("近几年", former.within if former and former.within else 2)
        self.within.setSuffix(" 年")
        self.at_least = _count("至少", former.at_least if former else 1)
        self.parts = line("成套组成", "、".join(former.parts) if former else "", "须成套时填写，如：通知、签到表、照片")
        basis = [(one, one.label) for one in Basis]
        self.basis = Choice("依据", basis, former.basis if former else Basis.PRACTICE)
        years = [(None, "佐证期限起"), *((year, f"{year}年起") for year in catalogue.years)]
        self.since = Choice("起算年度", years, former.from_year if former else None)
        self._lay_out()

    def _lay_out(self) -> None:
        for name, field in (
            ("要求名称", self.title),
            ("材料种类", self.kind),
            ("频次", self.cadence),
            ("近几年", self.within),
            ("至少（份或套）", self.at_least),
            ("成套组成", self.parts),
            ("依据", self.basis),
            ("起算年度", self.since),
        ):
            self.fields.addRow(name, field)
        for edit in (self.title, self.parts):
            edit.textChanged.connect(self.check)
        for choice in (self.kind, self.cadence, self.basis, self.since):
            choice.currentIndexChanged.connect(self.check)
        self.check()
        self.title.setFocus()

    def requirement(self) -> Requirement:
        """The requirement as the fields say it; a new one has a placeholder for its id."""
        cadence = self.cadence.value
        parts = self.parts.text().replace("，", "、").split("、")
        return Requirement(
            id=self._former.id if self._former else "new",
            number=self._number,
            title=self.title.text().strip(),
            kind=self.kind.value,
            cadence=cadence,
            at_least=self.at_least.value(),
            within=self.within.value() if cadence is Cadence.WITHIN_YEARS else None,
            parts=tuple(part.strip() for part in parts if part.strip()),
            basis=self.basis.value,
            from_year=self.since.value,
        )

    def check(self) -> None:
        """The years field is only for the cadence that counts back."""
        self.fields.setRowVisible(self.within, self.cadence.value is Cadence.WITHIN_YEARS)
        super().check()

    def problem(self) -> str:
        """What the domain says of it."""
        if not self.title.text().strip():
            return "请填写要求名称。"
        found = flaw(self.requirement(), self._catalogue)
        return f"{found.problem}。" if found else ""

    def confirm(self) -> None:
        """Hand on the requirement."""
        self._on_saved(self.requirement())


class ExemptionForm(Form):
    """不适用: why there was nothing to count."""

    def __init__(self, parent: QWidget, title: str, period: str, on_reason: Callable[[str], object]) -> None:
        super().__init__(parent, "指标不适用", "标为不适用")
        self._on_reason = on_reason
        self.reason = line("理由", placeholder="如：当年无此类案件")
        self.fields.addRow("指标", note(f"{title}（{period}）", ""))
        self.fields.addRow("理由", self.reason)
        self.reason.textChanged.connect(self.check)
        self.reason.setFocus()

    def problem(self) -> str:
        """A reason is needed."""
        return "" if self.reason.text().strip() else "请写明理由。"

    def confirm(self) -> None:
        """Hand on the reason."""
        self._on_reason(self.reason.text().strip())


class Choice(QComboBox):
    """A list of values with their words. Qt keeps an enum or a None as something else: the values stay here."""

    def __init__(self, name: str, options: Sequence[tuple[object, str]], current: object) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.values = [value for value, _ in options]
        self.addItems([text for _, text in options])
        self.setCurrentIndex(self.values.index(current) if current in self.values else 0)

    @property
    def value(self) -> Any:  # noqa: ANN401 - of the kind that was handed in
        """The value chosen."""
        return self.values[self.currentIndex()]


def _count(name: str, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(1, 99)
    box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    box.setValue(value)
    return box
