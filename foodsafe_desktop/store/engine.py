"""Connections to one database file, set up the same way every time."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event

from foodsafe_desktop.store.faults import meaning

BUSY_SECONDS = 30
"""How long a transaction waits for another thread's: longer than the longest single write of a scan."""

# FULL: with NORMAL a power cut may take back transactions that a person saw committed (see `SqliteStore.begin`).
WORKING = ("PRAGMA foreign_keys=ON", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
# A step that rebuilds a table drops the old one; with foreign keys on, that would delete the rows that point to it.
MIGRATING = ("PRAGMA foreign_keys=OFF",)


def connect(database: Path, pragmas: tuple[str, ...] = ()) -> sqlite3.Connection:
    """A plain connection to a file that is there, in which no transaction begins by itself. Raises sqlite3.Error."""
    if not database.exists():  # SQLite would make an empty one in the place of an archive that was unplugged
        gone = sqlite3.OperationalError(f"there is no {database}")
        gone.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise gone
    connection = sqlite3.connect(database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in pragmas:
            connection.execute(pragma).fetchall()
    except BaseException:  # also when interrupted: no open handle on the database stays
        connection.close()
        raise
    return connection


def engine_for(database: Path, pragmas: tuple[str, ...] = WORKING) -> Engine:
    """An engine whose every transaction is a real one, schema changes included, and whose errors are domain errors.

    Python's driver would begin transactions only before some statements; here BEGIN is ours. It is IMMEDIATE because a
    unit of work may write after reading: a read that turns into a write can be refused for no fault of its own.
    """
    # Last in, first out: what one connection carries on (`carried`) stays with it while there is work for one only.
    engine = create_engine(
        "sqlite://", creator=lambda: connect(database, pragmas), poolclass=QueuePool, pool_use_lifo=True
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error", retval=True)
    def _say(context: ExceptionContext) -> BaseException | None:
        error = context.original_exception
        # What a column type refuses comes wrapped as well; the caller gets the plain error.
        return error if isinstance(error, ValueError | TypeError) else meaning(error, database)

    return engine
