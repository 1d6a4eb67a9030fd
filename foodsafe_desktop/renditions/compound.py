"""The directory and the streams of an OLE compound file (MS-CFB), the container of .doc, .xls, .wps, .msg.

Only as much as it takes to say what a file is and whether it is locked; nothing is written, every chain is bounded.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_DIRECTORY_LIMIT = 4 * 1024 * 1024
_KEPT = 64 * 1024 * 1024
"""Bytes of a stream that are handed out; what is beyond is only seen to be there."""
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")


class NotACompoundFile(Exception):
    """The bytes are not a readable compound file."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream or storage: its full name is not kept, only its own; `start` is its first sector."""

    name: str
    start: int
    size: int


class CompoundFile:
    """A compound file over an open binary `file` of `length` bytes, which the caller keeps open and closes.

    Raises NotACompoundFile on construction if header or directory cannot be read.
    """

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file, self._length = file, length
        try:
            self._read_header()
            self.streams, self._root, self._top = self._read_directory()
        except (struct.error, IndexError, OverflowError) as error:
            raise NotACompoundFile(str(error)) from error

    def find(self, *names: str) -> Stream | None:
        """The first stream of one of these names, in their order; letter case does not matter (MS-CFB 2.6.4).

        Of those at the top, for a document may hold others whole: a workbook a letter. Of all where the tree is broken.
        """
        by_name = {stream.name.lower(): stream for stream in reversed(self._top or self.streams)}
        return next((by_name[name.lower()] for name in names if name.lower() in by_name), None)

    def read(self, stream: Stream) -> bytes:
        """A stream, up to its first 64 MiB. Raises NotACompoundFile when the file does not hold all of it."""
        try:
            if stream.size >= self._mini_cutoff:
                return self._chain(stream.start, stream.size)[: stream.size]
            mini_fat = self._chain(self._mini_fat_start, _DIRECTORY_LIMIT, stop_at_end=True)
            holder = self._chain(self._root.start, self._root.size)
        except (struct.error, IndexError, OverflowError) as error:
            raise NotACompoundFile(str(error)) from error
        return _mini_chain(stream, struct.unpack(f"<{len(mini_fat) // 4}I", mini_fat), holder)

    def _read_header(self) -> None:
        self._file.seek(0)
        header = self._file.read(512)
        if not header.startswith(MAGIC) or len(header) < 512:
            raise NotACompoundFile("no header")
        shift = struct.unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            raise NotACompoundFile("sector size")
        self._sector_size = 1 << shift
        self._directory_start = struct.unpack_from("<I", header, 48)[0]
        self._mini_cutoff, self._mini_fat_start = struct.unpack_from("<II", header, 56)
        fat_sectors = list(struct.unpack_from("<109I", header, 76))
        more, left = struct.unpack_from("<II", header, 68)
        per_sector = self._sector_size // 4
        while more < _FREE and left and len(fat_sectors) * self._sector_size <= self._length:
            found = struct.unpack(f"<{per_sector}I", self._sector(more))
            fat_sectors += found[:-1]
            more, left = found[-1], left - 1
        self._fat_sectors = [sector for sector in fat_sectors if sector < _FREE]
        self._fat: dict[int, tuple[int, ...]] = {}

    def _read_directory(self) -> tuple[list[Stream], Stream, list[Stream]]:
        content = self._chain(self._directory_start, _DIRECTORY_LIMIT, stop_at_end=True)
        by_place: dict[int, Stream] = {}
        beside: dict[int, tuple[int, int]] = {}
        root: Stream | None = None
        first = _FREE
        for place, raw in enumerate(_ENTRY.iter_unpack(content[: len(content) // _ENTRY.size * _ENTRY.size])):
            name, length, kind, start, size = raw[0], raw[1], raw[2], raw[11], raw[12]
            if kind == 0 or not 2 <= length <= 64:
                continue
            if self._sector_size == 512:
                size &= 0xFFFFFFFF  # the upper half may be rubbish in version 3 (MS-CFB 2.6.1)
            stream = Stream(name[: length - 2].decode("utf-16-le", "replace"), start, size)
            if kind == 5:
                root, first = stream, raw[6]
            by_place[place], beside[place] = stream, (raw[4], raw[5])
        if root is None:
            raise NotACompoundFile("no directory")
        return list(by_place.values()), root, [by_place[place] for place in sorted(_joined(first, beside))]

    def _chain(self, sector: int, count: int, *, stop_at_end: bool = False) -> bytes:
        """The first `count` bytes of a chain of sectors; with `stop_at_end` a shorter chain is as good."""
        parts: list[bytes] = []
        length = 0
        for _ in range(min(count, self._length) // self._sector_size + 1):
            if sector >= _FREE:
                break
            content = self._sector(sector)
            length += len(content)
            if length <= _KEPT:
                parts.append(content)
            if length >= count:
                break
            sector = self._next(sector)
        if not parts or (not stop_at_end and length < count):
            raise NotACompoundFile("chain ends early")
        return b"".join(parts)

    def _next(self, sector: int) -> int:
        per_sector = self._sector_size // 4
        block, place = divmod(sector, per_sector)
        if block not in self._fat:
            self._fat[block] = struct.unpack(f"<{per_sector}I", self._sector(self._fat_sectors[block]))
        following: int = self._fat[block][place]
        return following

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._sector_size)
        content = self._file.read(self._sector_size)
        if not content:
            raise NotACompoundFile("the file ends before its sectors do")
        return content.ljust(self._sector_size, b"\0")


def _joined(first: int, beside: Mapping[int, tuple[int, int]]) -> set[int]:
    """The entries of one storage (MS-CFB 2.6.4): those that can be reached from its first, sideways."""
    found: set[int] = set()
    waiting = [first]
    while waiting:
        place = waiting.pop()
        if place in beside and place not in found:
            found.add(place)
            waiting += beside[place]
    return found


def _mini_chain(stream: Stream, fat: Sequence[int], holder: bytes) -> bytes:
    parts: list[bytes] = []
    sector = stream.start
    for _ in range(stream.size // 64 + 1):
        if sector >= len(fat) or len(parts) * 64 >= stream.size:
            break
        parts.append(holder[sector * 64 : sector * 64 + 64])
        sector = fat[sector]
    content = b"".join(parts)[: stream.size]
    if len(content) < stream.size:
        raise NotACompoundFile("chain ends early")
    return content
