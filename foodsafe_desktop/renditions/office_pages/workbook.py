"""A workbook (XLSX) as pages: its visible sheets in order, as their own page setup asks for."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.chartsheet.chartsheet import Chartsheet
from openpyxl.styles.borders import Side
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.charts import Chart
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.cells import Edges
from foodsafe_desktop.renditions.office_pages.grid import PAGES, Grid, GridCell, Running, too_many
from foodsafe_desktop.renditions.office_pages.grid_pages import grids_to_pdf
from foodsafe_desktop.renditions.office_pages.number_formats import shown
from foodsafe_desktop.renditions.office_pages.sheet_charts import LISTED, UNLISTED, chart_grid, charts_by_sheet
from foodsafe_desktop.renditions.office_pages.sheet_pictures import pictures_of, reach
from foodsafe_desktop.renditions.office_pages.sheets import MM, OWN, OWN_LAYOUT

_MOST_ROWS = 30_000
"""In all sheets: more cannot come to as few pages as a volume takes."""
_ROWS_ON_A_PAGE = 45
_MOST_XML = 96 * 1024 * 1024
_STEP = 1024 * 1024
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_RANGE = re.compile(
    rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]{0,400}?\bref\s*=\s*["']([A-Za-z$]{1,8}\d{1,8}:[A-Za-z$]{1,8}\d{1,8})"""
)
_MOST_JOINED, _LONGEST_TAG = 1_000_000, 512
"""Cells in merged and linked ranges, each of which the reader makes; bytes within which such a range is named."""
_UNRECKONED = re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>")
_POINTS_A_CHARACTER = 5.6
_MOST_COLUMNS = 400
_BORDERED_ROWS, _BORDERED_COLUMNS = 100, 20
"""How far a form's empty ruled cells are followed beyond the last text."""
_PAPERS = {8: (297.0, 420.0), 9: (210.0, 297.0), 11: (148.0, 210.0), 12: (257.0, 364.0), 13: (182.0, 257.0)}
_THIN, _MEDIUM, _THICK = 0.5, 1.0, 1.6
NO_TEXT = (
    "工作簿中没有本程序能排版的内容（没有文字，或只有图片、图表和图形），未予打印。"
    "请核对文件，或在原软件中另存为 PDF 后放入同一文件夹。"
)
NO_PICTURES = "工作表中的图表和部分图片未排出。"
_STRICT = b"http://purl.oclc.org/ooxml/"
_FOREIGN = "工作簿采用本程序不能排版的格式（如二进制），未予打印。请在原软件中另存为 PDF 后放入同一文件夹。"
LEFT_OUT = "隐藏的工作表、行或列未排出。"
_BEYOND = f"工作表第{_MOST_COLUMNS}列之后的内容未排出。"
_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d+|&.', re.DOTALL)
_RUNNING_LEFT = re.compile("&[DTFZG]", re.IGNORECASE)
_NOT_IN_RUNNING = "工作表页眉页脚中的日期、文件名和图片未排出。"
_OTHER_RUNNING = "首页或偶数页另设的页眉页脚未排出。"
_TOO_LARGE = "工作簿内容过大，未予打印。请只导出需要的部分为 PDF，放入同一文件夹。"


