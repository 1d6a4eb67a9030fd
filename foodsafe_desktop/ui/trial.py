"""The window for a moment, without a person: whether this machine can show it."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.services.front import Front
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.appearance import STYLE, dress
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.remembered import Remembered

_PATIENCE = 60_000
"""Milliseconds until an archive that does not show is given up, on the slowest of machines."""
_COLOURS, _EVERY = 20, 7
"""A window with a tree and a page in it has more colours than so many, looking at every so-manieth pixel."""


class WindowDoesNotShow(Exception):
    """The window did not come up as it should; the text says how."""


def try_window(front: Front, archive_root: Path, memory: Path) -> str:
    """Open the window on an archive, wait until it shows it, and close it again. Returns what was seen.

    `memory`: the file in which this window remembers, in place of the user's own. Without a setting to the contrary
    nothing appears on a screen. Raises WindowDoesNotShow.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([*sys.argv[:1], *STYLE])
    assert isinstance(application, QApplication)  # noqa: S101 - a program without widgets has no business here
    dress(application)
    window = MainWindow(front, remembered=Remembered(memory))
    try:
        window.show()
        _open(window, archive_root)
        picture = window.grab().toImage()
    finally:
        window.close()
    if theme.UI_FONT not in QFontDatabase.families():
        raise WindowDoesNotShow(f"随程序提供的字体“{theme.UI_FONT}”未能载入")
    if len(_colours(picture)) < _COLOURS:
        raise WindowDoesNotShow("窗口没有画出内容")
    return f"{QGuiApplication.platformName()}，{picture.width()}×{picture.height()}"


def _open(window: MainWindow, archive_root: Path) -> None:
    loop, troubles = QEventLoop(), []

    def fail(error: BaseException) -> None:
        troubles.append(error)
        loop.quit()

    window.runner.failed.connect(lambda _task, error: fail(error))
    window.runner.crashed.connect(lambda _task, error: fail(error))
    window.desk.changed.connect(lambda _overview: loop.quit())
    QTimer.singleShot(_PATIENCE, loop, lambda: fail(TimeoutError()))
    window.desk.open(archive_root)
    loop.exec()
    if troubles:
        raise WindowDoesNotShow("档案未能在窗口中打开") from troubles[0]


def _colours(picture: QImage) -> set[int]:
    across, down = range(0, picture.width(), _EVERY), range(0, picture.height(), _EVERY)
    return {picture.pixel(x, y) for y in down for x in across}
