"""What stands on a report, before it is set in any format: title, texts, tables."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

Value = str | int | Decimal | dt.date
"""What a cell holds: a text stays a text, numbers and dates can be reckoned with in a workbook."""

PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 156.0, 225.0
"""Width of the text block in mm: GB/T 9704-2012 5.2, 版心 156 × 225, upright or turned for a table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in mm on paper."""

    title: str
    width: float
    centred: bool = False


class RowKind(Enum):
    """How a row is set."""

    PLAIN = auto()
    BAND = auto()
    """A heading among the rows. It may have fewer cells than there are columns: the first then covers the rest."""
    TOTAL = auto()
    """As a band, at the end."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells."""

    cells: tuple[Value, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `name` is its sheet in a workbook, `empty` the sentence that stands where there are no rows.

    `least` is the least height of a row in mm; `paper_only`: to be filled in by hand, left out of a workbook.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str
    least: float = 8.0
    paper_only: bool = False


class TextKind(Enum):
    """How a text is set."""

    ADDRESSEE = auto()
    BODY = auto()
    HEADING = auto()
    SUBHEADING = auto()
    NOTE = auto()
    SIGNATURE = auto()
    """Who issues it, and below that the date."""
    RECEIPT = auto()
    """The heading of a slip to send back."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `paper_only`: to be signed or filled in by hand, so that a workbook leaves it out."""

    text: str
    kind: TextKind = TextKind.BODY
    paper_only: bool = False


Block = Text | Grid


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `lines` stand below the title; `wide` turns the sheet for tables that need it."""

    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...] = field(default=())
    wide: bool = True

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def signatures(*labels: str) -> Text:
    """A line to sign by hand: each label with room behind it."""
    return Text("　".join(f"{label}：＿＿＿＿＿＿＿＿" for label in labels), TextKind.NOTE, paper_only=True)


def padded(cells: Sequence[Value], columns: int) -> Iterator[Value]:
    """The cells of a row that may be short, filled up behind the first, which covers the empty ones."""
    yield cells[0]
    yield from [""] * (columns - len(cells))
    yield from cells[1:]
