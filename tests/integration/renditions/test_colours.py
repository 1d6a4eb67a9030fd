"""Which pages are in colour: a seal or a red heading is enough, what scanners add to grey is not."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import img2pdf
import pikepdf
import pytest
from PIL import Image, ImageDraw

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.renditions.colours import coloured_of
from foodsafe_desktop.renditions.pages import PageRenderer
from foodsafe_desktop.services.job import Job

A4_AT_100 = (827, 1169)
PAPER = (250, 246, 232)


def _scan(draw: str, mode: str = "RGB", kind: str = "JPEG") -> bytes:
    picture = Image.new("RGB", A4_AT_100, PAPER)
    pen = ImageDraw.Draw(picture)
    for y in range(100, 1100, 24):
        pen.line((100, y, 700, y), fill=(30, 30, 34), width=6)
    if draw == "seal":
        pen.ellipse((500, 800, 660, 960), outline=(205, 40, 45), width=7)
    made = io.BytesIO()
    picture.convert(mode).save(made, kind)
    return made.getvalue()


def _pdf(path: Path, *pages: bytes) -> Path:
    path.write_bytes(img2pdf.convert(list(pages)))
    return path


def _drawn(path: Path, *contents: bytes) -> Path:
    with pikepdf.new() as pdf:
        for content in contents:
            pdf.add_blank_page(page_size=(595, 842)).obj.Contents = pdf.make_stream(content)
        pdf.save(path)
    return path


def test_a_scan_is_in_colour_for_its_seal_and_not_for_its_paper(tmp_path: Path) -> None:
    pages = (_scan("text"), _scan("seal"), _scan("seal", "L"), _scan("seal", "1", "PNG"), _scan("seal", kind="PNG"))
    assert coloured_of(_pdf(tmp_path / "a.pdf", *pages), 0, 9) == (1, 4)


@pytest.mark.parametrize(
    ("content", "is_coloured"),
    [
        (b"0 0 0 rg 100 100 300 12 re f", False),
        (b"0.5 0.5 0.5 RG 100 100 300 12 re S", False),
        (b"1 0 0 rg 80 760 430 24 re f", True),
        (b"1 0 0 RG 1 w 90 700 m 500 700 l S", True),
        (b"0 0 1 rg 80 760 2 2 re f", False),
    ],
)
def test_a_drawn_page_is_seen_as_it_is_printed(tmp_path: Path, content: bytes, is_coloured: bool) -> None:
    found = coloured_of(_drawn(tmp_path / "a.pdf", content), 0, 9)
    assert found == ((0,) if is_coloured else ())


def test_past_the_last_page_there_is_nothing(tmp_path: Path) -> None:
    assert coloured_of(_drawn(tmp_path / "a.pdf", b""), 1, 9) is None
    (tmp_path / "b.pdf").write_bytes(b"no PDF")
    assert coloured_of(tmp_path / "b.pdf", 0, 9) is None


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator[PageRenderer]:
    with closing(PageRenderer(tmp_path / "cache")) as made:
        yield made


def test_it_is_looked_at_once(renderer: PageRenderer, tmp_path: Path) -> None:
    """Long files are looked at part by part; the second time nothing is opened at all."""
    red, black = b"1 0 0 rg 80 760 430 24 re f", b"0 g 80 760 430 24 re f"
    pdf = _drawn(tmp_path / "a.pdf", *(red if at in (3, 44) else black for at in range(45)))
    file = EvidenceFile(1, "a.pdf", 1, Fixity(1, 0, "sha256", "ab"), Verdict("pdf", Condition.OK, printable=True))
    assert renderer.coloured(pdf, file, Job()) == (3, 44)
    pdf.unlink()
    assert renderer.coloured(pdf, file, Job()) == (3, 44)
    renderer.forget(file)
    assert renderer.coloured(pdf, file, Job()) is None
