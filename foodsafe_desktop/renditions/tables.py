"""The tables of a DOCX or XLSX file as cells of text, for importing a 任务分工表.

Runs in a worker process: the file may come from anyone. A merged cell's text stands in every cell that it covers.
"""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import ParseError  # only the exception: nothing is parsed here

import docx
import openpyxl
from docx.document import Document
from docx.table import _Cell
from openpyxl.worksheet.worksheet import Worksheet

from foodsafe_desktop.domain.errors import TableUnreadable
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.task_table import Table
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.worker import WorkerLost, Workers
from foodsafe_desktop.services.job import Job

_SECONDS = 60.0
_ROWS, _COLUMNS = 5000, 60
_NOT_A_TABLE = "只能导入 DOCX 或 XLSX 文件。旧版 DOC、XLS 和 WPS 文件请先另存为 DOCX 或 XLSX；扫描件请先录成表格"
_OPENED = ("~$", ".~")
_MARKS_AN_OPEN_FILE = "这是办公软件打开文件时留下的临时文件，没有内容。请选择名称不带“~$”或“.~”的原文件"
_DAMAGED = "文件不完整或已损坏，不能读出表格。请用 WPS 或 Office 打开后另存为新的文件，再导入"


def read_tables(path: Path, workers: Workers, job: Job) -> tuple[Table, ...]:
    """All tables of a document, or all sheets of a workbook, in order. Raises TableUnreadable, Cancelled."""
    if not path.is_file():
        raise TableUnreadable(path.name, "文件不存在或无权读取，请核对路径")
    if path.name.startswith(_OPENED):
        raise TableUnreadable(path.name, _MARKS_AN_OPEN_FILE)
    try:
        found = workers.run(job, _SECONDS, tables_or_reason, path)
    except WorkerLost as error:
        raise TableUnreadable(path.name, _DAMAGED) from error
    if isinstance(found, str):
        raise TableUnreadable(path.name, found)
    return found


def tables_or_reason(path: Path) -> tuple[Table, ...] | str:
    """What a worker is asked: the tables, or in words why there are none."""
    verdict = inspect_file(path)
    if verdict.condition is Condition.ENCRYPTED:
        return "文件设有密码或权限保护。请索取未加密的文件，或取消保护后另存，再导入"
    if verdict.condition is not Condition.OK:
        return _DAMAGED if verdict.condition is not Condition.UNKNOWN else _NOT_A_TABLE
    readers = {"docx": _document_tables, "xlsx": _workbook_tables, "xlsm": _workbook_tables}
    reader = readers.get(str(verdict.format))
    if reader is None:
        return _NOT_A_TABLE
    try:
        with warnings.catch_warnings():
            # openpyxl warns of whatever it would lose on saving; nothing is saved here.
            warnings.simplefilter("ignore")
            found = tuple(table for table in reader(path) if table.rows)
    except (OSError, KeyError, ValueError, IndexError, AttributeError, TypeError, ParseError, zipfile.BadZipFile):
        # python-docx and openpyxl let out whatever a malformed part makes them stumble over.
        return _DAMAGED
    return found or "文件中没有表格"


def _document_tables(path: Path) -> Iterator[Table]:
    document: Document = docx.Document(str(path))
    for ordinal, table in enumerate(document.tables, start=1):
        rows = [_texts(row.cells) for row in list(table.rows)[:_ROWS]]
        yield Table(f"第{ordinal}个表格", tuple(row for row in rows if any(row)))


def _texts(cells: Sequence[_Cell]) -> tuple[str, ...]:
    return tuple(cell.text.strip() for cell in cells[:_COLUMNS])


def _workbook_tables(path: Path) -> Iterator[Table]:
    workbook = openpyxl.load_workbook(path, data_only=True)
    for sheet in workbook.worksheets:
        height, width = min(sheet.max_row, _ROWS), min(sheet.max_column, _COLUMNS)
        rows = [
            ["" if value is None else str(value).strip() for value in row]
            for row in sheet.iter_rows(max_row=height, max_col=width, values_only=True)
        ]
        _spread(sheet, rows)
        yield Table(f"工作表“{sheet.title}”", tuple(tuple(row) for row in rows if any(row)))


def _spread(sheet: Worksheet, rows: list[list[str]]) -> None:
    """Put the text of each merged cell into every place that it covers."""
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row - 1, merged.min_col - 1
        for row in rows[top : merged.max_row]:
            width = min(merged.max_col, len(row)) - left
            row[left : left + width] = [rows[top][left]] * width
