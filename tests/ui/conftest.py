"""Strictness for tests of the window: Qt warnings fail, no window stays behind, a failed test leaves its picture."""

import gc
import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import jobs
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.search import reading
from tests.fakes import FakeArchive
from tests.ui.at_window import opened_window
from tests.ui.desktop import FakeFront, sample_archive

FAILED = Path(__file__).resolve().parents[2] / "build" / "failed"
GRAVE = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, in the fonts that ship with the program: the same picture on every machine."""
    for font in sorted(resource_path("fonts").glob("*.ttf")):
        assert QFontDatabase.addApplicationFont(str(font)) != -1, f"Qt cannot read {font.name}"
    qapp.setFont(QFont("Noto Sans SC", 10))
    return qapp


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    """What the window has before it: where a test wants something else, its module says so."""
    return sample_archive(tmp_path)


@pytest.fixture
def front(archive: FakeArchive) -> FakeFront:
    return FakeFront(archive)


@pytest.fixture
def window(front: FakeFront, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with its archive open, at rest."""
    with opened_window(front, qtbot) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's hands or eyes are in these windows: what waits until they rest, or have seen, begins at once."""
    monkeypatch.setattr(reading, "REST", 0)
    monkeypatch.setattr(jobs, "DRAWN", 0)


@pytest.fixture(autouse=True)
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    """A top-level widget that outlives its test fails it: give it to ``qtbot.addWidget`` or close it."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if id(widget) not in before and widget.isVisible()]
    names = [f"{type(widget).__name__} {widget.windowTitle()!r}" for widget in left]
    for widget in left:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not names, f"windows left open by the test: {names}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """What Qt says while windows are torn down counts too; pytest-qt listens only until then."""
    said: list[str] = []

    def listen(kind: QtMsgType, _context: object, message: str) -> None:
        ignored = any(re.search(pattern, message) for pattern in item.config.getini("qt_log_ignore"))
        if kind in GRAVE and not ignored:
            said.append(message)

    previous = qInstallMessageHandler(listen)
    try:
        yield
    finally:
        qInstallMessageHandler(previous)
    assert not said, f"Qt warned while the test was torn down: {said}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of every window that is open where a test fails, in build/failed/."""
    report = yield
    if call.when == "call" and report.failed:
        for number, widget in enumerate(_open_windows()):
            FAILED.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w.-]+", "_", item.nodeid.removeprefix("tests/ui/"))
            picture = FAILED / f"{name}-{number}.png"
            if widget.grab().save(str(picture)):
                report.sections.append(("Window as it was", str(picture)))
    return report


def _open_windows() -> list[QWidget]:
    if QApplication.instance() is None:
        return []
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
