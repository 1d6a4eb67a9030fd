"""What every part of a unit of work does with its tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, delete, insert, update

from foodsafe_desktop.domain.corrections import Correction
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.store import rows

Stored = TypeVar("Stored", Evidence, EvidenceFile, Question, Correction, Finding)


class Statements:
    """Reading and writing of rows on one connection. `database` is only named in errors."""

    def __init__(self, connection: Connection, database: Path) -> None:
        self._connection = connection
        self._database = database

    def _ask(self, statement: Select[Any]) -> Iterator[Sequence[Any]]:
        """Rows, fetched some at a time: measured faster than one by one, and than all at once."""
        for part in self._connection.execute(statement).partitions(500):
            yield from part

    def _save(self, table: Table, given: Sequence[Stored], values: Sequence[rows.Values]) -> list[Stored]:
        """Insert those with id 0, update the others; all of `given` with ids. ValueError for an unknown id."""
        self._update(table, [row for row in values if row["id"]])
        return self._insert(table, given, values)

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
