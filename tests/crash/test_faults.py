"""The environment stands in the way: one sentence, and all that was kept is there."""

import datetime as dt
import os
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from foodsafe_desktop import in_place
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import CannotWrite, DossierError, FolderGone, StoreFailed
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.output.atomic import write_atomically
from foodsafe_desktop.output.staging import staging
from foodsafe_desktop.services import accession, backups, deciding
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.store import SqliteStore, found, open_store
from tests.crash.work import archive_in, state_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "evidence" / "(8) 会商").mkdir(parents=True)
    (tmp_path / "evidence" / "(8) 会商" / "纪要.pdf").write_bytes(b"x")
    return tmp_path


@pytest.fixture
def store(root: Path) -> Iterator[SqliteStore]:
    with closing(found(root / "dossier.sqlite3", "", {})) as made:
        yield made


@pytest.fixture
def archive(root: Path, store: SqliteStore, catalogue: Catalogue) -> Archive:
    made = archive_in(root, catalogue, store, root / "page.pdf")
    accession.scan(made, Job())
    return made


@contextmanager
def _no_file_longer_than(size: int) -> Iterator[None]:
    """As a full disk: what makes a file longer than this fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _is_whole(store: SqliteStore, root: Path) -> bool:
    with store.begin() as unit:
        return store.is_sound() and not unit.broken_history() and not store.history_faults(root / "backups")


def test_no_room_for_a_transaction_undoes_it_and_says_so(archive: Archive, store: SqliteStore, root: Path) -> None:
    before = state_of(store)

    def write_much() -> None:
        with store.begin() as unit:
            unit.save_evidence([Evidence(0, "通知" * 100) for _ in range(20_000)])

    with _no_file_longer_than(1 << 20), pytest.raises(StoreFailed) as failure:
        write_much()
    assert "磁盘空间" in failure.value.sentence
    assert state_of(store) == before
    deciding.register_paper(archive, 8, "后来的材料", 2024, "一号柜", 1)
    assert store.is_sound()
    assert store.history_faults(root / "backups") == []


def test_no_room_for_a_copy_leaves_none(archive: Archive, store: SqliteStore, root: Path) -> None:
    with _no_file_longer_than(50_000), pytest.raises(CannotWrite) as failure:
        backups.back_up(archive, Job())
    assert failure.value.sentence.endswith("。")
    assert list((root / "backups").iterdir()) == []
    assert backups.back_up(archive, Job()).path.is_file()


def test_no_room_for_paper_leaves_what_was_there(root: Path) -> None:
    out = root / "binders"
    with staging(out) as staged:
        staged.write("甲.pdf", b"old")
        staged.commit()

    def write_much() -> None:
        with staging(out) as staged:
            staged.write("甲.pdf", b"new" * 100_000)

    with _no_file_longer_than(50_000), pytest.raises(CannotWrite):
        write_much()
    assert [(path.name, path.read_bytes()) for path in out.iterdir()] == [("甲.pdf", b"old")]


def test_a_target_that_another_program_holds(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a network share or under a virus scanner: for a moment it is waited for, for good it is said."""
    replace, refusals = os.replace, [3]

    def held(source: Path, target: Path) -> None:
        refusals[0] -= 1
        if refusals[0] >= 0:
            raise PermissionError(13, "being used by another process")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(in_place, "PAUSES", (0.0,) * 3)
    write_atomically(root / "清单.xlsx", b"new")
    assert (root / "清单.xlsx").read_bytes() == b"new"
    refusals[0] = 1_000
    with pytest.raises(PermissionError):
        write_atomically(root / "清单.xlsx", b"newer")
    assert 1_000 - refusals[0] == 4, "as often as it says, and no more"
    assert (root / "清单.xlsx").read_bytes() == b"new"
    assert [path.name for path in root.iterdir() if path.is_file()] == ["清单.xlsx"]


def test_the_folder_goes_while_the_archive_is_open(archive: Archive, store: SqliteStore, root: Path) -> None:
    before = state_of(store)
    (root / "evidence").rename(root / "unplugged")
    with pytest.raises(FolderGone):
        accession.scan(archive, Job())
    assert state_of(store) == before
    (root / "unplugged").rename(root / "evidence")
    assert accession.scan(archive, Job()).missing == 0


def test_the_archives_own_directory_goes_while_it_is_open(archive: Archive, store: SqliteStore, root: Path) -> None:
    """A stick that is pulled out: what was committed is on it, and no other file takes its place."""
    (root / "dossier.sqlite3").rename(root / "elsewhere.sqlite3")
    with pytest.raises(DossierError) as failure:
        store.backup(root / "backups", "by_hand", dt.datetime.now(dt.UTC), Job())
    assert failure.value.sentence.endswith("。")
    assert not list((root / "backups").glob("*.sqlite3"))
    assert not (root / "dossier.sqlite3").exists()


def test_a_clock_that_was_set_back_breaks_nothing(
    archive: Archive, store: SqliteStore, root: Path, catalogue: Catalogue
) -> None:
    """Lines stand in the order they were written in; a copy of the wrong year neither spares one nor pushes it out."""
    with store.begin() as unit:
        unit.record(dt.datetime(2091, 1, 1, tzinfo=dt.UTC), "甲", "assigned", "number 8", {})
    store.backup(root / "backups", "daily", dt.datetime(2091, 1, 1, tzinfo=dt.UTC), Job())
    deciding.register_paper(archive, 8, "后来的材料", 2024, "一号柜", 1)
    made = backups.back_up_on_schedule(archive, Job())
    assert made is not None
    assert made.path.is_file()
    with store.begin() as unit:
        lines = unit.history()
    assert [line.id for line in lines] == sorted(line.id for line in lines)
    assert lines[-2].at > lines[-1].at
    assert _is_whole(store, root)
    store.close()
    with closing(open_store(root / "dossier.sqlite3", root / "backups")) as again:
        assert _is_whole(again, root)
