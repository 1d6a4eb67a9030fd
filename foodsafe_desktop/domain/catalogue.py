"""The evaluation catalogue (评价细则 / 任务分工表): the tree on which everything in an archive hangs."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Doubt:
    """疑点: a place where the source is uncertain. Shown until a person settles it against the original.

    `field` names the catalogue's field in doubt; `likely` is the probable reading where one is plain.
    """

    field: str
    why: str
    likely: str | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """责任部门: one office under its normalised name, with the other names it is printed under."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubItem:
    """小项: one line of the catalogue for which evidence is collected. `points` only where printed."""

    number: int
    text: str
    departments: tuple[str, ...]
    departments_as_printed: str
    lead: str | None = None
    deadline: str | None = None
    points: Decimal | None = None
    reasonable_omission: bool = False
    doubts: tuple[Doubt, ...] = ()

    @property
    def responsible(self) -> tuple[str, ...]:
        """All offices as printed, the lead first, none twice."""
        named = ((self.lead,) if self.lead else ()) + self.departments
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Item:
    """大项. `group` is the printed 必选项/自选项, `choose` how many of its sub-items count (None: all)."""

    number: int
    title: str
    points: Decimal
    sub_items: tuple[SubItem, ...]
    group: str | None = None
    choose: int | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class ElectiveRule:
    """自选项规则: of `items` (numbers of 大项) any `choose` count, together worth `points`."""

    items: tuple[int, ...]
    choose: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class Dimension:
    """方面. `points` only where printed."""

    number: int
    title: str
    items: tuple[Item, ...]
    points: Decimal | None = None
    elective: ElectiveRule | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """否决项: a condition that must not hold; its evidence is a statement that it does not."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Reserved:
    """保留号: a number whose text the source does not give. Never invented, never counted as missing."""

    number: int
    why: str


Month = tuple[int, int]
"""A calendar month as (year, month)."""


@dataclass(frozen=True, slots=True)
class Phase:
    """时间安排: one step of the plan, `as_printed` in its own words; `until` is None where it names no end."""

    title: str
    as_printed: str
    begins: Month
    until: Month | None = None

    def covers(self, on: dt.date) -> bool:
        """Whether the step runs on that day, its months counted whole."""
        return self.begins <= (on.year, on.month) and (self.until is None or (on.year, on.month) <= self.until)

    def days_left(self, on: dt.date) -> int | None:
        """Days from `on` to the end of its last month, negative once it is over; None where no end is named."""
        return (last_day(self.until) - on).days if self.until else None


def last_day(month: Month) -> dt.date:
    """The last day of a month: where a plan names only a month, its whole length is given."""
    return dt.date(*month, calendar.monthrange(*month)[1])


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """Days to the end of the months of application (申请) and acceptance (验收); negative once they are over."""

    application: int
    acceptance: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each the catalogue has."""

    dimensions: int
    items: int
    sub_items: int
    vetoes: int
    reserved: int
    doubts: int


@dataclass(frozen=True)
class Catalogue:
    """The whole tree with its source document. `declared` is what the source's own body text claims to have."""

    id: str
    title: str
    document_number: str
    issued_by: str
    evidence_from: dt.date
    application_month: Month
    acceptance_month: Month
    dimensions: tuple[Dimension, ...]
    vetoes: tuple[Veto, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    contradictions: tuple[str, ...] = ()
    member_units: tuple[str, ...] = ()
    departments: tuple[Department, ...] = ()
    declared: tuple[tuple[str, int], ...] = field(default=())
    phases: tuple[Phase, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All 大项 in printed order."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @cached_property
    def sub_items(self) -> tuple[SubItem, ...]:
        """All 小项 in printed order."""
        return tuple(sub for item in self.items for sub in item.sub_items)

    @cached_property
    def _parents(self) -> dict[int, tuple[Dimension, Item, SubItem]]:
        return {sub.number: (dimension, item, sub) for dimension, item, sub in self.walk()}

    @cached_property
    def _vetoes(self) -> dict[int, Veto]:
        return {veto.number: veto for veto in self.vetoes}

    @cached_property
    def _normalised(self) -> dict[str, str]:
        return {alias: one.name for one in self.departments for alias in (one.name, *one.aliases)}

    def walk(self) -> Iterator[tuple[Dimension, Item, SubItem]]:
        """Every sub-item with its parents, in printed order."""
        for dimension in self.dimensions:
            for item in dimension.items:
                for sub in item.sub_items:
                    yield dimension, item, sub

    def sub_item(self, number: int) -> SubItem | None:
        """The sub-item of that number, or None."""
        found = self._parents.get(number)
        return found[2] if found else None

    def item_of(self, number: int) -> Item | None:
        """The 大项 that holds sub-item `number`, or None."""
        found = self._parents.get(number)
        return found[1] if found else None

    def dimension_of(self, number: int) -> Dimension | None:
        """The 方面 that holds sub-item `number`, or None."""
        found = self._parents.get(number)
        return found[0] if found else None

    def veto(self, number: int) -> Veto | None:
        """The veto of that number, or None."""
        return self._vetoes.get(number)

    def text_of(self, number: int) -> str:
        """What is printed for a sub-item or a veto; empty for a reserved number."""
        line = self.sub_item(number) or self.veto(number)
        return line.text if line else ""

    def takes_evidence(self, number: int) -> bool:
        """Whether evidence may be assigned to `number`: a sub-item or a veto, never a reserved number."""
        return number in self._parents or number in self._vetoes

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years evidence is asked for: from the evidence start to the acceptance, both included."""
        return tuple(range(self.evidence_from.year, self.acceptance_month[0] + 1))

    def days_left(self, on: dt.date) -> DaysLeft:
        """Days from `on` to application and acceptance."""
        ends = (last_day(self.application_month), last_day(self.acceptance_month))
        return DaysLeft(*((end - on).days for end in ends))

    def normalised(self, department: str) -> str:
        """The department's one name for a name as printed (itself where no alias is declared)."""
        return self._normalised.get(department, department)

    def responsible(self, sub_item: SubItem) -> tuple[str, ...]:
        """The sub-item's departments under their normalised names, the lead first."""
        return tuple(dict.fromkeys(self.normalised(name) for name in sub_item.responsible))

    @property
    def counts(self) -> Counts:
        """Counts of everything, doubts of items and sub-items together."""
        doubts = sum(len(item.doubts) for item in self.items) + sum(len(sub.doubts) for sub in self.sub_items)
        return Counts(
            len(self.dimensions),
            len(self.items),
            len(self.sub_items),
            len(self.vetoes),
            len(self.reserved),
            doubts,
        )
