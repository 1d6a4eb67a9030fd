"""The evidence table with its buttons and menu."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from foodsafe_desktop.ui.dragging import may_be_dropped, take
from foodsafe_desktop.ui.evidence.model import EvidenceModel
from foodsafe_desktop.ui.evidence.presenter import (
    ASSIGNED,
    DATE,
    NUMBER,
    PAGES,
    PLACE,
    STATE,
    TITLE,
    YEAR,
    EvidenceRow,
)
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.parts import action, tool_button
from foodsafe_desktop.ui.table_view import RowsOrNothing, RowsView
from foodsafe_desktop.ui.tree.nodes import INBOX, NUMBERED, TAKING, NodeKey

_WIDTHS = {TITLE: 230, YEAR: 66, NUMBER: 160, DATE: 92, PLACE: 156, PAGES: 62, STATE: 160, ASSIGNED: 76}
_ELASTIC = (TITLE, STATE, PLACE)
_SPARE = (PLACE, DATE, NUMBER, PAGES)
"""What the preview says too."""


class EvidencePane(QWidget):
    """Shows the rows of one node and asks for what a person wants done with those selected.

    What is dropped anywhere on it is meant for the node.
    """

    open_wanted = Signal(object)
    reveal_wanted = Signal(object)
    assign_wanted = Signal(list)
    unassign_wanted = Signal(list)
    pages_wanted = Signal(object)
    serving_wanted = Signal(list)
    accept_wanted = Signal(list)
    describe_wanted = Signal(object)
    recycle_wanted = Signal(list)
    history_wanted = Signal(object)
    relink_wanted = Signal(object)
    relink_folder_wanted = Signal(object)
    members_wanted = Signal(object)
    converting_wanted = Signal(object)
    release_wanted = Signal(object)
    pieces_dropped = Signal(list, object, bool)
    files_dropped = Signal(list, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.key: NodeKey = INBOX
        self.model = EvidenceModel(self)
        self.order = self.model
        self.table = self._build_table()
        self.actions_ = self._build_actions()
        self.title = QLabel()
        self.title.setProperty("role", "section")
        self._stack = RowsOrNothing(self.table)
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self._enable()

    def show_rows(self, key: NodeKey, rows: tuple[EvidenceRow, ...]) -> None:
        """Show a node's evidence; rows that stay selected across a refresh are found again by their piece."""
        kept = {row.evidence.id for row in self.selected()} if key == self.key else set()
        self.key = key
        self.model.show(rows)
        self.table.leave_out(ASSIGNED, out=key.kind in NUMBERED or key == INBOX)
        self.title.setText(f"佐证材料（{len(rows)}件）")
        self._stack.show_rows(some=bool(rows), nothing=_nothing_here(key))
        self._reselect(kept)
        self._enable()

    def await_rows(self, key: NodeKey) -> None:
        """Say that a node's evidence is being read; a refresh of the node shown keeps its rows meanwhile."""
        if key != self.key:
            self.show_rows(key, ())
            self.title.setText("佐证材料")
            self._stack.show_rows(some=False, nothing="正在读取…")

    def selected(self) -> list[EvidenceRow]:
        """The selected rows, in the order shown."""
        return self.table.selected()

    def select_piece(self, evidence: int) -> None:
        """Make a piece current, if the table has it."""
        for row, shown in enumerate(self.order.shown()):
            if shown.evidence.id == evidence:
                self.table.selectRow(row)
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reselect(self, kept: set[int]) -> None:
        for row, shown in enumerate(self.order.shown() if kept else ()):
            index = self.order.index(row, 0)
            if shown.evidence.id in kept and not self.table.selectionModel().isRowSelected(row):
                flag = self.table.selectionModel().SelectionFlag
                self.table.selectionModel().select(index, flag.Select | flag.Rows)

    def _build_table(self) -> RowsView:
        table = RowsView("佐证材料表", self.order, _WIDTHS, _ELASTIC, sorted_by=YEAR, spare=_SPARE)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.wanted.connect(self._open)
        header = table.horizontalHeader()
        header.moveSection(header.visualIndex(STATE), 1)
        return table

    def _build_actions(self) -> dict[str, QAction]:
        made = {
            "open": action(self, "open", "打开", tip="用系统程序打开文件（回车）"),
            "reveal": action(self, "folder", "在文件夹中显示", "Ctrl+Shift+O"),
            "assign": action(self, "assign", "归入…", "Ctrl+G", "归入其他小项"),
            "pages": action(self, "pages", "按页归入…", "Ctrl+Shift+G", "把其中几页归入一个小项"),
            "serve": action(self, "view-findings", "对应到佐证要求…", "Ctrl+J", "指定所对应的佐证要求"),
            "unassign": action(self, "remove", "移出", "Ctrl+D", "从本小项移出"),
            "accept": action(self, "success", "确认变动", "Ctrl+Shift+A", "确认文件变动后的内容无误"),
            "describe": action(self, "edit", "编辑著录…", "F2"),
            "relink": action(self, "relink", "重新指定文件…", "Ctrl+L", "文件不在原处时，指定它现在的位置"),
            "relink_folder": action(self, "folder", "重新指定文件夹…", "Ctrl+Shift+L", "同一文件夹的缺失文件一并指定"),
            "members": action(self, "pages", "查看压缩包内文件…", tip="列出压缩包内的文件，可选取后取出"),
            "convert": action(self, "pages", "重新转换", tip="办公软件曾未能转换的，下次预览或装订时再试"),
            "release": action(self, "success", "经核实不涉密，恢复使用", tip="页面标志经核实不是涉密标志的"),
            "history": action(self, "history", "操作历史", tip="该件及其文件的操作历史（Ctrl+H）"),
            "recycle": action(self, "recycle", "移入回收状态", "Ctrl+Delete", "不再计入，原文件不动，可撤销"),
        }
        made["relink"].setIconText("重新指定")
        signals = {
            "assign": self.assign_wanted,
            "unassign": self.unassign_wanted,
            "serve": self.serving_wanted,
            "accept": self.accept_wanted,
            "recycle": self.recycle_wanted,
        }
        for name, signal in signals.items():
            made[name].triggered.connect(lambda _checked=False, signal=signal: signal.emit(self.selected()))
        alone = {
            "pages": self.pages_wanted,
            "history": self.history_wanted,
            "relink": self.relink_wanted,
            "relink_folder": self.relink_folder_wanted,
            "members": self.members_wanted,
            "convert": self.converting_wanted,
            "release": self.release_wanted,
        }
        for name, signal in alone.items():
            made[name].triggered.connect(lambda _checked=False, signal=signal: signal.emit(self.selected()[0]))
        made["open"].triggered.connect(lambda: self._open(self.selected()[0]))
        made["reveal"].triggered.connect(lambda: self.reveal_wanted.emit(self.selected()[0]))
        made["describe"].triggered.connect(lambda: self.describe_wanted.emit(self.selected()[0]))
        for one in made.values():
            one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(one)
        self.table.offer(list(made.values()))
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.title)
        top.addStretch(1)
        shown = ("open", "reveal", "assign", "unassign", "accept", "relink", "describe")
        self._buttons = [tool_button(self.actions_[name]) for name in shown]
        self._seldom = [self._buttons[shown.index(name)] for name in ("accept", "relink")]
        for button in self._buttons:
            top.addWidget(button)
        often = [button for button in self._buttons if button not in self._seldom]
        self._roomy = sum(button.sizeHint().width() + 2 for button in often) + scaled(170)
        self._roomy += max(button.sizeHint().width() + 2 for button in self._seldom)  # one at a time
        self.setMinimumSize(380, 150)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 6, 10, 8)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for words beside the pictures, the pictures and their tips must do."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonTextBesideIcon if self.width() >= self._roomy else style.ToolButtonIconOnly
        for button in self._buttons:
            button.setToolButtonStyle(wanted)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Its own rows are here already, and a heading takes none."""
        if self.key.kind in TAKING and event.source() is not self.table and may_be_dropped(event.mimeData()):
            event.acceptProposedAction()
            self._mark("true")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Carried on."""
        self._mark("")

    def dropEvent(self, event: QDropEvent) -> None:
        """For the node that is shown."""
        self._mark("")
        take(event, self.key, self.pieces_dropped, self.files_dropped)

    def _mark(self, taking: str) -> None:
        self.setProperty("taking", taking)
        self.style().polish(self)

    def _enable(self) -> None:
        rows = self.selected()
        one = rows[0] if len(rows) == 1 else None
        able = {
            "open": one is not None and one.can_open,
            "reveal": one is not None and one.path is not None,
            "assign": bool(rows),
            "pages": one is not None and one.page_count > 1,
            "serve": bool(rows) and self.key.kind in TAKING,
            "unassign": bool(rows) and self.key.kind in NUMBERED,
            "accept": any(row.changed for row in rows),
            "describe": one is not None,
            "relink": one is not None and bool(one.missing),
            "relink_folder": one is not None and bool(one.missing),
            "members": one is not None and one.archive is not None,
            "convert": one is not None and bool(one.convertible),
            "release": one is not None and one.can_be_released,
            "history": one is not None,
            "recycle": bool(rows),
        }
        for name, enabled in able.items():
            self.actions_[name].setEnabled(enabled)
        for button in self._seldom:
            button.setVisible(button.isEnabled())

    def _open(self, row: EvidenceRow) -> None:
        if row.can_open:
            self.open_wanted.emit(row)


def _nothing_here(key: NodeKey) -> str:
    if key == INBOX:
        return "收件箱是空的，没有待归入的材料。"
    if key.kind in TAKING:
        return (
            "本项尚无佐证材料。\n"
            f"请把文件拖到此处，或放入名称以“({key.number})”开头的文件夹后扫描；纸质材料用“登记纸质件”登记。"
        )
    return "此处尚无佐证材料。\n材料归入小项：请在左侧选定小项，再把文件拖入或登记。"
