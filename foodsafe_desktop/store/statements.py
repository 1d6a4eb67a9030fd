"""What every part of a unit of work does with its tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.compiler import SQLCompiler

from foodsafe_desktop.domain.corrections import Correction
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.services.stretches import stretches
from foodsafe_desktop.store import rows
from foodsafe_desktop.store.columns import stored
from foodsafe_desktop.store.seal import Seal

Stored = TypeVar("Stored", Evidence, EvidenceFile, Question)
Single = TypeVar("Single", Correction, Finding)


@lru_cache(maxsize=32)
def _insertion(table: Table, names: tuple[str, ...], dialect: Dialect) -> SQLCompiler:
    """Kept: to compile it takes as long as to add a hundred rows."""
    return insert(table).compile(dialect=dialect, column_keys=list(names))


class Statements:
    """Reading and writing of rows on one connection. `database` is only named in errors."""

    def __init__(self, connection: Connection, database: Path) -> None:
        self._connection = connection
        self._database = database

    def _ask(self, statement: Select[Any]) -> Iterator[Sequence[Any]]:
        """Rows, fetched some at a time: measured faster than one by one, and than all at once."""
        for part in self._connection.execute(statement).partitions(500):
            yield from part

    def _save(self, table: Table, given: Sequence[Stored]) -> list[Stored]:
        """Insert those with id 0, update the others; all of `given` with ids. ValueError for an unknown id."""
        self._update(table, (rows.values_of(one) for one in given if one.id))
        fresh = [one for one in given if not one.id]
        if not fresh:
            return list(given)
        fresh = [rows.with_id(one, id_) for id_, one in enumerate(fresh, self._next_id(table))]
        self._add_objects(table, fresh)
        left = iter(fresh)
        return [one if one.id else next(left) for one in given]

    def _update(self, table: Table, known: Iterable[rows.Values]) -> None:
        for part in stretches(known):
            changes = [{"of_id": row["id"], **{k: v for k, v in row.items() if k != "id"}} for row in part]
            done = self._connection.execute(update(table).where(table.c.id == bindparam("of_id")), changes)
            if done.rowcount != len(part):
                raise ValueError(f"{len(part) - done.rowcount} of {len(part)} rows are not in {table.name}")

    def _next_id(self, table: Table) -> int:
        """The id that the next row is to have.

        It is reckoned here, after the last one there is: this transaction holds the database's write lock, and asking
        for each row's id makes every row a statement of its own. Only for tables from which no row ever goes.
        """
        return int(self._connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1

    def _add_objects(self, table: Table, objects: Sequence[object]) -> None:
        """Insert objects of one dataclass, at least one, under the ids they have."""
        names, row_of = rows.shape(type(objects[0]))
        self._many(insert(table), names, map(row_of, objects))

    def _add(self, table: Table, values: Sequence[rows.Values]) -> None:
        """Insert rows that name the same columns."""
        self._many(insert(table), tuple(values[0]), [tuple(row.values()) for row in values])

    def _many(self, statement: Insert | Update, names: tuple[str, ...], given: Iterable[tuple[Any, ...]]) -> None:
        """Carry out one statement for each row of values, named in their order.

        What SQLAlchemy would do for each is done once for all, and column by column.
        """
        dialect = self._connection.dialect
        if isinstance(statement, Insert):
            compiled = _insertion(statement.table, names, dialect)
        else:
            compiled = statement.compile(dialect=dialect, column_keys=list(names))
        for part in stretches(given):
            columns = dict(zip(names, zip(*part, strict=True), strict=True))
            wanted = compiled.positiontup or ()
            kept = {name: stored(compiled.binds[name].type, dialect, columns[name]) for name in wanted}
            rows_of_them = list(zip(*kept.values(), strict=True))
            with self._summed(statement, kept):
                self._connection.exec_driver_sql(str(compiled), rows_of_them)

    def _summed(self, statement: Insert | Update, kept: Mapping[str, Sequence[Any]]) -> AbstractContextManager[None]:
        seal = self._connection.info.get(Seal)
        if seal is None or not isinstance(statement, Insert):
            return nullcontext()
        summed: AbstractContextManager[None] = seal.at_once(statement.table.name, kept)
        return summed

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
