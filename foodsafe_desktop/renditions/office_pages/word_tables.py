"""Tables of a Word document (ECMA-376 part 1, 17.4): merged cells, rules, grounds, widths, header rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from docx.oxml.ns import qn
from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.renditions.office_pages.cells import Cell, CellTable, Edges, Row
from foodsafe_desktop.renditions.office_pages.word_styles import Element, Styles, TableLooks, is_on, number, value

_SIDES = (("w:left", "w:start"), ("w:top",), ("w:right", "w:end"), ("w:bottom",))
_INNER = ("w:insideV", "w:insideH", "w:insideV", "w:insideH")
_MOST_COLUMNS = 63
"""Word's own limit."""
_THROUGH = ("w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:moveTo")
_PASSED = frozenset(qn(name) for name in _THROUGH)

Blocks = Callable[[Element, TableLooks], Sequence[Flowable]]
"""Reads what is in a cell, given the looks that the table's style gives."""


@dataclass(slots=True)
class _Found:
    cell: Cell
    row: int
    continues: bool


def table_of(element: Element, styles: Styles, width: float, blocks: Blocks) -> CellTable | None:
    """The table for a room of `width` points; None if it has no cells."""
    properties = element.find(qn("w:tblPr"))
    style = value(properties.find(qn("w:tblStyle"))) if properties is not None else None
    looks = TableLooks(styles.chain(style, "w:rPr"), styles.chain(style, "w:pPr"))
    rules = [one for one in (_child(properties, "w:tblBorders"),) if one is not None]
    rules += [found for one in styles.chain(style, "w:tblPr") if (found := one.find(qn("w:tblBorders"))) is not None]
    rows = _under(element, "w:tr")
    if not rows:
        return None
    found = [_row_of(row, at, len(rows), rules, lambda cell: blocks(cell, looks)) for at, row in enumerate(rows)]
    columns = max((one.cell.column + one.cell.columns for _, cells in found for one in cells), default=0)
    if columns == 0:
        return None
    made = _merged([(row, _outer(cells, columns, rules)) for row, cells in found])
    widths = _widths(element, rows, columns, width)
    align = value(_child(properties, "w:jc")) or "left"
    indent = number(value(_child(properties, "w:tblInd"), "w:w")) / 20
    return CellTable(widths, made, {"center": "center", "right": "right", "end": "right"}.get(align, "left"), indent)


def _child(parent: Element, name: str) -> Element:
    return parent.find(qn(name)) if parent is not None else None


def _under(parent: Element, name: str) -> list[Element]:
    """Children of that name, also those in content controls and changes."""
    found = []
    for child in parent:
        if child.tag == qn(name):
            found.append(child)
        elif child.tag in _PASSED:
            found += _under(child, name)
    return found


def _row_of(
    row: Element, at: int, count: int, rules: Sequence[Element], blocks: Callable[[Element], Sequence[Flowable]]
) -> tuple[Row, list[_Found]]:
    properties = row.find(qn("w:trPr"))
    height = _child(properties, "w:trHeight")
    column = int(number(value(_child(properties, "w:gridBefore"))))
    found: list[_Found] = []
    for cell in _under(row, "w:tc"):
        of_cell = cell.find(qn("w:tcPr"))
        span = max(int(number(value(_child(of_cell, "w:gridSpan")), 1)), 1)
        merge = _child(of_cell, "w:vMerge")
        continues = merge is not None and value(merge) in (None, "continue")
        if column + span > _MOST_COLUMNS:
            break
        content = () if continues else blocks(cell)
        edges = _edges(_child(of_cell, "w:tcBorders"), rules, first=at == 0, last=at == count - 1, column=column)
        fill = _fill(value(_child(of_cell, "w:shd"), "w:fill"))
        lies = value(_child(of_cell, "w:vAlign")) or "top"
        found.append(_Found(Cell(column, content, span, 1, edges, fill, lies), at, continues))
        column += span
    made = Row(
        (),
        number(value(height)) / 20,
        value(height, "w:hRule") == "exact",
        is_on(_child(properties, "w:tblHeader")),
        is_on(_child(properties, "w:cantSplit")),
    )
    return made, found


