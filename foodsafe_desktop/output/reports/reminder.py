"""催报单: what one department still owes, with a receipt to send back.

An internal form without red head and without 发文字号: it is none of the fifteen kinds of 法定公文 (条例 第八条), so it
carries a form number instead.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from foodsafe_desktop.domain.findings import dispatch_day
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.wording import day_text, points_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import (
    deadline_of,
    department_in_doubt,
    gap_lines,
    is_collective,
    joined,
    leads_of,
    rounded,
)
from foodsafe_desktop.output.reports.sheet import Block, Column, Grid, Report, Row, RowKind, Text, TextKind

_COLUMNS = (
    Column("序号", 10, centred=True),
    Column("小项", 17, centred=True),
    Column("应报材料", 40),
    Column("年度", 21, centred=True),
    Column("缺口原因", 24),
    Column("原定时限", 31),
    Column("分值", 13, centred=True),
)
_RECEIPT = (
    Column("签收人", 30, centred=True),
    Column("签收日期", 30, centred=True),
    Column("反馈（办理情况、拟补报时间）", 96),
)


def reminder(facts: ReportFacts, department: str, number: int, due: dt.date | None = None) -> Report:
    """One department's gaps; a collective body gets them by way of the lead.

    `number` counts the year's forms; `due` None: the Monday after, day of the review.
    """
    gaps = [gap for gap in facts.coverage.gaps if department in gap.departments]
    lines = (f"编号：{facts.on.year}-{number:03d}",)
    blocks = [
        Text(f"{department}：", TextKind.ADDRESSEE),
        *_forwarding(facts, department, gaps),
        *_body(facts, gaps, due or dispatch_day(facts.on + dt.timedelta(days=1))),
    ]
    blocks.append(Text(f"{facts.office}\n{day_text(facts.on)}", TextKind.SIGNATURE))
    if gaps:
        receipt = Grid("回执", _RECEIPT, (Row(("", "", "")),), "", least=22, paper_only=True)
        blocks += [
            Text("回　　执", TextKind.RECEIPT, paper_only=True),
            Text(f"{lines[0]}　　{_receiver(department)}（盖章）", TextKind.NOTE, paper_only=True),
            receipt,
        ]
    return Report("佐证材料催报单", lines, tuple(blocks), wide=False)


def _forwarding(facts: ReportFacts, department: str, gaps: Sequence[Gap]) -> list[Block]:
    """To whom a reminder goes that is addressed to nobody in particular."""
    if not gaps or not is_collective(department):
        return []
    leads = leads_of(facts.catalogue, (gap.number for gap in gaps))
    unled = dict.fromkeys(gap.number for gap in gaps if not leads_of(facts.catalogue, (gap.number,)))
    said = f"牵头单位：{joined(leads)}。" if leads else ""
    if unled:
        which = joined(map(sub_item_mark, unled)) if leads else "所列小项"
        said += f"{which}未注明牵头单位，由{facts.office}转送。"
    return [Text(f"（集体责任，请由牵头单位转送）{said}")]


def _receiver(department: str) -> str:
    return "责任单位：　　　　　　　　" if is_collective(department) else f"责任部门：{department}"


def _body(facts: ReportFacts, gaps: Sequence[Gap], due: dt.date) -> list[Block]:
    start = f"对照{facts.catalogue.title}（{facts.catalogue.document_number}），截至{day_text(facts.on)}，你单位负责的"
    if not gaps:
        return [Text(f"{start}佐证材料已全部归集。本期无缺口。")]
    points = sum((gap.points for gap in gaps), Decimal(0))
    numbers = len({gap.number for gap in gaps})
    said = (
        f"{start}佐证材料尚有{len(gaps)}处缺口，涉及小项{numbers}项、分值{points_text(points)}分，明细如下。"
        f"请于{day_text(due)}前补齐并送{facts.office}；确无相应工作的，请出具情况说明并加盖公章。"
        "收到后请填写回执并退回。"
    )
    grid = Grid("应报材料", _COLUMNS, tuple(_rows(facts, gaps, points)), "本期无缺口。")
    return [Text(said), grid, *_note(facts, gaps)]


def _rows(facts: ReportFacts, gaps: Sequence[Gap], points: Decimal) -> list[Row]:
    rows = [
        Row(
            (
                ordinal,
                f"{sub_item_mark(line.number)}{'*' if department_in_doubt(facts.catalogue, line.number) else ''}",
                line.requirement,
                line.years,
                line.reason,
                deadline_of(facts.catalogue, line.number),
                rounded(line.points),
            )
        )
        for ordinal, line in enumerate(gap_lines(facts, gaps), start=1)
    ]
    return [*rows, Row(("合计", rounded(points)), RowKind.TOTAL)]


def _note(facts: ReportFacts, gaps: Sequence[Gap]) -> list[Block]:
    if not any(department_in_doubt(facts.catalogue, gap.number) for gap in gaps):
        return []
    return [Text("注：标“*”的小项，责任部门在来源文件扫描件中存疑，如不属本单位职责，请在回执中说明。", TextKind.NOTE)]
