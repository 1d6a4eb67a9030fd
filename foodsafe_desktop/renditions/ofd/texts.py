"""Text objects (GB/T 33190-2016, 11): which glyph stands where. Nothing is drawn here."""

import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from foodsafe_desktop.renditions.ofd.package import children, text_of
from foodsafe_desktop.renditions.ofd.values import deltas, number, numbers

_MOST_GLYPHS = 200_000
_BREAKS = str.maketrans("", "", "\r\n\t")


@dataclass(frozen=True, slots=True)
class Letter:
    """A glyph at (x, y) of the object: `glyph` is its number where the file gives one, `text` what it reads as.

    `room` is the distance to the next one in the same code, for the last that before it; None where it is not said.
    """

    text: str
    glyph: int | None
    x: float
    y: float
    room: float | None = None


def letters(element: Element, advance: Callable[[str, int | None], float]) -> Iterator[Letter]:
    """The glyphs of a text object in order. `advance` gives a glyph's own width, for where no distances are given."""
    transforms = list(_transforms(element))
    along = math.radians(number(element.get("ReadDirection")))
    x = y = 0.0
    first = 0
    for code in children(element, "TextCode"):
        text = _text(code)
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        slots = _slots(text, first, transforms)
        first += len(text)
        across, down = deltas(code.get("DeltaX"), len(slots)), deltas(code.get("DeltaY"), len(slots))
        at_x, at_y = x, y
        for place, (shown, glyph) in enumerate(slots):
            if across or down:
                dx, dy = _step(place, across), _step(place, down)
            else:
                own = advance(shown, glyph)
                dx, dy = own * math.cos(along), own * math.sin(along)
            known = place < len(across) or (across and place and not is_wide(shown))
            yield Letter(shown, glyph, at_x, at_y, dx if known else None)
            at_x, at_y = at_x + dx, at_y + dy


def is_wide(text: str) -> bool:
    """Whether a character fills the square that Chinese characters fill."""
    return bool(text) and unicodedata.east_asian_width(text[0]) in "WF"


def _text(code: Element) -> str:
    text = code.text or ""
    return (text.strip() if "\n" in text else text).translate(_BREAKS)[:_MOST_GLYPHS]


def _step(place: int, given: list[float]) -> float:
    """How far it is to the next glyph: as given, else as the one before; none in a direction that is not given."""
    return given[min(place, len(given) - 1)] if given else 0.0


@dataclass(frozen=True, slots=True)
class _Transform:
    position: int
    codes: int
    glyphs: list[int]


def _transforms(element: Element) -> Iterator[_Transform]:
    """Glyph numbers in place of characters (11.4, CT_CGTransform)."""
    for one in children(element, "CGTransform"):
        glyphs = [int(value) for value in numbers(text_of(one, "Glyphs"))][:_MOST_GLYPHS]
        count = int(number(one.get("GlyphCount"), len(glyphs)))
        codes = max(1, int(number(one.get("CodeCount"), 1)))
        yield _Transform(int(number(one.get("CodePosition"))), codes, glyphs[: max(0, count)])


def _slots(text: str, first: int, transforms: list[_Transform]) -> list[tuple[str, int | None]]:
    """Texts and glyph numbers of one code, whose first character is number `first` of the object's."""
    at = {one.position - first: one for one in transforms if one.glyphs}
    slots: list[tuple[str, int | None]] = []
    place = 0
    while place < len(text):
        one = at.get(place)
        if one is None:
            slots.append((text[place], None))
            place += 1
            continue
        covered = text[place : place + one.codes]
        slots += _replaced(covered, one)
        place += len(covered)
    return slots


def _replaced(covered: str, one: _Transform) -> list[tuple[str, int | None]]:
    if len(one.glyphs) == one.codes:  # one for one; files without their text still have all glyphs
        return [(covered[place : place + 1], glyph) for place, glyph in enumerate(one.glyphs)]
    return [(covered if place == 0 else "", glyph) for place, glyph in enumerate(one.glyphs)]
