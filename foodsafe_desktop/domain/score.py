"""Points in detail: per item, dimension and department, the best choice of electives, and the mock acceptance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from foodsafe_desktop.domain.catalogue import Catalogue, Item
from foodsafe_desktop.domain.checks import Gap
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.gaps import Coverage, Standing, standings_if_all_chosen
from foodsafe_desktop.domain.points import (
    NONE,
    Line,
    Points,
    best_items,
    borne_points,
    counted_lines,
    dimension_points,
    item_points,
)


@dataclass(frozen=True, slots=True)
class Score:
    """Points attainable, secured and at risk: of each item and dimension by number, of each department by name.

    A department's points are those of all numbers that name it. Where several share a number each bears it whole, so
    that departments add up to more than the total. `counted`: the numbers whose points are part of the total.
    """

    total: Points
    items: Mapping[int, Points]
    dimensions: Mapping[int, Points]
    departments: Mapping[str, Points]
    counted: frozenset[int]


def score(catalogue: Catalogue, covered: Coverage) -> Score:
    """The points of a coverage, in detail."""
    lines = _lines(catalogue, covered.standings)
    items = {item.number: item_points(item, lines) for item in catalogue.items}
    dimensions = {one.number: dimension_points(one, items, lines) for one in catalogue.dimensions}
    counted = [line for item in _counted_items(catalogue, items, lines) for line in counted_lines(item, lines)]
    departments: dict[str, Points] = {}
    for line in counted:
        sub = catalogue.sub_item(line.number)
        for name in catalogue.responsible(sub) if sub and not line.excluded else ():
            departments[name] = departments.get(name, NONE) + line.points
    return Score(
        covered.points, items, dimensions, dict(sorted(departments.items())), frozenset(one.number for one in counted)
    )


def _lines(catalogue: Catalogue, standings: Mapping[int, Standing]) -> dict[int, Line]:
    return {sub.number: standings[sub.number].line for sub in catalogue.sub_items}


def _counted_items(catalogue: Catalogue, items: Mapping[int, Points], lines: Mapping[int, Line]) -> Iterable[Item]:
    """The items that make up the total: the required ones, and the electives that count."""
    for dimension in catalogue.dimensions:
        group = set(dimension.elective.items) if dimension.elective else set()
        best = best_items(dimension, items, lines)
        yield from (item for item in dimension.items if item.number not in group or item.number in best)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of electives and what it would secure; `points` are those of the chosen items together."""

    election: Election
    points: Points


def best_choice(catalogue: Catalogue, dossier: Dossier, covered: Coverage) -> Choice:
    """The electives that secure most as the archive stands, found by trying every choice the catalogue allows.

    Where choices secure the same, the one with more attainable wins, then the one with more evidence already there,
    then the lower numbers.
    """
    standings = standings_if_all_chosen(covered, dossier)
    lines = _lines(catalogue, standings)
    held = {number: standing.assigned for number, standing in standings.items()}
    chosen_items: list[int] = []
    chosen_lines: list[int] = []
    total = NONE
    for dimension in catalogue.dimensions:
        if dimension.elective is None:
            continue
        group = [item for item in dimension.items if item.number in dimension.elective.items]
        inside = {item.number: _best_lines(item, lines, held) for item in group}
        tried = [
            _tried([(item, inside[item.number]) for item in items], lines, held)
            for items in combinations(group, dimension.elective.choose)
        ]
        best = min(tried, key=lambda one: one.rank)
        total += best.points
        chosen_items += [item.number for item in best.items]
        chosen_lines += [number for item in best.items if item.choose for number in inside[item.number]]
    return Choice(Election(frozenset(chosen_items), frozenset(chosen_lines)), total)


@dataclass(frozen=True, slots=True)
class _Tried:
    items: tuple[Item, ...]
    points: Points
    rank: tuple[Decimal, Decimal, int, tuple[int, ...]]


def _best_lines(item: Item, lines: Mapping[int, Line], held: Mapping[int, int]) -> tuple[int, ...]:
    numbers = [sub.number for sub in item.sub_items]
    tried = [_tried([(item, one)], lines, held) for one in combinations(numbers, item.choose or len(numbers))]
    best = min(range(len(tried)), key=lambda at: tried[at].rank)
    return tuple(combinations(numbers, item.choose or len(numbers)))[best]


def _tried(
    chosen: Sequence[tuple[Item, tuple[int, ...]]], lines: Mapping[int, Line], held: Mapping[int, int]
) -> _Tried:
    points = NONE
    for item, numbers in chosen:
        passed_over = Line(0, NONE, chosen=False)
        points += item_points(
            item, {sub.number: lines[sub.number] if sub.number in numbers else passed_over for sub in item.sub_items}
        )
    numbers = tuple(number for _, each in chosen for number in each)
    there = sum(held[number] for number in numbers)
    return _Tried(tuple(item for item, _ in chosen), points, (-points.secured, -points.attainable, -there, numbers))


@dataclass(frozen=True, slots=True)
class Deduction:
    """扣分: so many points off, and for want of what. `number` and `requirement` None: the item itself lacks lines."""

    item: int
    number: int | None
    requirement: str | None
    title: str
    year: int | None
    reason: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class MockAcceptance:
    """模拟评分: what the archive would be given today. The deductions add up to what is at risk.

    `vetoes`: numbers of vetoes that are not disproved; one that holds fails the acceptance whatever the points.
    """

    points: Points
    deductions: tuple[Deduction, ...]
    vetoes: tuple[int, ...]


def mock_acceptance(catalogue: Catalogue, covered: Coverage) -> MockAcceptance:
    """Explain every point that is not secured, by number, requirement and reason."""
    standings = covered.standings
    lines = _lines(catalogue, standings)
    borne = borne_points(catalogue, lines, {number: standings[number].lost for number in lines})
    found: list[Deduction] = []
    for item in catalogue.items:
        found += (_deduction(item, gap) for sub in item.sub_items for gap in standings[sub.number].gaps if gap.points)
        if item.number in borne.rests:
            chosen = any(lines[sub.number].chosen for sub in item.sub_items)
            why = "所选小项的分值合计不足该大项分值" if chosen else "自选项未选足，该大项未选报"
            found.append(Deduction(item.number, None, None, item.title, None, why, borne.rests[item.number]))
    vetoes = tuple(veto.number for veto in catalogue.vetoes if covered.standings[veto.number].gaps)
    return MockAcceptance(covered.points, tuple(found), vetoes)


def _deduction(item: Item, gap: Gap) -> Deduction:
    return Deduction(item.number, gap.number, gap.requirement, gap.title, gap.year, gap.reason, gap.points)
