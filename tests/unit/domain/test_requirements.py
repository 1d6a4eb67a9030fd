"""Requirements: what makes one unusable, the archive's edits, the plain rule, and the file they are read from."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import RequirementsBroken
from foodsafe_desktop.domain.requirements import (
    Basis,
    Cadence,
    Requirement,
    RequirementEdit,
    RequirementList,
    annual_requirements,
    edited,
    flaw,
    indicator_flaw,
)
from foodsafe_desktop.files.requirements_toml import parse_requirements
from tests.shipped_edition import shipped_edition
from tests.unit.builders import NUMBERS, SMALL
from tests.unit.domain.listed import LISTED, MEETING, PLAN, RATE, RECENT, REPORT


@pytest.fixture(scope="session")
def shipped() -> RequirementList:
    return shipped_edition().requirements


class TestFlaws:
    def test_good_ones_have_none(self) -> None:
        assert not [one for one in LISTED.requirements if flaw(one, SMALL)]
        assert not [one for one in LISTED.indicators if indicator_flaw(one, LISTED.by_id, SMALL)]

    @pytest.mark.parametrize(
        ("change", "field", "word"),
        [
            ({"number": 7}, "number", "没有编号 7"),
            ({"number": 112}, "number", "保留号"),
            ({"kind": "文书"}, "kind", "没有材料种类“文书”"),
            ({"kind": ""}, "kind", "没有材料种类"),
            ({"title": " "}, "title", "内容为空"),
            ({"id": ""}, "id", "内容为空"),
            ({"at_least": 0}, "at_least", "没有材料也会算作齐全"),
            ({"parts": ("甲", "甲")}, "parts", "不得重复"),
            ({"parts": ("甲", " ")}, "parts", "逐个写明"),
            ({"within": 2}, "within", "只有 cadence 为 within_years"),
            ({"cadence": Cadence.WITHIN_YEARS}, "within", "须写明近几年"),
            ({"cadence": Cadence.WITHIN_YEARS, "within": 0}, "within", "须写明近几年"),
            ({"from_year": 2021}, "from_year", "起算年度 2021 不在佐证期限（2022—2024）内"),
            ({"from_year": 2025}, "from_year", "起算年度 2025"),
        ],
    )
    def test_each_is_named(self, change: dict[str, object], field: str, word: str) -> None:
        found = flaw(replace(REPORT, **change), SMALL)  # type: ignore[arg-type]
        assert found is not None
        assert found.field == field
        assert word in found.problem

    @pytest.mark.parametrize(
        ("change", "field", "word"),
        [
            ({"number": 7}, "number", "没有编号 7"),
            ({"unit": ""}, "unit", "须写明单位"),
            ({"threshold": Decimal("NaN")}, "threshold", "有限数"),
            ({"threshold": Decimal(-1)}, "threshold", "不小于 0"),
            ({"supported_by": "8-nothing"}, "supported_by", "没有佐证要求“8-nothing”"),
            ({"supported_by": "2-plan"}, "supported_by", "不是第8号"),
        ],
    )
    def test_of_indicators_too(self, change: dict[str, object], field: str, word: str) -> None:
        found = indicator_flaw(replace(RATE, **change), LISTED.by_id, SMALL)  # type: ignore[arg-type]
        assert found is not None
        assert found.field == field
        assert word in found.problem


def test_what_is_asked_in_words() -> None:
    assert [one.asks for one in (MEETING, PLAN, RECENT)] == [
        "每年至少2套",
        "每年至少1份（2023年起）",
        "近2年内至少1份",
    ]
    assert (RATE.demand, RATE.holds(Decimal(90)), RATE.holds(Decimal("89.9"))) == ("不低于90%", True, False)


def test_the_plain_rule_asks_something_of_every_number() -> None:
    assert {one.number for one in annual_requirements(SMALL).requirements} == set(NUMBERS)


def test_edits_change_strike_out_and_add() -> None:
    changed, added = replace(REPORT, at_least=3), Requirement("2-own", 2, "自拟", "报告", Cadence.ONCE)
    edits = [
        RequirementEdit("8-report", REPORT),
        RequirementEdit("8-report", changed),
        RequirementEdit("2-plan", None),
        RequirementEdit("2-own", added),
    ]
    found = edited(LISTED, edits)
    assert found.by_id["8-report"] == changed
    assert found.of(2) == (added,)
    assert found.indicators == LISTED.indicators


class TestTheShippedList:
    def test_covers_every_number_with_one_to_six(self, shipped: RequirementList, catalogue: Catalogue) -> None:
        counts = Counter(one.number for one in shipped.requirements)
        assert set(counts) == {*(sub.number for sub in catalogue.sub_items), 108, 109, 110, 111}
        assert set(counts.values()) <= set(range(1, 7))
        assert len(shipped.by_id) == len(shipped.requirements)

    def test_asks_of_an_omission_its_statement_only(self, shipped: RequirementList, catalogue: Catalogue) -> None:
        omitted = [sub.number for sub in catalogue.sub_items if sub.reasonable_omission]
        assert len(omitted) == 20
        assert all([one.id for one in shipped.of(number)] == [f"{number}-omission"] for number in omitted)

    def test_holds_no_flaw(self, shipped: RequirementList, catalogue: Catalogue) -> None:
        assert not [one.id for one in shipped.requirements if flaw(one, catalogue)]
        assert not [one.id for one in shipped.indicators if indicator_flaw(one, shipped.by_id, catalogue)]
        assert not {one.id for one in shipped.indicators} & set(shipped.by_id)

    def test_two_meetings_a_year_and_the_thresholds_of_the_plan(self, shipped: RequirementList) -> None:
        meeting = shipped.by_id["8-meeting"]
        assert (meeting.at_least, meeting.cadence, len(meeting.parts)) == (2, Cadence.EACH_YEAR, 4)
        demands = {one.id: one.demand for one in shipped.indicators}
        assert demands["18-coverage"] == "不低于25%"
        assert demands["44-batches"] == "不低于4批次/千人"
        assert demands["109-accidents"] == "不超过0起"
        awareness = {one.demand: one.basis for one in shipped.indicators_of(71)}
        assert awareness == {"不低于85%": Basis.TEXT, "不低于90%": Basis.PRACTICE}


GOOD = """\
[[requirements]]
sub_item = 8
id = "8-report"
title = "分析报告"
kind = "报告"
cadence = "each_year"
basis = "text"

