"""Sections of a Word document as sheets: paper, margins, columns, and what stands in headers and footers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.renditions.office_pages.cells import draw_stack, stack_height
from foodsafe_desktop.renditions.office_pages.sheets import MM, Sheet
from foodsafe_desktop.renditions.office_pages.word_numbers import written
from foodsafe_desktop.renditions.office_pages.word_styles import Element, is_on, number, value

_LEAST, _MOST = 40 * MM, 1200 * MM
_KINDS = ("default", "first", "even")

Blocks = Callable[[str, float, dict[str, str]], Sequence[Flowable]]
"""Reads a header or footer by its relation: given the width, and what fields show."""


@dataclass(slots=True)
class Section:
    """One section's properties, and which headers and footers hold in it, by kind."""

    properties: Element
    headers: dict[str, str] = field(default_factory=dict)
    footers: dict[str, str] = field(default_factory=dict)

    @property
    def continues(self) -> bool:
        """Whether it goes on upon the page of the section before."""
        return self._of("w:type", "w:val") == "continuous"

    @property
    def pitch(self) -> float:
        """Points between the lines of its grid, 0 where it has none."""
        kind = self._of("w:docGrid", "w:type")
        return number(self._of("w:docGrid", "w:linePitch")) / 20 if kind not in (None, "default") else 0.0

    def _of(self, tag: str, name: str) -> str | None:
        return value(self.properties.find(qn(tag)) if self.properties is not None else None, name)

    def points(self, tag: str, name: str, otherwise: float) -> float:
        """A length in points."""
        return number(self._of(tag, name), otherwise * 20) / 20

    @property
    def size(self) -> tuple[float, float]:
        """Of the paper. Word writes the longer side first where it lies."""
        width, height = self.points("w:pgSz", "w:w", 210 * MM), self.points("w:pgSz", "w:h", 297 * MM)
        return min(max(width, _LEAST), _MOST), min(max(height, _LEAST), _MOST)

    @property
    def sides(self) -> tuple[float, float]:
        """Left and right margin; the gutter is added to the left."""
        left = self.points("w:pgMar", "w:left", 90) + self.points("w:pgMar", "w:gutter", 0)
        right = self.points("w:pgMar", "w:right", 90)
        return (left, right) if self.size[0] - left - right > 60 else (20 * MM, 20 * MM)

    @property
    def width(self) -> float:
        """Of the text, all columns together."""
        return self.size[0] - sum(self.sides)

    @property
    def columns(self) -> tuple[int, float]:
        """How many, and the points between them."""
        count = int(number(self._of("w:cols", "w:num"), 1))
        return min(max(count, 1), 4), self.points("w:cols", "w:space", 21)

    def kind(self, page: int, *, first: bool, evens: bool) -> str:
        """Which of its headers a page has."""
        if first and self.properties is not None and is_on(self.properties.find(qn("w:titlePg"))):
            return "first"
        return "even" if evens and page % 2 == 0 else "default"


def sections_of(body: Element) -> list[Section]:
    """All sections in order; one that names no header of a kind has that of the section before (17.10.1)."""
    found = [one for one in body.iter(qn("w:sectPr")) if one.getparent().tag in (qn("w:pPr"), qn("w:body"))]
    sections: list[Section] = []
    for properties in found or [None]:
        section = Section(properties)
        if sections:
            section.headers.update(sections[-1].headers)
            section.footers.update(sections[-1].footers)
        for tag, kept in (("w:headerReference", section.headers), ("w:footerReference", section.footers)):
            for one in properties.findall(qn(tag)) if properties is not None else ():
                kept[value(one, "w:type") or "default"] = one.get(qn("r:id")) or ""
        sections.append(section)
    return sections


class Running:
    """Draws headers and footers, and knows on which page each section began. `total`: pages, for NUMPAGES."""

    def __init__(self, sections: Sequence[Section], blocks: Blocks, total: int, *, evens: bool) -> None:
        self._sections, self._blocks, self._total, self._evens = sections, blocks, total, evens
        self._current = -1
        self._begun = self._counted = 1

    def sheet(self, place: int) -> Sheet:
        """The sheet of a section; its text makes room for headers and footers that are high."""
        section = self._sections[place]
        top, bottom = section.points("w:pgMar", "w:top", 72), section.points("w:pgMar", "w:bottom", 72)
        over, under = section.points("w:pgMar", "w:header", 42), section.points("w:pgMar", "w:footer", 42)
        heights = [self._height(section, of) for of in (section.headers, section.footers)]
        most = section.size[1] * 0.4
        top = min(max(abs(top), over + heights[0] + 4 if heights[0] else 0), most)
        bottom = min(max(abs(bottom), under + heights[1] + 4 if heights[1] else 0), most)
        left, right = section.sides
        count, gutter = section.columns
        around = self._around(place, over, under)
        return Sheet(section.size, top, bottom, left, right, count, gutter, around)

    def _height(self, section: Section, of: dict[str, str]) -> float:
        kinds = [kind for kind in _KINDS if kind in of]
        return max((stack_height(self._read(of[kind], section.width, 1), section.width) for kind in kinds), default=0.0)

    def _read(self, relation: str, width: float, page: int, form: str = "decimal") -> list[Flowable]:
        values = {"PAGE": written(page, form), "NUMPAGES": str(self._total), "SECTIONPAGES": str(self._total)}
        return list(self._blocks(relation, width, values))

    def _around(self, place: int, over: float, under: float) -> Callable[[Canvas, int], None]:
        section = self._sections[place]

        def draw(canvas: Canvas, page: int) -> None:
            shown = self._page_number(place, page)
            kind = section.kind(shown, first=page == self._begun, evens=self._evens)
            form = section._of("w:pgNumType", "w:fmt") or "decimal"  # noqa: SLF001 - of this module
            width, left = section.width, section.sides[0]
            if kind in section.headers:
                blocks = self._read(section.headers[kind], width, shown, form)
                draw_stack(canvas, blocks, left, section.size[1] - over, width)
            if kind in section.footers:
                blocks = self._read(section.footers[kind], width, shown, form)
                draw_stack(canvas, blocks, left, under + stack_height(blocks, width), width)

        return draw

    def _page_number(self, place: int, page: int) -> int:
        if place != self._current:
            self._current, begun = place, self._begun
            start = self._sections[place]._of("w:pgNumType", "w:start")  # noqa: SLF001 - of this module
            self._counted = int(number(start)) if start is not None else self._counted + page - begun
            self._begun = page
        return self._counted + page - self._begun
