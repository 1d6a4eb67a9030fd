"""Text and ruled tables running from page to page of a form: rows grow, headings repeat, nothing is cut off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foodsafe_desktop.lettering.typesetting import Style, lines
from foodsafe_desktop.output.forms.paper import BLACK, PALE, Align, Paper
from foodsafe_desktop.output.forms.sizes import BODY, CELL, CELL_HEADING, FRAME_RULE, HAIRLINE, Frame

PAD_X, PAD_Y = 1.2, 1.1
"""Space between a cell's rules and its text."""
_TALLEST_HEADING = 10.0
"""Rows may be high enough for a seal; what stands over them need not."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: heading, width in mm, how its cells are aligned."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells. `spans` says how many columns each cell covers (None: one each); `keep` holds it to the next."""

    cells: tuple[str, ...]
    spans: tuple[int, ...] | None = None
    style: Style = CELL
    fill: float | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row (or a part of one that runs on) came to stand: page from 0, rectangle in PDF points."""

    row: int
    page: int
    rect: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with the least height of a row; `headed` False leaves the heading out."""

    columns: tuple[Column, ...]
    least: float
    headed: bool = True

    @property
    def width(self) -> float:
        """Width of all columns."""
        return sum(column.width for column in self.columns)


class Flow:
    """A cursor on paper. `head` draws what every page begins with and returns the y below it."""

    def __init__(self, paper: Paper, frame: Frame, head: Callable[[Paper], float] | None = None) -> None:
        self.paper, self.frame = paper, frame
        self._head = head
        self.y = self._top = head(paper) if head else frame.top

    @property
    def room(self) -> float:
        """Height left on this page."""
        return self.frame.end - self.y

    def next_page(self) -> None:
        """Go on at the top of a new page."""
        self.paper.next_page()
        self.y = self._top = self._head(self.paper) if self._head else self.frame.top

    def need(self, height: float) -> None:
        """Go to a new page unless `height` is left, or the page is still empty."""
        if height > self.room + 0.01 and self.y > self._top:
            self.next_page()

    def gap(self, height: float) -> None:
        """Leave space, but not at the top of a page."""
        if self.y > self._top:
            self.y += height

    def text(
        self, text: str, style: Style = BODY, indent: float = 0, align: Align = "left", grey: float = BLACK
    ) -> None:
        """Running text over the frame's width less `indent`."""
        width = self.frame.width - indent
        for line in lines(text, style, width):
            self.need(style.line)
            self.y = self.paper.block(self.frame.left + indent, self.y, width, [line], style, align, grey)

    def table(self, table: Table, rows: Sequence[Row], *, fill: bool = False) -> list[Placed]:
        """A ruled table; tells where each row stands. A row taller than a page runs on over the next.

        With `fill`, empty ruled rows go down to the end of the last page.
        """
        placed: list[Placed] = []
        first_height = self._height(table, rows[0], self._lines(table, rows[0])) if rows else table.least
        self.need(self._heading_height(table) + first_height if first_height < self.frame.end / 2 else table.least)
        self._heading(table)
        for index, row in enumerate(rows):
            cells = self._lines(table, row)
            follower = table.least if row.keep and index + 1 < len(rows) else 0
            if self._height(table, row, cells) + follower > self.room + 0.01:
                self._turn(table, row, cells)
            while cells:
                cells = self._part(table, index, row, cells, placed)
        while fill and table.least <= self.room + 0.01:
            self._rules(table, Row(("",) * len(table.columns)), table.least)
            self.y += table.least
        self._close(table)
        return placed

    def _close(self, table: Table) -> None:
        self.paper.rule(self.frame.left, self.y, self.frame.left + table.width, self.y, FRAME_RULE)

    def _turn(self, table: Table, row: Row, cells: list[list[str]]) -> None:
        """Start a row on a new page if it fits there whole, or if hardly a line of it fits here."""
        whole = self._height(table, row, cells) <= self.frame.end - self._top - self._heading_height(table)
        if whole or self._fitting(row) < 3:
            self._close(table)
            self.next_page()
            self._heading(table)

    def _part(
        self, table: Table, index: int, row: Row, cells: list[list[str]], placed: list[Placed]
    ) -> list[list[str]]:
        """Draw as much of a row as fits; returns the lines that are left, empty when it is all there."""
        count = max(1, self._fitting(row))
        here = [cell[:count] for cell in cells]
        height = self._height(table, row, here)
        self._cells(table, row, here, height)
        rect = self.paper.points(self.frame.left, self.y, table.width, height)
        placed.append(Placed(index, self.paper.pages - 1, rect))
        self.y += height
        rest = [cell[count:] for cell in cells]
        if not any(rest):
            return []
        self._close(table)
        self.next_page()
        self._heading(table)
        return rest

    def _fitting(self, row: Row) -> int:
        return int((self.room - 2 * PAD_Y + 0.01) / row.style.line)

    def _height(self, table: Table, row: Row, cells: list[list[str]]) -> float:
        return max(table.least, max(len(cell) for cell in cells) * row.style.line + 2 * PAD_Y)

    def _lines(self, table: Table, row: Row) -> list[list[str]]:
        edges = self._spans(table, row)
        return [lines(cell, row.style, w - 2 * PAD_X) for cell, (_, w, _) in zip(row.cells, edges, strict=True)]

    def _spans(self, table: Table, row: Row) -> list[tuple[float, float, Align]]:
        """Left edge, width and alignment of each cell."""
        found: list[tuple[float, float, Align]] = []
        x, at = self.frame.left, 0
        for span in row.spans or (1,) * len(table.columns):
            columns = table.columns[at : at + span]
            width = sum(column.width for column in columns)
            found.append((x, width, columns[0].align if span == 1 else "left"))
            x, at = x + width, at + span
        return found

    def _cells(self, table: Table, row: Row, cells: list[list[str]], height: float) -> None:
        self._rules(table, row, height)
        for cell, (x, width, align) in zip(cells, self._spans(table, row), strict=True):
            top = self.y + (height - len(cell) * row.style.line) / 2
            self.paper.block(x + PAD_X, top, width - 2 * PAD_X, cell, row.style, align)

    def _rules(self, table: Table, row: Row, height: float) -> None:
        if row.fill is not None:
            self.paper.box(self.frame.left, self.y, table.width, height, rule=0, fill=row.fill)
        for x, width, _ in self._spans(table, row):
            self.paper.box(x, self.y, width, height, HAIRLINE)
        for x in (self.frame.left, self.frame.left + table.width):
            self.paper.rule(x, self.y, x, self.y + height, FRAME_RULE)
        self.paper.rule(self.frame.left, self.y + height, self.frame.left + table.width, self.y + height, HAIRLINE)

    def _heading_height(self, table: Table) -> float:
        return min(table.least, _TALLEST_HEADING) + 1 if table.headed else 0

    def _heading(self, table: Table) -> None:
        if not table.headed:
            return
        height, x = self._heading_height(table), self.frame.left
        self.paper.box(x, self.y, table.width, height, rule=0, fill=PALE)
        for column in table.columns:
            self.paper.box(x, self.y, column.width, height, HAIRLINE)
            top = self.y + (height - CELL_HEADING.line) / 2
            self.paper.block(x, top, column.width, [column.title], CELL_HEADING, "centre")
            x += column.width
        self.paper.box(self.frame.left, self.y, table.width, height, FRAME_RULE)
        self.y += height
