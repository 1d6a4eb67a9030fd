"""The forms say what they were given, in full, on pages of the right size, with their own fonts, the same way twice."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from foodsafe_desktop.domain.binder import Part, VolumePlan
from foodsafe_desktop.domain.boxes import split
from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.gaps import Gap, State
from foodsafe_desktop.domain.sheets import BinderPlan, SheetKind
from foodsafe_desktop.lettering.fonts import Face, runs
from foodsafe_desktop.lettering.typesetting import Style
from foodsafe_desktop.output.forms import paper
from foodsafe_desktop.output.forms.closing_note import closing_note
from foodsafe_desktop.output.forms.contents import contents, entries
from foodsafe_desktop.output.forms.cover import cover, cover_fields
from foodsafe_desktop.output.forms.divider import divider
from foodsafe_desktop.output.forms.sizes import CONTENTS_COLUMNS, CONTENTS_FRAME, INDEX_COLUMNS, TABLE_FRAME
from foodsafe_desktop.output.forms.slip import slip
from foodsafe_desktop.output.forms.spines import _set, spines
from foodsafe_desktop.output.forms.volume_index import volume_index
from foodsafe_desktop.services.ports import Sheet
from tests.integration.output.papers import covers
from tests.integration.output.plans import (
    DAMAGED,
    DIGEST,
    FACTS,
    LONG_PATH,
    LONG_TITLE,
    ON_PAPER,
    RARE_TITLE,
    SECRET,
    TITLE_300,
    YEARS,
    bare_volume,
    bound,
    empty_volume,
    file,
    page_count,
    piece,
    renumbered,
    risk_volume,
    section,
    standing,
    thick_volume,
    veto_volume,
)
from tests.integration.output.reading import MM, bare, pages_of, text_of

PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
VOLUMES = [risk_volume, thick_volume, veto_volume, empty_volume, bare_volume]


@pytest.fixture(autouse=True)
def _no_empty_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every string that any form draws is covered by the font that draws it."""

    def checked(text: str, face: Face) -> list[tuple[str, str]]:
        found = runs(text, face)
        assert all(covers(font, run) for font, run in found)
        return found

    monkeypatch.setattr(paper, "runs", checked)


def sheets(plan: VolumePlan) -> Iterator[tuple[str, bytes, tuple[int, int]]]:
    """Every form of a volume, with the page size it must have."""
    pages = page_count(plan)
    yield "cover", cover(pages, FACTS), PORTRAIT
    yield "contents", contents(pages, FACTS).pdf, LANDSCAPE
    for one in plan.sections:
        yield f"divider {one.number}", divider(one, plan, FACTS), PORTRAIT
    for held in plan.pieces[:7]:
        for part in held.parts:
            yield f"slip {held.ordinal}", slip(held, part, part.slip or "该类型不能直接打印。", FACTS), PORTRAIT
    yield "closing", closing_note(pages, FACTS), PORTRAIT
    yield "index", volume_index([bound(plan)], {"机制创新": "自选项未选用"}, FACTS), PORTRAIT
    yield "spines", spines([bound(plan)], FACTS), PORTRAIT


@pytest.mark.parametrize("make", VOLUMES)
def test_pages_fonts_and_sameness(make: Callable[[], VolumePlan]) -> None:
    for (name, pdf, size), (_, again, _) in zip(sheets(make()), sheets(make()), strict=True):
        assert pdf == again, name
        with pikepdf.open(io.BytesIO(pdf)) as document:
            for page in document.pages:
                box = [float(edge) / MM for edge in page.mediabox]
                assert box == pytest.approx([0, 0, *size], abs=0.01), name
            assert "/Info" not in document.trailer, name
            fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
            assert fonts, name
            for font in fonts:
                assert re.fullmatch(r"/[A-Z]{6}\+Noto\w+-\w+", str(font.BaseFont)), name
                assert "/FontFile2" in font.FontDescriptor, name


@pytest.mark.parametrize("make", VOLUMES)
def test_the_corner_for_the_page_number_is_free(make: Callable[[], VolumePlan]) -> None:
    for name, pdf, (width, _) in sheets(make()):
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                picture = page.render(scale=2, grayscale=True).to_pil()
                corner = (int((width - 30) * MM * 2), 0, picture.width, int(12 * MM * 2))
                assert picture.crop(corner).getextrema() == (255, 255), name


