"""Bring the dossier up to date with the folder: take in new files, follow moved ones, notice changed and gone ones.

The evidence folder is only ever read. A file that went missing keeps its record and its assignments; a folder that
is not there at all (离线) changes nothing. Where nothing happened, no more is done than to see that.
"""

import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import FolderEmptied, FolderReplaced
from foodsafe_desktop.domain.evidence import Condition, Presence
from foodsafe_desktop.services import inspecting
from foodsafe_desktop.services.comparing import Step, compare
from foodsafe_desktop.services.entering import enter
from foodsafe_desktop.services.following import folder_of, may_come_back
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.last_scan import doubt, doubted, fingerprint, keep, last_scan, newest_line
from foodsafe_desktop.services.ports import (
    Archive,
    FolderListing,
)
from foodsafe_desktop.services.ports.store import (
    Tally,
)
from foodsafe_desktop.services.reading import Reading, judge, may_be_read, read
from foodsafe_desktop.services.recalling import recall, recall_copies
from foodsafe_desktop.services.registering import PART, Found, Registered, register
from foodsafe_desktop.services.remarks import remarks
from foodsafe_desktop.services.settings import settings_of
from foodsafe_desktop.services.uncollected import uncollected


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan met, in files. `unreadable` counts files that do not open (damaged, encrypted, empty, no rights).

    `returned` were missing and are there again; `questions` were asked of the archivist by this scan; `unsettled` files
    are still being written and were put off (`put_off`: paths of those that the walk met). `notes` are sentences for
    the archivist, each naming its file or folder. `uninspected` files wait to be opened, or did not come through it.
    """

    seen: int
    new: int
    changed: int
    moved: int
    missing: int
    duplicates: int
    unreadable: int
    suspended: int
    seconds: float
    notes: tuple[str, ...] = ()
    returned: int = 0
    questions: int = 0
    unsettled: int = 0
    put_off: tuple[str, ...] = ()
    uninspected: int = 0

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look at something this scan met."""
        return bool(self.notes or self.changed or self.missing or self.unreadable or self.suspended or self.questions)


def scan(
    archive: Archive, job: Job, *, accept_changes: bool = False, accept_empty: bool = False, inspect: bool = True
) -> ScanReport:
    """Compare folder and dossier and write the difference in one transaction, then open what is new.

    Where nothing changed but very many files are new, these are written in parts (see `registering`).

    With `accept_changes` files whose content changed count as confirmed at once. Raises FolderGone when the evidence
    folder is not there, FolderEmptied when nothing is in it any more (a mount point without its share), and
    FolderReplaced when other files are in it and none of those recorded (another drive in its place), unless
    `accept_empty` says that all was taken away. Cancelled while the folder is read leaves the dossier as it was, but
    for parts that are registered; while files are opened, what is registered stays. The next scan goes on with the
    rest. With `inspect` False nothing is opened: that is left to `inspecting.inspect`.
    """
    started = time.monotonic()
    report, registered = _register(archive, job, accept_changes=accept_changes, accept_empty=accept_empty)
    if inspect and report.uninspected:
        tally = inspecting.inspect(archive, job).tally
        hidden = report.unreadable - registered.unreadable
        report = replace(report, unreadable=hidden + tally.unreadable, uninspected=tally.uninspected)
    return replace(report, seconds=round(time.monotonic() - started, 3))


def _register(archive: Archive, job: Job, *, accept_changes: bool, accept_empty: bool) -> tuple[ScanReport, Tally]:
    """Bring the records up to date with the folder."""
    with archive.store.begin() as unit:
        settings, last, unlike = settings_of(unit), last_scan(unit), doubted(unit)
        line = newest_line(unit)
    archive.folder.adopt(settings)
    # The first time all that is there is to be read.
    with nullcontext() if last else archive.folder.reading_ahead(may_be_read):
        listing = archive.folder.walk(job)
        seen = fingerprint(listing, settings.algorithm)
        if last and last.listing == seen and not (listing.unsettled or accept_changes or unlike):
            archive.folder.expect(files=bool(listing.files))
            with archive.store.begin() as unit:
                tally = last.tally if last.line == line else keep(unit, seen)
            return _report(listing, (), tally), tally
        with archive.store.begin() as unit:
            before, files = recall(unit, listing, settings.algorithm, unlike, accept_changes=accept_changes)
        found = Found(listing, seen, files)
        if not accept_empty:
            _refuse_empty(archive, before, listing)
            _refuse_another(archive, before, found)
        if before.files or len(files) <= PART:
            readings = read(archive, before, files, settings.algorithm, job, unlike)
            accepted = {"accept_changes": accept_changes, "accept_empty": accept_empty}
            done = _enter_at_once(archive, before, found, readings, **accepted)
        else:
            done = register(archive, found, job)
        archive.folder.expect(files=bool(listing.files))
        report = _report(listing, done.steps, done.tally)
        unsettled = report.unsettled + done.unsettled
        return replace(
            report, questions=done.questions, unsettled=unsettled, notes=(*report.notes, *done.notes)
        ), done.tally


