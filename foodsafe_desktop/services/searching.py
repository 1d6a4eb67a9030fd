"""Searching titles, 文号, file names, notes and the text of every file: the first hits within a tenth of a second.

All words of a query must be found, in what is known of a piece or in the text of one of its files, or partly here and
partly there. Where more than a thousand are found, those are ranked that have the words in title or 文号, and else the
newest; so of texts. What stands first of them is read, and ranked again by where and how often the words stand; only of
what is shown is a passage cut out. How many there are is counted up to that limit, and said to be so many at least.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.folding import Term, folded, terms_of
from foodsafe_desktop.domain.texts import PageText, TextSource, content_key
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.texts import TextStore
from foodsafe_desktop.services.search_index import Entry, Filters, SearchIndex, search_index

Ranges = tuple[tuple[int, int], ...]
"""Begin and end of what is to be highlighted, in characters."""

_CANDIDATES = 1_000
_READ = 60
"""Candidates whose text is read to rank them and to cut out passages."""
_READ_CHARACTERS = 1_500_000
_FEW = 3_000
"""Pieces whose texts are looked up beforehand."""
_OF_ONE_TEXT = 400_000
_BEFORE, _AFTER = 24, 96
_TITLE, _HEAD, _NAMED, _TEXT, _FOLDER = 100.0, 60.0, 30.0, 10.0, 2.0
_FIRST_PAGE, _OFTEN = 6.0, 4.0
_MOST_MATCHES = 20
_ANYTHING = Filters()
_SHORT = "由单个字和符号相间组成的词只在题名、文号、文件名和附注中检索，未检索正文。"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a text on one line, with the places of the words in it; `page` counts from 1, see `PageText`."""

    text: str
    ranges: Ranges
    page: int
    source: TextSource


