"""How a report is put in place: implements `services.ports.reports.ReportPress`."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.four_properties import Result
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.reports import ReportFacts, ReportKind, WeekFacts
from foodsafe_desktop.output.atomic import write_atomically
from foodsafe_desktop.output.naming import safe_name
from foodsafe_desktop.output.reports.bulletin import bulletin
from foodsafe_desktop.output.reports.document import docx_of
from foodsafe_desktop.output.reports.doubts import doubts
from foodsafe_desktop.output.reports.four_properties import four_properties
from foodsafe_desktop.output.reports.gap_list import gap_list
from foodsafe_desktop.output.reports.ledger import ledger
from foodsafe_desktop.output.reports.omissions import omissions
from foodsafe_desktop.output.reports.rectification import rectification
from foodsafe_desktop.output.reports.reminder import reminder
from foodsafe_desktop.output.reports.self_score import self_score
from foodsafe_desktop.output.reports.sheet import Report
from foodsafe_desktop.output.reports.workbook import xlsx_of


class Reports:
    """See `services.ports.reports.ReportPress`. Nothing is kept between two reports."""

    def report(self, kind: ReportKind, facts: ReportFacts, findings: Sequence[Finding], target: Path) -> None:
        """A report on the whole archive."""
        match kind:
            case ReportKind.GAPS:
                self.gap_list(facts, facts.coverage.gaps, target)
            case ReportKind.LEDGER:
                put_in_place(ledger(facts), target)
            case ReportKind.OMISSIONS:
                put_in_place(omissions(facts), target)
            case ReportKind.SELF_SCORE:
                put_in_place(self_score(facts), target)
            case ReportKind.DOUBTS:
                put_in_place(doubts(facts), target)
            case ReportKind.RECTIFICATION:
                put_in_place(rectification(facts, findings), target)

    def gap_list(self, facts: ReportFacts, gaps: Sequence[Gap], target: Path) -> None:
        """缺失清单 of the gaps given."""
        put_in_place(gap_list(facts.catalogue, gaps, facts.on), target)

    def four_properties(self, facts: ReportFacts, results: Sequence[Result], target: Path) -> None:
        """四性检测报告."""
        put_in_place(four_properties(facts, results), target)

    def reminder(self, facts: ReportFacts, department: str, number: int, due: dt.date, out: Path) -> Path:
        """催报单 of one department, named after its number and the department."""
        target = out / f"{safe_name(f'催报单 {facts.on.year}-{number:03d} {department}')}.docx"
        put_in_place(reminder(facts, department, number, due), target)
        return target

    def bulletin(self, week: WeekFacts, issue: int, out: Path) -> Path:
        """每周调度通报, named after its year and issue."""
        target = out / f"每周调度通报 {week.this_week.on.year}年第{issue}期.docx"
        put_in_place(bulletin(week, issue), target)
        return target


def put_in_place(report: Report, target: Path) -> None:
    """Write a report: a workbook where `target` ends in ``.xlsx``, else a document. Raises CannotWrite."""
    set_as = xlsx_of if target.suffix.lower() == ".xlsx" else docx_of
    content = set_as(report)
    try:
        write_atomically(target, content)
    except OSError as error:
        raise CannotWrite(str(target), str(error)) from error
