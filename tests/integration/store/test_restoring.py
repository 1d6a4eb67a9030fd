"""A copy takes the place of a database: what is said before, that nothing is lost, and what is refused."""

import datetime as dt
import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from foodsafe_desktop import in_place
from foodsafe_desktop.domain.errors import (
    ArchiveInUse,
    CannotWrite,
    DiskFull,
    HalfAnArchive,
    NoSuchBackup,
    StoreDamaged,
    StoreNewer,
)
from foodsafe_desktop.domain.evidence import Assignment, Evidence, Omission, Origin
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.restoring import ARCHIVE_ID, Differences
from foodsafe_desktop.store import SqliteStore, exchange, found, open_store, restoring
from tests.integration.store.released import ARCHIVES

NOON = dt.datetime(2024, 5, 6, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def backups(database: Path) -> Path:
    return database.parent / "backups"


@pytest.fixture
def early(store: SqliteStore, backups: Path) -> Path:
    """A copy; the archive went on afterwards, and is closed now."""
    _decide(store, "早", 8)
    copy = store.backup(backups, "daily", NOON, Job())
    assert copy is not None
    _decide(store, "晚", 9)
    with store.begin() as unit:
        unit.save_omission(Omission(97, "辖区内无此类企业"))
        unit.record(NOON + dt.timedelta(hours=2), "乙", "omission_marked", "number 97", {})
    store.close()
    return copy


def _decide(store: SqliteStore, title: str, number: int) -> None:
    with store.begin() as unit:
        [paper] = unit.save_evidence([Evidence(0, title)])
        unit.assign([Assignment(paper.id, number, Origin.PERSON, NOON, "甲")])
        unit.record(NOON, "甲", "paper_registered", f"number {number}", {"evidence": paper.id})


def _restore(copy: Path, database: Path, who: str = "档案员") -> tuple[Differences, Path | None]:
    with exchange(copy, database, database.parent / "backups", make_room=True) as found_:
        return found_.differences, found_.replace(NOON + dt.timedelta(days=1), who)


def _titles(database: Path) -> list[str]:
    with closing(open_store(database, database.parent / "backups")) as store, store.begin() as unit:
        assert unit.broken_history() == []
        return [one.title for one in unit.dossier().evidence.values()]


def _bytes(folder: Path) -> dict[str, bytes]:
    kept = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in kept.items() if not name.startswith("dossier.lock")}


def test_what_differs_is_said_and_nothing_changes(early: Path, database: Path, backups: Path) -> None:
    before = _bytes(database.parent)
    with exchange(early, database, backups, make_room=False) as found_:
        said = found_.differences
    assert _bytes(database.parent) == before
    assert said.now is not None
    assert (said.now.evidence, said.then.evidence, said.now.omissions, said.then.omissions) == (2, 1, 1, 0)
    assert [line.verb for line in said.beyond] == ["paper_registered", "omission_marked"]
    assert (said.returning, said.strangers, said.broken) == (0, False, False)
    text = "".join(said.sentences)
    for part in ("佐证材料由 2 件变为 1 件", "合理缺项由 1 项变为 0 项", "2 条操作", "人工操作 2 条", "由 乙 所作"):
        assert part in text
    assert said.facts["lost"] == {
        "lines": 2,
        "since": NOON.isoformat(),
        "verbs": {"paper_registered": 1, "omission_marked": 1},
    }