@dataclass(frozen=True, slots=True)
class Hit:
    """One piece of evidence that was found. `path`: the file in which the words stand, or its first; None for paper.

    `title_ranges` are places in the title; `snippet` is None where all words were found outside the text.
    """

    evidence_id: int
    title: str
    title_ranges: Ranges
    path: str | None
    numbers: tuple[int, ...]
    year: int | None
    document_number: str
    snippet: Snippet | None
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best hits, best first. `total`: how many there are, or at least are where not `is_exact`.

    `note` is a sentence on what was not looked at, or empty.
    """

    hits: tuple[Hit, ...]
    total: int
    is_exact: bool
    seconds: float
    note: str = ""


def search(
    archive: Archive, query: str, filters: Filters | None = None, index: SearchIndex | None = None, count: int = 50
) -> SearchResult:
    """The first `count` hits. Without an `index` one is made of the archive as it is now, which takes longer.

    Raises StoreFailed where the cache cannot be read. An empty query finds nothing.
    """
    if index is None:
        with archive.store.begin() as unit:
            index = search_index(archive.catalogue, unit.dossier())
    return search_in(archive.texts.store, index, query, filters or Filters(), count)


def search_in(
    store: TextStore,
    index: SearchIndex,
    query: str,
    filters: Filters = _ANYTHING,
    count: int = 50,
    job: Job | None = None,
) -> SearchResult:
    """The same with an index at hand. Touches no archive: a window may call it on a thread of its own while one types.

    `job` may be cancelled by the next sign that is typed. Raises StoreFailed, Cancelled.
    """
    begin = time.monotonic()
    job = job or Job()
    terms = terms_of(query)
    found, total, is_exact = _candidates(store, index, terms, filters, job) if terms else ([], 0, True)
    found.sort(key=_order)
    _read_the_first(store, found[: max(count, _READ)], job)
    found.sort(key=_order)
    places = store.places()
    hits = tuple(_hit(one, terms, places) for one in found[:count])
    note = _SHORT if any(not term.phrase for term in terms) else ""
    return SearchResult(hits, total, is_exact, time.monotonic() - begin, note)


@dataclass(slots=True)
class _Candidate:
    """An entry on its way to a hit. `place`: the text that holds `wanted`, which are words asked for."""

    entry: Entry
    score: float
    place: int | None = None
    wanted: tuple[Term, ...] = ()
    passage: "_Passage | None" = None


@dataclass(frozen=True, slots=True)
class _Passage:
    """A page on which words were found, and where on it."""

    page: PageText
    spans: list[tuple[int, int]]


def _order(one: _Candidate) -> tuple[float, int, int]:
    return -one.score, -(one.entry.evidence.year or 0), -one.entry.evidence.id


def _candidates(
    store: TextStore, index: SearchIndex, terms: tuple[Term, ...], filters: Filters, job: Job
) -> tuple[list[_Candidate], int, bool]:
    """The best that are found by what is known of them, and by text up to a limit.

    Then how many there are, and whether that is exact: the limit was not reached.
    """
    chosen = index.chosen(filters)
    by_names = _by_names(index, terms, chosen)
    whole = by_names.pop((), set())
    found = {key: _Candidate(index.entries[key], 0.0) for key in _best(index, whole, terms)}
    total, is_exact = len(whole), True
    places = store.places()
    owners = index.at_places(places)
    lacking: dict[tuple[Term, ...], Set[int] | None] = {terms: chosen, **by_names}
    for missing, ids in lacking.items():
        if not all(term.phrase for term in missing):  # too short for the index
            continue
        matched, is_all = store.matching(missing, _wanted(index, owners, places, ids), _CANDIDATES, job)
        is_exact = is_exact and is_all
        for place in matched:
            for key in owners[place]:
                if ids is None or key in ids:
                    total += key not in found and key not in whole
                    one = found.setdefault(key, _Candidate(index.entries[key], 0.0))
                    if one.place is None:
                        one.place, one.wanted, one.score = place, missing, _TEXT
    for one in found.values():
        one.score += _known_score(one.entry, terms)
    return list(found.values()), total, is_exact


def _by_names(index: SearchIndex, terms: Sequence[Term], chosen: Set[int] | None) -> dict[tuple[Term, ...], set[int]]:
    """Entries of which some word is known, by the words that are lacking of each; by none: those that have all."""
    holding = {term: index.holding(term.text) for term in terms}
    some = set().union(*holding.values())
    groups: dict[tuple[Term, ...], set[int]] = {(): some if chosen is None else some & chosen}
    for term in terms:
        split: dict[tuple[Term, ...], set[int]] = {}
        for missing, ids in groups.items():
            split[missing] = ids & holding[term]
            split[*missing, term] = ids - holding[term]
        groups = {missing: ids for missing, ids in split.items() if ids}
    return groups


def _best(index: SearchIndex, ids: set[int], terms: Sequence[Term]) -> Iterable[int]:
    """So many of the ids as may be ranked: those with all words in the title or 文号 first, then the newest."""
    if len(ids) <= _CANDIDATES:
        return ids
    heads = ids.intersection(*(index.holding(term.text, heads=True) for term in terms))
    first = sorted(heads, reverse=True)[:_CANDIDATES]
    return first + (sorted(ids - heads, reverse=True) if len(first) < _CANDIDATES else [])[: _CANDIDATES - len(first)]


def _wanted(
    index: SearchIndex, owners: Mapping[int, tuple[int, ...]], places: Mapping[str, int], ids: Set[int] | None
) -> Collection[int]:
    """The texts of these pieces (None: of all): a set where they are few."""
    if ids is None:
        return owners.keys()
    if len(ids) > _FEW:
        return _Places(owners, ids)
    return frozenset(places[key] for one in ids for key in index.entries[one].keys if key in places)


class _Places(Collection[int]):
    """Numbers of texts that belong to any of some pieces of evidence; asked of those that come up."""

    def __init__(self, owners: Mapping[int, tuple[int, ...]], ids: Set[int]) -> None:
        self._owners, self._ids = owners, ids

    def __contains__(self, place: object) -> bool:
        return not self._ids.isdisjoint(self._owners.get(place, ()))  # type: ignore[call-overload]

    def __iter__(self) -> Iterator[int]:
        return (place for place in self._owners if place in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _known_score(entry: Entry, terms: Sequence[Term]) -> float:
    """By where the words stand: in the title, early and much of it; in 文号, names, notes, or folders only."""
    score = 0.0
    for term in terms:
        if term.text in entry.title:
            score += _TITLE + 20 * len(term.text) / len(entry.title) + 10 * entry.title.startswith(term.text)
        elif term.text in entry.head:
            score += _HEAD
        elif term.text in entry.named:
            score += _NAMED
        elif term.text in entry.all:
            score += _FOLDER
    return score / len(terms)


def _read_the_first(store: TextStore, found: Sequence[_Candidate], job: Job) -> None:
    """Find the words in the texts of the first candidates, as far as the budget reaches, and rank by that."""
    by_place: dict[int, list[_Candidate]] = {}
    for one in found:
        if one.place is not None:
            by_place.setdefault(one.place, []).append(one)
    left = _READ_CHARACTERS
    with closing(store.pages(list(by_place))) as texts:
        for place, pages in texts:
            job.check()
            of = by_place[place]
            read, passage, bonus = _passage(pages, of[0].wanted)
            left -= read
            for one in of:
                one.passage, one.score = passage, one.score + bonus
            if left <= 0:
                return


def _passage(pages: Iterable[PageText], wanted: Sequence[Term]) -> tuple[int, _Passage | None, float]:
    """How much was read, the first page that has a word, and what it adds to the score."""
    read = 0
    for page in pages:
        plain = folded(page.text)
        places = [[match.span() for match in islice(term.pattern.finditer(plain), _MOST_MATCHES)] for term in wanted]
        read += len(plain)
        if any(places):
            often = sum(map(len, places)) / max(10.0, len(plain) / 100)
            bonus = _FIRST_PAGE / page.page + _OFTEN * min(1.0, often)
            return read, _Passage(page, sorted(span for spans in places for span in spans)), bonus
        if read > _OF_ONE_TEXT:
            break
    return read, None, 0.0


def _cut(page: PageText, spans: Sequence[tuple[int, int]]) -> Snippet:
    """The words with what stands around the first of them, white space drawn together."""
    start = max(0, spans[0][0] - _BEFORE)
    end = min(len(page.text), spans[0][0] + _AFTER)
    inside = [(max(begin, start) - start, min(stop, end) - start) for begin, stop in spans if begin < end]
    text, moved = _on_one_line(page.text[start:end])
    lead, trail = "…" if start else "", "…" if end < len(page.text) else ""
    ranges = tuple((moved[begin] + len(lead), moved[stop] + len(lead)) for begin, stop in _joined(inside))
    return Snippet(lead + text + trail, ranges, page.page, page.source)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order; those that overlap as one."""
    found: list[tuple[int, int]] = []
    for begin, stop in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(stop, found[-1][1])
        else:
            found.append((begin, stop))
    return found


