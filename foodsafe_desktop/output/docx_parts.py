"""The few things about a DOCX that python-docx leaves to its XML: East Asian faces, fixed widths, row rules."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SONG, HEI, FANG_SONG = "宋体", "黑体", "仿宋"
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Stands in a document's properties where a program would write the moment it was made."""
_LATIN = "Times New Roman"
_PAD, _GAP = 0.9, 0.6
"""Space beside and above a cell's text, in mm."""
_NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNWRITABLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069{_NO_CHARACTERS}]")


@dataclass(frozen=True, slots=True)
class Type:
    """A face by its Windows name, its size and line distance in points (0: what the face itself asks for)."""

    face: str
    size: float
    bold: bool = False
    leading: float = 0

    def apply(self, target: Run | ParagraphStyle) -> None:
        """Set on a run or style, for Chinese and Latin alike."""
        target.font.name = _LATIN
        target.font.size = Pt(self.size)
        target.font.bold = self.bold
        fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), self.face)
        fonts.set(qn("w:hint"), "eastAsia")


def nameless(document: Document) -> None:
    """Take names and times out of the document's properties, and say that its language is Chinese."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.title = ""
    properties.created = properties.modified = EPOCH
    properties.revision = 1
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def packed(document: Document) -> bytes:
    """The document as bytes: the same for the same content. Afterwards the document is empty.

    It waits in circles of references for the collector, which would free tables and styles of twenty volumes in one go
    and keep every thread waiting for a tenth of a second. Rows go one by one: lxml takes the square of what it removes.
    """
    out = io.BytesIO()
    document.save(out)
    body = document.element.body
    for row in list(body.iter(qn("w:tr"))):
        row.getparent().remove(row)
    body.clear()
    document.styles.element.clear()
    return without_times(out.getvalue())


def without_times(package: bytes) -> bytes:
    """The same package with every entry dated 1980, so that the same document or workbook has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def writable(text: str) -> str:
    """`text` with what XML cannot hold, and what turns text around, as readable marks; rare characters stay."""
    return _UNWRITABLE.sub(_marked, text.replace("\r\n", "\n").replace("\r", "\n"))


def _marked(character: re.Match[str]) -> str:
    return f"〔U+{ord(character[0]):04X}〕"


def paragraph(
    parent: Document | _Cell, text: str, kind: Type, align: WD_ALIGN_PARAGRAPH | None = None, after: float = 0
) -> Paragraph:
    """Add a paragraph; `after` is the space below it in points."""
    return _filled(parent.add_paragraph(), text, kind, align, after)


def cell_text(cell: _Cell, text: str, kind: Type, align: WD_ALIGN_PARAGRAPH | None = None) -> None:
    """Write into a cell's first paragraph, in the middle of its height."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _filled(cell.paragraphs[0], text, kind, align, 0)


def _filled(into: Paragraph, text: str, kind: Type, align: WD_ALIGN_PARAGRAPH | None, after: float) -> Paragraph:
    kind.apply(into.add_run(writable(text)))
    if align is not None:
        into.alignment = align
    into.paragraph_format.space_before = Pt(0)
    into.paragraph_format.space_after = Pt(after)
    if kind.leading:
        into.paragraph_format.line_spacing = Pt(kind.leading)
    return into


def running_head(section: Section, *texts: tuple[str, Type, WD_ALIGN_PARAGRAPH | None]) -> None:
    """What stands at the top of every page of a section, a paragraph each; nothing of the section before it."""
    section.header.is_linked_to_previous = False
    for index, (text, kind, align) in enumerate(texts):
        into = section.header.add_paragraph() if index else section.header.paragraphs[0]
        _filled(into, text, kind, align, 0)


def fixed_width(table: Table, widths: Sequence[float]) -> None:
    """Column widths in mm that no text can change."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no public way to a table's own width
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    width = _element("w:tblW", w=_twips(sum(widths)), type="dxa")
    style = properties.find(qn("w:tblStyle"))
    properties.insert(0 if style is None else 1, width)
    margins = _element("w:tblCellMar")
    for side, margin in (("top", _GAP), ("left", _PAD), ("bottom", _GAP), ("right", _PAD)):
        margins.append(_element(f"w:{side}", w=_twips(margin), type="dxa"))
    properties.find(qn("w:tblLayout")).addnext(margins)


def bordered(table: Table) -> None:
    """Thin black rules around and between all cells."""
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties = table._tbl.tblPr  # noqa: SLF001 - see fixed_width
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)


def repeated(row: _Row) -> None:
    """Repeat the row at the head of every page, and keep it whole."""
    no_split(row)
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001 - no public way to row rules


def no_split(row: _Row) -> None:
    """Keep the row whole on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001 - no public way to row rules


def shaded(cell: _Cell) -> None:
    """The pale ground of headings and bands."""
    _cell_rule(cell, _element("w:shd", val="clear", color="auto", fill="EDEDED"))


def _cell_rule(cell: _Cell, rule: BaseOxmlElement) -> None:
    """Put it before w:vAlign, where the schema wants borders and shading."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - no public way to a cell's rules
    after = properties.find(qn("w:vAlign"))
    if after is None:
        properties.append(rule)
    else:
        after.addprevious(rule)


def _twips(millimetres: float) -> str:
    return str(round(millimetres * 1440 / 25.4))


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
