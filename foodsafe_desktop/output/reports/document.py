"""Any report as DOCX."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat

from foodsafe_desktop.domain.wording import points_text
from foodsafe_desktop.output.docx_parts import (
    bordered,
    cell_text,
    fixed_width,
    nameless,
    no_split,
    packed,
    paragraph,
    repeated,
    shaded,
)
from foodsafe_desktop.output.reports.gb9704 import (
    BODY,
    CELL,
    CELL_HEADING,
    CELL_PITCH,
    HEADING,
    LINE,
    LINE_PITCH,
    NOTE,
    SUBHEADING,
    TITLE,
    exactly,
    lay_out,
    set_closely,
)
from foodsafe_desktop.output.reports.sheet import Block, Column, Grid, Report, Row, RowKind, Text, TextKind, Value

_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_KINDS = {
    TextKind.ADDRESSEE: BODY,
    TextKind.BODY: BODY,
    TextKind.HEADING: HEADING,
    TextKind.SUBHEADING: SUBHEADING,
    TextKind.NOTE: NOTE,
    TextKind.SIGNATURE: BODY,
    TextKind.RECEIPT: HEADING,
}
_HEADINGS = (TextKind.HEADING, TextKind.SUBHEADING, TextKind.RECEIPT)
_CLOSING = (TextKind.NOTE, TextKind.SIGNATURE)
_INDENTED = (TextKind.BODY, TextKind.HEADING, TextKind.SUBHEADING)


def docx_of(report: Report) -> bytes:
    """The report as a document; the same report gives the same bytes."""
    document = Document()
    nameless(document)
    lay_out(document, wide=report.wide)
    exactly(paragraph(document, report.title, TITLE, _CENTRE), 36)
    for line in report.lines:
        exactly(paragraph(document, line, NOTE if report.wide else LINE, _CENTRE), 20 if report.wide else LINE_PITCH)
    for block, after in zip_longest(report.blocks, report.blocks[1:]):
        if isinstance(block, Grid):
            document.paragraphs[-1].paragraph_format.space_after = Pt(3)
            _table(document, block, wide=report.wide)
        elif block.kind is TextKind.SIGNATURE:
            _signature(document, *block.text.split("\n"))
        else:
            set_text = _text(document, block, wide=report.wide)
            # No page of a table without its heading, and none of signatures without what is signed.
            set_text.keep_with_next = isinstance(after, Grid) or block.kind in _HEADINGS or _closes(after)
    return packed(document)


def _closes(block: Block | None) -> bool:
    return isinstance(block, Text) and block.kind in _CLOSING


def _text(document: DocumentType, text: Text, *, wide: bool) -> ParagraphFormat:
    kind = _KINDS[text.kind]
    if wide and text.kind is not TextKind.NOTE:
        kind = replace(kind, size=12)
    line = paragraph(document, text.text, kind)
    if kind.size == BODY.size:
        set_closely(line)
    exactly(line, 20 if wide or text.kind is TextKind.NOTE else LINE_PITCH)
    if text.kind in _INDENTED and not wide:
        _indent(line, first=2)
    if text.kind is TextKind.RECEIPT:
        line.alignment = _CENTRE
    if text.kind in (TextKind.NOTE, TextKind.RECEIPT):
        line.paragraph_format.space_before = Pt(6)
    spacing: ParagraphFormat = line.paragraph_format
    return spacing


def _signature(document: DocumentType, office: str, day: str) -> None:
    """Issued without a seal, GB/T 9704-2012 7.3.5.2.

    The date begins two characters to the right of the office's name, and the longer ends two before the edge.
    """
    overhang = 2 + _ems(day) - _ems(office)
    for text, right in ((office, 2 + max(overhang, 0)), (day, 2 + max(-overhang, 0))):
        line = paragraph(document, text, BODY, _RIGHT)
        set_closely(line)
        exactly(line, LINE_PITCH)
        _indent(line, right=right)
        if text is office:
            line.paragraph_format.space_before = Pt(LINE_PITCH)
            line.paragraph_format.keep_with_next = True


def _ems(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)


def _indent(line: Paragraph, *, first: float = 0, right: float = 0) -> None:
    """Indents in characters, so that they follow the size of the type."""
    indent = line._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - python-docx indents by lengths only
    for name, characters in (("first", first), ("right", right)):
        if characters:
            long = {"first": "firstLine", "right": "right"}[name]
            indent.set(qn(f"w:{long}Chars"), str(round(characters * 100)))
            indent.set(qn(f"w:{long}"), str(round(characters * BODY.size * 20)))


def _table(document: DocumentType, grid: Grid, *, wide: bool) -> None:
    if not grid.rows:
        _text(document, Text(grid.empty), wide=wide)
        return
    table: Table = document.add_table(rows=0, cols=len(grid.columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    fixed_width(table, [column.width for column in grid.columns])
    bordered(table)
    heading = _row(table, 8)
    repeated(heading)
    for cell, column in zip(heading.cells, grid.columns, strict=True):
        cell_text(cell, column.title, CELL_HEADING, _CENTRE)
        exactly(cell.paragraphs[0], CELL_PITCH)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        shaded(cell)
    for row in grid.rows:
        _filled(_row(table, grid.least), row, grid.columns)


def _row(table: Table, least: float) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row.height, row.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
    return row


def _filled(row: _Row, content: Row, columns: Sequence[Column]) -> None:
    no_split(row)
    cells, spanned = row.cells, len(columns) - len(content.cells)
    first = cells[0].merge(cells[spanned]) if spanned else cells[0]
    held = (first, *cells[spanned + 1 :])
    plain = content.kind is RowKind.PLAIN
    for index, (cell, value, column) in enumerate(zip(held, content.cells, columns[spanned:], strict=True)):
        centred = column.centred and not (spanned and index == 0)
        cell_text(cell, shown(value), CELL if plain else CELL_HEADING, _CENTRE if centred else None)
        exactly(cell.paragraphs[0], CELL_PITCH)
        if not plain:
            shaded(cell)
        if not plain:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def shown(value: Value) -> str:
    """A cell's value as paper shows it."""
    return points_text(value) if isinstance(value, Decimal) else str(value)
