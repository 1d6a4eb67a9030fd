"""How many complete sets papers make: against every way of putting them together, and the laws."""

import datetime as dt
import random
from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Verdict
from foodsafe_desktop.domain.sets import APART, Occasion, complete_sets, occasion_of

DAYS = [dt.date(2022, 1, 1) + dt.timedelta(days=each) for each in (0, 20, 31, 40, 52, 63, 90)]
occasions = st.sampled_from((None, None, *DAYS, "8/上半年", "8/下半年"))
papers = st.dictionaries(st.sampled_from("甲乙丙"), st.lists(occasions, max_size=3), min_size=1)
unhurried = settings(deadline=None)


def is_one(chosen: Sequence[Occasion]) -> bool:
    told = [each for each in chosen if each is not None]
    folders, days = {o for o in told if isinstance(o, str)}, [o for o in told if isinstance(o, dt.date)]
    if folders:
        return len(folders) == 1 and not days
    return not days or (max(days) - min(days)).days <= APART


def tried_all(parts: dict[str, list[Occasion]]) -> int:
    best = 0
    for places in product(*(range(len(each)) for each in parts.values())):
        if is_one([each[at] for each, at in zip(parts.values(), places, strict=True)]):
            rest = {name: each[:at] + each[at + 1 :] for (name, each), at in zip(parts.items(), places, strict=True)}
            best = max(best, 1 + tried_all(rest))
    return best


@unhurried
@given(papers, st.integers(1, 4))
def test_no_way_of_putting_papers_together_gives_more(parts: dict[str, list[Occasion]], wanted: int) -> None:
    assert complete_sets(parts, wanted) == min(wanted, tried_all(parts))


@unhurried
@given(papers, st.sampled_from("甲乙丙"), occasions, st.randoms(use_true_random=False))
def test_a_paper_more_never_makes_fewer_and_order_does_not_matter(
    parts: dict[str, list[Occasion]], name: str, more: Occasion, chance: random.Random
) -> None:
    before = complete_sets(parts, 3)
    shuffled = {key: list(each) for key, each in reversed(parts.items())}
    for each in shuffled.values():
        chance.shuffle(each)
    assert complete_sets(shuffled, 3) == before
    if name in parts:
        assert complete_sets({**parts, name: [*parts[name], more]}, 3) >= before


def test_thousands_of_papers_of_one_part_are_no_trouble() -> None:
    days: list[Occasion] = [dt.date(2022, 1, 1) + dt.timedelta(days=each % 365) for each in range(3000)]
    assert complete_sets({"甲": days, "乙": [dt.date(2023, 6, 1)], "丙": days}, 2) == 0


def test_what_folder_is_one_occasion() -> None:
    day = dt.date(2022, 5, 1)

    def told(path: str) -> Occasion:
        return occasion_of(8, [EvidenceFile(1, path, 1, None, Verdict("pdf", Condition.OK))], day)

    assert told("（8）抽检会商/2022年/上半年会商/签到表.pdf") == "（8）抽检会商/2022年/上半年会商"
    for path in (
        "（8）抽检会商/签到表.pdf",
        "(8)会商/2022年度/a.pdf",
        "008 会商/现场照片/a.jpg",
        "收件/8月/a.pdf",
        "a.pdf",
    ):
        assert told(path) == day, path
