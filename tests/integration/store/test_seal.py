"""What another program writes into the tables shows, and what this one writes never does."""

import datetime as dt
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foodsafe_desktop.store import SqliteStore, open_store
from foodsafe_desktop.store.engine import connect
from foodsafe_desktop.store.seal import SETTING, Seal, _sums
from tests.integration.store.released import ARCHIVES, FILLED

NOON = dt.datetime(2024, 5, 6, 12, tzinfo=dt.UTC)
FULLEST = max(FILLED)


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    with store.begin() as unit:
        FILLED[FULLEST](unit)
        unit.set_setting("evidence_folder", "evidence")
    return store


def _faults(store: SqliteStore, database: Path) -> list[str]:
    return store.history_faults(database.parent / "backups")


def _by_another(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as other:
        assert other.execute(statement).rowcount
        other.commit()


def test_what_the_program_writes_is_no_fault(filled: SqliteStore, database: Path) -> None:
    assert _faults(filled, database) == []
    with filled.begin() as unit:
        dossier = unit.dossier()
        unit.unassign((one.evidence_id, one.number) for one in dossier.assignments)
        unit.assign(dossier.assignments[1:])
        unit.save_evidence(list(dossier.evidence.values()))
        one, other, *_ = dossier.files
        unit.save_files([replace(one, path=other.path), replace(other, path=one.path)])
        unit.remove_omission(97)
        unit.set_setting("evidence_folder", "elsewhere")
        unit.set_catalogue_text("another")
        unit.remove_finding(1)
    assert _faults(filled, database) == []
    filled.close()
    with closing(open_store(database, database.parent / "backups")) as again:
        assert _faults(again, database) == []


def test_what_is_undone_is_not_summed(filled: SqliteStore, database: Path) -> None:
    def fail_after_writing() -> None:
        with filled.begin() as unit:
            unit.remove_omission(97)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    with filled.begin() as unit:
        unit.set_setting("after", "it")
    assert _faults(filled, database) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE assignment SET number = 9 WHERE number = 12", ("归入关系", "行数未变")),
        ("UPDATE assignment SET who = who || '' || x'00' WHERE number = 12", ("归入关系", "行数未变")),
        ("UPDATE evidence SET title = '另一题名' WHERE id = 1", ("佐证材料", "行数未变")),
        ("UPDATE evidence_file SET digest = '00' WHERE id = 1", ("电子文件", "行数未变")),
        ("DELETE FROM omission", ("合理缺项", "应有 2 行，现有 0 行")),
        ("INSERT INTO omission (number, reason) VALUES (98, '无')", ("合理缺项", "应有 2 行，现有 3 行")),
        ("UPDATE omission SET approving_document = '某批复' WHERE number = 97", ("合理缺项", "行数未变")),
        ("UPDATE setting SET value = 'x' WHERE name = 'evidence_folder'", ("档案设置", "行数未变")),
        ("UPDATE finding SET closed_on = '2024-05-06'", ("问题整改", "行数未变")),
        ("UPDATE catalogue SET toml = ''", ("评价细则", "行数未变")),
        (f"DELETE FROM setting WHERE name = '{SETTING}'", ("校验值缺失",)),
        (f"UPDATE setting SET value = '[]' WHERE name = '{SETTING}'", ("校验值缺失",)),
    ],
)
def test_what_another_program_writes_is_a_fault_from_then_on(
    filled: SqliteStore, database: Path, statement: str, words: tuple[str, ...]
) -> None:
    _by_another(database, statement)
    for _ in range(2):
        [fault] = _faults(filled, database)
        assert all(word in fault for word in words)
        assert fault.endswith("。")
        with filled.begin() as unit:
            unit.set_setting("after", "it")


def test_to_take_the_sums_away_is_a_fault_that_opening_the_archive_does_not_heal(
    filled: SqliteStore, database: Path
) -> None:
    filled.close()
    _by_another(database, "DELETE FROM setting WHERE name = 'seal'")
    _by_another(database, "UPDATE evidence SET title = '另一件'")
    for _ in range(2):
        with closing(open_store(database, database.parent / "backups")) as again:
            assert "校验值缺失" in "".join(_faults(again, database))
            with again.begin() as unit:
                unit.set_setting("evidence_folder", "elsewhere")


def test_two_rows_that_trade_a_value_are_a_fault(filled: SqliteStore, database: Path) -> None:
    """A sum over single values would not see it; one over rows does."""
    with filled.begin() as unit:
        first, second, *_ = unit.dossier().evidence.values()
    swap = f"CASE id WHEN {first.id} THEN '{second.title}' ELSE '{first.title}' END"
    _by_another(database, f"UPDATE evidence SET title = {swap} WHERE id IN ({first.id}, {second.id})")
    assert len(_faults(filled, database)) == 1


@pytest.mark.parametrize("version", sorted(FILLED))
def test_an_older_archive_is_summed_up_when_it_is_brought_up(version: str, tmp_path: Path) -> None:
    database = tmp_path / "dossier.sqlite3"
    shutil.copyfile(ARCHIVES / f"{version}.sqlite3", database)
    with closing(open_store(database, tmp_path / "backups")) as store:
        assert store.history_faults(tmp_path / "backups") == []
    _by_another(database, "UPDATE evidence SET title = 'x' WHERE id = 1")
    with closing(open_store(database, tmp_path / "backups")) as store:
        assert len(store.history_faults(tmp_path / "backups")) == 1


