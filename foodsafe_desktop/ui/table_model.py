"""Rows as a presenter made them, as a table for Qt: every view that lists things is one of these."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from foodsafe_desktop.ui.wording import tip_text

ROW_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
Row = TypeVar("Row")
Said = Mapping[int, Callable[[Any, int], object]]
"""What a model says under each role, as functions of row and column."""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows with `cells`, and `sort` where they are sorted, in the order of `columns`.

    `said` adds roles (colour, picture, tip); `right` are columns of figures. The whole row is there under ROW_ROLE.
    Rows are asked for only when they are looked at, but for a model that is sorted: then all at once, by the keys of
    the presenter (2 before 10, no date last), as Qt would ask for two at every comparison.
    """

    def __init__(
        self,
        columns: Sequence[str],
        said: Said | None = None,
        right: Sequence[int] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._right = tuple(columns), frozenset(right)
        self._said = {**_SAID, _Role.AccessibleTextRole: self._spoken, **(said or {})}
        self.rows: Sequence[Row] = ()
        self._given: Sequence[Row] = ()
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._ready: tuple[Sequence[Row], tuple[int, Qt.SortOrder] | None, Sequence[Row]] | None = None

    def show(self, rows: Sequence[Row], columns: Sequence[str] | None = None) -> None:
        """Take a new set of rows, under other columns where they are given."""
        named = self._columns if columns is None else tuple(columns)
        if rows != self._given or named != self._columns:
            ready, self._ready = self._ready, None
            self.beginResetModel()
            if ready is not None and ready[0] is rows and ready[1] == self._order:
                self.rows = ready[2]
            else:
                self.rows = self._sorted(rows)
            self._given, self._columns = rows, named
            self.endResetModel()

    def make_ready(self, rows: Sequence[Row]) -> None:
        """Sort very many rows before they are shown; on another thread than the one that draws."""
        self._ready = rows, self._order, self._sorted(rows)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column from now on; what is selected stays selected."""
        if not 0 <= column < len(self._columns):
            return
        self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before, self.rows = self.rows, self._sorted(self._given)
        held = self.persistentIndexList()
        if held:
            places = {id(row): at for at, row in enumerate(self.rows)}
            self.changePersistentIndexList(
                held, [self.index(places[id(before[one.row()])], one.column()) for one in held]
            )
        self.layoutChanged.emit()

    def _sorted(self, rows: Sequence[Row]) -> Sequence[Row]:
        if self._order is None:
            return rows
        column, order = self._order

        def key(row: Any) -> Any:  # noqa: ANN401 - what is sorted has keys that compare
            return row.sort[column]

        return tuple(sorted(rows, key=key, reverse=order is Qt.SortOrder.DescendingOrder))

    def shown(self) -> list[Row]:
        """The rows in their order."""
        return list(self.rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's question."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """The columns' names, each over its side of the column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == _Role.DisplayRole:
            return self._columns[section]
        return self._alignment(section) if role == _Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """A cell's text, what `said` adds, and the row."""
        if not index.isValid():
            return None
        if role == _Role.TextAlignmentRole:
            return self._alignment(index.column())
        said = self._said.get(role)
        return said(self.rows[index.row()], index.column()) if said else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _spoken(self, row: Any, column: int) -> str:  # noqa: ANN401 - any row has cells
        return f"{self._columns[column]}：{row.cells[column]}"


class RowsOrder(QSortFilterProxyModel):
    """Shows the rows that `leaves` says yes to; the model itself sorts them."""

    def __init__(self, model: RowsModel[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._leaves: Callable[[Any], bool] | None = None
        self.setSourceModel(model)

    def filter_by(self, leaves: Callable[[Any], bool] | None) -> None:
        """Show only rows for which this holds; None: all."""
        self._leaves = leaves
        self.invalidateFilter()

    def shown(self) -> list[Any]:
        """The rows that are shown, in their order."""
        source = self.sourceModel()
        rows = source.rows if isinstance(source, RowsModel) else ()
        return [row for row in rows if self._leaves is None or self._leaves(row)]

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:
        """Qt's question."""
        source = self.sourceModel()
        return self._leaves is None or not isinstance(source, RowsModel) or self._leaves(source.rows[source_row])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the model sort."""
        self.sourceModel().sort(column, order)


_SAID: Said = {
    _Role.DisplayRole: lambda row, column: row.cells[column],
    _Role.ToolTipRole: lambda row, column: tip_text(row.cells[column]),
    ROW_ROLE: lambda row, _column: row,
}
