"""What services need of whoever writes reports, as a Protocol."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.four_properties import Result
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.reports import ReportFacts, ReportKind, WeekFacts


class ReportPress(Protocol):
    """Writes reports: a workbook where `target` ends in ``.xlsx``, else a document. All raise CannotWrite."""

    def report(self, kind: ReportKind, facts: ReportFacts, findings: Sequence[Finding], target: Path) -> None:
        """A report on the whole archive."""
        ...

    def gap_list(self, facts: ReportFacts, gaps: Sequence[Gap], target: Path) -> None:
        """缺失清单 of the gaps given."""
        ...

    def four_properties(self, facts: ReportFacts, results: Sequence[Result], target: Path) -> None:
        """四性检测报告."""
        ...

    def reminder(self, facts: ReportFacts, department: str, number: int, due: dt.date, out: Path) -> Path:
        """催报单 of one department as DOCX in `out`; `number` tells it from the other forms of the year."""
        ...

    def bulletin(self, week: WeekFacts, issue: int, out: Path) -> Path:
        """每周调度通报 as DOCX in `out`; `issue` counts those of the year."""
        ...
