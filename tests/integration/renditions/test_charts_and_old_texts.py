"""Charts in documents, RTF and binary workbooks: what they say is found, and stands on paper."""

import io
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from openpyxl.chart import BarChart, Reference

from foodsafe_desktop.domain.texts import TextState
from foodsafe_desktop.renditions.charts import NoChart, diagram_words, read_chart
from foodsafe_desktop.renditions.text.reading import read_words
from tests.integration.renditions import makers
from tests.integration.renditions.test_office_pages import made, saved, words

CHART = """<?xml version="1.0" encoding="UTF-8"?>
<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart>
<c:title><c:tx><c:rich><a:p><a:r><a:t>各街道</a:t></a:r><a:r><a:t>抽检批次</a:t></a:r></a:p></c:rich></c:tx></c:title>
<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>批次</c:v></c:pt></c:strCache></c:strRef>
</c:tx><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>甲街道</c:v></c:pt><c:pt idx="1"><c:v>乙街道</c:v></c:pt>
</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>120</c:v></c:pt>
<c:pt idx="1"><c:v>97.09999999999999</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart>
<c:valAx><c:title><c:tx><c:rich><a:p><a:r><a:t>轴</a:t></a:r></a:p></c:rich></c:tx></c:title></c:valAx>
</c:plotArea></c:chart></c:chartSpace>""".encode()
SAID = "图表“各街道抽检批次”（柱形图或条形图）：批次：甲街道 120，乙街道 97.1"
DRAWING = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><wp:inline>
<wp:extent cx="5000000" cy="3000000"/><a:graphic><a:graphicData><c:chart r:id="{}"/></a:graphicData></a:graphic>
</wp:inline></w:drawing>"""


def report_with_chart() -> bytes:
    document = docx.Document()
    part = Part(PackURI("/word/charts/chart1.xml"), "application/xml", CHART, document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    document.add_paragraph("统计如下").add_run()._r.append(parse_xml(DRAWING.format(relation)))
    return saved(document)


def book_with_chart(*, hidden: bool = False) -> bytes:
    """As openpyxl writes it the chart keeps no values, so its part is put in place of that."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "统计"
    book.worksheets[0].append(["街道", "批次"])
    book.worksheets[0].append(["甲街道", 120])
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=2, min_row=1, max_row=2), titles_from_data=True)
    sheet = book.create_sheet("图")
    sheet.add_chart(chart, "A1")
    sheet.sheet_state = "hidden" if hidden else "visible"
    return _with(saved(book), {"xl/charts/chart1.xml": CHART})


