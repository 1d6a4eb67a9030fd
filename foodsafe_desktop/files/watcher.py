"""Follows the evidence folder: says when something in it changed and has come to rest since.

What happened is not said, because events get lost and lie (copies that begin with "created", shares that report
nothing): whoever is called scans. Four things lead there: what the system reports, a look at intervals where it
reports nothing, a rescan by the clock whatever was reported, and the root's going and coming back.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent

from foodsafe_desktop.domain.errors import Cancelled, FolderGone
from foodsafe_desktop.domain.watching import FolderSettings, FolderState
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.files.listening import Listener
from foodsafe_desktop.files.quiet import GONE, Look, Settling
from foodsafe_desktop.services.job import Job

_log = logging.getLogger(__name__)
_TICKS = 10
"""Looks per settle time while something is waited for: events in between are taken together."""
_MOST_AT_ONCE = 10_000
"""Events that are taken together, so that a flood of them does not keep the watcher from everything else."""
_REST_AFTER_POLL = 4
"""A look through a slow share is followed by a pause of this many times its length, at least."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the watcher does what, in seconds. `root`: looks after the folder itself; `poll`: between two looks."""

    settle: float
    rescan: float
    root: float = 5.0
    poll: float = 10.0

    @classmethod
    def of(cls, settings: FolderSettings) -> "Pace":
        """As the archive's settings ask for."""
        return cls(settings.settle_seconds, settings.rescan_minutes * 60.0)