def _on_one_line(text: str) -> tuple[str, list[int]]:
    """The text without line ends: none between Chinese signs, else a space; and where each place has come to lie."""
    parts: list[str] = []
    moved: list[int] = []
    length = 0
    for at, sign in enumerate(text):
        moved.append(length)
        if not sign.isspace():
            kept = sign
        elif parts and parts[-1] != " " and not _is_chinese(parts[-1]) and not _is_chinese(text[at + 1 : at + 2]):
            kept = " "
        else:
            continue
        parts.append(kept)
        length += 1
    return "".join(parts), [*moved, length]


def _is_chinese(sign: str) -> bool:
    return sign > "\u2e7f"


def _hit(one: _Candidate, terms: Sequence[Term], places: Mapping[str, int]) -> Hit:
    entry, evidence = one.entry, one.entry.evidence
    ranges = _joined(match.span() for term in terms for match in term.pattern.finditer(entry.title))
    there = (file for file in entry.files if one.place is not None and _place(file, places) == one.place)
    file = next(there, entry.files[0] if entry.files else None)
    return Hit(
        evidence.id,
        evidence.title,
        tuple(ranges),
        file.path if file else None,
        entry.numbers,
        evidence.year,
        evidence.document_number,
        _cut(one.passage.page, one.passage.spans) if one.passage is not None else None,
        round(one.score, 2),
    )


def _place(file: EvidenceFile, places: Mapping[str, int]) -> int | None:
    return places.get(content_key(file) or "")
