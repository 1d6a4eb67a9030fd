"""打印: which document, which of its pages, on which paper."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.sheets import Size
from foodsafe_desktop.ui.binding.pages import Group, Large, PrintChoice, pages_of, sided
from foodsafe_desktop.ui.forms.base import Form, line, note
from foodsafe_desktop.ui.forms.requirement import Choice

_ADVICE = "一律按实际大小打印，不缩放。请先打印作业单，并试印首页和目录，核对页号后再批量打印。"


class PrintForm(Form):
    """`documents`: the sizes of their pages, by the PDF; `first` is chosen at the beginning."""

    def __init__(
        self,
        parent: QWidget,
        documents: Mapping[Path, tuple[Size, ...]],
        first: Path,
        on_chosen: Callable[[Path, PrintChoice], object],
        *,
        duplex: bool,
    ) -> None:
        super().__init__(parent, "打印", "选择打印机…", width=620)
        self._documents, self._on_chosen = documents, on_chosen
        self.document = Choice("文件", [(one, one.stem) for one in documents], first)
        self.group = Choice("页面", [(one, "") for one in Group], Group.ALL)
        self.range = line("页次", placeholder="按 PDF 页次，如 1-4、9")
        self.sides = Choice("单双面", [(False, "单面"), (True, "双面（长边翻转）")], duplex)
        self.large = Choice("大于 A4 的页", [(Large.A3, "用 A3 纸，印后折入"), (Large.A4, "缩印到 A4")], Large.A3)
        self.costs = note("", "")
        for name, field in (
            ("文件", self.document),
            ("页面", self.group),
            ("页次", self.range),
            ("单双面", self.sides),
            ("大于 A4 的页", self.large),
        ):
            self.fields.addRow(name, field)
        self.fields.addRow(self.costs)
        self.fields.addRow(note(_ADVICE))
        self.document.currentIndexChanged.connect(self._show_groups)
        for choice in (self.group, self.sides, self.large):
            choice.currentIndexChanged.connect(self.check)
        self.range.textChanged.connect(self.check)
        self._show_groups()

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes of the pages of the document that is chosen."""
        return self._documents[self.document.value]

    def choice(self) -> PrintChoice:
        """What was chosen. Raises ValueError for a range that is none."""
        pages = pages_of(self.group.value, self.sizes, self.range.text())
        return PrintChoice(pages, self.sides.value, self.large.value)

    def check(self) -> None:
        """Say what it takes in paper."""
        self.fields.setRowVisible(self.range, self.group.value is Group.CHOSEN)
        super().check()
        if not self.problem():
            choice = self.choice()
            sides = len(sided(choice.pages, duplex=choice.duplex))
            leaves = (sides + 1) // 2 if choice.duplex else sides
            self.costs.setText(f"打印 {len(choice.pages)} 页，用纸 {leaves} 张。")
        self.costs.setVisible(not self.problem())
        self.fit()

    def problem(self) -> str:
        """Pages that there are."""
        try:
            found = self.choice().pages
        except ValueError:
            return f"页次请写成“1-4、9”，在 1 至 {len(self.sizes)} 之间。"
        return "" if found else "没有这样的页。"

    def confirm(self) -> None:
        """Hand on document and pages."""
        self._on_chosen(self.document.value, self.choice())

    def _show_groups(self) -> None:
        for at, group in enumerate(Group):
            words = {
                Group.ALL: "全部页（{}）",
                Group.SMALL: "仅 A4 页（{}）",
                Group.LARGE: "仅大于 A4 的页（{}）",
                Group.CHOSEN: "自选页次",
            }[group]
            count = len(pages_of(group, self.sizes)) if group is not Group.CHOSEN else 0
            self.group.setItemText(at, words.format(f"{count} 页"))
        self.fields.setRowVisible(self.large, bool(pages_of(Group.LARGE, self.sizes)))
        self.check()
