"""Files made to hurt, through a worker with little time and memory: each costs a verdict, and nothing else."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL.TiffImagePlugin import TiffImageFile

from foodsafe_desktop.domain.evidence import Condition, Verdict
from foodsafe_desktop.renditions.worker import WorkerInspector, Workers
from foodsafe_desktop.services.job import Job
from tests.integration.renditions import archive_makers as archives
from tests.integration.renditions import makers
from tests.integration.renditions.makers import put

SECONDS, MEMORY = 20.0, 768 * 1024**2

LAUGHS = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">',
        *(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)),
        b"]><lolz>&l9;</lolz>",
    ]
)
LOUD = b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 50_000 + b'">]><a>' + b"&x;" * 50_000 + b"</a>"
STRANGER = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def word_with(part: str, text: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(makers.word())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    return makers.package({**parts, part: text})


def nested_zip() -> bytes:
    """Five archives deep, sixteen in each; all of it unpacked would be two petabytes."""
    inner = makers.package({"0.dll": b"\0" * 2_000_000})
    for _ in range(5):
        inner = makers.package({f"lib {n:x}.zip": inner for n in range(16)})
    return inner


def picture(format: str, width: int, height: int) -> bytes:  # noqa: A002
    """A small picture whose head says that it is large."""
    small = makers.image(format)
    if format == "PNG":
        head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        return small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]
    places = {"BMP": ("<II", 18), "GIF": ("<HH", 6)}
    if format in places:
        how, place = places[format]
        return small[:place] + struct.pack(how, width, height) + small[place + struct.calcsize(how) :]
    if format == "TIFF":
        tags = TiffImageFile(io.BytesIO(small)).tag_v2.offset
        changed = bytearray(small)
        for at in range(tags, tags + 12 * 40, 12):
            tag = struct.unpack_from("<H", changed, at + 2)[0]
            if tag in (256, 257):
                changed[at + 4 : at + 14] = struct.pack("<HII", 4, 1, width)
        return bytes(changed)
    size = small.index(b"ihdr") + 4
    return small[:size] + struct.pack(">II", height, width) + small[size + 8 :]


def endless_tiff() -> bytes:
    """A TIFF whose page is followed by itself."""
    whole = bytearray(makers.image("TIFF"))
    first = struct.unpack_from("<I", whole, 4)[0]
    count = struct.unpack_from("<H", whole, first)[0]
    whole[first + 2 + 12 * count : first + 6 + 12 * count] = struct.pack("<I", first)
    return bytes(whole)


def deep_compound(sectors: int, table: Callable[[int], int]) -> bytes:
    """A compound file with WordDocument in a chain of so many sectors; `table` says which follows a sector."""
    tables = -(-(sectors + 1) // 127)
    fat = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [table(n) for n in range(tables + 1, tables + 1 + sectors)]
    fat += [0xFFFFFFFF] * (tables * 128 - len(fat))
    root = makers._entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    directory = root + makers._entry("WordDocument", 2, tables + 1, sectors * 512)
    header = struct.pack("<8s16sHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    word = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0).ljust(512, b"\0")
    return (
        header + struct.pack(f"<{len(fat)}I", *fat) + directory.ljust(512, b"\0") + word + b"\0" * 512 * (sectors - 1)
    )


def circular_compound() -> bytes:
    """A compound file whose list of tables is followed by itself."""
    whole = bytearray(makers.old_word())
    whole[68:76] = struct.pack("<II", 0, 0xFFFFFFF0)
    return bytes(whole)


def pdf_of(objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + objects + b"\ntrailer <</Root 1 0 R /Size 9>>\nstartxref\n0\n%%EOF\n"


CATALOGUE = b"1 0 obj <</Type /Catalog /Pages 2 0 R /Names %s>> endobj\n"
PAGE = b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj"


def content_bomb() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    twice = zlib.compress(zlib.compress(b" " * 400_000_000))
    filters = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
    made.pages[0].Contents = pikepdf.Stream(made, twice, Filter=filters)
    buffer = io.BytesIO()
    made.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


ENTITIES, NESTED = "异常的实体定义", "层层嵌套"
HOSTILE: dict[str, tuple[Callable[[], bytes], Condition, str]] = {
    "laughs.docx": (lambda: word_with("word/document.xml", LAUGHS), Condition.DAMAGED, ENTITIES),
    "laughs-in-styles.docx": (lambda: word_with("word/styles.xml", LAUGHS), Condition.OK, ""),
    "laughs.pptx": (lambda: makers.slides(main=LAUGHS), Condition.DAMAGED, ENTITIES),
    "loud.pptx": (lambda: makers.slides(main=LOUD), Condition.DAMAGED, ENTITIES),
    "stranger.pptx": (lambda: makers.slides(main=STRANGER), Condition.DAMAGED, ENTITIES),
    "laughs.ofd": (lambda: makers.package({"OFD.xml": LAUGHS}), Condition.DAMAGED, ENTITIES),
    "laughs.ods": (lambda: makers.odf("spreadsheet", parts={"content.xml": LAUGHS}), Condition.DAMAGED, ENTITIES),
    "deep.pptx": (lambda: makers.slides(main=b"<a>" * 10_000_000), Condition.DAMAGED, NESTED),
    "token.pptx": (lambda: makers.slides(main=b"<a b='" + b"x" * 60_000_000), Condition.DAMAGED, "正文已损坏"),
    "large.pptx": (lambda: makers.slides(main=b"<a>" + b" " * 200_000_000), Condition.UNKNOWN, "正文过大"),
    "swollen.xlsx": (
        lambda: makers.slides(parts={f"ppt/{n}.xml": b" " * 90_000_000 for n in range(6)}),
        Condition.UNKNOWN,
        "体积异常",
    ),
    "42.zip": (nested_zip, Condition.OK, "其中压缩包 16 个"),
    "bzip2.zip": (
        lambda: makers.package({str(n): b"\0" * 50_000_000 for n in range(3)}, zipfile.ZIP_BZIP2),
        Condition.OK,
        "3 个文件",
    ),
    "overlapping.zip": (lambda: archives.overlapping_zip(2_000), Condition.UNKNOWN, "体积异常"),
    "many.zip": (lambda: archives.zip_of_many(100_000), Condition.UNKNOWN, "超过 10000 个文件"),
    "too-many.zip": (lambda: archives.overlapping_zip(400_000), Condition.UNKNOWN, "文件过多"),
    "too-many.docx": (lambda: archives.overlapping_zip(400_000), Condition.UNKNOWN, "文件过多"),
    "many.rar": (lambda: archives.rar_5({f"{n}.txt": b"" for n in range(50_000)}), Condition.UNKNOWN, "超过 10000"),
    "number.rar": (lambda: archives.RAR_5 + b"\x80" * 3_000_000, Condition.UNKNOWN, "目录过大"),
    "many.7z": (
        lambda: archives.seven_zip({f"{n}.txt": b"" for n in range(50_000)}, header="packed"),
        Condition.UNKNOWN,
        "超过 10000",
    ),
    "large.png": (lambda: picture("PNG", 100_000, 100_000), Condition.UNKNOWN, "图像过大"),
    "large.bmp": (lambda: picture("BMP", 100_000, 100_000), Condition.UNKNOWN, "图像过大"),
    "large.tif": (lambda: picture("TIFF", 100_000, 100_000), Condition.UNKNOWN, "图像过大"),
    "large.gif": (lambda: picture("GIF", 65_535, 65_535), Condition.UNKNOWN, "图像过大"),
    "large.jp2": (lambda: picture("JPEG2000", 100_000, 100_000), Condition.UNKNOWN, "图像过大"),
    "endless.tif": (endless_tiff, Condition.OK, ""),
    "deep.doc": (lambda: deep_compound(13_000, lambda n: n + 1), Condition.OK, "转换打印"),
    "circle.doc": (lambda: deep_compound(13_000, lambda n: n), Condition.OK, "转换打印"),
    "tables.doc": (circular_compound, Condition.OK, "转换打印"),
    "content.pdf": (content_bomb, Condition.OK, ""),
    "kids.pdf": (
        lambda: pdf_of(CATALOGUE % b"null" + b"2 0 obj <</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>> endobj"),
        Condition.DAMAGED,
        "PDF",
    ),
    "count.pdf": (
        lambda: pdf_of(
            CATALOGUE % b"null" + b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 999999999>> endobj\n" + PAGE
        ),
        Condition.DAMAGED,
        "只能读出其中 1 页",
    ),
    "names.pdf": (
        lambda: pdf_of(
            CATALOGUE % (b"<</A " * 400 + b">>" * 400)
            + b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
            + PAGE
        ),
        Condition.OK,
        "",
    ),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder = tmp_path_factory.mktemp("hostile")
    files = [put(folder, name, make()) for name, (make, _, _) in HOSTILE.items()]
    inspector = WorkerInspector(Workers(memory=MEMORY), seconds=SECONDS)
    found: dict[str, Verdict] = {}
    inspector.inspect(files, Job(), lambda place, verdict: found.update({files[place].name: verdict}))
    inspector.close()
    assert sorted(one.name for one in folder.iterdir()) == sorted(HOSTILE), "nothing was written"
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_a_verdict_and_nothing_else(name: str, verdicts: dict[str, Verdict]) -> None:
    _, condition, said = HOSTILE[name]
    verdict = verdicts[name]
    assert (verdict.condition, said in verdict.detail) == (condition, True), verdict
