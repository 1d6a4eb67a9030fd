"""Copies of a database that may be open, by the database's own means."""

import datetime as dt
import errno
import logging
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from foodsafe_desktop.domain.backups import BEFORE, Copy, copy_of, is_fresh, new_name, superfluous
from foodsafe_desktop.domain.errors import CannotWrite, DiskFull
from foodsafe_desktop.in_place import flush_file, put_in_place
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.store.engine import connect, engine_for
from foodsafe_desktop.store.history import History
from foodsafe_desktop.store.soundness import complaints

_log = logging.getLogger(__name__)
HALF = ".part"
"""Ends the name of a copy that is being made."""
_PAGES = 2_000
"""Pages that are copied before a person's wish to stop is heard."""


def copies_in(folder: Path) -> list[Copy]:
    """The copies in a folder, by what their names say; none where there is no folder. Raises OSError."""
    if not folder.is_dir():
        return []
    return [copy for path in folder.iterdir() if (copy := copy_of(path.name)) is not None]


def make_copy(
    source: sqlite3.Connection, folder: Path, why: str, at: dt.datetime, job: Job, since: dt.datetime | None = None
) -> Path | None:
    """A checked copy in `folder`, named by why and when. None if one was made between `since` and now.

    After it, what is superfluous goes; not after one whose history does not fit together, for an older one may be worth
    more. Raises CannotWrite, Cancelled; then everything is as it was.
    """
    try:
        there = copies_in(folder)
    except OSError as error:
        raise CannotWrite(str(folder), str(error)) from error
    if since is not None and is_fresh(there, since, at):
        return None
    target = folder / new_name(why, at, [copy.name for copy in there])
    copy_database(source, target, job)
    if _history_is_whole(target):
        _prune(folder, at)
    else:
        _log.warning("the history in %s does not fit together; no older copy was removed", target)
    return target


def copy_database(source: sqlite3.Connection, target: Path, job: Job) -> None:
    """A consistent, checked copy of all that is committed in `source`; `target` is complete or as it was.

    Raises CannotWrite, Cancelled.
    """

    def heard(_status: int, left: int, total: int) -> None:
        job.check()
        job.report(Progress(total - left, total, "备份数据库"))

    half = target.with_name(target.name + HALF)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        half.touch()
        with closing(connect(half)) as copy:
            source.backup(copy, pages=_PAGES, progress=heard)
            # A copy stands alone: one file, no journal beside it that could be forgotten.
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
            wrong = complaints(copy, thorough=True)
        if wrong:
            raise CannotWrite(str(target), "; ".join(wrong))
        flush_file(half)
        put_in_place(half, target)
    except (sqlite3.Error, OSError) as error:
        raise (DiskFull if is_full(error) else CannotWrite)(str(target), str(error)) from error
    finally:
        with suppress(OSError):  # the error that matters is the one above
            half.unlink(missing_ok=True)


def before_migration(database: Path, backups: Path, revision: str) -> Path:
    """Copy `database` into `backups` before it is brought to `revision`. Raises CannotWrite."""
    with closing(connect(database)) as source:
        made = make_copy(source, backups, BEFORE + revision, dt.datetime.now().astimezone(), Job())
    assert made is not None  # noqa: S101 - without `since` one is always made
    return made


def is_full(error: BaseException) -> bool:
    """Whether it was the disk, or a person's share of it, that had no room left."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def _history_is_whole(database: Path) -> bool:
    engine = engine_for(database, ())
    try:
        with engine.connect() as connection:
            return not History(connection, database).broken_history()
    finally:
        engine.dispose()


def _prune(folder: Path, at: dt.datetime) -> None:
    """Remove what is superfluous; an old copy that cannot go away harms nobody."""
    with suppress(OSError):
        for old in superfluous(copies_in(folder), at.date()):
            with suppress(OSError):
                (folder / old.name).unlink()
