"""A workbook of before 2007 (XLS, ET: BIFF 8) as pages, read by xlrd."""

# mypy: disable-error-code="no-untyped-call, attr-defined"
# xlrd has no types.

import os
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from types import SimpleNamespace

import xlrd
from openpyxl.worksheet.header_footer import HeaderFooterItem
from xlrd.book import Book
from xlrd.sheet import Sheet

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.cells import Edges
from foodsafe_desktop.renditions.office_pages.grid import Grid, GridCell, too_many
from foodsafe_desktop.renditions.office_pages.grid_pages import grids_to_pdf
from foodsafe_desktop.renditions.office_pages.number_formats import is_date, shown
from foodsafe_desktop.renditions.office_pages.sheets import MM, OWN, OWN_LAYOUT
from foodsafe_desktop.renditions.office_pages.workbook import LEFT_OUT, NO_PICTURES, NO_TEXT, running
from foodsafe_desktop.renditions.text.biff import beside

_MOST_ROWS, _ROWS_ON_A_PAGE, _MOST_COLUMNS = 30_000, 45, 256
_A4 = (210 * MM, 297 * MM)
_RULES = (0.0, 0.5, 1.0, 0.5, 0.5, 1.6, 1.0, 0.25, 1.0, 0.5, 1.0, 0.5, 1.0, 1.0)
_ALIGN = {2: "center", 6: "center", 7: "center", 3: "right", 1: "left", 5: "left"}


def old_workbook_to_pdf(source: Path, place: Path) -> Made:
    """Write an XLS file's pages. Raises CannotPrint, and whatever xlrd raises for hostile bytes."""
    notes: dict[str, None] = {OWN_LAYOUT: None}
    known = beside(source)
    if known.has_drawings:
        notes[NO_PICTURES] = None
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        book = xlrd.open_workbook(str(source), logfile=nowhere, formatting_info=True)
    rows = sum(sheet.nrows for sheet in book.sheets())
    if rows > _MOST_ROWS:
        raise too_many(rows // _ROWS_ON_A_PAGE)
    grids = []
    for sheet, (header, footer) in zip(book.sheets(), chain(known.running, repeat(("", ""))), strict=False):
        if sheet.visibility:
            notes[LEFT_OUT] = None
            continue
        grid = _grid(book, sheet, notes)
        if grid is None:
            continue
        above = running(_parted(header), sheet.name, notes) or grid.above
        left, middle, right = running(_parted(footer), sheet.name, notes) or grid.below
        if known.has_drawings:  # what is missing is said where it would have been seen
            middle = f"{middle}　（{NO_PICTURES.rstrip('。')}，请见原件）"
        grids.append(replace(grid, above=above, below=(left, middle, right)))
    if not grids:
        raise CannotPrint(NO_TEXT)
    return Made(grids_to_pdf(grids, place), tuple(notes), OWN)


def _parted(edge: str) -> HeaderFooterItem:
    """A header or footer with its codes as what stands left, in the middle and right."""
    return HeaderFooterItem.from_tree(SimpleNamespace(text=edge))


def _grid(book: Book, sheet: Sheet, notes: dict[str, None]) -> Grid | None:
    texts = [
        (row, column)
        for row in range(sheet.nrows)
        for column in range(min(sheet.row_len(row), _MOST_COLUMNS))
        if sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    ]
    if not texts:
        return None
    last_row, last_column = max(row for row, _ in texts), max(column for _, column in texts)
    rows = [one for one in range(last_row + 1) if not _is_hidden(sheet.rowinfo_map.get(one))]
    columns = [one for one in range(last_column + 1) if not _is_hidden(sheet.colinfo_map.get(one))]
    if len(rows) <= last_row or len(columns) <= last_column:
        notes[LEFT_OUT] = None
    merges = {(low, left): (high, right) for low, high, left, right in sheet.merged_cells}
    row_at, column_at = ({one: at for at, one in enumerate(given)} for given in (rows, columns))
    under = {
        (row, column)
        for (low, left), (high, right) in merges.items()
        for row in range(low, min(high, last_row + 1))
        for column in range(left, min(right, last_column + 1))
        if (row, column) != (low, left)
    }
    cells = {}
    for row in rows:
        for column in columns:
            if column >= sheet.row_len(row) or (row, column) in under:
                continue
            high, right = merges.get((row, column), (row + 1, column + 1))
            down = sum(row <= one < high for one in rows)
            across = sum(column <= one < right for one in columns)
            cells[row_at[row], column_at[column]] = _cell(book, sheet, row, column, (across, down))
    widths = [sheet.computed_column_width(column) / 256 * 5.6 for column in columns]
    heights = [_height(sheet, row) for row in rows]
    landscape = sheet.portrait == 0 if hasattr(sheet, "portrait") else False
    paper = _A4[::-1] if landscape or sum(widths) > _A4[0] * 1.3 else _A4
    return Grid(widths, heights, cells, paper, above=("", sheet.name, ""))


def _is_hidden(found: object) -> bool:
    return bool(getattr(found, "hidden", 0))


def _height(sheet: Sheet, row: int) -> float:
    found = sheet.rowinfo_map.get(row)
    height = found.height / 20 if found is not None and found.height else 14.4
    return min(max(float(height), 2.0), 410.0)


def _cell(book: Book, sheet: Sheet, row: int, column: int, spans: tuple[int, int]) -> GridCell:
    cell = sheet.cell(row, column)
    style = book.xf_list[cell.xf_index]
    font = book.font_list[style.font_index]
    code = book.format_map[style.format_key].format_str if style.format_key in book.format_map else "General"
    digits = int(sheet.computed_column_width(column) / 256 * 0.93) - 2
    text, numeric = _text(book, cell.ctype, cell.value, code, digits)
    name = font.name.lower()
    sans = any(part in name for part in ("黑", "hei", "arial", "sans", "calibri"))
    bold = bool(font.weight > 500)
    face = (Face.HEI_BOLD if bold else Face.HEI) if sans else (Face.XIAO_BIAO_SONG if bold else Face.SONG)
    align = _ALIGN.get(style.alignment.hor_align, "right" if numeric else "left")
    lies = {0: "top", 1: "center", 3: "top", 4: "center"}.get(style.alignment.vert_align, "bottom")
    size = min(max(font.height / 20, 4.0), 72.0)
    wraps = bool(style.alignment.text_wrapped)
    edges = _edges(style.border)
    return GridCell(text, *spans, align, lies, wraps, numeric, face, size, "000000", "", edges)


def _edges(border: object) -> Edges:
    found = [
        _RULES[min(getattr(border, f"{side}_line_style", 0), len(_RULES) - 1)]
        for side in ("left", "top", "right", "bottom")
    ]
    return found[0], found[1], found[2], found[3]


def _text(book: Book, kind: int, value: object, code: str, digits: int) -> tuple[str, bool]:
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        assert isinstance(value, float)  # noqa: S101 - xlrd gives both as floats
        if kind == xlrd.XL_CELL_DATE or is_date(code):
            return _date(book, value, code), True
        return shown(int(value) if value.is_integer() else value, code, digits), True
    if kind == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(value), code), False
    if kind == xlrd.XL_CELL_ERROR:
        return str(dict(xlrd.error_text_from_code).get(int(str(value)), "#N/A")), False
    return (str(value) if kind == xlrd.XL_CELL_TEXT else ""), False


def _date(book: Book, value: float, code: str) -> str:
    try:
        moment = xlrd.xldate_as_datetime(value, book.datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return shown(value, "General")
    is_time = value < 1 and "y" not in code.lower()
    return shown(moment.time() if is_time else moment, code)
