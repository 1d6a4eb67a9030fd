"""The 装订 view at the window: from a plan over issued volumes to a supplement, and recipes, codes, printing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.errors import Cancelled, PagesUnprintable
from foodsafe_desktop.domain.recipe import PRESETS, Recipe
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Run, SheetKind, SheetRef
from foodsafe_desktop.services import deciding, issuing, recipes
from foodsafe_desktop.services.coding import coding_of
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, Picture
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.binding.code_form import CodeForm
from foodsafe_desktop.ui.binding.details import RECIPES, REMARKS, SHEETS
from foodsafe_desktop.ui.binding.issue_forms import IssueForm, SupplementForm
from foodsafe_desktop.ui.binding.pages import Group, Large, PrintChoice
from foodsafe_desktop.ui.binding.presenter import STANDING, VOLUME_COLUMNS, Mark, Row
from foodsafe_desktop.ui.binding.print_form import PrintForm
from foodsafe_desktop.ui.binding.printing import print_pages
from foodsafe_desktop.ui.binding.recipe_form import RecipeForm
from foodsafe_desktop.ui.binding.sheets import SHEET_COLUMNS, SheetRows
from foodsafe_desktop.ui.binding.table import MarkedTable, MarkedView
from foodsafe_desktop.ui.forms.binding import BindingForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.fakes import FakeRenderer
from tests.ui.at_window import form, opened_window, said, settle
from tests.ui.desktop import FakeFront

EIGHT = NodeKey(Kind.SUB_ITEM, 8)
A3 = (420.0, 297.0)


@pytest.fixture
def opened(front: FakeFront, qtbot: QtBot) -> Iterator[MainWindow]:
    with opened_window(front, qtbot) as window:
        window.views.show_view("binding")
        settle(window, qtbot)
        yield window


def do(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.binding.view.actions_[name].trigger()
    settle(window, qtbot)


def standings(window: MainWindow) -> dict[str, str]:
    return {row.cells[0]: row.cells[STANDING] for row in window.binding.view.model.rows}


def select(window: MainWindow, place: str) -> None:
    rows = window.binding.view.model.rows
    at = next(at for at, row in enumerate(rows) if row.cells[0].startswith(place))
    window.binding.view.volumes.table.selectRow(at)


def issue_fourth(window: MainWindow, qtbot: QtBot) -> None:
    do(window, qtbot, "plan")
    select(window, "第04卷")
    do(window, qtbot, "issue")
    asked = form(IssueForm)
    asked.scope.setCurrentIndex(asked.scope.values.index("item:4"))
    assert "情况" in asked.problem()
    asked.word.setPlainText("先行印发")
    asked.accept()
    settle(window, qtbot)


def add_late(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.decide(lambda archive: deciding.register_paper(archive, 8, "迟到的纪要", 2023, "1柜", 2))
    settle(window, qtbot)


# The journey


def test_from_plan_to_supplement(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    view = opened.binding.view
    assert not view.model.rows
    assert "按“预排”" in view.volumes.empty.text()
    assert not view.actions_["issue"].isEnabled()

    do(opened, qtbot, "plan")
    assert len(view.model.rows) == 37
    assert view.costs.text().startswith("共 37 卷（盒）")
    assert standings(opened)["第04卷"].startswith("未印全")

    do(opened, qtbot, "bind")
    form(BindingForm).accept()
    settle(opened, qtbot)
    assert said(opened).startswith("装订完成：37 卷")
    assert len(front.press.bound) == 37
    assert view.actions_["open"].isEnabled()

    issue_fourth(opened, qtbot)
    assert said(opened).startswith("已发出 1 卷")
    assert standings(opened)["第04卷"] == "已发出第1次"
    assert issuing.issued_volumes(front.archive)[0].word == "先行印发"

    add_late(opened, qtbot)
    assert standings(opened)["第04卷"] == "印发后有变动（1件）"
    assert view.costs.text().startswith("预排之后材料有变动")
    assert opened.views.actions_["binding"].text() == "装订 1"
    opened.views.show_view("catalogue")
    assert opened.tree.changed_chip.isVisible()
    opened.tree.changed_chip.click()
    assert opened.tree.filter.mapFromSource(opened.tree.model.index_of(EIGHT)).isValid()
    assert not opened.tree.filter.mapFromSource(opened.tree.model.index_of(NodeKey(Kind.SUB_ITEM, 9))).isValid()

    opened.views.show_view("binding")
    select(opened, "第04卷")
    do(opened, qtbot, "supplement")
    asked = form(SupplementForm)
    assert [row.cells[0] for row in asked.model.rows] == ["插入", "替换", "插入", "替换"]
    inserted = asked.model.rows[0].cells[1]
    assert inserted.endswith("-1页")
    asked.addendum.setChecked(True)
    assert not asked.ok.isEnabled()
    settle(opened, qtbot)
    assert asked.model.rows[0].cells[1] != inserted
    asked.word.setPlainText("原件后补")
    asked.accept()
    settle(opened, qtbot)
    assert "第2次" in said(opened)
    assert standings(opened)["第04卷"] == "已发出第2次"
    assert opened.views.actions_["binding"].text() == "装订"
    opened.views.show_view("catalogue")
    assert not opened.tree.changed_chip.isVisible()
    assert not opened.tree.filter.is_active


def test_what_is_chosen_now_is_compiled_and_not_what_was_planned_before(opened: MainWindow, qtbot: QtBot) -> None:
    view = opened.binding.view
    do(opened, qtbot, "plan")
    costs = view.costs.text()
    view.scope.setCurrentIndex(view.scope.findData("item:4"))
    view.scope.activated.emit(view.scope.currentIndex())
    assert "重新计算" in view.costs.text()
    opened.binding.view.wanted.emit("bind")
    asked = form(BindingForm)
    assert asked.scope.value == "item:4"
    asked.reject()
    view.scope.setCurrentIndex(view.scope.findData("all"))
    view.scope.activated.emit(view.scope.currentIndex())
    assert view.costs.text() == costs
    opened.binding.view.wanted.emit("bind")
    asked = form(BindingForm)
    assert asked.scope.value == "all"
    asked.reject()


def test_a_supplement_without_changes_has_nothing_to_hand_out(opened: MainWindow, qtbot: QtBot) -> None:
    issue_fourth(opened, qtbot)
    select(opened, "第04卷")
    do(opened, qtbot, "supplement")
    asked = form(SupplementForm)
    assert (asked.problem(), asked.ok.isEnabled()) == ("没有需要换的页。", False)
    asked.reject()


def test_what_of_a_set_was_not_handed_out_is_handed_out_together(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    issue_fourth(opened, qtbot)
    do(opened, qtbot, "issue")
    asked = form(IssueForm)
    assert (asked.scope.value, asked.scope.currentText()) == ("all", "本次预排中尚未发出的各卷（36 卷）")
    asked.word.setPlainText("先行印发")
    asked.accept()
    settle(opened, qtbot)
    assert said(opened).startswith("已发出 36 卷")
    assert len(issuing.issued_volumes(front.archive)) == 37
    assert not opened.binding.view.actions_["issue"].isEnabled()


def test_a_check_says_what_disagrees(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    issue_fourth(opened, qtbot)
    front.press.digests.clear()
    do(opened, qtbot, "check")
    assert "有 1 卷与印发时不一致" in said(opened)
    [volume] = issuing.issued_volumes(front.archive)
    front.press.digests[front.archive.place.root / volume.path] = volume.sha256
    do(opened, qtbot, "check")
    assert said(opened).startswith("核对通过")


def test_planning_can_be_cancelled_and_shows_that_it_works(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_ends(*_args: object) -> None:
        job = next(one for one in _args if isinstance(one, Job))
        while True:
            job.check()

    monkeypatch.setattr("foodsafe_desktop.ui.binding.decisions.binders.plan", never_ends)
    opened.binding.view.actions_["plan"].trigger()
    assert not opened.binding.view.plan_button.isEnabled()
    assert "取消" in opened.binding.view.costs.text()
    qtbot.waitUntil(opened.status.cancel.isVisible)
    opened.status.cancel.click()
    settle(opened, qtbot)
    assert opened.binding.view.plan_button.isEnabled()
    assert opened.binding.view.costs.text().startswith("预排只计算")


def test_what_cannot_be_planned_is_said_and_the_view_is_free_again(opened: MainWindow, qtbot: QtBot) -> None:
    scope = opened.binding.view.scope
    scope.addItem("没有的部门", "department:没有的部门")
    scope.setCurrentIndex(scope.count() - 1)
    do(opened, qtbot, "plan")
    assert opened.notices.last is not None
    assert opened.notices.last.is_error
    assert opened.binding.view.plan_button.isEnabled()


def test_enter_on_a_remark_goes_to_the_piece(opened: MainWindow, qtbot: QtBot) -> None:
    do(opened, qtbot, "plan")
    table = opened.binding.view.details.remarks.table
    table.selectRow(0)
    assert opened.binding.view.details.remarks.full.text().startswith("《监管执法人员培训签到表")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.views.current() == "catalogue"
    assert opened.tree.current() == EIGHT
    assert [row.evidence.title for row in opened.evidence.selected()] == ["监管执法人员培训签到表 2023-05-18"]


def test_enter_on_a_sheet_goes_to_its_sub_item(opened: MainWindow, qtbot: QtBot) -> None:
    do(opened, qtbot, "plan")
    select(opened, "第04卷")
    details = opened.binding.view.details
    details.show_tab(SHEETS)
    assert isinstance(details.shown, SheetRows)
    details.sheets.table.selectRow(0)
    qtbot.keyClick(details.sheets.table, Qt.Key.Key_Return)
    assert opened.views.current() == "binding"
    at = next(at for at in range(len(details.shown)) if details.shown.subject(at) is not None)
    details.sheets.table.selectRow(at)
    qtbot.keyClick(details.sheets.table, Qt.Key.Key_Return)
    assert opened.tree.current() == EIGHT


def test_everything_has_a_key_and_a_name(opened: MainWindow) -> None:
    view = opened.binding.view
    keys = [one.shortcut().toString() for one in view.actions_.values()]
    assert all(keys)
    taken = keys + [one.shortcut().toString() for one in opened.commands.values() if not one.shortcut().isEmpty()]
    assert len(set(taken)) == len(taken)
    for widget in (view.scope, view.recipe, view.volumes.table, view.details, view.details.recipes.table):
        assert widget.accessibleName()
    assert all(
        key.replace("Return", "回车") in one.toolTip() for key, one in zip(keys, view.actions_.values(), strict=True)
    )


def test_another_archive_finds_no_plan_of_the_former(opened: MainWindow, qtbot: QtBot) -> None:
    do(opened, qtbot, "plan")
    opened.desk.opened.emit(opened.desk.archive)
    assert not opened.binding.view.model.rows


# Recipes and codes


def test_recipes_are_made_renamed_made_default_and_removed(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    pane = opened.binding.view.details.recipes
    pane.table.selectRow(1)
    pane.actions_["copy"].trigger()
    asked = form(RecipeForm)
    assert asked.name.text() == "双面装订 副本"
    asked.name.setText("本区双面")
    asked.spines.setText("50、20")
    assert "由窄到宽" in asked.problem()
    asked.spines.setText("35、55、75")
    asked.switches["commitment"].setChecked(True)
    asked.accept()
    settle(opened, qtbot)
    kept = recipes.recipe_named(front.archive, "本区双面")
    assert kept == replace(PRESETS[1], name="本区双面", spines=(35, 55, 75), commitment=True)
    pane.table.selectRow(pane.model.rowCount() - 1)
    pane.actions_["default"].trigger()
    settle(opened, qtbot)
    assert recipes.default_recipe(front.archive) == kept
    assert opened.binding.view.chosen_recipe() == "本区双面"
    pane.actions_["edit"].trigger()
    form(RecipeForm).name.setText("双面（本区）")
    form(RecipeForm).accept()
    settle(opened, qtbot)
    assert recipes.default_recipe(front.archive).name == "双面（本区）"
    pane.actions_["remove"].trigger()
    settle(opened, qtbot)
    assert recipes.default_recipe(front.archive) == Recipe()
    opened.desk.undo()
    settle(opened, qtbot)
    assert recipes.default_recipe(front.archive).name == "双面（本区）"


@pytest.mark.parametrize("recipe", PRESETS, ids=lambda one: one.name)
def test_the_recipe_form_gives_back_what_it_was_given(recipe: Recipe, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    given = replace(recipe, gutter=7.5, prefix="A·", photos=4, leaf=0.12, longest=None, repeat=True)
    for one in (recipe, given):
        got: list[Recipe] = []
        asked = RecipeForm(parent, "编辑", one, (), got.append)
        assert asked.recipe() == one
        asked.accept()
        assert got == [one]


def test_names_that_are_taken_are_refused(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = RecipeForm(parent, "编辑", Recipe(name="新"), ("旧",), lambda _one: None)
    asked.name.setText("旧")
    assert asked.problem() == "已有同名的方案，请换一个名称。"
    assert not asked.ok.isEnabled()


def test_codes_are_ruled_given_and_taken_back(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    do(opened, qtbot, "plan")
    select(opened, "第01卷")
    do(opened, qtbot, "codes")
    asked = form(CodeForm)
    assert not asked.ok.isEnabled()
    asked.fonds.setText("Z109")
    assert asked.sample.text() == "Z109-WS·2024-D30-0001"
    asked.accept()
    settle(opened, qtbot)
    with front.archive.store.begin() as unit:
        assert coding_of(unit).fonds == "Z109"
    codes = [one.reference_code for one in overview(front.archive).dossier.evidence.values() if one.reference_code]
    assert "Z109-WS·2022-D30-0001" in codes
    assert "已为" in said(opened)
    opened.desk.undo()
    settle(opened, qtbot)
    assert not any(one.reference_code for one in overview(front.archive).dossier.evidence.values())


# Printing


class _Renderer(FakeRenderer):
    """Pages in one colour each; breaks at page `broken`."""

    broken = -1

    def picture(self, pdf: Path, page: int, dpi: float, job: Job) -> Picture:
        job.check()
        if page == self.broken:
            raise PagesUnprintable(pdf.name, page + 1)
        return Picture(2, 3, 6, bytes((10 + page, 20, 30)) * 6)


@pytest.fixture
def printer(tmp_path: Path, qapp: QApplication) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "out.pdf"))
    return made


def _boxes(path: Path) -> list[tuple[int, int]]:
    with pikepdf.open(path) as pdf:
        sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in pdf.pages]
    return [(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in sizes]


def test_each_page_gets_its_paper(printer: QPrinter, tmp_path: Path) -> None:
    sizes = (A4, A3, (297.0, 210.0), A4)
    choice = PrintChoice((0, 1, 2, 3), duplex=False, large=Large.A3)
    assert print_pages(printer, _Renderer(), tmp_path / "卷.pdf", sizes, choice, Job()) == 4
    assert _boxes(tmp_path / "out.pdf") == [(210, 297), (420, 297), (297, 210), (210, 297)]


def test_large_pages_are_brought_down_where_that_is_wanted_and_backs_stay_backs(
    printer: QPrinter, tmp_path: Path
) -> None:
    choice = PrintChoice((1, 2), duplex=True, large=Large.A4)
    print_pages(printer, _Renderer(), tmp_path / "卷.pdf", (A4, A3, A4), choice, Job())
    assert len(_boxes(tmp_path / "out.pdf")) == 3
    assert set(_boxes(tmp_path / "out.pdf")) <= {(210, 297), (297, 210)}


def test_a_page_that_breaks_ends_the_print_and_is_named(printer: QPrinter, tmp_path: Path) -> None:
    renderer = _Renderer()
    renderer.broken = 1
    choice = PrintChoice((0, 1), duplex=False, large=Large.A3)
    with pytest.raises(PagesUnprintable, match="第2页"):
        print_pages(printer, renderer, tmp_path / "卷.pdf", (A4, A4), choice, Job())


def test_printing_is_cancelled_between_pages(printer: QPrinter, tmp_path: Path) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        print_pages(printer, _Renderer(), tmp_path / "卷.pdf", (A4,), PrintChoice((0,), False, Large.A3), job)


def test_printing_runs_beside_the_dossier_thread_and_offers_the_job_sheet_first(
    opened: MainWindow, front: FakeFront, tmp_path: Path, qtbot: QtBot
) -> None:
    issue_fourth(opened, qtbot)
    select(opened, "第04卷")
    volume = issuing.issued_volumes(front.archive)[0]
    folder = (front.archive.place.root / volume.path).parent
    folder.mkdir(parents=True)
    (folder / "打印作业单（第4大项）.pdf").touch()

    def choose(printer: QPrinter, on_chosen: object) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        assert callable(on_chosen)
        on_chosen()

    opened.binding.printing.choose_printer = choose
    do(opened, qtbot, "print")
    asked = form(PrintForm)
    assert asked.document.currentText() == "打印作业单（第4大项）"
    asked.accept()
    settle(opened, qtbot)
    assert said(opened) == "已将“打印作业单（第4大项）”的 3 页送往打印机。"
    assert _boxes(tmp_path / "out.pdf") == [(210, 297), (210, 297), (420, 297)]

    do(opened, qtbot, "print")
    asked = form(PrintForm)
    assert asked.document.currentText() == "第04卷 风险监测"
    asked.group.setCurrentIndex(list(Group).index(Group.CHOSEN))
    asked.range.setText("9")
    assert not asked.ok.isEnabled()
    asked.range.setText("2")
    assert asked.costs.text() == "打印 1 页，用纸 1 张。"
    asked.sides.setCurrentIndex(1)
    assert asked.costs.text() == "打印 1 页，用纸 1 张。"
    asked.reject()


def test_the_systems_own_dialog_asks_for_the_printer(opened: MainWindow, qtbot: QtBot) -> None:
    issue_fourth(opened, qtbot)
    select(opened, "第04卷")
    do(opened, qtbot, "print")
    form(PrintForm).accept()
    asked = form(QPrintDialog)
    assert asked.printer().docName() == "第04卷 风险监测"
    asked.reject()
    settle(opened, qtbot)
    assert not opened.printing.is_busy


# Models


def test_tables_are_sound_models(opened: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    view = opened.binding.view
    do(opened, qtbot, "plan")
    for model in (view.model, view.details.remarks_model, view.details.sheets_model, view.details.recipes.model):
        assert model.rowCount()
        qtmodeltester.check(model)
    empty = MarkedTable(VOLUME_COLUMNS, STANDING)
    qtmodeltester.check(empty)
    empty.show([Row(("",) * len(VOLUME_COLUMNS), Mark.NOTE, "x")])
    qtmodeltester.check(empty)
    assert empty.index(0, STANDING).data(Qt.ItemDataRole.DecorationRole) is not None
    assert empty.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None


class _Counting(SheetRows):
    asked = 0

    def _row(self, place: int, run: Run, inside: int) -> Row:
        type(self).asked += 1
        return super()._row(place, run, inside)


def test_a_list_of_twenty_thousand_sheets_makes_only_the_rows_that_are_seen(qtbot: QtBot) -> None:
    count = 20_000
    runs = tuple(
        Run(SheetRef(SheetKind.DIVIDER, at % 107 + 1), at * 4, tuple(str(at * 4 + one) for one in range(4)), (A4,) * 4)
        for at in range(count // 4)
    )
    plan = BinderPlan(VolumePlan(1, "item-1", "第01卷", "题名", "方面", ()), Recipe(), runs)
    rows = _Counting(plan)
    model = MarkedTable(SHEET_COLUMNS, 5)
    table = MarkedView("页单", model, {0: 60}, 3)
    qtbot.addWidget(table)
    table.resize(800, 400)
    model.show(rows)
    table.show()
    table.scrollToBottom()
    table.grab()
    assert model.rowCount() == count
    assert model.index(count - 1, 0).data() == str(count)
    assert 0 < _Counting.asked < count


def test_tabs_have_keys_of_their_own(opened: MainWindow, qtbot: QtBot) -> None:
    details = opened.binding.view.details
    for place, key in ((SHEETS, Qt.Key.Key_2), (RECIPES, Qt.Key.Key_3), (REMARKS, Qt.Key.Key_1)):
        details.currentWidget().setFocus()
        qtbot.keyClick(details, key, Qt.KeyboardModifier.AltModifier)
        assert details.currentIndex() == place


def test_an_archive_with_broken_recipes_says_so(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    archive: Archive = front.archive
    with archive.store.begin() as unit:
        unit.set_setting(recipes.RECIPES, "[[")
    do(opened, qtbot, "plan")
    assert "装订方案" in said(opened)
    assert opened.binding.view.plan_button.isEnabled()
