"""工作任务推进台账: every number of the catalogue, whose job it is, and how far it is."""

from foodsafe_desktop.domain.catalogue import Dimension, Item
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.wording import chinese_number, day_text, points_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import basis, deadline_of, departments_of, joined
from foodsafe_desktop.output.reports.sheet import (
    LANDSCAPE_WIDTH,
    Column,
    Grid,
    Report,
    Row,
    RowKind,
    Text,
    TextKind,
    Value,
    signatures,
)

_YEAR = 12.0


def ledger(facts: ReportFacts) -> Report:
    """All sub-items under their 大项, then vetoes and reserved numbers."""
    covered = facts.coverage
    counted = "、".join(f"{state.label}{n}项" for state in State if (n := covered.count(state)))
    points = f"可得{points_text(covered.points.attainable)}分，已落实{points_text(covered.points.secured)}分"
    line = f"{basis(facts.catalogue)}　截至{day_text(facts.on)}"
    grid = Grid("推进台账", _columns(facts), tuple(_rows(facts)), "评价细则中没有小项。")
    note = "注：年度栏为该年度有效佐证材料件数，“—”为无；佐证件数含尚不符合要求的材料。"
    blocks = (grid, Text(note, TextKind.NOTE, paper_only=True), signatures("填表", "审核", "日期"))
    return Report("创建工作任务推进台账", (line, f"共{len(covered.standings)}项：{counted}；{points}"), blocks)


def _columns(facts: ReportFacts) -> tuple[Column, ...]:
    years = tuple(Column(str(year), _YEAR, centred=True) for year in facts.catalogue.years)
    before = (Column("小项", 16, centred=True), Column("责任部门", 33), Column("完成时限", 31))
    behind = (
        Column("状态", 21, centred=True),
        *years,
        Column("不分年度", 12, centred=True),
        Column("佐证件数", 12, centred=True),
        Column("缺口", 13, centred=True),
    )
    rest = LANDSCAPE_WIDTH - sum(column.width for column in (*before, *behind))
    return (before[0], Column("工作目标任务", rest), *before[1:], *behind)


def _rows(facts: ReportFacts) -> list[Row]:
    rows: list[Row] = []
    for dimension in facts.catalogue.dimensions:
        for item in dimension.items:
            rows.append(Row((_heading(dimension, item),), RowKind.BAND))
            rows += [_row(facts, sub.number) for sub in item.sub_items]
    for heading, numbers in (
        ("否决项", [veto.number for veto in facts.catalogue.vetoes]),
        ("保留号（原文缺，待核）", [one.number for one in facts.catalogue.reserved]),
    ):
        if numbers:
            rows.append(Row((heading,), RowKind.BAND))
            rows += [_row(facts, number) for number in numbers]
    return rows


def _heading(dimension: Dimension, item: Item) -> str:
    group = f"，{item.group}" if item.group else ""
    title = f"{chinese_number(dimension.number)}、{dimension.title}　{item.number}.{item.title}"
    return f"{title}（{points_text(item.points)}分{group}）"


def _row(facts: ReportFacts, number: int) -> Row:
    standing = facts.coverage.standings[number]
    reserved = standing.state is State.RESERVED
    cells: list[Value] = [
        sub_item_mark(number),
        "（原文缺）" if reserved else facts.catalogue.text_of(number),
        joined(departments_of(facts.catalogue, number)),
        deadline_of(facts.catalogue, number),
        standing.label,
        *(_count(standing, year) for year in (*facts.catalogue.years, None)),
        standing.assigned,
        f"{len(standing.gaps)}处" if standing.gaps else "—",
    ]
    return Row(tuple(cells))


def _count(standing: Standing, year: int | None) -> Value:
    return len(standing.valid.get(year, ())) or "—"
