"""What each report says: to departments, to leaders, to inspectors."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from foodsafe_desktop.domain.catalogue import Catalogue, SubItem
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.evidence import Omission
from foodsafe_desktop.domain.gaps import Gap, coverage
from foodsafe_desktop.domain.reports import ReportFacts, ReportKind
from foodsafe_desktop.domain.wording import points_text
from foodsafe_desktop.output.reports.bulletin import bulletin
from foodsafe_desktop.output.reports.doubts import doubts
from foodsafe_desktop.output.reports.facts import short_reason, years_text
from foodsafe_desktop.output.reports.gap_list import gap_list
from foodsafe_desktop.output.reports.ledger import ledger
from foodsafe_desktop.output.reports.omissions import omissions
from foodsafe_desktop.output.reports.rectification import rectification
from foodsafe_desktop.output.reports.reminder import reminder
from foodsafe_desktop.output.reports.self_score import self_score
from foodsafe_desktop.output.reports.writing import Reports, put_in_place
from tests.integration.output.reported import (
    CATALOGUE,
    COVERED,
    DOSSIER,
    FACTS,
    FINDINGS,
    NOW,
    ON,
    REPORTS,
    REQUIREMENTS,
    SECRET,
    WEEK,
    opened,
    opened_book,
    rows_of,
    texts_of,
)
from tests.unit.domain.test_editions import with_lines

# --- 缺失清单


def test_gap_list_has_a_row_a_gap_with_its_requirement_and_reason() -> None:
    rows = rows_of(opened(REPORTS["缺失清单"]))
    assert rows[0] == ["序号", "小项", "大项", "应备佐证材料", "年度", "缺口原因", "责任部门", "分值"]
    assert len(rows) == len(COVERED.gaps) + 1
    gap = COVERED.gaps[0]
    assert rows[1][:5] == ["1", "（1）", "1.党政同责", "年度督查督办计划", "2023"]
    assert rows[1][5:] == [gap.reason, "区市场监管局", points_text(gap.points)]
    assert {row[2] for row in rows[1:]} >= {"8.食品抽检", "否决项"}


def test_a_number_without_requirements_is_named_by_the_catalogue() -> None:
    gap = Gap(8, "8-annual", 2022, "无佐证材料", (), Decimal(1))
    assert rows_of(opened(gap_list(CATALOGUE, [gap], ON)))[1][3:7] == ["第8小项的要求", "2022", "无佐证材料", "—"]


def test_without_gaps_a_sentence_stands_in_place_of_the_table() -> None:
    document = opened(gap_list(CATALOGUE, [], ON))
    assert not document.tables
    assert "本期无缺口。" in texts_of(document)
    sheet = opened_book(gap_list(CATALOGUE, [], ON)).worksheets[0]
    assert sheet["A4"].value == "本期无缺口。"


def test_many_reasons_are_told_short_so_that_a_row_fits_a_page() -> None:
    reason = "；".join(f"文件损坏：{at}.pdf" for at in range(4000))
    assert short_reason(reason) == "文件损坏：0.pdf；文件损坏：1.pdf；文件损坏：2.pdf；等4000处"
    assert short_reason("甲；乙") == "甲；乙"


@pytest.mark.parametrize(
    ("years", "text"),
    [([2022, 2023, 2024], "2022—2024"), ([2022, 2024], "2022、2024"), ([2023], "2023"), ([None], "—"), ([], "—")],
)
def test_years_are_joined(years: list[int | None], text: str) -> None:
    assert years_text(years) == text


# --- 催报单


def test_reminder_names_only_the_departments_gaps_and_asks_for_a_day() -> None:
    document = opened(REPORTS["催报单"])
    texts = texts_of(document)
    gaps = [gap for gap in COVERED.gaps if "区教育局" in gap.departments]
    assert texts[:3] == ["佐证材料催报单", "编号：2024-003", "区教育局："]
    assert f"尚有{len(gaps)}处缺口，涉及小项1项" in texts[3]
    assert "请于2024年6月10日前补齐并送示例区创建工作办公室" in texts[3]
    rows = rows_of(document)
    assert rows[0] == ["序号", "小项", "应报材料", "年度", "缺口原因", "原定时限", "分值"]
    assert rows[1][1:4] == ["（28）*", "监督抽检完成情况统计表", "—"]
    assert rows[1][5] == "2023年4月初开始，常态化推进"
    assert rows[-1] == ["合计", points_text(sum((gap.points for gap in gaps), Decimal(0)))]
    assert any("责任部门在来源文件扫描件中存疑" in text for text in texts)


def test_reminder_ends_with_a_receipt_and_without_a_document_number() -> None:
    document = opened(REPORTS["催报单"])
    assert rows_of(document, 1)[0] == ["签收人", "签收日期", "反馈（办理情况、拟补报时间）"]
    assert "编号：2024-003　　责任部门：区教育局（盖章）" in texts_of(document)
    title = document.paragraphs[0].text + document.paragraphs[1].text
    assert "〔" not in title
    assert "FF0000" not in document.element.xml


def test_reminder_joins_the_years_of_one_requirement() -> None:
    rows = rows_of(opened(reminder(FACTS, "区市场监管局", 1, dt.date(2024, 7, 1))))
    by_title = {row[2]: row for row in rows[1:-1]}
    assert by_title["年度督查督办计划"][3] == "2023—2024"
    assert by_title["评议考核结果通报"][3] == "2022—2024"
    gaps = [gap for gap in COVERED.gaps if gap.requirement == "2-result"]
    assert by_title["评议考核结果通报"][6] == points_text(sum((gap.points for gap in gaps), Decimal(0)))


def test_reminder_on_a_monday_asks_for_the_next_one() -> None:
    assert ON.weekday() == 0
    said = texts_of(opened(reminder(FACTS, "区教育局", 1)))[3]
    assert "2024年6月10日前" in said


def test_a_department_without_gaps_gets_a_sentence_and_no_receipt() -> None:
    document = opened(reminder(FACTS, "区水务局", 7))
    assert any(text.endswith("本期无缺口。") for text in texts_of(document))
    assert not document.tables


def _collective(lead: str | None) -> ReportFacts:
    """The line of 28 is the whole membership's, 2 as well without a lead."""

    def sub(one: SubItem) -> SubItem:
        if one.number == 28:
            return replace(one, lead=lead, departments=("各成员单位",))
        return replace(one, departments=("各成员单位",)) if one.number == 2 else one

    shared = with_lines(CATALOGUE, sub)
    return replace(FACTS, catalogue=shared, coverage=coverage(shared, DOSSIER, REQUIREMENTS))


