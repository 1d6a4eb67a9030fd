"""An archive of every version that ever left the house opens today, with all that it held."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.files.catalogue_toml import parse_catalogue
from foodsafe_desktop.services.ports.store import BinderRecord, HistoryEntry
from foodsafe_desktop.store import open_store
from foodsafe_desktop.store.migrate import newest
from tests.integration.store.released import ARCHIVES, FILLED, SETTINGS, make

VERSIONS = sorted(path.stem for path in ARCHIVES.glob("*.sqlite3"))


class Held(NamedTuple):
    """All that an archive holds beside its catalogue."""

    dossier: Dossier
    binders: list[BinderRecord]
    issued: list[FrozenVolume]
    history: list[HistoryEntry]
    settings: dict[str, str | None]
    findings: list[Finding]
    snapshots: list[WeekSnapshot]


def _held(database: Path) -> tuple[Held, str]:
    backups = database.parent / "backups"
    with closing(open_store(database, backups)) as store:
        assert store.is_sound()
        assert store.history_faults(backups) == []
        with store.begin() as unit:
            assert unit.broken_history() == []
            settings = {name: unit.setting(name) for name in SETTINGS}
            said = unit.findings(), unit.snapshots()
            held = Held(unit.dossier(), unit.binders(), unit.issued(), unit.history(), settings, *said)
            return held, unit.catalogue_text()


def _schema(database: Path) -> dict[str, tuple[set[tuple[object, ...]], list[tuple[object, ...]]]]:
    """Columns, and foreign keys, by table; the order in which columns were added is no difference."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: (
                {row[1:] for row in connection.execute(f"PRAGMA table_info({name})")},
                sorted(connection.execute(f"PRAGMA foreign_key_list({name})")),
            )
            for name in names
        }


def test_every_version_with_an_archive_says_what_it_holds() -> None:
    assert VERSIONS
    assert set(VERSIONS) == set(FILLED)


@pytest.mark.parametrize("version", VERSIONS)
def test_it_opens_with_all_its_data(version: str, tmp_path: Path) -> None:
    old = tmp_path / "old" / "dossier.sqlite3"
    old.parent.mkdir()
    shutil.copyfile(ARCHIVES / f"{version}.sqlite3", old)
    fresh = tmp_path / "fresh" / "dossier.sqlite3"
    make(fresh, version)

    held, catalogue = _held(old)
    assert held == _held(fresh)[0]
    assert held.dossier.files
    assert len(parse_catalogue(catalogue, "档案内保存的评价细则").sub_items) == 107
    assert _schema(old) == _schema(fresh)

    backups = old.parent / "backups"
    if version == newest():
        assert not backups.exists()
    else:
        [copy] = backups.iterdir()
        with closing(sqlite3.connect(copy)) as connection, closing(sqlite3.connect(old)) as opened:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(version,)]
            files = "SELECT id, path, digest FROM evidence_file"
            assert connection.execute(files).fetchall() == opened.execute(files).fetchall()
