"""One walk through the evidence folder: every file, and everything that could not be looked at."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.files.names import Names, shown
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import FoundFile, Unreachable


@dataclass
class Walk:
    """Gathers `files` and `unreachable` below `root`, in no order; what `names` passes over is in neither."""

    root: str
    names: Names
    job: Job
    files: list[FoundFile] = field(default_factory=list)
    unreachable: list[Unreachable] = field(default_factory=list)

    def run(self) -> None:
        """Go through the root and all below it, without recursion: depth is the user's to choose."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            self.job.step(len(self.files), 0, shown(folder))
            try:
                with os.scandir(os.path.join(self.root, folder)) as entries:  # noqa: PTH118 - once a folder, fast
                    found = list(entries)
            except FileNotFoundError:
                continue  # deleted since its parent was read: no longer part of the folder
            except OSError:
                self._report(folder, "文件夹无权读取或读取出错，其中的文件未能查看。请检查权限或磁盘后重新扫描")
                continue
            above = f"{folder}/" if folder else ""
            for entry in found:
                below = self._entry(entry, above + entry.name)
                if below is not None:
                    waiting.append(below)

    def _entry(self, entry: os.DirEntry[str], path: str) -> str | None:
        """Take in one entry; returns its path if it is a folder to go through."""
        try:
            if entry.is_file(follow_symlinks=False):
                if not self.names.is_passing_file(entry.name):
                    self._file(path, entry.stat(follow_symlinks=False))
            elif _is_link(entry):
                self._link(entry, path)
            elif entry.is_dir(follow_symlinks=False):
                return None if self.names.is_passing_folder(entry.name) else path
            elif not self.names.is_passing_file(entry.name):
                self._report(path, "不是普通文件（管道、设备等），未予读取。请移出佐证材料文件夹")
        except FileNotFoundError:
            return None  # deleted since the folder was read
        except OSError:
            self._report(path, "无权查看或读取出错。请检查权限或磁盘后重新扫描")
        return None

    def _file(self, path: str, status: os.stat_result) -> None:
        # Windows gives no file number while listing a folder.
        key = f"{status.st_dev}:{status.st_ino}" if status.st_ino else None
        self.files.append(FoundFile(path, status.st_size, status.st_mtime_ns, key))

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        if self.names.is_passing_file(entry.name) or self.names.is_passing_folder(entry.name):
            return
        target = Path(os.path.realpath(entry.path))
        if not target.is_relative_to(os.path.realpath(self.root)):
            self._report(path, "是指向佐证材料文件夹以外的链接，未予跟随。请把文件本身复制到此处")
        elif target.is_file():
            status = target.stat()
            self.files.append(FoundFile(path, status.st_size, status.st_mtime_ns))  # the key is the target's own
        else:
            self._report(path, "是指向文件夹的链接或失效的链接，未予跟随。请改放文件本身，或删除该链接")

    def _report(self, path: str, what: str) -> None:
        self.unreachable.append(Unreachable(path, f"“{shown(path)}”{what}。"))


def _is_link(entry: os.DirEntry[str]) -> bool:
    """A symbolic link, or a Windows junction, which says that it is a folder."""
    if entry.is_symlink():
        return True
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) if os.name == "nt" else 0
    return tag != 0 and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
