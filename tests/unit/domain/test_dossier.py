"""The snapshot's groupings."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.builders import Held, dossier, held, holdings


def test_the_inbox_holds_live_evidence_that_is_assigned_nowhere() -> None:
    found = dossier(held(), held(8), held(recycled=True))
    assert [one.id for one in found.inbox] == [1]


def test_recycled_evidence_is_assigned_nowhere() -> None:
    assert dossier(held(8, recycled=True)).assigned_to == {}


def test_an_assignment_without_its_evidence_is_nothing() -> None:
    found = dossier(held(8))
    assert replace(found, evidence={}).assigned_to == {}


@given(st.lists(holdings, max_size=8))
def test_every_live_piece_is_assigned_or_in_the_inbox_and_never_both(pieces: list[Held]) -> None:
    found = dossier(*pieces)
    placed = {one.id for group in found.assigned_to.values() for one in group}
    waiting = {one.id for one in found.inbox}
    assert placed | waiting == {key for key, one in found.evidence.items() if not one.recycled}
    assert not placed & waiting
