"""The words in files of every kind, and nothing that a hostile one could make of it."""

import base64
import io
import struct
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.texts import FileText, TextSource, TextState
from foodsafe_desktop.lettering import fonts
from foodsafe_desktop.renditions import ocr
from foodsafe_desktop.renditions.text import reading
from foodsafe_desktop.renditions.text.reading import read_words
from foodsafe_desktop.renditions.text.word97 import word_text
from foodsafe_desktop.renditions.text_reader import TextWorkers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.shipped import resource_path
from tests.integration.renditions import makers

FONT = resource_path("fonts", "NotoSansSC-Regular.ttf")


def read(folder: Path, name: str, content: bytes) -> FileText:
    return read_words(makers.put(folder, name, content)).text


def pages(found: FileText) -> list[str]:
    return [page.text for page in found.pages]


def _pdf(*lines: str) -> bytes:
    """A page for each line."""
    fonts.register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for line in lines:
        canvas.setFont("NotoSerifSC-Regular", 16)
        canvas.drawString(72, 700, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _scan(line: str, size: int = 60) -> Image.Image:
    page = Image.new("L", (1200, 300), 255)
    ImageDraw.Draw(page).text((60, 100), line, fill=0, font=ImageFont.truetype(str(FONT), size))
    return page


def _as_pdf(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=300)
    return buffer.getvalue()


def test_pdf_page_by_page(tmp_path: Path) -> None:
    found = read(tmp_path, "a.pdf", _pdf("关于食品安全抽检会商的通知", "第二页的内容在这里一共十几个字"))
    assert found.state is TextState.READ
    assert pages(found) == ["关于食品安全抽检会商的通知", "第二页的内容在这里一共十几个字"]
    assert [(page.page, page.source) for page in found.pages] == [(1, TextSource.LAYER), (2, TextSource.LAYER)]


def test_a_page_that_is_a_picture_waits_for_recognition(tmp_path: Path) -> None:
    words = read_words(makers.put(tmp_path, "a.pdf", _as_pdf(_scan("会议纪要"))))
    assert (words.text.state, words.pictures) == (TextState.NEEDS_OCR, (1,))
    blank = read_words(makers.put(tmp_path, "b.pdf", _pdf("")))
    assert (blank.text.state, blank.pictures) == (TextState.EMPTY, ())


def test_nothing_is_kept_of_a_page_with_a_secrecy_mark(tmp_path: Path) -> None:
    found = read(tmp_path, "a.pdf", _pdf("机密★5年 关于某事的报告"))
    assert (found.state, found.pages) == (TextState.SECRET, ())
    assert "机密" not in found.detail
    assert read(tmp_path, "a.txt", "秘密\n\n特急\n正文".encode()).state is TextState.SECRET


def test_words_under_a_mark_that_means_nothing_are_read(tmp_path: Path) -> None:
    source = makers.put(tmp_path, "a.txt", "秘密\n\n特急\n正文".encode())
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "材料", "a@example.com", "b@example.com"
    letter.set_content("请查收。")
    letter.add_attachment(source.read_bytes(), maintype="text", subtype="x", filename="a.txt")
    mail = makers.put(tmp_path, "b.eml", letter.as_bytes())
    assert {read_words(one).text.state for one in (source, mail)} == {TextState.SECRET}
    assert {read_words(one, cleared=True).text.state for one in (source, mail)} == {TextState.READ}
    assert "正文" in read_words(mail, cleared=True).text.pages[1].text


def test_word_with_tables_and_headers(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.add_paragraph("第一段")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "单位", "区市场监管局"
    document.add_paragraph("末段")
    buffer = io.BytesIO()
    document.save(buffer)
    (page,) = pages(read(tmp_path, "a.docx", buffer.getvalue()))
    assert page.split("\n")[:1] == ["第一段"]
    assert "单位\t区市场监管局" in page
    assert "末段" in page
    assert "页眉文字" in page


def test_workbook_by_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["台账", 12.5, None, "完成"])
    book.create_sheet("二").append(["街道", 3])
    buffer = io.BytesIO()
    book.save(buffer)
    assert pages(read(tmp_path, "a.xlsx", buffer.getvalue())) == ["台账\t12.5\t完成", "街道\t3"]


def test_slides_in_order(tmp_path: Path) -> None:
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    parts = {f"ppt/slides/slide{number}.xml": slide.format(f"第{number}张").encode() for number in (10, 2, 1)}
    assert pages(read(tmp_path, "a.pptx", makers.slides(parts=parts))) == ["第1张", "第2张", "第10张"]


def test_entities_are_refused(tmp_path: Path) -> None:
    kinds = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    bomb = kinds + b'<p:sld xmlns:p="p" xmlns:a="a"><a:t>&b;</a:t></p:sld>'
    found = read(tmp_path, "a.pptx", makers.slides(parts={"ppt/slides/slide1.xml": bomb}))
    assert found.state is TextState.UNREADABLE


def test_a_member_that_swells_is_read_to_the_budget(tmp_path: Path) -> None:
    swollen = b'<p:sld xmlns:p="p" xmlns:a="a"><a:t>' + b"x" * 12_000_000
    found = read(tmp_path, "a.pptx", makers.slides(parts={"ppt/slides/slide1.xml": swollen}))
    assert sum(len(page.text) for page in found.pages) <= 7_100_000


def _old_word(text: str, *, compressed: bool = False) -> bytes:
    """A minimal DOC with a piece table (MS-DOC 2.5, 2.9.38)."""
    content = text.encode("cp1252" if compressed else "utf-16-le")
    body = bytearray(2048 + len(content))
    struct.pack_into("<H", body, 0, 0xA5EC)
    struct.pack_into("<H", body, 10, 0x0200)
    struct.pack_into("<II", body, 0x1A2, 0, 21)
    body[2048:] = content
    where = 2048 * 2 | 1 << 30 if compressed else 2048
    table = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, where, 0)
    return makers.compound({"WordDocument": bytes(body).ljust(4096, b"\0"), "1Table": table.ljust(4096, b"\0")})


