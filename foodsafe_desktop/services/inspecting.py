"""Open what is registered and was not opened yet. It may be broken off at any time and goes on where it was.

A verdict belongs to bytes: it is kept only if the file still lies there as it was hashed. Equal bytes share it.
"""

import math
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Verdict
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.last_scan import keep, last_scan
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import Tally
from foodsafe_desktop.services.reading import SUSPENDED

_LEAST, _MOST = 64, 2048
"""Files whose verdicts are written together: few at first, more while they open quickly."""
_PACE = 4.0
"""Seconds that the files of one go take at most, as far as that can be foreseen."""


@dataclass(slots=True)
class _Progress:
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """How far an inspection came: all files with ids up to `after` have been looked at; `is_done`: no more wait.

    `opened` counts all that were opened so far; `tally` holds the counts as they are now: what was cut short or changed
    meanwhile still counts as uninspected.
    """

    after: int
    opened: int
    is_done: bool
    tally: Tally


def inspect(archive: Archive, job: Job, *, after: int = 0, opened: int = 0, seconds: float = math.inf) -> Inspected:
    """Open the files that wait for it, those with ids over `after`, for about so many `seconds`.

    `opened`: how many were before, where it goes on. Raises Cancelled and WorkersDoNotStart; what was
    kept until then stays.
    """
    end = time.monotonic() + seconds
    with archive.store.begin() as unit:
        last = last_scan(unit)
    progress = _Progress(opened, opened + (last.tally.uninspected if last else 0))
    pace = min(seconds, _PACE)
    most, unread = _LEAST, False
    try:
        while True:
            started = time.monotonic()
            with archive.store.begin() as unit:
                files = unit.uninspected(after, most)
            if files:
                unread |= _inspect(archive, files, job, progress)
                after = files[-1].id
            is_done = len(files) < most
            took = time.monotonic() - started
            most = min(2 * most, _MOST) if 4 * took < pace else max(most // 2, _LEAST) if took > pace else most
            if is_done or time.monotonic() >= end:
                break
    finally:
        with archive.store.begin() as unit:
            # A file that could not be read may be read the next time, without looking any different.
            tally = keep(unit, "" if unread or last is None else last.listing)
    return Inspected(after, progress.done, is_done, tally)


def _inspect(archive: Archive, files: Sequence[EvidenceFile], job: Job, progress: _Progress) -> bool:
    """Look into these files and keep the verdicts; returns whether one could not be read."""
    groups: dict[str, list[EvidenceFile]] = defaultdict(list)
    verdicts: list[tuple[EvidenceFile, Verdict]] = []
    for file in files:
        if bears_secrecy_mark(file.path):
            verdicts.append((file, SUSPENDED))
        elif file.fixity is not None:
            groups[file.fixity.digest].append(file)
    alike = list(groups.values())

    def report(index: int, verdict: Verdict) -> None:
        progress.done += len(alike[index])
        job.step(progress.done, max(progress.total, progress.done), alike[index][0].path)
        verdicts.extend((file, verdict) for file in alike[index])

    if alike:
        archive.inspector.inspect([archive.folder.absolute(group[0].path) for group in alike], job, report)
    first = {file.id: group[0] for group in alike for file in group[1:]}
    kept = [one for one in verdicts if _lies_there(archive, one[0]) and _lies_there(archive, first.get(one[0].id))]
    with archive.store.begin() as unit:
        unit.save_verdicts(kept)
    return any(verdict.condition is Condition.UNREADABLE for _, verdict in kept)


def _lies_there(archive: Archive, file: EvidenceFile | None) -> bool:
    """Whether a file has the size and time that it was hashed with."""
    if file is None or file.fixity is None:
        return True
    return archive.folder.look(file.path) == (file.fixity.size, file.fixity.mtime_ns)
