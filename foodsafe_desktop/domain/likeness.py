"""Which pictures look so alike that a person should be asked whether they are the same. Nothing is decided here.

Candidates share a band of their slow hash, or all of it: of six bands at least one is untouched by up to five changed
bits, so that twenty thousand pictures need no comparing of each with each. The fine hash of 256 bits has to confirm.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.texts import Look

_BANDS = ((0, 11), (11, 11), (22, 11), (33, 11), (44, 10), (54, 10))
"""Where each band of the 64 bits begins, and how wide it is."""
_SLOW = len(_BANDS) - 1
_FINE_PHOTO, _FINE_SCAN = 24, 10
"""Bits of 256 that may differ. Pages of one form differ in little, so scans must agree more closely than photos."""
_CROWDED = 400
"""Pictures in a band beyond which it tells nothing (pages of one template): later ones are met in other bands only."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two contents, in the order given, and by how many of the fine hash's 256 bits they differ."""

    earlier: str
    later: str
    differs: int


def alike(one: Look, other: Look) -> int | None:
    """By how many fine bits two pictures differ; None where they do not look the same."""
    if (one.hash ^ other.hash).bit_count() > _SLOW:
        return None
    differs = (one.fine ^ other.fine).bit_count()
    most = _FINE_SCAN if one.is_scan and other.is_scan else _FINE_PHOTO
    return differs if differs <= most else None


def pairs(looks: Sequence[tuple[str, Look]]) -> list[Alike]:
    """Each content with the earliest that it looks like, in the order given. One that is paired heads no other pair."""
    first: dict[int, Alike] = {}
    for at, others in _candidates([look for _, look in looks]):
        for other in others:
            if other in first:
                continue
            differs = alike(looks[other][1], looks[at][1])
            if differs is not None:
                first[at] = Alike(looks[other][0], looks[at][0], differs)
                break
    return list(first.values())


def _candidates(looks: Sequence[Look]) -> Iterator[tuple[int, list[int]]]:
    """For every place the earlier ones that share a band with it, earliest first."""
    tables: list[dict[int, list[int]]] = [defaultdict(list) for _ in _BANDS]
    equal: dict[Look, int] = {}
    for at, look in enumerate(looks):
        found = {equal.setdefault(look, at)} - {at}
        for table, (begin, width) in zip(tables, _BANDS, strict=True):
            bucket = table[look.hash >> begin & (1 << width) - 1]
            found.update(bucket)
            if len(bucket) < _CROWDED:
                bucket.append(at)
        yield at, sorted(found)


def by_order(looks: Mapping[str, Look], order: Sequence[str]) -> list[tuple[str, Look]]:
    """The looks of these contents, in their order; those without one are left out."""
    return [(key, looks[key]) for key in order if key in looks]
