"""The text layer of a PDF, page by page, and which pages only recognition can read."""

import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2

from foodsafe_desktop.domain.texts import PageText, TextSource
from foodsafe_desktop.renditions.decoded import is_too_large
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
    left = MOST_CHARACTERS
    for number in range(1, min(len(document), MOST_PAGES) + 1):
        text, is_picture = _page(document, number - 1)
        if is_picture:
            pictures.append(number)
        pages.append(PageText(number, text[:left], TextSource.LAYER))
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