def test_subsets_of_different_content_have_different_names() -> None:
    plan = risk_volume()
    names = set()
    for one in plan.sections:
        with pikepdf.open(io.BytesIO(divider(one, plan, FACTS))) as document:
            names.add(
                next(
                    str(o.BaseFont)
                    for o in document.objects
                    if isinstance(o, pikepdf.Dictionary) and "NotoSerifSC-Regular" in str(o.get("/BaseFont", ""))
                )
            )
    assert len(names) == 2


def test_cover_says_what_the_volume_is() -> None:
    plan = risk_volume()
    found = text_of(cover(page_count(plan), FACTS))
    for text in (FACTS.archive_title, "基础工作", "第四卷", "风险监测", "2022—2024年", "6件", "14页", "2024年6月3日"):
        assert bare(text) in found
    assert "区市场监管局、区卫健委、区农牧局" in found
    assert FACTS.compiled_by in found
    assert "全宗号" in found


def test_a_cover_stays_one_page_with_everything_too_long() -> None:
    one = section(1, "文字", standing(1, State.COMPLETE), departments=tuple(f"第{n}责任单位" for n in range(90)))
    plan = replace(risk_volume(), title="很长的卷题名" * 40, sections=(one,))
    facts = replace(FACTS, archive_title="很长的档案题名" * 40)
    found = pages_of(cover(page_count(plan), facts))
    assert len(found) == 1
    assert bare(facts.archive_title) in found[0]
    assert bare(plan.title) in found[0]
    assert "第89责任单位" in found[0]


def test_contents_have_the_columns_of_the_standard_in_order() -> None:
    titles = [title for title, _ in CONTENTS_COLUMNS]
    assert [t for t in titles if t != "页号"] == [
        "序号",
        "档号",
        "文号",
        "责任者",
        "题名",
        "日期",
        "密级",
        "页数",
        "备注",
    ]
    assert titles[-2:] == ["页号", "备注"]
    assert sum(width for _, width in CONTENTS_COLUMNS) == CONTENTS_FRAME.width == 257
    assert sum(width for _, width in INDEX_COLUMNS) == TABLE_FRAME.width == 170


def test_contents_print_every_title_in_full() -> None:
    plan = risk_volume()
    sheet = contents(page_count(plan), FACTS)
    found = text_of(sheet.pdf)
    for title in (LONG_TITLE, TITLE_300, RARE_TITLE):
        assert bare(title) in found
    for text in ("20230307", "白食药安办〔2023〕12号", "Z109-WS·2023-Y-BGS-0001", "内容变动待确认", "纸质件"):
        assert bare(text) in found
    assert all(bare(f"{one.heading}{one.text}") in found for one in plan.sections)


def test_contents_repeat_their_heading_on_each_page() -> None:
    plan = thick_volume(120)
    sheet = contents(page_count(plan), FACTS)
    found = pages_of(sheet.pdf)
    assert len(found) > 3
    assert all("归档文件目录" in page and "序号档号文号责任者题名日期密级页数页号备注" in page for page in found)


@pytest.mark.parametrize("make", VOLUMES)
def test_contents_links_lie_on_their_rows_and_lead_to_the_numbers_printed_there(
    make: Callable[[], VolumePlan],
) -> None:
    plan = make()
    pages = page_count(plan)
    sheet = contents(pages, FACTS)
    wanted = []
    for one in plan.sections:
        wanted.append(pages.page_of(one))
        wanted += [pages.piece_label(held) for held in one.pieces] or [pages.page_of(one)]
    assert [pages.by_ref[link.target].labels[0] for link in sheet.links] == wanted
    _check_rects(sheet, pages)


