"""The part of a unit of work that keeps the history: append-only, chained, and findable by what a line is about."""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import String, and_, cast, insert, or_, select
from sqlalchemy.sql.elements import ColumnElement

from foodsafe_desktop.services.ports.store import (
    HistoryEntry,
    HistoryLine,
)
from foodsafe_desktop.store import tables
from foodsafe_desktop.store.chain import Line, broken_lines, canonical, digest_after
from foodsafe_desktop.store.faults import legible
from foodsafe_desktop.store.statements import Statements

_END = 1
"""The id of the one row of `history_end`."""
_FEW = 9
_COLUMNS = ("id", "at", "who", "verb", "subject", "detail", "digest")
_THING = re.compile(r"([a-z_]+) ([1-9]\d*)")


class History(Statements):
    """The history's lines."""

    def record(self, at: dt.datetime, who: str, verb: str, subject: str, detail: Mapping[str, object]) -> None:
        """Append one line to the history. Raises ValueError for a time without a zone, TypeError for odd detail."""
        self.record_all(at, who, [HistoryLine(verb, subject, detail)])

    def record_all(self, at: dt.datetime, who: str, lines: Sequence[HistoryLine]) -> None:
        """Append lines in one go: the chain is reckoned here. Raises as `record` does; then none is written."""
        if not lines:
            return
        number, digest = self._history_end()
        written, when = [], at.isoformat()
        for one in lines:
            number += 1
            detail = canonical(one.detail)
            digest = digest_after(digest, number, when, who, one.verb, one.subject, detail)
            written.append((number, at, who, one.verb, one.subject, detail, digest))
        self._many(insert(tables.history), _COLUMNS, written)
        self._replace(tables.history_end, ("id",), [{"id": _END, "last": number, "digest": digest}])

    def _history_end(self) -> tuple[int, str]:
        end = tables.history_end.c
        found = self._connection.execute(select(end.last, end.digest)).one_or_none()
        return (found.last, found.digest) if found else (0, "")

    def history(self, last: int | None = None, about: Collection[str] | None = None) -> list[HistoryEntry]:
        """The history, oldest first; see `services.ports.store.UnitOfWork`."""
        newest_first = select(tables.history).order_by(tables.history.c.id.desc()).limit(last)
        if about is not None:
            newest_first = newest_first.where(_is_about(about))
        with legible(self._database):
            found = self._connection.execute(newest_first).all()
            return [
                HistoryEntry(row.id, row.at, row.who, row.verb, row.subject, json.loads(row.detail), row.digest)
                for row in reversed(found)
            ]

    def broken_history(self) -> list[int]:
        """Ids of history lines that do not fit the chain or are gone; empty if the history is whole."""
        line = tables.history.c
        # The text of the time as it is kept: a forged one need not be a time at all.
        kept = select(line.id, cast(line.at, String), line.who, line.verb, line.subject, line.detail, line.digest)
        with legible(self._database):
            lines = (Line(*row) for row in self._connection.execute(kept.order_by(line.id)))
            last, digest = self._history_end()
            return broken_lines(lines, last, digest)


def _is_about(about: Collection[str]) -> ColumnElement[bool]:
    """Lines with one of these as their subject, or with ``"file":12`` or ``"file":[3,12]`` in their detail for file 12.

    The detail is JSON of one spelling, in which a quotation mark inside a text follows a backslash: what looks like a
    key is one.
    """
    line = tables.history.c
    ids: dict[str, list[str]] = defaultdict(list)
    for thing in about:
        if named := _THING.fullmatch(thing):
            ids[named[1]].append(named[2])
    return or_(line.subject.in_(about), *(_refers(line.detail, key, wanted) for key, wanted in ids.items()))


def _refers(detail: ColumnElement[str], key: str, ids: Sequence[str]) -> ColumnElement[bool]:
    exact = detail.regexp_match(rf'"{key}":(?:\[(?:\d+,)*)?(?:{"|".join(ids)})[],}}]')
    if len(ids) > _FEW:
        return exact
    # The plain search is the database's own, five times as fast: the other one only sees what it lets through.
    return and_(or_(*(detail.contains(one) for one in ids)), exact)
