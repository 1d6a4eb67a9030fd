"""Office documents made to hurt the program's own layouts: each gives pages or a sentence, within limits, offline."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from foodsafe_desktop.renditions.pages import make_pages
from foodsafe_desktop.renditions.worker import Workers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import NotPrintable, Rendition
from tests.integration.renditions import makers
from tests.integration.renditions.makers import put
from tests.integration.renditions.test_hostile_files import LAUGHS, LOUD, STRANGER, picture
from tests.integration.renditions.test_office_pages import words

SECONDS, MEMORY = 30.0, 1024**3
SPREADSHEET = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAST = "XFD1048576"
OUTSIDE = "http://127.0.0.1:9/x"


def changed(whole: bytes, parts: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """A package in which some parts are other; a part that is not there is added."""
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    for name, change in parts.items():
        members[name] = change(members.get(name, b""))
    return makers.package(members)


def word(*blocks: str, image: bytes | None = None) -> bytes:
    document = docx.Document()
    document.add_paragraph("会议纪要")
    if image is not None:
        document.add_picture(io.BytesIO(makers.image("PNG")))
    for block in blocks:
        document.element.body.insert(0, parse_xml(block))
    buffer = io.BytesIO()
    document.save(buffer)
    return (
        buffer.getvalue() if image is None else changed(buffer.getvalue(), {"word/media/image1.png": lambda _: image})
    )


def excel(sheet: bytes = b"") -> bytes:
    """A workbook that says 台账 and 内容, or whose sheet is this XML."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["B2"] = "台账", "内容"
    buffer = io.BytesIO()
    book.save(buffer)
    return changed(buffer.getvalue(), {"xl/worksheets/sheet1.xml": lambda _: sheet}) if sheet else buffer.getvalue()


def sheet(rows: bytes, after: bytes = b"") -> bytes:
    return b"<worksheet %s><sheetData>%s</sheetData>%s</worksheet>" % (SPREADSHEET, rows, after)


def cell(place: str) -> bytes:
    row = "".join(sign for sign in place if sign.isdigit())
    return f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>文字</t></is></c></row>'.encode()


def nested_tables(depth: int) -> str:
    inner = "<w:p><w:r><w:t>最里</w:t></w:r></w:p>"
    for _ in range(depth):
        inner = f"<w:tbl><w:tblGrid><w:gridCol w:w='4000'/></w:tblGrid><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    return inner.replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>", 1)


def cyclic(style: bytes) -> bytes:
    a, b = (
        b'<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="%s"/></w:style>' % names
        for names in ((b"A", b"A", b"B"), (b"B", b"B", b"A"))
    )
    return style.replace(b"</w:styles>", a + b + b"</w:styles>")


def slides(slide: bytes, **parts: bytes) -> bytes:
    return makers.slides(
        b'<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
        {
            "ppt/_rels/presentation.xml.rels": relations(("r1", "slide", "slides/slide1.xml", "")),
            "ppt/slides/slide1.xml": slide,
            **parts,
        },
    )