def workbook_to_pdf(source: Path, place: Path) -> Made:
    """Write an XLSX file's pages. Raises CannotPrint, and whatever a parser raises for hostile bytes."""
    notes: dict[str, None] = {OWN_LAYOUT: None}
    _guard(source, notes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it would lose on saving
        with source.open("rb") as file:  # by its path openpyxl goes by the extension
            book = openpyxl.load_workbook(file, data_only=True)
    grids: list[Grid] = []
    charts = charts_by_sheet(source)
    rows = 0
    for sheet in book._sheets:  # type: ignore[attr-defined]  # noqa: SLF001 - with the chart sheets, in the order of the book
        if sheet.sheet_state != "visible":
            notes[LEFT_OUT] = None
            continue
        if isinstance(sheet, Chartsheet):
            grids += _listed(sheet.title, charts, notes)
            continue
        areas = _areas(sheet, notes)
        rows += sum(last - first + 1 for _, first, _, last in areas)
        if rows > _MOST_ROWS:  # a single cell far below is enough
            raise too_many(rows // _ROWS_ON_A_PAGE)
        grids += [made for area in areas if (made := _grid(sheet, area, notes)) is not None]
        grids += _listed(sheet.title, charts, notes)
    if not grids:
        raise CannotPrint(NO_TEXT)
    return Made(grids_to_pdf(grids, place), tuple(notes), OWN)


def _listed(title: str, charts: dict[str, list[Chart | None]], notes: dict[str, None]) -> list[Grid]:
    """A sheet's charts in words, where it has some."""
    found = charts.get(title, [])
    made = chart_grid(title, found) if found else None
    if None in found:
        notes[UNLISTED] = None
    if made is not None:
        notes[LISTED] = None
    return [made] if made is not None else []


def _guard(source: Path, notes: dict[str, None]) -> None:
    """See how much there is before a reader takes it all into memory. Raises CannotPrint."""
    rows = size = joined = 0
    with zipfile.ZipFile(source) as package:
        main = next((one for one in package.namelist() if one.lower() == "xl/workbook.xml"), None)
        if main is None or _STRICT in package.read(main)[:_STEP]:
            raise CannotPrint(_FOREIGN)
        for member in package.infolist():
            name = member.filename.lower()
            if not name.endswith((".xml", ".rels")):
                continue
            size += member.file_size
            if size > _MOST_XML and rows <= _MOST_ROWS:
                raise CannotPrint(_TOO_LARGE)
            if "worksheets/" not in name:
                continue
            for step, new in _steps(package, member):
                rows += sum(one.start() >= new for one in _ROW.finditer(step))
                joined += sum(_cells(one[1]) for one in _RANGE.finditer(step) if one.end() > new)
                if _UNRECKONED.search(step):
                    notes["部分公式没有保存计算结果，单元格留空。"] = None
    if rows > _MOST_ROWS:
        raise too_many(rows // _ROWS_ON_A_PAGE)
    if joined > _MOST_JOINED:
        raise CannotPrint(_TOO_LARGE)


def _steps(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """A member piece by piece, each after the end of the one before; and where in it what is new begins."""
    with package.open(member) as stream:
        tail = b""
        while step := stream.read(_STEP):
            yield tail + step, len(tail)
            tail = step[-_LONGEST_TAG:]


def _cells(reference: bytes) -> int:
    left, top, right, bottom = range_boundaries(reference.decode("ascii").replace("$", "").upper())
    return (abs((right or 0) - (left or 0)) + 1) * (abs((bottom or 0) - (top or 0)) + 1)


Area = tuple[int, int, int, int]
"""First column, first row, last column, last row, from 1, inclusive."""


def _areas(sheet: Worksheet, notes: dict[str, None]) -> list[Area]:
    try:
        ranges = re.findall(r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?", str(sheet.print_area or "").upper())
        areas = [range_boundaries(one) for one in ranges]
    except ValueError:
        areas = []
    whole = _used(sheet, notes)
    if whole is None:
        return []
    inside = [(one[0] or 1, one[1] or 1, min(one[2] or 1, _MOST_COLUMNS), min(one[3] or 1, whole[3])) for one in areas]
    return [one for one in inside if one[0] <= one[2] and one[1] <= one[3]] or [whole]


def _used(sheet: Worksheet, notes: dict[str, None]) -> Area | None:
    """What holds text, and the ruled empty cells that go on from there."""
    texts, ruled = _marked(sheet, notes)
    last_row, last_column = max((row for row, _ in texts), default=0), max((column for _, column in texts), default=0)
    with_pictures = reach(sheet, (last_row, last_column))
    if not texts:
        return (1, 1, with_pictures[1], with_pictures[0]) if all(with_pictures) else None
    for merged in sheet.merged_cells.ranges:
        if (merged.min_row, merged.min_col) in texts:
            last_row = max(last_row, min(merged.max_row, last_row + _BORDERED_ROWS))
            last_column = max(last_column, min(merged.max_col, last_column + _BORDERED_COLUMNS))
    rows, columns = {row for row, _ in ruled}, {column for _, column in ruled}
    end_row, end_column = last_row + _BORDERED_ROWS, last_column + _BORDERED_COLUMNS
    while last_row + 1 in rows and last_row < end_row:
        last_row += 1
    while last_column + 1 in columns and last_column < end_column:
        last_column += 1
    return 1, 1, max(last_column, min(with_pictures[1], _MOST_COLUMNS)), max(last_row, with_pictures[0])


def _marked(sheet: Worksheet, notes: dict[str, None]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Where there is text, and where an empty cell is ruled."""
    texts, ruled = set(), set()
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - iterating rows would make every cell that is not there
        written = cell.value not in (None, "")
        if column > _MOST_COLUMNS:
            if written:
                notes[_BEYOND] = None
        elif written:
            texts.add((row, column))
        elif cell.has_style and cell.border is not None and (_side(cell.border.bottom) or _side(cell.border.right)):
            ruled.add((row, column))
    return texts, ruled


def _grid(sheet: Worksheet, area: Area, notes: dict[str, None]) -> Grid | None:
    rows = [row for row in range(area[1], area[3] + 1) if not sheet.row_dimensions[row].hidden]
    hidden = _hidden_columns(sheet)
    columns = [column for column in range(area[0], area[2] + 1) if column not in hidden]
    if len(rows) < area[3] - area[1] + 1 or len(columns) < area[2] - area[0] + 1:
        notes[LEFT_OUT] = None
    row_at, column_at = ({one: at for at, one in enumerate(given)} for given in (rows, columns))
    merges = {(one.min_row, one.min_col): one for one in sheet.merged_cells.ranges}
    cells: dict[tuple[int, int], GridCell] = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - as above
        if row not in row_at or column not in column_at or isinstance(cell, MergedCell):
            continue
        merged = merges.get((row, column))
        down = [one for one in rows if merged.min_row <= one <= merged.max_row] if merged else [row]
        right = [one for one in columns if merged.min_col <= one <= merged.max_col] if merged else [column]
        ends = sheet._cells.get((merged.max_row, merged.max_col)) if merged else None  # noqa: SLF001
        cells[row_at[row], column_at[column]] = _cell(
            cell, len(right), len(down), ends, sum(_width(sheet, one) for one in right)
        )
    widths, heights = [_width(sheet, column) for column in columns], [_height(sheet, row) for row in rows]
    pictures, missing = pictures_of(sheet, row_at, column_at, (widths, heights))
    if missing:
        notes["工作表中的部分图片未排出。"] = None
    if not pictures and not any(cell.text for cell in cells.values()):
        return None
    setup = sheet.page_setup
    landscape = setup.orientation == "landscape"
    size = _PAPERS.get(int(setup.paperSize or 9), _PAPERS[9])
    paper = (size[1] * MM, size[0] * MM) if landscape else (size[0] * MM, size[1] * MM)
    fits = bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    if _has_other_running(sheet):
        notes[_OTHER_RUNNING] = None
    return Grid(
        widths,
        heights,
        cells,
        paper,
        headers=_headers(sheet, row_at),
        scale=0.0 if fits else min(max(float(setup.scale or 100) / 100, 0.3), 1.0),
        above=running(sheet.oddHeader, sheet.title, notes) or ("", sheet.title, ""),
        below=running(sheet.oddFooter, sheet.title, notes) or ("", PAGES, ""),
        pictures=pictures,
        breaks=frozenset(row_at[one.id] for one in sheet.row_breaks.brk if one.id in row_at),
    )


def running(given: HeaderFooterItem | None, title: str, notes: dict[str, None]) -> Running | None:
    """A sheet's own header or footer (18.3.1.39), without looks and without what would change from day to day."""
    texts = [str(one.text or "") for one in (given.left, given.center, given.right)] if given else []
    if not any(text.strip() for text in texts):
        return None
    if any(_RUNNING_LEFT.search(text) for text in texts):
        notes[_NOT_IN_RUNNING] = None
    filled = {"&P": "{page}", "&N": "{pages}", "&A": title, "&&": "&"}
    left, middle, right = (_CODE.sub(lambda code: filled.get(code[0].upper(), ""), text) for text in texts)
    return " ".join(left.split()), " ".join(middle.split()), " ".join(right.split())


def _has_other_running(sheet: Worksheet) -> bool:
    on_first, on_even = sheet.HeaderFooter.differentFirst, sheet.HeaderFooter.differentOddEven
    first = (sheet.firstHeader, sheet.firstFooter) if on_first else ()
    even = (sheet.evenHeader, sheet.evenFooter) if on_even else ()
    return any(one.text for item in (*first, *even) for one in (item.left, item.center, item.right))


def _hidden_columns(sheet: Worksheet) -> set[int]:
    hidden: set[int] = set()
    for one in sheet.column_dimensions.values():
        if one.hidden and one.min and one.max:
            hidden.update(range(one.min, min(one.max, _MOST_COLUMNS) + 1))
    return hidden


def _width(sheet: Worksheet, column: int) -> float:
    usual = sheet.sheet_format.defaultColWidth or (sheet.sheet_format.baseColWidth or 8) + 0.43
    found = sheet.column_dimensions.get(get_column_letter(column))
    if found is None or not found.width or not found.customWidth:
        found = next(
            (one for one in sheet.column_dimensions.values() if one.min and one.min <= column <= (one.max or 0)), None
        )
    width = found.width if found is not None and found.width else usual
    return min(max(float(width), 0.8), 255) * _POINTS_A_CHARACTER


def _height(sheet: Worksheet, row: int) -> float:
    found = sheet.row_dimensions[row].height or sheet.sheet_format.defaultRowHeight or 14.4
    return min(max(float(found), 2.0), 410.0)


def _headers(sheet: Worksheet, row_at: dict[int, int]) -> list[int]:
    found = re.search(r"\$?(\d+):\$?(\d+)", str(sheet.print_title_rows or ""))
    if found is None:
        return []
    first, last = int(found[1]), min(int(found[2]), int(found[1]) + 50)
    return [row_at[row] for row in range(first, last + 1) if row in row_at]


def _cell(cell: Cell, columns: int, rows: int, ends: Cell | MergedCell | None, width: float) -> GridCell:
    value = cell.value
    text = shown(value, cell.number_format, int(width / 6) - 2)  # type: ignore[arg-type] # what else openpyxl names is not read with values
    alignment, font = cell.alignment, cell.font
    numeric = not isinstance(value, str | bool) and value is not None
    align = {"center": "center", "centerContinuous": "center", "distributed": "center", "right": "right"}.get(
        alignment.horizontal or "", "right" if numeric and alignment.horizontal in (None, "general") else "left"
    )
    name = (font.name or "").lower() if font else ""
    sans = any(part in name for part in ("黑", "hei", "等线", "deng", "calibri", "arial", "sans", "yahei"))
    bold = bool(font and font.b)
    face = (Face.HEI_BOLD if bold else Face.HEI) if sans else (Face.XIAO_BIAO_SONG if bold else Face.SONG)
    return GridCell(
        text,
        columns,
        rows,
        align,
        {"center": "center", "top": "top", "distributed": "center", "justify": "top"}.get(
            alignment.vertical or "", "bottom"
        ),
        bool(alignment.wrap_text),
        numeric,
        face,
        min(max(float(font.sz or 11), 4.0), 72.0) if font else 11.0,
        _colour(font.color.rgb if font and font.color is not None and font.color.type == "rgb" else None, dark=True),
        _colour(cell.fill.fgColor.rgb if cell.fill and cell.fill.fill_type == "solid" else None, dark=False),
        _edges(cell, ends),
    )


def _colour(rgb: object, *, dark: bool) -> str:
    """RRGGBB that can be read on white, or of a ground that black can be read on; else black, and none."""
    text = str(rgb)[-6:] if isinstance(rgb, str) and re.fullmatch(r"[0-9A-Fa-f]{6,8}", rgb) else ""
    light = sum(int(text[at : at + 2], 16) for at in (0, 2, 4)) if text else 0
    if dark:
        return text if text and light < 3 * 0xB0 else "000000"
    return text if light > 3 * 0x90 and text.upper() != "FFFFFF" else ""


def _edges(cell: Cell, ends: Cell | MergedCell | None) -> Edges:
    first, last = cell.border, (ends.border if ends is not None else cell.border)
    return _side(first.left), _side(first.top), _side(last.right), _side(last.bottom)


def _side(side: Side | None) -> float:
    style = side.style if side is not None else None
    if not style:
        return 0.0
    return {"medium": _MEDIUM, "mediumDashed": _MEDIUM, "thick": _THICK, "double": _MEDIUM, "hair": 0.25}.get(
        style, _THIN
    )
