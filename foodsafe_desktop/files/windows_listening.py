"""What Windows does not say of a folder that is listened to, taken from what it leaves out.

A batch of events that did not fit is reported as one of no length (ReadDirectoryChangesW, "the buffer overflowed"),
which watchdog passes over. And its reading thread ends for good when a share drops the connection, while the one that
hands events on waits for ever: nothing more is heard, and nothing looks dead.
"""

import queue
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from watchdog.observers import read_directory_changes as windows
from watchdog.observers.api import BaseObserver
from watchdog.observers.winapi import DirectoryChangeReader


class Reader(DirectoryChangeReader):
    """watchdog's own, which says what was lost, and whether it still reads."""

    def __init__(self, path: str, *, recursive: bool, lost: Callable[[], None]) -> None:
        super().__init__(path, recursive=recursive)
        self._lost = lost
        self.has_ended = False

    def _run(self) -> None:
        try:
            with suppress(OSError):  # the share or drive went: told by `has_ended`, and by looking after the root
                super()._run()
        finally:
            self.has_ended = True

    def _run_inner(self, handle: Any, event_buffer: Any, nbytes: Any) -> None:  # noqa: ANN401 - as watchdog has it
        nbytes.value = 0
        super()._run_inner(handle, event_buffer, nbytes)
        if not nbytes.value and not self._should_stop:
            self._lost()


class Observer(BaseObserver):
    """watchdog's own for Windows, with such a reader. `lost`: see `Listener`."""

    def __init__(self, lost: Callable[[], None]) -> None:
        class Emitter(windows.WindowsApiEmitter):
            def on_thread_start(self) -> None:
                self._reader = Reader(self.watch.path, recursive=self.watch.is_recursive, lost=lost)
                try:
                    self._reader.start()
                except queue.Empty:  # all that watchdog says of a folder that it could not open
                    raise OSError(f"{self.watch.path} cannot be listened to") from None

            def queue_events(self, timeout: float) -> None:
                reader = self._reader
                super().queue_events(timeout)
                if isinstance(reader, Reader) and reader.has_ended:
                    self.stop()  # found dead, and replaced, by whoever listens

        super().__init__(Emitter)
