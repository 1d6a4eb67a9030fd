"""Volumes made by hand, as hard on the forms as real ones are: long titles, rare characters, nothing, too much."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from foodsafe_desktop.domain.binder import Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.domain.gaps import Gap, Standing, State
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Measured, lay_out, order, part_refs
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

PLAIN = Recipe(signatures=False)
YEARS = (2022, 2023, 2024)
FACTS = BinderFacts(
    archive_title="白云鄂博矿区创建内蒙古自治区食品安全示范区迎检档案",
    document_number="白府发〔2023〕40号",
    years=(2022, 2024),
    on=dt.date(2024, 6, 3),
    compiled_by="白云鄂博矿区食品药品安全委员会办公室",
)
LONG_TITLE = (
    "白云鄂博矿区食品药品安全委员会办公室关于印发《2023年全区食品安全风险监测（含“三小”行业、校园食堂、网络餐饮）"
    "工作实施方案》及《食品安全风险会商研判工作制度（试行）》的通知（白食药安办〔2023〕12号）——附件：1.任务分工表；"
    "2.风险监测计划（Food Safety Risk Monitoring Plan 2023–2024）；3.䶮、㐂、𬭎等同志组成的专家组名单"
)
TITLE_300 = "关于进一步加强食品安全风险监测工作的情况说明，" * 13 + "特此说明。"
RARE_TITLE = "䶮某、𠮷某二人培训记录😀✔（扫描件）\n第二行题名 A\tB\u202efdp"
LONG_PATH = (
    "03 生产经营状况/20 过程控制/(55) 食品生产经营者落实主体责任/2023/"
    + "很长的文件夹名称" * 9
    + "/关于自查报告的函（最终版-修改3）_final v2.wps"
)
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def file(
    path: str,
    condition: Condition = Condition.OK,
    *,
    kind: str = "pdf",
    pages: int | None = 3,
    detail: str = "",
    size: int = 1_234_567,
) -> EvidenceFile:
    fixity = None if condition is Condition.SUSPENDED else Fixity(size, 1_700_000_000_000_000_000, "sha256", DIGEST)
    verdict = Verdict(kind, condition, detail, pages, printable=condition is Condition.OK)
    return EvidenceFile(1, path, 1, fixity, verdict)


def piece(ordinal: int, number: int, title: str, *parts: Part, item: int = 4, **described: object) -> Piece:
    evidence = Evidence(id=ordinal, title=title, **{"year": 2023, **described})  # type: ignore[arg-type]
    code = f"{item}-({number})-{evidence.year or '无年度'}-{ordinal:03d}"
    held = parts or (Part(file(f"{number}/2023/{title[:40]}.pdf"), None),)
    shown = title
    if any(part.file and part.file.verdict.condition is Condition.SUSPENDED for part in held):
        shown = "［疑似涉密，不予列名］"
    return Piece(ordinal, code, number, evidence, shown, held, evidence.note)


def standing(
    number: int,
    state: State,
    counts: dict[int | None, int] | None = None,
    gaps: dict[int | None, str] | None = None,
    remarks: Sequence[str] = (),
) -> Standing:
    valid = {year: tuple(range(count)) for year, count in (counts or dict.fromkeys(YEARS, 0)).items()}
    found = tuple(Gap(number, f"{number}-annual", y, why, (), Decimal(1)) for y, why in (gaps or {}).items())
    return Standing(number, state, Decimal(2), valid, found, 0, 0, tuple(remarks))


def section(number: int, text: str, stands: Standing, *pieces: Piece, **more: object) -> Section:
    facts = {
        "kind": "sub_item",
        "item_title": "风险监测",
        "departments": ("区市场监管局", "区卫健委", "区农牧局"),
        "deadline": "2023年4月初开始，常态化推进",
    } | more
    return Section(number=number, text=text, standing=stands, pieces=pieces, **facts)  # type: ignore[arg-type]


SECRET = Part(file("8/2022/机密 某专项督查方案.docx", Condition.SUSPENDED, kind="unknown", pages=None), "疑似涉密。")
DAMAGED = Part(
    file(LONG_PATH, Condition.DAMAGED, kind="ole", pages=None),
    "文件损坏，不能直接打印。请向报送单位索取完好的文件后重新扫描。",
)
ON_PAPER = Part(None, "本件为纸质材料，请在此处插入原件。存放位置：2号柜-3层-第5盒。")


def risk_volume() -> VolumePlan:
    """The fourth volume: two sub-items with every kind of piece."""
    first = section(
        8,
        "建立食品安全风险会商联席会议机制，定期分析研判食品安全风险隐患，每年至少召开2次风险会商会议，形成会议纪要并抓好落实。",
        standing(
            8,
            State.PARTIAL,
            {2022: 0, 2023: 4, 2024: 0},
            {2022: "文件暂停使用：8/2022/机密 某专项督查方案.docx", 2024: "无佐证材料"},
            [
                "《机密 某专项督查方案》：文件暂停使用：8/2022/机密 某专项督查方案.docx",
                f"《自查报告》：文件损坏：{LONG_PATH}",
            ],
        ),
        piece(
            1,
            8,
            LONG_TITLE,
            dated=dt.date(2023, 3, 7),
            document_number="白食药安办〔2023〕12号",
            author="白云鄂博矿区食品药品安全委员会办公室",
            reference_code="Z109-WS·2023-Y-BGS-0001",
        ),
        piece(2, 8, TITLE_300, dated=dt.date(2023, 11, 20)),
        piece(3, 8, RARE_TITLE, note="内容变动待确认"),
        piece(4, 8, "机密 某专项督查方案", SECRET, year=2022, document_number="密字〔2022〕9号", author="某局"),
        piece(5, 8, "自查报告", DAMAGED, author="区市场监管局", dated=dt.date(2023, 12, 1)),
        piece(6, 8, "风险会商会议签到册（纸质）", ON_PAPER, paper_place="2号柜-3层-第5盒", pages=14),
    )
    second = section(
        9, "规范开展食源性疾病监测报告工作。", standing(9, State.MISSING, None, dict.fromkeys(YEARS, "无佐证材料"))
    )
    return VolumePlan(4, "item-4", "第04卷 风险监测", "风险监测", "基础工作", (first, second))


def thick_volume(count: int = 60) -> VolumePlan:
    """A volume with one sub-item of many pieces."""
    pieces = [piece(n, 20, f"食品安全风险分级动态管理台账（第{n}期，含附件）") for n in range(1, count + 1)]
    one = section(20, "推进食品安全风险分级动态管理。", standing(20, State.COMPLETE, dict.fromkeys(YEARS, 20)), *pieces)
    return VolumePlan(7, "item-7", "第07卷 过程监督", "过程监督", "基础工作", (one,))


def veto_volume() -> VolumePlan:
    """The veto volume: one proved, one not, no departments, no deadline."""
    more = {"kind": "veto", "item_title": "否决项", "departments": (), "deadline": ""}
    proved = section(
        108,
        "发生重大及以上食品安全事故的。",
        standing(108, State.COMPLETE, {None: 1}),
        piece(1, 108, "关于未发生重大食品安全事故的情况说明", item=37),
        **more,
    )
    open_one = section(
        109,
        "二年内发生造成恶劣社会影响的校园食品安全事件的。",
        standing(109, State.MISSING, {None: 0}, {None: "尚无证明该否决情形不存在的情况说明"}),
        **more,
    )
    return VolumePlan(37, "vetoes", "第37卷 否决项", "否决项", "否决项", (proved, open_one))


def empty_volume() -> VolumePlan:
    """Nothing at all behind four dividers of four states, for a department that stands alone."""
    states = (State.OMITTED, State.NOT_CHOSEN, State.RESERVED, State.MISSING)
    sections = tuple(
        section(
            90 + index,
            "小作坊、小餐饮店、食品摊贩实现集中规范管理。",
            standing(
                90 + index,
                state,
                {None: 0} if state is State.OMITTED else {},
                {None: "合理缺项尚无情况说明"} if state is State.OMITTED else None,
            ),
        )
        for index, state in enumerate(states)
    )
    return VolumePlan(0, "department-x", "部门 区市场监管局", "区市场监管局", "责任部门分卷", sections)


def bare_volume() -> VolumePlan:
    """No sections: what no planner makes, and no form may fail on."""
    return VolumePlan(1, "item-1", "第01卷 党政同责", "党政同责", "基础工作", ())


def page_count(plan: VolumePlan, recipe: Recipe = PLAIN) -> BinderPlan:
    """The volume laid out: three pages for what prints, one for every sheet and slip."""
    measured = dict.fromkeys(order(plan, recipe), Measured((A4,)))
    for one in plan.pieces:
        for ref, part in zip(part_refs(one), one.parts, strict=True):
            measured[ref] = Measured((A4,), part.slip) if part.slip else Measured((A4,) * 3)
    return lay_out(plan, recipe, measured)


def bound(plan: VolumePlan, leaves: int = 0) -> BoundVolume:
    """The plan as a compiled volume, of so many pages."""
    laid = page_count(plan)
    if leaves:
        first = laid.runs[0]
        sizes = (A4,) * (leaves - laid.pages + first.pages)
        laid = replace(laid, runs=(replace(first, sizes=sizes, labels=("封面",) * len(sizes)), *laid.runs[1:]))
    return BoundVolume(laid, Path(f"{plan.name}.pdf"), Path(f"{plan.name}.docx"), Path(f"{plan.name}.json"), DIGEST)


def renumbered(plan: VolumePlan, number: int, title: str) -> VolumePlan:
    """The same volume under another number and title."""
    return replace(plan, number=number, title=title, name=f"第{number:02d}卷 {title}")
