"""The history's chain: each line's digest covers the line and the digest of the line before."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history as it is kept: `detail` is canonical JSON text, `at` ISO 8601 text."""

    id: int
    at: str
    who: str
    verb: str
    subject: str
    detail: str
    digest: str = ""

    def digest_after(self, before: str) -> str:
        """SHA-256 in hex over the digest `before` ("" for the first line) and this line's canonical JSON."""
        return digest_after(before, self.id, self.at, self.who, self.verb, self.subject, self.detail)


def digest_after(before: str, id_: int, *words: str) -> str:
    """The same from the parts of a line in their order, without a line."""
    # Joined here, the very JSON that `canonical` makes of the list in more than twice the time.
    line = f"{before}[{id_},{','.join(map(_quoted, words))}]"
    return hashlib.sha256(line.encode("ascii")).hexdigest()


def canonical(value: object) -> str:
    """JSON in one spelling: sorted keys, no blanks, ASCII. Dates, decimals, paths and sets become text and lists.

    Raises TypeError for anything else and ValueError for NaN.
    """
    return "".join(_spelled(value, 0))


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"the history cannot keep {value!r}")


_quoted = json.encoder.encode_basestring_ascii
# Kept: `JSONEncoder.encode` makes this anew for each value, which takes as long as to spell one.
_spelled = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    markers=None,
    default=_plain,
    encoder=_quoted,
    indent=None,
    key_separator=":",
    item_separator=",",
    sort_keys=True,
    skipkeys=False,
    allow_nan=False,
)


def broken_lines(lines: Iterable[Line], last: int, digest: str) -> list[int]:
    """Ids of lines that do not fit the chain, or are gone; `last` and `digest` are those of its recorded end.

    A line that was altered is named itself; after one that was taken out or forged, the line that follows it.
    """
    broken: list[int] = []
    before, seen = "", 0
    for line in lines:
        if line.digest != line.digest_after(before):
            broken.append(line.id)
        before, seen = line.digest, line.id
    if seen < last:
        broken.extend(range(seen + 1, last + 1))
    elif (seen, before) != (last, digest) and seen not in broken:
        broken.append(seen)
    return broken
