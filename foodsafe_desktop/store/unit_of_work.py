"""One transaction on the store: the port's verbs as SQL that any database of SQLAlchemy's understands."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, String, Table, bindparam, cast, delete, insert, literal, select, update
from sqlalchemy.sql.elements import ColumnElement

from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Omission
from foodsafe_desktop.services.ports import BinderRecord, HistoryEntry, UnitOfWork
from foodsafe_desktop.store import rows, tables
from foodsafe_desktop.store.chain import Line, broken_lines, canonical
from foodsafe_desktop.store.faults import legible

Stored = TypeVar("Stored", Evidence, EvidenceFile)

_ITEM, _SUB_ITEM = "item", "sub_item"
_END = 1
"""The id of the one row of `history_end`."""


class SqlUnitOfWork(UnitOfWork):
    """See `services.ports.UnitOfWork`. Lives as long as the transaction of `connection`."""

    def __init__(self, connection: Connection, database: Path) -> None:
        self._connection = connection
        self._database = database

    def dossier(self) -> Dossier:
        """A snapshot of all holdings and decisions, files and assignments in a stable order."""
        ask, given = self._ask, tables.assignment.c
        with legible(self._database):
            evidence = {row[0]: Evidence(*row) for row in ask(rows.select_evidence())}
            files = rows.files_from(ask(rows.select_files()))
            by_number = select(given.evidence_id, given.number, given.origin, given.at, given.who)
            assignments = tuple(Assignment(*row) for row in ask(by_number.order_by(given.evidence_id, given.number)))
            omissions = {row[0]: Omission(*row) for row in ask(select(tables.omission))}
        return Dossier(
            evidence=MappingProxyType(evidence),
            files=files,
            assignments=assignments,
            omissions=MappingProxyType(omissions),
            election=self._election(),
        )

    def _ask(self, statement: Select[Any]) -> Iterator[Sequence[Any]]:
        """Rows, fetched some at a time: measured faster than one by one, and than all at once."""
        for part in self._connection.execute(statement).partitions(500):
            yield from part

    def _election(self) -> Election:
        chosen: dict[str, set[int]] = {_ITEM: set(), _SUB_ITEM: set()}
        with legible(self._database):
            for kind, number in self._connection.execute(select(tables.elected)):
                chosen[kind].add(number)
        return Election(frozenset(chosen[_ITEM]), frozenset(chosen[_SUB_ITEM]))

    def catalogue_text(self) -> str:
        """The catalogue's TOML text. Raises StoreDamaged if the archive has none."""
        with legible(self._database):
            found = self._connection.execute(select(tables.catalogue.c.toml)).scalar()
            if found is None:
                raise LookupError("no catalogue")
            return str(found)

    def take_in_catalogue(self, toml: str) -> None:
        """Keep the catalogue's text, in place of an earlier one; only founding an archive does it."""
        self._connection.execute(delete(tables.catalogue))
        self._connection.execute(insert(tables.catalogue), {"toml": toml})

    def setting(self, name: str) -> str | None:
        """One of the archive's settings, None if never set."""
        kept = tables.setting.c
        found = self._connection.execute(select(kept.value).where(kept.name == name)).scalar()
        return None if found is None else str(found)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._replace(tables.setting, ("name",), [{"name": name, "value": value}])

    def save_evidence(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Insert those with id 0, update the others. Raises ValueError for an id that is not stored."""
        values = [rows.evidence_values(one) for one in evidence]
        self._update(tables.evidence, [row for row in values if row["id"]])
        return self._insert(tables.evidence, evidence, values)

    def save_files(self, files: Sequence[EvidenceFile]) -> list[EvidenceFile]:
        """Insert those with id 0, update the others; ValueError for an unknown id, or a path that is there twice."""
        values = [rows.file_values(one) for one in files]
        known = [row for row in values if row["id"]]
        self._vacate_paths(known)
        self._update(tables.evidence_file, known)
        return self._insert(tables.evidence_file, files, values)

    def _vacate_paths(self, known: Sequence[rows.Values]) -> None:
        """Give files that move a path that no file can have, so that two may swap theirs under a unique index."""
        file = tables.evidence_file
        nowhere: ColumnElement[str] = literal("\x1b", String) + cast(file.c.id, String)
        moving = (file.c.id == bindparam("of_id")) & (file.c.path != bindparam("new_path", type_=file.c.path.type))
        if known:
            self._connection.execute(
                update(file).where(moving).values(path=nowhere),
                [{"of_id": row["id"], "new_path": row["path"]} for row in known],
            )

    def _update(self, table: Table, known: Sequence[rows.Values]) -> None:
        if not known:
            return
        changes = [{"of_id": row["id"], **{k: v for k, v in row.items() if k != "id"}} for row in known]
        done = self._connection.execute(update(table).where(table.c.id == bindparam("of_id")), changes)
        if done.rowcount != len(known):
            raise ValueError(f"{len(known) - done.rowcount} of {len(known)} rows are not in {table.name}")

    def _insert(self, table: Table, given: Sequence[Stored], values: Sequence[rows.Values]) -> list[Stored]:
        """Insert the rows with id 0; all of `given` is returned, with ids."""
        fresh = [{k: v for k, v in row.items() if k != "id"} for row in values if not row["id"]]
        if not fresh:
            return list(given)
        returning = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids = iter(self._connection.execute(returning, fresh).scalars().all())
        return [one if one.id else replace(one, id=next(ids)) for one in given]

    def _replace(self, table: Table, key: tuple[str, ...], values: Sequence[rows.Values]) -> None:
        """Put rows in place of those with the same key; of two with one key the later counts."""
        last = {tuple(row[name] for name in key): row for row in values}
        self._remove(table, key, last)
        if last:
            self._connection.execute(insert(table), list(last.values()))

    def _remove(self, table: Table, key: tuple[str, ...], values: Iterable[tuple[object, ...]]) -> None:
        wanted = [{f"of_{name}": part for name, part in zip(key, one, strict=True)} for one in values]
        if not wanted:
            return
        statement = delete(table)
        for name in key:
            statement = statement.where(table.c[name] == bindparam(f"of_{name}", type_=table.c[name].type))
        self._connection.execute(statement, wanted)

    def assign(self, assignments: Iterable[Assignment]) -> None:
        """Add assignments; one that exists is replaced. Raises ValueError for evidence that is not stored."""
        names = ("evidence_id", "number", "origin", "at", "who")
        values = [{name: getattr(one, name) for name in names} for one in assignments]
        self._replace(tables.assignment, ("evidence_id", "number"), values)

    def unassign(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take back assignments by (evidence id, number)."""
        self._remove(tables.assignment, ("evidence_id", "number"), pairs)

    def save_omission(self, omission: Omission) -> None:
        """Add or replace an omission decided in this archive."""
        self._replace(tables.omission, ("number",), [{"number": omission.number, "reason": omission.reason}])

    def remove_omission(self, number: int) -> None:
        """Take back an omission decided in this archive."""
        self._remove(tables.omission, ("number",), [(number,)])

    def save_election(self, election: Election) -> None:
        """Keep the choice of electives, in place of an earlier one."""
        self._connection.execute(delete(tables.elected))
        chosen = [(_ITEM, one) for one in election.items] + [(_SUB_ITEM, one) for one in election.sub_items]
        if chosen:
            values = [{"kind": kind, "number": number} for kind, number in sorted(chosen)]
            self._connection.execute(insert(tables.elected), values)

    def add_binder(self, record: BinderRecord) -> None:
        """Register a compiled volume."""
        self._connection.execute(insert(tables.binder), rows.binder_values(record))

    def binders(self) -> list[BinderRecord]:
        """All registered volumes, oldest first."""
        with legible(self._database):
            return [BinderRecord(*row) for row in self._connection.execute(rows.select_binders())]

    def record(self, at: dt.datetime, who: str, verb: str, subject: str, detail: Mapping[str, object]) -> None:
        """Append one line to the history. Raises ValueError for a time without a zone, TypeError for odd detail."""
        last, before = self._history_end()
        line = Line(last + 1, at.isoformat(), who, verb, subject, canonical(detail))
        digest = line.digest_after(before)
        words = {"who": who, "verb": verb, "subject": subject, "detail": line.detail}
        self._connection.execute(insert(tables.history), {"id": line.id, "at": at, "digest": digest, **words})
        end = {"id": _END, "last": line.id, "digest": digest}
        self._replace(tables.history_end, ("id",), [end])

    def _history_end(self) -> tuple[int, str]:
        end = tables.history_end.c
        found = self._connection.execute(select(end.last, end.digest)).one_or_none()
        return (found.last, found.digest) if found else (0, "")

    def history(self, last: int | None = None) -> list[HistoryEntry]:
        """The history, oldest first; `last` limits it to the newest lines."""
        newest_first = select(tables.history).order_by(tables.history.c.id.desc()).limit(last)
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
        lines = (Line(*row) for row in self._connection.execute(kept.order_by(line.id)))
        last, digest = self._history_end()
        return broken_lines(lines, last, digest)
