"""The editable edition: same words as the forms, exact sizes, Chinese faces, rows that repeat and stay whole."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.output.docx.volume import volume_docx
from foodsafe_desktop.output.docx_parts import packed, writable
from foodsafe_desktop.output.forms.sizes import CONTENTS_COLUMNS
from tests.integration.output.plans import (
    FACTS,
    LONG_TITLE,
    TITLE_300,
    bare_volume,
    page_count,
    piece,
    risk_volume,
    thick_volume,
)
from tests.sure import sure


def made(plan: VolumePlan | None = None) -> bytes:
    plan = plan or risk_volume()
    return volume_docx(page_count(plan), FACTS)


@pytest.fixture(scope="module")
def document() -> DocumentType:
    return Document(io.BytesIO(made()))


def test_the_same_volume_gives_the_same_bytes_without_dates() -> None:
    once = made()
    assert once == made()
    with zipfile.ZipFile(io.BytesIO(once)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "2000-01-01" in core
    assert "python-docx" not in core


def test_a_document_that_was_packed_leaves_no_text_to_the_collector() -> None:
    document = Document()
    document.add_paragraph("目录")
    document.add_table(2, 2)
    assert "目录" in Document(io.BytesIO(packed(document))).paragraphs[0].text
    assert len(document.element.body) == len(document.styles.element) == 0


def test_the_sections_have_the_sizes_of_the_forms(document: DocumentType) -> None:
    sizes = [(round(sure(s.page_width).mm, 1), round(sure(s.page_height).mm, 1)) for s in document.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297), (210, 297)]
    margins = [
        tuple(round(sure(edge).mm) for edge in (s.top_margin, s.right_margin, s.bottom_margin, s.left_margin))
        for s in document.sections
    ]
    assert margins == [(37, 26, 35, 28), (25, 15, 15, 25), (37, 26, 35, 28), (20, 15, 15, 25)]


def test_contents_table_has_the_columns_and_rules_of_the_form(document: DocumentType) -> None:
    table = document.tables[1]
    assert [cell.text for cell in table.rows[0].cells] == [title for title, _ in CONTENTS_COLUMNS]
    assert [round(c.width.mm) for c in table.columns] == [round(width) for _, width in CONTENTS_COLUMNS]
    assert sure(table.rows[0]._tr.trPr).find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"


def test_contents_say_what_the_printed_contents_say(document: DocumentType) -> None:
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[1][0].startswith("（8）建立食品安全风险会商")
    assert rows[1][-2:] == ["1", "隔页"]
    assert rows[2] == [
        "1",
        "Z109-WS·2023-Y-BGS-0001",
        "白食药安办〔2023〕12号",
        "白云鄂博矿区食品药品安全委员会办公室",
        f"{LONG_TITLE}\n编号 4-(8)-2023-001",
        "20230307",
        "",
        "3",
        "2",
        "",
    ]
    assert rows[3][4] == f"{TITLE_300}\n编号 4-(8)-2023-002"
    assert rows[4][4].startswith("䶮某、𠮷某二人培训记录😀✔（扫描件）\n第二行题名 A\tB〔U+202E〕fdp")
    assert len(rows) == 1 + 2 + 6 + 1


def test_contents_are_headed_on_every_page_and_their_rows_are_as_high_as_in_print(document: DocumentType) -> None:
    cover, contents, dividers, closing = document.sections
    assert [one.text.split("　")[0] for one in contents.header.paragraphs] == ["归档文件目录", FACTS.archive_title]
    assert sure(contents.header_distance).mm == pytest.approx(16, abs=0.1)
    assert not any(one.text for head in (cover.header, dividers.header, closing.header) for one in head.paragraphs)
    for row in document.tables[1].rows[1:]:
        for cell in row.cells:
            assert {one.paragraph_format.line_spacing.pt for one in cell.paragraphs} == {12.5}
    endings = [one for one in document.paragraphs if one._p.pPr is not None and one._p.pPr.sectPr is not None]
    assert {one.paragraph_format.line_spacing.pt for one in endings} == {1}


def test_every_run_names_an_east_asian_face(document: DocumentType) -> None:
    faces = set()
    for run in document.element.body.iter(qn("w:r")):
        fonts = run.rPr.find(qn("w:rFonts"))
        faces.add(fonts.get(qn("w:eastAsia")))
        assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert faces == {"宋体", "黑体", "仿宋"}


def test_nothing_of_a_suspended_file_is_written() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        body = package.read("word/document.xml").decode()
    assert "疑似涉密，不予列名" in body
    for secret in ("机密 某专项督查方案", "密字〔2022〕9号", "8/2022/"):
        assert secret not in body


def test_closing_note_leaves_names_and_dates_to_be_signed(document: DocumentType) -> None:
    table = document.tables[-1]
    assert "缺少的材料（5项）" in table.rows[0].cells[0].text
    signed = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert signed == [["整理人", "", "整理日期", ""], ["检查人", "", "检查日期", ""]]


@pytest.mark.parametrize("plan", [bare_volume(), thick_volume(3)])
def test_volumes_with_little_in_them(plan: VolumePlan) -> None:
    tables = Document(io.BytesIO(made(plan))).tables
    assert tables[0].cell(0, 0).text == "依据文件"
    assert tables[-1].rows[-1].cells[0].text == "检查人"


def test_text_that_xml_cannot_hold_is_marked() -> None:
    assert writable("甲\x00\ud800\uffff乙\r\n丙") == "甲〔U+0000〕〔U+D800〕〔U+FFFF〕乙\n丙"
    plan = risk_volume()
    hostile = replace(plan.sections[0], pieces=(piece(1, 8, "\x0b\x1f\udc80题"),))
    assert made(replace(plan, sections=(hostile,)))
