"""The number stands upright at the seen top right, whatever a page does to hide where that is."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageDraw

from foodsafe_desktop.output.marks import Mark
from foodsafe_desktop.output.stamp import CannotStamp, stamp
from tests.integration.output.papers import A4, picture, saved, text_of

LABEL = "247"
Prepare = Callable[[pikepdf.Pdf, pikepdf.Page], None]


def _page(**keys: object) -> Prepare:
    def prepare(_pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        for key, value in keys.items():
            page.obj[f"/{key}"] = Array(value) if isinstance(value, list) else value

    return prepare


def _content(*streams: bytes) -> Prepare:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        made = [pdf.make_stream(one) for one in streams]
        page.obj.Contents = made[0] if len(made) == 1 else Array(made)

    return prepare


def _inherited(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Box, turn and resources stand on the page tree's node only."""
    tree = pdf.Root.Pages
    tree.MediaBox, tree.Rotate, tree.Resources = Array([0, 0, 500, 700]), 90, Dictionary()
    for key in (Name.MediaBox, Name.Resources):
        if key in page.obj:
            del page.obj[key]


def _undecodable(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.Contents = pdf.make_stream(b"this was never deflated", Filter=Name.FlateDecode)


def _scanned(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """A picture of yellowed paper over the whole page, with its own words over it, as recognition leaves them."""
    paper = pdf.make_stream(
        bytes((236, 226, 200)),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )
    page.obj.Resources = Dictionary(XObject=Dictionary(Scan=paper))
    page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")


def _covered(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """White laid over what was drawn before, by a form that is drawn last and opaque."""
    cover = pdf.make_stream(b"1 g 0 0 595 842 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))
    page.obj.Resources = Dictionary(XObject=Dictionary(Cover=cover))
    page.obj.Contents = pdf.make_stream(b"0 g 500 780 60 40 re f /Cover Do")


def _hidden_layer(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="off"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    page.obj.Resources = Dictionary(Properties=Dictionary(L0=layer))
    page.obj.Contents = pdf.make_stream(b"/OC /L0 BDC 1 0 0 rg 9 9 90 90 re f")


def _each(*steps: Prepare) -> Prepare:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        for step in steps:
            step(pdf, page)

    return prepare


CASES: dict[str, Prepare] = {
    "plain": _page(),
    **{f"rotate {turn}": _page(Rotate=turn) for turn in (90, 180, 270, 360, 450, -90, -180, -270, 630)},
    "rotate 45, which no viewer can": _page(Rotate=45),
    "landscape": _page(MediaBox=[0, 0, 842, 595]),
    "landscape turned": _page(MediaBox=[0, 0, 842, 595], Rotate=270),
    "origin elsewhere": _page(MediaBox=[-300, 1000, 295, 1842]),
    "corners the wrong way round": _page(MediaBox=[595, 842, 0, 0]),
    "crop box": _page(CropBox=[100, 150, 400, 500]),
    "crop box turned": _page(CropBox=[100, 150, 400, 500], Rotate=90),
    "crop box partly outside": _page(CropBox=[300, 400, 900, 1200]),
    "crop box partly outside turned": _page(CropBox=[-200, -200, 300, 400], Rotate=180),
    "crop box without area": _page(CropBox=[10, 10, 10, 10]),
    "box that is no box": _page(MediaBox=[0, 0, 595]),
    "user unit": _page(UserUnit=2, MediaBox=[0, 0, 300, 420]),
    "huge": _page(MediaBox=[0, 0, 6000, 4000]),
    "tiny": _page(MediaBox=[0, 0, 150, 90]),
    "inherited": _inherited,
    "no content": lambda _pdf, page: page.obj.__delitem__("/Contents") if "/Contents" in page.obj else None,
    "content that is no stream": _page(Contents=5),
    "content in pieces": _content(b"q 1 0 0 1", b" 30 30 cm 0.5 g", b"0 0 50 50 re f Q"),
    "states left open": _content(b"q q 3 0 0 3 50 50 cm 1 0 0 rg 0 0 20 20 re f"),
    "states closed too often": _content(b"q Q Q Q 2 0 0 2 90 90 cm 1 0 0 rg 0 0 20 20 re f"),
    "text left open": _content(b"BT 5 0 0 5 100 100 Tm"),
    "string left open": _content(b"4 0 0 4 10 10 cm (this never ends"),
    "string left open, in pieces": _content(b"4 0 0 4 10 10 cm ", b"(this never ends"),
    "clipped away": _content(b"0 0 20 20 re W n 0 1 0 rg 0 0 20 20 re f"),
    "hidden layer left open": _hidden_layer,
    "not decodable": _undecodable,
    "scanned": _scanned,
    "scanned, turned": _each(_scanned, _page(Rotate=90)),
    "covered with white": _covered,
    "all black": _content(b"0 g -9999 -9999 19999 19999 re f"),
    "all white": _content(b"1 g -9999 -9999 19999 19999 re f"),
    "black, turned": _each(_content(b"0 g 0 0 600 850 re f"), _page(Rotate=270)),
}


def _made(prepare: Prepare) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    prepare(pdf, page)
    return pdf


def _scale(data: bytes) -> float:
    """So that the page's longer side is 2000 pixels."""
    return 2000 / max(picture(data).size)


def _difference(before: Image.Image, after: Image.Image) -> Image.Image:
    return ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value > 60 else 0)


@pytest.mark.parametrize("name", CASES)
def test_number_is_upright_at_the_seen_top_right_and_nowhere_else(name: str) -> None:
    pdf = _made(CASES[name])
    unstamped = saved(pdf)
    scale = _scale(unstamped)
    before = picture(unstamped, scale=scale)
    stamp(pdf, [Mark(LABEL)])
    data = saved(pdf)
    after = picture(data, scale=scale)
    assert after.size == before.size
    box = _difference(before, after).getbbox()
    assert box is not None, "no number to be seen"
    width, height = after.size
    left, top, right, bottom = box
    assert left > width * 0.5, "not at the right"
    assert bottom < height * 0.5, "not at the top"
    assert right <= width
    assert top >= 0
    # Upright: three figures side by side are wider than high, and stand as in the same label on a plain page.
    assert right - left > (bottom - top) * 1.3
    assert _alike(_glyphs(after.crop((left - 6, top - 6, right + 6, bottom + 6))), _reference())
    assert text_of(data).strip() == LABEL


def _glyphs(image: Image.Image) -> Image.Image:
    """The dark figures as white on black, cut to size and brought to one size; dark ground around them is left out."""
    dark = image.convert("L").point(lambda value: 255 if value < 90 else 0)
    if dark.getpixel((0, 0)) == 255:
        ImageDraw.floodfill(dark, (0, 0), 0)
    found = dark.getbbox()
    assert found is not None
    return dark.crop(found).resize((60, 30))


def _reference() -> Image.Image:
    pdf = _made(_page())
    stamp(pdf, [Mark(LABEL)])
    image = picture(saved(pdf), scale=4)
    box = image.convert("L").point(lambda value: 255 if value < 90 else 0).getbbox()
    assert box is not None
    return _glyphs(image.crop(box))


def _alike(one: Image.Image, other: Image.Image) -> bool:
    difference = ImageChops.difference(one, other)
    return sum(difference.histogram()[128:]) < 0.2 * one.width * one.height


def test_the_comparison_tells_upright_from_upside_down_and_mirrored() -> None:
    reference = _reference()
    for method in (Image.Transpose.ROTATE_180, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM):
        assert not _alike(reference.transpose(method), reference)


def test_a_crop_box_outside_the_page_is_taken_back_where_viewers_would_show_nothing() -> None:
    pdf = _made(_page(CropBox=[1000, 1000, 1500, 1500]))
    stamp(pdf, [Mark(LABEL)])
    data = saved(pdf)
    assert (picture(data).size, text_of(data).strip()) == (A4, LABEL)


def test_size_follows_the_page_so_that_it_is_the_same_on_a4_paper() -> None:
    heights = []
    for size in ((595, 842), (1190, 1684), (2380, 3368)):
        pdf = _made(_page(MediaBox=[0, 0, *size]))
        stamp(pdf, [Mark(LABEL)])
        image = picture(saved(pdf), scale=842 / size[1] * 2).convert("L").point(lambda value: 255 if value < 90 else 0)
        box = image.getbbox()
        assert box is not None
        heights.append(box[3] - box[1])
    assert max(heights) - min(heights) <= 1


def test_white_halo_keeps_the_number_readable_on_black() -> None:
    pdf = _made(CASES["all black"])
    stamp(pdf, [Mark(LABEL)])
    image = picture(saved(pdf), scale=3).convert("L")
    assert sum(image.histogram()[250:]) > 300


def test_shared_resources_get_each_name_once_and_keep_what_they_had() -> None:
    pdf = pikepdf.new()
    shared = pdf.make_indirect(Dictionary(ExtGState=Dictionary(G0=Dictionary(CA=1))))
    for _ in range(30):
        pdf.add_blank_page(page_size=A4).obj.Resources = shared
    stamp(pdf, [Mark(str(number)) for number in range(1, 31)])
    data = saved(pdf)
    with pikepdf.open(io.BytesIO(data)) as again:
        assert len({page.obj.Resources.objgen for page in again.pages}) == 1
        resources = again.pages[0].obj.Resources
        assert len(resources.Font) == 1
        assert len(resources.XObject) == 10
        assert resources.ExtGState.G0.CA == 1
    assert [text_of(data, index).strip() for index in (0, 9, 29)] == ["1", "10", "30"]


def test_a_document_that_was_stamped_before_is_stamped_again_without_mixing_the_names() -> None:
    pdf = _made(_page())
    stamp(pdf, [Mark("12")])
    with pikepdf.open(io.BytesIO(saved(pdf))) as again:
        again.pages[0].obj.MediaBox = Array([0, 0, 595, 900])
        stamp(again, [Mark("345")])
        assert sorted(text_of(saved(again)).split()) == ["12", "345"]


def test_one_font_for_all_pages_and_a_page_without_label_stays_as_it_was() -> None:
    pdf = pikepdf.new()
    for _ in range(4):
        pdf.add_blank_page(page_size=A4)
    untouched = pdf.pages[0].obj.unparse(resolved=True)
    stamp(pdf, [Mark(), Mark("目录1"), Mark("12-1"), Mark("备考表1")])
    assert pdf.pages[0].obj.unparse(resolved=True) == untouched
    data = saved(pdf)
    assert [text_of(data, index).strip() for index in range(4)] == ["", "目录1", "12-1", "备考表1"]
    with pikepdf.open(io.BytesIO(data)) as again:
        files = [one for one in again.objects if isinstance(one, Dictionary) and Name.FontFile2 in one]
        assert len(files) == 1


def test_labels_and_pages_must_be_equally_many() -> None:
    with pytest.raises(ValueError, match="marks"):
        stamp(_made(_page()), [Mark("1"), Mark("2")])


def test_a_label_outside_the_alphabet_names_the_page() -> None:
    with pytest.raises(CannotStamp) as caught:
        stamp(_made(_page()), [Mark("壹")])
    assert caught.value.index == 0
