"""Files out of an archive (压缩包) that lies among the evidence: only on a person's word, and only beside it.

What was taken out lies in a folder of its own and is taken in by the next scan like anything else. The archive itself
stays as it is. Nothing that lies in the way is overwritten, and nothing is deleted when a person takes it back.
"""

import filecmp
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Presence
from foodsafe_desktop.domain.members import ArchiveContents, MembersRefused, folder_for, free_name, safe_names
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive

FORMATS = frozenset({"zip", "rar", "7z"})
"""The formats that hold other files, as verdicts name them."""
_WITHDRAWN = "withdrawn"
"""The folder of the archive into which files go that are taken back."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that was taken out: where, relative to the evidence folder, and its bytes as they were then."""

    path: str
    fixity: Fixity


def contents(archive: Archive, file: EvidenceFile, job: Job) -> ArchiveContents:
    """What is in an archive. Raises MembersRefused for a file that is not there or must not be opened."""
    return archive.inspector.contents(_opened(archive, file, job), job)


def take_members(archive: Archive, file: EvidenceFile, wanted: Sequence[int], job: Job) -> Decision:
    """Write the members at these places of a ZIP into the folder that is named after it, beside it.

    Raises MembersRefused, CannotWrite, Cancelled: then nothing was written. One that lies there already with the same
    bytes is left as it is; where another lies in its way, it gets a number behind its name.
    """
    source = _opened(archive, file, job)
    listed = archive.inspector.contents(source, job)
    known = {one.place: one for one in listed.members if not one.withheld}
    chosen = [known[place] for place in dict.fromkeys(wanted) if place in known]
    if listed.refused or not chosen:
        raise MembersRefused(file.path, (listed.refused or "没有选中可以取出的文件").rstrip("。"))
    folder = folder_for(file.path)
    names = [f"{folder}/{name}" for name in safe_names(one.name for one in chosen)]
    try:
        archive.place.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=archive.place.cache, prefix="taking-") as scratch:
            why = archive.inspector.unpack(source, [one.place for one in chosen], Path(scratch), job)
            if why:
                raise MembersRefused(file.path, why)
            placed = _place(archive, Path(scratch), names, job)
    except OSError as error:
        raise CannotWrite(folder, str(error)) from error
    _record(archive, "members_taken", file, placed)
    said = f"已从“{file.path.rpartition('/')[2]}”取出 {len(placed)} 个文件，放在“{folder}”，扫描后登记。"
    if there := len(names) - len(placed):
        said += f"另有 {there} 个已在该处，内容相同。"
    return Decision(said, lambda: _put_back(archive, file, placed), lambda: take_members(archive, file, wanted, Job()))


def _opened(archive: Archive, file: EvidenceFile, job: Job) -> Path:
    """Where the archive lies, if it may be opened and is the one that was recorded."""
    if file.presence is not Presence.PRESENT or file.verdict.condition is Condition.SUSPENDED or file.fixity is None:
        raise MembersRefused(file.path, "文件不在原处，或已暂停使用")
    try:
        now = archive.folder.fixity(file.path, job, file.fixity.algorithm)
    except OSError as error:
        raise MembersRefused(file.path, "文件无法读取，请检查后重新扫描") from error
    if now.digest != file.fixity.digest:
        raise MembersRefused(file.path, "文件内容与登记的不同，请重新扫描并确认变动后再取出")
    return archive.folder.absolute(file.path)


def _place(archive: Archive, scratch: Path, names: Sequence[str], job: Job) -> list[_Written]:
    """Copy 0, 1, 2 … to these paths; on any failure nothing stays. Raises OSError, Cancelled."""
    placed: list[_Written] = []
    try:
        for number, name in enumerate(names):
            job.step(number, len(names), name.rpartition("/")[2])
            source = scratch / str(number)
            target = _free_place(archive, name, source)
            if target is None:
                continue
            absolute = archive.folder.absolute(target)
            absolute.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, absolute)
            placed.append(_Written(target, archive.folder.fixity(target, job)))
    except BaseException:  # cancelled too: half of a choice is no choice
        for one in placed:
            archive.folder.absolute(one.path).unlink(missing_ok=True)
        _clear(archive, placed)
        raise
    return placed


def _copy(source: Path, target: Path) -> None:
    """Copy to a name that nothing has, in one step. Raises OSError, FileExistsError among them."""
    target.open("xb").close()  # nobody else gets this name meanwhile
    half = target.with_name(f"~${target.name}")  # which no scan looks at
    try:
        shutil.copyfile(source, half)
        half.replace(target)
    except BaseException:  # also when interrupted: nothing half written may stay under a name that a scan sees
        half.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise


def _free_place(archive: Archive, name: str, source: Path) -> str | None:
    """The name, or with a number where another file has it; None where the very same lies there."""
    folder, _, last = name.rpartition("/")
    taken: set[str] = set()
    while True:
        found = f"{folder}/{free_name(last, taken)}"
        there = archive.folder.absolute(found)
        if not there.exists() and not there.is_symlink():
            return found
        if there.is_file() and filecmp.cmp(source, there, shallow=False):
            return None
        taken.add(found.rpartition("/")[2].casefold())


def _put_back(archive: Archive, file: EvidenceFile, placed: Sequence[_Written]) -> None:
    """Move what is still as it was taken out into the archive's own folder; what was changed since stays."""
    aside = archive.place.root / _WITHDRAWN / f"{archive.clock():%Y%m%d-%H%M%S}"
    moved = [one for one in placed if _is_unchanged(archive, one)]
    try:
        for one in moved:
            target = aside.joinpath(*one.path.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(archive.folder.absolute(one.path), target)
    except OSError as error:
        raise CannotWrite(str(aside), str(error)) from error
    _clear(archive, moved)
    _record(archive, "members_put_back", file, moved)


def _is_unchanged(archive: Archive, one: _Written) -> bool:
    with suppress(OSError):  # gone, or being written to
        return archive.folder.fixity(one.path, Job(), one.fixity.algorithm).digest == one.fixity.digest
    return False


def _clear(archive: Archive, placed: Sequence[_Written]) -> None:
    """Remove the folders that were made for these files, if nothing else lies in them."""
    for folder in sorted({parent for one in placed for parent in _parents(one.path)}, key=len, reverse=True):
        with suppress(OSError):
            archive.folder.absolute(folder).rmdir()


def _parents(path: str) -> Iterator[str]:
    """Every folder above the file, up to the one that is named after the archive."""
    parts = path.split("/")[:-1]
    while parts and not parts[-1].endswith(" 内文件"):
        yield "/".join(parts)
        parts.pop()
    if parts:
        yield "/".join(parts)


def _record(archive: Archive, verb: str, file: EvidenceFile, placed: Sequence[_Written]) -> None:
    lines = [{"path": one.path, one.fixity.algorithm: one.fixity.digest} for one in placed]
    detail = {"evidence": file.evidence_id, "files": lines}
    with archive.store.begin() as unit:
        unit.record(archive.clock(), archive.who, verb, file.path, detail)