def test_a_history_that_was_cut_cleanly_shows_without_any_copy(filled: SqliteStore, database: Path) -> None:
    for verb in ("assigned", "unassigned"):
        with filled.begin() as unit:
            unit.record(NOON, "档案员", verb, "number 8", {})
    assert _faults(filled, database) == []
    with closing(sqlite3.connect(database)) as other:
        guards = other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            other.execute(f"DROP TRIGGER {name}")
        other.execute("DELETE FROM history WHERE id = (SELECT max(id) FROM history)")
        other.execute(
            "UPDATE history_end SET last = (SELECT max(id) FROM history),"
            " digest = (SELECT digest FROM history ORDER BY id DESC LIMIT 1)"
        )
        for _, statement in guards:
            other.execute(statement)
        other.commit()
    with filled.begin() as unit:
        assert unit.broken_history() == []
    [fault] = _faults(filled, database)
    assert "操作历史的末条" in fault


def test_an_archive_whose_sums_lack_the_end_of_the_history_is_given_it(filled: SqliteStore, database: Path) -> None:
    filled.close()
    with closing(sqlite3.connect(database)) as other:
        [(kept,)] = other.execute("SELECT value FROM setting WHERE name = ?", (SETTING,))
        schema, sums = json.loads(kept)
        del sums["history_end"]
        other.execute("UPDATE setting SET value = ? WHERE name = ?", (json.dumps([schema, sums]), SETTING))
        other.commit()
    with closing(open_store(database, database.parent / "backups")) as again:
        assert _faults(again, database) == []
        with again.begin() as unit:
            unit.record(NOON, "档案员", "assigned", "number 8", {})
        assert _faults(again, database) == []
    _by_another(database, "UPDATE history_end SET digest = 'x'")
    with closing(open_store(database, database.parent / "backups")) as again:
        assert any("操作历史的末条" in fault for fault in _faults(again, database))


def test_every_table_but_the_chained_one_is_summed(filled: SqliteStore, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        [(kept,)] = connection.execute("SELECT value FROM setting WHERE name = ?", (SETTING,))
        others = {"history", "alembic_version", "sqlite_sequence"}
        assert set(json.loads(kept)[1]) == names - others == set(_sums(connection))


_NUMBERLIKE = st.sampled_from(
    ["12", " 7 ", "1e5", "-0", "0x1f", "1.0", "123e-12345", "2024-13-45", "2024-05-06", "nan"]
)
_ANY = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 2)  # after the last id there is comes no other
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | st.dates().map(str)
    | _NUMBERLIKE
)
_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
_FITTING = {
    "id": st.integers(1, 2**40),
    "number": st.integers(1, 112),
    "what": _WORDS,
    "found_on": st.dates().map(str),
    "found_by": _WORDS | _NUMBERLIKE,
    "department": _WORDS,
    "deadline": st.none() | st.dates().map(str),
    "rectified_by": st.none(),
    "closed_on": st.none() | st.dates().map(str),
    "note": _WORDS | st.none(),  # none of them may stay where one is missing
}


@st.composite
def _findings(draw: st.DrawFn) -> list[tuple[object, ...]]:
    """Rows whose values fit their columns, but for one column perhaps."""
    odd = draw(st.sampled_from([None, *_FITTING]))
    kinds = [_ANY if name == odd else kind for name, kind in _FITTING.items()]
    return draw(st.lists(st.tuples(*kinds), min_size=1, max_size=4))


@pytest.fixture
def seal(store: SqliteStore, database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seal]:
    """Of a connection that sums up even one row in one go."""
    monkeypatch.setattr("foodsafe_desktop.store.seal.MANY", 1)
    with closing(connect(database)) as connection:
        yield Seal(connection, lambda _table, _row: None)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=_findings())
@example(rows=[(1, 2, "题", "2024-05-06", "人", "单位", None, None, "2024-05-07", "")])
def test_rows_that_are_summed_in_one_go_have_the_sum_of_what_is_kept(
    seal: Seal, rows: list[tuple[object, ...]]
) -> None:
    """Else a person would be told of a tampering that never was."""
    connection = seal.connection
    insert = f"INSERT INTO finding ({', '.join(_FITTING)}) VALUES ({', '.join('?' * len(_FITTING))})"

    def summed() -> list[int]:
        written, total = seal._written["finding"]
        return [written, total % (1 << 256)]

    seal.begin()
    connection.execute("BEGIN IMMEDIATE")
    try:
        # What the database refuses leaves nothing behind, or rows that the triggers saw.
        with (
            suppress(sqlite3.IntegrityError),
            seal.at_once("finding", dict(zip(_FITTING, zip(*rows, strict=True), strict=True))),
        ):
            connection.executemany(insert, rows)
        assert summed() == _sums(connection)["finding"]
        connection.execute(
            "INSERT INTO finding (number, what, found_on, found_by, department, note) VALUES (1,2,3,4,5,6)"
        )
        assert summed() == _sums(connection)["finding"]
        connection.execute("DELETE FROM finding")
        assert summed() == [0, 0]
    finally:
        connection.execute("ROLLBACK")
