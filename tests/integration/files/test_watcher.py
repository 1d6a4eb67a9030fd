import errno
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from watchdog.events import (
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
)

from foodsafe_desktop.domain.watching import FolderSettings, FolderState
from foodsafe_desktop.files import listening
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.files.watcher import FolderWatcher, Pace
from foodsafe_desktop.services.job import Job

PATIENCE = 20.0
"""Seconds after which an event that should have come counts as lost."""
QUICK = Pace(settle=0.2, rescan=3600.0, root=0.2, poll=0.1)
ONLINE, POLLING, OFFLINE = FolderState.ONLINE, FolderState.POLLING, FolderState.OFFLINE
if sys.platform == "linux":
    from watchdog.observers.inotify_c import InotifyEvent, InotifyFD, Mask, WatchDescriptor
linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify")


class Called:
    """What the watcher called, and a way to wait for more."""

    def __init__(self) -> None:
        self.threads: list[str] = []
        self.states: list[FolderState] = []
        self._news = threading.Condition()

    def quiet(self) -> None:
        with self._news:
            self.threads.append(threading.current_thread().name)
            self._news.notify_all()

    def state(self, state: FolderState) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def until(self, what: Callable[[], bool]) -> bool:
        """Wait until something holds that a call brings about."""
        with self._news:
            return self._news.wait_for(what, PATIENCE)

    def count(self) -> int:
        with self._news:
            return len(self.threads)


@pytest.fixture
def called() -> Called:
    return Called()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "佐证材料"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(root: Path) -> DiskFolder:
    return DiskFolder(root, clock=lambda: 4e9)  # far ahead: no file is young, so that events alone decide


@pytest.fixture
def watcher(folder: DiskFolder, called: Called) -> Iterator[FolderWatcher]:
    made = FolderWatcher(folder, called.quiet, called.state, QUICK)
    yield made
    made.stop()
    assert not [thread for thread in threading.enumerate() if "watcher" in thread.name]


def listed(folder: DiskFolder) -> set[str]:
    return {found.path for found in folder.walk(Job()).files}


def told(called: Called, folder: DiskFolder, *, path: str, there: bool = True) -> bool:
    """Whether a call comes after which a walk finds the path (or finds it gone)."""

    def holds() -> bool:
        return called.count() > 0 and (path in listed(folder)) is there

    return called.until(holds)


def test_many_changes_are_one_call_on_the_watchers_own_thread(
    watcher: FolderWatcher, root: Path, called: Called
) -> None:
    watcher.start()
    assert called.states == [ONLINE]
    for number in range(20):
        (root / f"{number}.pdf").write_bytes(b"x")
    assert called.until(lambda: bool(called.threads))
    watcher.stop()
    assert called.threads == ["folder-watcher"]


def test_a_folder_of_two_hundred_files_that_is_moved_in_is_found_whole(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder, tmp_path: Path
) -> None:
    for number in range(200):
        file = tmp_path / "外" / str(number % 5) / f"{number}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    watcher.start()
    (tmp_path / "外").rename(root / "(8)")
    assert told(called, folder, path="(8)/0/0.pdf")
    assert len(listed(folder)) == 200
    (root / "(8)" / "3" / "新.pdf").write_bytes(b"y")
    assert told(called, folder, path="(8)/3/新.pdf")
    (root / "(8)" / "3" / "新.pdf").unlink()
    assert told(called, folder, path="(8)/3/新.pdf", there=False)


def test_a_file_is_held_back_until_it_rests_and_the_watcher_comes_back_for_it(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder
) -> None:
    watcher.start()
    seen: list[set[str]] = []
    (root / "先.pdf").write_bytes(b"x")
    with (root / "长.mp4").open("wb", buffering=0) as growing:
        while not called.count():  # the other one is told although this one grows all the time
            growing.write(b"x")
        seen.append(listed(folder))
        assert "长.mp4" in folder.walk(Job()).unsettled
    assert seen == [{"先.pdf"}]
    assert told(called, folder, path="长.mp4")


