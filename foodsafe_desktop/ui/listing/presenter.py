"""The groups of lines that a scan or a check leaves to be read. No Qt."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import DOES_NOT_OPEN, WITHHELD, Condition, EvidenceFile, Presence
from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.ports import CheckReport
from foodsafe_desktop.ui.reports import check_sentence, scan_sentence

AT_MOST = 500
"""Lines of a group that are shown; all are copied."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind. `advice`: what to do about them."""

    title: str
    lines: tuple[str, ...]
    advice: str = ""

    @property
    def heading(self) -> str:
        """Title, count and advice."""
        return f"{self.title}（{len(self.lines)}）" + (f"　{self.advice}" if self.advice else "")

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines that are shown, with the number of those that are not."""
        if len(self.lines) <= AT_MOST:
            return self.lines
        return (*self.lines[:AT_MOST], f"（另有 {len(self.lines) - AT_MOST} 条，复制时包括在内）")


@dataclass(frozen=True, slots=True)
class Listing:
    """A result in full. `summary` is the sentence that was said of it."""

    title: str
    summary: str
    groups: tuple[Group, ...]

    @property
    def text(self) -> str:
        """Everything, to be copied."""
        blocks = [f"{self.title}\n{self.summary}"]
        blocks += ["\n".join((group.heading, *group.lines)) for group in self.groups]
        return "\n\n".join(blocks)


def scan_listing(report: ScanReport, notes: Iterable[str], dossier: Dossier) -> Listing:
    """What the last scan met, how the files stand after it, and the `notes` of all scans since the opening."""
    groups = (
        Group("仍在写入", report.put_off, "静置后自动登记，请勿在此时关闭来源程序。"),
        Group("需核对的事项", tuple(notes)),
        *_states(dossier),
    )
    return Listing("扫描记录", scan_sentence(report).partition("\n")[0], _filled(groups))


def check_listing(report: CheckReport) -> Listing:
    """What a check found."""
    groups = (
        Group("档案本身", report.faults),
        Group("内容不符", report.mismatched, "请与原件或备份核对；确属更新的，扫描后确认变动。"),
        Group("找不到", report.missing, "请放回原处，或在材料表中“重新指定文件”。"),
        Group("未登记", report.unexpected, "上次扫描之后放入的文件，扫描后登记。"),
        Group("说明", report.notes),
    )
    return Listing("校验结果", check_sentence(report).partition("\n")[0], _filled(groups))


def _filled(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(group for group in groups if group.lines)


def _states(dossier: Dossier) -> Iterator[Group]:
    live = [file for file in dossier.files if not dossier.evidence[file.evidence_id].recycled]
    for title, wanted, said, advice in _STATES:
        yield Group(title, tuple(said(file) for file in live if wanted(file)), advice)


def _present(file: EvidenceFile) -> bool:
    return file.presence is Presence.PRESENT


def _with_reason(file: EvidenceFile) -> str:
    return f"{file.path}　{file.verdict.detail or file.verdict.label}"


def _unnamed(file: EvidenceFile) -> str:
    """A file that bears a secrecy mark is not named on a list that can be copied; its folder is."""
    folder, slash, _ = file.path.rpartition("/")
    return f"{folder}{slash}{WITHHELD}"


_STATES: Sequence[tuple[str, Callable[[EvidenceFile], bool], Callable[[EvidenceFile], str], str]] = (
    (
        "变动待确认",
        lambda file: _present(file) and file.changed,
        lambda file: file.path,
        "请核对后在材料表中“确认变动”。",
    ),
    (
        "不能打开",
        lambda file: _present(file) and file.verdict.condition in DOES_NOT_OPEN,
        _with_reason,
        "请向报送单位重新索取。",
    ),
    (
        "未能核验",
        lambda file: _present(file) and file.verdict.condition is Condition.UNKNOWN and not file.verdict.is_pending,
        _with_reason,
        "请换成常用格式后重新报送。",
    ),
    (
        "尚未核验",
        lambda file: _present(file) and file.verdict.is_pending,
        lambda file: file.path,
        "程序正在后台核验；中途取消的，下次扫描时继续。",
    ),
    (
        "暂停使用",
        lambda file: _present(file) and file.verdict.condition is Condition.SUSPENDED,
        _unnamed,
        "名称带有密级标志，程序不打开、不装订，请按保密规定处理。",
    ),
    (
        "不在原处",
        lambda file: file.presence is Presence.MISSING,
        lambda file: file.path if file.verdict.condition is not Condition.SUSPENDED else _unnamed(file),
        "请放回原处，或在材料表中“重新指定文件”。",
    ),
)