def _check_rects(sheet: Sheet, pages: BinderPlan) -> None:
    column = 25 + sum(width for title, width in CONTENTS_COLUMNS[:8])
    with pypdfium2.PdfDocument(sheet.pdf) as document:
        for link in sheet.links:
            left, bottom, right, top = link.rect
            assert 0 <= left < right <= 297 * MM
            assert 0 <= bottom < top <= 210 * MM
            text = document[link.page].get_textpage()
            number = text.get_text_bounded(column * MM, bottom, (column + 13) * MM, top).strip()
            assert number in (pages.by_ref[link.target].labels[0], "")
            assert number or "无材料" in text.get_text_bounded(left, bottom, right, top)


def test_a_title_longer_than_a_page_runs_on_and_links_from_both_pages() -> None:
    one = section(8, "文字", standing(8, State.COMPLETE), piece(1, 8, "超长题名" * 700))
    plan = replace(risk_volume(), sections=(one,))
    sheet = contents(page_count(plan), FACTS)
    assert text_of(sheet.pdf).count("超长题名") >= 690
    assert [link.target.kind for link in sheet.links[:1]] == [SheetKind.DIVIDER]
    assert len({link.page for link in sheet.links if link.target.kind is SheetKind.PART}) > 1


def test_contents_and_divider_say_which_pieces_are_only_slip_sheets() -> None:
    plan = risk_volume()
    pages = page_count(plan)
    slips = set(pages.slips)
    listed = [entry.cells for entry in entries(pages) if not entry.band]
    assert [cells[-1] for cells in listed[:6]] == ["", "", "内容变动待确认", "替代页", "替代页", "纸质件"]
    few = replace(plan.sections[0], pieces=plan.pieces[4:6], standing=standing(8, State.PARTIAL, {}))
    found = text_of(divider(few, plan, FACTS, slips))
    assert "自查报告替代页" in found
    assert "风险会商会议签到册（纸质）纸质件" in found
    assert "替代页" not in text_of(divider(few, plan, FACTS))


def test_contents_give_the_codes_that_slips_and_dividers_use() -> None:
    plan = risk_volume()
    found = text_of(contents(page_count(plan), FACTS).pdf)
    assert all(bare(f"{one.title}编号 {one.code}") in found for one in plan.pieces)
    assert plan.pieces[4].code in text_of(slip(plan.pieces[4], DAMAGED, "", FACTS))


def test_a_lead_is_named_only_where_the_catalogue_names_one() -> None:
    plan = risk_volume()
    assert "牵头" not in text_of(divider(plan.sections[0], plan, FACTS))
    led = replace(plan.sections[0], lead="区卫健委")
    assert "区市场监管局、区卫健委（牵头）、区农牧局" in text_of(divider(led, plan, FACTS))


def test_doubts_stand_on_the_divider_a_line_a_field() -> None:
    plan = risk_volume()
    doubts = (
        Doubt("departments", "列错位"),
        Doubt("text", "“率率”疑为“率”"),
        Doubt("departments", "“区工务局”不见于成员单位"),
    )
    found = text_of(divider(replace(plan.sections[0], doubts=doubts), plan, FACTS))
    assert "疑点：责任部门——列错位；“区工务局”不见于成员单位（待对照原件）" in found
    assert "疑点：内容——“率率”疑为“率”（待对照原件）" in found
    assert "疑点" not in text_of(divider(plan.sections[0], plan, FACTS))


def test_a_gap_names_the_requirement_that_it_is_a_gap_of() -> None:
    plan = risk_volume()
    gap = Gap(8, "8-1", 2023, "无佐证材料", (), Decimal(1), "会议纪要")
    one = replace(plan.sections[0], standing=replace(plan.sections[0].standing, gaps=(gap,)))
    assert "会议纪要：无佐证材料" in text_of(divider(one, plan, FACTS))
    whole = replace(plan, sections=(one,))
    assert "会议纪要：无佐证材料" in text_of(closing_note(page_count(whole), FACTS))


def test_who_compiled_is_a_line_to_write_on_unless_said() -> None:
    plan = risk_volume()
    nobody = replace(FACTS, compiled_by="")
    assert ("编制单位", "") in cover_fields(page_count(plan), nobody)
    for facts, times in ((FACTS, 1), (nobody, 0)):
        for pdf in (
            cover(page_count(plan), facts),
            volume_index([bound(plan)], {}, facts),
            spines([bound(plan)], facts),
        ):
            assert text_of(pdf).count(FACTS.compiled_by) == times
    for pdf in (
        cover(page_count(plan), nobody),
        volume_index([bound(plan)], {}, nobody),
        spines([bound(plan)], nobody),
    ):
        assert "编制单位" in text_of(pdf)


