"""How the domain's values are kept in columns. Every type gives back exactly what it was given."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import repeat
from operator import is_
from typing import Any

from sqlalchemy import Dialect, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

_ESCAPE = "\x1b"
_NOT_STORABLE = re.compile("[\x00\x1b\ud800-\udfff]")
_ESCAPED = re.compile("\x1b([0-9a-f]{4})")


def _storable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _NOT_STORABLE.sub(lambda m: f"{_ESCAPE}{ord(m[0]):04x}", text)


def stored(type_: TypeEngine[Any], dialect: Dialect, values: Sequence[Any]) -> Sequence[Any]:
    """A column of values as the database takes them: what `type_` does to each value, done once where it can be.

    Most columns of a scan hold one and the same object in every row, and hardly any text has anything to escape.
    """
    keep = type_.dialect_impl(dialect).bind_processor(dialect)
    if keep is None:
        return values
    # The same object, not only an equal one: equal times may be spelled with different offsets.
    if len(values) > 1 and all(map(is_, values, repeat(values[0]))):
        return [keep(values[0])] * len(values)
    if isinstance(type_, Words) and not _NOT_STORABLE.search("".join(filter(None, values))):
        return values
    return list(map(keep, values))


def _as_given(text: str) -> str:
    return text if _ESCAPE not in text else _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


class Words(TypeDecorator[str]):
    """Any Python text, character for character; NFC and NFD spellings and upper and lower case stay different.

    A file name on Linux is bytes; those that are no UTF-8 reach us as lone surrogates, which no database takes as text.
    They are stored as ESC and four hex digits, and so are NUL and ESC itself, which makes it reversible.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Text as stored."""
        return None if value is None else _storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Text as it was given."""
        return None if value is None else _as_given(value)


class Moment(TypeDecorator[dt.datetime]):
    """A time with its zone, kept as ISO 8601 text so that the offset a person saw is the offset that comes back."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        """ISO text; raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without its zone: {value!r}")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        """The time, with a fixed offset."""
        return None if value is None else _moment(value)


@lru_cache(maxsize=64)
def _moment(text: str) -> dt.datetime:
    """Kept: what one scan assigned, it assigned at one time."""
    return dt.datetime.fromisoformat(text)


class Member(TypeDecorator[StrEnum]):
    """A member of an enumeration, by its value."""

    impl = String(16)
    cache_ok = True

    def __init__(self, of: type[StrEnum]) -> None:
        super().__init__()
        self.of = of
        self._members = {one.value: one for one in of}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The member's value."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The member; raises KeyError for a value that is none."""
        return None if value is None else self._members[value]


class Exact(TypeDecorator[Decimal]):
    """A decimal number as text, digit for digit: 1.50 does not come back as 1.5, nor as a binary fraction near it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """The number's text; raises ValueError for what is no number (NaN, infinity)."""
        if value is not None and not value.is_finite():
            raise ValueError(f"no number to keep: {value}")
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The number; raises ArithmeticError for text that is none."""
        return None if value is None else Decimal(value)


class Listed(TypeDecorator[tuple[object, ...]]):
    """A tuple of texts and numbers, or of tuples of them, as JSON; a set is kept sorted. Texts in it as by `Words`.

    Comes back as a tuple of what was in it, inner lists as tuples.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[object, ...] | frozenset[tuple[str, int]] | None, dialect: Dialect
    ) -> str | None:
        """JSON without blanks."""
        if not value:
            return None if value is None else "[]"
        ordered = sorted(value) if isinstance(value, frozenset) else value
        # In ASCII, JSON would make one character of two lone surrogates that happen to stand side by side.
        return _storable(json.dumps(ordered, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[object, ...] | None:
        """The tuple; raises ValueError or TypeError for text that is no list."""
        if value is None or value == "[]":  # the most frequent by far: nearly every assignment's
            return None if value is None else ()
        return _listed(value)


@lru_cache(maxsize=1024)
def _listed(text: str) -> tuple[object, ...]:
    """Kept: a hundred thousand files have a few dozen different lists of facts among them."""
    return tuple(tuple(one) if isinstance(one, list) else one for one in json.loads(_as_given(text)))
