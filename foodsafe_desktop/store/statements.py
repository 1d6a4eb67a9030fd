"""What every part of a unit of work does with its tables."""

import gc
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Insert, Select, Table, Update, bindparam, delete, func, insert, select, update

from foodsafe_desktop.domain.corrections import Correction
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.store import rows

Stored = TypeVar("Stored", Evidence, EvidenceFile, Question)
Single = TypeVar("Single", Correction, Finding)


@contextmanager
def uncollected() -> Iterator[None]:
    """Build many objects without the collector going through all of them again and again: a third of the time.

    Only cycles have to wait, and rows have none. Two threads may be in here at once: the first to come ends it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
        """Insert the rows with id 0; all of `given` is returned, with ids.

        The ids are reckoned here, after the last one there is: this transaction holds the database's write lock, and
        asking for each row's id makes every row a statement of its own. Only for tables from which no row ever goes.
        """
        fresh = [row for row in values if not row["id"]]
        if not fresh:
            return list(given)
        last = self._connection.execute(select(func.max(table.c.id))).scalar() or 0
        ids = itertools.count(last + 1)
        stored = [one if one.id else rows.with_id(one, next(ids)) for one in given]
        self._add(table, [{**row, "id": last + n} for n, row in enumerate(fresh, start=1)])
        return stored

    def _add(self, table: Table, values: Sequence[rows.Values]) -> None:
        """Insert rows that name the same columns."""
        self._many(insert(table), values)

    def _many(self, statement: Insert | Update, values: Sequence[rows.Values]) -> None:
        """Carry out one statement for each of `values`; what SQLAlchemy would do for each is done once for all."""
        dialect = self._connection.dialect
        compiled = statement.compile(dialect=dialect, column_keys=list(values[0]))
        names = compiled.positiontup or ()
        kept = [compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
        columns = [
            [row[name] for row in values] if keep is None else [keep(row[name]) for row in values]
            for name, keep in zip(names, kept, strict=True)
        ]
        self._connection.exec_driver_sql(str(compiled), list(zip(*columns, strict=True)))

    def _insert_one(self, table: Table, one: Single, values: rows.Values) -> Single:
        """Insert one row, under its id if it has one, or else under an id that no row ever had."""
        chosen = {name: value for name, value in values.items() if name != "id" or value}
        return replace(one, id=self._connection.execute(insert(table).returning(table.c.id), chosen).scalar_one())

    def _replace(self, table: Table, key: tuple[str, ...], values: Sequence[rows.Values]) -> None:
        """Put rows in place of those with the same key; of two with one key the later counts."""
        last = {tuple(row[name] for name in key): row for row in values}
        self._remove(table, key, last)
        if last:
            self._add(table, list(last.values()))

    def _remove(self, table: Table, key: tuple[str, ...], values: Iterable[tuple[object, ...]]) -> None:
        wanted = [{f"of_{name}": part for name, part in zip(key, one, strict=True)} for one in values]
        if not wanted:
            return
        statement = delete(table)
        for name in key:
            statement = statement.where(table.c[name] == bindparam(f"of_{name}", type_=table.c[name].type))
        self._connection.execute(statement, wanted)
