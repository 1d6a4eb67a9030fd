"""Below the volumes: what to know before printing, the sheets of one volume, and the recipes."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from foodsafe_desktop.domain.preflight import Remark
from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.services.recipes import KeptRecipe
from foodsafe_desktop.ui.binding.presenter import (
    RECIPE_COLUMNS,
    REMARK_COLUMNS,
    recipe_rows,
    remark_rows,
)
from foodsafe_desktop.ui.binding.sheets import SHEET_COLUMNS, SheetRows
from foodsafe_desktop.ui.binding.table import MarkedTable, MarkedView
from foodsafe_desktop.ui.folding import FoldingRow
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.parts import action, label

REMARKS, SHEETS, RECIPES = range(3)
_AROUND = 50
_NO_PLAN = "预排后在此列出打印前需要知道的事项。"
_NOTHING_TO_KNOW = "没有需要注意的事项，可以编制。"
_NO_SHEETS = "预排后选定一卷，在此逐页列出将要打印的内容。"


class Stacked(QWidget):
    """A table, or a sentence in its place where it has no rows."""

    def __init__(self, table: MarkedView, sentence: str) -> None:
        super().__init__()
        self.table, self.empty, self.full = table, label(sentence, "muted"), label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        nothing = QWidget()
        QVBoxLayout(nothing).addWidget(self.empty)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(table, 1)
        column.addWidget(self.full)
        self.full.hide()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(listed)
        self._stack.addWidget(nothing)
        self._stack.setCurrentIndex(1)
        self.setFocusProxy(table)

    def show_filled(self, *, filled: bool, sentence: str = "") -> None:
        """Show the table, or the sentence."""
        self._stack.setCurrentIndex(0 if filled else 1)
        if sentence:
            self.empty.setText(sentence)

    def show_full(self, column: int) -> None:
        """From now on, the whole of one cell of the current row stands below the table, which may be too narrow."""

        def show() -> None:
            found = self.table.selectionModel().selectedRows(column)
            self.full.setText(found[0].data() if found else "")
            self.full.setVisible(bool(found))

        self.table.selectionModel().selectionChanged.connect(show)
        self.table.model().modelReset.connect(show)


class RecipePane(QWidget):
    """The recipes with what can be done with them."""

    wanted = Signal(str, object)
    """What is wanted (new, edit, copy, remove, default), and the KeptRecipe selected, None without one."""

    def __init__(self) -> None:
        super().__init__()
        self.model = MarkedTable(RECIPE_COLUMNS, 0, parent=self)
        widths = {0: 210, 1: 170, 2: 60, 3: 90, 4: 120, 5: 100}
        self.table = MarkedView("装订方案表", self.model, widths, 0, spare=(5, 2, 4))
        self.actions_ = {
            "new": action(self, "add", "新建…", tip="以程序的常规方案为底，新建一个方案"),
            "edit": action(self, "edit", "编辑…", tip="编辑选定的方案；随程序提供的，编辑后成为本档案的方案"),
            "copy": action(self, "relink", "复制…", tip="以选定的方案为底，新建一个方案"),
            "remove": action(self, "remove", "删除", tip="删除本档案自己的方案；改动过的程序方案恢复原样"),
            "default": action(self, "state-complete", "设为默认", tip="今后不选方案时用它"),
        }
        self.actions_["default"].setIcon(icon("state-complete", Tone.COMPLETE))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(FoldingRow(list(self.actions_.values())))
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        for name, one in self.actions_.items():
            one.triggered.connect(lambda _checked=False, name=name: self.wanted.emit(name, self.table.about()))
        self.table.wanted.connect(lambda row: self.wanted.emit("edit", row.about))
        self.table.selectionModel().selectionChanged.connect(self._enable)

    def show_recipes(self, kept: Sequence[KeptRecipe]) -> None:
        """Show them; the one that was selected stays so, by its name or, where it was renamed, by its place."""
        before, row = self.table.about(), self.table.currentIndex().row()
        name = before.recipe.name if isinstance(before, KeptRecipe) else ""
        self.model.show(recipe_rows(kept))
        at = next((place for place, one in enumerate(kept) if one.recipe.name == name), row)
        self.table.selectRow(max(0, min(at, len(kept) - 1)))
        self._enable()

    def _enable(self) -> None:
        one = self.table.about()
        chosen = isinstance(one, KeptRecipe)
        for name in ("edit", "copy"):
            self.actions_[name].setEnabled(chosen)
        self.actions_["remove"].setEnabled(isinstance(one, KeptRecipe) and one.own)
        self.actions_["default"].setEnabled(isinstance(one, KeptRecipe) and not one.is_default)


class Details(QTabWidget):
    """The three of them as tabs, switched by Ctrl+Tab or by their own keys."""

    jump_wanted = Signal(int, int)
    """Number and evidence id (0: none)."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks_model = MarkedTable(REMARK_COLUMNS, 0, parent=self)
        self.sheets_model = MarkedTable(SHEET_COLUMNS, 5, right=(0,), parent=self)
        self.remarks = Stacked(
            MarkedView("打印前检查表", self.remarks_model, {0: 150, 1: 420, 2: 64, 3: 210}, 1, spare=(2,)), _NO_PLAN
        )
        widths = {0: 58, 1: 84, 2: 56, 3: 380, 4: 96, 5: 240}
        self.sheets = Stacked(MarkedView("页单", self.sheets_model, widths, 3, spare=(2, 4)), _NO_SHEETS)
        self.recipes = RecipePane()
        self.remarks.show_full(1)
        self.setDocumentMode(True)
        self.addTab(self.remarks, "打印前检查")
        self.addTab(self.sheets, "页单")
        self.addTab(self.recipes, "装订方案")
        self.setAccessibleName("预排详情")
        self.shown: SheetRows | None = None
        self.remarks.table.wanted.connect(self._jump)
        self.sheets.table.wanted.connect(self._jump)
        self._add_keys()

    def show_remarks(self, remarks: Sequence[Remark] | None) -> None:
        """What to know of the plan, None without one."""
        rows = remark_rows(remarks or ())
        self.remarks_model.show(rows)
        self.remarks.show_filled(filled=bool(rows), sentence=_NO_PLAN if remarks is None else _NOTHING_TO_KNOW)
        self.setTabText(REMARKS, f"打印前检查 {len(rows)}" if rows else "打印前检查")

    def show_sheets(self, plan: BinderPlan | None) -> None:
        """The sheets of a volume."""
        self.shown = SheetRows(plan) if plan else None
        self.sheets_model.show(self.shown if self.shown is not None else ())
        self.sheets.show_filled(filled=plan is not None)
        self.setTabText(SHEETS, f"页单 {plan.pages}" if plan else "页单")

    def minimumSizeHint(self) -> QSize:
        """The tabs and a table's head: the splitter gives the rest."""
        least = self.fontMetrics().height() + _AROUND
        return QSize(super().minimumSizeHint().width(), self.tabBar().sizeHint().height() + least)

    def _add_keys(self) -> None:
        for place, key in enumerate(("Alt+1", "Alt+2", "Alt+3")):
            one = QAction(self)
            one.setShortcut(key)
            one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            one.triggered.connect(lambda _checked=False, place=place: self.show_tab(place))
            self.addAction(one)
            self.setTabToolTip(place, f"{self.tabText(place)}（{key}）")

    def show_tab(self, place: int) -> None:
        """Switch to a tab, with the focus."""
        self.setCurrentIndex(place)
        self.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _jump(self) -> None:
        table = self.remarks.table if self.currentIndex() == REMARKS else self.sheets.table
        about = table.about()
        if isinstance(about, Remark):
            self.jump_wanted.emit(about.number, about.evidence)
        elif self.shown is not None and (found := self.shown.subject(table.currentIndex().row())) is not None:
            self.jump_wanted.emit(*found)
