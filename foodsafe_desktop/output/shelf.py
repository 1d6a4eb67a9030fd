"""Thousands of source files within reach, few of them open.

A merged PDF reads its pages' streams from the sources only when it is saved. Keeping every source open would exceed
what a system allows one program; reading all into memory would exceed its memory.
"""

import io
import os
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self, cast

import pikepdf

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MOST_OPEN = 48


class SourceLost(OSError):
    """A source could not be read (any more); `path` says which."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(cause.errno, cause.strerror, str(path))
        self.path = path


class Shelf:
    """Opens sources for reading, and closes the one that rested longest when too many are open."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, io.FileIO] = OrderedDict()
        self.lost: set[Path] = set()
        """Sources that could not be read after they had been opened."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def open_pdf(self, path: Path) -> pikepdf.Pdf:
        """The PDF at `path`; its file is opened and closed behind it as needed. Raises OSError, PdfError."""
        source = cast("BinaryIO", _Source(self, path))
        return pikepdf.open(source, access_mode=pikepdf.AccessMode.stream)

    def read(self, path: Path, offset: int, buffer: "WriteableBuffer") -> int:
        """Fill `buffer` from `offset` of the file; how many bytes were read. Raises SourceLost."""
        try:
            file = self._file(path)
            file.seek(offset)
            return file.readinto(buffer) or 0
        except OSError as error:
            self.lost.add(path)
            raise SourceLost(path, error) from error

    def _file(self, path: Path) -> io.FileIO:
        file = self._open.pop(path, None) or io.FileIO(path, "rb")
        self._open[path] = file
        while len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return file


class _Source(io.RawIOBase):
    """A file as a stream that holds no handle of its own."""

    def __init__(self, shelf: Shelf, path: Path) -> None:
        self._shelf, self._path, self._at = shelf, path, 0
        self._size = path.stat().st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        count = self._shelf.read(self._path, self._at, buffer)
        self._at += count
        return count
