"""A document's body, written from top to bottom as XML text and read once at its end: cell by cell takes too long."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Mm

from foodsafe_desktop.output.docx_parts import SONG, Type, nameless, packed, running_head, writable
from foodsafe_desktop.output.forms.sizes import Frame

Align = Literal["left", "center", "right"]
_LATIN = "Times New Roman"
_SCHEMA = nsdecls("w")
_LINE = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="{}"/>'
_GREY = '<w:color w:val="6B6B6B"/>'
_NUMBER = Type(SONG, 9)
_ENDING = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
"""Of a paragraph that is there because the format wants one: a point high."""
_EDGE = 7
"""How far the foot of the page stands from its edge, in mm."""


@dataclass(frozen=True, slots=True)
class Par:
    """A paragraph: `after` is the space below it in points, `indent` in mm with the first line hanging out by it."""

    text: str
    kind: Type
    align: Align = "left"
    after: float = 0
    indent: float = 0
    keep: bool = False
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: paragraphs (at least one), how many columns it covers, its ground and rules."""

    pars: tuple[Par, ...]
    span: int = 1
    shaded: bool = False
    top: bool = False
    ruled: str = ""
    """``bottom``: a grey rule below and none else; ``all``: rules around; empty: those of the table."""
    upright: bool = False
    inner: str = ""
    """A table inside the cell, as XML."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of at least so many mm; `heads`: repeated on every page; `exact`: it does not grow; `splits`: it may."""

    cells: tuple[Cell, ...]
    least: float
    heads: bool = False
    exact: bool = False
    splits: bool = False


@dataclass
class Manuscript:
    """The body so far. A section ends where another page is wanted, and where the document does."""

    _body: list[str] = field(default_factory=list)
    _sections: list[tuple[Frame, tuple[Par, ...], float]] = field(default_factory=list)
    _turns: bool = False

    def section(self, frame: Frame, *heads: Par, head_top: float = 10.0) -> None:
        """Go on with pages of this frame, with these lines at the top of each, from `head_top` mm down."""
        if self._sections:
            self._end_section()
        self._sections.append((frame, heads, head_top))
        self._turns = False

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self._turns = True

    def paragraph(self, par: Par) -> None:
        """Write a paragraph."""
        self._body.append(paragraph_xml(par, turns=self._turns))
        self._turns = False

    def table(self, widths: Sequence[float], rows: Sequence[TableRow], **look: float | bool) -> None:
        """Write a table of columns so wide in mm, and the low paragraph that keeps it apart from the next."""
        if self._turns:
            self._body.append(f"<w:p><w:pPr><w:pageBreakBefore/>{_ENDING}</w:pPr></w:p>")
            self._turns = False
        self._body.append(table_xml(widths, rows, **look))  # type: ignore[arg-type]
        self._body.append(f"<w:p><w:pPr>{_ENDING}</w:pPr></w:p>")

    def finished(self) -> bytes:
        """The document. Pages are numbered at their feet, but for a cover; same content, same bytes."""
        self._end_section()
        document = Document()
        nameless(document)
        Type(SONG, 10.5).apply(document.styles["Normal"])
        # The body takes the template's place whole: moved over node by node it would take many times as long.
        document.part._element = parse_xml(self._xml())  # noqa: SLF001 - python-docx has no public way
        document = document.part.document
        for index, (section, (frame, heads, top)) in enumerate(zip(document.sections, self._sections, strict=True)):
            _set_page(section, frame, top if heads else 10.0)
            running_head(section, *((par.text, par.kind, _ALIGNED[par.align]) for par in heads))
            if index == 0:
                _number(section)
        return packed(document)

    def _xml(self) -> str:
        """The whole document; its last section's properties are the body's own."""
        *body, last = self._body
        if not body[-1].endswith("</w:p>"):
            body.append(last.replace("<w:sectPr/>", ""))
        return f"<w:document {nsdecls('w', 'r')}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"

    def _end_section(self) -> None:
        self._body.append(f"<w:p><w:pPr>{_ENDING}<w:sectPr/></w:pPr></w:p>")


