"""What the 总览 says: points, days, progress, departments, electives, deductions. No Qt."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.findings import overdue
from foodsafe_desktop.domain.gaps import Points, State
from foodsafe_desktop.domain.score import Choice, Deduction, best_choice, mock_acceptance, score
from foodsafe_desktop.domain.wording import chinese_number, month_text, points_text, sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.since import Arrivals
from foodsafe_desktop.ui.prepared import beforehand
from foodsafe_desktop.ui.tree.nodes import INBOX, Kind, NodeKey
from foodsafe_desktop.ui.tree.presenter import progress
from foodsafe_desktop.ui.wording import year_text


@dataclass(frozen=True, slots=True)
class Card:
    """One figure with what it is and what goes with it."""

    title: str
    figure: str
    more: tuple[str, ...]
    presses: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """One dimension: how much of it is secured, from 0 to 1000, and in words."""

    key: NodeKey
    title: str
    said: str
    permille: int


@dataclass(frozen=True, slots=True)
class Chase:
    """One department with what it still owes."""

    name: str
    gaps: int
    at_risk: Decimal

    @property
    def cells(self) -> tuple[str, str, str]:
        """Name, gaps, points at risk."""
        return self.name, str(self.gaps), points_text(self.at_risk)


@dataclass(frozen=True, slots=True)
class Electives:
    """The best choice of electives beside the present one. `is_chosen`: it is the present one already."""

    best: Election
    said: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """All that the view says beside the year grid."""

    cards: tuple[Card, ...]
    progress: tuple[Progress, ...]
    chase: tuple[Chase, ...]
    electives: Electives | None
    deductions: tuple[tuple[str, ...], ...]
    deduction_keys: tuple[NodeKey, ...]
    verdict: str


def summary(overview: Overview, today: dt.date) -> Summary:
    """The whole view for one day."""
    mock = mock_acceptance(overview.catalogue, overview.coverage)
    ranked = sorted(mock.deductions, key=lambda one: (-one.points, one.item, one.number or 0))
    verdict = f"模拟得分 {_of(mock.points)}，共扣 {points_text(mock.points.at_risk)} 分。"
    if mock.vetoes:
        marks = "、".join(sub_item_mark(number) for number in mock.vetoes)
        verdict += f"否决项{marks}尚无足够佐证证明该情形不存在，一经查实即不通过。"
    return Summary(
        _cards(overview, today),
        _progress(overview),
        _chase(overview),
        _electives(overview),
        tuple(_deduction(one) for one in ranked),
        tuple(
            NodeKey(Kind.ITEM, one.item) if one.number is None else NodeKey(Kind.SUB_ITEM, one.number) for one in ranked
        ),
        verdict,
    )


ARRIVAL_COLUMNS = ("归入", "新到", "小项")


@dataclass(frozen=True, slots=True)
class ArrivalRows:
    """What came in since last time: in a sentence, and by number with where each row leads."""

    said: str
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[NodeKey, ...]


def arrival_rows(overview: Overview, found: Arrivals) -> ArrivalRows:
    """What a person did not see yet, the inbox first."""
    catalogue = overview.catalogue
    texts = {sub.number: sub.text for sub in catalogue.sub_items} | {one.number: one.text for one in catalogue.vetoes}
    rows, keys = [], []
    if found.waiting:
        rows.append(("收件箱", f"{found.waiting} 件", "待归入"))
        keys.append(INBOX)
    for number, count in found.by_number.items():
        kind = Kind.SUB_ITEM if catalogue.veto(number) is None else Kind.VETO
        rows.append((sub_item_mark(number), f"{count} 件", texts.get(number, "")))
        keys.append(NodeKey(kind, number))
    parts = [f"新到 {found.total} 件"] if found.total else []
    parts += [f"内容变动 {found.changed} 个文件"] if found.changed else []
    parts += [f"不在原处 {found.gone} 个文件"] if found.gone else []
    said = "，".join(parts) + "。" if parts else "没有新到材料，也没有文件变动。"
    return ArrivalRows(said, tuple(rows), tuple(keys))


def _of(points: Points) -> str:
    return f"{points_text(points.secured)}/{points_text(points.attainable)} 分"


def _cards(overview: Overview, today: dt.date) -> tuple[Card, ...]:
    catalogue, covered = overview.catalogue, overview.coverage
    states = [covered.standings[sub.number].state for sub in catalogue.sub_items]
    points = covered.points
    share = int(points.secured * 100 / points.attainable) if points.attainable else 0
    counted = "，".join(
        f"{state.label} {states.count(state)}" for state in State if state in states and state is not State.COMPLETE
    )
    return (
        Card(
            "得分预估",
            _of(points),
            (f"已有佐证支撑 {share}%", f"尚缺佐证 {points_text(points.at_risk)} 分"),
        ),
        Card(
            "小项进度",
            "齐全 {}/{}".format(*progress(overview)),
            (counted, f"缺口 {len(covered.gaps)} 项"),
        ),
        _days(overview, today),
        _waiting(overview, today),
    )


def _days(overview: Overview, today: dt.date) -> Card:
    catalogue, told = overview.catalogue, overview.deadlines
    application = (told.application_of(catalogue) - today).days
    acceptance = (told.acceptance_of(catalogue) - today).days
    running = [phase.title for phase in catalogue.phases if phase.covers(today)]
    phase = f"当前阶段：{'、'.join(running)}" if running else "当前不在实施方案所列阶段内"
    return Card(
        f"距验收（{_named(told.acceptance, catalogue.acceptance_month)}）",
        _left(acceptance),
        (f"申报（{_named(told.application, catalogue.application_month)}）：{_left(application)}", phase),
        presses=acceptance < 0,
    )


def _named(told: dt.date | None, month: tuple[int, int]) -> str:
    """The day itself where it is known, else the plan's month."""
    return told.isoformat() if told else month_text(month)