def test_word_saves_by_renaming_and_the_document_is_never_seen_gone(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder
) -> None:
    document = root / "报告.docx"
    document.write_bytes(b"old")
    watcher.start()
    (root / "~$报告.docx").write_bytes(b"lock")
    (root / "~WRD0001.tmp").write_bytes(b"new text")
    document.rename(root / "~WRL0002.tmp")
    (root / "~WRD0001.tmp").rename(document)
    (root / "~WRL0002.tmp").unlink()
    (root / "~$报告.docx").unlink()
    assert told(called, folder, path="报告.docx")
    watcher.stop()
    assert document.read_bytes() == b"new text"
    assert called.count() == 1


def test_a_download_is_found_under_its_final_name_only(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder
) -> None:
    watcher.start()
    (root / "a.pdf.filepart").write_bytes(b"half")
    (root / "a.pdf.filepart").rename(root / "a.pdf")
    assert told(called, folder, path="a.pdf")
    assert listed(folder) == {"a.pdf"}


def test_reading_temporary_and_ignored_files_is_no_change(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder
) -> None:
    folder.adopt(FolderSettings(ignore=("*.bak",)))
    (root / "a.pdf").write_bytes(b"x")
    (root / ".git").mkdir()
    watcher.start()
    (root / "a.pdf").read_bytes()
    for name in ("~$a.docx", "a.tmp", ".git/index", "旧.bak"):
        (root / name).write_bytes(b"x")
    (root / "真.pdf").write_bytes(b"x")
    assert told(called, folder, path="真.pdf")
    watcher.stop()
    assert called.count() == 1


@pytest.mark.parametrize(
    ("event", "held"),
    [
        (FileCreatedEvent("{root}/a.pdf"), {"a.pdf"}),
        (FileModifiedEvent("{root}/子/a.pdf"), {"子/a.pdf"}),
        (FileDeletedEvent("{root}/a.pdf"), {"a.pdf"}),
        (FileMovedEvent("{root}/a.pdf.filepart", "{root}/a.pdf"), {"a.pdf"}),
        (FileMovedEvent("{root}/a.pdf", "{root}/a.tmp"), {"a.pdf"}),
        (FileMovedEvent("{root}/a.pdf", "{root}/b.pdf"), {"a.pdf", "b.pdf"}),
        (FileMovedEvent("{root}/~a.tmp", "{root}/b.tmp"), set()),
        (FileModifiedEvent("{root}/.git/index"), set()),
        (FileModifiedEvent("{root}/$RECYCLE.BIN/a.pdf"), set()),
        (FileModifiedEvent("{root}别处/a.pdf"), set()),
        (DirMovedEvent("{root}/子", "{root}/丑"), set()),
    ],
)
def test_which_paths_an_event_holds(event: FileSystemEvent, held: set[str], watcher: FolderWatcher, root: Path) -> None:
    event.src_path = str(event.src_path).format(root=root)
    event.dest_path = str(event.dest_path).format(root=root)
    watcher._hear(event, 0.0)
    assert watcher._settling.waiting() == held
    assert watcher._settling.is_idle is (not held and not event.is_directory)


@pytest.mark.parametrize(
    ("name", "counts"), [("第一部分.part", True), ("~$夹.tmp", True), (".git", False), ("a.bak", False)]
)
def test_folders_are_gone_through_whatever_files_may_not_be_called(
    name: str, counts: bool, watcher: FolderWatcher, root: Path
) -> None:
    watcher._folder.adopt(FolderSettings(ignore=("*.bak",)))
    watcher._hear(DirDeletedEvent(f"{root}/{name}"), 0.0)
    assert watcher._settling.is_idle is not counts


def test_a_root_below_a_hidden_folder_is_watched_all_the_same(tmp_path: Path, called: Called) -> None:
    root = tmp_path / ".隐藏" / "佐证"
    root.mkdir(parents=True)
    watcher = FolderWatcher(DiskFolder(root), called.quiet, pace=QUICK)
    watcher._hear(FileCreatedEvent(str(root / "a.pdf")), 0.0)
    assert watcher._settling.waiting() == {"a.pdf"}


