"""What was let go of is freed, and what somebody else holds is not touched."""

import weakref

from foodsafe_desktop.ui.letting_go import let_go


class _Piece:
    pass


class _Whole:
    def __init__(self, pieces: list[_Piece]) -> None:
        self.by_number = {number: (piece,) for number, piece in enumerate(pieces)}
        self.all = tuple(pieces)
        self.few = ([pieces[0]], {"last": pieces[-1]})


def test_everything_is_freed_and_the_list_is_empty() -> None:
    held = [_Whole([_Piece() for _ in range(2_000)])]
    whole, pieces = weakref.ref(held[0]), [weakref.ref(piece) for piece in held[0].all]
    let_go(held)
    assert held == []
    assert whole() is None
    assert all(piece() is None for piece in pieces)


def test_what_another_holds_stays_as_it_is() -> None:
    held = [_Whole([_Piece() for _ in range(2_000)])]
    other = _Whole(list(held[0].all))
    let_go(held)
    assert len(other.all) == len(other.by_number) == 2_000
    assert all(other.by_number[number] == (piece,) for number, piece in enumerate(other.all))
