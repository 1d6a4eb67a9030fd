"""An archive out of a package: its database, its evidence under the names it had, its compiled volumes."""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from foodsafe_desktop.domain.errors import DiskFull, PackageUnsound, PackageWithoutArchive, TargetNotEmpty
from foodsafe_desktop.domain.packages import (
    BINDERS,
    DATABASE,
    EVIDENCE,
    ORIGINAL_NAMES,
    PAYLOAD,
    is_portable,
    leads_out,
)
from foodsafe_desktop.output.package.bag import apart, require_empty, settle, write_all, writing
from foodsafe_desktop.output.package.checking import Bag, compared, digests_of, read_bag
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import CheckReport

_WHAT = "恢复的档案"
_SPARE = 16 << 20


@dataclass
class LaidOut:
    """An archive in a folder apart: files of evidence and volumes in it, and sentences on what has another name."""

    folder: Path
    files: int
    notes: tuple[str, ...]


@contextmanager
def laid_out(package: Path, root: Path, job: Job) -> Iterator[LaidOut]:
    """The archive in a folder apart; put in place at `root`, empty or none, when the block ends well.

    Every file is read once, and verified as it is copied: all is in place, or nothing where anything does not agree.
    Raises TargetNotEmpty, PackageUnsound, PackageWithoutArchive, NotVerifiable, DiskFull, CannotWrite, Cancelled.
    """
    package, root = package.absolute(), root.absolute()
    require_empty(root, _WHAT)
    if root.resolve().is_relative_to(package.resolve()):
        raise TargetNotEmpty(str(package), _WHAT)
    bag = read_bag(package, job)
    _require_sound(package, CheckReport(0, missing=tuple(bag.missing), faults=tuple(bag.faults)))
    if PAYLOAD + DATABASE not in bag.digests:
        raise PackageWithoutArchive(str(package))
    wanted = dict(_places(bag))
    with apart(root, ".恢复中-") as folder:
        if shutil.disk_usage(folder).free < sum(bag.sizes[path] for path in wanted) + _SPARE:
            raise DiskFull(str(root))
        copying = _Copying(bag, folder, wanted, job)
        _require_sound(package, compared(bag, job, copying.read))
        for empty in (EVIDENCE, BINDERS):
            (folder / empty).mkdir(exist_ok=True)
        yield LaidOut(folder, len(wanted) - 1, tuple(copying.notes))
        settle(folder, root, _WHAT)


def _require_sound(package: Path, report: CheckReport) -> None:
    if report.ok:
        return
    for paths, word in ((report.mismatched, "内容不符"), (report.missing, "找不到")):
        if paths:
            more = f"等{len(paths)}个文件" if len(paths) > 1 else ""
            raise PackageUnsound(str(package), f"“{paths[0]}”{more}{word}")
    raise PackageUnsound(str(package), report.faults[0].rstrip("。"))


def _places(bag: Bag) -> Iterator[tuple[str, str]]:
    """What of a package belongs into an archive, each with its place there."""
    original = _original_names(bag)
    for path in bag.digests:
        place = path.removeprefix(PAYLOAD)
        if path.startswith(PAYLOAD) and (place == DATABASE or place.startswith((EVIDENCE, BINDERS))):
            yield path, original.get(place, place)


def _original_names(bag: Bag) -> Mapping[str, str]:
    """Where evidence lay that has another name in the package. What would lead elsewhere keeps the package's."""
    if PAYLOAD + ORIGINAL_NAMES not in bag.digests:
        return {}
    try:
        said = json.loads((bag.root / PAYLOAD / ORIGINAL_NAMES).read_bytes())
        pairs = {str(place): EVIDENCE + str(name) for place, name in said.items()}
    except (OSError, ValueError, AttributeError):
        return {}
    return {place: name for place, name in pairs.items() if not leads_out(name.replace("\\", "_"), payload=False)}


@dataclass
class _Copying:
    """Reads a bag's files, and copies those that are `wanted` to their places in a folder."""

    bag: Bag
    folder: Path
    wanted: Mapping[str, str]
    job: Job
    notes: list[str] = field(default_factory=list)

    def read(self, path: str) -> Mapping[str, str]:
        """The digests of one file. Raises OSError where it cannot be read, CannotWrite, DiskFull, Cancelled."""
        source, digests = self.bag.root / path, self.bag.digests[path]
        if path not in self.wanted:
            return digests_of(source, digests, self.job)
        with self._opened(path) as stream:
            target = Path(stream.name)

            def take(block: bytes) -> None:
                with writing(target):
                    write_all(stream, block)

            found = digests_of(source, digests, self.job, take)
        at = source.stat().st_mtime_ns
        with suppress(OSError, OverflowError):  # a disk that cannot bear that time: the bytes are what counts
            os.utime(target, ns=(at, at))
        return found

    def _opened(self, path: str) -> FileIO:
        """A new file: under the name it had or, where this disk cannot bear it, the one in the package."""
        here, place = path.removeprefix(PAYLOAD), self.wanted[path]
        if place != here:
            with suppress(OSError, ValueError):
                if sys.platform != "win32" or is_portable(place):
                    return _new(self.folder / place)
            self.notes.append(f"“{here}”原来的文件名在本机不能使用，暂用包内的名称；扫描时按内容认出。")
        with writing(self.folder / here):
            return _new(self.folder / here)


def _new(target: Path) -> FileIO:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.open("xb", buffering=0)
