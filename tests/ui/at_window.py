"""What tests do at the window again and again: open an archive in it, wait until it rests, read what it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui.appearance import dress
from foodsafe_desktop.ui.main_window import MainWindow
from tests.ui.desktop import FakeFront

FormKind = TypeVar("FormKind", bound=QWidget)


@contextmanager
def window_of(front: FakeFront, qtbot: QtBot, size: tuple[int, int] = (1366, 740)) -> Iterator[MainWindow]:
    """A window without an archive, closed behind the test, which may have left a volume half compiled."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application)
    window = MainWindow(front)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    yield window
    front.hold.set()
    window.close()


@contextmanager
def opened_window(front: FakeFront, qtbot: QtBot, size: tuple[int, int] = (1366, 740)) -> Iterator[MainWindow]:
    """A window with the front's archive open, at rest and with nothing said."""
    with window_of(front, qtbot, size) as window:
        window.desk.open(front.archive.place.root)
        settle(window, qtbot)
        window.notices.dismiss()
        yield window


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing runs: services, suggestions and readers of the preview, printing."""
    runners = (window.runner, *window.reading_room.runners, window.printing)
    qtbot.waitUntil(lambda: not any(runner.is_busy for runner in runners))


def said(window: MainWindow) -> str:
    """The sentence that stands in the window."""
    assert window.notices.last is not None
    return window.notices.last.sentence


def form(kind: type[FormKind]) -> FormKind:
    """The form that waits for an answer."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found
