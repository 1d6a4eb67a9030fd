"""How an archive follows its evidence folder: what is ignored, when a file is at rest, how often all is looked at."""

import fnmatch
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from foodsafe_desktop.domain.errors import SettingRefused, SettingsUnreadable

ALGORITHMS = ("sha256", "sm3")


_SLASHES = re.compile(r"[/\\]")
_NAMES = ("会议纪要.pdf", "IMG_0001.jpg", "a.docx")
"""A pattern that fits all of these would leave out everything."""


def _fits_all(pattern: str) -> bool:
    return all(fnmatch.fnmatchcase(name, pattern.strip()) for name in _NAMES)


class FolderState(StrEnum):
    """How the evidence folder is followed at present."""

    ONLINE = "online"
    """The system reports what happens in it."""
    POLLING = "polling"
    """It is looked through at intervals: by choice, or because the system cannot report."""
    OFFLINE = "offline"
    """It is not there (share, drive). Nothing is unassigned, nothing counts as missing."""

    @property
    def label(self) -> str:
        """The state in one Chinese word."""
        return {FolderState.ONLINE: "在线", FolderState.POLLING: "轮询", FolderState.OFFLINE: "离线"}[self]


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """The archive's own settings for its folder.

    `ignore`: name patterns (``*.bak``) beside the temporary and system names that are never taken in.
    `settle_seconds`: a file is at rest after this long without event or change of size or time (≥ 2).
    `rescan_minutes`: everything is compared this often whatever the system reports (1 to 1440). `polling`: look
    instead of listening, for network shares that report nothing. `algorithm`: of the fixity, SHA-256 or SM3
    (GB/T 32905-2016).
    """

    ignore: tuple[str, ...] = ()
    settle_seconds: float = 2.0
    rescan_minutes: int = 5
    polling: bool = False
    algorithm: str = "sha256"

    def __post_init__(self) -> None:
        if self.algorithm not in ALGORITHMS:
            raise SettingRefused("校验算法", "只能选 SHA-256 或 SM3")
        if not 2 <= self.settle_seconds <= 600:
            raise SettingRefused("静置时间", "须在 2 秒到 600 秒之间")
        if not 1 <= self.rescan_minutes <= 1440:
            raise SettingRefused("定时扫描间隔", "须在 1 分钟到 1440 分钟之间")
        if any(not pattern.strip() or _SLASHES.search(pattern) or _fits_all(pattern) for pattern in self.ignore):
            why = "每行写一个名称样式，如 *.bak，不能为空、不能含斜线，也不能是 * 或 *.* 这样把全部文件都忽略的样式"
            raise SettingRefused("忽略的文件名", why)

    def ignores(self, path: str) -> bool:
        """Whether these patterns leave out a file with this relative path, by its name or that of a folder above."""
        names = path.lower().split("/")
        patterns = [pattern.strip().lower() for pattern in self.ignore]
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns for name in names)

    def to_text(self) -> str:
        """As kept among the archive's settings."""
        return json.dumps(asdict(self), ensure_ascii=False)


def settings_from_text(text: str | None) -> FolderSettings:
    """The settings kept as `text`; the defaults where nothing was kept.

    Raises SettingsUnreadable: to go on by the defaults would read every file by another algorithm, and unsaid.
    """
    if text is None:
        return FolderSettings()
    try:
        return _read(json.loads(text))
    except (ValueError, TypeError, SettingRefused) as error:
        raise SettingsUnreadable("佐证材料文件夹") from error


def _read(kept: object) -> FolderSettings:
    """Raises TypeError, SettingRefused."""
    if not isinstance(kept, dict):
        raise TypeError("no object")
    known = {name: kept[name] for name in FolderSettings.__dataclass_fields__ if name in kept}
    if any(not isinstance(value, _KINDS[name]) for name, value in known.items()):
        raise TypeError("another kind of value")
    patterns = known.pop("ignore", ())
    return FolderSettings(tuple(map(str, patterns)), **known)


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "ignore": list,
    "settle_seconds": (int, float),
    "rescan_minutes": int,
    "polling": bool,
    "algorithm": str,
}
