"""An open archive's store."""

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from foodsafe_desktop.domain.errors import StoreDamaged
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.store import (
    Store,
    UnitOfWork,
)
from foodsafe_desktop.store.backup import make_copy
from foodsafe_desktop.store.carried import Carried
from foodsafe_desktop.store.engine import WORKING, connect, engine_for
from foodsafe_desktop.store.faults import translated
from foodsafe_desktop.store.history_check import history_faults
from foodsafe_desktop.store.lock import ArchiveLock
from foodsafe_desktop.store.seal import Seal, ensure, seal_faults
from foodsafe_desktop.store.soundness import complaints
from foodsafe_desktop.store.unit_of_work import SqlUnitOfWork


class SqliteStore(Store):
    """See `services.ports.store.Store`. Made by `found` and `open_store`, which hand it the lock that it holds.

    May be used from any thread; a transaction belongs to the thread that began it, and a second one waits for it.
    `is_first`: see `seal.ensure`.
    """

    def __init__(self, database: Path, lock: ArchiveLock, *, is_first: bool) -> None:
        self._database = database
        self._lock = lock
        self._engine = engine_for(database)
        self._closed = False
        self._carried = Carried()
        with translated(database), closing(connect(database, WORKING)) as connection:
            ensure(connection, is_first=is_first)

        @event.listens_for(self._engine, "connect")
        def _watch(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
            assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - there is no other driver here
            with translated(database):
                record.info[Seal] = Seal(connection, self._carried.note)

    @contextmanager
    def begin(self, *, repeatable: bool = False) -> Iterator[UnitOfWork]:
        """A transaction: commits when the block ends, undoes everything when it raises.

        A `repeatable` one does not wait for the disk; the next other one does so for both.

        Raises StoreFailed, StoreDamaged. Do not begin another inside it: it would wait for this one to end.
        """
        if self._closed:
            raise RuntimeError("the store is closed, and with it the lock that kept others out")
        with self._engine.connect() as connection:
            seal: Seal = connection.info[Seal]
            with translated(self._database):
                # Each time: a connection serves transactions of both kinds, and inside one this cannot be changed.
                seal.connection.execute(f"PRAGMA synchronous={'NORMAL' if repeatable else 'FULL'}")
            with connection.begin():
                seal.begin()
                with translated(self._database):
                    [version] = seal.connection.execute("PRAGMA data_version").fetchone()
                self._carried.begin(seal, version)
                yield SqlUnitOfWork(connection, self._database, self._carried)
                with translated(self._database):
                    seal.keep()

    def is_sound(self) -> bool:
        """Whether the database's own integrity and reference checks pass. Raises StoreFailed if it cannot be asked."""
        try:
            with translated(self._database), closing(connect(self._database)) as connection:
                return not complaints(connection, thorough=True)
        except StoreDamaged:
            return False

    def history_faults(self, backups: Path) -> list[str]:
        """What speaks against history (see `history_check`) and tables (`seal`). Raises StoreFailed, StoreDamaged."""
        with translated(self._database), closing(connect(self._database)) as connection:
            return [*history_faults(connection, backups), *seal_faults(connection)]

    def backup(
        self, folder: Path, why: str, at: dt.datetime, job: Job, since: dt.datetime | None = None
    ) -> Path | None:
        """A copy of all that is committed, also while a transaction is open; see `backup.make_copy`."""
        with translated(self._database), closing(connect(self._database)) as source:
            copy = make_copy(source, folder, why, at, job, since)
            if copy is not None:
                self._make_last()  # else a power cut could leave a copy of what the archive has not any more
            return copy

    def _make_last(self) -> None:
        """Wait until the disk has all that is committed, repeatable or not."""
        log = self._database.with_name(f"{self._database.name}-wal")
        if log.exists():
            with log.open("r+b") as committed:
                os.fsync(committed.fileno())

    def close(self) -> None:
        """Let go of the database and of the archive's lock; a second call does nothing."""
        self._closed = True
        self._carried.forget()
        self._engine.dispose()
        self._lock.release()
