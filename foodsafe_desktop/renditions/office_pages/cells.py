"""Tables of flowables: merged cells, rows as high as they need, header rows repeated, rows broken where they must be.

reportlab's own Table breaks neither a row with a merged cell nor one that is higher than a page.
"""

# mypy: disable-error-code="no-untyped-call"
# reportlab types only some of what its classes hand on.

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

_PAD_X, _PAD_Y = 5.0, 1.5
_HIGH = 400.0
"""Points: a row higher than this may be broken even where the document asks to keep it whole."""

Edges = tuple[float, float, float, float]
"""Widths of the rules left, above, right and below, in points; 0 for none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at a column, covering `columns` and `rows`."""

    column: int
    blocks: Sequence[Flowable]
    columns: int = 1
    rows: int = 1
    edges: Edges = (0.5, 0.5, 0.5, 0.5)
    fill: str = ""
    lies: str = "top"


@dataclass(frozen=True, slots=True)
class Row:
    """A row at least so high in points; `exact` ones are no higher."""

    cells: Sequence[Cell]
    least: float = 0.0
    exact: bool = False
    header: bool = False
    whole: bool = False


class CellTable(Flowable):
    """A table. `widths` of the columns in points; narrowed together where there is less room."""

    def __init__(self, widths: Sequence[float], rows: Sequence[Row], align: str = "left", indent: float = 0.0) -> None:
        super().__init__()
        self._widths, self._rows, self._align, self._indent = list(widths), list(rows), align, indent
        self.spaceBefore = self.spaceAfter = 0.0
        self._scaled: list[float] = []
        self._heights: list[float] = []
        self._room = -1.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        if self._room != width:
            self._room = width
            total = sum(self._widths) or 1.0
            scale = min(1.0, (width + 2 * _PAD_X) / total)  # Word lets a table reach into the margin by its padding
            self._scaled = [one * scale for one in self._widths]
            self._heights = self._measure()
        return width, sum(self._heights)

    def minWidth(self) -> float:  # noqa: N802 - reportlab asks for it by this name
        """The narrowest that a table around it may make it."""
        return 24.0

    def _inside(self, cell: Cell) -> float:
        return max(sum(self._scaled[cell.column : cell.column + cell.columns]) - 2 * _PAD_X, 6.0)

    def _measure(self) -> list[float]:
        heights = [max(row.least, 4.0) for row in self._rows]
        for at, row in enumerate(self._rows):
            for cell in row.cells:
                if cell.rows == 1 and not row.exact:
                    heights[at] = max(heights[at], stack_height(cell.blocks, self._inside(cell)) + 2 * _PAD_Y)
        for at, row in enumerate(self._rows):
            for cell in row.cells:
                last = min(at + cell.rows, len(self._rows)) - 1
                if last > at:
                    missing = stack_height(cell.blocks, self._inside(cell)) + 2 * _PAD_Y - sum(heights[at : last + 1])
                    heights[last] += max(missing, 0.0)
        return heights

    def split(self, width: float, height: float) -> list[Flowable]:
        """What goes in, and the rest with the header rows above it."""
        self.wrap(width, height)
        headers = self._count_headers()
        used, count = 0.0, 0
        while count < len(self._rows) and used + self._heights[count] <= height + 0.01:
            used += self._heights[count]
            count += 1
        if count == len(self._rows):
            return [self]
        first, rest = self._rows[:count], self._rows[count:]
        row, heights = self._rows[count], self._heights[:count]
        if (not row.whole or self._heights[count] > _HIGH) and height - used > 30:
            broken = self._break_row(row, height - used)
            if broken:
                first, rest = [*first, broken[0]], [broken[1], *rest[1:]]
                heights.append(height - used)
        if len(first) <= headers and len(self._rows) > headers:
            return []
        return self._parts(first, rest, headers, heights)

    def _parts(self, first: list[Row], rest: list[Row], headers: int, heights: list[float]) -> list[Flowable]:
        cut, count = len(first), len(self._rows) - len(rest)
        carried: list[Cell] = []
        for at, row in enumerate(first):
            cells = list(row.cells)
            for place, cell in enumerate(cells):
                if at + cell.rows > count and cell.rows > 1 and rest:
                    room = sum(heights[at:]) - 2 * _PAD_Y
                    here, there = split_stack(cell.blocks, self._inside(cell), room)
                    cells[place] = replace(cell, rows=cut - at, blocks=here)
                    carried.append(replace(cell, rows=at + cell.rows - count, blocks=there))
            first[at] = replace(row, cells=cells)
        if carried and rest:
            taken = {cell.column for cell in rest[0].cells}
            rest[0] = replace(rest[0], cells=[*rest[0].cells, *(one for one in carried if one.column not in taken)])
        rest = [*self._rows[:headers], *rest] if headers else rest
        return [self._part(first), self._part(rest)]

    def _part(self, rows: list[Row]) -> "CellTable":
        return CellTable(self._widths, rows, self._align, self._indent)

    def _count_headers(self) -> int:
        count = 0
        while count < len(self._rows) and self._rows[count].header:
            count += 1
        return count if count < len(self._rows) and sum(self._heights[:count]) < _HIGH / 2 else 0

    def _break_row(self, row: Row, room: float) -> tuple[Row, Row] | None:
        """A row in two; None if not even a line of it goes in."""
        above, below = [], []
        for cell in row.cells:
            here, there = split_stack(cell.blocks, self._inside(cell), room - 2 * _PAD_Y)
            above.append(replace(cell, blocks=here, rows=1))
            below.append(replace(cell, blocks=there))
        if any(cell.blocks for cell in below) and not any(cell.blocks for cell in above):
            return None
        least = max(0.0, row.least - room)
        return replace(row, cells=above, least=room, exact=True), replace(row, cells=below, least=least, exact=False)

    def draw(self) -> None:
        """Onto the canvas that reportlab has set."""
        canvas: Canvas = self.canv
        total = sum(self._scaled)
        left = {"center": (self._room - total) / 2, "right": self._room - total}.get(self._align, self._indent - _PAD_X)
        tops = [sum(self._heights[at:]) for at in range(len(self._rows) + 1)]
        for grounds in (True, False):
            for at, row in enumerate(self._rows):
                for cell in row.cells:
                    x = left + sum(self._scaled[: cell.column])
                    width = sum(self._scaled[cell.column : cell.column + cell.columns])
                    bottom = tops[min(at + cell.rows, len(self._rows))]
                    if grounds:
                        _fill(canvas, cell, x, bottom, width, tops[at] - bottom)
                    else:
                        self._draw_cell(canvas, cell, x, bottom, width, tops[at])

    def _draw_cell(self, canvas: Canvas, cell: Cell, x: float, bottom: float, width: float, top: float) -> None:
        inside = self._inside(cell)
        height = stack_height(cell.blocks, inside)
        slack = max(top - bottom - 2 * _PAD_Y - height, 0.0)
        down = {"center": slack / 2, "bottom": slack}.get(cell.lies, 0.0)
        draw_stack(canvas, cell.blocks, x + _PAD_X, top - _PAD_Y - down, inside)
        canvas.setStrokeColor("#000000")
        corners = ((x, bottom, x, top), (x, top, x + width, top), (x + width, bottom, x + width, top))
        for rule, line in zip(cell.edges, (*corners, (x, bottom, x + width, bottom)), strict=True):
            if rule:
                canvas.setLineWidth(rule)
                canvas.line(*line)