def test_a_collective_body_is_reminded_by_way_of_the_lead() -> None:
    led = texts_of(opened(reminder(_collective("区教育局"), "各成员单位", 4)))
    assert led[2] == "各成员单位："
    assert led[3] == (
        "（集体责任，请由牵头单位转送）牵头单位：区教育局。（2）未注明牵头单位，由示例区创建工作办公室转送。"
    )
    assert any("责任单位：" in text and "（盖章）" in text for text in led)
    unled = texts_of(opened(reminder(_collective(None), "各成员单位", 4)))
    assert unled[3] == "（集体责任，请由牵头单位转送）所列小项未注明牵头单位，由示例区创建工作办公室转送。"
    assert not any("集体责任" in text for text in texts_of(opened(reminder(FACTS, "区教育局", 1))))


# --- 每周调度通报


def test_bulletin_tells_this_week_against_the_last() -> None:
    document = opened(REPORTS["通报"])
    texts = texts_of(document)
    assert texts[:3] == ["创建工作每周调度通报", "2024年第3期", "各责任部门："]
    assert (
        "佐证材料缺口共4处，涉及3项。可得20分，已落实12.5分，待落实7.5分。"
        "距2024年6月底前提出申请还有27天，距2024年12月底前迎接验收还有211天。"
    ) in texts
    assert "与上期（2024年5月27日）相比，补齐缺口2处，新增缺口1处，已落实分值增加2.5分。" in texts
    closed, new = rows_of(document, 0), rows_of(document, 1)
    assert ["1", "—", "gone", "—", "—"] in closed
    assert ["2", "（1）", "年度督查督办计划", "2022", "区市场监管局"] in closed
    assert new[1:] == [["1", "（28）", "监督抽检完成情况统计表", "—", "区教育局、区市场监管局"]]


