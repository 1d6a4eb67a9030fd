"""What is drawn for shelf, printer and camera: QR codes, tab marks, stamps, box labels, lists, photo sheets."""

import datetime as dt
import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from docx import Document

from foodsafe_desktop.domain.binder import BoxPlace
from foodsafe_desktop.domain.recipe import PAPER_SPINES, PLASTIC_SPINES, Recipe, Standard
from foodsafe_desktop.domain.supplements import (
    Action,
)
from foodsafe_desktop.output.docx.volume import volume_docx
from foodsafe_desktop.output.forms.archive_stamp import StampFields, archive_stamp
from foodsafe_desktop.output.forms.box_front import archival_box_front, box_front
from foodsafe_desktop.output.forms.change_list import ChangedSheets, change_list
from foodsafe_desktop.output.forms.closing_note import closing_note
from foodsafe_desktop.output.forms.contents import contents
from foodsafe_desktop.output.forms.divider import divider
from foodsafe_desktop.output.forms.job_sheet import Place, VolumeJob, job_sheet, label_ranges
from foodsafe_desktop.output.forms.paper import Paper
from foodsafe_desktop.output.forms.photo_sheet import Photo, photo_captions, photo_frames
from foodsafe_desktop.output.forms.set_cover import set_cover
from foodsafe_desktop.output.forms.sizes import (
    CHANGE_COLUMNS,
    JOB_COLUMNS,
    SIGNATURE_COLUMNS,
    SPINE_CLEARANCE,
    SPINE_HEIGHT,
    VOLUME_CONTENTS_COLUMNS,
)
from foodsafe_desktop.output.forms.spines import ArchivalBox, archival_label, label_sheets, trial_labels
from foodsafe_desktop.output.forms.volume_index import volume_index
from foodsafe_desktop.output.qr import matrix
from tests.integration.output.plans import (
    FACTS,
    RARE_TITLE,
    SECRET,
    TITLE_300,
    bound,
    page_count,
    piece,
    risk_volume,
    thick_volume,
)
from tests.integration.output.reading import MM, bare, codes, extent, pages_of, places, sizes_of, text_of
from tests.sure import sure

CODE = "FSD1|0f8c3a5e-1111-4222-8333-444455556666|item-4|1|12"
BOX = ArchivalBox("Z109", "2023", "永久", "0001", "0046", "12", "办公室", "示例区人民政府", 30)


