"""The text layer of a PDF, page by page, and which pages only recognition can read."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
from pypdfium2.raw import FPDFText_GetUnicode  # type: ignore[attr-defined] # its names come by a star import

from foodsafe_desktop.domain.page_facts import may_be_signed
from foodsafe_desktop.domain.texts import Line, Look, PageText, TextSource
from foodsafe_desktop.renditions.decoded import is_too_large
from foodsafe_desktop.renditions.looks import look_of, red_rounds
from foodsafe_desktop.renditions.text.budget import (
    DAMAGED,
    LOCKED,
    MOST_CHARACTERS,
    MOST_PAGES,
    TOO_LARGE,
    TextRefused,
    clean,
)

_FEW = 12
"""Visible signs: a page with a picture and no more words than a page number or a stamp is a scan."""
_MOST_STRANGE = 0.2
"""Share of signs that no text has, from which on a layer is rubbish: fonts that do not say what their glyphs mean."""
_DEEP = 2
"""Forms within forms in which a picture is looked for."""
_MOST_PLACED, _MOST_SIGNS = 8, 4_000
"""Pages whose lines are given places, and signs of a page: letterhead and signature are not on fuller ones."""
_MM = 25.4 / 72
_CharBox = tuple[float, float, float, float]
"""Left, bottom, right and top in points, upwards."""
_SMALL_DPI, _LOOK_PIXELS = 40, 400


def pdf_pages(path: Path) -> tuple[list[PageText], list[int], bool]:
    """Pages with their text layer; the numbers of those to be recognised; whether some had to be left out.

    Raises TextRefused.
    """
    try:
        with pikepdf.open(path) as pdf:
            if is_too_large(pdf):
                raise TextRefused(TOO_LARGE)
        document = pypdfium2.PdfDocument(path)
    except pikepdf.PasswordError as error:
        raise TextRefused(LOCKED) from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise TextRefused(DAMAGED) from error
    try:
        return _read(document)
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument) -> tuple[list[PageText], list[int], bool]:
    pages: list[PageText] = []
    pictures: list[int] = []
    left, placed = MOST_CHARACTERS, 0
    for number in range(1, min(len(document), MOST_PAGES) + 1):
        text, is_picture = _page(document, number - 1)
        if is_picture:
            pictures.append(number)
        page = PageText(number, text[:left], TextSource.LAYER)
        if placed < _MOST_PLACED and not is_picture and (number == 1 or may_be_signed(text)):
            page = _with_places(document, page)
            placed += 1
        pages.append(page)
        left -= len(text)
        if left <= 0:
            return pages, pictures, True
    return pages, pictures, len(document) > MOST_PAGES


def _page(document: pypdfium2.PdfDocument, index: int) -> tuple[str, bool]:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:  # one page that is damaged; the others may be read
        return "", False
    try:
        layer = page.get_textpage()
        try:
            text = clean(layer.get_text_range())
        finally:
            layer.close()
        words = sum(not sign.isspace() for sign in text)
        if words <= _FEW:
            return text, _has_picture(page)
        strange = sum(unicodedata.category(sign) in ("Co", "Cn") or sign == "\ufffd" for sign in text)
        return ("", True) if strange > _MOST_STRANGE * words else (text, False)
    except pypdfium2.PdfiumError:
        return "", False
    finally:
        page.close()


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(isinstance(one, pypdfium2.PdfImage) for one in page.get_objects(max_depth=_DEEP))


def _with_places(document: pypdfium2.PdfDocument, page: PageText) -> PageText:
    """The page with the places of its lines, and of what may be a seal. As it was where it is turned or overfull."""
    try:
        drawn = document[page.page - 1]
    except pypdfium2.PdfiumError:
        return page
    try:
        if drawn.get_rotation():
            return page
        seals = red_rounds(drawn.render(scale=_SMALL_DPI / 72).to_pil(), _SMALL_DPI)
        return replace(page, lines=tuple(_lines(drawn)), seals=seals)
    except (pypdfium2.PdfiumError, ValueError):  # pages of no size are refused by a ValueError
        return page
    finally:
        drawn.close()


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    left, _bottom, _right, top = page.get_bbox()
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        if count > _MOST_SIGNS:
            return
        row: list[tuple[str, _CharBox]] = []
        for at in range(count + 1):
            sign = chr(FPDFText_GetUnicode(layer, at)) if at < count else "\n"
            if sign not in "\r\n":
                row.append((sign, layer.get_charbox(at)))
                continue
            boxes = [box for each, box in row if not each.isspace()]
            if boxes:
                x0, y0, x1, y1 = (round(place * _MM, 1) for place in _within(boxes, left, top))
                yield Line(clean("".join(each for each, _ in row)), x0, y0, x1, y1, 1.0)
            row = []
    finally:
        layer.close()


def _within(boxes: Sequence[_CharBox], left: float, top: float) -> _CharBox:
    """The place of all these signs in points from the top left corner; PDF counts upwards."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0) - left, top - max(y1), max(x1) - left, top - min(y0)


def first_page_look(path: Path) -> Look | None:
    """How the first page looks. None where it does not draw."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            page = document[0]
            scale = _LOOK_PIXELS / max(1.0, *page.get_size())
            return look_of(page.render(scale=scale, grayscale=True).to_pil(), is_scan=True)
    except pypdfium2.PdfiumError:
        return None
