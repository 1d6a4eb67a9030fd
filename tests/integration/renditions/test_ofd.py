"""OFD pages: where text stands, which colour a place has, and what becomes of files that are not as they should be."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.ofd.pages import ofd_to_pdf
from foodsafe_desktop.renditions.ofd.words import ofd_text
from foodsafe_desktop.renditions.pages import make_pages
from foodsafe_desktop.services.ports import NotPrintable, Rendition
from tests.integration.renditions import ofd_makers as ofd

RED, WHITE, BLACK = (255, 0, 0), (255, 255, 255), (0, 0, 0)
IMAGE = '<ofd:ImageObject ID="6" Boundary="10 10 20 20" CTM="20 0 0 20 0 0" ResourceID="3"/>'
SIGNATURES = "<ofd:Signatures>Doc_0/S/Signatures.xml</ofd:Signatures>"


class Printed:
    """A printed OFD file, its first page looked at in millimetres from the top left."""

    def __init__(self, source: Path) -> None:
        self.target = source.with_suffix(".pdf")
        self.made: Made = ofd_to_pdf(source, self.target)
        with pypdfium2.PdfDocument(self.target) as pdf:
            page = pdf[0]
            words = page.get_textpage()
            self.height = page.get_height()
            self.size = tuple(round(one * 25.4 / 72) for one in page.get_size())
            self.text = words.get_text_range()
            self.boxes = [words.get_charbox(place) for place in range(words.count_chars())]
            self.image: Image.Image = page.render(scale=144 / 72).to_pil().convert("RGB")
            words.close()
            page.close()

    def place(self, character: str) -> tuple[float, float]:
        """The left and bottom of a character."""
        left, bottom, _, _ = self.boxes[self.text.index(character)]
        return left * 25.4 / 72, (self.height - bottom) * 25.4 / 72

    def colour(self, x: float, y: float) -> tuple[int, ...]:
        found = self.image.getpixel((round(x / 25.4 * 144), round(y / 25.4 * 144)))
        assert isinstance(found, tuple)
        return found

    def has_ink(self, x: float, y: float, width: float, height: float) -> bool:
        left, top, right, bottom = (round(one / 25.4 * 144) for one in (x, y, x + width, y + height))
        return self.image.crop((left, top, right, bottom)).getextrema() != ((255, 255),) * 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "件.ofd"


def test_a_page_is_as_large_as_its_physical_box_and_without_one_as_the_document_says(file: Path) -> None:
    assert Printed(ofd.write(file, [ofd.page("", paper="0 0 120 80")])).size == (120, 80)
    assert Printed(ofd.write(file, [ofd.page("", paper="0 0 0 80")])).size == (100, 100)


def test_glyphs_stand_where_the_distances_put_them(file: Path) -> None:
    printed = Printed(ofd.write(file, [ofd.page(ofd.text("食品安全", code='X="1" Y="5" DeltaX="g 2 10 20"'))]))
    lefts = [printed.place(one)[0] for one in "食品安全"]
    for left, expected in zip(lefts, (21, 31, 41, 61), strict=True):
        assert left == pytest.approx(expected, abs=0.6)
    assert printed.place("食")[1] == pytest.approx(35, abs=0.8)


def test_without_distances_glyphs_follow_each_other_by_their_width(file: Path) -> None:
    printed = Printed(ofd.write(file, [ofd.page(ofd.text("食品"))]))
    assert printed.place("品")[0] - printed.place("食")[0] == pytest.approx(5, abs=0.5)


def test_text_may_run_down_the_page(file: Path) -> None:
    printed = Printed(ofd.write(file, [ofd.page(ofd.text("食品", code='X="0" Y="5" DeltaY="8"'))]))
    (left, top), (below_left, below) = printed.place("食"), printed.place("品")
    assert below - top == pytest.approx(8, abs=0.6)
    assert below_left == pytest.approx(left, abs=0.6)


def test_the_matrix_of_a_text_scales_it(file: Path) -> None:
    words = ofd.text("品", code='X="0" Y="10"', more='CTM="2 0 0 2 0 0"')
    printed = Printed(ofd.write(file, [ofd.page(words)]))
    assert printed.place("品")[1] == pytest.approx(50, abs=1.2)
    assert printed.has_ink(21, 43, 8, 7)


def test_text_in_a_table_that_is_too_wide_in_the_shipped_face_does_not_run_into_its_neighbour(file: Path) -> None:
    printed = Printed(ofd.write(file, [ofd.page(ofd.text("WWW", code='X="0" Y="5" DeltaX="g 2 2.5"'))]))
    first, second = printed.boxes[0], printed.boxes[1]
    assert first[2] <= second[0] + 0.3


def test_a_character_that_no_face_has_is_marked_and_said(file: Path) -> None:
    printed = Printed(ofd.write(file, [ofd.page(ofd.text("食\ue123品", code='X="0" Y="5" DeltaX="g 2 10"'))]))
    assert printed.has_ink(30, 31, 5, 5)
    assert printed.made.notes == ("第1页有文字在随附字体中没有字形，以编码标出。",)


def test_paths_are_filled_stroked_and_cut_to_their_boundary(file: Path) -> None:
    square = ofd.path("M 0 0 L 40 0 L 40 20 L 0 20 C", "20 20 20 20", 'Fill="true" Stroke="false"', ofd.fill("255 0 0"))
    line = ofd.path("M 0 0 L 50 0", "20 60 50 0", 'LineWidth="2"')
    printed = Printed(ofd.write(file, [ofd.page(square + line)]))
    assert printed.colour(30, 30) == RED
    assert printed.colour(50, 30) == WHITE, "beyond the boundary"
    assert printed.colour(45, 60) == BLACK
    assert printed.colour(45, 63) == WHITE


def test_even_odd_leaves_the_inner_square_empty(file: Path) -> None:
    squares = "M 0 0 L 30 0 L 30 30 L 0 30 C M 10 10 L 20 10 L 20 20 L 10 20 C"
    for rule, inside in (("Even-Odd", WHITE), ("NonZero", BLACK)):
        more = f'Fill="true" Stroke="false" Rule="{rule}"'
        printed = Printed(ofd.write(file, [ofd.page(ofd.path(squares, "20 20 30 30", more))]))
        assert printed.colour(35, 35) == inside
        assert printed.colour(25, 25) == BLACK


def test_arcs_bulge_to_the_side_that_they_name(file: Path) -> None:
    for sweep, filled, empty in ((1, 25, 45), (0, 45, 25)):
        data = f"M 0 15 A 15 15 0 0 {sweep} 30 15 C"
        printed = Printed(ofd.write(file, [ofd.page(ofd.path(data, "20 20 30 30", 'Fill="true" Stroke="false"'))]))
        assert printed.colour(35, filled) == BLACK
        assert printed.colour(35, empty) == WHITE


def test_opacity_lets_through_what_lies_below(file: Path) -> None:
    def square(value: str, alpha: int) -> str:
        more = f'Fill="true" Stroke="false" Alpha="{alpha}"'
        return ofd.path("M 0 0 L 20 0 L 20 20 L 0 20 C", "20 20 20 20", more, ofd.fill(value))

    printed = Printed(ofd.write(file, [ofd.page(square("255 0 0", 255) + square("0 0 255", 128))]))
    assert printed.colour(30, 30) == pytest.approx((127, 0, 128), abs=3)


def test_a_shading_goes_from_one_colour_to_the_other(file: Path) -> None:
    stops = "".join(
        f'<ofd:Segment Position="{at}"><ofd:Color Value="{value}"/></ofd:Segment>'
        for at, value in ((0, "255 0 0"), (1, "0 0 255"))
    )
    colour = f'<ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="40 0">{stops}</ofd:AxialShd></ofd:FillColor>'
    square = ofd.path("M 0 0 L 40 0 L 40 20 L 0 20 C", "20 20 40 20", 'Fill="true" Stroke="false"', colour)
    printed = Printed(ofd.write(file, [ofd.page(square)]))
    left, right = printed.colour(22, 30), printed.colour(58, 30)
    assert left[0] > 220 > 40 > left[2]
    assert right[2] > 220 > 40 > right[0]


def test_a_pattern_repeats_its_cell(file: Path) -> None:
    cell = ofd.path("M 0 0 L 5 0 L 5 5 L 0 5 C", "0 0 5 5", 'Fill="true" Stroke="false"', ofd.fill("255 0 0"))
    pattern = f'<ofd:Pattern Width="5" Height="5" XStep="10" YStep="10"><ofd:CellContent>{cell}</ofd:CellContent>'
    colour = f"<ofd:FillColor>{pattern}</ofd:Pattern></ofd:FillColor>"
    square = ofd.path("M 0 0 L 30 0 L 30 30 L 0 30 C", "20 20 30 30", 'Fill="true" Stroke="false"', colour)
    printed = Printed(ofd.write(file, [ofd.page(square)]))
    assert printed.colour(22, 22) == printed.colour(42, 32) == RED
    assert printed.colour(27, 22) == printed.colour(52, 22) == WHITE


def test_clips_cut_an_object(file: Path) -> None:
    area = "<ofd:Path Boundary='0 0 10 20' Fill='true'><ofd:AbbreviatedData>M 0 0 L 10 0 L 10 20 L 0 20 C"
    clip = f"<ofd:Clips><ofd:Clip><ofd:Area>{area}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    more = 'Fill="true" Stroke="false"'
    square = ofd.path("M 0 0 L 20 0 L 20 20 L 0 20 C", "20 20 20 20", more, ofd.fill("255 0 0") + clip)
    printed = Printed(ofd.write(file, [ofd.page(square)]))
    assert (printed.colour(25, 30), printed.colour(35, 30)) == (RED, WHITE)


def with_image(file: Path, name: str, content: bytes | None, objects: str = IMAGE, more: str = "") -> Printed:
    media = f'<ofd:MultiMedia ID="3" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
    parts = {} if content is None else {f"Doc_0/Res/{name}": content}
    resources = f"{ofd.FONTS}<ofd:MultiMedias>{media}{more}</ofd:MultiMedias>"
    return Printed(ofd.write(file, [ofd.page(objects)], resources=resources, parts=parts))


def test_pictures_stand_upright_where_their_matrix_puts_them(file: Path) -> None:
    buffer = io.BytesIO(ofd.png(RED))
    with Image.open(buffer) as image:
        image.paste(WHITE, (0, 4, 8, 8))
        upper_red = io.BytesIO()
        image.save(upper_red, "PNG")
    printed = with_image(file, "a.png", upper_red.getvalue())
    assert (printed.colour(20, 14), printed.colour(20, 26), printed.colour(35, 14)) == (RED, WHITE, WHITE)


def test_a_transparent_picture_and_a_masked_one_show_the_paper(file: Path) -> None:
    assert with_image(file, "a.png", ofd.png((255, 0, 0, 0), mode="RGBA")).colour(20, 20) == WHITE
    black = '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>m.png</ofd:MediaFile></ofd:MultiMedia>'
    masked = IMAGE.replace('ResourceID="3"', 'ResourceID="3" ImageMask="7"')
    resources = f'<ofd:MultiMedias><ofd:MultiMedia ID="3"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>{black}'
    parts = {"Doc_0/Res/a.png": ofd.png(RED), "Doc_0/Res/m.png": ofd.png((0,), mode="L")}
    source = ofd.write(file, [ofd.page(masked)], resources=f"{resources}</ofd:MultiMedias>", parts=parts)
    assert Printed(source).colour(20, 20) == WHITE


def test_a_jpeg_goes_in_untouched(file: Path) -> None:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(ofd.png(RED, (64, 64)))) as image:
        image.save(buffer, "JPEG")
    printed = with_image(file, "a.jpg", buffer.getvalue())
    with pikepdf.open(printed.target) as pdf:
        assert pdf.pages[0].Resources.XObject["/X0"].read_raw_bytes() == buffer.getvalue()


def jbig2(width: int, height: int) -> bytes:
    """A JBIG2 file of one black page: the page's default pixel is black, and nothing is drawn on it."""

    def segment(number: int, kind: int, page: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data

    page = struct.pack(">IIIIBH", width, height, 0, 0, 0x04, 0)
    end = segment(1, 49, 1, b"") + segment(2, 51, 0, b"")
    return b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1) + segment(0, 48, 1, page) + end


