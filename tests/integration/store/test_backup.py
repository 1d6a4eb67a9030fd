"""A copy of a database that is open: whole, consistent, and never half."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.store import SqliteStore, backup, open_store


def test_a_copy_made_in_the_middle_of_a_unit_holds_what_was_committed(store: SqliteStore, tmp_path: Path) -> None:
    with store.begin() as unit:
        unit.save_evidence([Evidence(0, "已保存")])
    target = tmp_path / "copies" / "dossier.sqlite3"
    with store.begin() as unit:
        unit.save_evidence([Evidence(0, "尚未保存")])
        store.backup(target)
    assert [path.name for path in target.parent.iterdir()] == ["dossier.sqlite3"]
    with closing(open_store(target, tmp_path / "backups")) as copy, copy.begin() as unit:
        assert [one.title for one in unit.dossier().evidence.values()] == ["已保存"]


def test_a_copy_replaces_an_older_one(store: SqliteStore, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_bytes(b"older")
    store.backup(target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_copy_that_fails_leaves_the_older_one(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_bytes(b"older")
    monkeypatch.setattr(backup, "complaints", lambda _: ["page 3 is odd"])
    with pytest.raises(CannotWrite) as refusal:
        store.backup(target)
    assert str(target) in refusal.value.sentence
    assert target.read_bytes() == b"older"
    assert not target.with_name("copy.sqlite3.part").exists()


def test_a_place_that_cannot_be_written_is_said(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "directory").mkdir()
    for target in (tmp_path / "file" / "copy.sqlite3", tmp_path / "directory"):
        with pytest.raises(CannotWrite) as refusal:
            store.backup(target)
        assert str(target) in refusal.value.sentence


def test_the_database_is_never_its_own_copy(store: SqliteStore, database: Path) -> None:
    with pytest.raises(CannotWrite):
        store.backup(database.parent / "." / database.name)
    with store.begin() as unit:
        unit.set_setting("still", "here")
    assert store.is_sound()