def _left(days: int) -> str:
    return f"还有 {days} 天" if days > 0 else "今天截止" if days == 0 else f"已过 {-days} 天"


def _waiting(overview: Overview, today: dt.date) -> Card:
    late = overdue(overview.findings, today)
    still_open = [one for one in overview.findings if one.closed_on is None]
    vetoes = [veto for veto in overview.catalogue.vetoes if overview.coverage.standings[veto.number].gaps]
    return Card(
        "待处理",
        f"收件箱 {len(overview.dossier.inbox)} 件",
        (
            f"整改问题未销号 {len(still_open)} 个，逾期 {len(late)} 个",
            f"否决项未证明 {len(vetoes)} 项，疑点未核定 {overview.catalogue.counts.doubts} 处",
        ),
    )


def _progress(overview: Overview) -> tuple[Progress, ...]:
    worth = score(overview.catalogue, overview.coverage)
    found = []
    for dimension in overview.catalogue.dimensions:
        points = worth.dimensions[dimension.number]
        done, asked = progress(overview, (sub for item in dimension.items for sub in item.sub_items))
        share = int(points.secured * 1000 / points.attainable) if points.attainable else 0
        said = f"{_of(points)}　齐全 {done}/{asked}"
        title = f"{chinese_number(dimension.number)}、{dimension.title}"
        found.append(Progress(NodeKey(Kind.DIMENSION, dimension.number), title, said, share))
    return tuple(found)


def _chase(overview: Overview) -> tuple[Chase, ...]:
    """Departments that owe something, the costliest first."""
    owed: dict[str, list[Decimal]] = {}
    for gap in overview.coverage.gaps:
        for name in gap.departments:
            owed.setdefault(name, []).append(gap.points)
    rows = [Chase(name, len(points), sum(points, Decimal(0))) for name, points in owed.items()]
    return tuple(sorted(rows, key=lambda row: (-row.at_risk, -row.gaps, row.name)))


@beforehand
def _electives(overview: Overview) -> Electives | None:
    catalogue, chosen = overview.catalogue, overview.dossier.election
    if not any(dimension.elective for dimension in catalogue.dimensions):
        return None
    choice = best_choice(catalogue, overview.dossier, overview.coverage)
    same = chosen == choice.election
    now = "、".join(f"第{number}大项" for number in sorted(chosen.items)) or "尚未选定"
    said = f"现选：{now}。"
    said += "已是现有佐证下得分最高的选法。" if same else f"建议改选：{_chosen(catalogue, choice)}。"
    return Electives(choice.election, said, same)


def _chosen(catalogue: Catalogue, choice: Choice) -> str:
    parts = []
    for item in catalogue.items:
        if item.number in choice.election.items:
            inside = [sub.number for sub in item.sub_items if sub.number in choice.election.sub_items]
            marks = "、".join(sub_item_mark(number) for number in inside)
            parts.append(f"第{item.number}大项（{item.title}）" + (f"中的{marks}" if inside else ""))
    points = choice.points
    return f"{'、'.join(parts)}，现有佐证可得 {_of(points)}"


DEDUCTION_COLUMNS = ("扣分", "大项", "小项", "佐证要求", "年度", "扣分原因")


def _deduction(one: Deduction) -> tuple[str, ...]:
    number = sub_item_mark(one.number) if one.number is not None else "—"
    year = year_text(one.year) if one.number is not None else "—"
    return points_text(one.points), str(one.item), number, one.title or "佐证材料", year, one.reason
