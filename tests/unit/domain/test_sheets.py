"""Every sheet of a volume before any PDF exists: numbers, sides, blanks; and the boxes that hold them."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.binder import BoxPlace, Elsewhere, Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.boxes import capacity, is_large, is_too_thick, large_pages, spine_for, split, thickness
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Verdict
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.recipe import Numbering, Recipe
from foodsafe_desktop.domain.sheets import (
    A4,
    LABEL_CHARACTERS,
    BinderPlan,
    Measured,
    SheetKind,
    SheetRef,
    is_numbered,
    lay_out,
    order,
    part_refs,
)

A3 = (420.0, 297.0)
FILE = EvidenceFile(1, "a.pdf", 1, None, Verdict("pdf", Condition.OK))
ELSEWHERE = Elsewhere("item-1", "第01卷", 1, "1-(1)-2023-001")


def volume(shape: list[list[int]]) -> VolumePlan:
    """Sections of pieces of so many parts; 0 parts: a piece that is printed elsewhere."""
    sections: list[Section] = []
    ordinal = 0
    for number, counts in enumerate(shape, 1):
        pieces: list[Piece] = []
        for count in counts:
            ordinal += 1
            parts = (Part(FILE, None),) * max(count, 1)
            at = ELSEWHERE if count == 0 else None
            pieces.append(Piece(ordinal, f"{ordinal}", number, Evidence(ordinal, "件"), "件", parts, "", at))
        state = State.PARTIAL if pieces else State.OMITTED
        stands = Standing(number, state, Decimal(1), {}, (), 0, 0, ())
        sections.append(Section(number, "sub_item", "文字", "大项", (), "", stands, tuple(pieces)))
    return VolumePlan(1, "item-1", "第01卷 甲", "甲", "乙", tuple(sections))


def laid_out(shape: list[list[int]], recipe: Recipe, sizes: tuple[tuple[float, float], ...] = (A4,)) -> BinderPlan:
    plan = volume(shape)
    measured = {ref: Measured(sizes if ref.kind is SheetKind.PART else (A4,)) for ref in order(plan, recipe)}
    return lay_out(plan, recipe, measured)


shapes = st.lists(st.lists(st.integers(0, 3), max_size=5), min_size=1, max_size=4)
recipes = st.builds(
    Recipe,
    duplex=st.booleans(),
    numbering=st.sampled_from(Numbering),
    prefix=st.sampled_from(["", "4·"]),
    dividers=st.booleans(),
    indicators=st.booleans(),
    omissions=st.booleans(),
    signatures=st.booleans(),
    commitment=st.booleans(),
    spines=st.sampled_from([(20.0, 30.0), (10.0,), (35.0, 55.0, 75.0)]),
    leaf=st.sampled_from([0.05, 0.1, 0.5]),
)
some_sizes = st.lists(st.sampled_from([A4, (297.0, 210.0), A3, (100.0, 50.0)]), min_size=1, max_size=25)


@st.composite
def plans(draw: st.DrawFn) -> BinderPlan:
    recipe, plan = draw(recipes), volume(draw(shapes))
    measured = {
        ref: Measured(tuple(draw(some_sizes)) if ref.kind is SheetKind.PART else (A4,) * draw(st.integers(1, 3)))
        for ref in order(plan, recipe)
    }
    return lay_out(plan, recipe, measured)


class TestNumbers:
    @given(plans())
    def test_body_pages_are_numbered_without_gap_and_no_label_comes_twice(self, plan: BinderPlan) -> None:
        body = [label for run in plan.runs if is_numbered(run.ref.kind, plan.recipe) for label in run.labels]
        if plan.recipe.numbering is Numbering.VOLUME:
            assert body == [f"{plan.recipe.prefix}{n}" for n in range(1, plan.body_pages + 1)]
            labels = [label for run in plan.runs for label in run.labels if label]
            assert len(labels) == len(set(labels))
        for piece in plan.volume.pieces:
            own = [label for run in plan.piece_runs(piece) for label in run.labels]
            numbers = [int(label.removeprefix(plan.recipe.prefix)) for label in own]
            assert numbers == list(range(numbers[0], numbers[0] + len(own)))
            assert len(own) == plan.piece_pages(piece)
            if plan.recipe.numbering is Numbering.PIECE:
                assert numbers[0] == 1

    @given(plans())
    def test_runs_follow_each_other_and_cover_every_page(self, plan: BinderPlan) -> None:
        at = 0
        for run in plan.runs:
            assert run.start == at
            assert len(run.labels) == run.pages > 0
            at += run.pages
        assert plan.pages == at
        printed = [run.ref for run in plan.runs if run.ref.kind is not SheetKind.BLANK]
        assert printed == list(order(plan.volume, plan.recipe))

    @given(plans())
    def test_pieces_and_sheets_begin_on_fronts_and_only_backs_are_blank(self, plan: BinderPlan) -> None:
        for run in plan.runs:
            if run.ref.kind is SheetKind.BLANK:
                assert plan.recipe.duplex
                assert not plan.is_front(run.start)
                assert run.labels == ("",)
            elif run.ref.kind is not SheetKind.PART or run.ref.part == 0:
                assert plan.is_front(run.start)

    @given(plans())
    def test_labels_use_the_characters_that_can_be_printed(self, plan: BinderPlan) -> None:
        assert {char for run in plan.runs for label in run.labels for char in label} <= set(LABEL_CHARACTERS)

    def test_further_files_of_a_piece_follow_on_where_the_first_one_ends(self) -> None:
        plan = laid_out([[2, 1]], Recipe(duplex=True, signatures=False))
        first, second, third = (plan.by_ref[ref] for piece in plan.volume.pieces for ref in part_refs(piece))
        assert second.start == first.start + 1
        assert third.start == second.start + 1
        assert [run.labels for run in (first, second, third)] == [("2",), ("3",), ("4",)]

    def test_contents_may_grow_without_moving_a_number_of_the_body(self) -> None:
        plan = volume([[1, 1], [1]])
        recipe = Recipe(duplex=True)
        short = dict.fromkeys(order(plan, recipe), Measured((A4,)))
        long = short | {SheetRef(SheetKind.CONTENTS): Measured((A4,) * 7)}
        for piece in plan.pieces:
            labels = {lay_out(plan, recipe, measured).piece_label(piece) for measured in (short, long)}
            assert len(labels) == 1

    def test_dividers_have_names_of_their_own_where_each_piece_counts_from_one(self) -> None:
        plan = laid_out([[1], [1, 1]], Recipe(numbering=Numbering.PIECE, signatures=False))
        assert [run.labels[0] for run in plan.runs] == ["封面", "目录1", "隔页1", "1", "隔页2", "1", "1", "备考表1"]
        assert plan.body_pages == 3

    def test_paper_to_insert_is_no_lack_and_a_slip_is(self) -> None:
        plan = volume([[1]])
        paper = replace(plan.pieces[0], parts=(Part(None, "纸质"),))
        on_paper = replace(plan, sections=(replace(plan.sections[0], pieces=(paper,)),))
        recipe = Recipe()
        ref = part_refs(paper)[0]
        for one, is_partial in ((plan, True), (on_paper, False)):
            measured = dict.fromkeys(order(one, recipe), Measured((A4,))) | {ref: Measured((A4,), "纸质")}
            assert lay_out(one, recipe, measured).partial is is_partial


def boxed(plan: BinderPlan) -> list[BinderPlan]:
    """The boxes of a plan, laid out by the measures of the whole."""
    whole = {run.ref: Measured(run.sizes) for run in plan.runs}
    return [lay_out(box, plan.recipe, {ref: whole[ref] for ref in order(box, plan.recipe)}) for box in split(plan)]


class TestBoxes:
    @given(plans())
    def test_every_piece_is_in_one_box_whole_and_the_order_stays(self, plan: BinderPlan) -> None:
        boxes = split(plan)
        assert [piece for box in boxes for piece in box.pieces] == list(plan.volume.pieces)
        numbers = [section.number for box in boxes for section in box.sections]
        assert numbers == sorted(numbers)
        assert set(numbers) == {section.number for section in plan.volume.sections}

    @given(plans())
    def test_no_box_is_too_thick_but_for_one_piece_or_what_lies_around_it(self, plan: BinderPlan) -> None:
        boxes = boxed(plan)
        for box in boxes:
            if thickness(box) > capacity(plan.recipe) + 1e-6:
                assert is_too_thick(box)
                assert len(box.volume.pieces) <= 1

    @given(plans())
    def test_boxes_are_counted_and_named_only_where_there_are_several(self, plan: BinderPlan) -> None:
        boxes = split(plan)
        if len(boxes) == 1:
            assert boxes == (plan.volume,)
            return
        assert [box.box for box in boxes] == [BoxPlace(n, len(boxes)) for n in range(1, len(boxes) + 1)]
        assert len({box.key for box in boxes}) == len({box.name for box in boxes}) == len(boxes)
        for before, box in pairwise(boxes):
            first = box.sections[0]
            assert first.continued is (first.number == before.sections[-1].number)
            assert all(not section.continued for section in box.sections[1:])

    def test_pieces_go_into_as_few_boxes_as_hold_them(self) -> None:
        recipe = Recipe(spines=(20.0,), signatures=False)
        plan = laid_out([[1] * 30], recipe, (A4,) * 10)  # 30 × 1 mm, and 0.4 mm around them; 18 mm to a box
        assert [len(box.pieces) for box in split(plan)] == [17, 13]
        assert [box.name for box in split(plan)] == ["第01卷 甲 第1盒（共2盒）", "第01卷 甲 第2盒（共2盒）"]

    def test_a_piece_thicker_than_any_box_is_alone_in_one(self) -> None:
        recipe = Recipe(spines=(20.0,), signatures=False)
        plan = volume([[1, 1, 1]])
        measured = dict.fromkeys(order(plan, recipe), Measured((A4,)))
        measured[part_refs(plan.pieces[1])[0]] = Measured((A4,) * 500)
        boxes = split(lay_out(plan, recipe, measured))
        assert [[piece.ordinal for piece in box.pieces] for box in boxes] == [[1], [2], [3]]

    def test_printed_on_both_sides_twice_as_much_goes_in(self) -> None:
        shape, pages = [[1] * 30], (A4,) * 10
        simplex, duplex = (laid_out(shape, Recipe(duplex=both, spines=(20.0,)), pages) for both in (False, True))
        assert (len(split(simplex)), len(split(duplex))) == (2, 1)

    def test_folded_pages_are_twice_as_thick(self) -> None:
        recipe = Recipe(signatures=False)
        flat, folded = laid_out([[1]], recipe, (A4,) * 10), laid_out([[1]], recipe, (A3,) * 10)
        assert thickness(folded) - thickness(flat) == pytest.approx(1.0)
        assert large_pages(folded) == 10

    @pytest.mark.parametrize(
        ("size", "large"),
        [(A4, False), ((297.0, 210.0), False), ((215.9, 279.4), False), (A3, True), ((297.0, 420.0), True)],
    )
    def test_what_is_large(self, size: tuple[float, float], large: bool) -> None:
        assert is_large(size) is large

    def test_the_narrowest_spine_that_holds_the_leaves(self) -> None:
        recipe = Recipe()
        leaves = (1, 180, 181, 280, 380, 480, 9999)
        assert [spine_for(count * 0.1, recipe) for count in leaves] == [20, 20, 30, 30, 40, 50, 50]
