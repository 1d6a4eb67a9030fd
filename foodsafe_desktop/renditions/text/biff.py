"""What xlrd passes over in a workbook of before 2007 (MS-XLS): drawings, and what stands above and below the pages."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.renditions.compound import CompoundFile
from foodsafe_desktop.renditions.text.plain import decoded

_BEGIN, _END, _SHEET, _HEADER, _FOOTER, _OBJECT = 0x0809, 0x000A, 0x0085, 0x0014, 0x0015, 0x005D
_PICTURE, _CHART = 8, 5
"""Of an object the kinds of FtCmo (2.5.143)."""
_WIDE = 0x0600
"""The version from which on texts are Unicode."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Whether there are charts or pictures, and header and footer of every worksheet with their codes, in order."""

    has_drawings: bool
    running: Sequence[tuple[str, str]]


def beside(source: Path) -> Beside:
    """Look through the records of a workbook. Raises NotACompoundFile, OSError."""
    has_drawings, version = False, _WIDE
    sheets: list[int] = []
    open_parts: list[int] = []
    running: dict[int, dict[int, str]] = {}
    for at, kind, body in records(_workbook(source)):
        if not open_parts and kind != _BEGIN:
            break
        if kind == _BEGIN:
            open_parts.append(at)
            version = int.from_bytes(body[:2], "little")
        elif kind == _END:
            del open_parts[-1:]
        elif kind == _SHEET and body[5:6] == b"\0":
            sheets.append(int.from_bytes(body[:4], "little"))
        elif kind in (_HEADER, _FOOTER) and len(open_parts) == 1:  # deeper are those of charts
            running.setdefault(open_parts[0], {})[kind] = _text(body, version)
        elif kind == _OBJECT:
            has_drawings |= body[4:5] in (bytes([_PICTURE]), bytes([_CHART]))
    found = (running.get(at, {}) for at in sheets)
    return Beside(has_drawings, [(one.get(_HEADER, ""), one.get(_FOOTER, "")) for one in found])


def _workbook(source: Path) -> bytes:
    with source.open("rb") as file:
        container = CompoundFile(file, source.stat().st_size)
        stream = container.find("Workbook", "Book")
        return container.read(stream) if stream else b""


def records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The records of a workbook's stream: places, kinds and contents."""
    at = 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        yield at, kind, content[at + 4 : at + 4 + length]
        at += 4 + length


def _text(body: bytes, version: int) -> str:
    """A text behind its length (2.5.294), with a byte that tells whether two bytes are a character; else in bytes."""
    if version < _WIDE:
        return decoded(body[1 : 1 + body[0]]) if body else ""
    return body[3:].decode("utf-16-le" if body[2:3] == b"\1" else "latin-1", "replace")
