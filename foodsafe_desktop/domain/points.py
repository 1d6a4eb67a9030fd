"""What lines and items are worth, and how the points of the catalogue add up: electives, `choose`, omissions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Catalogue, Dimension, Item, SubItem
from foodsafe_desktop.domain.dossier import Dossier

_FINEST = Decimal("0.000001")
_TRIFLE = Decimal("0.00001")
"""Below this a difference is the rounding of thirds."""
NOTHING = Decimal(0)


class OmissionScoring(StrEnum):
    """How the points of 合理缺项 count: the plan does not say, so the archive chooses."""

    FULL = "full"
    """Full marks, once the omission statement is there."""
    EXCLUDED = "excluded"
    """Out of the denominator: neither attainable nor secured."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points attainable in all, secured by complete lines, and at risk."""

    attainable: Decimal
    secured: Decimal

    @property
    def at_risk(self) -> Decimal:
        """What is attainable and not secured."""
        return self.attainable - self.secured

    def __add__(self, other: "Points") -> "Points":
        return Points(self.attainable + other.attainable, self.secured + other.secured)


NONE = Points(NOTHING, NOTHING)


@dataclass(frozen=True, slots=True)
class Line:
    """One sub-item as it adds up: its points, whether they are out of the denominator, whether it is chosen."""

    number: int
    points: Points
    excluded: bool = False
    chosen: bool = True


def is_chosen(catalogue: Catalogue, dossier: Dossier, item: Item, sub: SubItem) -> bool:
    """Whether an elective sub-item is asked for. Until a choice is made in its group everything is."""
    group = next((d.elective.items for d in catalogue.dimensions if d.elective and item.number in d.elective.items), ())
    chosen = dossier.election.items.intersection(group)
    if chosen and item.number not in chosen:
        return False
    chosen_here = dossier.election.sub_items & {one.number for one in item.sub_items}
    return not (item.choose and chosen_here and sub.number not in chosen_here)


def weight(item: Item, sub: SubItem) -> Decimal:
    """The sub-item's points as printed, else an equal share of what its 大项 leaves to the unprinted ones.

    Where only `choose` sub-items count and none has its points printed, the share is that of one chosen.
    """
    if sub.points is not None:
        return sub.points
    printed = [one.points for one in item.sub_items if one.points is not None]
    rest = max(item.points - sum(printed, NOTHING), NOTHING)
    sharing = len(item.sub_items) - len(printed)
    return rest / (min(sharing, item.choose) if item.choose and not printed else sharing)


def counted_lines(item: Item, lines: Mapping[int, Line]) -> tuple[Line, ...]:
    """The lines of an item that make up its points: all, or its best `choose` (the lower number where equal)."""
    held = [lines[sub.number] for sub in item.sub_items]

    def rank(one: Line) -> tuple[Decimal, bool, bool, Decimal, int]:
        return -one.points.secured, not one.chosen, one.excluded, -one.points.attainable, one.number

    ranked = sorted(held, key=rank)
    return tuple(sorted(ranked[: item.choose or len(ranked)], key=lambda one: one.number))


def item_points(item: Item, lines: Mapping[int, Line]) -> Points:
    """An item's points. What is excluded leaves the denominator; the rest of the item's own points stay attainable."""
    counted = counted_lines(item, lines)
    out = sum((one.points.attainable for one in counted if one.excluded), NOTHING)
    secured = sum((one.points.secured for one in counted), NOTHING)
    attainable = max(item.points - out, NOTHING).quantize(_FINEST)
    # Thirds have no exact decimal: without rounding, a complete item of three lines would be worth 0.999…9.
    return Points(attainable, min(attainable, secured.quantize(_FINEST)))


def best_items(dimension: Dimension, items: Mapping[int, Points], lines: Mapping[int, Line]) -> tuple[int, ...]:
    """Numbers of a dimension's elective items that count: those that secure most; where equal the chosen, the lower."""
    if dimension.elective is None:
        return ()

    def rank(item: Item) -> tuple[Decimal, bool, Decimal, int]:
        points, chosen = items[item.number], any(lines[sub.number].chosen for sub in item.sub_items)
        return -points.secured, not chosen, -points.attainable, item.number

    group = [item for item in dimension.items if item.number in dimension.elective.items]
    return tuple(sorted(item.number for item in sorted(group, key=rank)[: dimension.elective.choose]))


def dimension_points(dimension: Dimension, items: Mapping[int, Points], lines: Mapping[int, Line]) -> Points:
    """A dimension's points: its required items, and the best so many elective ones up to their printed points."""
    elective = dimension.elective
    group = set(elective.items) if elective else set()
    total = _sum([items[one.number] for one in dimension.items if one.number not in group])
    if elective:
        best = _sum([items[number] for number in best_items(dimension, items, lines)])
        total += Points(min(elective.points, best.attainable), min(elective.points, best.secured))
    return total


def total_points(catalogue: Catalogue, lines: Mapping[int, Line]) -> Points:
    """The points of the whole tree."""
    items = {item.number: item_points(item, lines) for item in catalogue.items}
    return _sum([dimension_points(dimension, items, lines) for dimension in catalogue.dimensions])


@dataclass(frozen=True, slots=True)
class Borne:
    """How what is at risk hangs on gaps. `scales`: by number, the factor from a gap's share to its points.

    `rests`: by item, what no gap explains: lines worth less than their item, electives not chosen to the full.
    """

    scales: Mapping[int, Decimal]
    rests: Mapping[int, Decimal]


def borne_points(catalogue: Catalogue, lines: Mapping[int, Line], lost: Mapping[int, Decimal]) -> Borne:
    """Spread what is at risk over the gaps of all lines asked for: with the rests they add up to it exactly.

    `lost`: the shares of each line's gaps together. Where only the best lines or items count, the gaps of all of them
    share what those leave open.
    """
    scales: dict[int, Decimal] = {}
    rests: dict[int, Decimal] = {}
    for dimension in catalogue.dimensions:
        items = {item.number: item_points(item, lines) for item in dimension.items}
        own = {item.number: sum((lost[sub.number] for sub in item.sub_items), NOTHING) for item in dimension.items}
        group = set(dimension.elective.items) if dimension.elective else set()
        factors = {number: _factor(items[number].at_risk, own[number]) for number in items}
        rest = {number: items[number].at_risk - own[number] * factors[number] for number in items}
        if group:
            best = best_items(dimension, items, lines)
            open_ = dimension_points(dimension, items, lines).at_risk
            open_ -= sum((items[number].at_risk for number in items if number not in group), NOTHING)
            borne = sum((own[number] * factors[number] for number in group), NOTHING)
            factor = _factor(open_, borne)
            factors |= {number: factors[number] * factor for number in group}
            left = open_ - borne * factor
            for number in sorted(group):
                rest[number] = min(rest[number], left) if number in best else NOTHING
                left -= rest[number]
        rests |= {number: each for number, each in rest.items() if each > _TRIFLE}
        scales |= {sub.number: factors[item.number] for item in dimension.items for sub in item.sub_items}
    return Borne(scales, rests)


def _factor(at_risk: Decimal, borne: Decimal) -> Decimal:
    """By what to multiply what gaps bear so that it is no more than what is at risk, and equal but for rounding."""
    if not borne:
        return NOTHING
    return at_risk / borne if at_risk - borne < _TRIFLE else Decimal(1)


def _sum(points: Sequence[Points]) -> Points:
    return sum(points, NONE)
