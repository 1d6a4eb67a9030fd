"""Path data (GB/T 33190-2016, 9.1 and 9.2) to PDF path operators."""

import math
from collections.abc import Iterator

from foodsafe_desktop.renditions.ofd.values import IDENTITY, Box, Matrix, apply, number, pdf

_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST_TOKENS = 4_000_000
_Point = tuple[float, float]


class _Pen:
    """Writes operators, every point taken through a matrix; knows where it is, and how far the path reaches."""

    def __init__(self, matrix: Matrix) -> None:
        self.operators: list[str] = []
        self.reach: list[_Point] = []
        self.here: _Point = (0.0, 0.0)
        self._start: _Point = (0.0, 0.0)
        self._matrix = matrix
        self._begun = False

    def move(self, to: _Point) -> None:
        self._put("m", to)
        self._start, self._begun = to, True

    def line(self, to: _Point) -> None:
        self._begin()
        self._put("l", to)

    def curve(self, first: _Point, second: _Point, to: _Point) -> None:
        self._begin()
        self._put("c", first, second, to)

    def close(self) -> None:
        if self._begun:
            self.operators.append("h")
            self.here = self._start

    def _begin(self) -> None:
        if not self._begun:
            self.move(self.here)

    def _put(self, operator: str, *points: _Point) -> None:
        placed = [apply(self._matrix, *point) for point in points]
        self.reach += placed
        self.operators.append(f"{pdf(*(value for point in placed for value in point))} {operator}")
        self.here = points[-1]


def path(data: str | None, matrix: Matrix = IDENTITY) -> tuple[list[str], Box]:
    """The operators of a path without painting it, and the box of its points. What is no path data ends it."""
    pen = _Pen(matrix)
    for command, values in _commands(data or ""):
        _draw(pen, command, values)
    if not pen.reach:
        return [], Box(0, 0, 0, 0)
    xs, ys = [x for x, _ in pen.reach], [y for _, y in pen.reach]
    return pen.operators, Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    tokens = iter(data.replace(",", " ").split(None, _MOST_TOKENS))
    command = ""
    for token in tokens:
        values: list[float] = []
        if token.upper() in _ARGUMENTS:
            command = token.upper()
        elif command and _ARGUMENTS[command]:
            values = [number(token)]  # some writers do not repeat the letter
        else:
            return
        for _ in range(_ARGUMENTS[command] - len(values)):
            following = next(tokens, None)
            if following is None:
                return
            values.append(number(following))
        yield command, values


def _draw(pen: _Pen, command: str, values: list[float]) -> None:
    points = list(zip(values[::2], values[1::2], strict=False))
    if command in ("S", "M"):
        pen.move(points[0])
    elif command == "L":
        pen.line(points[0])
    elif command == "Q":
        (x0, y0), (x1, y1), (x2, y2) = pen.here, *points
        first = x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0)
        pen.curve(first, (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2)), (x2, y2))
    elif command == "B":
        pen.curve(*points)
    elif command == "A":
        _arc(pen, *values)
    else:
        pen.close()


def _arc(pen: _Pen, rx: float, ry: float, turn: float, large: float, sweep: float, x: float, y: float) -> None:
    """An elliptical arc to (x, y), as SVG 1.1, F.6.5 reckons it, in parts of at most a quarter."""
    x0, y0 = pen.here
    rx, ry = abs(rx), abs(ry)
    if min(rx, ry) < 1e-6 or (x0, y0) == (x, y):
        pen.line((x, y))
        return
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half_x, half_y = (x0 - x) / 2, (y0 - y) / 2
    ux, uy = (cos * half_x + sin * half_y) / rx, (cos * half_y - sin * half_x) / ry
    reach = ux * ux + uy * uy
    if reach > 1:  # the ends lie too far apart: the ellipse grows until it reaches
        rx, ry, ux, uy, reach = rx * reach**0.5, ry * reach**0.5, ux / reach**0.5, uy / reach**0.5, 1.0
    aside = math.sqrt(max(0.0, 1 / reach - 1)) * (-1 if bool(large) == bool(sweep) else 1)
    cx, cy = aside * uy, -aside * ux
    begin, end = math.atan2(uy - cy, ux - cx), math.atan2(-uy - cy, -ux - cx)
    angle = (end - begin) % math.tau if sweep else -((begin - end) % math.tau)
    centre = (x0 + x) / 2 + cos * cx * rx - sin * cy * ry, (y0 + y) / 2 + sin * cx * rx + cos * cy * ry
    ellipse: Matrix = (cos * rx, sin * rx, -sin * ry, cos * ry, *centre)
    parts = max(1, math.ceil(abs(angle) / (math.pi / 2) - 1e-9))
    step = angle / parts
    bulge = 4 / 3 * math.tan(step / 4)
    for part in range(parts):
        a, b = begin + part * step, begin + (part + 1) * step
        first = math.cos(a) - bulge * math.sin(a), math.sin(a) + bulge * math.cos(a)
        second = math.cos(b) + bulge * math.sin(b), math.sin(b) - bulge * math.cos(b)
        last = (x, y) if part == parts - 1 else apply(ellipse, math.cos(b), math.sin(b))
        pen.curve(apply(ellipse, *first), apply(ellipse, *second), last)
