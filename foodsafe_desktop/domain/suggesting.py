"""Which number a piece may belong to, with reasons: by words, like pieces, folder, department and 文号. Offline.

Numbers are known by the catalogue, by their requirements, and by what is assigned to them: every decision makes the
next ranking better, and what a person took out of a number is not suggested for it again. The same archive gives the
same ranking always. Nothing is assigned here.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.field_words import organ_key
from foodsafe_desktop.domain.requirements import Basis, RequirementList
from foodsafe_desktop.domain.word_index import Grams, WordIndex, grams, rarity, together
from foodsafe_desktop.domain.wording import sub_item_mark

_TEXT = 800
"""Signs of a text that are read: what it is about stands at its beginning."""
_TITLE, _NAMES, _BODY = 3.0, 1.5, 1.0
_NEAREST = 8
"""Pieces of a number, the last ones, that an asked one is compared with one by one; all shape the number's profile."""
_LINE, _PROFILE, _PIECE, _LEARNED = 0.45, 0.55, 1.0, 0.4
_CHANCE, _FEW_PIECES = 0.15, 6
"""Likeness that any two papers of the field have; and pieces that do not yet show what a number is about."""
_FOLDER, _DEPARTMENT, _PREFIX = 0.19, 0.10, 0.08
"""A folder alone is never sure (see `_score`): what a department delivers together belongs to many numbers."""
_TOLD = 0.03
"""What a reason must add to be said."""
_SHARP, _RIVAL = 8.0, 0.3
"""By trial on labelled papers: of those scored 0.8 and more about nineteen in twenty belong where they are put."""
_LEAST = 0.15
"""Below this a suggestion is chance."""
_QUOTED = 24


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a piece. `names`: what else it is called; `folder`: where its first file lies."""

    title: str
    text: str = ""
    author: str = ""
    document_number: str = ""
    folder: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A piece that is assigned. `weight`: 1 for a person's word, less for a folder's."""

    number: int
    paper: Paper
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A number with its score from 0 to 1, and why, in Chinese phrases, the weightiest first."""

    number: int
    score: float
    why: tuple[str, ...]


_MANY, _FEW = 120, 2
"""Numbers of a whole catalogue; and how many pieces of one prefix or folder tell little."""
_Key = TypeVar("_Key", bound=Hashable)
Reason = tuple[float, str]
"""How much something adds to the score, and what it says; an empty text adds in silence."""


class Suggester:
    """Ranks numbers for papers. Made once for a state of the archive; asking is fast and changes nothing."""

    def __init__(self, catalogue: Catalogue, requirements: RequirementList, examples: Sequence[Example] = ()) -> None:
        lines = [(number, said, grams(text)) for number, said, text in _lines(catalogue, requirements)]
        profiles = _summed((number, counted, 1.0) for number, _, counted in lines)
        known = [(one, _own_words(one.paper)) for one in examples if one.number in profiles]
        weights = rarity([*profiles.values(), *(counted for _, counted in known)])
        self._profiles = _index(weights, profiles.items())
        self._lines = _index(weights, (((number, said), counted) for number, said, counted in lines))
        self._learned = _index(weights, _summed((one.number, counted, one.weight) for one, counted in known).items())
        self._many = Counter(one.number for one, _ in known)
        self._pieces = _index(weights, _newest(known))
        self._folders = _tallied((one.paper.folder, one.number) for one, _ in known)
        self._prefixes = _tallied((_prefix(one.paper.document_number), one.number) for one, _ in known)
        self._responsible = _responsible(catalogue)

    def suggest(self, paper: Paper, most: int = 3, rejected: AbstractSet[int] = frozenset()) -> list[Suggestion]:
        """The likeliest numbers, the best first. Those `rejected` by a person for this piece are left out."""
        reasons: dict[int, list[Reason]] = defaultdict(list)
        for number, reason in self._reasons(paper):
            if number not in rejected:
                reasons[number].append(reason)
        worth = {number: sum(each for each, _ in why) for number, why in reasons.items()}
        best = sorted(worth, key=lambda number: (-worth[number], number))[: max(2, most)]
        found = (Suggestion(one, _score(worth, one, best), _said(reasons[one])) for one in best[:most])
        return [one for one in found if one.score >= _LEAST]

    def _reasons(self, paper: Paper) -> Iterator[tuple[int, Reason]]:
        """Everything that speaks for a number. Department and 文号 alone suggest nothing: they only add to words."""
        own = _own_words(paper)
        asked = together((own, 1.0), (grams(self._folder_words(paper)), _NAMES))
        speaking: set[int] = set()
        for number, reason in (*self._by_words(asked), *self._by_neighbours(own), *self._by_folder(paper)):
            speaking.add(number)
            yield number, reason
        for number, reason in (*self._by_department(paper), *self._by_prefix(paper)):
            if number in speaking:
                yield number, reason

    def _folder_words(self, paper: Paper) -> str:
        """What the folder's names say; a department's name says who delivered, not what it is about."""
        return " ".join(part for part in paper.folder.split("/") if organ_key(part) not in self._responsible)

    def _by_words(self, asked: Grams) -> Iterator[tuple[int, Reason]]:
        best: dict[int, tuple[float, str]] = {}
        for (number, said), likeness in self._lines.likeness(asked).items():
            best[number] = max(best.get(number, (0.0, "")), (likeness, said))
        for number, (likeness, said) in best.items():
            yield number, (_LINE * likeness, f"内容与{sub_item_mark(number)}{said}相近")
        for number, likeness in self._profiles.likeness(asked).items():
            yield number, (_PROFILE * likeness, "")

    def _by_neighbours(self, asked: Grams) -> Iterator[tuple[int, Reason]]:
        best: dict[int, tuple[float, str]] = {}
        for (number, title, _, weight), likeness in self._pieces.likeness(asked).items():
            best[number] = max(best.get(number, (0.0, "")), (likeness * weight, title))
        for number, (likeness, title) in best.items():
            yield (
                number,
                (_PIECE * max(0.0, likeness - _CHANCE), f"与已归入{sub_item_mark(number)}的《{_short(title)}》相近"),
            )
        for number, likeness in self._learned.likeness(asked).items():
            yield number, (_LEARNED * likeness * self._many[number] / (self._many[number] + _FEW_PIECES), "")

    def _by_folder(self, paper: Paper) -> Iterator[tuple[int, Reason]]:
        there = self._folders.get(paper.folder, Counter()) if paper.folder else Counter[int]()
        for number, count in there.items():
            share = count / (sum(there.values()) + _FEW)
            yield number, (_FOLDER * share, f"同一文件夹已有{count}件归入{sub_item_mark(number)}")

    def _by_department(self, paper: Paper) -> Iterator[tuple[int, Reason]]:
        """The fewer numbers a department answers for, the more it tells."""
        key = organ_key(paper.author) if paper.author else ""
        owned = self._responsible.get(key, frozenset())
        for number in sorted(owned):
            worth = _DEPARTMENT * (1 - math.log(len(owned)) / math.log(_MANY))
            yield number, (worth, f"“{paper.author}”是{sub_item_mark(number)}的责任部门")

    def _by_prefix(self, paper: Paper) -> Iterator[tuple[int, Reason]]:
        prefix = _prefix(paper.document_number)
        used = self._prefixes.get(prefix, Counter()) if prefix else Counter[int]()
        for number, count in used.items():
            share = count / (sum(used.values()) + _FEW)
            yield number, (_PREFIX * share, f"“{prefix}”的文件已有{count}件归入{sub_item_mark(number)}")


def _lines(catalogue: Catalogue, requirements: RequirementList) -> Iterator[tuple[int, str, str]]:
    """Every line that says what belongs to a number: the number, what to call the line, and its words."""
    for _, item, sub in catalogue.walk():
        yield sub.number, "的条文", f"{item.title} {sub.text}"
    for veto in catalogue.vetoes:
        yield veto.number, "的条文", veto.text
    for one in requirements.requirements:
        if one.basis is not Basis.PRACTICE or not one.id.endswith("-omission"):
            yield one.number, f"佐证要求“{_short(one.title)}”", " ".join((one.title, *one.parts))


def _own_words(paper: Paper) -> dict[str, float]:
    """Without its folder's: pieces that lie together would all be like each other."""
    names = " ".join(paper.names)
    return together((grams(paper.title), _TITLE), (grams(names), _NAMES), (grams(paper.text[:_TEXT]), _BODY))


