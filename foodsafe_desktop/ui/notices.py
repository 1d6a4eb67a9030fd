"""The one way to show anything that is not a pane: toasts over the window, and the system's file dialogs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.palettes import Tone

SHOWN_FOR = 8_000
"""Milliseconds a toast stays; errors stay until they are closed."""

_MARGIN, _WIDTH, _AT_MOST = 16, 640, 3


@dataclass(frozen=True, slots=True)
class Action:
    """A button on a toast."""

    label: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was said, as kept for tests and for the last message."""

    sentence: str
    is_error: bool = False
    action: Action | None = None
    is_decision: bool = False


class Notices(QObject):
    """Shows notices over `window`, the newest lowest. `last` is the newest one, None before the first."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        self.last: Notice | None = None
        window.installEventFilter(self)

    def tell(self, sentence: str, action: Action | None = None) -> None:
        """Say that something was done."""
        self._show(Notice(sentence, is_error=False, action=action))

    def tell_decision(self, sentence: str, action: Action | None = None) -> None:
        """Say what was decided, with the way back; nothing else that is said takes it away before its time.

        It takes the place of the decision before, whose button would take back this one.
        """
        for former in [toast for toast in self._toasts if toast.notice.is_decision]:
            self._close(former)
        self._show(Notice(sentence, action=action, is_decision=True))

    def warn(self, sentence: str, action: Action | None = None) -> None:
        """Say that something could not be done; stays until closed."""
        self._show(Notice(sentence, is_error=True, action=action))

    def dismiss(self) -> None:
        """Close everything that is shown."""
        for toast in tuple(self._toasts):
            self._close(toast)

    def withdraw(self, sentence: str) -> None:
        """Close what says something that is not so any more."""
        for toast in [toast for toast in self._toasts if toast.notice.sentence == sentence]:
            self._close(toast)

    def choose_folder(self, title: str, start: Path, on_chosen: Callable[[Path], object]) -> None:
        """Let a person pick a folder; `on_chosen` is not called when they change their mind."""
        dialog = QFileDialog(self._window, title, str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
        dialog.open()

    def choose_target(
        self, title: str, start: Path, patterns: Sequence[str], on_chosen: Callable[[Path], object]
    ) -> None:
        """Let a person say under which name something is written; one of `patterns` is a dialog's filter."""
        dialog = QFileDialog(self._window, title, str(start.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(patterns))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def suffix(pattern: str) -> None:
            dialog.setDefaultSuffix(pattern.rpartition("*.")[2].rstrip(")"))

        dialog.filterSelected.connect(suffix)
        suffix(patterns[0])
        dialog.selectFile(start.name)
        dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
        dialog.open()

    def choose_file(self, title: str, start: Path, pattern: str, on_chosen: Callable[[Path], object]) -> None:
        """Let a person pick a file that is there."""
        dialog = QFileDialog(self._window, title, str(start))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the toasts in their corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _show(self, notice: Notice) -> None:
        self.last = notice
        for said_already in [toast for toast in self._toasts if toast.notice.sentence == notice.sentence]:
            self._close(said_already)
        while len(self._toasts) >= _AT_MOST:
            self._close(next(toast for toast in self._toasts if not toast.notice.is_decision))
        toast = Toast(notice, self._window, self._close)
        self._toasts.append(toast)
        toast.show()
        self._arrange()
        QAccessible.updateAccessibility(QAccessibleEvent(toast, QAccessible.Event.Alert))

    def _close(self, toast: "Toast") -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._arrange()

    def _arrange(self) -> None:
        width = min(scaled(_WIDTH), self._window.width() - 2 * _MARGIN)
        bottom = self._window.height() - 44
        for toast in reversed(self._toasts):
            height = toast.heightForWidth(width)
            bottom -= height + 8
            toast.setGeometry((self._window.width() - width) // 2, bottom, width, height)
            toast.raise_()


class Toast(QFrame):
    """One notice on the screen."""

    def __init__(self, notice: Notice, window: QWidget, close: Callable[["Toast"], None]) -> None:
        super().__init__(window)
        self.notice = notice
        self.setProperty("role", "toast")
        self.setProperty("error", "true" if notice.is_error else "false")
        self.setAccessibleName(notice.sentence)
        self._close = close
        text = QLabel(notice.sentence)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sign = QLabel()
        sign.setPixmap(icon("error" if notice.is_error else "success", Tone.ON_NOTICE).pixmap(square(20)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 8, 10)
        layout.setSpacing(10)
        layout.addWidget(sign)
        layout.addWidget(text, 1)
        if notice.action is not None:
            layout.addWidget(self._build_action(notice.action))
        layout.addWidget(self._build_close())
        if not notice.is_error:
            QTimer.singleShot(SHOWN_FOR, self, lambda: close(self))

    def _build_action(self, action: Action) -> QPushButton:
        button = QPushButton(action.label)
        button.clicked.connect(lambda: (action.run(), self._close(self)))
        return button

    def _build_close(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("close", Tone.ON_NOTICE))
        button.setIconSize(square(16))
        button.setToolTip("关闭（Esc）")
        button.setAccessibleName("关闭提示")
        button.clicked.connect(lambda: self._close(self))
        return button
