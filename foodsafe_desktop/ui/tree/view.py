"""The left pane: filter box, state buttons and the tree, two lines a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import icon, state_icon
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.search_box import SearchBox
from foodsafe_desktop.ui.tree.dropping import CatalogueTree
from foodsafe_desktop.ui.tree.model import NODE_ROLE, CatalogueFilter, CatalogueModel
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, NUMBERED, Kind, Node, NodeKey

if TYPE_CHECKING:  # only named here: the tree shows before they are loaded
    from foodsafe_desktop.services.review import Overview

_CHIPS = (
    (State.MISSING, "缺失"),
    (State.PARTIAL, "部分"),
    (State.COMPLETE, "齐全"),
    (State.OMITTED, "合理缺项"),
    (State.NOT_CHOSEN, "未选"),
    (State.RESERVED, "待核"),
)
_ICON, _SMALL_ICON, _GAP, _PADDING = 16, 13, 6, 4


class NodeDelegate(QStyledItemDelegate):
    """Icon and label on the first line; state word in its colour and counts on the second."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Leave the row's ground to the style, and nothing else: what it says is drawn here."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines of text."""
        _, given = _given(option)
        height = sum(QFontMetrics(font).height() for font in (given, _small(given)))
        return QSize(200, height + 2 * _PADDING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        node: Node = index.data(NODE_ROLE)
        rect, font = _given(option)
        super().paint(painter, option, index)
        painter.save()
        area = rect.adjusted(_GAP, _PADDING, -_GAP, -_PADDING)
        bold = QFont(font)
        bold.setBold(node.key.kind not in (Kind.ITEM, Kind.SUB_ITEM, Kind.VETO, Kind.RESERVED))
        first = QFontMetrics(bold).height()
        drawing: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        size = scaled(_ICON)
        drawing.paint(painter, QRect(area.left(), area.top() + (first - size) // 2, size, size))
        area.setLeft(area.left() + size + _GAP)
        painter.setFont(bold)
        painter.setPen(QColor(theme.TEXT))
        label = QFontMetrics(bold).elidedText(node.label, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignTop, label)
        area.setTop(area.top() + first)
        self._second_line(painter, area, node, _small(font))
        painter.restore()

    @staticmethod
    def _second_line(painter: QPainter, area: QRect, node: Node, font: QFont) -> None:
        painter.setFont(font)
        if node.word:
            painter.setPen(QColor(theme.state_colour(node.state) if node.state else theme.MUTED))
            painter.drawText(area, Qt.AlignmentFlag.AlignTop, node.word)
            area.setLeft(area.left() + QFontMetrics(font).horizontalAdvance(node.word + "　"))
        metrics = QFontMetrics(font)
        if node.changed:
            size = scaled(_SMALL_ICON)
            sign = QRect(area.left(), area.top() + (metrics.height() - size) // 2, size, size)
            icon("evidence-changed", Tone.PARTIAL).paint(painter, sign)
            area.setLeft(sign.right() + _GAP)
            painter.setPen(QColor(theme.PARTIAL))
            painter.drawText(area, Qt.AlignmentFlag.AlignTop, f"变动 {node.changed}")
            area.setLeft(area.left() + metrics.horizontalAdvance(f"变动 {node.changed}　"))
        painter.setPen(QColor(theme.MUTED))
        counts = metrics.elidedText(node.counts, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignTop, counts)


class TreePane(QWidget):
    """The catalogue's tree with its filter. Emits the key of the node that is selected."""

    selected = Signal(object)
    menu_wanted = Signal(object, object)
    """NodeKey, and where on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CatalogueModel(self)
        self.filter = CatalogueFilter(self)
        self.filter.setSourceModel(self.model)
        self.box = self._build_box()
        self.chips = {state: self._build_chip(state, word) for state, word in _CHIPS}
        self.changed_chip = self._build_changed_chip()
        self.tree = self._build_tree()
        self._unfolded: list[NodeKey] | None = None
        self.nothing = QLabel("没有符合筛选条件的小项，请更改文字或状态。")
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("role", "muted")
        self.nothing.hide()
        self.missing_words = QLabel()
        self.missing_words.setProperty("role", "muted")
        self.missing_words.setTextFormat(Qt.TextFormat.PlainText)
        self.missing_words.setWordWrap(True)
        self.missing_words.hide()
        self._lay_out()

    def show_kept(self, nodes: tuple[Node, ...]) -> None:
        """Show the lines as they were kept, until it is known how they stand."""
        self.model.show(nodes)
        self.filter.refresh()
        self.tree.setCurrentIndex(self.filter.mapFromSource(self.model.index_of(CATALOGUE)))

    def show_overview(self, overview: Overview) -> None:
        """Refresh every node; the selection stays, or falls on the catalogue in a new archive."""
        from foodsafe_desktop.ui.tree.presenter import (  # noqa: PLC0415 - the tree shows before it is loaded
            build_nodes,
            changed_counts,
            missing_others,
            state_counts,
        )

        nodes = build_nodes(overview)
        moved = not self.model.has_lines_of(nodes)
        before, unfolded = (self.current(), self._unfolded_now()) if moved else (None, [])
        self.model.show(nodes)
        for state, count in state_counts(overview).items():
            self.chips[state].setText(f"{dict(_CHIPS)[state]} {count}")
        others = missing_others(overview)
        self.missing_words.setText(f"缺失中含{others}。" if others else "")
        self._show_changed(sum(1 for count in changed_counts(overview).values() if count))
        if self.filter.refresh(keep=self.current()) or moved:
            self._show_found()
        if not self.tree.currentIndex().isValid():
            self._find_again(before, unfolded)

    def _find_again(self, before: NodeKey | None, unfolded: list[NodeKey]) -> None:
        """After the tree itself has changed: unfold what was, and go to the same line, whatever it has become."""
        for key in unfolded:
            self.tree.expand(self.filter.mapFromSource(self.model.index_of(key)))
        same = [before] if before else []
        if before is not None and before.kind in NUMBERED:
            same += [NodeKey(kind, before.number) for kind in NUMBERED]
        self.select(next((key for key in same if self.model.index_of(key).isValid()), CATALOGUE))

    def select(self, key: NodeKey) -> None:
        """Make a node current and visible, lifting a filter that hides it."""
        source = self.model.index_of(key)
        if source.isValid() and not self.filter.mapFromSource(source).isValid():
            self.clear_filter()
        found = self.filter.mapFromSource(source)
        if found.isValid():
            self.tree.setCurrentIndex(found)
            if not self.tree.viewport().rect().contains(self.tree.visualRect(found)):
                self.tree.scrollTo(found, QAbstractItemView.ScrollHint.PositionAtCenter)

    def current(self) -> NodeKey | None:
        """The selected node's key."""
        node = self.tree.currentIndex().data(NODE_ROLE)
        return node.key if node else None

    def clear_filter(self) -> None:
        """Show everything."""
        self.box.clear()
        for chip in self.chips.values():
            chip.setChecked(False)
        self.changed_chip.setChecked(False)
        self._apply()

    def toggle_state(self, state: State, *, on: bool) -> None:
        """Set one state button, as from the toolbar."""
        self.chips[state].setChecked(on)
        self._apply()

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _build_box(self) -> SearchBox:
        box = SearchBox("筛选小项", "编号、文字、拼音或部门（Ctrl+F）")
        box.textChanged.connect(self._apply)
        box.returnPressed.connect(self._enter_tree)
        return box

    def _build_chip(self, state: State, word: str) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("chip", "true")
        chip.setCheckable(True)
        chip.setIcon(state_icon(state))
        chip.setIconSize(square(14))
        chip.setText(word)
        also = "，包括缺说明的合理缺项" if state is State.MISSING else ""
        chip.setToolTip(f"只显示状态为“{state.label}”的小项{also}，可多选")
        chip.setAccessibleName(f"只显示{state.label}")
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setSizePolicy(chip.sizePolicy().horizontalPolicy().Expanding, chip.sizePolicy().verticalPolicy())
        chip.clicked.connect(self._apply)
        return chip

    def _build_changed_chip(self) -> QToolButton:
        chip = self._build_chip(State.PARTIAL, "变动")
        chip.setIcon(icon("evidence-changed", Tone.PARTIAL))
        chip.setToolTip("只显示发出之后材料有变动的小项")
        chip.setAccessibleName("只显示印发后有变动")
        chip.hide()
        return chip

    def _show_changed(self, count: int) -> None:
        """The button is there only while anything is not as it was printed."""
        self.changed_chip.setText(f"印发后有变动 {count}")
        self.changed_chip.setVisible(bool(count))
        if not count and self.changed_chip.isChecked():
            self.changed_chip.setChecked(False)
            self._apply()

    def _build_tree(self) -> CatalogueTree:
        tree = CatalogueTree()
        tree.setModel(self.filter)
        tree.setItemDelegate(NodeDelegate(tree))
        tree.setHeaderHidden(True)
        tree.setIndentation(scaled(16))
        tree.setUniformRowHeights(True)
        tree.setAccessibleName("评价细则目录")
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.selectionModel().currentChanged.connect(self._announce)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._ask_menu)
        return tree

    def _lay_out(self) -> None:
        chips = QGridLayout()
        chips.setSpacing(4)
        for place, chip in enumerate(self.chips.values()):
            chips.addWidget(chip, place // 3, place % 3)
        chips.addWidget(self.changed_chip, len(self.chips) // 3, 0, 1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 0, 8)
        layout.setSpacing(6)
        layout.addWidget(self.box)
        layout.addLayout(chips)
        layout.addWidget(self.missing_words)
        layout.addWidget(self.nothing)
        layout.addWidget(self.tree, 1)

    def _apply(self) -> None:
        key = self.current()
        if not self.filter.is_active:
            self._unfolded = self._unfolded_now()
        states = frozenset(state for state, chip in self.chips.items() if chip.isChecked())
        self.filter.filter_by(self.box.text(), states, changed=self.changed_chip.isChecked())
        self._show_found()
        if key is not None and (found := self.filter.mapFromSource(self.model.index_of(key))).isValid():
            self.tree.setCurrentIndex(found)
            self.tree.scrollTo(found)

    def _show_found(self) -> None:
        """Unfold all that a filter leaves; without one, what was unfolded before it."""
        if self.filter.is_active:
            self.tree.expandAll()
        elif self._unfolded is not None:
            self.tree.collapseAll()
            for key in self._unfolded:
                self.tree.expand(self.filter.mapFromSource(self.model.index_of(key)))
            self._unfolded = None
        self.missing_words.setVisible(self.chips[State.MISSING].isChecked() and bool(self.missing_words.text()))
        self.nothing.setVisible(self.filter.is_active and self.filter.rowCount() <= 2)

    def _unfolded_now(self) -> list[NodeKey]:
        return [
            key
            for key in self.model.keys_above_others()
            if self.tree.isExpanded(self.filter.mapFromSource(self.model.index_of(key)))
        ]

    def _enter_tree(self) -> None:
        """Enter in the box goes to the first line found."""
        index = self.filter.index(2, 0)
        while self.filter.hasChildren(index):
            index = self.filter.index(0, 0, index)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_menu(self, at: QPoint) -> None:
        node = self.tree.indexAt(at).data(NODE_ROLE)
        if node is not None:
            self.menu_wanted.emit(node.key, self.tree.viewport().mapToGlobal(at))

    def _announce(self, index: QModelIndex) -> None:
        node = index.data(NODE_ROLE)
        if node is not None:
            self.selected.emit(node.key)


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() - 1)
    return smaller


def _given(option: QStyleOptionViewItem) -> tuple[QRect, QFont]:
    """Area and font of a row; Qt's stubs do not know these attributes."""
    return option.rect, option.font  # type: ignore[attr-defined]
