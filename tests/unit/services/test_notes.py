"""Notes on numbered lines: kept, taken back, made again, in the history; on nothing that has no number."""

import pytest

from foodsafe_desktop.domain.errors import NumberUnknown
from foodsafe_desktop.services.history import latest
from foodsafe_desktop.services.notes import save_note
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.page.presenter import page
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.sure import sure

EIGHT = NodeKey(Kind.SUB_ITEM, 8)


def test_a_note_is_kept_taken_back_and_made_again(archive: Archive) -> None:
    assert page(overview(archive), EIGHT).note == ""
    first = save_note(archive, 8, " 纸质台账在区卫健委。\n")
    assert overview(archive).notes == {8: "纸质台账在区卫健委。"}
    second = save_note(archive, 8, "")
    assert overview(archive).notes == {}
    second.undo()
    assert page(overview(archive), EIGHT).note == "纸质台账在区卫健委。"
    first.undo()
    assert overview(archive).notes == {}
    sure(first.redo)()
    assert overview(archive).notes == {8: "纸质台账在区卫健委。"}
    assert {line.verb for line in latest(archive)} == {"note_saved"}


@pytest.mark.parametrize("number", [112, 108])
def test_vetoes_and_reserved_numbers_can_be_noted_on(archive: Archive, number: int) -> None:
    save_note(archive, number, "待查原件")
    assert overview(archive).notes == {number: "待查原件"}


@pytest.mark.parametrize("number", [0, 113, 999])
def test_what_the_catalogue_does_not_number_takes_no_note(archive: Archive, number: int) -> None:
    with pytest.raises(NumberUnknown):
        save_note(archive, number, "无")
    assert overview(archive).notes == {}
