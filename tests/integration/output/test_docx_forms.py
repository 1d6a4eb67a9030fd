"""Every form in the editable edition: what the printed one says, on its page, with numbers at the foot."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from foodsafe_desktop.domain.binder import BoxPlace, Elsewhere, VolumePlan
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.recipe import Grouping, Recipe, Standard
from foodsafe_desktop.domain.sheets import A4, Measured, lay_out, order
from foodsafe_desktop.domain.supplements import Action
from foodsafe_desktop.output.docx.of_exchange import change_list_docx
from foodsafe_desktop.output.docx.of_set import set_docx
from foodsafe_desktop.output.docx.volume import volume_docx
from foodsafe_desktop.output.forms.change_list import ChangedSheets
from foodsafe_desktop.output.forms.contents import FORMS
from tests.integration.output.plans import (
    FACTS,
    LONG_TITLE,
    bound,
    piece,
    risk_volume,
    section,
    standing,
    thick_volume,
    veto_volume,
)
from tests.sure import sure

ALL = Recipe(commitment=True, indicators=True)


def opened(packed: bytes) -> DocumentType:
    return Document(io.BytesIO(packed))


def words(document: DocumentType) -> list[str]:
    """Every text in order, of paragraphs and of cells."""
    found = ["".join(one.text or "" for one in par.iter(qn("w:t"))) for par in document.element.body.iter(qn("w:p"))]
    return [text for text in found if text]


def full_volume() -> VolumePlan:
    """A volume with every own sheet there is."""
    elsewhere = Elsewhere("item-4", "第04卷 风险监测", 8, "4-(8)-2023-001", "12")
    referred = replace(piece(7, 9, LONG_TITLE, dated=dt.date(2023, 3, 7)), printed_at=elsewhere)
    omitted = section(10, "网络餐饮服务平台落实主体责任。", standing(10, State.OMITTED), omitted_because="没有平台。")
    omitted = replace(omitted, omission_basis="区食安委〔2023〕3号")
    volume = risk_volume()
    return replace(volume, sections=(volume.sections[0], replace(volume.sections[1], pieces=(referred,)), omitted))


def written(recipe: Recipe = ALL) -> DocumentType:
    volume = full_volume()
    return opened(volume_docx(lay_out(volume, recipe, dict.fromkeys(order(volume, recipe), Measured((A4,)))), FACTS))


@pytest.fixture(scope="module")
def document() -> DocumentType:
    return written()


@pytest.fixture(scope="module")
def texts(document: DocumentType) -> list[str]:
    return words(document)


def after(texts: list[str], title: str) -> Iterator[str]:
    return iter(texts[texts.index(title) :])


def test_own_sheets_stand_in_printing_order(texts: list[str]) -> None:
    titles = ("依据文件", "真实性承诺书", "（8）", "（9）", "互见页", "（10）", "合理缺项情况说明", "备考表")
    places = [texts.index(title) for title in titles]
    assert places == sorted(places)
    assert texts.count("指标说明页") == 3
    assert not any(text == "替代页" for text in texts)


def test_the_commitment_promises_what_the_printed_one_promises(texts: list[str]) -> None:
    letter = after(texts, "真实性承诺书")
    assert next(letter)
    assert "第四卷“风险监测”（共7件）" in next(letter)
    assert [next(letter)[2] for _ in range(4)] == ["一", "二", "三", "四"]
    assert next(letter).startswith(FACTS.compiled_by)


@pytest.mark.parametrize("standard", Standard)
def test_contents_have_the_columns_of_either_standard(standard: Standard) -> None:
    made = written(replace(ALL, standard=standard))
    form = FORMS[standard]
    table = made.tables[1]
    assert [cell.text for cell in table.rows[0].cells] == [title for title, _ in form.columns]
    texts = [one.text for section in made.sections for one in section.header.paragraphs]
    assert form.title in texts


def test_a_divider_lists_all_its_pieces_and_says_what_is_missing(texts: list[str]) -> None:
    sheet = list(after(texts, "（8）"))
    assert sheet[1].startswith("建立食品安全风险会商")
    assert "责任部门区市场监管局、区卫健委、区农牧局" in sheet
    assert "材料状态部分" in sheet
    assert {"4-(8)-2023-001", "4-(8)-2023-006"} <= set(sheet)
    assert "2024年" in sheet
    assert "无佐证材料" in sheet


def test_an_indicator_sheet_has_lines_and_cells_to_fill_in(texts: list[str], document: DocumentType) -> None:
    sheet = list(after(texts, "指标说明页"))
    assert sheet[1] == "指标内容"
    for text in ("完成情况", "佐证清单（6件）", "自评说明（由责任单位填写）", "自评分", "责任单位盖章"):
        assert text in sheet
    ruled = [
        one for one in document.tables if one._tbl.tblPr.find(qn("w:tblBorders")) is None and len(one.columns) == 1
    ]
    assert all(row.height.mm == pytest.approx(10, abs=0.1) for table in ruled for row in table.rows)


def test_an_omission_sheet_has_its_reason_and_a_place_for_every_seal(texts: list[str], document: DocumentType) -> None:
    sheet = list(after(texts, "合理缺项情况说明"))
    assert "没有平台。" in sheet
    assert "区食安委〔2023〕3号" in sheet
    for unit in ("区市场监管局（盖章）", "区卫健委（盖章）", "区农牧局（盖章）"):
        assert unit in sheet
    (blocks,) = [one for one in document.tables if "区市场监管局（盖章）" in one.cell(0, 0).text]
    assert all(row.height.mm >= 45 for row in blocks.rows)


def test_a_reference_sheet_says_where_the_pages_are(texts: list[str]) -> None:
    sheet = list(after(texts, "互见页"))
    for text in ("装订卷册", "第04卷 风险监测", "装订编号", "4-(8)-2023-001", "第12页"):
        assert text in sheet


def test_the_signature_sheet_has_a_row_for_every_department(document: DocumentType) -> None:
    (table,) = [one for one in document.tables if one.cell(0, 0).text == "责任单位（盖章）"]
    assert [row.cells[0].text for row in table.rows[1:4]] == ["区市场监管局", "区卫健委", "区农牧局"]
    assert all(sure(row.height).mm == pytest.approx(22, abs=0.1) for row in table.rows[1:])
    wide = [one for one in document.sections if sure(one.page_width) > sure(one.page_height)]
    assert "责任单位签字确认表" in [one.text for one in wide[-1].header.paragraphs]


def test_the_closing_note_signs_by_its_standard() -> None:
    for standard, signed in ((Standard.BY_PIECE, "整理人"), (Standard.BY_VOLUME, "立卷人")):
        found = words(written(replace(ALL, standard=standard)))
        assert signed in found


def test_pages_are_numbered_by_fields_but_for_the_cover(document: DocumentType) -> None:
    first, *others = document.sections
    fields = [one.get(qn("w:instr")).strip() for one in first.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert first.different_first_page_header_footer
    assert all(one.footer.is_linked_to_previous and not one.different_first_page_header_footer for one in others)


def test_heading_rows_are_repeated(document: DocumentType) -> None:
    for title in ("序号", "年度", "责任单位（盖章）"):
        tables = [one for one in document.tables if one.cell(0, 0).text == title]
        assert tables
        assert all(sure(one.rows[0]._tr.trPr).find(qn("w:tblHeader")) is not None for one in tables)


def test_the_document_of_a_set_holds_cover_index_job_sheet_and_labels() -> None:
    third = replace(thick_volume(3), box=BoxPlace(2, 3))
    archival = bound(veto_volume())
    archival = replace(archival, laid=replace(archival.laid, recipe=Recipe(grouping=Grouping.ARCHIVE)))
    made = opened(set_docx([bound(risk_volume()), bound(third), archival], {"30．某项": "不装订"}, FACTS, "第4大项"))
    found = words(made)
    for text in ("总卷", "第4大项", "总目录（第4大项）", "30．某项", "打印作业单", "第2盒／共3盒", "归档文件"):
        assert text in found or any(text in one for one in found)
    assert found.count("打印人") == 1
    fronts = [
        one for one in made.tables if len(one.rows) == 1 and sure(one.rows[0].height).mm == pytest.approx(250, abs=0.1)
    ]
    assert [round(one.columns[0].width.mm) for one in fronts] == [176] * 3
    labels = [inner for one in made.tables for cell in one._cells for inner in cell.tables if len(inner.columns) == 1]
    assert [round(one.columns[0].width.mm) for one in labels] == [18, 18, 18]
    assert [round(sum(row.height.mm for row in one.rows)) for one in labels] == [244] * 3
    assert set_docx([], {}, FACTS) == set_docx([], {}, FACTS)


def test_the_change_list_says_what_the_printed_one_says() -> None:
    rows = [ChangedSheets(Action.PUT_IN, "15-1", "4-(8)-2023-007", "签到册", "新增")]
    found = words(opened(change_list_docx(risk_volume(), rows, FACTS)))
    for text in ("换页清单", "插入", "15-1", "签到册", "换页人"):
        assert text in found
    assert "本次无换页。" in words(opened(change_list_docx(risk_volume(), [], FACTS)))
