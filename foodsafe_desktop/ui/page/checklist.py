"""The checklist for Qt: requirements down, years across, as tall as its text needs; the page scrolls, not the table."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.cells import cell_icon
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.page.asked import NOTHING, Cell, Checklist, RequirementRow
from foodsafe_desktop.ui.page.marks import MARK_COLOURS, MARK_TINTS, mark_icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.table_model import ROW_ROLE, Index, RowsModel
from foodsafe_desktop.ui.wording import tip_text
from foodsafe_desktop.ui.wrapped import draw_wrapped, wrapped

CELL_ROLE = Qt.ItemDataRole.UserRole + 1

_BESIDE, _BELOW = "　", "\n "
_PADDING, _ICON, _GAP = 7, 14, 5
_ROOMY_HEAD, _LEAST_YEAR, _LEAST_TITLE = 140, 80, 90


class ChecklistModel(RowsModel[RequirementRow]):
    """Column 0 is the requirement, the others the years; a cell that spans years is the same in each of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_columns(NOTHING), parent=parent)
        self._years = NOTHING.years
        self.is_narrow = False
        """Whether year and state stand below each other in the head."""

    def show_list(self, asked: Checklist) -> None:
        """Take another checklist."""
        self._years = asked.years
        self.show(asked.rows, _columns(asked))

    def row_of(self, requirement: str) -> int | None:
        """The row of a requirement."""
        ids = [row.requirement.id for row in self.rows]
        return ids.index(requirement) if requirement in ids else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The years, each with how the whole number stands in it."""
        said = super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.DisplayRole and said is not None and self.is_narrow:
            return said.replace(_BESIDE, _BELOW)
        if role == Qt.ItemDataRole.DecorationRole and orientation is Qt.Orientation.Horizontal:
            return cell_icon(self._years[section - 1].state) if 0 < section < self.columnCount() else None
        return said

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Texts, tips, pictures; the row under ROW_ROLE, the cell under CELL_ROLE (None in column 0)."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        said = _SAID.get(role)
        return said(row, _cell(row, index.column())) if said else None


def _columns(asked: Checklist) -> tuple[str, ...]:
    return ("佐证要求", *(f" {_BESIDE.join(head.words)}" for head in asked.years))


def _cell(row: RequirementRow, column: int) -> Cell | None:
    return next((one for one in row.cells if one.first < column <= one.first + one.span), None) if column else None


def _text(row: RequirementRow, cell: Cell | None) -> str:
    return f"{cell.word} {cell.reason}".strip() if cell else row.title


def _spoken(row: RequirementRow, cell: Cell | None) -> str:
    return f"{cell.word}，{cell.tip or cell.reason}" if cell else row.spoken


_SAID: dict[int, Callable[[RequirementRow, Cell | None], object]] = {
    Qt.ItemDataRole.DisplayRole: _text,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.ToolTipRole: lambda row, cell: tip_text(f"{cell.word}\n{cell.tip}" if cell else row.spoken),
    Qt.ItemDataRole.DecorationRole: lambda _row, cell: mark_icon(cell.mark) if cell else None,
    ROW_ROLE: lambda row, _cell: row,
    CELL_ROLE: lambda _row, cell: cell,
}


class ChecklistDelegate(QStyledItemDelegate):
    """Requirement: title over its note. Cell: picture and word, the reason below, on the state's tint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as the wrapped text."""
        view, font = option.widget, option.font  # type: ignore[attr-defined]
        width = view.width_of(index) - 2 * _PADDING
        heights = [wrapped(text, self._font(font, part), width)[1] for part, text in _parts(index)]
        return QSize(width, sum(heights) + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        rect, font, widget = option.rect, option.font, option.widget  # type: ignore[attr-defined]
        cell, selected = index.data(CELL_ROLE), bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        ground = Tone.SELECTED if selected else MARK_TINTS[cell.mark] if cell else Tone.SURFACE
        painter.fillRect(rect, QColor(theme.colour(ground)))
        area = rect.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        for part, text in _parts(index):
            painter.setPen(QColor(theme.colour(_tone(part, index))))
            line = QRect(area)
            if part == "word" and cell:
                size = scaled(_ICON)
                mark_icon(cell.mark).paint(painter, QRect(area.left(), area.top() + scaled(3), size, size))
                line.setLeft(area.left() + size + _GAP)
            area.setTop(area.top() + draw_wrapped(painter, line, text, self._font(font, part)))
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, widget)

    @staticmethod
    def _font(font: QFont, part: str) -> QFont:
        made = QFont(font)
        made.setBold(part in ("word", "title"))
        if part in ("note", "edit"):
            made.setPointSizeF(font.pointSizeF() - 1)
        return made


def _parts(index: Index) -> list[tuple[str, str]]:
    row, cell = index.data(ROW_ROLE), index.data(CELL_ROLE)
    if cell is None:
        parts = [("struck" if row.struck else "title", row.title), ("note", row.note), ("edit", row.edit)]
    else:
        parts = [("word", cell.word), ("reason", cell.reason)]
    return [(part, text) for part, text in parts if text]


def _tone(part: str, index: Index) -> Tone:
    if part == "word":
        return MARK_COLOURS[index.data(CELL_ROLE).mark]
    if part == "edit":
        return Tone.RESERVED
    return Tone.MUTED if part in ("note", "struck") else Tone.TEXT


class ChecklistTable(QTableView):
    """The table in its full height. Its current row is what the page's commands are about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ChecklistModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(ChecklistDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("佐证要求清单")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(60)
        self.setIconSize(square(16))

    def show_checklist(self, asked: Checklist) -> None:
        """Show a checklist, to be fitted once it has a width; cells that stand for several years are one."""
        self.clearSpans()
        self.rows.show_list(asked)
        for at, row in enumerate(asked.rows):
            for cell in row.cells:
                if cell.span > 1:
                    self.setSpan(at, 1 + cell.first, 1, cell.span)

    def current(self) -> RequirementRow | None:
        """The row that is selected."""
        found = self.selectionModel().selectedRows()
        return found[0].data(ROW_ROLE) if found else None

    def width_of(self, index: Index) -> int:
        """The width of a cell with all that it spans."""
        columns = self.columnSpan(index.row(), index.column())
        return sum(self.columnWidth(index.column() + at) for at in range(columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit columns and heights to the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        years = self.rows.columnCount() - 1
        if years < 1:
            return
        width = self.viewport().width()
        least = min(scaled(_LEAST_YEAR), (width - scaled(_LEAST_TITLE)) // years)  # it cannot scroll sideways
        each = max(96, least, int(width * 0.62) // years)
        for column in range(1, years + 1):
            self.setColumnWidth(column, each)
        self.setColumnWidth(0, max(96, width - each * years))
        self.rows.is_narrow = each < scaled(_ROOMY_HEAD)
        self.resizeRowsToContents()
        height = sum(self.rowHeight(row) for row in range(self.rows.rowCount()))
        self.setFixedHeight(height + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth())
