"""Office documents, mail and text as the program lays them out itself, and by a converter that is a script."""

import datetime as dt
import hashlib
import io
import os
import re
import stat
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.worksheet.worksheet import Worksheet

from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.renditions.converters.children import ConversionFailed
from foodsafe_desktop.renditions.converters.libreoffice import LibreOffice
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.office_pages.number_formats import shown
from foodsafe_desktop.renditions.office_pages.word_numbers import chinese, written
from foodsafe_desktop.renditions.pages import make_pages
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.renditions.text.biff import beside
from foodsafe_desktop.renditions.text.reading import read_words
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import NotPrintable, Rendition
from tests.integration.renditions.makers import compound, image, picture, put
from tests.integration.renditions.test_pages import photograph
from tests.sure import sure

TYPES = "[Content_Types].xml"


def words(rendition: Rendition) -> list[str]:
    """The text of every page, without its blanks."""
    with pypdfium2.PdfDocument(rendition.pdf) as pdf:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


def made(folder: Path, name: str, content: bytes) -> Rendition:
    found = make_pages(put(folder, name, content), folder / f"{name}.pdf")
    assert isinstance(found, Rendition), found
    return found


def saved(document: docx.document.Document | openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def minutes() -> docx.document.Document:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("会商纪要第一段")
    document.add_paragraph("编号条目", style="List Number")
    table = document.add_table(rows=70, cols=3, style="Table Grid")
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            cell.text = f"第{number}行"
    table.cell(1, 0).merge(table.cell(69, 0)).text = "合并"
    buffer = io.BytesIO()
    picture().save(buffer, "PNG")
    document.add_picture(buffer)
    document.add_page_break()  # type: ignore[no-untyped-call]
    document.add_paragraph("最后一页")
    return document


def test_a_document_keeps_its_text_in_order_over_pages(tmp_path: Path) -> None:
    found = made(tmp_path, "纪要.docx", saved(minutes()))
    pages = words(found)
    assert len(pages) == found.pages > 2
    assert all("内部资料" in page for page in pages)
    assert "会商纪要第一段" in pages[0]
    assert "1.编号条目" in pages[0]
    assert [f"第{number}行" in "".join(pages) for number in range(70)] == [True] * 70
    assert pages[-1] == "内部资料最后一页"
    assert found.notes[0].startswith("由本程序自行排版")
    assert found.converter == "本程序"


def test_the_same_document_gives_the_same_bytes_and_is_kept(tmp_path: Path) -> None:
    content = saved(minutes())
    first, second = made(tmp_path, "甲.docx", content), made(tmp_path, "乙.docx", content)
    assert hashlib.sha256(first.pdf.read_bytes()).digest() == hashlib.sha256(second.pdf.read_bytes()).digest()
    assert made(tmp_path, "甲.docx", content) == first


def test_linked_pictures_are_named_and_never_loaded(tmp_path: Path) -> None:
    document = docx.Document()
    buffer = io.BytesIO()
    picture().save(buffer, "PNG")
    document.add_picture(buffer)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    b'Target="media/image1.png"', b'TargetMode="External" Target="http://127.0.0.1:9/a"'
                )
            after.writestr(name, content)
    found = made(tmp_path, "链接.docx", packed.getvalue())
    assert "外部链接图片，未载入" in words(found)[0]
    assert any("外部" in note for note in found.notes)


def test_a_workbook_shows_values_as_its_formats_do(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (value, code) in enumerate(
        [(dt.date(2023, 5, 6), 'yyyy"年"m"月"d"日"'), (0.9876, "0.0%"), (1234567.5, "#,##0.00")], 1
    ):
        sheet.cell(row, 1, value).number_format = code  # type: ignore[call-overload]
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].hidden = True
    sheet["B1"] = "隐去"
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.create_sheet("空")
    found = made(tmp_path, "台账.xlsx", saved(book))
    assert words(found) == ["Sheet1/12023年5月6日98.8%1,234,567.50"]
    assert "隐藏的工作表、行或列未排出。" in found.notes


