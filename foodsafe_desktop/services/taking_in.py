"""Copying files from elsewhere into the evidence folder, by a person's act: into the folder of the number they chose.

Originals stay where they are. A copy appears under its name at once and whole, never in place of another file; names
that are taken get a number. Taking it back moves the copies out of the evidence folder into ``recycled`` beside the
database, and puts their records into the recycle state: nothing is deleted, and what is no longer our copy stays.
"""

import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from foodsafe_desktop.domain.errors import CannotWrite, FolderGone, NumberUnknown, TakingBackRefused, TakingInRefused
from foodsafe_desktop.domain.evidence import EvidenceFile, Presence
from foodsafe_desktop.domain.file_names import FORBIDDEN
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import accession
from foodsafe_desktop.services.deciding import Decision, bring_back, recycle
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.node_folders import folder_of
from foodsafe_desktop.services.ports import Archive

_STEP = 1 << 20
_LONGEST = 24
RECYCLED = "recycled"
"""Folder of the archive that keeps what was taken back."""


def take_in(archive: Archive, sources: Sequence[Path], number: int, job: Job) -> Decision:
    """Copy files into a number's folder (made where there is none) and register them.

    Raises NumberUnknown, FolderGone, TakingInRefused (a folder, a link, a marked name), CannotWrite, Cancelled; then
    what was copied is taken back.
    """
    if not archive.catalogue.takes_evidence(number):
        raise NumberUnknown(number)
    if not archive.place.evidence.is_dir():
        raise FolderGone(str(archive.place.evidence))
    for source in sources:
        _check(source)
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    live = {key for key, one in dossier.evidence.items() if not one.recycled}
    missed = [file for file in dossier.files if file.presence is Presence.MISSING and file.evidence_id in live]
    copied: list[Path] = []
    try:
        folder = folder_of(archive, number) or _make_folder(archive, number)
        for done, source in enumerate(sources):
            job.step(done, len(sources), source.name)
            others = {archive.folder.absolute(one.path) for one in missed if not _may_be(one, source)}
            copied.append(_copy(source, folder, job, others=others))
    except BaseException as error:
        _put_aside(archive, copied)
        if isinstance(error, OSError):
            raise CannotWrite(str(archive.place.evidence), str(error)) from error
        raise
    paths = [path.relative_to(archive.place.evidence).as_posix() for path in copied]
    with archive.store.begin() as unit:
        unit.record(archive.clock(), archive.who, "files_taken_in", f"number {number}", {"paths": paths})
    copies = {path: archive.folder.look(path) for path in paths}
    accession.scan(archive, job)
    _bring_back_former(archive, paths)
    said = f"已将 {len(copied)} 个文件复制到{sub_item_mark(number)}的文件夹“{folder.name}”，原文件未作改动。"
    aside: dict[str, Path] = {}
    return Decision(
        said,
        lambda: aside.update(_take_back(archive, number, copies, live)),
        lambda: _put_back(archive, number, aside),
    )


def _check(source: Path) -> None:
    if source.is_symlink() or not source.is_file():
        raise TakingInRefused(source.name, "不是普通文件（文件夹请先打开，选定其中的文件再拖入）")
    if bears_secrecy_mark(source.name):
        raise TakingInRefused(source.name, "文件名带有密级标志，程序不复制")


def _make_folder(archive: Archive, number: int) -> Path:
    words = re.split(r"[，。；：、\s]", archive.catalogue.text_of(number))[0]
    plain = FORBIDDEN.sub("", words)[:_LONGEST]
    folder = archive.place.evidence / f"({number}) {plain}".strip()
    folder.mkdir(exist_ok=True)
    return folder


def _may_be(missed: EvidenceFile, source: Path) -> bool:
    """Whether a source may be the file that is missed, handed in anew; else it must not take that one's place."""
    return missed.fixity is not None and missed.fixity.size == source.stat().st_size


