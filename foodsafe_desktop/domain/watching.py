"""How an archive follows its evidence folder: what is ignored, when a file is at rest, how often all is looked at."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from foodsafe_desktop.domain.errors import SettingRefused

ALGORITHMS = ("sha256", "sm3")


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
        if any(not pattern.strip() or "/" in pattern or pattern.strip() == "*" for pattern in self.ignore):
            raise SettingRefused("忽略的文件名", "每行写一个名称样式，如 *.bak，不能为空、不能是单独的 *、不能含斜线")

    def to_text(self) -> str:
        """As kept among the archive's settings."""
        return json.dumps(asdict(self), ensure_ascii=False)


def settings_from_text(text: str | None) -> FolderSettings:
    """The settings kept as `text`; the defaults where nothing was kept. Raises SettingRefused."""
    if text is None:
        return FolderSettings()
    kept: Mapping[str, object] = json.loads(text)
    known = {name: kept[name] for name in FolderSettings.__dataclass_fields__ if name in kept}
    ignore = known.pop("ignore", ())
    patterns = tuple(str(one) for one in ignore) if isinstance(ignore, list | tuple) else ()
    return FolderSettings(ignore=patterns, **known)  # type: ignore[arg-type]
