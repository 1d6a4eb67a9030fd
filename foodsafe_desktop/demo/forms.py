"""The tables among the sample documents: ledgers, sign-in sheets, statistics. No people: posts and units only."""

from foodsafe_desktop.demo.pages import Ledger

GRADING_HEAD = ("序号", "单位名称", "业态", "风险等级", "应检查次数", "已检查次数", "整改情况")
_GRADED = (
    ("示例乳品加工厂", "食品生产", "C", 3),
    ("示例肉制品有限公司", "食品生产", "C", 3),
    ("䶮鑫粮油商行", "食品销售", "B", 2),
    ("东街中心市场", "市场开办者", "C", 3),
    ("第一小学食堂", "学校食堂", "B", 2),
    ("第二中学食堂", "学校食堂", "B", 2),
    ("西街生活超市", "食品销售", "A", 1),
    ("矿泉水示例厂", "食品生产", "B", 2),
    ("示例集体用餐配送中心", "餐饮服务", "D", 4),
    ("南街早餐铺", "小餐饮", "B", 2),
)


def grading(year: int) -> Ledger:
    """The ledger of risk grades of a year."""
    rows = tuple(
        (str(at), name, trade, grade, str(times), str(times), "已整改" if at % 3 == 0 else "未发现问题")
        for at, (name, trade, grade, times) in enumerate(_GRADED, 1)
    )
    under = f"填报单位：示例区市场监督管理局；统计时间：{year}年12月"
    return Ledger(f"{year}年食品安全风险分级动态管理台账", under, GRADING_HEAD, rows, (6, 26, 14, 10, 12, 12, 20))


def grain_stock(year: int) -> Ledger:
    """The wide table of grain checked in stock, made for A3."""
    head = (
        "序号",
        "库点",
        "品种",
        "性质",
        "数量（吨）",
        "扦样份数",
        "质量指标",
        "储存品质",
        "真菌毒素",
        "结论",
        "备注",
    )
    kinds = ("小麦", "玉米", "稻谷", "大豆")
    rows = tuple(
        (
            str(at),
            f"示例粮库{at}号仓",
            kinds[at % 4],
            "区级储备" if at % 2 else "商品粮",
            str(380 + 45 * at),
            str(2 + at % 3),
            "合格",
            "宜存",
            "未检出超标",
            "合格",
            "",
        )
        for at in range(1, 13)
    )
    under = f"填报单位：示例区发展和改革委员会；监测年度：{year}年；监测覆盖比例：30%"
    return Ledger(f"{year}年库存粮食质量监测汇总表", under, head, rows, (5, 16, 8, 10, 10, 9, 10, 10, 12, 8, 12))


SIGN_IN_HEAD = ("序号", "单位", "职务", "签字", "时间")
SIGN_IN = tuple(
    (str(at), unit, "联络员", "", "")
    for at, unit in enumerate(
        ("区市场监督管理局", "区教育局", "区卫生健康委员会", "区农牧和水务局", "区公安分局", "东街街道办事处"), 1
    )
)
ROSTER_HEAD = ("网格", "岗位", "人数", "联系方式", "补助落实")


def roster(grids: int) -> tuple[tuple[str, ...], ...]:
    """The posts of a street's food-safety informants, by grid."""
    return tuple((f"第{at}网格", "信息员", "1", "由街道统一登记", "已落实") for at in range(1, grids + 1))


def training(year: int) -> tuple[tuple[str | int, ...], ...]:
    """The training ledger of a year as rows, its head first."""
    lessons = ("食品安全法律法规", "监督检查实务", "抽样检验与核查处置", "行政处罚案卷制作", "应急处置")
    head = ("序号", "培训内容", "时间", "学时", "应训人数", "实训人数", "覆盖率")
    rows = tuple((at, text, f"{year}年{at * 2}月", 8 + at % 2, 26, 26, "100%") for at, text in enumerate(lessons, 1))
    return (head, *rows)


def appraisal(year: int) -> tuple[tuple[str | int, ...], ...]:
    """The appraisal's scores of the streets, with the year in the first line."""
    head = ("街道", f"{year}年日常工作", "现场核查", "群众评议", "总分", "等次")
    return (head, ("东街街道", 38, 37, 18, 93, "优秀"), ("西街街道", 36, 35, 17, 88, "良好"))


def opening_checks(year: int) -> tuple[tuple[str | int, ...], ...]:
    """The list of school canteens checked at the opening of a term."""
    head = ("序号", "学校", "检查日期", "发现问题", "复查结果")
    schools = ("第一小学", "第二小学", "第一中学", "第二中学", "示例幼儿园")
    return (head, *((at, name, f"{year}-09-0{at}", at % 2, "已整改") for at, name in enumerate(schools, 1)))


def hotline(year: int) -> tuple[str, ...]:
    """The hotline's statistics of a year as lines of text."""
    step = year - 2021
    return (
        f"{year}年食品类投诉举报统计",
        "填报单位：示例区市场监督管理局",
        f"全年受理投诉举报：{84 + 12 * step}件",
        f"按时办结：{84 + 12 * step}件，按时办结率100%",
        f"工作时间热线接通率：{92 + step}%",
        "涉及业态：餐饮服务、食品销售、网络订餐；已全部录入统一应用平台。",
    )


def cases(year: int) -> tuple[tuple[str | int, ...], ...]:
    """The list of cases of a year, by their kind only."""
    head = ("序号", "案由", "立案日期", "办结日期", "是否移送")
    kinds = ("经营超过保质期食品", "未履行进货查验义务", "经营标签不合规食品", "未按规定留样")
    return (
        head,
        *((at, text, f"{year}-0{at + 1}-12", f"{year}-0{at + 3}-08", "否") for at, text in enumerate(kinds, 1)),
    )


def tasks() -> tuple[tuple[str | int, ...], ...]:
    """Rows of the ledger of what the offices of the invented 示例区 have been given to do."""
    work = (
        ("制定创建工作方案", "示例区食药安办", "2023年4月底", "已完成"),
        ("召开创建工作动员部署会议", "示例区食药安办", "2023年4月底", "已完成"),
        ("组织创建业务培训", "示例区市场监管局", "2023年6月底", "已完成"),
        ("开展食品安全实战应急演练", "示例区食药安办", "2023年10月底", "已完成"),
        ("归集整理创建档案资料", "各责任部门", "常态化推进", "推进中"),
    )
    head = ("序号", "工作任务", "责任部门", "完成时限", "进展")
    return (head, *((at, *row) for at, row in enumerate(work, 1)))