def test_old_word(tmp_path: Path) -> None:
    plain = "会议纪要\r\x13 HYPERLINK \x14链接\x15\r单元\x07格\x07"
    assert word_text(makers.put(tmp_path, "a.doc", _old_word(plain))) == "会议纪要\n链接\n单元\t格\t"
    assert word_text(makers.put(tmp_path, "b.doc", _old_word("caf\xe9\r", compressed=True))) == "caf\xe9\n"


def test_mail(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "抽检材料", "a@example.com", "b@example.com"
    message["Date"] = "Mon, 01 Jul 2024 09:00:00 +0800"
    message.set_content("请查收附件。", charset="gb2312")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="抽检报告.pdf")
    page, attached = pages(read(tmp_path, "a.eml", message.as_bytes()))
    assert attached == "附件《抽检报告.pdf》\nx"
    assert page.startswith("主题：抽检材料\n发件人：a@example.com")
    assert "请查收附件。" in page
    assert page.endswith("附件：抽检报告.pdf")


def test_what_is_attached_to_a_mail_is_read_too(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "抽检材料", "a@example.com", "b@example.com"
    message.set_content("请查收附件。")
    for name, content in (("通报.txt", "食品安全通报".encode()), ("现场.png", makers.image("PNG"))):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    found = read(tmp_path, "a.eml", message.as_bytes())
    assert pages(found)[1:] == ["附件《通报.txt》\n食品安全通报"]
    assert found.detail == "附件“现场.png”的文字未读取。"
    message.add_attachment("机密★5年\n正文".encode(), maintype="text", subtype="x", filename="报告.txt")
    assert read(tmp_path, "b.eml", message.as_bytes()) == FileText(TextState.SECRET, detail=reading.SECRET.detail)


def test_pages_kept_by_a_browser_are_read_as_seen(tmp_path: Path) -> None:
    page = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; "
        b"charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode("<html><p>食品安全</p></html>".encode())
        + b"\r\n--b--\r\n"
    )
    assert pages(read(tmp_path, "a.mht", page)) == ["食品安全"]


