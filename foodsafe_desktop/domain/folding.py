"""How words are compared in a search: width, case, brackets and white space make no difference.

`folded` replaces sign by sign and never changes a text's length, so that a place in the folded text is the same place
in the text itself. `tokens` is what the full-text index is given: overlapping pairs of signs. Chinese is written
without spaces and most of its words have two signs; with pairs, a phrase of two signs and more is found exactly, where
threes would find nothing for the commonest words of all. Before them stands every sign of the text once, by which it
is found where only one sign is asked for.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    **dict.fromkeys("〔［【〖﹝{", "("),
    **dict.fromkeys("〕］】〗﹞}", ")"),
    **dict.fromkeys("[", "("),
    **dict.fromkeys("]", ")"),
    **dict.fromkeys("“”„‟〝〞″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("‐‑‒–—―−－─", "-"),
    **dict.fromkeys("○〇◯", "〇"),
    "\u00a0": " ",
}
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
"""White space beside a Chinese sign: a line's end inside a sentence, or letters spaced out."""
_RUN = re.compile(r"[^\W_]+")
_MOST_TERMS, _LONGEST_TERM = 6, 60
PAGE_END = " ǁ "
"""Stands between pages in what is indexed, so that no phrase reaches over a page's end."""


class _Fold(dict[int, str]):
    """A table for `str.translate` that works out each sign once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = _SAME.get(sign) or unicodedata.normalize("NFKC", sign)
        plain = _SAME.get(plain, plain).lower()
        self[code] = plain if len(plain) == 1 else sign.lower() if len(sign.lower()) == 1 else sign
        return self[code]


_FOLD = _Fold()


def folded(text: str) -> str:
    """The text for comparing, as long as it was."""
    return text.translate(_FOLD)


def tokens(pages: Iterable[str]) -> str:
    """The text of pages as the index takes it: its signs, then pairs of signs and signs that stand alone, by spaces."""
    plain = [_RUN.findall(_BETWEEN.sub("", folded(page))) for page in pages]
    signs = " ".join(dict.fromkeys(sign for runs in plain for run in runs for sign in run))
    return PAGE_END.join((signs, *(" ".join(_pairs(runs)) for runs in plain)))


def _pairs(runs: Iterable[str]) -> Iterator[str]:
    for run in runs:
        if len(run) == 1:
            yield run
        for at in range(len(run) - 1):
            yield run[at : at + 2]


@dataclass(frozen=True, slots=True)
class Term:
    """One of the words asked for: as folded, and as a pattern that finds it in a folded text over line ends."""

    text: str
    pattern: re.Pattern[str]

    @property
    def phrase(self) -> tuple[str, ...]:
        """Its tokens, which stand one after the other in the index. Empty: single signs only, and more than one."""
        found = tuple(_pairs(_RUN.findall(self.text)))
        if len(found) == 1:
            return found
        while found and len(found[0]) == 1:  # may be the end of a longer run in the text
            found = found[1:]
        return found

    @property
    def is_open(self) -> bool:
        """Whether the last token is a single sign, with which a pair in the text may begin."""
        return len(self.phrase) > 1 and len(self.phrase[-1]) == 1


_WITHOUT_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff])((?:19|20)\d{2})(?:\s+|\s*[-第_/]\s*)0*([1-9]\d{0,4}号)")
"""文号 as it is typed in haste: 示食安办2022-5号."""


@lru_cache(maxsize=64)
def terms_of(query: str) -> tuple[Term, ...]:
    """The words of a query, set apart by spaces, all of which must be found. At most six; signs alone are no word."""
    plain = _WITHOUT_BRACKETS.sub(r"(\1)\2", folded(query))
    words = dict.fromkeys(word[:_LONGEST_TERM] for word in plain.split() if _RUN.search(word))
    return tuple(Term(word, _pattern(word)) for word in list(words)[:_MOST_TERMS])


def _pattern(word: str) -> re.Pattern[str]:
    runs = [r"\s*".join(map(re.escape, run)) for run in _RUN.findall(word)]
    return re.compile(r"[\W_]*".join(runs))
