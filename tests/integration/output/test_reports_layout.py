"""How reports are set: GB/T 9704-2012 pages and numbers, tables that repeat and stay whole, workbooks that are safe."""

import itertools
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from foodsafe_desktop.output.reports.document import docx_of
from foodsafe_desktop.output.reports.rectification import rectification
from foodsafe_desktop.output.reports.sheet import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    Column,
    Grid,
    Report,
    Row,
    Text,
    TextKind,
)
from foodsafe_desktop.output.reports.workbook import xlsx_of
from tests.integration.output.reported import FACTS, FINDINGS, REPORTS, opened, opened_book
from tests.sure import sure

UPRIGHT = {name: one for name, one in REPORTS.items() if not one.wide}
TURNED = {name: one for name, one in REPORTS.items() if one.wide}


def mm(twips: str) -> float:
    return int(twips) * 25.4 / 1440


# --- the page


@pytest.mark.parametrize("name", UPRIGHT)
def test_upright_page_leaves_a_text_block_of_156_by_225(name: str) -> None:
    section = opened(UPRIGHT[name]).sections[0]
    assert (round(sure(section.page_width).mm, 1), round(sure(section.page_height).mm, 1)) == (210, 297)
    edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(sure(edge).mm, 1) for edge in edges] == [37, 26, 35, 28]


@pytest.mark.parametrize("name", TURNED)
def test_turned_page_leaves_the_same_text_block_turned(name: str) -> None:
    section = opened(TURNED[name]).sections[0]
    assert (round(sure(section.page_width).mm, 1), round(sure(section.page_height).mm, 1)) == (297, 210)
    wide, high = sure(section.page_width), sure(section.page_height)
    assert round(Emu(wide - sure(section.left_margin) - sure(section.right_margin)).mm, 1) == 225
    assert round(Emu(high - sure(section.top_margin) - sure(section.bottom_margin)).mm, 1) == 156
    assert (round(sure(section.right_margin).mm, 1), round(sure(section.left_margin).mm, 1)) == (37, 35)
    # 订口 28 ± 1 on whichever side the sheet is bound.
    assert all(abs(sure(margin).mm - 28) <= 1.01 for margin in (section.top_margin, section.bottom_margin))


def test_only_two_kinds_of_report_are_upright() -> None:
    assert set(UPRIGHT) == {"催报单", "通报"}


def test_page_numbers_stand_at_the_outer_edge_one_character_in() -> None:
    document = opened(UPRIGHT["催报单"])
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    assert 24 <= sure(section.footer_distance).mm <= 26
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert line.alignment == {"right": WD_ALIGN_PARAGRAPH.RIGHT, "left": WD_ALIGN_PARAGRAPH.LEFT}[side]
        assert getattr(line.paragraph_format, f"{side}_indent").pt == 14
        assert "".join(text.text for text in line._p.iter(qn("w:t"))) == "— 1 —"
        assert [field.get(qn("w:instr")) for field in line._p.iter(qn("w:fldSimple"))] == ["PAGE"]
        for run in line._p.iter(qn("w:r")):
            assert run.rPr.find(qn("w:rFonts")).get(qn("w:ascii")) == "宋体"
            assert run.rPr.find(qn("w:sz")).get(qn("w:val")) == "28"


def test_turned_page_numbers_stay_where_they_are_on_the_sheet_of_paper() -> None:
    section = opened(TURNED["台账"]).sections[0]
    places = []
    for header in (section.header, section.even_page_header):
        table = header._element.find(qn("w:tbl"))
        place, row = table.tblPr.find(qn("w:tblpPr")), table.find(qn("w:tr"))
        assert (place.get(qn("w:vertAnchor")), place.get(qn("w:horzAnchor"))) == ("page", "page")
        assert next(table.iter(qn("w:textDirection"))).get(qn("w:val")) == "tbRl"
        assert "".join(text.text for text in table.iter(qn("w:t"))) == "— 1 —"
        left, top = mm(place.get(qn("w:tblpX"))), mm(place.get(qn("w:tblpY")))
        height = mm(next(row.iter(qn("w:trHeight"))).get(qn("w:val")))
        places.append((round(left), round(top), round(top + height), next(table.iter(qn("w:jc"))).get(qn("w:val"))))
    odd, even = places
    # The left edge of the turned sheet is the foot of the upright one; 31 mm is an edge of 26 and one character.
    assert odd == (24, 139, 179, "right")
    assert even == (24, 31, 71, "left")


