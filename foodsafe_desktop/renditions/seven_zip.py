"""The directory of a 7z archive, as 7zFormat.txt of the LZMA SDK describes it. No member is ever unpacked.

The directory itself is usually packed with LZMA, which Python brings along; one packed in another way is not read.
Every number in it is checked against the bytes that are there, so that no claim costs more than the file is long.
"""

import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from foodsafe_desktop.renditions.seven_zip_cursor import Cursor, SevenZipBroken, SevenZipForeign, SevenZipLocked

MAGIC = b"7z\xbc\xaf\x27\x1c"
_MOST_HEADER, _MOST_FILES = 16 * 1024 * 1024, 200_000
_AES, _COPY, _LZMA, _LZMA2 = b"\x06\xf1\x07\x01", b"\x00", b"\x03\x01\x01", b"\x21"
_END, _HEADER, _ARCHIVE_PROPERTIES, _ADDITIONAL, _STREAMS, _FILES = range(6)
_PACK, _UNPACK, _SUBSTREAMS, _SIZE, _DIGESTS, _FOLDER, _UNPACK_SIZES, _COUNTS, _EMPTY = range(6, 15)
_EMPTY_FILE, _NAMES, _MODIFIED, _ATTRIBUTES, _ENCODED = 0x0F, 0x11, 0x14, 0x15, 0x17
_IS_FOLDER, _IS_REPARSE, _IS_UNIX, _LINK_MODE = 0x10, 0x400, 0x8000, 0xA


@dataclass(frozen=True, slots=True)
class SevenZipMember:
    """A file or folder; `size` in bytes as declared, `modified` in Windows' ticks since 1601 (UTC), 0 for none."""

    name: str
    size: int
    encrypted: bool
    folder: bool
    link: bool
    modified: int = 0


@dataclass(frozen=True, slots=True)
class _Coded:
    """A run of packed bytes: its coders (method and properties), and the size of what comes out in the end."""

    coders: tuple[tuple[bytes, bytes], ...]
    size: int

    @property
    def encrypted(self) -> bool:
        return any(method == _AES for method, _ in self.coders)


@dataclass(slots=True)
class _Streams:
    """Where packed bytes lie, how they are coded, the members' sizes in each run, and which runs have a digest."""

    place: int
    packed: list[int]
    coded: list[_Coded]
    members: list[list[int]]
    digested: list[bool]


def members_of(file: BinaryIO, length: int) -> Iterator[SevenZipMember]:
    """What is in the archive of `length` bytes. Raises SevenZipBroken, SevenZipLocked, SevenZipForeign."""
    try:
        yield from _directory(file, length)
    except (IndexError, struct.error, lzma.LZMAError, UnicodeDecodeError) as error:
        raise SevenZipBroken from error


def _directory(file: BinaryIO, length: int) -> Iterator[SevenZipMember]:
    start = file.read(32)
    crc, (offset, size, header_crc) = struct.unpack_from("<I", start, 8)[0], struct.unpack_from("<QQI", start, 12)
    if not start.startswith(MAGIC) or zlib.crc32(start[12:]) != crc or 32 + offset + size > length:
        _broken()
    content = _piece(file, 32 + offset, size)
    if zlib.crc32(content) != header_crc:
        _broken()
    for _ in range(4):  # packed directories may be packed again; nobody does it twice
        cursor = Cursor(content)
        if not content or cursor.peek() != _ENCODED:
            return iter(()) if not content else _files(cursor)
        cursor.number()
        content = _unpacked(file, _streams(cursor))
    raise SevenZipForeign


def _broken() -> NoReturn:
    raise SevenZipBroken


def _piece(file: BinaryIO, place: int, size: int) -> bytes:
    if size > _MOST_HEADER:
        raise SevenZipForeign
    file.seek(place)
    content = file.read(size)
    if len(content) < size:
        _broken()
    return content


def _unpacked(file: BinaryIO, streams: _Streams) -> bytes:
    """The directory out of its packed form."""
    if len(streams.coded) != 1 or not streams.packed:
        raise SevenZipForeign
    coded = streams.coded[0]
    if coded.encrypted:
        raise SevenZipLocked
    if len(coded.coders) != 1 or coded.size > _MOST_HEADER:
        raise SevenZipForeign
    packed = _piece(file, 32 + streams.place, streams.packed[0])
    method, properties = coded.coders[0]
    if method == _COPY:
        return packed
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_filter(method, properties, coded.size)])
    content = unpacker.decompress(packed, coded.size)
    if len(content) < coded.size:
        _broken()
    return content


def _filter(method: bytes, properties: bytes, size: int) -> dict[str, int]:
    """What `lzma` is to do. A dictionary need not be larger than what comes out, whatever the archive claims."""
    enough = max(4096, size)
    if method == _LZMA2:
        return {"id": lzma.FILTER_LZMA2, "dict_size": enough}
    if method != _LZMA:
        raise SevenZipForeign
    rest, lc = divmod(properties[0], 9)
    pb, lp = divmod(rest, 5)
    return {"id": lzma.FILTER_LZMA1, "dict_size": enough, "lc": lc, "lp": lp, "pb": pb}


def _streams(cursor: Cursor) -> _Streams:
    streams = _Streams(0, [], [], [], [])
    readers: dict[int, Callable[[Cursor, _Streams], None]] = {
        _PACK: _packed,
        _UNPACK: _coded,
        _SUBSTREAMS: _substreams,
    }
    while (kind := cursor.number()) != _END:
        if kind not in readers:
            _broken()
        readers[kind](cursor, streams)
    return streams


