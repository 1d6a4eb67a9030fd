"""What the system itself reports of a folder, as paths; and when that stops being trustworthy.

watchdog listens. Beside its events, two things must not pass in silence, and it only logs them or lets them go:
events that the system dropped because too many came (overflow), and folders that could not be watched because the
system's watches are used up. On Linux both are seen here; Windows has no such limit, and what it drops is seen in
`windows_listening`.
"""

import errno
import sys
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers.api import BaseObserver

CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""Not opened, not closed unwritten: reading a file to hash it must not even be reported. Not a folder's "modified":
every temporary file in it causes one."""


class Listener:
    """Listens from its making to `stop()`. Raises OSError when the folder cannot be listened to at all.

    `heard` gets every event, `lost` is called when events were dropped, `exhausted` when some folder below could not
    be watched: each on a thread of its own, and must return at once.
    """

    def __init__(
        self,
        root: Path,
        heard: Callable[[FileSystemEvent], None],
        lost: Callable[[], None],
        exhausted: Callable[[], None],
    ) -> None:
        self._observer = _observer(lost, exhausted)
        try:
            self._observer.schedule(_Into(heard), str(root), recursive=True, event_filter=CHANGES)
            self._observer.start()
        except BaseException:  # whatever stops the start, no half-started thread stays
            self.stop()
            raise

    @property
    def is_alive(self) -> bool:
        """Whether every thread that listens still runs."""
        emitters = self._observer.emitters
        return self._observer.is_alive() and bool(emitters) and all(one.is_alive() for one in emitters)

    def stop(self) -> None:
        """Listen no longer; when it returns, nothing more is heard."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()


class _Into(FileSystemEventHandler):
    def __init__(self, heard: Callable[[FileSystemEvent], None]) -> None:
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._heard(event)


if sys.platform == "linux":
    from watchdog.observers.inotify import InotifyEmitter
    from watchdog.observers.inotify_c import CallbackId, InotifyEvent, InotifyFD, Mask, WatchCallback, WatchDescriptor

    class _Descriptor(InotifyFD):
        """The queue of the kernel, with an ear for what goes wrong in it."""

        def __init__(self, lost: Callable[[], None], exhausted: Callable[[], None]) -> None:
            super().__init__()
            self._lost, self._exhausted = lost, exhausted

        def handle_event(self, event: InotifyEvent) -> None:
            if event.is_queue_overflow:
                self._lost()
            super().handle_event(event)

        def add_callback(self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId) -> WatchDescriptor:
            try:
                return super().add_callback(path, mask, callback, id_)
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.ENOMEM):  # watchdog goes on without this folder
                    self._exhausted()
                raise

        def _add_callback(self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId) -> WatchDescriptor:
            # A folder made inside one that was just made is met twice. watchdog then warns, with all its watches
            # spelt out: in a burst that takes longer than everything else.
            watch = self._get_or_create_watch(path, mask)
            watch.callbacks[id_] = callback
            return watch.wd

    class _LinuxObserver(BaseObserver):
        """watchdog's own, with a kernel queue of its own in place of the one shared by the whole program."""

        def __init__(self, descriptor: _Descriptor) -> None:
            super().__init__(InotifyEmitter, inotify_fd=descriptor)
            self._descriptor = descriptor
            descriptor.start()

        def on_thread_stop(self) -> None:
            super().on_thread_stop()
            self._descriptor.stop()
            self._descriptor.join()

    def _observer(lost: Callable[[], None], exhausted: Callable[[], None]) -> BaseObserver:
        return _LinuxObserver(_Descriptor(lost, exhausted))
elif sys.platform == "win32":
    from foodsafe_desktop.files.windows_listening import Observer

    def _observer(lost: Callable[[], None], _exhausted: Callable[[], None]) -> BaseObserver:
        return Observer(lost)
else:
    from watchdog.observers import Observer

    def _observer(_lost: Callable[[], None], _exhausted: Callable[[], None]) -> BaseObserver:
        return Observer()
