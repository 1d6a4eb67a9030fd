"""The lettering of page numbers: one small embedded font, and the outlines that make its white halo.

Cut at run time from the shipped Noto Sans SC Bold, so that nothing has to be kept in step with it. The halo is drawn
as outlines and not as text: stroked text would be extracted a second time, and 12 would be found as 1122.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.domain.sheets import LABEL_CHARACTERS
from foodsafe_desktop.lettering.fonts import font_face

ALPHABET = LABEL_CHARACTERS
"""Every character that a label may contain."""

HALO = 190
"""Width of the halo's stroke in thousandths of the font size; half of it shows outside the glyph."""

_POSTSCRIPT_NAME = "FSDPGN+NotoSansSC-Bold"

Point = tuple[float, float]


@dataclass(frozen=True)
class Face:
    """Glyph ids and advances (thousandths of the size) by character, the font file, and each character's outline."""

    glyph: dict[str, int]
    advance: dict[str, int]
    truetype: bytes
    outline: dict[str, bytes]
    ascent: int
    descent: int
    cap_height: int

    def width(self, text: str) -> int:
        """The advance of `text` in thousandths of the font size."""
        return sum(self.advance[char] for char in text)

    def encoded(self, text: str) -> str:
        """`text` as the hexadecimal string that shows it (Identity-H)."""
        return "".join(f"{self.glyph[char]:04X}" for char in text)


@lru_cache(maxsize=1)
def face() -> Face:
    """The lettering, read once from the shipped font."""
    source = font_face("NotoSansSC-Bold")
    characters = list(dict.fromkeys(ALPHABET))
    truetype: bytes = source.makeSubset([ord(char) for char in characters])
    glyph = {char: index + 1 for index, char in enumerate(characters)}
    outlines = _Outlines(truetype)
    return Face(
        glyph=glyph,
        advance={char: round(source.charWidths[ord(char)]) for char in characters},
        truetype=truetype,
        outline={char: outlines.path(glyph[char]) for char in characters},
        ascent=round(source.ascent),
        descent=round(source.descent),
        cap_height=round(source.capHeight),
    )


def embed(pdf: pikepdf.Pdf) -> tuple[pikepdf.Object, dict[str, pikepdf.Object]]:
    """Put the font and one halo form per character into `pdf`; returns the font and the halos by character."""
    lettering = face()
    halos = {char: _halo(pdf, lettering, char) for char in lettering.glyph}
    return _font(pdf, lettering), halos


def _font(pdf: pikepdf.Pdf, lettering: Face) -> pikepdf.Object:
    program = pdf.make_stream(lettering.truetype, Length1=len(lettering.truetype))
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + _POSTSCRIPT_NAME),
            Flags=4,
            FontBBox=Array([0, lettering.descent, 1000, lettering.ascent]),
            ItalicAngle=0,
            Ascent=lettering.ascent,
            Descent=lettering.descent,
            CapHeight=lettering.cap_height,
            StemV=140,
            FontFile2=program,
        )
    )
    widths = [lettering.advance[char] for char in lettering.glyph]
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + _POSTSCRIPT_NAME),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=descriptor,
        DW=1000,
        W=Array([1, Array(widths)]),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + _POSTSCRIPT_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(lettering)),
        )
    )


def _to_unicode(lettering: Face) -> bytes:
    pairs = "\n".join(f"<{gid:04X}> <{ord(char):04X}>" for char, gid in lettering.glyph.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /FSDPageNumber def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(lettering.glyph)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode("ascii")


def _halo(pdf: pikepdf.Pdf, lettering: Face, char: str) -> pikepdf.Object:
    content = b"1 1 1 RG 1 J 1 j %d w\n" % HALO + lettering.outline[char] + b"S\n"
    box = [-HALO, lettering.descent - HALO, lettering.advance[char] + HALO, lettering.ascent + HALO]
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(box), Resources=Dictionary())


class _Outlines:
    """Simple TrueType glyphs as PDF path operators (OpenType 1.9, `glyf`); units are the font's, 1000 an em."""

    def __init__(self, truetype: bytes) -> None:
        count = struct.unpack_from(">H", truetype, 4)[0]
        records = (struct.unpack_from(">4sLLL", truetype, 12 + 16 * index) for index in range(count))
        self._table = {tag: truetype[offset : offset + length] for tag, _, offset, length in records}
        long = struct.unpack_from(">h", self._table[b"head"], 50)[0]
        loca = self._table[b"loca"]
        self._offset = (
            list(struct.unpack(f">{len(loca) // 4}L", loca))
            if long
            else [2 * value for value in struct.unpack(f">{len(loca) // 2}H", loca)]
        )

    def path(self, glyph: int) -> bytes:
        data = self._table[b"glyf"][self._offset[glyph] : self._offset[glyph + 1]]
        return b"".join(_contour(points) for points in self._contours(data))

    def _contours(self, data: bytes) -> Iterator[list[tuple[Point, bool]]]:
        count = struct.unpack_from(">h", data, 0)[0]
        ends = struct.unpack_from(f">{count}H", data, 10)
        at = 10 + 2 * count
        at += 2 + struct.unpack_from(">H", data, at)[0]
        flags: list[int] = []
        while len(flags) <= ends[-1]:
            flag = data[at]
            at += 1
            repeats = 1
            if flag & 8:
                repeats += data[at]
                at += 1
            flags += [flag] * repeats
        xs, at = _coordinates(data, at, flags, short=2, same=16)
        ys, at = _coordinates(data, at, flags, short=4, same=32)
        points = [((x, y), bool(flag & 1)) for x, y, flag in zip(xs, ys, flags, strict=False)]
        start = 0
        for end in ends:
            yield points[start : end + 1]
            start = end + 1


def _coordinates(data: bytes, at: int, flags: list[int], *, short: int, same: int) -> tuple[list[float], int]:
    values: list[float] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        values.append(value)
    return values, at


def _contour(points: list[tuple[Point, bool]]) -> bytes:
    """One closed contour; TrueType leaves out the on-curve point half-way between two control points."""
    full: list[tuple[Point, bool]] = []
    for index, (point, on) in enumerate(points):
        before, before_on = points[index - 1]
        if not on and not before_on:
            full.append((_middle(before, point), True))
        full.append((point, on))
    first = next(index for index, (_, on) in enumerate(full) if on)
    full = full[first:] + full[: first + 1]
    now = full[0][0]
    out = [b"%.0f %.0f m\n" % now]
    index = 1
    while index < len(full):
        point, on = full[index]
        if on:
            out.append(b"%.0f %.0f l\n" % point)
        else:
            index += 1
            end = full[index][0]
            out.append(b"%.0f %.0f %.0f %.0f %.0f %.0f c\n" % (*_third(now, point), *_third(end, point), *end))
            point = end
        now = point
        index += 1
    return b"".join([*out, b"h\n"])


def _middle(one: Point, other: Point) -> Point:
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)


def _third(end: Point, control: Point) -> Point:
    """A cubic's control point that gives the same curve as the quadratic's."""
    return (end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3)
