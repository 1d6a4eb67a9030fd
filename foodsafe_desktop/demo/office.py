"""Sample office files: DOCX, XLSX, OFD, text in GB18030 and a ZIP with GBK names, the same bytes every time."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from foodsafe_desktop.demo.letter_form import Letter

_THEN = (2024, 1, 2, 8, 0, 0)


def _packed(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members in this order, all of one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()


def _settled(package: bytes) -> bytes:
    """The same ZIP package with fixed member times."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return _packed({name: source.read(name) for name in source.namelist()})


def _document() -> "docx.document.Document":
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "FangSong", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    document.core_properties.author = "示例区食安办"
    return document


def _titled(document: "docx.document.Document", title: str) -> None:
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title)
    run.bold, run.font.size = True, Pt(22)


def _saved(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def letter_docx(letter: Letter) -> bytes:
    """A letter as a Word document."""
    document = _document()
    if letter.number:
        document.add_paragraph(letter.number).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _titled(document, letter.title)
    if letter.to:
        document.add_paragraph(letter.to)
    for text in letter.body:
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)
    for text in (letter.office, letter.on):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return _saved(document)


def table_docx(title: str, under: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A form with a table, such as a sign-in sheet, as a Word document."""
    document = _document()
    _titled(document, title)
    document.add_paragraph(under)
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for line in (head, *rows):
        cells = table.rows[0].cells if line is head else table.add_row().cells
        for cell, text in zip(cells, line, strict=True):
            cell.text = text
    return _saved(document)


_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sheet_xlsx(name: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    """One worksheet as XLSX (ISO/IEC 29500), the smallest package that spreadsheet programs open."""
    lines = "".join(
        f'<row r="{at}">'
        + "".join(_cell(f"{chr(65 + column)}{at}", value) for column, value in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MEDIA}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MEDIA}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_RELATED}"><sheets>'
        f'<sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{lines}</sheetData></worksheet>',
    }
    return _packed({path: (_XML + text).encode() for path, text in parts.items()})


def _cell(reference: str, value: str | int) -> str:
    if isinstance(value, int):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def page_ofd(text: str) -> bytes:
    """One page with one line as OFD (GB/T 33190-2016): a type that not every program here can open."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    box = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
    parts = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>00000000000000000000000000000059</ofd:DocID></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID>"
        f"<ofd:PageArea>{box}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/PublicRes.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体"/>'
        "</ofd:Fonts></ofd:Res>",
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {space}><ofd:Area>{box}</ofd:Area><ofd:Content>"
        '<ofd:Layer ID="3" Type="Body"><ofd:TextObject ID="4" Boundary="25 30 170 10" Font="2" Size="5">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(text) - 1} 5">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    return _packed({path: ('<?xml version="1.0" encoding="UTF-8"?>\n' + part).encode() for path, part in parts.items()})


def text_gb18030(lines: Sequence[str]) -> bytes:
    """Lines of text as old Windows programs save them: GB18030 without a mark, CR LF."""
    return "\r\n".join((*lines, "")).encode("gb18030")


def zip_gbk(members: Mapping[str, bytes]) -> bytes:
    """A ZIP as old Chinese packers make it: member names in GBK, without the UTF-8 flag.

    zipfile writes only ASCII or UTF-8 names, so each is first packed under an ASCII name of the same length.
    """
    stand_ins = {f"{index:02d}".ljust(len(name.encode("gbk")), "~"): name for index, name in enumerate(members)}
    packed = _packed({stand_in: members[name] for stand_in, name in stand_ins.items()})
    for stand_in, name in stand_ins.items():
        packed = packed.replace(stand_in.encode("ascii"), name.encode("gbk"))
    return packed
