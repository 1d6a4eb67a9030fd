"""Grids of cells on paper: workbooks and tables of plain text.

A grid is made as narrow as the page, and broken into bands of columns only where its letters would become too small.
Rows grow until all of their text is seen: paper has no cell to click on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.lettering.fonts import Face, runs, text_width
from foodsafe_desktop.lettering.typesetting import MM, Style, lines
from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.office_pages.cells import Edges

MOST_PAGES = 200
_LEAST_SCALE = 0.5
_PAD = 2.0
_LINE = 1.25
Running = tuple[str, str, str]
PAGES = "{page} / {pages}"
_RUNNING, _RUNNING_HEIGHT = (8.5, 7.0, 5.5, 4.0), 22.0
"""Sizes, and the height in points, of what stands above and below."""
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
class _Layout:
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
        return len(self.bands) * len(self.stretches)


def grids_to_pdf(grids: Sequence[Grid], place: Path, what: str = "工作簿") -> int:
    """Write the grids one after the other and return the count of pages. Raises CannotPrint when there are too many."""
    laid_out = [_laid_out(grid) for grid in grids]
    pages = sum(one.pages for one in laid_out)
    if pages > MOST_PAGES:
        raise too_many(pages, what)
    canvas = Canvas(str(place), invariant=1)
    page = 0
    for one in laid_out:
        for band in one.bands:
            for rows in one.stretches:
                page += 1
                _draw_page(canvas, one, band, rows, (page, pages))
    canvas.save()
    return pages


def too_many(pages: int, what: str = "工作簿") -> CannotPrint:
    """What to say of a grid that would fill a volume."""
    return CannotPrint(
        f"{what}排版后约{pages:,}页，超过{MOST_PAGES}页，未予打印。"
        "请在原软件中设定打印区域，或只导出需要的部分为 PDF，放入同一文件夹。"
    )


def _laid_out(grid: Grid) -> _Layout:
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
    return _Layout(
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
    return len(_lines_of(grid, row, column, cell)) * cell.size * _LINE + _PAD


def _lines_of(grid: Grid, row: int, column: int, cell: GridCell) -> list[str]:
    """The cell's text as lines in the width that it has: text that does not wrap may run into empty cells beside it."""
    width = max(sum(grid.widths[column : column + cell.columns]) - 2 * _PAD, 6.0)
    plain = "\n" not in cell.text
    if cell.keeps and plain:
        return [cell.text]
    if not cell.wraps and plain:
        needed = text_width(cell.text, cell.face, cell.size)
        if needed <= width + _free(grid, row, column + cell.columns, needed - width, cell.align):
            return [cell.text]
    return lines(cell.text, Style(cell.face, cell.size, cell.size * _LINE), width / MM) or [""]


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


def _draw_page(
    canvas: Canvas, layout: _Layout, band: tuple[int, int], rows: Sequence[int], count: tuple[int, int]
) -> None:
    grid = layout.grid
    canvas.setPageSize(grid.paper)
    _draw_running(canvas, grid, count)
    canvas.saveState()
    canvas.translate(grid.margins[0], grid.paper[1] - grid.margins[1])
    canvas.scale(layout.scale, layout.scale)
    follows = bool(rows and layout.headers and rows[0] > layout.headers[-1])
    drawn = [*(layout.headers if follows else ()), *rows]
    tops: dict[int, float] = {}
    at = 0.0
    for row in drawn:
        tops[row] = at
        at -= layout.heights[row]
    for grounds in (True, False):
        for place in _places(grid, drawn, band):
            _draw_cell(canvas, layout, place, tops, band, grounds=grounds)
    for picture in grid.pictures:
        _draw_picture(canvas, layout, picture, band, rows, tops)
    canvas.restoreState()
    canvas.showPage()


def _draw_picture(
    canvas: Canvas,
    layout: _Layout,
    picture: GridPicture,
    band: tuple[int, int],
    rows: Sequence[int],
    tops: Mapping[int, float],
) -> None:
    """What of a picture falls on this page: one that reaches beyond it goes on where the sheet does."""
    if not rows:
        return
    first, widths, heights = rows[0], layout.grid.widths, layout.heights
    x = sum(widths[band[0] : picture.column]) - sum(widths[picture.column : band[0]]) + picture.right
    top = tops[first] + sum(heights[picture.row : first]) - sum(heights[first : picture.row]) - picture.down
    upper, lower = tops[first], tops[rows[-1]] - heights[rows[-1]]
    wide = sum(widths[band[0] : band[1]])
    if x >= wide or x + picture.width <= 0 or top <= lower or top - picture.height >= upper:
        return
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(0, lower, wide, upper - lower)
    canvas.clipPath(edge, stroke=0, fill=0)
    canvas.drawImage(picture.image, x, top - picture.height, picture.width, picture.height, mask="auto")
    canvas.restoreState()


