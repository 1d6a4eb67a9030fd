"""The collector stays away from what was made in bulk, and finds it once it is asked to go through everything."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from foodsafe_desktop.services.uncollected import collect_all, uncollected


class _Piece:
    itself: "_Piece | None" = None


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_very_many_objects_are_set_aside() -> None:
    gc.unfreeze()
    with uncollected():
        many = [[one] for one in range(20_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(many)


def test_few_objects_are_left_to_the_collector() -> None:
    gc.collect()
    gc.unfreeze()
    with uncollected():
        few = [[one] for one in range(100)]
    assert gc.get_freeze_count() == 0, len(few)


def test_what_is_set_aside_goes_when_nobody_holds_it_and_cycles_when_all_is_gone_through() -> None:
    with uncollected():
        plain, circle = _Piece(), _Piece()
        circle.itself = circle
        known, known_circle = weakref.ref(plain), weakref.ref(circle)
        many = [[one] for one in range(20_000)]
    del plain, circle
    assert known() is None
    assert known_circle() is not None, len(many)
    collect_all()
    assert known_circle() is None


def test_a_stretch_within_another_leaves_the_collector_off() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