def test_the_root_may_vanish_and_come_back(watcher: FolderWatcher, root: Path, called: Called) -> None:
    (root / "a.pdf").write_bytes(b"x")
    watcher.start()
    aside = root.rename(root.parent / "拔出")
    assert called.until(lambda: called.states == [ONLINE, OFFLINE] and bool(called.threads))
    before = called.count()
    aside.rename(root)
    assert called.until(lambda: called.states == [ONLINE, OFFLINE, ONLINE] and called.count() > before)
    before = called.count()
    (root / "b.pdf").write_bytes(b"x")
    assert called.until(lambda: called.count() > before)
    assert called.states == [ONLINE, OFFLINE, ONLINE]


def test_a_root_that_was_deleted_and_made_anew_is_watched_again(
    watcher: FolderWatcher, root: Path, called: Called
) -> None:
    watcher.start()
    shutil.rmtree(root)
    assert called.until(lambda: OFFLINE in called.states)
    root.mkdir()
    assert called.until(lambda: called.states[-1] is ONLINE)
    before = called.count()
    (root / "b.pdf").write_bytes(b"x")
    assert called.until(lambda: called.count() > before)


def test_the_root_need_not_be_there_at_the_start(tmp_path: Path, called: Called) -> None:
    watcher = FolderWatcher(DiskFolder(tmp_path / "以后"), called.quiet, called.state, QUICK)
    watcher.start()
    assert called.states == [OFFLINE]
    (tmp_path / "以后").mkdir()
    assert called.until(lambda: bool(called.threads))
    assert called.states == [OFFLINE, ONLINE]
    watcher.stop()


def test_everything_is_looked_at_by_the_clock_whatever_was_reported(folder: DiskFolder, called: Called) -> None:
    watcher = FolderWatcher(folder, called.quiet, pace=Pace(settle=0.1, rescan=0.2))
    watcher.start()
    assert called.until(lambda: called.count() >= 3)
    watcher.stop()


