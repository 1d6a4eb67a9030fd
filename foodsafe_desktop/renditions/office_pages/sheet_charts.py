"""Charts of a workbook (ECMA-376 part 1, 20.5 and 21.2): not drawn, but listed with their titles and values."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.workbook import WorkbookParser

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.charts import LONGEST_PART, Chart, NoChart, read_chart
from foodsafe_desktop.renditions.office_pages.grid import Grid, GridCell
from foodsafe_desktop.renditions.office_pages.sheets import MM

LISTED = "图表未绘出，其标题和数值列在所在工作表之后。"
UNLISTED = "部分图表未排出。"
_MOST = 100
_MOST_COLUMNS = 12
_SIZE, _ROW = 10.0, 16.0
_WIDTH = 180 * MM
_EDGES = (0.5, 0.5, 0.5, 0.5)


def charts_by_sheet(source: Path) -> dict[str, list[Chart | None]]:
    """The charts of every visible sheet by its title; None stands for one that cannot be read."""
    found: dict[str, list[Chart | None]] = {}
    left = _MOST
    with zipfile.ZipFile(source) as package:
        parser = WorkbookParser(package, "xl/workbook.xml", keep_links=False)
        parser.parse()
        for sheet, relation in parser.find_sheets():
            parts = list(_parts(package, relation.target)) if sheet.state == "visible" else []
            if parts:
                found[sheet.name] = [_chart(package, part) if at < left else None for at, part in enumerate(parts)]
                left -= len(parts)
    return found


def _parts(package: zipfile.ZipFile, sheet: str) -> Iterator[str]:
    for drawing in _related(package, sheet, "drawing"):
        yield from _related(package, drawing, "chart", "chartEx")


def _related(package: zipfile.ZipFile, part: str, *kinds: str) -> Iterator[str]:
    path = str(get_rels_path(part)).lstrip("/")  # type: ignore[no-untyped-call]
    if path in package.NameToInfo:
        for one in get_dependents(package, path):
            if one.Type.rpartition("/")[2] in kinds and one.TargetMode != "External":
                yield one.target.lstrip("/")


def _chart(package: zipfile.ZipFile, part: str) -> Chart | None:
    if part not in package.NameToInfo or package.getinfo(part).file_size > LONGEST_PART:
        return None
    try:
        return read_chart(package.read(part))
    except NoChart:
        return None


def chart_grid(sheet: str, charts: list[Chart | None]) -> Grid | None:
    """The charts of a sheet below each other, each under its heading; None where none can be read."""
    known = [one for one in charts if one is not None]
    columns = max((min(len(one.rows[0]), _MOST_COLUMNS) if one.rows else 2 for one in known), default=0)
    cells: dict[tuple[int, int], GridCell] = {}
    row = 0
    for chart in known:
        cells[row, 0] = GridCell(f"〔{chart.heading}〕", columns, wraps=True, face=Face.HEI, size=_SIZE)
        lines = chart.rows or [["文件中没有保存这张图表的数值，请见原件。"]]
        for at, line in enumerate(lines, row + 1):
            for column, text in enumerate(line[:columns]):
                span = 1 if chart.rows else columns
                edges = _EDGES if chart.rows else (0.0, 0.0, 0.0, 0.0)
                cells[at, column] = GridCell(text, span, wraps=True, size=_SIZE, edges=edges)
        row += len(lines) + 2
    if not known:
        return None
    widths = [_WIDTH / max(columns, 2)] * columns
    return Grid(widths, [_ROW] * row, cells, above=("", f"{sheet}（图表）", ""))
