"""每周一调度 and reports: keep how each week stood, remind every department of what it owes, print any report."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.errors import NoSuchWeek, NothingOfThatName, OutputInEvidence, OutputOnArchive
from foodsafe_desktop.domain.findings import WeekSnapshot, dispatch_day, issue_number, week_before, week_of
from foodsafe_desktop.domain.gaps import Coverage, Gap
from foodsafe_desktop.domain.reports import ReportFacts, ReportKind, WeekFacts
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview, overview

_FORMS_PER_ISSUE = 100


@dataclass(frozen=True, slots=True)
class RemindReport:
    """What was written: the bulletin, and a reminder for each department that owes something."""

    week: WeekSnapshot
    bulletin: Path
    reminders: tuple[Path, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, the bulletin first."""
        return (self.bulletin, *self.reminders)


def snapshot_of(covered: Coverage, on: dt.date) -> WeekSnapshot:
    """How a coverage stands on a day, as it is kept for comparison."""
    departments = Counter(name for gap in covered.gaps for name in gap.departments)
    return WeekSnapshot(
        on=on,
        gaps=frozenset((gap.requirement, gap.year or 0) for gap in covered.gaps),
        secured=str(covered.points.secured),
        attainable=str(covered.points.attainable),
        departments=tuple(sorted(departments.items())),
    )


def remind(archive: Archive, out: Path, job: Job) -> RemindReport:
    """Take this week's snapshot; write its bulletin and a 催报单 for every department with gaps into `out`.

    Papers are due on the Monday after: the next weekly dispatch. Raises CannotWrite, OutputInEvidence,
    OutputOnArchive, Cancelled.
    """
    refuse_own_places(archive, out)
    now = overview(archive)
    week = _take(archive, now)
    issue = _issue(archive, week)
    facts, due = facts_of(now, week.on), _due(week)
    departments = _owing(now)
    reminders = []
    for ordinal, department in enumerate(departments, start=1):
        job.step(ordinal, len(departments) + 1, department)
        number = issue * _FORMS_PER_ISSUE + ordinal
        reminders.append(archive.reports.reminder(facts, department, number, due, out))
    job.step(len(departments) + 1, len(departments) + 1, "每周调度通报")
    printed = _bulletin(archive, now, week, issue, out)
    with archive.store.begin() as unit:
        detail: dict[str, object] = {"issue": issue, "departments": list(departments)}
        unit.record(archive.clock(), archive.who, "reminded", f"week {week.on.isoformat()}", detail)
    return RemindReport(week, printed, tuple(reminders))


def remind_one(archive: Archive, department: str, out: Path) -> Path:
    """Take this week's snapshot, and write the 催报单 of one department as `remind` would: same number, same day.

    Raises NothingOfThatName where it owes nothing, CannotWrite, OutputInEvidence, OutputOnArchive.
    """
    refuse_own_places(archive, out)
    now = overview(archive)
    departments = _owing(now)
    if department not in departments:
        raise NothingOfThatName("有缺口的部门", department, list(departments))
    week = _take(archive, now)
    issue = _issue(archive, week)
    number = issue * _FORMS_PER_ISSUE + departments.index(department) + 1
    written = archive.reports.reminder(facts_of(now, week.on), department, number, _due(week), out)
    with archive.store.begin() as unit:
        detail: dict[str, object] = {"issue": issue, "departments": [department]}
        unit.record(archive.clock(), archive.who, "reminded", f"week {week.on.isoformat()}", detail)
    return written


def print_bulletin(archive: Archive, on: dt.date, out: Path) -> Path:
    """Print the bulletin of the week of day `on` again, from what was kept. Raises NoSuchWeek, CannotWrite."""
    refuse_own_places(archive, out)
    week = week_of(kept_weeks(archive), on)
    if week is None:
        raise NoSuchWeek(day_text(on))
    return _bulletin(archive, overview(archive), week, _issue(archive, week), out)


def kept_weeks(archive: Archive) -> Sequence[WeekSnapshot]:
    """All snapshots, oldest first."""
    with archive.store.begin() as unit:
        return unit.snapshots()


def write_report(archive: Archive, kind: ReportKind, target: Path) -> None:
    """Write a report on the whole archive as it stands: a workbook where `target` ends in ``.xlsx``, else a document.

    Raises CannotWrite, OutputInEvidence, OutputOnArchive.
    """
    refuse_own_places(archive, target)
    now = overview(archive)
    archive.reports.report(kind, facts_of(now, archive.clock().date()), now.findings, target)


def write_gap_list(archive: Archive, now: Overview, gaps: Sequence[Gap], target: Path) -> None:
    """缺失清单 of some of the gaps of `now`. Raises CannotWrite, OutputInEvidence, OutputOnArchive."""
    refuse_own_places(archive, target)
    archive.reports.gap_list(facts_of(now, archive.clock().date()), gaps, target)


def facts_of(now: Overview, on: dt.date) -> ReportFacts:
    """What reports are made from."""
    printed = now.printed if now.printed != now.catalogue else None
    return ReportFacts(now.catalogue, now.dossier, now.coverage, on, now.requirements, printed=printed)


def _take(archive: Archive, now: Overview) -> WeekSnapshot:
    at = archive.clock()
    week = snapshot_of(now.coverage, at.date())
    with archive.store.begin() as unit:
        unit.save_snapshot(week)
        detail: dict[str, object] = {"gaps": len(week.gaps), "secured": week.secured}
        unit.record(at, archive.who, "week_kept", f"week {week.on.isoformat()}", detail)
    return week


def _issue(archive: Archive, week: WeekSnapshot) -> int:
    return issue_number(kept_weeks(archive), week.on)


def _due(week: WeekSnapshot) -> dt.date:
    return dispatch_day(week.on + dt.timedelta(days=1))


def _owing(now: Overview) -> tuple[str, ...]:
    """The departments with gaps, in the order of their forms' numbers."""
    return tuple(dict.fromkeys(name for gap in now.coverage.gaps for name in gap.departments))


def _bulletin(archive: Archive, now: Overview, week: WeekSnapshot, issue: int, out: Path) -> Path:
    before = week_before(kept_weeks(archive), week.on)
    return archive.reports.bulletin(WeekFacts(now.catalogue, week, before, now.findings, now.requirements), issue, out)


def refuse_own_places(archive: Archive, target: Path) -> None:
    """Nothing is written into the evidence folder, nor over what the archive itself needs."""
    place, resolved = archive.place, target.resolve()
    if resolved.is_relative_to(place.evidence.resolve()):
        raise OutputInEvidence(str(target))
    if resolved.parent == place.root.resolve() and resolved.name.startswith(("dossier.sqlite3", "dossier.lock")):
        raise OutputOnArchive(str(target))
    if resolved.is_relative_to(place.backups.resolve()):
        raise OutputOnArchive(str(target))
