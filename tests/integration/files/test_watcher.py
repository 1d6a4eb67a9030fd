import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import (
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
)

from foodsafe_desktop.files.watcher import FolderWatcher

PATIENCE = 20.0
"""Seconds after which an event that should have come counts as lost."""


class Calls:
    """Counts calls, and lets a test wait for the next one."""

    def __init__(self) -> None:
        self.threads: list[str] = []
        self._come = threading.Semaphore(0)

    def __call__(self) -> None:
        self.threads.append(threading.current_thread().name)
        self._come.release()

    def came(self) -> bool:
        return self._come.acquire(timeout=PATIENCE)


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "佐证材料"
    folder.mkdir()
    return folder


@pytest.fixture
def watcher(root: Path, calls: Calls) -> Iterator[FolderWatcher]:
    made = FolderWatcher(root, calls, settle_seconds=0.2, look_seconds=0.2)
    yield made
    made.stop()
    assert not [thread for thread in threading.enumerate() if "watcher" in thread.name]


def test_many_changes_are_one_call_on_the_watchers_own_thread(watcher: FolderWatcher, root: Path, calls: Calls) -> None:
    watcher.start()
    for number in range(20):
        (root / f"{number}.pdf").write_bytes(b"x")
    assert calls.came()
    watcher.stop()
    assert calls.threads == ["folder-watcher"]


def test_a_folder_moved_in_and_files_in_it_are_noticed(
    watcher: FolderWatcher, root: Path, calls: Calls, tmp_path: Path
) -> None:
    (tmp_path / "外").mkdir()
    for number in range(5):
        (tmp_path / "外" / f"{number}.pdf").write_bytes(b"x")
    watcher.start()
    (tmp_path / "外").rename(root / "(8)")
    assert calls.came()
    (root / "(8)" / "新.pdf").write_bytes(b"y")
    assert calls.came()
    (root / "(8)" / "新.pdf").unlink()
    assert calls.came()


def test_reading_and_temporary_files_are_no_change(watcher: FolderWatcher, root: Path, calls: Calls) -> None:
    (root / "a.pdf").write_bytes(b"x")
    watcher.start()
    (root / "a.pdf").read_bytes()
    (root / "~$a.docx").write_bytes(b"x")
    (root / "a.tmp").write_bytes(b"x")
    (root / "真.pdf").write_bytes(b"x")
    assert calls.came()
    watcher.stop()
    assert len(calls.threads) == 1


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (FileCreatedEvent("{root}/a.pdf"), True),
        (FileModifiedEvent("{root}/子/a.pdf"), True),
        (FileMovedEvent("{root}/a.pdf.filepart", "{root}/a.pdf"), True),
        (FileMovedEvent("{root}/~a.tmp", "{root}/b.tmp"), False),
        (FileOpenedEvent("{root}/a.pdf"), False),
        (FileClosedNoWriteEvent("{root}/a.pdf"), False),
        (DirModifiedEvent("{root}/子"), False),
        (FileModifiedEvent("{root}/.git/index"), False),
        (FileModifiedEvent("{root}/$RECYCLE.BIN/a.pdf"), False),
    ],
)
def test_which_events_count(event: FileSystemEvent, counts: bool, watcher: FolderWatcher, root: Path) -> None:
    event.src_path = str(event.src_path).format(root=root)
    event.dest_path = str(event.dest_path).format(root=root)
    assert watcher._is_change(event) is counts


def test_a_root_below_a_hidden_folder_is_watched_all_the_same(tmp_path: Path, calls: Calls) -> None:
    root = tmp_path / ".隐藏" / "佐证"
    root.mkdir(parents=True)
    assert FolderWatcher(root, calls)._is_change(FileCreatedEvent(str(root / "a.pdf")))


def test_the_root_may_vanish_and_come_back(watcher: FolderWatcher, root: Path, calls: Calls) -> None:
    watcher.start()
    shutil.rmtree(root)
    assert calls.came()
    root.mkdir()
    assert calls.came()
    (root / "a.pdf").write_bytes(b"x")
    assert calls.came()


def test_the_root_need_not_be_there_at_the_start(tmp_path: Path, calls: Calls) -> None:
    watcher = FolderWatcher(tmp_path / "以后", calls, settle_seconds=0.1, look_seconds=0.1)
    watcher.start()
    (tmp_path / "以后").mkdir()
    assert calls.came()
    watcher.stop()


@pytest.mark.expects_error_log
def test_a_call_that_fails_is_logged_and_does_not_end_the_watching(root: Path, calls: Calls) -> None:
    def fail_once() -> None:
        calls()
        if len(calls.threads) == 1:
            raise ValueError("scan failed")

    watcher = FolderWatcher(root, fail_once, settle_seconds=0.1, look_seconds=0.1)
    watcher.start()
    (root / "a.pdf").write_bytes(b"x")
    assert calls.came()
    (root / "b.pdf").write_bytes(b"x")
    assert calls.came()
    watcher.stop()


def test_stopping_from_within_the_call_is_allowed(root: Path) -> None:
    stopped = threading.Event()
    held: list[FolderWatcher] = []

    def stop() -> None:
        held[0].stop()
        stopped.set()

    held.append(FolderWatcher(root, stop, settle_seconds=0.1, look_seconds=0.1))
    held[0].start()
    (root / "a.pdf").write_bytes(b"x")
    assert stopped.wait(PATIENCE)