def _summed(texts: Iterable[tuple[int, Grams, float]]) -> dict[int, dict[str, float]]:
    """All texts of each number as one."""
    found: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for number, counted, weight in texts:
        for gram, value in counted.items():
            found[number][gram] += value * weight
    return found


def _index(weights: Grams, texts: Iterable[tuple[_Key, Grams]]) -> WordIndex[_Key]:
    index = WordIndex[_Key](weights)
    for key, counted in texts:
        index.add(key, counted)
    return index


def _newest(known: Sequence[tuple[Example, Grams]]) -> Iterator[tuple[tuple[int, str, int, float], Grams]]:
    """The last pieces of each number, as keys of their own."""
    seen: Counter[int] = Counter()
    for at, (one, counted) in reversed(list(enumerate(known))):
        seen[one.number] += 1
        if seen[one.number] <= _NEAREST:
            yield (one.number, one.paper.title, at, one.weight), counted


def _tallied(pairs: Iterable[tuple[str, int]]) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for key, number in pairs:
        if key:
            found[key][number] += 1
    return found


def _responsible(catalogue: Catalogue) -> dict[str, frozenset[int]]:
    """The numbers of each department, by the key of its name."""
    found: dict[str, set[int]] = defaultdict(set)
    for sub in catalogue.sub_items:
        for name in catalogue.responsible(sub):
            found[organ_key(name)].add(sub.number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _prefix(document_number: str) -> str:
    """示市监发〔2023〕16号 → 示市监发."""
    return document_number.partition("〔")[0]


def _score(worth: Mapping[int, float], number: int, best: Sequence[int]) -> float:
    """From 0 to 1: how much speaks for a number, less where as much speaks for another."""
    rival = max((worth[one] for one in best if one != number), default=0.0)
    share = worth[number] / (worth[number] + _RIVAL * rival) if worth[number] else 0.0
    return round((1 - math.exp(-_SHARP * worth[number])) * share, 3)


def _said(reasons: Sequence[Reason]) -> tuple[str, ...]:
    told = sorted((one for one in reasons if one[1] and one[0] >= _TOLD), key=lambda one: -one[0])
    return tuple(text for _, text in told) or ("用字略有相近",)


def _short(title: str) -> str:
    plain = title.replace("“", "‘").replace("”", "’")
    return plain if len(plain) <= _QUOTED else f"{plain[:_QUOTED]}…"