def test_the_former_database_is_kept_and_can_come_back_in_its_turn(early: Path, database: Path, backups: Path) -> None:
    _, aside = _restore(early, database)
    assert aside is not None
    assert aside.name == "dossier_before_restore_20240507-120000.sqlite3"
    assert _titles(database) == ["早"]
    with closing(open_store(database, backups)) as store:
        with store.begin() as unit:
            line = unit.history(1)[0]
        assert (line.verb, line.who, line.detail["from"], line.detail["aside"]) == (
            "restored",
            "档案员",
            early.name,
            aside.name,
        )
        assert store.history_faults(backups) == []  # the copies that know of later things are accounted for
    said, _ = _restore(aside, database)
    assert (len(said.beyond), said.returning) == (1, 2)
    assert "另有 2 条操作是现有档案没有的" in "".join(said.sentences)
    assert _titles(database) == ["早", "晚"]
    with closing(open_store(database, backups)) as store:
        assert store.history_faults(backups) == []
        with store.begin() as unit:
            unit.record(NOON, "甲", "assigned", "number 8", {})
        made = store.backup(backups, "by_hand", NOON + dt.timedelta(days=2), Job())
        assert made is not None
        assert store.history_faults(backups) == []
    shutil.copyfile(early, database)  # by another program: that still shows
    with closing(open_store(database, backups)) as store:
        assert store.history_faults(backups) != []


def _cut_off(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:5000])


def _scribble(database: Path) -> None:
    database.write_bytes(b"not a database at all" * 1000)


def _take_away(database: Path) -> None:
    database.unlink()


def _leave_a_journal(database: Path) -> None:
    database.rename(database.with_name("dossier.sqlite3-wal"))


@pytest.mark.parametrize("hurt", [_cut_off, _scribble, _take_away, _leave_a_journal])
def test_a_damaged_or_missing_database_is_replaced_and_what_was_left_of_it_kept(
    early: Path, database: Path, backups: Path, hurt: Callable[[Path], None]
) -> None:
    hurt(database)
    left = {name: content for name, content in _bytes(database.parent).items() if not name.startswith("backups/")}
    said, aside = _restore(early, database)
    assert said.now is None
    assert "缺失或已损坏" in said.sentences[0]
    assert "佐证材料 1 件" in said.sentences[1]
    assert (_bytes(aside) if aside else {}) == left
    assert _titles(database) == ["早"]
    with closing(open_store(database, backups)) as store:
        assert store.history_faults(backups) == []


def test_an_archive_is_made_again_from_a_copy_alone(early: Path, tmp_path: Path) -> None:
    database = tmp_path / "新机" / "档案" / "dossier.sqlite3"
    with exchange(early, database, database.parent / "backups", make_room=False) as found_:
        assert found_.differences.now is None
    assert not database.parent.exists()
    assert _restore(early, database)[1] is None
    assert _titles(database) == ["早"]


@pytest.mark.parametrize("version", sorted(path.stem for path in ARCHIVES.glob("*.sqlite3")))
def test_a_copy_of_every_released_version_can_be_restored(version: str, early: Path, database: Path) -> None:
    kept = (ARCHIVES / f"{version}.sqlite3").read_bytes()
    said, _ = _restore(ARCHIVES / f"{version}.sqlite3", database)
    assert said.strangers  # the first lines of the histories differ
    assert "培训签到表" in _titles(database)
    assert (ARCHIVES / f"{version}.sqlite3").read_bytes() == kept


@pytest.mark.parametrize(("here", "there", "strangers"), [("a", "a", False), ("a", "b", True), ("a", "", False)])
def test_archives_are_told_apart_by_their_names(tmp_path: Path, here: str, there: str, *, strangers: bool) -> None:
    for name in (here, there or "old"):
        with closing(found(tmp_path / name / "x" / "dossier.sqlite3", "", {ARCHIVE_ID: name} if name != "old" else {})):
            pass
        shutil.rmtree(tmp_path / name / "y", ignore_errors=True)
        if here == there:
            break
    copy = tmp_path / (there or "old") / "x" / "dossier.sqlite3"
    taken = shutil.copyfile(copy, tmp_path / "copy.sqlite3")
    database = tmp_path / here / "x" / "dossier.sqlite3"
    with exchange(Path(taken), database, database.parent / "backups", make_room=False) as found_:
        assert found_.differences.strangers is strangers


