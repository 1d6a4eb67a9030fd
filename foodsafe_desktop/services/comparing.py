"""Which recorded file is which found file. Pure: from a dossier and readings to the steps that a scan will write.

How a record is followed to another path: see `following`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Presence, Verdict
from foodsafe_desktop.services.following import Content, content, differs, follow
from foodsafe_desktop.services.ports import FolderListing
from foodsafe_desktop.services.reading import Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded file before and after a scan. `before` None: it is new. `replaced_by`: whose bytes are there now.

    `rehashed`: it was read by two algorithms, and has the bytes that were recorded by the other one.
    """

    before: EvidenceFile | None
    after: EvidenceFile
    replaced_by: str | None = None
    rehashed: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the file is the first of a new piece of evidence (a path may be used anew)."""
        return self.after.evidence_id == 0

    @property
    def moved(self) -> bool:
        """Whether it was followed to another path."""
        return self.before is not None and not self.is_new and self.before.path != self.after.path

    @property
    def changed(self) -> bool:
        """Whether it has other bytes than recorded."""
        return self.before is not None and not self.is_new and self.after.revision > self.before.revision

    @property
    def returned(self) -> bool:
        """Whether it was missing and is there again, as it was."""
        missing = self.before is not None and self.before.presence is Presence.MISSING
        return missing and not self.is_new and not self.changed and self.after.presence is Presence.PRESENT

    @property
    def went(self) -> bool:
        """Whether it has gone missing."""
        return self.before is not None and self.after.presence is Presence.MISSING


def compare(
    before: Dossier,
    readings: Sequence[Reading],
    listing: FolderListing,
    left_last: Mapping[int, str] = MappingProxyType({}),
    *,
    accept_changes: bool,
) -> list[Step]:
    """Every recorded file that a scan finds other than it was, and every new one; in path order of what was found.

    `left_last`: which path a record (by id) left last, of those that may come back to it.
    """
    known = {file.path: file for file in before.files}
    here = {reading.found.path: reading for reading in readings if not (reading.vanished or reading.unsettled)}
    unsettled = {*listing.unsettled, *(reading.found.path for reading in readings if reading.unsettled)}
    hidden = tuple(one.path for one in listing.unreachable)
    out_of_sight = [file for file in before.files if file.path not in here and file.path not in unsettled]
    gone = [file for file in out_of_sight if not _is_below(file.path, hidden)]
    origins = follow(before.files, known, here, gone, left_last)
    followed = {origin.id for origin in origins.values()}
    recycled = {key for key, one in before.evidence.items() if one.recycled}
    held = _Holders(before.files)
    steps = []
    for path, reading in here.items():
        former = origins.get(path) or known.get(path)
        if former is None:
            steps.append(Step(None, new_file(reading)))
            continue
        if reading.verdict is None and former.key == reading.found.key and not (former.changed and accept_changes):
            continue
        after = _after(former, reading, accept_changes=accept_changes)
        if _is_used_anew(former, after, recycled):
            after = replace(new_file(reading), id=former.id)
        if after != former:
            steps.append(Step(former, after, held.other(former, after), _is_rehashed(former, reading)))
    steps += [
        Step(file, replace(file, presence=Presence.MISSING))
        for file in gone
        if file.id not in followed and file.presence is Presence.PRESENT
    ]
    return steps


def _is_below(path: str, folders: Sequence[str]) -> bool:
    """Whether the path is one of those that could not be looked at, or lies below one: then it is not missing."""
    return any(not folder or path == folder or path.startswith(f"{folder}/") for folder in folders)


def _after(former: EvidenceFile, reading: Reading, *, accept_changes: bool) -> EvidenceFile:
    """The record as the reading makes it. A file that could not be read keeps the fixity it had."""
    found = reading.found
    if reading.verdict is None:
        return replace(former, key=found.key, changed=former.changed and not accept_changes)
    other = differs(former.fixity, reading.fixity_like(former.fixity))
    could_read = reading.fixity is not None or reading.verdict.condition is Condition.SUSPENDED
    return replace(
        former,
        path=found.path,
        fixity=reading.fixity if could_read else former.fixity,
        verdict=reading.verdict,
        presence=Presence.PRESENT,
        changed=(former.changed or other) and not accept_changes,
        revision=former.revision + 1 if other else former.revision,
        key=found.key,
    )


def _is_rehashed(former: EvidenceFile, reading: Reading) -> bool:
    was, like = former.fixity, reading.former
    return was is not None and like is not None and reading.fixity is not None and like.same_content(was)


def _is_used_anew(former: EvidenceFile, after: EvidenceFile, recycled: set[int]) -> bool:
    """Whether another document may lie where one lay that is missing and was put aside: it is not put aside too."""
    if former.presence is Presence.PRESENT or former.evidence_id not in recycled:
        return False
    return former.fixity is None or after.fixity is None or differs(former.fixity, after.fixity)


def new_file(reading: Reading) -> EvidenceFile:
    """The record of a file that none was known of, not yet stored."""
    verdict = reading.verdict or Verdict("unknown", Condition.UNKNOWN)
    return EvidenceFile(0, reading.found.path, 0, reading.fixity, verdict, key=reading.found.key)


class _Holders:
    """Who held which bytes before the scan."""

    def __init__(self, files: Iterable[EvidenceFile]) -> None:
        self._by_content: dict[Content, EvidenceFile] = {}
        for file in files:
            if (known := content(file.fixity)) is not None:
                self._by_content.setdefault(known, file)

    def other(self, former: EvidenceFile, after: EvidenceFile) -> str | None:
        """The path of another recorded file whose bytes were put in place of `former`'s, if that is what happened."""
        known = content(after.fixity)
        if known is None or after.revision <= former.revision:
            return None
        holder = self._by_content.get(known)
        return holder.path if holder and holder.id != former.id else None
