"""Where lines stand on a PDF's pages, what may be a seal, and how pictures look: with real pictures and real PDF."""

import io
import math
import random
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageEnhance
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.domain.likeness import alike
from foodsafe_desktop.domain.page_facts import read_facts
from foodsafe_desktop.domain.texts import Look, TextState
from foodsafe_desktop.lettering import fonts
from foodsafe_desktop.renditions.looks import look_of, red_rounds
from foodsafe_desktop.renditions.text.reading import read_words

MM = 72 / 25.4
DPI = 100


def letter(path: Path, *, seal: bool = True, rotate: int = 0) -> Path:
    """A letter of two pages, the second signed; sizes in mm from the top left corner."""
    fonts.register()
    canvas = Canvas(str(path), pagesize=(210 * MM, 297 * MM))

    def row(text: str, y: float, size: float = 16) -> None:
        canvas.setFont("NotoSerifSC-Regular", size)
        canvas.drawCentredString(105 * MM, (297 - y) * MM, text)

    canvas.setFillColorRGB(1, 0, 0)
    row("示例区教育局文件", 50, 36)
    canvas.line(28 * MM, 217 * MM, 182 * MM, 217 * MM)
    canvas.setFillColorRGB(0, 0, 0)
    row("示教发〔2023〕28号", 75)
    row("关于落实陪餐要求的通知", 100, 22)
    row("请各学校遵照执行。", 120)
    canvas.showPage()
    row("示例区教育局", 200)
    row("2023年8月25日", 210)
    if seal:
        canvas.setStrokeColorRGB(0.9, 0.1, 0.1)
        canvas.setLineWidth(1.2 * MM)
        canvas.circle(105 * MM, 92 * MM, 21 * MM)
    canvas.showPage()
    canvas.save()
    if rotate:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            for page in pdf.pages:
                page.rotate(rotate, relative=False)
            pdf.save(path)
    return path


def test_facts_of_a_pdf_come_with_their_places(tmp_path: Path) -> None:
    facts = read_facts(read_words(letter(tmp_path / "a.pdf")).text.pages)
    assert facts.dated is not None
    assert facts.dated.box is not None
    assert (facts.dated.page, facts.dated.value, facts.dated.is_strong) == (2, "2023-08-25", True)
    x0, y0, x1, y1 = facts.dated.box
    assert abs((x0 + x1) / 2 - 105) < 2
    assert y0 < 210 < y1 + 1
    assert facts.document_number is not None
    assert facts.document_number.box is not None
    assert abs(facts.document_number.box[3] - 75) < 3


def test_a_seal_is_found_where_it_is_and_a_red_head_is_none(tmp_path: Path) -> None:
    [seal] = read_facts(read_words(letter(tmp_path / "a.pdf")).text.pages).seals
    assert (seal.page, seal.is_strong) == (2, True)
    assert seal.box is not None
    assert all(abs(one - other) < 4 for one, other in zip(seal.box, (84, 184, 126, 226), strict=True))
    assert read_facts(read_words(letter(tmp_path / "b.pdf", seal=False)).text.pages).seals == ()


def test_on_a_turned_page_words_are_read_and_places_left_out(tmp_path: Path) -> None:
    facts = read_facts(read_words(letter(tmp_path / "a.pdf", rotate=90)).text.pages)
    assert facts.dated is not None
    assert (facts.dated.value, facts.dated.box) == ("2023-08-25", None)


def a_page(draw_on: str, size: float = 42) -> Image.Image:
    """An A4 page with something red in its middle, in size mm across."""
    page = Image.new("RGB", (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI)), "white")
    draw, half = ImageDraw.Draw(page), size / 25.4 * DPI / 2
    box = (400 - half, 600 - half, 400 + half, 600 + half)
    colour = (205, 40, 50)
    if draw_on == "ring":
        draw.ellipse(box, outline=colour, width=5)
    elif draw_on == "faint ring":
        draw.ellipse(box, outline=(235, 150, 150), width=5)
    elif draw_on == "square":
        draw.rectangle(box, outline=colour, width=5)
    elif draw_on == "half ring":
        draw.arc(box, 0, 200, fill=colour, width=5)
    elif draw_on == "rule":
        draw.rectangle((100, 590, 700, 600), fill=colour)
    elif draw_on == "blue ring":
        draw.ellipse(box, outline=(40, 50, 205), width=5)
    return page


@pytest.mark.parametrize(("what", "count"), [
    ("ring", 1), ("faint ring", 1), ("square", 0), ("half ring", 0), ("rule", 0), ("blue ring", 0), ("nothing", 0),
])  # fmt: skip
def test_only_what_is_red_and_round_may_be_a_seal(what: str, count: int) -> None:
    assert len(red_rounds(a_page(what), DPI)) == count


@pytest.mark.parametrize("size", [15, 80])
def test_nothing_of_another_size_is_a_seal(size: float) -> None:
    assert red_rounds(a_page("ring", size), DPI) == ()


def scene(seed: int, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """A picture with light and dark places of many sizes, as photographs have them."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randrange(60, 200) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for at in range(60):
        x, y, r = chance.randrange(size[0]), chance.randrange(size[1]), chance.randrange(40, 400) // (1 + at // 20)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(chance.randrange(256) for _ in range(3)))
    return image


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue()))


def look(image: Image.Image) -> Look:
    found = look_of(image)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_photograph_saved_anew_still_looks_the_same(seed: int) -> None:
    image = scene(seed)
    first = look(as_jpeg(image, 92))
    assert alike(first, look(as_jpeg(image, 40))) is not None
    assert alike(first, look(as_jpeg(image.resize((800, 600)), 75))) is not None
    assert alike(first, look(as_jpeg(image.resize((533, 400)), 60))) is not None
    assert alike(first, look(ImageEnhance.Brightness(image).enhance(1.1))) is not None


def test_different_photographs_do_not_look_the_same() -> None:
    looks = [look(scene(seed)) for seed in range(8)]
    assert not any(alike(one, other) for at, one in enumerate(looks) for other in looks[:at])


def test_a_photograph_taken_upright_looks_like_its_turned_copy() -> None:
    image = scene(1)
    buffer = io.BytesIO()
    tags = Image.Exif()
    tags[0x0112] = 6
    image.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", quality=90, exif=tags)
    assert alike(look(image), look(Image.open(io.BytesIO(buffer.getvalue())))) is not None


def test_what_shows_nothing_has_no_look() -> None:
    assert look_of(Image.new("RGB", (800, 600), "white")) is None


def test_pictures_and_scans_are_looked_at_while_their_words_are_read(tmp_path: Path) -> None:
    scene(2).save(tmp_path / "photo.jpg")
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "empty.pdf")
    scene(2).save(tmp_path / "scan.pdf", "PDF", resolution=150)
    photo, scan = (read_words(tmp_path / name).text for name in ("photo.jpg", "scan.pdf"))
    assert photo.state is scan.state is TextState.NEEDS_OCR
    assert photo.look is not None
    assert scan.look is not None
    assert (photo.look.is_scan, scan.look.is_scan) == (False, True)
    assert alike(photo.look, scan.look) is not None
    assert read_words(letter(tmp_path / "letter.pdf")).text.look is None


def test_a_picture_cut_short_has_no_look_and_is_left_to_recognition(tmp_path: Path) -> None:
    scene(2).save(tmp_path / "whole.jpg")
    content = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(content[: math.floor(len(content) * 0.3)])
    words = read_words(tmp_path / "cut.jpg")
    assert (words.text.look, words.pictures) == (None, (1,))
