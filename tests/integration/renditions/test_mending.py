"""Office documents with one bad part: what is left of them is printed, and that something is missing is said."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetPicture
from PIL import Image

from foodsafe_desktop.renditions.office_pages.mending import LEFT_OUT
from foodsafe_desktop.renditions.office_pages.sheet_mending import NO_LAYOUT, NO_LOOKS
from foodsafe_desktop.renditions.pages import make_pages
from foodsafe_desktop.services.ports import NotPrintable
from tests.integration.renditions.makers import put, slides
from tests.integration.renditions.test_office_pages import made, saved, words

Edit = Callable[[bytes], bytes]


def edited(content: bytes, **parts: Edit | None) -> bytes:
    """The package with parts (by the end of their names, without the dot) changed; None leaves one out."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(found, "w") as written:
        for name in package.namelist():
            key = next((one for one in parts if re.sub(r"\W", "_", name).endswith(one)), None)
            edit = parts[key] if key else None
            if key is None or edit is not None:
                data = package.read(name)
                written.writestr(name, data if edit is None else edit(data))
    return found.getvalue()


def picture() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.fixture(scope="module")
def document() -> bytes:
    found = docx.Document()
    found.sections[0].header.paragraphs[0].text = "页眉"
    found.add_paragraph("会商纪要")
    found.add_picture(picture())
    return saved(found)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    found = openpyxl.Workbook()
    sheet = found.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = "抽检台账", 3.5, datetime.date(2023, 5, 6)
    sheet.merge_cells("A8:B8")
    sheet.auto_filter.ref = "A1:B3"
    sheet.add_image(SheetPicture(picture()), "D2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "F5")
    return saved(found)


@pytest.mark.parametrize(
    "parts",
    [
        {"media_image1_png": None},
        {"word_styles_xml": None},
        {"word_styles_xml": half},
        {"header1_xml": None},
        {"docProps_core_xml": half},
        {"document_xml_rels": lambda rels: rels.replace(b'"styles.xml"', b'"Styles.XML"')},
    ],
    ids=["no picture", "no styles", "half of the styles", "no header", "half of the properties", "other letters"],
)
def test_a_document_is_printed_without_the_part_that_is_bad(
    document: bytes, parts: dict[str, Edit | None], tmp_path: Path
) -> None:
    rendition = made(tmp_path, "a.docx", edited(document, **parts))
    assert "会商纪要" in words(rendition)[0]
    assert LEFT_OUT in rendition.notes


def put_in(part: bytes, instead: bytes) -> Edit:
    def edit(content: bytes) -> bytes:
        assert re.search(part, content, re.DOTALL)
        return re.sub(part, instead, content, count=1, flags=re.DOTALL)

    return edit


@pytest.mark.parametrize(
    ("parts", "shows", "notes"),
    [
        ({"sheet1_xml": put_in(b'autoFilter ref="[^"]*"', b'autoFilter ref="foo"')}, "2023-05-06", ()),
        ({"sheet1_xml": put_in(b"A8:B8", b"B8:A1")}, "2023-05-06", ()),
        ({"sheet1_xml": put_in(b"<v>3.5</v>", b"<v>3,5</v>")}, "3,5", ()),
        ({"sheet1_xml": put_in(b'<c r="A2"', b'<c r="2A"')}, "2023-05-06", ()),
        ({"sheet1_xml": put_in(b'<row r="1"', b'<row r="1" ht="tall"')}, "2023-05-06", ()),
        ({"sheet1_xml": put_in(b'<c r="A3"[^>]*>.*?</c>', b'<c r="A3" t="d"><v>2023-99-99</v></c>')}, "2023-99-99", ()),
        ({"workbook_xml": put_in(b'state="visible"', b'state="open"')}, "2023-05-06", ()),
        ({"core_xml": put_in(rb">\d{4}-[^<]*<", b">yesterday<")}, "2023-05-06", ()),
        ({"styles_xml": put_in(b"<patternFill", b'<patternFill patternType="bogus"')}, "45052", (NO_LOOKS,)),
        ({"styles_xml": None}, "45052", (NO_LOOKS,)),
        ({"drawing1_xml_rels": None}, "2023-05-06", (NO_LAYOUT,)),
        ({"media_image1_png": None}, "2023-05-06", (NO_LAYOUT,)),
        ({"sheet1_xml": put_in(b'<pageMargins left="[^"]*"', b'<pageMargins left="x"')}, "2023-05-06", (NO_LAYOUT,)),
    ],
    ids=[
        *("filter", "merged cells", "number", "place", "height", "date", "state", "property", "fill", "no styles"),
        *("drawing", "picture", "margin"),
    ],
)
def test_a_workbook_is_printed_without_what_a_reader_stops_at(
    workbook: bytes, parts: dict[str, Edit | None], shows: str, notes: tuple[str, ...], tmp_path: Path
) -> None:
    rendition = made(tmp_path, "a.xlsx", edited(workbook, **parts))
    text = words(rendition)[0]
    assert "抽检台账" in text
    assert shows in text
    assert {LEFT_OUT, *notes} <= set(rendition.notes)
    assert not {NO_LOOKS, NO_LAYOUT} - set(notes) & set(rendition.notes)


def test_a_document_without_its_main_part_stays_a_slip_sheet(document: bytes, tmp_path: Path) -> None:
    source = put(tmp_path, "a.docx", edited(document, word_document_xml=half))
    assert isinstance(make_pages(source, tmp_path / "a.pdf"), NotPrintable)


def test_a_slide_that_is_gone_leaves_its_number_and_a_note(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/presentationml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    ids = "".join(f'<p:sldId id="{number}" r:id="r{number}"/>' for number in (1, 2, 3))
    shown = f'<p:presentation xmlns:p="{main}" xmlns:r="{office}"><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>'
    leads = "".join(
        f'<Relationship Id="r{number}" Type="{office}/slide" Target="slides/slide{number}.xml"/>'
        for number in (1, 2, 3)
    )
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{leads}'
    slide = f'<p:sld xmlns:p="{main}" xmlns:a="{drawing}"><a:p><a:r><a:t>宣传方案</a:t></a:r></a:p></p:sld>'
    buffer = io.BytesIO(slides(main=shown.encode()))
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("ppt/_rels/presentation.xml.rels", f"{relations}</Relationships>")
        package.writestr("ppt/slides/slide1.xml", slide)
        package.writestr("ppt/slides/slide3.xml", slide[:-30])
    rendition = made(tmp_path, "a.pptx", buffer.getvalue())
    text = "".join(words(rendition))
    assert text.count("宣传方案") == 1
    assert text.count("内容缺失或已损坏") == 2
    assert any(note.startswith("第2、3页幻灯片") for note in rendition.notes)
