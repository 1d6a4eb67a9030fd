"""What is asked of a number and how it stands year by year, as the page's checklist says it. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.checks import Check, IndicatorCheck
from foodsafe_desktop.domain.evidence import WITHHELD, is_withheld
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.grid import CellState, year_grid
from foodsafe_desktop.domain.requirements import Indicator, Requirement
from foodsafe_desktop.domain.validity import WHOLE
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.wording import year_text

_LINES = 2


class Mark(StrEnum):
    """How one requirement or indicator stands in one period; each has a picture, a colour and a word."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    ADVISED = "advised"
    """Not met, and holds nothing back."""
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Cell:
    """One requirement in `span` of the checklist's years, from the one at `first`. `reason` is short, `tip` in full."""

    first: int
    span: int
    mark: Mark
    word: str
    reason: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One requirement. `note`: kind, how much how often, basis; `edit` says what the archivist made of it, if anything.

    `struck`: it is asked for no more. `can_strike` is False for what the rule itself asks and no list has.
    """

    requirement: Requirement
    title: str
    note: str
    edit: str
    struck: bool
    can_edit: bool
    can_restore: bool
    cells: tuple[Cell, ...]

    @property
    def spoken(self) -> str:
        """The row for a screen reader, without its cells."""
        return "，".join(part for part in (self.title, self.note, self.edit) if part)


@dataclass(frozen=True, slots=True)
class YearHead:
    """One year of the checklist with how the whole number stands in it."""

    year: int
    state: CellState

    @property
    def words(self) -> tuple[str, str]:
        """2023年, 部分."""
        return year_text(self.year), self.state.label


@dataclass(frozen=True, slots=True)
class IndicatorCell:
    """An indicator in one period: what was entered, and how it stands."""

    year: int | None
    value: str
    not_applicable: bool
    note: str
    mark: Mark
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator with its demand in words and a cell for each period."""

    indicator: Indicator
    title: str
    note: str
    cells: tuple[IndicatorCell, ...]


@dataclass(frozen=True, slots=True)
class Unserved:
    """A piece that serves no requirement of the number it lies under.

    What is said of it is put into words when it is looked at: of a thousand such pieces a page names the first few.
    """

    evidence: int
    title: str
    remarks: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The title as a sentence has it."""
        return self.title if self.title == WITHHELD else f"《{self.title}》"

    @property
    def why(self) -> str:
        """What the remarks say of it, without naming it again."""
        named = f"{self.shown}："
        return "；".join(remark.removeprefix(named) for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Checklist:
    """All of it for one number."""

    years: tuple[YearHead, ...] = ()
    rows: tuple[RequirementRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences on the other evidence that does not count."""


NOTHING = Checklist()


def checklist(overview: Overview, number: int) -> Checklist:
    """What is asked of a sub-item or veto, and how it stands."""
    standing = overview.coverage.standings[number]
    window = tuple(overview.coverage.rule.window.years)
    grid = year_grid(overview.coverage, overview.dossier, [number])
    heads = tuple(YearHead(year, grid.cell(number, year).state) for year in window)
    unserved, remarks = _unserved(overview, standing)
    return Checklist(
        heads,
        (*_in_use(overview, standing, window), *_struck(overview, number, window)),
        tuple(_indicators(overview, standing)),
        unserved,
        remarks,
    )


def _in_use(overview: Overview, standing: Standing, window: Sequence[int]) -> Iterable[RequirementRow]:
    if standing.state is State.NOT_CHOSEN:
        for one in overview.requirements.of(standing.number):
            yield _row(overview, one, (_not_asked(0, len(window), "自选项未选本项"),))
        return
    advice = {(gap.requirement, gap.year, gap.quarter) for gap in standing.advice}
    grouped: dict[str, list[Check]] = {}
    for check in standing.checks:
        grouped.setdefault(check.requirement.id, []).append(check)
    for checks in grouped.values():
        yield _row(overview, checks[0].requirement, tuple(_cells(overview, checks, window, advice)))


def _struck(overview: Overview, number: int, window: Sequence[int]) -> Iterable[RequirementRow]:
    listed = overview.listed.by_id
    for edit in overview.dossier.requirement_edits:
        one = listed.get(edit.id)
        if edit.requirement is None and one is not None and one.number == number:
            yield _row(overview, one, (_not_asked(0, len(window), "已停用，不作要求"),), struck=True)


def _row(overview: Overview, one: Requirement, cells: tuple[Cell, ...], *, struck: bool = False) -> RequirementRow:
    listed, original = overview.requirements.by_id, overview.listed.by_id.get(one.id)
    edit = "已停用" if struck else ""
    if not struck and one.id in listed and original != one:
        edit = "已修改" if original else "自增"
    parts = f"成套：{'、'.join(one.parts)}" if one.parts else ""
    note = "　".join(part for part in (one.kind, one.asks, one.basis.label, parts) if part)
    in_list = one.id in listed and not struck
    return RequirementRow(one, one.title, note, edit, struck, in_list, original is not None and bool(edit), cells)


