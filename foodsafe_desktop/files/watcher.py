"""Follows the evidence folder: says when something happened in it and it has come to rest since.

What happened is not said, because events get lost and lie (copies that begin with "created", shares that report
nothing): whoever is called scans. Watchdog's own thread only drops events into a queue.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePath

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from foodsafe_desktop.files.names import is_passing_file, is_system_folder

_log = logging.getLogger(__name__)
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})
"""Not ``opened``, ``closed_no_write`` and ``attrib``: reading a file to hash it must not look like a change."""


class Settling:
    """Decides when a folder is at rest. No clock and no thread: times are passed in, in seconds."""

    def __init__(self, settle_seconds: float) -> None:
        self._settle = settle_seconds
        self._last: float | None = None

    def touched(self, now: float) -> None:
        """Something changed: the wait begins anew."""
        self._last = now

    def remaining(self, now: float) -> float | None:
        """Seconds until the folder counts as at rest, None while nothing is waited for."""
        return None if self._last is None else max(0.0, self._last + self._settle - now)

    def came_to_rest(self, now: float) -> bool:
        """Whether a change has settled by now; said once for any number of changes."""
        if self._last is None or now < self._last + self._settle:
            return False
        self._last = None
        return True


class FolderWatcher:
    """Calls `on_quiet()`, on a thread of its own, whenever the folder has changed and then rested `settle_seconds`.

    The folder may vanish and come back (a share, a drive): both count as a change, and watching goes on.
    `look_seconds` is how often that is looked for.
    """

    def __init__(
        self,
        root: Path,
        on_quiet: Callable[[], None],
        settle_seconds: float = 2.0,
        look_seconds: float = 5.0,
    ) -> None:
        self._root, self._on_quiet, self._look_seconds = root, on_quiet, look_seconds
        self._settling = Settling(settle_seconds)
        self._events: queue.SimpleQueue[FileSystemEvent | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._observer: BaseObserver | None = None
        self._identity: tuple[int, int] | None = None

    def start(self) -> None:
        """Begin to watch; returns when changes from now on will be noticed. The folder need not be there yet."""
        if self._thread is not None:
            return
        self._stopping.clear()
        self._watch()
        self._thread = threading.Thread(target=self._follow, name="folder-watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; when it returns, `on_quiet` is not running and will not be called (unless it is the caller)."""
        self._stopping.set()
        self._events.put(None)
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _follow(self) -> None:
        look_at = time.monotonic() + self._look_seconds
        while not self._stopping.is_set():
            now = time.monotonic()
            if now >= look_at:
                self._look()
                look_at = now + self._look_seconds
            remaining = self._settling.remaining(now)
            self._take_events(look_at - now if remaining is None else min(remaining, look_at - now))
            if self._settling.came_to_rest(time.monotonic()) and not self._stopping.is_set():
                self._call()
        self._unwatch()

    def _take_events(self, timeout: float) -> None:
        with suppress(queue.Empty):
            event = self._events.get(timeout=max(timeout, 0.0))
            while True:
                if event is not None and self._is_change(event):
                    self._settling.touched(time.monotonic())
                event = self._events.get_nowait()

    def _is_change(self, event: FileSystemEvent) -> bool:
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return False  # a folder is "modified" by every temporary file in it
        return any(self._is_evidence(str(path)) for path in (event.src_path, event.dest_path) if path)

    def _is_evidence(self, path: str) -> bool:
        with suppress(ValueError):
            path = str(PurePath(path).relative_to(self._root))
        *folders, name = PurePath(path).parts or ("",)
        return not is_passing_file(name) and not any(is_system_folder(folder) for folder in folders)

    def _look(self) -> None:
        """Notice a root that vanished, came back or was replaced, and watch what is there now."""
        if self._identity != _identity(self._root):
            self._watch()
            self._settling.touched(time.monotonic())

    def _watch(self) -> None:
        self._unwatch()
        self._identity = _identity(self._root)
        if self._identity is None:
            return
        observer = Observer()
        observer.schedule(_IntoQueue(self._events), str(self._root), recursive=True)
        try:
            observer.start()
        except OSError as error:  # out of watches, or gone again; the user's own scan still works
            _log.warning("cannot watch %s: %s", self._root, error)
            return
        self._observer = observer

    def _unwatch(self) -> None:
        observer, self._observer, self._identity = self._observer, None, None
        if observer is not None:
            observer.stop()
            observer.join()

    def _call(self) -> None:
        try:
            self._on_quiet()
        except Exception:  # whoever is called may fail; the watching must outlive it, and the failure must be known
            _log.exception("the scan after a change of %s failed", self._root)


class _IntoQueue(FileSystemEventHandler):
    def __init__(self, events: "queue.SimpleQueue[FileSystemEvent | None]") -> None:
        self._events = events

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._events.put(event)


def _identity(root: Path) -> tuple[int, int] | None:
    """Which folder this is on the disk, None if there is none."""
    try:
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
