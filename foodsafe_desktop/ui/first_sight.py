"""What shows at once: the frame and the tree's lines as they were kept. The window's contents are loaded meanwhile.

To load and build all views takes many times as long as to show a tree. The lines say 正在读取… until the archive is
read: they can be looked through and filtered, and nothing is said to be there or missing that nobody has reckoned.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QWidget

from foodsafe_desktop.ui.appearance import TITLE
from foodsafe_desktop.ui.measures import rail_width, scaled
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.tree.nodes import READING, read_written
from foodsafe_desktop.ui.tree.view import TreePane

if TYPE_CHECKING:  # only named here: the frame shows before they are loaded
    from PySide6.QtGui import QCloseEvent

    from foodsafe_desktop.services.front import Front
    from foodsafe_desktop.ui.main_window import MainWindow

_log = logging.getLogger(__name__)

SIZE = QSize(1366, 720)
_BAR, _STATUS, _TREE = 46, 39, 390
"""Room for what comes later, so that the tree stays where it is."""


class FirstSight(QMainWindow):
    """The frame on the screen. What is in it at first gives way to the `MainWindow`, which moves in."""

    _loaded = Signal(object)
    """What went wrong, None for nothing."""

    def __init__(self, remembered: Remembered, root: Path | None) -> None:
        super().__init__()
        self._remembered, self._root = remembered, root
        self.window_: MainWindow | None = None
        self.setWindowTitle(TITLE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.resize(SIZE.boundedTo(self.screen().availableSize() - QSize(0, 40)))
        if (geometry := remembered.geometry()) is not None:
            self.restoreGeometry(geometry)
        self.tree = TreePane()
        self._lay_out()

    def _lay_out(self) -> None:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(rail_width(self.fontMetrics()), scaled(_BAR), 0, scaled(_STATUS))
        self.said = said = QLabel(READING if self._root is not None else "正在启动…")
        said.setProperty("role", "muted")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lines = read_written(self._remembered.tree(self._root)) if self._root is not None else ()
        if lines:
            sizes = self._remembered.sizes("panes")
            side = QWidget()
            side.setFixedWidth(sizes[0] if sizes else scaled(_TREE))
            column = QHBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self.tree)
            self.tree.show_kept(lines)
            row.addWidget(side)
        row.addWidget(said, 1)
        self.setCentralWidget(place)

    def furnish(self, front: Front, on_done: Callable[[MainWindow], object]) -> None:
        """Load the window's contents beside, then build them a step at a time; `on_done` gets them."""
        self._loaded.connect(lambda error: self._build(front, on_done, error))

        def load() -> None:
            error: BaseException | None = None
            try:
                import foodsafe_desktop.ui.main_window  # noqa: F401, PLC0415 - this is what takes long

                _ = front.open_archive  # loads the rooms behind it
            except BaseException as raised:  # raised again on the thread that can say it
                error = raised
            self._loaded.emit(error)

        # A timer keeps no hold of the object whose method it calls, but of a function.
        QTimer.singleShot(0, lambda: threading.Thread(target=load, name="loading", daemon=True).start())

    def _build(self, front: Front, on_done: Callable[[MainWindow], object], error: BaseException | None) -> None:
        if error is not None:
            _log.error("the window could not be loaded", exc_info=error)
            self.said.setText("程序未能载入。请关闭后重试；仍然如此的，请重新安装本程序。")
            return
        from foodsafe_desktop.ui.main_window import MainWindow  # noqa: PLC0415 - loaded by now

        window = MainWindow(front, remembered=self._remembered, tree=self.tree, at_once=False)
        steps = window.steps(front)

        def step() -> None:
            if next(steps, self) is self:
                self._move_in(window)
                on_done(window)
            else:
                QTimer.singleShot(0, self, step)

        step()

    def _move_in(self, window: MainWindow) -> None:
        self.window_ = window
        focused = window.focusWidget()  # moving in takes it away
        self.setWindowIcon(window.windowIcon())
        window.setWindowFlags(Qt.WindowType.Widget)
        window.windowTitleChanged.connect(self.setWindowTitle)
        self.setCentralWidget(window)
        window.show()
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        if (layout := self.layout()) is not None:
            layout.activate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The contents stop their work."""
        if self.window_ is not None:
            self.window_.close()
        super().closeEvent(event)