def test_jbig2_is_embedded_without_its_file_header(file: Path) -> None:
    printed = with_image(file, "a.jb2", jbig2(16, 16))
    assert printed.made.notes == ()
    assert printed.colour(20, 20) == BLACK


@pytest.mark.parametrize(
    "content", [None, b"", b"\x89PNG\r\n\x1a\nbroken", b"\x97JB2\r\n\x1a\n\x01\0\0\0\x01\0\0", b"II*\0"]
)
def test_a_picture_that_cannot_be_read_leaves_a_frame_and_a_note(file: Path, content: bytes | None) -> None:
    printed = with_image(file, "a.png", content)
    assert "图像不能读取" in printed.text
    assert printed.made.notes == ("第1页有图像不能读取，原位置已加框注明。",)


def test_templates_lie_below_or_above_as_they_say(file: Path) -> None:
    below, above = (
        ofd.path("M 0 0 L 20 0 L 20 20 L 0 20 C", "20 20 20 20", 'Fill="true" Stroke="false"', ofd.fill(value))
        for value in ("0 0 255", "255 0 0")
    )
    for order, expected in (("Background", RED), ("Foreground", (0, 0, 255))):
        common = '<ofd:TemplatePage ID="8" BaseLoc="T.xml"/>'
        used = f'<ofd:Template TemplateID="8" ZOrder="{order}"/>'
        source = ofd.write(
            file, [ofd.page(above, used)], common=common, parts={"Doc_0/T.xml": ofd.page(below + ofd.text("版头"))}
        )
        printed = Printed(source)
        assert printed.colour(30, 25) == expected
        assert "版头" in printed.text
        assert ofd_text(source) == "版头"


