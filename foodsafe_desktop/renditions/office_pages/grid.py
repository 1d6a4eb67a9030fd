"""Grids of cells on paper: workbooks and tables of plain text.

A grid is made as narrow as the page, and broken into bands of columns only where its letters would become too small.
Rows grow until all of their text is seen: paper has no cell to click on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportlab.lib.utils import ImageReader

from foodsafe_desktop.lettering.fonts import Face, text_width
from foodsafe_desktop.lettering.typesetting import MM, Style, lines
from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.office_pages.cells import Edges

MOST_PAGES = 200
_LEAST_SCALE = 0.5
PAD, LINE = 2.0, 1.25
"""Points beside the words of a cell, and how high a line is, of the size of its letters."""
Running = tuple[str, str, str]
"""What stands above or below a page left, in the middle and right."""
PAGES = "{page} / {pages}"
_NO_EDGES = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as shown. `keeps`: a number, which is made smaller rather than broken into lines."""

    text: str
    columns: int = 1
    rows: int = 1
    align: str = "left"
    lies: str = "bottom"
    wraps: bool = False
    keeps: bool = False
    face: Face = Face.SONG
    size: float = 11.0
    colour: str = "000000"
    fill: str = ""
    edges: Edges = _NO_EDGES


@dataclass(frozen=True, slots=True)
class GridPicture:
    """A picture over the cells: its cell, how far from that cell's left and upper edge, and its size, in points."""

    image: ImageReader
    row: int
    column: int
    right: float
    down: float
    width: float
    height: float


@dataclass(frozen=True)
class Grid:
    """A sheet: sizes in points, cells by (row, column) from 0. `headers`: rows repeated on every page.

    `scale` is the sheet's own, 0 to fit the width. `above` and `below` stand there left, in the middle and right;
    {page} and {pages} in them are filled in.
    """

    widths: Sequence[float]
    heights: Sequence[float]
    cells: Mapping[tuple[int, int], GridCell]
    paper: tuple[float, float] = (210 * MM, 297 * MM)
    margins: tuple[float, float, float, float] = (15 * MM, 15 * MM, 15 * MM, 15 * MM)
    headers: Sequence[int] = ()
    scale: float = 0.0
    above: Running = ("", "", "")
    below: Running = ("", PAGES, "")
    breaks: frozenset[int] = field(default_factory=frozenset)
    """Rows after which a page ends."""
    pictures: Sequence[GridPicture] = ()

    @cached_property
    def covered(self) -> frozenset[tuple[int, int]]:
        """Places under merged cells."""
        return frozenset(
            (row + down, column + right)
            for (row, column), cell in self.cells.items()
            for down in range(cell.rows)
            for right in range(cell.columns)
            if (down or right)
        )


@dataclass(frozen=True)
class Layout:
    """A grid on its pages."""

    grid: Grid
    scale: float
    bands: Sequence[tuple[int, int]]
    """First and last column, exclusive, of what stands side by side."""
    heights: Sequence[float]
    stretches: Sequence[Sequence[int]]
    """Rows of every page, without what is repeated from a page before."""
    headers: Sequence[int]

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self.bands) * len(self.stretches)


def too_many(pages: int, what: str = "工作簿") -> CannotPrint:
    """What to say of a grid that would fill a volume."""
    return CannotPrint(
        f"{what}排版后约{pages:,}页，超过{MOST_PAGES}页，未予打印。"
        "请在原软件中设定打印区域，或只导出需要的部分为 PDF，放入同一文件夹。"
    )


def laid_out(grid: Grid) -> Layout:
    """Find scale, columns, rows and heights of the pages that a grid takes."""
    width = grid.paper[0] - grid.margins[0] - grid.margins[2]
    total = sum(grid.widths) or 1.0
    fitting = min(1.0, width / total)
    scale = min(grid.scale or 1.0, fitting) if fitting >= _LEAST_SCALE else min(grid.scale or 1.0, _LEAST_SCALE)
    room = (grid.paper[1] - grid.margins[1] - grid.margins[3]) / scale
    heights = _heights(grid, room)
    above = sum(heights[row] for row in grid.headers)
    if above > room / 2:
        above = 0.0
    headers = set(grid.headers) if above else set()
    return Layout(
        grid,
        scale,
        _bands(grid.widths, width / scale),
        heights,
        _stretches(heights, room, above, headers, grid.breaks),
        sorted(headers),
    )


def _bands(widths: Sequence[float], room: float) -> list[tuple[int, int]]:
    bands: list[tuple[int, int]] = []
    begun, used = 0, 0.0
    for column, width in enumerate(widths):
        if column > begun and used + width > room + 0.5:
            bands.append((begun, column))
            begun, used = column, 0.0
        used += width
    return [*bands, (begun, len(widths))]


def _stretches(
    heights: Sequence[float], room: float, above: float, headers: set[int], breaks: frozenset[int]
) -> list[list[int]]:
    last = max(headers, default=-1)
    stretches: list[list[int]] = [[]]
    used = 0.0
    for row, height in enumerate(heights):
        if stretches[-1] and (used + height > room or row - 1 in breaks):
            stretches.append([])
            used = above if row > last else 0.0
        stretches[-1].append(row)
        used += height
    return [rows for rows in stretches if rows] or [[]]


def _heights(grid: Grid, room: float) -> list[float]:
    most = room * 0.9
    heights = [min(height, most) for height in grid.heights]
    for (row, column), cell in grid.cells.items():
        if cell.text and cell.rows == 1:
            heights[row] = min(max(heights[row], _height_of(grid, row, column, cell)), most)
    for (row, column), cell in grid.cells.items():
        last = min(row + cell.rows, len(heights)) - 1
        if cell.text and last > row:
            lacking = _height_of(grid, row, column, cell) - sum(heights[row : last + 1])
            heights[last] = min(heights[last] + max(lacking, 0.0), most)
    return heights


def _height_of(grid: Grid, row: int, column: int, cell: GridCell) -> float:
    return len(lines_of(grid, row, column, cell)) * cell.size * LINE + PAD


def lines_of(grid: Grid, row: int, column: int, cell: GridCell) -> list[str]:
    """The cell's text as lines in the width that it has: text that does not wrap may run into empty cells beside it."""
    width = max(sum(grid.widths[column : column + cell.columns]) - 2 * PAD, 6.0)
    plain = "\n" not in cell.text
    if cell.keeps and plain:
        return [cell.text]
    if not cell.wraps and plain:
        needed = text_width(cell.text, cell.face, cell.size)
        if needed <= width + _free(grid, row, column + cell.columns, needed - width, cell.align):
            return [cell.text]
    return lines(cell.text, Style(cell.face, cell.size, cell.size * LINE), width / MM) or [""]


def _free(grid: Grid, row: int, column: int, wanted: float, align: str) -> float:
    """Points of empty cells to the right, as many as are wanted."""
    free = 0.0
    while align == "left" and column < len(grid.widths) and free < wanted:
        beside = grid.cells.get((row, column))
        if (beside is not None and beside.text) or (row, column) in grid.covered:
            break
        free += grid.widths[column]
        column += 1
    if align == "left" and column == len(grid.widths):  # what the page has left beside the last column
        free += max(grid.paper[0] - grid.margins[0] - grid.margins[2] - sum(grid.widths), 0.0)
    return free
