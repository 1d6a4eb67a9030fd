"""A newer edition beside the one in use: counterparts by text, differences side by side, decisions carried over."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.carrying import Decisions, asked_anew, carry_over
from foodsafe_desktop.domain.catalogue import Catalogue, Item, SubItem
from foodsafe_desktop.domain.corrections import Correction, CorrectionKind
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.editions import Change, Edition, Level, alike, differences, propose
from foodsafe_desktop.domain.evidence import Assignment, Omission, Origin
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.gaps import coverage
from foodsafe_desktop.domain.lists import list_differences, with_list, written
from foodsafe_desktop.domain.questions import Question, QuestionKind
from foodsafe_desktop.domain.requirements import (
    Cadence,
    Indicator,
    Operator,
    Period,
    Requirement,
    RequirementEdit,
    RequirementList,
    annual_requirements,
)
from foodsafe_desktop.files.requirements_toml import parse_requirements
from tests.shipped_edition import shipped_edition
from tests.unit.builders import SMALL, dossier, held

AT = dt.datetime(2024, 7, 1, 9, tzinfo=dt.UTC)


def with_items(catalogue: Catalogue, change: Callable[[Item], Item]) -> Catalogue:
    return replace(
        catalogue,
        dimensions=tuple(replace(one, items=tuple(change(item) for item in one.items)) for one in catalogue.dimensions),
    )


def with_lines(catalogue: Catalogue, change: Callable[[SubItem], SubItem | None]) -> Catalogue:
    def item(one: Item) -> Item:
        return replace(one, sub_items=tuple(new for sub in one.sub_items if (new := change(sub)) is not None))

    return with_items(catalogue, item)


def _shifted(catalogue: Catalogue) -> Catalogue:
    """As if a line had been put in before number 72: every later number is one more."""

    def shift(sub: SubItem) -> SubItem:
        return replace(sub, number=sub.number + 1) if sub.number >= 72 else sub

    moved = with_lines(catalogue, shift)
    return replace(
        moved,
        vetoes=tuple(replace(veto, number=veto.number + 1) for veto in moved.vetoes),
        reserved=tuple(replace(one, number=one.number + 1) for one in moved.reserved),
    )


def test_an_edition_like_the_one_in_use_has_no_differences_and_nothing_to_confirm(catalogue: Catalogue) -> None:
    assert differences(catalogue, catalogue) == ()
    assert all(match.is_plain for match in propose(catalogue, catalogue))


def test_shifted_numbers_are_followed_by_their_text_and_must_be_confirmed(catalogue: Catalogue) -> None:
    newer = _shifted(catalogue)
    matches = {match.old: match for match in propose(catalogue, newer)}
    assert [matches[number].new for number in (71, 72, 107, 108, 111)] == [71, 73, 108, 109, 112]
    assert not matches[72].is_plain
    assert matches[71].is_plain
    found = differences(catalogue, newer)
    assert {one.change for one in found if one.level is Level.LINE and one.old not in (112, None)} == {
        Change.RENUMBERED
    }


def test_a_line_without_a_likely_counterpart_gets_none_not_the_one_that_has_its_number() -> None:
    newer = with_lines(SMALL, lambda sub: replace(sub, text="完全另一件事情：开展保险试点") if sub.number == 8 else sub)
    assert {match.old: match.new for match in propose(SMALL, newer)}[8] is None
    found = [one for one in differences(SMALL, newer) if one.level is Level.LINE]
    assert [(one.change, one.old, one.new) for one in found] == [(Change.REMOVED, 8, None), (Change.ADDED, None, 8)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda sub: replace(sub, text=sub.text + "。"), Change.TEXT),
        (lambda sub: replace(sub, points=Decimal("1.5")), Change.POINTS),
        (lambda sub: replace(sub, departments=("区教育局",)), Change.DEPARTMENTS),
        (lambda sub: replace(sub, deadline="2024年5月底"), Change.DEADLINE),
        (lambda sub: replace(sub, reasonable_omission=True), Change.OMISSION),
    ],
)
def test_each_kind_of_change_of_a_line(change: Callable[[SubItem], SubItem], expected: Change) -> None:
    newer = with_lines(SMALL, lambda sub: change(sub) if sub.number == 8 else sub)
    [found] = differences(SMALL, newer)
    assert (found.change, found.old, found.new) == (expected, 8, 8)


def test_another_spelling_of_the_same_office_is_no_change() -> None:
    newer = with_lines(SMALL, lambda sub: replace(sub, departments=("市监局",)) if sub.number == 8 else sub)
    assert differences(SMALL, newer) == ()


def test_a_line_under_another_item_moved_and_one_under_its_own_renamed_item_did_not() -> None:
    def rename(item: Item) -> Item:
        return replace(item, title="新名称") if item.number == 1 else item

    assert [(one.level, one.change) for one in differences(SMALL, with_items(SMALL, rename))] == [
        (Level.ITEM, Change.TEXT)
    ]

    def move(item: Item) -> Item:
        if item.number == 1:
            return replace(item, sub_items=item.sub_items[:2])
        return replace(item, sub_items=(SMALL.items[0].sub_items[2], *item.sub_items)) if item.number == 8 else item

    [found] = differences(SMALL, with_items(SMALL, move))
    assert (found.change, found.old, found.before, found.after) == (Change.MOVED, 3, "1．党政同责", "8．食品抽检")


def test_terms_headings_and_choices_are_compared_too() -> None:
    newer = replace(SMALL, acceptance_month=(2025, 6))
    newer = with_items(newer, lambda item: replace(item, points=Decimal(6)) if item.number == 26 else item)
    newer = with_items(newer, lambda item: replace(item, choose=1) if item.number == 29 else item)
    found = {(one.level, one.change, one.before, one.after) for one in differences(SMALL, newer)}
    assert found == {
        (Level.CATALOGUE, Change.TERM, "验收 2024年12月", "验收 2025年6月"),
        (Level.ITEM, Change.POINTS, "5分", "6分"),
        (Level.ITEM, Change.CHOICE, "任选2项", "任选1项"),
    }


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_between_nought_and_one_and_goes_both_ways(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == 1
    assert (alike(one, other) == 1) == (one == other)


# --- decisions under the newer edition


def assigned(evidence: int, number: int, *requirements: str) -> Assignment:
    return Assignment(evidence, number, Origin.PERSON, AT, "测试", requirements)


def correction(kind: CorrectionKind, number: int, value: str, field: str = "") -> Correction:
    return Correction(number, kind, number, field, value, "经与原件核对", AT, "测试")


NONE = Decisions((), (), Election(), (), (), (), ())
SAME = {number: number for number in (1, 2, 3, 8, 28, 72, 73, 80, 81, 82, 86, 87, 89, 100, 108, 109)}


def edition(catalogue: Catalogue) -> Edition:
    return Edition(catalogue, "newer", annual_requirements(catalogue))


def test_the_same_edition_carries_everything_over_as_it_is() -> None:
    now = Decisions(
        (assigned(1, 8), assigned(2, 72, "72-annual")),
        (Omission(2, "无"),),
        Election(frozenset({29, 30}), frozenset({81, 82})),
        (
            RequirementEdit("8-own-1", Requirement("8-own-1", 8, "方案", "方案", Cadence.ONCE)),
            RequirementEdit("x", None),
        ),
        (correction(CorrectionKind.TEXT, 112, "原文", "31"),),
        (Finding(1, 8, "缺", AT.date(), "组", "局"),),
        (Question(1, QuestionKind.MOVED, 1, 8, 28, "a", AT), Question(2, QuestionKind.DUPLICATE, 1, 0, 2, "b", AT)),
    )
    carried = carry_over(now, SMALL, edition(SMALL), {**SAME, 112: 112})
    assert carried.decisions == now
    assert carried.left_behind == ()


def test_a_confirmed_renumbering_takes_along_all_that_hangs_on_the_number() -> None:
    newer = with_lines(SMALL, lambda sub: replace(sub, number=9) if sub.number == 8 else sub)
    now = replace(
        NONE,
        assignments=(assigned(1, 8, "8-annual", "9-annual"),),
        omissions=(Omission(8, "无"),),
        edits=(RequirementEdit("8-own-1", Requirement("8-own-1", 8, "方案", "方案", Cadence.ONCE)),),
        corrections=(correction(CorrectionKind.DEPARTMENTS, 8, "区教育局"),),
        findings=(Finding(1, 8, "缺", AT.date(), "组", "局"),),
        questions=(Question(1, QuestionKind.MOVED, 1, 28, 8, "a", AT),),
    )
    found = carry_over(now, SMALL, edition(newer), {**SAME, 8: 9}).decisions
    assert [(one.number, one.requirements) for one in found.assignments] == [(9, ("9-annual",))]
    assert [one.number for one in found.omissions] == [9]
    assert [one.requirement.number for one in found.edits if one.requirement] == [9]
    assert [one.number for one in found.corrections] == [9]
    assert [one.number for one in found.findings] == [9]
    assert [(one.number, one.other) for one in found.questions] == [(28, 9)]


def test_what_has_no_counterpart_is_left_behind_and_said() -> None:
    newer = with_lines(SMALL, lambda sub: None if sub.number == 28 else sub)
    now = replace(
        NONE,
        assignments=(assigned(1, 28), assigned(2, 28), assigned(1, 8)),
        omissions=(Omission(28, "无"),),
        edits=(RequirementEdit("28-own-1", Requirement("28-own-1", 28, "方案", "方案", Cadence.ONCE)),),
        corrections=(correction(CorrectionKind.DEPARTMENTS, 28, "区教育局"),),
        findings=(Finding(1, 28, "缺", AT.date(), "组", "局"),),
    )
    carried = carry_over(now, SMALL, edition(newer), {**SAME, 28: None})
    assert [one.number for one in carried.decisions.assignments] == [8]
    assert carried.decisions.findings == now.findings
    assert (carried.decisions.omissions, carried.decisions.edits, carried.decisions.corrections) == ((), (), ())
    assert len(carried.left_behind) == 4
    assert all("28" in sentence and sentence.endswith("。") for sentence in carried.left_behind)
    assert any("2 件" in sentence for sentence in carried.left_behind)


def test_two_numbers_that_became_one_keep_each_piece_once() -> None:
    now = replace(NONE, assignments=(assigned(1, 8), assigned(1, 28), assigned(2, 28)))
    found = carry_over(now, SMALL, edition(SMALL), {**SAME, 28: 8}).decisions
    assert [(one.evidence_id, one.number) for one in found.assignments] == [(1, 8), (2, 8)]


def test_electives_are_kept_by_title_and_cleared_when_the_rule_no_longer_holds() -> None:
    now = replace(NONE, election=Election(frozenset({29, 30}), frozenset({81, 82})))
    renamed = with_items(SMALL, lambda item: replace(item, title="另一项") if item.number == 30 else item)
    carried = carry_over(now, SMALL, edition(renamed), SAME)
    assert carried.decisions.election == Election()
    assert "重新选择自选项" in carried.left_behind[0]
    assert carry_over(now, SMALL, edition(SMALL), SAME).decisions.election == now.election


@pytest.mark.parametrize(
    ("one", "newer"),
    [
        (
            correction(CorrectionKind.DEPARTMENTS, 8, "区教育局"),
            with_lines(SMALL, lambda sub: replace(sub, departments_as_printed="区卫健委") if sub.number == 8 else sub),
        ),
        (
            correction(CorrectionKind.TEXT, 8, "原件文字"),
            with_lines(SMALL, lambda sub: replace(sub, text="第8小项的新要求") if sub.number == 8 else sub),
        ),
        (
            correction(CorrectionKind.ITEM, 8, "1"),
            with_items(SMALL, lambda item: replace(item, title="另一大项") if item.number == 1 else item),
        ),
        (correction(CorrectionKind.DOUBT_SETTLED, 8, "没有了的疑点", "text"), SMALL),
    ],
    ids=["departments", "text", "item", "doubt"],
)
def test_a_correction_of_what_the_newer_edition_prints_otherwise_is_left_behind(
    one: Correction, newer: Catalogue
) -> None:
    carried = carry_over(replace(NONE, corrections=(one,)), SMALL, edition(newer), SAME)
    assert carried.decisions.corrections == ()
    assert carried.left_behind[0].startswith("（8）的")


def test_decisions_are_the_same_in_any_order() -> None:
    one, other = (
        replace(NONE, assignments=(assigned(1, 8), assigned(2, 8))),
        replace(NONE, assignments=(assigned(2, 8), assigned(1, 8))),
    )
    assert one.same_as(other)
    assert not one.same_as(replace(one, election=Election(frozenset({29}))))
    assert not one.same_as(NONE)


# Namings and requirement lists

MEETING = Requirement("8-meeting", 8, "联席会议", "会议", Cadence.EACH_YEAR, 2, parts=("通知", "签到表"))
LEDGER = Requirement("28-ledger", 28, '抽检"台账"', "台账", Cadence.WITHIN_YEARS, within=2, from_year=2023)
RATE = Indicator("28-rate", 28, "抽检合格率", Operator.AT_LEAST, Decimal("97.50"), "%", Period.YEAR, "28-ledger")
LISTED = Edition(SMALL, "now", RequirementList((MEETING, LEDGER), (RATE,)), "the list in use")


def test_namings_of_parts_follow_and_every_one_that_is_lost_is_said() -> None:
    named = ("8-meeting#通知", "8-meeting#签到表", "8-omission", "8-gone")
    now = replace(NONE, assignments=(assigned(1, 8, *named), assigned(2, 8, "8-meeting#签到表")))
    newer = replace(LISTED, requirements=RequirementList((replace(MEETING, parts=("通知", "纪要")),)))
    carried = carry_over(now, SMALL, newer, SAME, LISTED.requirements)
    kept = {one.evidence_id: one.requirements for one in carried.decisions.assignments}
    assert kept == {1: ("8-meeting#通知", "8-omission"), 2: ()}
    assert len(carried.left_behind) == 2
    assert any("2 件" in said and "“联席会议”中的“签到表”" in said for said in carried.left_behind)
    assert any("“8-gone”" in said for said in carried.left_behind)
    assert carry_over(now, SMALL, LISTED, SAME, LISTED.requirements).left_behind[1:] == ()


def test_two_numbers_that_became_one_keep_what_both_named() -> None:
    moved = replace(LISTED, requirements=RequirementList((MEETING, replace(LEDGER, number=8))))
    now = replace(NONE, assignments=(assigned(1, 8, "8-meeting#通知"), assigned(1, 28, "28-ledger")))
    carried = carry_over(now, SMALL, moved, {**SAME, 28: 8}, LISTED.requirements)
    assert [one.requirements for one in carried.decisions.assignments] == [("8-meeting#通知", "28-ledger")]
    assert carried.left_behind == ()


def test_a_gap_that_asks_for_more_than_before_is_asked_anew() -> None:
    held_now = dossier(held(8, title="联席会议通知"), held(8, title="联席会议签到表"))
    more = RequirementList((replace(MEETING, at_least=3), LEDGER))
    before, after = (coverage(SMALL, held_now, one) for one in (LISTED.requirements, more))
    assert {(gap.requirement, gap.year) for gap in asked_anew(before, after, SAME)} == {("8-meeting", 2023)}
    assert asked_anew(before, before, SAME) == ()


def test_a_gap_that_lost_a_paper_is_asked_anew() -> None:
    named = dossier(held(8, title="甲"), held(8, title="乙"))
    ones = [replace(one, requirements=("8-meeting#通知",)) for one in named.assignments[:1]]
    before = coverage(SMALL, replace(named, assignments=ones), LISTED.requirements)
    after = coverage(SMALL, named, LISTED.requirements)
    assert {(gap.requirement, gap.year) for gap in asked_anew(before, after, SAME)} == {("8-meeting", 2023)}


def test_the_list_in_use_is_carried_over_where_the_newer_edition_brings_none() -> None:
    bare = edition(with_lines(SMALL, lambda sub: replace(sub, number=150) if sub.number == 8 else sub))
    found, said = with_list(LISTED, bare, {**SAME, 8: 150})
    assert said == ()
    assert [(one.id, one.number) for one in found.requirements.requirements] == [("28-ledger", 28), ("8-meeting", 150)]
    assert parse_requirements(found.requirements_text, "kept", bare.catalogue) == found.requirements
    rows = list_differences(LISTED, bare, {**SAME, 8: 150})
    assert [one.change for one in rows] == [Change.KEPT]
    assert "沿用现有清单：佐证要求 2 条，指标 1 项" in rows[0].after

    gone, lost = with_list(LISTED, bare, {**SAME, 8: 150, 28: None})
    assert [one.id for one in gone.requirements.requirements] == ["8-meeting"]
    assert gone.requirements.indicators == ()
    assert len(lost) == 1
    assert "（28）的佐证要求和指标有 2 条" in lost[0]


def test_a_list_that_nothing_happened_to_stays_as_it_was_written() -> None:
    found, _ = with_list(LISTED, edition(SMALL), SAME)
    assert (found.requirements, found.requirements_text) == (LISTED.requirements, LISTED.requirements_text)
    own = replace(LISTED, requirements_text="its own")
    assert with_list(LISTED, own, SAME) == (own, ())
    assert list_differences(LISTED, own, SAME) == ()


def test_lists_are_compared_one_by_one_and_counted() -> None:
    paper = Requirement("9-plan", 9, "监测方案", "方案", Cadence.ONCE)
    newer = replace(
        LISTED, requirements=RequirementList((replace(MEETING, at_least=3), paper)), requirements_text="another list"
    )
    first, *rows = list_differences(LISTED, newer, SAME)
    assert first.after == "佐证要求 2 条，指标 0 项（新增 1 条，删去 2 条，变动 1 条）"
    assert {(one.change, one.old, one.new) for one in rows} == {
        (Change.DEMAND, 8, 8),
        (Change.ADDED, None, 9),
        (Change.REMOVED, 28, None),
    }
    changed = next(one for one in rows if one.change is Change.DEMAND)
    assert ("至少2套" in changed.before, "至少3套" in changed.after) == (True, True)


def test_the_shipped_list_reads_back_as_it_was_written(catalogue: Catalogue) -> None:
    requirements = shipped_edition().requirements
    text = written(requirements, Edition(catalogue, "", requirements))
    assert parse_requirements(text, "kept", catalogue) == requirements
