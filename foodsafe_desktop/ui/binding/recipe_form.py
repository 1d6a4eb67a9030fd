"""装订方案: every field of a recipe with its unit and a line on what it does. The domain says what cannot be done."""

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QBoxLayout,
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.recipe import (
    PAPER_SPINES,
    PLASTIC_SPINES,
    Coded,
    Oversize,
    Position,
    Recipe,
    flaw,
)
from foodsafe_desktop.ui.binding.presenter import GROUPING_WORDS, NUMBERING_WORDS, STANDARD_WORDS
from foodsafe_desktop.ui.forms.base import Form, line, note
from foodsafe_desktop.ui.forms.requirement import Choice
from foodsafe_desktop.ui.forms.scrolling import ScrollingPage
from foodsafe_desktop.ui.measures import scaled

_POSITIONS = (
    (Position.TOP_OUTER, "上端外侧（正面右上、背面左上，DA/T 22）"),
    (Position.TOP_RIGHT, "右上角"),
    (Position.BOTTOM_OUTER, "下端外侧"),
    (Position.BOTTOM_CENTRE, "下端居中"),
)
_CODED = ((Coded.NONE, "不印"), (Coded.OWN, "印在程序自制的页上"), (Coded.ALL, "印在每一页上"))
_OVERSIZE = ((Oversize.KEEP, "保持原大，印后折入"), (Oversize.FIT, "缩印到 A4"))
_PHOTOS = ((0, "不拼排，每张一页"), (2, "每页 2 张"), (4, "每页 4 张"), (6, "每页 6 张"))
_SWITCH = 220
"""Width of a switch with its words."""
_LEAST_WIDTH = 620


