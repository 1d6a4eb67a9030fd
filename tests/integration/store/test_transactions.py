"""All or nothing, and what a person hears when the database will not."""

import datetime as dt
import gc
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.errors import Cancelled, StoreBusy, StoreDamaged, StoreFailed
from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Omission, Origin, Verdict
from foodsafe_desktop.domain.requirements import Cadence, IndicatorValue, Requirement, RequirementEdit
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.store import (
    BinderRecord,
    UnitOfWork,
)
from foodsafe_desktop.store import SqliteStore, engine
from foodsafe_desktop.store.unit_of_work import SqlUnitOfWork

NOW = dt.datetime(2023, 5, 1, tzinfo=dt.UTC)


def _file(path: str, evidence_id: int) -> EvidenceFile:
    return EvidenceFile(0, path, evidence_id, None, Verdict("unknown", Condition.UNKNOWN))


def _tampered(database: Path, *statements: str) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("reason", [Cancelled, RuntimeError, KeyboardInterrupt])
def test_nothing_stays_of_a_unit_that_raises(store: SqliteStore, reason: type[BaseException]) -> None:
    def work(unit: UnitOfWork) -> None:
        [one] = unit.save_evidence([Evidence(0, "通知")])
        unit.save_files([_file("a.pdf", one.id)])
        unit.assign([Assignment(one.id, 8, Origin.FOLDER, NOW, "扫描")])
        unit.save_omission(Omission(3, "无"))
        unit.save_election(Election(frozenset({30})))
        unit.add_binder(BinderRecord("item-1", "a.pdf", "ab", 1, False, NOW))
        unit.set_setting("name", "value")
        unit.record(NOW, "档案员", "scan", "", {})
        raise reason

    with pytest.raises(reason), store.begin() as unit:
        work(unit)
    with store.begin() as unit:
        assert unit.dossier() == Dossier()
        assert unit.binders() == []
        assert unit.history() == []
        assert unit.broken_history() == []
        assert unit.setting("name") is None


def test_two_files_swap_paths_and_a_third_takes_a_freed_one(store: SqliteStore) -> None:
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知")])
        a, b, c = unit.save_files([_file(path, one.id) for path in ("a.pdf", "b.pdf", "c.pdf")])
    with store.begin() as unit:
        moved = [replace(a, path="b.pdf"), _file("c.pdf", one.id), replace(b, path="a.pdf"), replace(c, path="d.pdf")]
        saved = unit.save_files(moved)
    with store.begin() as unit:
        held = {file.id: file.path for file in unit.dossier().files}
    assert held == {file.id: file.path for file in saved}
    assert (held[a.id], held[b.id], held[c.id]) == ("b.pdf", "a.pdf", "d.pdf")


@pytest.mark.parametrize(
    "deed",
    [
        lambda unit, one: unit.save_files([_file("a.pdf", one), _file("a.pdf", one)]),
        lambda unit, one: unit.save_files([_file("a.pdf", one + 1)]),
        lambda unit, one: unit.save_evidence([Evidence(one + 1, "没有的")]),
        lambda unit, one: unit.assign([Assignment(one + 1, 8, Origin.FOLDER, NOW, "扫描")]),
        lambda unit, one: unit.assign([Assignment(one, 8, Origin.FOLDER, NOW.replace(tzinfo=None), "扫描")]),
        lambda unit, _: unit.record(NOW.replace(tzinfo=None), "档案员", "scan", "", {}),
    ],
    ids=[
        "path twice",
        "file of nothing",
        "unknown id",
        "assignment of nothing",
        "time without zone",
        "same in history",
    ],
)
def test_broken_rules_are_bugs_and_leave_nothing(store: SqliteStore, deed: Callable[[UnitOfWork, int], object]) -> None:
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知")])

    def work(unit: UnitOfWork) -> None:
        unit.set_setting("before", "1")
        deed(unit, one.id)

    with pytest.raises(ValueError), store.begin() as unit:
        work(unit)
    with store.begin() as unit:
        assert unit.setting("before") is None
        assert unit.dossier().files == ()
        assert list(unit.dossier().evidence) == [one.id]


