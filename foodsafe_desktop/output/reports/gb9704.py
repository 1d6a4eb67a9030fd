"""The page of an official document in DOCX: GB/T 9704-2012 sizes, faces, and where its page number stands.

Upright: 天头 37, 订口 28, 版心 156 × 225 mm (5.2); page numbers in 4号 宋体 with a dash on either side, 7 mm below the
text block, at the right on odd and at the left on even pages (7.5). Turned for a table: the number stays at the same
place of the sheet of paper (7.6), so it is turned too and stands in the left margin.
"""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _BaseHeaderFooter
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from foodsafe_desktop.output.docx_parts import FANG_SONG, HEI, SONG, Type

XIAO_BIAO_SONG, KAI = "方正小标宋简体", "楷体"
TITLE = Type(XIAO_BIAO_SONG, 22)
"""二号小标宋."""
BODY, HEADING, SUBHEADING = Type(FANG_SONG, 16), Type(HEI, 16), Type(KAI, 16)
"""三号 仿宋; 一、 in 黑体, （一） in 楷体."""
LINE = Type(FANG_SONG, 14)
"""四号, below the title."""
NUMBER = Type(SONG, 14)
CELL, CELL_HEADING, NOTE = Type(FANG_SONG, 10.5), Type(HEI, 10.5), Type(FANG_SONG, 10.5)
"""五号: the standard leaves tables free."""
LINE_PITCH = 28.95
"""Points from line to line: 22 lines in 225 mm."""
CELL_PITCH = 15.0
_AFTER_SPACING = (
    *("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd"),
    *("w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath"),
)
_AFTER_AUTO_SPACE = (
    *("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl"),
)
"""What the schema wants behind w:spacing in a run's properties, and behind w:autoSpaceDN in a paragraph's."""
_ALTERNATIVES = (
    # The next best where a face is not installed: 方正小标宋 is no part of Windows.
    (XIAO_BIAO_SONG, "方正小标宋_GBK", "roman"),
    (FANG_SONG, "仿宋_GB2312", "modern"),
    (KAI, "楷体_GB2312", "modern"),
)
_UPRIGHT = {"top": 37, "bottom": 35, "left": 28, "right": 26}
_TURNED = {"top": 27, "bottom": 27, "left": 35, "right": 37}
"""The upright margins turned with the sheet. 订口 28 and the 26 across are set as 27 and 27, within the ±1 of the
standard, because a section cannot change them from odd to even pages."""


def lay_out(document: Document, *, wide: bool) -> None:
    """Set the document's only section up, upright or turned, with its grid and page numbers."""
    _plain_style(document)
    _name_alternatives(document)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    margins = _TURNED if wide else _UPRIGHT
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
    section.gutter = Mm(0)
    section.header_distance, section.footer_distance = Mm(12), Mm(25 if not wide else 12)
    (_number_turned if wide else _number_upright)(section)
    _without_grid(section)


def _plain_style(document: Document) -> None:
    """三号仿宋, and no extra space between Chinese and figures: it would break the count of characters in a line."""
    style = document.styles["Normal"]
    BODY.apply(style)
    properties = style.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        properties.insert_element_before(off, *_AFTER_AUTO_SPACE)


def _without_grid(section: Section) -> None:
    """No grid of the page: programs disagree about it. `set_closely` and `LINE_PITCH` give its 28 × 22 characters."""
    properties = section._sectPr  # noqa: SLF001 - python-docx has no public way to the grid
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)


def set_closely(line: Paragraph) -> None:
    """Set 三号 type so that 28 characters stand in 156 mm (5.2.3): a quarter of a point closer than its 16 points."""
    for run in line.runs:
        properties = run._element.get_or_add_rPr()  # noqa: SLF001 - no public way to the space between characters
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-5")
        properties.insert_element_before(spacing, *_AFTER_SPACING)


def _number_upright(section: Section) -> None:
    """At the foot of the page, one character in from the outer edge.

    The line ends 25 mm above the paper's edge, which puts the middle of the dash 7 mm below the text block.
    """
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        line = _emptied(footer)
        _numbered(line)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
        spacing = line.paragraph_format
        spacing.right_indent, spacing.left_indent = (Pt(14), Pt(0)) if right else (Pt(0), Pt(14))


_FRAME = """
<w:tbl {ns}><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{x}" w:tblpY="{y}"/>
<w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>
<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>
<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>
<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:textDirection w:val="tbRl"/><w:vAlign w:val="center"/></w:tcPr>
<w:p/></w:tc></w:tr></w:tbl>
"""


def _number_turned(section: Section) -> None:
    """In a box in the left margin, which is the foot of the upright sheet.

    At its lower end on odd pages (the table's head at the binding side), at its upper end on even ones.
    """
    width, height, centre, indent = 8.0, 40.0, 27.8, 31.0
    for header, odd in ((section.header, True), (section.even_page_header, False)):
        line = _emptied(header)
        top = 210 - indent - height if odd else indent
        place = {"x": centre - width / 2, "y": top, "width": width, "height": height}
        twips = {key: round(value * 1440 / 25.4) for key, value in place.items()}
        frame = parse_xml(_FRAME.format(ns=nsdecls("w"), **twips))
        line._p.addprevious(frame)  # noqa: SLF001 - python-docx has no public way to a table that floats
        inner = Paragraph(frame.find(f".//{qn('w:p')}"), header)
        _numbered(inner)
        inner.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT


def _emptied(part: _BaseHeaderFooter) -> Paragraph:
    part.is_linked_to_previous = False
    line: Paragraph = part.paragraphs[0]
    return line


def _numbered(line: Paragraph) -> None:
    """— 1 —, the number a field."""
    for text in ("— ", None, " —"):
        run = line.add_run(text)
        NUMBER.apply(run)
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - no public way to a run's faces
        for kind in ("w:ascii", "w:hAnsi"):
            fonts.set(qn(kind), SONG)
        if text is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._element.addprevious(field)  # noqa: SLF001 - no public way to fields
            field.append(run._element)  # noqa: SLF001 - as above
            run.text = "1"
    exactly(line, 18)


def exactly(line: Paragraph, points: float) -> None:
    """A fixed distance from line to line, without space around the paragraph."""
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(points)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)


def _name_alternatives(document: Document) -> None:
    """Name in the table of fonts what to take where a face is not installed."""
    part = next(part for part in document.part.package.iter_parts() if part.partname.endswith("/fontTable.xml"))
    fonts = parse_xml(part.blob)
    for name, alternative, family in _ALTERNATIVES:
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        for tag, value in (("w:altName", alternative), ("w:charset", "86"), ("w:family", family)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            font.append(child)
        fonts.append(font)
    part._blob = serialize_part_xml(fonts)  # noqa: SLF001 - python-docx keeps the table of fonts as bytes
