"""总目录 of a set of volumes."""

from collections.abc import Mapping, Sequence

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.forms.flow import Column, Flow, Row, Table
from foodsafe_desktop.output.forms.paper import GREY, PALE, Align, Paper
from foodsafe_desktop.output.forms.sizes import (
    BAND,
    FORM_TITLE,
    HEADING,
    INDEX_COLUMNS,
    LIST_ROW,
    NOTE,
    TABLE_FRAME,
)
from foodsafe_desktop.output.forms.words import box_text, departments_of, number_range, years_text
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_LEFT = ("方面", "卷题名", "责任单位", "备注")
_NOT_BOUND = Table((Column("未成卷的大项", 60), Column("原因", 110)), LIST_ROW)


def volume_index(
    volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, of: str = ""
) -> bytes:
    """总目录, A4 portrait: one row a volume or box with totals, then what was not bound (title → reason) and why.

    `of` says in its title which part of the whole set it lists.
    """
    paper = Paper(TABLE_FRAME.page)
    write_volume_index(Flow(paper, TABLE_FRAME, lambda page: _head(page, facts, of)), volumes, not_bound, facts)
    return paper.finished()


def write_volume_index(
    flow: Flow, volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts
) -> None:
    """The index without its head."""
    flow.table(_table(), [*(_row(volume) for volume in volumes), _total(volumes)])
    if not_bound:
        flow.gap(6)
        flow.need(HEADING.line + 3 * LIST_ROW)
        flow.text(f"未成卷的大项（{len(not_bound)}项）", HEADING)
        flow.gap(1)
        flow.table(_NOT_BOUND, [Row((title, reason)) for title, reason in not_bound.items()])
    flow.gap(5)
    compiler = facts.compiled_by or "编制单位：＿＿＿＿＿＿＿＿＿＿＿＿"
    flow.text(f"{compiler}　{day_text(facts.on)}编制", NOTE, align="right", grey=GREY)


def _head(paper: Paper, facts: BinderFacts, of: str) -> float:
    frame = TABLE_FRAME
    title = f"总目录（{of}）" if of else "总目录"
    y = paper.block(frame.left, frame.top, frame.width, title, FORM_TITLE, "centre")
    line = f"{facts.archive_title}　{years_text(facts.years)}"
    return paper.block(frame.left, y, frame.width, line, NOTE, "centre", GREY) + 2.5


def _table() -> Table:
    def align(title: str) -> Align:
        return "left" if title in _LEFT else "centre"

    return Table(tuple(Column(title, width, align(title)) for title, width in INDEX_COLUMNS), LIST_ROW)


def _row(volume: BoundVolume) -> Row:
    plan = volume.plan
    return Row(
        (
            str(plan.number) if plan.number else "——",
            plan.dimension,
            plan.title,
            box_text(plan) or "1盒",
            number_range(plan.sections),
            "、".join(departments_of(plan.sections)),
            str(len(plan.pieces)),
            str(volume.body_pages),
            volume_note(volume),
        )
    )


def volume_note(volume: BoundVolume) -> str:
    """What of a volume is missing or not printed, as counts; empty where nothing is."""
    lacking = [s for s in volume.plan.sections if s.standing.state in (State.MISSING, State.PARTIAL)]
    notes = (
        (len(lacking), "个小项有缺口"),
        (len(volume.not_printed), "个文件未能打印"),
        (volume.insert_paper, "件纸质原件待插入"),
    )
    return "；".join(f"{count}{text}" for count, text in notes if count)


def _total(volumes: Sequence[BoundVolume]) -> Row:
    pieces = sum(len(volume.plan.pieces) for volume in volumes)
    pages = sum(volume.body_pages for volume in volumes)
    total = f"合计　{whole_volumes(volumes)}卷　{len(volumes)}盒"
    return Row((total, str(pieces), str(pages), ""), (len(INDEX_COLUMNS) - 3, 1, 1, 1), BAND, PALE)


def whole_volumes(volumes: Sequence[BoundVolume]) -> int:
    """How many volumes these boxes are: all boxes of one count once."""
    return sum(1 for volume in volumes if volume.plan.box is None or volume.plan.box.number == 1)