def test_annotations_are_printed_but_not_the_hidden_ones(file: Path) -> None:
    def annotation(words: str, more: str = "") -> str:
        look = f'<ofd:Appearance Boundary="50 50 100 20">{ofd.text(words, "0 0 100 10")}</ofd:Appearance>'
        return f'<ofd:Annot ID="20" Type="Stamp" {more}>{look}</ofd:Annot>'

    listed = '<ofd:Page PageID="10"><ofd:FileLoc>A/0.xml</ofd:FileLoc></ofd:Page>'
    parts = {
        "Doc_0/Annots.xml": ofd.part("Annotations", listed),
        "Doc_0/A/0.xml": ofd.part("PageAnnot", annotation("批注") + annotation("隐藏", 'Visible="false"')),
    }
    document = "<ofd:Annotations>Annots.xml</ofd:Annotations>"
    printed = Printed(ofd.write(file, [ofd.page("")], document=document, parts=parts))
    assert printed.text == "批注"
    assert printed.place("批")[0] == pytest.approx(50, abs=0.6)


def test_composite_objects_are_drawn_where_they_are_used(file: Path) -> None:
    square = ofd.path("M 0 0 L 10 0 L 10 10 L 0 10 C", "0 0 10 10", 'Fill="true" Stroke="false"', ofd.fill("255 0 0"))
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="10" Height="10"><ofd:Content>{square}</ofd:Content>'
    resources = f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    used = '<ofd:CompositeObject ID="1" Boundary="40 40 20 20" CTM="2 0 0 2 0 0" ResourceID="7"/>'
    printed = Printed(ofd.write(file, [ofd.page(used)], resources=resources))
    assert (printed.colour(55, 55), printed.colour(65, 55)) == (RED, WHITE)


