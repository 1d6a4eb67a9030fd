"""Which pages of a PDF are in colour, seen on small pictures of them: a red heading or a seal is enough.

Looked at once for each content and kept in the cache. A page that is one scan is judged by a reduced reading of its
JPEG, which takes a fraction of drawing it, or by its colour space alone.
"""

import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

from foodsafe_desktop.renditions.making import put_text
from foodsafe_desktop.renditions.worker import WorkerLost, Workers
from foodsafe_desktop.services.job import Job

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


def coloured(workers: Workers, pdf: Path, kept: Path, job: Job) -> tuple[int, ...] | None:
    """The places from 0 of pages in colour; None where nobody can tell. `kept` is where to keep that."""
    with suppress(OSError, ValueError, TypeError):
        return tuple(map(int, json.loads(kept.read_bytes())))
    found: list[int] = []
    at = 0
    try:
        while (some := workers.run(job, _SECONDS, coloured_of, pdf, at, at + _AT_ONCE)) is not None:
            found += some
            at += _AT_ONCE
    except WorkerLost:
        return None
    if at == 0:
        return None
    with suppress(OSError):  # it is looked at again the next time
        put_text(kept, json.dumps(found, separators=(",", ":")))
    return tuple(found)


def coloured_of(pdf: Path, first: int, end: int) -> tuple[int, ...] | None:
    """Run in a worker: the pages in colour from `first` to before `end`; None where there are none there at all.

    A page that cannot be drawn counts as in colour: printed so, nothing of it is lost.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        return None
    try:
        pages = range(first, min(end, len(document)))
        return tuple(at for at in pages if _is_coloured(document, at)) if pages else None
    finally:
        document.close()


def _is_coloured(document: pypdfium2.PdfDocument, at: int) -> bool:
    try:
        page = document[at]
        seen = _scan(page)
        if seen is None:
            width, height = page.get_size()
            seen = page.render(scale=_HIGH / max(width, height, 1.0)).to_pil()
        page.close()
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
        return True
    return is_coloured(seen)


def is_coloured(picture: Image.Image) -> bool:
    """Whether more of a picture is in colour than a scanner's faults make."""
    if picture.mode in ("1", "L"):
        return False
    red, green, blue = picture.convert("RGB").split()
    lighter, difference = ImageChops.lighter, ImageChops.difference
    apart = lighter(lighter(difference(red, green), difference(green, blue)), difference(red, blue))
    return sum(apart.histogram()[_FAR:]) > _FEW


def _scan(page: pypdfium2.PdfPage) -> Image.Image | None:
    """The page as its one picture, reduced, where it is nothing but that; None where it has to be drawn."""
    objects = list(page.get_objects(max_depth=1))
    if len(objects) != 1 or not isinstance(objects[0], pypdfium2.PdfImage) or raw.FPDFPage_GetAnnotCount(page.raw):
        return None
    scan = objects[0]
    if scan.get_metadata().colorspace == raw.FPDF_COLORSPACE_DEVICEGRAY:
        return Image.new("L", (1, 1))
    if scan.get_filters() != ["DCTDecode"]:
        return None
    picture = Image.open(io.BytesIO(scan.get_data(decode_simple=False)))
    picture.draft("RGB", (_HIGH, _HIGH))
    return picture if picture.mode in ("L", "RGB") else None
