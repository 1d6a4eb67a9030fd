"""Texts compared by their words: signs, pairs and triples of signs weighed by how rare they are (TF-IDF, cosine).

Chinese is written without spaces; overlapping pieces need no dictionary and miss no new word. Deterministic, in memory.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from foodsafe_desktop.domain.field_words import matters_in
from foodsafe_desktop.domain.folding import folded

Grams = Mapping[str, float]
"""Pieces of a text and how much each counts in it."""

_NEUTRAL = re.compile(
    r"[\u4e00-\u9fff]{1,6}\(\d{4}\)\d+号|食品安全|食品|安全|工作|情况|关于|有关|开展|进行|通知|的|了|和|与|及|等|在|为|对|将|[0-9a-z]+年?|[^\w]|_|区|市"
)
"""文号, and what stands in papers of every matter. Texts are folded."""
_WIDTHS = ((1, 0.35), (2, 1.0), (3, 1.3))
_MATTER = 2.5
_Key = TypeVar("_Key", bound=Hashable)


def grams(text: str) -> dict[str, float]:
    """The pieces of a text, and the matters of the field that it names."""
    found: dict[str, float] = defaultdict(float)
    plain = folded(text)
    for run in _NEUTRAL.sub(" ", plain).split():
        for width, weight in _WIDTHS:
            for at in range(len(run) - width + 1):
                found[run[at : at + width]] += weight
    for matter in matters_in(plain):
        found[f"#{matter}"] += _MATTER
    return found


def together(*parts: tuple[Grams, float]) -> dict[str, float]:
    """Several texts as one, each with its weight."""
    found: dict[str, float] = defaultdict(float)
    for counted, weight in parts:
        for gram, value in counted.items():
            found[gram] += value * weight
    return found


def rarity(texts: Iterable[Grams]) -> dict[str, float]:
    """How much each piece tells: the fewer texts have it, the more."""
    held: Counter[str] = Counter()
    count = 0
    for one in texts:
        held.update(one.keys())
        count += 1
    return {gram: math.log((count + 1) / (many + 0.5)) for gram, many in held.items()}


class WordIndex(Generic[_Key]):
    """Texts by key. `likeness` gives cosines to all that share a piece with what is asked."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._unknown = max(weights.values(), default=1.0)
        self._postings: dict[str, list[tuple[_Key, float]]] = defaultdict(list)

    def add(self, key: _Key, counted: Grams) -> None:
        """Take in a text."""
        vector = self._vector(counted)
        for gram, value in vector.items():
            if gram in self._weights:
                self._postings[gram].append((key, value))

    def likeness(self, counted: Grams) -> dict[_Key, float]:
        """How alike each text is, 0 to 1; those that share nothing are left out."""
        found: dict[_Key, float] = defaultdict(float)
        for gram, value in self._vector(counted).items():
            for key, other in self._postings.get(gram, ()):
                found[key] += value * other
        return found

    def _vector(self, counted: Grams) -> dict[str, float]:
        vector = {
            gram: (1 + math.log(max(1.0, value))) * min(1.0, value) * self._weights.get(gram, self._unknown)
            for gram, value in counted.items()
        }
        length = math.sqrt(sum(value * value for value in vector.values()))
        return {gram: value / length for gram, value in vector.items()} if length else {}
