"""The manual as one PDF: cover, contents with page numbers, every page of docs/, bookmarks, in the shipped faces."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from manual import DOCS, TITLE, Page, plain
from manual_setting import BODY, BOLD, CODE, GREY, PALE, RULE, Code, FramedPicture, Line, Span, Title, Words, write
from markdown_it.token import Token
from PIL import Image as Picture
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, NextPageTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable, PageBreak, Spacer
from reportlab.platypus.frames import Frame
from reportlab.platypus.tables import Table

from foodsafe_desktop import __version__
from foodsafe_desktop.lettering.fonts import Face, text_width
from foodsafe_desktop.lettering.typesetting import MM

A4 = (210 * MM, 297 * MM)
LEFT, TOP, RIGHT, BOTTOM = 25 * MM, 24 * MM, 22 * MM, 22 * MM
WIDTH = A4[0] - LEFT - RIGHT
CELL = (9.0, 13.5)
"""Size and line distance in tables, in points."""


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
        write(canvas, LEFT, A4[1] - 15 * MM, TITLE, CODE, 8)
        write(canvas, A4[0] - RIGHT - text_width(self._chapter, CODE, 8), A4[1] - 15 * MM, self._chapter, CODE, 8)
        number = str(self.page)
        write(canvas, (A4[0] - text_width(number, CODE, 9)) / 2, 12 * MM, number, CODE, 9)
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
        images.append(FramedPicture(str(file), width, width * high / wide, hAlign="LEFT"))
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
