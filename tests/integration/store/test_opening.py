"""Founding and opening: what is refused, in which words, and that nothing is left behind or touched."""

import datetime as dt
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from foodsafe_desktop import shipped
from foodsafe_desktop.domain.errors import (
    ArchiveExists,
    ArchiveInUse,
    NotAnArchive,
    StoreDamaged,
    StoreFailed,
    StoreNewer,
)
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.store import SqliteStore, found, open_store, opening
from foodsafe_desktop.store.migrate import newest

BACKUPS = Path("backups")

HOLDER = """
import sys
from pathlib import Path
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.store import open_store
store = open_store(Path(sys.argv[1]), Path(sys.argv[1]).parent / "backups")
with store.begin() as unit:
    unit.set_setting("committed", "yes")
with store.begin() as unit:
    unit.save_evidence([Evidence(0, "通知") for _ in range(20000)])
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_program(database: Path) -> Iterator["subprocess.Popen[str]"]:
    """A second process that has the archive open, in the middle of a transaction."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, os.fspath(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[3],
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        yield holder
        holder.kill()


@contextmanager
def an_ordinary_person() -> Iterator[Path]:
    """A directory of theirs; the system's permissions hold even if the tests run as root."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as open_to_all:
        directory = Path(name)
        if os.geteuid() != 0:
            yield directory
            return
        # The project itself may lie where only root reads, such as root's home.
        Path(open_to_all).chmod(0o755)
        migrations = shutil.copytree(shipped.migrations_path(), Path(open_to_all) / "migrations")
        os.chown(directory, 65534, 65534)
        os.seteuid(65534)
        try:
            with patch.object(shipped, "migrations_path", lambda: migrations):
                yield directory
        finally:
            os.seteuid(0)


def _files(directory: Path) -> set[str]:
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*")}


def test_found_makes_the_directory_and_keeps_what_it_is_given(tmp_path: Path, catalogue_text: str) -> None:
    database = tmp_path / "新 档案%20?#" / "某县" / "dossier.sqlite3"
    with (
        closing(found(database, catalogue_text, {"evidence": "../材料", "who": "档案员"})) as store,
        store.begin() as unit,
    ):
        assert unit.catalogue_text() == catalogue_text
        assert unit.setting("evidence") == "../材料"
        assert unit.setting("who") == "档案员"
        assert unit.dossier().evidence == {}
    assert database.is_file()
    assert not _files(database.parent) - {"dossier.sqlite3", "dossier.lock"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets file names be any bytes")
def test_the_archive_itself_may_lie_under_an_undecodable_name(tmp_path: Path) -> None:
    database = tmp_path / "档案\udcff" / "dossier.sqlite3"
    with closing(found(database, "", {})) as store:
        copy = store.backup(tmp_path / "备份\udcfe", "by_hand", dt.datetime.now(dt.UTC), Job())
    with closing(open_store(database, tmp_path / "backups")) as store:
        assert store.is_sound()
    assert copy is not None
    assert copy.is_file()


def test_found_refuses_where_an_archive_is(store: SqliteStore, database: Path) -> None:
    for state in ("open", "closed"):
        with pytest.raises(ArchiveExists) as refusal:
            found(database, "", {})
        assert str(database.parent) in refusal.value.sentence, state
        store.close()
    with closing(open_store(database, BACKUPS)) as again:
        assert again.is_sound()


@pytest.mark.parametrize("existed", [True, False])
def test_found_leaves_nothing_behind_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, existed: bool
) -> None:
    database = tmp_path / "a" / "b" / "dossier.sqlite3"
    if existed:
        database.parent.mkdir(parents=True)
    before = _files(tmp_path)

    def no_space(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for step in ("migrate", "_probe"):
        with monkeypatch.context() as patch:
            patch.setattr(opening, step, no_space)
            with pytest.raises(StoreFailed):
                found(database, "", {})
        assert _files(tmp_path) == before
    found(database, "", {}).close()


def test_found_clears_away_a_half_made_database_of_a_crash(tmp_path: Path) -> None:
    (tmp_path / "dossier.sqlite3.new").write_bytes(b"half")
    found(tmp_path / "dossier.sqlite3", "", {}).close()
    assert _files(tmp_path) == {"dossier.sqlite3", "dossier.lock"}


def test_found_says_when_the_place_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "档案").write_text("这是一个文件", encoding="utf-8")
    with pytest.raises(StoreFailed):
        found(tmp_path / "档案" / "dossier.sqlite3", "", {})


def test_nothing_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive) as refusal:
        open_store(tmp_path / "dossier.sqlite3", tmp_path / "backups")
    assert str(tmp_path) in refusal.value.sentence
    assert _files(tmp_path) == set()


@pytest.mark.parametrize(
    "content", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 5000, b"%PDF-1.7\n" * 1000]
)
def test_a_file_that_is_no_database_is_said_and_left(tmp_path: Path, content: bytes) -> None:
    database = tmp_path / "dossier.sqlite3"
    database.write_bytes(content)
    with pytest.raises(StoreDamaged) as refusal:
        open_store(database, tmp_path / "backups")
    assert str(database) in refusal.value.sentence
    assert database.read_bytes() == content


def test_a_database_of_another_program_is_said_and_left(tmp_path: Path) -> None:
    database = tmp_path / "dossier.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    before = database.read_bytes()
    with pytest.raises(StoreDamaged):
        open_store(database, tmp_path / "backups")
    assert database.read_bytes() == before


def test_a_torn_database_is_said(store: SqliteStore, database: Path, tmp_path: Path) -> None:
    with store.begin() as unit:
        unit.save_evidence([Evidence(0, "通知" * 50) for _ in range(500)])
    store.close()
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreDamaged):
        open_store(database, tmp_path / "backups")
    database.write_bytes(content)
    open_store(database, tmp_path / "backups").close()


def test_references_to_nothing_are_damage(store: SqliteStore, database: Path, tmp_path: Path) -> None:
    store.close()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO assignment (evidence_id, number, origin, at, who) VALUES (99, 8, '', '', '')")
        connection.commit()
    with pytest.raises(StoreDamaged) as refusal:
        open_store(database, tmp_path / "backups")
    assert "assignment" in refusal.value.detail


def test_a_newer_database_is_refused_untouched(store: SqliteStore, database: Path, tmp_path: Path) -> None:
    store.close()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = database.read_bytes()
    with pytest.raises(StoreNewer) as refusal:
        open_store(database, tmp_path / "backups")
    assert "9999" in refusal.value.sentence
    assert newest() in refusal.value.sentence
    assert database.read_bytes() == before
    assert not (tmp_path / "backups").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are not mode bits there")
@pytest.mark.parametrize("what", ["file", "directory"])
def test_a_read_only_archive_is_said_when_opened(what: str) -> None:
    with an_ordinary_person() as home:
        database = home / "archive" / "dossier.sqlite3"
        found(database, "", {}).close()
        target = database if what == "file" else database.parent
        mode = target.stat().st_mode
        if what == "directory":
            database.with_name("dossier.lock").unlink()
        target.chmod(0o444 if what == "file" else 0o555)
        with pytest.raises(StoreFailed) as refusal:
            open_store(database, home / "backups")
        assert str(database) in refusal.value.sentence
        assert not _files(database.parent) - {"dossier.sqlite3", "dossier.lock"}
        target.chmod(mode)
        open_store(database, home / "backups").close()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are not mode bits there")
def test_a_place_without_rights_is_said_when_founding() -> None:
    with an_ordinary_person() as home:
        home.chmod(0o555)
        with pytest.raises(StoreFailed):
            found(home / "archive" / "dossier.sqlite3", "", {})
        assert _files(home) == set()
        home.chmod(0o700)


def test_a_second_program_is_told_who_has_it_open(store: SqliteStore, database: Path, tmp_path: Path) -> None:
    store.close()
    with another_program(database):
        said = json.loads(database.with_name("dossier.lock.json").read_text(encoding="ascii"))
        with pytest.raises(ArchiveInUse) as refusal:
            open_store(database, tmp_path / "backups")
        sentence = refusal.value.sentence
        assert f"{said['user']}@{said['host']}" in sentence
        assert said["since"][:10] in sentence
        assert str(database.parent) in sentence


def test_a_killed_program_leaves_its_commits_and_no_lock(store: SqliteStore, database: Path, tmp_path: Path) -> None:
    store.close()
    with another_program(database) as holder:
        holder.kill()
        holder.wait()
        with closing(open_store(database, tmp_path / "backups")) as again, again.begin() as unit:
            assert unit.setting("committed") == "yes"
            assert unit.dossier().evidence == {}


def test_the_same_program_cannot_open_it_twice_and_can_again_once_closed(
    store: SqliteStore, database: Path, tmp_path: Path
) -> None:
    with pytest.raises(ArchiveInUse):
        open_store(database, tmp_path / "backups")
    store.close()
    open_store(database, tmp_path / "backups").close()


@pytest.mark.parametrize("note", ["", "{", "[]", "{}", '{"user": 1, "host": 2, "since": "noon"}', None])
def test_an_unreadable_note_does_not_hide_the_refusal(
    store: SqliteStore, database: Path, tmp_path: Path, note: str | None
) -> None:
    path = database.with_name("dossier.lock.json")
    path.unlink() if note is None else path.write_text(note, encoding="ascii")
    with pytest.raises(ArchiveInUse, match="另一个程序"):
        open_store(database, tmp_path / "backups")


def test_a_refused_opening_lets_go_of_the_lock(store: SqliteStore, database: Path, tmp_path: Path) -> None:
    store.close()
    content = database.read_bytes()
    database.write_bytes(b"damaged")
    with pytest.raises(StoreDamaged):
        open_store(database, tmp_path / "backups")
    database.write_bytes(content)
    open_store(database, tmp_path / "backups").close()


def test_a_closed_archive_is_one_file_and_can_be_copied(store: SqliteStore, database: Path) -> None:
    with store.begin() as unit:
        unit.set_setting("a", "b")
    store.close()
    assert _files(database.parent) == {"dossier.sqlite3", "dossier.lock"}