def _cells(
    overview: Overview, checks: Sequence[Check], window: Sequence[int], advice: set[tuple[str, int | None, int | None]]
) -> Iterable[Cell]:
    if checks[0].period == WHOLE:
        yield _cell(overview, checks, 0, len(window), advice)
        return
    for at, year in enumerate(window):
        of_year = [check for check in checks if check.period.year == year]
        yield _cell(overview, of_year, at, 1, advice) if of_year else _not_asked(at, 1, "本年度不作要求")


def _not_asked(first: int, span: int, why: str) -> Cell:
    return Cell(first, span, Mark.NOT_ASKED, CellState.OUTSIDE.label, "", why)


def _cell(
    overview: Overview,
    checks: Sequence[Check],
    first: int,
    span: int,
    advice: set[tuple[str, int | None, int | None]],
) -> Cell:
    evidence = tuple(dict.fromkeys(key for check in checks for key in check.evidence))
    held = "\n".join(f"·　{_title(overview, key)}" for key in evidence)
    unmet = [check for check in checks if check.reason is not None]
    if not unmet:
        return Cell(first, span, Mark.MET, State.COMPLETE.label, f"{len(evidence)}件", f"计入的材料：\n{held}")
    reasons = [f"{_quarter(check)}{check.reason}" for check in unmet]
    tip = "\n".join([*reasons, *([f"已有：\n{held}"] if held else [])])
    if all((one.requirement.id, one.period.year, one.period.quarter) in advice for one in unmet):
        return Cell(first, span, Mark.ADVISED, "建议补充", brief("；".join(reasons)), tip)
    mark, state = (Mark.PARTIAL, State.PARTIAL) if evidence else (Mark.MISSING, State.MISSING)
    return Cell(first, span, mark, state.label, brief("；".join(reasons)), tip)


def _quarter(check: Check) -> str:
    return f"第{check.period.quarter}季度" if check.period.quarter else ""


def brief(reason: str) -> str:
    """A reason for a narrow cell: file names without folders, at most two lines; the tip has it in full."""
    lines = []
    for part in reason.split("；"):
        what, colon, path = part.partition("：")
        lines.append(f"{what}{colon}{path.rpartition('/')[2]}")
    return "\n".join(lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"等{len(lines)}处"])


def _title(overview: Overview, evidence: int) -> str:
    files = overview.dossier.files_of.get(evidence, ())
    return WITHHELD if is_withheld(files) else overview.dossier.evidence[evidence].title


def _indicators(overview: Overview, standing: Standing) -> Iterable[IndicatorRow]:
    notes = {(one.indicator, one.year): one.note for one in overview.dossier.indicator_values}
    advice = {(gap.requirement, gap.year) for gap in standing.advice}
    grouped: dict[str, list[IndicatorCheck]] = {}
    for check in standing.indicators:
        grouped.setdefault(check.indicator.id, []).append(check)
    for checks in grouped.values():
        one = checks[0].indicator
        cells = tuple(_indicator_cell(check, notes, advice) for check in checks)
        yield IndicatorRow(one, one.title, f"应{one.demand}　{one.basis.label}", cells)


def _indicator_cell(
    check: IndicatorCheck,
    notes: Mapping[tuple[str, int | None], str],
    advice: set[tuple[str, int | None]],
) -> IndicatorCell:
    one, key = check.indicator, (check.indicator.id, check.year)
    if check.reason is None:
        mark, word = Mark.MET, "不适用" if check.not_applicable else "达标"
    elif check.value is None and not check.not_applicable:
        mark, word = Mark.MISSING, "未填"
    elif check.value is not None and not one.holds(check.value):
        mark, word = Mark.MISSING, "未达标"
    else:
        mark, word = Mark.PARTIAL, "缺佐证"
    if check.reason is not None and key in advice:
        mark = Mark.ADVISED
    value = "" if check.value is None else f"{check.value.normalize():f}"
    return IndicatorCell(check.year, value, check.not_applicable, notes.get(key, ""), mark, word, check.reason or "")


def _unserved(overview: Overview, standing: Standing) -> tuple[tuple[Unserved, ...], tuple[str, ...]]:
    """Pieces that no requirement takes, apart from the remarks on those that one would take if they were valid."""
    found: list[Unserved] = []
    said: set[str] = set()
    shelf = overview.coverage.shelves.get(standing.number)
    for key, piece in shelf.pieces.items() if shelf else ():
        if piece.remarks and not piece.places and not piece.problems:
            found.append(Unserved(key, _title(overview, key), piece.remarks))
            said.update(piece.remarks)
    return tuple(found), tuple(remark for remark in standing.remarks if remark not in said)
