"""Pages of a PDF as pictures, made in a worker process: what is in them may be anybody's."""

import zlib
from dataclasses import replace
from pathlib import Path

import pypdfium2

from foodsafe_desktop.domain.errors import PagesUnprintable
from foodsafe_desktop.renditions.worker import WorkerLost, Workers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Picture

_SECONDS = 60.0
_MM_PER_POINT = 25.4 / 72
_PIXELS = 40_000_000
"""Of one picture at most: A4 at 600 dpi has 35 million."""


def page_sizes(workers: Workers, pdf: Path, job: Job) -> tuple[tuple[float, float], ...]:
    """Width and height in mm of every page as it is seen. Raises PagesUnprintable, Cancelled."""
    try:
        found = workers.run(job, _SECONDS, sizes_of, pdf)
    except WorkerLost as lost:
        raise PagesUnprintable(pdf.name) from lost
    if not found:
        raise PagesUnprintable(pdf.name)
    return found


def page_picture(workers: Workers, pdf: Path, page: int, dpi: float, job: Job) -> Picture:
    """A page from 0 at `dpi`, coarser where it would be too large. Raises PagesUnprintable, Cancelled."""
    job.check()
    try:
        found = workers.run(job, _SECONDS, picture_of, pdf, page, dpi)
    except WorkerLost as lost:
        raise PagesUnprintable(pdf.name, page + 1) from lost
    if found is None:
        raise PagesUnprintable(pdf.name, page + 1)
    size = found.stride * found.height  # known beforehand, so that nothing is put together from pieces
    return replace(found, pixels=zlib.decompress(found.pixels, bufsize=size))


def sizes_of(pdf: Path) -> tuple[tuple[float, float], ...]:
    """Run in a worker: the sizes in mm; none where the file does not open."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        return ()
    try:
        found = (document.get_page_size(at) for at in range(len(document)))
        return tuple((width * _MM_PER_POINT, height * _MM_PER_POINT) for width, height in found)
    finally:
        document.close()


def picture_of(pdf: Path, page: int, dpi: float) -> Picture | None:
    """Run in a worker: one page on white; None where it cannot be drawn. Its pixels are packed.

    What comes over from a worker is unpickled in one go, and everything else waits for that: so it must be small.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
        drawn = document[page]
        width, height = drawn.get_size()
        scale = min(dpi / 72, (_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = drawn.render(scale=scale, rev_byteorder=True)
        made = Picture(bitmap.width, bitmap.height, bitmap.stride, zlib.compress(bitmap.buffer, 1))
        document.close()
    except (pypdfium2.PdfiumError, OSError, IndexError):
        return None
    return made
