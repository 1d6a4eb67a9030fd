"""Pages of a PDF for the screen, by PDFium: pictures, where words stand, and the text between two points.

PDFium is not made for several threads: whoever opens pages here keeps to one.
"""

import ctypes
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from foodsafe_desktop.domain.errors import PagesUnreadable
from foodsafe_desktop.domain.folding import folded, terms_of
from foodsafe_desktop.services.ports.pages import Area, PagePicture

_MOST_PIXELS = 16_000_000
"""Of one picture: 64 MB. A page drawn larger than that is shown less sharp."""
_MOST_SIGNS, _MOST_AREAS = 100_000, 2_000
_NEAR = (6.0, 40.0, 400.0)
"""Points within which a sign is taken to be meant: the nearest."""
_FINE = 100_000
_PDF: Any = raw
"""PDFium's own names come by a star import that type checkers do not see."""


def open_pages(path: Path) -> "PdfPages":
    """Open a PDF. Raises PagesUnreadable."""
    try:
        return PdfPages(pypdfium2.PdfDocument(path), path.name)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise PagesUnreadable(path.name) from error


class PdfPages:
    """Implements `ports.pages.OpenPages`."""

    def __init__(self, document: pypdfium2.PdfDocument, name: str) -> None:
        self._document, self._name = document, name
        self._page = lru_cache(maxsize=4)(self._load)
        self._signs = lru_cache(maxsize=4)(self._read_signs)
        self._sizes = tuple(document.get_page_size(at) for at in range(len(document)))

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of every page as it is seen, in points."""
        return self._sizes

    def picture(self, page: int, width: int, is_wanted: Callable[[], bool]) -> PagePicture | None:
        """Draw a page (from 0) `width` pixels wide, or less where it would be huge; None once nobody wants it."""
        across, down = self._sizes[page]
        height = max(1, round(width * down / max(across, 0.1)))
        shrink = min(1.0, (_MOST_PIXELS / (width * height)) ** 0.5)
        width, height = max(1, int(width * shrink)), max(1, int(height * shrink))
        loaded = self._page(page)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, _PDF.FPDFBitmap_BGRx)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            if not self._draw(bitmap, loaded, width, height, is_wanted):
                return None
            return PagePicture(width, height, bitmap.stride, bytes(bitmap.buffer))
        finally:
            bitmap.close()

    @staticmethod
    def _draw(bitmap: Any, page: Any, width: int, height: int, is_wanted: Callable[[], bool]) -> bool:  # noqa: ANN401
        """Draw step by step, asking between steps whether to go on."""

        def must_stop(_pause: object) -> int:
            return 0 if is_wanted() else 1

        pause = _PDF.IFSDK_PAUSE(version=1)
        pypdfium2.internal.set_callback(pause, "NeedToPauseNow", must_stop)
        flags = _PDF.FPDF_ANNOT
        status = _PDF.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, 0, flags, ctypes.byref(pause))
        try:
            while status == _PDF.FPDF_RENDER_TOBECONTINUED and is_wanted():
                status = _PDF.FPDF_RenderPage_Continue(page, ctypes.byref(pause))
        finally:
            _PDF.FPDF_RenderPage_Close(page)
        return bool(status == _PDF.FPDF_RENDER_DONE)

    def find(self, page: int, words: str) -> tuple[Area, ...]:
        """Where words stand on a page, over line ends too."""
        terms = terms_of(words)
        if not terms:
            return ()
        plain = folded(self._signs(page))
        spans = [match.span() for term in terms for match in term.pattern.finditer(plain)]
        found = [area for start, end in sorted(spans) for area in self._areas(page, start, end - start)]
        return tuple(found[:_MOST_AREAS])

    def text_between(
        self, page: int, start: tuple[float, float], end: tuple[float, float]
    ) -> tuple[str, Sequence[Area]]:
        """The text from one point to another in reading order, and its places."""
        first, last = sorted((self._sign_at(page, start), self._sign_at(page, end)))
        if first < 0:
            return "", ()
        text = self._signs(page)[first : last + 1]
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), self._areas(
            page, first, last - first + 1
        )

    def close(self) -> None:
        """Let go of the file."""
        self._page.cache_clear()
        self._document.close()

    def _load(self, page: int) -> pypdfium2.PdfPage:
        try:
            loaded: pypdfium2.PdfPage = self._document[page]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise PagesUnreadable(self._name) from error
        return loaded

    def _read_signs(self, page: int) -> str:
        """One sign for every sign that PDFium counts, so that places in the text are its own."""
        text = self._page(page).get_textpage()
        try:
            count = min(text.count_chars(), _MOST_SIGNS)
            return "".join(chr(min(_PDF.FPDFText_GetUnicode(text, at), 0x10FFFF)) for at in range(count))
        finally:
            text.close()

    def _areas(self, page: int, start: int, count: int) -> tuple[Area, ...]:
        loaded = self._page(page)
        text = loaded.get_textpage()
        try:
            number = min(text.count_rects(start, count), _MOST_AREAS)
            return tuple(self._as_seen(loaded, text.get_rect(at)) for at in range(number))
        finally:
            text.close()

    @staticmethod
    def _as_seen(page: pypdfium2.PdfPage, rect: tuple[float, float, float, float]) -> Area:
        """A rectangle of the page's own space (left, bottom, right, top) as it lies on the turned and cropped page."""
        corners = []
        for x, y in ((rect[0], rect[1]), (rect[2], rect[3])):
            across, down = ctypes.c_int(), ctypes.c_int()
            _PDF.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
            corners.append((across.value / _FINE, down.value / _FINE))
        (x0, y0), (x1, y1) = corners
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _sign_at(self, page: int, point: tuple[float, float]) -> int:
        loaded = self._page(page)
        x, y = ctypes.c_double(), ctypes.c_double()
        across, down = (round(share * _FINE) for share in point)
        _PDF.FPDF_DeviceToPage(loaded, 0, 0, _FINE, _FINE, 0, across, down, ctypes.byref(x), ctypes.byref(y))
        text = loaded.get_textpage()
        try:
            near = (text.get_index(x.value, y.value, reach, reach) for reach in _NEAR)
            return next((int(at) for at in near if at is not None and at >= 0), -1)
        finally:
            text.close()
