"""What is missing, for which number and year, why, whose job it is and what it costs. The one rule for all readers.

`coverage` reads a whole archive; `recover` does so again after a change of a few numbers, from what it read before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from foodsafe_desktop.domain.catalogue import Catalogue, SubItem
from foodsafe_desktop.domain.checks import Check, Gap, IndicatorCheck, indicator_checks, merged, requirement_checks
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.points import (
    NOTHING,
    Line,
    OmissionScoring,
    Points,
    borne_points,
    is_chosen,
    total_points,
    weight,
)
from foodsafe_desktop.domain.requirements import Basis, IndicatorValue, RequirementList, annual_requirements
from foodsafe_desktop.domain.shelves import CoverageOptions, Rule, Shelf, is_omitted, shelve
from foodsafe_desktop.domain.states import State
from foodsafe_desktop.domain.validity import invalid_because

__all__ = [
    "Check",
    "Coverage",
    "CoverageOptions",
    "Gap",
    "IndicatorCheck",
    "OmissionScoring",
    "Points",
    "Standing",
    "State",
    "coverage",
    "invalid_because",
    "is_chosen",
    "recover",
    "standings_if_all_chosen",
    "weight",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one numbered line of the catalogue stands.

    `valid` holds the ids of evidence that counts, by year (None: asked for without regard to years); `assigned` counts
    all live evidence, `files` all its files; `remarks` are sentences on evidence that does not count. `checks` and
    `indicators` are what `gaps` follow from. `advice`: what is customary, or doubtful, and holds nothing back.
    `excluded`: an omission whose points are out of the denominator.
    """

    number: int
    state: State
    points: Decimal
    valid: Mapping[int | None, tuple[int, ...]]
    gaps: tuple[Gap, ...]
    assigned: int
    files: int
    remarks: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    indicators: tuple[IndicatorCheck, ...] = ()
    advice: tuple[Gap, ...] = ()
    excluded: bool = False

    @property
    def label(self) -> str:
        """The state's word, never 齐全 without saying what is still advised."""
        if self.state is State.COMPLETE and self.advice:
            return f"{self.state.label}（另有{len(self.advice)}项建议或疑点）"
        return self.state.label

    @property
    def lost(self) -> Decimal:
        """Of its points those that its gaps hold back, whether or not they count in the whole."""
        return sum((gap.share for gap in self.gaps), NOTHING)

    @property
    def line(self) -> Line:
        """The number as it adds up: its points, less those of its gaps."""
        secured = NOTHING if self.excluded else max(self.points - self.lost, NOTHING)
        return Line(self.number, Points(self.points, secured), self.excluded, self.state is not State.NOT_CHOSEN)


@dataclass(frozen=True)
class Coverage:
    """The standing of every number of the catalogue, sub-items, vetoes and reserved numbers, in number order.

    `rule`, `shelves` and `election` are what it was worked out from; `recover` goes on from them.
    """

    standings: Mapping[int, Standing]
    points: Points
    rule: Rule = field(repr=False, compare=False)
    shelves: Mapping[int, Shelf] = field(repr=False, compare=False)
    election: Election = field(repr=False, compare=False)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """All gaps by number, requirement and period."""
        return tuple(gap for standing in self.standings.values() for gap in standing.gaps)

    def count(self, *states: State) -> int:
        """How many numbers are in one of these states."""
        return sum(1 for standing in self.standings.values() if standing.state in states)


def coverage(
    catalogue: Catalogue,
    dossier: Dossier,
    requirements: RequirementList | None = None,
    options: CoverageOptions = CoverageOptions(),  # noqa: B008 - frozen
) -> Coverage:
    """The standing of every number, from the catalogue and one snapshot of the holdings. Pure: no clock, no disk.

    `requirements`: the list with the archive's edits laid over it; None: anything valid, every year.
    """
    rule = Rule(catalogue, annual_requirements(catalogue) if requirements is None else requirements, options)
    shelves = {number: shelve(rule, dossier, number) for number in _numbers(catalogue)}
    return _covered(rule, dossier, shelves, {})