def test_bulletin_ranks_departments_and_lists_what_was_overdue_that_day() -> None:
    document = opened(REPORTS["通报"])
    assert rows_of(document, 2)[1:] == [["1", "区市场监管局", "9", "7", "2"], ["2", "区教育局", "1", "3", "-2"]]
    overdue = rows_of(document, 3)
    # The one closed two days later was still open; the one without a deadline cannot be late.
    assert [(row[1], row[4], row[5]) for row in overdue[1:]] == [
        ("（28）", "2024-04-30", "34"),
        ("（8）", "2024-05-20", "14"),
    ]


def test_departments_that_did_equally_share_a_rank() -> None:
    week = replace(NOW, departments=(("甲局", 2), ("乙局", 2), ("丙局", 5)))
    rows = rows_of(opened(bulletin(replace(WEEK, this_week=week, last_week=None), 1)))
    assert [(row[0], row[1]) for row in rows[1:]] == [("1", "乙局"), ("1", "甲局"), ("3", "丙局")]


def test_collective_bodies_are_listed_apart_from_the_ranking() -> None:
    week = replace(NOW, departments=(("各成员单位", 1), ("乙局", 2), ("区食药安委各成员单位", 5)))
    document = opened(bulletin(replace(WEEK, this_week=week, last_week=None), 1))
    assert [(row[0], row[1]) for row in rows_of(document)[1:]] == [("1", "乙局")]
    assert rows_of(document, 1) == [
        ["集体责任单位", "上期缺口", "本期缺口", "净减少"],
        ["各成员单位", "—", "1", "—"],
        ["区食药安委各成员单位", "—", "5", "—"],
    ]
    assert "以下为集体责任，由牵头单位督促，不参加排名。" in texts_of(document)


def test_first_bulletin_says_that_there_is_nothing_to_compare() -> None:
    empty = replace(NOW, gaps=frozenset(), departments=())
    document = opened(bulletin(replace(WEEK, this_week=empty, last_week=None, findings=()), 1))
    texts = texts_of(document)
    assert "本期为首期，尚无上期数据可比。" in texts
    assert any(text.startswith("本期无缺口。可得20分") for text in texts)
    assert {"本期各责任部门均无缺口。", "本期无逾期整改问题。"} <= set(texts)
    assert not document.tables


# --- 工作任务推进台账


def test_ledger_lists_every_number_with_its_state_and_years() -> None:
    rows = rows_of(opened(REPORTS["台账"]))
    years = ["2022", "2023", "2024"]
    head = ["小项", "工作目标任务", "责任部门", "完成时限", "状态", *years, "不分年度", "佐证件数", "缺口"]
    assert rows[0] == head
    by_number = {row[0]: row for row in rows[1:]}
    numbers = {f"（{number}）" for number in COVERED.standings}
    assert numbers <= set(by_number)
    assert by_number["（1）"][4:] == ["部分", "1", "—", "—", "—", "1", "2处"]
    assert by_number["（3）"][3:] == ["—", "合理缺项", "—", "—", "—", "1", "1", "—"]
    assert by_number["（112）"][1:5] == ["（原文缺）", "—", "—", "待核"]
    assert "一、基础工作　1.党政同责（3分）" in by_number


# --- 合理缺项汇总


def test_omissions_give_reason_basis_and_whether_the_statement_is_there() -> None:
    rows = rows_of(opened(REPORTS["缺项"]))
    assert rows[0][-3:] == ["情况说明", "负责人签字", "责任部门盖章"]
    by_number = {row[1]: row for row in rows[1:]}
    assert by_number["（3）"][4:] == [
        "任务分工表注明合理缺项，见《合理缺项情况说明》",
        "示府发〔2023〕1号附件",
        "已附1件",
        "",
        "",
    ]
    assert by_number["（100）"][4:7] == ["辖区内无此类主体", "未填依据文件", "未附情况说明"]


def test_an_omission_that_the_catalogue_prints_says_whether_its_statement_is_there() -> None:
    bare = replace(DOSSIER, assignments=())
    facts = replace(FACTS, dossier=bare, coverage=coverage(CATALOGUE, bare, REQUIREMENTS))
    document = opened(omissions(facts))
    by_number = {row[1]: row for row in rows_of(document)[1:]}
    assert by_number["（3）"][4:7] == ["任务分工表注明合理缺项，未附情况说明", "示府发〔2023〕1号附件", "未附情况说明"]
    assert any(text.endswith("项未附情况说明，1项未填依据文件") for text in texts_of(document))

    entered = replace(
        bare, omissions={3: Omission(3, "辖区内无食用农产品批发市场"), 100: Omission(100, "无", "区食安委〔2023〕3号")}
    )
    facts = replace(FACTS, dossier=entered, coverage=coverage(CATALOGUE, entered, REQUIREMENTS))
    by_number = {row[1]: row for row in rows_of(opened(omissions(facts)))[1:]}
    assert by_number["（3）"][4:7] == ["辖区内无食用农产品批发市场", "示府发〔2023〕1号附件", "未附情况说明"]
    assert by_number["（100）"][5] == "区食安委〔2023〕3号"
    assert not any("未填依据文件" in text for text in texts_of(opened(omissions(facts))))