def test_drawing_parameters_hand_colours_down(file: Path) -> None:
    resources = (
        '<ofd:DrawParams><ofd:DrawParam ID="30"><ofd:FillColor Value="255 0 0"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="31" Relative="30" LineWidth="1"/></ofd:DrawParams>'
    )
    more = 'Fill="true" Stroke="false" DrawParam="31"'
    square = ofd.path("M 0 0 L 20 0 L 20 20 L 0 20 C", "20 20 20 20", more)
    assert Printed(ofd.write(file, [ofd.page(square)], resources=resources)).colour(30, 30) == RED


def seal_page() -> str:
    return ofd.page(ofd.path("M 0 0 L 40 0 L 40 40 L 0 40 C", "100 100 40 40", 'Fill="true" Stroke="false"'))


def test_a_seal_is_stamped_where_the_signature_says_and_hides_nothing(file: Path) -> None:
    red, paper = ofd.png(RED), ofd.png(WHITE)
    for picture, on_paper, on_ink in ((red, RED, BLACK), (paper, WHITE, BLACK)):
        parts = ofd.signed(picture, "png", 'Boundary="90 90 40 40"')
        printed = Printed(ofd.write(file, [seal_page(), ofd.page("")], body=SIGNATURES, parts=parts))
        assert printed.colour(95, 95) == on_paper
        assert printed.colour(110, 110) == on_ink
        assert printed.colour(135, 95) == WHITE


