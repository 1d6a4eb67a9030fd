"""The tree for Qt: one column, the node itself under NODE_ROLE, and a proxy that shows what the filter leaves."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QIcon

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.ui.icons import icon, state_icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.tree.nodes import Kind, Node, NodeKey, visible_keys
from foodsafe_desktop.ui.wording import tip_text

NODE_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex
_TOP = -1


class CatalogueModel(QAbstractItemModel):
    """Nodes in one flat list in printed order; an index carries its place in that list.

    `show` with the same keys as before only refreshes the rows that say something else now: selection and expansion
    stay. Qt and the proxy ask much of each row that is said to have changed, and every question and answer lets go of
    the interpreter, which a thread that reckons gives back only after a while.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: tuple[Node, ...] = ()
        self._flat: list[Node] = []
        self._places: dict[NodeKey, int] = {}
        self._parents: list[int] = []
        self._rows: list[int] = []
        self._children: dict[int, list[int]] = {_TOP: []}

    def show(self, nodes: tuple[Node, ...]) -> None:
        """Take a new set of nodes."""
        former = self._flat
        flat, parents, rows, children = _flatten(nodes)
        same = _keys(former) == _keys(flat)
        if not same:
            self.beginResetModel()
        self.nodes, self._flat, self._parents, self._rows, self._children = nodes, flat, parents, rows, children
        self._places = {node.key: place for place, node in enumerate(flat)}
        if not same:
            self.endResetModel()
            return
        for below in children.values():
            if changed := [place for place in below if former[place] != flat[place]]:
                self.dataChanged.emit(self._at(changed[0]), self._at(changed[-1]))

    def has_lines_of(self, nodes: tuple[Node, ...]) -> bool:
        """Whether these have the keys that are shown, so that nothing moves when they are."""
        return _keys(self._flat) == _keys(_flatten(nodes)[0])

    def index_of(self, key: NodeKey) -> QModelIndex:
        """Where a node is; an invalid index if there is none."""
        place = self._places.get(key)
        return QModelIndex() if place is None else self._at(place)

    def all_keys(self) -> list[NodeKey]:
        """All keys in printed order."""
        return _keys(self._flat)

    def keys_above_others(self) -> list[NodeKey]:
        """Keys of the nodes that can be unfolded, in printed order."""
        return [node.key for node in self._flat if node.children]

    def path_to(self, key: NodeKey) -> frozenset[NodeKey]:
        """The node's key and those of all its parents; empty if there is no such node."""
        index, path = self.index_of(key), set()
        while index.isValid():
            path.add(self._flat[index.internalId()].key)
            index = index.parent()
        return frozenset(path)

    def _at(self, place: int) -> QModelIndex:
        return self.createIndex(self._rows[place], 0, place)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's question."""
        below = self._children.get(parent.internalId() if parent.isValid() else _TOP, [])
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Qt's question."""
        if not index.isValid():
            return QModelIndex()
        above = self._parents[index.internalId()]
        return QModelIndex() if above == _TOP else self._at(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        if parent.column() > 0:
            return 0
        return len(self._children.get(parent.internalId() if parent.isValid() else _TOP, []))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Label, tip, icon, spoken text, or the node itself."""
        if not index.isValid():
            return None
        node = self._flat[index.internalId()]
        said = _SAID.get(role)
        return said(node) if said else None


class CatalogueFilter(QSortFilterProxyModel):
    """Shows the nodes that text and states leave."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._states: frozenset[State] = frozenset()
        self._changed = False
        self._visible: frozenset[NodeKey] | None = None

    def filter_by(self, text: str, states: frozenset[State], *, changed: bool = False) -> None:
        """Show only what all leave; empty text and no state show everything. `changed`: not as it was printed."""
        self._text, self._states, self._changed = text, states, changed
        self.refresh()

    def refresh(self, keep: NodeKey | None = None) -> bool:
        """Apply the filter anew, after what rows say has changed. Returns whether other lines are left.

        `keep` stays visible with its parents even if it does not match any more: the line that a person is working
        on must not vanish under their hands because it has just been completed.
        """
        source = self.sourceModel()
        nodes = source.nodes if isinstance(source, CatalogueModel) else ()
        visible = visible_keys(nodes, self._text, self._states, changed=self._changed)
        if visible is not None and keep is not None and isinstance(source, CatalogueModel):
            visible |= source.path_to(keep)
        if visible == self._visible:
            return False
        self._visible = visible
        self.invalidateFilter()
        return True

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered at all."""
        return self._visible is not None

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Qt's question."""
        if self._visible is None:
            return True
        node = self.sourceModel().index(source_row, 0, source_parent).data(NODE_ROLE)
        return node is not None and node.key in self._visible


def _keys(flat: list[Node]) -> list[NodeKey]:
    return [node.key for node in flat]


def _flatten(nodes: tuple[Node, ...]) -> tuple[list[Node], list[int], list[int], dict[int, list[int]]]:
    flat: list[Node] = []
    parents: list[int] = []
    rows: list[int] = []
    children: dict[int, list[int]] = {}

    def add(level: tuple[Node, ...], parent: int) -> None:
        children[parent] = []
        for row, node in enumerate(level):
            place = len(flat)
            flat.append(node)
            parents.append(parent)
            rows.append(row)
            children[parent].append(place)
            add(node.children, place)

    add(nodes, _TOP)
    return flat, parents, rows, children


def _icon(node: Node) -> QIcon:
    if node.key.kind is Kind.INBOX:
        return icon("inbox", Tone.ACCENT)
    if node.state is None:
        return icon("catalogue", Tone.ACCENT)
    return state_icon(node.state)


_SAID: dict[int, Callable[[Node], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda node: node.label,
    Qt.ItemDataRole.ToolTipRole: lambda node: tip_text(node.tip),
    Qt.ItemDataRole.DecorationRole: _icon,
    Qt.ItemDataRole.AccessibleTextRole: lambda node: node.spoken,
    NODE_ROLE: lambda node: node,
}
