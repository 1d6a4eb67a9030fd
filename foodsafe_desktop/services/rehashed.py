"""What is remembered by digests outlives a change of the algorithm: issued volumes, texts, what a person released.

A scan that reckons a file anew reads it by both algorithms, so both digests are known to be of the same bytes. What was
read of a file is kept on under the new one. Issued volumes are never written to: which digest their marks have today is
kept beside them, and they are read by way of `issued`. The history says both.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from foodsafe_desktop.domain.blocks import Block
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.texts import content_key
from foodsafe_desktop.domain.watching import ALGORITHMS
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import HistoryEntry, UnitOfWork
from foodsafe_desktop.services.settings import settings_of

Rehash = tuple[EvidenceFile, EvidenceFile]
"""A file before and after: the same bytes, by two algorithms."""
_MARKS = "rehashed_marks"
"""The setting: file id → the digests that issued volumes know it by → the same bytes' digest by the other algorithm."""
_MARK = re.compile(rf"(?:{'|'.join(ALGORITHMS)}):[0-9a-f]+")


def keep(archive: Archive, unit: UnitOfWork, rehashed: Sequence[Rehash]) -> None:
    """Let what is remembered of these files by their digests go over to the new ones."""
    if not rehashed:
        return
    texts = [(old, new) for was, now in rehashed if (old := content_key(was)) and (new := content_key(now))]
    archive.texts.store.call_anew(texts)
    marks = _kept(unit)
    printed = {(file, mark) for volume in unit.issued() for block in volume.blocks for file, mark in _marks(block)}
    for was, now in rehashed:
        if (old := _digest(was)) and (new := _digest(now)) and (was.id, old) in printed:
            marks.setdefault(str(was.id), {})[old] = new
    unit.set_setting(_MARKS, json.dumps(marks))


def issued(unit: UnitOfWork) -> list[FrozenVolume]:
    """All issues of all volumes, oldest first, with the digests that the same bytes have by today's algorithm."""
    volumes, marks = unit.issued(), _kept(unit)
    if not marks:
        return volumes
    today = f"{settings_of(unit).algorithm}:"
    return [replace(one, blocks=tuple(_as_today(block, marks, today) for block in one.blocks)) for one in volumes]


def same_bytes(lines: Iterable[HistoryEntry]) -> Mapping[str, str]:
    """Digest → digest of the same bytes by the other algorithm, as far as these lines of the history tell."""
    found: dict[str, str] = {}
    for line in lines:
        both = [str(line.detail[name]) for name in ALGORITHMS if name in line.detail]
        if len(both) == len(ALGORITHMS):
            found |= {both[0]: both[1], both[1]: both[0]}
    return found


def _as_today(block: Block, marks: Mapping[str, Mapping[str, str]], today: str) -> Block:
    known = {
        old: new for file, _ in block.files for old, new in marks.get(str(file), {}).items() if new.startswith(today)
    }
    if not known:
        return block

    def anew(text: str) -> str:
        return _MARK.sub(lambda mark: known.get(mark[0], mark[0]), text)

    files = tuple((file, anew(mark)) for file, mark in block.files)
    return replace(block, files=files, fingerprint=anew(block.fingerprint))


def _marks(block: Block) -> Iterable[tuple[int, str]]:
    return ((file, found) for file, mark in block.files for found in _MARK.findall(mark))


def _digest(file: EvidenceFile) -> str:
    return f"{file.fixity.algorithm}:{file.fixity.digest}" if file.fixity else ""


def _kept(unit: UnitOfWork) -> dict[str, dict[str, str]]:
    kept = json.loads(unit.setting(_MARKS) or "{}")
    return {file: dict(marks) for file, marks in kept.items()}
