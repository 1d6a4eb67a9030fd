"""Any report as XLSX: a sheet a table, to sort and filter in; what is to be signed by hand is left to the document."""

import datetime as dt
import io
import math
import zipfile
from collections.abc import Iterable
from copy import copy

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from foodsafe_desktop.output.docx_parts import EPOCH, without_times, writable
from foodsafe_desktop.output.reports.sheet import Grid, Report, Row, RowKind, Text, Value, padded

_TITLE, _HEADING, _CELL = Font(name="黑体", size=18), Font(name="黑体", size=11), Font(name="仿宋", size=11)
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_PALE = PatternFill("solid", fgColor="FFEDEDED")
_MILLIMETRES_PER_CHARACTER = 1.9
_INCH = 25.4
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula (when it is typed again, or goes through a CSV file)."""
_STYLE = "_style"
"""Where a cell keeps what it looks like. Dressing each cell anew takes most of the time, and there is no public way."""
_Looks = dict[tuple[bool, ...], StyleArray]
_TEXT_WIDTH = 120.0
_LINE, _PADDING, _EM = 15.0, 4.0, 11.0
_POINTS_PER_MILLIMETRE = 2.7
"""Heights in points. Some programs take a row without one for a single line, whatever its texts need."""


def xlsx_of(report: Report) -> bytes:
    """The report as a workbook; the same report gives the same bytes."""
    workbook = openpyxl.Workbook()
    workbook.properties.creator = None
    workbook.properties.created = workbook.properties.modified = EPOCH.replace(tzinfo=None)
    workbook.remove(workbook.worksheets[0])
    if not report.wide:
        _text_sheet(workbook.create_sheet("正文"), report)
    for grid in report.grids:
        if report.wide or (grid.rows and not grid.paper_only):
            _table_sheet(workbook.create_sheet(grid.name), report, grid)
    out = io.BytesIO()
    # Not Workbook.save: it writes the time of saving into the file.
    ExcelWriter(workbook, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    for sheet in workbook.worksheets:  # its cells form circles: see `docx_parts.packed`
        sheet.delete_rows(1, sheet.max_row)
    return without_times(out.getvalue())


def _table_sheet(sheet: Worksheet, report: Report, grid: Grid) -> None:
    wide, top = len(grid.columns), _head(sheet, report, len(grid.columns))
    for index, column in enumerate(grid.columns, start=1):
        cell = _written(sheet, top, index, column.title)
        cell.font, cell.fill, cell.border = _HEADING, _PALE, _BOX
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(index)].width = column.width / _MILLIMETRES_PER_CHARACTER
    sheet.row_dimensions[top].height = _height((column.title, column.width) for column in grid.columns)
    looks: _Looks = {}
    for number, row in enumerate(grid.rows, start=top + 1):
        _table_row(sheet, number, row, grid, looks)
    last = top + len(grid.rows)
    if not grid.rows:
        last += 1
        _written(sheet, last, 1, grid.empty).font = _CELL
    elif all(row.kind is RowKind.PLAIN for row in grid.rows):
        sheet.auto_filter.ref = f"A{top}:{get_column_letter(wide)}{last}"
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    _paper(sheet, f"A1:{get_column_letter(wide)}{last}", wide=report.wide)


def _table_row(sheet: Worksheet, number: int, row: Row, grid: Grid, looks: _Looks) -> None:
    wide = len(grid.columns)
    covered = wide - len(row.cells) + 1
    plain = row.kind is RowKind.PLAIN
    for index, (value, column) in enumerate(zip(padded(row.cells, wide), grid.columns, strict=True), start=1):
        cell = _written(sheet, number, index, value)
        centred = column.centred and (plain or index > covered)
        # The first cell's text runs over the empty ones behind it: no rule between them.
        edges = plain or index == 1 or index > covered, plain or index >= covered
        key = (plain, centred, *edges, cell.quotePrefix, isinstance(value, dt.date))
        if key not in looks:
            _dress(cell, plain=plain, centred=centred, left=edges[0], right=edges[1])
            looks[key] = getattr(cell, _STYLE)
        setattr(cell, _STYLE, copy(looks[key]))
    if plain:
        widths = (column.width for column in grid.columns)
        sheet.row_dimensions[number].height = max(_height(zip(row.cells, widths, strict=True)), grid.least * 2.83)


def _dress(cell: Cell, *, plain: bool, centred: bool, left: bool, right: bool) -> None:
    cell.font = _CELL if plain else _HEADING
    cell.alignment = Alignment(wrap_text=plain, horizontal="center" if centred else None, vertical="center")
    cell.border = Border(left=_THIN if left else None, right=_THIN if right else None, top=_THIN, bottom=_THIN)
    if not plain:
        cell.fill = _PALE


def _text_sheet(sheet: Worksheet, report: Report) -> None:
    """The running text; each table is a sheet of its own, which the text names in its place."""
    row = _head(sheet, report, 1)
    sheet.column_dimensions["A"].width = _TEXT_WIDTH / _MILLIMETRES_PER_CHARACTER
    for block in report.blocks:
        if block.paper_only:
            continue
        text = block.text if isinstance(block, Text) else f"（见工作表“{block.name}”）" if block.rows else block.empty
        cell = _written(sheet, row, 1, text)
        cell.font, cell.alignment = _CELL, Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = _height([(text, _TEXT_WIDTH)])
        row += 1
    _paper(sheet, f"A1:A{row - 1}", wide=False)


def _head(sheet: Worksheet, report: Report, wide: int) -> int:
    """Title and the lines below it, centred across the sheet; returns the row after them."""
    for number, text in enumerate((report.title, *report.lines), start=1):
        # Centred across the columns and not merged: a merged head is in the way of sorting and of selecting columns.
        for column in range(1, wide + 1):
            cell = _written(sheet, number, column, text if column == 1 else "")
            cell.font = _TITLE if number == 1 else _CELL
            cell.alignment = Alignment(horizontal="centerContinuous", vertical="center")
        sheet.row_dimensions[number].height = 30 if number == 1 else 18
    return 2 + len(report.lines)


def _height(cells: Iterable[tuple[Value, float]]) -> float:
    """The height of a row that shows all of its texts; each with the width of its column in mm."""
    return max(_lines(str(value), width) for value, width in cells) * _LINE + _PADDING


def _lines(text: str, width: float) -> int:
    """How many lines a text takes, reckoned generously: a line is as wide as its characters, and words break early."""
    room = width * _POINTS_PER_MILLIMETRE - 8
    ems = (sum(0.6 if character.isascii() else 1 for character in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(em * _EM / room)) for em in ems)


def _written(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write one cell. A text stays a text whatever it begins with."""
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]
    if isinstance(value, str):
        text = writable(value)
        if text:
            cell.value, cell.data_type = text, "s"
        cell.quotePrefix = text.startswith(_LIVE)
    else:
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"
    return cell


def _paper(sheet: Worksheet, area: str, *, wide: bool) -> None:
    """A4 with the margins and page numbers of the document, everything on the width of one sheet."""
    sheet.print_area = area
    setup, margins = sheet.page_setup, sheet.page_margins
    setup.orientation, setup.paperSize = "landscape" if wide else "portrait", 9
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    left, right, top, bottom = (35, 37, 27, 27) if wide else (28, 26, 37, 35)
    margins.left, margins.right, margins.top, margins.bottom = (edge / _INCH for edge in (left, right, top, bottom))
    margins.header = margins.footer = 15 / _INCH
    # Excel's footers cannot be turned: on a wide sheet the number stands at its foot.
    sheet.HeaderFooter.differentOddEven = True
    number = _HeaderFooterPart(text='&"宋体,Regular"&14— &P —')
    sheet.oddFooter, sheet.evenFooter = HeaderFooterItem(right=number), HeaderFooterItem(left=number)
