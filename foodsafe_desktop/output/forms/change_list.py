"""换页清单: which sheets of an issued volume are taken out, put in or replaced, and who did it."""

from collections.abc import Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.supplements import (
    Action,
)
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.forms.flow import Column, Row, Table
from foodsafe_desktop.output.forms.letter import Letter
from foodsafe_desktop.output.forms.paper import GREY, Align, Paper
from foodsafe_desktop.output.forms.sizes import (
    CHANGE_COLUMNS,
    FORM_TITLE,
    LIST_ROW,
    NOTE,
    SIGNATURE_ROW,
    TABLE_FRAME,
    VALUE,
)
from foodsafe_desktop.output.forms.words import volume_heading
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "换页清单"
_CENTRED = ("动作", "页号")
_CERTIFIED = "以上各页已按本清单抽出、插入、替换，页号与换页后的目录一致。"


@dataclass(frozen=True, slots=True)
class ChangedSheets:
    """One row: `pages` as printed (12, 12-1, 12—15), the piece's code and title as they may be printed, and why."""

    action: Action
    pages: str
    code: str
    title: str
    reason: str


def change_list(volume: VolumePlan, rows: Sequence[ChangedSheets], facts: BinderFacts) -> bytes:
    """The list for one volume, A4 portrait, in the order given, with a line to certify it at its end."""
    paper = Paper(TABLE_FRAME.page)
    write_change_list(Letter(paper, TABLE_FRAME, lambda page: _head(page, volume, facts)), rows)
    return paper.finished()


def write_change_list(flow: Letter, rows: Sequence[ChangedSheets]) -> None:
    """The list without its head."""
    columns = tuple(Column(title, width, _align(title)) for title, width in CHANGE_COLUMNS)
    cells = [Row((one.action.label, one.pages, one.code, one.title, one.reason)) for one in rows]
    flow.table(Table(columns, LIST_ROW), cells or [Row(("本次无换页。",), (len(columns),))])
    flow.gap(3)
    flow.text(_totals(rows), NOTE, grey=GREY)
    flow.gap(4)
    flow.need(VALUE.line + 2 * SIGNATURE_ROW + 2)
    flow.text(_CERTIFIED, VALUE)
    flow.gap(2)
    flow.to_fill((("换页人", "换页日期"), ("核对人", "核对日期")))


def _totals(rows: Sequence[ChangedSheets]) -> str:
    counts = ((action, sum(1 for row in rows if row.action is action)) for action in Action)
    return "合计：" + "，".join(f"{action.label}{count}处" for action, count in counts) + "。"


def _align(title: str) -> Align:
    return "centre" if title in _CENTRED else "left"


def _head(paper: Paper, volume: VolumePlan, facts: BinderFacts) -> float:
    frame = TABLE_FRAME
    y = paper.block(frame.left, frame.top, frame.width, TITLE, FORM_TITLE, "centre")
    line = f"{facts.archive_title}　{volume_heading(volume)}　{day_text(facts.on)}"
    return paper.block(frame.left, y, frame.width, line, NOTE, "centre", GREY) + 2.5
