"""Suggestions for what waits in the inbox, and taking them by a person's act. Nothing leaves the inbox by itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Evidence, Origin, is_withheld
from foodsafe_desktop.domain.page_facts import read_facts
from foodsafe_desktop.domain.requirements import edited
from foodsafe_desktop.domain.suggesting import Example, Paper, Suggester, Suggestion
from foodsafe_desktop.domain.texts import PageText, content_key
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.backups import before_bulk
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import HistoryEntry, HistoryLine, UnitOfWork
from foodsafe_desktop.services.ports.texts import TextStore

_BY_FOLDER = 0.6
"""What a folder's word counts where a person's counts 1."""
_LEARNED_FROM = 40
"""Pieces of each number, the last ones, from which is learned."""
_TAKEN_OUT = 20_000
"""Lines of the history, the newest, in which is looked for what persons took out of a number."""
_FIRST_PAGES = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece in the inbox with the numbers it may belong to, the likeliest first. `path` None: paper alone."""

    evidence_id: int
    title: str
    path: str | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Suggestions:
    """A suggester that learned from a dossier. Made once for a state of it; `of` touches no archive's database."""

    suggester: Suggester
    dossier: Dossier
    store: TextStore
    rejected: Mapping[int, frozenset[int]]

    def of(self, evidence_id: int, most: int = 3) -> tuple[Suggestion, ...]:
        """The likeliest numbers for a piece; none for what bears a secrecy mark, which is not placed by its words."""
        if is_withheld(self.dossier.files_of.get(evidence_id, ())):
            return ()
        [paper] = papers_of(self.store, self.dossier, [evidence_id])
        return self._suggested(evidence_id, paper, most)

    def _suggested(self, evidence_id: int, paper: Paper, most: int) -> tuple[Suggestion, ...]:
        return tuple(self.suggester.suggest(paper, most, self.rejected.get(evidence_id, frozenset())))

    def waiting(self, most: int = 3) -> tuple[Waiting, ...]:
        """The whole inbox. What bears a secrecy mark is left out: it is not read, and not placed by its words."""
        files_of = self.dossier.files_of
        inbox = [one for one in self.dossier.inbox if not is_withheld(files_of.get(one.id, ()))]
        papers = papers_of(self.store, self.dossier, [one.id for one in inbox])
        paths = [files[0].path if (files := files_of.get(one.id)) else None for one in inbox]
        return tuple(
            Waiting(one.id, one.title, path, self._suggested(one.id, paper, most))
            for one, path, paper in zip(inbox, paths, papers, strict=True)
        )


def learn(archive: Archive) -> Suggestions:
    """Learn from the archive as it is now. Raises StoreFailed."""
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        history = unit.history(_TAKEN_OUT)
    requirements = edited(archive.rules.edition.requirements, dossier.requirement_edits)
    suggester = Suggester(archive.catalogue, requirements, _examples(archive.texts.store, dossier))
    return Suggestions(suggester, dossier, archive.texts.store, _rejected(history))


def _examples(store: TextStore, dossier: Dossier) -> list[Example]:
    """The last pieces of each number, a person's before a folder's."""
    by_number: dict[int, list[Assignment]] = defaultdict(list)
    for one in dossier.assignments:
        held = dossier.evidence.get(one.evidence_id)
        if held is not None and not held.recycled and not is_withheld(dossier.files_of.get(one.evidence_id, ())):
            by_number[one.number].append(one)
    chosen: list[Assignment] = []
    for number in sorted(by_number):
        kept = sorted(by_number[number], key=lambda one: (one.origin is Origin.PERSON, one.at, one.evidence_id))
        chosen += kept[-_LEARNED_FROM:]
    papers = papers_of(store, dossier, [one.evidence_id for one in chosen])
    weights = (1.0 if one.origin is Origin.PERSON else _BY_FOLDER for one in chosen)
    return [Example(one.number, paper, weight) for one, paper, weight in zip(chosen, papers, weights, strict=True)]


def _rejected(history: Sequence[HistoryEntry]) -> dict[int, frozenset[int]]:
    """Per piece the numbers that a person took it out of, unless it was put there again since."""
    found: dict[int, set[int]] = defaultdict(set)
    for line in history:
        kind, _, number = line.subject.partition(" ")
        evidence = line.detail.get("evidence")
        if kind != "number" or not number.isdecimal() or not isinstance(evidence, list | tuple):
            continue
        for key in evidence:
            if line.verb == "unassigned":
                found[int(key)].add(int(number))
            elif line.verb in ("assigned", "assignments_restored", "suggestions_accepted"):
                found[int(key)].discard(int(number))
            elif line.verb == "suggestions_taken_back":
                found[int(key)].add(int(number))
    return {key: frozenset(numbers) for key, numbers in found.items() if numbers}


