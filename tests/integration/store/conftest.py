"""One store for the many examples of a module: each takes back what it wrote."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from foodsafe_desktop.store import SqliteStore, found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    with closing(found(tmp_path_factory.mktemp("shared") / "dossier.sqlite3", "", {})) as store:
        yield store
