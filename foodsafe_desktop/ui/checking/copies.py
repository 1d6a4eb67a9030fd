"""The copies of an archive, as rows. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.backups import BULK, BY_HAND, DAILY, Copy, copy_of

COLUMNS = ("时间", "缘由", "大小", "文件")
_WHY = {DAILY: "自动备份", BY_HAND: "手动备份", BULK: "批量操作之前", "before_restore": "恢复之前"}
_THOUSAND = 1024


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One copy."""

    path: Path
    cells: tuple[str, ...]
    sort: tuple[object, ...]


def copy_rows(folder: Path) -> tuple[CopyRow, ...]:
    """The copies that lie in a folder, newest first; reads names and sizes only, so it runs beside the window."""
    rows = [row for path in _files(folder) if (row := _row(path)) is not None]
    return tuple(sorted(rows, key=lambda row: (row.cells[0], row.cells[3]), reverse=True))


def last_copy(rows: Sequence[CopyRow]) -> str:
    """When the newest copy was made, in a sentence."""
    return f"共 {len(rows)} 份备份，最近一份制作于 {rows[0].cells[0]}。" if rows else "尚无备份，建议现在制作一份。"


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:  # not made yet, or on a share that is not there
        return []


def _row(path: Path) -> CopyRow | None:
    copy = copy_of(path.name)
    if copy is None:
        return None
    try:
        size = path.stat().st_size
    except OSError:  # it has gone meanwhile
        return None
    cells = (f"{copy.at:%Y-%m-%d %H:%M:%S}", _reason(copy), _size(size), path.name)
    return CopyRow(path, cells, (cells[0], cells[1], size, path.name))


def _reason(copy: Copy) -> str:
    if copy.why in _WHY:
        return _WHY[copy.why]
    return "程序升级之前" if copy.before_a_step else copy.why


def _size(size: int) -> str:
    kilo = size / _THOUSAND
    return f"{kilo:.0f} KB" if kilo < _THOUSAND else f"{kilo / _THOUSAND:.1f} MB"
