"""Points in detail: sums, departments, the best electives, and a mock acceptance that explains every point."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Catalogue, Dimension
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.gaps import Coverage, CoverageOptions, OmissionScoring, coverage
from foodsafe_desktop.domain.requirements import RequirementList
from foodsafe_desktop.domain.score import best_choice, mock_acceptance, score
from tests.unit.builders import NUMBERS, SMALL, Held, catalogue, dossier, elections, held, holdings, item, sub
from tests.unit.domain.listed import LISTED, listed_holdings

YEARS = (2022, 2023, 2024)
EXCLUDED = CoverageOptions(omissions=OmissionScoring.EXCLUDED)
scorings = st.sampled_from((CoverageOptions(), EXCLUDED))
lists = st.sampled_from((None, LISTED))


def full(*numbers: int) -> list[Held]:
    return [held(number, year=year, title="合理缺项情况说明") for number in numbers for year in YEARS]


def near(value: Decimal | int) -> object:
    return pytest.approx(Decimal(value), abs=Decimal("0.0001"))


class TestDetail:
    def test_items_and_dimensions(self) -> None:
        found = score(SMALL, coverage(SMALL, dossier(*full(8, 89), held(1))))
        secured = {number: each.secured for number, each in found.items.items()}
        assert secured == {1: near(Decimal(1) / 3), 8: 1, 26: 0, 29: 0, 30: 0, 31: 5}
        assert found.items[31].attainable == 5
        assert found.dimensions[1].attainable == 5
        assert found.dimensions[2].attainable == 15
        assert found.total.secured == sum(each.secured for each in found.dimensions.values())

    def test_departments_bear_shared_numbers_whole_and_no_electives_that_do_not_count(self) -> None:
        found = score(SMALL, coverage(SMALL, dossier(*full(28))))
        assert list(found.departments) == ["区市场监管局", "区教育局"]
        assert (found.departments["区教育局"].attainable, found.departments["区教育局"].secured) == (
            Decimal(1),
            Decimal(1),
        )
        assert found.counted >= {1, 2, 3, 8, 28, 72, 73}
        assert len(found.counted & {80, 81, 82}) == 2
        assert sum(each.attainable for name, each in found.departments.items() if name == "区市场监管局") == near(20)


class TestBestChoice:
    def test_takes_what_secures_most_inside_and_among_items(self) -> None:
        one = dossier(*full(82, 80), *full(86, 87))
        found = best_choice(SMALL, one, coverage(SMALL, one))
        assert found.election == Election(frozenset({29, 30}), frozenset({80, 82}))
        assert (found.points.attainable, found.points.secured) == (Decimal(10), Decimal(10))

    def test_does_not_depend_on_the_choice_made_so_far(self) -> None:
        one = dossier(*full(82, 80), *full(86, 87))
        made = replace(one, election=Election(frozenset({29, 31}), frozenset({81, 82})))
        assert best_choice(SMALL, made, coverage(SMALL, made)) == best_choice(SMALL, one, coverage(SMALL, one))

    def test_prefers_more_attainable_then_more_there_then_lower_numbers(self) -> None:
        nothing = dossier()
        assert best_choice(SMALL, nothing, coverage(SMALL, nothing)).election.items == {29, 30}
        assert best_choice(SMALL, nothing, coverage(SMALL, nothing, None, EXCLUDED)).election.sub_items == {81, 82}
        spoilt = dossier(held(89, year=2021))
        assert best_choice(SMALL, spoilt, coverage(SMALL, spoilt)).election.items == {29, 31}

    @settings(deadline=None)
    @given(st.lists(holdings, max_size=8), scorings, lists)
    def test_no_other_choice_secures_more(
        self, pieces: list[Held], options: CoverageOptions, listed: RequirementList | None
    ) -> None:
        one = dossier(*pieces)
        found = best_choice(SMALL, one, coverage(SMALL, one, listed, options))
        for items in combinations((29, 30, 31), 2):
            for lines in combinations((80, 81, 82), 2):
                other = replace(one, election=Election(frozenset(items), frozenset(lines)))
                detail = score(SMALL, coverage(SMALL, other, listed, options))
                assert sum(detail.items[number].secured for number in items) <= found.points.secured

    def test_the_shipped_catalogue_has_four_items_and_two_lines_each_in_29_and_36(self, catalogue: Catalogue) -> None:
        one = dossier(*(held(number, year=year) for number in (95, 96, 105, 107) for year in catalogue.years))
        found = best_choice(catalogue, one, coverage(catalogue, one))
        assert (len(found.election.items), {32, 36} <= found.election.items) == (4, True)
        assert {105, 107} <= found.election.sub_items
        assert found.points.secured == 10


def explained(covered: Coverage) -> Decimal:
    return sum((each.points for each in mock_acceptance(SMALL, covered).deductions), Decimal(0))


class TestMockAcceptance:
    def test_names_what_and_why(self) -> None:
        found = mock_acceptance(SMALL, coverage(SMALL, dossier(*full(*(n for n in NUMBERS if n != 8)), *full(8)[:2])))
        (only,) = found.deductions
        assert (only.item, only.number, only.requirement, only.year) == (8, 8, "8-annual", 2024)
        assert only.reason == "无佐证材料"
        assert only.points == near(Decimal(1) / 3)
        assert found.vetoes == ()

    def test_vetoes_stand_apart(self) -> None:
        assert mock_acceptance(SMALL, coverage(SMALL, dossier(held(109)))).vetoes == (108,)

    def test_electives_not_chosen_to_the_full_are_a_deduction_of_their_own(self) -> None:
        one = dossier(*full(*NUMBERS), election=Election(frozenset({30}), frozenset()))
        (only,) = mock_acceptance(SMALL, coverage(SMALL, one)).deductions
        assert (only.number, only.points, only.reason) == (None, Decimal(5), "自选项未选足，该大项未选报")

    def test_an_item_whose_lines_are_worth_less_than_itself_says_so(self) -> None:
        tree = catalogue(Dimension(1, "面", (item(1, "甲", "5", sub(1, "2"), sub(2, "1")),)))
        found = mock_acceptance(tree, coverage(tree, dossier(*full(1, 2))))
        assert [(each.number, each.points) for each in found.deductions] == [(None, Decimal(2))]

    def test_lines_worth_more_than_their_item_take_no_more_than_it_has(self) -> None:
        tree = catalogue(Dimension(1, "面", (item(1, "甲", "1", sub(1, "2"), sub(2, "2")),)))
        found = mock_acceptance(tree, coverage(tree, dossier()))
        assert sum(each.points for each in found.deductions) == near(1)
        assert mock_acceptance(tree, coverage(tree, dossier(*full(1)))).deductions == ()

    @settings(deadline=None)
    @given(st.lists(listed_holdings, max_size=10), elections, scorings, lists)
    def test_the_deductions_add_up_to_what_is_at_risk(
        self, pieces: list[Held], election: Election, options: CoverageOptions, listed: RequirementList | None
    ) -> None:
        covered = coverage(SMALL, dossier(*pieces, election=election), listed, options)
        assert explained(covered) == near(covered.points.at_risk)
        assert all(each.points > 0 and each.reason for each in mock_acceptance(SMALL, covered).deductions)


class TestOneFigure:
    """The points of all gaps add up to what is at risk, wherever only the best of several count."""

    @settings(deadline=None)
    @given(st.lists(listed_holdings, max_size=10), elections, scorings, lists)
    def test_gap_points_are_what_is_at_risk(
        self, pieces: list[Held], election: Election, options: CoverageOptions, listed: RequirementList | None
    ) -> None:
        covered = coverage(SMALL, dossier(*pieces, election=election), listed, options)
        assert abs(sum((gap.points for gap in covered.gaps), Decimal(0)) - covered.points.at_risk) < Decimal("1e-6")

    def test_before_a_choice_every_elective_shares_what_the_best_leave_open(self, catalogue: Catalogue) -> None:
        covered = coverage(SMALL, dossier())
        assert sum(gap.points for gap in covered.standings[86].gaps) == near(Decimal(2) / 3)
        nothing: Iterable[Held] = ()
        shipped = coverage(catalogue, dossier(*nothing))
        assert sum(gap.points for gap in shipped.gaps) == near(130)

    def test_a_gap_of_an_elective_that_the_best_make_up_for_costs_nothing(self) -> None:
        covered = coverage(SMALL, dossier(*full(*(number for number in NUMBERS if number != 89))))
        assert covered.standings[89].gaps
        assert sum(gap.points for gap in covered.gaps) == 0


def test_the_shipped_catalogue_without_evidence_loses_all_and_says_where(catalogue: Catalogue) -> None:
    nothing: Iterable[Held] = ()
    empty: Dossier = dossier(*nothing)
    found = mock_acceptance(catalogue, coverage(catalogue, empty))
    assert (found.points.attainable, found.points.secured) == (Decimal(130), Decimal(0))
    assert sum(each.points for each in found.deductions) == near(130)
    assert found.vetoes == (108, 109, 110, 111)
    excluded = mock_acceptance(catalogue, coverage(catalogue, empty, None, EXCLUDED)).points
    # 合理缺项 outside the electives: (10) (12) (13) of 3 points, (19) of 3, (21) (23) (24) of 5, (45) (46) of 3 and
    # (56) (57) (58) (65) of 9; inside them what is left makes up the twenty points.
    lost = Decimal("1.5") + Decimal("0.75") + Decimal("1.875") + 2 + 3
    assert excluded.attainable == near(130 - lost)
