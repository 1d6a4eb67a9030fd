"""自查整改 and 每周一调度: what a self-check found and who puts it right; how the archive stood week by week."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GapKey = tuple[str, int]
"""A gap as weeks are compared by it: requirement (or indicator) id, and the year or 0."""

_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: raised by hand or from a gap. id 0: not yet stored. Open while `closed_on` is None."""

    id: int
    number: int
    what: str
    found_on: dt.date
    found_by: str
    department: str
    deadline: dt.date | None = None
    rectified_by: int | None = None
    """Evidence id."""
    closed_on: dt.date | None = None
    note: str = ""

    def is_overdue(self, on: dt.date) -> bool:
        """Whether it is still open after its deadline."""
        return self.closed_on is None and self.deadline is not None and on > self.deadline


@dataclass(frozen=True, slots=True)
class WeekSnapshot:
    """How the archive stood on day `on`, kept so that the bulletin of its week can be printed again at any time.

    `gaps` holds the keys (requirement id, year or 0) of all gaps; `points` secured, attainable as decimal texts.
    `departments` maps a department to its number of gaps.
    """

    on: dt.date
    gaps: frozenset[GapKey]
    secured: str
    attainable: str
    departments: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DepartmentWeek:
    """One department's week: its gaps now, and last week's (None where there is no week to compare with)."""

    department: str
    gaps: int
    before: int | None

    @property
    def closed(self) -> int:
        """By how many its gaps became fewer; negative where they became more."""
        return 0 if self.before is None else self.before - self.gaps


@dataclass(frozen=True, slots=True)
class WeekComparison:
    """One week against the one before it. Without a week before, nothing is closed or new, and `before` is None."""

    now: WeekSnapshot
    before: WeekSnapshot | None
    closed: tuple[GapKey, ...]
    new: tuple[GapKey, ...]
    ranking: tuple[DepartmentWeek, ...]


def dispatch_day(on: dt.date) -> dt.date:
    """The Monday on which the week of `on` is reported: the plan's 每周一调度 ends a week that began on a Tuesday."""
    return on + dt.timedelta(days=(_MONDAY - on.weekday()) % 7)


def weeks(snapshots: Iterable[WeekSnapshot]) -> tuple[WeekSnapshot, ...]:
    """The snapshots that stand for their weeks: of several in one week the last. Oldest first."""
    return tuple({dispatch_day(one.on): one for one in sorted(snapshots, key=lambda one: one.on)}.values())


def week_of(snapshots: Iterable[WeekSnapshot], on: dt.date) -> WeekSnapshot | None:
    """The snapshot that stands for the week of day `on`, None if none was taken."""
    return next((one for one in weeks(snapshots) if dispatch_day(one.on) == dispatch_day(on)), None)


def week_before(snapshots: Iterable[WeekSnapshot], on: dt.date) -> WeekSnapshot | None:
    """The newest snapshot of a week before that of day `on`; weeks without one are passed over."""
    return next((one for one in reversed(weeks(snapshots)) if dispatch_day(one.on) < dispatch_day(on)), None)


def issue_number(snapshots: Iterable[WeekSnapshot], on: dt.date) -> int:
    """The number of the bulletin of `on` among those of its year, beginning with 1."""
    known = {dispatch_day(one.on) for one in snapshots if one.on <= on} | {dispatch_day(on)}
    return sum(1 for day in known if day.year == dispatch_day(on).year)


def compare_weeks(now: WeekSnapshot, before: WeekSnapshot | None) -> WeekComparison:
    """What was closed, what is new, and the departments: who closed most comes first, then who has fewest left."""
    former = dict(before.departments) if before else {}
    open_now = dict(now.departments)
    rows = [
        DepartmentWeek(name, open_now.get(name, 0), former.get(name, 0) if before else None)
        for name in {**open_now, **former}
    ]
    ranking = sorted(rows, key=lambda row: (-row.closed, row.gaps, row.department))
    closed = before.gaps - now.gaps if before else frozenset[GapKey]()
    new = now.gaps - before.gaps if before else frozenset[GapKey]()
    return WeekComparison(now, before, tuple(sorted(closed)), tuple(sorted(new)), tuple(ranking))


def overdue(findings: Sequence[Finding], on: dt.date) -> tuple[Finding, ...]:
    """Findings still open after their deadline, the oldest deadline first."""
    late = (one for one in findings if one.is_overdue(on))
    return tuple(sorted(late, key=lambda one: (one.deadline or on, one.id)))
