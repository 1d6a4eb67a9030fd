"""From a volume to the boxes that hold it: split where a piece begins, by leaves and by what the widest box takes.

DA/T 22-2015: a piece is never split, and boxes are numbered 第n盒／共N盒. Thickness in mm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.binder import BoxPlace, Piece, Section, VolumePlan
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import BODY, BinderPlan, Size

CLEARANCE = 2.0
"""How much of a spine a box does not hold: its walls, and room to take papers out."""
_LARGEST_A4 = (216.0, 303.0)
"""A4 and Letter with what scanners add: what is larger is folded in, and is twice as thick."""


def is_large(size: Size) -> bool:
    """Whether a page is too large for A4 paper, turned or not."""
    return min(size) > _LARGEST_A4[0] or max(size) > _LARGEST_A4[1]


def capacity(recipe: Recipe) -> float:
    """How thick a pile the widest box takes."""
    return max(recipe.spines) - CLEARANCE


def thickness(plan: BinderPlan) -> float:
    """How thick the volume's leaves lie on each other, folded ones twice."""
    return _pile([size for run in plan.runs for size in run.sizes], plan.recipe)


def spine_for(thick: float, recipe: Recipe) -> float:
    """The narrowest spine of the recipe that holds a pile; the widest there is when none does."""
    return next((spine for spine in sorted(recipe.spines) if thick <= spine - CLEARANCE + 1e-9), max(recipe.spines))


def large_pages(plan: BinderPlan) -> int:
    """Pages larger than A4, to be printed on A3 and folded in."""
    return sum(is_large(size) for run in plan.runs for size in run.sizes)


def split(plan: BinderPlan) -> tuple[VolumePlan, ...]:
    """The volume as the fewest boxes that hold it in this order, itself where one does.

    Each box has all the front and back matter of the whole reckoned in, so that it never comes out too thick. A
    section that goes on in the next box has its divider there again. A piece thicker than any box is alone in one.
    """
    recipe = plan.recipe
    if thickness(plan) <= capacity(recipe) + 1e-9:
        return (plan.volume,)
    matter = sum(_pile(run.sizes, recipe) for run in plan.runs if run.ref.kind not in BODY and run.labels != ("",))
    boxes = _filled(tuple(_units(plan)), capacity(recipe) - matter)
    if len(boxes) == 1:
        return (plan.volume,)
    volume, of = plan.volume, len(boxes)
    return tuple(
        replace(
            volume,
            key=f"{volume.key}.{number}",
            name=f"{volume.name} 第{number}盒（共{of}盒）",
            sections=tuple(_sections(units)),
            box=BoxPlace(number, of),
        )
        for number, units in enumerate(boxes, 1)
    )


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stays together: a piece, or a section's own sheets where it has no pieces. `opening` is their thickness."""

    section: Section
    piece: Piece | None
    first: bool
    opening: float
    thick: float


def _units(plan: BinderPlan) -> Iterator[_Unit]:
    own: dict[int, float] = {}
    for run in plan.runs:
        if run.ref.kind in BODY and not run.ref.ordinal:
            own[run.ref.number] = own.get(run.ref.number, 0.0) + _pile(run.sizes, plan.recipe)
    for section in plan.volume.sections:
        opening = own.get(section.number, 0.0)
        if not section.pieces:
            yield _Unit(section, None, first=True, opening=opening, thick=0.0)
        for index, piece in enumerate(section.pieces):
            sizes = [size for run in plan.piece_runs(piece) for size in run.sizes]
            yield _Unit(section, piece, first=index == 0, opening=opening, thick=_pile(sizes, plan.recipe))


def _filled(units: Sequence[_Unit], room: float) -> list[list[_Unit]]:
    """Units in order, as many to a box as it takes."""
    boxes: list[list[_Unit]] = []
    filled = 0.0
    for unit in units:
        here = unit.thick + (unit.opening if unit.first else 0.0)
        if not boxes or filled + here > room + 1e-9:
            boxes.append([])
            filled, here = 0.0, unit.thick + unit.opening
        boxes[-1].append(unit)
        filled += here
    return boxes


def _sections(units: Sequence[_Unit]) -> Iterator[Section]:
    """The sections of one box, each with those of its pieces that are in it."""
    for section in dict.fromkeys(unit.section.number for unit in units):
        here = [unit for unit in units if unit.section.number == section]
        pieces = tuple(unit.piece for unit in here if unit.piece is not None)
        yield replace(here[0].section, pieces=pieces, continued=here[0].section.continued or not here[0].first)


def is_too_thick(plan: BinderPlan) -> bool:
    """Whether one piece is thicker than the widest box, so that its volume is too."""
    return thickness(plan) > capacity(plan.recipe) + 1e-9


def _pile(sizes: Sequence[Size], recipe: Recipe) -> float:
    """Thickness of pages that begin on a leaf of their own."""
    folds = [2 if is_large(size) else 1 for size in sizes]
    leaves = [max(folds[at : at + 2]) for at in range(0, len(folds), 2)] if recipe.duplex else folds
    return sum(leaves) * recipe.leaf
