"""Plain text and tables of plain text (CSV) as pages; HTML as the text that is seen of it."""

import csv
import io
import re
from pathlib import Path

from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.lettering.fonts import Face, text_width
from foodsafe_desktop.renditions.encodings import SAMPLE, guess
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.flow import Look, Setting, Span, TextBlock
from foodsafe_desktop.renditions.office_pages.grid import Grid, GridCell, too_many
from foodsafe_desktop.renditions.office_pages.grid_pages import grids_to_pdf
from foodsafe_desktop.renditions.office_pages.sheets import MM, OWN, OWN_LAYOUT, write_pages
from foodsafe_desktop.renditions.text.plain import decoded, html_text, is_marked

_MOST_BYTES = 4 * 1024 * 1024
_MOST_LINES, _LINES_ON_A_PAGE = 50_000, 50
_SIZE = 10.0
_TEXT = Look(Face.SONG, _SIZE)
_SETTING = Setting(stretch=1.4, tab=4 * _SIZE)
_MOST_COLUMNS = 40
_BEYOND = f"表格第{_MOST_COLUMNS}列之后的内容未排出。"
_WIDEST = 150.0
_LOOKED_AT = 200
_EDGES = (0.4, 0.4, 0.4, 0.4)
_A4 = (210 * MM, 297 * MM)
_DRAWN = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+)?<?svg\b|\s*0\s*\n\s*SECTION\s*\n", re.DOTALL
)
"""SVG, and DXF (AutoCAD's drawings as text)."""
_HTML = ("<!doctype html", "<html")
DOUBTFUL = "文本没有注明编码，无法确定，文字可能有误，请与原件核对。"
_AS_TEXT = "网页仅排出文字，其中的图片、样式和链接内容未载入。"


def text_to_pdf(source: Path, place: Path) -> Made:
    """Write a text file's pages; one with separated values under a name that says so becomes a table."""
    text = read_text(source)
    doubt = () if is_sure(source) else (DOUBTFUL,)
    extension = source.suffix.lower()
    if extension in (".csv", ".tsv") and (rows := _rows(text, extension)):
        beyond = (_BEYOND,) if any(len(row) > _MOST_COLUMNS for row in rows) else ()
        return Made(_table([row[:_MOST_COLUMNS] for row in rows], place), (OWN_LAYOUT, *beyond, *doubt), OWN)
    if _DRAWN.match(text):
        raise CannotPrint(
            "文件是图形文件（SVG、DXF），本程序不能绘出，未予打印。请用原软件另存为 PDF 后放入同一文件夹。"
        )
    if text.lstrip()[:5] == "<?xml":
        raise CannotPrint("文件是 XML 代码，直接打印没有意义，未予打印。请用原软件打开后另存为 PDF，放入同一文件夹。")
    if text[:500].lstrip("\ufeff \r\n\t").lower().startswith(_HTML):
        return Made(write_pages(place, text_blocks(html_text(text))), (OWN_LAYOUT, _AS_TEXT, *doubt), OWN)
    return Made(write_pages(place, text_blocks(text)), (OWN_LAYOUT, *doubt), OWN)


def read_text(source: Path) -> str:
    """The file's text in whatever encoding it has. Raises CannotPrint for what nobody would print."""
    if source.stat().st_size > _MOST_BYTES:
        raise CannotPrint("文本文件超过4 MB，未予打印。请只保留需要的部分，另存后放入同一文件夹。")
    return decoded(source.read_bytes()).lstrip("\ufeff")


def is_sure(source: Path) -> bool:
    """Whether there is no doubt in which encoding a text file is."""
    with source.open("rb") as file:
        head = file.read(SAMPLE)
    return is_marked(head) or guess(head).is_sure


def text_blocks(text: str) -> list[Flowable]:
    """A block a line, so that long texts break over pages. Raises CannotPrint when there are too many."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(found) > _MOST_LINES:
        raise too_many(len(found) // _LINES_ON_A_PAGE, "文本")
    while found and not found[-1].strip():
        found.pop()
    return [TextBlock([Span(line, _TEXT)], _SETTING) for line in found]


def _rows(text: str, extension: str) -> list[list[str]]:
    try:
        dialect = csv.Sniffer().sniff(text[:20_000], ",;\t|") if extension == ".csv" else csv.excel_tab
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [row[: _MOST_COLUMNS + 1] for row in csv.reader(io.StringIO(text, newline=""), dialect)]
    except csv.Error:
        return []
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _table(rows: list[list[str]], place: Path) -> int:
    if len(rows) > 200 * _LINES_ON_A_PAGE:
        raise too_many(len(rows) // _LINES_ON_A_PAGE, "表格")
    columns = max(len(row) for row in rows)
    widths = [
        min(
            max(_wide(rows[at][column]) if column < len(rows[at]) else 0 for at in range(min(len(rows), _LOOKED_AT))),
            _WIDEST,
        )
        for column in range(columns)
    ]
    widths = [max(width + 6, 18.0) for width in widths]
    cells = {
        (at, column): GridCell(
            row[column].strip() if column < len(row) else "",
            wraps=True,
            face=Face.HEI if at == 0 else Face.SONG,
            size=9.0,
            fill="EFEFEF" if at == 0 else "",
            edges=_EDGES,
            lies="center",
        )
        for at, row in enumerate(rows)
        for column in range(columns)
    }
    paper = _A4 if sum(widths) <= _A4[0] - 30 * MM else _A4[::-1]
    return grids_to_pdf([Grid(widths, [14.0] * len(rows), cells, paper, headers=(0,))], place, "表格")


def _wide(text: str) -> float:
    return max((text_width(line, Face.SONG, 9.0) for line in text.split("\n")), default=0.0)
