"""Put a copy in the place of an archive's database: look at both on copies of them, then exchange in one step."""

import bisect
import datetime as dt
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from foodsafe_desktop.domain.backups import BEFORE
from foodsafe_desktop.domain.errors import CannotWrite, DiskFull, NoSuchBackup, StoreDamaged
from foodsafe_desktop.in_place import flush_file, put_in_place
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.restoring import RESTORED, Differences, differences
from foodsafe_desktop.store.backup import copies_in, copy_database, is_full, make_copy
from foodsafe_desktop.store.engine import connect, engine_for
from foodsafe_desktop.store.faults import translated
from foodsafe_desktop.store.lock import ArchiveLock
from foodsafe_desktop.store.migrate import migrate, newest, version_of
from foodsafe_desktop.store.seal import Seal, ensure
from foodsafe_desktop.store.soundness import complaints
from foodsafe_desktop.store.unit_of_work import SqlUnitOfWork

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a database; without it, the database may lack what was committed last."""
RESTORING = ".restoring"
"""Ends the name of a database that is about to take the place of another."""


class Exchange:
    """A copy and the archive that it may take the place of, while the archive's lock is held. Made by `exchange`."""

    def __init__(self, copy: Path, database: Path, backups: Path, scratch: Path) -> None:
        self._copy, self._database, self._backups = copy, database, backups
        self._then = scratch / "then.sqlite3"
        _take_out(copy, self._then)
        self._now = scratch / "now.sqlite3"
        self._readable = _look_at(database, self._now)
        self.differences = self._compare()

    def replace(self, at: dt.datetime, who: str) -> Path | None:
        """Exchange the two, with a line in the history. Returns where the former database lies, None if there was none.

        At any moment either the former database is in its place, or the new one. Raises CannotWrite, StoreFailed.
        """
        half = self._database.with_name(self._database.name + RESTORING)
        try:
            self._backups.mkdir(parents=True, exist_ok=True)
            aside = self._put_aside(at)
            self._write_line(at, who, aside)
            shutil.copyfile(self._then, half)
            flush_file(half)
            self._leave_nothing_beside()
            put_in_place(half, self._database)
        except (sqlite3.Error, OSError) as error:
            raise (DiskFull if is_full(error) else CannotWrite)(str(self._database), str(error)) from error
        finally:
            with suppress(OSError):  # the error that matters is the one above
                half.unlink(missing_ok=True)
        return aside

    def _compare(self) -> Differences:
        with ExitStack() as open_ones:
            then = open_ones.enter_context(_unit_on(self._then))
            if not self._readable:
                return differences(None, then, 0)
            with closing(connect(self._now)) as now, closing(connect(self._then)) as other:
                shared = _shared_lines(now, other)
            return differences(open_ones.enter_context(_unit_on(self._now)), then, shared)

    def _put_aside(self, at: dt.datetime) -> Path | None:
        if self._readable:
            with closing(connect(self._database)) as source:
                return make_copy(source, self._backups, f"{BEFORE}restore", at, Job())
        # Not read as a database, but kept with all that may help to mend it.
        pieces = [self._database.with_name(self._database.name + suffix) for suffix in ("", *BESIDE)]
        if not any(piece.exists() for piece in pieces):
            return None
        aside = self._backups / f"dossier_damaged_{at:%Y%m%d-%H%M%S}"
        aside.mkdir(exist_ok=True)
        for piece in pieces:
            if piece.exists():
                shutil.copy2(piece, aside)
        return aside

    def _write_line(self, at: dt.datetime, who: str, aside: Path | None) -> None:
        with closing(connect(self._then)) as then:
            left = sorted({end for end in self._ends() if not _has_line(then, end)})
            ensure(then, is_first=False)
        detail = {"from": self._copy.name, "aside": aside.name if aside else None, "set_aside": left}
        with _unit_on(self._then, sealed=True) as unit:
            unit.record(at, who, RESTORED, "archive", detail)

    def _ends(self) -> Iterator[str]:
        """The digests that the histories of the copies in `backups` end with."""
        for copy in copies_in(self._backups):
            with suppress(sqlite3.Error), closing(_read_only(self._backups / copy.name)) as other:
                if (end := other.execute("SELECT digest FROM history_end").fetchone()) is not None:
                    yield end[0]

    def _leave_nothing_beside(self) -> None:
        """A journal of the former database must never be taken for one of the new: what it holds is kept by now."""
        if self._readable:
            with closing(connect(self._database)) as former:
                former.execute("PRAGMA journal_mode=DELETE").fetchall()
        for suffix in BESIDE:
            self._database.with_name(self._database.name + suffix).unlink(missing_ok=True)


