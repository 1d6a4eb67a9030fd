"""What is seen of a PDF page: its visible box, its turn and its unit, by the rules that viewers follow.

Rooms that measure pages and rooms that draw on them must agree on this; it knows nothing of either.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name

FALLBACK_BOX = (0.0, 0.0, 612.0, 792.0)
"""What viewers take for a page without any usable MediaBox."""
_NUMBERS = frozenset((int, float, Decimal))
_MOST_PARENTS = 64
_MM = 72 / 25.4

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a page: the box in its own units, its turn in degrees clockwise, points per unit."""

    box: Box
    rotation: int
    unit: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen, in points."""
        width, height = (self.box[2] - self.box[0]) * self.unit, (self.box[3] - self.box[1]) * self.unit
        return (height, width) if self.rotation in (90, 270) else (width, height)


def seen(page: pikepdf.Page) -> Seen:
    """What is seen of a page, by the rules that viewers follow where the file breaks the standard's."""
    media = box_of(inherited(page, Name.MediaBox)) or FALLBACK_BOX
    crop = box_of(inherited(page, Name.CropBox)) or media
    visible = _intersection(media, crop) or media
    rotation = number_of(inherited(page, Name.Rotate)) or 0.0
    unit = number_of(page.obj.get(Name.UserUnit)) or 1.0
    return Seen(visible, int(rotation) % 360 if rotation % 90 == 0 else 0, unit if unit > 0 else 1.0)


def sizes_of(pdf: pikepdf.Pdf) -> tuple[tuple[float, float], ...]:
    """Width and height of every page as it is seen, in mm to a hundredth."""
    return tuple((round(w / _MM, 2), round(h / _MM, 2)) for w, h in (seen(page).size for page in pdf.pages))


def inherited(page: pikepdf.Page, key: Name) -> object:
    """A page attribute, from the page or the nearest ancestor that has it (ISO 32000-1, 7.7.3.4)."""
    node: object = page.obj
    for _ in range(_MOST_PARENTS):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get(Name.Parent)
    return None


def number_of(value: object) -> float | None:
    """A finite number, None for anything else."""
    if type(value) not in _NUMBERS:  # not isinstance: a bool is none
        return None
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def box_of(value: object) -> Box | None:
    """A rectangle with its corners in order, None if it is none or has no area."""
    if not isinstance(value, Array) or len(value) != 4:
        return None
    x0, y0, x1, y1 = [number if (number := number_of(one)) is not None else math.nan for one in value.as_list()]
    box = (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _intersection(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None