def test_a_seal_across_pages_shows_only_its_part(file: Path) -> None:
    parts = ofd.signed(ofd.png(RED), "png", 'Boundary="90 90 40 40" Clip="0 0 10 40"')
    printed = Printed(ofd.write(file, [ofd.page("")], body=SIGNATURES, parts=parts))
    assert (printed.colour(95, 95), printed.colour(105, 95)) == (RED, WHITE)


def test_a_seal_may_be_an_ofd_file_itself(file: Path, tmp_path: Path) -> None:
    drawn = ofd.path("M 0 0 L 20 0 L 20 10 L 0 10 C", "0 0 20 10", 'Fill="true" Stroke="false"', ofd.fill("255 0 0"))
    seal = ofd.as_bytes(tmp_path, drawn + ofd.text("公章", "0 12 20 8", 'X="0" Y="6"'), "0 0 20 20")
    parts = ofd.signed(seal, "ofd", 'Boundary="90 90 40 40"')
    printed = Printed(ofd.write(file, [ofd.page("")], body=SIGNATURES, parts=parts))
    assert (printed.colour(110, 95), printed.colour(125, 125)) == (RED, WHITE)
    assert "公章" in printed.text


@pytest.mark.parametrize("value", [b"", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80" * 200, b"\x04\x03abc", bytes(5000)])
def test_a_seal_without_a_picture_leaves_a_frame_and_a_note(file: Path, value: bytes) -> None:
    parts = ofd.signed(b"", "png", 'Boundary="90 90 40 40"') | {"Doc_0/S/One/SignedValue.dat": value}
    printed = Printed(ofd.write(file, [ofd.page("")], body=SIGNATURES, parts=parts))
    assert "印章图像不能读取" in printed.text
    assert printed.made.notes == ("第1页有印章图像不能读取，原位置已加框注明。",)


def font_with_square(*, cff: bool) -> bytes:
    """A font without a map of characters: glyph 1 is a square that fills the em."""
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({})
    drawn = {}
    for name in (".notdef", "square"):
        pen: Any = T2CharStringPen(1000, None) if cff else TTGlyphPen(None)  # alike but for what they give
        if name == "square":
            for step, point in enumerate(((0, 0), (0, 1000), (1000, 1000), (1000, 0))):
                (pen.lineTo if step else pen.moveTo)(point)
            pen.closePath()
        drawn[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        builder.setupCFF("Square", {}, drawn, {})
    else:
        builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 0)})
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    if not cff:
        return buffer.getvalue()
    return bytes(builder.font.getTableData("CFF "))


EMBEDDED = '<ofd:Fonts><ofd:Font ID="2" FontName="宋体"><ofd:FontFile>f</ofd:FontFile></ofd:Font></ofd:Fonts>'
GLYPHS = (
    '<ofd:TextObject ID="4" Boundary="20 30 100 10" Font="2" Size="10"><ofd:CGTransform CodePosition="0" CodeCount="2"'
    ' GlyphCount="2"><ofd:Glyphs>1 {}</ofd:Glyphs></ofd:CGTransform>'
    '<ofd:TextCode X="0" Y="10" DeltaX="20">方块</ofd:TextCode></ofd:TextObject>'
)


@pytest.mark.parametrize("cff", [False, True])
def test_glyphs_of_embedded_fonts_are_drawn_by_number_and_read_by_their_text(file: Path, cff: bool) -> None:
    parts = {"Doc_0/Res/f": font_with_square(cff=cff)}
    source = ofd.write(file, [ofd.page(GLYPHS.format(1))], resources=EMBEDDED, parts=parts)
    printed = Printed(source)
    assert printed.text.replace(" ", "") == "方块"
    assert printed.colour(25, 32) == printed.colour(45, 38) == BLACK
    assert printed.colour(35, 35) == WHITE
    assert ofd_text(source) == "方 块"


@pytest.mark.parametrize("glyph", [0, 77, -1])
def test_a_glyph_that_the_font_lacks_comes_from_the_shipped_face(file: Path, glyph: int) -> None:
    parts = {"Doc_0/Res/f": font_with_square(cff=False)}
    printed = Printed(ofd.write(file, [ofd.page(GLYPHS.format(glyph))], resources=EMBEDDED, parts=parts))
    assert printed.text.replace(" ", "") == "方块"
    assert printed.has_ink(41, 31, 8, 8)
    assert printed.colour(40.1, 30.1) == WHITE


