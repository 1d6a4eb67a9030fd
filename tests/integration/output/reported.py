"""An archive made by hand with something for every report to say, and helpers that open what was written."""

import datetime as dt
import io
from dataclasses import replace

import docx
import openpyxl
from docx.document import Document as DocumentType
from openpyxl.workbook import Workbook

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.corrections import Correction, CorrectionKind
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.gaps import coverage
from foodsafe_desktop.domain.reports import ReportFacts, WeekFacts
from foodsafe_desktop.domain.requirements import Basis, Cadence, Requirement, RequirementList
from foodsafe_desktop.output.reports.bulletin import bulletin
from foodsafe_desktop.output.reports.document import docx_of
from foodsafe_desktop.output.reports.doubts import doubts
from foodsafe_desktop.output.reports.gap_list import gap_list
from foodsafe_desktop.output.reports.ledger import ledger
from foodsafe_desktop.output.reports.omissions import omissions
from foodsafe_desktop.output.reports.rectification import rectification
from foodsafe_desktop.output.reports.reminder import reminder
from foodsafe_desktop.output.reports.self_score import self_score
from foodsafe_desktop.output.reports.sheet import Report
from foodsafe_desktop.output.reports.workbook import xlsx_of
from tests.unit.builders import SMALL, dossier, held

ON = dt.date(2024, 6, 3)
AT = dt.datetime(2024, 5, 30, 9, tzinfo=dt.UTC)
OFFICE = "示例区创建工作办公室"
SECRET = "机密 某专项督查方案"
MISREAD = Doubt("departments", "疑为识别错误", "区市场监管局")
SHIFTED = Doubt("departments", "与行错位")
CATALOGUE = replace(
    SMALL,
    dimensions=tuple(
        replace(
            dimension,
            items=tuple(
                replace(
                    item,
                    doubts=(Doubt("choose", "未注明任选几项"),) if item.number == 29 else (),
                    sub_items=tuple(
                        replace(
                            sub,
                            doubts={2: (MISREAD,), 28: (SHIFTED,)}.get(sub.number, ()),
                            deadline=None if sub.reasonable_omission else "2023年4月初开始，常态化推进",
                        )
                        for sub in item.sub_items
                    ),
                )
                for item in dimension.items
            ),
        )
        for dimension in SMALL.dimensions
    ),
    contradictions=("正文称112小项，附件只列至（111）",),
)
REQUIREMENTS = RequirementList(
    (
        Requirement("1-plan", 1, "年度督查督办计划", "方案", Cadence.EACH_YEAR),
        Requirement("2-result", 2, "评议考核结果通报", "通知", Cadence.EACH_YEAR),
        Requirement("28-omit", 28, "监督抽检完成情况统计表", "统计", Cadence.ONCE, basis=Basis.TEXT),
    )
)
DOSSIER = replace(
    dossier(
        held(1, year=2022, title="2022年督查督办计划方案"),
        held(3, title="合理缺项情况说明", year=None),
        held(8, title=SECRET, condition=Condition.SUSPENDED, name=SECRET),
        held(8, title="抽检计划", year=2023),
        omissions=(100,),
        election=Election(frozenset({29, 31})),
    ),
    corrections=(
        Correction(1, CorrectionKind.DOUBT_SETTLED, 2, MISREAD.field, MISREAD.why, "与原件一致", AT, "某某"),
        Correction(2, CorrectionKind.DEPARTMENTS, 2, "", "区市场监管局", "原件印作“区市场监管局”", AT, "某某"),
    ),
)
COVERED = coverage(CATALOGUE, DOSSIER, REQUIREMENTS)
FACTS = ReportFacts(CATALOGUE, DOSSIER, COVERED, ON, REQUIREMENTS, OFFICE)
FINDINGS = (
    Finding(1, 8, '=HYPERLINK("x")公示牌内容不全', dt.date(2024, 5, 6), "自查组", "区市场监管局", dt.date(2024, 5, 20)),
    Finding(
        2,
        28,
        "+1家单位未检查",
        dt.date(2024, 4, 10),
        "@督查组",
        "-区教育局",
        dt.date(2024, 4, 30),
        rectified_by=3,
        closed_on=dt.date(2024, 6, 5),
    ),
    Finding(3, 1, "未张贴宣传画", dt.date(2024, 5, 29), "自查组", "区教育局", note="已口头通知"),
)
LAST = WeekSnapshot(
    dt.date(2024, 5, 27),
    frozenset({("1-plan", 2022), ("1-plan", 2023), ("1-plan", 2024), ("2-result", 2022), ("gone", 0)}),
    "10",
    "20",
    (("区市场监管局", 9), ("区教育局", 1)),
)
NOW = WeekSnapshot(
    ON,
    frozenset({("1-plan", 2023), ("1-plan", 2024), ("2-result", 2022), ("28-omit", 0)}),
    "12.5",
    "20",
    (("区市场监管局", 7), ("区教育局", 3)),
)
WEEK = WeekFacts(CATALOGUE, NOW, LAST, FINDINGS, REQUIREMENTS, OFFICE)

REPORTS: dict[str, Report] = {
    "缺失清单": gap_list(CATALOGUE, COVERED.gaps, ON),
    "催报单": reminder(FACTS, "区教育局", 3),
    "通报": bulletin(WEEK, 3),
    "台账": ledger(FACTS),
    "缺项": omissions(FACTS),
    "自评": self_score(FACTS),
    "疑点": doubts(FACTS),
    "整改": rectification(FACTS, FINDINGS),
}


def opened(report: Report) -> DocumentType:
    """The report as DOCX, read again."""
    return docx.Document(io.BytesIO(docx_of(report)))


def opened_book(report: Report) -> Workbook:
    """The report as XLSX, read again."""
    return openpyxl.load_workbook(io.BytesIO(xlsx_of(report)))


def rows_of(document: DocumentType, at: int = 0) -> list[list[str]]:
    """The texts of a table, a list a row; merged cells count once."""
    found = []
    for row in document.tables[at].rows:
        cells = {id(cell._tc): cell.text for cell in row.cells}
        found.append(list(cells.values()))
    return found


def texts_of(document: DocumentType) -> list[str]:
    """The paragraphs outside tables."""
    return [paragraph.text for paragraph in document.paragraphs]
