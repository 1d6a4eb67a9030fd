"""Start of the window: the application, and the hook for mistakes in the program itself."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from foodsafe_desktop.ui.appearance import STYLE, dress
from foodsafe_desktop.ui.first_sight import FirstSight
from foodsafe_desktop.ui.remembered import Remembered

if TYPE_CHECKING:  # loaded once the first sight of the window shows
    from foodsafe_desktop.services.front import Front
    from foodsafe_desktop.ui.jobs import JobRunner
    from foodsafe_desktop.ui.main_window import MainWindow
    from foodsafe_desktop.ui.notices import Notices

_log = logging.getLogger(__name__)

_AWAY = 20_000
"""Milliseconds without the window's being in front until it is made use of."""


def start(front: Front, archive_root: Path | None) -> int:
    """Show the window and run until it is closed; opens `archive_root` where one is given. Returns the exit code."""
    application = QApplication.instance() or QApplication([*sys.argv[:1], *STYLE])
    assert isinstance(application, QApplication)  # noqa: S101 - a program without widgets has no business here
    remembered = Remembered()
    dress(application, remembered.look(), remembered.scale())
    sight = FirstSight(remembered, archive_root)
    sight.show()

    def take(window: MainWindow) -> None:
        from foodsafe_desktop.ui.log_file import keep_log  # noqa: PLC0415 - not before the first sight

        keep_log()
        survive_mistakes(window)
        shorten_pauses()
        collect_when_away(application, window, lambda: any(runner.is_busy for runner in _runners(window)))
        if archive_root is not None:
            window.open_first(archive_root)

    sight.furnish(front, take)
    return application.exec()


def shorten_pauses() -> None:
    """Let the garbage collector stop the program seldom and shortly.

    A full pass stops every thread for as long as there are objects; while a scan takes in thousands of files it came
    again and again and held the window up for tenths of a second. Nearly all that is made is freed without it. A pass
    looks only at what is not set aside (`uncollected`), some milliseconds; `collect_when_away` sees to the rest.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 5, 200)
    # The thread that draws waits for this whenever it comes back from Qt while another one reckons, and where two do,
    # often several times over. Measured with two that reckon: five times as much doubles its longest waits, half as
    # much does not help more; two threads reckon no less for it.
    sys.setswitchinterval(0.0001)


def _runners(window: MainWindow) -> Sequence[JobRunner]:
    return (window.runner, window.printing, *window.reading_room.runners)


def collect_when_away(application: QApplication, window: QWidget, is_busy: Callable[[], bool]) -> None:
    """Go through all objects once the person has been with another program for a while, and nothing is under way."""
    from foodsafe_desktop.services.uncollected import collect_all  # noqa: PLC0415 - not before the first sight

    rest = QTimer(window)
    rest.setSingleShot(True)
    rest.setInterval(_AWAY)

    def changed(state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            rest.stop()
        else:
            rest.start()

    def collect() -> None:
        if is_busy():
            rest.start()
        else:
            collect_all()

    rest.timeout.connect(collect)
    application.applicationStateChanged.connect(changed)
    rest.destroyed.connect(lambda: application.applicationStateChanged.disconnect(changed))


def survive_mistakes(window: MainWindow) -> None:
    """Log what nobody caught, say so with the place of the log, and let the window go on."""

    def said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("mistake in the program", exc_info=(kind, error, trace))
        _tell_mistake(window.notices)

    for runner in _runners(window):
        runner.crashed.connect(lambda _task, error: said(type(error), error, error.__traceback__))
    sys.excepthook = said


def _tell_mistake(notices: Notices) -> None:
    handlers = logging.getLogger().handlers
    files = [handler.baseFilename for handler in handlers if isinstance(handler, logging.FileHandler)]
    where = f"详情已记入日志“{files[-1]}”，请将该文件交给维护人员。" if files else "请重启程序后重试。"
    notices.warn(f"程序内部出错，本次操作未完成，已保存的内容不受影响。{where}")
