"""Every way a page can lie, with every place for its number: number and code are found on the picture, upright."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp
from pikepdf import Array, Name
from PIL import Image, ImageChops

from foodsafe_desktop.domain.paper_codes import SheetCode, read_code
from foodsafe_desktop.domain.recipe import Coded, Numbering, Position
from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.output.marks import Mark, Spot, marks, spot
from foodsafe_desktop.output.stamp import stamp
from tests.integration.output.papers import FACTS, PLAIN, bind, part, pdf_bytes, picture, plan_of, saved, text_of
from tests.integration.output.plans import page_count

PAGES: dict[str, dict[str, float | list[float]]] = {
    "portrait": {"MediaBox": [0, 0, 298, 421]},
    "landscape": {"MediaBox": [0, 0, 421, 298]},
    "cropped": {"MediaBox": [0, 0, 600, 800], "CropBox": [60, 150, 358, 571]},
    "origin elsewhere": {"MediaBox": [-300, 1000, -2, 1421]},
    "user unit": {"MediaBox": [0, 0, 149, 210.5], "UserUnit": 2},
}
CODE = "FSD1|0b0c|item-4|1|12-1"
SCALE = 3
FACTS_WITH_ID = replace(FACTS, archive_id="0b0c1d1e-1111-4222-8333-444455556666", fonds="Z109")


PLACES = [(at, code_at) for at in Spot for code_at in (Spot.BOTTOM_LEFT, Spot.BOTTOM_RIGHT)]


def _pages(kind: str, turn: int, count: int) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(count):
        page = pdf.add_blank_page(page_size=(298, 421))
        for key, value in PAGES[kind].items():
            page.obj[f"/{key}"] = Array(value) if isinstance(value, list) else value
        page.obj.Rotate = turn
        page.obj.Contents = pdf.make_stream(b"0.8 g -2000 -2000 9000 9000 re f q 2 0 0 2 0 0 cm")
    return pdf


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", PAGES)
def test_number_and_code_stand_where_they_are_wanted_on_every_page(kind: str, turn: int) -> None:
    scale = SCALE * (2 if kind == "user unit" else 1)  # pdfium does not know of units
    before = picture(saved(_pages(kind, turn, 1)), scale=scale)
    pdf = _pages(kind, turn, len(PLACES))
    stamp(pdf, [Mark("12-1", at, CODE, code_at) for at, code_at in PLACES])
    document = pdfium.PdfDocument(saved(pdf))
    for page, (at, code_at) in zip(document, PLACES, strict=True):
        after = page.render(scale=scale).to_pil().convert("RGB")
        (found,) = zxingcpp.read_barcodes(after)
        assert found.text == CODE
        where = found.position
        assert (where.top_left.x > after.width / 2) is (code_at is Spot.BOTTOM_RIGHT)
        assert where.top_left.y > after.height / 2
        assert abs(found.orientation) < 5
        assert _number_is_at(before, after, at, code_at, where.top_right.x - where.top_left.x)
        assert page.get_textpage().get_text_bounded().strip() == "12-1"
    document.close()


MM = 72 / 25.4


def test_no_mark_touches_text_or_seal_where_gb_t_9704_sets_them() -> None:
    """GB/T 9704-2012, 5.2.1: 37 mm white at the top, 28 mm at the left, 156 mm by 225 mm for the text and its seal."""
    left, top, wide, high = (length * MM for length in (28, 37, 156, 225))
    drawn = f"1 g 0 0 596 842 re f 0.6 0 0 rg {left} {841.89 - top - high} {wide} {high} re f".encode()
    pdf = pikepdf.new()
    for _ in range(len(PLACES) + 1):
        page = pdf.add_blank_page(page_size=(595.276, 841.89))
        page.obj.Contents = pdf.make_stream(drawn)
    stamp_form = pdf.make_stream(b"0 0 127.56 45.35 re S", Type=Name.XObject, Subtype=Name.Form)
    stamp_form.BBox = Array([0, 0, 127.56, 45.35])
    stamped = [Mark("备考表12-10", at, CODE, code_at, archive_stamp=0) for at, code_at in PLACES]
    stamp(pdf, [Mark(), *stamped], archive_stamps=[stamp_form])
    data = saved(pdf)
    box = (round(left * 2), round(top * 2), round((left + wide) * 2), round((top + high) * 2))
    before = picture(data, 0, scale=2)
    for index in range(1, len(PLACES) + 1):
        after = picture(data, index, scale=2)
        assert ImageChops.difference(before, after).getbbox() is not None
        assert ImageChops.difference(before.crop(box), after.crop(box)).getbbox() is None


def _number_is_at(before: Image.Image, after: Image.Image, at: Spot, code_at: Spot, side: float) -> bool:
    """Whether what was printed beside the code lies at that edge, upright, and does not touch the code's white."""
    changed = ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value > 30 else 0)
    width, height = changed.size
    corner = round(side * 2.1)
    left = 0 if code_at is Spot.BOTTOM_LEFT else width - corner
    if at is code_at:
        corner = round(side * 1.75)
        left = 0 if code_at is Spot.BOTTOM_LEFT else width - corner
    changed.paste(0, (left, height - corner, left + corner, height))
    box = changed.getbbox()
    if box is None or box[2] - box[0] < (box[3] - box[1]) * 1.2:
        return False
    across, up = at.value
    middle = (box[0] + box[2]) / 2
    horizontal = middle < width / 2 if across < 0 else middle > width / 2 if across > 0 else abs(middle - width / 2) < 3
    return horizontal and (box[3] < height / 4 if up > 0 else box[1] > height * 3 / 4)


