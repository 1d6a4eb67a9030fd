"""What the form of settings shows and reads: plain text to `FolderSettings` and back. No Qt."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from foodsafe_desktop.domain.backups import Schedule
from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.gaps import CoverageOptions
from foodsafe_desktop.domain.watching import ALGORITHMS, FolderSettings
from foodsafe_desktop.services.backups import schedule_of
from foodsafe_desktop.services.converting import conversion_of
from foodsafe_desktop.services.cover_facts import compiled_by
from foodsafe_desktop.services.deadlines import Deadlines, deadlines_of
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.reckoning import coverage_options
from foodsafe_desktop.services.relinking import EVIDENCE_FOLDER
from foodsafe_desktop.services.settings import folder_settings

ALGORITHM_WORDS = {"sha256": "SHA-256", "sm3": "SM3（国密，GB/T 32905）"}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Days, copies and conversion. `converters` are the office programs found on this machine."""

    deadlines: Deadlines = field(default_factory=Deadlines)
    schedule: Schedule = Schedule.DAILY
    conversion: Conversion = Conversion.AUTO
    converters: Mapping[Conversion, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """What the form starts from. `folder_note` says how the place is kept, and who changed it last."""

    settings: FolderSettings
    folder: str
    folder_note: str
    algorithms: tuple[str, ...]
    """Those that this machine can reckon."""
    compiled_by: str = ""
    """编制单位 as covers print it; empty: a line to write on."""
    options: CoverageOptions = field(default_factory=CoverageOptions)
    """How coverage is reckoned."""
    keeping: Keeping = field(default_factory=Keeping)


def read_settings(archive: Archive, converters: Mapping[Conversion, str] | None = None) -> ArchiveSettings:
    """Read all that the form shows; runs on the dossier thread. `converters`: the office programs that were found."""
    place = archive.place
    inside = place.evidence.is_relative_to(place.root)
    note = "位于档案目录之内，按相对位置保存，可随档案整体搬移。" if inside else "位于档案目录之外，按完整路径保存。"
    with archive.store.begin() as unit:
        moves = [one for one in unit.history(about=[EVIDENCE_FOLDER]) if one.verb == "root_relinked"]
        keeping = Keeping(deadlines_of(unit), schedule_of(unit), conversion_of(unit), dict(converters or {}))
    if moves:
        note += f"最近由 {moves[-1].who} 于 {moves[-1].at:%Y-%m-%d %H:%M} 更改。"
    return ArchiveSettings(
        folder_settings(archive),
        str(place.evidence),
        note,
        available_algorithms(),
        compiled_by(archive),
        coverage_options(archive),
        keeping,
    )


def conversion_words(choice: Conversion, found: Mapping[Conversion, str]) -> str:
    """A choice as the form offers it, with what was found of it on this machine."""
    if choice in (Conversion.AUTO, Conversion.OWN):
        return choice.label
    return found.get(choice, f"{choice.label}（本机未找到）")


def found_words(found: Mapping[Conversion, str]) -> str:
    """Which office programs there are, in a sentence."""
    names = "、".join(found.values())
    return f"本机可用：{names}。" if names else "本机未找到办公软件，文档由本程序排版。"


def available_algorithms() -> tuple[str, ...]:
    """The digests that this machine's cryptographic library knows, of those that an archive may use."""
    return tuple(name for name in ALGORITHMS if name in hashlib.algorithms_available)


def patterns_of(text: str) -> tuple[str, ...]:
    """One pattern a line; empty lines and repetitions do not count."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def folder_advice(before: FolderSettings, now: FolderSettings) -> Sequence[str]:
    """What a person should know before saving: sentences, none if nothing follows."""
    said = []
    if before.algorithm != now.algorithm:
        said.append("更换校验算法后，下次扫描将重新读取全部文件，用时较长；内容未变的文件不算变动。")
    if len(now.ignore) > len(before.ignore) or set(now.ignore) - set(before.ignore):
        said.append("已登记的文件若符合新增的忽略样式，下次扫描时将列为“不在原处”。")
    return said