def _packed(cursor: Cursor, streams: _Streams) -> None:
    streams.place, count = cursor.number(), cursor.count()
    while (kind := cursor.number()) != _END:
        if kind == _SIZE:
            streams.packed = [cursor.number() for _ in range(count)]
        elif kind == _DIGESTS:
            cursor.skip_digests(count)
        else:
            _broken()


def _coded(cursor: Cursor, streams: _Streams) -> None:
    if cursor.number() != _FOLDER:
        _broken()
    count = cursor.count()
    if cursor.take(1)[0]:
        raise SevenZipForeign  # described elsewhere: nobody writes that
    shapes = [_coders(cursor) for _ in range(count)]
    if cursor.number() != _UNPACK_SIZES:
        _broken()
    for coders, outs, last in shapes:
        sizes = [cursor.number() for _ in range(outs)]
        streams.coded.append(_Coded(coders, sizes[last]))
    streams.members = [[one.size] for one in streams.coded]
    streams.digested = [False] * count
    while (kind := cursor.number()) != _END:
        if kind != _DIGESTS:
            _broken()
        streams.digested = cursor.some(count)
        cursor.take(4 * sum(streams.digested))


def _coders(cursor: Cursor) -> tuple[tuple[tuple[bytes, bytes], ...], int, int]:
    """The coders of a run, how many streams come out of them, and which of those is the end of the chain."""
    coders, ins, outs = [], 0, 0
    for _ in range(cursor.count()):
        flags = cursor.take(1)[0]
        method = cursor.take(flags & 0x0F)
        more = (cursor.count(), cursor.count()) if flags & 0x10 else (1, 1)
        ins, outs = ins + more[0], outs + more[1]
        coders.append((method, cursor.take(cursor.number()) if flags & 0x20 else b""))
    bound = set()
    for _ in range(outs - 1):
        cursor.number()
        bound.add(cursor.number())
    if (packed := ins - (outs - 1)) > 1:
        for _ in range(packed):
            cursor.number()
    last = next((place for place in range(outs) if place not in bound), None)
    if last is None:
        _broken()
    return tuple(coders), outs, last


def _substreams(cursor: Cursor, streams: _Streams) -> None:
    """The sizes of the members in each run: all but the last are written down, and the last is what remains."""
    counts = [1] * len(streams.coded)
    kind = cursor.number()
    if kind == _COUNTS:
        counts = [cursor.count() for _ in counts]
        kind = cursor.number()
    streams.members = []
    for run, count in zip(streams.coded, counts, strict=True):
        sizes = [cursor.number() for _ in range(count - 1)] if kind == _SIZE else []
        streams.members.append([*sizes, max(0, run.size - sum(sizes))] if count else [])
    if kind == _SIZE:
        kind = cursor.number()
    while kind != _END:
        if kind != _DIGESTS:
            _broken()
        known = zip(counts, streams.digested, strict=True)
        cursor.skip_digests(sum(count for count, digested in known if count != 1 or not digested))
        kind = cursor.number()


def _files(cursor: Cursor) -> Iterator[SevenZipMember]:
    """The members from the directory proper."""
    if cursor.number() != _HEADER:
        _broken()
    streams = _Streams(0, [], [], [], [])
    while (kind := cursor.number()) != _END:
        if kind == _ARCHIVE_PROPERTIES:
            while cursor.number() != _END:
                cursor.take(cursor.number())
        elif kind == _ADDITIONAL:
            _streams(cursor)
        elif kind == _STREAMS:
            streams = _streams(cursor)
        elif kind == _FILES:
            yield from _named(cursor, streams)
        else:
            _broken()


def _named(cursor: Cursor, streams: _Streams) -> Iterator[SevenZipMember]:
    count = cursor.count()
    if count > _MOST_FILES:
        raise SevenZipForeign
    names, attributes, empty, empty_file = [""] * count, [0] * count, [False] * count, [False] * count
    modified = [0] * count
    while (kind := cursor.number()) != _END:
        content = Cursor(cursor.take(cursor.number()))
        if kind == _EMPTY:
            empty = content.bits(count)
        elif kind == _EMPTY_FILE:
            empty_file = content.bits(sum(empty))
        elif kind == _NAMES:
            names = content.names(count)
        elif kind == _ATTRIBUTES:
            attributes = content.attributes(count)
        elif kind == _MODIFIED:
            modified = content.attributes(count, 8)
    sizes = ((size, run.encrypted) for run, held in zip(streams.coded, streams.members, strict=True) for size in held)
    files_of_nothing = iter(empty_file)
    for name, attribute, is_empty, when in zip(names, attributes, empty, modified, strict=True):
        size, encrypted = (0, False) if is_empty else next(sizes, (0, False))
        folder = is_empty and not next(files_of_nothing, False)
        folder = folder or bool(attribute & _IS_FOLDER)
        yield SevenZipMember(name, size, encrypted, folder, _is_link(attribute), when)


def _is_link(attribute: int) -> bool:
    """Windows' attributes, with Unix' mode in the upper half where the flag says so."""
    return bool(attribute & _IS_REPARSE) or bool(attribute & _IS_UNIX and attribute >> 28 == _LINK_MODE)
