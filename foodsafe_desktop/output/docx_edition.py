"""The editable edition of a volume's cover, contents and closing note, as DOCX.

It says the same as the printed forms, from the same entries, and names the faces that Windows and WPS have. No
dates or names of people are in the document's properties; same input, same bytes.
"""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section as DocxSection
from docx.shared import Mm
from docx.table import Table, _Row

from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.output.docx_parts import (
    FANG_SONG,
    HEI,
    SONG,
    Type,
    bordered,
    cell_text,
    copied,
    fixed_width,
    nameless,
    no_split,
    packed,
    paragraph,
    repeated,
    running_head,
    shaded,
    underlined,
    without_height,
)
from foodsafe_desktop.output.forms.closing_note import NOTE_FORMS, situation
from foodsafe_desktop.output.forms.contents import FORMS, LEFT, ContentsForm, Entry, entries
from foodsafe_desktop.output.forms.cover import cover_fields, title_lines
from foodsafe_desktop.output.forms.sizes import (
    LETTER_FRAME,
    SIGNATURE_ROW,
    TABLE_FRAME,
    Frame,
)
from foodsafe_desktop.output.forms.words import volume_heading, volume_mark, years_text
from foodsafe_desktop.services.ports import BinderFacts

_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_COVER_TITLE, _COVER_VOLUME = Type(SONG, 26, bold=True), Type(SONG, 22, bold=True)
_COVER_LINE, _FIELD = Type(FANG_SONG, 16), Type(FANG_SONG, 14)
_FORM_TITLE, _LABEL = Type(SONG, 18, bold=True, leading=26), Type(HEI, 10.5, leading=14)
_CELL, _BAND, _NOTE, _BODY = Type(SONG, 9, leading=12.5), Type(HEI, 9, leading=12.5), Type(SONG, 9), Type(FANG_SONG, 12)
_ROW_GAP = 1.0
"""What is left above and below a row's text, so that as many rows stand on a page as in print."""


def volume_docx(laid: BinderPlan, facts: BinderFacts) -> bytes:
    """Cover, contents and closing note, in the form of the recipe's standard and with the sizes as printed."""
    document = Document()
    nameless(document)
    Type(SONG, 10.5).apply(document.styles["Normal"])
    _page(document.sections[0], LETTER_FRAME)
    _cover(document, laid, facts)
    _page(document.add_section(WD_SECTION.NEW_PAGE), FORMS[laid.recipe.standard].frame)
    _contents(document, laid, facts)
    _page(document.add_section(WD_SECTION.NEW_PAGE), TABLE_FRAME)
    without_height(document.paragraphs[-1])
    running_head(document.sections[-1])
    _closing(document, laid, facts)
    return packed(document)


def _page(section: DocxSection, frame: Frame) -> None:
    width, height = frame.page
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = Mm(frame.left), Mm(frame.right)
    section.top_margin, section.bottom_margin = Mm(frame.top), Mm(frame.bottom)
    section.header_distance = section.footer_distance = Mm(10)


def _table(document: DocumentType, widths: Sequence[float], pad: float = 0.9, gap: float = 0.6) -> Table:
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    fixed_width(table, widths, pad, gap)
    return table


def _row(table: Table, least: float) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row.height, row.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
    return row


def _cover(document: DocumentType, laid: BinderPlan, facts: BinderFacts) -> None:
    plan = laid.volume
    paragraph(document, "全宗号＿＿＿＿＿＿＿＿", _LABEL)
    paragraph(document, "保管期限＿＿＿＿＿＿＿", _LABEL, after=70)
    paragraph(document, "\n".join(title_lines(facts)), _COVER_TITLE, _CENTRE, after=36)
    for text in (plan.dimension, volume_mark(plan)):
        if text and text != plan.title:
            paragraph(document, text, _COVER_LINE, _CENTRE, after=6)
    paragraph(document, plan.title, _COVER_VOLUME, _CENTRE, after=60)
    table = _table(document, (30, 110))
    for label, value in cover_fields(laid, facts):
        row = _row(table, 10)
        cell_text(row.cells[0], label, Type(HEI, 14))
        cell_text(row.cells[1], value, _FIELD)
        underlined(row.cells[1])


def _contents(document: DocumentType, laid: BinderPlan, facts: BinderFacts) -> None:
    """The table, under a head that stands on every page as it does in print."""
    plan, form = laid.volume, FORMS[laid.recipe.standard]
    section = document.sections[-1]
    section.header_distance = Mm(form.top)
    line = f"{facts.archive_title}　{volume_heading(plan)}　{years_text(facts.years)}　共{len(plan.pieces)}件"
    running_head(section, (form.title, _FORM_TITLE, _CENTRE), (line, _CELL, None))
    table = _table(document, [width for _, width in form.columns], gap=_ROW_GAP)
    bordered(table)
    heading = _row(table, form.row)
    repeated(heading)
    for cell, (title, _) in zip(heading.cells, form.columns, strict=True):
        cell_text(cell, title, _LABEL, _CENTRE)
        shaded(cell)
    alike: dict[tuple[int, bool], _Row] = {}
    for entry in entries(laid):
        shape = (len(entry.cells), entry.band)
        if shape in alike:
            copied(alike[shape], entry.cells)
        else:
            alike[shape] = _entry(table, form, entry)


def _entry(table: Table, form: ContentsForm, entry: Entry) -> _Row:
    """A line of the contents; bands and notes cover the columns that they do not name."""
    row = _row(table, form.row)
    no_split(row)
    cells, spanned = row.cells, len(form.columns) - len(entry.cells)
    first = cells[0].merge(cells[spanned]) if spanned else cells[0]
    columns = form.columns[spanned:]
    for index, (text, cell, (title, _)) in enumerate(zip(entry.cells, cells[spanned:], columns, strict=True)):
        centred = title not in LEFT and not (spanned and index == 0)
        kind = _BAND if entry.band else _CELL
        cell_text(first if index == 0 else cell, text, kind, _CENTRE if centred else None)
        if entry.band:
            band = first if index == 0 else cell
            shaded(band)
            band.paragraphs[0].paragraph_format.keep_with_next = True
    return row


def _closing(document: DocumentType, laid: BinderPlan, facts: BinderFacts) -> None:
    paragraph(document, "备考表", _FORM_TITLE, _CENTRE)
    paragraph(document, volume_heading(laid.volume), _NOTE, _CENTRE, after=3)
    table = _table(document, (28, 57, 28, 57), pad=3)
    bordered(table)
    row = _row(table, 150)
    note = row.cells[0].merge(row.cells[3])
    form = NOTE_FORMS[laid.recipe.standard]
    cell_text(note, form.heading, _LABEL, top=True)
    for one in situation(laid, facts):
        paragraph(note, one.text, Type(HEI, 12) if one.heading else _BODY, after=2)
    paragraph(note, "修改、补充、移出、销毁等情况（手写）：", Type(HEI, 12), after=60)
    for labels in form.signatures:
        row = _row(table, SIGNATURE_ROW)
        no_split(row)
        for cell, label in zip(row.cells[::2], labels, strict=True):
            cell_text(cell, label, _LABEL, _CENTRE)
