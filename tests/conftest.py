"""Strictness for every test: no network, no home directory, no warning, no unexpected ERROR, nothing left running."""

import gc
import importlib.util
import logging
import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from tests.shipped_edition import shipped_edition

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
GRACE = 5.0
"""Seconds that a thread or process which was told to stop may take to end."""

# Before anything imports Qt. A person who wants to watch the windows names another platform.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test depends on which office programs this machine has; the few that try one name it.
os.environ["FOODSAFE_CONVERTERS"] = "none"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know pytest-qt's settings also where it is not installed, so that a mistyped setting still is an error."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "pytest-qt's; without Qt there is nothing to set", type="linelist")


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Escape what is no UTF-8 (broken file names, quoted in a log) before a report goes from a worker to its master."""
    return _escaped((yield))


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {_escaped(key): _escaped(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_escaped, value))
    return value


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """No socket but those between processes of this machine, from the first fixture to the last.

    Child processes are out of reach of this; `make test` runs the whole suite where there is no network interface.
    """
    original = socket.socket.__init__

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a test tried to use the network")

    def guarded(
        self: socket.socket, family: int = -1, kind: int = -1, proto: int = -1, fileno: int | None = None
    ) -> None:
        # Windows makes even a pair of sockets within one process out of network sockets.
        if fileno is None and family != getattr(socket, "AF_UNIX", None) and sys.platform != "win32":
            refuse()
        original(self, family, kind, proto, fileno)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "__init__", guarded)
        for name in ("create_connection", "getaddrinfo", "gethostbyname"):
            patch.setattr(socket, name, refuse)
        yield


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in (
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "APPDATA",
        "LOCALAPPDATA",
        "USERPROFILE",
    ):
        monkeypatch.setenv(name, str(home))


@pytest.fixture(autouse=True)
def _no_unexpected_errors(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """An ERROR in the log fails the test, unless the test is marked ``expects_error_log``: then its absence does."""
    yield
    records = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    errors = [record.getMessage() for record in records if record.levelno >= logging.ERROR]
    if request.node.get_closest_marker("expects_error_log"):
        assert errors, "no ERROR was logged, but the test is marked expects_error_log"
    else:
        assert not errors, f"unexpected ERROR in the log: {errors}"


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """A thread or child process that a test started and did not end fails it."""
    threads, children = set(threading.enumerate()), set(multiprocessing.active_children())
    yield
    if set(threading.enumerate()) - threads or set(multiprocessing.active_children()) - children:
        gc.collect()  # executors end their threads once nothing refers to them
    # A thread of Qt's own that once ran Python stays in the list for good as a dummy: it is not ours to end.
    ours = [t for t in set(threading.enumerate()) - threads if not isinstance(t, threading._DummyThread)]
    for thread in ours:
        thread.join(GRACE)
    for child in set(multiprocessing.active_children()) - children:
        child.join(GRACE)
    left = [t.name for t in ours if t.is_alive()]
    left += [p.name for p in set(multiprocessing.active_children()) - children]
    assert not left, f"still running after the test: {sorted(left)}"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real and hostile files, where it lies beside the project."""
    if not SAMPLES.is_dir():
        pytest.skip(f"the sample files are not at {os.fspath(SAMPLES)}")
    return SAMPLES


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue, 白府发〔2023〕40号."""
    return shipped_edition().catalogue
