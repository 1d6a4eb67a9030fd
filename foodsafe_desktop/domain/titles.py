"""What a title says and what a requirement asks for, taken apart into sorts of paper, pairs of characters and matter.

Which of the two fit together is not said here, but in `matching`.
"""

from dataclasses import dataclass
from functools import lru_cache

from foodsafe_desktop.domain.paper_words import (
    BY_NAME,
    PICTURE,
    affirms,
    bigrams,
    denies,
    ends_as_paper,
    folded,
    matter,
    plain,
    sort_of,
    sorts_in,
    stop_word,
    telling,
    trimmed,
    without_last,
    without_note,
)
from foodsafe_desktop.domain.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart. `head`: the sort that its last paper word names; `pairs`: of characters, without that word.

    `tail`: its text up to the last noun; `is_closed`: that noun is a paper word. `matter`: what it is about, empty
    where it says no more than what sort of paper it is.
    """

    said: str
    text: str
    tail: str
    is_closed: bool
    pairs: frozenset[str]
    sorts: frozenset[str]
    head: str | None
    matter: frozenset[str]
    denies: bool
    affirms: bool
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class SetPart:
    """A part of a set, taken apart. `own`: pairs of characters that no other part has."""

    name: str
    text: str
    sort: str | None
    own: frozenset[str]
    is_only_one_of_its_sort: bool
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement, taken apart."""

    requirement: Requirement
    pairs: frozenset[str]
    sorts: frozenset[str]
    parts: tuple[SetPart, ...]
    telling: frozenset[str]
    asks_denial: bool
    allows_denial: bool


def read_title(title: str, *, is_picture: bool) -> Title:
    """A title taken apart; `is_picture`: all files of its piece are photographs or screenshots."""
    text = folded(plain(title))
    sorts = list(sorts_in(text))
    head, rest = sorts[-1] if sorts else None, without_last(text)
    if is_picture and all(BY_NAME[name].event for name in sorts):
        head, rest = PICTURE, text
    tail = trimmed(title)
    return Title(
        said=title,
        text=text,
        tail=tail,
        is_closed=(is_picture and head == PICTURE) or (ends_as_paper(tail) and sorts_in(tail)[-1] == head),
        pairs=frozenset(bigrams(rest)),
        sorts=frozenset((*sorts, head or "")),
        head=head,
        matter=matter(text),
        denies=denies(title),
        affirms=affirms(title),
        is_stopped=stop_word(title) is not None,
    )


@lru_cache(maxsize=4096)
def read_requirement(one: Requirement) -> Wanted:
    """A requirement taken apart."""
    title = folded(without_note(one.title))
    texts = {part: folded(part) for part in one.parts}
    sorts = {part: sort_of(part) for part in one.parts}
    pairs = {part: frozenset(bigrams(text)) for part, text in texts.items()}
    parts = tuple(
        SetPart(
            part,
            texts[part],
            sorts[part],
            pairs[part].difference(*(pairs[other] for other in one.parts if other != part)),
            list(sorts.values()).count(sorts[part]) == 1,
            telling(part),
        )
        for part in one.parts
    )
    return Wanted(
        one,
        frozenset(bigrams(title)).union(*pairs.values()),
        frozenset(sorts_in(title)),
        parts,
        telling(one.title),
        denies(without_note(one.title)),
        denies(one.title),
    )
