"""How often the inbox's suggestions are right, on papers that the project wrote and labelled, and how long they take.

Half of the papers were used to choose weights, the other half was held out; both are printed. `cold`: nothing is
assigned yet. `warm`: half of the papers is assigned, and each of them is asked about as if it alone were not; those of
the held-out half are asked about with the whole other half assigned. Run: python -m tests.benchmarks.bench_suggestions
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.suggesting import Example, Paper, Suggester
from tests.shipped_edition import shipped_edition

LABELLED = Path(__file__).resolve().parents[1] / "data" / "labelled" / "evidence.jsonl"
SURE = (0.5, 0.7, 0.8)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


class Labelled(NamedTuple):
    """A paper and the number that it belongs to."""

    number: int
    paper: Paper


def labelled() -> list[Labelled]:
    """All labelled papers in the order of the file."""
    rows = map(json.loads, LABELLED.read_text(encoding="utf-8").splitlines())
    return [Labelled(row["number"], Paper(row["title"], row["text"], row["author"])) for row in rows]


def measured(catalogue: Catalogue, asked: Sequence[tuple[Suggester, Labelled]]) -> str:
    """Top-1 and top-3 by number and by 大项 (a veto counts as one), and how right the sure ones are."""

    def item(number: int) -> int:
        found = catalogue.item_of(number)
        return found.number if found else -number

    first = third = first_item = third_item = 0
    sure: dict[float, list[bool]] = {least: [] for least in SURE}
    for suggester, one in asked:
        found = suggester.suggest(one.paper, 3)
        numbers = [each.number for each in found]
        first += numbers[:1] == [one.number]
        third += one.number in numbers
        first_item += [item(each) for each in numbers[:1]] == [item(one.number)]
        third_item += item(one.number) in map(item, numbers)
        for least in SURE:
            if found and found[0].score >= least:
                sure[least].append(numbers[0] == one.number)
    share = 100 / len(asked)
    said = "，".join(f"≥{least}：{len(right)} 件中对 {sum(right)}" for least, right in sure.items())
    return (
        f"{len(asked)} 件  小项 首选 {first * share:.1f}% 前三 {third * share:.1f}%  "
        f"大项 首选 {first_item * share:.1f}% 前三 {third_item * share:.1f}%  {said}"
    )


def _taught(edition: Edition, rows: Sequence[Labelled]) -> Suggester:
    return Suggester(edition.catalogue, edition.requirements, [Example(one.number, one.paper) for one in rows])


def main() -> None:
    """Measure and print."""
    edition = shipped_edition()
    rows = labelled()
    tuned, held_out = rows[0::2], rows[1::2]
    begin = time.perf_counter()
    cold = _taught(edition, ())
    built = time.perf_counter() - begin
    say(f"建索引 {built * 1000:.0f} 毫秒")
    for name, half in (("调参的一半", tuned), ("留出的一半", held_out)):
        say(f"冷启动 {name}：{measured(edition.catalogue, [(cold, one) for one in half])}")
    titles = [(cold, Labelled(one.number, Paper(one.paper.title))) for one in held_out]
    say(f"冷启动 留出的一半，只有题名：{measured(edition.catalogue, titles)}")
    each = [(_taught(edition, [*tuned[:at], *tuned[at + 1 :]]), one) for at, one in enumerate(tuned)]
    say(f"已归入一半 逐件留一：{measured(edition.catalogue, each)}")
    warm = _taught(edition, tuned)
    begin = time.perf_counter()
    say(f"已归入一半 留出的一半：{measured(edition.catalogue, [(warm, one) for one in held_out])}")
    say(f"每百件用时 {(time.perf_counter() - begin) / len(held_out) * 100:.2f} 秒")
    many = _taught(edition, [Labelled(one.number, one.paper) for one in rows for _ in range(20)])
    begin = time.perf_counter()
    for one in rows[:100]:
        many.suggest(one.paper)
    say(f"已归入 {len(rows) * 20} 件时每百件用时 {time.perf_counter() - begin:.2f} 秒")


if __name__ == "__main__":
    main()
