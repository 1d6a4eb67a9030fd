"""How the pages of a PDF look, seen on small pictures of them: in colour, blank, or blank in spite of a picture.

A red heading or a seal is enough for colour. Viewers show a picture whose data breaks off as nothing, and say nothing.
Looked at once for each content and kept in the cache. A page that is one scan is judged by a reduced reading of its
JPEG, which takes a fraction of drawing it, or by its colour space and the length of its data.
"""

import ctypes
import io
import json
import zlib
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

from foodsafe_desktop.renditions.making import put_text
from foodsafe_desktop.renditions.worker import WorkerLost, Workers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import SeenPages

raw: Any = pypdfium2.raw
"""The library's own calls, of which its types say nothing."""
_SECONDS = 60.0
_AT_ONCE = 40
"""Pages looked at between two chances to cancel."""
_HIGH = 210
"""Pixels of a picture's longer side: a seal of 40 mm is some thirty across."""
_FAR, _FEW = 40, 8
"""How far red, green and blue lie apart where something is in colour, of 255, and pixels that do not matter.

Yellowed paper and what cheap scanners add to grey stay below.
"""
_WHITE = 250
"""Of 255: a page none of whose pixels is darker shows nothing, not even a page number."""
_SAME = 3
_LARGE = 0.4
"""Of the page: a picture that covers so much of it is what the page is about."""
_MOST_PICTURES, _MOST_OBJECTS = 8, 2_000
_SPARSE = 12_000
"""Bytes below which the packed data of a grey scan may be an empty sheet, which is then drawn."""
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class _Look:
    """What is seen of a page. `lost`: there is a picture that shows nothing, or less than it should."""

    coloured: bool = False
    blank: bool = False
    lost: bool = False


_UNSEEN = _Look(coloured=True)
"""Of a page that cannot be drawn: printed in colour, nothing of it is lost."""


def seen_pages(workers: Workers, pdf: Path, kept: Path, job: Job) -> SeenPages | None:
    """How all pages look; None where nobody can tell. `kept` is where to keep that."""
    with suppress(OSError, ValueError, TypeError):
        coloured, blank, lost = (tuple(map(int, places)) for places in json.loads(kept.read_bytes()))
        return SeenPages(coloured, blank, lost)
    looks: list[_Look] = []
    try:
        while (some := workers.run(job, _SECONDS, looks_of, pdf, len(looks), len(looks) + _AT_ONCE)) is not None:
            looks += some
    except WorkerLost:
        return None
    if not looks:
        return None
    found = SeenPages(
        *(tuple(at for at, look in enumerate(looks) if astuple(look)[which]) for which in range(3)),
    )
    with suppress(OSError):  # it is looked at again the next time
        put_text(kept, json.dumps(astuple(found), separators=(",", ":")))
    return found


def looks_of(pdf: Path, first: int, end: int) -> list[_Look] | None:
    """Run in a worker: the pages from `first` to before `end`; None where there are none there at all."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        return None
    try:
        pages = range(first, min(end, len(document)))
        return [_look(document, at) for at in pages] or None
    finally:
        document.close()


def _look(document: pypdfium2.PdfDocument, at: int) -> _Look:
    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        return _UNSEEN
    try:
        objects = list(page.get_objects(max_depth=1))
        scan = objects[0] if len(objects) == 1 and not raw.FPDFPage_GetAnnotCount(page.raw) else None
        look = _look_of_scan(scan) if isinstance(scan, pypdfium2.PdfImage) else None
        return look or _look_of_drawn(page, objects)
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
        return _UNSEEN
    finally:
        page.close()


def is_coloured(picture: Image.Image) -> bool:
    """Whether more of a picture is in colour than a scanner's faults make."""
    if picture.mode in ("1", "L"):
        return False
    red, green, blue = picture.convert("RGB").split()
    lighter, difference = ImageChops.lighter, ImageChops.difference
    apart = lighter(lighter(difference(red, green), difference(green, blue)), difference(red, blue))
    return sum(apart.histogram()[_FAR:]) > _FEW


def is_blank(picture: Image.Image) -> bool:
    """Whether nothing is on it."""
    return not any(picture.convert("L").histogram()[:_WHITE])


def _is_plain(picture: Image.Image) -> bool:
    """Whether it is all of one shade, as PDFium draws a picture that it cannot decode: left out, or black."""
    shades = [shade for shade, count in enumerate(picture.convert("L").histogram()) if count]
    return shades[-1] - shades[0] <= _SAME


def _look_of_drawn(page: pypdfium2.PdfPage, objects: list[Any]) -> _Look:
    width, height = page.get_size()
    scale = _HIGH / max(width, height, 1.0)
    seen = page.render(scale=scale).to_pil()
    pictures = [one for one in objects[:_MOST_OBJECTS] if isinstance(one, pypdfium2.PdfImage)][:_MOST_PICTURES]
    if is_blank(seen):
        return _Look(blank=not pictures, lost=bool(pictures))
    lost = any(_is_plain(seen.crop(place)) for one in pictures if (place := _place(page, one, seen)) is not None)
    return _Look(is_coloured(seen), lost=lost)


def _place(page: pypdfium2.PdfPage, picture: Any, seen: Image.Image) -> tuple[int, int, int, int] | None:  # noqa: ANN401
    """Where a large picture lies on what is seen of its page, in pixels; None for small ones."""
    left, bottom, right, top = picture.get_bounds()
    corners = [_device(page, seen, x, y) for x, y in ((left, bottom), (right, top))]
    (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, seen.width), min(y1, seen.height)
    is_large = x1 > x0 and y1 > y0 and (x1 - x0) * (y1 - y0) >= _LARGE * seen.width * seen.height
    return (x0, y0, x1, y1) if is_large else None


def _device(page: pypdfium2.PdfPage, seen: Image.Image, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, seen.width, seen.height, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


def _look_of_scan(scan: pypdfium2.PdfImage) -> _Look | None:
    """The look of a page that is nothing but this picture; None where it has to be drawn."""
    filters = scan.get_filters()
    is_grey = scan.get_metadata().colorspace == raw.FPDF_COLORSPACE_DEVICEGRAY
    if filters == ["DCTDecode"]:
        picture = Image.open(io.BytesIO(scan.get_data(decode_simple=False)))
        picture.draft(picture.mode, (_HIGH, _HIGH))
        if picture.mode not in ("L", "RGB"):
            return None
        try:
            picture.load()
        except OSError:  # it breaks off
            return _Look(not is_grey, lost=True)
        return _Look(not is_grey and is_coloured(picture), blank=is_blank(picture))
    data = scan.get_data(decode_simple=False)
    if filters == ["FlateDecode"] and not _unfolds(data):
        return _Look(not is_grey, lost=True)
    return _Look() if is_grey and len(data) >= _SPARSE else None


def _unfolds(data: bytes) -> bool:
    unfolding = zlib.decompressobj()
    rest = data
    try:
        while rest and not unfolding.eof:
            unfolding.decompress(rest, _STEP)
            rest = unfolding.unconsumed_tail
    except zlib.error:
        return False
    return unfolding.eof
