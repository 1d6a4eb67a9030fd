"""Glyphs as characters of Type 3 fonts (ISO 32000-1, 9.6.5): outlines of any font, and text that can be searched.

Embedding the fonts themselves would print nothing better and break on every subset that lacks a table; reportlab
cannot embed CFF at all. Each glyph is written once for the whole PDF, in the order of first use, 255 to a font.
"""

from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.renditions.ofd.faces import EM, Outline

_CODES = 255
"""Codes 1 to 255; no code is a space, which readers may widen."""


@dataclass(slots=True)
class _Font:
    place: Dictionary
    drawn: list[tuple[Outline, str]] = field(default_factory=list)


class GlyphStore:
    """The Type 3 fonts of one PDF."""

    def __init__(self, target: pikepdf.Pdf) -> None:
        self._target = target
        self._fonts: list[_Font] = []
        self._codes: dict[tuple[tuple[str, int], str], tuple[int, int]] = {}

    def code(self, outline: Outline, text: str) -> tuple[Dictionary, int, int]:
        """The font, its number and the code for a glyph that stands for `text`."""
        key = (outline.key, text)
        if key not in self._codes:
            if not self._fonts or len(self._fonts[-1].drawn) == _CODES:
                self._fonts.append(_Font(self._target.make_indirect(Dictionary(Type=Name.Font))))
            self._fonts[-1].drawn.append((outline, text))
            self._codes[key] = len(self._fonts) - 1, len(self._fonts[-1].drawn)
        number, code = self._codes[key]
        return self._fonts[number].place, number, code

    def finish(self) -> None:
        """Write the fonts; after that, no glyph may be added."""
        for font in self._fonts:
            self._write(font)

    def _write(self, font: _Font) -> None:
        names = [f"g{code}" for code in range(1, len(font.drawn) + 1)]
        procedures = Dictionary()
        for name, (outline, _) in zip(names, font.drawn, strict=True):
            procedures[f"/{name}"] = self._target.make_stream(_procedure(outline))
        boxes = [outline.box for outline, _ in font.drawn]
        font.place.update(
            Dictionary(
                Subtype=Name.Type3,
                FontBBox=Array([min(b[0] for b in boxes), min(b[1] for b in boxes), *_far(boxes)]),
                FontMatrix=Array([1 / EM, 0, 0, 1 / EM, 0, 0]),
                CharProcs=procedures,
                Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *(Name(f"/{name}") for name in names)])),
                FirstChar=1,
                LastChar=len(names),
                Widths=Array([round(outline.advance) for outline, _ in font.drawn]),
                Resources=Dictionary(),
                ToUnicode=self._target.make_stream(_to_unicode([text for _, text in font.drawn])),
            )
        )


def _far(boxes: list[tuple[int, int, int, int]]) -> tuple[int, int]:
    return max(b[2] for b in boxes), max(b[3] for b in boxes)


def _procedure(outline: Outline) -> bytes:
    left, bottom, right, top = outline.box
    fill = f" {outline.path} f" if outline.path else ""
    return f"{round(outline.advance)} 0 {left} {bottom} {right} {top} d1{fill}".encode("ascii")


def _to_unicode(texts: list[str]) -> bytes:
    """A CMap of the simplest kind (ISO 32000-1, 9.10.3), in blocks of at most 100."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /OFD def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    known = [(code, text) for code, text in enumerate(texts, start=1) if text]
    for start in range(0, len(known), 100):
        block = known[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{text.encode('utf-16-be', 'replace').hex()}>" for code, text in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