[[requirements]]
veto = 108
id = "108-statement"
title = "情况说明"
kind = "声明"
cadence = "within_years"
within = 2
at_least = 2
parts = ["甲", "乙"]
basis = "practice"

[[indicators]]
sub_item = 8
id = "8-rate"
title = "完成率"
operator = ">="
threshold = 97.5
unit = "%"
period = "year"
basis = "text"
supported_by = "8-report"
"""


class TestReading:
    def test_everything(self) -> None:
        found = parse_requirements(GOOD, "x.toml", SMALL)
        assert found.of(8) == (Requirement("8-report", 8, "分析报告", "报告", Cadence.EACH_YEAR),)
        assert found.of(108)[0].parts == ("甲", "乙")
        assert (found.of(108)[0].within, found.of(108)[0].at_least, found.of(108)[0].basis) == (2, 2, Basis.PRACTICE)
        assert found.indicators[0].threshold == Decimal("97.5")

    @pytest.mark.parametrize(
        ("line", "instead", "at", "field", "word"),
        [
            ("sub_item = 8\nid", "sub_item = 7\nid", 2, "sub_item", "没有编号为 7 的小项"),
            ("sub_item = 8\nid", "sub_item = 108\nid", 2, "sub_item", "没有编号为 108 的小项"),
            ("sub_item = 8\nid", "sub_item = 112\nid", 2, "sub_item", "保留号"),
            ("veto = 108", "veto = 8", 10, "veto", "没有编号为 8 的否决项"),
            ("veto = 108", "veto = 108\nsub_item = 8", 10, "veto", "只能写一个"),
            ("sub_item = 8\nid", 'sub_item = "8"\nid', 2, "sub_item", "类型不符"),
            ('id = "108-statement"', 'id = "8-report"', 11, "id", "重复"),
            ('id = "8-rate"', 'id = "8-report"', 22, "id", "重复"),
            ('kind = "报告"', 'kind = "文书"', 5, "kind", "没有材料种类"),
            ('cadence = "each_year"', 'cadence = "yearly"', 6, "cadence", "只能是：once、each_year"),
            ('basis = "text"\n\n[[req', 'basis = "guess"\n\n[[req', 7, "basis", "只能是：text、practice"),
            ("at_least = 2", "at_least = 0", 16, "at_least", "不小于 1"),
            ("within = 2\n", "", 9, "within", "须写明近几年"),
            ('cadence = "each_year"', 'cadence = "each_year"\nwithin = 1', 7, "within", "只有"),
            ('cadence = "each_year"', 'cadence = "each_year"\nfrom_year = 2030', 7, "from_year", "2030"),
            ('parts = ["甲", "乙"]', "parts = []", 17, "parts", "列表为空"),
            ('parts = ["甲", "乙"]', 'parts = ["甲", "甲"]', 17, "parts", "重复"),
            ('unit = "%"\n', "", 20, "unit", "缺少此字段"),
            ('unit = "%"', 'unit = " "', 26, "unit", "内容为空"),
            ("threshold = 97.5", "threshold = -1", 25, "threshold", "不小于 0"),
            ("threshold = 97.5", 'threshold = "97"', 25, "threshold", "类型不符"),
            ("threshold = 97.5", "threshold = nan", 25, "threshold", "有限数"),
            ('operator = ">="', 'operator = ">"', 24, "operator", "只能是"),
            ('period = "year"', 'period = "week"', 27, "period", "只能是"),
            ('supported_by = "8-report"', 'supported_by = "8-x"', 29, "supported_by", "没有佐证要求“8-x”"),
            ('supported_by = "8-report"', 'supported_by = "108-statement"', 29, "supported_by", "不是第8号"),
            ('title = "分析报告"', 'titel = "分析报告"', 1, "title", "缺少此字段"),
            ('kind = "报告"', 'kind = "报告"\nkinds = 1', 6, "kinds", "没有这个字段"),
            ('kind = "报告"', "kind = ", 5, "", "不合 TOML"),
        ],
    )
    def test_every_mistake_is_refused_with_its_line(
        self, line: str, instead: str, at: int, field: str, word: str
    ) -> None:
        assert line in GOOD
        with pytest.raises(RequirementsBroken) as caught:
            parse_requirements(GOOD.replace(line, instead, 1), "x.toml", SMALL)
        assert (caught.value.line, caught.value.field) == (at, field)
        assert word in caught.value.problem
        assert caught.value.sentence.startswith(f"佐证要求清单文件“x.toml”第{at}行")

    @pytest.mark.parametrize("text", ["", "# nothing\n", "[[indicators]]\n"])
    def test_a_list_that_asks_for_nothing_is_refused(self, text: str) -> None:
        with pytest.raises(RequirementsBroken, match="没有任何佐证要求"):
            parse_requirements(text, "x.toml", SMALL)

    def test_other_tables_are_refused(self) -> None:
        with pytest.raises(RequirementsBroken, match="没有这个字段"):
            parse_requirements(f"{GOOD}\n[[requirement]]\nid = 1\n", "x.toml", SMALL)
