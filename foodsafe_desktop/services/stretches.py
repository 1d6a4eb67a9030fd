"""Going through very much a stretch at a time.

A single call that sorts or writes down a hundred thousand rows keeps the interpreter, and with it the window, until it
is through.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

STRETCH = 2_000
"""Rows that any such call is through with in a few milliseconds."""


def stretches(many: Iterable[T], length: int = STRETCH) -> Iterator[list[T]]:
    """The same in lists of at most this length, in order."""
    rest = iter(many)
    while part := list(islice(rest, length)):
        yield part


def sorted_in_stretches(many: Sequence[T], key: Callable[[T], str], length: int = STRETCH) -> list[T]:
    """What `sorted` gives, in about twice its time: first dealt out between bounds, then sorted between these."""
    if len(many) <= 2 * length:
        return sorted(many, key=key)
    bounds = sorted(key(one) for one in many[:: length // 4])[4::4]
    parts: list[list[T]] = [[] for _ in range(len(bounds) + 1)]
    for one in many:
        parts[bisect_right(bounds, key(one))].append(one)
    return [one for part in parts for one in sorted(part, key=key)]
