"""The archive's own word on the 建议清单, and the values of its indicators: kept, refused in a sentence, undone."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import RequirementRefused
from foodsafe_desktop.domain.requirements import (
    Cadence,
    Indicator,
    IndicatorValue,
    Operator,
    Period,
    Requirement,
    RequirementList,
)
from foodsafe_desktop.services import indicators
from foodsafe_desktop.services import requirements_editing as editing
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import fake_archive

MEETING = Requirement("8-meeting", 8, "会商会议纪要", "纪要", Cadence.EACH_YEAR, at_least=2)
SCHEME = Requirement("8-scheme", 8, "会商制度", "制度", Cadence.ONCE)
COUNT = Indicator("8-count", 8, "会议次数", Operator.AT_LEAST, Decimal(2), "次", Period.YEAR, "8-meeting")
STATE = Indicator("41-share", 41, "专业化比例", Operator.AT_LEAST, Decimal(70), "%", Period.ONCE, "41-staff")


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    staff = Requirement("41-staff", 41, "人员名册", "名册", Cadence.ONCE)
    return fake_archive(catalogue, requirements=RequirementList((MEETING, SCHEME, staff), (COUNT, STATE)))


def titles(archive: Archive, number: int = 8) -> list[str]:
    return [one.title for one in overview(archive).requirements.of(number)]


DECISIONS: dict[str, Callable[[Archive], Decision]] = {
    "change": lambda a: editing.save_requirement(a, replace(MEETING, at_least=1)),
    "add": lambda a: editing.save_requirement(a, Requirement("9-own-1", 9, "专报", "报告", Cadence.EACH_YEAR)),
    "strike out": lambda a: editing.strike_out(a, "8-scheme"),
    "value": lambda a: indicators.enter_value(a, "8-count", 2023, Decimal(3)),
    "not applicable": lambda a: indicators.mark_not_applicable(a, "41-share", None, "无编制"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_each_takes_effect_is_in_the_history_and_is_undone_exactly(archive: Archive, name: str) -> None:
    before = overview(archive)
    decision = DECISIONS[name](archive)
    assert overview(archive).dossier != before.dossier
    assert decision.sentence.endswith("。")
    decision.undo()
    after = overview(archive)
    assert (after.dossier, after.requirements) == (before.dossier, before.requirements)
    with archive.store.begin() as unit:
        assert len(unit.history()) == 2


def test_an_added_requirement_gets_an_id_that_nobody_has(archive: Archive) -> None:
    first = editing.free_id(archive, 8)
    editing.save_requirement(archive, Requirement(first, 8, "照片", "照片", Cadence.EACH_YEAR))
    second = editing.free_id(archive, 8)
    assert first != second
    assert titles(archive) == ["会商会议纪要", "会商制度", "照片"]


def test_a_changed_requirement_counts_at_once(archive: Archive) -> None:
    assert any(gap.requirement == "8-scheme" for gap in overview(archive).coverage.gaps)
    editing.strike_out(archive, "8-scheme")
    assert not any(gap.requirement == "8-scheme" for gap in overview(archive).coverage.gaps)


def test_a_struck_out_requirement_is_restored_and_that_is_undone_too(archive: Archive) -> None:
    editing.strike_out(archive, "8-scheme")
    restored = editing.restore(archive, "8-scheme")
    assert titles(archive) == ["会商会议纪要", "会商制度"]
    restored.undo()
    assert titles(archive) == ["会商会议纪要"]


def test_undo_of_a_second_change_leaves_the_first(archive: Archive) -> None:
    editing.save_requirement(archive, replace(SCHEME, title="第一次"))
    second = editing.save_requirement(archive, replace(SCHEME, title="第二次"))
    second.undo()
    assert "第一次" in titles(archive)


@pytest.mark.parametrize(
    ("refused", "word"),
    [
        (lambda a: editing.save_requirement(a, replace(SCHEME, at_least=0)), "份数"),
        (lambda a: editing.save_requirement(a, replace(SCHEME, title=" ")), "为空"),
        (lambda a: editing.save_requirement(a, replace(SCHEME, id="x", number=999)), "没有编号 999"),
        (lambda a: editing.save_requirement(a, replace(SCHEME, id="x", number=112)), "保留号"),
        (lambda a: editing.save_requirement(a, replace(SCHEME, number=9)), "（8）"),
        (lambda a: editing.strike_out(a, "没有"), "没有这一条"),
        (lambda a: editing.strike_out(a, "8-meeting"), "会议次数"),
        (lambda a: editing.restore(a, "8-scheme"), "未曾改动"),
        (lambda a: indicators.enter_value(a, "没有", None, Decimal(1)), "没有这一项指标"),
        (lambda a: indicators.enter_value(a, "8-count", None, Decimal(1)), "按年度计"),
        (lambda a: indicators.enter_value(a, "8-count", 2021, Decimal(1)), "按年度计"),
        (lambda a: indicators.enter_value(a, "41-share", 2023, Decimal(1)), "不按年度计"),
        (lambda a: indicators.enter_value(a, "8-count", 2023, Decimal(-1)), "不小于 0"),
        (lambda a: indicators.enter_value(a, "8-count", 2023, Decimal("NaN")), "不小于 0"),
        (lambda a: indicators.mark_not_applicable(a, "8-count", 2023, ""), "理由"),
        (lambda a: indicators.remove_value(a, "8-count", 2023), "尚未录入"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(
    archive: Archive, refused: Callable[[Archive], Decision], word: str
) -> None:
    with pytest.raises(RequirementRefused) as error:
        refused(archive)
    assert word in error.value.sentence
    assert error.value.sentence.endswith("。")
    with archive.store.begin() as unit:
        assert unit.history() == []


def test_a_value_says_whether_it_meets_the_threshold_and_the_later_one_replaces_the_earlier(archive: Archive) -> None:
    assert "未达到" in indicators.enter_value(archive, "8-count", 2023, Decimal(1)).sentence
    second = indicators.enter_value(archive, "8-count", 2023, Decimal("2.0"))
    assert "2次，达到要求" in second.sentence
    second.undo()
    assert overview(archive).dossier.indicator_values == (IndicatorValue("8-count", 2023, Decimal(1)),)


def test_a_removed_value_comes_back_with_undo(archive: Archive) -> None:
    indicators.mark_not_applicable(archive, "8-count", 2022, "当年未召开")
    kept = overview(archive).dossier.indicator_values
    removed = indicators.remove_value(archive, "8-count", 2022)
    assert overview(archive).dossier.indicator_values == ()
    removed.undo()
    assert overview(archive).dossier.indicator_values == kept