def test_divider_says_state_departments_years_and_pieces() -> None:
    plan = risk_volume()
    found = text_of(divider(plan.sections[0], plan, FACTS))
    for text in ("（8）", plan.sections[0].text, "区市场监管局", "2023年4月初开始", "部分", "2023年4无缺口"):
        assert bare(text) in found
    assert bare(f"4-(8)-2023-001{LONG_TITLE}") in found
    assert "2024年0无佐证材料" in found
    assert "等6件，详见目录" in found


@pytest.mark.parametrize("make", VOLUMES)
def test_dividers_keep_to_one_page(make: Callable[[], VolumePlan]) -> None:
    plan = make()
    assert all(len(pages_of(divider(one, plan, FACTS))) == 1 for one in plan.sections)


def test_a_divider_with_too_much_to_say_runs_on_and_says_it_all() -> None:
    remarks = [f"《材料{n}》：文件损坏：{LONG_PATH}" for n in range(40)]
    one = section(8, "小项全文。" * 200, standing(8, State.COMPLETE, {2022: 1}, None, remarks))
    plan = replace(risk_volume(), sections=(one,))
    found = pages_of(divider(one, plan, FACTS))
    assert len(found) > 2
    assert all(bare(f"《材料{n}》") in "".join(found) for n in range(40))


def test_a_veto_says_what_statement_it_needs() -> None:
    plan = veto_volume()
    found = text_of(divider(plan.sections[1], plan, FACTS))
    assert "否决项" in found
    assert "情况说明（加盖公章）" in found
    assert "尚无证明该否决情形不存在的情况说明" in found


def test_rare_characters_can_be_found_and_copied() -> None:
    part = Part(file("9/䶮㐂𬭎😀.pdf"), None)
    found = text_of(slip(piece(1, 9, "𬭎", part), part, "不能直接打印。", FACTS))
    assert "9/䶮㐂𬭎😀.pdf" in found


def test_slip_names_the_file_in_full() -> None:
    plan = risk_volume()
    found = text_of(slip(plan.pieces[4], DAMAGED, DAMAGED.slip or "", FACTS))
    for text in (LONG_PATH, DIGEST, "SHA-256", "1.2MB", "损坏", "自查报告", DAMAGED.slip or ""):
        assert bare(text) in found


def test_slip_for_paper_says_where_the_original_lies() -> None:
    found = text_of(slip(risk_volume().pieces[5], ON_PAPER, ON_PAPER.slip or "", FACTS))
    assert "请在此处插入原件" in found
    assert "2号柜-3层-第5盒" in found
    assert "14页" in found


def test_slip_for_an_unread_file_says_so() -> None:
    part = Part(replace(file("8/消失.pdf"), fixity=None), "文件不在原处。")
    found = text_of(slip(piece(1, 8, "消失", part), part, "文件不在原处。", FACTS))
    assert "未能读取" in found
    assert "文件不在原处。" in found


def test_nothing_of_a_suspended_file_is_named_anywhere() -> None:
    plan = risk_volume()
    assert SECRET.file is not None
    for name, pdf, _ in sheets(plan):
        found = text_of(pdf)
        for secret in ("机密某专项督查方案", "密字〔2022〕9号", "某局", "8/2022/"):
            assert secret not in found, name
    assert "［疑似涉密，不予列名］" in text_of(contents(page_count(plan), FACTS).pdf)


def test_closing_note_counts_and_lists_everything() -> None:
    one, other = risk_volume().sections
    broken = tuple(piece(n, 8, "自查报告", DAMAGED) for n in range(7, 65))
    plan = replace(risk_volume(), sections=(replace(one, pieces=one.pieces + broken), other))
    pages = page_count(plan)
    pdf = closing_note(pages, FACTS)
    found, each = text_of(pdf), pages_of(pdf)
    assert f"共收入材料64件（电子文件63个），正文{pages.body_pages}页" in found
    assert "缺少的材料（5项）" in found
    assert "未能打印的文件（60个）" in found
    assert bare(f"60. 第71页，（8）{LONG_PATH}") in bare(
        "".join(each).replace("备考表（续）基础工作第四卷风险监测", "")
    )
    assert "存放位置：2号柜-3层-第5盒" in found
    assert len(each) > 2
    assert all(("整理人" in page) == (index == len(each) - 1) for index, page in enumerate(each))
    for label in ("整理日期", "检查人", "检查日期"):
        assert label in each[-1]


