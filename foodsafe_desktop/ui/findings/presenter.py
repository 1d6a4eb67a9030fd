"""Findings as rows. No Qt."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.evidence import WITHHELD, is_withheld
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from foodsafe_desktop.ui.wording import date_text

COLUMNS = ("编号", "状态", "存在的问题", "责任部门", "整改时限", "发现日期", "发现人", "整改佐证", "销号日期", "备注")
NUMBER, STATE, WHAT, DEPARTMENT, DEADLINE, FOUND_ON, FOUND_BY, EVIDENCE, CLOSED_ON, NOTE = range(len(COLUMNS))


class Progress(StrEnum):
    """How far a finding is; each has a picture and a word."""

    OVERDUE = "overdue"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The word."""
        return {Progress.OVERDUE: "已逾期", Progress.OPEN: "整改中", Progress.CLOSED: "已销号"}[self]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding; `cells` and `sort` in the order of COLUMNS."""

    finding: Finding
    key: NodeKey
    progress: Progress
    cells: tuple[str, ...]
    sort: tuple[object, ...]


def finding_rows(overview: Overview, today: dt.date) -> tuple[FindingRow, ...]:
    """All findings: those that press first, then by number."""
    vetoes = {veto.number for veto in overview.catalogue.vetoes}
    rows = [_row(overview, one, today, is_veto=one.number in vetoes) for one in overview.findings]
    return tuple(sorted(rows, key=lambda row: row.sort[STATE]))  # type: ignore[arg-type, return-value]


def _row(overview: Overview, one: Finding, today: dt.date, *, is_veto: bool) -> FindingRow:
    progress = Progress.CLOSED if one.closed_on else Progress.OVERDUE if one.is_overdue(today) else Progress.OPEN
    word = progress.label
    if progress is Progress.OVERDUE and one.deadline is not None:
        word = f"已逾期{(today - one.deadline).days}天"
    shown = (date_text(one.deadline), date_text(one.found_on), one.found_by, _evidence(overview, one.rectified_by))
    cells = (
        sub_item_mark(one.number),
        word,
        one.what,
        one.department,
        *shown,
        date_text(one.closed_on),
        one.note,
    )
    last = dt.date.max
    sort = (
        (one.number, one.id),
        (list(Progress).index(progress), one.deadline or last, one.number, one.id),
        *cells[WHAT:DEADLINE],
        one.deadline or last,
        one.found_on,
        *cells[FOUND_BY:CLOSED_ON],
        one.closed_on or last,
        one.note,
    )
    return FindingRow(one, NodeKey(Kind.VETO if is_veto else Kind.SUB_ITEM, one.number), progress, cells, sort)


def _evidence(overview: Overview, key: int | None) -> str:
    held = overview.dossier.evidence.get(key) if key is not None else None
    if held is None:
        return ""
    return WITHHELD if is_withheld(overview.dossier.files_of.get(held.id, ())) else held.title


def full_text(row: FindingRow) -> str:
    """All that is said of a finding: the table may be too narrow for it."""
    others = (DEPARTMENT, DEADLINE, FOUND_ON, FOUND_BY, EVIDENCE, CLOSED_ON, NOTE)
    said = "　".join(f"{COLUMNS[at]}：{row.cells[at]}" for at in others if row.cells[at])
    return f"{row.cells[NUMBER]}{row.finding.what}\n{said}"


def summary(rows: tuple[FindingRow, ...]) -> str:
    """How many there are of each."""
    counts = {progress: sum(1 for row in rows if row.progress is progress) for progress in Progress}
    said = "，".join(f"{progress.label} {count}" for progress, count in counts.items() if count)
    return f"问题 {len(rows)} 个" + (f"：{said}" if said else "")
