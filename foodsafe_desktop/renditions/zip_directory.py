"""The directory of a ZIP (PKWARE APPNOTE 4.3.12): opened within limits, and its names read as they were meant.

Many programs in China write names in GBK and do not say so; the standard knows only code page 437 and, with a flag,
UTF-8. Which one it was is decided for all unflagged names of an archive together, since a short name may fit several:
the GBK of 通知 is two letters of UTF-8.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MOST_DIRECTORY = 16 * 1024 * 1024
"""Bytes, for over a hundred thousand members: `zipfile` makes of each an object of about a kilobyte."""
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075


class DirectoryTooLong(Exception):
    """The archive's list of members is longer than `MOST_DIRECTORY`; it was not read."""


class _Bounded(io.BufferedReader):
    """A file of which nobody reads more than the limit at once: `zipfile` reads a directory in one piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            here = self.tell()
            size = self.seek(0, io.SEEK_END) - here
            self.seek(here)
        if size > MOST_DIRECTORY:
            raise DirectoryTooLong
        return super().read(size)


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP for reading. Raises DirectoryTooLong, and whatever `zipfile` raises for what is none."""
    with _Bounded(io.FileIO(path)) as file, zipfile.ZipFile(file) as package:
        yield package


def names_of(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of a ZIP's members, in order.

    A name that the archive gives in Unicode (by the flag, or by APPNOTE 4.6.9's extra field where it belongs to this
    name) stands; the others are read together.
    """
    raw = [b"" if one.flag_bits & _UTF8_FLAG else one.orig_filename.encode("cp437") for one in members]
    given = [
        one.orig_filename if one.flag_bits & _UTF8_FLAG else _unicode_path(one.extra, name)
        for one, name in zip(members, raw, strict=True)
    ]
    read = iter(read_together([name for name, known in zip(raw, given, strict=True) if known is None]))
    return [next(read) if known is None else known for known in given]


def read_together(names: Sequence[bytes]) -> list[str]:
    """Names of one archive that do not say their encoding: all UTF-8, else all GB 18030, else each what it can be.

    UTF-8 is believed where it has a character of three bytes or more, as all Chinese is.
    """
    is_utf8 = all(_fits(name, "utf-8") for name in names)
    if is_utf8 and (all(name.isascii() for name in names) or any(max(name, default=0) >= 0xE0 for name in names)):
        encoding = "utf-8"
    elif all(_fits(name, "gb18030") for name in names):
        encoding = "gb18030"
    elif len(names) > 1:
        return [read for name in names for read in read_together([name])]
    else:
        encoding = "utf-8" if is_utf8 else "cp437"
    return [name.decode(encoding) for name in names]


def _unicode_path(extra: bytes, name: bytes) -> str | None:
    """The name from the Info-ZIP Unicode Path extra field; None if there is none, or it is of another name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            belongs = int.from_bytes(field[1:5], "little") == zlib.crc32(name)
            return field[5:].decode("utf-8") if belongs and _fits(field[5:], "utf-8") else None
        at += 4 + length
    return None


def _fits(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
