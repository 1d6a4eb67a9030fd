"""Suggestions for the inbox, taken one by one or above a score, taken back, and learned from."""

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import Assignment, Origin
from foodsafe_desktop.domain.requirements import Cadence, Requirement, RequirementList
from foodsafe_desktop.domain.texts import content_key
from foodsafe_desktop.services import deciding, suggesting
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.history import life_of_number
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fake_texts import text
from tests.fakes import FakeArchive, fake_archive

SIGN, DRAIN = "收件/陪餐签字册.pdf", "收件/冷库巡查.pdf"


@pytest.fixture
def archive(catalogue: Catalogue) -> FakeArchive:
    asked = RequirementList(
        (
            Requirement("25-a", 25, "学校负责人陪餐记录", "台账", Cadence.EACH_YEAR),
            Requirement("32-a", 32, "冷库冻品排查记录", "台账", Cadence.EACH_YEAR),
        )
    )
    made = fake_archive(catalogue, requirements=asked)
    for path in (SIGN, DRAIN, "收件/0001.pdf"):
        made.folder.put(path, path.encode())
    scan(made, Job(), accept_empty=True)
    return made


def firsts(archive: Archive) -> dict[str, int]:
    return {one.title: one.suggestions[0].number for one in suggesting.learn(archive).waiting() if one.suggestions}


def placed(archive: Archive) -> set[tuple[int, int]]:
    return {(one.evidence_id, one.number) for one in overview(archive).dossier.assignments}


def ids(archive: Archive) -> dict[str, int]:
    return {one.title: key for key, one in overview(archive).dossier.evidence.items()}


def test_the_inbox_comes_with_suggestions_and_stays_as_it_is(archive: Archive) -> None:
    assert firsts(archive) == {"陪餐签字册": 25, "冷库巡查": 32}
    assert placed(archive) == set()


def test_words_of_the_text_count_where_the_name_says_nothing(archive: Archive) -> None:
    file = next(one for one in overview(archive).dossier.files if one.path.endswith("0001.pdf"))
    archive.texts.store.keep([(content_key(file) or "", text("本周陪餐由校长负责，与学生同桌用餐并记录。"))])
    assert firsts(archive)["0001"] == 25


def test_one_is_accepted_and_taken_back(archive: Archive) -> None:
    key = ids(archive)["陪餐签字册"]
    decision = suggesting.accept(archive, {25: [key]})
    assert placed(archive) == {(key, 25)}
    assert decision.sentence == "已将“陪餐签字册”归入（25）。"
    [given] = overview(archive).dossier.assignments
    assert given.origin is Origin.PERSON
    decision.undo()
    assert placed(archive) == set()
    assert [one.verb for one in life_of_number(archive, 25)][-2:] == ["suggestions_accepted", "suggestions_taken_back"]


def test_what_was_taken_back_or_out_is_not_suggested_again(archive: Archive) -> None:
    suggesting.accept(archive, {25: [ids(archive)["陪餐签字册"]]}).undo()
    deciding.assign(archive, [ids(archive)["冷库巡查"]], 32)
    deciding.unassign(archive, [ids(archive)["冷库巡查"]], 32)
    assert firsts(archive).get("陪餐签字册") != 25
    assert firsts(archive).get("冷库巡查") != 32
    deciding.assign(archive, [ids(archive)["冷库巡查"]], 32)  # a person changed their mind
    suggestions = suggesting.learn(archive)
    assert suggestions.of(ids(archive)["冷库巡查"])[0].number == 32


def test_all_above_a_score_as_one_decision(archive: Archive) -> None:
    decision = suggesting.accept_above(archive, 0.2)
    assert decision.count == 2
    assert {number for _, number in placed(archive)} == {25, 32}
    decision.undo()
    assert placed(archive) == set()
    nothing = suggesting.accept_above(archive, 1.0)
    assert (nothing.count, nothing.sentence) == (0, "没有可按建议归入的材料，未作改动。")


def test_what_was_placed_since_it_was_shown_stays_where_it_is(archive: Archive) -> None:
    shown = suggesting.learn(archive)
    key = ids(archive)["陪餐签字册"]
    deciding.assign(archive, [key], 10)
    decision = suggesting.accept_above(archive, 0.2, shown)
    assert (key, 25) not in placed(archive)
    assert decision.count == 1
    decision.undo()
    assert placed(archive) == {(key, 10)}


def test_every_assignment_teaches(archive: FakeArchive) -> None:
    assert "0001" not in firsts(archive)
    for name in ("收件/甲事项（一）.pdf", "收件/甲事项（二）.pdf"):
        archive.folder.put(name, name.encode())
    scan(archive, Job())
    key = ids(archive)["甲事项（一）"]
    with archive.store.begin() as unit:
        unit.assign([Assignment(key, 10, Origin.PERSON, archive.clock(), "someone")])
    assert firsts(archive)["甲事项（二）"] == 10


def test_what_bears_a_secrecy_mark_is_not_read_and_not_placed(archive: FakeArchive) -> None:
    archive.folder.put("收件/机密★1年 陪餐记录.pdf", b"secret")
    scan(archive, Job())
    learned = suggesting.learn(archive)
    assert all("机密" not in one.title for one in learned.waiting())
    [marked] = [one for one in learned.dossier.inbox if "机密" in one.title]
    assert learned.of(marked.id) == ()