def _copy(source: Path, folder: Path, job: Job, name: str = "", others: Set[Path] = frozenset()) -> Path:
    """A whole copy as `name` (else the source's), or the next free name; passed over by scans until whole.

    `others` are names that are not free although nothing lies there.
    """
    scratch = folder / f"~${uuid4().hex}.tmp"
    try:
        with source.open("rb") as read, scratch.open("xb") as written:
            while block := read.read(_STEP):
                job.check()
                written.write(block)
            written.flush()
            os.fsync(written.fileno())
        shutil.copystat(source, scratch)
        for target in _names(folder, Path(name or source.name)):
            if target in others:
                continue
            with suppress(FileExistsError):
                target.open("xb").close()  # the name is ours now
                scratch.replace(target)
                return target
    finally:
        scratch.unlink(missing_ok=True)
    raise AssertionError("names never end")


def _names(folder: Path, source: Path) -> Iterator[Path]:
    yield folder / source.name
    at = 2
    while True:
        yield folder / f"{source.stem} ({at}){source.suffix}"
        at += 1


def _take_back(
    archive: Archive, number: int, copies: Mapping[str, tuple[int, int]], live: Set[int]
) -> Mapping[str, Path]:
    """Where each copy lies now, by the path it had. `copies`: size and time that each was put in place with.

    `live` pieces counted before: one that the copy was recognised as is missed again, not put aside.
    Raises TakingBackRefused where another lies there by now, somebody's work on it, or nothing; then nothing has moved.
    """
    for path, look in copies.items():
        if archive.folder.look(path) != look:
            raise TakingBackRefused(path)
    paths = list(copies)
    ids = [key for key in _pieces(archive, paths) if key not in live]
    aside = _put_aside(archive, [archive.folder.absolute(path) for path in paths])
    if ids:
        recycle(archive, ids)
    with archive.store.begin() as unit:
        detail = {"paths": paths, "kept_in": RECYCLED}
        unit.record(archive.clock(), archive.who, "files_put_aside", f"number {number}", detail)
    return {path: aside[copy] for path in paths if (copy := archive.folder.absolute(path)) in aside}


def _put_back(archive: Archive, number: int, aside: Mapping[str, Path]) -> None:
    """Move the copies in again, to the very paths they had. Raises TakingInRefused; then nothing has moved."""
    for path, kept in aside.items():
        if not kept.is_file():
            raise TakingInRefused(kept.name, "撤销时移出的副本已不在档案的 recycled 文件夹中")
        if archive.folder.absolute(path).exists():
            raise TakingInRefused(kept.name, "原处已有同名文件")
    for path, kept in aside.items():
        _copy(kept, archive.folder.absolute(path).parent, Job(), archive.folder.absolute(path).name)
        kept.unlink()
    _bring_back_former(archive, aside)
    with archive.store.begin() as unit:
        unit.record(archive.clock(), archive.who, "files_taken_in", f"number {number}", {"paths": list(aside)})
    accession.scan(archive, Job())


def _pieces(archive: Archive, paths: Collection[str]) -> list[int]:
    with archive.store.begin() as unit:
        return [file.evidence_id for file in unit.dossier().files if file.path in paths]


def _bring_back_former(archive: Archive, paths: Collection[str]) -> None:
    """A file that was here before and taken back meets its old record: handed in anew, it counts again."""
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    former = [file.evidence_id for file in dossier.files if file.path in paths]
    if recycled := [key for key in former if dossier.evidence[key].recycled]:
        bring_back(archive, recycled)


def _put_aside(archive: Archive, copies: Sequence[Path]) -> dict[Path, Path]:
    """Move our own copies out of the evidence folder; where each lies now."""
    keep = archive.place.root / RECYCLED
    aside = {}
    for copy in copies:
        if copy.is_file():
            keep.mkdir(exist_ok=True)
            target = next(name for name in _names(keep, copy) if not name.exists())
            shutil.move(copy, target)
            aside[copy] = target
    return aside
