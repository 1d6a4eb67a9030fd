"""Page numbers of late pages: 12-1, 12-2 behind page 12, rising in reading order whatever came in between.

A number is read as its figures: 12 is before 12-1, which is before 12-1-1, 12-2 and 13. So there is always room: where
12-1 lies behind page 12 already and a page has to come between the two, it is 12-0-1.
"""

from collections.abc import Collection, Iterator
from itertools import count, islice

Figures = tuple[int, ...]


def figures(label: str, prefix: str = "") -> Figures | None:
    """A label as its figures; None for one that is no page number."""
    parts = label.removeprefix(prefix).split("-")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdecimal() for part in parts) else None


def between(low: Figures, high: Figures | None, wanted: int, taken: Collection[Figures]) -> list[Figures]:
    """So many numbers in rising order after `low` and before `high` (None: nothing follows), none of them `taken`.

    Those that go on from `low` as 12-2 does from 12-1, else those behind it.
    """
    for stem, first in _stems(low):
        found = list(islice(_free(stem, first, high, taken), wanted))
        if len(found) == wanted:
            return found
    raise AssertionError  # never: `_stems` does not end, and `high` and `taken` do


def _stems(low: Figures) -> Iterator[tuple[Figures, int]]:
    if len(low) > 1:
        yield low[:-1], low[-1] + 1
    for depth in count():
        yield (*low, *(0,) * depth), 1


def _free(stem: Figures, first: int, high: Figures | None, taken: Collection[Figures]) -> Iterator[Figures]:
    for figure in count(first):
        found = (*stem, figure)
        if high is not None and found >= high:
            return
        if found not in taken:
            yield found
