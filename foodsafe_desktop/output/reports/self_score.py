"""自评得分表: full points and self score of every item and sub-item, and the reason of every deduction."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from foodsafe_desktop.domain.catalogue import Dimension, Item, SubItem
from foodsafe_desktop.domain.points import OmissionScoring, Points
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.score import Deduction, MockAcceptance, Score, mock_acceptance, score
from foodsafe_desktop.domain.wording import chinese_number, day_text, points_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import basis, rounded, years_text
from foodsafe_desktop.output.reports.sheet import Block, Column, Grid, Report, Row, RowKind, Text, TextKind, signatures

_COLUMNS = (
    Column("小项", 16, centred=True),
    Column("评价内容", 76),
    Column("满分", 15, centred=True),
    Column("自评得分", 19, centred=True),
    Column("扣分", 15, centred=True),
    Column("扣分原因", 84),
)


def self_score(facts: ReportFacts) -> Report:
    """The mock acceptance of the archive as it stands, line by line, with the electives that it counts."""
    scored, mock = score(facts.catalogue, facts.coverage), mock_acceptance(facts.catalogue, facts.coverage)
    total = scored.total
    line = (
        f"{basis(facts.catalogue)}　截至{day_text(facts.on)}　满分{points_text(total.attainable)}分，"
        f"自评{points_text(total.secured)}分，扣{points_text(total.at_risk)}分"
    )
    rows = [row for dimension in facts.catalogue.dimensions for row in _dimension(facts, dimension, scored, mock)]
    rows.append(_sum_row("总计", total))
    blocks: list[Block] = [Grid("自评得分", _COLUMNS, tuple(rows), "评价细则中没有小项。")]
    blocks += [Text(note, TextKind.NOTE) for note in _notes(facts, mock)]
    blocks.append(signatures("填表单位（盖章）", "填表", "审核", "日期"))
    return Report("自评得分表", (line,), tuple(blocks))


def _dimension(facts: ReportFacts, dimension: Dimension, scored: Score, mock: MockAcceptance) -> list[Row]:
    rows = []
    for item in dimension.items:
        lost = [one for one in mock.deductions if one.item == item.number]
        rows.append(_item_row(dimension, item, scored, [one.reason for one in lost if one.number is None]))
        rows += [_sub_row(facts, item, sub, scored, lost) for sub in item.sub_items]
    title = f"{chinese_number(dimension.number)}、{dimension.title}　小计"
    return [*rows, _sum_row(title, scored.dimensions[dimension.number])]


def _item_row(dimension: Dimension, item: Item, scored: Score, reasons: Sequence[str]) -> Row:
    counted = any(sub.number in scored.counted for sub in item.sub_items)
    elective = dimension.elective is not None and item.number in dimension.elective.items
    marks = [f"任选{item.choose}项"] if item.choose else []
    marks += ["自选项，列入计分" if counted else "自选项，未列入计分"] if elective else []
    heading = f"{chinese_number(dimension.number)}、{dimension.title}　{item.number}.{item.title}"
    points = scored.items[item.number]
    if elective and not counted:
        return Row((heading, rounded(item.points), "—", "—", "；".join(marks)), RowKind.BAND)
    return _row(heading, points, "；".join((*marks, *reasons)), RowKind.BAND)


def _row(heading: str, points: Points, note: str, kind: RowKind) -> Row:
    return Row((heading, rounded(points.attainable), rounded(points.secured), rounded(points.at_risk), note), kind)


def _sum_row(heading: str, points: Points) -> Row:
    return _row(heading, points, "", RowKind.TOTAL)


def _sub_row(facts: ReportFacts, item: Item, sub: SubItem, scored: Score, deductions: Sequence[Deduction]) -> Row:
    standing = facts.coverage.standings[sub.number]
    mark, full = sub_item_mark(sub.number), standing.points
    if sub.number not in scored.counted:
        return Row((mark, sub.text, rounded(full) if full else "—", "—", "—", "未列入计分"))
    if standing.excluded:
        return Row((mark, sub.text, "—", "—", "—", "合理缺项，不计入总分"))
    mine = [one for one in deductions if one.number == sub.number]
    lost = sum((one.points for one in mine), Decimal(0))
    return Row((mark, sub.text, rounded(full), rounded(full - lost), rounded(lost), _why(item, mine)))


def _why(item: Item, deductions: Sequence[Deduction]) -> str:
    """Each requirement with its points and its years; lines below each other."""
    lines = []
    for (_, title, reason), group in groupby(deductions, key=lambda one: (one.requirement, one.title, one.reason)):
        members = list(group)
        years = years_text(one.year for one in members)
        points = points_text(sum((one.points for one in members), Decimal(0)))
        what = (title or "佐证材料") + ("" if years == "—" else f"（{years}）")
        lines.append(f"{what}：{reason}，扣{points}分")
    return "\n".join(lines) or "—"


def _notes(facts: ReportFacts, mock: MockAcceptance) -> list[str]:
    full = facts.coverage.rule.options.omissions is OmissionScoring.FULL
    notes = ["合理缺项附有情况说明的，按满分计。" if full else "合理缺项不计入总分。"]
    chosen = facts.dossier.election.items
    titles = "、".join(f"{item.number}.{item.title}" for item in facts.catalogue.items if item.number in chosen)
    if any(dimension.elective for dimension in facts.catalogue.dimensions):
        notes.append(f"自选项选报：{titles}。" if titles else "自选项尚未选定，暂按得分最高的组合测算。")
    vetoes = "".join(sub_item_mark(number) for number in mock.vetoes)
    if vetoes:
        notes.append(f"否决项{vetoes}尚无证明材料；否决情形一经认定，不论得分均不予通过。")
    notes.append("评价细则未印分值的小项，按所属大项分值平均分摊。")
    return [f"{'注：' if number == 1 else '　　'}{number}.{note}" for number, note in enumerate(notes, start=1)]
