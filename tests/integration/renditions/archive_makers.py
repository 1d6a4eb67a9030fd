"""Archives of every kind, written byte by byte: what no honest program would write is what is needed here."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

RAR_5, RAR_4 = b"Rar!\x1a\x07\x01\x00", b"Rar!\x1a\x07\x00"
LINK = 0xA1FF0000
"""A symbolic link's mode where ZIP keeps it."""


def zip_named(names: Mapping[bytes, bytes], *, flag: int = 0, extra: bytes = b"", attributes: int = 0) -> bytes:
    """A ZIP whose names are these bytes, whatever they mean."""
    body, directory = b"", b""
    for name, content in names.items():
        common = struct.pack(
            "<HHHHHIIIHH", 20, flag, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(name), len(extra)
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 0x314) + common
        directory += struct.pack("<HHHII", 0, 0, 0, attributes, len(body)) + name + extra
        body += b"PK\x03\x04" + common + name + extra + content
    end = struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def unicode_path(name: str, of: bytes) -> bytes:
    """The extra field that gives `name` in Unicode to the member whose name is the bytes `of`."""
    text = name.encode()
    return struct.pack("<HHBI", 0x7075, 5 + len(text), 1, zlib.crc32(of)) + text


def zip_of_many(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for number in range(count):
            made.writestr(zipfile.ZipInfo(f"资料/{number:06d}.txt"), b"")
    return buffer.getvalue()


def overlapping_zip(count: int) -> bytes:
    """A directory whose many members are all the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("0", b"\0" * 30_000_000)
    one = buffer.getvalue()
    end = one.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", one, end + 16)[0]
    directory = one[start:end] * count
    tail = struct.pack("<HHHHIIH", 0, 0, count % 65536, count % 65536, len(directory), start, 0)
    return one[:start] + directory + b"PK\x05\x06" + tail


def _number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else b"\xff" + struct.pack("<Q", value)


def _property(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + _number(len(content)) + content


def _streams(packed: int, sizes: Iterable[int], coder: bytes, place: int = 0) -> bytes:
    """The description of one run of `packed` bytes at `place`, from which members of these sizes come."""
    members = list(sizes)
    pack = b"\x06" + _number(place) + _number(1) + b"\x09" + _number(packed) + b"\0"
    unpack = b"\x07\x0b\x01\0\x01" + coder + b"\x0c" + _number(sum(members)) + b"\0"
    inner = b"\x08\x0d" + _number(len(members)) + b"\x09" + b"".join(map(_number, members[:-1])) + b"\0"
    return pack + unpack + (inner if len(members) > 1 else b"") + b"\0"


AES = b"\x24\x06\xf1\x07\x01\x02\x00\x00"
STORED = b"\x01\x00"


def seven_zip(
    members: Mapping[str, bytes], *, coder: bytes = STORED, attributes: int = 0x20, header: str = "plain"
) -> bytes:
    """A 7z archive; `header` plain, packed (LZMA), or locked. A name that ends in `/` is a folder."""
    files = [name for name in members if not name.endswith("/")]
    content = b"".join(members[name] for name in files)
    empty = sum(0x80 >> place for place, name in enumerate(members) if name.endswith("/"))
    directory = b"\x01"
    if files:
        directory += b"\x04" + _streams(len(content), (len(members[name]) for name in files), coder)
    directory += b"\x05" + _number(len(members))
    directory += _property(0x0E, bytes([empty])) if empty else b""
    directory += _property(0x11, b"\0" + "".join(name.rstrip("/") + "\0" for name in members).encode("utf-16-le"))
    directory += _property(0x15, b"\x01\0" + struct.pack("<I", attributes) * len(members)) + b"\0\0"
    if header != "plain":
        packed, how = _packed(directory) if header == "packed" else (directory, AES)
        described = _streams(len(packed), [len(directory)], how).replace(
            b"\x06" + _number(0), b"\x06" + _number(len(content))
        )
        content, directory = content + packed, b"\x17" + described
    start = struct.pack("<QQI", len(content), len(directory), zlib.crc32(directory))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + content + directory


def _packed(directory: bytes) -> tuple[bytes, bytes]:
    options = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}
    return lzma.compress(directory, lzma.FORMAT_RAW, filters=[options]), b"\x23\x03\x01\x01\x05\x5d" + struct.pack(
        "<I", 1 << 16
    )


def _vint(value: int) -> bytes:
    parts = []
    while value >= 0x80:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def _block_5(kind: int, content: bytes, *, flags: int = 0, data: bytes = b"", extra: bytes = b"") -> bytes:
    flags |= (2 if data else 0) | (1 if extra else 0)
    sizes = (_vint(len(extra)) if extra else b"") + (_vint(len(data)) if data else b"")
    head = _vint(kind) + _vint(flags) + sizes + content + extra
    head = _vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head + data


def rar_5(members: Mapping[str, bytes], *, extra: bytes = b"", main_flags: int = 0, size: int | None = None) -> bytes:
    """A RAR 5 archive, stored; `size` is what it declares of every member."""
    made = RAR_5 + _block_5(1, _vint(main_flags))
    for name, content in members.items():
        text = name.rstrip("/").encode()
        head = _vint(1 if name.endswith("/") else 4) + _vint(len(content) if size is None else size) + _vint(0o644)
        head += b"" if name.endswith("/") else struct.pack("<I", zlib.crc32(content))
        made += _block_5(2, head + _vint(0) + _vint(1) + _vint(len(text)) + text, data=content, extra=extra)
    return made + _block_5(5, _vint(0))


def rar_5_extra(kind: int, content: bytes) -> bytes:
    return _vint(len(_vint(kind) + content)) + _vint(kind) + content


RAR_5_LOCKED = rar_5_extra(1, _vint(0) + _vint(0) + b"\x0f" + b"s" * 16 + b"i" * 16)
RAR_5_LINK = rar_5_extra(5, _vint(1) + _vint(0) + _vint(11) + b"/etc/passwd")
RAR_5_HEADERS_LOCKED = RAR_5 + _block_5(4, _vint(0) + _vint(0) + b"\x0f" + b"s" * 16) + b"x" * 64


def _block_4(kind: int, flags: int, content: bytes, data: bytes = b"") -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(content)) + content
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data


def _file_4(kind: int, name: bytes, content: bytes, *, flags: int, method: int) -> bytes:
    head = struct.pack(
        "<IIBIIBBHI", len(content), len(content), 2, zlib.crc32(content), 0x56A12345, 29, method, len(name), 0x20
    )
    return _block_4(kind, 0x8000 | flags, head + name, content)


def rar_4(members: Mapping[bytes, bytes], *, flags: int = 0, main_flags: int = 0, comment: bytes = b"") -> bytes:
    """A RAR 3 or 4 archive, stored, whose names are these bytes; `comment` is one that is packed."""
    made = RAR_4 + _block_4(0x73, main_flags, b"\0" * 6)
    made += _file_4(0x7A, b"CMT", comment, flags=0, method=0x33) if comment else b""
    for name, content in members.items():
        made += _file_4(0x74, name, content, flags=flags, method=0x30)
    return made + _block_4(0x7B, 0x4000, b"")
