"""The manual as one PDF: cover, contents with page numbers, every page of docs/, bookmarks, in the shipped faces."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from manual import DOCS, TITLE, Page, plain
from markdown_it.token import Token
from PIL import Image as Picture
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
)

from foodsafe_desktop import __version__
from foodsafe_desktop.lettering.fonts import Face, printable, runs, text_width
from foodsafe_desktop.lettering.typesetting import MM, may_break

A4 = (210 * MM, 297 * MM)
LEFT, TOP, RIGHT, BOTTOM = 25 * MM, 24 * MM, 22 * MM, 22 * MM
WIDTH = A4[0] - LEFT - RIGHT
BODY, BOLD, CODE = Face.SONG, Face.HEI_BOLD, Face.HEI
LINK, GREY, RULE, PALE = HexColor("#1a5fb4"), HexColor("#57606a"), HexColor("#c4cad1"), HexColor("#f3f5f7")
SIZES = {1: (20.0, 28.0), 2: (14.0, 21.0), 3: (11.5, 18.0)}
"""Size and line distance of headings, in points; text is set at `TEXT`."""
TEXT = (10.5, 17.0)
CELL = (9.0, 13.5)


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
            _write(self.canv, self.indent - 12, y, self.mark, BODY, size)
        for line in self.lines:
            x = self.indent
            for span, text in _joined(line):
                self.canv.setFillColor(LINK if span.to else HexColor("#000000"))
                end = _write(self.canv, x, y, text, span.face, size)
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
        self.width = width
        self.lines = [
            line for text in self.text for line in _lines([(sign, Span("")) for sign in text or " "], 9, width - 12)
        ]
        return width, len(self.lines) * 14 + 8

    def draw(self) -> None:
        """Ground and lines."""
        height = len(self.lines) * 14 + 8
        self.canv.setFillColor(PALE)
        self.canv.rect(0, 0, self.width, height, stroke=0, fill=1)
        self.canv.setFillColor(HexColor("#000000"))
        for at, line in enumerate(self.lines):
            _write(self.canv, 6, height - 15 - at * 14, "".join(sign for sign, _ in line), CODE, 9)


class Line(Flowable):
    """A line of the contents: words, dots, page number."""

    def __init__(self, text: str, key: str, level: int, number: int) -> None:
        super().__init__()
        self.text, self.key, self.level, self.number = text, key, level, number

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One line."""
        self.width = width
        return width, 22.0 if self.level == 1 else 16.0

    def draw(self) -> None:
        """Words, dots, number; all of it leads there."""
        face, size, x = (BOLD, 11, 0.0) if self.level == 1 else (BODY, 10, 18.0)
        end = _write(self.canv, x, 4, self.text, face, size)
        number = str(self.number)
        at = self.width - text_width(number, face, size)
        _write(self.canv, at, 4, number, face, size)
        dots = int((at - end - 8) / text_width(".", BODY, size) / 2)
        _write(self.canv, at - 4 - dots * text_width(". ", BODY, size), 4, ". " * dots, BODY, size)
        self.canv.linkRect("", self.key, (x, 0, self.width, 16), relative=1, thickness=0)


class _Framed(Image):  # type: ignore[misc]  # reportlab has no types
    """A picture in a fine frame."""

    def draw(self) -> None:
        """Picture and frame."""
        super().draw()
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.5)
        self.canv.rect(0, 0, self.drawWidth, self.drawHeight)


def write_pdf(pages: Sequence[Page], target: Path) -> int:
    """Write the PDF; returns its number of sheets. Twice: the first time only to know where everything stands."""
    numbers: dict[str, int] = {}
    for _turn in range(2):
        buffer = io.BytesIO()
        document = _Document(buffer, numbers)
        document.build([*_front(pages, numbers), *(flowable for page in pages for flowable in _body(page))])
    target.write_bytes(buffer.getvalue())
    return int(document.page)


