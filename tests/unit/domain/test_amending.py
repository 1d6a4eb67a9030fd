"""A snapshot after a change is the snapshot read anew, indexes and coverage included."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain import amending
from foodsafe_desktop.domain.amending import Overlay, Rows, amended
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile
from foodsafe_desktop.domain.gaps import coverage, recover
from tests.unit.builders import SMALL, Held, dossier, held
from tests.unit.domain.listed import LISTED, listed_holdings


def read_anew(
    old: Dossier, evidence: list[Evidence], files: list[EvidenceFile], assignments: list[Assignment]
) -> Dossier:
    by_id = {file.id: file for file in (*old.files, *files)}
    pairs = {(one.evidence_id, one.number): one for one in (*old.assignments, *assignments)}
    return Dossier({**old.evidence, **{one.id: one for one in evidence}}, list(by_id.values()), list(pairs.values()))


def without_empty(index: object) -> dict[object, object]:
    return {key: found for key, found in dict(index).items() if found}  # type: ignore[call-overload]


@settings(deadline=None)
@given(st.lists(listed_holdings, max_size=6), st.lists(listed_holdings, max_size=6), st.data())
def test_amended_is_read_anew(before: list[Held], after: list[Held], data: st.DataObject) -> None:
    old, then = dossier(*before), dossier(*after)
    named = data.draw(st.sampled_from(((), ("8-report",))))
    assignments = [replace(one, requirements=named) for one in then.assignments]
    evidence = list(then.evidence.values())
    start = coverage(SMALL, old, LISTED)
    one, now = old, read_anew(old, evidence, list(then.files), assignments)
    for at in range(0, len(evidence), 2):  # in several steps, one laid over the other
        step = evidence[at : at + 2]
        ids = {piece.id for piece in step}
        one = amended(
            one,
            evidence=step,
            files=[file for file in then.files if file.evidence_id in ids],
            assignments=[each for each in assignments if each.evidence_id in ids],
        )
    assert dict(one.evidence) == now.evidence
    assert list(one.files) == list(now.files)
    assert (len(one.files), len(one.assignments)) == (len(now.files), len(now.assignments))
    assert list(one.assignments) == list(now.assignments)
    for name in ("files_of", "assigned_to", "numbers_of", "named_requirements", "file_by_id"):
        assert without_empty(getattr(one, name)) == without_empty(getattr(now, name)), name
    touched = {number for piece in evidence for number in now.numbers_of.get(piece.id, ())}
    assert recover(start, one, touched) == coverage(SMALL, now, LISTED)


def test_a_file_may_go_over_to_another_piece() -> None:
    old = dossier(held(8, files=1), held(8, files=1))
    moved = replace(old.files[0], evidence_id=2)
    one = amended(old, files=[moved])
    assert one.files_of[1] == ()
    assert one.files_of[2] == (moved, old.files[1])
    assert one.files[0] == moved
    assert one.files[-1:] == [old.files[1]]


def test_many_changes_melt_into_what_they_lie_over(monkeypatch: object) -> None:
    base = {key: key for key in range(10)}
    over: Overlay[int, int] = Overlay(base, {})
    rows: Rows[int] = Rows(range(10), (), lambda row: row, 0)
    monkeypatch.setattr(amending, "_MANY", 3)  # type: ignore[attr-defined]
    for key in range(8, 14):
        over = Overlay(over, {key: -key})
        rows = Rows(rows, [key], lambda row: row, key > 9)
    assert dict(over) == {**base, **{key: -key for key in range(8, 14)}}
    assert len(over) == 14
    assert over.get(99, "none") == "none"
    assert (list(rows), len(rows), rows[13]) == (list(range(14)), 14, 13)
    assert len(over.changes) <= 3
    assert len(rows.laid) <= 3
