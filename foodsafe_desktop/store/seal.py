"""Whether the tables were written by this program alone: a sum over the digests of all rows, kept up with every write.

Another program that changes, adds or takes away a row does not know of the sum, and from then on it never fits again.
It is kept up by triggers that exist only in this program's connections, so that no way of writing can go past it, and
costs one small digest for each row written. A digest over whole tables would cost reading all of them at each write;
triggers in the schema would work for the other program as well. Like the history's chain it shows what was done with
another program; against someone who reckons it anew, as against anyone who may write the file, help the copies.
"""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from foodsafe_desktop.store import tables

SETTING = "seal"
"""The setting that keeps the sums; it is not summed itself."""
_CHAINED = {"history", "history_end"}
_SEALED = tuple(name for name in tables.metadata.tables if name not in _CHAINED)
_WRAP = 1 << 256
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
    "indicator_value": "指标数值",
    "omission": "合理缺项",
    "question": "待答问题",
    "requirement_edit": "佐证要求",
    "setting": "档案设置",
    "week_snapshot": "每周情况",
}


class Seal:
    """What one connection writes, summed up until `keep` adds it to what is kept."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("PRAGMA temp_store=MEMORY").fetchall()
        self._written: Sums = defaultdict(lambda: [0, 0])
        connection.create_function("seal_in", -1, self._in)
        connection.create_function("seal_out", -1, self._out)
        for name in _SEALED:
            for statement in _triggers(name, _columns(connection, name)):
                connection.execute(statement)

    def begin(self) -> None:
        """Forget what an undone transaction had written."""
        self._written.clear()

    def keep(self) -> None:
        """Add what was written to what is kept, in the transaction that wrote it."""
        if not self._written:
            return
        kept = _kept(self._connection)
        if kept is not None:
            schema, sums = kept
            for name, (rows, total) in self._written.items():
                before = sums.get(name, [0, 0])
                sums[name] = [before[0] + rows, (before[1] + total) % _WRAP]
            _write(self._connection, schema, sums)
        self._written.clear()

    def _in(self, name: str, *row: object) -> None:
        written = self._written[name]
        written[0] += 1
        written[1] += _digest(row)

    def _out(self, name: str, *row: object) -> None:
        written = self._written[name]
        written[0] -= 1
        written[1] -= _digest(row)


def ensure(connection: sqlite3.Connection) -> None:
    """Sum up everything where there are no sums yet, or those of another schema: of an older archive, or a new one."""
    kept, schema = _kept(connection), _schema(connection)
    if kept is None or kept[0] != schema:
        connection.execute("BEGIN IMMEDIATE")
        _write(connection, schema, _sums(connection))
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


def _digest(row: tuple[object, ...]) -> int:
    # repr tells apart what SQL tells apart: 1, 1.0, '1' and NULL.
    return int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "little")


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


def _triggers(name: str, columns: list[str]) -> Iterator[str]:
    now, before = (", ".join(f'{which}."{column}"' for column in columns) for which in ("NEW", "OLD"))
    for what, said in (
        ("INSERT", f"SELECT seal_in('{name}', {now});"),
        ("DELETE", f"SELECT seal_out('{name}', {before});"),
        ("UPDATE", f"SELECT seal_out('{name}', {before}), seal_in('{name}', {now});"),
    ):
        row = "OLD" if what == "DELETE" else "NEW"
        when = f"WHEN {row}.name <> '{SETTING}'" if name == "setting" else ""
        yield f'CREATE TEMP TRIGGER "seal_{name}_{what}" AFTER {what} ON main."{name}" {when} BEGIN {said} END'


def _columns(connection: sqlite3.Connection, name: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]


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
