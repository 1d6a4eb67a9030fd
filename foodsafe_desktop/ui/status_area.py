"""The line at the bottom: folder, progress, points; and the one place that shows running work, with 取消."""

import time

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.domain.wording import points_text
from foodsafe_desktop.services.job import Progress
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.jobs import JobRunner, Task
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.tree.presenter import progress
from foodsafe_desktop.ui.wording import time_left, tip_text

_STATES = {
    FolderState.ONLINE: ("online", Tone.COMPLETE, "文件夹中的变动由系统随时通知。"),
    FolderState.POLLING: ("polling", Tone.ACCENT, "按间隔查看文件夹，变动会稍迟登记。"),
    FolderState.OFFLINE: (
        "offline",
        Tone.MISSING,
        "文件夹当前不可访问。归入关系均保持不变，接通后自动恢复。",
    ),
}


class StatusArea(QWidget):
    """Follows the runners by itself; is told of each overview."""

    def __init__(self, *runners: JobRunner) -> None:
        super().__init__()
        self._runners = runners
        self._running: list[Task] = []
        self._since: tuple[float, int] | None = None
        self._state, self._path = FolderState.ONLINE, ""
        self.folder, self._folder_sign = QLabel(), QLabel()
        self.complete, self.points = QLabel(), QLabel()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QProgressBar()
        self.bar.setFixedSize(QSize(scaled(96), scaled(12)))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("任务进度")
        self.cancel = QPushButton("取消")
        self.cancel.setAccessibleName("取消正在进行的任务")
        self.cancel.clicked.connect(self._cancel)
        self._lay_out()
        self._idle()
        for runner in runners:
            runner.started.connect(self._start)
            runner.progressed.connect(self._progress)
            runner.finished.connect(self._finish)

    def show_overview(self, overview: Overview, folder: str) -> None:
        """Show where the archive stands."""
        self._path = folder
        self._show_folder(self._state if overview.folder_online else FolderState.OFFLINE)
        complete, asked = progress(overview)
        self.complete.setText(f"齐全 {complete}/{asked} 小项")
        self.complete.setToolTip("齐全的小项／要求佐证的小项（不含未选自选项和合理缺项）")
        points = overview.coverage.points
        self.points.setText(f"得分预估 {points_text(points.secured)}/{points_text(points.attainable)}")
        self.points.setToolTip("已有有效佐证支撑的分值／可得总分")

    def show_state(self, state: FolderState) -> None:
        """Show how the folder is followed at present, until something else is told of it."""
        self._state = state
        self._show_folder(state)

    def _show_folder(self, state: FolderState) -> None:
        drawing, colour, said = _STATES[state]
        self._folder_sign.setPixmap(icon(drawing, colour).pixmap(square(14), self.devicePixelRatioF()))
        self.folder.setText(f"文件夹{state.label}")
        self.folder.setToolTip(tip_text(f"佐证材料文件夹：{self._path}\n{said}"))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 10, 2)
        self.setFixedHeight(self.fontMetrics().height() + 14)
        layout.setSpacing(6)
        layout.addWidget(self._folder_sign)
        for widget in (self.folder, self.complete, self.points):
            layout.addWidget(widget)
            layout.addSpacing(18)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel)

    def _start(self, task: Task) -> None:
        if task.shown:
            self._running.append(task)
            self._show(self._running[0].title, 0, 0)

    def _progress(self, task: Task, now: Progress) -> None:
        if task in self._running:
            if self._since is None:
                self._since = time.monotonic(), now.done
            counted = f"{now.done}/{now.total}" if now.total else ""
            left = time_left(time.monotonic() - self._since[0], now.done - self._since[1], now.total - now.done)
            self._show("　".join(part for part in (task.title, counted, left, now.what) if part), now.done, now.total)

    def _finish(self, task: Task) -> None:
        self._since = None
        if task in self._running:
            self._running.remove(task)
        if self._running:
            self._show(self._running[0].title, 0, 0)
        else:
            self._idle()

    def _show(self, text: str, done: int, total: int) -> None:
        shown = self.said.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(self.said.width(), 120))
        self.said.setText(shown)
        self.said.setToolTip(tip_text(text))
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.show()
        self.cancel.show()
        self.cancel.setEnabled(True)

    def _idle(self) -> None:
        self.said.clear()
        self.said.setToolTip("")
        self.bar.hide()
        self.cancel.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.said.setText("正在取消…")
        for runner in self._runners:
            runner.cancel()
