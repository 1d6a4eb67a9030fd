"""A copy of a database that is open: whole, consistent, never half, and in good company."""

import datetime as dt
import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from foodsafe_desktop import in_place
from foodsafe_desktop.domain.errors import Cancelled, CannotWrite, DiskFull
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.store import SqliteStore, backup, open_store

NOON = dt.datetime(2024, 5, 6, 12, 0, 0, 7, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def _copy(store: SqliteStore, folder: Path, at: dt.datetime = NOON, why: str = "by_hand") -> Path:
    made = store.backup(folder, why, at, Job())
    assert made is not None
    return made


def test_a_copy_made_in_the_middle_of_a_unit_holds_what_was_committed(store: SqliteStore, tmp_path: Path) -> None:
    with store.begin() as unit:
        unit.save_evidence([Evidence(0, "已保存")])
    with store.begin() as unit:
        unit.save_evidence([Evidence(0, "尚未保存")])
        copy = _copy(store, tmp_path / "copies")
    assert _names(copy.parent) == ["dossier_by_hand_20240506-120000.sqlite3"]
    database = copy.rename(copy.with_name("dossier.sqlite3"))
    with closing(open_store(database, tmp_path / "none")) as opened, opened.begin() as unit:
        assert [one.title for one in unit.dossier().evidence.values()] == ["已保存"]


def test_two_copies_of_one_second_are_two_files(store: SqliteStore, tmp_path: Path) -> None:
    first, second = _copy(store, tmp_path), _copy(store, tmp_path)
    assert (first.name, second.name) == (
        "dossier_by_hand_20240506-120000.sqlite3",
        "dossier_by_hand_20240506-120000-2.sqlite3",
    )


def test_one_made_since_spares_another_but_not_one_from_the_future(store: SqliteStore, tmp_path: Path) -> None:
    morning = NOON.replace(hour=0, minute=0, second=0, microsecond=0)
    _copy(store, tmp_path, NOON + dt.timedelta(days=900))  # the clock was wrong then
    assert store.backup(tmp_path, "daily", NOON, Job(), morning) is not None
    assert store.backup(tmp_path, "daily", NOON + dt.timedelta(hours=3), Job(), morning) is None
    assert store.backup(tmp_path, "daily", NOON + dt.timedelta(days=1), Job(), morning + dt.timedelta(days=1))


def test_superfluous_copies_go_and_what_is_none_of_ours_stays(store: SqliteStore, tmp_path: Path) -> None:
    old = ["dossier_daily_20240101-080000.sqlite3", "dossier_daily_20240131-080000.sqlite3"]
    strangers = ["dossier_20200101-120000.sqlite3", "我的副本.sqlite3", "dossier_daily_20241399-000000.sqlite3"]
    for name in (*old, *strangers):
        (tmp_path / name).touch()
    made = _copy(store, tmp_path)
    assert _names(tmp_path) == sorted([old[1], made.name, *strangers])


def test_a_copy_with_a_broken_history_drives_out_no_older_one(
    store: SqliteStore, database: Path, tmp_path: Path
) -> None:
    with store.begin() as unit:
        unit.record(NOON, "甲", "assigned", "number 8", {})
    with closing(sqlite3.connect(database)) as other:
        other.execute("DROP TRIGGER history_refuses_update")
        other.execute("UPDATE history SET who = '乙'")
        other.commit()
    old = ["dossier_daily_20240101-080000.sqlite3", "dossier_daily_20240102-080000.sqlite3"]
    for name in old:
        (tmp_path / name).touch()
    made = _copy(store, tmp_path)
    assert {*old, made.name} <= set(_names(tmp_path))


def _damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "complaints", lambda *_, **__: ["page 3 is odd"])


def _fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "flush_file", full)


def _hold_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "being used by another process")

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(in_place, "PAUSES", (0.0,))


@pytest.mark.parametrize(
    ("fault", "error", "word"),
    [
        (_damage, CannotWrite, "无法写入"),
        (_fill_the_disk, DiskFull, "磁盘空间不足"),
        (_hold_the_target, CannotWrite, "无法写入"),
    ],
)
def test_a_copy_that_fails_leaves_the_older_ones_and_nothing_else(
    store: SqliteStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[pytest.MonkeyPatch], None],
    error: type[CannotWrite],
    word: str,
) -> None:
    older = _copy(store, tmp_path, NOON - dt.timedelta(days=1))
    fault(monkeypatch)
    with pytest.raises(error) as refusal:
        _copy(store, tmp_path)
    assert word in str(refusal.value) == refusal.value.sentence
    assert "dossier_by_hand_20240506" in refusal.value.sentence
    assert [name for name in _names(tmp_path) if "by_hand" in name] == [older.name]


def test_a_target_that_is_held_for_a_moment_is_waited_for(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, tries = os.replace, iter([True, True, False])

    def held_twice(source: Path, target: Path) -> None:
        if next(tries):
            raise PermissionError(13, "being used by another process")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held_twice)
    monkeypatch.setattr(in_place, "PAUSES", (0.0, 0.0))
    assert _copy(store, tmp_path).is_file()


def test_a_copy_can_be_stopped(store: SqliteStore, tmp_path: Path) -> None:
    job = Job()

    def stop(_progress: Progress) -> None:
        job.cancel()

    job.report = stop
    job.cancel()
    with pytest.raises(Cancelled):
        store.backup(tmp_path / "copies", "by_hand", NOON, job)
    assert _names(tmp_path / "copies") == []


def test_a_place_that_cannot_be_written_is_said(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite) as refusal:
        _copy(store, tmp_path / "file")
    assert str(tmp_path / "file") in refusal.value.sentence
