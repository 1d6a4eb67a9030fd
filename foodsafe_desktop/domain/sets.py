"""How many complete sets lie in a requirement's papers: parts of one occasion, and no paper twice.

A set is of one occasion where all its parts lie in one folder made for it, or their dates are within `APART` days.
A paper without date or such a folder may belong to any. The count is the largest number of sets that have no paper in
common: more papers can never make it smaller, and their order does not matter.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from heapq import heappop, heappush

from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.paper_words import bare, plain

APART = 31
"""Days between the first and the last paper of one occasion."""

Occasion = dt.date | str | None
"""When a paper's own date, or the folder of one occasion, tells of what it is; None: it tells nothing."""

_OF_ANY = re.compile(r"现场|材料|资料|档案|附件|电子版|扫描件|[^\u4e00-\u9fffA-Za-z0-9]")
_YEAR = re.compile(r"\s*(?:19|20)\d{2}\s*(?:年度?)?\s*")


def occasion_of(number: int, files: Sequence[EvidenceFile], dated: dt.date | None) -> Occasion:
    """The folder of one occasion in which all files lie, below that of the number; else the date; else None."""
    folders = {_folder(number, file.path.rpartition("/")[0]) for file in files}
    folder = folders.pop() if len(folders) == 1 else None
    return folder or dated


@lru_cache(maxsize=4096)
def _folder(number: int, parent: str) -> str | None:
    """The folder itself where it is deeper than that of its number and says more than a year or a sort of paper."""
    steps = [plain(step) for step in parent.split("/")]
    of_number = re.compile(rf"\D{{0,4}}0*{number}(?!\d)")
    at = next((at for at, step in enumerate(steps) if of_number.match(step)), None)
    if at is None or at == len(steps) - 1:
        return None
    said = _OF_ANY.sub("", bare(steps[-1]))
    return parent if said and not _YEAR.fullmatch(steps[-1]) else None


def complete_sets(parts: Mapping[str, Sequence[Occasion]], wanted: int) -> int:
    """How many complete sets the papers of each part make, counted no further than `wanted`."""
    names = sorted(parts)
    if not names or min(len(parts[name]) for name in names) == 0:
        return 0
    folders = {each: at for at, each in enumerate(sorted({o for name in names for o in parts[name] if type(o) is str}))}
    placed = tuple(tuple(sorted(_place(o, folders) for o in parts[name] if o is not None)) for name in names)
    free = tuple(min(wanted, sum(1 for o in parts[name] if o is None)) for name in names)
    return _most(placed, free, wanted)


def _place(occasion: dt.date | str, folders: Mapping[str, int]) -> int:
    """Dates by their days; each folder far from every date and every other folder."""
    if isinstance(occasion, str):
        return -(folders[occasion] + 1) * 2 * APART
    return occasion.toordinal()


def _most(placed: tuple[tuple[int, ...], ...], free: tuple[int, ...], wanted: int) -> int:
    """The best way through all papers in order of time: each earliest one begins a set, or is left out.

    A set takes of every other part the earliest paper within reach, else one that tells nothing: taking any other
    would leave no more for the sets that follow.
    """
    start = tuple(0 for _ in placed)
    best = {(start, free): 0}
    queue: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [(0, start, free)]
    most = 0
    while queue:
        _, at, left = heappop(queue)
        found = best.pop((at, left), None)
        if found is None:
            continue
        most = max(most, found + min(left))
        if most >= wanted:
            return wanted
        for count, state in _steps(placed, at, left, found):
            if count > best.get(state, -1):
                best[state] = count
                heappush(queue, (sum(state[0]), *state))
    return most


def _steps(
    placed: tuple[tuple[int, ...], ...], at: tuple[int, ...], left: tuple[int, ...], found: int
) -> list[tuple[int, tuple[tuple[int, ...], tuple[int, ...]]]]:
    heads = [
        (papers[one], part) for part, (papers, one) in enumerate(zip(placed, at, strict=True)) if one < len(papers)
    ]
    if not heads:
        return []
    first, part = min(heads)
    skipped = tuple(one + (which == part) for which, one in enumerate(at))
    steps = [(found, (skipped, left))]
    reach = {which for day, which in heads if day <= first + APART}
    rest = tuple(one - (which not in reach) for which, one in enumerate(left))
    if min(rest) >= 0:
        steps.append((found + 1, (tuple(one + (which in reach) for which, one in enumerate(at)), rest)))
    return steps
