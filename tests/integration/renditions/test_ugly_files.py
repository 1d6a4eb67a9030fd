"""Files as they come from broken disks, web servers and other programs: what is lost is said, what is whole is kept."""

import io
import zlib
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from pikepdf import Array, Dictionary, Name
from PIL import Image

from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.office_pages import sheets
from foodsafe_desktop.renditions.office_pages.number_formats import shown
from foodsafe_desktop.renditions.office_pages.sheets import paragraph, write_pages
from foodsafe_desktop.renditions.text.letters import read_eml
from foodsafe_desktop.renditions.text.pdf import pdf_pages
from tests.integration.renditions.makers import image, ofd, pdf, put
from tests.integration.renditions.test_office_pages import made, saved, words

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DRAWING = b"".join(b"BT /F1 12 Tf 72 %d Td (line %d) Tj ET\n" % (800 - number, number) for number in range(300))


def of_streams(*streams: bytes, filters: Name = Name.FlateDecode) -> bytes:
    """A PDF with a page for every stream, whose bytes are as given."""
    document = pikepdf.new()
    for content in streams:
        document.add_blank_page()
        drawing = pikepdf.Stream(document, content)
        drawing.Filter = filters
        document.pages[-1].obj.Contents = document.make_indirect(drawing)
    buffer = io.BytesIO()
    document.save(buffer, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return buffer.getvalue()


def flipped(content: bytes) -> bytes:
    """The content with a stretch of its middle turned around, as a bad block of a disk has it."""
    middle = len(content) // 2
    return content[:middle] + bytes(255 - one for one in content[middle : middle + 40]) + content[middle + 40 :]


def unfinished(content: bytes) -> bytes:
    """Packed data that is complete, and has neither a last block nor a checksum."""
    packing = zlib.compressobj()
    return packing.compress(content) + packing.flush(zlib.Z_SYNC_FLUSH)


PACKED = zlib.compress(DRAWING)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (of_streams(b"never packed"), "第 1 页"),
        (of_streams(PACKED, flipped(PACKED)), "第 2 页"),
        (of_streams(PACKED[:-40]), "第 1 页"),
        (of_streams(PACKED, filters=Name("/NobodyDecode")), "第 1 页"),
    ],
    ids=["never packed", "a bad block", "cut short", "a filter that does not exist"],
)
def test_a_page_that_would_come_out_blank_or_cut_is_named(content: bytes, says: str, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "a.pdf", content))
    assert verdict.condition is Condition.DAMAGED
    assert says in verdict.detail
    assert not verdict.printable


@pytest.mark.parametrize(
    "packed",
    [PACKED, PACKED[:-4], PACKED + b"\r\n", unfinished(DRAWING), b"", b"\n"],
    ids=["whole", "without checksum", "with a line's end", "without a last block", "nothing", "nearly nothing"],
)
def test_untidy_streams_that_lose_nothing_are_no_damage(packed: bytes, tmp_path: Path) -> None:
    assert inspect_file(put(tmp_path, "a.pdf", of_streams(packed))).condition is Condition.OK


@pytest.mark.parametrize(
    ("whole", "broken"),
    [(b"/Contents ", b"/Contents {"), (b"/Im0 ", b"/Im{ ")],
    ids=["what draws it", "a picture on it"],
)
def test_a_page_of_a_mended_file_that_lost_what_it_shows_is_no_blank_one(
    whole: bytes, broken: bytes, tmp_path: Path
) -> None:
    document = pikepdf.open(io.BytesIO(pdf(2)))
    picture = document.make_stream(b"\0", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    picture.ColorSpace = Name.DeviceGray
    document.pages[0].obj.Contents = document.make_stream(b"/Im1 Do")
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im1=picture))
    document.pages[1].obj.Contents = document.make_stream(b"/Im0 Do")
    document.pages[1].obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    buffer = io.BytesIO()
    document.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    content = buffer.getvalue()
    assert inspect_file(put(tmp_path, "a.pdf", content)).condition is Condition.OK
    before, found, after = content.rpartition(whole) if whole != b"/Im0 " else content.partition(whole)
    verdict = inspect_file(put(tmp_path, "b.pdf", before + found.replace(whole, broken) + after))
    assert (verdict.condition, verdict.pages) == (Condition.DAMAGED, 2)
    assert "第 2 页" in verdict.detail