def _fill(canvas: Canvas, cell: Cell, x: float, y: float, width: float, height: float) -> None:
    if cell.fill:
        canvas.setFillColor(f"#{cell.fill}")
        canvas.rect(x, y, width, height, stroke=0, fill=1)


@dataclass(slots=True)
class _Cut:
    here: list[Flowable] = field(default_factory=list)
    there: list[Flowable] = field(default_factory=list)


def _gaps(blocks: Sequence[Flowable]) -> list[float]:
    """Points above every block: what the one above asks for or what it asks for itself, whichever is more."""
    asked = [(block.getSpaceBefore(), block.getSpaceAfter()) for block in blocks]
    return [max(asked[at][0], asked[at - 1][1]) if at else asked[at][0] for at in range(len(asked))]


def stack_height(blocks: Sequence[Flowable], width: float) -> float:
    """Height in points of flowables one below the other."""
    heights = [block.wrap(width, 1e6)[1] for block in blocks]
    return float(sum(heights) + sum(_gaps(blocks)) + (blocks[-1].getSpaceAfter() if blocks else 0.0))


def draw_stack(canvas: Canvas, blocks: Sequence[Flowable], x: float, top: float, width: float) -> float:
    """Draw flowables downwards from `top`, outside any frame; returns where the last one ended."""
    for block, gap in zip(blocks, _gaps(blocks), strict=True):
        _, height = block.wrapOn(canvas, width, 1e6)
        top -= gap + height
        block.drawOn(canvas, x, top)
    return top


def split_stack(blocks: Sequence[Flowable], width: float, room: float) -> tuple[list[Flowable], list[Flowable]]:
    """The flowables that go into `room` points, one perhaps in part, and the rest."""
    cut = _Cut()
    left = room
    for at, (block, gap) in enumerate(zip(blocks, _gaps(blocks), strict=True)):
        height = block.wrap(width, 1e6)[1]
        if gap + height <= left + 0.01:
            cut.here.append(block)
            left -= gap + height
            continue
        parts = block.split(width, max(left - gap, 0.0))
        if len(parts) > 1:
            cut.here.append(parts[0])
            cut.there.extend(parts[1:])
        else:
            cut.there.append(block)
        cut.there.extend(blocks[at + 1 :])
        break
    return cut.here, cut.there
