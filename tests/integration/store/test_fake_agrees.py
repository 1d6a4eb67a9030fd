"""The store in memory, on which the services are tested, does what the real one does."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.corrections import Correction, CorrectionKind
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.evidence import (
    INTERRUPTED,
    NOT_INSPECTED,
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Omission,
    Origin,
    Presence,
    Verdict,
)
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.domain.requirements import Cadence, IndicatorValue, Requirement, RequirementEdit
from foodsafe_desktop.services.ports.store import (
    HistoryLine,
    Store,
    UnitOfWork,
)
from foodsafe_desktop.store import SqliteStore
from tests.fakes import FakeStore

NOON = dt.datetime(2023, 5, 1, 12, tzinfo=dt.UTC)
MONDAY = dt.date(2023, 5, 1)

files = st.builds(
    EvidenceFile,
    id=st.just(0),
    path=st.just(""),
    evidence_id=st.integers(1, 2),
    fixity=st.none()
    | st.builds(
        Fixity,
        size=st.sampled_from([0, 5]),
        mtime_ns=st.just(1),
        algorithm=st.just("sha256"),
        digest=st.sampled_from(["aa", "bb", "cc"]),
    ),
    verdict=st.builds(Verdict, format=st.just("pdf"), condition=st.sampled_from(Condition)),
    presence=st.sampled_from(Presence),
)


class Undone(Exception):
    pass


def _both(shared: SqliteStore) -> Iterator[UnitOfWork]:
    """A unit of work on the real store, then one on the fake, of which nothing stays."""
    stores: tuple[Store, Store] = (shared, FakeStore())
    for store in stores:
        with suppress(Undone), store.begin() as unit:
            yield unit
            raise Undone


@settings(max_examples=80, deadline=None, database=None)
@given(st.lists(files, max_size=8))
def test_both_count_the_same_files(shared: SqliteStore, drawn: list[EvidenceFile]) -> None:
    tallies = []
    for unit in _both(shared):
        kept, gone = unit.save_evidence([Evidence(0, "通知"), Evidence(0, "旧通知", recycled=True)])
        ids = {1: kept.id, 2: gone.id}
        unit.save_files(
            [replace(one, path=f"{n}.pdf", evidence_id=ids[one.evidence_id]) for n, one in enumerate(drawn)]
        )
        tallies.append(unit.tally())
    assert tallies[0] == tallies[1]


def test_both_know_which_files_are_to_be_opened_and_keep_verdicts_for_their_bytes_only(shared: SqliteStore) -> None:
    said = []
    cut_short = Verdict("unknown", Condition.UNKNOWN, f"{INTERRUPTED}。")
    opened = Verdict("pdf", Condition.OK, "", 2, True, ("signed",))
    for unit in _both(shared):
        [piece, other] = unit.save_evidence([Evidence(0, "通知"), Evidence(0, "签到表")])
        unit.assign([Assignment(piece.id, 8, Origin.FOLDER, NOON, "甲")])
        stored = unit.save_files(
            [
                EvidenceFile(0, f"{n}.pdf", piece.id, Fixity(3, 1, "sha256", f"{n}"), verdict, presence)
                for n, (verdict, presence) in enumerate(
                    [
                        (NOT_INSPECTED, Presence.PRESENT),
                        (cut_short, Presence.PRESENT),
                        (NOT_INSPECTED, Presence.MISSING),
                        (NOT_INSPECTED, Presence.PRESENT),
                        (opened, Presence.PRESENT),
                    ]
                )
            ]
        )
        first = stored[0].id
        waiting = [file.id - first for file in unit.uninspected(0, 9)]
        after = [file.id - first for file in unit.uninspected(first, 1)]
        stale = replace(stored[3], fixity=Fixity(3, 1, "sha256", "other"))
        unit.save_verdicts([(stored[0], opened), (stale, opened)])
        kept = [file.verdict for file in unit.recorded()]
        part = unit.dossier_of(stored[:1])
        counted = unit.tally().uninspected
        said.append(len(part.assignments))
        assert (waiting, after, counted) == ([0, 1, 3], [1], 2)
        assert kept == [opened, cut_short, NOT_INSPECTED, NOT_INSPECTED, opened]
        assert set(part.evidence) == {piece.id}
        assert other.id not in part.evidence
    assert said == [1, 1]


@pytest.mark.parametrize("others", [0, 600])
def test_both_find_files_by_their_digests(shared: SqliteStore, others: int) -> None:
    wanted = {"bb", *(f"{number:04x}" for number in range(others))}
    for unit in _both(shared):
        pieces = [
            (Evidence(0, "通知"), EvidenceFile(0, f"{name}.txt", 0, Fixity(3, 1, "sha256", name), NOT_INSPECTED))
            for name in ("bb", "aa", "cc")
        ]
        unit.take_in([*pieces, (Evidence(0, "通知"), EvidenceFile(0, "dd.txt", 0, None, NOT_INSPECTED))])
        again = replace(pieces[0][1], path="ee.txt")
        unit.take_in([(Evidence(0, "通知"), again)])
        assert [file.path for file in unit.recorded(wanted)] == ["bb.txt", "ee.txt"]
        assert list(unit.recorded(set())) == []


def test_both_take_in_new_pieces_with_their_files_and_let_a_record_pass_to_one(shared: SqliteStore) -> None:
    fixity = Fixity(3, 1, "sha256", "aa")
    for unit in _both(shared):
        [former] = unit.save_evidence([Evidence(0, "旧通知", recycled=True)])
        [kept] = unit.save_files([EvidenceFile(0, "a\udcff.pdf", former.id, None, NOT_INSPECTED, Presence.MISSING)])
        taken = unit.take_in(
            [
                (Evidence(0, "签到表", 2023), EvidenceFile(0, "\x1b.pdf", 0, fixity, NOT_INSPECTED, key="1:2")),
                (Evidence(0, "新通知"), replace(kept, evidence_id=0, fixity=fixity, presence=Presence.PRESENT)),
                (Evidence(0, "照片", dated=dt.date(2023, 5, 1)), EvidenceFile(0, "照片.pdf", 0, None, NOT_INSPECTED)),
            ]
        )
        now = unit.dossier()
        assert sorted(now.files, key=lambda one: one.id) == sorted(taken, key=lambda one: one.id)
        assert taken[1].id == kept.id
        assert len({one.id for one in taken}) == len({one.evidence_id for one in taken} | {former.id}) - 1 == 3
        titles = [now.evidence[one.evidence_id].title for one in taken]
        assert (titles, now.evidence[taken[2].evidence_id].dated) == (["签到表", "新通知", "照片"], dt.date(2023, 5, 1))
        assert unit.take_in([]) == []


def test_equal_times_of_two_zones_stay_what_they_were(shared: SqliteStore) -> None:
    beijing = NOON.astimezone(dt.timezone(dt.timedelta(hours=8)))
    for unit in _both(shared):
        [one] = unit.save_evidence([Evidence(0, "通知")])
        unit.assign([Assignment(one.id, number, Origin.FOLDER, at, "甲") for number, at in ((8, NOON), (9, beijing))])
        kept = [given.at.isoformat() for given in sorted(unit.dossier().assignments, key=lambda one: one.number)]
        assert kept == [NOON.isoformat(), beijing.isoformat()]


def _decide(unit: UnitOfWork) -> None:
    """Everything that a unit of work can keep, replaced and taken back."""
    first, second = unit.save_evidence([Evidence(0, "通知", 2023), Evidence(0, "签到表")])
    unit.save_evidence([replace(second, recycled=True)])
    ok = Verdict("pdf", Condition.OK, "", 1, True)
    a, b = unit.save_files([EvidenceFile(0, path, first.id, None, ok, key="1:2") for path in ("a.pdf", "b.pdf")])
    unit.save_files([replace(a, path="b.pdf"), replace(b, path="a.pdf", revision=2)])
    unit.assign(
        Assignment(one, number, Origin.FOLDER, NOON, "甲") for one in (second.id, first.id) for number in (9, 8)
    )
    unit.assign([Assignment(first.id, 8, Origin.PERSON, NOON, "乙", ("8-a",))])
    unit.unassign([(first.id, 9), (77, 9)])
    for number in (5, 3, 4):
        unit.save_omission(Omission(number, "无"))
    unit.remove_omission(4)
    unit.save_election(Election(frozenset({29}), frozenset()))
    edits = [RequirementEdit("8-b", None), RequirementEdit("8-a", Requirement("8-a", 8, "通知", "通知", Cadence.ONCE))]
    unit.save_requirement_edits(edits)
    unit.remove_requirement_edits(["8-b", "8-c"])
    years = (2023, None, 2022)
    unit.save_indicator_values([IndicatorValue("64-rate", year, Decimal("98.50")) for year in years])
    unit.remove_indicator_values([("64-rate", 2022), ("64-rate", 2021)])
    corrections = [
        unit.save_correction(Correction(0, CorrectionKind.TEXT, n, "", "文字", "原件", NOON, "甲")) for n in (1, 2, 3)
    ]
    unit.remove_correction(corrections[0].id)
    unit.save_correction(corrections[0])
    unit.remove_correction(corrections[1].id)
    asked = unit.save_questions([Question(0, QuestionKind.MOVED, first.id, 8, 9, path, NOON) for path in ("a", "b")])
    unit.save_questions([replace(asked[0], answer=Answer.KEEP)])
    found_ = [unit.save_finding(Finding(0, 8, what, MONDAY, "甲", "教育局")) for what in ("缺照片", "缺签到表", "误")]
    unit.save_finding(replace(found_[0], closed_on=MONDAY))
    unit.remove_finding(found_[2].id)
    for on in (MONDAY + dt.timedelta(days=7), MONDAY, MONDAY):
        unit.save_snapshot(WeekSnapshot(on, frozenset({("8-a", 2023), ("8-b", 0)}), "1.50", "100", (("教育局", 2),)))
    unit.set_catalogue_text("# 新版")
    unit.set_setting("folder", "{}")
    unit.record(NOON, "甲", "file_moved", "b.pdf", {"file": 1, "evidence": 7, "from": "a.pdf"})
    unit.record_all(
        NOON, "甲", [HistoryLine("assigned", "number 8", {"evidence": [3, 7]}), HistoryLine("seen", "", {})]
    )


def test_both_keep_the_same_decisions(shared: SqliteStore) -> None:
    ends = []
    for unit in _both(shared):
        _decide(unit)
        dossier = unit.dossier()
        lines = [
            [(line.id, line.verb, line.subject) for line in unit.history(last, about)]
            for last in (None, 0, 1)
            for about in (None, [], ["evidence 7"], ["file 1", "number 8"], ["b.pdf"], ["file 7"])
        ]
        told = (unit.catalogue_text(), unit.setting("folder"), unit.setting("never set"))
        ends.append(
            (
                (dict(dossier.evidence), dossier.files, set(dossier.assignments), dict(dossier.omissions)),
                (dossier.election, dossier.requirement_edits, dossier.indicator_values),
                (dossier.corrections, unit.corrections(), dossier.questions, unit.findings(), unit.snapshots()),
                (unit.tally(), lines, told),
            )
        )
    assert ends[0] == ends[1]