def test_a_workbook_of_many_pages_is_held_back_and_says_how_many(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(31_000):
        sheet.append([number])
    found = make_pages(put(tmp_path, "长表.xlsx", saved(book)), tmp_path / "a.pdf")
    assert isinstance(found, NotPrintable)
    assert "约688页" in found.sentence


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.025, "0%", "3%"),
        (-5, "#,##0.00;[Red](#,##0.00)", "(5.00)"),
        (12, "General", "12"),
        (0.5, "# ?/?", "1/2"),
        (7, "000", "007"),
        (3.5, "[$¥-804]#,##0.0", "¥3.5"),
        (dt.datetime(2023, 5, 6, 9, 7), "yyyy-mm-dd h:mm", "2023-05-06 9:07"),  # noqa: DTZ001 - a cell has no zone
        (dt.date(2023, 5, 6), "aaaa", "星期六"),
    ],
)
def test_number_formats(value: float | dt.date, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_counts_in_chinese() -> None:
    assert [chinese(count) for count in (1, 10, 12, 20, 105, 110, 1001)] == [
        *("一", "十", "十二", "二十", "一百零五", "一百一十", "一千零一"),
    ]
    assert (written(4, "upperRoman"), written(28, "lowerLetter"), written(3, "decimalEnclosedCircle")) == (
        "IV",
        "bb",
        "③",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    found = made(tmp_path, "说明.txt", "食品安全工作说明\r\n第二行䶮".encode(encoding))
    assert words(found) == ["食品安全工作说明第二行䶮"]


def test_separated_values_become_a_table(tmp_path: Path) -> None:
    found = made(tmp_path, "表.csv", '序号,名称\n1,"鲜,肉"\n'.encode("gb18030"))
    assert words(found) == ["1/1序号名称1鲜,肉"]


def strict(content: bytes) -> bytes:
    """The same package in the names of the strict form."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            pattern = rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(?!metadata|content-types|relationships\b)"
            if name.endswith(".rels"):
                pattern = rb"http://schemas\.openxmlformats\.org/(officeDocument)/2006/"
            after.writestr(name, re.sub(pattern, rb"http://purl.oclc.org/ooxml/\1/", part) if name != TYPES else part)
    return packed.getvalue()


def test_strict_documents_are_read_like_others(tmp_path: Path) -> None:
    text = saved(minutes())
    assert words(made(tmp_path, "严.docx", strict(text))) == words(made(tmp_path, "宽.docx", text))
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "台账"
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(strict(saved(book)))).read("xl/workbook.xml")
    assert words(made(tmp_path, "严.xlsx", strict(saved(book)))) == words(made(tmp_path, "宽.xlsx", saved(book)))


def album() -> bytes:
    """A sheet with text, and pictures: beside it, over a page's end, and one that begins on no visible row."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "现场照片"
    sheet.row_dimensions[5].hidden = True
    for place, size in (("B2", (200, 150)), ("A44", (300, 400)), ("C5", (50, 50))):
        buffer = io.BytesIO()
        picture().save(buffer, "PNG")
        drawn = SheetImage(buffer)
        drawn.width, drawn.height = size
        sheet.add_image(drawn, place)
    return saved(book)


def test_pictures_stand_in_a_workbook_where_they_are_anchored(tmp_path: Path) -> None:
    found = made(tmp_path, "照片.xlsx", album())
    with pypdfium2.PdfDocument(found.pdf) as pdf:
        first = pdf[0].render(scale=1).to_pil().convert("RGB")
    colours = [first.getpixel((42 + int(8.43 * 5.6) + 75, y)) for y in (42 + 15 + 60,)]
    assert colours == [(200, 220, 255)]
    assert found.pages == 2, "a picture goes on on the next page"
    assert "隐藏的工作表、行或列未排出。" in found.notes


def letter() -> bytes:
    made_of = EmailMessage()
    made_of["Subject"] = "函"
    made_of.set_content("内容")
    return made_of.as_bytes()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "台账"
    return saved(book)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", workbook()),
        ("b.xlsx", album()),
        ("a.eml", letter()),
        ("a.txt", "说明".encode()),
        ("a.csv", "一,二\n三,四".encode()),
        ("a.jpg", photograph()),
        ("a.png", image("PNG")),
    ],
)
def test_the_same_file_gives_the_same_bytes(name: str, content: bytes, tmp_path: Path) -> None:
    folders = [tmp_path / one for one in ("甲", "乙")]
    for folder in folders:
        folder.mkdir()
    first, second = (made(folder, name, content).pdf.read_bytes() for folder in folders)
    assert first == second


def converter(folder: Path, script: str) -> LibreOffice:
    program = put(folder, "office.sh", f"#!/bin/sh\n{script}\n".encode())
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return LibreOffice(program)