def papers_of(store: TextStore, dossier: Dossier, evidence_ids: Sequence[int]) -> list[Paper]:
    """What is known of pieces, each with the beginning of its text and what its first pages say. Raises StoreFailed."""
    pages = _first_pages(store, dossier, evidence_ids)
    return [_paper(dossier, dossier.evidence[key], pages.get(key, ())) for key in evidence_ids]


def _first_pages(store: TextStore, dossier: Dossier, evidence_ids: Sequence[int]) -> dict[int, tuple[PageText, ...]]:
    """The first pages of each piece's first file that has words, read in one go and no further than needed."""
    places = store.places()
    owners: dict[int, list[int]] = defaultdict(list)
    for evidence_id in dict.fromkeys(evidence_ids):
        keys = (content_key(file) or "" for file in dossier.files_of.get(evidence_id, ()))
        place = next((places[key] for key in keys if key in places), None)
        if place is not None:
            owners[place].append(evidence_id)
    found: dict[int, tuple[PageText, ...]] = {}
    with closing(store.pages(list(owners))) as texts:
        for place, pages in texts:
            first = tuple(islice(pages, _FIRST_PAGES))
            found |= dict.fromkeys(owners[place], first)
    return found


def _paper(dossier: Dossier, held: Evidence, pages: Sequence[PageText]) -> Paper:
    files, facts = dossier.files_of.get(held.id, ()), read_facts(pages)
    return Paper(
        title=held.title,
        text="\n".join(page.text for page in pages),
        author=held.author or (facts.author.value if facts.author else ""),
        document_number=held.document_number or (facts.document_number.value if facts.document_number else ""),
        folder=files[0].path.rpartition("/")[0] if files else "",
        names=(facts.title.value,) if facts.title else (),
    )


@dataclass(frozen=True)
class Taken(Decision):
    """Suggestions that were taken, and how many pieces that placed."""

    count: int = 0


def accept(archive: Archive, chosen: Mapping[int, Sequence[int]]) -> Taken:
    """Assign pieces as suggested, as one decision: number → evidence ids."""
    return _take(archive, chosen)


def accept_above(archive: Archive, least: float, suggestions: Suggestions | None = None) -> Taken:
    """Assign everything in the inbox whose first suggestion scores at least `least`, as one decision.

    `suggestions` as they were shown, so that no more is assigned than a person saw.
    """
    chosen: dict[int, list[int]] = defaultdict(list)
    for one in (suggestions or learn(archive)).waiting(1):
        if one.suggestions and one.suggestions[0].score >= least:
            chosen[one.suggestions[0].number].append(one.evidence_id)
    return _take(archive, chosen)


def _take(archive: Archive, chosen: Mapping[int, Sequence[int]]) -> Taken:
    before_bulk(archive, sum(map(len, chosen.values())))
    with archive.store.begin() as unit:
        now = archive.clock()
        waiting = {one.id: one.title for one in unit.dossier().inbox}  # what was placed meanwhile stays there
        taken = {number: [key for key in keys if key in waiting] for number, keys in sorted(chosen.items())}
        unit.assign(
            Assignment(key, number, Origin.PERSON, now, archive.who) for number, keys in taken.items() for key in keys
        )
        _record(archive, unit, "suggestions_accepted", taken)
    said, count = _said(taken, waiting), sum(map(len, taken.values()))
    return Taken(said, lambda: _take_back(archive, taken), lambda: _take(archive, taken), count)


def _said(taken: Mapping[int, Sequence[int]], titles: Mapping[int, str]) -> str:
    """One piece by its name, so that a person who goes through many sees what was just placed."""
    placed = [(number, keys) for number, keys in taken.items() if keys]
    if not placed:
        return "没有可按建议归入的材料，未作改动。"
    count = sum(len(keys) for _number, keys in placed)
    if count == 1:
        [(number, [key])] = placed
        return f"已将“{titles[key]}”归入{sub_item_mark(number)}。"
    marks = "、".join(f"{sub_item_mark(number)}{len(keys)} 件" for number, keys in placed)
    return f"已按建议归入 {count} 件：{marks}。"


def _take_back(archive: Archive, taken: Mapping[int, Sequence[int]]) -> None:
    with archive.store.begin() as unit:
        unit.unassign((key, number) for number, keys in taken.items() for key in keys)
        _record(archive, unit, "suggestions_taken_back", taken)


def _record(archive: Archive, unit: UnitOfWork, verb: str, taken: Mapping[int, Sequence[int]]) -> None:
    lines = [HistoryLine(verb, f"number {number}", {"evidence": list(keys)}) for number, keys in taken.items() if keys]
    unit.record_all(archive.clock(), archive.who, lines)
