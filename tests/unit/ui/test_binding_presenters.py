"""What the 装订 view says of plans, volumes and pages, and what goes onto which paper: without Qt."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import RecipeRefused
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.recipe import PRESETS, Grouping, Numbering, Recipe
from foodsafe_desktop.domain.reference_codes import Coding, Scheme
from foodsafe_desktop.domain.sheets import Size
from foodsafe_desktop.services import binders, deciding, issuing, recipes
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.planning import BindingPlan
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.binding.pages import Group, Large, chosen, pages_of, paper_for, placed, sided
from foodsafe_desktop.ui.binding.presenter import (
    Mark,
    Volume,
    badge,
    check_listing,
    check_sentence,
    costs_sentence,
    read_shelf,
    recipe_rows,
    remark_rows,
    scope_choices,
    scopes_alone,
    standing,
    step_rows,
    volume_row,
    volumes_of,
)
from foodsafe_desktop.ui.binding.sheets import SheetRows, paper
from foodsafe_desktop.ui.evidence.presenter import STATE, evidence_rows
from foodsafe_desktop.ui.tree.nodes import Kind, Node, NodeKey, leaves_of, visible_keys
from foodsafe_desktop.ui.tree.presenter import build_nodes
from tests.fakes import FakeArchive, fake_archive

OUT = Path("/out")
EIGHT = NodeKey(Kind.SUB_ITEM, 8)


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    made = fake_archive(catalogue)
    made.folder.put("(8) 会商/2022/会商纪要 2022-03-01.pdf", b"a")
    made.folder.put("(9) 监测/2022/c.bad", b"c")
    scan(made, Job())
    return made


def planned(archive: Archive, scope: str = "all", recipe: Recipe | None = None) -> BindingPlan:
    return binders.plan(archive, scope, Job(), recipe)


def volumes(archive: Archive, plan: BindingPlan | None = None) -> tuple[Volume, ...]:
    return volumes_of(overview(archive), plan, read_shelf(archive))


def by_key(archive: Archive, plan: BindingPlan | None = None) -> dict[str, Volume]:
    return {one.key: one for one in volumes(archive, plan)}


def add_late(archive: Archive) -> None:
    deciding.register_paper(archive, 8, "迟到的纪要", 2023, "1柜", 2)


def node(archive: Archive, key: NodeKey) -> Node:
    def walk(nodes: Sequence[Node]) -> Node | None:
        for one in nodes:
            if one.key == key:
                return one
            if (found := walk(one.children)) is not None:
                return found
        return None

    found = walk(build_nodes(overview(archive)))
    assert found is not None
    return found


def test_rows_say_what_a_volume_takes_and_how_it_stands(archive: Archive) -> None:
    found = by_key(archive, planned(archive))
    row = volume_row(found["item-4"])
    assert row.cells[0] == "第04卷"
    assert row.cells[2:] == ("2", "8", "8", "20 mm", "未印全（1处）")
    assert row.mark is Mark.LACKING
    assert standing(found["item-1"]) == (Mark.NOTE, "无材料")


def test_an_issued_volume_is_shown_without_any_plan_and_says_what_changed(archive: Archive) -> None:
    assert volumes(archive) == ()
    issuing.issue(archive, "item:4", OUT, Job(), word="先行印发")
    [one] = volumes(archive)
    assert (one.plan, standing(one)) == (None, (Mark.ISSUED, "已发出第1次"))
    row = volume_row(one)
    assert row.cells[0].startswith("第04卷")
    assert row.cells[2:4] == ("2", "8")
    add_late(archive)
    [one] = volumes(archive)
    assert standing(one) == (Mark.CHANGED, "印发后有变动（1件）")
    assert badge(overview(archive).changes) == "装订 1"
    assert badge({}) == "装订"


def test_planned_and_issued_are_one_row(archive: Archive) -> None:
    issuing.issue(archive, "item:4", OUT, Job(), word="先行印发")
    keys = [one.key for one in volumes(archive, planned(archive))]
    assert keys.count("item-4") == 1
    assert [one.key for one in volumes(archive, planned(archive, "item:1"))] == ["item-1", "item-4"]


def test_every_scope_that_stands_alone_gives_just_its_volume(archive: Archive) -> None:
    for recipe in (PRESETS[0], PRESETS[-1], replace(Recipe(), grouping=Grouping.SUB_ITEM)):
        plan = planned(archive, "all", recipe)
        for one, scope in list(zip(plan.volumes, scopes_alone(plan), strict=True))[-2:]:
            assert scope is not None
            [alone] = planned(archive, scope, recipe).volumes
            assert alone.volume.key == one.volume.key


def test_volumes_of_a_part_that_cannot_stand_alone_have_no_scope(archive: Archive) -> None:
    plan = planned(archive, "dimension:1", PRESETS[-1])
    assert len(plan.volumes) > 1
    assert set(scopes_alone(plan)) == {None}


def test_costs_are_said_in_one_line(archive: Archive) -> None:
    said = costs_sentence(planned(archive, "item:4"))
    assert said == "共 1 卷（盒），8 页，单面用纸 8 张，无大于 A4 的页。档案盒：20 mm 1 个。"
    assert "双面用纸" in costs_sentence(planned(archive, "item:4", replace(Recipe(), duplex=True)))


def test_remarks_tell_what_is_lacking_from_what_is_only_to_be_known(archive: Archive) -> None:
    rows = remark_rows(planned(archive).remarks)
    marks = {row.cells[0]: row.mark for row in rows}
    assert marks["不能打印"] is Mark.LACKING
    assert marks["无成文日期"] is Mark.NOTE
    assert {row.cells[2] for row in rows} <= {"（8）", "（9）"}


def test_sheets_are_listed_page_by_page(archive: Archive) -> None:
    [plan] = planned(archive, "item:4", replace(Recipe(), duplex=True)).volumes
    rows = SheetRows(plan)
    assert len(rows) == plan.pages == len(list(rows))
    assert [row.cells[0] for row in rows] == [str(number) for number in range(1, plan.pages + 1)]
    assert [row.cells[2] for row in rows][:4] == ["正面", "背面", "正面", "背面"]
    assert rows[1].cells[1:4] == ("—", "背面", "空白背面")
    labels = [label or "—" for run in plan.runs for label in run.labels]
    assert [row.cells[1] for row in rows] == labels
    slip = next(row for row in rows if row.mark is Mark.LACKING)
    assert slip.cells[5].startswith("替代页：")
    with pytest.raises(IndexError):
        rows[plan.pages]


def test_a_sheet_leads_to_what_it_shows(archive: Archive) -> None:
    [plan] = planned(archive, "item:4").volumes
    rows = SheetRows(plan)
    subjects = [rows.subject(place) for place in range(len(rows))]
    assert subjects[0] is None
    assert {one for one in subjects if one is not None and not one[1]} == {(8, 0), (9, 0)}
    assert {piece.evidence.id for piece in plan.volume.pieces} == {one[1] for one in subjects if one} - {0}


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((210, 297), "A4"),
        ((297, 210), "A4 横"),
        ((420, 297), "A3 横"),
        ((211.5, 296), "A4"),
        ((100, 400), "100×400 mm"),
    ],
)
def test_paper_is_called_by_its_name(size: Size, words: str) -> None:
    assert paper(size) == words


def test_steps_of_a_supplement_say_which_pages_and_where(archive: Archive) -> None:
    issuing.issue(archive, "item:4", OUT, Job(), word="先行印发")
    add_late(archive)
    rows = step_rows(issuing.plan_supplement(archive, "item-4", Job()).steps)
    assert rows[0].cells[:3] == ("插入", "第2-1页", "第2页之后")
    assert [row.cells[0] for row in rows[1:]] == ["替换", "插入", "替换"]


def test_where_each_piece_counts_from_1_the_steps_name_the_piece(archive: Archive) -> None:
    issuing.issue(archive, "item:4", OUT, Job(), Recipe(numbering=Numbering.PIECE), word="先行印发")
    add_late(archive)
    [late, *lists] = step_rows(issuing.plan_supplement(archive, "item-4", Job()).steps)
    assert late.cells[1:5] == ("本件第1页", "4-(8)-2022-001第1页之后", "迟到的纪要", "4-(8)-2023-001")
    assert [row.cells[1] for row in lists] == ["目录1", "补签表2", "备考表1"]


def test_a_check_names_what_disagrees(archive: FakeArchive) -> None:
    issuing.issue(archive, "item:4", OUT, Job(), word="先行印发")
    archive.press.digests.clear()
    checks = [issuing.check(archive, "item-4", overview(archive), Job())]
    assert check_sentence(checks).startswith("核对完毕：已发出的 1 卷中有 1 卷")
    assert [group.title for group in check_listing(checks).groups] == ["PDF 不在原处"]
    whole = [replace(checks[0], pdf_agrees=True)]
    assert check_sentence(whole).startswith("核对通过")
    assert [group.title for group in check_listing(whole).groups] == ["一致"]


def test_recipes_say_whose_they_are_and_which_is_the_default(archive: Archive) -> None:
    recipes.save_recipe(archive, replace(Recipe(), name="本区", duplex=True))
    recipes.choose_default(archive, "本区")
    rows = recipe_rows(recipes.recipes(archive))
    assert len(rows) == len(PRESETS) + 1
    assert rows[-1].cells[0] == "本区（默认）"
    assert (rows[-1].cells[2], rows[-1].cells[5]) == ("双面", "本档案")
    assert [row.mark for row in rows] == [None] * len(PRESETS) + [Mark.WHOLE]


def test_a_renamed_recipe_stays_the_default_and_comes_back(archive: Archive) -> None:
    recipes.save_recipe(archive, replace(Recipe(), name="旧名"))
    recipes.choose_default(archive, "旧名")
    decision = recipes.rename_recipe(archive, "旧名", replace(Recipe(), name="新名", duplex=True))
    assert recipes.default_recipe(archive) == replace(Recipe(), name="新名", duplex=True)
    decision.undo()
    assert recipes.default_recipe(archive).name == "旧名"
    for name, new in (("旧名", PRESETS[1].name), (PRESETS[0].name, "另名")):
        with pytest.raises(RecipeRefused):
            recipes.rename_recipe(archive, name, replace(Recipe(), name=new))


def test_choices_of_scope_begin_with_everything_and_can_all_be_planned(archive: Archive) -> None:
    choices = scope_choices(archive.catalogue)
    assert choices[0][0] == "all"
    assert len({scope for scope, _ in choices}) == len(choices)
    for scope, _ in (choices[1], choices[6], choices[-1]):
        assert planned(archive, scope).volumes


def test_tree_marks_what_is_not_as_printed(archive: Archive) -> None:
    issuing.issue(archive, "item:4", OUT, Job(), word="先行印发")
    before = build_nodes(overview(archive))
    assert not any(one.changed for one in leaves_of(before))
    assert visible_keys(before, "", frozenset(), changed=True) is not None
    add_late(archive)
    nodes = build_nodes(overview(archive))
    assert {one.key: one.changed for one in leaves_of(nodes) if one.changed} == {EIGHT: 1}
    assert node(archive, NodeKey(Kind.DIMENSION, 1)).changed == 1
    assert node(archive, EIGHT).spoken.endswith("印发后变动1件")
    shown = visible_keys(nodes, "", frozenset(), changed=True)
    assert shown is not None
    assert EIGHT in shown
    assert NodeKey(Kind.SUB_ITEM, 9) not in shown
    assert EIGHT not in (visible_keys(nodes, "", frozenset({State.COMPLETE}), changed=True) or ())


def test_a_piece_says_in_its_row_that_it_is_not_as_printed(archive: Archive) -> None:
    issuing.issue(archive, "item:4", OUT, Job(), word="先行印发")
    add_late(archive)
    rows = {row.evidence.title: row for row in evidence_rows(overview(archive), EIGHT)}
    assert rows["迟到的纪要"].cells[STATE].endswith("，变动")
    assert "新增" in rows["迟到的纪要"].reason
    assert not rows["会商纪要 2022-03-01"].cells[STATE].endswith("变动")


def test_a_code_shows_by_example_how_it_is_written() -> None:
    assert Coding("Z109").sample == "Z109-WS·2024-D30-0001"
    assert Coding("Z109", Scheme.DA_T_13_2022, organ="办公室").sample == "Z109-WS·2024·D30·办公室-0001"


# Pages onto paper

A4, A3 = (210.0, 297.0), (420.0, 297.0)


def test_groups_take_every_page_once() -> None:
    sizes = (A4, A3, A4, (297.0, 210.0))
    assert pages_of(Group.ALL, sizes) == (0, 1, 2, 3)
    assert pages_of(Group.SMALL, sizes) == (0, 2, 3)
    assert pages_of(Group.LARGE, sizes) == (1,)
    assert pages_of(Group.CHOSEN, sizes, "2-3，1") == (0, 1, 2)


@pytest.mark.parametrize("text", ["", "0", "5", "3-2", "1-", "第一页", "1-2-3", "二"])
def test_what_names_no_page_is_refused(text: str) -> None:
    if text == "1-":
        assert chosen(text, 4) == (0,)
        return
    with pytest.raises(ValueError, match=r".*"):
        chosen(text, 4)


@given(st.sets(st.integers(0, 40)))
def test_pages_stay_on_their_side_of_the_leaf(pages: set[int]) -> None:
    order = sided(sorted(pages), duplex=True)
    assert [page for page in order if page is not None] == sorted(pages)
    assert all(page is None or page % 2 == place % 2 for place, page in enumerate(order))
    assert sided(sorted(pages), duplex=False) == tuple(sorted(pages))


def test_pages_keep_their_size_where_the_paper_holds_them() -> None:
    assert placed(A4, A4) == (0, 0, 210, 297)
    assert placed((100.0, 100.0), A4) == (55, 98.5, 100, 100)
    left, top, width, height = placed((211.0, 299.0), A4)
    assert (width, height) == (211.0, 299.0)
    assert (left, top) == (-0.5, -1)
    assert placed(A3, (297.0, 210.0))[2:] == pytest.approx((296.97, 210.0), abs=0.05)
    assert (paper_for(A3, Large.A3), paper_for(A3, Large.A4), paper_for(A4, Large.A3)) == ("A3", "A4", "A4")
