"""What lies ready for each number: its evidence read once, sorted by requirement, part and period.

Reading a hundred thousand papers takes longer than judging what they amount to. A shelf is made once for a number and
made anew only when that number's evidence changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, EvidenceFile, is_withheld
from foodsafe_desktop.domain.matching import Match, Reading, serves
from foodsafe_desktop.domain.points import OmissionScoring
from foodsafe_desktop.domain.requirements import (
    Cadence,
    Indicator,
    Requirement,
    RequirementList,
    omission_statement,
    plain_requirement,
)
from foodsafe_desktop.domain.validity import (
    SLACK_MONTHS,
    WHOLE,
    Period,
    Window,
    invalid_because,
    outside_because,
    period_of,
    year_of,
)

SET = ""
"""Stands in a slot for a single paper, or for a whole set bound together."""


@dataclass(frozen=True, slots=True)
class CoverageOptions:
    """What the plan leaves open and the archive settles.

    `practice_counts`: customary papers (basis practice) hold the state at 部分. Off, they are advice (建议): a number
    may be 齐全 without them, and says how many it lacks. They bear no points either way, for the plan does not ask for
    them; only where nothing else is asked of a number do they count in full.
    `doubts_count`: an unsettled doubt of the catalogue holds the state at 部分; off, it is advice.
    `paper_required`: a paper counts only once its original's place is registered.
    `date_slack_months`: by how many months a document's own date may miss the year it speaks for.
    """

    practice_counts: bool = False
    doubts_count: bool = False
    paper_required: bool = False
    omissions: OmissionScoring = OmissionScoring.FULL
    date_slack_months: int = SLACK_MONTHS


@dataclass(slots=True)
class Slot:
    """What there is for one requirement in one period: valid evidence ids by part, and what does not count and why."""

    ids: dict[str, list[int]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One number's evidence, sorted. `remarks` are sentences on evidence that does not count."""

    requirements: tuple[Requirement, ...]
    slots: Mapping[tuple[str, Period], Slot]
    remarks: tuple[str, ...]
    assigned: int
    files: int


@dataclass(frozen=True)
class Rule:
    """Catalogue, requirements and options: all that decides except the holdings."""

    catalogue: Catalogue
    requirements: RequirementList
    options: CoverageOptions = CoverageOptions()

    @cached_property
    def window(self) -> Window:
        """佐证期限."""
        return Window.of(self.catalogue)

    @cached_property
    def _periods(self) -> dict[Requirement, tuple[Period, ...]]:
        return {}

    def periods(self, one: Requirement) -> tuple[Period, ...]:
        """The periods a requirement asks for."""
        found = self._periods.get(one)
        if found is None:
            found = self._periods[one] = self.window.periods(one)
        return found

    def asked(self, number: int, *, omitted: bool) -> tuple[Requirement, ...]:
        """What is asked of a number, never nothing: without requirements of its own the plain rule holds."""
        statement = omission_statement(number)
        listed = self.requirements.of(number)
        if omitted:
            return (next((one for one in listed if one.id == statement.id), statement),)
        others = tuple(one for one in listed if one.id != statement.id)
        return others or (plain_requirement(self.catalogue, number),)

    def indicators(self, number: int) -> tuple[Indicator, ...]:
        """The indicators of a number."""
        return self.requirements.indicators_of(number)


def is_omitted(catalogue: Catalogue, dossier: Dossier, number: int) -> bool:
    """Whether the number is a 合理缺项, as printed or as the archive decided."""
    sub = catalogue.sub_item(number)
    return sub is not None and (sub.reasonable_omission or number in dossier.omissions)


def shelve(rule: Rule, dossier: Dossier, number: int) -> Shelf:
    """Read all evidence of one number and sort it."""
    omitted = is_omitted(rule.catalogue, dossier, number)
    held = dossier.assigned_to.get(number, ())
    shelving = _Shelving(rule, rule.asked(number, omitted=omitted), {}, [])
    files = 0
    for evidence in held:
        own = dossier.files_of.get(evidence.id, ())
        files += len(own)
        named = dossier.named_requirements.get((evidence.id, number), ())
        if omitted and not named:
            reading = _statement(shelving.requirements[0], evidence)
        else:
            reading = serves(evidence, own, shelving.requirements, named)
        if reading.matches or not omitted:
            shelving.take(evidence, own, reading)
    return Shelf(shelving.requirements, shelving.slots, tuple(shelving.remarks), len(held), files)


def _statement(one: Requirement, evidence: Evidence) -> Reading:
    """An omission asks for its statement only; whatever else lies there is nobody's concern."""
    return Reading((Match(one.id, (), "题名为缺项说明"),) if "缺项" in evidence.title else ())


@dataclass(slots=True)
class _Shelving:
    rule: Rule
    requirements: tuple[Requirement, ...]
    slots: dict[tuple[str, Period], Slot]
    remarks: list[str]
    by_id: dict[str, Requirement] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {one.id: one for one in self.requirements}

    def take(self, evidence: Evidence, files: tuple[EvidenceFile, ...], reading: Reading) -> None:
        """Put one piece where it belongs, or say why it does not count."""
        problem = invalid_because(evidence, files) or self._paper_problem(evidence, files)
        said = {problem} if problem else set()
        for match in reading.matches:
            requirement = self.by_id[match.requirement]
            found = problem or self._dating_problem(requirement, evidence)
            place = found or period_of(self.rule.window, requirement, evidence)
            if isinstance(place, Period):
                slot = self._slot(requirement, place)
                for part in match.parts or (SET,):
                    slot.ids.setdefault(part, []).append(evidence.id)
            else:
                said.add(place)
                self._blame(requirement, evidence, place)
        if not reading.matches and not problem:
            said.add(reading.why)
        shown = WITHHELD if is_withheld(files) else f"《{evidence.title}》"
        self.remarks.extend(f"{shown}：{text}" for text in sorted(said))

    def _paper_problem(self, evidence: Evidence, files: tuple[EvidenceFile, ...]) -> str | None:
        if self.rule.options.paper_required and files and not evidence.paper_place:
            return "仅有电子文件，纸质原件存放位置未登记"
        return None

    def _dating_problem(self, requirement: Requirement, evidence: Evidence) -> str | None:
        """A statement that is asked for once may bear no date at all; every other paper must show where it falls."""
        undated = year_of(evidence) is None
        if undated and requirement.cadence is Cadence.ONCE and requirement.kind in ("", "声明"):
            return None
        return outside_because(self.rule.window, evidence, self.rule.options.date_slack_months)

    def _slot(self, requirement: Requirement, period: Period) -> Slot:
        return self.slots.setdefault((requirement.id, period), Slot())

    def _blame(self, requirement: Requirement, evidence: Evidence, problem: str) -> None:
        """Note a problem with every period that the piece might have served."""
        year, dated = year_of(evidence), evidence.dated
        for period in self.rule.periods(requirement):
            quarter = None if dated is None else (dated.month + 2) // 3
            in_year = period == WHOLE or year is None or period.year == year
            if in_year and (period.quarter is None or quarter in (None, period.quarter)):
                self._slot(requirement, period).problems.append(problem)
