"""The history: append-only, chained, and any tampering shows."""

import datetime as dt
import hashlib
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pytest

from foodsafe_desktop.domain.errors import StoreDamaged
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.store import (
    HistoryLine,
)
from foodsafe_desktop.store import SqliteStore
from foodsafe_desktop.store.chain import Line

NOON = dt.datetime(2023, 5, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def five(store: SqliteStore) -> SqliteStore:
    """A store whose history has five lines, written in two transactions."""
    for numbers in ((1, 2), (3, 4, 5)):
        with store.begin() as unit:
            for number in numbers:
                unit.record(
                    NOON, "档案员", "assign", f"佐证{number}\udcff", {"number": number, "path": "通知\udcff.pdf"}
                )
    return store


def _behind_its_back(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TRIGGER history_refuses_update")
        connection.execute("DROP TRIGGER history_refuses_delete")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_lines_come_back_oldest_first(five: SqliteStore) -> None:
    with five.begin() as unit:
        lines, newest = unit.history(), unit.history(last=2)
        assert unit.broken_history() == []
        assert unit.history(last=0) == []
    assert [line.id for line in lines] == [1, 2, 3, 4, 5]
    assert newest == lines[-2:]
    assert lines[0].subject == "佐证1\udcff"
    assert lines[0].detail == {"number": 1, "path": "通知\udcff.pdf"}
    assert lines[0].at.isoformat() == NOON.isoformat()
    assert len({line.digest for line in lines}) == 5


def test_the_digest_is_the_documented_one(store: SqliteStore) -> None:
    with store.begin() as unit:
        unit.record(NOON, "甲", "scan", "", {"b": 1, "a": "文"})
        unit.record(NOON, "甲", "scan", "", {})
        first, second = unit.history()
    line = r'[1,"2023-05-01T12:00:00+08:00","\u7532","scan","","{\"a\":\"\\u6587\",\"b\":1}"]'
    assert first.digest == hashlib.sha256(line.encode()).hexdigest()
    line = first.digest + r'[2,"2023-05-01T12:00:00+08:00","\u7532","scan","","{}"]'
    assert second.digest == hashlib.sha256(line.encode()).hexdigest()


def test_detail_may_hold_what_the_domain_holds(store: SqliteStore) -> None:
    detail = {
        "points": Decimal("1.50"),
        "on": dt.date(2023, 5, 1),
        "at": NOON,
        "path": PurePosixPath("a/通知.pdf"),
        "numbers": frozenset({3, 1, 2}),
        "pair": (1, None),
        "nested": {"flag": True},
    }
    with store.begin() as unit:
        unit.record(NOON, "档案员", "test", "", detail)
        [line] = unit.history()
    assert line.detail == {
        "points": "1.50",
        "on": "2023-05-01",
        "at": "2023-05-01T12:00:00+08:00",
        "path": "a/通知.pdf",
        "numbers": [1, 2, 3],
        "pair": [1, None],
        "nested": {"flag": True},
    }


def test_detail_that_json_cannot_hold_is_a_bug(store: SqliteStore) -> None:
    for odd in (object(), b"bytes"):
        with pytest.raises(TypeError), store.begin() as unit:
            unit.record(NOON, "档案员", "test", "", {"odd": odd})
    with pytest.raises(ValueError), store.begin() as unit:
        unit.record(NOON, "档案员", "test", "", {"odd": float("nan")})


def test_many_lines_at_once_are_chained_as_one_by_one(five: SqliteStore) -> None:
    lines = [HistoryLine("assign", f"佐证{number}", {"number": number}) for number in range(6, 1200)]
    with five.begin() as unit:
        unit.record_all(NOON, "档案员", lines)
        unit.record_all(NOON, "档案员", [])
        unit.record(NOON, "档案员", "assign", "", {})
        assert [line.id for line in unit.history()] == list(range(1, 1201))
        assert [line.subject for line in unit.history()[5:-1]] == [line.subject for line in lines]
        assert unit.broken_history() == []


def test_of_many_lines_of_which_one_cannot_be_kept_none_is(five: SqliteStore) -> None:
    lines = [HistoryLine("assign", "", {}), HistoryLine("assign", "", {"what": object()})]
    with five.begin() as unit:
        with pytest.raises(TypeError):
            unit.record_all(NOON, "档案员", lines)
        assert len(unit.history()) == 5


@pytest.fixture
def lives(store: SqliteStore) -> SqliteStore:
    """The lives of two files, of which the second came to lie where the first one lay."""
    with store.begin() as unit:
        for verb, subject, detail in (
            ("file_taken_in", "a.pdf", {"file": 1, "evidence": 7, "sha256": "ab"}),
            ("file_moved", "b.pdf", {"from": "a.pdf", "file": 1, "evidence": 7}),
            ("file_taken_in", "a.pdf", {"file": 12, "evidence": 17}),
            ("assigned", "number 8", {"evidence": [3, 7, 17]}),
            ("described", "evidence 7", {"title": 'a","file":12,"evidence":[7],"b'}),
            ("assigned", "number 7", {"evidence": [170], "points": 7, "file": None}),
            ("file_missing", "b.pdf", {"condition": "ok", "file": 1, "evidence": 7}),
        ):
            unit.record(NOON, "档案员", verb, subject, detail)
    return store


@pytest.mark.parametrize(
    ("about", "ids"),
    [
        (["file 1"], [1, 2, 7]),
        (["file 12"], [3]),
        (["evidence 7"], [1, 2, 4, 5, 7]),
        (["evidence 17"], [3, 4]),
        (["evidence 3"], [4]),
        (["evidence 70"], []),
        (["number 8"], [4]),
        (["number 7"], [6]),
        (["a.pdf"], [1, 3]),
        (["file 12", "number 8", "b.pdf"], [2, 3, 4, 7]),
        ([f"file {number}" for number in range(2, 3000)], [3]),
        (["evidence 0", "evidence 07", "evidence (7|17)", "evidence %"], []),
        ([], []),
        (None, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_lines_are_found_by_what_they_are_about(lives: SqliteStore, about: list[str] | None, ids: list[int]) -> None:
    with lives.begin() as unit:
        assert [line.id for line in unit.history(about=about)] == ids
        assert [line.id for line in unit.history(last=2, about=about)] == ids[-2:]


@pytest.mark.parametrize("statement", ["UPDATE history SET who = '他人'", "DELETE FROM history WHERE id = 5"])
def test_the_database_refuses_to_change_the_past(five: SqliteStore, database: Path, statement: str) -> None:
    with (
        closing(sqlite3.connect(database)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)
    with five.begin() as unit:
        assert len(unit.history()) == 5


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE history SET who = '他人' WHERE id = 2", [2]),
        ("UPDATE history SET at = '2022-05-01T12:00:00+08:00' WHERE id = 1", [1]),
        ("UPDATE history SET at = 'noon' WHERE id = 1", [1]),
        ("UPDATE history SET detail = '{}' WHERE id = 5", [5]),
        ("UPDATE history SET digest = 'ab' WHERE id = 3", [3, 4]),
        ("UPDATE history SET digest = 'ab' WHERE id = 5", [5]),
        ("DELETE FROM history WHERE id = 1", [2]),
        ("DELETE FROM history WHERE id = 3", [4]),
        ("DELETE FROM history WHERE id = 5", [5]),
        ("DELETE FROM history WHERE id > 2", [3, 4, 5]),
        ("DELETE FROM history", [1, 2, 3, 4, 5]),
        ("DELETE FROM history_end", [5]),
        ("UPDATE history_end SET last = 4", [5]),
        ("INSERT INTO history SELECT 6, at, who, verb, subject, detail, digest FROM history WHERE id = 5", [6]),
        ("UPDATE history SET id = 9 WHERE id = 4", [5, 9]),
    ],
)
def test_tampering_shows(five: SqliteStore, database: Path, statement: str, broken: list[int]) -> None:
    _behind_its_back(database, statement)
    with five.begin() as unit:
        assert unit.broken_history() == broken


def test_a_forged_line_with_a_fitting_digest_of_its_own_shows(five: SqliteStore, database: Path) -> None:
    with five.begin() as unit:
        fourth = unit.history()[3]
    digest = Line(5, NOON.isoformat(), "他人", "assign", "", "{}").digest_after(fourth.digest)
    _behind_its_back(
        database,
        f"UPDATE history SET who = '他人', subject = '', detail = '{{}}', digest = '{digest}' WHERE id = 5",
    )
    with five.begin() as unit:
        assert unit.broken_history() == [5]


def test_the_history_goes_on_after_tampering_and_the_break_stays_visible(five: SqliteStore, database: Path) -> None:
    _behind_its_back(database, "UPDATE history SET who = '他人' WHERE id = 2")
    with five.begin() as unit:
        unit.record(NOON, "档案员", "assign", "", {})
        assert unit.broken_history() == [2]


def test_an_unreadable_line_is_damage_when_read(five: SqliteStore, database: Path) -> None:
    _behind_its_back(database, "UPDATE history SET detail = '{' WHERE id = 2")
    with pytest.raises(StoreDamaged), five.begin() as unit:
        unit.history()


@pytest.mark.parametrize("value", ["x'ff00'", "CAST(x'ff00' AS TEXT)"])
def test_a_line_that_holds_no_text_is_damage_when_the_chain_is_checked(
    five: SqliteStore, database: Path, value: str
) -> None:
    _behind_its_back(database, f"UPDATE history SET subject = {value} WHERE id = 2")
    with pytest.raises(StoreDamaged), five.begin() as unit:
        unit.broken_history()


ALL_GUARDS = "防改设置已被去除"


def _faults(store: SqliteStore, database: Path) -> list[str]:
    return store.history_faults(database.parent / "backups")


def test_a_whole_history_has_no_faults_and_neither_has_an_empty_one(store: SqliteStore, database: Path) -> None:
    assert _faults(store, database) == []
    with store.begin() as unit:
        unit.record(NOON, "档案员", "scan", "", {})
    store.backup(database.parent / "backups", "by_hand", NOON, Job())
    with store.begin() as unit:
        unit.record(NOON, "档案员", "scan", "", {})
    assert _faults(store, database) == []


def test_guards_that_were_taken_away_are_a_fault(five: SqliteStore, database: Path) -> None:
    _behind_its_back(database)
    [fault] = _faults(five, database)
    assert ALL_GUARDS in fault


def test_a_history_that_was_wiped_out_is_a_fault(five: SqliteStore, database: Path) -> None:
    with five.begin() as unit:
        unit.save_evidence([Evidence(0, "通知")])
    _behind_its_back(database, "DELETE FROM history", "DELETE FROM history_end")
    with five.begin() as unit:
        assert unit.broken_history() == []
    assert [fault for fault in _faults(five, database) if "历史为空" in fault]


def test_an_end_that_is_missing_is_a_fault(five: SqliteStore, database: Path) -> None:
    _behind_its_back(database, "DELETE FROM history_end")
    assert [fault for fault in _faults(five, database) if "末条登记缺失" in fault]


@pytest.mark.parametrize("wiped", [False, True])
def test_a_tail_that_was_cut_cleanly_shows_beside_a_copy(five: SqliteStore, database: Path, wiped: bool) -> None:
    five.backup(database.parent / "backups", "by_hand", NOON, Job())
    cut = [
        "DELETE FROM history WHERE id > 3",
        "UPDATE history_end SET last = 3, digest = (SELECT max(digest) FROM history WHERE id = 3)",
    ]
    _behind_its_back(database, *(["DELETE FROM history", "DELETE FROM history_end"] if wiped else cut))
    with five.begin() as unit:
        assert unit.broken_history() == []
    faults = [fault for fault in _faults(five, database) if ALL_GUARDS not in fault]
    [fault] = [fault for fault in faults if "“操作历史的末条”" not in fault]
    assert len(faults) == 2
    assert "“dossier_by_hand_" in fault
    assert "第 5 条" in fault


def test_a_copy_that_cannot_be_read_is_named(five: SqliteStore, database: Path) -> None:
    (database.parent / "backups").mkdir()
    (database.parent / "backups" / "坏.sqlite3").write_bytes(b"x" * 5000)
    [fault] = _faults(five, database)
    assert "“坏.sqlite3”无法读取" in fault
