"""替代页: stands in a volume where a file's own pages, or a paper original, cannot be printed."""

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.binder import Part, Piece
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile
from foodsafe_desktop.domain.wording import day_text, size_text
from foodsafe_desktop.output.forms.flow import Column, Flow, Row, Table
from foodsafe_desktop.output.forms.letter import running_head
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import (
    CELL,
    COVER_LINE,
    COVER_VOLUME,
    HEADING,
    LETTER_FRAME,
    LIST_ROW,
    NOTE,
    VALUE,
)
from foodsafe_desktop.output.forms.withheld import described
from foodsafe_desktop.services.ports import BinderFacts

_TABLE = Table((Column("", 30, "centre"), Column("", 126)), LIST_ROW + 2, headed=False)
_MEMBERS = Table(
    (Column("序号", 12, "centre"), Column("名称", 90), Column("大小", 24, "right"), Column("修改时间", 30, "centre")),
    LIST_ROW,
)
_BETWEEN = 4.0
"""Between key frames; this program's own."""
_ALGORITHMS = {"sha256": "SHA-256", "sm3": "SM3"}
_KINDS = {
    "pdf": "PDF 文档",
    "ofd": "OFD 版式文档",
    "jpeg": "JPEG 图像",
    "png": "PNG 图像",
    "tiff": "TIFF 图像",
    "bmp": "BMP 图像",
    "gif": "GIF 图像",
    "webp": "WebP 图像",
    "heic": "HEIC 图像",
    "docx": "Word 文档（docx）",
    "xlsx": "Excel 工作簿（xlsx）",
    "pptx": "PowerPoint 演示文稿（pptx）",
    "ole": "旧版 Office 或 WPS 文档",
    "zip": "ZIP 压缩包",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "mp4": "MP4 视频",
    "mov": "MOV 视频",
    "mp3": "MP3 录音",
    "wav": "WAV 录音",
    "text": "纯文本",
    "unknown": "未能识别",
}


def slip(piece: Piece, part: Part, reason: str, facts: BinderFacts, annex: Annex | None = None) -> bytes:
    """The sheet for one part of a piece; `reason` says in a sentence why it stands here. A4, one page as a rule.

    `annex`: what is known of the file's content; a long list runs on over further pages.
    Of a file under suspicion of secrecy nothing is printed but the piece's number and masked title.
    """
    paper = Paper(LETTER_FRAME.page)
    where = f"编号 {piece.code}"
    flow = Flow(paper, LETTER_FRAME, lambda page: running_head(page, facts.archive_title, where))
    flow.text("替代页" if part.file else "纸质材料插入页", COVER_VOLUME, align="centre")
    flow.gap(5)
    if part.file is None:
        flow.text("请在此处插入原件", COVER_LINE, align="centre")
        flow.gap(5)
    rows = _paper_fields(piece, reason) if part.file is None else _file_fields(piece, part.file, reason)
    rows += annex.fields if annex is not None else ()
    flow.table(_TABLE, [_row(label, value) for label, value in rows if value])
    flow.gap(4)
    flow.text(_advice(part.file), NOTE, grey=GREY)
    if annex is not None:
        _pictures(flow, annex)
        _members(flow, annex)
    return paper.finished()


def _pictures(flow: Flow, annex: Annex) -> None:
    """Key frames side by side, each with its moment below."""
    if not annex.pictures:
        return
    width = (flow.frame.width - 2 * _BETWEEN) / 3
    flow.gap(5)
    flow.need(width + 2 * NOTE.line)
    flow.text("视频画面截图（程序自动截取，仅供辨认内容）", HEADING)
    flow.gap(1)
    lowest = flow.y
    for at, (jpeg, moment) in enumerate(zip(annex.pictures, annex.moments, strict=False)):
        x = flow.frame.left + at * (width + _BETWEEN)
        height = flow.paper.picture(x, flow.y, (width, width), jpeg)
        lowest = max(lowest, flow.paper.block(x, flow.y + height + 1, width, moment, NOTE, "centre"))
    flow.y = lowest


def _members(flow: Flow, annex: Annex) -> None:
    if annex.members:
        flow.gap(5)
        flow.text(annex.heading, HEADING)
        flow.gap(1)
        rows = [Row((str(number), *member)) for number, member in enumerate(annex.members, 1)]
        flow.table(_MEMBERS, rows)


def _row(label: str, value: str) -> Row:
    """A field; a digest is set small enough to stand on one line."""
    return Row((label, value), style=CELL if label.startswith("校验值") else VALUE)


def _description(evidence: Evidence, title: str) -> tuple[tuple[str, str], ...]:
    return (
        ("材料题名", title),
        ("文号", evidence.document_number),
        ("责任者", evidence.author),
        ("成文日期", day_text(evidence.dated) if evidence.dated else ""),
        ("档号", evidence.reference_code),
    )


def _paper_fields(piece: Piece, reason: str) -> tuple[tuple[str, str], ...]:
    evidence = described(piece)
    return (
        *_description(evidence, piece.title),
        ("页数", f"{evidence.pages}页" if evidence.pages else ""),
        ("存放位置", evidence.paper_place or "尚未登记"),
        ("说明", "" if "插入原件" in reason else reason),
    )


def _file_fields(piece: Piece, file: EvidenceFile, reason: str) -> tuple[tuple[str, str], ...]:
    if file.verdict.condition is Condition.SUSPENDED:
        return (("材料题名", piece.title), ("未打印原因", reason))
    fixity, verdict = file.fixity, file.verdict
    return (
        *_description(described(piece), piece.title),
        ("电子文件", file.path),
        ("文件类型", _KINDS.get(verdict.format, verdict.format.upper())),
        ("文件大小", size_text(fixity.size) if fixity else "未能读取"),
        ("页数", f"{verdict.pages}页" if verdict.pages else ""),
        (f"校验值\n{_ALGORITHMS.get(fixity.algorithm, fixity.algorithm.upper())}", fixity.digest)
        if fixity
        else ("校验值", "未能读取"),
        ("文件状况", verdict.label),
        ("未打印原因", reason),
    )


def _advice(file: EvidenceFile | None) -> str:
    if file is None:
        return "插入原件后本页可保留在原件之前，页码以装订本盖印页码为准。"
    if file.verdict.condition is Condition.SUSPENDED:
        return "涉及国家秘密的材料不得在本系统中存储、处理，请按保密规定核查处置。"
    return "上列“电子文件”为该文件在佐证材料文件夹内的相对路径；核对校验值可确认所查文件与编制时为同一内容。"
