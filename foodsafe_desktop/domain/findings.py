"""自查整改: what a self-check found, who puts it right by when, and with which evidence it was closed."""

import datetime as dt
from dataclasses import dataclass


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
    """How the archive stood at the end of a reporting week, kept so that any week's bulletin can be printed again.

    `gaps` holds the keys (requirement id, year or 0) of all gaps; `points` secured, attainable as decimal texts.
    `departments` maps a department to its number of gaps.
    """

    on: dt.date
    gaps: frozenset[tuple[str, int]]
    secured: str
    attainable: str
    departments: tuple[tuple[str, int], ...]
