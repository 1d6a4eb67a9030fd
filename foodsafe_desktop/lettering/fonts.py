"""The shipped faces, and which of them prints each character: nothing ever comes out as an empty box.

A character is printed by the first face of its chain that has it: bold, regular of the same family, serif, sans,
mathematics, symbols, emoji. What no face has is printed as a readable mark, 〔U+20BB7〕. So are control characters,
private-use code points, unpaired surrogates and the bidirectional controls that turn text around (they hide
something in a file name). Line breaks and tabs become one space, spaces that no face has an ordinary one. Left out
without a mark is only what has no picture by nature: zero-width spaces and joiners, direction marks, soft hyphens,
variation selectors and tags. Faces are embedded as subsets by reportlab.
"""

import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import cache, lru_cache
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from foodsafe_desktop.lettering.slim import slim_font
from foodsafe_desktop.shipped import resource_path

_SERIF, _SERIF_BOLD = "NotoSerifSC-Regular", "NotoSerifSC-Bold"
_SANS, _SANS_BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"
_MARKS = ("NotoSansMath-Regular", "NotoSansSymbols2-Regular", "NotoEmoji-Regular")


class Face(Enum):
    """A face by its name in Chinese typography; the value is its chain of shipped fonts."""

    SONG = (_SERIF, _SANS, *_MARKS)
    """宋体, for running text."""
    XIAO_BIAO_SONG = (_SERIF_BOLD, _SERIF, _SANS, *_MARKS)
    """小标宋, for titles (a bold serif stands in for it)."""
    HEI = (_SANS, _SERIF, *_MARKS)
    """黑体, for labels."""
    HEI_BOLD = (_SANS_BOLD, _SANS, _SERIF, *_MARKS)
    """黑体 bold, for headings."""

    @property
    def font(self) -> str:
        """The name of the face's first font, registered with reportlab."""
        name: str = self.value[0]
        _font(name)
        return name


_BREAKS = frozenset("\n\r\t\v\f\x85\u2028\u2029")
_PICTURELESS = frozenset(
    {0x00AD, 0x034F, 0x061C, 0xFEFF}.union(
        range(0x180B, 0x1810),
        range(0x200B, 0x2010),
        range(0x2060, 0x2065),
        range(0xFE00, 0xFE10),
        range(0xE0000, 0xE01F0),
    )
)


def register() -> None:
    """Register all faces with reportlab, for callers that set fonts by name themselves; cheap when done before."""
    for name in (_SERIF, _SERIF_BOLD, _SANS, _SANS_BOLD, *_MARKS):
        _font(name)


def font_face(name: str) -> TTFontFace:
    """A shipped font's own tables, by its name."""
    return _font(name).face


@cache
def _font(name: str) -> TTFont:
    font = slim_font(name, resource_path("fonts", f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    # reportlab keeps one font a face, the first that anyone registers under any name: another one's settings would
    # change the bytes of every form drawn after it.
    held: object = pdfmetrics.getFont(name)
    if held is not font:
        raise RuntimeError(f"the face of {name} was registered elsewhere: use lettering.fonts.register()")
    return font


@cache
def _glyphs(name: str) -> Mapping[int, int]:
    found: Mapping[int, int] = _font(name).face.charToGlyph
    return found


def _holds(name: str, code: int) -> bool:
    """Whether a font has a glyph of its own for it. Fonts also map a few controls and non-characters: not counted."""
    return code >= 0x20 and code & 0xFFFE != 0xFFFE and bool(_glyphs(name).get(code))


def printable(text: str) -> str:
    """`text` as it is printed: every character of the result has a glyph in every face's chain."""
    return "".join(map(_printed, text.replace("\r\n", "\n")))


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """`printable(text)` cut into (font name, text) runs, each wholly covered by its font; empty for empty text."""
    chain = face.value
    chosen = ((_choice(character, chain), character) for character in printable(text))
    return [(name, "".join(character for _, character in run)) for name, run in groupby(chosen, key=lambda c: c[0])]


def text_width(text: str, face: Face, size: float) -> float:
    """Width in points of `text` set on one line at `size` points."""
    return size * sum(_advance(character, face.value) for character in printable(text))


@lru_cache(maxsize=65536)
def _printed(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if character in _BREAKS:
        return " "
    if code in _PICTURELESS:
        return ""
    if category not in ("Cc", "Cf", "Co", "Cs") and any(_holds(name, code) for name in Face.SONG.value):
        return character
    return " " if category == "Zs" else f"〔U+{code:04X}〕"


@lru_cache(maxsize=65536)
def _choice(character: str, chain: tuple[str, ...]) -> str:
    return next(name for name in chain if _holds(name, ord(character)))


@lru_cache(maxsize=65536)
def _advance(character: str, chain: tuple[str, ...]) -> float:
    return float(_font(_choice(character, chain)).stringWidth(character, 1))
