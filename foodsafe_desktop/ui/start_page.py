"""What is shown while no archive is open: the three ways to begin, and the archives opened before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from foodsafe_desktop.ui.icons import app_icon
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.parts import label


class StartPage(QScrollArea):
    """Buttons for the actions it is given; emits the root of a former archive that is clicked."""

    archive_wanted = Signal(object)
    forget_wanted = Signal(object)
    """The root of a former archive that is not there any more, and shall not be listed."""

    def __init__(self, actions: Sequence[tuple[QAction, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(square(64)))
        title = label("食安档案", "title")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addWidget(title, 1)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(label("食品安全示范创建迎检档案的整理、查缺与装订。所有操作均在本机完成，不联网。", "muted"))
        column.addSpacing(8)
        self.buttons = [self._add(column, action, text) for action, text in actions]
        self.buttons[0].setProperty("primary", "true")
        self._former = QVBoxLayout()
        self._former.setSpacing(6)
        column.addSpacing(10)
        column.addLayout(self._former)
        body = QWidget()
        body.setFixedWidth(scaled(620))
        body.setLayout(column)
        ground = QWidget()
        ground.setObjectName("start")
        layout = QVBoxLayout(ground)
        layout.addStretch(2)
        layout.addWidget(body, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.setWidget(ground)
        self.setWidgetResizable(True)

    def show_former(self, roots: Sequence[Path]) -> None:
        """List the archives opened before, newest first."""
        while self._former.count():
            item = self._former.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        if roots:
            self._former.addWidget(label("最近打开", "section"))
        for root in roots:
            self._former.addWidget(self._row(root) if root.is_dir() else self._lost(root))

    def _row(self, root: Path) -> QPushButton:
        button = QPushButton(str(root).replace("&", "&&"))
        button.setProperty("role", "former")
        button.setAccessibleName(f"打开档案 {root}")
        button.clicked.connect(lambda: self.archive_wanted.emit(root))
        return button

    def _lost(self, root: Path) -> QWidget:
        """An archive that is not where it was: a share that is not there, a folder that was renamed."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(f"{root}\n目录不在原处：请接通所在的硬盘或共享；已搬移的，用“打开档案”重选。", "muted"), 1)
        button = QPushButton("不再列出")
        button.setAccessibleName(f"不再列出 {root}")
        button.clicked.connect(lambda: self.forget_wanted.emit(root))
        row.addWidget(button)
        return made

    @staticmethod
    def _add(column: QVBoxLayout, action: QAction, text: str) -> QPushButton:
        row = QHBoxLayout()
        row.setSpacing(16)
        button = QPushButton(action.text().rstrip("…"))
        button.setMinimumSize(QSize(scaled(180), scaled(40)))
        button.clicked.connect(action.trigger)
        row.addWidget(button)
        row.addWidget(label(text, "muted"), 1)
        column.addLayout(row)
        return button
