"""按页归入: which pages of a document belong to which number."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QSpinBox, QWidget

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.page_ranges import PageRange
from foodsafe_desktop.ui.forms.base import Form, note


class PageRangeForm(Form):
    """A number, the first and the last page. `page`: the one that is looked at, from 1."""

    def __init__(
        self,
        parent: QWidget,
        catalogue: Catalogue,
        title: str,
        pages: int,
        page: int,
        on_chosen: Callable[[PageRange], object],
    ) -> None:
        super().__init__(parent, "按页归入", "归入")
        self._catalogue, self._on_chosen = catalogue, on_chosen
        self.number = QLineEdit()
        self.number.setPlaceholderText("小项编号，如 8")
        self.number.setAccessibleName("小项编号")
        self.text = note("")
        page = min(max(page, 1), pages)
        self.first, self.last = _pages("起始页", pages, page), _pages("终止页", pages, page)
        self.fields.addRow(note(f"《{title}》共{pages}页。只有归入的页装订在该小项之下，可分别归入几个小项。", ""))
        self.fields.addRow("归入小项", self.number)
        self.fields.addRow("", self.text)
        self.fields.addRow("起始页", self.first)
        self.fields.addRow("终止页", self.last)
        self.number.textChanged.connect(self._look_up)
        self.first.valueChanged.connect(self.check)
        self.last.valueChanged.connect(self.check)
        self._look_up()

    def problem(self) -> str:
        """A number that takes evidence, and pages in order."""
        number = self._number()
        if number is None or not self._catalogue.takes_evidence(number):
            return "请输入能够归入材料的小项编号。"
        return "" if self.first.value() <= self.last.value() else "起始页不能大于终止页。"

    def confirm(self) -> None:
        """Hand on the range."""
        number = self._number()
        assert number is not None  # noqa: S101 - no confirming with a problem
        self._on_chosen(PageRange(number, self.first.value(), self.last.value()))

    def _number(self) -> int | None:
        digits = self.number.text().strip().strip("()（）")
        return int(digits) if digits.isdecimal() and len(digits) <= 3 else None

    def _look_up(self) -> None:
        number = self._number()
        found = self._catalogue.text_of(number) if number is not None else ""
        self.text.setText(f"{sub_item_mark(number)}{found}" if found and number is not None else "")
        self.check()


def _pages(name: str, most: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, most)
    box.setValue(value)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setMinimumWidth(box.fontMetrics().height() * 5)
    box.setAccessibleName(name)
    return box
