"""One walk through the evidence folder: every file, and everything that could not be looked at."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path

from foodsafe_desktop.files.digests import EARLIEST, LATEST, recordable
from foodsafe_desktop.files.names import Names, shown
from foodsafe_desktop.files.system_paths import for_system
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import FoundFile, Unreachable
from foodsafe_desktop.services.stretches import sorted_in_stretches
from foodsafe_desktop.services.uncollected import uncollected

_SAY_EVERY = 100
"""Files between two reports of progress."""
_STRETCH = 5_000
"""Files between two turns of the collector: a hundred thousand rows make it go through the whole program many times."""
_found: Callable[[tuple[str, int, int, int, int]], FoundFile] = partial(tuple.__new__, FoundFile)
"""What `FoundFile._make` does, without a call in Python for each."""


_Waiting = str | FoundFile
"""A folder to go through, or a file that comes after what is in such a folder."""
_by_name: Callable[[os.DirEntry[str]], str] = attrgetter("name")


def _in_path_order(one: _Waiting) -> str:
    """All that lies in folder ``a`` comes where ``a/`` would: after ``a.txt``, before ``a0.txt``."""
    return f"{one}/" if isinstance(one, str) else one.path


@dataclass
class Walk:
    """Gathers `files`, in path order, and `unreachable` below `root`; what `names` passes over is in neither."""

    root: str
    names: Names
    job: Job
    files: list[FoundFile] = field(default_factory=list)
    unreachable: list[Unreachable] = field(default_factory=list)

    def run(self, gone_through: Callable[[Sequence[FoundFile]], None] = lambda _files: None) -> None:
        """Go through the root and all below it, without recursion: depth is the user's to choose.

        `gone_through` is given the files met so far whenever it is some thousands more.
        """
        waiting: list[_Waiting] = [""]
        while waiting:
            with uncollected():
                self._go_through(waiting, len(self.files) + _STRETCH)
            gone_through(self.files)

    def _go_through(self, waiting: list["_Waiting"], most: int) -> None:
        """Go through the folders that wait, and those below them, until there are `most` files or none waits."""
        said = len(self.files) - _SAY_EVERY
        while waiting and len(self.files) < most:
            folder = waiting.pop()
            if isinstance(folder, FoundFile):
                self.files.append(folder)
                continue
            self.job.check()
            if len(self.files) - said >= _SAY_EVERY:
                said = len(self.files)
                self.job.step(said, 0, shown(folder))
            try:
                with _opened(f"{self.root}/{folder}") as place, os.scandir(place) as entries:
                    found = sorted_in_stretches(list(entries), _by_name)
                    below, files = self._entries(found, f"{folder}/" if folder else "")
            except OSError as error:
                if isinstance(error, FileNotFoundError) and not self._is_listed(folder):
                    continue  # deleted since its parent was read: no longer part of the folder
                self._report(folder, "文件夹无权读取或读取出错，其中的文件未能查看。请检查权限或磁盘后重新扫描")
                continue
            if below:
                waiting += sorted((*below, *files), key=_in_path_order, reverse=True)
            else:
                self.files += files

    def meets_any(self) -> bool:
        """Whether there is any file below the root, or anything that cannot be looked at; ends at the first."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                with _opened(f"{self.root}/{folder}") as place, os.scandir(place) as entries:
                    for entry in entries:
                        below, files = self._entries([entry], f"{folder}/" if folder else "")
                        if files or self.unreachable:
                            return True
                        waiting += below
            except FileNotFoundError:
                continue
            except OSError:
                return True
        return False

    def _is_listed(self, folder: str) -> bool:
        """Whether a folder that is "not found" belongs there all the same: a share that comes and goes says so of all.

        Then nothing may be concluded of its files.
        """
        if not folder:
            return True
        above, _, name = folder.rpartition("/")
        try:
            with _opened(f"{self.root}/{above}") as place, os.scandir(place) as entries:
                return any(entry.name == name for entry in entries)
        except OSError:
            return self._is_listed(above)

    def _entries(self, found: Sequence[os.DirEntry[str]], above: str) -> tuple[list[str], list[FoundFile]]:
        """The paths of the folders among the entries of one that are to be gone through, and the files among them.

        What is done for a plain file is done a hundred thousand times: it stands here in one piece.
        """
        is_passing = self.names.is_passing_file
        below: list[str] = []
        files: list[FoundFile] = []
        take_in = files.append
        for entry in found:
            name = entry.name
            try:
                if not entry.is_file(follow_symlinks=False):
                    if self._is_to_be_entered(entry, above + name, take_in):
                        below.append(above + name)
                elif not is_passing(name):
                    status = entry.stat(follow_symlinks=False)
                    changed = status.st_mtime_ns
                    if not EARLIEST <= changed <= LATEST:
                        changed = recordable(changed)
                    # Windows gives no file number while listing a folder: 0.
                    take_in(_found((above + name, status.st_size, changed, status.st_dev, status.st_ino)))
            except FileNotFoundError:
                continue  # deleted since the folder was read
            except OSError:
                self._report(above + name, "无权查看或读取出错。请检查权限或磁盘后重新扫描")
        return below, files

    def _is_to_be_entered(self, entry: os.DirEntry[str], path: str, take_in: Callable[[FoundFile], None]) -> bool:
        """Take in what is not a plain file; says whether it is a folder to go through."""
        if _is_link(entry):
            self._link(entry, path, take_in)
        elif entry.is_dir(follow_symlinks=False):
            return not self.names.is_passing_folder(entry.name)
        elif not self.names.is_passing_file(entry.name):
            self._report(path, "不是普通文件（管道、设备等），未予读取。请移出佐证材料文件夹")
        return False

    def _link(self, entry: os.DirEntry[str], path: str, take_in: Callable[[FoundFile], None]) -> None:
        if self.names.is_passing_file(entry.name) or self.names.is_passing_folder(entry.name):
            return
        target = Path(os.path.realpath(f"{self.root}/{path}"))
        if not target.is_relative_to(os.path.realpath(self.root)):
            self._report(path, "是指向佐证材料文件夹以外的链接，未予跟随。请把文件本身复制到此处")
        elif target.is_file():
            status = target.stat()
            take_in(FoundFile(path, status.st_size, recordable(status.st_mtime_ns)))  # the key is the target's own
        else:
            self._report(path, "是指向文件夹的链接或失效的链接，未予跟随。请改放文件本身，或删除该链接")

    def _report(self, path: str, what: str) -> None:
        self.unreachable.append(Unreachable(path, f"“{shown(path)}”{what}。"))


@contextmanager
def _opened(folder: str) -> Iterator[str | int]:
    """A folder as it is best scanned: opened, where the system can, so that no whole path is looked up again."""
    if os.scandir not in os.supports_fd:
        yield for_system(folder)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_link(entry: os.DirEntry[str]) -> bool:
    """A symbolic link, or a Windows junction, which says that it is a folder."""
    if entry.is_symlink():
        return True
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) if os.name == "nt" else 0
    return tag != 0 and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