# --- type


def test_title_and_body_are_set_as_official_documents_are() -> None:
    document = opened(UPRIGHT["催报单"])
    title, body = document.paragraphs[0], document.paragraphs[3]
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert sure(title.runs[0].font.size).pt == 22
    assert sure(sure(title.runs[0]._element.rPr).rFonts).get(qn("w:eastAsia")) == "方正小标宋简体"
    assert sure(body.runs[0].font.size).pt == 16
    assert sure(sure(body.runs[0]._element.rPr).rFonts).get(qn("w:eastAsia")) == "仿宋"
    indent = sure(body._p.pPr).find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert 22 * body.paragraph_format.line_spacing.pt <= Mm(225).pt
    closer = int(sure(body.runs[0]._element.rPr).find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert Mm(156).pt - 16 < 28 * (16 + closer) <= Mm(156).pt


def test_faces_that_may_be_missing_have_an_alternative() -> None:
    with zipfile.ZipFile(BytesIO(docx_of(REPORTS["台账"]))) as package:
        table = package.read("word/fontTable.xml").decode()
    assert 'w:name="方正小标宋简体"><w:altName w:val="方正小标宋_GBK"' in table
    assert 'w:name="仿宋"><w:altName w:val="仿宋_GB2312"' in table


@pytest.mark.parametrize("name", REPORTS)
def test_every_run_names_an_east_asian_face(name: str) -> None:
    faces = {
        run.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in opened(REPORTS[name]).element.iter(qn("w:r"))
    }
    assert faces <= {"方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"}


@pytest.mark.parametrize(
    ("office", "right_of_office", "right_of_day"),
    [("示例区创建工作办公室", "200", "400"), ("创建办", "700", "200")],
)
def test_date_begins_two_characters_behind_the_office(office: str, right_of_office: str, right_of_day: str) -> None:
    document = opened(Report("甲", (), (Text(f"{office}\n2024年6月3日", TextKind.SIGNATURE),), wide=False))
    indents = [sure(line._p.pPr).find(qn("w:ind")).get(qn("w:rightChars")) for line in document.paragraphs[-2:]]
    assert indents == [right_of_office, right_of_day]


# --- tables on paper


@pytest.mark.parametrize("name", REPORTS)
def test_tables_fill_the_text_block_repeat_their_heading_and_keep_rows_whole(name: str) -> None:
    report = REPORTS[name]
    tables = opened(report).tables
    assert len(tables) == len([grid for grid in report.grids if grid.rows])
    for table in tables:
        width = sum(column.width.mm for column in table.columns)
        assert round(width) == (LANDSCAPE_WIDTH if report.wide else PORTRAIT_WIDTH)
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        rows = list(table.rows)
        assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not [row for row in rows[1:] if row._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in rows[0].cells)


def test_what_stands_above_a_table_stays_with_it() -> None:
    body = opened(REPORTS["催报单"]).element.body
    above = [table.getprevious() for table in body.iter(qn("w:tbl"))]
    assert all(line.pPr.find(qn("w:keepNext")).get(qn("w:val")) is None for line in above)


def test_a_signature_never_stands_on_a_page_of_its_own() -> None:
    document = opened(REPORTS["催报单"])
    total = document.tables[0].rows[-1].cells[0].paragraphs[0]
    texts = document.paragraphs
    office = next(at for at, line in enumerate(texts) if line.text == "示例区创建工作办公室")
    assert all(line.paragraph_format.keep_with_next for line in (total, texts[office - 1], texts[office]))
    assert not texts[office + 1].paragraph_format.keep_with_next


@pytest.mark.parametrize("name", REPORTS)
def test_properties_of_paragraphs_and_runs_are_in_the_order_of_the_schema(name: str) -> None:
    order = {
        qn("w:pPr"): ("pStyle", "keepNext", "spacing", "ind", "jc"),
        qn("w:rPr"): ("rFonts", "b", "spacing", "sz", "lang"),
        qn("w:tcPr"): ("tcW", "gridSpan", "tcBorders", "shd", "vAlign"),
    }
    for tag, names in order.items():
        for properties in opened(REPORTS[name]).element.iter(tag):
            found = [child.tag.partition("}")[2] for child in properties]
            known = [names.index(one) for one in found if one in names]
            assert known == sorted(known)


def test_text_that_xml_cannot_hold_is_marked_in_both() -> None:
    bad = replace(FINDINGS[2], what="甲\x00乙\ud800", note="")
    report = rectification(FACTS, [bad])
    assert opened(report).tables[0].rows[1].cells[2].text == "甲〔U+0000〕乙〔U+D800〕"
    assert opened_book(report).worksheets[0]["C4"].value == "甲〔U+0000〕乙〔U+D800〕"


# --- the same bytes


def test_the_same_report_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib\n"
        "from tests.integration.output.reported import REPORTS, docx_of, xlsx_of\n"
        "for name, one in REPORTS.items():\n"
        "    print(hashlib.sha256(docx_of(one)).hexdigest(), hashlib.sha256(xlsx_of(one)).hexdigest())\n"
    )
    digests = [
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert digests[0] == digests[1]
    assert len(digests[0].split()) == 2 * len(REPORTS)


@pytest.mark.parametrize("made", [docx_of, xlsx_of])
def test_packages_carry_no_time_and_no_name(made: Callable[[Report], bytes]) -> None:
    with zipfile.ZipFile(BytesIO(made(REPORTS["整改"]))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "2000-01-01" in core
    assert "openpyxl" not in core
    assert "python-docx" not in core


# --- workbooks


@pytest.mark.parametrize("name", REPORTS)
def test_no_cell_of_a_workbook_is_a_formula(name: str) -> None:
    for sheet in opened_book(REPORTS[name]).worksheets:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            assert cell.data_type in ("s", "n")
            if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                assert cell.quotePrefix


def test_text_that_looks_like_a_formula_stays_text() -> None:
    sheet = opened_book(REPORTS["整改"]).worksheets[0]
    for place, text in (
        ("C4", '=HYPERLINK("x")公示牌内容不全'),
        ("C5", "+1家单位未检查"),
        ("E5", "@督查组"),
        ("F5", "-区教育局"),
    ):
        assert (sheet[place].value, sheet[place].data_type, sheet[place].quotePrefix) == (text, "s", True)
    assert not sheet["F4"].quotePrefix


def test_numbers_can_be_reckoned_with() -> None:
    sheet = opened_book(REPORTS["缺失清单"]).worksheets[0]
    assert sheet["A4"].value == 1
    assert sheet["H4"].data_type == "n"
    assert sheet["H4"].value > 0


@pytest.mark.parametrize("name", REPORTS)
def test_sheets_print_on_the_width_of_one_page_under_a_frozen_heading(name: str) -> None:
    report = REPORTS[name]
    book = opened_book(report)
    tables = [sheet for sheet in book.worksheets if sheet.title != "正文"]
    assert [sheet.title for sheet in tables] == [
        grid.name for grid in report.grids if not grid.paper_only and (report.wide or grid.rows)
    ]
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize) == ("landscape" if report.wide else "portrait", 9)
        assert (setup.fitToWidth, setup.fitToHeight, sure(sheet.sheet_properties.pageSetUpPr).fitToPage) == (1, 0, True)
        assert sheet.print_area.endswith(f"${sheet.max_row}")
        assert sure(sheet.oddFooter).right.text == "— &P —"
        assert sure(sheet.evenFooter).left.text == "— &P —"
    heading = 2 + len(report.lines)
    for sheet in tables:
        assert sheet.freeze_panes == f"A{heading + 1}"
        assert sheet.print_title_rows == f"${heading}:${heading}"


def test_upright_reports_name_their_tables_in_the_text() -> None:
    book = opened_book(REPORTS["通报"])
    said = [cell.value for cell in book["正文"]["A"]]
    assert "（见工作表“部门排名”）" in said
    assert book["部门排名"]["B4"].value == "区市场监管局"
    assert "回执" not in opened_book(REPORTS["催报单"]).sheetnames


def test_rows_are_high_enough_for_what_they_hold() -> None:
    columns = (Column("甲", 20), Column("乙", 205))
    report = Report("题", (), (Grid("表", columns, (Row(("字" * 60, "短")), Row(("字", "短"))), "无。"),))
    sheet = opened_book(report).worksheets[0]
    high, low = sheet.row_dimensions[3].height, sheet.row_dimensions[4].height
    assert high > 10 * 15
    assert low < 30
