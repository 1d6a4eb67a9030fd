"""Pages of real PDFs as pictures for the printer, drawn in a worker process."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from foodsafe_desktop.domain.errors import Cancelled, PagesUnprintable
from foodsafe_desktop.renditions.page_pictures import picture_of, sizes_of
from foodsafe_desktop.renditions.pages import PageRenderer
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Picture


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator[PageRenderer]:
    made = PageRenderer(tmp_path / "cache")
    yield made
    made.close()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A4 with a red square at the top left, the same turned by a quarter, and A3."""
    path = tmp_path / "卷.pdf"
    with pikepdf.new() as made:
        for size, turned in (((595, 842), 0), ((595, 842), 90), ((842, 1191), 0)):
            page = made.add_blank_page(page_size=size)
            page.obj.Contents = made.make_stream(f"1 0 0 rg 0 {size[1] - 100} 100 100 re f".encode())
            page.obj.Rotate = turned
        made.save(path)
    return path


def _colour(picture: Picture, across: float, down: float) -> tuple[int, ...]:
    x, y = int(picture.width * across), int(picture.height * down)
    return tuple(picture.pixels[y * picture.stride + x * 3 : y * picture.stride + x * 3 + 3])


def test_pages_are_drawn_as_they_are_seen_in_the_size_asked_for(renderer: PageRenderer, pdf: Path) -> None:
    sizes = renderer.page_sizes(pdf, Job())
    assert [(round(width), round(height)) for width, height in sizes] == [(210, 297), (297, 210), (297, 420)]
    upright, turned = (renderer.picture(pdf, page, 144, Job()) for page in (0, 1))
    assert (upright.width, upright.height) == (1190, 1684)
    assert (turned.width, turned.height) == (1684, 1190)
    assert len(upright.pixels) == upright.stride * upright.height >= 1190 * 1684 * 3
    assert _colour(upright, 0.02, 0.02) == (255, 0, 0)
    assert _colour(upright, 0.98, 0.02) == (255, 255, 255)
    assert _colour(turned, 0.98, 0.02) == (255, 0, 0)
    assert _colour(turned, 0.02, 0.02) == (255, 255, 255)


def test_no_picture_grows_beyond_what_memory_bears(pdf: Path) -> None:
    made = picture_of(pdf, 2, 4800)
    assert made is not None
    assert made.width * made.height <= 41_000_000


def test_what_does_not_open_is_named(renderer: PageRenderer, pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"no pdf")
    with pytest.raises(PagesUnprintable, match="坏"):
        renderer.page_sizes(path, Job())
    with pytest.raises(PagesUnprintable, match="第1页"):
        renderer.picture(path, 0, 72, Job())
    with pytest.raises(PagesUnprintable, match="第9页"):
        renderer.picture(pdf, 8, 72, Job())
    assert sizes_of(tmp_path / "无此文件.pdf") == ()


def test_drawing_is_cancelled(tmp_path: Path) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        PageRenderer(tmp_path).picture(tmp_path / "卷.pdf", 0, 72, job)
