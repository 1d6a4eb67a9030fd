"""归入: find one line of the catalogue by number or text."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from foodsafe_desktop.ui.forms.base import Form, line, roomy
from foodsafe_desktop.ui.tree.nodes import Kind, Node, leaves_of, visible_keys
from foodsafe_desktop.ui.wording import tip_text

_NUMBER_ROLE = Qt.ItemDataRole.UserRole


class PickNumberForm(Form):
    """Type a number or a few characters, choose with the arrow keys, Enter."""

    def __init__(self, parent: QWidget, nodes: Sequence[Node], count: int, on_picked: Callable[[int], object]) -> None:
        super().__init__(parent, f"归入小项（{count}件材料）", "归入", width=680)
        self._nodes, self._on_picked = nodes, on_picked
        self.box = line("小项编号或文字", placeholder="输入小项编号、文字或责任部门")
        self.list = QListView()
        self.list.setModel(QStandardItemModel(self.list))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(roomy(self, 320))
        self.list.setAccessibleName("可归入的小项")
        self.list.doubleClicked.connect(self.accept)
        self.fields.addRow(self.box)
        self.fields.addRow(self.list)
        self.box.textChanged.connect(self._fill)
        self.box.installEventFilter(self)
        self._fill("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the box move in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = max(0, min(self.list.currentIndex().row() + step, self.list.model().rowCount() - 1))
                self.list.setCurrentIndex(self.list.model().index(row, 0))
                return True
        return super().eventFilter(watched, event)

    def problem(self) -> str:
        """One line must be chosen."""
        return "" if self.list.currentIndex().isValid() else "没有符合的小项，请核对编号或文字。"

    def confirm(self) -> None:
        """Hand on the number."""
        self._on_picked(self.list.currentIndex().data(_NUMBER_ROLE))

    def _fill(self, text: str) -> None:
        model = self.list.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101 - set in the constructor
        shown = visible_keys(self._nodes, text, frozenset())
        model.clear()
        for leaf in leaves_of(self._nodes):
            if leaf.key.kind is not Kind.RESERVED and (shown is None or leaf.key in shown):
                row = QStandardItem(leaf.label)
                row.setData(leaf.key.number, _NUMBER_ROLE)
                row.setToolTip(tip_text(leaf.tip))
                model.appendRow(row)
        self.list.setCurrentIndex(model.index(0, 0))
        self.check()
