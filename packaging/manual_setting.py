"""What a page of the manual is put together from: running text, headings, code, lines of contents, framed pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable, Image

from foodsafe_desktop.lettering.fonts import Face, printable, runs, text_width
from foodsafe_desktop.lettering.typesetting import may_break

BODY, BOLD, CODE = Face.SONG, Face.HEI_BOLD, Face.HEI
LINK, GREY, RULE, PALE = HexColor("#1a5fb4"), HexColor("#57606a"), HexColor("#c4cad1"), HexColor("#f3f5f7")
SIZES = {1: (20.0, 28.0), 2: (14.0, 21.0), 3: (11.5, 18.0)}
"""Size and line distance of headings, in points; text is set at `TEXT`."""
TEXT = (10.5, 17.0)


@dataclass(frozen=True)
class Span:
    """Words in one face; `to` is the bookmark that they lead to."""

    text: str
    face: Face = BODY
    to: str = ""


class Words(Flowable):
    """Running text by the program's own rules of breaking lines; it may run on over the page."""

    def __init__(
        self, spans: Sequence[Span], size: tuple[float, float] = TEXT, indent: float = 0, mark: str = ""
    ) -> None:
        super().__init__()
        self.spans, self.size, self.indent, self.mark = spans, size, indent, mark
        self.lines: list[list[tuple[str, Span]]] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break into lines."""
        signs = [(sign, span) for span in self.spans for sign in printable(span.text)]
        self.lines = list(_lines(signs, self.size[0], width - self.indent)) if not self.lines else self.lines
        return width, len(self.lines) * self.size[1]

    def split(self, width: float, height: float) -> list[Flowable]:
        """What fits, and the rest; never a line alone."""
        self.wrap(width, height)
        count = int(height / self.size[1])
        if count < 2 or len(self.lines) - count < 2:
            return []
        parts: list[Flowable] = []
        for lines, mark in ((self.lines[:count], self.mark), (self.lines[count:], "")):
            part = Words((), self.size, self.indent, mark)
            part.lines = lines
            parts.append(part)
        return parts

    def draw(self) -> None:
        """Draw the lines, links in their colour."""
        size, leading = self.size
        y = len(self.lines) * leading - leading + (leading - size) / 2 + size * 0.12
        if self.mark:
            write(self.canv, self.indent - 12, y, self.mark, BODY, size)
        for line in self.lines:
            x = self.indent
            for span, text in _joined(line):
                self.canv.setFillColor(LINK if span.to else HexColor("#000000"))
                end = write(self.canv, x, y, text, span.face, size)
                if span.to:
                    self.canv.linkRect("", span.to, (x, y - 2, end, y + size), relative=1, thickness=0)
                x = end
            y -= leading
        self.canv.setFillColor(HexColor("#000000"))


class Title(Words):
    """A heading that is also a bookmark."""

    def __init__(self, text: str, level: int, key: str) -> None:
        super().__init__([Span(text, BOLD)], SIZES[level])
        self.text, self.level, self.key, self.keepWithNext = text, level, key, 1

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab's name
        """Room above."""
        return (0, 14, 9)[self.level - 1]

    def getSpaceAfter(self) -> float:  # noqa: N802 - as above
        """Room below."""
        return (10, 4, 2)[self.level - 1]

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Headings stay whole."""
        return []

    def draw(self) -> None:
        """Draw it, and say where it stands."""
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.text, self.key, self.level - 1, closed=self.level == 1)
        super().draw()


class Code(Flowable):
    """Lines of code as they are, on a pale ground."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text.rstrip("\n").split("\n")

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its lines, broken where they are too long."""
        self.across = width
        self.lines = [
            line for text in self.text for line in _lines([(sign, Span("")) for sign in text or " "], 9, width - 12)
        ]
        return width, len(self.lines) * 14 + 8

    def draw(self) -> None:
        """Ground and lines."""
        height = len(self.lines) * 14 + 8
        self.canv.setFillColor(PALE)
        self.canv.rect(0, 0, self.across, height, stroke=0, fill=1)
        self.canv.setFillColor(HexColor("#000000"))
        for at, line in enumerate(self.lines):
            write(self.canv, 6, height - 15 - at * 14, "".join(sign for sign, _ in line), CODE, 9)


class Line(Flowable):
    """A line of the contents: words, dots, page number."""

    def __init__(self, text: str, key: str, level: int, number: int) -> None:
        super().__init__()
        self.text, self.key, self.level, self.number = text, key, level, number

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One line."""
        self.across = width
        return width, 22.0 if self.level == 1 else 16.0

    def draw(self) -> None:
        """Words, dots, number; all of it leads there."""
        face, size, x = (BOLD, 11, 0.0) if self.level == 1 else (BODY, 10, 18.0)
        end = write(self.canv, x, 4, self.text, face, size)
        number = str(self.number)
        at = self.across - text_width(number, face, size)
        write(self.canv, at, 4, number, face, size)
        dots = int((at - end - 8) / text_width(".", BODY, size) / 2)
        write(self.canv, at - 4 - dots * text_width(". ", BODY, size), 4, ". " * dots, BODY, size)
        self.canv.linkRect("", self.key, (x, 0, self.across, 16), relative=1, thickness=0)


class FramedPicture(Image):
    """A picture in a fine frame."""

    def draw(self) -> None:
        """Picture and frame."""
        super().draw()
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.5)
        self.canv.rect(0, 0, self.drawWidth, self.drawHeight)


def _lines(signs: list[tuple[str, Span]], size: float, width: float) -> Iterator[list[tuple[str, Span]]]:
    """Signs as lines no wider than `width`, in points."""
    text = "".join(sign for sign, _ in signs)
    start = 0
    while start < len(signs):
        used, end = 0.0, start
        while end < len(signs) and used <= width:
            used += text_width(signs[end][0], signs[end][1].face, size)
            end += 1
        if used > width:
            end = max(end - 1, start + 1)
            end = next((at for at in range(end, start, -1) if may_break(text, at)), end)
        yield signs[start:end]
        start = end
        while start < len(signs) and text[start] == " ":
            start += 1


def _joined(line: list[tuple[str, Span]]) -> Iterator[tuple[Span, str]]:
    """A line as pieces of one span each."""
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and line[end][1] is line[at][1]:
            end += 1
        yield line[at][1], "".join(sign for sign, _ in line[at:end])
        at = end


def write(canvas: Canvas, x: float, y: float, text: str, face: Face, size: float) -> float:
    """Write text at a place, every sign in the first face that has it; returns where it ends."""
    face.font  # noqa: B018 - registers it
    for font, run in runs(text, face):
        canvas.setFont(font, size)
        canvas.drawString(x, y, run)
        x += text_width(run, face, size)
    return x
