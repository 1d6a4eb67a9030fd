"""The year grid: every state of a cell, and what lies behind it."""

import pytest

from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.gaps import coverage
from foodsafe_desktop.domain.grid import Cell, CellState, Grid, year_grid
from foodsafe_desktop.domain.requirements import RequirementList
from tests.unit.builders import SMALL, Held, dossier, held
from tests.unit.domain.listed import LISTED

PLACE = "一号柜-1层-1盒"


def grid(*pieces: Held, listed: RequirementList | None = None, election: Election | None = None) -> Grid:
    one = dossier(*pieces, election=election)
    return year_grid(coverage(SMALL, one, listed), one)


@pytest.mark.parametrize(
    ("pieces", "state"),
    [
        ([], CellState.NONE),
        ([held(8, changed=True)], CellState.NONE),
        ([held(8)], CellState.ELECTRONIC),
        ([held(8, files=0, paper_place=PLACE)], CellState.PAPER),
        ([held(8, paper_place=PLACE)], CellState.BOTH),
        ([held(8), held(8, files=0, paper_place=PLACE)], CellState.BOTH),
    ],
)
def test_a_year_that_is_asked_for(pieces: list[Held], state: CellState) -> None:
    assert grid(*pieces).cell(8, 2023).state is state


def test_partial_shows_both_what_counts_and_what_is_missing() -> None:
    cell = grid(held(8, title="抽检结果分析报告"), listed=LISTED).cell(8, 2023)
    assert (cell.state, cell.evidence) == (CellState.PARTIAL, (1,))
    assert {gap.requirement for gap in cell.gaps} == {"8-meeting", "8-rate"}


def test_omitted_not_chosen_reserved_and_not_asked() -> None:
    found = grid(held(86), election=Election(frozenset({29, 31})))
    assert [found.cell(number, 2023).state for number in (3, 86, 112)] == [
        CellState.OMITTED,
        CellState.OUTSIDE,
        CellState.OUTSIDE,
    ]
    assert found.cell(86, 2023).lying == (1,)
    assert grid(listed=LISTED).cell(2, 2022).state is CellState.OUTSIDE
    assert grid(listed=LISTED).cell(2, 2023).state is CellState.NONE


def test_years_outside_the_window_show_where_something_lies() -> None:
    found = grid(held(8, year=2021), held(9, year=2019), held(8, year=None))
    assert found.years == (2021, 2022, 2023, 2024, None)
    assert found.cell(8, 2021) == Cell(CellState.OUTSIDE, (), (), (1,))
    assert found.cell(8, None).lying == (3,)


def test_what_is_asked_for_once_has_its_own_column() -> None:
    assert grid().cell(108, None).state is CellState.NONE
    assert grid(held(108)).cell(108, None).state is CellState.ELECTRONIC
    assert grid(held(108)).cell(108, 2023).state is CellState.OUTSIDE


def test_all_numbers_or_some_and_every_state_has_its_word() -> None:
    one = dossier()
    assert list(year_grid(coverage(SMALL, one), one, [28, 8]).rows) == [8, 28]
    assert list(grid().rows) == list(coverage(SMALL, one).standings)
    assert len({state.label for state in CellState}) == len(CellState)
