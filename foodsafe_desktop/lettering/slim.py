"""A face of reportlab's that takes a third of the memory: its file stays on the disk, its tables are packed.

A binder's pages are held in memory while it is put together; the large Chinese faces must not be held beside them.
Characters beyond U+FFFF are named in the text layer as ISO 32000-1, 9.10.3 asks, by two units of UTF-16: reportlab
writes their code as it is, and readers copy and find another character.
"""

import mmap
import re
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.ttfonts import TTFont

_BEYOND = re.compile(r"(?<=<)[0-9A-F]{5,6}(?=>)")


def slim_font(name: str, path: Path) -> TTFont:
    """The font in that file under that name, as reportlab would read it but for the memory. Raises OSError."""
    # asciiReadable would put all of ASCII into every subset of every form.
    font = TTFont(name, _OnDisk(path), asciiReadable=False)
    face: Any = font.face  # its tables are lists as far as reportlab says
    del face.glyphToChar
    face.glyphPos = array("L", face.glyphPos)
    face.hmetrics = _Metrics(face.hmetrics)
    whole = face.get_table

    def table(tag: str) -> object:
        return _Glyphs(face) if tag == "glyf" else whole(tag)

    face.get_table = table
    return font


def _named_by_units(name_characters: Callable[[str, Sequence[int]], str]) -> Callable[[str, Sequence[int]], str]:
    def named(font_name: str, subset: Sequence[int]) -> str:
        found = name_characters(font_name, subset)
        return _BEYOND.sub(lambda code: chr(int(code[0], 16)).encode("utf-16-be").hex().upper(), found)

    return named


ttfonts.makeToUnicodeCMap = _named_by_units(ttfonts.makeToUnicodeCMap)


class _OnDisk:
    """A file as reportlab reads one, of which only what is looked at comes into memory."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def read(self) -> mmap.mmap:
        with Path(self.name).open("rb") as stream:
            found = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if hasattr(mmap, "MADV_RANDOM"):
            found.madvise(mmap.MADV_RANDOM)  # no pages beside those that are looked at
        return found


class _Glyphs:
    """The outlines, which reportlab copies as a whole for every subset otherwise."""

    def __init__(self, face: Any) -> None:  # noqa: ANN401 - as above
        self._face = face
        self._at: int = face.get_table_pos("glyf")[0]

    def __getitem__(self, part: slice) -> bytes:
        found: bytes = self._face.get_chunk(self._at + part.start, part.stop - part.start)
        return found


class _Metrics:
    """Advance and left bearing of each glyph, whole as they are written: reportlab scales some of them."""

    def __init__(self, pairs: Sequence[tuple[float, int]]) -> None:
        self._flat = array("H", (int(one) for pair in pairs for one in pair))

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        return self._flat[2 * glyph], self._flat[2 * glyph + 1]
