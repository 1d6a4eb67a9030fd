"""The text of an OFD file for searching: by page, line by line from the top, templates and annotations included."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from foodsafe_desktop.renditions.ofd.document import Document, PagePart, Resource, documents_of
from foodsafe_desktop.renditions.ofd.package import PartMissing, Remarks, children
from foodsafe_desktop.renditions.ofd.pages import opened
from foodsafe_desktop.renditions.ofd.texts import is_wide, letters
from foodsafe_desktop.renditions.ofd.values import IDENTITY, Box, Matrix, apply, box, matrix, number, shifted, times

_DEEPEST = 12
_MOST_LETTERS = 500_000
"""Of a page; more are not read by anybody."""
_SAME_LINE, _GAP = 0.5, 0.6
"""Of the size of the letters: how far baselines of a line may lie apart, and from which gap on there is a space."""


class _Placed(NamedTuple):
    text: str
    x: float
    y: float
    size: float
    end: float


def ofd_text(source: Path) -> str:
    """All text in reading order, pages separated by form feeds. Raises CannotPrint and OSError."""
    with opened(source, Remarks()) as package:
        return "\f".join(_page(document, part) for document in documents_of(package) for part in document.pages)


def _page(document: Document, part: PagePart) -> str:
    try:
        page = document.package.xml(part.path)
    except PartMissing:
        return ""
    templates = [document.template(one.get("TemplateID", "")) for one in children(page, "Template")]
    placed: list[_Placed] = []
    for content in (*templates, page):
        resources = document.resources
        for one in children(content, "PageRes"):
            resources = resources | document.resources_at(part.path, one.text)
        for layers in children(content, "Content"):
            _take(placed, (child for layer in layers for child in layer), IDENTITY, resources)
    for one in document.annotations(part.identity):
        for look in children(one, "Appearance"):
            start = box(look.get("Boundary")) or Box(0, 0, 0, 0)
            _take(placed, look, shifted(start.x, start.y), document.resources)
    return "\n".join(_lines(placed))


def _take(
    found: list[_Placed], objects: Iterable[Element], outer: Matrix, resources: Mapping[str, Resource], deep: int = 0
) -> None:
    for element in objects:
        start = box(element.get("Boundary")) or Box(0, 0, 0, 0)
        inner = times(times(matrix(element.get("CTM")), shifted(start.x, start.y)), outer)
        if len(found) >= _MOST_LETTERS or deep >= _DEEPEST:
            return
        if element.tag == "TextObject":
            found += _letters(element, inner)
        elif element.tag == "PageBlock":
            _take(found, element, outer, resources, deep + 1)
        elif element.tag == "CompositeObject":
            unit = resources.get(element.get("ResourceID") or "")
            for content in children(None if unit is None else unit.element, "Content"):
                _take(found, content, inner, resources, deep + 1)


def _letters(element: Element, placed: Matrix) -> Iterator[_Placed]:
    size = number(element.get("Size"), 10.0)
    height = size * max(abs(placed[3]), abs(placed[1]))

    def advance(text: str, _glyph: int | None) -> float:
        return size * (1.0 if is_wide(text) else 0.5)

    for letter in letters(element, advance):
        x, y = apply(placed, letter.x, letter.y)
        end, _ = apply(placed, letter.x + min(advance(letter.text, None), letter.room or size), letter.y)
        yield _Placed(letter.text, x, y, height, end)


def _lines(placed: list[_Placed]) -> Iterator[str]:
    """Lines from top to bottom, each from left to right; gaps become spaces."""
    line: list[_Placed] = []
    for letter in sorted(placed, key=lambda one: one.y):
        if line and letter.y - line[0].y > _SAME_LINE * max(line[0].size, letter.size, 0.1):
            yield _joined(line)
            line = []
        line.append(letter)
    if line:
        yield _joined(line)


def _joined(line: list[_Placed]) -> str:
    text, end = "", None
    for letter in sorted(line, key=lambda one: one.x):
        if end is not None and letter.x - end > _GAP * letter.size and not text.endswith(" "):
            text += " "
        text += letter.text
        end = letter.end
    return text.strip()