@pytest.mark.skipif(os.name == "nt", reason="the converter is a shell script")
def test_a_converter_gets_a_copy_and_a_profile_of_its_own(tmp_path: Path) -> None:
    source = put(tmp_path, "怪 名.docx", saved(docx.Document()))
    (tmp_path / "scratch").mkdir()
    script = "grep -q DisableMacrosExecution profile/user/registrymodifications.xcu && cp document.docx document.pdf"
    result = converter(tmp_path, script).convert(source, Format.DOCX, tmp_path / "scratch", Job())
    assert result.read_bytes() == source.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="the converter is a shell script")
def test_a_converter_that_gives_nothing_is_said_to_have_failed(tmp_path: Path) -> None:
    source = put(tmp_path, "a.docx", b"x")
    (tmp_path / "scratch").mkdir()
    with pytest.raises(ConversionFailed, match="返回代码3"):
        converter(tmp_path, "exit 3").convert(source, Format.DOCX, tmp_path / "scratch", Job())


def test_a_locked_document_stays_a_sentence(tmp_path: Path) -> None:
    from tests.integration.renditions import makers  # noqa: PLC0415 - one maker

    source = put(tmp_path, "锁.docx", makers.compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 100}))
    assert inspect_file(source).condition is Condition.ENCRYPTED
    found = make_pages(source, tmp_path / "a.pdf")
    assert isinstance(found, NotPrintable)
    assert "密码" in found.sentence


def test_what_a_sheet_prints_above_and_below_is_printed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet, plain = book.active, book.create_sheet("二")
    assert isinstance(sheet, Worksheet)
    sheet["A1"], plain["A1"] = "台账", "续"
    above, below = sure(sheet.oddHeader), sure(sheet.oddFooter)
    above.left.text, above.right.text = "附件3", '&"宋体,加粗"&14单位：万元&D'
    below.center.text = "第&P页 共&N页"
    found = made(tmp_path, "a.xlsx", saved(book))
    assert words(found) == ["附件3单位：万元第1页共2页台账", "二2/2续"]
    assert "工作表页眉页脚中的日期、文件名和图片未排出。" in found.notes


def test_long_words_above_a_sheet_stay_legible_and_other_pages_headers_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = "甲"
    above, on_first = sure(sheet.oddHeader), sure(sheet.firstHeader)
    above.left.text, on_first.center.text = "长" * 200, "只在首页"
    sheet.HeaderFooter.differentFirst = True
    found = made(tmp_path, "a.xlsx", saved(book))
    assert "首页或偶数页另设的页眉页脚未排出。" in found.notes
    with pypdfium2.PdfDocument(found.pdf) as pdf:
        page = pdf[0].get_textpage()
        heights = [box[3] - box[1] for box in map(page.get_charbox, range(200))]
        assert page.get_text_bounded().count("长") == 200
    assert min(height for height in heights if height) > 4


@pytest.mark.samples
def test_an_old_workbook_says_below_its_pages_that_its_pictures_are_not_on_them(samples: Path, tmp_path: Path) -> None:
    found = made(tmp_path, "a.xls", (samples / "hostile/office-active/external_image.xls").read_bytes())
    assert all(f"/{found.pages}（工作表中的图表和部分图片未排出，请见原件）" in page for page in words(found))


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


@pytest.mark.parametrize(
    ("version", "edge", "text"),
    [
        (0x0600, b"\x03\0\0&LA", "&LA"),
        (0x0600, b"\x02\0\1" + "机密".encode("utf-16-le"), "机密"),
        (0x0500, b"\x04" + "机密".encode("gbk"), "机密"),
    ],
)
def test_headers_of_an_old_workbook_are_those_of_its_sheets(
    version: int, edge: bytes, text: str, tmp_path: Path
) -> None:
    begin, end = record(0x0809, version.to_bytes(2, "little") + bytes(14)), record(0x000A, b"")
    chart = begin + record(0x0014, b"\x01\0\0X") + end
    book = begin + record(0x0085, struct.pack("<IH", len(begin) + 10 + len(end), 0)) + end
    sheet = begin + record(0x0014, edge) + chart + record(0x0015, b"") + end
    assert beside(put(tmp_path, "a.xls", compound({"Workbook": book + sheet}))).running == [(text, "")]


@pytest.mark.samples
def test_what_an_old_workbook_prints_above_its_pages_is_printed_and_read(samples: Path, tmp_path: Path) -> None:
    found = made(tmp_path, "a.xls", next(samples.rglob("45538_form_Header.xls")).read_bytes())
    assert all(page.startswith("testdoctestphrase") for page in words(found))
    assert read_words(tmp_path / "a.xls").text.pages[0].text.startswith("testdoc test phrase\n")
