"""档案移交清单: the sheet that both sides sign, with the one figure that fixes the whole package; and bag-info.txt."""

from collections import Counter
from collections.abc import Mapping

from foodsafe_desktop import __version__
from foodsafe_desktop.domain.packages import manifest_name
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.package.metadata import format_word, pieces
from foodsafe_desktop.output.reports.document import docx_of
from foodsafe_desktop.output.reports.facts import basis
from foodsafe_desktop.output.reports.sheet import PORTRAIT_WIDTH, Block, Column, Grid, Report, Row, Text, TextKind
from foodsafe_desktop.services.ports.packages import Made, PackageFacts

PAPER = "移交清单.docx"
_NAMED = (Column("项目", 44), Column("内容", PORTRAIT_WIDTH - 44))
_SIDES = (Column("", 36), Column("移交方", 60), Column("接收方", 60))
_GROUP = 8


def tag_facts(facts: PackageFacts, made: Made) -> Mapping[str, str]:
    """What bag-info.txt says; a fact that the archive does not hold is left out."""
    return {
        "Source-Organization": facts.unit,
        "External-Description": facts.report.catalogue.title,
        "External-Identifier": facts.archive_id,
        "Internal-Sender-Identifier": facts.fonds,
        "Internal-Sender-Description": f"未装入 {len(facts.left_out)} 个文件，见 data/目录/未装入清单.xlsx",
        "Bagging-Date": facts.made_at.date().isoformat(),
        "Payload-Oxum": f"{made.size}.{made.files}",
        "Bag-Software-Agent": f"食安档案 {__version__}",
    }


def paper_of(facts: PackageFacts, made: Made) -> bytes:
    """The sheet as DOCX."""
    blocks: tuple[Block, ...] = (
        Text("一、移交内容", TextKind.HEADING),
        Grid("移交内容", _NAMED, tuple(Row(cells) for cells in _contents(facts, made)), ""),
        Text("二、核对与打开", TextKind.HEADING),
        Text(
            f"核对：校验值是信息包中 {manifest_name('sha256')} 的 SHA-256，该文件逐一列有 data 目录中全部文件的校验值。"
            "接收时在食安档案中校验信息包，或用支持 BagIt（RFC 8493）的软件校验，"
            "所得校验值与本清单一致的，信息包完整且未经改动。"
        ),
        Text("查看：材料在 data/evidence，装订本在 data/binders，目录和元数据在 data/目录，均可直接打开。"),
        Text("续管：用食安档案从信息包恢复，即得到可继续使用的档案。"),
        Text("三、交接签字", TextKind.HEADING),
        Grid(
            "交接签字",
            _SIDES,
            tuple(Row((label, "", "")) for label in ("单位（盖章）", "经办人", "负责人", "日期")),
            "",
            least=12,
            paper_only=True,
        ),
    )
    return docx_of(Report("档案移交清单", (basis(facts.report.catalogue), _day(facts)), blocks, wide=False))


def _day(facts: PackageFacts) -> str:
    return f"信息包生成日期：{day_text(facts.report.on)}"


def _contents(facts: PackageFacts, made: Made) -> list[tuple[str, str]]:
    held = pieces(facts)
    electronic = sum(bool(facts.files(one.id)) for one in held)
    paper = sum(one.paper_place is not None for one in held)
    size = sum(file.fixity.size for file in facts.report.dossier.files if file.id in facts.packed and file.fixity)
    lacking = f"{len(facts.left_out)}个文件，见 data/目录/未装入清单.xlsx" if facts.left_out else "无"
    rows = [
        ("移交单位", facts.unit),
        ("全宗号", facts.fonds),
        ("档案内容", facts.report.catalogue.title),
        ("件数", f"{len(held)}件，其中装入电子文件的{electronic}件，登记有纸质原件的{paper}件（另行交接）"),
        ("电子文件", f"{len(facts.packed)}个，{_bytes(size)}"),
        ("装订本", f"{facts.binders}卷，其中已发出{facts.issued}卷" if facts.binders else "无"),
        ("数据库", "dossier.sqlite3，含著录、归入、决定和全部操作历史"),
        ("未装入", lacking),
        ("文件格式", _formats(facts)),
        ("信息包合计", f"{made.files}个文件，{_bytes(made.size)}"),
        ("校验值（SHA-256）", _grouped(made.sha256)),
    ]
    return [(name, value or "＿＿＿＿＿＿＿＿＿＿") for name, value in rows]


def _bytes(size: int) -> str:
    for unit, power in (("GB", 30), ("MB", 20), ("KB", 10)):
        if size >= 1 << power:
            return f"{size / (1 << power):.1f} {unit}（{size}字节）"
    return f"{size}字节"


def _formats(facts: PackageFacts) -> str:
    counts = Counter(file.verdict.format for file in facts.report.dossier.files if file.id in facts.packed)
    named = (f"{format_word(name)} {count}个" for name, count in counts.most_common())
    return "，".join(named) or "无"


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
