"""What is missing, and why: one pure rule for tree, window, command line and binder alike.

A sub-item asks for valid evidence in each year from the catalogue's evidence start to the acceptance. A veto asks
for one statement that its condition does not hold, an omission for its statement (合理缺项情况说明). Evidence is valid
for a year only if all hold: it is assigned, its own year is that year, every file of it is present, unchanged and
openable (or its paper is located), and it is not suspended. Nothing is complete by default.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Catalogue, Item, SubItem
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Condition, Evidence, EvidenceFile, Presence, is_withheld

_FINEST = Decimal("0.000001")


class State(StrEnum):
    """小项的状态, one of six."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    MISSING = "missing"
    OMITTED = "omitted"
    NOT_CHOSEN = "not_chosen"
    RESERVED = "reserved"

    @property
    def label(self) -> str:
        """The state's Chinese word."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.COMPLETE: "齐全",
    State.PARTIAL: "部分",
    State.MISSING: "缺失",
    State.OMITTED: "合理缺项",
    State.NOT_CHOSEN: "未选自选项",
    State.RESERVED: "待核",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """缺口: a requirement without valid evidence. `year` is None where no single year is asked for."""

    number: int
    requirement: str
    year: int | None
    reason: str
    departments: tuple[str, ...]
    points: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """How one numbered line of the catalogue stands.

    `valid` holds the ids of evidence that counts, by year (None: asked for once); `assigned` counts all live
    evidence, `files` all its files; `remarks` are sentences on evidence that does not count.
    """

    number: int
    state: State
    points: Decimal
    valid: Mapping[int | None, tuple[int, ...]]
    gaps: tuple[Gap, ...]
    assigned: int
    files: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Points attainable in all, secured by complete lines, and at risk."""

    attainable: Decimal
    secured: Decimal

    @property
    def at_risk(self) -> Decimal:
        """What is attainable and not secured."""
        return self.attainable - self.secured


