"""What a finished job is told as: one or two sentences made of its report. No Qt."""

from collections.abc import Sequence

from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.binders import BindReport
from foodsafe_desktop.services.ports import CheckReport

_AT_MOST = 3


def scan_sentence(report: ScanReport) -> str:
    """How many files a scan met and what became of them; the first of its notes on lines of their own."""
    counts = (
        ("新增", report.new),
        ("变动待确认", report.changed),
        ("移动", report.moved),
        ("恢复原处", report.returned),
        ("缺失", report.missing),
        ("内容重复", report.duplicates),
        ("不能打开", report.unreadable),
        ("暂停使用", report.suspended),
    )
    said = "、".join(f"{word} {count}" for word, count in counts if count)
    sentence = f"扫描完成：共 {report.seen} 个文件" + (f"，{said}。" if said else "，没有变化。")
    if report.uninspected:
        sentence += f"有 {report.uninspected} 个文件待核验，核验前不计入佐证。"
    if report.questions:
        sentence += f"有 {report.questions} 个问题待答。"
    return "\n".join([sentence, *_first(report.notes)])


def bind_sentence(report: BindReport) -> str:
    """How many volumes and pages were compiled, and what of it is not printed."""
    pages = sum(volume.pages for volume in report.volumes)
    sentence = f"装订完成：{len(report.volumes)} 卷，共 {pages} 页。"
    slips = sum(len(volume.not_printed) for volume in report.volumes)
    if slips:
        sentence += f"有 {slips} 个文件不能直接打印，已附说明页，请按说明处理后重新装订。"
    paper = sum(volume.insert_paper for volume in report.volumes)
    if paper:
        sentence += f"有 {paper} 件纸质材料需插入原件。"
    return "\n".join([sentence, *_first(report.notes)])


def check_sentence(report: CheckReport) -> str:
    """Whether everything agrees with the record, else the first files that do not."""
    if report.ok:
        more = f"另有 {len(report.unexpected)} 个新文件尚未扫描。" if report.unexpected else ""
        sentence = f"校验通过：{report.checked} 个文件与登记的校验值一致。{more}"
        return "\n".join([sentence, *_first(report.notes)])
    lines = [f"校验未通过：内容不一致 {len(report.mismatched)} 个，缺失 {len(report.missing)} 个。请核对后重新扫描。"]
    lines += report.faults
    lines += _first(
        [
            *(f"内容不一致：{path}" for path in report.mismatched),
            *(f"缺失：{path}" for path in report.missing),
            *report.notes,
        ]
    )
    return "\n".join(lines)


def _first(lines: Sequence[str]) -> list[str]:
    shown = list(lines[:_AT_MOST])
    if len(lines) > _AT_MOST:
        shown.append(f"（另有 {len(lines) - _AT_MOST} 条）")
    return shown
