"""How pages look: a seal or a red heading is colour, what scanners add to grey is not; blank and lost ones."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import img2pdf
import pikepdf
import pytest
from PIL import Image, ImageDraw

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.renditions.pages import PageRenderer
from foodsafe_desktop.renditions.seen_pages import looks_of
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import SeenPages

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


def _which(pdf: Path) -> SeenPages:
    """As the worker tells it of a PDF of few pages."""
    looks = looks_of(pdf, 0, 9) or []
    chosen = (tuple(at for at, one in enumerate(looks) if getattr(one, f)) for f in ("coloured", "blank", "lost"))
    return SeenPages(*chosen)


def test_a_scan_is_in_colour_for_its_seal_and_not_for_its_paper(tmp_path: Path) -> None:
    pages = (_scan("text"), _scan("seal"), _scan("seal", "L"), _scan("seal", "1", "PNG"), _scan("seal", kind="PNG"))
    assert _which(_pdf(tmp_path / "a.pdf", *pages)).coloured == (1, 4)


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
    found = _which(_drawn(tmp_path / "a.pdf", content))
    assert found == SeenPages((0,) if is_coloured else ())


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("1", "PNG"), ("RGB", "PNG")])
def test_a_white_sheet_is_noticed_and_a_grey_one_is_none(mode: str, kind: str, tmp_path: Path) -> None:
    made = io.BytesIO()
    Image.new(mode, A4_AT_100, 1 if mode == "1" else "white").save(made, kind)
    found = _which(_pdf(tmp_path / "a.pdf", made.getvalue(), _scan("text", mode, kind)))
    assert (found.blank or found.lost, found.coloured) == ((0,), ())


def _overwrite(scan: pikepdf.Object, data: bytes) -> None:
    """Other data under the same filters."""
    filters, parameters = scan.Filter, scan.get("/DecodeParms")
    scan.write(data)
    scan.Filter = filters
    if parameters is not None:
        scan.DecodeParms = parameters


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("RGB", "PNG")])
def test_a_scan_whose_data_breaks_off_is_lost(mode: str, kind: str, tmp_path: Path) -> None:
    noise = Image.effect_noise(A4_AT_100, 60).convert(mode)
    made = io.BytesIO()
    noise.save(made, kind)
    with pikepdf.open(io.BytesIO(img2pdf.convert(made.getvalue()))) as pdf:
        [scan] = pdf.pages[0].Resources.XObject.values()
        cut = scan.read_raw_bytes()[:9000] if kind == "JPEG" else b"\x78\x9c" + bytes(50_000)
        _overwrite(scan, cut)
        pdf.save(tmp_path / "a.pdf")
    assert _which(tmp_path / "a.pdf").lost == (0,)


@pytest.mark.parametrize("broken", [False, True])
def test_words_beside_a_scan_that_shows_nothing_do_not_hide_that(broken: bool, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(img2pdf.convert(_scan("text", "L", "PNG")))) as pdf:
        [page] = pdf.pages
        [scan] = page.Resources.XObject.values()
        page.contents_add(b"0 g -50 -50 40 10 re f")
        page.MediaBox = [-60, -60, page.MediaBox[2], page.MediaBox[3]]
        if broken:
            _overwrite(scan, b"\x78\x9c" + bytes(500))
        pdf.save(tmp_path / "a.pdf")
    assert _which(tmp_path / "a.pdf") == SeenPages(lost=(0,) * broken)


def test_past_the_last_page_there_is_nothing(tmp_path: Path) -> None:
    assert looks_of(_drawn(tmp_path / "a.pdf", b""), 1, 9) is None
    (tmp_path / "b.pdf").write_bytes(b"no PDF")
    assert looks_of(tmp_path / "b.pdf", 0, 9) is None


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator[PageRenderer]:
    with closing(PageRenderer(tmp_path / "cache")) as made:
        yield made


def test_it_is_looked_at_once(renderer: PageRenderer, tmp_path: Path) -> None:
    """Long files are looked at part by part; the second time nothing is opened at all."""
    red, black = b"1 0 0 rg 80 760 430 24 re f", b"0 g 80 760 430 24 re f"
    pdf = _drawn(tmp_path / "a.pdf", *(red if at in (3, 44) else b"" if at == 7 else black for at in range(45)))
    file = EvidenceFile(1, "a.pdf", 1, Fixity(1, 0, "sha256", "ab"), Verdict("pdf", Condition.OK, printable=True))
    assert renderer.seen_pages(pdf, file, Job()) == SeenPages((3, 44), (7,))
    pdf.unlink()
    assert renderer.seen_pages(pdf, file, Job()) == SeenPages((3, 44), (7,))
    renderer.forget(file)
    assert renderer.seen_pages(pdf, file, Job()) is None
