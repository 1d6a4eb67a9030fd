"""What sheets share that people write on: running head, labels with values, lines and boxes to fill in and sign."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.lettering.typesetting import Style, lines
from foodsafe_desktop.output.forms.flow import Column, Flow, Row, Table
from foodsafe_desktop.output.forms.paper import GREY, Paper, baseline
from foodsafe_desktop.output.forms.sizes import (
    FIELD_LABEL,
    FRAME_RULE,
    HAIRLINE,
    HEADING,
    LABEL,
    LETTER_FRAME,
    LIST_ROW,
    NOTE,
    RUNNING_HEAD_TOP,
    SEAL,
    SIGNATURE_ROW,
    VALUE,
    WRITING_LINE,
    Frame,
)

_FIELDS = Table(
    (Column("", FIELD_LABEL, "centre"), Column("", LETTER_FRAME.width - FIELD_LABEL)), LIST_ROW + 2, headed=False
)
FACT_LABEL = 24.0
SEALED = "（盖章）"
TO_SIGN = ("负责人签字", "日期")
DATE_BLANK = "　　　　年　　月　　日"
"""A date to be written by hand."""


def running_head(
    paper: Paper, above: str, below: str, style: Style = NOTE, gap: float = 6.0, frame: Frame = LETTER_FRAME
) -> float:
    """Two lines over a rule: of which archive, then where in it; returns the y below."""
    y = paper.block(frame.left, RUNNING_HEAD_TOP, frame.width, above, NOTE, grey=GREY)
    y = paper.block(frame.left, y, frame.width, below, style) + 1.5
    paper.rule(frame.left, y, frame.left + frame.width, y, FRAME_RULE)
    return max(y + gap, frame.top)


class Letter(Flow):
    """A flow that people write on: labels with values, lines and boxes to fill in, sign and seal."""

    def fields(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels and values as a ruled table; those without a value are left out."""
        self.table(_FIELDS, [Row((label, value), style=VALUE) for label, value in rows if value])

    def heading(self, text: str) -> None:
        """A heading that stays with at least a row of what it heads."""
        style = Style(HEADING.face, HEADING.size, HEADING.leading + 2)
        self.need(style.line + LIST_ROW)
        self.y = self.paper.block(self.frame.left, self.y, self.frame.width, text, style)

    def fact(self, label: str, value: str) -> None:
        """A grey label with its value beside it."""
        self.need(VALUE.line)
        self.paper.write(self.frame.left, self.y + baseline(LABEL), label, LABEL, grey=GREY)
        self.text(value, VALUE, indent=FACT_LABEL)
        self.gap(1)

    def state(self, label: str, state: State) -> None:
        """How a sub-item stands, with the state's picture."""
        self.need(VALUE.line)
        x = self.frame.left + FACT_LABEL
        self.paper.icon(state, x, self.y + VALUE.line / 2 - 2.1, 4.2)
        self.paper.block(self.frame.left, self.y, FACT_LABEL, label, LABEL, grey=GREY)
        self.y = self.paper.block(x + 6, self.y, 60, state.label, HEADING) + 1

    def fitting(self, table: Table, rows: Sequence[Row], note: float) -> int:
        """How many rows of a table without heading go on this page, with room for a note if not all do."""
        room = self.room
        for index, row in enumerate(rows):
            room -= self._height(table, row, self._lines(table, row))
            if room < (0 if index + 1 == len(rows) else note):
                return index
        return len(rows)

    def writing_lines(self, count: int) -> None:
        """Ruled lines to write on, over the frame's width; those that do not fit go to the next page."""
        for _ in range(count):
            self.need(WRITING_LINE)
            self.y += WRITING_LINE
            self.paper.rule(self.frame.left, self.y, self.frame.left + self.frame.width, self.y, HAIRLINE, GREY)

    def lines_down_to(self, below: float) -> None:
        """Ruled lines as far as they go, with so much room left at the foot of the page for what comes there."""
        self.writing_lines(int((self.room - below) / WRITING_LINE))
        self.y = max(self.y, self.frame.end - below) + 3

    def to_fill(self, rows: Sequence[tuple[str, str]]) -> None:
        """Pairs of labels, each with a cell to write in beside it, over the frame's width; all rows on one page."""
        half = self.frame.width / 2 - FIELD_LABEL
        columns = (Column("", FIELD_LABEL, "centre"), Column("", half)) * 2
        self.need(len(rows) * SIGNATURE_ROW)
        self.table(
            Table(columns, SIGNATURE_ROW, headed=False),
            [Row((left, "", right, ""), style=VALUE) for left, right in rows],
        )

    def signing_blocks(self, units: Sequence[str]) -> None:
        """A box for each unit, two side by side, to sign, date and seal: the seal is pressed over name and date."""
        width = self.frame.width / 2
        for pair in zip_longest(units[::2], units[1::2]):
            named = [_to_be_sealed(unit, width - 6) if unit else [] for unit in pair]
            height = max(SEAL, 4 + max(map(len, named)) * VALUE.line + len(TO_SIGN) * WRITING_LINE) + 3
            self.need(height)
            for index, unit in enumerate(named):
                if unit:
                    _block(self.paper, self.frame.left + index * width, self.y, (width, height), unit)
            self.y += height


def _to_be_sealed(unit: str, width: float) -> list[str]:
    """The unit's name and （盖章）, which is not broken."""
    *before, last = lines(unit, VALUE, width) or [""]
    whole = lines(f"{last}{SEALED}", VALUE, width)
    return [*before, last, SEALED] if len(whole) > 1 else [*before, *whole]


def _block(paper: Paper, x: float, y: float, size: tuple[float, float], unit: list[str]) -> None:
    width, height = size
    paper.box(x, y, width, height)
    paper.block(x + 3, y + 3, width - 6, unit, VALUE)
    at = y + height - 3 - len(TO_SIGN) * WRITING_LINE
    for label in TO_SIGN:
        at += WRITING_LINE
        paper.block(x + 3, at - LABEL.line, 25, f"{label}：", LABEL, grey=GREY)
        if label == "日期":
            paper.block(x + 28, at - LABEL.line, width - 31, DATE_BLANK, VALUE)
        paper.rule(x + 26, at, x + width - 3, at, HAIRLINE)
