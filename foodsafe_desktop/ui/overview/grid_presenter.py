"""年度一览: every number by year, as rows of cells. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from foodsafe_desktop.domain.evidence import WITHHELD, is_withheld
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.grid import Cell, CellState, year_grid
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.prepared import beforehand
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from foodsafe_desktop.ui.wording import state_word, year_text

_NAMED = 8


@dataclass(frozen=True, slots=True)
class GridCell:
    """One number in one year: its state, word, how many pieces count, and the whole in sentences."""

    state: CellState
    text: str
    tip: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One number. `state` and `word` are those of the number as a whole."""

    key: NodeKey
    label: str
    tip: str
    state: State
    word: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class GridTable:
    """All rows, and the names of the years above the cells."""

    years: tuple[str, ...] = ()
    rows: tuple[GridRow, ...] = ()


@beforehand
def grid_table(overview: Overview) -> GridTable:
    """The whole grid, with vetoes and reserved numbers, in number order."""
    grid = year_grid(overview.coverage, overview.dossier)
    catalogue = overview.catalogue
    texts = {sub.number: sub.text for sub in catalogue.sub_items}
    texts |= {veto.number: veto.text for veto in catalogue.vetoes}
    kinds: dict[int, Kind] = dict.fromkeys((veto.number for veto in catalogue.vetoes), Kind.VETO)
    kinds |= dict.fromkeys((one.number for one in catalogue.reserved), Kind.RESERVED)
    rows = []
    for number, cells in grid.rows.items():
        text = texts.get(number, "保留号")
        state = overview.coverage.standings[number].state
        said = tuple(_cell(overview, cells, year) for year in grid.years)
        label = f"{sub_item_mark(number)}{text}"
        key = NodeKey(kinds.get(number, Kind.SUB_ITEM), number)
        word = state_word(state, catalogue, number)
        rows.append(GridRow(key, label, f"{label}\n{word}", state, word, said))
    return GridTable(tuple(year_text(year) for year in grid.years), tuple(rows))


def _cell(overview: Overview, cells: Mapping[int | None, Cell], year: int | None) -> GridCell:
    cell = cells[year]
    count = f" {len(cell.evidence)}件" if cell.evidence and cell.state is not CellState.OMITTED else ""
    lines = [f"{year_text(year)}：{cell.state.label}"]
    lines += [f"缺：{gap.text}" for gap in cell.gaps[:_NAMED]]
    lines += [f"有：{_title(overview, key)}" for key in cell.evidence[:_NAMED]]
    aside = len(set(cell.lying) - set(cell.evidence))
    if aside:
        lines.append(f"另有 {aside} 件未计入")
    return GridCell(cell.state, f"{cell.state.label}{count}", "\n".join(lines))


def _title(overview: Overview, key: int) -> str:
    withheld = is_withheld(overview.dossier.files_of.get(key, ()))
    return WITHHELD if withheld else overview.dossier.evidence[key].title
