"""The archive's settings for its evidence folder and its backups, kept in the archive itself."""

from foodsafe_desktop.domain.backups import Schedule
from foodsafe_desktop.domain.evidence import Presence
from foodsafe_desktop.domain.watching import FolderSettings, settings_from_text
from foodsafe_desktop.services.backups import SCHEDULE, schedule_of
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)

FOLDER_SETTINGS = "folder_settings"
"""The name under which the store keeps them."""


def settings_of(unit: UnitOfWork) -> FolderSettings:
    """The settings, inside a transaction that is open already."""
    return settings_from_text(unit.setting(FOLDER_SETTINGS))


def folder_settings(archive: Archive) -> FolderSettings:
    """The archive's settings; the defaults where none were saved."""
    with archive.store.begin() as unit:
        return settings_of(unit)


def save_folder_settings(archive: Archive, settings: FolderSettings) -> Decision:
    """Keep settings; they hold from the next scan on.

    With another algorithm the next scan reads every file by both and records the new digests: only what has other bytes
    than recorded counts as changed, and what is remembered by digests goes along (`rehashed`).
    """
    with archive.store.begin() as unit:
        before = settings_of(unit)
        now_ignored = _now_ignored(unit, before, settings)
    _save(archive, settings)
    said = "已保存佐证材料文件夹的设置，下次扫描起生效。"
    if now_ignored:
        said += f"已登记的 {now_ignored} 个文件符合忽略的样式，将列为“不在原处”，"
        said += "归入关系保留；去掉该样式后重新扫描即可恢复。"
    return Decision(
        said,
        lambda: _save(archive, before),
        lambda: _save(archive, settings),
    )


def _now_ignored(unit: UnitOfWork, before: FolderSettings, settings: FolderSettings) -> int:
    """How many recorded files will be left out that are not yet."""
    if set(settings.ignore) <= set(before.ignore):
        return 0
    present = (file.path for file in unit.recorded() if file.presence is Presence.PRESENT)
    return sum(settings.ignores(path) and not before.ignores(path) for path in present)


def _save(archive: Archive, settings: FolderSettings) -> None:
    archive.folder.adopt(settings)  # first, for it refuses an algorithm that this machine lacks
    with archive.store.begin() as unit:
        unit.set_setting(FOLDER_SETTINGS, settings.to_text())
        detail = {name: getattr(settings, name) for name in FolderSettings.__dataclass_fields__}
        unit.record(archive.clock(), archive.who, "settings_saved", FOLDER_SETTINGS, detail)


def save_backup_schedule(archive: Archive, schedule: Schedule) -> Decision:
    """Keep how often a copy of the database is made by itself."""
    with archive.store.begin() as unit:
        before = schedule_of(unit)
    _save_schedule(archive, schedule)
    return Decision(
        f"自动备份已设为“{schedule.label}”。",
        lambda: _save_schedule(archive, before),
        lambda: _save_schedule(archive, schedule),
    )


def _save_schedule(archive: Archive, schedule: Schedule) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(SCHEDULE, schedule.value)
        unit.record(archive.clock(), archive.who, "settings_saved", SCHEDULE, {"to": schedule.label})
