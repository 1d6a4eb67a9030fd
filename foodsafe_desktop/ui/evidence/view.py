"""The evidence table with its buttons and menu."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.ui.evidence.model import ROW_ROLE, EvidenceModel, EvidenceOrder
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
from foodsafe_desktop.ui.parts import action, label, tool_button
from foodsafe_desktop.ui.tree.presenter import INBOX, NUMBERED, Kind, NodeKey

_WIDTHS = {TITLE: 230, YEAR: 66, NUMBER: 172, DATE: 92, PLACE: 130, PAGES: 52, STATE: 114, ASSIGNED: 64}
_TITLE_SHARE = 0.62


class EvidenceTable(QTableView):
    """The table; Enter is a double-click, and title and place share what width the others leave."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Share what the other columns leave, but never too little to read: the table rather scrolls."""
        others = sum(self.columnWidth(column) for column in _WIDTHS if column not in (TITLE, PLACE))
        spare = self.viewport().width() - others
        self.setColumnWidth(TITLE, max(_WIDTHS[TITLE], int(spare * _TITLE_SHARE)))
        self.setColumnWidth(PLACE, max(_WIDTHS[PLACE], spare - self.columnWidth(TITLE)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class EvidencePane(QWidget):
    """Shows the rows of one node and asks for what a person wants done with those selected."""

    open_wanted = Signal(object)
    reveal_wanted = Signal(object)
    assign_wanted = Signal(list)
    unassign_wanted = Signal(list)
    serving_wanted = Signal(list)
    accept_wanted = Signal(list)
    describe_wanted = Signal(object)
    recycle_wanted = Signal(list)
    history_wanted = Signal(object)
    relink_wanted = Signal(object)
    relink_folder_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.key: NodeKey = INBOX
        self.model = EvidenceModel(self)
        self.order = EvidenceOrder(self)
        self.order.setSourceModel(self.model)
        self.table = self._build_table()
        self.actions_ = self._build_actions()
        self.title = QLabel()
        self.title.setProperty("role", "section")
        self.empty = label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self._enable()

    def show_rows(self, key: NodeKey, rows: tuple[EvidenceRow, ...]) -> None:
        """Show a node's evidence; rows that stay selected across a refresh are found again by their piece."""
        kept = {row.evidence.id for row in self.selected()} if key == self.key else set()
        self.key = key
        self.model.show(rows)
        self.table.setColumnHidden(ASSIGNED, key.kind in NUMBERED or key == INBOX)
        self.table.fit_columns()
        self.title.setText(f"佐证材料（{len(rows)}件）")
        self.empty.setText(_nothing_here(key))
        self._stack.setCurrentIndex(0 if rows else 1)
        self._reselect(kept)
        self._enable()

    def selected(self) -> list[EvidenceRow]:
        """The selected rows, in the order shown."""
        indexes = self.table.selectionModel().selectedRows()
        return [index.data(ROW_ROLE) for index in sorted(indexes, key=QModelIndex.row)]

    def select_piece(self, evidence: int) -> None:
        """Make a piece current, if the table has it."""
        for row in range(self.order.rowCount()):
            if self.order.index(row, 0).data(ROW_ROLE).evidence.id == evidence:
                self.table.selectRow(row)
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reselect(self, kept: set[int]) -> None:
        for row in range(self.order.rowCount()):
            index = self.order.index(row, 0)
            if index.data(ROW_ROLE).evidence.id in kept and not self.table.selectionModel().isRowSelected(row):
                flag = self.table.selectionModel().SelectionFlag
                self.table.selectionModel().select(index, flag.Select | flag.Rows)

    def _build_table(self) -> EvidenceTable:
        table = EvidenceTable()
        table.setModel(self.order)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setIconSize(QSize(16, 16))
        table.setAccessibleName("佐证材料表")
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        table.activated.connect(lambda index: self._open(index.data(ROW_ROLE)))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 10)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        header.moveSection(header.visualIndex(STATE), 1)
        table.sortByColumn(YEAR, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        return table

    def _build_actions(self) -> dict[str, QAction]:
        made = {
            "open": action(self, "open", "打开", tip="用系统程序打开文件（回车）"),
            "reveal": action(self, "folder", "在文件夹中显示", "Ctrl+Shift+O"),
            "assign": action(self, "assign", "归入…", "Ctrl+G", "归入其他小项"),
            "serve": action(self, "view-findings", "对应到佐证要求…", "Ctrl+J", "指定所对应的佐证要求"),
            "unassign": action(self, "remove", "移出", "Ctrl+D", "从本小项移出"),
            "accept": action(self, "success", "确认变动", "Ctrl+Shift+A", "确认文件变动后的内容无误"),
            "describe": action(self, "edit", "编辑著录…", "F2"),
            "relink": action(self, "relink", "重新指定文件…", "Ctrl+L", "文件不在原处时，指定它现在的位置"),
            "relink_folder": action(self, "folder", "重新指定文件夹…", "Ctrl+Shift+L", "同一文件夹的缺失文件一并指定"),
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
            "history": self.history_wanted,
            "relink": self.relink_wanted,
            "relink_folder": self.relink_folder_wanted,
        }
        for name, signal in alone.items():
            made[name].triggered.connect(lambda _checked=False, signal=signal: signal.emit(self.selected()[0]))
        made["open"].triggered.connect(lambda: self._open(self.selected()[0]))
        made["reveal"].triggered.connect(lambda: self.reveal_wanted.emit(self.selected()[0]))
        made["describe"].triggered.connect(lambda: self.describe_wanted.emit(self.selected()[0]))
        for one in made.values():
            one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(one)
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
        self._roomy = sum(button.sizeHint().width() + 2 for button in often) + 170
        self._roomy += max(button.sizeHint().width() + 2 for button in self._seldom)  # one at a time
        self.setMinimumSize(380, 150)
        nothing = QWidget()
        inside = QVBoxLayout(nothing)
        inside.addWidget(self.empty)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 6, 10, 8)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for words beside the pictures, the pictures and their tips must do."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonTextBesideIcon if self.width() >= self._roomy else style.ToolButtonIconOnly
        for button in self._buttons:
            button.setToolButtonStyle(wanted)

    def _enable(self) -> None:
        rows = self.selected()
        one = rows[0] if len(rows) == 1 else None
        able = {
            "open": one is not None and one.can_open,
            "reveal": one is not None and one.path is not None,
            "assign": bool(rows),
            "serve": bool(rows) and self.key.kind in (Kind.SUB_ITEM, Kind.VETO),
            "unassign": bool(rows) and self.key.kind in NUMBERED,
            "accept": any(row.changed for row in rows),
            "describe": one is not None,
            "relink": one is not None and bool(one.missing),
            "relink_folder": one is not None and bool(one.missing),
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

    def _show_menu(self, at: QPoint) -> None:
        if not self.selected():
            return
        menu = build_menu(self, list(self.actions_.values()))
        menu.popup(self.table.viewport().mapToGlobal(at))


def build_menu(parent: QWidget, actions: Sequence[QAction]) -> QMenu:
    """A menu of actions that goes away when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(actions)
    return menu


def _nothing_here(key: NodeKey) -> str:
    if key == INBOX:
        return "收件箱是空的。"
    if key.kind in NUMBERED:
        return (
            f"本项尚无佐证材料。\n请把文件放入名称以“({key.number})”开头的文件夹后扫描，或用“登记纸质件”登记纸质材料。"
        )
    return "此处尚无佐证材料。"
