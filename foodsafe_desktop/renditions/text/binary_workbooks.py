"""The cells of binary workbooks (XLSB, MS-XLSB) as text, one page a sheet: values as they are stored."""

import re
import struct
import zipfile
from collections.abc import Iterator

from foodsafe_desktop.renditions.text.budget import MOST_CHARACTERS, MOST_UNPACKED, TOO_LARGE, TextRefused

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.bin", re.IGNORECASE)
_STRINGS = re.compile(r"xl/sharedstrings\.bin", re.IGNORECASE)
_ROW, _RK, _REAL, _STRING, _SHARED, _FORMULA_STRING, _FORMULA_REAL, _ITEM = 0, 2, 5, 6, 7, 8, 9, 19
"""MS-XLSB 2.3: BrtRowHdr, BrtCellRk, BrtCellReal, BrtCellSt, BrtCellIsst, BrtFmlaString, BrtFmlaNum, BrtSSTItem."""
_CELL = 8
"""Bytes of a cell's column and style before its value (2.5.9)."""
_MOST_CELLS = 1_000_000


def is_binary(package: zipfile.ZipFile) -> bool:
    """Whether a workbook keeps its sheets as binary records."""
    return any(_SHEET.fullmatch(name) for name in package.namelist())


def xlsb_texts(package: zipfile.ZipFile) -> Iterator[str]:
    """The sheets' cells in their order, row by row, tabs between them. Raises TextRefused, and what `zipfile` raises.

    Records that are cut off raise `struct.error` or IndexError.
    """
    members = package.infolist()
    if sum(one.file_size for one in members if one.filename.lower().endswith(".bin")) > MOST_UNPACKED:
        raise TextRefused(TOO_LARGE)
    strings: list[str] = []
    for one in members:
        if _STRINGS.fullmatch(one.filename):
            strings += [_wide(record, 1) for kind, record in _records(package.read(one)) if kind == _ITEM]
    sheets = [(int(found[1]), one) for one in members if (found := _SHEET.fullmatch(one.filename))]
    for _number, one in sorted(sheets, key=lambda sheet: sheet[0]):
        yield "\n".join("\t".join(row) for row in _rows(package.read(one), strings) if row)


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """MS-XLSB 2.1.4: type and length in bytes of seven bits each."""
    at = 0
    while at < len(content):
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (content[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _ in range(4):
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, content[at : at + size]
        at += size


def _rows(content: bytes, strings: list[str]) -> Iterator[list[str]]:
    row: list[str] = []
    length = count = 0
    for kind, record in _records(content):
        if kind == _ROW:
            yield row
            row = []
        elif (text := _value(kind, record, strings)) and length <= MOST_CHARACTERS and count < _MOST_CELLS:
            length += len(text)
            count += 1
            row.append(text)
    yield row


def _value(kind: int, record: bytes, strings: list[str]) -> str:
    if kind == _SHARED:
        place: int = struct.unpack_from("<I", record, _CELL)[0]
        return strings[place] if place < len(strings) else ""
    if kind in (_STRING, _FORMULA_STRING):
        return _wide(record, _CELL)
    if kind in (_REAL, _FORMULA_REAL):
        return f"{struct.unpack_from('<d', record, _CELL)[0]:.15g}"
    return f"{_rk(struct.unpack_from('<I', record, _CELL)[0]):.15g}" if kind == _RK else ""


def _rk(packed: int) -> float:
    """MS-XLSB 2.5.122: the upper 30 bits of a number, or a whole one; bit 0: of hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return value / 100 if packed & 1 else value


def _wide(record: bytes, at: int) -> str:
    length = struct.unpack_from("<I", record, at)[0]
    return record[at + 4 : at + 4 + 2 * min(length, MOST_CHARACTERS)].decode("utf-16-le", "replace")
