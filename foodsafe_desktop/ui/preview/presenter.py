"""What of a piece of evidence may be looked at, what is said instead, and what is known of its file. No Qt."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from foodsafe_desktop.domain.evidence import (
    DOES_NOT_OPEN,
    Condition,
    Evidence,
    EvidenceFile,
    Presence,
    is_withheld,
)
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.domain.texts import FileText, TextState
from foodsafe_desktop.services.review import Overview

WITHHELD = "文件名称或首页带有密级标志，程序不打开、不预览。请按保密规定另行保管和处理。"
NO_SELECTION = "选定一件材料，即在此预览。"
_WORDS = 20_000
"""Signs of a file's text that stand in for its pages while these are made."""
_ALGORITHMS = {"sha256": "SHA-256", "sm3": "SM3"}
_FORMATS = {
    "pdf": "PDF 文件",
    "ofd": "OFD 版式文件",
    "docx": "Word 文档",
    "doc": "Word 97—2003 文档",
    "xlsx": "Excel 工作簿",
    "xls": "Excel 97—2003 工作簿",
    "pptx": "PowerPoint 演示文稿",
    "ppt": "PowerPoint 97—2003 演示文稿",
    "eml": "电子邮件",
    "msg": "Outlook 邮件",
    "text": "纯文本",
    "unknown": "未识别",
    **{name: f"{name.upper()} 图像" for name in ("jpeg", "png", "tiff", "gif", "bmp", "webp", "heic", "jp2")},
}


class Way(StrEnum):
    """How a file comes onto the screen."""

    NOTHING = "nothing"
    """It does not; `sentence` says why."""
    ITSELF = "itself"
    MADE = "made"
    """As pages that are made of it first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of a piece, as the preview shows it. `names` are all files of the piece, `at` which of them this is."""

    way: Way
    sentence: str = ""
    evidence_id: int = 0
    file: EvidenceFile | None = None
    title: str = ""
    names: tuple[str, ...] = ()
    at: int = 0
    facts: tuple[tuple[str, str], ...] = ()


NOTHING = Shown(Way.NOTHING, NO_SELECTION)


def look_at(overview: Overview, evidence_id: int | None, at: int = 0) -> Shown:
    """What to show of a piece: its `at`-th file. None or a piece that is not there: nothing."""
    evidence = overview.dossier.evidence.get(evidence_id) if evidence_id is not None else None
    if evidence is None:
        return NOTHING
    files = overview.dossier.files_of.get(evidence.id, ())
    if not files:
        facts = _paper_facts(evidence)
        return Shown(Way.NOTHING, _paper_sentence(evidence), evidence.id, None, evidence.title, facts=facts)
    at = min(max(at, 0), len(files) - 1)
    file = files[at]
    way, sentence = _way(file, withheld=is_withheld(files) or any(bears_secrecy_mark(one.path) for one in files))
    names = tuple(PurePosixPath(one.path).name for one in files)
    return Shown(way, sentence, evidence.id, file, evidence.title, names, at, file_facts(file))


def _way(file: EvidenceFile, *, withheld: bool) -> tuple[Way, str]:
    name, verdict = PurePosixPath(file.path).name, file.verdict
    if withheld:
        return Way.NOTHING, WITHHELD
    if file.presence is Presence.MISSING:
        return Way.NOTHING, f"文件“{name}”不在原处，无法预览。接通文件夹后重新扫描，或用“重新指定文件”指明它的位置。"
    if verdict.condition in DOES_NOT_OPEN or verdict.is_pending:
        return Way.NOTHING, verdict.detail or f"{verdict.finding}，无法预览。"
    if file.fixity is None:
        return Way.NOTHING, f"文件“{name}”尚未登记校验值，无法预览。请重新扫描。"
    if verdict.format == "pdf" and verdict.condition is Condition.OK and verdict.printable:
        return Way.ITSELF, ""
    return Way.MADE, ""


def making_sentence(name: str, seconds: int) -> str:
    """What is said while pages are made of a file, for so many seconds by now."""
    minutes = f"{seconds // 60} 分 " if seconds >= 60 else ""
    since = f"，已用 {minutes}{seconds % 60} 秒" if seconds else ""
    return (
        f"正在将“{name}”转换成页面{since}。\n"
        "首次转换可能需要一两分钟，转换后再看即可立即显示；其间可以照常查看和归入其他材料。"
    )


def words_meanwhile(text: FileText | None) -> str:
    """What was read of a file, to look at until its pages are there; nothing of one that bears a secrecy mark."""
    if text is None or text.state is TextState.SECRET:
        return ""
    return "\n\n".join(page.text.strip() for page in text.pages)[:_WORDS].strip()


def _paper_sentence(evidence: Evidence) -> str:
    where = f"存放于{evidence.paper_place}" if evidence.paper_place else "存放位置尚未登记"
    return f"纸质件，{where}，没有电子文件可供预览。"


def _paper_facts(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    facts = [("载体", "纸质"), ("存放位置", evidence.paper_place or "未登记")]
    if evidence.pages:
        facts.append(("页数", f"{evidence.pages}页"))
    return tuple(facts)


def file_facts(file: EvidenceFile) -> tuple[tuple[str, str], ...]:
    """What inspection and record say of a file, a line each."""
    verdict, fixity = file.verdict, file.fixity
    state = "内容有变动，待确认" if file.changed else verdict.label
    if file.presence is Presence.MISSING:
        state = f"文件缺失（上次核验：{state}）"
    facts = [("状态", state), ("类型", _FORMATS.get(verdict.format, verdict.format.upper()))]
    if verdict.pages:
        facts.append(("页数", f"{verdict.pages}页"))
    if verdict.fact_labels:
        facts.append(("特征", "、".join(verdict.fact_labels)))
    if fixity is not None:
        facts.append(("大小", size_text(fixity.size)))
        algorithm = _ALGORITHMS.get(fixity.algorithm, fixity.algorithm.upper())
        facts.append(("校验值", f"{algorithm} {fixity.digest[:12]}…"))
    if file.revision > 1:
        facts.append(("版次", f"第{file.revision}版（内容变动过{file.revision - 1}次）"))
    facts.append(("路径", file.path))
    if verdict.detail and not verdict.is_pending:
        facts.append(("说明", verdict.detail))
    return tuple(facts)


def size_text(size: int) -> str:
    """Bytes as people read them: 512 字节, 34 KB, 50.2 MB."""
    if size < 1024:
        return f"{size} 字节"
    if size < 1 << 20:
        return f"{size / 1024:.0f} KB"
    return f"{size / (1 << 20):.1f} MB"
