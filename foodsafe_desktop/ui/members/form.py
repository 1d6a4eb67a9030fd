"""压缩包内文件: what is in an archive, each with a box to tick where it can be taken out."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTreeView, QWidget

from foodsafe_desktop.domain.members import ArchiveContents, ArchiveMember, folder_for
from foodsafe_desktop.domain.wording import size_text
from foodsafe_desktop.ui.forms.base import Form, note, roomy
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.wording import tip_text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PLACE = Qt.ItemDataRole.UserRole
_COLUMNS = ("名称", "大小", "修改时间", "说明")
_WIDTHS = (0, 84, 128, 168)


class MembersForm(Form):
    """Shows a listing of the archive at `path`; the chosen members' places go to `on_chosen`."""

    def __init__(
        self, parent: QWidget, path: str, contents: ArchiveContents, on_chosen: Callable[[list[int]], object]
    ) -> None:
        super().__init__(parent, f"压缩包内文件：{path.rpartition('/')[2]}", "取出所选", width=760)
        self._on_chosen = on_chosen
        self._able = not contents.refused
        self.model = QStandardItemModel(self)
        self.model.setHorizontalHeaderLabels(list(_COLUMNS))
        self.model.horizontalHeaderItem(1).setTextAlignment(_RIGHT)
        for member in contents.members:
            self.model.appendRow(self._row(member))
        self.tree = self._build_tree()
        self.every = QCheckBox("全选")
        self.every.setEnabled(self._able)
        self.every.clicked.connect(self._tick_all)
        count = f"超过{len(contents.members)}个" if contents.truncated else f"共{len(contents.members)}个"
        where = folder_for(path)
        said = contents.refused or f"{count}文件。取出的文件放入“{where}”，压缩包不变；其中的压缩包不再展开。"
        self.fields.addRow(note(said, "problem" if contents.refused and not contents.members else "muted"))
        self.fields.addRow(self.tree)
        self.fields.addRow(self.every)
        self.tree.setVisible(bool(contents.members))
        self.every.setVisible(bool(contents.members) and self._able)
        self.model.itemChanged.connect(lambda _item: self.check())
        self.check()

    def chosen(self) -> list[int]:
        """Places of the ticked members, in the archive's order."""
        items = (self.model.item(row) for row in range(self.model.rowCount()))
        return [item.data(_PLACE) for item in items if item.checkState() is Qt.CheckState.Checked]

    def check(self) -> None:
        """Nothing ticked is no fault, but nothing to do either."""
        chosen = len(self.chosen())
        self.ok.setEnabled(bool(chosen))
        self.ok.setText(f"取出所选（{chosen}）" if chosen else "取出所选")
        self.problem_label.setText("")

    def confirm(self) -> None:
        """Hand the choice on."""
        if chosen := self.chosen():
            self._on_chosen(chosen)

    def _row(self, member: ArchiveMember) -> list[QStandardItem]:
        able = self._able and not member.withheld
        cells = (
            member.name,
            size_text(member.size),
            member.modified,
            f"{member.withheld}，不取出" if member.withheld else "",
        )
        items = [QStandardItem(text) for text in cells]
        for item in items:
            item.setToolTip(tip_text(item.text()))
        items[1].setTextAlignment(_RIGHT)
        items[0].setData(member.place, _PLACE)
        if able:
            items[0].setCheckable(True)
        return items

    def _build_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self.model)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tree.setFixedHeight(roomy(self, 280, alone=False))
        tree.setAccessibleName("压缩包内文件")
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            if width:
                header.resizeSection(column, scaled(width))
        tree.setCurrentIndex(self.model.index(0, 0))
        return tree

    def _tick_all(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        for row in range(self.model.rowCount()):
            if self.model.item(row).isCheckable():
                self.model.item(row).setCheckState(state)
