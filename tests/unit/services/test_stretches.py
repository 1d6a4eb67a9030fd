"""What is done a stretch at a time comes out as if it were done at once."""

import random

import pytest

from foodsafe_desktop.services.stretches import sorted_in_stretches, stretches


def test_stretches_are_all_of_it_in_order() -> None:
    assert list(stretches(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(stretches([], 3)) == []


@pytest.mark.parametrize("kinds", [1, 7, 5_000])
def test_sorting_in_stretches_is_sorting(kinds: int) -> None:
    dice = random.Random(7)
    many = [(str(dice.randrange(kinds)), number) for number in range(5_000)]
    assert sorted_in_stretches(many, lambda one: one[0], 40) == sorted(many, key=lambda one: one[0]), "equals stay so"
    assert sorted_in_stretches(many[:50], lambda one: one[0], 40) == sorted(many[:50], key=lambda one: one[0])