class TestPolling:
    """Looking at intervals, as on a share that reports nothing."""

    @pytest.fixture
    def folder(self, root: Path) -> DiskFolder:
        return DiskFolder(root, FolderSettings(polling=True), clock=lambda: 4e9)

    def test_changes_are_found_without_any_event(
        self,
        watcher: FolderWatcher,
        root: Path,
        called: Called,
        folder: DiskFolder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("foodsafe_desktop.files.watcher.Listener", None)
        (root / "旧.pdf").write_bytes(b"x")
        watcher.start()
        assert called.states == [POLLING]
        (root / "新.pdf").write_bytes(b"x")
        (root / "~$新.docx").write_bytes(b"x")
        assert told(called, folder, path="新.pdf")
        (root / "旧.pdf").unlink()
        assert told(called, folder, path="旧.pdf", there=False)

    def test_a_root_that_goes_and_comes_back(self, watcher: FolderWatcher, root: Path, called: Called) -> None:
        watcher.start()
        aside = root.rename(root.parent / "拔出")
        assert called.until(lambda: called.states == [POLLING, OFFLINE])
        aside.rename(root)
        assert called.until(lambda: called.states == [POLLING, OFFLINE, POLLING])

    def test_settings_taken_up_later_hold_for_the_watcher_too(
        self, watcher: FolderWatcher, folder: DiskFolder, called: Called
    ) -> None:
        watcher.start()
        folder.adopt(FolderSettings())
        assert called.until(lambda: called.states == [POLLING, ONLINE])


def test_what_happens_while_the_watcher_restarts_is_told_though_no_event_is_heard(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listener that died is replaced; what came in between was reported to nobody."""
    watcher.start()
    listener = watcher._listener
    assert listener is not None

    def too_late(*given: Any) -> listening.Listener:
        (root / "其间.pdf").write_bytes(b"x")
        return listening.Listener(*given)

    monkeypatch.setattr("foodsafe_desktop.files.watcher.Listener", too_late)
    listener.stop()
    assert told(called, folder, path="其间.pdf")
    (root / "其后.pdf").write_bytes(b"y")
    assert told(called, folder, path="其后.pdf")


@linux
class TestWhatTheSystemCannotReport:
    def test_lost_events_make_everything_be_compared(self, watcher: FolderWatcher, called: Called) -> None:
        watcher.start()
        listener = watcher._listener
        assert listener is not None
        overflow = InotifyEvent(WatchDescriptor(-1), Mask(0x4000), 0, b"")  # IN_Q_OVERFLOW
        listener._observer._descriptor.handle_event(overflow)  # type: ignore[attr-defined]
        assert called.until(lambda: bool(called.threads))
        assert called.states == [ONLINE]

    def test_used_up_watches_make_it_look_at_intervals_and_say_so(
        self,
        watcher: FolderWatcher,
        root: Path,
        called: Called,
        folder: DiskFolder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        add = InotifyFD.add_callback

        def add_few(self: object, path: bytes, *rest: object) -> object:
            if os.fsencode(root) != path:
                raise OSError(errno.ENOSPC, "inotify watch limit reached")
            return add(self, path, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(InotifyFD, "add_callback", add_few)
        watcher.start()
        assert called.states == [ONLINE]
        (root / "(8)").mkdir()
        assert called.until(lambda: called.states == [ONLINE, POLLING])
        (root / "(8)" / "a.pdf").write_bytes(b"x")
        assert told(called, folder, path="(8)/a.pdf")

    def test_a_folder_that_cannot_be_listened_to_at_all_is_looked_at(
        self, watcher: FolderWatcher, root: Path, called: Called, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_args: object) -> object:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")

        monkeypatch.setattr(InotifyFD, "add_callback", refuse)
        watcher.start()
        assert called.states == [POLLING]
        before = called.count()
        (root / "a.pdf").write_bytes(b"x")
        assert called.until(lambda: called.count() > before)


@pytest.mark.expects_error_log
def test_a_call_that_fails_is_logged_and_does_not_end_the_watching(
    folder: DiskFolder, root: Path, called: Called
) -> None:
    def fail_once() -> None:
        called.quiet()
        if called.count() == 1:
            raise ValueError("scan failed")

    watcher = FolderWatcher(folder, fail_once, pace=QUICK)
    watcher.start()
    (root / "a.pdf").write_bytes(b"x")
    assert called.until(lambda: called.count() == 1)
    (root / "b.pdf").write_bytes(b"x")
    assert called.until(lambda: called.count() == 2)
    watcher.stop()


def test_stopping_from_within_the_call_is_allowed(folder: DiskFolder, root: Path) -> None:
    stopped = threading.Event()
    held: list[FolderWatcher] = []

    def stop() -> None:
        held[0].stop()
        stopped.set()

    held.append(FolderWatcher(folder, stop, pace=QUICK))
    held[0].start()
    (root / "a.pdf").write_bytes(b"x")
    assert stopped.wait(PATIENCE)


def test_an_empty_root_in_place_of_a_full_one_is_offline_until_files_are_there_again(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder
) -> None:
    (root / "甲").mkdir()
    (root / "甲" / "a.pdf").write_bytes(b"a")
    folder.expect(files=True)
    watcher.start()
    root.rename(root.with_name("拔走"))
    assert called.until(lambda: called.states[-1] is OFFLINE)
    root.mkdir()
    (root / "空").mkdir()
    assert folder.is_emptied()
    calls = called.count()
    (root / "空" / "b.pdf").write_bytes(b"b")
    assert called.until(lambda: called.states[-1] is ONLINE and called.count() > calls)
    assert called.states == [ONLINE, OFFLINE, ONLINE]


def test_an_emptied_folder_is_online_again_once_a_person_accepts_it(
    watcher: FolderWatcher, root: Path, called: Called, folder: DiskFolder
) -> None:
    watcher.start()
    folder.expect(files=True)  # what a scan says that finds none of the recorded files
    assert called.until(lambda: called.states == [ONLINE, OFFLINE])
    folder.expect(files=False)
    assert called.until(lambda: called.states == [ONLINE, OFFLINE, ONLINE])
