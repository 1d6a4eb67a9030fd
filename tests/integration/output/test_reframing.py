"""Pages that are narrowed or brought to A4: all of what was seen is seen, where it belongs, and in its proportions."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from foodsafe_desktop.domain.recipe import Oversize, Recipe
from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.output.reframing import reframe
from foodsafe_desktop.seen import sizes_of
from tests.integration.output.papers import bind, part, picture, plan_of, saved

GUTTER = Recipe(gutter=20.0)
FIT = Recipe(oversize=Oversize.FIT)
_MM = 72 / 25.4


def _page(box: list[float], turn: int = 0, **keys: object) -> pikepdf.Pdf:
    """White, with a green frame on its very edge, a pattern in its middle, and red beyond what is seen."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.MediaBox, page.obj.Rotate = Array(box), turn
    for key, value in keys.items():
        page.obj[f"/{key}"] = Array(value) if isinstance(value, list) else value
    x0, y0, x1, y1 = [float(one) for one in page.obj.get("/CropBox", page.obj.MediaBox)]
    wide, high = x1 - x0, y1 - y0
    drawing = (
        f"1 0 0 rg {x0 - 500} {y0 - 500} {wide + 1000} {high + 1000} re f 1 g {x0} {y0} {wide} {high} re f "
        f"0 1 0 RG {wide / 40} w {x0 + wide / 80} {y0 + wide / 80} {wide * 39 / 40} {high - wide / 40} re S "
        f"/Pattern cs /P0 scn {x0 + wide / 3} {y0 + high / 3} {wide / 3} {high / 3} re f q 2 0 0 2 0 0 cm"
    )
    page.obj.Contents = pdf.make_stream(drawing.encode())
    tile = {"Type": Name.Pattern, "PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": wide, "YStep": high}
    matrix = Array([1, 0, 0, 1, x0, y0])
    half = f"0 0 1 rg 0 0 {wide / 2} {high} re f".encode()
    pattern = pdf.make_stream(half, **tile, BBox=Array([0, 0, wide, high]), Resources=Dictionary(), Matrix=matrix)
    page.obj.Resources = Dictionary(Pattern=Dictionary(P0=pattern))
    return pdf


CASES = {
    "portrait": _page([0, 0, 595, 842]),
    "turned to landscape": _page([0, 0, 595, 842], 90),
    "upside down": _page([0, 0, 595, 842], 180),
    "landscape turned to portrait": _page([0, 0, 842, 595], 270),
    "cropped": _page([0, 0, 900, 1200], CropBox=[100, 150, 500, 700]),
    "cropped and turned": _page([0, 0, 900, 1200], 270, CropBox=[100, 150, 500, 700]),
    "origin elsewhere": _page([-300, 1000, 295, 1842]),
    "user unit": _page([0, 0, 300, 421], UserUnit=2),
}


