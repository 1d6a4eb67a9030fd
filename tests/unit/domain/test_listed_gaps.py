"""What is missing under a list of requirements: each reason in words, what holds a state back, and the laws."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.evidence import Condition, Presence
from foodsafe_desktop.domain.gaps import (
    Coverage,
    CoverageOptions,
    Gap,
    OmissionScoring,
    Standing,
    State,
    coverage,
    recover,
)
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.domain.requirements import IndicatorValue, RequirementList
from tests.sure import sure
from tests.unit.builders import AT, NUMBERS, SMALL, Held, dossier, elections, held, shuffled
from tests.unit.domain.listed import LISTED, MEETING, PHOTOS, REPORT, TITLES, listed_holdings

YEARS = (2022, 2023, 2024)
DEFAULTS = CoverageOptions()


def values(*found: tuple[str, int | None, str | None]) -> list[IndicatorValue]:
    return [
        IndicatorValue(key, year, None if value is None else Decimal(value), not_applicable=value is None)
        for key, year, value in found
    ]


def covered(
    *pieces: Held,
    given_values: Iterable[IndicatorValue] = (),
    options: CoverageOptions = DEFAULTS,
    requirements: RequirementList = LISTED,
) -> Coverage:
    one = replace(dossier(*pieces), indicator_values=list(given_values))
    return coverage(SMALL, one, requirements, options)


def standing(
    number: int, *pieces: Held, given_values: Iterable[IndicatorValue] = (), options: CoverageOptions = DEFAULTS
) -> Standing:
    return covered(*pieces, given_values=given_values, options=options).standings[number]


def reasons(found: Standing, requirement: str) -> dict[int | tuple[int | None, int | None] | None, str]:
    """The reasons of one requirement by year, or by year and quarter."""
    return {
        (gap.year, gap.quarter) if gap.quarter else gap.year: gap.reason
        for gap in found.gaps
        if gap.requirement == requirement
    }


def reports(*years: int) -> list[Held]:
    return [held(8, year=year, title="抽检结果分析报告") for year in years]


def meeting(year: int, *papers: str) -> list[Held]:
    return [held(8, year=year, title=f"会商{paper}") for paper in papers or ("会议通知", "会议签到表", "会议纪要")]


class TestReasons:
    def test_none(self) -> None:
        assert reasons(standing(8), "8-report") == dict.fromkeys(YEARS, "无佐证材料")

    def test_a_year_missing(self) -> None:
        assert reasons(standing(8, *reports(2023, 2024)), "8-report") == {2022: "无佐证材料"}

    def test_only_one_of_two_sets(self) -> None:
        found = standing(8, *meeting(2022), *meeting(2022), *meeting(2023))
        assert reasons(found, "8-meeting") == {
            2023: "仅有1套，应有2套，尚缺会议通知1份、签到表1份、会议纪要1份",
            2024: "无佐证材料",
        }

    def test_only_one_of_two(self) -> None:
        two = RequirementList((replace(REPORT, at_least=2),))
        found = covered(*reports(2022), requirements=two).standings[8]
        assert reasons(found, "8-report")[2022] == "仅有1份，应有2份"
        assert found.valid[2022] == (1,)

    def test_a_set_without_a_sign_in_sheet(self) -> None:
        found = standing(72, held(72, title="承诺书"))
        assert reasons(found, "72-pledge") == {None: "成套材料不全，缺包保清单"}
        twice = standing(8, *meeting(2022), *meeting(2022, "会议通知", "会议纪要"))
        assert reasons(twice, "8-meeting")[2022] == "仅有1套，应有2套，尚缺签到表1份"
        none = standing(8, *meeting(2022, "会议通知"))
        assert reasons(none, "8-meeting")[2022] == "成套材料不全，缺会议通知1份、签到表2份、会议纪要2份"

    @pytest.mark.parametrize(
        ("facts", "reason"),
        [
            ({"dated": dt.date(2021, 12, 31)}, "成文日期 2021-12-31 不在佐证期限（2022-01-01至2024-12-31）内"),
            ({"dated": dt.date(2025, 1, 1)}, "成文日期 2025-01-01 不在佐证期限（2022-01-01至2024-12-31）内"),
            ({"dated": dt.date(2023, 6, 1)}, "成文日期 2023-06-01 与所属年度 2022 不符"),
            ({"year": None}, "未注明年度"),
            ({"presence": Presence.MISSING}, "文件不在原处：收件/文件1.0.pdf"),
            ({"changed": True}, "文件内容已变动，待确认：收件/文件1.0.pdf"),
            ({"condition": Condition.UNREADABLE}, "文件无法读取：收件/文件1.0.pdf"),
            ({"condition": Condition.SUSPENDED}, "文件暂停使用：［疑似涉密，不予列名］"),
        ],
    )
    def test_what_is_there_and_does_not_count(self, facts: dict[str, object], reason: str) -> None:
        found = standing(8, held(8, **{"year": 2022, "title": "抽检结果分析报告", **facts}))
        assert reasons(found, "8-report")[2022] == reason
        assert any(reason in remark for remark in found.remarks)

    def test_a_spoilt_paper_beside_too_few_is_named_too(self) -> None:
        two = RequirementList((replace(REPORT, at_least=2),))
        spoilt = held(8, year=2022, title="抽检结果分析报告", changed=True)
        found = covered(*reports(2022), spoilt, requirements=two).standings[8]
        assert reasons(found, "8-report")[2022] == "仅有1份，应有2份；文件内容已变动，待确认：收件/文件2.0.pdf"

    def test_the_summary_of_a_year_may_be_of_the_next_january_only_where_the_archive_allows_it(self) -> None:
        late = held(8, year=2022, title="抽检结果分析报告", dated=dt.date(2023, 1, 10))
        assert "不符" in reasons(standing(8, late), "8-report")[2022]
        lenient = standing(8, late, options=CoverageOptions(date_slack_months=3))
        assert 2022 not in reasons(lenient, "8-report")

    def test_a_date_alone_tells_the_year(self) -> None:
        found = standing(8, held(8, year=None, title="抽检结果分析报告", dated=dt.date(2023, 5, 1)))
        assert set(reasons(found, "8-report")) == {2022, 2024}

    def test_only_electronic_where_paper_is_required(self) -> None:
        paper = CoverageOptions(paper_required=True)
        both = held(8, year=2023, title="抽检结果分析报告", paper_place="一号柜-1层-1盒")
        found = standing(8, *reports(2022), both, options=paper)
        assert reasons(found, "8-report") == {2022: "仅有电子文件，纸质原件存放位置未登记", 2024: "无佐证材料"}
        assert 2022 not in reasons(standing(8, *reports(2022)), "8-report")

    def test_what_no_requirement_asks_for_is_said_and_not_counted(self) -> None:
        found = standing(8, held(8, year=2022, title="IMG_0001"))
        assert found.state is State.MISSING
        assert found.remarks == ("《IMG_0001》：未对应到佐证要求",)
        assert not any(found.valid.values())

    def test_an_omission_without_its_statement(self) -> None:
        assert reasons(standing(3), "3-omission") == {None: "合理缺项尚无情况说明"}


class TestCadences:
    def test_a_quarter_needs_a_date(self) -> None:
        quarters = [
            held(28, year=2023, title="抽检完成情况统计表", dated=dt.date(2023, month, 15)) for month in (1, 5, 7, 12)
        ]
        undated = held(28, year=2022, title="抽检完成情况统计表")
        found = reasons(standing(28, *quarters, undated), "28-statistics")
        assert set(found) == {(year, quarter) for year in (2022, 2024) for quarter in (1, 2, 3, 4)}
        assert found[2022, 1] == "未注明日期，不能确认所属季度"
        assert found[2024, 1] == "无佐证材料"

    @pytest.mark.parametrize(
        ("facts", "is_met"),
        [
            ({"year": 2023}, True),
            ({"year": 2024}, True),
            ({"year": 2022}, False),
            ({"year": 2023, "dated": dt.date(2023, 1, 1)}, True),
            ({"year": 2022, "dated": dt.date(2022, 12, 31)}, False),
        ],
    )
    def test_years_count_back_from_the_end_of_the_acceptance_month(
        self, facts: dict[str, object], is_met: bool
    ) -> None:
        found = reasons(standing(28, held(28, title="核查处置台账", **facts)), "28-ledger")
        assert not found if is_met else found == {None: "不在要求的期间（2023-01-01至2024-12-31）内"}

    def test_in_a_year_cut_by_the_span_an_undated_paper_proves_nothing(self) -> None:
        earlier = replace(SMALL, acceptance_month=(2024, 6))
        piece = dossier(held(28, year=2022, title="核查处置台账"), held(28, year=2023, title="核查处置台账"))
        kept = Dossier(piece.evidence, piece.files, piece.assignments[:1])
        gaps = coverage(earlier, kept, LISTED).standings[28].gaps
        assert [gap.reason for gap in gaps if gap.requirement == "28-ledger"] == [
            "未注明日期，不能确认在要求的期间（2022-07-01至2024-06-30）内"
        ]
        assert "28-ledger" not in {g.requirement for g in coverage(earlier, piece, LISTED).standings[28].gaps}

    def test_nothing_is_asked_for_before_the_first_year(self) -> None:
        assert set(reasons(standing(2), "2-plan")) == {2023, 2024}
        assert set(standing(2).valid) == {2023, 2024}
        assert standing(2, held(2, year=2022, title="评议考核方案")).remarks == (
            "《评议考核方案》：2022年不要求此类材料",
        )

    def test_once_in_the_window(self) -> None:
        assert standing(1, held(1, year=2022, title="督查督办工作制度")).valid == {None: (1,)}
        outside = standing(1, held(1, year=2021, title="督查督办工作制度"))
        assert reasons(outside, "1-system") == {None: "年度 2021 不在佐证期限（2022—2024）内"}
        assert reasons(standing(1, held(1, year=None, title="督查督办工作制度")), "1-system") == {None: "未注明年度"}


class TestIndicators:
    def found(self, *given_values: tuple[str, int, str | None]) -> dict[int | None, str]:
        return reasons(standing(8, *reports(*YEARS), given_values=values(*given_values)), "8-rate")  # type: ignore[return-value]

    def test_no_value_below_and_met(self) -> None:
        assert self.found(("8-rate", 2022, "89.50"), ("8-rate", 2023, "90")) == {
            2022: "指标未达标：填报89.5%，应不低于90%",
            2024: "指标未填报数值",
        }

    def test_nothing_to_count_is_no_nought(self) -> None:
        assert set(self.found(("8-rate", 2022, None))) == {2023, 2024}

    def test_without_a_paper_the_value_proves_nothing(self) -> None:
        met = values(*(("8-rate", year, "100") for year in YEARS))
        found = standing(8, *reports(2022), given_values=met)
        assert reasons(found, "8-rate") == dict.fromkeys((2023, 2024), "指标无佐证材料")
        nothing = standing(8, given_values=values(("8-rate", 2022, None)))
        assert reasons(nothing, "8-rate")[2022] == "指标无佐证材料"
        both = standing(8, given_values=values(("8-rate", 2022, "1")))
        assert reasons(both, "8-rate")[2022] == "指标未达标：填报1%，应不低于90%；指标无佐证材料"

    def test_once_takes_the_newest_year(self) -> None:
        system = held(1, title="督查督办工作制度")
        older = standing(1, system, given_values=values(("1-share", 2022, "60"), ("1-share", 2023, "75")))
        assert older.state is State.COMPLETE
        assert older.indicators[0].value == Decimal(75)
        overall = standing(1, system, given_values=values(("1-share", 2023, "75"), ("1-share", None, "60")))
        assert overall.state is State.PARTIAL

    @pytest.mark.parametrize(
        ("given_values", "reason"),
        [
            ([], "指标未填报数值"),
            ([("28-drills", 2022, "5")], "指标未填报数值"),
            ([("28-drills", 2023, "1")], "指标未达标：填报1次，应不低于2次"),
            ([("28-drills", 2023, "1"), ("28-drills", 2024, "1")], None),
            ([("28-drills", None, "2")], None),
        ],
    )
    def test_counts_of_two_years_add_up(
        self, given_values: list[tuple[str, int | None, str | None]], reason: str | None
    ) -> None:
        ledger = held(28, year=2024, title="核查处置台账")
        found = reasons(standing(28, ledger, given_values=values(*given_values)), "28-drills")
        assert found == ({None: reason} if reason else {})

    def test_where_nothing_may_occur_no_year_may_lack(self) -> None:
        statement = held(108, year=2024, title="未发生该情形的情况说明")
        one = standing(108, statement, given_values=values(("108-accidents", 2024, "0")))
        assert reasons(one, "108-accidents") == {None: "指标未填报数值"}
        both = values(("108-accidents", 2024, "0"), ("108-accidents", 2023, "0"))
        assert not reasons(standing(108, statement, given_values=both), "108-accidents")

    def test_those_of_an_omission_rest(self) -> None:
        omitted = coverage(SMALL, dossier(held(8, title="合理缺项情况说明"), omissions=[8]), LISTED).standings[8]
        assert (omitted.state, omitted.gaps, omitted.indicators) == (State.OMITTED, (), ())

    def test_a_struck_out_paper_leaves_any_valid_paper_to_prove_it(self) -> None:
        rest = RequirementList(tuple(one for one in LISTED.of(8) if one is not REPORT), LISTED.indicators)
        found = covered(
            *meeting(2022), *meeting(2022), given_values=values(("8-rate", 2022, "95")), requirements=rest
        ).standings[8]
        assert set(reasons(found, "8-rate")) == {2023, 2024}

    def test_a_paper_that_is_not_enough_proves_nothing_unless_a_person_names_it(self) -> None:
        two = RequirementList((replace(REPORT, at_least=2),), LISTED.indicators)
        one = replace(dossier(*reports(2022)), indicator_values=values(("8-rate", 2022, "95")))
        found = coverage(SMALL, one, two).standings[8]
        assert reasons(found, "8-rate")[2022] == "指标无佐证材料"
        told = replace(one, assignments=[replace(one.assignments[0], requirements=("8-report",))])
        assert 2022 not in reasons(coverage(SMALL, told, two).standings[8], "8-rate")


def dated_meeting(*days: tuple[int, int] | None) -> list[Held]:
    papers = ("会议通知", "签到表", "会议纪要")
    return [
        held(8, year=2022, title=f"会商{paper}", dated=day and dt.date(2022, *day))
        for paper, day in zip(papers, days, strict=True)
    ]


class TestSets:
    ONE = RequirementList((replace(MEETING, at_least=1),))

    def met(self, *pieces: Held, at_least: int = 1) -> str | None:
        listed = RequirementList((replace(MEETING, at_least=at_least),))
        return reasons(covered(*pieces, requirements=listed).standings[8], "8-meeting").get(2022)

    def test_papers_of_different_occasions_make_no_set(self) -> None:
        assert self.met(*dated_meeting((1, 5), (1, 20), (2, 5))) is None
        assert self.met(*dated_meeting((1, 5), (2, 6), (2, 6))) == "成套材料日期相差较大，不能确认为同一次"
        assert self.met(*dated_meeting((1, 5), None, None)) is None

    def test_two_sets_need_two_occasions(self) -> None:
        first, second = dated_meeting((1, 5), (1, 6), (1, 7)), dated_meeting((6, 5), (6, 6), (6, 7))
        assert self.met(*first, *second, at_least=2) is None
        mixed = dated_meeting((6, 5), (9, 6), (12, 7))
        reason = self.met(*first, *mixed, at_least=2)
        assert reason == "仅有1套，应有2套；成套材料日期相差较大，不能确认为同一次"

    def test_a_folder_of_its_own_is_an_occasion(self) -> None:
        def laid(*folders: str) -> str | None:
            one = dossier(*meeting(2022))
            files = [
                replace(file, path=f"（8）抽检会商/2022年/{folder}/{file.id}.pdf")
                for file, folder in zip(one.files, folders, strict=True)
            ]
            found = coverage(SMALL, replace(one, files=files), self.ONE).standings[8]
            return reasons(found, "8-meeting").get(2022)

        assert laid("上半年", "上半年", "上半年") is None
        assert laid("上半年", "下半年", "上半年") == "成套材料分处不同文件夹，不能确认为同一次"
        assert laid("会议通知", "签到表", "会议纪要") is None

    def test_exact_copies_count_once_unless_a_person_says_otherwise(self) -> None:
        two = RequirementList((replace(REPORT, at_least=2),))
        one = dossier(*reports(2022, 2022))
        same = replace(one, files=[replace(file, fixity=one.files[0].fixity) for file in one.files])
        found = coverage(SMALL, same, two).standings[8]
        assert reasons(found, "8-report")[2022] == "仅有1份，应有2份；内容相同的文件只计一件"
        question = Question(1, QuestionKind.DUPLICATE, 2, 8, 1, "x", AT)
        for answer, is_met in ((None, False), (Answer.COPY, False), (Answer.APART, True)):
            asked = replace(same, questions=[replace(question, answer=answer)])
            assert (2022 not in reasons(coverage(SMALL, asked, two).standings[8], "8-report")) is is_met
        told = replace(same, assignments=[replace(each, requirements=("8-report",)) for each in same.assignments])
        assert 2022 not in reasons(coverage(SMALL, told, two).standings[8], "8-report")


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("2021年抽检结果分析报告", "年度存疑：题名为2021年，归入2022年"),
        ("抽检结果分析报告20210616", "年度存疑：题名为2021年，归入2022年"),
        ("2022年度抽检结果分析报告", None),
        ("2021—2023年抽检结果分析报告", None),
        ("关于《2020年抽检方案》的抽检结果分析报告", None),
    ],
)
def test_an_undated_paper_whose_title_names_another_year_is_in_doubt(title: str, reason: str | None) -> None:
    assert reasons(standing(8, held(8, year=2022, title=title)), "8-report").get(2022) == reason
    dated = held(8, year=2022, title=title, dated=dt.date(2022, 5, 1))
    assert 2022 not in reasons(standing(8, dated), "8-report")


@pytest.mark.parametrize(
    ("title", "serves"),
    [
        ("合理缺项情况说明", True),
        ("关于粮食烘干的缺项说明（扫描件）", True),
        ("关于粮食烘干设施缺项的情况说明", True),
        ("关于缺项问题的批评通报", False),
        ("关于报送合理缺项情况说明的通知", False),
        ("缺项问题整改情况说明", False),
        ("白板.jpg缺项", False),
        ("2019年缺项情况说明", False),
    ],
)
def test_what_is_the_statement_of_an_omission(title: str, serves: bool) -> None:
    found = standing(3, held(3, year=None, title=title))
    assert bool(found.gaps) is not serves
    assert bool(found.remarks) is not serves
    outside = standing(3, held(3, year=None, title=title, dated=dt.date(2021, 5, 1)))
    assert outside.gaps


def everything_of_8() -> tuple[list[Held], list[IndicatorValue]]:
    pieces = [one for year in YEARS for one in (*meeting(year), *meeting(year), *reports(year))]
    return pieces, values(*(("8-rate", year, "95") for year in YEARS))


class TestPractice:
    def test_customary_papers_are_advice_and_the_word_says_so(self) -> None:
        pieces, given_values = everything_of_8()
        found = standing(8, *pieces, given_values=given_values)
        assert (found.state, found.gaps) == (State.COMPLETE, ())
        assert [(gap.requirement, gap.year, gap.points) for gap in found.advice] == [
            ("8-photos", year, Decimal(0)) for year in YEARS
        ]
        assert found.label == "齐全（另有3项建议或疑点）"

    def test_they_hold_the_state_back_where_the_archive_wants_it_and_bear_no_points(self) -> None:
        pieces, given_values = everything_of_8()
        one = covered(*pieces, given_values=given_values, options=CoverageOptions(practice_counts=True))
        found = one.standings[8]
        assert (found.state, found.advice) == (State.PARTIAL, ())
        assert {gap.requirement for gap in found.gaps} == {"8-photos"}
        assert found.line.points.at_risk == 0

    def test_where_nothing_else_is_asked_they_count(self) -> None:
        only = RequirementList((PHOTOS,))
        found = covered(requirements=only).standings[8]
        assert (found.state, found.advice) == (State.MISSING, ())
        assert sum(gap.points for gap in found.gaps) == pytest.approx(found.points)


class TestDoubts:
    SUB = SMALL.sub_item(8)

    def in_doubt(self, options: CoverageOptions) -> Standing:
        item = SMALL.items[1]
        sub = replace(item.sub_items[0], doubts=(Doubt("departments", "印章遮盖"), Doubt("departments", "错行")))
        changed = replace(item, sub_items=(sub, *item.sub_items[1:]))
        first = SMALL.dimensions[0]
        tree = replace(SMALL, dimensions=(replace(first, items=(first.items[0], changed)), *SMALL.dimensions[1:]))
        return coverage(tree, dossier(*(held(8, year=year) for year in YEARS)), None, options).standings[8]

    def test_are_advice_unless_the_archive_wants_them_to_count(self) -> None:
        mild, strict = self.in_doubt(DEFAULTS), self.in_doubt(CoverageOptions(doubts_count=True))
        assert (mild.state, [gap.reason for gap in mild.advice]) == (State.COMPLETE, ["疑点未核实：印章遮盖；错行"])
        assert (strict.state, [gap.reason for gap in strict.gaps]) == (State.PARTIAL, ["疑点未核实：印章遮盖；错行"])
        assert strict.line.points.at_risk == 0


class TestWhatIsNeverComplete:
    def test_a_number_without_requirements_falls_back_to_the_plain_rule(self) -> None:
        found = covered(requirements=RequirementList()).standings
        assert all(found[number].gaps for number in NUMBERS)
        assert {gap.requirement for gap in found[8].gaps} == {"8-annual"}
        assert {gap.requirement for gap in found[108].gaps} == {"108-statement"}

    def test_a_list_that_knows_a_number_as_an_omission_only_does_not_excuse_it(self) -> None:
        unsaid = replace(REPORT, id="2-omission", number=2, title="合理缺项情况说明", kind="声明")
        found = covered(held(2, title="合理缺项情况说明"), requirements=RequirementList((unsaid,))).standings[2]
        assert {gap.requirement for gap in found.gaps} == {"2-annual"}


class TestPoints:
    def test_requirements_and_indicators_share_them_equally_and_their_periods_in_turn(self) -> None:
        found = standing(8)
        shares = {gap.requirement: gap.points for gap in found.gaps}
        assert {key: each * 9 for key, each in shares.items()} == pytest.approx(
            dict.fromkeys(("8-meeting", "8-report", "8-rate"), Decimal(1))
        )
        assert sum(gap.points for gap in found.gaps) == pytest.approx(found.points)

    def test_omissions_in_full_or_out_of_the_denominator(self) -> None:
        excluded = CoverageOptions(omissions=OmissionScoring.EXCLUDED)
        full, without = covered(), covered(options=excluded)
        assert (full.points.attainable, without.points.attainable) == (Decimal(20), Decimal(19))
        statement = held(3, title="合理缺项情况说明")
        assert covered(statement).points.secured == 1
        assert covered(statement, options=excluded).points.secured == 0
        assert without.standings[3].gaps[0].points == 0


def test_checks_say_which_evidence_serves_what() -> None:
    found = standing(8, *meeting(2022), *reports(2022))
    served = {(check.requirement.id, check.period.year): check.evidence for check in found.checks}
    assert served["8-meeting", 2022] == (1, 2, 3)
    assert served["8-report", 2022] == (4,)
    assert served["8-report", 2023] == ()
    assert {check.requirement.id: check.is_met for check in found.checks if check.period.year == 2022} == {
        "8-meeting": False,
        "8-report": True,
        "8-photos": False,
    }
    assert found.valid[2022] == (1, 2, 3, 4)


def test_a_persons_word_puts_a_piece_where_its_title_would_not() -> None:
    one = dossier(held(8, year=2022, title="IMG_0001"))
    told = replace(one, assignments=[replace(one.assignments[0], requirements=("8-report", "8-meeting"))])
    found = coverage(SMALL, told, LISTED).standings[8]
    assert 2022 not in reasons(found, "8-report")
    assert reasons(found, "8-meeting")[2022] == "仅有1套，应有2套，尚缺会议通知1份、签到表1份、会议纪要1份"
    assert found.remarks == ()


def test_a_gap_names_its_paper_apart_from_its_reason() -> None:
    gap = standing(28).gaps[0]
    assert (gap.title, gap.quarter, gap.reason) == ("抽检完成情况统计表", 1, "无佐证材料")
    assert gap.text == "抽检完成情况统计表（第1季度）：无佐证材料"
    assert Gap(1, "1-annual", 2022, "无佐证材料", (), Decimal(0)).text == "无佐证材料"


# A machine that is busy with other things is no fault of the rule.
unhurried = settings(deadline=None)
pieces_of = st.lists(listed_holdings, max_size=10)
good_pieces = st.sampled_from(YEARS).flatmap(
    lambda year: st.builds(
        Held,
        numbers=st.sets(st.sampled_from(NUMBERS), min_size=1, max_size=3).map(lambda found: tuple(sorted(found))),
        year=st.just(year),
        title=st.sampled_from(TITLES),
        dated=st.none() | st.dates(dt.date(year, 1, 1), dt.date(year, 12, 31)),
    )
)
option_sets = st.builds(
    CoverageOptions,
    practice_counts=st.booleans(),
    paper_required=st.booleans(),
    omissions=st.sampled_from(OmissionScoring),
    date_slack_months=st.integers(0, 6),
)
some_values = st.lists(
    st.builds(
        IndicatorValue,
        indicator=st.sampled_from([one.id for one in LISTED.indicators]),
        year=st.sampled_from((None, *YEARS)),
        value=st.none() | st.decimals(0, 100, places=1),
        not_applicable=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: (one.indicator, one.year),
)


def open_gaps(one: Coverage) -> set[tuple[str, int | None, int | None]]:
    return {(gap.requirement, gap.year, gap.quarter) for gap in one.gaps}


def _place(gap: Gap) -> tuple[str, ...]:
    """Everything but the points, which may be the same number written otherwise: 0 and 0E-27."""
    return tuple(map(repr, (gap.number, gap.requirement, gap.year, gap.quarter, gap.title, gap.reason)))


class TestLaws:
    @unhurried
    @given(pieces_of, good_pieces, option_sets, some_values)
    def test_adding_valid_evidence_opens_no_gap(
        self, pieces: list[Held], more: Held, options: CoverageOptions, entered: list[IndicatorValue]
    ) -> None:
        before = covered(*pieces, given_values=entered, options=options)
        after = covered(*pieces, more, given_values=entered, options=options)
        assert open_gaps(after) <= open_gaps(before)
        assert after.points.secured >= before.points.secured

    @unhurried
    @given(st.lists(listed_holdings, min_size=1, max_size=10), st.data(), option_sets)
    def test_removing_evidence_closes_no_gap(
        self, pieces: list[Held], data: st.DataObject, options: CoverageOptions
    ) -> None:
        at = data.draw(st.integers(0, len(pieces) - 1))
        before = covered(*pieces, options=options)
        after = covered(*pieces[:at], *pieces[at + 1 :], options=options)
        assert open_gaps(after) >= open_gaps(before)
        assert after.points.secured <= before.points.secured

    @unhurried
    @given(pieces_of, st.randoms(use_true_random=False), some_values, elections)
    def test_order_does_not_matter(
        self, pieces: list[Held], chance: random.Random, entered: list[IndicatorValue], election: Election
    ) -> None:
        one = replace(dossier(*pieces), indicator_values=entered, election=election)
        other = shuffled(one, chance)
        assert coverage(SMALL, other, LISTED) == coverage(SMALL, one, LISTED)

    @unhurried
    @given(pieces_of, option_sets, some_values)
    def test_states_gaps_checks_and_points_agree(
        self, pieces: list[Held], options: CoverageOptions, entered: list[IndicatorValue]
    ) -> None:
        one = covered(*pieces, given_values=entered, options=options)
        assert 0 <= one.points.secured <= one.points.attainable
        for found in one.standings.values():
            lost = sum((gap.points for gap in found.gaps), Decimal(0))
            assert 0 <= lost <= found.points + Decimal("1e-5")  # rounding of the whole
            assert all(gap.points == 0 for gap in found.advice)
            assert all(gap.reason for gap in (*found.gaps, *found.advice))
            unmet = [sure(check.gap) for check in found.checks if not check.is_met]
            unmet += [sure(check.gap) for check in found.indicators if not check.is_met]
            assert sorted(unmet, key=_place) == sorted((*found.gaps, *found.advice), key=_place)
            assert (found.state is State.COMPLETE) is (
                not found.gaps and found.state not in (State.OMITTED, State.NOT_CHOSEN, State.RESERVED)
            )
            counted = {key for ids in found.valid.values() for key in ids}
            assert counted == {key for check in found.checks for key in check.evidence}
            if found.state is State.MISSING:
                assert not counted
            if found.state is State.PARTIAL:
                assert counted

    @unhurried
    @given(pieces_of, some_values, elections)
    def test_no_evidence_is_passed_over_in_silence(
        self, pieces: list[Held], entered: list[IndicatorValue], election: object
    ) -> None:
        """Every live piece counts somewhere, or lies where it is not asked for, or has its remark."""
        one = replace(dossier(*pieces), indicator_values=entered)
        for number, found in coverage(SMALL, one, LISTED).standings.items():
            if found.state in (State.OMITTED, State.RESERVED):
                continue
            counted = {key for ids in found.valid.values() for key in ids}
            for piece in one.assigned_to.get(number, ()):
                remarked = any(f"《{piece.title}》" in remark for remark in found.remarks)
                assert piece.id in counted or remarked

    @unhurried
    @given(pieces_of, pieces_of, elections, elections, option_sets)
    def test_going_on_from_what_was_read_is_the_same_as_reading_anew(
        self, before: list[Held], after: list[Held], first: Election, then: Election, options: CoverageOptions
    ) -> None:
        old = replace(dossier(*before), election=first)
        new = replace(dossier(*after), election=then)
        changed = {number for one in (*before, *after) for number in one.numbers}
        start = coverage(SMALL, old, LISTED, options)
        assert recover(start, new, changed) == coverage(SMALL, new, LISTED, options)
