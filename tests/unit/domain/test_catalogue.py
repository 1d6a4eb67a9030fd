"""The tree answers for its numbers, names and years."""

import datetime as dt
from decimal import Decimal

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue, Counts, DaysLeft, Phase, SubItem
from tests.unit.builders import SMALL, catalogue


def test_counts_of_a_small_tree() -> None:
    assert SMALL.counts == Counts(dimensions=2, items=6, sub_items=14, vetoes=2, reserved=1, doubts=0)


def test_a_number_knows_its_parents() -> None:
    found = SMALL.item_of(82), SMALL.dimension_of(82), SMALL.sub_item(82)
    assert [one.number for one in found if one] == [29, 2, 82]
    assert SMALL.item_of(108) is None
    assert SMALL.dimension_of(7) is None


@pytest.mark.parametrize(
    ("number", "takes"), [(1, True), (108, True), (112, False), (7, False), (0, False), (-1, False)]
)
def test_only_sub_items_and_vetoes_take_evidence(number: int, takes: bool) -> None:
    assert SMALL.takes_evidence(number) is takes


def test_years_run_from_evidence_start_to_acceptance() -> None:
    assert SMALL.years == (2022, 2023, 2024)


def test_departments_are_normalised_lead_first_none_twice() -> None:
    one = SubItem(9, "文", ("市监局", "区教育局", "区市监局"), "", lead="区教育局")
    assert SMALL.responsible(one) == ("区教育局", "区市场监管局")
    assert SMALL.normalised("区园林局") == "区园林局"


def test_an_empty_tree_answers_too() -> None:
    empty = catalogue()
    assert empty.counts == Counts(0, 0, 0, 0, 0, 0)
    assert list(empty.walk()) == []


@pytest.mark.parametrize(
    ("on", "application", "acceptance"),
    [("2024-06-03", 27, 211), ("2024-06-30", 0, 184), ("2024-12-31", -184, 0), ("2025-01-01", -185, -1)],
)
def test_days_are_counted_to_the_end_of_the_month_that_the_plan_names(
    on: str, application: int, acceptance: int
) -> None:
    assert SMALL.days_left(dt.date.fromisoformat(on)) == DaysLeft(application, acceptance)


def test_a_phase_covers_its_months_whole_and_one_without_an_end_goes_on() -> None:
    drill, work = Phase("演练", "", (2023, 5), (2023, 7)), Phase("资料准备", "", (2023, 4))
    days = [dt.date(2023, 4, 30), dt.date(2023, 5, 1), dt.date(2023, 7, 31), dt.date(2023, 8, 1)]
    assert [drill.covers(day) for day in days] == [False, True, True, False]
    assert all(work.covers(day) for day in days)
    assert [drill.days_left(day) for day in days[2:]] == [0, -1]
    assert work.days_left(days[0]) is None


class TestShipped:
    """The catalogue that ships with the program, against its own declaration."""

    def test_counts(self, catalogue: Catalogue) -> None:
        counts = catalogue.counts
        assert (counts.dimensions, counts.items, counts.sub_items) == (5, 36, 107)
        assert (counts.vetoes, counts.reserved) == (4, 1)

    def test_numbers_run_without_hole_and_items_in_order(self, catalogue: Catalogue) -> None:
        assert [sub.number for sub in catalogue.sub_items] == list(range(1, 108))
        assert [item.number for item in catalogue.items] == list(range(1, 37))
        assert [veto.number for veto in catalogue.vetoes] == [108, 109, 110, 111]
        assert [one.number for one in catalogue.reserved] == [112]

    def test_points_add_up_to_the_dimensions_own(self, catalogue: Catalogue) -> None:
        printed = [dimension for dimension in catalogue.dimensions if dimension.points is not None]
        assert printed
        for dimension in printed:
            elective = dimension.elective
            fixed = sum(i.points for i in dimension.items if not elective or i.number not in elective.items)
            assert fixed + (elective.points if elective else 0) == dimension.points

    def test_electives(self, catalogue: Catalogue) -> None:
        rules = [dimension.elective for dimension in catalogue.dimensions if dimension.elective]
        assert [(rule.items, rule.choose, rule.points) for rule in rules] == [(tuple(range(29, 37)), 4, Decimal(20))]
        assert {item.number: item.choose for item in catalogue.items if item.choose} == {29: 2, 36: 2}
