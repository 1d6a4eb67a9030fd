"""What a search costs: ``python -m tests.benchmarks.bench_search [--small] [--documents N] [--keep FOLDER]``.

Makes texts of about 10 kB each (words drawn by Zipf's law, mixed with the catalogue's own wording), puts them into a
text store, and asks for words that are common, rare, short, in two parts, in titles, and under filters. Prints the time
of building, sizes, and the milliseconds until the first page of results is there: the best and the worst of several
runs, and the processor's time of the best, which says more where others use the machine too.
"""

import argparse
import datetime as dt
import itertools
import random
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Fixity, Origin, Verdict
from foodsafe_desktop.domain.texts import FileText, PageText, TextSource, TextState
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.search_index import Filters, search_index
from foodsafe_desktop.services.searching import search_in
from foodsafe_desktop.store import SqliteTextStore
from tests.benchmarks.table import row, say
from tests.shipped_edition import TEXT, shipped_edition

SMALL = ("--documents", "1000")
WORDS_IN_A_TEXT, PHRASES_IN_A_TEXT, PAGES = 1_000, 300, 4
RARE_EVERY = 5_000
RARE = "云岩桥头便民早餐示范点"
DEPARTMENT = "区卫健委"
RUNS = 7
AT = dt.datetime(2024, 7, 1, 9, tzinfo=dt.UTC)
QUERIES = (
    ("common", "食品安全"),
    ("common, two signs", "食品"),
    ("one sign", "安"),
    ("longer", "食品安全委员会办公室"),
    ("rare", RARE),
    ("rare part", "便民早餐"),
    ("while typing", "食品安全委员会办"),
    ("two words", "监督抽检 会商"),
    ("two common words", "食品 安全"),
    ("title and text", "检查 会商"),
    ("number", "〔2023〕15号"),
    ("nothing", "量子色动力学"),
)


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--small", action="store_true", help="a twentieth of it")
    parser.add_argument("--keep", type=Path, help="keep the store in this folder, and go on with the one that is there")
    options = parser.parse_args()
    count = options.documents // 20 if options.small else options.documents
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-search-"))
    try:
        store = SqliteTextStore(folder / "text.sqlite3")
        if (kept := len(store.states())) < count:
            _build(store, count, kept)
        begin = time.perf_counter()
        store.gather(Job())
        row(f"{count} texts, index put in order", f"{time.perf_counter() - begin:.0f} s", "")
        say(f"store: {sum(file.stat().st_size for file in folder.iterdir()) / 1e6:.0f} MB")
        _ask(store, _dossier(count))
    finally:
        if options.keep is None:
            shutil.rmtree(folder)


def _build(store: SqliteTextStore, count: int, kept: int) -> None:
    size = 0
    spent = 0.0
    texts = _texts(range(kept, count))
    while batch := list(itertools.islice(texts, 500)):
        size += sum(len(page.text.encode()) for _key, text in batch for page in text.pages)
        begin = time.perf_counter()
        store.keep(batch)
        spent += time.perf_counter() - begin
    count -= kept
    row(f"{count} texts, {size / 1e6:.0f} MB, kept and indexed", f"{spent:.0f} s", f"{size / 1e6 / spent:.1f} MB/s")
    say(f"{count} texts, {size / 1e6:.0f} MB, kept and indexed in {spent:.0f} s ({size / 1e6 / spent:.1f} MB/s)")


def _texts(numbers: range) -> Iterator[tuple[str, FileText]]:
    catalogue = TEXT
    phrases = re.findall("[\u4e00-\u9fff]{2,9}", catalogue)
    signs = sorted(set(re.findall("[\u4e00-\u9fff]", catalogue))) + [chr(code) for code in range(0x4E00, 0x5800)]
    chance = random.Random(1)
    words = [chance.choice(signs) + chance.choice(signs) for _ in range(30_000)]
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
    for number in numbers:
        chance.seed(number)
        drawn = chance.choices(words, cum_weights=weights, k=WORDS_IN_A_TEXT)
        drawn += chance.choices(phrases, k=PHRASES_IN_A_TEXT)
        chance.shuffle(drawn)
        if number % RARE_EVERY == 7:
            drawn.insert(len(drawn) // 2, RARE)
        drawn.insert(3, f"示食安办〔{2022 + number % 3}〕{number % 400}号")
        yield f"sha256:{number:064x}", FileText(TextState.READ, tuple(_pages(drawn)))


def _pages(words: list[str]) -> Iterator[PageText]:
    step = len(words) // PAGES + 1
    for at in range(0, len(words), step):
        lines = ["".join(words[start : start + 12]) + "，" for start in range(at, min(at + step, len(words)), 12)]
        yield PageText(at // step + 1, "\n".join(lines), TextSource.LAYER)


def _dossier(count: int) -> Dossier:
    evidence, files, assignments = {}, [], []
    for number in range(count):
        key, sub, year = number + 1, number % 107 + 1, 2022 + number % 3
        title = f"关于第{number}次食品安全检查情况的通报" if number % 9 == 0 else f"工作记录{number}"
        evidence[key] = Evidence(key, title, year=year, document_number=f"示食安办〔{year}〕{number % 400}号")
        fixity = Fixity(10_000, 1, "sha256", f"{number:064x}")
        path = f"({sub}) 小项/{year}/{title}.pdf"
        files.append(EvidenceFile(key, path, key, fixity, Verdict("pdf", Condition.OK, pages=PAGES)))
        assignments.append(Assignment(key, sub, Origin.FOLDER, AT, "bench"))
    return Dossier(evidence=evidence, files=files, assignments=assignments)


def _ask(store: SqliteTextStore, dossier: Dossier) -> None:
    begin = time.perf_counter()
    index = search_index(shipped_edition().catalogue, dossier)
    say(f"index of titles and names: {time.perf_counter() - begin:.2f} s, once for a dossier")
    begin = time.perf_counter()
    search_in(store, index, "预热")
    say(f"first search of all: {(time.perf_counter() - begin) * 1000:.0f} ms")
    asked = [(name, query, Filters()) for name, query in QUERIES]
    asked += [
        ("common, one sub-item", "食品安全", Filters(number=8)),
        ("two words, one sub-item", "监督抽检 会商", Filters(number=8)),
        ("one sign, one sub-item", "安", Filters(number=8)),
        ("common, one department", "食品安全", Filters(department=DEPARTMENT)),
        ("common, one year", "食品安全", Filters(year=2023)),
        ("rare, one year", RARE, Filters(year=2023)),
    ]
    for name, query, filters in asked:
        times, spent = [], []
        for _ in range(RUNS):
            begin, spent_before = time.perf_counter(), time.thread_time()
            result = search_in(store, index, query, filters)
            times.append((time.perf_counter() - begin) * 1000)
            spent.append((time.thread_time() - spent_before) * 1000)
        total = f"{result.total}{'' if result.is_exact else '+'}"
        snippets = sum(hit.snippet is not None for hit in result.hits)
        row(
            f"{name}: {query}",
            f"{min(times):.1f} to {max(times):.1f} ms",
            f"{min(spent):.0f} ms of work, {total} found",
        )
        shown = f"{total:>7} found, {snippets} passages shown"
        say(f"{name:24} {min(times):6.1f} … {max(times):6.1f} ms, {min(spent):5.1f} ms of work   {shown}")


if __name__ == "__main__":
    main()