def relations(*each: tuple[str, str, str, str]) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = "".join(
        f'<Relationship Id="{name}" Type="{kind}/{what}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'
        for name, what, target, mode in each
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'.encode()


ONE_ROW = b'<row r="%d"><c><v>1</v></c></row>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "laughs-styles.docx": (lambda: changed(word(), {"word/styles.xml": lambda _: LAUGHS}), ""),
    "laughs-numbers.docx": (lambda: changed(word(), {"word/numbering.xml": lambda _: LOUD}), ""),
    "laughs-rels.docx": (lambda: changed(word(), {"word/_rels/document.xml.rels": lambda _: LAUGHS}), ""),
    "laughs-strings.xlsx": (lambda: changed(excel(), {"xl/sharedStrings.xml": lambda _: LAUGHS}), ""),
    "laughs-sheet.xlsx": (lambda: excel(LAUGHS), ""),
    "loud-styles.xlsx": (lambda: changed(excel(), {"xl/styles.xml": lambda _: LOUD}), ""),
    "laughs.pptx": (lambda: slides(LAUGHS), ""),
    "stranger.pptx": (lambda: slides(STRANGER), ""),
    "relations.docx": (
        lambda: changed(word(), {"word/_rels/x.xml.rels": lambda _: b"<a>" + b" " * 30_000_000}),
        "过大",
    ),
    "swollen.docx": (lambda: changed(word(), {"word/media/a.bin": lambda _: bytes(100_000_000)}), "会议纪要"),
    "swollen.xlsx": (lambda: changed(excel(), {"xl/styles.xml": lambda _: b"<a>" + b" " * 110_000_000}), "过大"),
    "huge-picture.docx": (lambda: word(image=picture("PNG", 100_000, 100_000)), "会议纪要"),
    "rows.xlsx": (
        lambda: excel(sheet(b"".join(ONE_ROW % row for row in range(1, 200_001)))),
        "约4,444页",
    ),
    "corner.xlsx": (lambda: excel(sheet(cell("A1") + cell(LAST))), ""),
    "bottom.xlsx": (lambda: excel(sheet(cell("A1") + cell("A1048576"))), "超过200页"),
    "merged.xlsx": (
        lambda: excel(sheet(cell("A1"), f'<mergeCells><mergeCell ref="A1:{LAST}"/></mergeCells>'.encode())),
        "过大",
    ),
    "linked.xlsx": (
        lambda: excel(
            sheet(cell("A1"), f'<hyperlinks><hyperlink location="b" ref="A1:{LAST}"/></hyperlinks>'.encode())
        ),
        "过大",
    ),
    "nested.docx": (lambda: word(nested_tables(60)), "会议纪要"),
    "some-deep.docx": (lambda: word(nested_tables(5)), "最里"),
    "cyclic.docx": (
        lambda: changed(
            word(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>循环</w:t></w:r></w:p>'),
            {"word/styles.xml": cyclic},
        ),
        "循环",
    ),
}

LEFT_OUT = {"nested.docx": "嵌套超过8层", "corner.xlsx": "第400列之后", "huge-picture.docx": "无法排出的图形"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendition | NotPrintable]:
    """What became of every file, in one and the same worker: none brings it down."""
    folder = tmp_path_factory.mktemp("office")
    workers = Workers(memory=MEMORY, count=1)
    made: dict[str, Rendition | NotPrintable] = {}
    for name, (make, _) in HOSTILE.items():
        source = put(folder, name, make())
        made[name] = workers.run(Job(), SECONDS, make_pages, source, folder / f"{name}.pdf")
    workers.close()
    return made


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_give_pages_or_a_sentence(name: str, results: dict[str, Rendition | NotPrintable]) -> None:
    found, said = results[name], HOSTILE[name][1]
    if isinstance(found, NotPrintable):
        assert found.sentence.endswith("。")
        assert said in found.sentence
    else:
        assert found.pages > 0
        assert LEFT_OUT.get(name, "") in "".join(found.notes)
        assert said in "".join(words(found))


def test_nothing_outside_is_ever_asked_for(tmp_path: Path) -> None:
    """Templates, pictures, objects and slides that lie elsewhere; any socket fails the test."""
    outside = relations(("t1", "attachedTemplate", OUTSIDE, "External"), ("o1", "oleObject", OUTSIDE, "External"))
    linked = (
        f'<w:p {nsdecls("w", "r")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:imagedata '
        'r:id="o9"/></v:shape></w:pict></w:r></w:p>'
    )
    more = relations(("o9", "image", OUTSIDE, "External")).partition(b">")[2]
    document = changed(
        word(linked),
        {
            "word/_rels/settings.xml.rels": lambda _: outside,
            "word/_rels/document.xml.rels": lambda was: was.replace(b"</Relationships>", more),
        },
    )
    slide = (
        b'<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<a:p><a:r><a:t>x</a:t></a:r></a:p><a:blip r:link="i1" r:embed="i1"/></p:sld>'
    )
    shown = slides(slide, **{"ppt/slides/_rels/slide1.xml.rels": relations(("i1", "image", OUTSIDE, "External"))})
    book = changed(
        excel(), {"xl/worksheets/_rels/sheet1.xml.rels": lambda _: relations(("h", "hyperlink", OUTSIDE, "External"))}
    )
    for name, content in (("a.docx", document), ("b.pptx", shown), ("c.xlsx", book)):
        found = make_pages(put(tmp_path, name, content), tmp_path / f"{name}.pdf")
        assert isinstance(found, Rendition), found
        again = make_pages(tmp_path / name, tmp_path / f"again-{name}.pdf")
        assert isinstance(again, Rendition)
        assert again.pdf.read_bytes() == found.pdf.read_bytes(), "and the same bytes each time"
    assert "外部链接图片，未载入" in words(make_pages(tmp_path / "a.docx", tmp_path / "a.docx.pdf"))[0]  # type: ignore[arg-type]