def test_an_archive_without_omissions_says_so() -> None:
    plain = replace(CATALOGUE, dimensions=(replace(CATALOGUE.dimensions[0], items=CATALOGUE.dimensions[0].items[1:]),))
    facts = ReportFacts(plain, Dossier(), coverage(plain, Dossier()), ON)
    assert "本档案无合理缺项。" in texts_of(opened(omissions(facts)))


# --- 自评得分表


def test_self_score_adds_up_and_gives_every_deduction_a_reason() -> None:
    document = opened(REPORTS["自评"])
    rows = rows_of(document)
    assert rows[0] == ["小项", "评价内容", "满分", "自评得分", "扣分", "扣分原因"]
    points = COVERED.points
    total = [points_text(one) for one in (points.attainable, points.secured, points.at_risk)]
    assert rows[-1] == ["总计", *total, ""]
    parts = [row for row in rows if row[0].endswith("小计")]
    assert len(parts) == len(CATALOGUE.dimensions)
    assert sum(Decimal(row[1]) for row in parts) == Decimal(total[0])
    lost = {row[0]: row for row in rows if row[0].startswith("（") and row[4] not in ("—", "0")}
    assert lost
    assert all("扣" in row[5] for row in lost.values())
    assert "年度督查督办计划（2023—2024）：无佐证材料，扣" in lost["（1）"][5]


def test_self_score_marks_what_does_not_count() -> None:
    rows = {row[0]: row for row in rows_of(opened(REPORTS["自评"]))}
    assert rows["（86）"][2:] == ["—", "—", "—", "未列入计分"]
    assert rows["二、示范引领　30.三小治理"][1:] == ["5", "—", "—", "自选项，未列入计分"]
    assert "自选项，列入计分" in rows["二、示范引领　31.农村治理"][-1]
    notes = texts_of(opened(REPORTS["自评"]))
    assert any("自选项选报：29.机制创新、31.农村治理。" in note for note in notes)
    assert any("否决项（108）（109）尚无证明材料" in note for note in notes)


def test_self_score_of_the_shipped_catalogue_loses_what_is_at_risk(catalogue: Catalogue) -> None:
    covered = coverage(catalogue, Dossier())
    rows = rows_of(opened(self_score(ReportFacts(catalogue, Dossier(), covered, ON))))
    assert rows[-1][1:4] == ["130", "0", "130"]
    assert len([row for row in rows if row[0].startswith("（")]) == catalogue.counts.sub_items


# --- 疑点核对表


def test_doubts_show_the_printed_reading_and_leave_room_to_settle_and_sign() -> None:
    document = opened(REPORTS["疑点"])
    rows = rows_of(document)
    assert rows[0] == ["序号", "位置", "栏目", "扫描件读法", "疑点", "可能读法", "核对结果", "核对人签字、日期"]
    assert [row[1:] for row in rows[1:]] == [
        [
            "第1大项\n（2）",
            "责任部门",
            "区市监局",
            "疑为识别错误",
            "区市场监管局",
            "已核定：与原件一致",
            "2024-05-30",
        ],
        ["第8大项\n（28）", "责任部门", "区教育局、市监局", "与行错位", "—", "", ""],
        ["第29大项\n机制创新", "任选规则", "29.机制创新（5分，任选2项）", "未注明任选几项", "—", "", ""],
        ["保留号\n（112）", "内容", "（原文缺）", "原文缺，待核", "—", "", ""],
    ]
    assert rows_of(document, 1)[1] == ["1", "正文称112小项，附件只列至（111）", "", ""]
    assert rows_of(document, 2)[1][1:5] == ["（2）", "责任部门更正", "区市场监管局", "原件印作“区市场监管局”"]
    assert "疑点共4处，待核对3处" in texts_of(document)[1]