@contextmanager
def exchange(copy: Path, database: Path, backups: Path, *, make_room: bool) -> Iterator[Exchange]:
    """A copy beside the archive with that database, which need not be there. `make_room`: make its directory.

    Raises NoSuchBackup, StoreDamaged and StoreNewer (of the copy; StoreNewer of the archive too), ArchiveInUse,
    CannotWrite. The copy itself is only read.
    """
    if not copy.is_file() or (database.exists() and copy.samefile(database)):
        raise NoSuchBackup(str(copy))
    with ExitStack() as stack:
        if make_room:
            try:
                database.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CannotWrite(str(database.parent), str(error)) from error
        if database.parent.is_dir():
            stack.callback(ArchiveLock.take(database).release)
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="foodsafe-")))
        yield Exchange(copy, database, backups, scratch)


def _take_out(copy: Path, target: Path) -> None:
    """The copy as a database of today's schema, elsewhere. A journal that lies beside it counts."""
    with translated(copy):
        for suffix in ("", "-wal"):
            beside = copy.with_name(copy.name + suffix)
            if beside.exists():
                shutil.copyfile(beside, target.with_name(target.name + suffix))
        with closing(connect(target)) as connection:
            version = version_of(connection, copy)
            wrong = complaints(connection, thorough=True)
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
        if wrong:
            raise StoreDamaged(str(copy), "; ".join(wrong))
        if version != newest():
            migrate(target)


def _look_at(database: Path, target: Path) -> bool:
    """A copy of the archive's database at today's schema in `target`; False if there is none that can be read."""
    if not database.is_file():
        return False
    try:
        with translated(database), closing(connect(database)) as source:
            version = version_of(source, database)
            if complaints(source):
                return False
            copy_database(source, target, Job())
        if version != newest():
            migrate(target)
    except StoreDamaged:
        return False
    return True


@contextmanager
def _unit_on(database: Path, *, sealed: bool = False) -> Iterator[SqlUnitOfWork]:
    """A transaction; what is written in it is summed up only where it is `sealed`."""
    engine = engine_for(database, ())
    try:
        with engine.begin() as connection:
            driver = connection.connection.driver_connection
            seal = (
                Seal(driver, lambda _table, _row: None) if sealed and isinstance(driver, sqlite3.Connection) else None
            )
            yield SqlUnitOfWork(connection, database)
            if seal is not None:
                seal.keep()
    finally:
        engine.dispose()


def _shared_lines(one: sqlite3.Connection, other: sqlite3.Connection) -> int:
    """How many lines two histories begin with alike: where a line's digest agrees, so do all before it."""

    def digest(connection: sqlite3.Connection, line: int) -> object:
        return connection.execute("SELECT digest FROM history WHERE id = ?", (line,)).fetchone()

    def differs(line: int) -> bool:
        return digest(one, line) != digest(other, line)

    last = min(
        connection.execute("SELECT ifnull(max(id), 0) FROM history").fetchone()[0] for connection in (one, other)
    )
    return bisect.bisect_left(range(1, last + 1), x=True, key=differs)


def _has_line(connection: sqlite3.Connection, digest: str) -> bool:
    return connection.execute("SELECT 1 FROM history WHERE digest = ?", (digest,)).fetchone() is not None


def _read_only(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
