"""Finding a title by its sound: 抽检会商 by ``choujian``, ``cjhs``, ``chou jhs`` or ``ch jian``.

pypinyin's dictionary takes a while to load, so it is fetched when letters are first asked for.
"""

import importlib.util
import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from foodsafe_desktop.domain.folding import folded

_LETTERS = re.compile(r"[a-z']*[a-z][a-z']*")
_SPELT = re.compile(r'"(\d+)": *"([^"]*)"')
_LONGEST = 60
_MOST_READINGS = 4

Readings = tuple[tuple[str, ...], ...]
"""For every sign of a title the syllables it may be read as; of other signs, the sign itself."""


def matches(query: str, title: str, number: int | None = None) -> bool:
    """Whether a title answers to a query: its number, its text, or its pinyin, full, by initials or mixed.

    Words set apart by spaces are each looked for; an empty query matches everything. A sign with several readings
    (长, 行) answers to each of them.
    """
    plain = folded(title)
    return all(_word_matches(word, title, plain, number) for word in folded(query).split()[:8])


def _word_matches(word: str, title: str, plain: str, number: int | None) -> bool:
    word = word[:_LONGEST]
    bare = word.strip("()第小项号")
    if bare.isdecimal() and number is not None and bare == str(number):
        return True
    if word in plain:
        return True
    return bool(_LETTERS.fullmatch(word)) and _sounds_like(word.replace("'", ""), _readings(title))


@lru_cache(maxsize=1)
def _read_dictionary() -> None:
    """Lay pypinyin's dictionary ready, read sign by sign: it reads it in one call, and every thread stands still."""
    # Which reading a phrase has is not asked.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    name, package = "pypinyin.pinyin_dict", importlib.util.find_spec("pypinyin")
    if name not in sys.modules and package is not None and package.origin is not None:
        text = Path(package.origin).with_name("pinyin_dict.json").read_text(encoding="utf-8")
        ready = ModuleType(name)
        vars(ready)["pinyin_dict"] = {int(sign[1]): sign[2] for sign in _SPELT.finditer(text)}
        sys.modules[name] = ready


@lru_cache(maxsize=4096)
def _readings(title: str) -> Readings:
    _read_dictionary()
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary takes a while to load

    others: Any = list  # signs that are no Chinese come back one by one; the declared type forgets that it may be so
    every = pinyin(folded(title), style=Style.NORMAL, errors=others, heteronym=True)
    found = (tuple(filter(None, dict.fromkeys(more)))[:_MOST_READINGS] for more in every)
    return tuple(filter(None, found))


def _sounds_like(letters: str, readings: Readings) -> bool:
    """Whether the letters can be spelt by parts of syllables that follow each other: each by any beginning of it."""
    return any(_spelt_from(letters, readings, at) for at in range(len(readings)))


def _spelt_from(letters: str, readings: Readings, start: int) -> bool:
    """Syllable by syllable, keeping all the places up to which the letters may have been used."""
    used = {0}
    for syllables in readings[start:]:
        reached = {
            place + length
            for place in used
            for syllable in syllables
            for length in range(1, len(syllable) + 1)
            if letters.startswith(syllable[:length], place)
        }
        if len(letters) in reached:
            return True
        if not reached:
            return False
        used = reached
    return False
