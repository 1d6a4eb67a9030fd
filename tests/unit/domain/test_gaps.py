"""What is missing: every state, every reason, and the laws that hold for any dossier."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Catalogue, Dimension, ElectiveRule
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.evidence import Condition, Presence
from foodsafe_desktop.domain.gaps import Coverage, Standing, State, coverage, weight
from tests.unit.builders import (
    NUMBERS,
    SMALL,
    Held,
    catalogue,
    conditions,
    dossier,
    elections,
    good_holdings,
    held,
    holdings,
    item,
    shuffled,
    sub,
)

YEARS = (2022, 2023, 2024)


def standing(number: int, *pieces: Held, omissions: Iterable[int] = (), election: Election | None = None) -> Standing:
    return coverage(SMALL, dossier(*pieces, omissions=omissions, election=election)).standings[number]


def all_years(*numbers: int) -> list[Held]:
    return [held(*numbers, year=year) for year in YEARS]


def everything() -> list[Held]:
    """A dossier in which every line of the small catalogue has what it asks for."""
    return [held(number, year=year, title="合理缺项情况说明") for number in NUMBERS for year in YEARS]


def open_gaps(covered: Coverage) -> set[tuple[int, str, int | None]]:
    return {(gap.number, gap.requirement, gap.year) for gap in covered.gaps}


class TestStates:
    def test_nothing_is_complete_by_default(self) -> None:
        covered = coverage(SMALL, dossier())
        assert {number: one.state for number, one in covered.standings.items()} == {
            **dict.fromkeys((1, 2, 8, 28, 72, 73, 81, 82, 86, 87, 89, 100, 108, 109), State.MISSING),
            **dict.fromkeys((3, 80), State.OMITTED),
            112: State.RESERVED,
        }
        assert covered.points.secured == 0
        assert all(one.gaps for number, one in covered.standings.items() if number != 112)

    def test_numbers_come_in_order(self) -> None:
        assert list(coverage(SMALL, dossier()).standings) == sorted((*NUMBERS, 112))

    def test_complete_in_every_year(self) -> None:
        found = standing(8, *all_years(8))
        assert (found.state, found.gaps, found.remarks) == (State.COMPLETE, (), ())
        assert found.valid == {2022: (1,), 2023: (2,), 2024: (3,)}
        assert (found.assigned, found.files) == (3, 3)

    def test_partial_names_the_years_that_miss(self) -> None:
        found = standing(8, held(8, year=2023))
        assert found.state is State.PARTIAL
        assert [(gap.year, gap.reason) for gap in found.gaps] == [(2022, "无佐证材料"), (2024, "无佐证材料")]

    def test_missing_though_something_is_there(self) -> None:
        found = standing(8, held(8, year=2023, condition=Condition.DAMAGED))
        assert (found.state, found.assigned) == (State.MISSING, 1)
        assert [gap.reason for gap in found.gaps] == ["无佐证材料", "文件损坏：收件/文件1.0.pdf", "无佐证材料"]

    def test_gaps_name_the_departments_normalised_and_share_the_points(self) -> None:
        gap = standing(28).gaps[0]
        assert gap.departments == ("区教育局", "区市场监管局")
        assert gap.points == Decimal(1) / 3

    def test_reserved_demands_nothing(self) -> None:
        found = coverage(SMALL, dossier(held(112))).standings[112]
        assert (found.state, found.gaps, found.points, found.remarks) == (
            State.RESERVED,
            (),
            Decimal(0),
            ("原文缺，待核",),
        )


class TestOmissions:
    def test_without_its_statement(self) -> None:
        found = standing(3, *all_years(3))
        assert found.state is State.OMITTED
        assert [(gap.year, gap.requirement, gap.reason) for gap in found.gaps] == [
            (None, "3-omission", "合理缺项尚无情况说明")
        ]
        assert found.assigned == 3

    def test_with_its_statement_of_any_year(self) -> None:
        found = standing(3, held(3, year=None, title="关于粮食烘干的缺项说明"))
        assert (found.state, found.gaps, found.valid) == (State.OMITTED, (), {None: (1,)})

    def test_a_statement_that_does_not_open_says_so(self) -> None:
        found = standing(3, held(3, title="合理缺项情况说明", condition=Condition.ENCRYPTED))
        assert [gap.reason for gap in found.gaps] == ["文件加密：收件/文件1.0.pdf"]

    def test_decided_in_the_archive(self) -> None:
        assert standing(8, omissions=[8]).state is State.OMITTED
        assert standing(8, held(8, title="合理缺项情况说明"), omissions=[8]).gaps == ()


class TestVetoes:
    def test_without_and_with_a_statement(self) -> None:
        assert [gap.reason for gap in standing(108).gaps] == ["尚无证明该否决情形不存在的情况说明"]
        found = standing(108, held(108, year=None))
        assert (found.state, found.gaps, found.points) == (State.COMPLETE, (), Decimal(0))

    def test_a_spoilt_statement_beside_a_good_one_does_no_harm(self) -> None:
        found = standing(108, held(108, condition=Condition.EMPTY), held(108))
        assert (found.state, found.valid) == (State.COMPLETE, {None: (2,)})
        assert found.remarks == ("《通知》：空文件：收件/文件1.0.pdf",)


class TestElectives:
    def test_before_a_choice_everything_is_asked_for(self) -> None:
        assert standing(86).state is State.MISSING

    def test_items_not_chosen(self) -> None:
        chosen = Election(items=frozenset({29, 31}))
        found = standing(86, held(86), election=chosen)
        assert (found.state, found.gaps, found.assigned, found.points) == (State.NOT_CHOSEN, (), 1, Decimal(0))
        assert standing(89, election=chosen).state is State.MISSING
        assert standing(72, election=chosen).state is State.MISSING

    def test_lines_not_chosen_inside_a_chosen_item(self) -> None:
        chosen = Election(frozenset({29, 30}), frozenset({81, 82}))
        assert standing(80, election=chosen).state is State.NOT_CHOSEN
        assert standing(81, election=chosen).state is State.MISSING
        assert standing(86, election=chosen).state is State.MISSING

    def test_choosing_lines_means_nothing_where_all_count(self) -> None:
        assert standing(87, election=Election(sub_items=frozenset({86}))).state is State.MISSING


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"condition": Condition.EMPTY}, "空文件：收件/文件1.0.pdf"),
        ({"condition": Condition.DAMAGED}, "文件损坏：收件/文件1.0.pdf"),
        ({"condition": Condition.ENCRYPTED}, "文件加密：收件/文件1.0.pdf"),
        ({"condition": Condition.UNREADABLE}, "文件无法读取：收件/文件1.0.pdf"),
        ({"condition": Condition.UNKNOWN}, "文件未能核验：收件/文件1.0.pdf"),
        ({"condition": Condition.SUSPENDED}, "文件暂停使用：［疑似涉密，不予列名］"),
        (
            {"condition": Condition.SUSPENDED, "presence": Presence.MISSING},
            "文件不在原处：［疑似涉密，不予列名］",
        ),
        ({"presence": Presence.MISSING}, "文件不在原处：收件/文件1.0.pdf"),
        ({"changed": True}, "文件内容已变动，待确认：收件/文件1.0.pdf"),
        ({"files": 3, "condition": Condition.DAMAGED}, "文件损坏：收件/文件1.0.pdf"),
        ({"files": 0}, "仅登记纸质件，原件存放位置未登记"),
        ({"year": None}, "未注明年度"),
        ({"year": 2022, "dated": dt.date(2022, 5, 1), "recycled": True}, "无佐证材料"),
    ],
)
def test_evidence_that_does_not_count_and_why(facts: dict[str, object], reason: str) -> None:
    found = standing(8, held(8, **{"year": 2022, **facts}))
    assert found.state is State.MISSING
    assert found.gaps[0].reason == reason


def test_evidence_outside_the_window_is_remarked_on() -> None:
    found = standing(8, held(8, year=2021), held(8, year=2025))
    assert found.remarks == (
        "《通知》：年度 2021 不在佐证期限（2022—2024）内",
        "《通知》：年度 2025 不在佐证期限（2022—2024）内",
    )


@given(st.lists(holdings, max_size=6))
def test_a_secret_name_is_in_no_reason_and_no_remark(pieces: list[Held]) -> None:
    suspended = [one for one in pieces if one.condition is Condition.SUSPENDED and one.files]
    marked = [replace(one, title="机密方案", name="机密方案") for one in suspended]
    others = [one for one in pieces if one.condition is not Condition.SUSPENDED]
    covered = coverage(SMALL, dossier(*marked, *others))
    said = [gap.reason for gap in covered.gaps]
    said += [remark for one in covered.standings.values() for remark in one.remarks]
    assert "机密方案" not in "；".join(said)


def test_paper_counts_once_its_place_is_known() -> None:
    assert standing(8, held(8, files=0, paper_place="一号柜-1层-1盒")).state is State.PARTIAL


def test_one_good_piece_makes_up_for_a_spoilt_one_in_the_same_year() -> None:
    found = standing(8, held(8, year=2022, condition=Condition.DAMAGED), held(8, year=2022))
    assert [gap.year for gap in found.gaps] == [2023, 2024]


def test_counts_by_state() -> None:
    covered = coverage(SMALL, dossier(*all_years(8), held(1)))
    assert [covered.count(state) for state in (State.COMPLETE, State.PARTIAL, State.RESERVED)] == [1, 1, 1]
    assert covered.count(*State) == len(covered.standings)


def test_a_choice_in_one_group_says_nothing_of_another() -> None:
    def group(number: int, *items: int) -> Dimension:
        rule = ElectiveRule(items, 1, Decimal(5))
        return Dimension(number, f"面{number}", tuple(item(one, "项", "5", sub(one)) for one in items), elective=rule)

    tree = catalogue(group(1, 1, 2), group(2, 3, 4))
    covered = coverage(tree, dossier(election=Election(frozenset({1}))))
    assert {number for number, one in covered.standings.items() if one.state is State.NOT_CHOSEN} == {2}
    assert {gap.number for gap in covered.gaps} == {1, 3, 4}


class TestPoints:
    def test_everything_secured(self) -> None:
        points = coverage(SMALL, dossier(*everything())).points
        assert (points.attainable, points.secured, points.at_risk) == (Decimal(20), Decimal(20), Decimal(0))

    def test_a_year_takes_its_share(self) -> None:
        pieces = [one for one in everything() if one.numbers != (8,) or one.year != 2023]
        assert coverage(SMALL, dossier(*pieces)).points.at_risk == pytest.approx(Decimal(1) / 3)

    def test_an_elective_group_counts_its_best_items(self) -> None:
        pieces = [one for one in everything() if one.numbers != (89,)]
        assert coverage(SMALL, dossier(*pieces)).points.at_risk == 0

    def test_an_item_counts_its_best_lines(self) -> None:
        pieces = [one for one in everything() if one.numbers != (82,)]
        assert coverage(SMALL, dossier(*pieces)).points.at_risk == 0

    def test_unprinted_points_share_what_the_printed_leave(self) -> None:
        one = item(1, "甲", "5", sub(1, "2"), sub(2), sub(3))
        assert [weight(one, line) for line in one.sub_items] == [2, Decimal("1.5"), Decimal("1.5")]

    def test_printed_points_beyond_the_items_leave_nothing(self) -> None:
        one = item(1, "甲", "1", sub(1, "2"), sub(2))
        assert weight(one, one.sub_items[1]) == 0

    @given(st.integers(1, 20), st.integers(1, 13))
    def test_sharing_loses_nothing(self, points: int, lines: int) -> None:
        one = item(1, "甲", str(points), *(sub(number) for number in range(1, lines + 1)))
        tree = catalogue(Dimension(1, "面", (one,)))
        full = [held(number, year=year) for number in range(1, lines + 1) for year in YEARS]
        assert coverage(tree, dossier(*full)).points.secured == points
        assert coverage(tree, dossier()).points.secured == 0

    @given(st.integers(1, 20), st.integers(1, 9), st.integers(1, 9))
    def test_where_only_some_lines_count_those_secure_all(self, points: int, lines: int, choose: int) -> None:
        one = item(1, "甲", str(points), *(sub(number) for number in range(1, lines + 1)), choose=choose)
        chosen = range(1, min(lines, choose) + 1)
        full = dossier(*(held(number, year=year) for number in chosen for year in YEARS))
        assert coverage(catalogue(Dimension(1, "面", (one,))), full).points.secured == points

    def test_the_shipped_catalogue_is_worth_130_points(self, catalogue: Catalogue) -> None:
        full = [
            held(number, year=year, title="合理缺项情况说明") for number in range(1, 112) for year in catalogue.years
        ]
        points = coverage(catalogue, dossier(*full)).points
        assert (points.attainable, points.at_risk) == (Decimal(130), Decimal(0))


pieces_of = st.lists(holdings, max_size=8)


class TestLaws:
    @given(pieces_of, good_holdings, elections)
    def test_adding_valid_evidence_opens_no_gap(self, pieces: list[Held], more: Held, election: Election) -> None:
        before = coverage(SMALL, dossier(*pieces, election=election))
        after = coverage(SMALL, dossier(*pieces, more, election=election))
        assert open_gaps(after) <= open_gaps(before)
        assert after.points.secured >= before.points.secured

    @given(st.lists(holdings, min_size=1, max_size=8), st.data(), elections)
    def test_removing_evidence_closes_no_gap(self, pieces: list[Held], data: st.DataObject, election: Election) -> None:
        index = data.draw(st.integers(0, len(pieces) - 1))
        fewer = pieces[:index] + pieces[index + 1 :]
        before = coverage(SMALL, dossier(*pieces, election=election))
        after = coverage(SMALL, dossier(*fewer, election=election))
        assert open_gaps(after) >= open_gaps(before)
        assert after.points.secured <= before.points.secured

    @given(pieces_of, st.randoms(use_true_random=False), elections)
    def test_order_does_not_matter(self, pieces: list[Held], chance: random.Random, election: Election) -> None:
        one = dossier(*pieces, election=election)
        other = shuffled(one, chance)
        assert coverage(SMALL, other) == coverage(SMALL, one)

    @given(pieces_of, elections)
    def test_points_stay_between_nothing_and_all(self, pieces: list[Held], election: Election) -> None:
        points = coverage(SMALL, dossier(*pieces, election=election)).points
        assert 0 <= points.secured <= points.attainable == 20

    @given(pieces_of, elections)
    def test_states_gaps_and_validity_agree(self, pieces: list[Held], election: Election) -> None:
        one = dossier(*pieces, election=election)
        for found in coverage(SMALL, one).standings.values():
            usable = {key for ids in found.valid.values() for key in ids}
            assert usable <= {evidence.id for evidence in one.assigned_to.get(found.number, ())}
            if found.state is State.COMPLETE:
                assert not found.gaps
                assert all(found.valid.values())
            if found.state in (State.PARTIAL, State.MISSING):
                assert {gap.year for gap in found.gaps} == {year for year, ids in found.valid.items() if not ids}
            if found.state in (State.NOT_CHOSEN, State.RESERVED):
                assert not found.gaps

    @given(pieces_of)
    def test_recycled_evidence_changes_nothing(self, pieces: list[Held]) -> None:
        live = [one for one in pieces if not one.recycled]
        with_recycled = coverage(SMALL, dossier(*live, *(one for one in pieces if one.recycled)))
        assert with_recycled == coverage(SMALL, dossier(*live))

    @given(conditions, st.booleans(), st.sampled_from(Presence), st.integers(1, 3))
    def test_only_present_unchanged_files_that_open_count(
        self, condition: Condition, changed: bool, presence: Presence, files: int
    ) -> None:
        found = standing(8, held(8, condition=condition, changed=changed, presence=presence, files=files))
        good = condition is Condition.OK and not changed and presence is Presence.PRESENT
        assert (found.state is State.PARTIAL) is good
        assert bool(found.remarks) is not good