class RecipeForm(Form):
    """Edits a recipe. `names`: those of the other recipes, which cannot be taken; `is_fixed`: its name must stay."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        recipe: Recipe,
        names: Collection[str],
        on_saved: Callable[[Recipe], object],
        *,
        is_fixed: bool = False,
    ) -> None:
        super().__init__(parent, title, "保存", width=720)
        self._names, self._on_saved = frozenset(names), on_saved
        self.name = line("方案名称", recipe.name)
        self.name.setReadOnly(is_fixed)
        self._make_choices(recipe)
        self._make_switches(recipe)
        self._make_measures(recipe)
        self.tabs = QTabWidget()
        for words, page in (
            ("分卷和编页", self._volume_page(is_fixed=is_fixed)),
            ("页面和纸张", self._paper_page()),
            ("随卷表单", self._forms_page()),
        ):
            self.tabs.addTab(ScrollingPage(page, _LEAST_WIDTH), words)
        self.fields.addRow(self.tabs)
        self._listen()
        self.check()

    def recipe(self) -> Recipe:
        """The recipe as the fields say it."""
        switched = {name: box.isChecked() for name, box in self.switches.items()}
        values: dict[str, Any] = {**{name: box.value for name, box in self.choices.items()}, **switched}
        return Recipe(
            name=self.name.text().strip(),
            gutter=self.gutter.value(),
            prefix=self.prefix.text().strip(),
            spines=_numbers(self.spines.text()),
            leaf=self.leaf.value(),
            longest=self.longest.value() or None,
            **values,
        )

    def problem(self) -> str:
        """What the domain says, and names that are taken."""
        found = flaw(self.recipe())
        if found is not None:
            return f"{found.problem}。"
        if self.recipe().name in self._names:
            return "已有同名的方案，请换一个名称。"
        return ""

    def confirm(self) -> None:
        """Hand on the recipe."""
        self._on_saved(self.recipe())

    def _make_choices(self, recipe: Recipe) -> None:
        self.choices = {
            "grouping": Choice("分卷", list(GROUPING_WORDS.items()), recipe.grouping),
            "standard": Choice("目录格式", list(STANDARD_WORDS.items()), recipe.standard),
            "numbering": Choice("编页方式", list(NUMBERING_WORDS.items()), recipe.numbering),
            "position": Choice("页号位置", _POSITIONS, recipe.position),
            "photos": Choice("照片", _PHOTOS, recipe.photos),
            "oversize": Choice("大于 A4 的页", _OVERSIZE, recipe.oversize),
            "coded": Choice("二维码", _CODED, recipe.coded),
        }

    def _make_switches(self, recipe: Recipe) -> None:
        self.switches: dict[str, QCheckBox] = {}
        for name, words in (
            ("duplex", "双面印刷"),
            ("stamp", "打印页号"),
            ("archive_stamp", "打印归档章（45×16 毫米）"),
            ("colour", "彩色"),
            ("repeat", "重复打印"),
            ("dividers", "隔页"),
            ("tab_marks", "隔页侧边标记"),
            ("indicators", "指标说明页"),
            ("omissions", "合理缺项说明页"),
            ("signatures", "责任单位签字确认表"),
            ("commitment", "真实性承诺书"),
        ):
            box = QCheckBox(words)
            box.setAccessibleName(words)
            box.setChecked(getattr(recipe, name))
            self.switches[name] = box

    def _make_measures(self, recipe: Recipe) -> None:
        self.gutter = _measure("装订边，毫米", recipe.gutter, (0, 25, 0.5, 1), " 毫米")
        self.leaf = _measure("每张纸的厚度，毫米", recipe.leaf, (0.05, 0.5, 0.01, 2), " 毫米")
        self.prefix = line("页号前缀", recipe.prefix, "不加前缀的不填，如 A·")
        self.spines = line("盒脊宽度", "、".join(f"{one:g}" for one in recipe.spines))
        self.longest = QSpinBox()
        self.longest.setAccessibleName("单个文件的页数上限")
        self.longest.setRange(0, 100_000)
        self.longest.setSuffix(" 页")
        self.longest.setSpecialValueText("不设上限")
        self.longest.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.longest.setValue(recipe.longest or 0)

    def _volume_page(self, *, is_fixed: bool) -> QWidget:
        page, fields = _page()
        fixed = "随程序提供的方案名称不能改；要另起名称，请先复制。"
        _add(fields, "方案名称", self.name, fixed if is_fixed else "")
        _add(fields, "分卷", self.choices["grouping"], "按“年度—保管期限—机构”的，不同的绝不混装一盒。")
        _add(fields, "目录格式", self.choices["standard"])
        _add(fields, "编页方式", self.choices["numbering"], "“每件另起”时，页号在每件内从 1 编起。")
        _add(fields, "页号位置", self.choices["position"])
        _add(fields, "页号前缀", self.prefix, "至多 8 个字符；补编页用连字符，前缀中不能用。")
        _add(fields, "", self.switches["stamp"], "不打印时，页号只在目录和 PDF 的页码标签中。")
        _add(fields, "", self.switches["archive_stamp"], "印在每件首页，DA/T 22-2015。")
        _add(fields, "", self.switches["repeat"], "同一材料归入多个小项时各处都打印；不选则只印一处，他处放互见页。")
        return page

    def _paper_page(self) -> QWidget:
        page, fields = _page()
        _add(fields, "", self.switches["duplex"], "每件和程序自制的每张表都从正面起。")
        _add(fields, "装订边", self.gutter, "材料页在装订一侧让出的宽度。")
        _add(fields, "", self.switches["colour"], "不选则程序自制的页只用黑色。")
        _add(fields, "大于 A4 的页", self.choices["oversize"])
        _add(fields, "照片", self.choices["photos"], "拼排的照片附说明文字。")
        _add(fields, "单个文件上限", self.longest, "超过的以替代页代替并说明，防止误印上千页的表格；填 0 不设上限。")
        kinds = "、".join(f"{one:g}" for one in PAPER_SPINES), "、".join(f"{one:g}" for one in PLASTIC_SPINES)
        _add(fields, "盒脊宽度（毫米）", self.spines, f"由窄到宽，用顿号隔开。档案盒：{kinds[0]}；塑料盒：{kinds[1]}。")
        _add(fields, "每张纸厚度", self.leaf, "用于计算装盒和盒脊；70 克复印纸约 0.1 毫米。")
        return page

    def _forms_page(self) -> QWidget:
        page, fields = _page()
        _add(fields, "", self.switches["dividers"], "每个小项之前一张，印有编号、要求和责任部门。")
        _add(fields, "", self.switches["tab_marks"], "隔页外侧的灰色标记，逐项下移，便于翻找。")
        _add(fields, "", self.switches["indicators"], "列出该小项各年度的指标值。")
        _add(fields, "", self.switches["omissions"], "列为合理缺项的，放一页说明代替材料。")
        _add(fields, "", self.switches["signatures"], "备考表之前，由各责任单位签字确认。")
        _add(fields, "", self.switches["commitment"], "封面之后，由单位负责人签署。")
        _add(fields, "二维码", self.choices["coded"], "扫码可由纸页找到档案中的记录。")
        return page

    def _listen(self) -> None:
        for edit in (self.name, self.prefix, self.spines):
            edit.textChanged.connect(self.check)
        for box in self.choices.values():
            box.currentIndexChanged.connect(self.check)
        for switch in self.switches.values():
            switch.toggled.connect(self.check)
        for measure in (self.gutter, self.leaf, self.longest):
            measure.valueChanged.connect(self.check)


def _page() -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    column.setContentsMargins(12, 10, 12, 10)
    fields = QFormLayout()
    column.addLayout(fields)
    column.addStretch(1)
    fields.setHorizontalSpacing(14)
    fields.setVerticalSpacing(7)
    fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return page, fields


def _add(fields: QFormLayout, words: str, field: QWidget, said: str = "") -> None:
    """A field with a line on what it does: below it, beside a switch."""
    column: QBoxLayout = QHBoxLayout() if isinstance(field, QCheckBox) else QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(field)
    if isinstance(field, QCheckBox):
        field.setFixedWidth(scaled(_SWITCH))
    if said:
        column.addWidget(note(said), 1)
        field.setToolTip(said)
        field.setAccessibleDescription(said)
    fields.addRow(*((column,) if isinstance(field, QCheckBox) else (words, column)))


def _measure(name: str, value: float, bounds: tuple[float, float, float, int], unit: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setAccessibleName(name)
    low, high, step, decimals = bounds
    box.setDecimals(decimals)
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setSuffix(unit)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setValue(value)
    return box


def _numbers(text: str) -> tuple[float, ...]:
    """Widths as typed; what is no number makes none of them, and the domain says what is wanted."""
    parts = [part.strip() for part in text.replace("，", "、").replace(",", "、").replace(" ", "、").split("、")]
    try:
        return tuple(float(part) for part in parts if part)
    except ValueError:
        return ()