def _fill(text: str | None) -> str:
    """The ground's colour; dark ones are not printed, since white text on them is printed black."""
    if text is None or len(text) != 6 or any(one not in "0123456789abcdefABCDEF" for one in text):
        return ""
    light = sum(int(text[at : at + 2], 16) for at in (0, 2, 4))
    return text if light > 3 * 0x90 and text.upper() != "FFFFFF" else ""


def _edges(own: Element, rules: Sequence[Element], *, first: bool, last: bool, column: int) -> Edges:
    found = []
    for side, names in enumerate(_SIDES):
        inner = {0: column > 0, 1: not first, 2: True, 3: not last}[side]
        wanted = [_INNER[side]] if inner else list(names)
        rule = next((one for name in names if (one := _child(own, name)) is not None), None)
        if rule is None:
            rule = next((one for group in rules for name in wanted if (one := group.find(qn(name))) is not None), None)
        found.append(_thickness(rule))
    return (found[0], found[1], found[2], found[3])


def _thickness(rule: Element) -> float:
    if rule is None or value(rule) in (None, "nil", "none"):
        return 0.0
    return min(max(number(value(rule, "w:sz"), 4) / 8, 0.25), 3.0)


def _outer(cells: Sequence[_Found], columns: int, rules: Sequence[Element]) -> list[_Found]:
    """The last cell of a row has the table's outer rule at its right."""
    made = list(cells)
    if made and made[-1].cell.column + made[-1].cell.columns == columns:
        outer = next((one for group in rules for name in _SIDES[2] if (one := group.find(qn(name))) is not None), None)
        left, top, right, bottom = made[-1].cell.edges
        made[-1] = replace(made[-1], cell=replace(made[-1].cell, edges=(left, top, right or _thickness(outer), bottom)))
    return made


def _merged(rows: Sequence[tuple[Row, Sequence[_Found]]]) -> list[Row]:
    """Rows with vertically merged cells put together."""
    made: list[list[Cell]] = []
    open_at: dict[int, tuple[int, int]] = {}
    for at, (_, cells) in enumerate(rows):
        made.append([])
        for one in cells:
            begun = open_at.get(one.cell.column)
            if one.continues and begun is not None:
                row, place = begun
                above = made[row][place]
                edges = (*above.edges[:3], one.cell.edges[3])
                made[row][place] = replace(above, rows=at - row + 1, edges=edges)
                continue
            open_at[one.cell.column] = (at, len(made[at]))
            made[at].append(one.cell)
        present = {one.cell.column for one in cells if one.continues}
        open_at = {key: begun for key, begun in open_at.items() if key in present or begun[0] == at}
    return [replace(row, cells=cells) for (row, _), cells in zip(rows, made, strict=True)]


def _widths(element: Element, rows: Sequence[Element], columns: int, width: float) -> list[float]:
    grid = element.find(qn("w:tblGrid"))
    given = [number(value(one, "w:w")) / 20 for one in grid.findall(qn("w:gridCol"))] if grid is not None else []
    for row in rows:  # the cells' own widths, where one row has them all
        cells = _under(row, "w:tc")
        sizes = [_child(cell.find(qn("w:tcPr")), "w:tcW") for cell in cells]
        plain = len(cells) == columns and all(value(one, "w:type") == "dxa" for one in sizes)
        if plain and all(number(value(one, "w:w")) > 0 for one in sizes):
            given = [number(value(one, "w:w")) / 20 for one in sizes]
            break
    given = given[:columns]
    if sum(given) < 20 or len(given) < columns or min(given) <= 0:
        return [width / columns] * columns
    return given