class FolderWatcher:
    """Calls `on_quiet()`, on a thread of its own, when files have changed and come to rest, and `on_state(state)`.

    The state is told at the start and whenever it changes. While the watcher runs, walks of `folder` leave out what
    is not at rest, and the watcher calls again when it is. The folder may vanish and come back (a share, a drive).
    """

    def __init__(
        self,
        folder: DiskFolder,
        on_quiet: Callable[[], None],
        on_state: Callable[[FolderState], None] = lambda _state: None,
        pace: Pace | None = None,
    ) -> None:
        self._folder, self._on_quiet, self._on_state = folder, on_quiet, on_state
        self._given_pace, self._settings = pace, folder.settings
        self._pace = pace or Pace.of(folder.settings)
        self._settling = Settling(self._pace.settle)
        self._events: queue.SimpleQueue[FileSystemEvent | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._exhausted = threading.Event()
        self._thread: threading.Thread | None = None
        self._listener: Listener | None = None
        self._job = Job()
        self._identity: tuple[int, int] | None = None
        self._emptied = False
        self._looks: dict[str, Look] | None = None
        self._state: FolderState | None = None
        self._prefix = os.path.join(folder.root, "")  # noqa: PTH118 - paths of events are cut by it

    def start(self) -> None:
        """Begin to watch; returns when changes from now on will be noticed. The folder need not be there yet."""
        if self._thread is not None:
            return
        self._stopping.clear()
        self._job = Job()
        self._folder.follow_by(self._settling)
        self._watch()
        self._thread = threading.Thread(target=self._follow, name="folder-watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; when it returns, `on_quiet` is not running and will not be called (unless it is the caller)."""
        self._stopping.set()
        self._job.cancel()
        self._events.put(None)
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _follow(self) -> None:
        now = time.monotonic()
        root_at, rescan_at, poll_at = now + self._pace.root, now + self._pace.rescan, now
        while not self._stopping.is_set():
            now = time.monotonic()
            if now >= root_at:
                self._look_after_root()
                root_at = now + self._pace.root
            if now >= rescan_at:
                self._settling.stirred(now)
                rescan_at = now + self._pace.rescan
            if self._state is FolderState.POLLING and now >= poll_at:
                poll_at = self._poll(now)
            next_at = (root_at, rescan_at, poll_at) if self._state is FolderState.POLLING else (root_at, rescan_at)
            self._take_events(min(next_at) - now)
            self._judge(self._settling.due(time.monotonic()))
            if not self._stopping.is_set() and self._settling.ready(time.monotonic()):
                self._tell(self._on_quiet)
        self._unwatch()
        self._folder.follow_by(None)
        self._settling.forget()

    def _take_events(self, longest: float) -> None:
        """Wait for the next event, or for the next tick while something is waited for, and take all there are."""
        if self._exhausted.is_set():
            self._fall_back("the system's watches are used up")
        if not self._settling.is_idle:
            self._stopping.wait(self._pace.settle / _TICKS)
            longest = 0.0
        heard: set[str] = set()
        with suppress(queue.Empty):
            first = self._events.get(timeout=longest) if longest > 0 else self._events.get_nowait()
            heard.update(self._hear(first, time.monotonic()))
            for _ in range(_MOST_AT_ONCE):
                heard.update(self._hear(self._events.get_nowait(), time.monotonic()))
        self._judge(heard)

    def _hear(self, event: FileSystemEvent | None, now: float) -> Iterable[str]:
        """Note one event (None: somebody only woke the watcher); returns the paths to look at."""
        if event is None:
            return ()
        names = self._folder.names
        counts = names.is_entered if event.is_directory else names.is_evidence
        old, new = (self._path_below(str(path), counts) for path in (event.src_path, event.dest_path))
        if event.is_directory:
            if old is not None or new is not None:
                self._settling.stirred(now)
            return ()
        if old is not None and new is not None:
            self._settling.moved(old, new, now)
            return (new,)
        path = new if old is None else old
        if path is None:
            return ()
        self._settling.touched(path, now)
        return (path,)

    def _path_below(self, absolute: str, counts: Callable[[str], bool]) -> str | None:
        """The relative POSIX path, None for what does not count."""
        if not absolute.startswith(self._prefix):
            return None
        path = absolute[len(self._prefix) :].replace(os.sep, "/")
        return path if counts(path) else None

    def _judge(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._settling.seen(path, self._folder.look(path), time.monotonic())

    def _poll(self, now: float) -> float:
        """Compare the folder with the last look at it; returns when to look again."""
        with suppress(FolderGone, Cancelled):  # the root's going is noticed, and told, by looking after it
            looks = self._folder.looks(self._job)
            before, self._looks = self._looks, looks
            if before is not None:
                self._note_differences(before, looks)
        took = time.monotonic() - now
        return now + took + max(self._pace.poll, _REST_AFTER_POLL * took)

    def _note_differences(self, before: dict[str, Look], after: dict[str, Look]) -> None:
        now = time.monotonic()
        for path in before.keys() | after.keys():
            look = after.get(path, GONE)
            if before.get(path, GONE) != look:
                self._settling.touched(path, now)
                self._settling.seen(path, look, now)

    def _look_after_root(self) -> None:
        """Begin anew with a root that vanished, came back, was emptied or replaced, a dead listener, other settings."""
        deaf = self._listener is not None and not self._listener.is_alive
        other = self._settings != self._folder.settings
        if other:
            self._settings = self._folder.settings
            self._pace = self._given_pace or Pace.of(self._settings)
            self._settling.settle = self._pace.settle
        replaced = self._identity != _identity(self._folder.root)
        if deaf or other or replaced or self._emptied != self._folder.is_emptied():
            self._watch()
            self._settling.stirred(time.monotonic())

    def _watch(self) -> None:
        self._unwatch()
        self._exhausted.clear()
        self._looks = None
        self._identity = _identity(self._folder.root)
        self._emptied = self._folder.is_emptied()
        if self._identity is None or self._emptied:
            self._settling.forget()  # nothing can be said of any file, so nothing came to rest
            self._be(FolderState.OFFLINE)
        elif self._settings.polling:
            self._poll(time.monotonic())
            self._be(FolderState.POLLING)
        else:
            self._listen()

    def _listen(self) -> None:
        try:
            self._listener = Listener(self._folder.root, self._events.put, self._lost, self._exhausted.set)
        except OSError as error:
            self._fall_back(str(error))
        else:
            self._be(FolderState.ONLINE)

    def _lost(self) -> None:
        """Events were dropped: whatever they were, the next scan compares everything."""
        _log.warning("events of the evidence folder were lost, comparing everything")
        self._settling.stirred(time.monotonic())
        self._events.put(None)

    def _fall_back(self, reason: str) -> None:
        """Look at intervals, because not everything can be listened to."""
        _log.warning("cannot listen to the evidence folder, looking at intervals: %s", reason)
        self._exhausted.clear()
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()
        self._settling.stirred(time.monotonic())
        self._be(FolderState.POLLING)

    def _unwatch(self) -> None:
        listener, self._listener, self._identity = self._listener, None, None
        if listener is not None:
            listener.stop()

    def _be(self, state: FolderState) -> None:
        if state is not self._state:
            self._state = state
            self._tell(lambda: self._on_state(state))

    def _tell(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:  # whoever is called may fail; the watching must outlive it, and the failure must be known
            _log.exception("a call after a change of the evidence folder failed")


def _identity(root: Path) -> tuple[int, int] | None:
    """Which folder this is on the disk, None if there is none."""
    try:
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
