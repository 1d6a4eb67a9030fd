"""Letters onto a sheet: of the file's own face where it has the glyph, else of the shipped ones, never an empty box."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from foodsafe_desktop.renditions.ofd.faces import EM, Face, Outline, bold_by_name, stand_in
from foodsafe_desktop.renditions.ofd.glyphs import GlyphStore
from foodsafe_desktop.renditions.ofd.package import Remarks
from foodsafe_desktop.renditions.ofd.paint import Paint, Style
from foodsafe_desktop.renditions.ofd.sheet import Sheet
from foodsafe_desktop.renditions.ofd.texts import Letter, letters
from foodsafe_desktop.renditions.ofd.values import Matrix, is_true, number, pdf, times

_SLANT = 0.2126
"""Of an oblique face: twelve degrees."""
_BOLD = 600
_NARROWEST = 0.3
_HALF = 0.5
"""Size of the two rows of a mark, which together fill the square of the character: U+ above 20BB7."""
_SHIPPED = Element("Font", {"FontName": "宋体"})


@dataclass(frozen=True, slots=True)
class _Hand:
    """How a text object is written: its face if the file has it, the name of the font, and size, slant and turn."""

    face: Face | None
    name: str
    size: float
    bold: bool
    slanted: bool
    stretch: float
    turn: float

    def glyph(self, text: str, number_given: int | None) -> tuple[Outline | None, bool]:
        """The outline for a letter, and whether it is the file's own; None where no face has one."""
        if self.face is not None:
            number_ = self.face.glyph_of(text) if number_given is None and len(text) == 1 else number_given
            own = self.face.outline(number_ or 0)
            if own is not None and (own.path or not text.strip()):
                return own, True
        return (stand_in(text, self.name, bold=self.bold), False) if len(text) == 1 else (None, False)

    def advance(self, text: str, number_given: int | None) -> float:
        outline, _ = self.glyph(text, number_given)
        return (outline.advance / EM if outline else 1.0) * self.size * self.stretch

    def at(self, x: float, y: float, squeeze: float = 1.0) -> Matrix:
        """From the em to the object's own units: y of a glyph grows upwards, that of the page downwards."""
        scale = self.size
        upright: Matrix = (scale * self.stretch * squeeze, 0.0, scale * _SLANT if self.slanted else 0.0, -scale, 0, 0)
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return times(upright, (cos, sin, -sin, cos, x, y))


class Scribe:
    """Writes text objects on one sheet."""

    def __init__(self, glyphs: GlyphStore, sheet: Sheet, remarks: Remarks) -> None:
        self._glyphs, self._sheet, self._remarks = glyphs, sheet, remarks

    def write(self, element: Element, style: Style, font: Element, face: Face | None) -> None:
        """A text object, in the coordinate system of its own."""
        hand = _hand(element, font, face)
        fills = is_true(element.get("Fill"), default=True)
        strokes = is_true(element.get("Stroke"), default=False)
        fill = style.paint("FillColor")
        written = [one for letter in letters(element, hand.advance) for one in self._shaped(hand, letter)]
        if strokes or not fills:
            self._outlined(written, style, fills=fills, strokes=strokes)
            written = [(_hollow(outline), text, place) for outline, text, place in written]
        self._show(written, fill)

    def line(self, words: str, x: float, y: float, size: float) -> None:
        """Plain words in 宋体 from (x, y) on, in the colour that is set."""
        hand = _hand(Element("TextObject", {"Size": str(size)}), _SHIPPED, None)
        for word in words:
            self._show([*self._shaped(hand, Letter(word, None, x, y))], None)
            x += hand.advance(word, None)

    def _shaped(self, hand: _Hand, letter: Letter) -> Iterator[tuple[Outline, str, Matrix]]:
        """The outlines of a letter and where they stand; of one that no face has, a mark that says which it is."""
        outline, own = hand.glyph(letter.text, letter.glyph)
        if outline is None:
            yield from self._mark(hand, letter)
            return
        room = abs(letter.room or 0.0)
        natural = outline.advance / EM * hand.size * hand.stretch
        # a stand-in that is wider than the face it stands for must not run into its neighbour
        narrow = not own and _NARROWEST * hand.size < room < natural
        yield outline, letter.text, hand.at(letter.x, letter.y, room / natural if narrow else 1.0)

    def _mark(self, hand: _Hand, letter: Letter) -> Iterator[tuple[Outline, str, Matrix]]:
        if not letter.text or all(unicodedata.category(one) in ("Cc", "Cf", "Mn", "Zs") for one in letter.text):
            return
        self._remarks.add("有文字在随附字体中没有字形，以编码标出")
        half = replace(hand, size=hand.size * _HALF, face=None)
        for row, shown in enumerate(("U+", f"{ord(letter.text[0]):04X}")):
            marks = [stand_in(one, hand.name, bold=False) for one in shown]
            squeeze = min(1.0, 1 / (_HALF * sum(one.advance for one in marks if one) / EM))
            x = letter.x
            for place, outline in enumerate(marks):
                if outline is not None:
                    text = letter.text if (row, place) == (0, 0) else ""
                    yield outline, text, half.at(x, letter.y - (1 - row) * half.size, squeeze)
                    x += outline.advance / EM * half.size * half.stretch * squeeze

    def _show(self, written: list[tuple[Outline, str, Matrix]], fill: Paint | None) -> None:
        if not written:
            return
        self._sheet.put("BT", *([] if fill is None else [fill.operator()]))
        used = ""
        for outline, text, place in written:
            font, number_, code = self._glyphs.code(outline, text)
            name = self._sheet.name("Font", number_, font)
            if name != used:
                self._sheet.put(f"{name} 1 Tf")
                used = name
            self._sheet.put(f"{pdf(*place)} Tm <{code:02X}> Tj")
        self._sheet.put("ET")

    def _outlined(
        self, written: list[tuple[Outline, str, Matrix]], style: Style, *, fills: bool, strokes: bool
    ) -> None:
        """Letters as paths: a Type 3 glyph knows no outline of its own."""
        if not (fills or strokes):
            return
        operator = ("B" if fills else "S") if strokes else "f"
        self._sheet.put(style.paint("FillColor").operator(), style.paint("StrokeColor").operator(stroke=True))
        self._sheet.put(*style.line())
        width = max(0.0, number(style.get("LineWidth"), 0.353))
        for outline, _, place in written:
            if outline.path:
                scale = max(abs(place[0] * place[3] - place[1] * place[2]) ** 0.5, 1e-6)
                units = " ".join(f"{value:.8f}" for value in times((1 / EM, 0, 0, 1 / EM, 0, 0), place))
                self._sheet.put("q", f"{units} cm {pdf(width / scale * EM)} w", f"{outline.path} {operator}", "Q")


def _hollow(outline: Outline) -> Outline:
    """The same glyph unseen, for the text to be found where its outline was drawn."""
    return Outline((f"{outline.key[0]} hollow", outline.key[1]), "", outline.box, outline.advance)


def _hand(element: Element, font: Element, face: Face | None) -> _Hand:
    name = f"{font.get('FontName') or ''} {font.get('FamilyName') or ''}"
    bold = number(element.get("Weight"), 400) >= _BOLD or is_true(font.get("Bold"), default=False)
    stretch = number(element.get("HScale"), 1.0)
    return _Hand(
        face=face,
        name=name,
        size=number(element.get("Size"), 10.0),
        bold=bold or bold_by_name(name),
        slanted=is_true(element.get("Italic"), default=False) and face is None,
        stretch=stretch if stretch > 0 else 1.0,
        turn=math.radians(number(element.get("CharDirection"))),
    )
