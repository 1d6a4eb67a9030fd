"""编辑著录, and 登记纸质件: what a piece is and where its paper lies."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, count_or_none, date_or_none, line, note, year_or_none
from foodsafe_desktop.ui.forms.paper_place import PaperFields
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.wording import date_text

OnPaper = Callable[[int, Evidence], object]
"""The number it belongs to, and what it is."""

_WRONG: Mapping[Callable[[str], object], str] = {
    year_or_none: "年度请填四位数字，如 2023；不填表示未注明。",
    date_or_none: "成文日期请按“2023-04-03”填写；不填表示未注明。",
    count_or_none: "页数请填正整数；不填表示未计页。",
}
"""What is said where an answer is not what reads it."""


def _unreadable(*answers: tuple[Callable[[str], object], QLineEdit]) -> str:
    """What is wrong with the first answer that cannot be read; empty where all can."""
    for read, field in answers:
        try:
            read(field.text())
        except ValueError:
            return _WRONG[read]
    return ""


class DescribeForm(Form):
    """Edits an Evidence's description; hands on the changed Evidence."""

    def __init__(self, parent: QWidget, evidence: Evidence, on_described: Callable[[Evidence], object]) -> None:
        super().__init__(parent, "编辑著录", "保存")
        self._evidence, self._on_described = evidence, on_described
        self.title = line("题名", evidence.title)
        self.year = line("年度", str(evidence.year or ""), "四位数字，如 2023")
        self.dated = line("成文日期", date_text(evidence.dated), "如 2023-04-03")
        self.number = line("文号", evidence.document_number, "如 白府发〔2023〕40号")
        self.author = line("责任者", evidence.author, "发文机关或形成单位")
        self.pages = line("纸质页数", str(evidence.pages or ""), "正整数")
        self.note = QPlainTextEdit(evidence.note)
        self.note.setAccessibleName("备注")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(scaled(64))
        for name, field in (
            ("题名", self.title),
            ("年度", self.year),
            ("成文日期", self.dated),
            ("文号", self.number),
            ("责任者", self.author),
        ):
            self.fields.addRow(name, field)
            field.textChanged.connect(self.check)
        place = evidence.paper_place or ""
        self.paper = PaperFields(self.fields, self.check, place, evidence.paper_kind, evidence.holder)
        self.fields.addRow("纸质页数", self.pages)
        self.pages.textChanged.connect(self.check)
        self.fields.addRow("备注", self.note)

    def problem(self) -> str:
        """A title, and a year and date that are one."""
        if not self.title.text().strip():
            return "请填写题名。"
        answers = (year_or_none, self.year), (date_or_none, self.dated), (count_or_none, self.pages)
        return _unreadable(*answers) or self.paper.problem()

    def confirm(self) -> None:
        """Hand on the changed Evidence."""
        changed = replace(
            self._evidence,
            title=self.title.text().strip(),
            year=year_or_none(self.year.text()),
            dated=date_or_none(self.dated.text()),
            document_number=self.number.text().strip(),
            author=self.author.text().strip(),
            paper_place=self.paper.place,
            paper_kind=self.paper.kind,
            holder=self.paper.holder,
            pages=count_or_none(self.pages.text()),
            note=self.note.toPlainText().strip(),
        )
        self._on_described(changed)


class PaperForm(Form):
    """Takes in a paper original under one line of the catalogue."""

    def __init__(self, parent: QWidget, number: int, text: str, on_paper: OnPaper) -> None:
        super().__init__(parent, "登记纸质件", "登记")
        self._number, self._on_paper = number, on_paper
        self.title = line("题名", placeholder="材料的完整题名")
        self.year = line("年度", placeholder="四位数字，如 2023")
        self.pages = line("页数", placeholder="正整数")
        self.fields.addRow("归入", note(f"{sub_item_mark(number)}{text}", ""))
        for name, field in (
            ("题名", self.title),
            ("年度", self.year),
            ("页数", self.pages),
        ):
            self.fields.addRow(name, field)
            field.textChanged.connect(self.check)
        self.paper = PaperFields(self.fields, self.check, "", "", "")
        self.fields.addRow(note("未登记存放位置的纸质件不计入佐证；日后有了扫描件，可在“检查—纸质核对”中合并。"))
        self.title.setFocus()

    def problem(self) -> str:
        """A title, and numbers that are numbers."""
        if not self.title.text().strip():
            return "请填写题名。"
        return _unreadable((year_or_none, self.year), (count_or_none, self.pages)) or self.paper.problem()

    def confirm(self) -> None:
        """Hand on the answers."""
        paper = Evidence(
            0,
            self.title.text().strip(),
            year_or_none(self.year.text()),
            paper_place=self.paper.place,
            pages=count_or_none(self.pages.text()),
            paper_kind=self.paper.kind,
            holder=self.paper.holder,
        )
        self._on_paper(self._number, paper)
