"""The sheets that people sign: they say what they were given, leave room to write, and lose nothing that is long."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from foodsafe_desktop.domain.binder import Elsewhere, Piece, Section, VolumePlan
from foodsafe_desktop.domain.checks import Check, Gap, IndicatorCheck
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.requirements import Cadence, Indicator, Operator, Requirement
from foodsafe_desktop.domain.requirements import Period as Measured
from foodsafe_desktop.domain.validity import WHOLE, Period
from foodsafe_desktop.output.forms.commitment import PROMISES, commitment
from foodsafe_desktop.output.forms.indicator_sheet import indicator_sheet, piece_codes
from foodsafe_desktop.output.forms.omission_sheet import omission_sheet
from foodsafe_desktop.output.forms.reference_sheet import reference_sheet
from foodsafe_desktop.output.forms.signature_sheet import signature_sheet
from tests.integration.output.plans import (
    FACTS,
    RARE_TITLE,
    SECRET,
    TITLE_300,
    bare_volume,
    empty_volume,
    piece,
    risk_volume,
    section,
    standing,
    thick_volume,
    veto_volume,
)
from tests.integration.output.reading import bare, extent, pages_of, places, sizes_of, text_of

PLACE = Elsewhere("item-1", "第01卷 党政同责", 2, "1-(2)-2023-007", "12")
SECRETS = ("机密某专项督查方案", "密字〔2022〕9号", "某局", "8/2022/")


def referred(title: str = "会议纪要", place: Elsewhere = PLACE, reference_code: str = "") -> Piece:
    return replace(piece(3, 8, title, reference_code=reference_code), printed_at=place)


def omitted(*pieces: Piece, **more: object) -> Section:
    return section(10, "开展土壤污染源头防治行动。", standing(10, State.OMITTED, {None: 0}), *pieces, **more)


def checked() -> Section:
    """A sub-item with a yearly requirement, a quarterly one, one for the whole, and an indicator."""
    meeting = Requirement("8-1", 8, "风险会商会议材料", "会议", Cadence.EACH_YEAR, 2, parts=("通知", "纪要"))
    report = Requirement("8-2", 8, "季度分析报告", "报告", Cadence.EACH_QUARTER)
    rule = Requirement("8-3", 8, "会商制度", "制度", Cadence.ONCE)
    rate = Indicator("8-i", 8, "抽检完成率", Operator.AT_LEAST, Decimal("98.5"), "%", Measured.YEAR, "8-1")
    gap = Gap(8, "8-1", 2023, "仅有1套", (), Decimal(1))
    checks = (
        Check(meeting, Period(2022), (1, 2), None),
        Check(meeting, Period(2023), (3,), "仅有1套", gap),
        Check(meeting, Period(2024), (), "无佐证材料", gap),
        *(Check(report, Period(2022, n), (n,) if n % 2 else (), None if n % 2 else "无佐证材料") for n in range(1, 5)),
        Check(rule, WHOLE, (9,), None),
    )
    indicators = (
        IndicatorCheck(rate, 2022, Decimal("99.10"), False, None),
        IndicatorCheck(rate, 2023, Decimal(90), False, "指标未达标"),
        IndicatorCheck(rate, 2024, None, False, "指标未填报数值"),
        IndicatorCheck(rate, None, None, True, None),
    )
    stands = replace(standing(8, State.PARTIAL), checks=checks, indicators=indicators, gaps=(gap, gap))
    return replace(risk_volume().sections[0], standing=replace(stands, points=Decimal("2.50")))


# --- every one of them


def every(volume: VolumePlan) -> list[tuple[bytes, tuple[float, float]]]:
    upright, turned = (210.0, 297.0), (297.0, 210.0)
    return [
        (reference_sheet(referred(), FACTS), upright),
        *((omission_sheet(one, FACTS), upright) for one in volume.sections),
        *((indicator_sheet(one, volume, FACTS), upright) for one in volume.sections),
        (signature_sheet(volume, FACTS), turned),
        (commitment(FACTS, volume), upright),
    ]


@pytest.mark.parametrize("make", [risk_volume, thick_volume, veto_volume, empty_volume, bare_volume])
def test_sizes_margins_and_sameness(make: Callable[[], VolumePlan]) -> None:
    for (pdf, size), (again, _) in zip(every(make()), every(make()), strict=True):
        assert pdf == again
        assert sizes_of(pdf) == {size}
        for page in range(len(pages_of(pdf))):
            left, top, right, bottom = extent(pdf, page)
            assert left >= 24.9
            assert top >= 15.9
            assert right <= size[0] - 14.9
            assert bottom <= size[1] - 14.9


def test_nothing_of_a_withheld_piece_is_named() -> None:
    title = "机密 某专项督查方案"
    secret = piece(4, 8, title, SECRET, document_number="密字〔2022〕9号", author="某局")
    plan = risk_volume()
    one = replace(plan.sections[0], pieces=(secret,))
    reason = f"见《{title}》（8/2022/机密 某专项督查方案.docx）"
    for pdf in (
        reference_sheet(replace(secret, printed_at=PLACE), FACTS),
        omission_sheet(omitted(secret), FACTS, reason),
        indicator_sheet(one, plan, FACTS),
        signature_sheet(plan, FACTS),
        commitment(FACTS, plan),
    ):
        assert not [word for word in SECRETS if word in text_of(pdf)]
    assert "［疑似涉密，不予列名］" in text_of(reference_sheet(replace(secret, printed_at=PLACE), FACTS))


# --- 互见页


def test_a_reference_says_where_the_pages_are() -> None:
    found = text_of(reference_sheet(referred(reference_code="Z109-WS·2023-Y-BGS-0001"), FACTS))
    for text in (
        "互见页",
        "会议纪要",
        "第01卷 党政同责",
        "（2）",
        "1-(2)-2023-007",
        "第12页",
        "Z109-WS·2023-Y-BGS-0001",
    ):
        assert bare(text) in found
    assert "编号4-(8)-2023-003" in found


def test_a_reference_without_a_page_sends_to_the_contents() -> None:
    found = text_of(reference_sheet(referred(place=replace(PLACE, page=None)), FACTS))
    assert "页号见该卷目录" in found
    assert "第12页" not in found


@pytest.mark.parametrize("title", [TITLE_300, RARE_TITLE])
def test_a_reference_prints_any_title_in_full(title: str) -> None:
    found = pages_of(reference_sheet(referred(title), FACTS))
    assert len(found) == 1
    assert bare(title) in found[0]


def test_a_piece_that_is_printed_here_has_no_reference() -> None:
    with pytest.raises(ValueError, match="printed here"):
        reference_sheet(piece(3, 8, "会议纪要"), FACTS)


# --- 合理缺项情况说明


def test_an_omission_states_reason_and_basis() -> None:
    held = piece(1, 10, "合理缺项情况说明（盖章件）")
    found = text_of(omission_sheet(omitted(held), FACTS, "辖区内无耕地。", "白府发〔2023〕40号附件"))
    for text in (
        "（10）",
        "开展土壤污染源头防治行动。",
        "辖区内无耕地。",
        "白府发〔2023〕40号附件",
        held.code,
        held.title,
    ):
        assert bare(text) in found
    assert "由责任部门填写" not in found
    assert "未填" not in found
    assert found.count("（盖章）") == 3
    assert all(f"{name}（盖章）" in found for name in ("区市场监管局", "区卫健委", "区农牧局"))


def test_what_an_omission_lacks_is_left_to_be_written() -> None:
    found = text_of(omission_sheet(omitted(departments=()), FACTS))
    assert found.count("由责任部门填写") == 2
    assert "依据文件（未填，由责任部门在下方补写）" in found
    assert "责任部门原文未列" in found
    assert found.count("（盖章）") == 1


def test_an_omission_of_many_departments_and_words_loses_none() -> None:
    names = tuple(f"第{n}责任单位（含其下属各事业单位和派出机构）" for n in range(21))
    pdf = omission_sheet(omitted(departments=names), FACTS, TITLE_300 * 8, TITLE_300)
    found = pages_of(pdf)
    assert len(found) > 3
    assert all(page.startswith(bare(FACTS.archive_title)) for page in found)
    together = "".join(found).replace(bare(f"{FACTS.archive_title}小项（10）风险监测"), "")
    assert bare(TITLE_300 * 8) in together
    assert all(bare(f"{name}（盖章）") in together for name in names)
    assert together.count("负责人签字") == len(names) + 1  # once in the sentence before the boxes


# --- 责任单位签字确认表


def test_every_department_has_its_row() -> None:
    plan = risk_volume()
    lead = replace(plan.sections[1], lead="区卫健委", departments=("区卫健委",))
    orphan = replace(plan.sections[1], number=10, departments=())
    found = text_of(signature_sheet(replace(plan, sections=(plan.sections[0], lead, orphan)), FACTS))
    for title in ("责任单位（盖章）", "负责小项", "件数", "分管领导签字", "经办人", "联系电话", "日期", "审核意见"):
        assert title in found
    assert "区市场监管局（8）6" in found
    assert "区卫健委（牵头）（8）（9）6" in found
    assert "（原文未列责任单位）（10）0" in found


def test_a_long_table_repeats_its_head() -> None:
    plan = risk_volume()
    names = tuple(f"第{n}责任单位" for n in range(200))
    found = pages_of(signature_sheet(replace(plan, sections=(replace(plan.sections[0], departments=names),)), FACTS))
    assert len(found) > 20
    assert all("责任单位签字确认表" in page and "分管领导签字" in page for page in found)
    assert all(any(name in page for page in found) for name in names)


# --- 真实性承诺书


def test_the_commitment_keeps_to_the_letter_of_the_standard() -> None:
    plan = risk_volume()
    pdf = commitment(FACTS, plan)
    found = text_of(pdf)
    assert all(bare(promise) in found for promise in PROMISES)
    assert f"《{FACTS.archive_title}》第四卷“风险监测”（共6件）" in found
    for promise in PROMISES:
        (left, _), *_ = places(pdf, promise[:4])
        assert left == pytest.approx(28 + 2 * 15.75 / 72 * 25.4, abs=1.2)
    left, top, right, bottom = extent(pdf)
    assert left >= 28
    assert top >= 37
    assert right <= 210 - 26
    assert bottom <= 297 - 35


def test_the_commitment_leaves_room_for_a_seal() -> None:
    pdf = commitment(FACTS, risk_volume())
    (_, last), *_ = places(pdf, PROMISES[-1][:4])
    (_, unit), *_ = places(pdf, FACTS.compiled_by)
    assert unit - last > 22
    assert "＿＿（盖章）" in text_of(commitment(replace(FACTS, compiled_by=""), risk_volume()))


@pytest.mark.parametrize("times", range(1, 9))
def test_a_signature_never_stands_alone_on_its_page(times: int) -> None:
    found = pages_of(commitment(FACTS, replace(risk_volume(), title="很长的卷题名" * 12 * times)))
    assert bare(PROMISES[-1]) in found[-1]
    assert "负责人（签字）" in found[-1]


# --- 指标说明页


def test_an_indicator_sheet_tells_year_by_year() -> None:
    plan = risk_volume()
    found = text_of(indicator_sheet(checked(), plan, FACTS))
    for text in (
        "佐证要求、指标2022年2023年2024年不分年度",
        "风险会商会议材料（每年至少2套）满足（2件）不足（1件）缺—",
        "季度分析报告（每季度至少1份）第2、4季度不足（2件）———",
        "会商制度（佐证期限内至少1份）———满足（1件）",
        "抽检完成率（应不低于98.5%）99.1%达标90%未达标未填报不适用",
        "尚有2项缺口",
        "佐证清单（6件）4-(8)-2023-001—003、4-(8)-2022-004、4-(8)-2023-005—006",
        "2.5分",
    ):
        assert bare(text) in found
    for label in ("自评分", "责任单位盖章", "联系人", "联系电话", "自评说明"):
        assert label in found


def test_codes_run_on_only_where_they_follow_one_another() -> None:
    made = [replace(piece(n, 8, "纪要"), code=f"4-(8)-2023-{n:03d}") for n in (1, 2, 3, 5, 6, 7)]
    made[4] = replace(made[4], printed_at=PLACE)
    assert piece_codes(made) == "4-(8)-2023-001—003、4-(8)-2023-005、4-(8)-2023-006（互见）、4-(8)-2023-007"
    assert piece_codes(()) == ""


def test_what_is_filled_in_by_hand_stays_on_one_page() -> None:
    one = checked()
    for count in range(1, 26, 3):
        many = tuple(
            replace(check, requirement=replace(check.requirement, id=f"8-{n}"))
            for n in range(count)
            for check in one.standing.checks[:1]
        )
        sheet = indicator_sheet(replace(one, standing=replace(one.standing, checks=many)), risk_volume(), FACTS)
        (last,) = [page for page in pages_of(sheet) if "自评分" in page]
        assert "联系电话" in last


def test_many_years_are_set_as_several_tables() -> None:
    one = checked()
    meeting = one.standing.checks[0].requirement
    checks = tuple(Check(meeting, Period(year), (1,), None) for year in range(2010, 2022))
    found = text_of(
        indicator_sheet(
            replace(one, standing=replace(one.standing, checks=checks, indicators=())), risk_volume(), FACTS
        )
    )
    assert found.count("佐证要求、指标") == 3
    assert all(f"{year}年" in found for year in range(2010, 2022))


def test_an_omission_says_what_is_asked_for_instead() -> None:
    found = text_of(indicator_sheet(omitted(), risk_volume(), FACTS))
    assert "须附《合理缺项情况说明》" in found
    assert "目前没有归入本项的材料" in found