def test_doubts_name_nobody_and_read_the_catalogue_before_corrections() -> None:
    document = opened(doubts(replace(FACTS, catalogue=replace(CATALOGUE, reserved=()), printed=CATALOGUE)))
    assert rows_of(document)[-1][1] == "保留号\n（112）"
    assert "某某" not in document.element.xml


def test_every_doubt_of_the_shipped_catalogue_is_on_the_list(catalogue: Catalogue) -> None:
    facts = ReportFacts(catalogue, Dossier(), coverage(catalogue, Dossier()), ON)
    document = opened(doubts(facts))
    rows = rows_of(document)[1:]
    assert len(rows) == catalogue.counts.doubts + catalogue.counts.reserved
    assert all(row[2] in "所属大项责任部门内容分值任选规则完成时限" for row in rows)
    assert all(row[3] for row in rows)
    assert len(rows_of(document, 1)) == len(catalogue.contradictions) + 1
    assert "尚未登记更正。" in texts_of(document)


# --- 问题整改清单


def test_findings_show_how_far_each_is() -> None:
    document = opened(REPORTS["整改"])
    assert "共3个问题，已销号1个，未销号2个（其中逾期1个）" in texts_of(document)[1]
    rows = rows_of(document)
    assert [row[-1] for row in rows[1:]] == ["逾期14天", "已销号\n2024-06-05", "整改中\n（未定时限）"]
    assert rows[3][2] == "未张贴宣传画\n（已口头通知）"
    assert "本期无问题。" in texts_of(opened(rectification(FACTS, [])))


# --- in all of them


@pytest.mark.parametrize("name", REPORTS)
def test_a_document_with_a_secrecy_mark_is_never_named(name: str) -> None:
    assert SECRET in {evidence.title for evidence in DOSSIER.evidence.values()}
    assert SECRET not in opened(REPORTS[name]).element.xml
    for sheet in opened_book(REPORTS[name]).worksheets:
        assert not [cell for row in sheet.iter_rows(values_only=True) for cell in row if SECRET in str(cell)]


def test_rectifying_evidence_with_a_secrecy_mark_is_withheld() -> None:
    assert rows_of(opened(REPORTS["整改"]))[2][7] == "［疑似涉密，不予列名］"
    plain = replace(FINDINGS[1], rectified_by=4)
    assert rows_of(opened(rectification(FACTS, [plain])))[1][7] == "《抽检计划》"


def test_ledger_of_an_empty_archive_is_whole(catalogue: Catalogue) -> None:
    facts = ReportFacts(catalogue, Dossier(), coverage(catalogue, Dossier()), ON)
    rows = rows_of(opened(ledger(facts)))
    counts = catalogue.counts
    assert len(rows) == 1 + counts.items + counts.sub_items + 1 + counts.vetoes + 1 + counts.reserved


# --- putting them in place


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_each_kind_is_written_and_can_be_opened(kind: ReportKind, ending: str, tmp_path: Path) -> None:
    target = tmp_path / "新建" / f"{kind.label}.{ending}"
    Reports().report(kind, FACTS, FINDINGS, target)
    if ending == "docx":
        assert docx.Document(str(target)).tables
    else:
        assert openpyxl.load_workbook(target).worksheets[0].max_row > 3
    assert [file.name for file in target.parent.iterdir()] == [target.name]


def test_reminders_and_bulletins_are_named_after_what_they_are(tmp_path: Path) -> None:
    reminded = Reports().reminder(FACTS, "区教育局", 301, dt.date(2024, 6, 10), tmp_path)
    told = Reports().bulletin(WEEK, 3, tmp_path)
    assert (reminded.name, told.name) == ("催报单 2024-301 区教育局.docx", "每周调度通报 2024年第3期.docx")
    assert texts_of(docx.Document(str(reminded)))[1] == "编号：2024-301"
    hostile = Reports().reminder(FACTS, "甲局/乙局:*", 302, dt.date(2024, 6, 10), tmp_path)
    assert hostile.parent == tmp_path
    assert hostile.is_file()


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "占位").write_bytes(b"")
    with pytest.raises(CannotWrite, match=r"缺失清单\.docx”。请检查磁盘空间"):
        put_in_place(REPORTS["缺失清单"], tmp_path / "占位" / "缺失清单.docx")
