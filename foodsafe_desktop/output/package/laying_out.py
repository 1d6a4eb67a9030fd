"""An archive out of a package: its database, its evidence under the names it had, its compiled volumes."""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.errors import CannotWrite, DiskFull, PackageUnsound, PackageWithoutArchive, TargetNotEmpty
from foodsafe_desktop.domain.packages import (
    BINDERS,
    DATABASE,
    EVIDENCE,
    ORIGINAL_NAMES,
    PAYLOAD,
    is_portable,
    leads_out,
)
from foodsafe_desktop.output.package.bag import FULL, apart, require_empty, settle, write_all
from foodsafe_desktop.output.package.checking import Bag, digests_of, verified
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

    The package is verified first, and every file once more as it is copied. Raises TargetNotEmpty, PackageUnsound,
    PackageWithoutArchive, NotVerifiable, DiskFull, CannotWrite, Cancelled; then nothing was written.
    """
    package, root = package.absolute(), root.absolute()
    require_empty(root, _WHAT)
    if root.resolve().is_relative_to(package.resolve()):
        raise TargetNotEmpty(str(package), _WHAT)
    bag, report = verified(package, job)
    _require_sound(package, report)
    if PAYLOAD + DATABASE not in bag.digests:
        raise PackageWithoutArchive(str(package))
    wanted = dict(_places(bag))
    with apart(root, ".恢复中-") as folder:
        if shutil.disk_usage(folder).free < sum(bag.sizes[path] for path in wanted) + _SPARE:
            raise DiskFull(str(root))
        notes = []
        for done, (path, place) in enumerate(wanted.items()):
            job.step(done, len(wanted), place)
            if note := _copy(bag, path, folder, place, job):
                notes.append(note)
        for empty in (EVIDENCE, BINDERS):
            (folder / empty).mkdir(exist_ok=True)
        yield LaidOut(folder, len(wanted) - 1, tuple(notes))
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


def _copy(bag: Bag, path: str, folder: Path, place: str, job: Job) -> str:
    """Copy one file; returned is a sentence where it could not have its own name here."""
    here = path.removeprefix(PAYLOAD)
    if place != here and not (sys.platform == "win32" and not is_portable(place)):
        try:
            _copy_to(bag, path, folder / place, job)
        except (CannotWrite, ValueError):  # this disk cannot bear the name
            with suppress(OSError):
                (folder / place).unlink(missing_ok=True)
        else:
            return ""
    _copy_to(bag, path, folder / here, job)
    return "" if place == here else f"“{here}”原来的文件名在本机不能使用，暂用包内的名称；扫描时按内容认出。"


def _copy_to(bag: Bag, path: str, target: Path, job: Job) -> None:
    source = bag.root / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb", buffering=0) as stream:
            found = digests_of(source, bag.digests[path], job, lambda block: write_all(stream, block))
        at = source.stat().st_mtime_ns
        with suppress(OSError, OverflowError):
            os.utime(target, ns=(at, at))
    except OSError as error:
        raise (DiskFull if error.errno in FULL else CannotWrite)(str(target), str(error)) from error
    if found != bag.digests[path]:
        raise PackageUnsound(str(bag.root), f"“{path}”在复制时内容不符")
