"""What lies ready for each number: its evidence read once, sorted by requirement, part and period.

Reading a hundred thousand papers takes longer than judging what they amount to. A shelf is made once for a number and
made anew only when that number's evidence changes.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, EvidenceFile, is_withheld
from foodsafe_desktop.domain.matching import Match, serves
from foodsafe_desktop.domain.paper_words import is_omission_statement
from foodsafe_desktop.domain.points import OmissionScoring
from foodsafe_desktop.domain.questions import Answer, QuestionKind
from foodsafe_desktop.domain.requirements import (
    Cadence,
    Indicator,
    Requirement,
    RequirementList,
    omission_statement,
    plain_requirement,
)
from foodsafe_desktop.domain.sets import Occasion, occasion_of
from foodsafe_desktop.domain.validity import (
    SLACK_MONTHS,
    WHOLE,
    Period,
    Window,
    doubtful_period,
    invalid_because,
    outside_because,
    period_of,
    quarter_of,
    year_of,
)

SET = ""
"""Stands in a slot for a single paper, or for a whole set bound together."""
_SINGLE = (SET,)


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


Place = tuple[str, Period]
"""A requirement id and one of its periods."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """One piece as it was read: where it counts and as which parts, where it would and why not, and the remarks."""

    evidence: Evidence
    files: tuple[EvidenceFile, ...]
    named: tuple[str, ...]
    places: tuple[tuple[Place, tuple[str, ...]], ...]
    problems: tuple[tuple[Place, str], ...]
    remarks: tuple[str, ...]
    occasion: Occasion = None
    bytes: Hashable = None

    def identity(self, requirement: str, apart: Set[int]) -> Hashable:
        """What tells a paper from its copies: its bytes, unless a person has vouched for it as a piece of its own."""
        key = self.evidence.id
        vouched = key in apart or any(word.partition("#")[0] == requirement for word in self.named)
        return key if vouched or self.bytes is None else self.bytes


@dataclass(frozen=True, slots=True)
class Shelf:
    """One number's evidence, read and sorted. `remarks` are sentences on evidence that does not count.

    `apart`: pieces of which a person has said that they are no copies.
    """

    requirements: tuple[Requirement, ...]
    pieces: Mapping[int, Shelved]
    slots: Mapping[Place, Slot]
    remarks: tuple[str, ...]
    files: int
    apart: frozenset[int] = frozenset()

    @property
    def assigned(self) -> int:
        """How many pieces lie here."""
        return len(self.pieces)


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


def _bytes_of(files: Sequence[EvidenceFile]) -> Hashable:
    """The bytes of all files of a piece; None where any of them are not known."""
    found = {(one.fixity.size, one.fixity.algorithm, one.fixity.digest) for one in files if one.fixity}
    if not found or not all(one.fixity for one in files):
        return None
    return frozenset(found) if len(found) > 1 else found.pop()  # of most there is one, and a set takes much memory


def is_omitted(catalogue: Catalogue, dossier: Dossier, number: int) -> bool:
    """Whether the number is a 合理缺项, as printed or as the archive decided."""
    sub = catalogue.sub_item(number)
    return sub is not None and (sub.reasonable_omission or number in dossier.omissions)


def omission_basis(catalogue: Catalogue, dossier: Dossier, number: int) -> str:
    """The document that a 合理缺项 rests on: the one entered, else the plan that prints it; empty: none is known."""
    decided, sub = dossier.omissions.get(number), catalogue.sub_item(number)
    if decided and decided.approving_document:
        return decided.approving_document
    printed = sub is not None and sub.reasonable_omission
    return f"{catalogue.document_number}附件" if printed and catalogue.document_number else ""


def shelve(rule: Rule, dossier: Dossier, number: int, before: Shelf | None = None) -> Shelf:
    """Read all evidence of one number and sort it. What `before` has read and has not changed is not read again."""
    omitted = is_omitted(rule.catalogue, dossier, number)
    requirements = rule.asked(number, omitted=omitted)
    known = before.pieces if before and before.requirements == requirements else {}
    read = _Reading(rule, requirements, omitted=omitted)
    pieces = {}
    for evidence in dossier.assigned_to.get(number, ()):
        files = dossier.files_of.get(evidence.id, ())
        named = dossier.named_requirements.get((evidence.id, number), ())
        one = known.get(evidence.id)
        if one is None or one.evidence is not evidence or one.files is not files or one.named != named:
            one = read.shelved(evidence, files, named)
        pieces[evidence.id] = one
    apart = frozenset(
        one.evidence_id
        for one in dossier.questions
        if one.kind is QuestionKind.DUPLICATE and one.answer is Answer.APART and one.evidence_id in pieces
    )
    return _sorted(requirements, pieces, apart)


def _sorted(requirements: tuple[Requirement, ...], pieces: Mapping[int, Shelved], apart: frozenset[int]) -> Shelf:
    slots: dict[Place, Slot] = {}
    remarks: list[str] = []
    files = 0
    for key, one in pieces.items():
        files += len(one.files)
        for place, parts in one.places:
            ids = (slots.get(place) or slots.setdefault(place, Slot())).ids
            for part in parts:
                ids.setdefault(part, []).append(key)
        for place, problem in one.problems:
            slots.setdefault(place, Slot()).problems.append(problem)
        remarks += one.remarks
    return Shelf(requirements, pieces, slots, tuple(remarks), files, apart)


class _Reading:
    """Reads the pieces of one number."""

    def __init__(self, rule: Rule, requirements: tuple[Requirement, ...], *, omitted: bool) -> None:
        self._rule, self._requirements, self._omitted = rule, requirements, omitted
        self._by_id = {one.id: one for one in requirements}
        self._number = requirements[0].number
        self._wording = rule.catalogue.text_of(self._number)

    def shelved(self, evidence: Evidence, files: tuple[EvidenceFile, ...], named: tuple[str, ...]) -> Shelved:
        """Find where one piece counts, or say why it does not."""
        problem = invalid_because(evidence, files) or self._paper_problem(evidence, files)
        places, problems, said = [], [], [problem] if problem else []
        matches, why = self._matches(evidence, files, named)
        for match in matches:
            one = self._by_id[match.requirement]
            place = problem or self._dating_problem(one, evidence) or period_of(self._rule.window, one, evidence)
            if isinstance(place, Period):
                if place in self._rule.periods(one):
                    places.append(((one.id, place), match.parts or _SINGLE))
                else:
                    said.append(f"{place.label}不要求此类材料")
            else:
                said.append(place)
                problems += [((one.id, period), place) for period in self._concerned(one, evidence)]
        if why and not problem:
            said.append(why)
        remarks: tuple[str, ...] = ()
        if said and (matches or why):
            shown = WITHHELD if is_withheld(files) else f"《{evidence.title}》"
            remarks = tuple(f"{shown}：{text}" for text in sorted(set(said)))
        occasion = occasion_of(self._number, files, evidence.dated)
        return Shelved(
            evidence, files, named, tuple(places), tuple(problems), remarks, occasion, bytes=_bytes_of(files)
        )

    def _matches(
        self, evidence: Evidence, files: tuple[EvidenceFile, ...], named: tuple[str, ...]
    ) -> tuple[tuple[Match, ...], str]:
        """What a piece serves, else why it serves nothing; neither where that is nobody's concern."""
        if self._omitted and not named:
            # An omission asks for its statement only, whatever else lies there.
            if is_omission_statement(evidence.title):
                return (Match(self._requirements[0].id, (), "题名为缺项说明"),), ""
            return (), "未对应到佐证要求：题名不是合理缺项情况说明" if "缺项" in evidence.title else ""
        reading = serves(evidence, files, self._requirements, named, self._wording)
        return reading.matches, reading.why

    def _paper_problem(self, evidence: Evidence, files: tuple[EvidenceFile, ...]) -> str | None:
        if self._rule.options.paper_required and files and not evidence.paper_place:
            return "仅有电子文件，纸质原件存放位置未登记"
        return None

    def _dating_problem(self, one: Requirement, evidence: Evidence) -> str | None:
        """A statement that is asked for once may bear no date at all; every other paper must show where it falls."""
        if one.cadence is Cadence.ONCE and one.kind in ("", "声明") and year_of(evidence) is None:
            years = self._rule.window.years
            return doubtful_period(evidence.title, years) if evidence.dated is None else None
        return outside_because(self._rule.window, evidence, self._rule.options.date_slack_months)

    def _concerned(self, one: Requirement, evidence: Evidence) -> Iterator[Period]:
        """The periods of a requirement that a piece might have served."""
        year, dated = year_of(evidence), evidence.dated
        quarter = None if dated is None else quarter_of(dated)
        for period in self._rule.periods(one):
            in_year = period == WHOLE or year is None or period.year == year
            if in_year and (period.quarter is None or quarter in (None, period.quarter)):
                yield period