def _places(grid: Grid, rows: Sequence[int], band: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Cells that are seen on a page, also merged ones that began on the page before."""
    shown = set(rows)
    for (row, column), cell in grid.cells.items():
        across = column < band[1] and column + cell.columns > band[0]
        if across and (row in shown or (cell.rows > 1 and any(row + down in shown for down in range(cell.rows)))):
            yield row, column


def _draw_cell(
    canvas: Canvas,
    layout: _Layout,
    place: tuple[int, int],
    tops: Mapping[int, float],
    band: tuple[int, int],
    *,
    grounds: bool,
) -> None:
    grid, (row, column) = layout.grid, place
    cell = grid.cells[place]
    rows = [one for one in range(row, row + cell.rows) if one in tops]
    left, right = max(column, band[0]), min(column + cell.columns, band[1])
    x, width = sum(grid.widths[band[0] : left]), sum(grid.widths[left:right])
    top = tops[rows[0]]
    height = sum(layout.heights[one] for one in rows)
    if grounds:
        if cell.fill:
            canvas.setFillColor(f"#{cell.fill}")
            canvas.rect(x, top - height, width, height, stroke=0, fill=1)
        return
    _draw_edges(canvas, cell.edges, x, top, width, height)
    if cell.text and rows[0] == row and left == column:
        _draw_words(canvas, cell, _lines_of(grid, row, column, cell), (x, top, width, height))


def _draw_edges(canvas: Canvas, edges: Edges, x: float, top: float, width: float, height: float) -> None:
    canvas.setStrokeColor("#000000")
    bottom = top - height
    sides = ((x, bottom, x, top), (x, top, x + width, top), (x + width, bottom, x + width, top))
    for thickness, side in zip(edges, (*sides, (x, bottom, x + width, bottom)), strict=True):
        if thickness:
            canvas.setLineWidth(thickness)
            canvas.line(*side)


def _draw_words(canvas: Canvas, cell: GridCell, found: Sequence[str], box: tuple[float, float, float, float]) -> None:
    x, top, width, height = box
    size = cell.size
    needed = len(found) * size * _LINE
    if needed > height:
        size *= max(height / needed, 0.2)
    if cell.keeps and found:
        wide = text_width(found[0], cell.face, size)
        size *= max(min(1.0, (width - 2 * _PAD) / wide), 0.3) if wide else 1.0
    slack = height - len(found) * size * _LINE
    at = top - {"top": _PAD / 2, "center": slack / 2}.get(cell.lies, max(slack - _PAD / 2, 0.0))
    canvas.setFillColor(f"#{cell.colour}")
    for line in found:
        at -= size * _LINE
        wide = text_width(line, cell.face, size)
        start = {"right": x + width - _PAD - wide, "center": x + (width - wide) / 2}.get(cell.align, x + _PAD)
        draw_line(canvas, line, cell.face, size, start, at + size * 0.28)


def draw_line(canvas: Canvas, text: str, face: Face, size: float, x: float, y: float) -> None:
    """One line of text, each character by the face that has it."""
    for font, part in runs(text, face):
        canvas.setFont(font, size)
        canvas.drawString(x, y, part)
        x += text_width(part, face, size)


def _draw_running(canvas: Canvas, grid: Grid, count: tuple[int, int]) -> None:
    canvas.setFillColor("#404040")
    left, right = grid.margins[0], grid.paper[0] - grid.margins[2]
    for texts, y in ((grid.above, grid.paper[1] - 9 * MM), (grid.below, 7 * MM)):
        room = (right - left) / (1 if sum(map(bool, texts)) < 2 else 3)
        for text, place in zip(texts, (0, 0.5, 1), strict=True):
            said = text.replace("{page}", str(count[0])).replace("{pages}", str(count[1]))
            size, found = _running_lines(said, room)
            for number, line in enumerate(found):
                at = y + ((len(found) - 1) / 2 - number) * size * _LINE
                wide = text_width(line, Face.HEI, size)
                draw_line(canvas, line, Face.HEI, size, left + (right - left - wide) * place, at)


def _running_lines(text: str, room: float) -> tuple[float, list[str]]:
    """The largest size in which a text goes above or below a page, and its lines in that."""
    for size in _RUNNING:
        found = lines(text, Style(Face.HEI, size, size * _LINE), room / MM)
        if len(found) * size * _LINE <= _RUNNING_HEIGHT:
            break
    return size, found
