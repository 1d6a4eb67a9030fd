"""The catalogue in use: the printed one with the archivist's corrections laid over it, and nothing else."""

import datetime as dt
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Catalogue, Doubt
from foodsafe_desktop.domain.corrections import Correction, CorrectionKind, corrected, named_departments, without_effect
from tests.sure import sure
from tests.unit.builders import SMALL

AT = dt.datetime(2024, 7, 1, 9, tzinfo=dt.UTC)
_ids = count(1)


def one(kind: CorrectionKind, number: int, value: str, field: str = "") -> Correction:
    return Correction(next(_ids), kind, number, field, value, "经与原件核对", AT, "测试")


def _doubted() -> Catalogue:
    """Sub-item 1 with two doubts on one field, item 8 with one."""
    first, other = Doubt("departments", "列错位"), Doubt("departments", "疑为识别错误", "区教育局")
    dimension = SMALL.dimensions[0]
    item1, item8 = dimension.items
    sub = replace(item1.sub_items[0], doubts=(first, other))
    items = (
        replace(item1, sub_items=(sub, *item1.sub_items[1:])),
        replace(item8, doubts=(Doubt("points", "印章遮盖"),)),
    )
    return replace(SMALL, dimensions=(replace(dimension, items=items), *SMALL.dimensions[1:]))


def test_nothing_corrected_is_the_printed_catalogue_itself() -> None:
    assert corrected(SMALL, ()) is SMALL


def test_only_the_doubt_named_is_settled() -> None:
    printed = _doubted()
    now = corrected(printed, [one(CorrectionKind.DOUBT_SETTLED, 1, "列错位", "departments")])
    assert [doubt.why for doubt in now.sub_items[0].doubts] == ["疑为识别错误"]
    assert printed.counts.doubts - now.counts.doubts == 1
    now = corrected(now, [one(CorrectionKind.ITEM_DOUBT, 8, "印章遮盖", "points")])
    assert now.items[1].doubts == ()
    assert len(printed.sub_items[0].doubts) == 2


def test_departments_are_normalised_and_the_lead_comes_first() -> None:
    now = corrected(SMALL, [one(CorrectionKind.DEPARTMENTS, 1, "区教育局、市监局，区市监局", "lead")])
    sub = now.sub_item(1)
    assert sub is not None
    assert (sub.lead, sub.departments) == ("区教育局", ("区市场监管局",))
    assert now.responsible(sub) == ("区教育局", "区市场监管局")
    assert sub.departments_as_printed == "区市监局"


def test_text_is_corrected_and_the_printed_one_stays_in_the_printed_catalogue() -> None:
    now = corrected(SMALL, [one(CorrectionKind.TEXT, 8, "原件上的文字。")])
    assert now.sub_item(8) == replace(sure(SMALL.sub_item(8)), text="原件上的文字。")
    assert sure(SMALL.sub_item(8)).text == "第8小项的要求"


def test_a_reserved_number_becomes_a_sub_item_where_the_original_shows_it_and_nothing_is_invented() -> None:
    now = corrected(SMALL, [one(CorrectionKind.TEXT, 112, "原件第112项。", "31")])
    sub = now.sub_item(112)
    assert sub is not None
    assert (sub.text, sub.departments, sub.points, sub.deadline) == ("原件第112项。", (), None, None)
    assert sure(now.item_of(112)).number == 31
    assert now.reserved == ()
    assert now.takes_evidence(112)


def test_a_reserved_number_becomes_a_veto_where_the_original_says_so() -> None:
    now = corrected(SMALL, [one(CorrectionKind.TEXT, 112, "不得有之情形。", "veto")])
    assert [veto.number for veto in now.vetoes] == [108, 109, 112]
    assert now.sub_item(112) is None


def test_a_sub_item_moves_and_keeps_the_order_of_numbers() -> None:
    now = corrected(SMALL, [one(CorrectionKind.ITEM, 2, "8")])
    assert [sub.number for sub in now.items[0].sub_items] == [1, 3]
    assert [sub.number for sub in now.items[1].sub_items] == [2, 8, 28]
    assert now.counts == SMALL.counts


@pytest.mark.parametrize(
    "unfit",
    [
        one(CorrectionKind.DOUBT_SETTLED, 1, "没有这个疑点", "text"),
        one(CorrectionKind.ITEM_DOUBT, 99, "x", "points"),
        one(CorrectionKind.DEPARTMENTS, 999, "区教育局"),
        one(CorrectionKind.DEPARTMENTS, 1, "、，"),
        one(CorrectionKind.TEXT, 108, "否决项没有可更正的文字"),
        one(CorrectionKind.TEXT, 112, "归入没有的大项", "99"),
        one(CorrectionKind.TEXT, 112, "没有说归入哪里"),
        one(CorrectionKind.ITEM, 1, "99"),
        one(CorrectionKind.ITEM, 1, "1"),
    ],
    ids=lambda one: f"{one.kind}-{one.number}-{one.field}",
)
def test_what_does_not_fit_changes_nothing_and_is_named(unfit: Correction) -> None:
    assert corrected(SMALL, [unfit]) is SMALL
    assert without_effect(SMALL, [unfit]) == (unfit,)


def test_an_item_never_loses_so_many_sub_items_that_its_choice_cannot_be_made() -> None:
    moves = [one(CorrectionKind.ITEM, number, "8") for number in (80, 81)]
    assert without_effect(SMALL, moves) == (moves[1],)


kinds = st.sampled_from(CorrectionKind)
any_correction = st.builds(
    one,
    kinds,
    st.sampled_from([1, 2, 8, 28, 72, 80, 108, 112, 999]),
    st.sampled_from(["区教育局", "8", "31", "99", "列错位", "、"]),
    st.sampled_from(["", "lead", "veto", "31", "departments"]),
)


@given(st.lists(any_correction, max_size=8))
def test_whatever_is_corrected_no_number_is_lost_or_doubled(ones: list[Correction]) -> None:
    printed = _doubted()
    now = corrected(printed, ones)
    numbers = [sub.number for sub in now.sub_items] + [v.number for v in now.vetoes] + [r.number for r in now.reserved]
    assert sorted(numbers) == sorted(
        [sub.number for sub in printed.sub_items] + [v.number for v in printed.vetoes] + [112]
    )
    assert all(item.sub_items for item in now.items)


@given(st.lists(any_correction, max_size=6), any_correction)
def test_the_latest_counts(ones: list[Correction], last: Correction) -> None:
    assert corrected(SMALL, [*ones, last]) == corrected(corrected(SMALL, ones), [last])


def test_department_names_are_read_with_any_comma() -> None:
    assert named_departments(SMALL, " 市监局，区教育局,区市监局 、") == ("区市场监管局", "区教育局")
