"""Founding an archive's database, and opening one that is there."""

import os
from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from foodsafe_desktop.domain.errors import ArchiveExists, HalfAnArchive, NotAnArchive, StoreDamaged
from foodsafe_desktop.in_place import put_in_place
from foodsafe_desktop.store.backup import HALF, before_migration, copies_in
from foodsafe_desktop.store.engine import WORKING, connect, engine_for
from foodsafe_desktop.store.faults import translated
from foodsafe_desktop.store.lock import ArchiveLock
from foodsafe_desktop.store.migrate import migrate, newest, version_of
from foodsafe_desktop.store.restoring import BESIDE, RESTORING
from foodsafe_desktop.store.soundness import complaints
from foodsafe_desktop.store.sqlite_store import SqliteStore
from foodsafe_desktop.store.unit_of_work import SqlUnitOfWork

NEW = ".new"
"""Ends the name of a database that is being made."""


def found(database: Path, catalogue_text: str, settings: Mapping[str, str]) -> SqliteStore:
    """Make the database of a new archive, and its directory where that is missing, and open it.

    Raises ArchiveExists, ArchiveInUse, StoreFailed; then nothing is left behind.
    """
    _refuse_existing(database)
    with ExitStack() as undo, translated(database):
        for folder in reversed([one for one in database.parents if not one.exists()]):
            folder.mkdir()
            undo.callback(_remove_folder, folder)
        lock = ArchiveLock.take(database)
        undo.callback(lock.discard)
        _refuse_existing(database)
        # Made under another name, so that not even a power cut leaves half a database under the real one.
        half = database.with_name(database.name + NEW)
        undo.callback(_remove, half)
        _remove(half)
        _write(half, catalogue_text, settings)
        put_in_place(half, database)
        undo.callback(_remove, database)
        _probe(database)
        store = SqliteStore(database, lock, is_first=True)
        undo.pop_all()
    return store


def open_store(database: Path, backups: Path) -> SqliteStore:
    """Open an archive's database, brought to this program's version (with a copy in `backups` before).

    Raises NotAnArchive, ArchiveInUse, StoreNewer, StoreDamaged, StoreFailed, CannotWrite (the copy); then the database
    is as it was, and the lock is free.
    """
    with translated(database):
        if not database.exists():
            raise (HalfAnArchive if _left_of(database, backups) else NotAnArchive)(str(database.parent))
        if not database.is_file():
            raise StoreDamaged(str(database), "not a file")
        lock = ArchiveLock.take(database)
        try:
            _clear_halves(database, backups)
            was_older = _bring_up_to_date(database, backups)
            _probe(database)
            return SqliteStore(database, lock, is_first=was_older)
        except BaseException:  # also when interrupted: the lock must not outlive the failure
            lock.release()
            raise


def _bring_up_to_date(database: Path, backups: Path) -> bool:
    """Whether there was anything to do."""
    # SQLite opens a read-only file all the same, and leaves read-only files beside it that outlast the remedy.
    database.open("r+b").close()
    with closing(connect(database)) as connection:
        version = version_of(connection, database)
        wrong = complaints(connection)
    if wrong:
        raise StoreDamaged(str(database), "; ".join(wrong))
    wanted = newest()
    if version == wanted:
        return False
    before_migration(database, backups, wanted)
    migrate(database)
    return True


def _probe(database: Path) -> None:
    """Set the file up for work and see that a transaction begins, so that a person hears of trouble at the start."""
    with closing(connect(database, WORKING)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def _write(database: Path, catalogue_text: str, settings: Mapping[str, str]) -> None:
    database.touch()
    migrate(database)
    engine = engine_for(database, ())
    try:
        with engine.begin() as connection:
            unit = SqlUnitOfWork(connection, database)
            unit.set_catalogue_text(catalogue_text)
            for name, value in settings.items():
                unit.set_setting(name, value)
    finally:
        engine.dispose()


def _refuse_existing(database: Path) -> None:
    """A journal without its database is refused too: SQLite would play it into the new one."""
    with translated(database):
        if os.path.lexists(database):
            raise ArchiveExists(str(database.parent))
        if any(os.path.lexists(database.with_name(database.name + suffix)) for suffix in BESIDE):
            raise HalfAnArchive(str(database.parent))


def _left_of(database: Path, backups: Path) -> bool:
    """Whether something of an archive is there, though not its database."""
    beside = any(database.with_name(database.name + suffix).exists() for suffix in BESIDE)
    return beside or bool(copies_in(backups))


def _clear_halves(database: Path, backups: Path) -> None:
    """Remove what a killed program was writing: whoever holds the lock knows that nobody writes it now."""
    for suffix in (NEW, RESTORING):
        _remove(database.with_name(database.name + suffix))
    with suppress(OSError):  # a folder that cannot be read: nothing is lost by a half copy staying
        for half in backups.glob("*.sqlite3" + HALF):
            _remove(half)


def _remove(database: Path) -> None:
    for suffix in ("", *BESIDE):
        with suppress(OSError):  # clearing up after another error, which is the one that matters
            database.with_name(database.name + suffix).unlink(missing_ok=True)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # somebody put something there meanwhile
        folder.rmdir()
