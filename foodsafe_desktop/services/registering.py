"""Register very many new files in parts, each while the next are being read.

Only where nothing that is recorded went or changed: then no new file can be another that moved, and each part is whole
in itself. What is registered stays, whatever becomes of the rest.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import EvidenceFile, Presence
from foodsafe_desktop.services.comparing import Step, new_file
from foodsafe_desktop.services.entering import enter
from foodsafe_desktop.services.following import Content, content
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.last_scan import keep
from foodsafe_desktop.services.ports import Archive, FolderListing, FoundFile
from foodsafe_desktop.services.ports.store import Tally, UnitOfWork
from foodsafe_desktop.services.reading import Reading, judge, read_through
from foodsafe_desktop.services.remarks import remarks
from foodsafe_desktop.services.uncollected import uncollected

PART = 2_000
"""Files registered together: what it costs to begin and end a transaction is little beside them."""
_LONGEST = 30.0
"""Seconds of reading that a person who cancels may lose, roughly."""
_NONE = Tally(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan found: all of it with its fingerprint `seen`, and the `files` that are not as any record says."""

    listing: FolderListing
    seen: str
    files: Sequence[FoundFile]

    def to_be_kept(self, readings: Iterable[Reading]) -> str:
        """The fingerprint that the next scan may go by; empty where one of these files must be looked at again."""
        may_differ = self.listing.unsettled or any(one.may_be_read_later for one in readings)
        return "" if may_differ else self.seen


@dataclass(slots=True)
class Registered:
    """What came of it: a step for each file that differs, the counts, what was asked and what is to be said."""

    steps: list[Step] = field(default_factory=list)
    tally: Tally = _NONE
    questions: int = 0
    notes: list[str] = field(default_factory=list)
    unsettled: int = 0


def register(archive: Archive, found: Found, job: Job) -> Registered:
    """Read and register files of which none is recorded, in their order. Raises Cancelled; what was registered stays.

    Each part is a transaction of its own. To wait for the disk after each would take a tenth of the time: a part that a
    power cut takes back is read again by the next scan, and one that a person worked with lasts with what was decided.
    """
    done = Registered()
    held: _Held | None = None
    readings = [Reading(one) for one in found.files]
    try:
        for part in _parts(readings, read_through(archive, readings, job)):
            with uncollected(), archive.store.begin(repeatable=True) as unit:
                if held is None:
                    keep(unit, "")  # until all parts are in, the records are those of no listing
                    held = _Held(unit.recorded())
                before = held.beside(unit, part)
                judge(before, part)
                steps = [Step(None, new_file(one)) for one in part if not (one.vanished or one.unsettled)]
                entered = enter(archive, unit, before, steps)
            held.add(entered.taken_in)
            done.steps += steps
            done.questions += entered.questions
            done.notes += entered.notes
    except Cancelled:
        with archive.store.begin() as unit:
            keep(unit, "")  # what is registered by now is there for whoever cancelled, and lasts
        raise
    with archive.store.begin() as unit:
        done.tally = keep(unit, found.to_be_kept(readings))
    done.unsettled = sum(one.unsettled for one in readings)
    done.notes += remarks(archive.catalogue, Dossier(), done.steps, found.listing.files)
    return done


def _parts(readings: Sequence[Reading], read: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Readings in their own order, some at a time, as soon as they and all before them were read."""
    done: set[int] = set()
    begun, at, began = 0, 0, time.monotonic()
    for reading in read:
        done.add(id(reading))
        while at < len(readings) and id(readings[at]) in done:
            done.discard(id(readings[at]))
            at += 1
        while at - begun >= PART or (at > begun and time.monotonic() - began >= _LONGEST):
            end = min(at, begun + PART)
            yield list(readings[begun:end])
            begun, began = end, time.monotonic()
    if at > begun:
        yield list(readings[begun:at])


class _Held:
    """Recorded files by what they hold: a new one with the same bytes is judged and asked about beside them."""

    def __init__(self, files: Iterable[EvidenceFile]) -> None:
        self._files: dict[Content, list[EvidenceFile]] = defaultdict(list)
        self.add(files)

    def add(self, files: Iterable[EvidenceFile]) -> None:
        for file in files:
            if (has := content(file.fixity)) is not None and file.presence is Presence.PRESENT:
                self._files[has].append(file)

    def beside(self, unit: UnitOfWork, part: Sequence[Reading]) -> Dossier:
        contents = {has for one in part if (has := content(one.fixity)) is not None}
        copies = [file for has in contents & self._files.keys() for file in self._files[has]]
        return unit.dossier_of(sorted(copies, key=lambda file: file.id)) if copies else Dossier()
