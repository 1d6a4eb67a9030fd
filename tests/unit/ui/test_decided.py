"""What can be taken back and made again, in which order."""

from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.ui.decided import Decided


def _decision(sentence: str, *, again: bool = True) -> Decision:
    return Decision(sentence, lambda: None, (lambda: None) if again else None)


def test_decisions_are_taken_back_newest_first_and_made_again_in_their_order() -> None:
    decided = Decided()
    for name in ("一", "二", "三"):
        decided.keep(_decision(name))
    for name in ("三", "二"):
        last = decided.newest()
        assert last is not None
        assert last.sentence == name
        decided.took_back(last)
    assert decided.sentences == ("一", "二")
    found = decided.next()
    assert found is not None
    decided.keep(found[0], again=True)
    assert decided.sentences == ("二", "三")


def test_a_new_decision_and_one_that_cannot_be_made_again_end_what_was_taken_back() -> None:
    decided = Decided()
    decided.took_back(_decision("一"))
    decided.keep(_decision("二"))
    assert decided.sentences == ("二", "")
    decided.took_back(_decision("三"))
    decided.took_back(_decision("四", again=False))
    assert decided.next() is None
    decided.forget()
    assert decided.newest() is None
