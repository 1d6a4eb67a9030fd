"""A person's word on which requirement a piece serves: it decides alone, is in the history, and can be taken back."""

from dataclasses import replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import NumberUnknown, RequirementRefused
from foodsafe_desktop.domain.requirements import Cadence, Requirement, RequirementList
from foodsafe_desktop.services import deciding, serving
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import fake_archive

PLAN = Requirement("8-plan", 8, "年度抽检计划", "方案", Cadence.EACH_YEAR)
TALKS = Requirement("8-talks", 8, "会商", "会议", Cadence.EACH_YEAR, parts=("会议通知", "会商纪要"))


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    return fake_archive(catalogue, requirements=RequirementList((PLAN, TALKS)))


@pytest.fixture
def piece(archive: Archive) -> int:
    deciding.register_paper(archive, 8, "扫描件0001", 2022, "1柜-1层-第1盒", 3)
    return next(iter(overview(archive).dossier.evidence))


def met(archive: Archive) -> list[tuple[str, int | None]]:
    checks = overview(archive).coverage.standings[8].checks
    return [(check.requirement.id, check.period.year) for check in checks if check.evidence]


def test_a_word_decides_where_the_title_says_nothing(archive: Archive, piece: int) -> None:
    assert met(archive) == []
    decision = serving.serve(archive, [piece], 8, ["8-plan"])
    assert met(archive) == [("8-plan", 2022)]
    assert decision.sentence == "已将 1 件对应到（8）的 1 条佐证要求。"
    with archive.store.begin() as unit:
        [last] = unit.history(last=1)
    assert (last.verb, last.subject, last.detail["requirements"]) == ("serving_said", "number 8", ["8-plan"])
    decision.undo()
    assert met(archive) == []


def test_a_part_of_a_set_leaves_the_set_incomplete_until_the_other_is_named(archive: Archive, piece: int) -> None:
    serving.serve(archive, [piece], 8, ["8-talks#会议通知"])
    standing = overview(archive).coverage.standings[8]
    [gap] = [gap for gap in standing.gaps if (gap.requirement, gap.year) == ("8-talks", 2022)]
    assert gap.reason == "成套材料不全，缺会商纪要"
    serving.serve(archive, [piece], 8, ["8-talks#会议通知", "8-talks#会商纪要"])
    assert [check.is_met for check in overview(archive).coverage.standings[8].checks if check.evidence] == [True]


def test_no_requirement_gives_the_word_back_to_the_title(archive: Archive, piece: int) -> None:
    serving.serve(archive, [piece], 8, ["8-plan"])
    assert "题名" in serving.serve(archive, [piece], 8, []).sentence
    assert met(archive) == []


@pytest.mark.parametrize("word", ["9-plan", "8-talks#签到表", "8-plan#会议通知"])
def test_what_the_list_does_not_have_is_refused(archive: Archive, piece: int, word: str) -> None:
    with pytest.raises(RequirementRefused):
        serving.serve(archive, [piece], 8, [word])
    assert met(archive) == []


def test_a_number_that_takes_no_evidence_is_refused(archive: Archive, piece: int) -> None:
    with pytest.raises(NumberUnknown):
        serving.serve(archive, [piece], 112, ["8-plan"])


def test_who_was_assigned_elsewhere_stays_untouched(archive: Archive, piece: int) -> None:
    deciding.assign(archive, [piece], 9)
    before = [one for one in overview(archive).dossier.assignments if one.number == 9]
    serving.serve(archive, [piece], 8, ["8-plan"])
    after = [one for one in overview(archive).dossier.assignments if one.number == 9]
    assert after == before == [replace(before[0], requirements=())]
