"""A listing in a dialog: groups that fold, lines that wrap, and everything to be copied."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShortcut,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.listing.presenter import Group, Listing
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.parts import label
from foodsafe_desktop.ui.wording import tip_text
from foodsafe_desktop.ui.wrapped import draw_wrapped, wrapped

Index = QModelIndex | QPersistentModelIndex
_MARGIN = 6
_AROUND = 40
"""What of the window behind stays in sight."""


class ListingDialog(QDialog):
    """Window-modal, opened with `open()`; Ctrl+C copies the selected lines, 全部复制 everything."""

    def __init__(self, parent: QWidget, listing: Listing) -> None:
        super().__init__(parent)
        self.setWindowTitle(listing.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.listing = listing
        self.tree = self._build_tree(listing)
        self.buttons = QDialogButtonBox()
        self.copy_all = self.buttons.addButton("全部复制", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_all.setAutoDefault(False)
        self.copy_all.setEnabled(bool(listing.groups))
        self.copy_all.clicked.connect(lambda: QGuiApplication.clipboard().setText(listing.text))
        close = self.buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(listing.summary))
        if listing.groups:
            layout.addWidget(self.tree, 1)
        else:
            self.tree.hide()
            layout.addWidget(label("没有需要处理的事项。", "muted"))
        layout.addWidget(self.buttons)
        room = parent.window().size().boundedTo(self.screen().availableSize()) - QSize(_AROUND, _AROUND)
        self.resize(QSize(scaled(860), scaled(560) if listing.groups else 10).boundedTo(room))
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy_selected)

    def _build_tree(self, listing: Listing) -> QTreeView:
        tree = _WrappingTree(self)
        model = QStandardItemModel(tree)
        for group in listing.groups:
            model.appendRow(_build_group(group))
        tree.setModel(model)
        tree.setHeaderHidden(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setItemDelegate(_WrappingDelegate(tree))
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setAccessibleName(listing.title)
        tree.setIndentation(scaled(18))
        tree.expandAll()
        if listing.groups:
            tree.setCurrentIndex(model.index(0, 0))
        return tree

    def _copy_selected(self) -> None:
        chosen = sorted(self.tree.selectionModel().selectedRows(), key=_place)
        QGuiApplication.clipboard().setText("\n".join(index.data() for index in chosen))


class _WrappingTree(QTreeView):
    """A tree whose rows find their height anew when its width changes."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _WrappingDelegate(QStyledItemDelegate):
    """Shows a line in full, on as many lines as it takes."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the text is at the width of the tree."""
        tree = self.parent()
        assert isinstance(tree, QTreeView)  # noqa: S101 - made for one
        depth = 2 if index.parent().isValid() else 1
        width = tree.viewport().width() - depth * tree.indentation() - 2 * _MARGIN
        _, height = wrapped(index.data(), _font(option, index), width)
        return QSize(width, height + _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the text over the row's ground."""
        widget, rect = option.widget, option.rect  # type: ignore[attr-defined] # Qt's stubs do not know them
        widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        painter.save()
        painter.setPen(QColor(theme.TEXT))
        area = rect.adjusted(_MARGIN, _MARGIN // 2, -_MARGIN, 0)
        draw_wrapped(painter, area, index.data(), _font(option, index))
        painter.restore()


def _font(option: QStyleOptionViewItem, index: Index) -> QFont:
    font = QFont(option.font)  # type: ignore[attr-defined] # Qt's stubs do not know it
    font.setBold(not index.parent().isValid())
    return font


def _build_group(group: Group) -> QStandardItem:
    head = QStandardItem(group.heading)
    for line in group.shown:
        row = QStandardItem(line)
        row.setToolTip(tip_text(line))
        head.appendRow(row)
    return head


def _place(index: QModelIndex) -> tuple[int, int]:
    """Where a line stands, groups before their lines."""
    return (index.parent().row(), index.row()) if index.parent().isValid() else (index.row(), -1)
