"""Numbers and bullets of a Word document's paragraphs, counted as Word counts them (ECMA-376 part 1, 17.9)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn

from foodsafe_desktop.renditions.office_pages.word_styles import Element, number, value

_DIGITS = "零一二三四五六七八九"
_PLACES = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_SYMBOLS = dict(
    zip(
        (0xB7, 0x6C, 0x6E, 0xA7, 0xA8, 0x6F, 0x71, 0x76, 0xD8, 0x75, 0xFC, 0xFE, 0x52, 0xA3, 0x50, 0xFB, 0x2D, 0xE0),
        "•●■▪□□❑❖➢◆✔☑☑□☑✘−→",
        strict=True,
    )
)
"""What the private code points of Symbol and Wingdings show, those that bullets and tick boxes are made of."""
_LEVELS = 9


def symbol(code: int) -> str:
    """The character that a code point of a symbol face shows."""
    return _SYMBOLS.get(code & 0xFF, "•") if 0xF000 <= code <= 0xF0FF else chr(code) if 0x20 <= code < 0x110000 else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A paragraph's number as printed, with what parts it from the text, and its level's properties for both."""

    text: str
    gap: str
    paragraph: Sequence[Element]
    run: Sequence[Element]


class Numbers:
    """Counts through one document. `root` is its numbering part, None where there is none."""

    def __init__(self, root: Element) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)
        self._restarted: set[tuple[str, int]] = set()
        if root is None:
            return
        lists = {value(one, "w:abstractNumId"): one for one in root.findall(qn("w:abstractNum"))}
        for one in root.findall(qn("w:num")):
            self._read(one, lists)

    def _read(self, one: Element, lists: dict[str | None, Element]) -> None:
        key, abstract = value(one, "w:numId") or "", value(one.find(qn("w:abstractNumId"))) or ""
        found = lists.get(abstract)
        levels = {} if found is None else {_level(level): level for level in found.findall(qn("w:lvl"))}
        starts: dict[int, int] = {}
        for override in one.findall(qn("w:lvlOverride")):
            level = override.find(qn("w:lvl"))
            if level is not None:
                levels[_level(override)] = level
            start = override.find(qn("w:startOverride"))
            if start is not None:
                starts[_level(override)] = int(number(value(start), 1))
        self._levels[key], self._abstract[key], self._starts[key] = levels, abstract, starts

    def mark(self, holding: Sequence[Element]) -> Mark | None:
        """The next number for a paragraph with these properties; None if it has none."""
        found = [one.find(qn("w:numPr")) for one in holding]
        given = [one for one in found if one is not None]
        ids = [value(one.find(qn("w:numId"))) for one in given if one.find(qn("w:numId")) is not None]
        if not ids or ids[0] not in self._levels:
            return None
        key = ids[0] or ""
        depths = [value(one.find(qn("w:ilvl"))) for one in given if one.find(qn("w:ilvl")) is not None]
        depth = min(max(int(number(depths[0] if depths else None)), 0), _LEVELS - 1)
        level = self._levels[key].get(depth)
        if level is None:
            return None
        self._count(key, depth)
        text = self._text(key, level)
        properties = [one for one in (level.find(qn("w:pPr")),) if one is not None]
        looks = [one for one in (level.find(qn("w:rPr")),) if one is not None]
        gap = {"space": " ", "nothing": ""}.get(value(level.find(qn("w:suff"))) or "", "\t")
        return Mark(text, gap, properties, looks)

    def _count(self, key: str, depth: int) -> None:
        counts = self._counts[self._abstract[key]]
        first_of_override = depth in self._starts[key] and (key, depth) not in self._restarted
        if first_of_override:
            self._restarted.add((key, depth))
            counts[depth] = self._starts[key][depth]
        else:
            counts[depth] = counts[depth] + 1 if counts[depth] else self._start(key, depth)
        for upper in range(depth):
            counts[upper] = counts[upper] or self._start(key, upper)
        for deeper in range(depth + 1, _LEVELS):
            counts[deeper] = 0

    def _start(self, key: str, depth: int) -> int:
        level = self._levels[key].get(depth)
        return max(int(number(value(level.find(qn("w:start"))), 1)), 1) if level is not None else 1

    def _text(self, key: str, level: Element) -> str:
        counts = self._counts[self._abstract[key]]
        pattern = value(level.find(qn("w:lvlText"))) or ""
        if value(level.find(qn("w:numFmt"))) == "bullet":
            return "".join(symbol(ord(one)) for one in pattern)

        def one(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            shown = self._levels[key].get(depth)
            form = value(shown.find(qn("w:numFmt"))) if shown is not None else None
            return written(counts[depth], form or "decimal")

        return re.sub(r"%([1-9])", one, pattern)


def _level(element: Element) -> int:
    return int(number(value(element, "w:ilvl")))


def written(count: int, form: str) -> str:  # noqa: PLR0911 - one line a form
    """A number in the form that ECMA-376 (17.18.59) gives it; forms that are not known are digits."""
    if form == "none":
        return ""
    if form.startswith(("chineseCounting", "ideographTraditional", "japaneseCounting", "taiwaneseCounting")):
        return chinese(count)
    if form == "chineseLegalSimplified":
        return chinese(count).translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if form == "decimalEnclosedParen" and 1 <= count <= 20:
        return chr(0x2474 + count - 1)
    if form == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(count))
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 780:
        letters = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 1 <= count <= 3999:
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def chinese(count: int) -> str:
    """A count in Chinese numerals: 一, 十二, 一百零五."""
    if not 0 <= count < 10**8:
        return str(count)
    text = _chinese(count)
    return text.removeprefix("一") if text.startswith("一十") else text


def _chinese(count: int) -> str:
    for name, place in _PLACES:
        if count >= place:
            head, rest = divmod(count, place)
            gap = "零" if rest and rest < place // 10 else ""
            return _chinese(head) + name + gap + (_chinese(rest) if rest else "")
    return _DIGITS[count]


def _roman(count: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (count // size)
        count %= size
    return text
