"""The evidence folder on disk, read only: what lies in it, and what its bytes are at one moment."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.errors import FileStillChanging, FolderGone
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files.names import is_passing_file, is_system_folder, shown
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import FolderListing, FoundFile, Unreachable

ALGORITHM = "sha256"
_STEP = 1024 * 1024
_READERS = 2


class DiskFolder:
    """Implements `ports.EvidenceFolder`. Nothing here ever writes, renames or deletes.

    Names whose bytes are no text are kept as Python keeps them (surrogateescape), so that the file can be opened.
    Links: one to a file inside the root counts as a file of its own name; every other link is reported, not followed.
    """

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would replace a linked root by its target

    def walk(self, job: Job) -> FolderListing:
        """Every regular file below the root, in path order. Raises FolderGone when the root is not there."""
        walk = _Walk(self._root, job)
        try:
            with os.scandir(self._root):
                pass
        except OSError as error:
            raise FolderGone(shown(str(self._root))) from error
        walk.folder("")
        if not self._root.is_dir():  # a share that went away meanwhile must not look like an empty folder
            raise FolderGone(shown(str(self._root)))
        return FolderListing(
            sorted(walk.files, key=lambda found: found.path),
            sorted(walk.unreachable, key=lambda one: one.path),
        )

    def fixity(self, path: str, job: Job) -> Fixity:
        """Read one file through. Raises OSError, and FileStillChanging (an OSError too) if it changes meanwhile."""
        absolute = self.absolute(path)
        before = absolute.stat()
        if not stat.S_ISREG(before.st_mode):  # opening a pipe would wait for ever
            raise OSError("不是普通文件")
        digest = hashlib.new(ALGORITHM)
        size = 0
        with absolute.open("rb", buffering=0) as stream:
            while step := stream.read(_STEP):
                job.check()
                digest.update(step)
                size += len(step)
        after = absolute.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
            raise FileStillChanging(shown(path))
        return Fixity(size, after.st_mtime_ns, ALGORITHM, digest.hexdigest())

    def fixities(self, paths: Sequence[str], job: Job) -> Iterator[tuple[str, Fixity | OSError]]:
        """Read many files through; each path once, with its fixity or what went wrong. Raises Cancelled."""

        def read(path: str) -> tuple[str, Fixity | OSError]:
            try:
                return path, self.fixity(path, job)
            except OSError as error:
                return path, error

        # Hashing lets go of the interpreter's lock: threads are enough to keep the cores busy.
        with ThreadPoolExecutor(_READERS) as readers:
            yield from readers.map(read, dict.fromkeys(paths))

    def absolute(self, path: str) -> Path:
        """Where a relative path lies on this machine."""
        return self._root.joinpath(*path.split("/"))


@dataclass
class _Walk:
    root: Path
    job: Job
    files: list[FoundFile] = field(default_factory=list)
    unreachable: list[Unreachable] = field(default_factory=list)

    def folder(self, start: str) -> None:
        """Go through a folder and all below it, without recursion: depth is the user's to choose."""
        waiting = [start]
        while waiting:
            folder = waiting.pop()
            self.job.step(len(self.files), 0, shown(folder))
            try:
                with os.scandir(self.root / folder) as entries:
                    found = list(entries)
            except FileNotFoundError:
                continue  # deleted since its parent was read: no longer part of the folder
            except OSError:
                self._report(folder, "文件夹无权读取或读取出错，其中的文件未能查看。请检查权限或磁盘后重新扫描")
                continue
            for entry in found:
                below = self._entry(entry, f"{folder}/{entry.name}" if folder else entry.name)
                if below is not None:
                    waiting.append(below)

    def _entry(self, entry: os.DirEntry[str], path: str) -> str | None:
        """Take in one entry; returns its path if it is a folder to go through."""
        try:
            if _is_link(entry):
                self._link(entry, path)
            elif entry.is_dir(follow_symlinks=False):
                return None if is_system_folder(entry.name) else path
            elif not is_passing_file(entry.name):
                self._file(path, entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            return None  # deleted since the folder was read
        except OSError:
            self._report(path, "无权查看或读取出错。请检查权限或磁盘后重新扫描")
        return None

    def _file(self, path: str, status: os.stat_result) -> None:
        if stat.S_ISREG(status.st_mode):
            self.files.append(FoundFile(path, status.st_size, status.st_mtime_ns))
        else:
            self._report(path, "不是普通文件（管道、设备等），未予读取。请移出佐证材料文件夹")

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        if is_passing_file(entry.name) or is_system_folder(entry.name):
            return
        target = Path(os.path.realpath(entry.path))
        if not target.is_relative_to(os.path.realpath(self.root)):
            self._report(path, "是指向佐证材料文件夹以外的链接，未予跟随。请把文件本身复制到此处")
        elif target.is_file():
            self._file(path, target.stat())
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
