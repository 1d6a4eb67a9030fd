"""每周调度通报: this week against the last one, made from the two snapshots alone, so that any week prints again."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from foodsafe_desktop.domain.findings import DepartmentWeek, Finding, GapKey, WeekComparison, compare_weeks
from foodsafe_desktop.domain.reports import WeekFacts
from foodsafe_desktop.domain.wording import day_text, points_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import (
    departments_of,
    is_collective,
    joined,
    named,
    number_of,
    short_day,
    years_text,
)
from foodsafe_desktop.output.reports.rectification import overdue_days
from foodsafe_desktop.output.reports.sheet import Block, Column, Grid, Report, Row, Text, TextKind, Value

_CHANGES = (
    Column("序号", 11, centred=True),
    Column("小项", 15, centred=True),
    Column("佐证材料", 69),
    Column("年度", 21, centred=True),
    Column("责任部门", 40),
)
_RANKING = (
    Column("名次", 14, centred=True),
    Column("责任部门", 70),
    Column("上期缺口", 24, centred=True),
    Column("本期缺口", 24, centred=True),
    Column("净减少", 24, centred=True),
)
_COLLECTIVE = (Column("集体责任单位", 84), *_RANKING[2:])
_OVERDUE = (
    Column("序号", 11, centred=True),
    Column("小项", 15, centred=True),
    Column("存在问题", 60),
    Column("责任部门", 28),
    Column("整改时限", 24, centred=True),
    Column("逾期天数", 18, centred=True),
)


def bulletin(week: WeekFacts, issue: int) -> Report:
    """`issue` counts the bulletins of the year."""
    on, compared = week.this_week.on, compare_weeks(week.this_week, week.last_week)
    source = f"{week.catalogue.title}（{week.catalogue.document_number}）"
    opening = f"根据{source}的要求，现将截至{day_text(on)}的佐证材料归集情况通报如下。"
    blocks: list[Block] = [
        Text("各责任部门：", TextKind.ADDRESSEE),
        Text(opening),
        Text("一、总体情况", TextKind.HEADING),
        Text(_situation(week)),
        Text("二、与上期比较", TextKind.HEADING),
        *_comparison(week, compared),
        Text("三、责任部门缺口排名", TextKind.HEADING),
        Grid("部门排名", _RANKING, _ranking(compared), "本期各责任部门均无缺口。"),
        *_collective(compared),
        Text("四、逾期整改问题", TextKind.HEADING),
        Grid("逾期问题", _OVERDUE, _overdue(week.findings, on), "本期无逾期整改问题。"),
        Text(f"{week.office}\n{day_text(on)}", TextKind.SIGNATURE),
    ]
    return Report("创建工作每周调度通报", (f"{on.year}年第{issue}期",), tuple(blocks), wide=False)


def _situation(week: WeekFacts) -> str:
    now = week.this_week
    numbers = {number_of(week.requirements, key) for key, _ in now.gaps}
    gaps = f"佐证材料缺口共{len(now.gaps)}处，涉及{len(numbers)}项" if now.gaps else "本期无缺口"
    attainable, secured = Decimal(now.attainable), Decimal(now.secured)
    points = (
        f"可得{points_text(attainable)}分，已落实{points_text(secured)}分，待落实{points_text(attainable - secured)}分"
    )
    left, catalogue = week.catalogue.days_left(now.on), week.catalogue
    ahead = [
        f"距{year}年{month}月底{what}还有{days}天"
        for what, (year, month), days in (
            ("前提出申请", catalogue.application_month, left.application),
            ("前迎接验收", catalogue.acceptance_month, left.acceptance),
        )
        if days > 0
    ]
    return f"{gaps}。{points}。" + (f"{'，'.join(ahead)}。" if ahead else "")


def _comparison(week: WeekFacts, compared: WeekComparison) -> list[Block]:
    now, before = compared.now, compared.before
    if before is None:
        return [Text("本期为首期，尚无上期数据可比。")]
    gained = Decimal(now.secured) - Decimal(before.secured)
    change = f"{'增加' if gained > 0 else '减少'}{points_text(abs(gained))}分" if gained else "没有变化"
    closed, new = compared.closed, compared.new
    said = f"与上期（{day_text(before.on)}）相比，补齐缺口{len(closed)}处，新增缺口{len(new)}处，已落实分值{change}。"
    return [
        Text(said),
        Text("（一）本期补齐", TextKind.SUBHEADING),
        Grid("本期补齐", _CHANGES, _changes(week, closed), "本期没有补齐的缺口。"),
        Text("（二）本期新增", TextKind.SUBHEADING),
        Grid("本期新增", _CHANGES, _changes(week, new), "本期没有新增的缺口。"),
    ]


def _changes(week: WeekFacts, keys: Sequence[GapKey]) -> tuple[Row, ...]:
    """A row for each requirement, its years joined, in number order."""
    ordered = sorted(keys, key=lambda key: (number_of(week.requirements, key[0]) or 0, key))
    rows = []
    for ordinal, (key, group) in enumerate(groupby(ordered, key=lambda key: key[0]), start=1):
        number = number_of(week.requirements, key) or 0
        years = years_text(year for _, year in group)
        asked = named(week.requirements, key) or week.catalogue.text_of(number) or key
        mark = sub_item_mark(number) if number else "—"
        rows.append(Row((ordinal, mark, asked, years, joined(departments_of(week.catalogue, number)))))
    return tuple(rows)


def _ranking(compared: WeekComparison) -> tuple[Row, ...]:
    """In the order of the comparison; departments that did equally share a rank."""
    rows = [row for row in compared.ranking if not is_collective(row.department)]
    standing = [(-row.closed, row.gaps) for row in rows]
    return tuple(Row((standing.index((-row.closed, row.gaps)) + 1, row.department, *_counts(row))) for row in rows)


def _counts(row: DepartmentWeek) -> tuple[Value, ...]:
    return ("—", row.gaps, "—") if row.before is None else (row.before, row.gaps, row.closed)


def _collective(compared: WeekComparison) -> list[Block]:
    """Bodies for which no single office answers, apart from the departments."""
    rows = tuple(Row((row.department, *_counts(row))) for row in compared.ranking if is_collective(row.department))
    if not rows:
        return []
    return [Text("以下为集体责任，由牵头单位督促，不参加排名。"), Grid("集体责任", _COLLECTIVE, rows, "")]


def _overdue(findings: Sequence[Finding], on: dt.date) -> tuple[Row, ...]:
    """What was overdue on that day, also when it has been closed since; the longest first."""
    then_open = [one for one in findings if one.found_on <= on and (one.closed_on is None or one.closed_on > on)]
    late = sorted((one for one in then_open if overdue_days(one, on)), key=lambda one: -overdue_days(one, on))
    return tuple(
        Row(
            (
                ordinal,
                sub_item_mark(one.number),
                one.what,
                one.department or "—",
                short_day(one.deadline),
                overdue_days(one, on),
            )
        )
        for ordinal, one in enumerate(late, start=1)
    )
