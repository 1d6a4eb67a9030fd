"""柜-层-盒, original or copy, and who holds it: the fields on a paper original that two forms share."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QWidget

from foodsafe_desktop.domain.papers import PaperKind, Shelf, shelf_of
from foodsafe_desktop.ui.forms.base import line


class PlaceField(QWidget):
    """Cabinet, shelf and box beside each other, and a place that is written in another way."""

    def __init__(self, place: str) -> None:
        super().__init__()
        shelf = shelf_of(place)
        known = shelf or Shelf()
        self.cabinet, self.shelf = line("柜号", known.cabinet), line("层号", known.shelf)
        self.box = line("盒号", known.box)
        self.other = line("其他存放位置", "" if shelf else place, "或写明其他位置")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for field, unit in ((self.cabinet, "柜"), (self.shelf, "层"), (self.box, "盒")):
            row.addWidget(field, 1)
            row.addWidget(QLabel(unit))
        row.addWidget(self.other, 3)
        self.setFocusProxy(self.cabinet)

    @property
    def place(self) -> str | None:
        """As lists print it; None where nothing was filled in."""
        shelf = Shelf(*(field.text().strip() for field in (self.cabinet, self.shelf, self.box)))
        return "，".join(part for part in (str(shelf), self.other.text().strip()) if part) or None

    def problem(self) -> str:
        """Parts that are read again as they were written."""
        shelf = Shelf(*(field.text().strip() for field in (self.cabinet, self.shelf, self.box)))
        return "" if shelf_of(str(shelf)) == shelf else "柜、层、盒只填编号，不要带“-”或“柜、层、盒”字样。"

    def on_change(self, run: Callable[[], object]) -> None:
        """Call `run` whenever something is typed."""
        for field in (self.cabinet, self.shelf, self.box, self.other):
            field.textChanged.connect(lambda _text: run())


class PaperFields:
    """The rows 存放位置, 原件或复印件 and 保管人 of a form."""

    def __init__(self, fields: QFormLayout, changed: Callable[[], object], place: str, kind: str, holder: str) -> None:
        self.place_field = PlaceField(place)
        self.kind_box = QComboBox()
        self.kind_box.setAccessibleName("原件或复印件")
        self.kind_box.addItem("未注明", "")
        for one in PaperKind:
            self.kind_box.addItem(one.label, one.value)
        self.kind_box.setCurrentIndex(max(0, self.kind_box.findData(kind)))
        self.holder_edit = line("保管人", holder, "保管该纸质件的科室或人员")
        fields.addRow("纸质存放位置", self.place_field)
        fields.addRow("原件或复印件", self.kind_box)
        fields.addRow("保管人", self.holder_edit)
        self.place_field.on_change(changed)

    @property
    def place(self) -> str | None:
        """Where the paper lies."""
        return self.place_field.place

    @property
    def kind(self) -> str:
        """A value of `PaperKind`, empty for unknown."""
        return str(self.kind_box.currentData())

    @property
    def holder(self) -> str:
        """Who holds it."""
        return self.holder_edit.text().strip()

    def problem(self) -> str:
        """What stands against them."""
        return self.place_field.problem()