def test_closing_note_of_a_complete_volume_says_so() -> None:
    plan = thick_volume()
    found = pages_of(closing_note(page_count(plan), FACTS))
    assert len(found) == 1
    assert "无缺口" in found[0]
    assert "未能打印" not in found[0]


def test_index_lists_volumes_and_what_was_not_bound() -> None:
    plans = [renumbered(risk_volume(), n, f"第{n}大项") for n in range(1, 61)]
    pdf = volume_index([bound(plan) for plan in plans], {"机制创新": "自选项未选用，不编卷"}, FACTS)
    found = text_of(pdf)
    assert len(pages_of(pdf)) > 1
    assert all(f"第{n}大项" in found for n in range(1, 61))
    assert "合计60卷60盒360" in found
    assert "机制创新自选项未选用，不编卷" in found
    assert "2个小项有缺口；2个文件未能打印；1件纸质原件待插入" in found


def test_an_index_of_nothing_is_a_page_all_the_same() -> None:
    assert "总目录" in text_of(volume_index([], {}, FACTS))
    assert "100毫米" in text_of(spines([], FACTS))


@pytest.mark.parametrize(
    ("text", "width", "columns"),
    [
        ("党政同责", 14.8, ["党政同责"]),
        ("群众满意度", 14.8, ["群众满意度"]),
        ("落实食品安全主体责任", 14.8, ["落实食品安全主体责任"]),
        ("落实食品安全主体责任", 24.8, ["落实食品安全", "主体责任"]),
        ("农村食品安全综合治理", 24.8, ["农村食品安全", "综合治理"]),
        ("学校食堂和校外供餐单位“互联网+明厨亮灶”", 14.8, ["学校食堂和校外供餐单位", "“互联网+明厨亮灶”"]),
    ],
)
def test_words_stay_whole_on_a_spine(text: str, width: float, columns: list[str]) -> None:
    found, style = _set(text, Style(Face.HEI_BOLD, 24, 28), width, 56)
    assert found == columns
    assert max(map(len, columns)) * style.line <= 56.01
    assert (len(columns) - 0.2) * style.line <= width + 0.01


def test_a_title_of_any_length_finds_its_place_on_a_spine() -> None:
    found, style = _set("很长的卷题名" * 60, Style(Face.HEI_BOLD, 24, 28), 14.8, 56)
    assert "".join(found) == "很长的卷题名" * 60
    assert (len(found) - 0.2) * style.line <= 14.81
    assert _set("", Style(Face.HEI_BOLD, 24, 28), 14.8, 56)[0] == []


def test_an_index_of_a_part_of_the_set_says_so() -> None:
    assert "总目录（第4大项）" in text_of(volume_index([bound(risk_volume())], {}, FACTS, "第4大项"))


def test_spines_stand_for_each_box_with_a_ruler_on_each_page() -> None:
    volumes = [bound(renumbered(thick_volume(), n, f"卷题{n}"), leaves) for n, leaves in enumerate((200, 300), 1)]
    boxes = split(page_count(renumbered(thick_volume(300), 3, "卷题3")))
    found = pages_of(spines([*volumes, *(bound(box) for box in boxes)] * 4, FACTS))
    assert len(found) > 1
    assert all("按实际大小（100%）打印" in page for page in found)
    together = "".join(found)
    assert together.count("第1盒／共2盒") == together.count("第2盒／共2盒") == 4
    assert together.count(FACTS.archive_title) == 16


def test_the_year_table_tells_every_year_asked_for() -> None:
    plan = risk_volume()
    found = text_of(divider(plan.sections[1], plan, FACTS))
    assert all(f"{year}年0无佐证材料" in found for year in YEARS)