def test_a_broken_font_is_replaced_and_said(file: Path) -> None:
    parts = {"Doc_0/Res/f": b"\0\1\0\0 no font"}
    printed = Printed(ofd.write(file, [ofd.page(ofd.text("食品"))], resources=EMBEDDED, parts=parts))
    assert printed.text == "食品"
    assert printed.made.notes == ("第1页有内嵌字体不能读取，以随附字体代替。",)


def test_stroked_text_is_an_outline_that_is_still_found(file: Path) -> None:
    words = ofd.text("空", "20 30 100 30", 'X="0" Y="25"', 'Fill="false" Stroke="true" LineWidth="0.1"')
    printed = Printed(ofd.write(file, [ofd.page(words.replace('Size="5"', 'Size="25"'))]))
    assert printed.text == "空"
    assert printed.has_ink(20, 30, 25, 25)


def test_two_documents_follow_each_other(file: Path) -> None:
    second = "</ofd:DocBody><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    source = ofd.write(file, [ofd.page(ofd.text("甲")), ofd.page(ofd.text("乙"))], body=second)
    assert Printed(source).made.pages == 4
    assert ofd_text(source).split("\f") == ["甲", "乙", "甲", "乙"]


def test_the_same_file_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    parts = ofd.signed(ofd.png(RED), "png", 'Boundary="90 90 40 40"')
    source = ofd.write(file, [ofd.page(ofd.text("食品安全"))], body=SIGNATURES, parts=parts)
    for name in ("a.pdf", "b.pdf"):
        ofd_to_pdf(source, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_text_is_read_line_by_line(file: Path) -> None:
    objects = ofd.text("第二行", "20 60 90 10") + ofd.text("右", "90 30 90 10") + ofd.text("左", "20 30 90 10")
    assert ofd_text(ofd.write(file, [ofd.page(objects)])) == "左 右\n第二行"


def test_a_page_that_breaks_off_is_printed_as_far_as_it_goes(file: Path) -> None:
    whole = ofd.page(ofd.text("在") + ofd.text("不在", "20 50 100 10"))
    printed = Printed(ofd.write(file, [whole[: whole.index("不在") - 30]]))
    assert printed.text == "在"
    assert printed.made.notes == ("第1页的内容数据不完整，只打印了可以读出的部分。",)


def test_a_page_that_is_missing_says_so_on_its_paper(file: Path) -> None:
    source = ofd.write(file, ["no xml", ofd.page(ofd.text("第二页"))])
    printed = Printed(source)
    assert printed.text == "本页内容缺失或已损坏，未能打印"
    assert printed.made == Made(2, ("第1页的内容缺失或已损坏，未能打印。",))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<ofd:Page {ofd.SPACE}><ofd:Content>&b;</ofd:Content></ofd:Page>"
)
ODD = (
    ofd.text("数", code='X="NaN" Y="1e999" DeltaX="g 99999999 inf"')
    + ofd.text("组", boundary="a b", more='CTM="1 2 3"')
    + ofd.path("M 1 A 0 0 C L Z 9", "0 0 0 0", 'LineWidth="-5" DashPattern="0 0"')
    + ofd.path("L 5 5 B 1 2 3 A 5 5 0 1 1 0 0 A 0 0 0 0 0 9 9", "0 0 9 9", 'Fill="true" LineWidth="x"')
    + '<ofd:ImageObject ID="1"/><ofd:CompositeObject ID="2" ResourceID="404"/><ofd:Unknown/>'
)


def test_odd_numbers_and_objects_do_not_keep_the_rest_from_being_printed(file: Path) -> None:
    printed = Printed(ofd.write(file, [ofd.page(ODD + ofd.text("其余照印", "20 90 100 10"))]))
    assert "其余照印" in printed.text


def test_graphic_units_that_contain_themselves_end(file: Path) -> None:
    used = '<ofd:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="7"/>' * 8
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{used}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"{ofd.FONTS}<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>"
    printed = Printed(ofd.write(file, [ofd.page(used)], resources=resources))
    assert printed.text == "本页图形过多，超出限额，未能打印"


DEEP = ofd.page("<ofd:PageBlock>" * 400 + "</ofd:PageBlock>" * 400)


