"""Strictness for every test: no network, no home directory, no warning, no unexpected ERROR in the log."""

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a test tried to open a network connection")

    connect = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            refuse()
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", local_only)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "APPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture(autouse=True)
def _no_unexpected_errors(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """An ERROR in the log fails the test, unless the test is marked ``expects_error_log``."""
    yield
    if request.node.get_closest_marker("expects_error_log"):
        return
    for when in ("setup", "call"):
        errors = [r.getMessage() for r in caplog.get_records(when) if r.levelno >= logging.ERROR]
        assert not errors, f"unexpected ERROR in the log: {errors}"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real and hostile files, where it lies beside the project."""
    if not SAMPLES.is_dir():
        pytest.skip(f"the sample files are not at {os.fspath(SAMPLES)}")
    return SAMPLES


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue, 白府发〔2023〕40号."""
    from foodsafe_desktop.files.catalogue_toml import load_catalogue
    from foodsafe_desktop.shipped import resource_path

    return load_catalogue(resource_path("catalogues", "baiyun-2023-40.toml"))
