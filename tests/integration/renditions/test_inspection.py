import logging
import os
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.evidence import Condition, Fact
from foodsafe_desktop.renditions import packages
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.signature import Format, identify
from tests.integration.renditions import archive_makers as archives
from tests.integration.renditions import makers
from tests.integration.renditions.makers import put

MAIL = "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?gb2312?B?zai46g==?=\r\n\r\n正文\r\n".encode()
WHOLE = {
    # name, deliberately without a telling extension: content, format, pages, printable
    "pdf": (makers.pdf(3), "pdf", 3, True),
    "pdf with junk before it": (b"\r\n\r\njunk\r\n" + makers.pdf(2), "pdf", 2, True),
    "pdf that restricts rights": (makers.locked_pdf(user=""), "pdf", 2, True),
    "jpeg": (makers.image("JPEG"), "jpeg", 1, True),
    "jpeg cmyk": (makers.image("JPEG", "CMYK"), "jpeg", 1, True),
    "png": (makers.image("PNG"), "png", 1, True),
    "png palette": (makers.image("PNG", "P"), "png", 1, True),
    "tiff": (makers.image("TIFF"), "tiff", 1, True),
    "tiff fax": (makers.image("TIFF", "1", compression="group4"), "tiff", 1, True),
    "tiff of two": (makers.image("TIFF", save_all=True, append_images=[makers.picture()]), "tiff", 2, True),
    "gif": (makers.image("GIF"), "gif", 1, True),
    "gif that moves": (makers.image("GIF", save_all=True, append_images=[makers.picture(mode="P")]), "gif", 1, True),
    "bmp": (makers.image("BMP"), "bmp", 1, True),
    "webp": (makers.image("WEBP"), "webp", 1, True),
    "jpeg 2000": (makers.image("JPEG2000"), "jp2", 1, True),
    "docx": (makers.word(), "docx", None, True),
    "xlsx": (makers.excel(), "xlsx", None, True),
    "pptx": (makers.slides(), "pptx", None, True),
    "odt": (makers.odf("text"), "odt", None, True),
    "ods": (makers.odf("spreadsheet"), "ods", None, True),
    "ofd": (makers.ofd(), "ofd", 1, True),
    "zip": (makers.package({"附件/通知.txt": b"x"}), "zip", None, False),
    "zip behind a program": (b"MZ" + b"\0" * 500 + makers.package({"a": b"x"}), "zip", None, False),
    "doc": (makers.old_word(), "doc", None, True),
    "xls": (makers.old_excel(0x0042), "xls", None, True),
    "ppt": (makers.old_slides(), "ppt", None, True),
    "msg": (makers.compound({"__properties_version1.0": b"x"}), "msg", None, True),
    "rtf": (b"{\\rtf1\\ansi hello}", "rtf", None, True),
    "eml": (MAIL, "eml", None, True),
    "text utf-8": ("食品安全".encode(), "text", None, True),
    "text gb18030": ("食品安全䶮𠮷".encode("gb18030"), "text", None, True),
    "text utf-16": ("食品安全".encode("utf-16"), "text", None, True),
    "mp4": (makers.film((b"moov", b"x" * 40), (b"mdat", b"y" * 400)), "mp4", None, False),
    "mov": (makers.film((b"mdat", b"y" * 400), (b"moov", b"x" * 40), brand=b"qt  "), "mov", None, False),
    "mp3": (b"ID3\x04\0\0\0\0\0\x05hello" + makers.sound(), "mp3", None, False),
    "mp3 without tag": (makers.sound(), "mp3", None, False),
}
ARCHIVES = {
    "rar": archives.rar_5({"a.txt": b"x", "通知.docx": b"y"}),
    "rar 4": archives.rar_4({b"a.txt": b"x"}, comment=b"packed"),
    "7z": archives.seven_zip({"a.txt": b"x", "通知.docx": b"y"}),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_files_are_recognised_by_content_and_open(name: str, tmp_path: Path) -> None:
    content, kind, pages, printable = WHOLE[name]
    verdict = inspect_file(put(tmp_path, "无扩展名", content))
    assert (verdict.format, verdict.condition, verdict.pages, verdict.printable) == (
        kind,
        Condition.OK,
        pages,
        printable,
    )
    assert printable or verdict.detail.endswith("。"), "what cannot be printed says what to do instead"


@pytest.mark.parametrize("extension", ["pdf", "jpg", "docx", "bin"])
def test_extensions_lie_and_are_not_believed(extension: str, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, f"扫描件.{extension}", makers.image("PNG")))
    assert (verdict.format, verdict.condition, verdict.printable) == ("png", Condition.OK, True)


