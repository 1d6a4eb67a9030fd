"""Pages for the screen, of real PDFs: pictures, words over line ends, turned pages, what does not open."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.domain.errors import PagesUnreadable
from foodsafe_desktop.lettering import fonts
from foodsafe_desktop.renditions.page_view import PdfPages, open_pages
from tests.integration.renditions import makers

WIDTH, HEIGHT = 595.0, 842.0


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages: words at known places, one of them broken over a line's end; the second page lies on its side."""
    target = tmp_path_factory.mktemp("pages") / "会议纪要.pdf"
    fonts.register()
    canvas = Canvas(str(target), pagesize=(WIDTH, HEIGHT))
    canvas.setFont("NotoSansSC-Regular", 20)
    canvas.drawString(100, 700, "全区食品安")
    canvas.drawString(100, 670, "全工作会议")
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 100, 100, stroke=0, fill=1)
    canvas.showPage()
    canvas.setFont("NotoSansSC-Regular", 20)
    canvas.drawString(100, 700, "抽检会商")
    canvas.showPage()
    canvas.save()
    with pikepdf.open(target, allow_overwriting_input=True) as made:
        made.pages[1].rotate(90, relative=False)
        made.save(target)
    return target


@pytest.fixture
def pages(pdf: Path) -> Iterator[PdfPages]:
    opened = open_pages(pdf)
    yield opened
    opened.close()


def test_sizes_are_those_of_the_pages_as_they_are_seen(pages: PdfPages) -> None:
    assert [tuple(map(round, size)) for size in pages.sizes] == [(595, 842), (842, 595)]


def test_a_page_is_drawn_at_the_width_asked_for(pages: PdfPages) -> None:
    drawn = pages.picture(0, 200, lambda: True)
    assert drawn is not None
    assert (drawn.width, drawn.height) == (200, 283)

    def colour(x: int, y: int) -> tuple[int, ...]:
        return tuple(drawn.pixels[y * drawn.stride + 4 * x :][:3])

    assert colour(10, 270) == (0, 0, 255)  # blue, green, red: the square in the lower left corner
    assert colour(190, 10) == (255, 255, 255)


def test_a_page_nobody_waits_for_is_not_drawn_to_its_end(pages: PdfPages) -> None:
    assert pages.picture(0, 200, lambda: False) is None
    assert pages.picture(0, 200, lambda: True) is not None


def test_a_huge_picture_is_brought_down(pages: PdfPages) -> None:
    drawn = pages.picture(0, 20_000, lambda: True)
    assert drawn is not None
    assert drawn.width * drawn.height <= 16_000_000


def test_words_are_found_over_a_line_s_end_where_they_stand(pages: PdfPages) -> None:
    first, second = pages.find(0, "食品安全")
    assert first[0] == pytest.approx((100 + 40) / WIDTH, abs=0.02)
    assert 1 - 720 / HEIGHT < first[1] < 1 - 700 / HEIGHT < first[3] < 1 - 690 / HEIGHT
    assert second[0] == pytest.approx(100 / WIDTH, abs=0.01)
    assert second[1] > first[3] - 0.01
    assert pages.find(0, "抽检会商") == pages.find(0, "  ") == ()


def test_words_on_a_turned_page_are_marked_where_they_are_seen(pages: PdfPages) -> None:
    [area] = pages.find(1, "抽检会商")
    left, top, right, bottom = area
    assert left == pytest.approx(700 / HEIGHT, abs=0.02)  # what is up on the sheet lies at the right
    assert top == pytest.approx(100 / WIDTH, abs=0.02)
    assert bottom - top > right - left  # and runs down


def test_text_between_two_points_is_in_reading_order_either_way(pages: PdfPages) -> None:
    start, end = (100 / WIDTH, 1 - 705 / HEIGHT), (195 / WIDTH, 1 - 675 / HEIGHT)
    text, areas = pages.text_between(0, start, end)
    assert text.split() == ["全区食品安", "全工作会议"]
    assert len(areas) == 2
    assert pages.text_between(0, end, start)[0] == text


def test_a_page_without_text_has_none(tmp_path: Path) -> None:
    file = tmp_path / "空白.pdf"
    file.write_bytes(makers.pdf())
    opened = open_pages(file)
    assert opened.text_between(0, (0.1, 0.1), (0.9, 0.9)) == ("", ())
    assert opened.find(0, "食品") == ()
    opened.close()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 rubbish", makers.locked_pdf("secret")])
def test_what_does_not_open_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "坏件.pdf"
    file.write_bytes(content)
    with pytest.raises(PagesUnreadable, match=r"坏件\.pdf"):
        open_pages(file)


def test_what_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(PagesUnreadable, match=r"没有\.pdf"):
        open_pages(tmp_path / "没有.pdf")