def recover(previous: Coverage, dossier: Dossier, changed: Iterable[int]) -> Coverage:
    """The coverage of `dossier`, which differs from the one covered before only in `changed` numbers and the election.

    A number has changed when anything of its evidence, files, assignments, omission or indicator values has. Rule and
    options stay. The result equals that of `coverage`.
    """
    anew = {number for number in changed if number in previous.shelves}
    rule, shelves = previous.rule, dict(previous.shelves)
    for number in anew:
        shelves[number] = shelve(rule, dossier, number, shelves[number])
    kept = previous.standings if dossier.election == previous.election else {}
    return _covered(rule, dossier, shelves, {number: one for number, one in kept.items() if number not in anew})


def standings_if_all_chosen(covered: Coverage, dossier: Dossier) -> dict[int, Standing]:
    """How every number would stand if no elective had been passed over."""
    return _standings(covered.rule, replace(dossier, election=Election()), covered.shelves, {})


def _numbers(catalogue: Catalogue) -> Iterable[int]:
    yield from (sub.number for sub in catalogue.sub_items)
    yield from (veto.number for veto in catalogue.vetoes)


def _covered(rule: Rule, dossier: Dossier, shelves: Mapping[int, Shelf], kept: Mapping[int, Standing]) -> Coverage:
    standings = _standings(rule, dossier, shelves, kept)
    lines = {sub.number: standings[sub.number].line for sub in rule.catalogue.sub_items}
    borne = borne_points(rule.catalogue, lines, {number: standings[number].lost for number in lines})
    scaled = {
        number: _scaled(one, borne.scales[number]) if number in borne.scales else one
        for number, one in standings.items()
    }
    return Coverage(scaled, total_points(rule.catalogue, lines), rule, shelves, dossier.election)


def _scaled(standing: Standing, scale: Decimal) -> Standing:
    """The standing with the points of its gaps as they count in the whole."""
    if all(gap.points == gap.share * scale for gap in standing.gaps):
        return standing

    def gap_of(gap: Gap | None) -> Gap | None:
        return gap and replace(gap, points=gap.share * scale)

    return replace(
        standing,
        gaps=tuple(replace(gap, points=gap.share * scale) for gap in standing.gaps),
        checks=tuple(replace(one, gap=gap_of(one.gap)) if one.gap else one for one in standing.checks),
        indicators=tuple(replace(one, gap=gap_of(one.gap)) if one.gap else one for one in standing.indicators),
    )


def _standings(
    rule: Rule, dossier: Dossier, shelves: Mapping[int, Shelf], kept: Mapping[int, Standing]
) -> dict[int, Standing]:
    found = dict(kept)
    catalogue = rule.catalogue
    values = {(one.indicator, one.year): one for one in dossier.indicator_values}
    for _, item, sub in catalogue.walk():
        if sub.number not in found:
            chosen = is_chosen(catalogue, dossier, item, sub)
            judging = _Judging(rule, shelves[sub.number], sub, weight(item, sub), values)
            omitted = is_omitted(catalogue, dossier, sub.number)
            found[sub.number] = judging.standing(omitted=omitted) if chosen else _not_chosen(sub, shelves[sub.number])
    for veto in catalogue.vetoes:
        if veto.number not in found:
            found[veto.number] = _Judging(rule, shelves[veto.number], veto.number, NOTHING, values).standing()
    for reserved in catalogue.reserved:
        nothing = Standing(reserved.number, State.RESERVED, NOTHING, {}, (), 0, 0, (reserved.why,))
        found[reserved.number] = nothing
    return dict(sorted(found.items()))


def _not_chosen(sub: SubItem, shelf: Shelf) -> Standing:
    return Standing(sub.number, State.NOT_CHOSEN, NOTHING, {}, (), shelf.assigned, shelf.files, ())