def test_a_mail_with_the_line_of_a_mail_box_before_it_is_called_a_mail_as_it_is_printed(tmp_path: Path) -> None:
    content = b"From a@example.org Wed Jul 20 17:35:09 2016\n" + MAIL
    verdict = inspect_file(put(tmp_path, "来信.eml", content))
    assert (verdict.format, verdict.condition, verdict.printable) == ("eml", Condition.OK, True)


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "空.pdf", b""))
    assert verdict.condition is Condition.EMPTY
    assert "0 字节" in verdict.detail


@pytest.mark.parametrize(
    ("content", "condition"),
    [
        (b"{\\rtf1\\ansi hello}\r\n\0\0", Condition.OK),
        (b"{\\rtf1\\ansi {hello} wor", Condition.DAMAGED),
        (b"[InternetShortcut]\r\nURL=https://example.org/\r\n", Condition.UNKNOWN),
        ("[网上办事] 指南".encode(), Condition.OK),
    ],
)
def test_neither_half_a_document_nor_a_way_to_one_is_one(tmp_path: Path, content: bytes, condition: Condition) -> None:
    verdict = inspect_file(put(tmp_path, "来件", content))
    assert verdict.condition is condition
    assert condition is Condition.OK or verdict.detail.endswith("。")


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    assert inspect_file(tmp_path / "没有.pdf").condition is Condition.UNREADABLE
    assert inspect_file(tmp_path).condition is Condition.UNREADABLE


LATE = makers.pdf(60, encryption=pikepdf.Encryption(user="秘密", owner="owner", R=6))
assert LATE.index(b"/Encrypt") > 8192
LOCKED = {
    "pdf": makers.locked_pdf(user="秘密"),
    "pdf that says so only far behind its beginning": LATE,
    "office 2007 and later": makers.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
    "doc": makers.old_word(flags=0x0100),
    "xls": makers.old_excel(0x002F),
    "ppt": makers.old_slides(token=0xF3D1C4DF),
    "odt": makers.odf(manifest=b"<manifest><encryption-data/></manifest>"),
    "zip": makers.package({"a": b"x"}, 0)
    .replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0")
    .replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"),
}


@pytest.mark.parametrize("name", LOCKED)
def test_passwords_are_found(name: str, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "加密件", LOCKED[name]))
    assert verdict.condition is Condition.ENCRYPTED
    assert not verdict.printable
    assert "密码" in verdict.detail


@pytest.mark.parametrize(
    "handler",
    ["/Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4", "/Filter /FOPN_foweb /V 1", "/Filter /Standard /V 9"],
)
def test_a_pdf_that_is_locked_in_another_way_is_not_damaged(tmp_path: Path, handler: str) -> None:
    """By certificates, by a program that manages rights, by a later version of the standard."""
    plain = makers.pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    locked = plain.replace(
        b"trailer <<", f"trailer << /Encrypt << {handler} /R 4 /O (o) /U (u) /P -1 >> /ID [(a) (b)]".encode(), 1
    )
    assert locked != plain
    verdict = inspect_file(put(tmp_path, "受控件.pdf", locked))
    assert (verdict.condition, verdict.printable) == (Condition.ENCRYPTED, False)
    assert "加密" in verdict.detail