class _Document(BaseDocTemplate):
    """Counts where headings stand, and puts head and number on every page but the cover."""

    def __init__(self, buffer: io.BytesIO, numbers: dict[str, int]) -> None:
        super().__init__(
            buffer, pagesize=A4, title=TITLE, author="食安档案", lang="zh-CN", invariant=1, pageCompression=1
        )
        self._numbers, self._chapter = numbers, ""
        frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("cover", frame), PageTemplate("text", frame, onPageEnd=self._frame)])

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        if isinstance(flowable, Title):
            self._numbers[flowable.key] = self.page
            if flowable.level == 1:
                self._chapter = flowable.text

    def _frame(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.setFillColor(GREY)
        _write(canvas, LEFT, A4[1] - 15 * MM, TITLE, CODE, 8)
        _write(canvas, A4[0] - RIGHT - text_width(self._chapter, CODE, 8), A4[1] - 15 * MM, self._chapter, CODE, 8)
        number = str(self.page)
        _write(canvas, (A4[0] - text_width(number, CODE, 9)) / 2, 12 * MM, number, CODE, 9)
        canvas.setStrokeColor(RULE)
        canvas.line(LEFT, A4[1] - 17 * MM, A4[0] - RIGHT, A4[1] - 17 * MM)


def _front(pages: Sequence[Page], numbers: dict[str, int]) -> Iterator[Flowable]:
    yield Spacer(0, 80 * MM)
    yield _centred(TITLE, Face.XIAO_BIAO_SONG, 30)
    yield Spacer(0, 8 * MM)
    yield _centred(f"食安档案 {__version__}", BODY, 12)
    yield NextPageTemplate("text")
    yield PageBreak()
    yield Title("目录", 1, "contents")
    for page in pages:
        for heading in page.headings:
            if heading.level <= 2:
                key = f"{page.name}.html#{heading.anchor}" if heading.level > 1 else f"{page.name}.html"
                yield Line(heading.text, key, heading.level, numbers.get(key, 0))
    yield PageBreak()


def _centred(text: str, face: Face, size: float) -> Table:
    return Table(
        [[Words([Span(text, face)], (size, size * 1.4))]],
        colWidths=[text_width(text, face, size) + 13],
        hAlign="CENTER",
    )


def _body(page: Page) -> Iterator[Flowable]:
    """A page's tokens as flowables."""
    yield from _Reader(page).flowables()
    yield PageBreak()


class _Reader:
    """Goes through a page's tokens once."""

    def __init__(self, page: Page) -> None:
        self._page, self._headings = page, iter(page.headings)
        self._lists: list[int | None] = []
        self._item = False
        self._quoted = False

    def flowables(self) -> Iterator[Flowable]:
        """Everything in order."""
        tokens, at = self._page.tokens, 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")
                yield from (_table(tokens[at:end]), Spacer(0, 9))
                at = end
            elif token.type in ("fence", "code_block"):
                yield from (Code(token.content), Spacer(0, 8))
            elif token.type == "inline":
                yield from self._inline(tokens[at - 1], token)
            else:
                self._mark(token)
            at += 1

    def _mark(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._lists.append(1 if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif token.type == "list_item_open":
            self._item = True
        elif token.type.startswith("blockquote"):
            self._quoted = token.type.endswith("open")

    def _inline(self, before: Token, token: Token) -> Iterator[Flowable]:
        pictures = [child for child in token.children or () if child.type == "image"]
        if before.type == "heading_open":
            heading = next(self._headings)
            key = f"{self._page.name}.html" + (f"#{heading.anchor}" if heading.level > 1 else "")
            yield Title(heading.text, min(heading.level, 3), key)
        elif pictures:
            yield _pictures(pictures)
        elif self._quoted:
            cell = Table([[Words(_spans(token), (10, 16))]], colWidths=[WIDTH - 8])
            cell.setStyle(
                [
                    ("BACKGROUND", (0, 0), (-1, -1), HexColor("#fff6df")),
                    ("LINEBEFORE", (0, 0), (0, -1), 3, HexColor("#bf8700")),
                ]
            )
            yield from (cell, Spacer(0, 8))
        else:
            mark = self._next_mark()
            yield Words(_spans(token), indent=18 * len(self._lists), mark=mark)
            yield Spacer(0, 3 if self._lists else 7)

    def _next_mark(self) -> str:
        if not self._lists or not self._item:
            return ""
        self._item = False
        number = self._lists[-1]
        if number is None:
            return "•"
        self._lists[-1] = number + 1
        return f"{number}."


def _spans(token: Token) -> list[Span]:
    """The words of a line with their faces and links."""
    spans, bold, to = [], False, ""
    for child in token.children or ():
        if child.type in ("strong_open", "strong_close"):
            bold = child.type.endswith("open")
        elif child.type in ("link_open", "link_close"):
            to = str(child.attrGet("href") or "")
        elif child.type == "softbreak":
            spans.append(Span(" "))
        elif child.content:
            face = CODE if child.type == "code_inline" else BOLD if bold else BODY
            spans.append(Span(child.content, face, to))
    return spans


def _table(tokens: Sequence[Token]) -> Table:
    """A table over the whole width, its columns as wide as their words ask."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    wanted = [
        max(min(text_width(plain(row[at]), BODY, CELL[0]), 260) for row in rows) + 13 for at in range(len(rows[0]))
    ]
    least = [min(one, 52) for one in wanted]
    spare = WIDTH - sum(least)
    more = [one - two for one, two in zip(wanted, least, strict=True)]
    widths = [
        two + (spare * extra / sum(more) if sum(more) else spare / len(more))
        for two, extra in zip(least, more, strict=True)
    ]
    cells = [
        [
            Words([Span(one.text, BOLD, one.to) for one in _spans(cell)] if not number else _spans(cell), CELL)
            for cell in row
        ]
        for number, row in enumerate(rows)
    ]
    made = Table(cells, colWidths=widths, repeatRows=1)
    made.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, RULE),
            ("BACKGROUND", (0, 0), (-1, 0), PALE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return made


def _pictures(tokens: Sequence[Token]) -> Table:
    """Pictures beside each other with their words below; each at 110 dpi at most."""
    room = WIDTH / len(tokens)
    images = []
    for token in tokens:
        file = DOCS / str(token.attrGet("src"))
        with Picture.open(file) as picture:
            wide, high = picture.size
        share = 1.0 if wide > high else 0.9 if len(tokens) > 1 else 0.5
        width = min(share * room, wide * 72 / 110)
        images.append(_Framed(str(file), width, width * high / wide, hAlign="LEFT"))
    words = [Words([Span(token.content, CODE)], (8.5, 13)) for token in tokens]
    made = Table([images, words], colWidths=[room] * len(tokens), spaceAfter=8)
    made.setStyle(
        [
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("NOSPLIT", (0, 0), (-1, -1)),
        ]
    )
    return made


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


def _write(canvas: Canvas, x: float, y: float, text: str, face: Face, size: float) -> float:
    """Write text at a place, every sign in the first face that has it; returns where it ends."""
    face.font  # noqa: B018 - registers it
    for font, run in runs(text, face):
        canvas.setFont(font, size)
        canvas.drawString(x, y, run)
        x += text_width(run, face, size)
    return x