def test_xml_is_read_without_its_tags(tmp_path: Path) -> None:
    xml = '<?xml version="1.0"?><w:d><w:t>食品</w:t><w:binData>QUJD</w:binData><w:t>安全 &amp; 抽检</w:t></w:d>'
    assert pages(read(tmp_path, "a.xml", xml.encode())) == ["食品\n安全 & 抽检"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    assert pages(read(tmp_path, "a.csv", "单位,数量\n区教育局,3".encode(encoding))) == ["单位,数量\n区教育局,3"]


def test_html_is_read_as_it_is_seen(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><p>通知</p><p>正文</p></body></html>"
    )
    assert pages(read(tmp_path, "a.html", page.encode())) == ["通知\n正文"]


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<html><head><title>x</title><body><p>正文在此</p></body></html>", "正文在此"),
        ("<html><p>共 <b>5</b> 件，<i>其中</i>\n <i>两件</i>在办</p></html>", "共 5 件，其中 两件在办"),
        ("<html><p>正文</p><!-- 未完", "正文"),
        ("<html><p>正文</p>" + "<!--" * 100_000, "正文"),
        ("<?xml version='1.0'?><a>正文</a>" + "<!--" * 100_000, "正文"),
        ("<?xml version='1.0'?><a>正文</a>" + "<style>" * 100_000, "正文"),
    ],
    ids=[
        "head without its end",
        "spaces between tags",
        "open comment",
        "open comments",
        "in XML",
        "open styles in XML",
    ],
)
def test_markup_that_is_not_closed_hides_no_text_and_keeps_nobody_waiting(page: str, seen: str, tmp_path: Path) -> None:
    assert pages(read(tmp_path, "a.html", page.encode())) == [seen]


def test_names_in_an_archive(tmp_path: Path) -> None:
    assert pages(read(tmp_path, "a.zip", makers.package({"2023/台账.xls": b"x"}))) == ["2023/台账.xls"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4 nothing"),
        ("a.pdf", makers.locked_pdf("secret")),
        ("a.docx", makers.slides()[:200]),
        ("a.zip", makers.package({"a": b"x"})[:-30]),
        ("a.doc", makers.old_word(0x0100)),
        ("a.tif", b"II*\0" + b"\xff" * 40),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes) -> None:
    found = read(tmp_path, name, content)
    assert found.state is TextState.UNREADABLE
    assert found.detail.endswith("。")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert read_words(tmp_path / "gone.pdf").text.state is TextState.UNREADABLE


def _report(found: dict[int, FileText]) -> Callable[[int, FileText], None]:
    def report(place: int, text: FileText) -> None:
        assert place not in found
        found[place] = text

    return report


def test_workers_read_all_and_say_what_recognition_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "lacking", lambda: ocr.NOT_INSTALLED)
    paths = [makers.put(tmp_path, f"{number}.txt", f"第{number}份".encode()) for number in range(6)]
    paths.append(makers.put(tmp_path, "scan.png", makers.image("PNG")))
    reader = TextWorkers()
    found: dict[int, FileText] = {}
    try:
        reader.read(paths, Job(), _report(found), ocr=True)
    finally:
        reader.close()
    assert [pages(found[number]) for number in range(6)] == [[f"第{number}份"] for number in range(6)]
    assert (found[6].state, found[6].detail) == (TextState.NEEDS_OCR, ocr.NOT_INSTALLED)


def test_cancelling_ends_the_workers(tmp_path: Path) -> None:
    path = makers.put(tmp_path, "a.txt", b"words")
    job, reader = Job(), TextWorkers()
    try:
        with pytest.raises(Cancelled):
            reader.read([path] * 8, job, lambda _place, _text: job.cancel(), ocr=False)
    finally:
        reader.close()


@pytest.mark.skipif(bool(ocr.lacking()), reason="the extra `ocr` is not installed")
def test_a_rendered_line_is_recognised_with_its_place(tmp_path: Path) -> None:
    scan = makers.put(tmp_path, "scan.pdf", _as_pdf(_scan("食品安全抽检会商")))
    mixed = pikepdf.new()
    for content in (_pdf("第一页本来就有文字层不必识别"), scan.read_bytes()):
        with pikepdf.open(io.BytesIO(content)) as one:
            mixed.pages.extend(one.pages)
    both = tmp_path / "both.pdf"
    mixed.save(both)
    reader = TextWorkers()
    found: dict[int, FileText] = {}
    try:
        reader.read([both], Job(), _report(found), ocr=True)
    finally:
        reader.close()
    layer, recognised = found[0].pages
    assert (layer.page, layer.source, recognised.page, recognised.source) == (1, TextSource.LAYER, 2, TextSource.OCR)
    assert recognised.text == "食品安全抽检会商"
    (line,) = recognised.lines
    assert line.score > 0.9
    assert line.x0 == pytest.approx(60 / 300 * 25.4, abs=2)
    assert line.y0 == pytest.approx(110 / 300 * 25.4, abs=3)
    assert line.x1 == pytest.approx((60 + 8 * 60) / 300 * 25.4, abs=2)