def page_tree(kids: str, count: int) -> bytes:
    """A PDF with one whole page and the page tree said."""
    return (
        "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        f"2 0 obj <</Type /Pages /Kids [{kids}] /Count {count}>> endobj\n"
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj\n"
        "trailer <</Root 1 0 R /Size 4>>\nstartxref\n0\n%%EOF\n"
    ).encode()


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (page_tree("", 0), None),
        (page_tree("3 0 R", 5), 1),
        (page_tree("3 0 R 7 0 R", 2), 1),
        (b"%PDF-1.7\n" + b"\0" * 5000, None),
        (b"%PDF-1.7\nnothing", None),
        (makers.pdf(3)[:300], 1),
    ],
)
def test_pdfs_without_all_their_pages_are_damaged(content: bytes, pages: int | None, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "损坏.pdf", content))
    assert (verdict.format, verdict.condition) == ("pdf", Condition.DAMAGED)
    assert verdict.pages == pages
    assert "重新索取" in verdict.detail


def test_a_pdf_that_qpdf_repairs_wholly_is_no_damage(tmp_path: Path) -> None:
    broken_table = makers.pdf(3).replace(b"xref\n", b"xxxx\n", 1)
    with pikepdf.open(put(tmp_path, "a.pdf", broken_table)) as opened:
        assert opened.get_warnings() is not None
    assert inspect_file(tmp_path / "a.pdf").condition is Condition.OK
    assert inspect_file(put(tmp_path, "b.pdf", page_tree("3 0 R", 1))).condition is Condition.OK


CUT = ["pdf", "jpeg", "png", "tiff", "gif", "webp", "docx", "xlsx", "ofd", "zip", "doc", "xls", "mp4"]


@pytest.mark.parametrize("name", CUT)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_copies_broken_off_are_found(name: str, share: float, tmp_path: Path) -> None:
    content = WHOLE[name][0]
    verdict = inspect_file(put(tmp_path, f"未复制完.{name}", content[: int(len(content) * share)]))
    assert verdict.condition is Condition.DAMAGED
    assert not verdict.printable


def flipped(content: bytes, at: bytes) -> bytes:
    place = content.index(at) + len(at)
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pptx", makers.slides(main=b"<presentation>")),
        ("a.pptx", makers.slides(main=b'<!DOCTYPE a [<!ENTITY x "yyyy">]><a>&x;</a>')),
        ("a.pptx", makers.package({"[Content_Types].xml": b"<T/>", "ppt/a.xml": b"<a/>", "_rels/.rels": b"<R/>"})),
        ("a.docx", makers.package({"readme.txt": b"not a document"})),
        ("a.zip", flipped(makers.package({"a": b"x" * 500}, 0), b"xxxx")),
        ("a.png", flipped(makers.image("PNG"), b"IDAT")),
        ("a.xls", makers.compound({"Workbook": b"\xff" * 64})),
        ("a.doc", makers.compound({"WordDocument": b"\xff" * 64})),
        ("a.ppt", makers.compound({"PowerPoint Document": b"x"})),
        ("a.mp4", makers.film((b"mdat", b"y" * 400))),
        ("a.mp3", makers.sound(2)),
        ("a.pdf", "这不是 PDF".encode()),
        ("a.jpg", bytes(range(256)) * 4),
        ("a.docx", b"\0" * 4096),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + b"\0" * 50),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50),
    ],
)
def test_damage_inside_and_content_that_is_not_what_the_name_says(name: str, content: bytes, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, name, content))
    assert verdict.condition is Condition.DAMAGED
    assert verdict.detail.endswith("。")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rar", archives.rar_5({"a.txt": b"x"})),
        ("a.7z", archives.seven_zip({"a.txt": b"x"})),
        ("a.ceb", bytes(range(256))),
        ("a.doc", b"\xffWPC" + bytes(range(256))),
        ("a.ole", makers.compound({"Contents": b"x"})),
        ("a.zip.001", makers.package({"a": b"x" * 500}, 0)[:300]),
        ("a.zip.002", bytes(range(256))),
        ("a.7z.001", archives.seven_zip({"a": b"x" * 500})[:300]),
        ("a.z01", b"PK\x07\x08PK\x03\x04" + bytes(range(256))),
        ("a.png", makers.png_bomb()),
    ],
)
def test_what_nobody_opened_is_unknown_and_not_ok(name: str, content: bytes, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, name, content))
    assert verdict.condition is Condition.UNKNOWN
    assert not verdict.printable
    assert verdict.detail.endswith("。")


