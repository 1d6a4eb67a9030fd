"""A newer edition: looked at first, refused while anything is open, taken in whole, and undone exactly."""

from dataclasses import replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.editions import Change, Edition, Level
from foodsafe_desktop.domain.errors import UpgradeRefused
from foodsafe_desktop.domain.requirements import Cadence, Requirement, RequirementList, annual_requirements
from foodsafe_desktop.services import correcting, deciding, rectifying, upgrading
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive
from tests.unit.domain.test_editions import with_lines

WHY = "经与纸质原件核对"


@pytest.fixture
def edition(catalogue: Catalogue) -> Edition:
    """Number 8 became 150, 28 is reworded, 38 is gone."""
    newer = with_lines(
        catalogue,
        lambda sub: (
            None
            if sub.number == 38
            else replace(sub, number=150)
            if sub.number == 8
            else replace(sub, text=sub.text + "并全部公示结果。")
            if sub.number == 28
            else sub
        ),
    )
    newer = replace(newer, id="newer", title="新版任务分工表")
    return Edition(newer, "newer catalogue", annual_requirements(newer), "newer requirements")


@pytest.fixture
def held(archive: Archive) -> Archive:
    """Papers under 8, 9 and 38, a finding at 8, an omission of 9, and 112 entered with a paper of its own."""
    deciding.register_paper(archive, 8, "会议纪要", 2023, "一号柜", 3)
    deciding.register_paper(archive, 9, "监测报告", 2023, "一号柜", 3)
    deciding.register_paper(archive, 38, "热线统计", 2023, "一号柜", 3)
    deciding.mark_omission(archive, 9, "无此业务", "区食安委〔2023〕3号")
    rectifying.raise_finding(archive, 8, "缺签到表")
    correcting.enter_reserved(archive, 112, "原件第112项。", 36, WHY)
    deciding.register_paper(archive, 112, "第112项材料", 2023, "一号柜", 3)
    return archive


def test_the_preview_says_what_changes_and_what_follows_and_changes_nothing(held: Archive, edition: Edition) -> None:
    before = overview(held)
    found = upgrading.preview(held, edition)
    assert {match.old: match.new for match in found.to_confirm} == {8: 150, 28: 28, 38: None}
    assert {(one.change, one.old) for one in found.differences if one.old in (8, 28, 38, 112)} == {
        (Change.RENUMBERED, 8),
        (Change.TEXT, 28),
        (Change.REMOVED, 38),
    }
    assert [sentence for sentence in found.left_behind if "（38）" in sentence]
    assert {gap.number for gap in found.asked_anew} == {150}  # the plain rule names its requirements by number
    assert overview(held) == before
    with held.store.begin() as unit:
        assert unit.catalogue_text() == ""


def test_a_number_that_nobody_decided_on_is_refused(held: FakeArchive, edition: Edition) -> None:
    renumbering = {match.old: match.new for match in upgrading.preview(held, edition).matches}
    del renumbering[8]
    with pytest.raises(UpgradeRefused, match="（8）"):
        upgrading.upgrade(held, edition, renumbering)
    with pytest.raises(UpgradeRefused, match="（999）"):
        upgrading.upgrade(held, edition, {**renumbering, 8: 999})
    with pytest.raises(UpgradeRefused, match="相同"):
        upgrading.upgrade(held, held.rules.edition, renumbering)
    assert held.store.copies == []


def test_the_upgrade_takes_everything_along_and_undo_brings_everything_back(
    held: FakeArchive, edition: Edition
) -> None:
    before, findings = overview(held), overview(held).findings
    renumbering = {match.old: match.new for match in upgrading.preview(held, edition).matches}
    decision = upgrading.upgrade(held, edition, renumbering)
    now = overview(held)
    assert now.printed.id == held.catalogue.id == "newer"
    assert {one.number: one.evidence_id for one in now.dossier.assignments} == {150: 1, 9: 2, 112: 4}
    assert [piece.title for piece in now.dossier.inbox] == ["热线统计"]
    assert [one.number for one in now.findings] == [150]
    assert held.catalogue.sub_item(112) is not None
    with held.store.begin() as unit:
        assert (unit.catalogue_text(), unit.setting("requirements")) == ("newer catalogue", "newer requirements")
        assert unit.history()[-1].verb == "catalogue_upgraded"
    assert [copy.name for copy in held.store.copies] == ["dossier_before_upgrade_20240506-070800.sqlite3"]
    decision.undo()
    after = overview(held)
    assert (after.printed, after.catalogue, after.findings) == (before.printed, before.catalogue, findings)
    assert set(after.dossier.assignments) == set(before.dossier.assignments)
    assert replace(after.dossier, assignments=()) == replace(before.dossier, assignments=())


def test_undo_never_throws_away_what_was_decided_since(held: Archive, edition: Edition) -> None:
    renumbering = {match.old: match.new for match in upgrading.preview(held, edition).matches}
    decision = upgrading.upgrade(held, edition, renumbering)
    later = deciding.register_paper(held, 150, "后来的材料", 2024, "一号柜", 1)
    with pytest.raises(UpgradeRefused, match="dossier_before_upgrade"):
        decision.undo()
    assert held.catalogue.id == "newer"
    assert later.sentence


def test_an_edition_without_a_list_goes_on_with_the_one_in_use(held: Archive, edition: Edition) -> None:
    listed = RequirementList(
        (
            Requirement("8-minutes", 8, "会议纪要", "纪要", Cadence.ONCE),
            Requirement("38-table", 38, "热线统计表", "统计", Cadence.ONCE),
        )
    )
    former = replace(held.rules.edition, requirements=listed, requirements_text="the list in use")
    held.rules.take(former, held.rules.corrections)
    bare = replace(edition, requirements_text="")
    found = upgrading.preview(held, bare)
    assert [one.change for one in found.differences if one.level is Level.REQUIREMENT] == [Change.KEPT, Change.REMOVED]
    assert any("（38）的佐证要求" in sentence for sentence in found.left_behind)
    decision = upgrading.upgrade(held, bare, {match.old: match.new for match in found.matches})
    assert "（38）的佐证要求" in decision.sentence
    assert [(one.id, one.number) for one in held.rules.edition.requirements.requirements] == [("8-minutes", 150)]
    with held.store.begin() as unit:
        assert 'id = "8-minutes"' in (unit.setting("requirements") or "")
    decision.undo()
    assert held.rules.edition == former
