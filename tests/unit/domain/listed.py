"""A list of requirements of every sort for the small catalogue, and titles that serve them."""

from decimal import Decimal

from hypothesis import strategies as st

from foodsafe_desktop.domain.requirements import (
    Basis,
    Cadence,
    Indicator,
    Operator,
    Period,
    Requirement,
    RequirementList,
)
from tests.unit.builders import NUMBERS, Held

MEETING = Requirement(
    "8-meeting", 8, "抽检会商会议材料", "会议", Cadence.EACH_YEAR, 2, parts=("会议通知", "签到表", "会议纪要")
)
REPORT = Requirement("8-report", 8, "抽检结果分析报告", "报告", Cadence.EACH_YEAR)
PHOTOS = Requirement("8-photos", 8, "抽检工作照片", "照片", Cadence.EACH_YEAR, basis=Basis.PRACTICE)
QUARTERLY = Requirement("28-statistics", 28, "抽检完成情况统计表", "统计", Cadence.EACH_QUARTER)
RECENT = Requirement("28-ledger", 28, "核查处置台账", "台账", Cadence.WITHIN_YEARS, within=2)
SYSTEM = Requirement("1-system", 1, "督查督办工作制度", "制度", Cadence.ONCE)
PLAN = Requirement("2-plan", 2, "评议考核方案", "方案", Cadence.EACH_YEAR, from_year=2023)
PLEDGE = Requirement("72-pledge", 72, "包保清单和承诺书", "台账", Cadence.ONCE, parts=("包保清单", "承诺书"))
STATEMENT = Requirement("108-statement", 108, "未发生该情形的情况说明", "声明", Cadence.EACH_YEAR)

RATE = Indicator("8-rate", 8, "抽检完成率", Operator.AT_LEAST, Decimal(90), "%", Period.YEAR, "8-report")
DRILLS = Indicator("28-drills", 28, "演练次数", Operator.AT_LEAST, Decimal(2), "次", Period.WITHIN_2_YEARS, "28-ledger")
ACCIDENTS = Indicator(
    "108-accidents", 108, "事故起数", Operator.AT_MOST, Decimal(0), "起", Period.WITHIN_2_YEARS, "108-statement"
)
SHARE = Indicator("1-share", 1, "专业化比例", Operator.AT_LEAST, Decimal(70), "%", Period.ONCE, "1-system")

LISTED = RequirementList(
    (SYSTEM, PLAN, MEETING, REPORT, PHOTOS, QUARTERLY, RECENT, PLEDGE, STATEMENT), (SHARE, RATE, DRILLS, ACCIDENTS)
)
"""Numbers 1, 2, 8, 28, 72 and 108 have requirements of their own; for the others the plain rule holds."""

TITLES = (
    *("抽检会商会议通知", "会商会议签到表", "会商会议纪要", "抽检结果分析报告", "抽检工作照片", "抽检完成情况统计表"),
    *("核查处置台账", "督查督办工作制度", "评议考核方案", "包保清单", "承诺书", "未发生该情形的情况说明"),
    *("合理缺项情况说明", "IMG_0001", "会议"),
)

listed_holdings = st.builds(
    Held,
    numbers=st.sets(st.sampled_from(NUMBERS), max_size=3).map(lambda found: tuple(sorted(found))),
    year=st.sampled_from((None, 2021, 2022, 2023, 2024, 2025)),
    title=st.sampled_from(TITLES),
    dated=st.none() | st.dates(),
    changed=st.booleans(),
    files=st.integers(0, 2),
    paper_place=st.none() | st.just("一号柜-1层-1盒"),
    recycled=st.booleans(),
)
