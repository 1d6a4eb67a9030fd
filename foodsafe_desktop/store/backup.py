"""Copies of a database that may be open, by the database's own means."""

import datetime as dt
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.store.engine import connect
from foodsafe_desktop.store.soundness import complaints

KEPT = 5
_BEFORE = re.compile(r"^.+_before_.+_(\d{8}-\d{6})\.sqlite3$")


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """A consistent, checked copy of all that is committed in `source`; `target` is complete or as it was.

    Raises CannotWrite.
    """
    half = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        with closing(connect(half)) as copy:
            source.backup(copy)
            # A copy stands alone: one file, no journal beside it that could be forgotten.
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
            wrong = complaints(copy)
        if wrong:
            raise CannotWrite(str(target), "; ".join(wrong))
        half.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise CannotWrite(str(target), str(error)) from error
    finally:
        with suppress(OSError):  # the error that matters is the one above
            half.unlink(missing_ok=True)


def before_migration(database: Path, backups: Path, revision: str) -> Path:
    """Copy `database` into `backups` before it is brought to `revision`; keeps the last five such copies."""
    stamp = dt.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target = backups / f"{database.stem}_before_{revision}_{stamp}.sqlite3"
    with closing(connect(database)) as source:
        copy_database(source, target)
    _keep_last(backups)
    return target


def _keep_last(backups: Path) -> None:
    dated = sorted((match[1], path) for path in backups.iterdir() if (match := _BEFORE.match(path.name)))
    for _, path in dated[:-KEPT]:
        with suppress(OSError):  # an old copy that cannot go away harms nobody
            path.unlink()
