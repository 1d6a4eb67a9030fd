"""缺失清单: every gap a line, to hand over or to work in."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.wording import day_text, points_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import asked_for, basis, item_text, joined, rounded, short_reason
from foodsafe_desktop.output.reports.sheet import Column, Grid, Report, Row, Text, TextKind, signatures

_COLUMNS = (
    Column("序号", 11, centred=True),
    Column("小项", 16, centred=True),
    Column("大项", 25),
    Column("应备佐证材料", 60),
    Column("年度", 14, centred=True),
    Column("缺口原因", 48),
    Column("责任部门", 37),
    Column("分值", 14, centred=True),
)


def gap_list(catalogue: Catalogue, gaps: Sequence[Gap], on: dt.date) -> Report:
    """The gaps given, in their order: all of them, or one department's or year's."""
    points = sum((gap.points for gap in gaps), Decimal(0))
    line = f"{basis(catalogue)}　截至{day_text(on)}　共{len(gaps)}处缺口，涉及{points_text(points)}分"
    note = "注：缺口按佐证要求和年度计；分值为所属小项分值的分摊；自选项按最优组合计分，各行之和可能大于总失分。"
    grid = Grid("缺失清单", _COLUMNS, tuple(_rows(catalogue, gaps)), "本期无缺口。")
    blocks = (grid, Text(note, TextKind.NOTE, paper_only=True), signatures("制表", "审核", "日期"))
    return Report("佐证材料缺失清单", (line,), blocks if gaps else (grid, blocks[-1]))


def _rows(catalogue: Catalogue, gaps: Sequence[Gap]) -> list[Row]:
    return [
        Row(
            (
                ordinal,
                sub_item_mark(gap.number),
                item_text(catalogue, gap.number),
                asked_for(catalogue, gap),
                str(gap.year) if gap.year else "—",
                short_reason(gap.reason),
                joined(gap.departments),
                rounded(gap.points),
            )
        )
        for ordinal, gap in enumerate(gaps, start=1)
    ]
