"""What a chain cannot show by itself: that it was cut short or wiped out as a whole, or may be altered by anybody.

Outside of the database stand its copies in `backups`: the end of each one's history must be a line of this one.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from foodsafe_desktop.services.restoring import RESTORED

_REFUSALS = {"history_refuses_update", "history_refuses_delete"}
_COMPARE = "请与 backups 目录中的备份核对。"


def history_faults(connection: sqlite3.Connection, backups: Path) -> list[str]:
    """Sentences on a history whose guards, end, lines or likeness in the copies of `backups` are missing."""
    return [*_faults_within(connection), *_faults_beside(connection, backups)]


def _faults_within(connection: sqlite3.Connection) -> Iterator[str]:
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history' AND sql LIKE '%RAISE(ABORT,%'"
    )
    if not {row[0] for row in connection.execute(asked)} >= _REFUSALS:
        yield f"操作历史的防改设置已被去除，记录可能被改动过。{_COMPARE}"
    lines = connection.execute("SELECT count(*) FROM history").fetchone()[0]
    if not lines and connection.execute("SELECT 1 FROM evidence LIMIT 1").fetchone():
        yield f"操作历史为空，而档案中已登记有材料，历史可能已被清除。{_COMPARE}"
    elif lines and _end(connection) is None:
        yield f"操作历史的末条登记缺失，历史可能被截短。{_COMPARE}"


def _faults_beside(connection: sqlite3.Connection, backups: Path) -> Iterator[str]:
    left = _left_by_restoring(connection)
    for copy in sorted(backups.glob("*.sqlite3")):
        try:
            with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as other:
                end = _end(other)
        except sqlite3.Error:
            yield f"备份“{copy.name}”无法读取。请检查该文件，或将其移出 backups 目录。"
            continue
        if end is None:
            continue
        here = connection.execute("SELECT digest FROM history WHERE id = ?", end[:1]).fetchone()
        if (here is None or here[0] != end[1]) and end[1] not in left:
            yield (
                f"操作历史与备份“{copy.name}”对不上：备份中的第 {end[0]} 条在现有历史中缺失或不同。"
                "请核对；确因用其他程序换回过更早的数据库所致的，请将该备份移出 backups 目录。"
            )


def _left_by_restoring(connection: sqlite3.Connection) -> set[str]:
    """The ends of histories that were left when a copy took the place of the database: these are no fault."""
    left: set[str] = set()
    for (detail,) in connection.execute("SELECT detail FROM history WHERE verb = ?", (RESTORED,)):
        with suppress(ValueError, LookupError, TypeError):  # a forged line, which the chain tells of
            left.update(map(str, json.loads(detail)["set_aside"]))
    return left


def _end(connection: sqlite3.Connection) -> tuple[int, str] | None:
    found: tuple[int, str] | None = connection.execute("SELECT last, digest FROM history_end").fetchone()
    return found