class _Judging:
    """One number's checks, weighed."""

    def __init__(
        self,
        rule: Rule,
        shelf: Shelf,
        line: SubItem | int,
        points: Decimal,
        values: Mapping[tuple[str, int | None], IndicatorValue],
    ) -> None:
        self._rule, self._shelf, self._points, self._values = rule, shelf, points, values
        self._sub = line if isinstance(line, SubItem) else None
        self._number = line.number if isinstance(line, SubItem) else line
        self._departments = rule.catalogue.responsible(self._sub) if self._sub else ()

    def standing(self, *, omitted: bool = False) -> Standing:
        rule, shelf = self._rule, self._shelf
        excluded = omitted and rule.options.omissions is OmissionScoring.EXCLUDED
        checks = list(requirement_checks(rule, shelf))
        # The indicators of an omission rest with it: there is nobody to measure.
        indicators = [] if omitted else list(indicator_checks(rule, self._number, checks, self._values, shelf))
        self._weigh(checks, indicators, NOTHING if excluded else self._points)
        gaps, advice = self._gaps_and_advice(checks, indicators)
        valid = _valid(checks)
        state = State.OMITTED if omitted else _state(gaps, valid)
        return Standing(
            number=self._number,
            state=state,
            points=self._points,
            valid=valid,
            gaps=gaps,
            assigned=shelf.assigned,
            files=shelf.files,
            remarks=shelf.remarks,
            checks=tuple(checks),
            indicators=tuple(indicators),
            advice=advice,
            excluded=excluded,
        )

    def _weigh(self, checks: list[Check], indicators: list[IndicatorCheck], points: Decimal) -> None:
        """Give every unmet check its gap. Points are shared equally by what bears them, and by its periods in turn."""
        bearing = {check.requirement.id for check in checks if self._counts(check)}
        bearing |= {check.indicator.id for check in indicators if check.indicator.basis is Basis.TEXT}
        periods = Counter((*(one.requirement.id for one in checks), *(one.indicator.id for one in indicators)))
        for at, check in enumerate(checks):
            if check.reason is not None:
                one, period = check.requirement, check.period
                share = points / len(bearing) / periods[one.id] if one.id in bearing else NOTHING
                gap = self._gap(one.id, one.title if one.kind else "", period.year, check.reason, share)
                checks[at] = replace(check, gap=replace(gap, quarter=period.quarter))
        for at, measured in enumerate(indicators):
            if measured.reason is not None:
                key = measured.indicator.id
                share = points / len(bearing) / periods[key] if key in bearing else NOTHING
                gap = self._gap(key, measured.indicator.title, measured.year, measured.reason, share)
                indicators[at] = replace(measured, gap=gap)

    def _counts(self, check: Check) -> bool:
        """Whether a requirement is asked by the plan itself, or is all that is asked of this number."""
        only_practice = all(one.basis is Basis.PRACTICE for one in self._shelf.requirements)
        return only_practice or check.requirement.basis is Basis.TEXT

    def _gaps_and_advice(
        self, checks: Sequence[Check], indicators: Sequence[IndicatorCheck]
    ) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
        """The gaps that hold the state back, and those that are advice only."""
        options = self._rule.options
        found = [(one.gap, options.practice_counts or self._counts(one)) for one in checks]
        found += [(one.gap, options.practice_counts or one.indicator.basis is Basis.TEXT) for one in indicators]
        found += [(gap, options.doubts_count) for gap in self._doubts()]
        gaps = tuple(gap for gap, counts in found if gap and counts)
        return gaps, tuple(gap for gap, counts in found if gap and not counts)

    def _doubts(self) -> Iterator[Gap]:
        """One gap a field in doubt; the catalogue at hand has those already settled taken out."""
        why: dict[str, list[str]] = {}
        for doubt in self._sub.doubts if self._sub else ():
            why.setdefault(doubt.field, []).append(doubt.why)
        for name, reasons in why.items():
            yield self._gap(
                f"{self._number}-doubt-{name}", "疑点核对", None, f"疑点未核实：{'；'.join(reasons)}", NOTHING
            )

    def _gap(self, key: str, title: str, year: int | None, reason: str, points: Decimal) -> Gap:
        return Gap(self._number, key, year, reason, self._departments, points, title, share=points)


def _valid(checks: Sequence[Check]) -> dict[int | None, tuple[int, ...]]:
    """Ids of evidence that counts, by year: the years in order, then what is asked for without regard to years."""
    found: dict[int | None, list[tuple[int, ...]]] = {}
    for check in sorted(checks, key=lambda one: (one.period.year is None, one.period.year)):
        found.setdefault(check.period.year, []).append(check.evidence)
    return {year: merged([ids for ids in runs if ids]) for year, runs in found.items()}


def _state(gaps: Sequence[Gap], valid: Mapping[int | None, Sequence[int]]) -> State:
    if not gaps:
        return State.COMPLETE
    return State.PARTIAL if any(valid.values()) else State.MISSING
