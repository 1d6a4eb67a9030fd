"""Small files of every kind, made on the spot."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl
import pikepdf
from PIL import Image, ImageDraw

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def pdf(pages: int = 1, **saving: object) -> bytes:
    made = pikepdf.new()
    for number in range(pages):
        made.add_blank_page(page_size=(595, 842))
        made.pages[-1].Contents = made.make_stream(b"0 0 m 100 100 l S % " + b"%d " % number * 200)
    buffer = io.BytesIO()
    made.save(buffer, **saving)  # type: ignore[arg-type]
    return buffer.getvalue()


def locked_pdf(user: str, owner: str = "owner") -> bytes:
    return pdf(2, encryption=pikepdf.Encryption(user=user, owner=owner, R=6))


def picture(width: int = 160, height: int = 120, mode: str = "RGB") -> Image.Image:
    """Light blue with a black top edge and a red left edge, so that turning and mirroring show."""
    image = Image.new("RGB", (width, height), (200, 220, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 10, height), fill="red")
    draw.rectangle((0, 0, width, height // 10), fill="black")
    return image.convert(mode)


def image(format: str, mode: str = "RGB", **saving: object) -> bytes:  # noqa: A002
    buffer = io.BytesIO()
    picture(mode=mode).save(buffer, format, **saving)
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("会议纪要")
    made.save(buffer)
    return buffer.getvalue()


def excel() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def package(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, compression)
    return buffer.getvalue()


def slides(main: bytes = b"<presentation/>", parts: Mapping[str, bytes] | None = None) -> bytes:
    relations = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
        Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        Target="ppt/presentation.xml"/></Relationships>"""
    return package(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": relations,
            "ppt/presentation.xml": main,
            **(parts or {}),
        }
    )


def ofd(parts: Mapping[str, bytes] | None = None) -> bytes:
    main = b'<ofd:OFD xmlns:ofd="x"><ofd:DocBody><ofd:DocRoot>Doc_0/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    document = b'<ofd:Document xmlns:ofd="x"><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'
    page = b'<ofd:Page xmlns:ofd="x"/>'
    return package({"OFD.xml": main, "Doc_0/D.xml": document, "Doc_0/P.xml": page, **(parts or {})})


def odf(kind: str = "text", manifest: bytes = b"<manifest/>", parts: Mapping[str, bytes] | None = None) -> bytes:
    return package(
        {
            "mimetype": b"application/vnd.oasis.opendocument." + kind.encode(),
            "META-INF/manifest.xml": manifest,
            "content.xml": b"<content/>",
            **(parts or {}),
        }
    )


def compound(streams: Mapping[str, bytes], inside: Mapping[str, bytes] | None = None) -> bytes:
    """An OLE compound file (version 3) whose streams are all at least 4096 bytes long, so that no mini stream is.

    `inside`: streams of a document that is embedded in it, in a storage of their own, before the others.
    """
    sectors: list[bytes] = [b""]  # sector 0 is the FAT, filled in last
    fat = [_FAT]

    def add(content: bytes) -> int:
        start = len(sectors)
        count = -(-len(content) // 512)
        for place in range(count):
            sectors.append(content[place * 512 : place * 512 + 512].ljust(512, b"\0"))
            fat.append(start + place + 1 if place + 1 < count else _END)
        return start

    entries = [_entry("Root Entry", 5, _END, 0, child=1)]

    def put(held: Mapping[str, bytes]) -> None:
        last = len(entries) + len(held) - 1
        for number, (name, content) in enumerate(held.items(), start=len(entries)):
            padded = content.ljust(4096, b"\0")
            right = number + 1 if number < last else _FREE
            entries.append(_entry(name, 2, add(padded), len(padded), right=right))

    if inside:
        entries.append(_entry("MBD0001", 1, 0, 0, child=2, right=2 + len(inside)))
        put(inside)
    put(streams)
    directory = add(b"".join(entries))
    sectors[0] = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    header = struct.pack("<8s16sHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, _END, 0, _END, 0)
    return header + struct.pack("<109I", 0, *[_FREE] * 108) + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16sIQQIQ", text, len(text), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size)


def old_word(flags: int = 0) -> bytes:
    return compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags), "1Table": b""})


def old_excel(*records: int | tuple[int, bytes]) -> bytes:
    content = struct.pack("<HHHH", 0x0809, 4, 0x0600, 5)
    for one in records:
        kind, data = (one, b"\0" * 4) if isinstance(one, int) else one
        content += struct.pack("<HH", kind, len(data)) + data
    return compound({"Workbook": content + struct.pack("<HH", 0x000A, 0)})


def old_slides(token: int = 0xE391C05F, more: bytes = b"") -> bytes:
    user = struct.pack("<HHIII", 0, 0x0FF6, 20, 20, token)
    return compound({"PowerPoint Document": b"\x0f\0\xe8\x03\0\0\0\0" + more, "Current User": user})


def film(*boxes: tuple[bytes, bytes], brand: bytes = b"isom") -> bytes:
    all_boxes = ((b"ftyp", brand + b"\0\0\2\0" + brand), *boxes)
    return b"".join(struct.pack(">I4s", 8 + len(content), kind) + content for kind, content in all_boxes)


def sound(frames: int = 4) -> bytes:
    """MPEG 1 layer III, 128 kbit/s, 44.1 kHz: frames of 417 bytes."""
    return (b"\xff\xfb\x90\x00" + b"\0" * 413) * frames


def wav(seconds: int = 2) -> bytes:
    """Silence, 8,000 samples a second of one byte each."""
    head = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    data = b"\x80" * 8000 * seconds
    chunks = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def film_of(seconds: int, width: int = 1920, height: int = 1080) -> bytes:
    """The boxes of a film with sound, without a single frame."""
    tracks = b""
    for kind, codec, size in ((b"vide", b"hvc1", (width, height)), (b"soun", b"mp4a", (0, 0))):
        entry = box(codec, bytes(24) + struct.pack(">HH", *size) + bytes(40))
        inner = box(b"hdlr", bytes(8) + kind + bytes(12)) + box(
            b"minf", box(b"stbl", box(b"stsd", bytes(4) + struct.pack(">I", 1) + entry))
        )
        tracks += box(b"trak", box(b"mdia", inner))
    head = box(b"mvhd", bytes(12) + struct.pack(">II", 600, 600 * seconds) + bytes(80))
    return film((b"moov", head + tracks), (b"mdat", b""))


def png_bomb() -> bytes:
    """A PNG that declares 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def put(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file
