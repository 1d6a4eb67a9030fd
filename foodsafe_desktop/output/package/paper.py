"""档案移交清单: the sheet that both sides sign, with the one figure that fixes the whole package; and bag-info.txt."""

from collections import Counter
from collections.abc import Mapping

from foodsafe_desktop import __version__
from foodsafe_desktop.domain.packages import manifest_name
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.package.metadata import format_word, pieces
from foodsafe_desktop.output.reports.document import docx_of
from foodsafe_desktop.output.reports.sheet import PORTRAIT_WIDTH, Block, Column, Grid, Report, Row, Text, TextKind
from foodsafe_desktop.services.ports.packages import Made, PackageFacts

PAPER = "移交清单.docx"
_NAMED = (Column("项目", 42), Column("内容", PORTRAIT_WIDTH - 42))
_SIDES = (Column("检验内容", 42), Column("移交单位", 57), Column("接收单位", 57))
_CHECKED = ("准确性检验", "完整性检验", "可用性检验", "安全性检验", "载体外观检验")
_DAY = "\n　　　　　　　年　　月　　日"
_SIGNED = ("填表人（签名）", "审核人（签名）", "单位（印章）")
_GROUP = 8
_MOST_FORMATS = 4
"""That are named: the sheet is one page."""


def tag_facts(facts: PackageFacts, made: Made) -> Mapping[str, str]:
    """What bag-info.txt says; a fact that the archive does not hold is left out."""
    return {
        "Source-Organization": facts.unit,
        "External-Description": facts.report.catalogue.title,
        "External-Identifier": facts.archive_id,
        "Internal-Sender-Identifier": facts.fonds,
        "Internal-Sender-Description": _lacking(facts),
        "Bagging-Date": facts.made_at.date().isoformat(),
        "Payload-Oxum": f"{made.size}.{made.files}",
        "Bag-Software-Agent": f"食安档案 {__version__}",
    }


def paper_of(facts: PackageFacts, made: Made) -> bytes:
    """The sheet as DOCX, on one page: who signs has the figures before them.

    Its rows are those of the 电子档案移交与接收登记表 (档发〔2012〕7号); what only people know is left to them.
    """
    by_hand = [Row((label, "", "")) for label in _CHECKED] + [Row((label, _DAY, _DAY)) for label in _SIGNED]
    blocks: tuple[Block, ...] = (
        Grid("移交内容", _NAMED, tuple(Row(cells) for cells in _contents(facts, made)), "", least=6),
        Text(
            f"校验值是 {manifest_name('sha256')} 的 SHA-256 值。用支持 BagIt（RFC 8493）的软件校验，"
            "结果与此一致的，信息包完整、未经改动。移交前检测见 data/目录/四性检测报告.docx。",
            TextKind.NOTE,
        ),
        Grid("检验和签字", _SIDES, tuple(by_hand), "", least=6, paper_only=True),
    )
    return docx_of(Report("档案移交清单", (f"信息包生成日期：{day_text(facts.report.on)}",), blocks, wide=False))


def _contents(facts: PackageFacts, made: Made) -> list[tuple[str, str]]:
    held = pieces(facts)
    electronic = sum(bool(facts.files(one.id)) for one in held)
    paper = sum(one.paper_place is not None for one in held)
    size = sum(file.fixity.size for file in facts.report.dossier.files if file.id in facts.packed and file.fixity)
    volumes = f"{facts.binders}卷，其中已发出{facts.issued}卷"
    return [
        ("移交单位", f"{facts.unit or '　' * 14}　　全宗号：{facts.fonds}"),
        ("接收单位", ""),
        ("内容描述", facts.report.catalogue.title),
        ("移交数量", f"{len(held)}件：有电子文件的{electronic}件，有纸质原件的{paper}件（另行交接）；装订本{volumes}"),
        ("电子文件", f"{len(facts.packed)}个，{_bytes(size)}。{_formats(facts)}"),
        ("未装入", _lacking(facts) or "无"),
        ("移交数据量", f"{made.files}个文件，{_bytes(made.size)}，含数据库和目录"),
        ("载体类型和顺序号", ""),
        ("校验值（SHA-256）", _grouped(made.sha256)),
    ]


def _lacking(facts: PackageFacts) -> str:
    return f"{len(facts.left_out)}个文件未装入，见 data/目录/未装入清单.xlsx" if facts.left_out else ""


def _bytes(size: int) -> str:
    for unit, power in (("GB", 30), ("MB", 20), ("KB", 10)):
        if size >= 1 << power:
            return f"{size / (1 << power):.1f} {unit}（{size}字节）"
    return f"{size}字节"


def _formats(facts: PackageFacts) -> str:
    counts = Counter(file.verdict.format for file in facts.report.dossier.files if file.id in facts.packed)
    named = [f"{format_word(name)} {count}个" for name, count in counts.most_common(_MOST_FORMATS)]
    return "，".join(named) + (f"等{len(counts)}种格式" if len(counts) > _MOST_FORMATS else "")


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
