"""The space in which a page is upright: points, origin at the lower left corner of the page as it is seen.

A page's own coordinates say little of what is seen: it may be turned, cropped, moved off the origin, scaled by a
UserUnit. Whatever is added to pages is placed in the upright space, and turned back into the page's own.
"""

from collections.abc import Sequence

from foodsafe_desktop.lettering.typesetting import MM
from foodsafe_desktop.seen import Box, Seen

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
A4_POINTS = (210 * MM, 297 * MM)
_TURNS = {
    # rotation: (which corner of the box is seen lower left, direction of reading)
    0: ((0, 1), (1, 0)),
    90: ((2, 1), (0, 1)),
    180: ((2, 3), (-1, 0)),
    270: ((0, 3), (0, -1)),
}


def upright(page: Seen) -> Matrix:
    """The matrix from the upright space to the page's own."""
    (x, y), (along_x, along_y) = _TURNS[page.rotation]
    per = 1 / page.unit
    return (along_x * per, along_y * per, -along_y * per, along_x * per, page.box[x], page.box[y])


def scale_of(page: Seen) -> float:
    """How many times larger than A4 a page is: what is printed on it is the same once the page is brought to A4."""
    width, height = page.size
    return max(min(width, height) / A4_POINTS[0], max(width, height) / A4_POINTS[1])


def moved(matrix: Matrix, point: Point) -> Point:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return (a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f)


def bounds(matrix: Matrix, box: Box) -> Box:
    """The upright rectangle around a box that a matrix has turned by right angles or scaled."""
    (x0, y0), (x1, y1) = moved(matrix, box[:2]), moved(matrix, box[2:])
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def operands(values: Sequence[float]) -> str:
    """Numbers as a content stream has them."""
    return " ".join([f"{value:.5f}" for value in values])
