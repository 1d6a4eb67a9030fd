"""A day's work by keys alone: no test here touches the mouse, or calls what a key is to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui.appearance import dress
from foodsafe_desktop.ui.binding.print_form import PrintForm
from foodsafe_desktop.ui.forms.binding import BindingForm
from foodsafe_desktop.ui.forms.pick_number import PickNumberForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.remembered import Remembered
from tests.ui.at_window import form, said, settle
from tests.ui.desktop import FakeFront, sample_archive

Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window with its start page, which lists an archive opened before."""
    dress(qapp)
    front = FakeFront(sample_archive(tmp_path))
    remembered = Remembered(tmp_path / "window.ini")
    remembered.keep_opened(front.archive.place.root)
    shown = MainWindow(front, remembered=remembered)
    qtbot.addWidget(shown)
    shown.resize(1366, 740)
    shown.show()
    shown.activateWindow()
    yield shown
    front.hold.set()
    shown.close()


def focus() -> QWidget:
    """Where the keyboard stands."""
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is nowhere"
    return found


def press(key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    """One key, to where the keyboard stands."""
    QTest.keyClick(focus(), key, held)


def test_an_archive_is_opened_and_a_number_found(window: MainWindow, qtbot: QtBot) -> None:
    _open(window, qtbot)
    press(Key.Key_F, Held.ControlModifier)
    QTest.keyClicks(focus(), "cjjc")
    press(Key.Key_Return)
    assert focus() is window.tree.tree
    press(Key.Key_Down)
    assert window.page_view.page is not None
    assert window.page_view.page.key == window.tree.current()


def test_a_piece_in_the_inbox_is_assigned_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    _open(window, qtbot)
    press(Key.Key_3, Held.ControlModifier)
    settle(window, qtbot)
    waiting = window.reading_room.inbox.model.rowCount()
    assert window.reading_room.inbox.isAncestorOf(focus())
    press(Key.Key_Down)
    press(Key.Key_0)
    _asked(PickNumberForm, qtbot)
    QTest.keyClicks(focus(), "4")
    press(Key.Key_Return)
    _back(window, qtbot)
    assert window.reading_room.inbox.model.rowCount() == waiting - 1
    press(Key.Key_Z, Held.ControlModifier)
    settle(window, qtbot)
    assert window.reading_room.inbox.model.rowCount() == waiting
    assert said(window).startswith("已撤销")


def test_a_volume_is_planned_compiled_and_looked_at(window: MainWindow, qtbot: QtBot) -> None:
    _open(window, qtbot)
    press(Key.Key_6, Held.ControlModifier)
    settle(window, qtbot)
    press(Key.Key_F7)
    settle(window, qtbot)
    volumes = window.binding.view.volumes.table
    _tab_to(volumes)
    press(Key.Key_Down)
    press(Key.Key_F8)
    _asked(BindingForm, qtbot)
    press(Key.Key_Return)
    _back(window, qtbot)
    assert "装订完成" in said(window)
    press(Key.Key_Escape)
    press(Key.Key_2, Held.AltModifier)
    assert window.binding.view.details.sheets.isVisible()
    press(Key.Key_P, Held.ControlModifier)
    settle(window, qtbot)
    _asked(PrintForm, qtbot)
    press(Key.Key_Escape)
    _back(window, qtbot)


def test_from_any_view_the_keyboard_comes_to_every_other(window: MainWindow, qtbot: QtBot) -> None:
    _open(window, qtbot)
    for at, name in enumerate(window.views.actions_, start=1):
        press(Qt.Key(Key.Key_0 + at), Held.ControlModifier)
        settle(window, qtbot)
        shown = window.views.stack.currentWidget()
        assert shown is not None
        assert focus() is shown or shown.isAncestorOf(focus()), name


def _open(window: MainWindow, qtbot: QtBot) -> None:
    """From the start page's list, by Tab and Enter."""
    [former] = [one for one in window.start.findChildren(QPushButton) if one.property("role") == "former"]
    _tab_to(former)
    press(Key.Key_Return)
    settle(window, qtbot)
    press(Key.Key_Escape)


def _asked(kind: type[QWidget], qtbot: QtBot) -> None:
    """A form asks, and has the keyboard."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    asked = form(kind)
    qtbot.waitUntil(lambda: asked.isAncestorOf(focus()))


def _back(window: MainWindow, qtbot: QtBot) -> None:
    """The form has gone, what it asked for is done, and the window has the keyboard again."""
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    window.activateWindow()  # as a system's window manager does; this one has none
    qtbot.waitUntil(lambda: window.isAncestorOf(focus()))
    settle(window, qtbot)


def _tab_to(wanted: QWidget) -> None:
    for _ in range(80):
        if focus() is wanted:
            return
        press(Key.Key_Tab)
    pytest.fail(f"Tab does not come to {wanted}")
