"""What journeys share: the program as a person at a terminal meets it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from foodsafe_desktop.app import main
from foodsafe_desktop.files import evidence_folder

Command = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(autouse=True)
def _nobody_writes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test wrote a moment ago are looked at again at once: nothing else writes to them."""
    monkeypatch.setattr(evidence_folder, "_sleep", lambda _seconds: None)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run one command with ``--json``; returns the exit code and the object on standard output."""

    def run(*argv: object) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = main([*map(str, argv), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run
