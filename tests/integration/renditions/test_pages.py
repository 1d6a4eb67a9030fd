import hashlib
import io
import math
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ExifTags, Image, ImageOps

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.renditions.pages import PageRenderer, make_pages
from foodsafe_desktop.renditions.worker import WorkerInspector
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import NotPrintable, Rendition
from tests.integration.renditions import hostile, makers
from tests.integration.renditions.makers import put

A4 = (595.28, 841.89)
MARGIN = 15 * 72 / 25.4


@pytest.fixture(scope="module")
def inspector() -> Iterator[WorkerInspector]:
    made = WorkerInspector()
    made.workers.run(Job(), 60.0, hostile.process_id)  # started here, for no single test may leave processes behind
    yield made
    made.close()


def evidence_file(source: Path) -> EvidenceFile:
    content = source.read_bytes()
    fixity = Fixity(len(content), 0, "sha256", hashlib.sha256(content).hexdigest())
    return EvidenceFile(1, source.name, 1, fixity, Verdict("unknown", Condition.UNKNOWN))


def made(folder: Path, name: str, content: bytes) -> Rendition:
    """The pages of a picture, made in this process."""
    found = make_pages(put(folder, name, content), folder / f"{name}.pdf")
    assert isinstance(found, Rendition)
    return found


def seen(rendition: Rendition, page: int = 0) -> tuple[tuple[int, int], Image.Image]:
    """A page's size in whole points as seen, and what is printed on it (grey surroundings cut off)."""
    with pypdfium2.PdfDocument(rendition.pdf) as pdf:
        sheet = pdf[page].render(scale=1).to_pil().convert("RGB")
    return sheet.size, sheet.crop(ImageOps.invert(sheet).getbbox())


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 70 for one, other in zip(pixel, colour, strict=True))


