"""Faces and the outlines of their glyphs, whatever they are: TrueType, OpenType with CFF, or CFF alone (fontTools).

Outlines come as PDF path operators on an em of `EM` units, y upwards. A glyph that cannot be read is as good as none.
"""

import io
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from foodsafe_desktop.shipped import resource_path

EM = 2000
_MOST_POINTS = 50_000
_SYMBOL = 0xF000
_SERIF, _SANS = ("NotoSerifSC-Regular", "NotoSansSC-Regular"), ("NotoSansSC-Regular", "NotoSerifSC-Regular")
_MARKS = ("NotoSansMath-Regular", "NotoSansSymbols2-Regular", "NotoEmoji-Regular")
_SANS_NAMES = (
    *("黑", "圆", "hei", "yahei", "gothic", "sans", "arial", "helvetica", "calibri", "tahoma", "verdana", "consol"),
    *("dengxian", "等线", "deng", "segoe"),
)


class NotAFont(Exception):
    """The bytes are no font that can be read here."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A glyph: path operators (empty for a space), its box and its advance, in units of the em; `key` is its own."""

    key: tuple[str, int]
    path: str
    box: tuple[int, int, int, int]
    advance: float


class _PathPen(BasePen):
    """Writes PDF path operators; quadratic curves become cubic ones."""

    def __init__(self, glyphs: object, scale: float) -> None:
        super().__init__(glyphs)  # type: ignore[no-untyped-call]
        self.operators: list[str] = []
        self.xs, self.ys = list[float](), list[float]()
        self._scale = scale

    def _put(self, operator: str, *points: tuple[float, float]) -> None:
        scaled = [(round(x * self._scale), round(y * self._scale)) for x, y in points]
        self.xs += [x for x, _ in scaled]
        self.ys += [y for _, y in scaled]
        if len(self.xs) > _MOST_POINTS:
            raise ValueError("a glyph of too many points")
        self.operators.append(f"{' '.join(f'{x} {y}' for x, y in scaled)} {operator}")

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._put("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._put("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._put("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _endPath(self) -> None:  # noqa: N802
        self.operators.append("h")


class Face:
    """A font by its outlines. `key` tells it from others in the same PDF. Raises NotAFont."""

    def __init__(self, source: bytes | Path, key: str) -> None:
        self.key = key
        self._known: dict[int, Outline | None] = {}
        try:
            if isinstance(source, bytes) and source[:1] == b"\x01":
                self._read_bare(source)
            else:
                self._read_sfnt(source)
        except Exception as error:  # a font is bytes of a stranger, and fontTools raises whatever it meets
            raise NotAFont(key) from error

    def _read_bare(self, source: bytes) -> None:
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(source), None)
        top = fonts[0]
        self._glyphs: Any = top.CharStrings
        self._names: list[str] = list(top.charset)
        self._scale = EM * float(getattr(top, "FontMatrix", [0.001])[0] or 0.001)
        self._font: Any = None

    def _read_sfnt(self, source: bytes | Path) -> None:
        file = io.BytesIO(source) if isinstance(source, bytes) else source
        font = TTFont(file, lazy=True, fontNumber=0, recalcBBoxes=False)
        if "glyf" in font:  # names play no part, and the tables that hold them are often missing from subsets
            font.setGlyphOrder([f"g{number}" for number in range(font["maxp"].numGlyphs)])
        head: Any = font["head"]
        self._font, self._names = font, font.getGlyphOrder()
        self._glyphs = font.getGlyphSet()
        self._scale = EM / (head.unitsPerEm or 1000)

    @cached_property
    def _codes(self) -> dict[int, int]:
        """Glyph by code point; empty where the font does not say."""
        places = {name: place for place, name in enumerate(self._names)}
        try:
            if self._font is None:
                from fontTools.agl import toUnicode  # noqa: PLC0415 - a table of thousands of names, seldom needed

                named = {toUnicode(name): place for name, place in places.items()}
                return {ord(text): place for text, place in named.items() if len(text) == 1}
            tables = self._font["cmap"].tables
            wanted = self._font.getBestCmap() or next((one.cmap for one in tables if one.isSymbol()), None)
            return {code: places[name] for code, name in (wanted or {}).items() if name in places}
        except Exception:  # as above: without a map, glyphs are found by number only
            return {}

    def glyph_of(self, character: str) -> int:
        """The number of the glyph for a character; 0 where the font has none."""
        code = ord(character)
        return self._codes.get(code) or (self._codes.get(_SYMBOL + code, 0) if code < 0x100 else 0)

    def outline(self, glyph: int) -> Outline | None:
        """A glyph by number, None where there is none or it is damaged. Glyph 0 is the empty box: never drawn."""
        if glyph not in self._known:
            self._known[glyph] = self._read(glyph) if 0 < glyph < len(self._names) else None
        return self._known[glyph]

    def _read(self, glyph: int) -> Outline | None:
        try:
            pen = _PathPen(self._glyphs, self._scale)
            drawn = self._glyphs[self._names[glyph]]
            drawn.draw(pen)
            advance = float(drawn.width) * self._scale
        except Exception:  # as above: one damaged glyph is no reason to give up the font
            return None
        box = (min(pen.xs), min(pen.ys), max(pen.xs), max(pen.ys)) if pen.xs else (0, 0, 0, 0)
        return Outline((self.key, glyph), " ".join(pen.operators), tuple(map(int, box)), advance)  # type: ignore[arg-type]


@cache
def _shipped(name: str) -> Face:
    return Face(resource_path("fonts", f"{name}.ttf"), name)


def stand_in(character: str, font_name: str, *, bold: bool) -> Outline | None:
    """The shipped outline for a character of a font that is not embedded; None where no shipped font has it."""
    sans = any(part in font_name.lower() for part in _SANS_NAMES)
    chain = _SANS if sans else _SERIF
    heavy = (chain[0].replace("Regular", "Bold"),) if bold else ()
    for name in (*heavy, *chain, *_MARKS):
        face = _shipped(name)
        outline = face.outline(face.glyph_of(character))
        if outline is not None:
            return outline
    return None


def bold_by_name(font_name: str) -> bool:
    """Whether a font's name says that it is bold, or one of the heavy faces of official titles."""
    lowered = font_name.lower()
    return any(part in lowered for part in ("bold", "black", "heavy", "小标宋", "xbs", "大标宋", "粗"))
