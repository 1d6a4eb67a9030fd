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
    """Within the last `within` years, counted back from the last day of the acceptance month."""


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

    @property
    def asks(self) -> str:
        """How much is asked for how often, in words: 每年至少2套."""
        often = _OFTEN.get(self.cadence) or f"近{self.within}年内"
        since = f"（{self.from_year}年起）" if self.from_year else ""
        return f"{often}至少{self.at_least}{self.measure}{since}"

    @property
    def measure(self) -> str:
        """The measure word of what is counted: 套 for sets, else 份."""
        return "套" if self.parts else "份"


_OFTEN = {Cadence.ONCE: "佐证期限内", Cadence.EACH_YEAR: "每年", Cadence.EACH_QUARTER: "每季度"}


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

    @property
    def demand(self) -> str:
        """The threshold in words: 不低于90%."""
        bound = "不低于" if self.operator is Operator.AT_LEAST else "不超过"
        return f"{bound}{self.threshold.normalize():f}{self.unit}"


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


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a requirement or indicator cannot be used: which of its fields, and the problem in words."""

    field: str
    problem: str


def flaw(one: Requirement, catalogue: Catalogue) -> Flaw | None:
    """The first thing wrong with a requirement, from a file or from the archivist's hand; None if it can be used.

    A rule that nothing, or anything at all, would satisfy is a flaw: it would pass in silence or never.
    """
    checks = (_number_flaw(one.number, catalogue), _what_flaw(one), _when_flaw(one, catalogue.years))
    return next((found for found in checks if found), None)


def indicator_flaw(one: Indicator, requirements: Mapping[str, Requirement], catalogue: Catalogue) -> Flaw | None:
    """The first thing wrong with an indicator, `requirements` being those of its list by id; None if it can be used."""
    paper = requirements.get(one.supported_by)
    checks = (
        _number_flaw(one.number, catalogue),
        Flaw("unit", "指标须写明单位") if not one.unit.strip() else None,
        Flaw("threshold", "阈值须为不小于 0 的有限数") if not one.threshold.is_finite() or one.threshold < 0 else None,
        Flaw("supported_by", f"清单中没有佐证要求“{one.supported_by}”") if paper is None else None,
        Flaw("supported_by", f"“{one.supported_by}”不是第{one.number}号的佐证要求")
        if paper and paper.number != one.number
        else None,
    )
    return next((found for found in checks if found), None)


def _number_flaw(number: int, catalogue: Catalogue) -> Flaw | None:
    if any(one.number == number for one in catalogue.reserved):
        return Flaw("number", f"{number} 是保留号，原文缺，不提佐证要求")
    return None if catalogue.takes_evidence(number) else Flaw("number", f"评价细则中没有编号 {number}")


def _what_flaw(one: Requirement) -> Flaw | None:
    if not one.id.strip() or not one.title.strip():
        return Flaw("title" if one.id.strip() else "id", "内容为空")
    if one.kind not in KINDS:
        return Flaw("kind", f"没有材料种类“{one.kind}”，只能是：{'、'.join(KINDS)}")
    if one.at_least < 1:
        return Flaw("at_least", f"份数须不小于 1，现为 {one.at_least}：没有材料也会算作齐全")
    if not all(part.strip() for part in one.parts) or len(set(one.parts)) < len(one.parts):
        return Flaw("parts", "成套材料的各件名称须逐个写明，不得重复")
    return None


def _when_flaw(one: Requirement, years: tuple[int, ...]) -> Flaw | None:
    if one.cadence is Cadence.WITHIN_YEARS and (one.within is None or one.within < 1):
        return Flaw("within", "cadence 为 within_years 时，须写明近几年（不小于 1 的整数）")
    if one.cadence is not Cadence.WITHIN_YEARS and one.within is not None:
        return Flaw("within", "只有 cadence 为 within_years 时才能写近几年")
    if one.from_year is not None and one.from_year not in years:
        return Flaw("from_year", f"起算年度 {one.from_year} 不在佐证期限（{years[0]}—{years[-1]}）内")
    return None


def omission_statement(number: int) -> Requirement:
    """The one thing that an omitted sub-item asks for."""
    return Requirement(f"{number}-omission", number, "合理缺项情况说明", "声明", Cadence.ONCE, basis=Basis.PRACTICE)


def plain_requirement(catalogue: Catalogue, number: int) -> Requirement:
    """The plain rule for a number without requirements of its own: anything valid, every year; a veto one statement."""
    if catalogue.veto(number) is not None:
        return Requirement(f"{number}-statement", number, "证明该否决情形不存在的情况说明", "", Cadence.ONCE)
    return Requirement(f"{number}-annual", number, "佐证材料", "", Cadence.EACH_YEAR)


def annual_requirements(catalogue: Catalogue) -> RequirementList:
    """The plain rule for a whole catalogue without a list of its own."""
    numbers = (*(one.number for one in catalogue.sub_items), *(one.number for one in catalogue.vetoes))
    return RequirementList(tuple(plain_requirement(catalogue, number) for number in numbers))
