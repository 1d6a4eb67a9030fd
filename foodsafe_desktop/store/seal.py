"""Whether the tables were written by this program alone: a sum over the digests of all rows, kept up with every write.

Another program that changes, adds or takes away a row does not know of the sum, and from then on it never fits again.
It is kept up by triggers that exist only in this program's connections, so that no way of writing can go past it, and
costs one small digest for each row written; very many new rows are summed without them (`Seal.at_once`). A digest over
whole tables would cost reading all of them at each write; triggers in the schema would work for the other program too.
Like the history's chain it shows what was done with another program; against someone who reckons it anew, as against
anyone who may write the file, help the copies.
"""

import hashlib
import json
import marshal
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import NoneType
from typing import Any

from foodsafe_desktop.store import tables

SETTING = "seal"
"""The setting that keeps the sums; it is not summed itself."""
_END = tables.history_end.name
"""Summed so that lines cannot be cut off at the end, and the end be set back to fit, unseen where there is no copy."""
_SEALED = tuple(name for name in tables.metadata.tables if name != tables.history.name)
_WRAP = 1 << 256
_SPELLING = 2
"""How a row is spelled before it is digested (marshal's own second version). Other sums are reckoned anew."""
MANY = 100
"""Rows of one statement from which on it pays to put off a trigger."""
_KEY = "key"
_NUMBERS, _TEXTS = ("INTEGER", "BIGINT", "BOOLEAN"), ("TEXT", "VARCHAR")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Row = tuple[object, ...]
Sums = dict[str, list[int]]
"""By table: how many rows, and the sum of their digests."""

_CALLED = {
    "assignment": "归入关系",
    "binder": "装订登记",
    "catalogue": "评价细则",
    "correction": "细则更正",
    "elected": "自选项",
    "evidence": "佐证材料",
    "evidence_file": "电子文件",
    "finding": "问题整改",
    "history_end": "操作历史的末条",
    "indicator_value": "指标数值",
    "omission": "合理缺项",
    "question": "待答问题",
    "requirement_edit": "佐证要求",
    "setting": "档案设置",
    "week_snapshot": "每周情况",
}


class Seal:
    """What one connection writes, summed up until `keep` adds it to what is kept.

    `note` is told every row that is written, by the name of its table: as it was before, and as it is now.
    """

    def __init__(self, connection: sqlite3.Connection, note: Callable[[str, Row], object]) -> None:
        self.connection = connection
        self._note = note
        connection.execute("PRAGMA temp_store=MEMORY").fetchall()
        self._written: Sums = defaultdict(lambda: [0, 0])
        connection.create_function("seal_in", -1, self._in)
        connection.create_function("seal_out", -1, self._out)
        self._kinds = {name: _columns(connection, name) for name in _SEALED}
        for name, kinds in self._kinds.items():
            for statement in _triggers(name, kinds):
                connection.execute(statement)

    def begin(self) -> None:
        """Forget what an undone transaction had written."""
        self._written.clear()

    def keep(self) -> None:
        """Add what was written to what is kept, in the transaction that wrote it."""
        if not self._written:
            return
        kept = _kept(self.connection)
        if kept is not None:
            schema, sums = kept
            for name, (rows, total) in self._written.items():
                before = sums.get(name, [0, 0])
                sums[name] = [before[0] + rows, (before[1] + total) % _WRAP]
            _write(self.connection, schema, sums)
        self._written.clear()

    @contextmanager
    def at_once(self, name: str, given: Mapping[str, Sequence[object]]) -> Iterator[None]:
        """Sum up in one go the rows that the block inserts, given as columns: half of what triggers take.

        Only where every column is given and every value is kept just as it is; all others go by the triggers. Where the
        block raises, none of its rows stays.
        """
        kinds = self._kinds.get(name, {})
        rows = list(zip(*(given.get(column, ()) for column in kinds), strict=False))
        if len(rows) < MANY or name == "setting" or not _is_kept_as_given(kinds, given):
            yield
            return
        self.connection.execute("SAVEPOINT at_once")
        try:
            self.connection.execute(f'DROP TRIGGER temp."seal_{name}_INSERT"')
            yield
            self.connection.execute(next(_triggers(name, kinds)))
        except BaseException:  # a cancel too: no row may stay that is not summed
            if self.connection.in_transaction:  # not where the database gave all of it up by itself
                self.connection.execute("ROLLBACK TO at_once")
                self.connection.execute("RELEASE at_once")
            raise
        self.connection.execute("RELEASE at_once")
        written = self._written[name]
        written[0] += len(rows)
        written[1] += sum(map(_digest, rows))
        for row in rows:
            self._note(name, row)

    def _in(self, name: str, *row: object) -> None:
        written = self._written[name]
        written[0] += 1
        written[1] += _digest(row)
        self._note(name, row)

    def _out(self, name: str, *row: object) -> None:
        written = self._written[name]
        written[0] -= 1
        written[1] -= _digest(row)
        self._note(name, row)


