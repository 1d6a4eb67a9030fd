"""年度一览: numbers × years, each cell with its state and the evidence and gaps behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.gaps import Coverage, Gap, Standing, State
from foodsafe_desktop.domain.validity import year_of


class CellState(StrEnum):
    """How a number stands in one year."""

    NONE = "none"
    """Asked for, and nothing valid is there."""
    ELECTRONIC = "electronic"
    """Nothing is missing; files only."""
    PAPER = "paper"
    """Nothing is missing; paper only."""
    BOTH = "both"
    """Nothing is missing; files, and paper whose place is known."""
    PARTIAL = "partial"
    """Something valid is there, and something is missing."""
    OMITTED = "omitted"
    """A 合理缺项."""
    OUTSIDE = "outside"
    """Nothing is missing and nothing there: not chosen, reserved, a year without demands, one outside the window."""

    @property
    def label(self) -> str:
        """The state's Chinese word."""
        return _LABELS[self]


_LABELS = {
    CellState.NONE: "缺失",
    CellState.ELECTRONIC: "电子",
    CellState.PAPER: "纸质",
    CellState.BOTH: "双套",
    CellState.PARTIAL: "部分",
    CellState.OMITTED: "合理缺项",
    CellState.OUTSIDE: "不要求",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number in one year: ids of the evidence that counts, the open gaps, and ids of all live evidence of it."""

    state: CellState
    evidence: tuple[int, ...]
    gaps: tuple[Gap, ...]
    lying: tuple[int, ...]


@dataclass(frozen=True)
class Grid:
    """Rows by number. Columns: the window's years and any other year in which evidence lies; None: 不分年度, last."""

    years: tuple[int | None, ...]
    rows: Mapping[int, Mapping[int | None, Cell]]

    def cell(self, number: int, year: int | None) -> Cell:
        """One cell."""
        return self.rows[number][year]


def year_grid(covered: Coverage, dossier: Dossier, numbers: Iterable[int] | None = None) -> Grid:
    """The grid of all numbers, or of some, in number order."""
    wanted = sorted(covered.standings if numbers is None else numbers)
    lying = {number: _lying(dossier.assigned_to.get(number, ())) for number in wanted}
    window = covered.rule.window.years
    outside = {year for years in lying.values() for year in years if year is not None}
    columns: tuple[int | None, ...] = (*sorted({*window, *outside}), None)
    rows = {
        number: {year: _cell(covered.standings[number], year, dossier, lying[number]) for year in columns}
        for number in wanted
    }
    return Grid(columns, rows)


def _lying(held: Sequence[Evidence]) -> dict[int | None, tuple[int, ...]]:
    """Ids of all live evidence by the year it speaks for."""
    found: dict[int | None, list[int]] = {}
    for evidence in held:
        found.setdefault(year_of(evidence), []).append(evidence.id)
    return {year: tuple(ids) for year, ids in found.items()}


def _cell(standing: Standing, year: int | None, dossier: Dossier, lying: Mapping[int | None, tuple[int, ...]]) -> Cell:
    gaps = tuple(gap for gap in standing.gaps if gap.year == year)
    ids = standing.valid.get(year, ())
    return Cell(_state(standing, ids, gaps, dossier), ids, gaps, lying.get(year, ()))


def _state(standing: Standing, ids: Sequence[int], gaps: Sequence[Gap], dossier: Dossier) -> CellState:
    if standing.state is State.OMITTED:
        return CellState.OMITTED
    if gaps:
        return CellState.PARTIAL if ids else CellState.NONE
    return _medium(ids, dossier) if ids else CellState.OUTSIDE


def _medium(ids: Sequence[int], dossier: Dossier) -> CellState:
    """In which form the evidence of a cell exists, taken together."""
    electronic = any(dossier.files_of.get(key) for key in ids)
    paper = any(dossier.evidence[key].paper_place for key in ids)
    if electronic and paper:
        return CellState.BOTH
    return CellState.ELECTRONIC if electronic else CellState.PAPER
