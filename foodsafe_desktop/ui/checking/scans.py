"""与扫描件合并: which scan a paper record is joined with; likely ones first."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from foodsafe_desktop.domain.evidence import Evidence, is_withheld
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.forms.base import Form, line, note, roomy
from foodsafe_desktop.ui.wording import tip_text

_AT_MOST = 300
"""Scans that are listed at once; typing finds the others."""


def scans(overview: Overview, paper: Evidence) -> tuple[Evidence, ...]:
    """Live pieces that have a file, those first that are likeliest the scan of the paper."""
    dossier = overview.dossier
    numbers = set(dossier.numbers_of.get(paper.id, ()))
    found = [
        one
        for one in dossier.evidence.values()
        if not one.recycled and (files := dossier.files_of.get(one.id)) and not is_withheld(files)
    ]

    def rank(one: Evidence) -> tuple[bool, float, int]:
        near = bool(numbers & set(dossier.numbers_of.get(one.id, ())))
        return not near, -SequenceMatcher(None, paper.title, one.title, autojunk=False).quick_ratio(), one.id

    return tuple(sorted(found, key=rank))


class ScanForm(Form):
    """Hands on the id of the scan's record."""

    def __init__(
        self, parent: QWidget, paper: Evidence, found: Sequence[Evidence], on_chosen: Callable[[int], object]
    ) -> None:
        super().__init__(parent, "与扫描件合并", "合并", width=640)
        self._found, self._on_chosen = found, on_chosen
        self.box: QLineEdit = line("查找扫描件", placeholder="按题名或文号查找")
        self.list = QListWidget()
        self.list.setAccessibleName("扫描件")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setFixedHeight(roomy(self, 220, alone=False))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields.addRow(note(f"纸质件：《{paper.title}》　{paper.paper_place or '位置未登记'}", "section"))
        self.fields.addRow(self.box)
        self.fields.addRow(self.list)
        self.fields.addRow(note("存放位置、页数等并入扫描件的记录，纸质登记移入回收站；可以撤销。"))
        self.box.textChanged.connect(self._fill)
        self.list.currentRowChanged.connect(lambda _row: self.check())
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self._fill()

    def problem(self) -> str:
        """A scan must be chosen."""
        if not self._found:
            return "档案中尚无扫描件。请先将扫描件放入佐证材料文件夹并扫描。"
        return "" if self.list.currentItem() else "请选定扫描件。"

    def confirm(self) -> None:
        """Hand on the choice."""
        self._on_chosen(self.list.currentItem().data(_ID))

    def _fill(self) -> None:
        text = self.box.text().strip()
        self.list.clear()
        fitting = [one for one in self._found if text in one.title or text in one.document_number]
        for one in fitting[:_AT_MOST]:
            year = f"　{one.year}年" if one.year else ""
            item = QListWidgetItem(f"《{one.title}》{year}　{one.document_number}".rstrip("　"))
            item.setData(_ID, one.id)
            item.setToolTip(tip_text(item.text()))
            item.setSizeHint(QSize(1, self.list.fontMetrics().height() + 4))  # as wide as the list, the rest is elided
            self.list.addItem(item)
        self.list.setCurrentRow(0 if fitting else -1)
        self.check()


_ID = 256
"""Qt's first role for what is one's own."""
