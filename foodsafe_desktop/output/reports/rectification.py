"""问题整改清单: what self-checks found, who puts it right by when, and with which evidence it was closed."""

import datetime as dt
from collections.abc import Sequence

from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.wording import day_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import short_day, shown_title
from foodsafe_desktop.output.reports.sheet import Column, Grid, Report, Row, signatures

_COLUMNS = (
    Column("序号", 11, centred=True),
    Column("小项", 16, centred=True),
    Column("存在问题", 52),
    Column("发现日期", 24, centred=True),
    Column("检查人（单位）", 24),
    Column("责任部门", 28),
    Column("整改时限", 24, centred=True),
    Column("整改佐证", 22),
    Column("整改情况", 24, centred=True),
)


def rectification(facts: ReportFacts, findings: Sequence[Finding]) -> Report:
    """All findings given, in their order."""
    closed = sum(1 for one in findings if one.closed_on is not None)
    overdue = sum(1 for one in findings if one.is_overdue(facts.on))
    waiting = len(findings) - closed
    line = (
        f"截至{day_text(facts.on)}　共{len(findings)}个问题，已销号{closed}个，未销号{waiting}个（其中逾期{overdue}个）"
    )
    rows = tuple(_row(facts, ordinal, one) for ordinal, one in enumerate(findings, start=1))
    grid = Grid("问题整改", _COLUMNS, rows, "本期无问题。", least=12)
    return Report("自查自纠问题整改清单", (line,), (grid, signatures("填表", "整改验收", "日期")))


def overdue_days(finding: Finding, on: dt.date) -> int:
    """Days past the deadline on that day; 0 for what is not overdue."""
    return (on - finding.deadline).days if finding.deadline and on > finding.deadline else 0


def _row(facts: ReportFacts, ordinal: int, finding: Finding) -> Row:
    what = f"{finding.what}\n（{finding.note}）" if finding.note else finding.what
    return Row(
        (
            ordinal,
            sub_item_mark(finding.number),
            what,
            short_day(finding.found_on),
            finding.found_by or "—",
            finding.department or "—",
            short_day(finding.deadline),
            _evidence(facts, finding),
            _state(finding, facts.on),
        )
    )


def _evidence(facts: ReportFacts, finding: Finding) -> str:
    evidence = facts.dossier.evidence.get(finding.rectified_by) if finding.rectified_by is not None else None
    return shown_title(facts.dossier, evidence) if evidence else "—"


def _state(finding: Finding, on: dt.date) -> str:
    if finding.closed_on is not None:
        return f"已销号\n{short_day(finding.closed_on)}"
    if finding.is_overdue(on):
        return f"逾期{overdue_days(finding, on)}天"
    return "整改中" if finding.deadline else "整改中\n（未定时限）"
