"""What a database error means to a person: damage, the environment, or a bug of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foodsafe_desktop.domain.errors import DossierError, StoreBusy, StoreDamaged, StoreFailed

_OURS = {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_RANGE}
_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA}


def meaning(error: BaseException, database: Path) -> DossierError | ValueError | None:
    """The error to raise in place of a driver's error; None if `error` is no driver's error.

    StoreDamaged where the file or its schema is not what we wrote, StoreFailed where the environment stands in the
    way, ValueError where the caller broke a rule of the schema (a path twice, evidence that is not there).
    """
    if not isinstance(error, sqlite3.Error):
        return None
    # The low byte is the primary code; errors raised by the driver itself carry none and are misuse.
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # A text column that holds no text is reported by the driver, not by the database.
        return StoreDamaged(str(database), str(error)) if "decode" in str(error) else ValueError(str(error))
    if code & 0xFF in _OURS:
        return ValueError(str(error))
    if code & 0xFF in _DAMAGE:
        return StoreDamaged(str(database), str(error))
    return (StoreBusy if code & 0xFF in _HELD else StoreFailed)(str(database), str(error))


@contextmanager
def translated(database: Path) -> Iterator[None]:
    """Raises StoreDamaged or StoreFailed in place of a driver's error or a refusal of the file system."""
    try:
        yield
    except sqlite3.Error as error:
        found = meaning(error, database)
        raise found if found is not None else error from error
    except OSError as error:
        raise StoreFailed(str(database), str(error)) from error


@contextmanager
def legible(database: Path) -> Iterator[None]:
    """Raises StoreDamaged where a stored value is none that this program writes. Wrap only the reading of rows."""
    try:
        yield
    except (ValueError, LookupError, TypeError, ArithmeticError) as error:
        raise StoreDamaged(str(database), f"{type(error).__name__}: {error}") from error
