"""All objects are gone through while nobody looks, and not while anything is under way."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui import starting
from tests.sure import sure


class _Circle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_was_set_aside_goes_once_the_person_is_away_and_nothing_runs(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "_AWAY", 5)
    window, running = QWidget(), ["a scan"]
    qtbot.addWidget(window)
    starting.collect_when_away(qapp, window, lambda: bool(running))
    circle = _Circle()
    known = weakref.ref(circle)
    del circle
    gc.freeze()
    with qtbot.waitSignal(sure(window.findChild(QTimer)).timeout):
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert known() is not None, "while something runs"
    running.clear()
    qtbot.waitUntil(lambda: known() is None)