def _green(image: Image.Image) -> tuple[int, int, int, int]:
    """Where the frame on the page's edge is."""
    red, green, _ = image.split()
    box = green.point(lambda value: 255 if value > 200 else 0)
    mask = Image.composite(box, Image.new("L", box.size, 0), red.point(lambda value: 255 if value < 60 else 0))
    found = mask.getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("front", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_a_narrowed_page_keeps_its_size_and_moves_away_from_the_binding(name: str, front: bool) -> None:
    with pikepdf.open(_stream(CASES[name])) as pdf:
        size = sizes_of(pdf)
        unit = float(pdf.pages[0].obj.get("/UserUnit", 1))
        reframe(pdf, pdf.pages[0], GUTTER, front=front)
        assert sizes_of(pdf) == size
        image = picture(saved(pdf))
    left, top, right, bottom = _green(image)
    gutter = 20 * _MM / unit
    width, height = image.size
    assert _has_no_red(image)
    if width > height:
        assert (top if front else height - bottom) == pytest.approx(gutter, abs=2)
        assert (height - bottom if front else top) <= 2
        scale = (height - gutter) / height
    else:
        assert (left if front else width - right) == pytest.approx(gutter, abs=2)
        assert (width - right if front else left) <= 2
        scale = (width - gutter) / width
    assert right - left == pytest.approx(width * scale, abs=3)
    assert bottom - top == pytest.approx(height * scale, abs=3)
    before = picture(saved(CASES[name]))
    assert _blue(image) == pytest.approx(_blue(before) * scale * scale, rel=0.05)


@pytest.mark.parametrize(
    ("name", "pdf", "size"),
    [
        ("portrait", _page([0, 0, 842, 1191]), (210, 297)),
        ("landscape", _page([0, 0, 1191, 842]), (297, 210)),
        ("turned", _page([0, 0, 842, 1191], 90), (297, 210)),
        ("cropped out of a poster", _page([0, 0, 2000, 2000], 180, CropBox=[500, 500, 1342, 1691]), (210, 297)),
        ("user unit", _page([0, 0, 421, 595.5], UserUnit=2), (210, 297)),
        ("the largest there is", _page([0, 0, 14400, 14400]), (210, 297)),
    ],
)
def test_a_large_page_becomes_a4_upright_and_whole(name: str, pdf: pikepdf.Pdf, size: tuple[int, int]) -> None:
    with pikepdf.open(_stream(pdf)) as source:
        reframe(source, source.pages[0], FIT, front=True)
        (found,) = sizes_of(source)
        assert found == pytest.approx(size, abs=0.05), name
        image = picture(saved(source))
    assert _has_no_red(image)
    left, top, right, bottom = _green(image)
    assert left <= 2 or top <= 2
    assert (left + right) / 2 == pytest.approx(image.width / 2, abs=2)
    assert (top + bottom) / 2 == pytest.approx(image.height / 2, abs=2)


def test_a_page_that_fits_is_left_alone() -> None:
    pdf = _page([0, 0, 595, 842])
    before = pdf.pages[0].obj.unparse(resolved=True)
    reframe(pdf, pdf.pages[0], FIT, front=True)
    assert pdf.pages[0].obj.unparse(resolved=True) == before


def test_marks_and_links_go_along() -> None:
    pdf = _page([0, 0, 595, 842])
    page = pdf.pages[0]
    quad = Array([0, 842, 595, 842, 0, 0, 595, 0])
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([0, 0, 595, 842]), QuadPoints=quad)
    page.obj.Annots = Array([pdf.make_indirect(mark)])
    reframe(pdf, page, GUTTER, front=True)
    gutter = 20 * _MM
    scale = (595 - gutter) / 595
    low = (842 - 842 * scale) / 2
    moved = page.obj.Annots[0]
    assert [float(one) for one in moved.Rect] == pytest.approx([gutter, low, 595, 842 - low])
    assert [float(one) for one in moved.QuadPoints][:2] == pytest.approx([gutter, 842 - low])


def test_a_range_of_a_file_is_all_that_is_copied(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for side in range(100, 700, 100):
        pdf.add_blank_page(page_size=(side, side))
    (tmp_path / "a.pdf").write_bytes(saved(pdf))
    some = replace(part("a.pdf"), pages=(2, 4))
    bound = bind(plan_of([[[some]]]), tmp_path, tmp_path / "out")
    (run,) = [run for run in bound.laid.runs if run.ref.kind is SheetKind.PART]
    with pikepdf.open(bound.pdf) as made:
        sides = [round(float(page.mediabox[2])) for page in made.pages][run.start : run.start + run.pages]
    assert sides == [200, 300, 400]


def _stream(pdf: pikepdf.Pdf) -> io.BytesIO:
    return io.BytesIO(saved(pdf))


def _has_no_red(image: Image.Image) -> bool:
    red, green, _ = image.split()
    mask = Image.composite(red, Image.new("L", red.size, 0), green.point(lambda value: 255 if value < 100 else 0))
    return sum(mask.histogram()[150:]) <= 2 * (image.width + image.height)  # the seam may shine through


def _blue(image: Image.Image) -> int:
    red, _, blue = image.split()
    mask = Image.composite(blue, Image.new("L", blue.size, 0), red.point(lambda value: 255 if value < 100 else 0))
    return sum(mask.histogram()[150:])