def test_a_full_disk_is_said_and_survived(store: SqliteStore, database: Path) -> None:
    with store.begin() as unit:
        unit.set_setting("kept", "yes")

    # SQLite's own limit on the file's size fails just as a full disk does.
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreFailed) as failure, store.begin() as unit:
        unit.save_evidence([Evidence(0, "长" * 100_000)])
    assert str(database) in failure.value.sentence
    assert "full" in failure.value.detail
    store._engine.dispose()
    with store.begin() as unit:
        assert unit.setting("kept") == "yes"
        assert unit.dossier().evidence == {}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_file SET condition = 'splendid'",
        "UPDATE evidence SET dated = 'yesterday'",
        "UPDATE evidence SET title = CAST(x'ff' AS TEXT)",
        "UPDATE assignment SET at = 'noon'",
        "INSERT INTO elected VALUES ('dimension', 1)",
        "UPDATE assignment SET requirements = '[8'",
        "UPDATE assignment SET requirements = '8'",
        "UPDATE indicator_value SET value = 'many'",
        "UPDATE requirement_edit SET cadence = 'now and then'",
        "DROP TABLE omission",
    ],
)
def test_a_value_that_nobody_wrote_is_damage(store: SqliteStore, database: Path, statement: str) -> None:
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知", 2023, dt.date(2023, 1, 1))])
        unit.save_files([_file("a.pdf", one.id)])
        unit.assign([Assignment(one.id, 8, Origin.FOLDER, NOW, "扫描")])
        unit.save_indicator_values([IndicatorValue("8-rate", 2023, Decimal("98.5"))])
        unit.save_requirement_edits([RequirementEdit("8-a", Requirement("8-a", 8, "通知", "通知", Cadence.ONCE))])
    _tampered(database, statement)
    with pytest.raises(StoreDamaged) as failure, store.begin() as unit:
        unit.dossier()
    assert str(database) in failure.value.sentence
    assert gc.isenabled()


def test_pages_overwritten_while_open_are_damage(store: SqliteStore, database: Path) -> None:
    with store.begin() as unit:
        unit.save_evidence([Evidence(0, "通知" * 50) for _ in range(500)])
    store.backup(
        database.with_name("flush"), "by_hand", dt.datetime.now(dt.UTC), Job()
    )  # and everything is read back from the file
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store._engine.dispose()
    content = bytearray(database.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    database.write_bytes(content)
    assert not store.is_sound()
    with pytest.raises(StoreDamaged), store.begin() as unit:
        unit.dossier()


def test_references_to_nothing_are_not_sound(store: SqliteStore, database: Path) -> None:
    assert store.is_sound()
    _tampered(database, "INSERT INTO assignment (evidence_id, number, origin, at, who) VALUES (99, 8, '', '', '')")
    assert not store.is_sound()


def test_units_of_several_threads_wait_for_each_other(store: SqliteStore) -> None:
    def work() -> None:
        for _ in range(10):
            with store.begin() as unit:
                unit.set_setting("count", str(int(unit.setting("count") or 0) + 1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.begin() as unit:
        assert unit.setting("count") == "40"


def test_a_database_that_another_program_holds_is_said_as_that(
    store: SqliteStore, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="正被其他程序占用"), store.begin() as unit:
            unit.set_setting("a", "b")
    with store.begin() as unit:
        assert unit.setting("a") is None


def test_a_closed_store_refuses_work(store: SqliteStore) -> None:
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"), store.begin():
        pass


def test_what_would_be_done_again_does_not_wait_for_the_disk_and_all_else_does(store: SqliteStore) -> None:
    normal, full = 1, 2
    waits = []
    for repeatable in (True, False, True):
        with store.begin(repeatable=repeatable) as unit:
            waits.append(_waits_for_the_disk(unit))
    with pytest.raises(KeyError), store.begin(repeatable=True) as unit:
        raise KeyError
    with store.begin() as unit:
        waits.append(_waits_for_the_disk(unit))
    assert waits == [normal, full, normal, full]


def _waits_for_the_disk(unit: UnitOfWork) -> int:
    assert isinstance(unit, SqlUnitOfWork)
    return int(unit._connection.exec_driver_sql("PRAGMA synchronous").scalar_one())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="nothing says here what a descriptor is of")
def test_a_copy_holds_nothing_that_a_power_cut_could_take_from_the_archive(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[str] = []
    really = os.fsync

    def fsync(descriptor: int) -> None:
        waited.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)
        really(descriptor)

    with store.begin(repeatable=True) as unit:
        unit.set_setting("name", "value")
    monkeypatch.setattr(os, "fsync", fsync)
    assert store.backup(tmp_path / "backups", "manual", NOW, Job())
    assert waited[-1] == f"{store._database.name}-wal"
