"""自查整改: a finding's life, from raised to closed with evidence that counts, every step undone exactly."""

import datetime as dt
from collections.abc import Callable

import pytest

from foodsafe_desktop.domain.errors import FindingRefused
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.services import deciding, rectifying
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import NOW, FakeFolder

TODAY = NOW.date()


def findings(archive: Archive) -> list[Finding]:
    return list(overview(archive).findings)


@pytest.fixture
def raised(archive: Archive, folder: FakeFolder) -> Archive:
    """Finding 1 open, finding 2 closed with evidence 1; evidence 2 is damaged, 3 a paper that nobody located."""
    folder.put("(8) 会商/2023/整改报告.pdf", b"a")
    folder.put("(8) 会商/2023/损坏.bad", b"b")
    scan(archive, Job())
    deciding.register_paper(archive, 8, "整改回执", 2023, None, 1)
    rectifying.raise_finding(archive, 8, "会商记录缺签到表", deadline=TODAY + dt.timedelta(days=7))
    rectifying.raise_finding(archive, 28, "核查处置不及时")
    rectifying.close(archive, 2, evidence_ids(archive)["整改报告"])
    return archive


def evidence_ids(archive: Archive) -> dict[str, int]:
    return {one.title: one.id for one in overview(archive).dossier.evidence.values()}


STEPS: dict[str, Callable[[Archive], Decision]] = {
    "raise": lambda a: rectifying.raise_finding(a, 108, "责任制考核无记录", found_by="市督查组"),
    "raise from a gap": lambda a: rectifying.raise_from_gap(a, overview(a).coverage.gaps[0]),
    "deadline": lambda a: rectifying.set_deadline(a, 1, TODAY),
    "no deadline": lambda a: rectifying.set_deadline(a, 1, None),
    "close": lambda a: rectifying.close(a, 1, evidence_ids(a)["整改报告"], note="已补签到表"),
    "reopen": lambda a: rectifying.reopen(a, 2, note="复查又发现"),
}


@pytest.mark.parametrize("name", STEPS)
def test_each_step_takes_effect_and_is_undone_exactly(raised: Archive, name: str) -> None:
    before = findings(raised)
    with raised.store.begin() as unit:
        lines = len(unit.history())
    decision = STEPS[name](raised)
    assert findings(raised) != before
    assert decision.sentence.endswith("。")
    decision.undo()
    assert findings(raised) == before
    with raised.store.begin() as unit:
        assert len(unit.history()) == lines + 2


def test_a_finding_names_the_first_responsible_department_unless_told_otherwise(archive: Archive) -> None:
    rectifying.raise_finding(archive, 27, "a")
    rectifying.raise_finding(archive, 27, "b", department=" 区工信与科技局 ")
    rectifying.raise_finding(archive, 108, "c")
    assert [one.department for one in findings(archive)] == ["区水务局", "区工信和科技局", ""]


def test_several_gaps_become_findings_of_their_own_and_are_taken_back_together(archive: Archive) -> None:
    gaps = overview(archive).coverage.gaps[:3]
    decision = rectifying.raise_from_gaps(archive, gaps, deadline=TODAY)
    assert decision.sentence == "已登记 3 个问题。"
    assert [(one.number, one.deadline) for one in findings(archive)] == [(gap.number, TODAY) for gap in gaps]
    decision.undo()
    assert findings(archive) == []
    with pytest.raises(FindingRefused):
        rectifying.raise_from_gaps(archive, gaps, deadline=TODAY - dt.timedelta(days=1))
    assert findings(archive) == []


def test_a_finding_from_a_gap_says_year_what_and_why(archive: Archive) -> None:
    gap = next(gap for gap in overview(archive).coverage.gaps if gap.number == 8 and gap.year == 2022)
    rectifying.raise_from_gap(archive, gap, deadline=TODAY)
    [found] = findings(archive)
    assert found.what.startswith("2022年 ")
    assert gap.reason in found.what
    assert (found.number, found.department, found.deadline) == (8, gap.departments[0], TODAY)


def test_closing_and_reopening(raised: Archive) -> None:
    open_one, closed = findings(raised)
    assert (open_one.closed_on, closed.closed_on, closed.rectified_by) == (
        None,
        TODAY,
        evidence_ids(raised)["整改报告"],
    )
    rectifying.reopen(raised, 2)
    assert (findings(raised)[1].closed_on, findings(raised)[1].rectified_by) == (None, None)


@pytest.mark.parametrize(
    ("refused", "word"),
    [
        (lambda a: rectifying.raise_finding(a, 112, "x"), "（112）"),
        (lambda a: rectifying.raise_finding(a, 8, " "), "没有写明"),
        (lambda a: rectifying.raise_finding(a, 8, "x", found_on=TODAY + dt.timedelta(days=1)), "晚于今天"),
        (lambda a: rectifying.raise_finding(a, 8, "x", deadline=TODAY - dt.timedelta(days=1)), "早于发现日期"),
        (lambda a: rectifying.set_deadline(a, 1, dt.date(2020, 1, 1)), "早于发现日期"),
        (lambda a: rectifying.set_deadline(a, 2, TODAY), "已经销号"),
        (lambda a: rectifying.set_deadline(a, 9, TODAY), "没有这一条"),
        (lambda a: rectifying.close(a, 2, 1), "已经销号"),
        (lambda a: rectifying.close(a, 1, 99), "不在档案中"),
        (lambda a: rectifying.close(a, 1, evidence_ids(a)["损坏"]), "损坏"),
        (lambda a: rectifying.close(a, 1, evidence_ids(a)["整改回执"]), "不能作为销号依据"),
        (lambda a: rectifying.reopen(a, 1), "尚未销号"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence_and_changes_nothing(
    raised: Archive, refused: Callable[[Archive], Decision], word: str
) -> None:
    before = findings(raised)
    with pytest.raises(FindingRefused) as error:
        refused(raised)
    assert word in error.value.sentence
    assert error.value.sentence.endswith("。")
    assert findings(raised) == before


def test_recycled_evidence_closes_nothing(raised: Archive) -> None:
    key = evidence_ids(raised)["整改报告"]
    deciding.recycle(raised, [key])
    with pytest.raises(FindingRefused, match="回收"):
        rectifying.close(raised, 1, key)
