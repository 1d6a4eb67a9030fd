"""The single checks that coverage is made of: one requirement in one period, one indicator in one period."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from foodsafe_desktop.domain.requirements import Indicator, IndicatorValue, Operator, Requirement
from foodsafe_desktop.domain.requirements import Period as Measured
from foodsafe_desktop.domain.sets import Occasion, complete_sets
from foodsafe_desktop.domain.shelves import SET, Rule, Shelf, Slot
from foodsafe_desktop.domain.validity import WHOLE, Period, years_back


@dataclass(frozen=True, slots=True)
class Gap:
    """缺口: a requirement or indicator that is not met in a period. `year` is None where no single year is asked for.

    `requirement` is the id of the requirement or indicator, `title` its title; `reason` says why, in words, without
    naming it again. `share`: of its number's points, those that hang on this gap; `points`: what closing all gaps of
    the catalogue would bring adds up from these, so that where only the best of several count, their gaps share it.
    Both are 0 where the plan itself does not ask for the thing.
    """

    number: int
    requirement: str
    year: int | None
    reason: str
    departments: tuple[str, ...]
    points: Decimal
    title: str = ""
    quarter: int | None = None
    share: Decimal = Decimal(0)

    @property
    def text(self) -> str:
        """What is missing and why, in one line, for lists that have no column for the requirement."""
        quarter = f"（第{self.quarter}季度）" if self.quarter else ""
        return f"{self.title}{quarter}：{self.reason}" if self.title else self.reason


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement in one period: the evidence that serves it, by id, and the gap where that is not enough."""

    requirement: Requirement
    period: Period
    evidence: tuple[int, ...]
    reason: str | None
    gap: Gap | None = None

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class IndicatorCheck:
    """One indicator in one period (year None: not by year): the value that counts, and the gap if it is not met."""

    indicator: Indicator
    year: int | None
    value: Decimal | None
    not_applicable: bool
    reason: str | None
    gap: Gap | None = None

    @property
    def is_met(self) -> bool:
        """Whether the value meets the threshold, or nothing was there to measure, and a paper says so."""
        return self.reason is None


def requirement_checks(rule: Rule, shelf: Shelf) -> Iterator[Check]:
    """Every requirement of a shelf in every period that it asks for."""
    for one in shelf.requirements:
        for period in rule.periods(one):
            slot = shelf.slots.get((one.id, period), _EMPTY)
            yield Check(one, period, merged(tuple(slot.ids.values())), _shortfall(one, slot, shelf))


_EMPTY = Slot()


