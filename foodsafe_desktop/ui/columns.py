"""Which columns of a table a person wants, how wide, and by which it is sorted; kept for the next time."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.table_view import RowsView


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns by their heads, so that a choice outlives a program that has more of them. Widths at 100 % letters."""

    hidden: tuple[str, ...] = ()
    widths: dict[str, int] = field(default_factory=dict)
    sorted_by: str = ""
    descending: bool = False


def restore(tables: Iterable[RowsView], remembered: Remembered) -> None:
    """Give tables that are shown for the first time what was chosen for them."""
    for table in tables:
        if not table.is_restored:
            table.is_restored = True
            _give(table, _read(remembered.table(table.accessibleName())))


def keep(tables: Iterable[RowsView], remembered: Remembered) -> None:
    """Keep what is chosen in tables that were shown."""
    for table in tables:
        if table.is_restored:
            remembered.keep_table(table.accessibleName(), json.dumps(asdict(_of(table)), ensure_ascii=False))


def _give(table: RowsView, chosen: Chosen) -> None:
    heads = {head: column for column, head in enumerate(table.heads())}
    for head in chosen.hidden:
        if head in heads:
            table.show_column(heads[head], on=False)
    table.draw_to({heads[head]: width for head, width in chosen.widths.items() if head in heads})
    if chosen.sorted_by in heads:
        table.sort(heads[chosen.sorted_by], descending=chosen.descending)


def _of(table: RowsView) -> Chosen:
    heads = table.heads()
    widths = {heads[column]: width for column, width in table.drawn().items()}
    by, descending = table.order_shown()
    return Chosen(tuple(heads[column] for column in table.put_away()), widths, heads[by] if by >= 0 else "", descending)


def _read(text: str) -> Chosen:
    """What was kept; nothing chosen where it cannot be read."""
    try:
        kept = json.loads(text)
        widths = {str(head): int(width) for head, width in kept["widths"].items()}
        return Chosen(tuple(map(str, kept["hidden"])), widths, str(kept["sorted_by"]), bool(kept["descending"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Chosen()