def rectangles(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """The rectangles of a page as drawn: x, y of the upper left corner, width, height in mm."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        height = float(document.pages[page].mediabox[3])
        found = []
        for step in pikepdf.parse_content_stream(document.pages[page]):
            if str(step.operator) == "re":
                x, y, across, up = map(float, step.operands)
                found.append((x / MM, (height - y - up) / MM, across / MM, up / MM))
        return found


def colours(pdf: bytes) -> set[tuple[int, ...]]:
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=8).to_pil().convert("RGB")
    return {colour for count, colour in picture.getcolors(1 << 24) or () if count > 200}


# --- QR codes


@pytest.mark.parametrize("text", [CODE, "FSD1|档案|小项8", "x" * 300])
def test_a_code_is_read_back_from_the_picture_where_it_was_put(text: str) -> None:
    paper = Paper((100, 80))
    paper.qr(20, 15, 25, text)
    ((found, corner, size),) = codes(paper.finished())
    assert found == text
    assert corner == pytest.approx((20, 15), abs=0.5)
    assert size == pytest.approx(25, abs=0.8)


def test_a_code_of_ten_millimetres_is_read_too() -> None:
    paper = Paper((40, 40))
    paper.qr(15, 15, 10, CODE)
    assert [text for text, _, _ in codes(paper.finished())] == [CODE]


def test_a_code_is_few_rectangles_within_its_square() -> None:
    paper = Paper((100, 80))
    paper.qr(20, 15, 25, CODE)
    drawn = rectangles(paper.finished())
    dark = sum(sum(row) for row in matrix(CODE))
    assert len(drawn) < dark * 0.6
    assert min(x for x, _, _, _ in drawn) == pytest.approx(20, abs=0.01)
    assert max(x + width for x, _, width, _ in drawn) == pytest.approx(45, abs=0.01)
    assert max(y + height for _, y, _, height in drawn) == pytest.approx(40, abs=0.01)


@pytest.mark.parametrize("text", ["", "很长" * 2000])
def test_what_no_code_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        matrix(text)


def test_a_divider_carries_its_code_and_caption() -> None:
    plan = risk_volume()
    pdf = divider(plan.sections[0], plan, FACTS, code=CODE)
    ((found, (x, _), size),) = codes(pdf)
    assert found == CODE
    assert size == pytest.approx(25, abs=0.8)
    assert x + size == pytest.approx(210 - 26, abs=0.8)
    assert "扫码查本小项" in text_of(pdf)
    ((_, caption),) = places(pdf, "扫码查本小项")
    (_, below), *_ = places(pdf, plan.sections[0].text[:6])
    assert below > caption + 2
    assert "扫码" not in text_of(divider(plan.sections[0], plan, FACTS))


def test_tab_marks_go_down_the_outer_edge() -> None:
    plan = risk_volume()
    tops = []
    for place in range(30):
        one = replace(plan.sections[1], number=60 + place)
        pdf = divider(one, plan, FACTS, tab=(place, 30))
        (mark,) = [box for box in rectangles(pdf) if box[0] + box[2] == pytest.approx(210, abs=0.01)]
        assert mark[2:] == pytest.approx((9, 12), abs=0.01)
        tops.append(mark[1])
    assert tops == sorted(set(tops))
    assert tops[0] == pytest.approx(40, abs=0.01)
    assert tops[-1] + 12 <= 257.01


# --- 归档章


def test_the_archive_stamp_has_the_size_of_the_standard() -> None:
    pdf = archive_stamp(StampFields("Z109", "2023", "0012", "办公室", "30年", "14"))
    assert sizes_of(pdf) == {(45.0, 16.0)}
    for column, texts in enumerate((("Z109", "办公室"), ("2023", "30年"), ("0012", "14"))):
        for row, text in enumerate(texts):
            ((x, y),) = places(pdf, text)
            assert column * 15 < x < column * 15 + 15
            assert row * 8 < y < row * 8 + 8
    for text in ("全宗号", "年度", "件号", "机构或问题", "保管期限", "页数"):
        assert text in text_of(pdf)


def test_the_archive_stamp_is_red_or_black_with_black_entries() -> None:
    fields = StampFields("Z109", "2023")
    red = {colour for colour in colours(archive_stamp(fields)) if colour[0] > colour[1] + 80}
    assert red
    assert (0, 0, 0) in colours(archive_stamp(fields))
    assert all(len(set(colour)) == 1 for colour in colours(archive_stamp(fields, colour=False)))


@pytest.mark.parametrize("organ", ["白云鄂博矿区食品药品安全委员会办公室", TITLE_300, "䶮𬭎科😀"])
def test_an_entry_stays_in_its_cell_or_is_left_to_the_hand(organ: str) -> None:
    pdf = archive_stamp(StampFields("Z109", "2023", "0012", organ, "永久", "3"))
    left, top, right, bottom = extent(pdf)
    assert 0 <= left < right <= 45
    assert 0 <= top < bottom <= 16
    assert (bare(organ) in text_of(pdf)) == (organ != TITLE_300)


# --- 卷内文件目录


def test_contents_by_volume_have_the_columns_and_margins_of_the_standard() -> None:
    plan = risk_volume()
    laid = page_count(plan, Recipe(standard=Standard.BY_VOLUME))
    sheet = contents(laid, FACTS)
    assert sizes_of(sheet.pdf) == {(210.0, 297.0)}
    assert [title for title, _ in VOLUME_CONTENTS_COLUMNS] == [
        "顺序号",
        "文号",
        "责任者",
        "题名",
        "日期",
        "页号",
        "备注",
    ]
    for number, page in enumerate(pages_of(sheet.pdf)):
        assert "卷内文件目录" in page
        assert "顺序号文号责任者题名日期页号备注" in page
        left, top, right, bottom = extent(sheet.pdf, number)
        assert left >= 24.9
        assert top >= 20
        assert right <= 195.1
        assert bottom <= 282.1
    assert all(bare(one.title) in text_of(sheet.pdf) for one in plan.pieces)


def test_the_last_piece_by_volume_has_its_first_and_last_page() -> None:
    laid = page_count(thick_volume(200), Recipe(standard=Standard.BY_VOLUME))
    sheet = contents(laid, FACTS)
    found = pages_of(sheet.pdf)
    assert len(found) > 5
    assert "599—601" in found[-1]
    assert not any("596—598" in page for page in found)
    assert len({link.target for link in sheet.links}) == 201
    by_piece = contents(page_count(thick_volume(200)), FACTS)
    assert "599—601" not in text_of(by_piece.pdf)


def test_links_by_volume_lie_on_the_rows_that_name_their_pages() -> None:
    laid = page_count(risk_volume(), Recipe(standard=Standard.BY_VOLUME))
    sheet = contents(laid, FACTS)
    left = 25 + sum(width for title, width in VOLUME_CONTENTS_COLUMNS[:5])
    with pypdfium2.PdfDocument(sheet.pdf) as document:
        for link in sheet.links:
            _, bottom, _, top = link.rect
            text = document[link.page].get_textpage()
            number = text.get_text_bounded(left * MM, bottom, (left + 15) * MM, top).strip()
            wanted = laid.by_ref[link.target].labels[0]
            assert number.partition("—")[0] in (wanted, "")


def test_the_closing_note_has_the_fields_of_its_standard() -> None:
    by_volume = text_of(closing_note(page_count(risk_volume(), Recipe(standard=Standard.BY_VOLUME)), FACTS))
    for label in ("本卷情况说明", "立卷人", "立卷时间", "检查人"):
        assert label in by_volume
    assert "整理人" not in by_volume
    assert "盒内文件情况说明" in text_of(closing_note(page_count(risk_volume()), FACTS))


def test_the_editable_edition_has_the_form_of_its_standard() -> None:
    document = Document(
        io.BytesIO(volume_docx(page_count(risk_volume(), Recipe(standard=Standard.BY_VOLUME, signatures=False)), FACTS))
    )
    assert {sure(section.page_width) < sure(section.page_height) for section in document.sections} == {True}
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert [title for title, _ in VOLUME_CONTENTS_COLUMNS] in heads
    assert "卷内文件目录" in "".join(line.text for section in document.sections for line in section.header.paragraphs)
    assert "立卷人" in "".join(cell.text for cell in document.tables[-1].rows[-2].cells)


# --- boxes and the whole set


def test_an_archival_spine_has_the_cells_of_the_standard() -> None:
    pdf = label_sheets([archival_label(BOX)])
    found = text_of(pdf)
    for caption, value in (
        ("全宗号", "Z109"),
        ("年度", "2023"),
        ("保管期限", "永久"),
        ("起件号", "0001"),
        ("止件号", "0046"),
        ("盒号", "12"),
    ):
        assert f"{caption}{value}" in found
    assert "机构（问题）" in found
    ((_, first),) = places(pdf, "0001")
    ((_, last),) = places(pdf, "0046")
    assert first < last
    assert "机构" not in text_of(label_sheets([archival_label(replace(BOX, organ=""))]))


@pytest.mark.parametrize("organ", ["", "办公室"])
def test_the_cells_of_an_archival_spine_fill_its_height(organ: str) -> None:
    assert sum(cell[0] for cell in archival_label(replace(BOX, organ=organ)).cells) == SPINE_HEIGHT


@pytest.mark.parametrize("spine", [*PAPER_SPINES, *PLASTIC_SPINES])
def test_labels_are_cut_narrower_than_their_spines(spine: float) -> None:
    pdf = trial_labels([spine])
    widths = {round(width, 2) for _, _, width, height in rectangles(pdf) if height > 200}
    assert widths == {round(spine - SPINE_CLEARANCE - 1.6, 2)}
    assert f"盒脊{spine:.0f}毫米" in text_of(pdf)
    assert "标尺应为100毫米" in text_of(pdf)


def test_trial_labels_of_all_boxes_take_two_sheets() -> None:
    found = pages_of(trial_labels([*PAPER_SPINES, *PLASTIC_SPINES]))
    assert len(found) == 2
    assert all("100毫米" in page for page in found)


def test_a_long_organ_stays_on_its_spine() -> None:
    pdf = label_sheets([archival_label(replace(BOX, spine=20, organ=TITLE_300[:60], fonds="很长的全宗号" * 5))])
    left, _, right, bottom = extent(pdf, above=266)
    assert left >= 15
    assert right <= 15 + 18
    assert bottom <= 266


def test_box_fronts_say_what_is_inside() -> None:
    laid = replace(page_count(risk_volume()), volume=replace(risk_volume(), box=BoxPlace(2, 3)))
    found = text_of(box_front(laid, FACTS))
    for text in (FACTS.archive_title, "第四卷", "风险监测", "第2盒／共3盒", "（8）—（9）", "6件", "176×250毫米"):
        assert bare(text) in found
    archival = text_of(archival_box_front(BOX))
    for text in ("示例区人民政府", "全宗号Z109", "保管期限永久", "机构或问题办公室", "起止件号0001—0046", "盒号12"):
        assert text in archival
    assert sizes_of(box_front(laid, FACTS)) == sizes_of(archival_box_front(ArchivalBox())) == {(210.0, 297.0)}


@pytest.mark.parametrize("title", [TITLE_300, RARE_TITLE])
def test_a_box_front_stays_one_page(title: str) -> None:
    plan = replace(risk_volume(), title=title, box=BoxPlace(12, 13))
    found = pages_of(box_front(page_count(plan), FACTS))
    assert len(found) == 1
    assert bare(title) in found[0]


def test_the_set_counts_volumes_and_boxes() -> None:
    plan = risk_volume()
    boxes = [bound(replace(plan, key=f"item-4.{n}", box=BoxPlace(n, 2))) for n in (1, 2)]
    every = [*boxes, bound(thick_volume())]
    assert "2卷3盒72件" in text_of(set_cover(every, FACTS))
    index = text_of(volume_index(every, {}, FACTS))
    assert "合计2卷3盒72" in index
    assert "第1盒／共2盒" in index
    assert "区市场监管局、区卫健委、区农牧局" in index
    assert "总卷" in text_of(set_cover([], FACTS, "第4大项"))


# --- lists for those who print and put in


def test_columns_fill_their_pages() -> None:
    for columns, width in (
        (CHANGE_COLUMNS, 170),
        (JOB_COLUMNS, 170),
        (VOLUME_CONTENTS_COLUMNS, 170),
        (SIGNATURE_COLUMNS, 257),
    ):
        assert sum(one for _, one in columns) == width


def test_a_change_list_tells_what_to_do_with_which_pages() -> None:
    rows = [
        ChangedSheets(Action.TAKE_OUT, "12—15", "4-(8)-2023-003", "旧题名", "内容变动"),
        ChangedSheets(Action.PUT_IN, "12-1", "4-(8)-2023-004", RARE_TITLE, "补充材料"),
        ChangedSheets(Action.EXCHANGE, "目录1", "", "目录", "新增条目"),
    ]
    found = text_of(change_list(risk_volume(), rows, FACTS))
    for text in ("抽出12—154-(8)-2023-003旧题名内容变动", "插入12-1", RARE_TITLE, "替换目录1目录新增条目"):
        assert bare(text) in found
    assert "抽出1处，插入1处，替换1处" in found
    for label in ("换页人", "换页日期", "核对人", "核对日期", "第四卷"):
        assert label in found
    assert "本次无换页" in text_of(change_list(risk_volume(), [], FACTS))


def test_a_change_list_of_two_hundred_rows_is_certified_once() -> None:
    rows = [ChangedSheets(Action.PUT_IN, f"{n}-1", f"4-(8)-2024-{n:03d}", TITLE_300, "补充") for n in range(1, 201)]
    found = pages_of(change_list(risk_volume(), rows, FACTS))
    assert len(found) > 20
    assert all("换页清单" in page for page in found)
    assert [index for index, page in enumerate(found) if "换页人" in page] == [len(found) - 1]
    assert all(any(f"4-(8)-2024-{n:03d}" in page for page in found) for n in range(1, 201))


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        ((), ""),
        (("1", "2", "3", "5"), "1—3、5"),
        (("9", "10", "11"), "9—11"),
        (("12", "12-1", "12-2", "13"), "12、12-1—2、13"),
        (("目录1", "目录2", "1", "2"), "目录1—2、1—2"),
        (("封面", "封面"), "封面、封面"),
    ],
)
def test_labels_are_drawn_together(labels: tuple[str, ...], text: str) -> None:
    assert label_ranges(labels) == text


def test_a_job_sheet_says_which_pages_want_what() -> None:
    job = VolumeJob(
        "第04卷 风险监测",
        123,
        62,
        duplex=True,
        large=("12", "13", "14"),
        colour=("1", "2", "45"),
        landscape=("目录1",),
        by_hand=(Place("签字表1", "责任单位签字、盖章"),),
        originals=(Place("77", "签到册"),),
    )
    plain = VolumeJob("第05卷 源头治理", 10, 10, duplex=False, colour=())
    found = text_of(job_sheet([job, plain], FACTS))
    for text in (
        "第04卷 风险监测双面123623311",
        "第05卷 源头治理单面1010",
        "合计2卷（盒）133723311",
        "A3页（3页）12—14",
        "彩色页（3页）1—2、45",
        "横排页（1页）目录1",
        "签字、盖章处（1处）签字表1责任单位签字、盖章",
        "插入纸质原件（1处）77签到册",
    ):
        assert bare(text) in found
    assert found.count("第05卷") == 1
    assert "打印人" in text_of(job_sheet([], FACTS))


def test_what_every_volume_wants_signed_is_said_once() -> None:
    closing = Place("备考表1", "备考表：签字")
    jobs = [
        VolumeJob(name, 10, 10, duplex=False, by_hand=(*more, closing))
        for name, more in (("甲卷", (Place("7", "合理缺项情况说明：盖章"),)), ("乙卷", ()))
    ]
    found = text_of(job_sheet(jobs, FACTS))
    assert "每卷（盒）都有，不再逐一列出——备考表：签字。" in found
    assert "签字、盖章处（1处）7合理缺项情况说明：盖章" in found
    assert found.count("备考表：签字") == 1
    assert found.count("乙卷") == 1
    assert "不再逐一列出" not in text_of(job_sheet(jobs[:1], FACTS))


# --- 照片页


@pytest.mark.parametrize("count", [2, 4, 6])
def test_photo_frames_keep_apart_and_on_the_page(count: int) -> None:
    frames = photo_frames(count)
    assert len(frames) == count
    for x, y, width, height in frames:
        assert x >= 25
        assert y >= 40
        assert x + width <= 195.01
        assert y + height + 20 <= 282.01
        assert width > 60
        assert height > 45
    for index, (x, y, width, height) in enumerate(frames):
        for other_x, other_y, _, _ in frames[index + 1 :]:
            assert other_x >= x + width + 5.9 or other_y >= y + height + 20


@pytest.mark.parametrize("count", [2, 4, 6])
def test_captions_stand_below_their_frames(count: int) -> None:
    photos = [Photo(f"会议现场{n}", f"IMG_{n:04d}.jpg", dt.date(2023, 3, n)) for n in range(1, count + 2)]
    pdf = photo_captions(piece(3, 8, "照片"), photos, count, FACTS)
    found = pages_of(pdf)
    assert len(found) == 2
    for n, (x, y, _, height) in enumerate(photo_frames(count), 1):
        ((left, baseline),) = places(pdf, f"会议现场{n}")
        assert left > x
        assert y + height < baseline < y + height + 20
        assert f"拍摄时间：2023年3月{n}日" in found[0]
    assert f"图{count + 1}会议现场{count + 1}" in found[1]


def test_long_captions_are_set_smaller_and_nothing_is_lost() -> None:
    photos = [Photo(TITLE_300, "很长的文件名称" * 20 + ".jpg"), Photo(RARE_TITLE, "a.jpg")] * 3
    pdf = photo_captions(piece(3, 8, "照片"), photos, 6, FACTS)
    (found,) = pages_of(pdf)
    assert found.count(bare(TITLE_300)) == 3
    assert found.count(bare(RARE_TITLE)) == 3
    assert "拍摄时间：未记载" in found
    assert extent(pdf)[3] <= 282


def test_withheld_pictures_have_no_sheet() -> None:
    with pytest.raises(ValueError, match="withheld"):
        photo_captions(piece(3, 8, "机密", SECRET), [], 2, FACTS)