def merged(runs: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Ids out of several runs that are in order each: in order, none twice."""
    if len(runs) <= 1:
        return tuple(runs[0]) if runs else ()
    return tuple(dict.fromkeys(sorted(chain.from_iterable(runs))))


def _shortfall(one: Requirement, slot: Slot, shelf: Shelf) -> str | None:
    """Why what there is is not enough; None if it is. Exact copies count once."""
    if not slot.ids:
        return "；".join(dict.fromkeys(sorted(slot.problems))) or _nothing(one)
    if _enough(one, slot.ids.get(SET, ()), shelf):
        return None
    whole = len(_originals(one, slot.ids.get(SET, ()), shelf))
    parts_held = {part: _originals(one, slot.ids.get(part, ()), shelf) for part in one.parts}
    held = {part: whole + len(papers) for part, papers in parts_held.items()}
    complete = whole + complete_sets(parts_held, one.at_least - whole)
    if complete >= one.at_least:
        return None
    problems = list(dict.fromkeys(sorted(slot.problems)))
    short = f"仅有{complete}{one.measure}，应有{one.at_least}{one.measure}"
    if one.parts:
        lacking = {part: one.at_least - count for part, count in held.items() if count < one.at_least}
        parts = "、".join(part if one.at_least == 1 else f"{part}{count}份" for part, count in lacking.items())
        if lacking:
            short = f"{short}，尚缺{parts}" if complete else f"成套材料不全，缺{parts}"
        if complete < min(held.values()):
            short = "；".join([*([short] if complete or lacking else []), _scattered(parts_held)])
    copies = sum(len(ids) for ids in slot.ids.values()) - whole - sum(map(len, parts_held.values()))
    return "；".join([short, *(["内容相同的文件只计一件"] if copies else []), *problems])


def _enough(one: Requirement, ids: Sequence[int], shelf: Shelf) -> bool:
    """Whether enough of the papers differ in their bytes; of a thousand only so many are looked at as it takes."""
    different = set()
    for key in ids:
        different.add(shelf.pieces[key].identity(one.id, shelf.apart))
        if len(different) >= one.at_least:
            return True
    return False


def _originals(one: Requirement, ids: Sequence[int], shelf: Shelf) -> tuple[Occasion, ...]:
    """The occasions of papers that differ in their bytes; of copies that disagree on theirs nothing is known."""
    found: dict[object, Occasion] = {}
    for key in ids:
        piece = shelf.pieces[key]
        identity = piece.identity(one.id, shelf.apart)
        known = found.setdefault(identity, piece.occasion)
        found[identity] = known if known == piece.occasion else None
    return tuple(found.values())


def _scattered(parts: Mapping[str, Sequence[Occasion]]) -> str:
    """Why papers that are all there do not make up sets."""
    by_date = any(isinstance(each, dt.date) for papers in parts.values() for each in papers)
    return f"成套材料{'日期相差较大' if by_date else '分处不同文件夹'}，不能确认为同一次"


def _nothing(one: Requirement) -> str:
    if one.id == f"{one.number}-omission":
        return "合理缺项尚无情况说明"
    return f"尚无{one.title}" if one.id == f"{one.number}-statement" and not one.kind else "无佐证材料"


def indicator_checks(
    rule: Rule,
    number: int,
    checks: Sequence[Check],
    values: Mapping[tuple[str, int | None], IndicatorValue],
    shelf: Shelf,
) -> Iterator[IndicatorCheck]:
    """Every indicator of a number in every period, its value, and whether that period's papers prove it.

    They do where what is asked of them is met, or where a person has named one of them for the requirement.
    """
    for one in rule.indicators(number):
        paper = [check for check in checks if check.requirement.id == one.supported_by] or list(checks)
        years: tuple[int | None, ...] = (None,)
        if one.period is Measured.YEAR:
            years = tuple(dict.fromkeys(check.period.year for check in paper if check.period.year is not None))
            years = years or tuple(rule.window.years)
        for year in years:
            yield _indicator_check(rule, one, year, paper, values, shelf)


def _indicator_check(
    rule: Rule,
    one: Indicator,
    year: int | None,
    paper: Sequence[Check],
    values: Mapping[tuple[str, int | None], IndicatorValue],
    shelf: Shelf,
) -> IndicatorCheck:
    found = values.get((one.id, year)) if year is not None else _overall(rule, one, values)
    value = found.value if found else None
    not_applicable = found is not None and found.not_applicable
    reasons = []
    if value is None and not not_applicable:
        reasons.append("指标未填报数值")
    elif value is not None and not not_applicable and not one.holds(value):
        reasons.append(f"指标未达标：填报{value.normalize():f}{one.unit}，应{one.demand}")
    proving = [check for check in paper if check.period == WHOLE or year in (None, check.period.year)]
    if not any(check.is_met or _is_vouched(check, shelf) for check in proving):
        reasons.append("指标无佐证材料")
    return IndicatorCheck(one, year, value, not_applicable, "；".join(reasons) or None)


def _is_vouched(check: Check, shelf: Shelf) -> bool:
    """Whether a person has named a paper for the requirement that counts in the period."""
    wanted = check.requirement.id
    return any(word.partition("#")[0] == wanted for key in check.evidence for word in shelf.pieces[key].named)


def _overall(
    rule: Rule, one: Indicator, values: Mapping[tuple[str, int | None], IndicatorValue]
) -> IndicatorValue | None:
    """The value of an indicator that is not measured by year: as entered for the whole, else from yearly values.

    Once: the newest year. Within two years: these are counts, which add up; where nothing may occur no year may lack.
    """
    whole = values.get((one.id, None))
    if whole is not None:
        return whole
    window = rule.window
    if one.period is Measured.ONCE:
        return next((values[one.id, year] for year in reversed(window.years) if (one.id, year) in values), None)
    first = max(window.start, years_back(window.end, 2)).year
    entered = [values.get((one.id, year)) for year in range(first, window.end.year + 1)]
    known = [each for each in entered if each is not None]
    counts = [each.value for each in known if each.value is not None and not each.not_applicable]
    if not known or (one.operator is Operator.AT_MOST and len(known) < len(entered)):
        return None
    return replace(known[-1], value=sum(counts, Decimal(0)), not_applicable=not counts)