def _with(package: bytes, parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            after.writestr(name, parts.get(name, before.read(name)))
    return buffer.getvalue()


def test_a_chart_in_a_document_stands_there_in_words_and_is_found(tmp_path: Path) -> None:
    found = made(tmp_path, "a.docx", report_with_chart())
    assert SAID.replace(" ", "") in words(found)[0]
    assert "文中的图表和示意图未绘出，在原处列出其标题、数值和文字。" in found.notes
    assert SAID in read_words(tmp_path / "a.docx").text.pages[0].text


def test_a_chart_in_a_workbook_is_listed_behind_its_sheet_and_found(tmp_path: Path) -> None:
    found = made(tmp_path, "a.xlsx", book_with_chart())
    assert words(found)[1].startswith("图（图表）2/2〔图表“各街道抽检批次”（柱形图或条形图）〕批次甲街道120乙街道97.1")
    assert "图表未绘出，其标题和数值列在所在工作表之后。" in found.notes
    assert SAID in read_words(tmp_path / "a.xlsx").text.pages[-1].text


def test_a_chart_on_a_hidden_sheet_is_not_printed(tmp_path: Path) -> None:
    found = made(tmp_path, "a.xlsx", book_with_chart(hidden=True))
    assert (found.pages, found.notes[1:]) == (1, ("隐藏的工作表、行或列未排出。",))


def test_what_is_no_chart(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for content in (b"", b"<a>", bomb, b"<a>" * 5000):
        with pytest.raises(NoChart):
            read_chart(content)
    assert read_chart(b"<a/>").words == "图表（文件中没有保存数值）"
    broken = _with(book_with_chart(), {"xl/charts/chart1.xml": CHART[:400]})
    found = read_words(makers.put(tmp_path, "b.xlsx", broken)).text
    assert found.state is TextState.READ


def test_diagrams_are_their_texts() -> None:
    assert diagram_words("<a:t>牵头 &amp; 配合</a:t><a:t/><a:t xml:space='p'>单位</a:t>".encode()) == (
        "图形中的文字：牵头 & 配合；单位"
    )
    assert diagram_words(b"<a/>") == ""


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (r"\'ca\'b3\'c6\'b7\'b0\'b2\'c8\'ab\par\u30417 ?\u25968 ?", "食品安全\n监数"),
        (r"{\uc2 \u20851\'b9\'d8}{\f1 \'ab}", "关«"),
        (r"a\~b\_c\{\}\tab d\line {\*\unknown no}{\pict ffff}{\v}e", "a b-c{}\td\ne"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}\cell\row", "shown\t"),
        (r"\bin5 }}}}}in", "in"),
        (r"\u-10179 ?\u-8704 ?", "😀"),
        (r"a{\*\do\dobxpage\dptxbx{\dptxbxtext b}}", "ab"),
        (r"a{\shp{\*\shpinst{\sp{\sn n}{\sv b}}{\shptxt c}}{\shprslt{\*\do{\dptxbxtext c}}}}", "abc"),
        (r"a{\mmath{\*\moMathPara{\*\moMath{\mr b}}}}", "ab"),
    ],
)
def test_rich_text(body: str, seen: str, tmp_path: Path) -> None:
    fonts = r"{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Arial;}{\f2\fcharset204 Cyr;}}"
    head = r"{\rtf1\ansi\ansicpg" + ("1252" if "f1" in body else "936") + r"\deff0" + fonts + r"{\info{\title t}}\f0 "
    found = read_words(makers.put(tmp_path, "a.rtf", f"{head}{body}}}".encode("latin-1"))).text
    assert (found.state, "".join(page.text for page in found.pages)) == (TextState.READ, seen)


def test_rich_text_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    assert read_words(makers.put(tmp_path, "a.rtf", b"{\\rtf1" + b"{" * 100_000)).text.state is TextState.UNREADABLE


def test_a_mark_in_rich_text_is_seen(tmp_path: Path) -> None:
    body = "".join(f"\\'{byte:02x}" for byte in "机密★5年".encode("gb18030"))
    found = read_words(makers.put(tmp_path, "a.rtf", f"{{\\rtf1\\ansi\\ansicpg936 {body}\\par}}".encode())).text
    assert found.state is TextState.SECRET


def _record(kind: int, content: bytes) -> bytes:
    return bytes((kind, len(content))) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_binary_workbooks(tmp_path: Path) -> None:
    cell = bytes(8)
    rows = [
        [_record(7, cell + struct.pack("<I", 0)), _record(5, cell + struct.pack("<d", 12.5))],
        [_record(2, cell + struct.pack("<i", -300 << 2 | 3)), _record(8, cell + _wide("甲街道"))],
    ]
    sheet = b"".join(_record(0, bytes(17)) + b"".join(row) for row in rows)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/sharedStrings.bin", _record(19, b"\0" + _wide("台账")))
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    found = read_words(makers.put(tmp_path, "a.xlsb", buffer.getvalue())).text
    assert [page.text for page in found.pages] == ["台账\t12.5\n-3\t甲街道"]
    cut = buffer.getvalue().replace(sheet, sheet[:-1] + b"\x80")
    assert read_words(makers.put(tmp_path, "b.xlsb", cut)).text.state is TextState.UNREADABLE
