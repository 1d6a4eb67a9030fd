"""QR codes (GB/T 18284, ISO/IEC 18004) as rows of modules: what leads from a sheet of paper back to its record."""

from functools import lru_cache
from math import isqrt
from typing import NamedTuple, cast

import zxingcpp

QUIET_ZONE = 4
"""Modules kept white on every side (ISO/IEC 18004)."""


_DIGITS = bytes.maketrans(b"\x00\xff", b"10")


class Packed(NamedTuple):
    """A code as a bitmap: rows from the top, each filled up to whole bytes, 1 for dark."""

    modules: int
    bits: bytes


@lru_cache(maxsize=256)
def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The code of `text` row by row from the top, True for dark; error correction M, without the quiet zone.

    Raises ValueError for no text, and for one too long for any code (some 2,300 bytes of UTF-8).
    """
    side, modules = _modules(text)
    return tuple(tuple(value == 0 for value in modules[at : at + side]) for at in range(0, side * side, side))


def packed(text: str) -> Packed:
    """The same code as a bitmap; quick enough for one on each of thousands of pages. Raises ValueError as `matrix`."""
    side, modules = _modules(text)
    digits = modules.translate(_DIGITS)
    width = -(-side // 8)
    rows = (int(digits[at : at + side], 2) << (8 * width - side) for at in range(0, side * side, side))
    return Packed(side, b"".join(row.to_bytes(width, "big") for row in rows))


def _modules(text: str) -> tuple[int, bytes]:
    """Modules a side, and a byte for each: 0 for dark, 255 for light."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = memoryview(cast("bytes", code.to_image(scale=1, add_quiet_zones=False)))
    modules = picture.tobytes()
    return isqrt(len(modules)), modules


def dark_runs(text: str) -> tuple[tuple[int, int, int], ...]:
    """The code as few rectangles as rows allow: column and row of each run of dark modules, and its length."""
    found: list[tuple[int, int, int]] = []
    for y, row in enumerate(matrix(text)):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                found.append((start, y, x - start))
            x += 1
    return tuple(found)
