"""The schema's versions: which one a database has, which ones this program knows, and the way up."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from foodsafe_desktop import shipped
from foodsafe_desktop.domain.errors import StoreDamaged, StoreNewer
from foodsafe_desktop.store.engine import MIGRATING, engine_for
from foodsafe_desktop.store.soundness import complaints

APPLICATION_ID = 0x53414441
"""Written into the header of each of our databases by the first step ("SADA"), so that others are told apart."""


def newest() -> str:
    """The schema version that this program works with."""
    head = _scripts().get_current_head()
    if head is None:
        raise RuntimeError(f"no migrations in {shipped.migrations_path()}")
    return head


def version_of(connection: sqlite3.Connection, database: Path) -> str:
    """The schema version of an existing database. Raises StoreDamaged if it is none of ours, StoreNewer."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreDamaged(str(database), "not a database of this program")
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None:
        raise StoreDamaged(str(database), "no schema version")
    known = {script.revision for script in _scripts().walk_revisions()}
    if found[0] not in known:
        raise StoreNewer(str(found[0]), newest())
    return str(found[0])


def migrate(database: Path) -> None:
    """Bring `database` (an empty or new file: from nothing) to the newest version, all in one transaction.

    Whatever step fails, the file is as it was. Raises StoreDamaged, StoreFailed, or what the step raised.
    """
    engine = engine_for(database, MIGRATING)
    try:
        with engine.begin() as connection:
            _upgrade(connection)
            _check(connection, database)
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check(connection: Connection, database: Path) -> None:
    with closing(connection.connection.cursor()) as cursor:
        wrong = complaints(cursor.connection)
    if wrong:
        raise StoreDamaged(str(database), "; ".join(wrong))


def _config() -> Config:
    config = Config()
    # The option is read with %-interpolation.
    config.set_main_option("script_location", str(shipped.migrations_path().resolve()).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
