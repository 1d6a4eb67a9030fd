"""Listening on Windows, with what watchdog has there played: its module cannot be loaded anywhere else."""

import importlib
import queue
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest


class PlayedReader:
    """As watchdog's: `batches` are the lengths that Windows reports; an error in place of one ends the reading."""

    batches: list[int | OSError]

    def __init__(self, path: str, *, recursive: bool) -> None:
        self.path, self.recursive = path, recursive
        self._should_stop = False
        self.begun: list[str] = []

    def start(self) -> None:
        if self.path == "没有":
            raise queue.Empty
        self.begun.append(self.path)

    def _run(self) -> None:
        length = SimpleNamespace(value=99)
        while not self._should_stop:
            self._run_inner(None, None, length)

    def _run_inner(self, _handle: Any, _buffer: Any, nbytes: Any) -> None:
        if not self.batches:
            self._should_stop = True  # as when it is told to stop: the call comes back with nothing
            return
        batch = self.batches.pop(0)
        if isinstance(batch, OSError):
            raise batch
        nbytes.value = batch


class PlayedEmitter:
    def __init__(self, path: str) -> None:
        self.watch = SimpleNamespace(path=path, is_recursive=True)
        self._reader: PlayedReader | None = None
        self.is_stopped = False

    def queue_events(self, _timeout: float) -> None:
        """Nothing came."""

    def stop(self) -> None:
        self.is_stopped = True


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    base = "watchdog.observers"
    for name, has in (
        ("read_directory_changes", {"WindowsApiEmitter": PlayedEmitter}),
        ("winapi", {"DirectoryChangeReader": PlayedReader}),
    ):
        played = ModuleType(f"{base}.{name}")
        played.__dict__.update(has)
        monkeypatch.setitem(sys.modules, played.__name__, played)
        monkeypatch.setattr(importlib.import_module(base), name, played, raising=False)
    name = "foodsafe_desktop.files.windows_listening"
    monkeypatch.delitem(sys.modules, name, raising=False)
    yield importlib.import_module(name)
    sys.modules.pop(name, None)


def read(windows: Any, *batches: int | OSError) -> tuple[Any, int]:
    """The reader after these batches, and how often it said that something was lost."""
    lost: list[None] = []
    reader = windows.Reader("材料", recursive=True, lost=lambda: lost.append(None))
    reader.batches = list(batches)
    reader._run()
    return reader, len(lost)


def test_a_batch_of_no_length_is_one_that_was_dropped(windows: Any) -> None:
    assert read(windows, 120, 0, 64)[1] == 1
    assert read(windows, 120, 64)[1] == 0, "to be told to stop loses nothing"


def test_a_share_that_drops_the_connection_is_found_dead(windows: Any) -> None:
    reader, lost = read(windows, 120, OSError(64, "The specified network name is no longer available"))
    assert (reader.has_ended, lost) == (True, 0)
    emitter = emitter_of(windows, "材料")
    emitter.on_thread_start()
    emitter.queue_events(1.0)
    assert not emitter.is_stopped
    emitter._reader.has_ended = True
    emitter.queue_events(1.0)
    assert emitter.is_stopped


def test_a_folder_that_cannot_be_opened_is_an_error_of_the_system(windows: Any) -> None:
    with pytest.raises(OSError, match="没有"):
        emitter_of(windows, "没有").on_thread_start()


def emitter_of(windows: Any, path: str) -> Any:
    return windows.Observer(lambda: None)._emitter_class(path)