def test_pages_that_qpdf_leaves_out_in_silence_are_missed(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(pdf(2)))
    document.Root.Pages.Kids = Array([*document.Root.Pages.Kids, None])
    document.Root.Pages.Count = 3
    buffer = io.BytesIO()
    document.save(buffer)
    written = buffer.getvalue()
    if b"/Count 3" not in written:  # qpdf tidies what it saves: break it afterwards
        written = written.replace(b"/Count 2", b"/Count 3").replace(b"/Kids [ ", b"/Kids [ 9 0 R ")
    verdict = inspect_file(put(tmp_path, "a.pdf", written))
    assert (verdict.condition, verdict.pages) == (Condition.DAMAGED, 2)
    assert "只能读出其中 2 页" in verdict.detail


@pytest.mark.parametrize("junk", [b"\0" * 5000, b"<html>404</html>\n" * 400], ids=["zeros", "a page of a web server"])
def test_a_whole_pdf_with_junk_after_it_is_whole(junk: bytes, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "a.pdf", pdf(2) + junk))
    assert (verdict.condition, verdict.pages) == (Condition.OK, 2)


def test_an_earlier_end_does_not_hide_that_a_later_part_breaks_off(tmp_path: Path) -> None:
    later = b"\n99 0 obj\n<</Length 9000>>\nstream\n" + b"x" * 4000
    assert inspect_file(put(tmp_path, "a.pdf", pdf(2) + later)).condition is Condition.DAMAGED


def test_one_page_of_no_size_leaves_the_text_of_the_others(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(pdf(2)))
    font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for page in document.pages:
        page.obj.Resources = Dictionary(Font=font)
        page.obj.Contents = document.make_stream(b"BT /F1 12 Tf 72 700 Td (Minutes of the meeting) Tj ET")
    document.pages[0].obj.CropBox = Array([1000, 1000, 1200, 1200])
    document.save(tmp_path / "a.pdf")
    pages, _, _ = pdf_pages(tmp_path / "a.pdf")
    assert "Minutes" in pages[1].text


def test_what_stands_in_a_bitmaps_reserved_bytes_does_not_matter(tmp_path: Path) -> None:
    content = bytearray(image("BMP"))
    content[6:10] = b"abcd"
    assert inspect_file(put(tmp_path, "a.bmp", bytes(content))).condition is Condition.OK


def with_block(*blocks: str) -> docx.document.Document:
    document = docx.Document()
    for block in blocks:
        document.element.body.insert(0, parse_xml(block))
    return document


def test_words_of_artistic_lettering_and_below_pronunciations_are_kept(tmp_path: Path) -> None:
    pict = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="工作简报"/></v:shape></w:pict>'
    ruby = "<w:ruby><w:rt><w:r><w:t>shi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>食品</w:t></w:r></w:rubyBase></w:ruby>"
    document = with_block(*(f"<w:p {nsdecls('w')}><w:r>{inside}</w:r></w:p>" for inside in (pict, ruby)))
    assert words(made(tmp_path, "a.docx", saved(document))) == ["食品工作简报"]


@pytest.mark.parametrize(
    ("block", "note"),
    [
        (f"<w:altChunk {nsdecls('w', 'r')} r:id='rId99'/>", "altChunk"),
        (
            f"<w:p {nsdecls('w')} xmlns:m='{MATH}'><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>",
            "公式",
        ),
        (f"<w:p {nsdecls('w')}><w:r><w:commentReference w:id='1'/></w:r></w:p>", "批注"),
    ],
    ids=["another file", "a formula", "a comment on a place"],
)
def test_what_a_document_loses_is_said(block: str, note: str, tmp_path: Path) -> None:
    rendition = made(tmp_path, "a.docx", saved(with_block(block)))
    assert any(note in one for one in rendition.notes)


def test_what_stands_in_for_a_kind_that_nobody_knows_is_printed(tmp_path: Path) -> None:
    names = f"{nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    text = "<w:r><w:t>内容</w:t></w:r>"
    chosen = (
        f"<mc:AlternateContent {names}><mc:Choice Requires='w14'><w:p>{text}</w:p></mc:Choice></mc:AlternateContent>"
    )
    both = f"<mc:Choice Requires='wpi'><w:r><w:drawing/></w:r></mc:Choice><mc:Fallback>{text}</mc:Fallback>"
    stood_in = f"<w:p {names}><mc:AlternateContent>{both}</mc:AlternateContent></w:p>"
    assert words(made(tmp_path, "a.docx", saved(with_block(chosen, stood_in)))) == ["内容内容"]


def test_letters_as_high_as_a_page_are_printed_line_by_line(tmp_path: Path) -> None:
    size = "<w:rPr><w:sz w:val='800'/></w:rPr>"
    block = f"<w:p {nsdecls('w')}><w:r>{size}<w:t>严禁食品浪费</w:t></w:r></w:p>"
    assert words(made(tmp_path, "a.docx", saved(with_block(block)))) == list("严禁食品浪费")