@dataclass(frozen=True)
class Coverage:
    """The standing of every number of the catalogue, sub-items, vetoes and reserved numbers, in number order."""

    standings: Mapping[int, Standing]
    points: Points

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All gaps in number and year order."""
        return tuple(gap for standing in self.standings.values() for gap in standing.gaps)

    def count(self, *states: State) -> int:
        """How many numbers are in one of these states."""
        return sum(1 for standing in self.standings.values() if standing.state in states)


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
    name = WITHHELD if is_withheld((file,)) else file.path
    if file.presence is Presence.MISSING:
        return f"文件不在原处：{name}"
    if file.verdict.condition is not Condition.OK:
        return f"{file.verdict.condition.finding}：{name}"
    if file.changed:
        return f"文件内容已变动，待确认：{name}"
    return None


def coverage(catalogue: Catalogue, dossier: Dossier) -> Coverage:
    """The standing of every number, from the catalogue and one snapshot of the holdings. Pure: no clock, no disk."""
    standings = {sub.number: _sub_item(catalogue, dossier, item, sub) for _, item, sub in catalogue.walk()}
    for veto in catalogue.vetoes:
        standings[veto.number] = _once(catalogue, dossier, veto.number, "veto", "尚无证明该否决情形不存在的情况说明")
    for reserved in catalogue.reserved:
        nothing = Standing(reserved.number, State.RESERVED, Decimal(0), {}, (), 0, 0, (reserved.why,))
        standings[reserved.number] = nothing
    return Coverage(dict(sorted(standings.items())), _points(catalogue, standings))


def is_chosen(catalogue: Catalogue, dossier: Dossier, item: Item, sub: SubItem) -> bool:
    """Whether an elective sub-item is asked for. Until a choice is made everything is: nothing is silently left out."""
    elective = {n for d in catalogue.dimensions if d.elective for n in d.elective.items}
    if item.number in elective and dossier.election.items and item.number not in dossier.election.items:
        return False
    chosen_here = dossier.election.sub_items & {one.number for one in item.sub_items}
    return not (item.choose and chosen_here and sub.number not in chosen_here)


def weight(item: Item, sub: SubItem) -> Decimal:
    """The sub-item's points as printed, else an equal share of what its 大项 leaves to the unprinted ones.

    Where only `choose` sub-items count and none has its points printed, the share is that of one chosen.
    """
    if sub.points is not None:
        return sub.points
    printed = [one.points for one in item.sub_items if one.points is not None]
    rest = max(item.points - sum(printed, Decimal(0)), Decimal(0))
    sharing = len(item.sub_items) - len(printed)
    return rest / (min(sharing, item.choose) if item.choose and not printed else sharing)


def _sub_item(catalogue: Catalogue, dossier: Dossier, item: Item, sub: SubItem) -> Standing:
    if not is_chosen(catalogue, dossier, item, sub):
        held = dossier.assigned_to.get(sub.number, ())
        return Standing(sub.number, State.NOT_CHOSEN, Decimal(0), {}, (), len(held), _file_count(dossier, held), ())
    points = weight(item, sub)
    if sub.reasonable_omission or sub.number in dossier.omissions:
        return _once(catalogue, dossier, sub.number, "omission", "合理缺项尚无情况说明", points, State.OMITTED)
    return _each_year(catalogue, dossier, sub, points)


def _each_year(catalogue: Catalogue, dossier: Dossier, sub: SubItem, points: Decimal) -> Standing:
    held = dossier.assigned_to.get(sub.number, ())
    valid: dict[int | None, list[int]] = {year: [] for year in catalogue.years}
    problems: list[tuple[Evidence, str]] = []
    for evidence in held:
        problem = invalid_because(evidence, dossier.files_of.get(evidence.id, ())) or _outside(catalogue, evidence)
        if problem:
            problems.append((evidence, problem))
        else:
            valid[evidence.year].append(evidence.id)
    share = points / len(valid)
    gaps = tuple(
        Gap(sub.number, f"{sub.number}-annual", year, _year_reason(year, problems), catalogue.responsible(sub), share)
        for year in catalogue.years
        if not valid[year]
    )
    state = State.MISSING if len(gaps) == len(valid) else State.PARTIAL if gaps else State.COMPLETE
    return _standing(dossier, sub.number, state, points, valid, gaps, held, problems)


def _outside(catalogue: Catalogue, evidence: Evidence) -> str | None:
    if evidence.year is None:
        return "未注明年度"
    if evidence.year not in catalogue.years:
        return f"年度 {evidence.year} 不在佐证期限（{catalogue.years[0]}—{catalogue.years[-1]}）内"
    if evidence.dated is not None and evidence.dated < catalogue.evidence_from and evidence.year == evidence.dated.year:
        return f"成文日期早于 {catalogue.evidence_from.isoformat()}"
    return None


def _year_reason(year: int | None, problems: Sequence[tuple[Evidence, str]]) -> str:
    """Why a year has nothing: no evidence at all, or evidence that does not count and what is wrong with it."""
    concerned = [text for evidence, text in problems if evidence.year in (year, None)]
    return "；".join(dict.fromkeys(concerned)) if concerned else "无佐证材料"


def _once(
    catalogue: Catalogue,
    dossier: Dossier,
    number: int,
    kind: str,
    reason: str,
    points: Decimal = Decimal(0),
    state: State | None = None,
) -> Standing:
    """A line that asks for one statement, of no particular year: a veto, or an omission (whose state is given)."""
    held = dossier.assigned_to.get(number, ())
    statements = [e for e in held if kind == "veto" or "缺项" in e.title]
    problems = [(e, why) for e in statements if (why := invalid_because(e, dossier.files_of.get(e.id, ())))]
    failed = {evidence.id for evidence, _ in problems}
    valid = [e.id for e in statements if e.id not in failed]
    sub = catalogue.sub_item(number)
    gaps: tuple[Gap, ...] = ()
    if not valid:
        text = "；".join(dict.fromkeys(why for _, why in problems)) or reason
        gaps = (Gap(number, f"{number}-{kind}", None, text, catalogue.responsible(sub) if sub else (), points),)
    found = state or (State.COMPLETE if valid else State.MISSING)
    return _standing(dossier, number, found, points, {None: valid}, gaps, held, problems)


def _standing(
    dossier: Dossier,
    number: int,
    state: State,
    points: Decimal,
    valid: Mapping[int | None, Sequence[int]],
    gaps: tuple[Gap, ...],
    held: Sequence[Evidence],
    problems: Iterable[tuple[Evidence, str]],
) -> Standing:
    return Standing(
        number=number,
        state=state,
        points=points,
        valid={year: tuple(ids) for year, ids in valid.items()},
        gaps=gaps,
        assigned=len(held),
        files=_file_count(dossier, held),
        remarks=tuple(f"{_shown(dossier, evidence)}：{text}" for evidence, text in problems),
    )


def _shown(dossier: Dossier, evidence: Evidence) -> str:
    return WITHHELD if is_withheld(dossier.files_of.get(evidence.id, ())) else f"《{evidence.title}》"


def _file_count(dossier: Dossier, held: Iterable[Evidence]) -> int:
    return sum(len(dossier.files_of.get(evidence.id, ())) for evidence in held)


def _points(catalogue: Catalogue, standings: Mapping[int, Standing]) -> Points:
    """Points of the whole tree: an elective group counts its best items only, an item with `choose` its best lines."""
    attainable = secured = Decimal(0)
    for dimension in catalogue.dimensions:
        scores = {item.number: _item_points(item, standings) for item in dimension.items}
        elective = dimension.elective
        for number, (of, got) in scores.items():
            if elective is None or number not in elective.items:
                attainable, secured = attainable + of, secured + got
        if elective:
            best = sorted((scores[number] for number in elective.items), key=lambda pair: pair[1], reverse=True)
            attainable += elective.points
            secured += min(elective.points, sum((got for _, got in best[: elective.choose]), Decimal(0)))
    return Points(attainable, secured)


def _item_points(item: Item, standings: Mapping[int, Standing]) -> tuple[Decimal, Decimal]:
    got = (_secured(standings[sub.number]) for sub in item.sub_items)
    counted = sorted(got, reverse=True)[: item.choose or len(item.sub_items)]
    # Thirds have no exact decimal: without rounding, a complete item of three lines would be worth 0.999…9.
    return item.points, min(item.points, sum(counted, Decimal(0)).quantize(_FINEST))


def _secured(standing: Standing) -> Decimal:
    """A line's points once nothing is missing; a missing year takes its share."""
    if standing.state is State.NOT_CHOSEN:
        return Decimal(0)
    return standing.points - sum((gap.points for gap in standing.gaps), Decimal(0))