@pytest.mark.parametrize(
    ("pages", "parts", "sentence"),
    [
        ([LAUGHS], {}, "实体定义"),
        ([DEEP], {}, "结构异常庞大"),
        ([], {}, "没有可读的页面"),
        ([ofd.page("")], {"OFD.xml": "no xml"}, "入口"),
        ([ofd.page("")], {"Doc_0/Document.xml": b"\xff\xfe"}, "没有可读的页面"),
        ([ofd.page("")], {"Encryptions.xml": "<a/>"}, "加密"),
        ([" " * (70 << 20)], {}, "体积异常"),
    ],
    ids=["laughs", "deep", "no page", "no entry", "no document", "locked", "bomb"],
)
def test_what_is_not_to_be_printed_gets_a_sentence(
    file: Path, pages: list[str], parts: dict[str, str | bytes], sentence: str
) -> None:
    source = ofd.write(file, pages, parts=parts)
    with pytest.raises(CannotPrint, match=sentence):
        ofd_to_pdf(source, file.with_suffix(".pdf"))
    with pytest.raises(CannotPrint, match=sentence):
        ofd_text(source)


def test_a_file_cut_short_or_with_a_path_that_leads_out_is_refused(file: Path) -> None:
    whole = ofd.write(file, [ofd.page("")]).read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CannotPrint, match="不完整"):
        ofd_to_pdf(file, file.with_suffix(".pdf"))
    with zipfile.ZipFile(file, "w") as package:
        root = "<ofd:DocBody><ofd:DocRoot>../../../../etc/passwd</ofd:DocRoot></ofd:DocBody>"
        package.writestr("OFD.xml", ofd.part("OFD", root))
    with pytest.raises(CannotPrint, match="没有可读的页面"):
        ofd_to_pdf(file, file.with_suffix(".pdf"))


def test_inspection_counts_the_pages_and_the_renderer_prints_them_with_their_notes(file: Path, tmp_path: Path) -> None:
    source = ofd.write(file, [ofd.page(ofd.text("\ue123")), ofd.page("")])
    verdict = inspect_file(source)
    assert (verdict.condition, verdict.pages, verdict.printable) == (Condition.OK, 2, True)
    made, again = (make_pages(source, tmp_path / "cache" / "digest.pdf") for _ in range(2))
    assert isinstance(made, Rendition)
    assert made == again
    assert made.pages == 2
    assert made.notes == ("第1页有文字在随附字体中没有字形，以编码标出。",)


def test_inspection_knows_a_locked_file(file: Path) -> None:
    verdict = inspect_file(ofd.write(file, [ofd.page("")], parts={"Encryptions.xml": "<a/>"}))
    assert (verdict.condition, verdict.printable) == (Condition.ENCRYPTED, False)


@pytest.mark.samples
def test_every_real_file_has_pages_with_their_words(samples: Path, tmp_path: Path) -> None:
    files = sorted(samples.rglob("*.ofd"))
    results = {file.name: make_pages(file, tmp_path / f"{place}.pdf") for place, file in enumerate(files)}
    printed = {name: one for name, one in results.items() if isinstance(one, Rendition)}
    assert all(one.sentence for one in results.values() if isinstance(one, NotPrintable))
    assert len(printed) >= 13
    assert "不能读取" not in "".join(note for name, one in printed.items() if "Clip" not in name for note in one.notes)
    for file in files:
        with pypdfium2.PdfDocument(printed[file.name].pdf) as pdf:
            page = pdf[0]
            words = page.get_textpage()
            assert len(words.get_text_range()) > 0, file.name
            words.close()
            page.close()
        assert ofd_text(file).strip("\f\n "), file.name


def test_words_in_a_unit_that_a_page_brings_are_found_and_what_is_nested_too_deep_is_said(tmp_path: Path) -> None:
    shown = ofd.text("机密", "0 0 100 10")
    unit = f'<ofd:CompositeGraphicUnit ID="31"><ofd:Content>{shown}</ofd:Content></ofd:CompositeGraphicUnit>'
    parts = {"Doc_0/P/R.xml": ofd.part("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>")}
    objects = '<ofd:CompositeObject ID="8" Boundary="10 80 100 20" ResourceID="31"/>'
    nested = f"{'<ofd:PageBlock>' * 20}{ofd.text('深')}{'</ofd:PageBlock>' * 20}"
    page = ofd.page(objects + nested, "<ofd:PageRes>R.xml</ofd:PageRes>")
    source = ofd.write(tmp_path / "a.ofd", [page], parts=parts)
    assert ofd_text(source) == "机密"
    assert ofd_to_pdf(source, tmp_path / "a.pdf").notes == ("第1页有嵌套过深的图元，未能打印。",)