def test_rows_higher_than_any_page_go_on_over_pages(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row in table.rows:
        row.height = Cm(60)
    table.cell(0, 0).text, table.cell(1, 1).text = "第一行", "末行"
    text = "".join(words(made(tmp_path, "a.docx", saved(document))))
    assert text == "第一行末行"


def test_too_many_pages_are_refused_in_words_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_PAGES", 2)
    story = [paragraph(str(number)) for number in range(200)]
    with pytest.raises(CannotPrint) as refused:
        write_pages(tmp_path / "a.pdf", story)
    assert refused.value.sentence.startswith("文件排版后超过2页")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, "[DBNum2][$-804]G/通用格式", "1234.5"),
        (12, 'G/通用格式"元"', "12元"),
        (-3, "General;(General)", "(3)"),
    ],
)
def test_general_as_chinese_programs_write_it_shows_the_number(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_heads_of_mails_that_were_never_encoded_are_read(encoding: str, tmp_path: Path) -> None:
    head = "From: 张三 <a@example.org>\r\nTo: b@example.org\r\nSubject: 食品安全\r\nMIME-Version: 1.0\r\n"
    kind = "Content-Type: multipart/mixed; boundary=zz\r\n\r\n--zz\r\nContent-Type: application/octet-stream\r\n"
    part = 'Content-Disposition: attachment; filename="抽检报告.doc"\r\n\r\nx\r\n--zz--\r\n'
    letter = read_eml(put(tmp_path, "a.eml", (head + kind + part).encode(encoding)))
    assert dict(letter.heads)["主题"] == "食品安全"
    assert dict(letter.heads)["发件人"] == "张三 <a@example.org>"
    assert [one.name for one in letter.attached] == ["抽检报告.doc"]


@pytest.mark.parametrize(("columns", "said"), [(40, False), (41, True)])
def test_columns_that_a_table_of_text_loses_are_said(columns: int, said: bool, tmp_path: Path) -> None:
    rendition = made(tmp_path, "a.csv", (",".join(f"c{one}" for one in range(columns)) + "\n").encode())
    assert ("表格第40列之后的内容未排出。" in rendition.notes) == said


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"Doc_0/P.xml": b'<ofd:Page xmlns:ofd="x"><ofd:Content>'}, "第 1 页的内容缺失或已损坏"),
        ({"Doc_0/P.xml": b""}, "第 1 页的内容缺失或已损坏"),
        ({"Doc_0/D.xml": b"<Document><Pages><Page BaseLoc='Q.xml'/></Pages></Document>"}, "第 1 页的内容缺失或已损坏"),
        ({"Doc_0/D.xml": b"nothing"}, "没有可读的页面"),
    ],
    ids=["a page cut short", "an empty page", "a page that is not there", "no document"],
)
def test_an_ofd_without_all_its_pages_is_damaged(parts: dict[str, bytes], says: str, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "a.ofd", ofd(parts)))
    assert (verdict.condition, verdict.printable) == (Condition.DAMAGED, False)
    assert says in verdict.detail


def test_pictures_beside_text_boxes_are_missed(tmp_path: Path) -> None:
    document = docx.Document()
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(buffer, "PNG")
    document.add_picture(buffer)
    drawing = document.element.body.find(
        ".//" + "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing"
    )
    drawing.append(parse_xml(f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>图注</w:t></w:r></w:p></w:txbxContent>"))
    rendition = made(tmp_path, "a.docx", saved(document))
    assert words(rendition) == ["图注"]
    assert any("无法排出" in one for one in rendition.notes)


@pytest.mark.parametrize("encoding", ["big5", "utf-16-le", "utf-16-be", "cp932"])
def test_texts_without_a_mark_are_read_in_the_encoding_that_makes_sense(encoding: str, tmp_path: Path) -> None:
    text = "食品の安全についての会議を行いました。" if encoding == "cp932" else "食品安全檢查紀錄，會議討論管理。"
    rendition = made(tmp_path, "a.txt", text.encode(encoding))
    assert words(rendition) == [text]
    assert not any("编码" in note for note in rendition.notes)


def test_a_text_that_makes_no_sense_is_printed_with_a_doubt(tmp_path: Path) -> None:
    rendition = made(tmp_path, "a.txt", "龘麤爩灪龖齾籲鱻驫饢".encode("gb18030"))
    assert any("编码" in note for note in rendition.notes)
