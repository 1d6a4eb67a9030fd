"""Decisions: each takes effect, is in the history, and can be undone exactly."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import ElectionRefused, NumberUnknown
from foodsafe_desktop.domain.evidence import Evidence, Omission
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive, fake_archive
from tests.sure import sure


@pytest.fixture
def archive(catalogue: Catalogue) -> FakeArchive:
    """An archive with one piece under (8), one in the inbox."""
    archive = fake_archive(catalogue)
    archive.folder.put("(8) 会商/2022/a.pdf", b"a")
    archive.folder.put("b.pdf", b"b")
    scan(archive, Job())
    return archive


def test_undoing_a_description_leaves_what_a_scan_found_since(archive: FakeArchive) -> None:
    held = overview(archive).dossier.evidence[1]
    decision = deciding.describe(archive, replace(held, title="会商纪要"))
    archive.folder.move("(8) 会商/2022/a.pdf", "(8) 会商/2023/a.pdf")
    scan(archive, Job())
    decision.undo()
    assert overview(archive).dossier.evidence[1] == replace(held, year=2023)
    sure(decision.redo)()
    assert overview(archive).dossier.evidence[1] == replace(held, year=2023, title="会商纪要")


DECISIONS: dict[str, Callable[[Archive], Decision]] = {
    "assign": lambda a: deciding.assign(a, [1, 2], 9),
    "assign again": lambda a: deciding.assign(a, [1], 8),
    "unassign": lambda a: deciding.unassign(a, [1], 8),
    "describe": lambda a: deciding.describe(a, Evidence(2, "新题名", 2023, document_number="示食安办〔2023〕1号")),
    "recycle": lambda a: deciding.recycle(a, [1, 2]),
    "mark_omission": lambda a: deciding.mark_omission(a, 8, "本地无此业务"),
    "choose_electives": lambda a: deciding.choose_electives(a, frozenset({29, 30, 32, 33}), frozenset({81, 82})),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_undo_restores_exactly_what_was(archive: Archive, name: str) -> None:
    before = overview(archive).dossier
    decision = DECISIONS[name](archive)
    assert overview(archive).dossier != before
    assert decision.sentence.endswith("。")
    decision.undo()
    assert overview(archive).dossier == before


@pytest.mark.parametrize("name", DECISIONS)
def test_redo_brings_back_exactly_what_was_decided_and_is_in_the_history(archive: Archive, name: str) -> None:
    decision = DECISIONS[name](archive)
    decided = overview(archive).dossier
    decision.undo()
    with archive.store.begin() as unit:
        lines = len(unit.history())
    sure(decision.redo)()
    assert overview(archive).dossier == decided
    with archive.store.begin() as unit:
        assert len(unit.history()) > lines


@pytest.mark.parametrize("name", DECISIONS)
def test_decision_and_undo_are_both_in_the_history(archive: Archive, name: str) -> None:
    def lines() -> int:
        with archive.store.begin() as unit:
            return len(unit.history())

    start = lines()
    decision = DECISIONS[name](archive)
    decided = lines()
    decision.undo()
    assert start < decided < lines()


def test_assigned_evidence_leaves_the_inbox(archive: Archive) -> None:
    deciding.assign(archive, [2], 108)
    now = overview(archive)
    assert now.dossier.inbox == ()
    assert now.coverage.standings[108].state is State.COMPLETE


@pytest.mark.parametrize("number", [0, 112, 999])
def test_nothing_can_be_assigned_to_a_number_that_takes_no_evidence(archive: Archive, number: int) -> None:
    before = overview(archive).dossier
    attempts: tuple[Callable[[], Decision], ...] = (
        lambda: deciding.assign(archive, [2], number),
        lambda: deciding.register_paper(archive, number, "纸", 2022, "一柜", 1),
        lambda: deciding.mark_omission(archive, number, "无"),
    )
    for decide in attempts:
        with pytest.raises(NumberUnknown, match=f"（{number}）"):
            decide()
    assert overview(archive).dossier == before


def test_a_paper_record_counts_once_its_place_is_known(archive: Archive) -> None:
    deciding.register_paper(archive, 9, "监测报告", 2022, None, 3)
    gap = next(gap for gap in overview(archive).coverage.gaps if (gap.number, gap.year) == (9, 2022))
    assert gap.reason == "仅登记纸质件，原件存放位置未登记"
    decision = deciding.register_paper(archive, 9, "监测报告", 2022, "2柜-1层-3盒", 3)
    assert not [gap for gap in overview(archive).coverage.gaps if (gap.number, gap.year) == (9, 2022)]
    decision.undo()
    assert [gap for gap in overview(archive).coverage.gaps if (gap.number, gap.year) == (9, 2022)]


def test_an_omission_still_asks_for_its_statement(archive: Archive) -> None:
    deciding.mark_omission(archive, 8, "本地无此业务")
    standing = overview(archive).coverage.standings[8]
    assert standing.state is State.OMITTED
    assert [gap.reason for gap in standing.gaps] == ["合理缺项尚无情况说明"]
    deciding.register_paper(archive, 8, "合理缺项情况说明", None, "1柜", 1)
    assert overview(archive).coverage.standings[8].gaps == ()
    deciding.withdraw_omission(archive, 8)
    assert overview(archive).coverage.standings[8].state is not State.OMITTED


def test_the_reason_of_an_omission_in_print_can_be_entered_and_taken_back(archive: Archive) -> None:
    number = next(sub.number for sub in archive.catalogue.sub_items if sub.reasonable_omission)
    decision = deciding.mark_omission(archive, number, "辖区内无此类主体")
    assert decision.sentence == f"已登记（{number}）的缺项理由。"
    assert overview(archive).dossier.omissions[number].reason == "辖区内无此类主体"
    assert deciding.withdraw_omission(archive, number).sentence == f"已取消（{number}）的缺项理由。"
    assert overview(archive).coverage.standings[number].state is State.OMITTED


def test_what_was_said_of_an_omission_can_be_completed_and_put_back(archive: Archive) -> None:
    before = Omission(8, "本地无此业务")
    deciding.mark_omission(archive, 8, before.reason)
    decision = deciding.mark_omission(archive, 8, before.reason, "区食安委〔2023〕3号")
    assert decision.sentence == "已修改（8）的缺项理由。"
    assert overview(archive).dossier.omissions[8] == Omission(8, before.reason, "区食安委〔2023〕3号")
    with archive.store.begin() as unit:
        assert unit.history()[-1].detail == {"reason": before.reason, "approving_document": "区食安委〔2023〕3号"}
    withdrawn = deciding.withdraw_omission(archive, 8)
    withdrawn.undo()
    assert overview(archive).dossier.omissions[8].approving_document == "区食安委〔2023〕3号"
    decision.undo()
    assert overview(archive).dossier.omissions[8] == before
    sure(decision.redo)()
    assert overview(archive).dossier.omissions[8].approving_document == "区食安委〔2023〕3号"


def test_an_approving_document_takes_no_gap_away(archive: Archive) -> None:
    deciding.mark_omission(archive, 8, "本地无此业务")
    bare = overview(archive).coverage.standings[8]
    deciding.mark_omission(archive, 8, "本地无此业务", "区食安委〔2023〕3号")
    assert overview(archive).coverage.standings[8] == bare
    assert bare.gaps


@pytest.mark.parametrize(
    ("items", "sub_items", "sentence"),
    [
        ({29, 30, 31}, set(), "自选大项须选4项，现选了3项"),
        ({29, 30, 31, 32, 33}, set(), "自选大项须选4项，现选了5项"),
        ({1, 29, 30, 31}, set(), "第1大项不是自选项"),
        ({29, 30, 31, 32}, {80}, "“机制创新”须任选2项，现选了1项"),
        ({29, 30, 31, 32}, {8, 80}, "小项8不在任选范围内"),
    ],
)
def test_a_choice_of_electives_keeps_to_the_catalogues_rule(
    archive: Archive, items: set[int], sub_items: set[int], sentence: str
) -> None:
    with pytest.raises(ElectionRefused, match=sentence):
        deciding.choose_electives(archive, frozenset(items), frozenset(sub_items))
    assert overview(archive).dossier.election.items == frozenset()


def test_what_is_not_chosen_is_not_counted_and_makes_no_gap(archive: Archive) -> None:
    deciding.choose_electives(archive, frozenset({29, 30, 32, 33}), frozenset({81, 82}))
    covered = overview(archive).coverage
    not_chosen = {n for n, s in covered.standings.items() if s.state is State.NOT_CHOSEN}
    assert not_chosen == {80, 83, 84, 85, *range(89, 95), *range(100, 108)}
    assert not not_chosen & {gap.number for gap in covered.gaps}