def test_da_t_22_numbers_fronts_at_the_right_and_backs_at_the_left() -> None:
    assert [spot(Position.TOP_OUTER, front=front) for front in (True, False)] == [Spot.TOP_RIGHT, Spot.TOP_LEFT]
    assert [spot(Position.BOTTOM_OUTER, front=front) for front in (True, False)] == [
        Spot.BOTTOM_RIGHT,
        Spot.BOTTOM_LEFT,
    ]
    assert {spot(Position.TOP_RIGHT, front=front) for front in (True, False)} == {Spot.TOP_RIGHT}
    assert {spot(Position.BOTTOM_CENTRE, front=front) for front in (True, False)} == {Spot.BOTTOM_CENTRE}


@pytest.mark.parametrize("coded", Coded)
def test_codes_are_on_the_sheets_that_the_recipe_says_and_lead_back_to_the_page(tmp_path: Path, coded: Coded) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(2))
    recipe = replace(PLAIN, coded=coded, duplex=True)
    bound = bind(plan_of([[[part("a.pdf")]]]), tmp_path, tmp_path / "out", recipe=recipe, facts=FACTS_WITH_ID)
    document = pdfium.PdfDocument(bound.pdf.read_bytes())
    pictures = [
        page.render(scale=3.5, crop=(0, 0, 0, page.get_height() - 60), grayscale=True).to_pil() for page in document
    ]
    document.close()
    found = [[one.text for one in zxingcpp.read_barcodes(image)] for image in pictures]
    for run in bound.laid.runs:
        own = run.ref.kind not in (SheetKind.PART, SheetKind.BLANK)
        expected = run.ref.kind is not SheetKind.BLANK and (coded is Coded.ALL or (coded is Coded.OWN and own))
        for label, texts in zip(run.labels, found[run.start :], strict=False):
            wanted = f"FSD1|{FACTS_WITH_ID.archive_id}|item-4|0|{label}"
            assert (wanted in texts) is expected


def test_a_code_names_the_piece_where_each_counts_from_one(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(1))
    recipe = replace(PLAIN, coded=Coded.ALL, numbering=Numbering.PIECE)
    volume = plan_of([[[part("a.pdf")], [part("a.pdf")]]])
    bound = bind(volume, tmp_path, tmp_path / "out", recipe=recipe, facts=FACTS_WITH_ID)
    codes = [mark.code for mark in marks(bound.laid, FACTS_WITH_ID, ()) if mark.code]
    assert len(codes) == len(set(codes))
    read = [read_code(code) for code in codes]
    assert [one.label for one in read if isinstance(one, SheetCode) and "/" in one.label] == [
        "4-(8)-2023-001/1",
        "4-(8)-2023-002/1",
    ]
    document = pdfium.PdfDocument(bound.pdf.read_bytes())
    page = document[bound.laid.piece_runs(volume.pieces[1])[0].start]
    image = page.render(scale=3.5, crop=(0, 0, 0, page.get_height() - 60), grayscale=True).to_pil()
    document.close()
    assert [one.text for one in zxingcpp.read_barcodes(image)] == [codes[-2]]


def test_an_archive_without_an_id_has_no_codes_and_a_recipe_can_leave_numbers_out() -> None:
    plan = page_count(plan_of([[[part("a.pdf")]]]), replace(PLAIN, stamp=False, coded=Coded.ALL))
    assert not any(mark.label or mark.code for mark in marks(plan, FACTS, plan.runs))
    assert any(mark.code for mark in marks(plan, FACTS_WITH_ID, plan.runs))


def test_the_archive_stamp_stands_once_a_piece_in_the_middle_of_the_upper_edge(tmp_path: Path) -> None:
    turned = pikepdf.new()
    turned.add_blank_page(page_size=(842, 595)).obj.Rotate = 90
    turned.add_blank_page(page_size=(595, 842))
    (tmp_path / "a.pdf").write_bytes(saved(turned))
    recipe = replace(PLAIN, archive_stamp=True)
    plan = plan_of([[[part("a.pdf"), part("a.pdf")], [part("a.pdf")]]])
    bound = bind(plan, tmp_path, tmp_path / "out", recipe=recipe, facts=FACTS_WITH_ID)
    data = bound.pdf.read_bytes()
    body = [run for run in bound.laid.runs if run.ref.kind is SheetKind.PART]
    texts = ["".join(text_of(data, run.start + index).split()) for run in body for index in range(run.pages)]
    assert [("Z109" in text) for text in texts] == [True, False, False, False, True, False]
    assert "2023" in texts[0]
    image = picture(data, body[1].start - 1)  # of the second page, which has none
    assert _red(image) is None
    image = picture(data, body[0].start, scale=4)
    box = _red(image)
    assert box is not None
    factor = max(595 / 595.276, 842 / 841.89)
    assert (box[2] - box[0]) / 4 == pytest.approx(45 * 72 / 25.4 * factor, abs=1)
    assert (box[3] - box[1]) / 4 == pytest.approx(16 * 72 / 25.4 * factor, abs=1)
    assert (box[0] + box[2]) / 2 == pytest.approx(image.width / 2, abs=3)
    assert box[1] / 4 == pytest.approx(8 * 72 / 25.4 * factor, abs=1)


def _red(image: Image.Image) -> tuple[int, int, int, int] | None:
    red, green, _ = image.split()
    return ImageChops.subtract(red, green).point(lambda value: 255 if value > 60 else 0).getbbox()
