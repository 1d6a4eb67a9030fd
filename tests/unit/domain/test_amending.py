"""A snapshot after a change is the snapshot read anew, indexes and coverage included."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.amending import amended, differing
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Omission
from foodsafe_desktop.domain.gaps import coverage, recover
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.domain.requirements import IndicatorValue
from tests.unit.builders import AT, NUMBERS, SMALL, Held, dossier, elections, held
from tests.unit.domain.listed import LISTED, listed_holdings

INDEXES = ("files_of", "assigned_to", "numbers_of", "named_requirements", "file_by_id", "inbox")
QUESTIONS = [Question(key, QuestionKind.DUPLICATE, key, 0, key + 1, "", AT, Answer.APART) for key in range(1, 4)]

pieces = st.dictionaries(st.integers(1, 8), listed_holdings, max_size=6)
others = st.fixed_dictionaries(
    {
        "omissions": st.sets(st.sampled_from(NUMBERS)).map(lambda found: {key: Omission(key, "无") for key in found}),
        "election": elections,
        "indicator_values": st.sets(st.sampled_from((2022, 2023))).map(
            lambda years: tuple(IndicatorValue("8-rate", year, None) for year in sorted(years))
        ),
        "questions": st.lists(st.sampled_from(QUESTIONS), unique=True).map(tuple),
    }
)
named = st.sampled_from(((), ("8-report",)))


def snapshot(held_: dict[int, Held], names: tuple[str, ...], rest: dict[str, Any]) -> Dossier:
    """As a store reads it: everything in the order of its ids, where some may be left out."""
    made = dossier(*(held_.get(key, held()) for key in range(1, 9)))
    return Dossier(
        MappingProxyType({key: one for key, one in made.evidence.items() if key in held_}),
        tuple(file for file in made.files if file.evidence_id in held_),
        tuple(
            replace(one, requirements=names if one.evidence_id % 2 else ())
            for one in made.assignments
            if one.evidence_id in held_
        ),
        **rest,
    )


def rows(one: Dossier) -> tuple[dict[Any, Any], ...]:
    pairs = {(given.evidence_id, given.number): given for given in one.assignments}
    return dict(one.evidence), {file.id: file for file in one.files}, pairs


def changes(old: Dossier, new: Dossier, more: int) -> dict[str, dict[Any, Any]]:
    """What became of every row that is not the same any more, and of `more` that are."""
    found = {}
    for name, before, now in zip(("evidence", "files", "assignments"), rows(old), rows(new), strict=True):
        keys = {*before, *now}
        changed = {key for key in keys if before.get(key) != now.get(key)} | set(sorted(keys)[:more])
        found[name] = {key: now.get(key) for key in changed}
    return found


def index(one: Dossier) -> dict[str, object]:
    return {name: getattr(one, name) for name in INDEXES}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(pieces, named, others), min_size=2, max_size=3), st.integers(0, 3))
def test_amended_is_read_anew(states: list[tuple[Any, Any, Any]], more: int) -> None:
    one = snapshot(*states[0])
    index(one)
    covered = coverage(SMALL, one, LISTED)
    for state in states[1:]:  # each laid over the one before
        now, before = snapshot(*state), one
        one = amended(one, **changes(before, now, more), **state[2])
        assert one == now
        assert [*one.evidence] == [*now.evidence]
        assert all(name in vars(one) for name in INDEXES)
        assert index(one) == index(now)
        covered = recover(covered, one, differing(before, one, LISTED))
        assert covered == coverage(SMALL, now, LISTED)


def test_what_stayed_is_carried_on_and_what_nobody_asked_for_is_not_made() -> None:
    old = dossier(held(8), held(9), held())
    one = amended(old, files={100: None})
    assert not [name for name in INDEXES if name in vars(one)]
    index(old)
    one = amended(old, files={100: None})
    assert one.files_of[2] is old.files_of[2]
    assert one.evidence is old.evidence
    assert one.assigned_to is not None
    assert differing(old, one, LISTED) == {8}
    assert differing(old, old, LISTED) == frozenset()
    assert differing(old, amended(old, evidence={3: None}), LISTED) == frozenset()


def test_a_file_may_go_over_to_another_piece() -> None:
    old = dossier(held(8, files=1), held(8, files=1))
    index(old)
    moved = replace(old.files[0], evidence_id=2)
    one = amended(old, files={moved.id: moved})
    assert 1 not in one.files_of
    assert one.files_of[2] == (moved, old.files[1])
    assert one.files == (moved, old.files[1])
