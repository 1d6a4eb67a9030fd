"""The window, and the only room where Qt is.

In this room: `starting` and `appearance` (the QApplication and its look), `main_window`, `session` and `desk` (the open
archive, and what is done with it), `jobs` (the worker thread), `notices` (the one way to show anything), `views`, and a
folder for each pane. `theme` has every colour, `table_model` and `table_view` are every list. Presenters and `wording`
decide and import no Qt; models and views only show.
Not in this room: rules, SQL, PDF, the file system beyond opening a file with the system's own program.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window shows before the services are loaded
    from foodsafe_desktop.services.front import Front


_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def start(front: Front, archive_root: Path | None) -> int:
    """Show the window and run until it is closed; see `starting.start`. Returns the exit code, 2 without a display."""
    if sys.platform == "linux" and not any(map(os.environ.get, _DISPLAYS)):  # Qt would abort, in English
        if sys.stderr is not None:
            sys.stderr.write(
                "此处没有图形显示，窗口未能打开。请在图形桌面中启动，或改用命令行（--help 列出全部命令）。\n"
            )
        return 2
    gc.disable()  # Nothing of what is loaded now is garbage. `shorten_pauses` lets the collector go on.
    # Imported late: the presenters in this package must be importable where there is no Qt.
    from foodsafe_desktop.ui.starting import start as start_window  # noqa: PLC0415

    return start_window(front, archive_root)


def try_window(front: Front, archive_root: Path, memory: Path) -> str:
    """Open the window on an archive, see that it draws, close it; see `trial.try_window`. Returns what was seen."""
    from foodsafe_desktop.ui.trial import try_window as open_once  # noqa: PLC0415 - as above

    return open_once(front, archive_root, memory)