def ensure(connection: sqlite3.Connection, *, is_first: bool) -> None:
    """Sum up everything where there are no sums yet, or others: of an older archive, or a new one.

    `is_first`: the archive was made this moment, or brought up from an older version. Else lost sums stay lost,
    which is told as a fault: to take them away must not be the way to have anything summed up as it is.
    """
    kept, schema = _kept(connection), f"{_schema(connection)} {_SPELLING}"
    if is_first if kept is None else kept[0] != schema:
        connection.execute("BEGIN IMMEDIATE")
        _write(connection, schema, _sums(connection))
        connection.execute("COMMIT")
    elif kept is not None and _END not in kept[1]:  # summed up before the end of the history was among it
        connection.execute("BEGIN IMMEDIATE")
        _write(connection, schema, {**kept[1], _END: _sums(connection)[_END]})
        connection.execute("COMMIT")


def seal_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Sentences on tables that do not hold what this program wrote."""
    kept = _kept(connection)
    if kept is None:
        yield "数据表的校验值缺失，记录可能被其他程序改动过。请与 backups 目录中的备份核对。"
        return
    for name, now in _sums(connection).items():
        before = kept[1].get(name, [0, 0])
        if now != before:
            counts = "行数未变" if now[0] == before[0] else f"应有 {before[0]} 行，现有 {now[0]} 行"
            yield (
                f"“{_CALLED.get(name, name)}”的记录被本程序以外的程序改动过（{counts}）。"
                "请与 backups 目录中的备份核对，必要时从备份恢复。"
            )


def _digest(row: tuple[Any, ...]) -> int:
    # Spelled so, what SQL tells apart stays apart: 1, 1.0, '1' and NULL. By repr too, in three times the time, but a
    # later Python knows more characters that can be printed, and would spell the same text otherwise.
    return int.from_bytes(hashlib.sha256(marshal.dumps(row, _SPELLING)).digest(), "little")


def _is_kept_as_given(kinds: Mapping[str, str], given: Mapping[str, Sequence[object]]) -> bool:
    """Whether these are all columns of a table, and storing makes no value of any of them another.

    Numbers and texts may be turned into each other, by the kind of their column. A date is a text in a column of
    numbers; it stays one because it does not read as a number.
    """
    return (
        bool(kinds)
        and kinds.keys() == given.keys()
        and all(_stays(kind, given[column]) for column, kind in kinds.items())
    )


def _stays(kind: str, values: Sequence[Any]) -> bool:
    types = set(map(type, values))
    if kind == _KEY:
        return types == {
            int
        }  # None would become a number; a text may be a key as well, but not in a table of many rows
    if kind in _NUMBERS:
        return types <= {int, NoneType}
    texts = types <= {str, NoneType}
    return texts and (kind in _TEXTS or (kind == "DATE" and all(map(_ISO_DATE.fullmatch, filter(None, values)))))


def _sums(connection: sqlite3.Connection) -> Sums:
    sums: Sums = {}
    for name in _SEALED:
        columns = ", ".join(f'"{column}"' for column in _columns(connection, name))
        where = f"WHERE name <> '{SETTING}'" if name == "setting" else ""
        rows = total = 0
        for row in connection.execute(f'SELECT {columns} FROM "{name}" {where}'):  # noqa: S608 - names of our own
            rows += 1
            total += _digest(row)
        sums[name] = [rows, total % _WRAP]
    return sums


def _triggers(name: str, columns: Iterable[str]) -> Iterator[str]:
    now, before = (", ".join(f'{which}."{column}"' for column in columns) for which in ("NEW", "OLD"))
    for what, said in (
        ("INSERT", f"SELECT seal_in('{name}', {now});"),
        ("DELETE", f"SELECT seal_out('{name}', {before});"),
        ("UPDATE", f"SELECT seal_out('{name}', {before}), seal_in('{name}', {now});"),
    ):
        row = "OLD" if what == "DELETE" else "NEW"
        when = f"WHEN {row}.name <> '{SETTING}'" if name == "setting" else ""
        yield f'CREATE TEMP TRIGGER "seal_{name}_{what}" AFTER {what} ON main."{name}" {when} BEGIN {said} END'


def _columns(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    """The kind of each column as it was declared, without its length; `_KEY` for those of the key."""
    described = connection.execute(f'PRAGMA table_info("{name}")')
    return {column: _KEY if key else kind.partition("(")[0] for _, column, kind, _, _, key in described}


def _schema(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _kept(connection: sqlite3.Connection) -> tuple[str, Sums] | None:
    found = connection.execute("SELECT value FROM setting WHERE name = ?", (SETTING,)).fetchone()
    try:
        schema, kept = json.loads(found[0])
        return str(schema), {name: [int(rows), int(total, 16)] for name, (rows, total) in kept.items()}
    except (TypeError, ValueError, AttributeError):  # none, or none that this program wrote
        return None


def _write(connection: sqlite3.Connection, schema: str, sums: Sums) -> None:
    said = json.dumps([schema, {name: [rows, f"{total:064x}"] for name, (rows, total) in sums.items()}])
    connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (SETTING, said))
