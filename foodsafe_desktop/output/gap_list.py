"""缺失清单: the gaps as a document to hand over (DOCX) or to work in (XLSX)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.output.atomic import write_atomically

_COLUMNS = (("序号", 12), ("小项", 14), ("内容", 92), ("年度", 16), ("缺口原因", 62), ("责任部门", 44), ("分值", 17))
"""Heading and width in mm: 257 mm between the margins of a landscape A4 sheet."""


def write_gap_list(catalogue: Catalogue, rows: Sequence[Gap], on: dt.date, target: Path) -> None:
    """Write the gaps to `target`: a workbook where it ends in ``.xlsx``, else a document. Raises CannotWrite."""
    build = _workbook if target.suffix.lower() == ".xlsx" else _document
    content = build(catalogue, rows, on)
    try:
        write_atomically(target, content)
    except OSError as error:
        raise CannotWrite(str(target), str(error)) from error


def _lines(catalogue: Catalogue, rows: Sequence[Gap]) -> Iterator[tuple[str, ...]]:
    for ordinal, gap in enumerate(rows, start=1):
        sub, veto = catalogue.sub_item(gap.number), catalogue.veto(gap.number)
        text = sub.text if sub else veto.text if veto else ""
        points = f"{gap.points:.2f}".rstrip("0").rstrip(".")
        year = str(gap.year) if gap.year else "—"
        yield (
            str(ordinal),
            sub_item_mark(gap.number),
            text,
            year,
            gap.reason,
            "、".join(gap.departments) or "—",
            points,
        )


def _summary(catalogue: Catalogue, rows: Sequence[Gap], on: dt.date) -> str:
    day = f"{on.year}年{on.month}月{on.day}日"
    return f"依据：{catalogue.title}（{catalogue.document_number}）　截至{day}　共 {len(rows)} 处缺口"


def _document(catalogue: Catalogue, rows: Sequence[Gap], on: dt.date) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    _write(document.add_paragraph(), "缺失清单", "黑体", 22, centred=True)
    _write(document.add_paragraph(), _summary(catalogue, rows, on), "仿宋", 12, centred=True)
    _table(document, list(_lines(catalogue, rows)))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: Document, lines: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1 + len(lines), cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    heading = table.rows[0]
    repeat = OxmlElement("w:tblHeader")
    heading._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - python-docx has no public way to repeat a heading
    for column, (title, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(width)
        heading.cells[column._index].width = Mm(width)  # noqa: SLF001 - Word reads widths from cells, not columns
        _write(heading.cells[column._index].paragraphs[0], title, "黑体", 10.5, centred=True)  # noqa: SLF001
    for row, line in zip(list(table.rows)[1:], lines, strict=True):
        for cell, text, (_, width) in zip(row.cells, line, _COLUMNS, strict=True):
            cell.width = Mm(width)
            _write(cell.paragraphs[0], text, "仿宋", 10.5, centred=width < 20)


def _write(paragraph: Paragraph, text: str, face: str, size: float, *, centred: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001 - no public way
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _workbook(catalogue: Catalogue, rows: Sequence[Gap], on: dt.date) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "缺失清单"
    sheet.append(["缺失清单"])
    sheet.append([_summary(catalogue, rows, on)])
    sheet.append([title for title, _ in _COLUMNS])
    for line in _lines(catalogue, rows):
        sheet.append(list(line))
    thin = Side(style="thin")
    for row in sheet.iter_rows(min_row=3, max_col=len(_COLUMNS)):
        for cell in row:
            # Text stays text: a file name that starts with = + - @ must not become a formula.
            cell.data_type = "s"
            cell.quotePrefix = True
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="仿宋", size=11, bold=cell.row == 3)
    sheet["A1"].font = Font(name="黑体", size=18)
    for letter, (_, width) in zip("ABCDEFG", _COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = width / 2
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:3"
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
