"""All gaps as rows, and which of them a filter leaves. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from foodsafe_desktop.domain.checks import Gap
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.reasons import ReasonKind, kinds_of
from foodsafe_desktop.domain.requirements import Basis
from foodsafe_desktop.domain.validity import Period
from foodsafe_desktop.domain.wording import points_text, sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.prepared import beforehand
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey, folded

COLUMNS = ("编号", "佐证要求", "年度", "缺失原因", "责任部门", "依据", "分值", "小项内容")
NUMBER, TITLE, YEAR, REASON, DEPARTMENT, BASIS, POINTS, TEXT = range(len(COLUMNS))

NO_YEAR = 0
"""Stands for 不分年度 in a filter, where None is any year."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap. `advice`: it holds nothing back; `cells` and `sort` in the order of COLUMNS."""

    gap: Gap
    key: NodeKey
    basis: str
    kinds: tuple[ReasonKind, ...]
    advice: bool
    cells: tuple[str, ...]
    sort: tuple[object, ...]
    search: str

    @property
    def detail(self) -> str:
        """The whole of it in sentences, for the line below the table."""
        gap = self.gap
        owners = "、".join(gap.departments) or "细则未注明"
        advice = "（建议项，不影响齐全判定）" if self.advice else ""
        head = f"{sub_item_mark(gap.number)}{self.cells[TEXT]}"
        return f"{head}\n{Period(gap.year).label}　{gap.text}{advice}。责任部门：{owners}。"


@dataclass(frozen=True, slots=True)
class GapFilter:
    """What must hold of a row to be shown; None and empty leave everything. `year` NO_YEAR: 不分年度."""

    department: str | None = None
    year: int | None = None
    kind: ReasonKind | None = None
    basis: str | None = None
    text: str = ""
    with_advice: bool = False

    def leaves(self, row: GapRow) -> bool:
        """Whether a row is shown."""
        return (
            (self.with_advice or not row.advice)
            and (self.department is None or self.department in row.gap.departments)
            and (self.year is None or (row.gap.year or NO_YEAR) == self.year)
            and (self.kind is None or self.kind in row.kinds)
            and (self.basis is None or self.basis == row.basis)
            and _found(self.text, row)
        )


def _found(text: str, row: GapRow) -> bool:
    wanted = folded(text).strip()
    digits = wanted.strip("()").strip()
    if digits.isdecimal() and len(digits) <= 3:
        return row.gap.number == int(digits)
    return wanted in row.search


@beforehand
def gap_rows(overview: Overview) -> tuple[GapRow, ...]:
    """Every gap and every piece of advice, by number, requirement and period."""
    bases = {one.id: one.basis for one in overview.requirements.requirements}
    bases |= {one.id: one.basis for one in overview.requirements.indicators}
    texts = {sub.number: sub.text for sub in overview.catalogue.sub_items}
    texts |= {veto.number: veto.text for veto in overview.catalogue.vetoes}
    vetoes = {veto.number for veto in overview.catalogue.vetoes}
    rows = []
    for standing in overview.coverage.standings.values():
        for advice, gaps in ((False, standing.gaps), (True, standing.advice)):
            for gap in gaps:
                basis = bases.get(gap.requirement)
                kind = Kind.VETO if gap.number in vetoes else Kind.SUB_ITEM
                key = NodeKey(kind, gap.number)
                rows.append(_row(gap, key, basis.label if basis else "细则规定", texts[gap.number], advice=advice))
    return tuple(rows)


@lru_cache(maxsize=4096)
def _natural(text: str) -> tuple[object, ...]:
    return (natural_key(text),)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return folded(text)


def _row(gap: Gap, key: NodeKey, basis: str, text: str, *, advice: bool) -> GapRow:
    quarter = f"第{gap.quarter}季度" if gap.quarter else ""
    year = f"{gap.year}{quarter}" if gap.year else "不分年度"
    owners = "、".join(gap.departments)
    points = points_text(gap.points) if gap.points else "—"
    title = gap.title or "佐证材料"
    cells = (sub_item_mark(gap.number), title, year, gap.reason, owners, basis, points, text)
    sort = (
        (gap.number, gap.requirement, gap.year or 9999, gap.quarter or 0),
        _natural(title),
        (gap.year or 9999, gap.quarter or 0, gap.number),
        gap.reason,
        owners,
        basis,
        (-gap.points, gap.number),
        _natural(text),
    )
    search = " ".join(map(_folded, (title, gap.reason, owners, text)))
    return GapRow(gap, key, basis, kinds_of(gap), advice, cells, sort, search)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter's lists offer, each with how many gaps it has."""

    departments: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    kinds: tuple[tuple[ReasonKind, int], ...]
    bases: tuple[tuple[str, int], ...]


def choices(rows: Iterable[GapRow]) -> Choices:
    """What there is to choose from; departments by how many gaps they have, advice left out of the counts."""
    departments: dict[str, int] = {}
    years: dict[int, int] = {}
    kinds: dict[ReasonKind, int] = {}
    bases: dict[str, int] = dict.fromkeys((one.label for one in Basis), 0)
    for row in rows:
        count = 0 if row.advice else 1
        for name in row.gap.departments:
            departments[name] = departments.get(name, 0) + count
        year = row.gap.year or NO_YEAR
        years[year] = years.get(year, 0) + count
        for kind in row.kinds:
            kinds[kind] = kinds.get(kind, 0) + count
        bases[row.basis] = bases.get(row.basis, 0) + count
    return Choices(
        tuple(sorted(departments.items(), key=lambda one: (-one[1], one[0]))),
        tuple(sorted(years.items(), key=lambda one: (one[0] == NO_YEAR, one[0]))),
        tuple((kind, kinds[kind]) for kind in ReasonKind if kind in kinds),
        tuple(bases.items()),
    )


def summary(shown: Sequence[GapRow], of: int) -> str:
    """How many gaps are shown, in how many numbers, and what they cost."""
    numbers = len({row.gap.number for row in shown})
    points = points_text(sum((row.gap.points for row in shown), Decimal(0)))
    total = f"（共{of}项）" if of != len(shown) else ""
    return f"缺口 {len(shown)} 项{total}，涉及 {numbers} 个编号，影响 {points} 分"