def _enter_at_once(
    archive: Archive,
    before: Dossier,
    found: Found,
    readings: Sequence[Reading],
    *,
    accept_changes: bool,
    accept_empty: bool,
) -> Registered:
    """Write in one transaction what became of the records that differ, and of what was read."""
    listing = found.listing
    with uncollected():
        with archive.store.begin() as unit:
            before, readings = recall_copies(unit, before, readings, listing)
        judge(before, readings)
        steps = compare(before, readings, listing, _left_last(archive, before, readings), accept_changes=accept_changes)
        if not accept_empty:
            _refuse_another(archive, before, found, steps)
        done = Registered(steps, unsettled=sum(one.unsettled for one in readings))
        with archive.store.begin() as unit:
            entered = enter(archive, unit, before, steps)
            doubt(unit, ())
            done.tally = keep(unit, found.to_be_kept(readings))
    for step in steps:
        if step.before is not None and step.after.verdict.condition is Condition.SUSPENDED:
            archive.renderer.forget(step.before)  # pages made while its name did not bear the mark yet
    done.questions = entered.questions
    done.notes = [*entered.notes, *remarks(archive.catalogue, before, steps, listing.files)]
    return done


def _refuse_empty(archive: Archive, before: Dossier, listing: FolderListing) -> None:
    """Raise FolderEmptied where all recorded files would go missing at once, and nothing else is there."""
    present = {file.path for file in before.files if file.presence is Presence.PRESENT}
    if listing.files or listing.unreachable or present <= set(listing.unsettled):
        return
    archive.folder.expect(files=True)
    raise FolderEmptied(str(archive.place.evidence), len(present))


def _refuse_another(archive: Archive, before: Dossier, found: Found, steps: Sequence[Step] | None = None) -> None:
    """Raise FolderReplaced where others lie there and none of very many recorded files, under whatever name.

    Another drive has the letter, another share the place. Without `steps`, only where sizes say so before any is read.
    """
    present = {file.id: file for file in before.files if file.presence is Presence.PRESENT}
    if len(present) < _TELLING or not found.files or len(found.files) < len(found.listing.files):
        return
    if steps is None:
        paths, sizes = {one.path for one in found.files}, {one.size for one in found.files}
        met = any(file.path in paths or (file.fixity and file.fixity.size in sizes) for file in present.values())
        met = met or bool(found.listing.unreachable or found.listing.unsettled)
    else:
        met = len(present) > sum(step.went for step in steps)
    if not met:
        raise FolderReplaced(str(archive.place.evidence), len(present))


_TELLING = 10
"""Files of which it is no chance that all are gone at once."""


def _left_last(archive: Archive, before: Dossier, readings: Sequence[Reading]) -> dict[int, str]:
    """File id → the path in the same folder that it was renamed from, where nothing happened to it since."""
    left: dict[int, str] = {}
    files = may_come_back(before.files, [one.found.path for one in readings])
    if len(files) > _MOST_SAVED:
        return left
    with archive.store.begin() as unit:
        for file in files:
            for line in unit.history(1, about=[f"file {file.id}"]):
                former = line.detail.get("from")
                if line.verb == "file_moved" and isinstance(former, str) and folder_of(former) == folder_of(file.path):
                    left[file.id] = former
    return left


_MOST_SAVED = 20
"""Files that programs save between two scans by way of another name; of more than that, the past is not looked up."""


def _report(listing: FolderListing, steps: Sequence[Step], tally: Tally) -> ScanReport:
    return ScanReport(
        seen=len(listing.files),
        new=sum(step.is_new for step in steps),
        changed=sum(step.changed for step in steps),
        moved=sum(step.moved for step in steps),
        missing=tally.missing,
        duplicates=tally.duplicates,
        unreadable=tally.unreadable + len(listing.unreachable),
        suspended=tally.suspended,
        seconds=0.0,
        notes=tuple(one.sentence for one in listing.unreachable),
        returned=sum(step.returned for step in steps),
        unsettled=len(listing.unsettled),
        put_off=tuple(listing.unsettled),
        uninspected=tally.uninspected,
    )
