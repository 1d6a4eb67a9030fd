"""Whether a piece of evidence can count at all, and for which period: its files, its paper, its own date.

A date is always the document's own. Import and file times play no part.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import WITHHELD, Condition, Evidence, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.requirements import Cadence, Requirement

SLACK_MONTHS = 0
"""Months a document may be dated outside its year unless the archive says otherwise. A year's summary is often of the
next January, its plan of December before: an archive whose inspectors accept that may allow up to some months."""


class Period(NamedTuple):
    """What one check asks about: a year, a quarter of it (1–4), or (neither) the requirement's whole span."""

    year: int | None = None
    quarter: int | None = None

    @property
    def label(self) -> str:
        """2022年, 2022年第3季度, 不分年度."""
        if self.year is None:
            return "不分年度"
        return f"{self.year}年第{self.quarter}季度" if self.quarter else f"{self.year}年"


WHOLE = Period()


@dataclass(frozen=True)
class Window:
    """佐证期限: from the catalogue's evidence start to the last day of its acceptance month, both included."""

    start: dt.date
    end: dt.date

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Window":
        """The catalogue's window."""
        year, month = catalogue.acceptance_month
        return cls(catalogue.evidence_from, dt.date(year, month, calendar.monthrange(year, month)[1]))

    @cached_property
    def years(self) -> range:
        """All calendar years that the window touches."""
        return range(self.start.year, self.end.year + 1)

    @property
    def text(self) -> str:
        """The window in words."""
        return f"{self.start.isoformat()}至{self.end.isoformat()}"

    def span(self, one: Requirement) -> tuple[dt.date, dt.date]:
        """The days from which a requirement's papers may come."""
        start = self.start
        if one.cadence is Cadence.WITHIN_YEARS:
            start = max(start, years_back(self.end, one.within or 1))
        if one.from_year is not None:
            start = max(start, dt.date(one.from_year, 1, 1))
        return start, self.end

    def periods(self, one: Requirement) -> tuple[Period, ...]:
        """The periods in each of which the requirement asks for its papers, in order; never none."""
        start, end = self.span(one)
        years = range(start.year, end.year + 1)
        if one.cadence is Cadence.EACH_YEAR:
            return tuple(Period(year) for year in years)
        if one.cadence is Cadence.EACH_QUARTER:
            first, last = (start.year, quarter_of(start)), (end.year, quarter_of(end))
            return tuple(Period(y, q) for y in years for q in range(1, 5) if first <= (y, q) <= last)
        return (WHOLE,)


def quarter_of(day: dt.date) -> int:
    """The quarter of the year, 1 to 4."""
    return (day.month + 2) // 3


def years_back(end: dt.date, years: int) -> dt.date:
    """The first day of the last `years` years that end on `end`, the last day of a month."""
    after = end + dt.timedelta(days=1)
    return after.replace(year=after.year - years)


def year_of(evidence: Evidence) -> int | None:
    """The year the evidence speaks for: as registered, else that of its own date."""
    return evidence.year if evidence.year is not None or evidence.dated is None else evidence.dated.year


def invalid_because(evidence: Evidence, files: Sequence[EvidenceFile]) -> str | None:
    """Why this evidence can satisfy nothing at all, as half a sentence; None if nothing speaks against it."""
    if not files:
        return None if evidence.paper_place else "仅登记纸质件，原件存放位置未登记"
    for file in files:
        problem = _file_problem(file)
        if problem:
            return problem
    return None


def _file_problem(file: EvidenceFile) -> str | None:
    if file.presence is Presence.PRESENT and file.verdict.condition is Condition.OK and not file.changed:
        return None
    name = WITHHELD if is_withheld((file,)) else file.path
    if file.presence is Presence.MISSING:
        return f"文件不在原处：{name}"
    if file.verdict.condition is not Condition.OK:
        return f"{file.verdict.finding}：{name}"
    return f"文件内容已变动，待确认：{name}"


def outside_because(window: Window, evidence: Evidence, slack: int = SLACK_MONTHS) -> str | None:
    """Why the evidence lies outside the window or its own year, as half a sentence; None if it does not.

    `slack`: months by which its date may miss the year that it speaks for.
    """
    year, dated = year_of(evidence), evidence.dated
    if year is None:
        return "未注明年度"
    if year not in window.years:
        return f"年度 {year} 不在佐证期限（{window.years[0]}—{window.years[-1]}）内"
    if dated is None:
        return doubtful_year(evidence.title, year)
    if not window.start <= dated <= window.end:
        return f"成文日期 {dated.isoformat()} 不在佐证期限（{window.text}）内"
    months = (dated.year - year) * 12 + dated.month
    if not 1 - slack <= months <= 12 + slack:
        return f"成文日期 {dated.isoformat()} 与所属年度 {year} 不符"
    return None


_QUOTED = re.compile(r"《[^》]*》")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})年?\s*(?:-|—+|–|~|至|到)\s*((?:19|20)\d{2})(?!\d)")
_NAMED_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?=(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?(?!\d)|\s*[^\d\s份人户家余多件元平]|\s*$)"
)


def doubtful_year(title: str, year: int) -> str | None:
    """Why an undated paper may not be of the year it lies under: its title names others only. None: nothing speaks so.

    Titles of other papers, in 《》, say nothing of its own year; a range of years covers all of them.
    """
    text = _QUOTED.sub("", unicodedata.normalize("NFKC", title))
    named = {int(found[1]) for found in _NAMED_YEAR.finditer(text)}
    for found in _YEARS.finditer(text):
        named.update(range(int(found[1]), int(found[2]) + 1))
    if not named or year in named:
        return None
    return f"年度存疑：题名为{'、'.join(f'{one}年' for one in sorted(named))}，归入{year}年"


def doubtful_period(title: str, years: range) -> str | None:
    """Why a paper without year and date is not of the window: its title names other years only."""
    reasons = [doubtful_year(title, year) for year in years]
    return f"题名所写年度不在佐证期限（{years[0]}—{years[-1]}）内" if all(reasons) else None


def period_of(window: Window, one: Requirement, evidence: Evidence) -> Period | str:
    """The period of the requirement that evidence inside the window serves, or in words why none."""
    if one.cadence is Cadence.EACH_YEAR:
        return Period(year_of(evidence))
    if one.cadence is Cadence.EACH_QUARTER:
        if evidence.dated is None:
            return "未注明日期，不能确认所属季度"
        return Period(evidence.dated.year, quarter_of(evidence.dated))
    start, end = window.span(one)
    year, dated = year_of(evidence), evidence.dated
    if dated is not None:
        inside = start <= dated <= end
    else:
        # Inside the window already: only a start of its own in mid-year leaves an undated paper's year in doubt.
        inside = year is None or start == window.start or dt.date(year, 1, 1) >= start
    if inside:
        return WHOLE
    if dated is None and year == start.year:
        return f"未注明日期，不能确认在要求的期间（{start.isoformat()}至{end.isoformat()}）内"
    return f"不在要求的期间（{start.isoformat()}至{end.isoformat()}）内"
