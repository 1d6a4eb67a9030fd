"""What the evidence of each number must contain: requirements, sets, cadences, and indicators with thresholds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from foodsafe_desktop.domain.catalogue import Catalogue

KINDS = (
    *("制度", "方案", "通知", "会议", "培训", "台账", "报告", "统计", "照片", "公示"),
    *("案卷", "证照", "协议", "声明", "纪要", "文件", "名册", "截图", "预算"),
)
"""材料种类 a requirement may ask for; see the head of the requirements file for what each includes."""


class Cadence(StrEnum):
    """How often a requirement asks for its papers."""

    ONCE = "once"
    EACH_YEAR = "each_year"
    EACH_QUARTER = "each_quarter"
    WITHIN_YEARS = "within_years"
    """Within the last `within` years before the acceptance."""


class Basis(StrEnum):
    """Whether a requirement follows from the sub-item's own wording, or from practice."""

    TEXT = "text"
    PRACTICE = "practice"

    @property
    def label(self) -> str:
        """原文 or 惯例."""
        return "原文要求" if self is Basis.TEXT else "惯例建议"


@dataclass(frozen=True, slots=True)
class Requirement:
    """佐证要求: one thing the evidence of `number` (sub-item or veto) must contain.

    `kind` is one of KINDS, or empty where any valid evidence will do. `at_least` papers (or complete sets, where
    `parts` names the papers of a set) in each period. `within`: years, only with WITHIN_YEARS. `from_year`: nothing
    is asked for before it.
    """

    id: str
    number: int
    title: str
    kind: str
    cadence: Cadence
    at_least: int = 1
    within: int | None = None
    parts: tuple[str, ...] = ()
    basis: Basis = Basis.TEXT
    from_year: int | None = None


class Operator(StrEnum):
    """How an indicator's value is compared with its threshold. Both include the threshold itself (以上, 不低于)."""

    AT_LEAST = ">="
    AT_MOST = "<="


class Period(StrEnum):
    """What an indicator is measured over."""

    YEAR = "year"
    ONCE = "once"
    WITHIN_2_YEARS = "within_2_years"


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标: a number that `number` demands. `supported_by` is the requirement whose paper proves it."""

    id: str
    number: int
    title: str
    operator: Operator
    threshold: Decimal
    unit: str
    period: Period
    supported_by: str
    basis: Basis = Basis.TEXT

    def holds(self, value: Decimal) -> bool:
        """Whether a value meets the threshold."""
        return value >= self.threshold if self.operator is Operator.AT_LEAST else value <= self.threshold


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A value a person entered. None with `not_applicable`: there was nothing to count, and a paper says so."""

    indicator: str
    year: int | None
    value: Decimal | None
    not_applicable: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class RequirementEdit:
    """The archive's own word on requirement `id`: changed or added as `requirement`, or struck out (None)."""

    id: str
    requirement: Requirement | None


@dataclass(frozen=True)
class RequirementList:
    """建议清单: every requirement and indicator, in number order."""

    requirements: tuple[Requirement, ...] = ()
    indicators: tuple[Indicator, ...] = field(default=())

    @cached_property
    def by_id(self) -> Mapping[str, Requirement]:
        """Requirements by id."""
        return {one.id: one for one in self.requirements}

    @cached_property
    def _of(self) -> Mapping[int, tuple[Requirement, ...]]:
        return _grouped(self.requirements)

    @cached_property
    def _indicators_of(self) -> Mapping[int, tuple[Indicator, ...]]:
        return _grouped(self.indicators)

    def of(self, number: int) -> tuple[Requirement, ...]:
        """The requirements of a sub-item or veto."""
        return self._of.get(number, ())

    def indicators_of(self, number: int) -> tuple[Indicator, ...]:
        """The indicators of a sub-item or veto."""
        return self._indicators_of.get(number, ())


def edited(requirements: RequirementList, edits: Sequence[RequirementEdit]) -> RequirementList:
    """The list with the archive's edits laid over it; edits of ids that a newer list no longer has stay as added."""
    latest = {edit.id: edit.requirement for edit in edits}
    kept = [latest.pop(one.id, one) for one in requirements.requirements]
    found = [one for one in (*kept, *latest.values()) if one is not None]
    return RequirementList(tuple(sorted(found, key=lambda one: one.number)), requirements.indicators)


def _grouped(ones: Sequence[Requirement] | Sequence[Indicator]) -> dict[int, tuple]:  # type: ignore[type-arg]
    grouped: dict[int, list[Requirement | Indicator]] = {}
    for one in ones:
        grouped.setdefault(one.number, []).append(one)
    return {number: tuple(group) for number, group in grouped.items()}


def annual_requirements(catalogue: Catalogue) -> RequirementList:
    """The plain rule for a catalogue without a list of its own: anything valid, every year; one statement a veto."""
    yearly = [
        Requirement(f"{sub.number}-annual", sub.number, "佐证材料", "", Cadence.EACH_YEAR)
        for sub in catalogue.sub_items
    ]
    vetoes = [
        Requirement(f"{veto.number}-statement", veto.number, "该否决情形不存在的情况说明", "", Cadence.ONCE)
        for veto in catalogue.vetoes
    ]
    return RequirementList((*yearly, *vetoes))