def _nothing(path: Path, _database: Path) -> None:
    path.unlink()


def _directory(path: Path, _database: Path) -> None:
    path.unlink()
    path.mkdir()


def _foreign(path: Path, _database: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE evidence (id)")


def _text(path: Path, _database: Path) -> None:
    path.write_text("备份说明", encoding="utf-8")


def _newer(path: Path, _database: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()


def _newer_archive(_path: Path, database: Path) -> None:
    _newer(database, database)


def _torn(path: Path, _database: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8000])


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_nothing, NoSuchBackup),
        (_directory, NoSuchBackup),
        (_foreign, StoreDamaged),
        (_text, StoreDamaged),
        (_torn, StoreDamaged),
        (_newer, StoreNewer),
        (_newer_archive, StoreNewer),
    ],
)
def test_what_cannot_be_restored_is_refused_in_one_sentence(
    early: Path, database: Path, spoil: Callable[[Path, Path], None], error: type[Exception]
) -> None:
    copy = early.rename(database.parent.parent / early.name)
    spoil(copy, database)
    before = _bytes(database.parent)
    with pytest.raises(error) as refusal:
        _restore(copy, database)
    assert str(refusal.value).endswith("。")
    assert _bytes(database.parent) == before


def test_the_archives_own_database_is_no_copy(early: Path, database: Path) -> None:
    with pytest.raises(NoSuchBackup):
        _restore(database, database)


def test_an_archive_that_is_open_is_left(early: Path, database: Path, backups: Path) -> None:
    with closing(open_store(database, backups)), pytest.raises(ArchiveInUse):
        _restore(early, database)
    assert _titles(database) == ["早", "晚"]


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Let the disk be full, or the target be held, at a step of the exchange."""

    def set_up(number: int) -> None:
        def held(*_: object) -> None:
            raise PermissionError(errno.EACCES, "being used by another process")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(in_place, "PAUSES", (0.0,))
        if number == errno.ENOSPC:
            monkeypatch.setattr(restoring, "flush_file", full)
        else:
            monkeypatch.setattr(restoring, "put_in_place", held)

    yield set_up
    monkeypatch.undo()


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EACCES, CannotWrite)])
def test_an_exchange_that_fails_leaves_the_archive(
    early: Path, database: Path, fault: Callable[[int], None], number: int, error: type[CannotWrite]
) -> None:
    fault(number)
    with pytest.raises(error):
        _restore(early, database)
    assert _titles(database) == ["早", "晚"]
    assert not list(database.parent.glob("*.restoring"))


def test_what_a_killed_program_was_writing_goes_at_the_next_opening(early: Path, database: Path, backups: Path) -> None:
    halves = [database.with_name("dossier.sqlite3.restoring"), backups / f"{early.name}.part"]
    for half in halves:
        half.write_bytes(b"half")
    assert _titles(database) == ["早", "晚"]
    assert not any(half.exists() for half in halves)


def test_a_directory_that_was_copied_in_part_is_said_and_left(early: Path, database: Path, backups: Path) -> None:
    database.unlink()
    before = _bytes(database.parent)
    with pytest.raises(HalfAnArchive) as refusal:
        open_store(database, backups)
    assert "未复制完" in refusal.value.sentence
    assert _bytes(database.parent) == before
    shutil.rmtree(backups)
    journal = database.with_name("dossier.sqlite3-wal")
    journal.write_bytes(b"orphan")
    attempts: list[Callable[[], object]] = [lambda: open_store(database, backups), lambda: found(database, "", {})]
    for refused in attempts:
        with pytest.raises(HalfAnArchive):
            refused()
    assert journal.read_bytes() == b"orphan"
    assert not database.exists()


def test_a_directory_in_the_place_of_the_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "dossier.sqlite3").mkdir()
    with pytest.raises(StoreDamaged):
        open_store(tmp_path / "dossier.sqlite3", tmp_path / "backups")
