"""Which looks are alike: by bits that differ, each with the earliest like it, without comparing all with all."""

import random

from foodsafe_desktop.domain.likeness import alike, by_order, pairs
from foodsafe_desktop.domain.texts import Look


def changed(look: Look, slow: int, fine: int, *, is_scan: bool = False) -> Look:
    """The look with so many bits of either hash turned over, spread as widely as can be."""
    step_slow, step_fine = 64 // max(1, slow), 256 // max(1, fine)
    return Look(
        look.hash ^ sum(1 << at * step_slow for at in range(slow)),
        look.fine ^ sum(1 << at * step_fine for at in range(fine)),
        is_scan,
    )


def any_look(seed: int, *, is_scan: bool = False) -> Look:
    chance = random.Random(seed)
    return Look(chance.getrandbits(64), chance.getrandbits(256), is_scan)


def test_few_changed_bits_look_alike_and_many_do_not() -> None:
    look = any_look(1)
    assert alike(look, changed(look, 5, 24)) == 24
    assert alike(look, changed(look, 6, 0)) is None
    assert alike(look, changed(look, 0, 25)) is None


def test_scans_have_to_agree_more_closely_than_photographs() -> None:
    scan = any_look(1, is_scan=True)
    assert alike(scan, changed(scan, 2, 10, is_scan=True)) == 10
    assert alike(scan, changed(scan, 2, 11, is_scan=True)) is None
    assert alike(scan, changed(scan, 2, 20)) == 20  # a photograph of the page


def test_no_pair_is_missed_wherever_the_bits_lie() -> None:
    look = any_look(3)
    for at in range(59):
        moved = Look(look.hash ^ sum(1 << (at + step) % 64 for step in (0, 11, 22, 33, 44)), look.fine)
        assert pairs([("a", look), ("b", moved)]), at


def test_each_is_paired_with_the_earliest_and_a_paired_one_heads_no_pair() -> None:
    look, other = any_look(1), any_look(2)
    found = pairs([("a", look), ("x", other), ("b", changed(look, 2, 5)), ("c", changed(look, 2, 5))])
    assert [(one.earlier, one.later) for one in found] == [("a", "b"), ("a", "c")]


def test_among_many_only_the_alike_are_found() -> None:
    many = [(str(seed), any_look(seed)) for seed in range(500)]
    twin = changed(many[77][1], 4, 20)
    assert [(one.earlier, one.later, one.differs) for one in pairs([*many, ("twin", twin)])] == [("77", "twin", 20)]


def test_equal_looks_are_found_even_in_a_crowd() -> None:
    look = any_look(5, is_scan=True)
    crowd = [(str(at), Look(look.hash, any_look(at).fine, is_scan=True)) for at in range(900)]
    found = pairs([*crowd, ("last", crowd[850][1])])
    assert ("850", "last") in [(one.earlier, one.later) for one in found]


def test_only_what_has_a_look_is_compared() -> None:
    assert by_order({"b": any_look(1), "a": any_look(2)}, ["a", "c", "b"]) == [("a", any_look(2)), ("b", any_look(1))]
