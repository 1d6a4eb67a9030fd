"""The flow through which forms are written into a document: the same calls that draw them on paper write them here."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.lettering.typesetting import Style
from foodsafe_desktop.output.docx.manuscript import Align, Cell, Manuscript, Par, TableRow
from foodsafe_desktop.output.docx_parts import HEI, SONG, Type
from foodsafe_desktop.output.forms import paper
from foodsafe_desktop.output.forms.flow import Column, Placed, Row, Table
from foodsafe_desktop.output.forms.letter import DATE_BLANK, FACT_LABEL, SEALED, TO_SIGN, Letter
from foodsafe_desktop.output.forms.sizes import (
    BODY,
    CELL_HEADING,
    FIELD_LABEL,
    HEADING,
    LIST_ROW,
    NOTE,
    SEAL,
    SIGNATURE_ROW,
    VALUE,
    WRITING_LINE,
    Frame,
)

_FACES = {
    Face.SONG: (SONG, False),
    Face.XIAO_BIAO_SONG: (SONG, True),
    Face.HEI: (HEI, False),
    Face.HEI_BOLD: (HEI, True),
}
"""By the names that Windows and WPS know."""
_ALIGN: dict[paper.Align, Align] = {"left": "left", "centre": "center", "right": "right"}
_ROOM = 100_000.0
_LINES = 6
"""How many lines to write on where paper has as many as fit."""
_POINTS = 72 / 25.4
_NOTHING = Par("", Type(SONG, 9, leading=12.5))


class Writing(Letter):
    """A cursor in a manuscript. There is always room: the program that opens the document breaks the pages."""

    def __init__(self, manuscript: Manuscript, frame: Frame) -> None:
        self._manuscript = manuscript
        self.frame = frame
        self.y = 0.0

    @property
    def room(self) -> float:
        """Enough for anything."""
        return _ROOM

    def next_page(self) -> None:
        """Go on at the top of a new page."""
        self._manuscript.turn()

    def need(self, height: float) -> None:
        """Nothing is needed: rows and headings are kept whole by their own properties."""

    def gap(self, height: float) -> None:
        """Leave space."""
        self._manuscript.paragraph(Par("", Type(SONG, 1, leading=max(1.0, height * _POINTS))))

    def text(
        self,
        text: str,
        style: Style = BODY,
        indent: float = 0,
        align: paper.Align = "left",
        grey: float = paper.BLACK,
    ) -> None:
        """Running text."""
        self._manuscript.paragraph(Par(text, type_of(style), _ALIGN[align], indent=indent, grey=grey != paper.BLACK))

    def table(self, table: Table, rows: Sequence[Row], *, fill: bool = False) -> list[Placed]:
        """A ruled table whose heading is repeated. With `fill` a few empty rows follow."""
        made = [_heading(table.columns, table.least)] if table.headed else []
        made += [_row(table, row) for row in rows]
        if fill:
            empty = Cell((_NOTHING,))
            made += [TableRow((empty,) * len(table.columns), table.least)] * 3
        self._manuscript.table([column.width for column in table.columns], made)
        return []

    def heading(self, text: str) -> None:
        """A heading that stays with what follows."""
        self._manuscript.paragraph(Par(text, type_of(HEADING), after=2, keep=True))

    def running_head(self, above: str, below: str, style: Style = NOTE) -> None:
        """Two lines over what stands on a sheet: of which archive, then where in it."""
        self._manuscript.paragraph(Par(above, type_of(NOTE), grey=True))
        self._manuscript.paragraph(Par(below, type_of(style), after=10))

    def fact(self, label: str, value: str) -> None:
        """A label with its value hanging beside it."""
        self._manuscript.paragraph(Par(f"{label}\t{value}", type_of(VALUE), after=3, indent=FACT_LABEL))

    def state(self, label: str, state: State) -> None:
        """How a sub-item stands, in its word alone."""
        self.fact(label, state.label)

    def fields(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels and values as a ruled table; those without a value are left out."""
        widths = (FIELD_LABEL, self.frame.width - FIELD_LABEL)
        kind = type_of(VALUE)
        made = [
            TableRow((Cell((Par(label, kind, "center"),)), Cell((Par(value, kind),))), LIST_ROW + 2)
            for label, value in rows
            if value
        ]
        self._manuscript.table(widths, made)

    def fitting(self, table: Table, rows: Sequence[Row], note: float) -> int:
        """All of them."""
        return len(rows)

    def writing_lines(self, count: int) -> None:
        """Grey rules to write on."""
        line = TableRow((Cell((_NOTHING,), ruled="bottom"),), WRITING_LINE, exact=True)
        self._manuscript.table([self.frame.width], [line] * count, ruled=False)

    def lines_down_to(self, below: float) -> None:
        """A few rules: how many go on the page is not known here."""
        self.writing_lines(_LINES)

    def to_fill(self, rows: Sequence[tuple[str, str]]) -> None:
        """Pairs of labels, each with a cell to write in beside it."""
        kind, half = type_of(VALUE), self.frame.width / 2 - FIELD_LABEL
        empty = Cell((Par("", kind),))
        made = [
            TableRow(
                (Cell((Par(left, kind, "center"),)), empty, Cell((Par(right, kind, "center"),)), empty), SIGNATURE_ROW
            )
            for left, right in rows
        ]
        self._manuscript.table((FIELD_LABEL, half) * 2, made)

    def signing_blocks(self, units: Sequence[str]) -> None:
        """A box for each unit, two side by side, high enough for a seal."""
        made = [
            TableRow((_signing(left), _signing(right)), SEAL + 3)
            for left, right in zip_longest(units[::2], units[1::2], fillvalue="")
        ]
        self._manuscript.table((self.frame.width / 2,) * 2, made, pad=3.0, ruled=False)


def type_of(style: Style) -> Type:
    """A printed style by the names that Windows and WPS know."""
    face, bold = _FACES[style.face]
    return Type(face, style.size, bold, style.leading)


def _heading(columns: Sequence[Column], least: float) -> TableRow:
    kind = type_of(CELL_HEADING)
    cells = tuple(Cell((Par(column.title, kind, "center"),), shaded=True) for column in columns)
    return TableRow(cells, min(least, 10.0), heads=True)


def _row(table: Table, row: Row) -> TableRow:
    kind = type_of(row.style)
    cells: list[Cell] = []
    at = 0
    for text, span in zip(row.cells, row.spans or (1,) * len(table.columns), strict=True):
        align = _ALIGN[table.columns[at].align] if span == 1 else "left"
        pars = (Par(text, kind, align, keep=row.keep),)
        cells.append(Cell(pars, span, shaded=row.fill is not None))
        at += span
    return TableRow(tuple(cells), table.least)


def _signing(unit: str) -> Cell:
    kind = type_of(VALUE)
    if not unit:
        return Cell((Par("", kind),))
    signed = [Par(f"{label}：{DATE_BLANK if label == '日期' else ''}", kind, after=8) for label in TO_SIGN]
    return Cell((Par(f"{unit}{SEALED}", kind, after=30), *signed), top=True, ruled="all")
