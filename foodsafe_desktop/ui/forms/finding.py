"""问题整改: a finding is raised by hand or from gaps, gets a deadline, and is closed with evidence."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy, QWidget

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, date_or_none, line, note
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.wording import date_text

_WRONG_DATE = "日期请写成 2023-04-03 的形式。"


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """What a person put down; `department` None: the first responsible one."""

    number: int
    what: str
    department: str | None
    deadline: dt.date | None
    found_by: str
    found_on: dt.date | None


class FindingForm(Form):
    """A finding raised by hand."""

    def __init__(
        self, parent: QWidget, catalogue: Catalogue, number: int | None, on_raised: Callable[[FindingAnswer], object]
    ) -> None:
        super().__init__(parent, "登记问题", "登记", width=620)
        self._catalogue, self._on_raised = catalogue, on_raised
        self.number = line("小项编号", str(number) if number else "", "1—111")
        self.shown = note("")
        self.what = QPlainTextEdit()
        self.what.setAccessibleName("存在的问题")
        self.what.setTabChangesFocus(True)
        self.what.setFixedHeight(scaled(80))
        self.department = line("整改责任部门", placeholder="不填则为该小项的第一责任部门")
        self.deadline = line("整改时限", placeholder="如：2024-06-30，可不填")
        self.found_by = line("发现人", placeholder="如：区创建办自查组")
        self.found_on = line("发现日期", placeholder="不填则为今天")
        for name, field in (
            ("小项编号", self.number),
            ("", self.shown),
            ("存在的问题", self.what),
            ("责任部门", self.department),
            ("整改时限", self.deadline),
            ("发现人", self.found_by),
            ("发现日期", self.found_on),
        ):
            self.fields.addRow(name, field)
        for edit in (self.number, self.deadline, self.found_on):
            edit.textChanged.connect(self.check)
        self.what.textChanged.connect(self.check)
        self.check()
        (self.what if number else self.number).setFocus()

    def check(self) -> None:
        """Name the sub-item of the number typed."""
        number = self._number()
        sub = self._catalogue.sub_item(number) or self._catalogue.veto(number)
        self.shown.setText(sub.text if sub else "")
        super().check()

    def problem(self) -> str:
        """A number of the catalogue, the problem, and dates that are dates."""
        if not self._catalogue.takes_evidence(self._number()):
            return "请填写小项或否决项的编号。"
        if not self.what.toPlainText().strip():
            return "请写明存在的问题。"
        return _dates_problem(self.deadline.text(), self.found_on.text())

    def confirm(self) -> None:
        """Hand on the answers."""
        self._on_raised(
            FindingAnswer(
                self._number(),
                self.what.toPlainText().strip(),
                self.department.text().strip() or None,
                date_or_none(self.deadline.text()),
                self.found_by.text().strip(),
                date_or_none(self.found_on.text()),
            )
        )

    def _number(self) -> int:
        text = self.number.text().strip(" ()（）")
        return int(text) if text.isdecimal() and len(text) <= 3 else 0


class DeadlineForm(Form):
    """整改时限, of findings that are raised from gaps or of one that is on record."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        said: str,
        former: dt.date | None,
        on_set: Callable[[dt.date | None], object],
    ) -> None:
        super().__init__(parent, title, "保存")
        self._on_set = on_set
        self.deadline = line("整改时限", date_text(former), "如：2024-06-30，可不填")
        self.fields.addRow("问题", note(said, ""))
        self.fields.addRow("整改时限", self.deadline)
        self.deadline.textChanged.connect(self.check)
        self.deadline.setFocus()

    def problem(self) -> str:
        """A date or nothing."""
        return _dates_problem(self.deadline.text())

    def confirm(self) -> None:
        """Hand on the day, None for none."""
        self._on_set(date_or_none(self.deadline.text()))


class ClosingForm(Form):
    """销号: the evidence that shows it was put right."""

    def __init__(
        self,
        parent: QWidget,
        finding: Finding,
        evidence: Sequence[Evidence],
        on_closed: Callable[[int, str], object],
    ) -> None:
        super().__init__(parent, f"问题销号：{sub_item_mark(finding.number)}", "销号", width=620)
        self._on_closed = on_closed
        self.evidence = QComboBox()
        self.evidence.setAccessibleName("整改佐证")
        self.evidence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.evidence.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for one in sorted(evidence, key=lambda one: -one.id):
            year = f"{one.year}年　" if one.year else ""
            self.evidence.addItem(f"{year}{one.title}", one.id)
        self.note = line("备注", finding.note)
        self.fields.addRow("问题", note(finding.what, ""))
        self.fields.addRow("整改佐证", self.evidence)
        self.fields.addRow("备注", self.note)
        self.check()

    def problem(self) -> str:
        """There must be something to close it with."""
        return "" if self.evidence.count() else "该小项下尚无佐证材料，请先归入整改佐证，再来销号。"

    def confirm(self) -> None:
        """Hand on evidence id and note."""
        self._on_closed(int(self.evidence.currentData()), self.note.text().strip())


def _dates_problem(*texts: str) -> str:
    for text in texts:
        try:
            date_or_none(text)
        except ValueError:
            return _WRONG_DATE
    return ""