_ALIGNED = {"left": None, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def _set_page(section: Section, frame: Frame, head_top: float) -> None:
    width, height = frame.page
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = Mm(frame.left), Mm(frame.right)
    section.top_margin, section.bottom_margin = Mm(frame.top), Mm(frame.bottom)
    section.header_distance, section.footer_distance = Mm(head_top), Mm(_EDGE)


def _number(section: Section) -> None:
    """第n页　共N页 at the foot of this section's pages and all after it, but not on its first, a cover."""
    section.different_first_page_header_footer = True
    section.footer.is_linked_to_previous = False
    foot = section.footer.paragraphs[0]._p  # noqa: SLF001 - python-docx has no fields
    word = [_run_xml(text, _NUMBER) for text in ("第", "页　共", "页")]
    said = (word[0], _field("PAGE"), word[1], _field("NUMPAGES"), word[2])
    number = f'<w:p {_SCHEMA}><w:pPr>{_spacing(_NUMBER, 0)}<w:jc w:val="center"/></w:pPr>{"".join(said)}</w:p>'
    foot.getparent().replace(foot, parse_xml(number))


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_run_xml("1", _NUMBER)}</w:fldSimple>'


def paragraph_xml(par: Par, *, turns: bool = False) -> str:
    """A paragraph as XML; `turns`: it begins a page."""
    indent = twips(par.indent)
    properties = (
        "<w:keepNext/>" if par.keep else "",
        "<w:pageBreakBefore/>" if turns else "",
        _spacing(par.kind, par.after),
        f'<w:ind w:left="{indent}" w:hanging="{indent}"/>' if par.indent else "",
        f'<w:jc w:val="{par.align}"/>' if par.align != "left" else "",
    )
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{_run_xml(par.text, par.kind, grey=par.grey)}</w:p>"


def _spacing(kind: Type, after: float) -> str:
    line = f' w:line="{round(kind.leading * 20)}" w:lineRule="exact"' if kind.leading else ""
    return f'<w:spacing w:before="0" w:after="{round(after * 20)}"{line}/>'


def _run_xml(text: str, kind: Type, *, grey: bool = False) -> str:
    said = escape(writable(text))
    if "\n" in said or "\t" in said:
        said = said.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        said = said.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{_look(kind, grey)}<w:t xml:space="preserve">{said}</w:t></w:r>'


@lru_cache(maxsize=64)
def _look(kind: Type, grey: bool) -> str:  # noqa: FBT001 - a cached function's arguments are its key
    face, size = quoteattr(kind.face), round(kind.size * 2)
    return (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia={face}/>'
        f'<w:b w:val="{int(kind.bold)}"/>{_GREY if grey else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def table_xml(
    widths: Sequence[float], rows: Sequence[TableRow], *, pad: float = 0.9, gap: float = 0.6, ruled: bool = True
) -> str:
    """A table as XML: fixed column widths in mm, `pad` and `gap` beside and above a cell's text, black rules."""
    borders = "".join(_LINE.format(side, "000000") for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    margins = "".join(
        f'<w:{side} w:w="{twips(margin)}" w:type="dxa"/>'
        for side, margin in (("top", gap), ("left", pad), ("bottom", gap), ("right", pad))
    )
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f"{f'<w:tblBorders>{borders}</w:tblBorders>' if ruled else ''}"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(_row_xml(row, widths) for row in rows)}</w:tbl>"
    )


def _row_xml(row: TableRow, widths: Sequence[float]) -> str:
    cells: list[str] = []
    at = 0
    for cell in row.cells:
        cells.append(_cell_xml(cell, sum(widths[at : at + cell.span])))
        at += cell.span
    rule = "exact" if row.exact else "atLeast"
    whole = "" if row.splits else "<w:cantSplit/>"
    height = f'{whole}<w:trHeight w:val="{twips(row.least)}" w:hRule="{rule}"/>'
    return f"<w:tr><w:trPr>{height}{'<w:tblHeader/>' if row.heads else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell_xml(cell: Cell, width: float) -> str:
    properties = (
        f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "",
        _ruled(cell.ruled),
        '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if cell.shaded else "",
        '<w:textDirection w:val="tbRlV"/>' if cell.upright else "",
        "" if cell.top else '<w:vAlign w:val="center"/>',
    )
    ending = f"{cell.inner}<w:p><w:pPr>{_ENDING}</w:pPr></w:p>" if cell.inner else ""
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{''.join(map(paragraph_xml, cell.pars))}{ending}</w:tc>"


def _ruled(how: str) -> str:
    if how == "bottom":
        return f"<w:tcBorders>{_LINE.format('bottom', '6B6B6B')}</w:tcBorders>"
    if how == "all":
        sides = "".join(_LINE.format(side, "000000") for side in ("top", "left", "bottom", "right"))
        return f"<w:tcBorders>{sides}</w:tcBorders>"
    return ""


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)