def test_bombs_cost_a_bounded_amount_of_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_BUDGET", 1_000_000)
    bomb = put(tmp_path, "a.zip", makers.package({str(n): b"\0" * 900_000 for n in range(4)}))
    assert inspect_file(bomb).condition is Condition.UNKNOWN, "it lists, but nobody has read all of it"
    bomb = put(tmp_path, "a.pptx", makers.slides(main=b"<a>" + b" " * 2_000_000 + b"</a>"))
    assert inspect_file(bomb).condition is Condition.UNKNOWN


@pytest.mark.parametrize("start", [1, 9])
def test_a_compound_file_whose_chain_runs_in_a_circle_comes_to_an_end(start: int, tmp_path: Path) -> None:
    content = bytearray(makers.old_word())
    place = 512 + 4 * start  # in the file's table of sectors: 1 begins WordDocument, 9 the second stream
    content[place : place + 4] = struct.pack("<I", start)
    assert inspect_file(put(tmp_path, "a.doc", bytes(content))).format == "doc"


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_rights_cannot_be_read(tmp_path: Path) -> None:
    file = put(tmp_path, "a.pdf", makers.pdf())
    file.chmod(0)
    assert inspect_file(file).condition is Condition.UNREADABLE


@pytest.mark.parametrize("name", WHOLE)
def test_identify_alone_agrees(name: str, tmp_path: Path) -> None:
    assert identify(put(tmp_path, "x", WHOLE[name][0])) == WHOLE[name][1]


def test_heif_brands_in_second_place_count_and_avif_does_not(tmp_path: Path) -> None:
    second = struct.pack(">I", 20) + b"ftypabcd\0\0\0\0heic"
    assert identify(put(tmp_path, "a", second)) is Format.HEIC
    assert identify(put(tmp_path, "b", struct.pack(">I", 20) + b"ftypavif\0\0\0\0mif1")) is Format.UNKNOWN


@pytest.fixture
def quiet_qpdf() -> Iterator[None]:
    """As in the workers: some damage it reports as an ERROR, and the verdict says it too."""
    logger = logging.getLogger("pikepdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted([*WHOLE, *ARCHIVES])), data=st.data())
@pytest.mark.usefixtures("quiet_qpdf")
def test_no_damage_makes_it_raise(name: str, data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray(ARCHIVES.get(name) or WHOLE[name][0])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
        content = content or bytearray(b"x")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        verdict = inspect_file(put(tmp_path, "模糊.pdf", bytes(content)))
    assert verdict.printable <= (verdict.condition is Condition.OK)
    assert verdict.condition is Condition.OK or verdict.detail.endswith("。")
    assert len(verdict.detail) < 300
    assert set(verdict.facts) <= set(Fact)


def test_a_workbook_that_holds_a_letter_is_a_workbook(tmp_path: Path) -> None:
    workbook = struct.pack("<HHHHHH", 0x0809, 4, 0x0600, 5, 0x000A, 0)
    held = {"WordDocument": b"\xff" * 64, "EncryptedPackage": b"x", "_VBA_PROJECT": b"x"}
    path = put(tmp_path, "a.xls", makers.compound({"Workbook": workbook}, held))
    assert identify(path) is Format.XLS
    verdict = inspect_file(path)
    assert verdict.condition is Condition.OK
    assert Fact.MACROS in verdict.facts
