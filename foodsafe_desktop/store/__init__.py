"""Where an archive's decisions are kept: SQLAlchemy Core over SQLite, and alembic for the schema's growth.

In this room: opening and founding the database, the lock on an archive, migrations, backups, and the translation
of rows into the domain's frozen dataclasses and back. Not in this room: any rule about what the rows mean. No
SQLAlchemy object and no database error leaves it. Read in the order opening, sqlite_store, unit_of_work, tables.
"""

from foodsafe_desktop.store.opening import found, open_store
from foodsafe_desktop.store.restoring import exchange
from foodsafe_desktop.store.sqlite_store import SqliteStore
from foodsafe_desktop.store.text_store import SqliteTextStore

__all__ = ["SqliteStore", "SqliteTextStore", "exchange", "found", "open_store"]
