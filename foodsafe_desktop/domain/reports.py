"""What a report is made from: the archive as it stands on one day, or one week against the week before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.gaps import Coverage
from foodsafe_desktop.domain.requirements import RequirementList

OFFICE = "创建工作办公室"
"""Who issues the internal forms, unless the archive says otherwise."""


class ReportKind(StrEnum):
    """The reports on the whole archive, beside those on one department (催报单) or one week (通报)."""

    GAPS = "gaps"
    LEDGER = "ledger"
    OMISSIONS = "omissions"
    SELF_SCORE = "self_score"
    DOUBTS = "doubts"
    RECTIFICATION = "rectification"

    @property
    def label(self) -> str:
        """The report's Chinese name, also the name of its file."""
        return {
            ReportKind.GAPS: "佐证材料缺失清单",
            ReportKind.LEDGER: "工作任务推进台账",
            ReportKind.OMISSIONS: "合理缺项汇总表",
            ReportKind.SELF_SCORE: "自评得分表",
            ReportKind.DOUBTS: "疑点核对表",
            ReportKind.RECTIFICATION: "问题整改清单",
        }[self]


@dataclass(frozen=True)
class ReportFacts:
    """The archive as a report sees it on day `on`. `printed`: the catalogue before corrections, None where alike."""

    catalogue: Catalogue
    dossier: Dossier
    coverage: Coverage
    on: dt.date
    requirements: RequirementList = field(default_factory=RequirementList)
    office: str = OFFICE
    printed: Catalogue | None = None


@dataclass(frozen=True)
class WeekFacts:
    """One week's bulletin: its snapshot, the one before (None in the first week), and the findings on record."""

    catalogue: Catalogue
    this_week: WeekSnapshot
    last_week: WeekSnapshot | None = None
    findings: Sequence[Finding] = ()
    requirements: RequirementList = field(default_factory=RequirementList)
    office: str = OFFICE
