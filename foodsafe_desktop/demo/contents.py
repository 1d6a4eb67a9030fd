"""What lies where in the sample evidence: the table of places, each with the sub-item and year it should be read as.

Only data: how a document is made is said in `recipes`, its words in `letters` and `forms`. Folders are named in the
many ways departments name them; ``{skeleton}`` stands for the folder the program lays out itself. A place's `number`
and `year` are what its path says, None where it says nothing.
"""

from dataclasses import dataclass
from decimal import Decimal

from reportlab.lib.pagesizes import A3, A4, landscape

from foodsafe_desktop.demo import forms, office, pages, pictures
from foodsafe_desktop.demo.letters import letter
from foodsafe_desktop.demo.recipes import (
    Make,
    cut_short,
    equipment,
    grading,
    locked,
    notice_board,
    pdf,
    photo,
    publicity,
    roster,
    scan,
    short_films,
    sign_in,
    video,
    word,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One sample file: `path` below the evidence folder, the `number` and `year` its path speaks of, how it is made."""

    number: int | None
    year: int | None
    path: str
    make: Make


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A record that exists on paper only: `place` says where it lies (None: not located yet), `pages` how thick."""

    title: str
    number: int
    year: int
    place: str | None
    pages: int


_GROUND_WORK = (
    Place(
        1,
        2022,
        "{skeleton}/2022/示政办发〔2022〕12号 督办事项通知（扫描件）.pdf",
        scan("supervise", 2022, (3, 18), 12),
    ),
    Place(1, 2023, "{skeleton}/2023/示政办发〔2023〕9号 督办事项通知.pdf", pdf("supervise", 2023, (3, 6), 9)),
    Place(1, 2024, "{skeleton}/2024/示政办发〔2024〕7号 督办事项通知.pdf", pdf("supervise", 2024, (3, 4), 7)),
    Place(2, 2023, "(2)评议考核/2023年/2023年度评议考核结果通报.pdf", pdf("appraisal", 2023, (12, 29), 31)),
    Place(
        2,
        2023,
        "(2)评议考核/2023年/评议考核得分汇总表.xlsx",
        lambda: office.sheet_xlsx("得分汇总", forms.appraisal(2023)),
    ),
    Place(
        4, 2022, "4、食安委组成单位调整/2022年/示食安办〔2022〕3号 调整通知.docx", word("committee", 2022, (2, 21), 3)
    ),
    Place(4, 2023, "4、食安委组成单位调整/2023年/示食安办〔2023〕2号 调整通知.pdf", pdf("committee", 2023, (2, 10), 2)),
    Place(5, 2022, "（5）信息通报 形势会商/2022/工作机制（示食安办〔2022〕8号）.pdf", pdf("consult", 2022, (4, 8), 8)),
    Place(5, 2023, "（5）信息通报 形势会商/2023/工作机制（示食安办〔2023〕6号）.pdf", pdf("consult", 2023, (3, 27), 6)),
    Place(5, 2024, "（5）信息通报 形势会商/2024/工作机制（示食安办〔2024〕4号）.pdf", pdf("consult", 2024, (3, 15), 4)),
    Place(6, 2023, "006 创建工作机制/2023/示食安办〔2023〕5号 创建工作方案.pdf", pdf("plan", 2023, (3, 16), 5)),
    Place(
        6,
        2023,
        "006 创建工作机制/2023/创建工作任务推进台账.xlsx",
        lambda: office.sheet_xlsx("推进台账", forms.tasks()),
    ),
    Place(
        6,
        2024,
        "006 创建工作机制/2024/示例区创建自治区食品安全示范区工作领导小组办公室关于进一步加强创建工作档案材料收集整理、"
        "做好自治区级验收各项准备工作的周调度通报.docx",
        word("weekly", 2024, (5, 20)),
    ),
)

_MONITORING = (
    Place(8, 2022, "(8) 抽检会商/2022/会议通知（示食安办〔2022〕15号）.pdf", pdf("meeting", 2022, (6, 10), 15)),
    Place(8, 2022, "(8) 抽检会商/2022/会议签到表.docx", sign_in("会商会议签到表", "2022年6月16日")),
    Place(8, 2022, "(8) 抽检会商/2022/会议纪要.docx", word("minutes", 2022, (6, 20))),
    Place(
        8,
        2022,
        "(8) 抽检会商/2022/会议照片20220616.jpg",
        photo("2022年食品安全抽检监测会商会议", "2022-06-16", 11, 6),
    ),
    Place(8, 2023, "(8) 抽检会商/2023/上半年会议通知（示食安办〔2023〕14号）.pdf", pdf("meeting", 2023, (6, 2), 14)),
    Place(8, 2023, "(8) 抽检会商/2023/上半年会议纪要（扫描）.pdf", scan("minutes", 2023, (6, 15), seed=5)),
    Place(8, 2023, "(8) 抽检会商/2023/下半年会议照片.jpg", photo("2023年下半年抽检会商会议", "2023-11-22", 12, 8)),
    Place(8, 2024, "(8) 抽检会商/2024/会议纪要.pdf", pdf("minutes", 2024, (5, 30))),
    Place(9, 2022, "第9小项 食源性疾病监测/2022年度/监测报告.pdf", pdf("illness", 2022, (12, 20), 44)),
    Place(
        9,
        2023,
        "第9小项 食源性疾病监测/2023年度/监测报告传真件.tif",
        lambda: pictures.paged_tiff((letter("illness", 2023, (12, 18), 41), letter("illness", 2023, (12, 18))), 21),
    ),
    Place(
        9,
        2024,
        "第9小项 食源性疾病监测/2024年度/监测报告（加密）.pdf",
        locked("illness", 2024, (6, 28), 19, asks="示例2024"),
    ),
    Place(10, None, "10.耕地分类管理/合理缺项情况说明.pdf", pdf("omission", 2024, (4, 12), sub_item=10)),
    Place(18, 2022, "(18)粮食检验/2022/库存粮食质量监测函.pdf", pdf("grain", 2022, (11, 11), 52)),
    Place(
        18,
        2023,
        "(18)粮食检验/2023/库存粮食质量监测汇总表（A3）.pdf",
        lambda: pages.ledger_pdf(forms.grain_stock(2023), landscape(A3)),
    ),
    Place(
        19, None, "（19）粮食烘干/粮食烘干服务设施合理缺项情况说明.docx", word("omission", 2024, (4, 9), sub_item=19)
    ),
)

_OVERSIGHT = (
    Place(20, 2022, "（20）风险分级/2022年/示市监发〔2022〕18号 风险分级方案.pdf", pdf("grading", 2022, (3, 25), 18)),
    Place(20, 2022, "（20）风险分级/2022年/风险分级台账（横排）.pdf", grading(2022, landscape(A4))),
    Place(
        20,
        2023,
        "（20）风险分级/2023年/风险分级台账（旋转）.pdf",
        grading(2023, landscape(A4), turned=True),
    ),
    Place(20, 2024, "（20）风险分级/2024年/风险分级台账.pdf", grading(2024, landscape(A4))),
    Place(25, 2022, "025校长负责制/2022/示教发〔2022〕30号 陪餐制通知.pdf", pdf("canteen", 2022, (8, 26), 30)),
    Place(25, 2023, "025校长负责制/2023/示教发〔2023〕28号 陪餐制通知.pdf", pdf("canteen", 2023, (8, 25), 28)),
    Place(25, 2023, "025校长负责制/2023/陪餐照片.jpg", photo("第一小学负责人陪餐", "2023-09-12", 13, 3)),
    Place(25, 2024, "025校长负责制/2024/示教发〔2024〕11号 陪餐制通知.pdf", pdf("canteen", 2024, (3, 1), 11)),
    Place(
        26,
        2022,
        "２６．开学检查/2022年秋季开学检查统计.xlsx",
        lambda: office.sheet_xlsx("秋季开学检查", forms.opening_checks(2022)),
    ),
    Place(26, 2023, "２６．开学检查/20230301春季开学检查.jpg", photo("2023年春季开学检查", "2023-03-01", 14)),
    Place(26, 2024, "２６．开学检查/2024.3.5 春季开学检查情况.pdf", pdf("opening", 2024, (3, 5))),
    Place(28, 2022, "028 抽检/2022年度/2022年监督抽检计划.pdf", cut_short("sampling", 2022, (2, 18), 6)),
    Place(28, 2023, "028 抽检/2023年度/示市监发〔2023〕7号 监督抽检计划.pdf", pdf("sampling", 2023, (2, 17), 7)),
    Place(28, 2024, "028 抽检/2024年度/示市监发〔2024〕5号 监督抽检计划.pdf", pdf("sampling", 2024, (2, 9), 5)),
    Place(29, 2023, "29-抽检公示/2023/抽检公示网页截图.png", notice_board(2023)),
    Place(29, 2024, "29-抽检公示/2024/抽检公示网页截图.png", notice_board(2024)),
    Place(31, 2022, "31.行刑衔接/2022年/行刑衔接工作报告.pdf", pdf("casework", 2022, (12, 15), 60)),
    Place(31, 2024, "31.行刑衔接/2024年/行刑衔接工作报告.docx", word("casework", 2024, (6, 20), 27)),
    Place(33, 2024, "33.处罚到人/2024/处罚到人情况报告.pdf", pdf("penalty", 2024, (6, 21), 29)),
    Place(34, 2023, "（34）集中整治/2023年/䶮鑫粮油商行整改复查记录.pdf", pdf("campaign", 2023, (9, 8))),
    Place(
        34,
        2024,
        "（34）集中整治/2024年/案件清单.xlsx",
        lambda: office.sheet_xlsx("案件清单", forms.cases(2024)),
    ),
)

_SOCIETY = (
    Place(35, 2023, "035志愿服务/2023/志愿服务活动.jpg", photo("食品安全志愿服务进社区", "2023-06-18", 15)),
    Place(36, 2022, "36、信息员/2022年/东街街道/信息员名册.docx", roster("东街街道", 8)),
    Place(36, 2022, "36、信息员/2022年/西街街道/信息员名册.docx", roster("西街街道", 6)),
    Place(36, 2023, "36、信息员/2023年/信息员工作总结.pdf", pdf("informants", 2023, (12, 22))),
    Place(36, 2024, "36、信息员/2024年/信息员工作总结（上半年）.pdf", pdf("informants", 2024, (6, 25))),
    Place(37, 2022, "（37）宣传周/2022/示食安办〔2022〕29号 宣传周通知.pdf", pdf("publicity", 2022, (11, 7), 29)),
    Place(37, 2023, "（37）宣传周/2023/宣传周海报（印刷稿）.pdf", publicity(2023)),
    Place(37, 2023, "（37）宣传周/2023/启动仪式.jpg", photo("2023年食品安全宣传周启动仪式", "2023-11-28", 16)),
    Place(37, 2024, "（37）宣传周/2024/公益广告.mp4", video),
    Place(
        38,
        2022,
        "38 投诉举报/2022年/热线统计.txt",
        lambda: office.text_gb18030(forms.hotline(2022)),
    ),
    Place(38, 2023, "38 投诉举报/2023年/热线统计.txt", lambda: office.text_gb18030(forms.hotline(2023))),
)

_CAPACITY = (
    Place(39, 2022, "{skeleton}/2022/示财发〔2022〕21号 经费预算.pdf", pdf("budget", 2022, (3, 30), 21)),
    Place(39, 2023, "{skeleton}/2023/示财发〔2023〕19号 经费预算.pdf", pdf("budget", 2023, (3, 28), 19)),
    Place(39, 2024, "{skeleton}/2024/经费预算.pdf", lambda: b""),
    Place(40, 2023, "（40） 装备配备/2023/执法装备.zip", equipment),
    Place(
        42,
        2023,
        "（42）公安专业力量/2023/机密★3年 专项行动部署（样例）.pdf",
        pdf("sample", 2023, (5, 4)),
    ),
    Place(43, 2022, "43.业务培训/2022/培训学时台账.xlsx", lambda: office.sheet_xlsx("培训台账", forms.training(2022))),
    Place(43, 2023, "43.业务培训/2023/培训签到表.docx", sign_in("监管人员业务培训签到表", "2023年7月5日")),
    Place(43, 2023, "43.业务培训/2023/培训现场.jpg", photo("监管人员业务培训班", "2023-07-05", 17)),
    Place(
        47,
        2023,
        "（47）应急预案/2023/示政办发〔2023〕22号 应急预案.pdf",
        locked("emergency", 2023, (5, 12), 22, asks=None),
    ),
    Place(48, 2023, "48.应急演练/2023/演练照片（1）.jpg", photo("食品安全事故应急演练", "2023-10-19", 18)),
    Place(48, 2023, "48.应急演练/2023/演练照片（2）.jpg", photo("应急演练·现场处置", "2023-10-19", 19, 6)),
    Place(51, 2024, "（51）冷链追溯/2024/追溯平台导出.dat", lambda: b"\x93FSD\x02" + bytes(range(256)) * 4),
    Place(
        59,
        2024,
        "（59）放心超市承诺/2024/放心食品超市自我承诺书.ofd",
        lambda: office.page_ofd("放心食品超市自我承诺书：保证所售食品来源合法、质量合格。"),
    ),
)

_MODEL = (
    Place(72, 2022, "072 主体责任/2022/示食安办〔2022〕33号 主体责任通报.pdf", pdf("duty", 2022, (12, 9), 33)),
    Place(72, 2023, "072 主体责任/2023/示食安办〔2023〕30号 主体责任通报.pdf", pdf("duty", 2023, (12, 8), 30)),
    Place(72, 2024, "072 主体责任/2024/示食安办〔2024〕16号 主体责任通报.pdf", pdf("duty", 2024, (6, 14), 16)),
    Place(73, 2023, "（73）包保责任/2023年/示食安办〔2023〕11号 包保方案.pdf", pdf("guarantee", 2023, (4, 20), 11)),
    Place(73, 2024, "（73）包保责任/2024年/包保督导.jpg", photo("包保督导走访食品企业", "2024-03-21", 20)),
    Place(81, 2023, "(81) 刑行衔接经验做法/2023/经验做法报告.pdf", pdf("model", 2023, (11, 3), 58)),
    Place(81, 2024, "(81) 刑行衔接经验做法/2024/经验做法报告.pdf", pdf("model", 2024, (5, 17), 24)),
    Place(86, 2023, "086“三小”日常监管/2023/示市监发〔2023〕16号.pdf", pdf("smallshops", 2023, (4, 6), 16)),
    Place(89, None, "(89)农村食品经营/合理缺项情况说明（盖章）.pdf", pdf("omission", 2024, (4, 15), sub_item=89)),
    Place(102, 2023, "（102）短视频科普/2023/短视频目录截图.png", short_films(2023)),
    Place(108, None, "（108）否决项 责任制落实/情况说明.pdf", pdf("veto", 2024, (6, 3), sub_item=108)),
    Place(109, 2024, "109.重大事故/2024年情况说明.pdf", pdf("veto", 2024, (6, 3), sub_item=109)),
    Place(111, None, "（111）满意度/情况说明.docx", word("veto", 2024, (6, 5), sub_item=111)),
)

_UNPLACED = (
    Place(None, None, "（112）待核/说明材料.docx", word("weekly", 2024, (4, 1))),
    Place(None, 2023, "(150) 编号有误/示食安办〔2023〕18号.pdf", pdf("consult", 2023, (7, 10), 18)),
    Place(
        None, 2023, "新建文件夹/IMG_20230616_093000.jpg", photo("2022年食品安全抽检监测会商会议", "2022-06-16", 11, 6)
    ),
    Place(None, 2023, "3.15/2023年3月15日 宣传活动.jpg", photo("“3·15”食品安全宣传", "2023-03-15", 22)),
    Place(None, None, "12月/周调度通报.docx", word("weekly", 2023, (12, 11))),
    Place(None, 2022, "2022/1号文件/示食安办〔2022〕1号 工作要点.pdf", pdf("plan", 2022, (1, 20), 1)),
    Place(None, 2023, "08 食品抽检/2023/抽检台账.xlsx", lambda: office.sheet_xlsx("台账", forms.cases(2023))),
    Place(None, None, "微信收到的文件/会议纪要.docx", word("minutes", 2023, (6, 15))),
    Place(None, None, "微信收到的文件/2022年总结和2023年计划.pdf", pdf("duty", 2022, (12, 9), 33)),
    Place(None, None, "微信收到的文件/设备导出.dat", lambda: b"\x93FSD\x01" + bytes(range(256)) * 4),
)

PLACES: tuple[Place, ...] = (*_GROUND_WORK, *_MONITORING, *_OVERSIGHT, *_SOCIETY, *_CAPACITY, *_MODEL, *_UNPLACED)

TEMPORARY: tuple[str, ...] = (
    "(8) 抽检会商/2022/~$会议纪要.docx",
    "028 抽检/2024年度/复制中.pdf.tmp",
    "（20）风险分级/2023年/Thumbs.db",
    "desktop.ini",
)
"""What office programs and systems leave behind; never evidence."""

PAPER_RECORDS: tuple[PaperRecord, ...] = (
    PaperRecord("食品安全群众满意度测评报告", 70, 2023, "三号柜-第2层-第5盒", 46),
    PaperRecord("食品安全群众满意度测评报告", 70, 2024, "三号柜-第2层-第6盒", 52),
    PaperRecord("食品安全示范创建知晓率调查问卷汇编", 71, 2023, None, 120),
    PaperRecord("食品安全宣传周签到簿", 37, 2024, "一号柜-第1层-第2盒", 18),
)

INDICATOR_VALUES: tuple[tuple[str, int | None, Decimal], ...] = (
    ("70-satisfaction", None, Decimal("86.5")),
    ("38-answered", 2023, Decimal(94)),
    ("71-awareness", None, Decimal("83.4")),
)
"""Values that the sample archive has measured, by indicator and year: the last misses its threshold."""
