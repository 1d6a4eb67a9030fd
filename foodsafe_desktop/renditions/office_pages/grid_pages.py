"""Grids drawn page by page: grounds, edges, words and pictures, and what stands above and below."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.lettering.fonts import Face, runs, text_width
from foodsafe_desktop.lettering.typesetting import MM, Style, lines
from foodsafe_desktop.renditions.office_pages.cells import Edges
from foodsafe_desktop.renditions.office_pages.grid import (
    LINE,
    MOST_PAGES,
    PAD,
    Grid,
    GridCell,
    GridPicture,
    Layout,
    laid_out,
    lines_of,
    too_many,
)

_RUNNING, _RUNNING_HEIGHT = (8.5, 7.0, 5.5, 4.0), 22.0
"""Sizes, and the height in points, of what stands above and below."""


def grids_to_pdf(grids: Sequence[Grid], place: Path, what: str = "工作簿") -> int:
    """Write the grids one after the other and return the count of pages. Raises CannotPrint when there are too many."""
    layouts = [laid_out(grid) for grid in grids]
    pages = sum(one.pages for one in layouts)
    if pages > MOST_PAGES:
        raise too_many(pages, what)
    canvas = Canvas(str(place), invariant=1)
    page = 0
    for one in layouts:
        for band in one.bands:
            for rows in one.stretches:
                page += 1
                _draw_page(canvas, one, band, rows, (page, pages))
    canvas.save()
    return pages


def _draw_page(
    canvas: Canvas, layout: Layout, band: tuple[int, int], rows: Sequence[int], count: tuple[int, int]
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
    layout: Layout,
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
    layout: Layout,
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
        _draw_words(canvas, cell, lines_of(grid, row, column, cell), (x, top, width, height))


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
    needed = len(found) * size * LINE
    if needed > height:
        size *= max(height / needed, 0.2)
    if cell.keeps and found:
        wide = text_width(found[0], cell.face, size)
        size *= max(min(1.0, (width - 2 * PAD) / wide), 0.3) if wide else 1.0
    slack = height - len(found) * size * LINE
    at = top - {"top": PAD / 2, "center": slack / 2}.get(cell.lies, max(slack - PAD / 2, 0.0))
    canvas.setFillColor(f"#{cell.colour}")
    for line in found:
        at -= size * LINE
        wide = text_width(line, cell.face, size)
        start = {"right": x + width - PAD - wide, "center": x + (width - wide) / 2}.get(cell.align, x + PAD)
        _draw_line(canvas, line, cell.face, size, start, at + size * 0.28)


def _draw_line(canvas: Canvas, text: str, face: Face, size: float, x: float, y: float) -> None:
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
                at = y + ((len(found) - 1) / 2 - number) * size * LINE
                wide = text_width(line, Face.HEI, size)
                _draw_line(canvas, line, Face.HEI, size, left + (right - left - wide) * place, at)


def _running_lines(text: str, room: float) -> tuple[float, list[str]]:
    """The largest size in which a text goes above or below a page, and its lines in that."""
    for size in _RUNNING:
        found = lines(text, Style(Face.HEI, size, size * LINE), room / MM)
        if len(found) * size * LINE <= _RUNNING_HEIGHT:
            break
    return size, found
