"""The 装订 view: scope and recipe, the volumes, and what is known of them. Passive: it shows and it asks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.services.planning import BindingPlan
from foodsafe_desktop.services.recipes import KeptRecipe
from foodsafe_desktop.ui.binding.details import Details, Stacked
from foodsafe_desktop.ui.binding.presenter import (
    LEAVES,
    PAGES,
    PIECES,
    PLACE,
    SPINE,
    STANDING,
    TITLE,
    VOLUME_COLUMNS,
    Volume,
    costs_sentence,
    scope_choices,
    volume_row,
)
from foodsafe_desktop.ui.binding.table import MarkedTable, MarkedView
from foodsafe_desktop.ui.folding import FoldingRow
from foodsafe_desktop.ui.parts import action, label

_WIDTHS = {PLACE: 128, TITLE: 300, PIECES: 58, PAGES: 64, LEAVES: 64, SPINE: 72, STANDING: 184}
_NOTHING = (
    "尚未预排。\n选定范围和方案（不选即为全部卷册和默认方案），按“预排”（F7），"
    "即可在编制之前看到每卷的页数、用纸和需要处理的事项。"
)
_HINT = "预排只计算、不写文件；编制才生成 PDF；发出后页号固定，其后的增补用补编。"
_BUSY = "正在预排，可在窗口下方取消。"
_OTHER = "范围或方案已改，下面仍是上次预排的结果；按“预排”（F7）重新计算。"
_PLANNING = "正在预排。\n首次预排须先把各类文件转换成页面，材料多时需要几分钟；以后只转换有变动的。"
_STALE = "预排之后材料有变动，请重新预排。"


class BindingView(QWidget):
    """Holds no plan but to show it; `wanted` says what a person wants done."""

    wanted = Signal(str)
    """plan, bind, issue, supplement, check, open, folder, print, codes."""
    jump_wanted = Signal(int, int)
    recipe_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.scope, self.recipe = _choice("范围", 16), _choice("装订方案", 12)
        self.plan_button = QPushButton("预排（F7）")
        self.plan_button.setProperty("primary", "true")
        self.plan_button.setToolTip("计算各卷的页序、页号、用纸和需要注意的事项，不写文件（F7）")
        self.model = MarkedTable(VOLUME_COLUMNS, STANDING, right=(PIECES, PAGES, LEAVES, SPINE), parent=self)
        self.volumes = Stacked(MarkedView("卷盒表", self.model, _WIDTHS, TITLE, spare=(SPINE, LEAVES)), _NOTHING)
        self.details = Details()
        self.addActions(self.details.actions())  # its keys work from the volumes too
        self.costs, self._said, self._before = label(_HINT, "muted"), _HINT, _HINT
        self.actions_ = self._build_actions()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.plan_button)
        self._enable()

    def show_scopes(self, catalogue: Catalogue) -> None:
        """Offer what can be bound; what was chosen stays."""
        chosen = self.chosen_scope()
        choices = scope_choices(catalogue)
        if [self.scope.itemData(at) for at in range(len(choices))] == [scope for scope, _ in choices]:
            return
        self.scope.clear()
        for scope, words in choices:
            self.scope.addItem(words, scope)
        self.scope.setCurrentIndex(max(self.scope.findData(chosen), 0))

    def chosen_scope(self) -> str:
        """The scope chosen."""
        return str(self.scope.currentData() or "all")

    def chosen_words(self) -> str:
        """What people call it."""
        return self.scope.currentText()

    def chosen_recipe(self) -> str:
        """The name of the recipe chosen."""
        return str(self.recipe.currentData() or "")

    def show_recipes(self, kept: Sequence[KeptRecipe]) -> None:
        """Offer the recipes; the default is chosen until a person chooses another."""
        chosen = self.chosen_recipe() if self.recipe.property("chosen") else ""
        self.recipe.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.recipe.clear()
        for one in kept:
            self.recipe.addItem(f"{one.recipe.name}（默认）" if one.is_default else one.recipe.name, one.recipe.name)
        usual = next((one.recipe.name for one in kept if one.is_default), "")
        found = self.recipe.findData(chosen)
        self.recipe.setCurrentIndex(found if found >= 0 else max(self.recipe.findData(usual), 0))
        self.recipe.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self.details.recipes.show_recipes(kept)

    def show_volumes(self, volumes: Sequence[Volume], planned: BindingPlan | None) -> None:
        """Show volumes; the selected one stays so."""
        before = self.current()
        self.model.show([volume_row(one) for one in volumes])
        self.volumes.show_filled(filled=bool(volumes))
        at = next((place for place, one in enumerate(volumes) if before and one.key == before.key), 0)
        if volumes:
            self.volumes.table.selectRow(at)
        self.details.show_remarks(planned.remarks if planned else None)
        self._say(costs_sentence(planned) if planned else _HINT)
        self._show_current()

    def show_stale(self) -> None:
        """Say that the plan is not of the present holdings."""
        if not self.costs.text().startswith(_STALE):
            self._say(f"{_STALE}{self.costs.text()}", "section")

    def show_other(self, *, is_other: bool) -> None:
        """Say that something else is chosen than what was planned; or no longer."""
        shown = self.costs.text()
        if is_other and shown != _OTHER:
            self._before = shown
            self._say(_OTHER, "section")
        elif not is_other and shown == _OTHER:
            self._say(self._before, "section" if self._before.startswith(_STALE) else "muted")

    def show_busy(self, *, busy: bool) -> None:
        """While a plan is made no other is asked for."""
        if busy and self.plan_button.hasFocus():
            self.scope.setFocus()  # a button that is greyed would hand the focus on to the next, which compiles
        self.plan_button.setEnabled(not busy)
        self.actions_["plan"].setEnabled(not busy)
        self.volumes.empty.setText(_PLANNING if busy else _NOTHING)
        if busy:
            self._said = self.costs.text()
            self._say(_BUSY)
        elif self.costs.text() == _BUSY:
            self._say(self._said)

    def current(self) -> Volume | None:
        """The selected volume."""
        about = self.volumes.table.about()
        return about if isinstance(about, Volume) else None

    def _say(self, sentence: str, role: str = "muted") -> None:
        self.costs.setText(sentence)
        self.costs.setProperty("role", role)
        self.costs.style().polish(self.costs)

    def _build_actions(self) -> dict[str, QAction]:
        made = {
            "plan": action(self, "plan", "预排", "F7"),
            "bind": action(self, "bind", "编制…", "F8", "生成各卷的 PDF、可编辑的 DOCX、总目录和盒脊"),
            "issue": action(self, "issue", "发出…", "F9", "编制并固定页号，供印发"),
            "supplement": action(self, "supplement", "补编…", "F10", "选定的卷发出后有变动：只换有变动的页"),
            "check": action(self, "verify", "核对", "Ctrl+Shift+J", "已发出各卷的 PDF、登记和现有材料是否一致"),
            "print": action(self, "print", "打印…", "Ctrl+P", "打印选定的卷"),
            "open": action(self, "open", "打开 PDF", "Ctrl+Return", "打开选定卷的 PDF"),
            "folder": action(self, "folder", "打开文件夹", "Ctrl+Shift+O", "打开选定卷所在的文件夹"),
            "codes": action(self, "code", "编档号…", "Ctrl+D", "档号规则；为选定卷中尚无档号的材料编号"),
        }
        for one in made.values():
            one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addActions(list(made.values()))
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for words, box, stretch in (("范围(&W)", self.scope, 3), ("方案(&R)", self.recipe, 2)):
            said = label(words, wraps=False)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            said.setSizePolicy(said.sizePolicy().Policy.Fixed, said.sizePolicy().verticalPolicy())
            said.setBuddy(box)
            top.addWidget(said)
            top.addWidget(box, stretch)
        top.addWidget(self.plan_button)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(6)
        self.split.addWidget(self.volumes)
        self.split.addWidget(self.details)
        self.split.setSizes([280, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(FoldingRow([one for name, one in self.actions_.items() if name != "plan"]))
        layout.addWidget(self.costs)
        layout.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.plan_button.clicked.connect(self.actions_["plan"].trigger)
        for name, one in self.actions_.items():
            one.triggered.connect(lambda _checked=False, name=name: self.wanted.emit(name))
        self.recipe.activated.connect(lambda _at: self.recipe.setProperty("chosen", True))  # noqa: FBT003 - Qt's
        self.volumes.table.selectionModel().selectionChanged.connect(self._show_current)
        self.volumes.table.wanted.connect(lambda _row: self.actions_["open"].trigger())
        self.details.jump_wanted.connect(self.jump_wanted)
        self.details.recipes.wanted.connect(self.recipe_wanted)

    def _show_current(self) -> None:
        one = self.current()
        self.details.show_sheets(one.plan if one else None)
        self._enable()

    def _enable(self) -> None:
        one = self.current()
        volumes = [row.about for row in self.model.rows]
        can = {
            "issue": any(isinstance(v, Volume) and v.plan and not v.frozen for v in volumes),
            "supplement": one is not None and one.frozen is not None,
            "check": any(isinstance(v, Volume) and v.frozen for v in volumes),
            "open": one is not None and one.pdf is not None,
            "folder": one is not None and one.pdf is not None,
            "print": one is not None and one.pdf is not None,
        }
        for name, on in can.items():
            self.actions_[name].setEnabled(on)


def _choice(name: str, characters: int) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMaxVisibleItems(18)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(characters)
    return box