def assert_upright(picture: Image.Image) -> None:
    """As `makers.picture` drew it: black above, red at the left, light blue in the rest."""
    width, height = picture.size
    assert is_near(picture.getpixel((width // 2, height // 30 + 1)), (0, 0, 0))
    assert is_near(picture.getpixel((width // 30 + 1, height // 2)), (255, 0, 0))
    assert is_near(picture.getpixel((width * 9 // 10, height * 9 // 10)), (200, 220, 255))


def test_a_pdf_is_its_own_pages(tmp_path: Path, inspector: WorkerInspector) -> None:
    source = put(tmp_path, "a.pdf", makers.pdf(3))
    before = source.read_bytes()
    found = PageRenderer(tmp_path / "cache", inspector).render(source, evidence_file(source), Job())
    assert isinstance(found, Rendition)
    assert (found.pdf, found.pages, len(found.sizes)) == (source, 3, 3)
    assert source.read_bytes() == before
    assert [one.suffix for one in (tmp_path / "cache" / "renditions").iterdir()] == [".json"]
    assert PageRenderer(tmp_path / "cache", inspector).render(source, evidence_file(source), Job()) == found


def test_a_pdf_that_only_restricts_rights_is_printed_from_an_open_copy(
    tmp_path: Path, inspector: WorkerInspector
) -> None:
    source = put(tmp_path, "a.pdf", makers.locked_pdf(user=""))
    before = source.read_bytes()
    found = PageRenderer(tmp_path / "cache", inspector).render(source, evidence_file(source), Job())
    assert isinstance(found, Rendition)
    assert found.pages == 2
    assert found.pdf == tmp_path / "cache" / "renditions" / f"{hashlib.sha256(before).hexdigest()}.pdf"
    with pikepdf.open(found.pdf) as pdf:
        assert not pdf.is_encrypted
        assert len(pdf.pages) == 2
    assert source.read_bytes() == before


def test_pictures_are_made_once_and_kept_by_digest(tmp_path: Path, inspector: WorkerInspector) -> None:
    source = put(tmp_path, "照片.jpg", makers.image("JPEG"))
    renderer = PageRenderer(tmp_path / "cache", inspector)
    first = renderer.render(source, evidence_file(source), Job())
    assert isinstance(first, Rendition)
    inode, content = first.pdf.stat().st_ino, first.pdf.read_bytes()
    assert renderer.render(source, evidence_file(source), Job()) == first
    assert first.pdf.stat().st_ino == inode, "not made again"
    first.pdf.write_bytes(content[:100])
    assert renderer.render(source, evidence_file(source), Job()) == first
    assert first.pdf.read_bytes() == content, "a broken one is made again, byte for byte"
    assert [one.name for one in first.pdf.parent.iterdir()] == [first.pdf.name], "nothing half-made lies about"


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("锁.pdf", makers.locked_pdf(user="x"), "密码"),
        ("坏.pdf", b"%PDF-1.7\nx", "异常"),
        ("断.jpg", makers.image("JPEG")[:700], "不完整"),
        ("断.png", makers.image("PNG")[:300], "不完整"),
        ("弹.png", makers.png_bomb(), "过大"),
        ("谜.bin", bytes(range(256)), "无法识别"),
        ("平面图.dwg", b"AC1027" + bytes(range(256)), "AutoCAD"),
        ("录像.avi", b"RIFF\0\0\0\0AVI LIST" + bytes(range(256)), "请转换为 MP4"),
        ("签名.p7m", b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(99), "签名或加密封装"),
        ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        ("图.dxf", b"  0\r\nSECTION\r\n  2\r\n", "DXF"),
        ("空.pdf", b"", "0 字节"),
    ],
)
def test_everything_else_is_a_sentence_for_the_slip_sheet(
    name: str, content: bytes, part: str, tmp_path: Path, inspector: WorkerInspector
) -> None:
    source = put(tmp_path, name, content)
    found = PageRenderer(tmp_path / "cache", inspector).render(source, evidence_file(source), Job())
    assert isinstance(found, NotPrintable)
    assert part in found.sentence
    assert found.sentence.endswith("。")
    assert not list((tmp_path / "cache").glob("**/*.pdf"))


def test_a_vanished_file_and_one_without_fixity_are_sentences(tmp_path: Path, inspector: WorkerInspector) -> None:
    renderer = PageRenderer(tmp_path / "cache", inspector)
    source = put(tmp_path, "a.pdf", makers.pdf())
    file = evidence_file(source)
    source.unlink()
    assert isinstance(renderer.render(source, file, Job()), NotPrintable)
    unread = EvidenceFile(1, "a.pdf", 1, None, file.verdict)
    assert isinstance(renderer.render(source, unread, Job()), NotPrintable)


def test_a_cache_that_cannot_be_written_is_a_sentence(tmp_path: Path, inspector: WorkerInspector) -> None:
    put(tmp_path, "cache", b"a file where the folder should be")
    source = put(tmp_path, "a.png", makers.image("PNG"))
    found = PageRenderer(tmp_path / "cache", inspector).render(source, evidence_file(source), Job())
    assert isinstance(found, NotPrintable)
    assert "缓存" in found.sentence


def test_cancelling_passes(tmp_path: Path, inspector: WorkerInspector) -> None:
    job = Job()
    job.cancel()
    source = put(tmp_path, "a.png", makers.image("PNG"))
    with pytest.raises(Cancelled):
        PageRenderer(tmp_path / "cache", inspector).render(source, evidence_file(source), job)


def test_a_renderer_of_its_own_ends_its_own_workers(tmp_path: Path) -> None:
    renderer = PageRenderer(tmp_path / "cache")
    source = put(tmp_path, "a.pdf", makers.pdf())
    assert isinstance(renderer.render(source, evidence_file(source), Job()), Rendition)
    renderer.close()


FORMS = {
    "jpeg": makers.image("JPEG", quality=95),
    "jpeg grey": makers.image("JPEG", "L"),
    "png": makers.image("PNG"),
    "png palette": makers.image("PNG", "P"),
    "png interlaced": makers.image("PNG", interlace=1),
    "tiff lzw": makers.image("TIFF", compression="tiff_lzw"),
    "tiff cmyk": makers.image("TIFF", "CMYK"),
    "tiff ycbcr": makers.image("TIFF", "YCbCr"),
    "gif": makers.image("GIF"),
    "bmp": makers.image("BMP"),
    "webp": makers.image("WEBP"),
    "jpeg 2000": makers.image("JPEG2000"),
    "jpeg of several": makers.image("MPO", save_all=True, append_images=[makers.picture(40, 30)]),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_picture_prints_upright_on_a4(name: str, tmp_path: Path) -> None:
    found = made(tmp_path, "x", FORMS[name])
    assert found.pages == 1
    size, picture = seen(found)
    assert size == (math.ceil(A4[1]), math.ceil(A4[0])), "wider than high: the page lies"
    if name != "jpeg grey":
        assert_upright(picture)


@pytest.mark.parametrize("name", FORMS)
def test_same_picture_same_bytes(name: str, tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    first, second = made(tmp_path / "1", "x", FORMS[name]), made(tmp_path / "2", "y", FORMS[name])
    assert first.pdf.read_bytes() == second.pdf.read_bytes()


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_cameras_held_in_any_way_give_upright_pages(orientation: int, form: str, tmp_path: Path) -> None:
    turn = TURNS[orientation]
    held = makers.picture() if turn is None else makers.picture().transpose(turn)
    exif = Image.Exif()
    exif[274] = orientation
    buffer = io.BytesIO()
    held.save(buffer, form, exif=exif, **({"quality": 95} if form == "JPEG" else {}))
    size, picture = seen(made(tmp_path, "x", buffer.getvalue()))
    assert size == (math.ceil(A4[1]), math.ceil(A4[0]))
    assert picture.width > picture.height
    assert_upright(picture)


@pytest.mark.parametrize("orientation", [1, 6])
def test_jpeg_data_goes_into_the_page_untouched(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    content = makers.image("JPEG", exif=exif)
    with pikepdf.open(made(tmp_path, "x", content).pdf) as pdf:
        ((_, embedded),) = pdf.pages[0].get_images().items()
        assert embedded.read_raw_bytes() == content


def test_transparency_is_put_on_white(tmp_path: Path) -> None:
    clear = makers.picture(200, 200).convert("RGBA")
    clear.putalpha(Image.new("L", (200, 200), 0))
    clear.paste((0, 128, 0, 255), (0, 0, 200, 20))
    buffer = io.BytesIO()
    clear.save(buffer, "PNG")
    _, picture = seen(made(tmp_path, "x", buffer.getvalue()))
    assert picture.height < picture.width / 5, "only the green strip is seen, the rest is paper"
    assert is_near(picture.getpixel((picture.width // 2, picture.height // 2)), (0, 128, 0))


@pytest.mark.parametrize(("mode", "form"), [("I;16", "PNG"), ("I;16", "TIFF"), ("I", "TIFF"), ("F", "TIFF")])
def test_deep_greys_keep_their_range(mode: str, form: str, tmp_path: Path) -> None:
    ramp = Image.linear_gradient("L").resize((200, 200))
    deep = ramp.convert("I").point(lambda value: value * 257) if mode.startswith("I") else ramp.convert("F")
    buffer = io.BytesIO()
    (deep.convert("I;16") if mode == "I;16" else deep).save(buffer, form)
    _, picture = seen(made(tmp_path, "x", buffer.getvalue()))
    middle = picture.width // 2
    assert is_near(picture.getpixel((middle, 1)), (0, 0, 0))
    assert is_near(picture.getpixel((middle, picture.height // 2)), (128, 128, 128))


def test_a_tiff_of_several_pages_gives_as_many_each_as_it_lies(tmp_path: Path) -> None:
    pages = [makers.picture(300, 400), makers.picture(400, 300), makers.picture(300, 400, "1")]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    found = made(tmp_path, "x", buffer.getvalue())
    assert found.pages == 3
    lying = [size[0] > size[1] for size in (seen(found, page)[0] for page in range(3))]
    assert lying == [False, True, False]


def box(rendition: Rendition) -> tuple[float, float]:
    """Width and height of the picture on the first page in points."""
    with pikepdf.open(rendition.pdf) as pdf:
        for step in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(step.operator) == "cm":
                return float(step.operands[0]), float(step.operands[3])
    raise AssertionError("no picture on the page")


def test_large_pictures_fill_the_page_up_to_the_margin_and_small_ones_are_not_blown_up(tmp_path: Path) -> None:
    large, small = io.BytesIO(), io.BytesIO()
    makers.picture(3000, 4000).save(large, "JPEG", dpi=(72, 72))
    makers.picture(50, 40).save(small, "PNG")
    width, height = box(made(tmp_path, "large", large.getvalue()))
    assert width == pytest.approx(A4[0] - 2 * MARGIN, abs=0.1)
    assert height == pytest.approx(width * 4 / 3, abs=0.1)
    assert box(made(tmp_path, "small", small.getvalue())) == pytest.approx((36.0, 28.8), abs=0.1)


def test_a_faxs_tall_pixels_keep_their_shape(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    makers.picture(1728, 1143, "1").save(buffer, "TIFF", compression="group4", dpi=(204, 98))
    width, height = box(made(tmp_path, "x", buffer.getvalue()))
    assert width / height == pytest.approx((1728 / 204) / (1143 / 98), rel=0.01)


def test_huge_pictures_are_brought_down(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    makers.picture(12_000, 300).save(buffer, "PNG")
    with pikepdf.open(made(tmp_path, "x", buffer.getvalue()).pdf) as pdf:
        ((_, embedded),) = pdf.pages[0].get_images().items()
        assert int(embedded.Width) == 7016


def photograph(orientation: int = 1, taken: str = "2023:05:06 10:11:12") -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    return makers.image("JPEG", exif=exif)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_says_below_when_it_was_taken_and_keeps_its_data(orientation: int, tmp_path: Path) -> None:
    content = photograph(orientation)
    found = made(tmp_path, "照片.jpg", content)
    with pypdfium2.PdfDocument(found.pdf) as pdf:
        page = pdf[0]
        assert "拍摄时间：2023-05-06 10:11" in page.get_textpage().get_text_bounded()
        sheet = page.render(scale=1).to_pil().convert("L")
    strip = sheet.crop((0, sheet.height - 36, sheet.width, sheet.height))
    box = ImageOps.invert(strip).point(lambda grey: 255 * (grey > 60)).getbbox()
    assert box is not None, "it stands at the lower edge of the page as it is seen"
    assert abs((box[0] + box[2]) / 2 - sheet.width / 2) < 3
    assert box[2] - box[0] > 100, "and lies along it"
    with pikepdf.open(found.pdf) as pdf:
        pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert [one.read_raw_bytes() for one in pictures] == [content]


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "2023:13:40 99:99:99", "gestern", "    :  :     :  :  "])
def test_a_time_that_is_none_is_not_written(taken: str, tmp_path: Path) -> None:
    found = made(tmp_path, "照片.jpg", photograph(taken=taken))
    with pypdfium2.PdfDocument(found.pdf) as pdf:
        assert pdf[0].get_textpage().get_text_bounded() == ""
