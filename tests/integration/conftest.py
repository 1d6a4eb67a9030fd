"""What integration tests share: an empty archive's store on a real disk."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from foodsafe_desktop.store import SqliteStore, found
from tests.shipped_edition import TEXT


@pytest.fixture
def catalogue_text() -> str:
    """The shipped catalogue's TOML text."""
    return TEXT


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the `store` fixture's database lies."""
    return tmp_path / "archive" / "dossier.sqlite3"


@pytest.fixture
def store(database: Path, catalogue_text: str) -> Iterator[SqliteStore]:
    """An open, empty store with the shipped catalogue's text; closed after the test."""
    with closing(found(database, catalogue_text, {})) as made:
        yield made
