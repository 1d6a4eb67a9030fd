"""Read what a scan has not seen as it lies now: hash it on all cores. To open it is for later (`inspecting`).

What is known and has the same size, time and place on the disk is not read again. What bears a secrecy mark is never
read. A file that vanished since the folder was walked is left out, one that is still being written is put off, one
that cannot be read says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import AlgorithmMissing, FileStillChanging
from foodsafe_desktop.domain.evidence import NOT_INSPECTED, Condition, EvidenceFile, Fixity, Presence, Verdict
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, FoundFile

SUSPENDED = Verdict(
    "unknown",
    Condition.SUSPENDED,
    "文件名或所在文件夹带有疑似涉密标志，程序未打开该文件。请停止使用、保持断网，并按保密规定处理。",
)
SUSPENDED_BY_PAGE = Verdict(
    "unknown",
    Condition.SUSPENDED,
    "文件页面带有疑似涉密标志，已暂停使用。请停止使用、保持断网，并按保密规定处理。",
)
"""Said of a content, by `withholding`; that of a name is said before the file is opened."""


@dataclass(slots=True)
class Reading:
    """One file as it was found and read. `verdict` None: it need not be read.

    `vanished`: it is no longer there; `unsettled`: it is still being written, and nothing may be concluded of it.
    `former`: its fixity by the other algorithm, where a record that could be its own was kept with that.
    """

    found: FoundFile
    fixity: Fixity | None = None
    verdict: Verdict | None = None
    vanished: bool = False
    unsettled: bool = False
    former: Fixity | None = None

    @property
    def may_be_read_later(self) -> bool:
        """Whether it could not be read: it may be the next time, without looking any different."""
        unreadable = self.verdict is not None and self.verdict.condition is Condition.UNREADABLE
        return self.vanished or self.unsettled or unreadable

    @property
    def digests(self) -> tuple[str, ...]:
        """All digests of its bytes that were reckoned."""
        return tuple(one.digest for one in (self.fixity, self.former) if one is not None)

    def fixity_like(self, recorded: Fixity | None) -> Fixity | None:
        """Its fixity by the algorithm of a record if it was read with that, else by the archive's own."""
        former = self.former
        return former if former and recorded and former.algorithm == recorded.algorithm else self.fixity


def read(
    archive: Archive,
    before: Dossier,
    found: Sequence[FoundFile],
    algorithm: str,
    job: Job,
    unlike: Set[int] = frozenset(),
) -> list[Reading]:
    """A reading of every file of `found`, in its order, to be judged; those that need no look are as they were.

    `algorithm` is the one that the archive's fixity is to be kept with: what is recorded with another is read again.
    So are the recorded files of which it is known that they are `unlike` their record.
    """
    known = {file.path: file for file in before.files}
    elsewhere = {file.key: file.path for file in before.files if file.key is not None}
    readings = [Reading(one) for one in found]
    fresh = []
    for one in readings:
        record = known.get(one.found.path)
        as_recorded = record is not None and record.id not in unlike and is_as_recorded(one.found, record, algorithm)
        if not as_recorded or _changed_places(one.found, record, elsewhere):
            fresh.append(one)
    _read(archive, fresh, job)
    _read_as_recorded(archive, before, readings, fresh, job)
    return readings


def judge(before: Dossier, readings: Iterable[Reading]) -> None:
    """Give every reading its verdict: what is known of these very bytes, or that they are still to be inspected.

    What was found to be wrong with a file is said again only of itself: another name may be another matter. But a
    secrecy mark inside goes with the bytes.
    """
    wanted = {digest for one in readings for digest in one.digests} if before.files else set()
    known = {file.path: file for file in before.files}
    opened = {
        file.fixity.digest: file.verdict
        for file in before.files
        if file.fixity and file.fixity.digest in wanted and file.verdict.condition is Condition.OK
    }
    opened |= {file.fixity.digest: file.verdict for file in before.files if file.fixity and is_marked_inside(file)}
    for one in readings:
        if one.fixity is None:
            continue
        own = known.get(one.found.path)
        if own and own.fixity and own.fixity.digest in one.digests and own.verdict.condition not in _NO_WORD:
            one.verdict = own.verdict
        else:
            one.verdict = next((opened[digest] for digest in one.digests if digest in opened), NOT_INSPECTED)


_NO_WORD = (Condition.UNREADABLE, Condition.SUSPENDED)
"""What says nothing of a file's bytes."""


def is_as_recorded(found: FoundFile, known: EvidenceFile, algorithm: str) -> bool:
    """Whether nothing but perhaps its key speaks for reading a file again."""
    if known.presence is Presence.MISSING or known.verdict.condition is Condition.UNREADABLE:
        return False
    if known.verdict.condition is Condition.SUSPENDED and bears_secrecy_mark(found.path):
        return True
    fixity = known.fixity
    return fixity is not None and (
        (fixity.size, fixity.mtime_ns, fixity.algorithm) == (found.size, found.mtime_ns, algorithm)
    )


def is_marked_inside(file: EvidenceFile) -> bool:
    """Whether a file is suspended for what its first page bears, and not its name: that goes with its bytes."""
    suspended = file.verdict.condition is Condition.SUSPENDED and file.fixity is not None
    return suspended and not bears_secrecy_mark(file.path)


def read_paths(archive: Archive, before: Dossier, paths: Iterable[str], job: Job) -> list[Reading]:
    """A reading of each of these paths that a walk through the folder finds, opened as well. Raises FolderGone."""
    wanted = set(paths)
    readings = [Reading(one) for one in archive.folder.walk(job).files if one.path in wanted]
    _read(archive, readings, job)
    _read_as_recorded(archive, before, readings, readings, job)
    judge(before, readings)
    waiting = [one for one in readings if one.verdict is NOT_INSPECTED]

    def report(index: int, verdict: Verdict) -> None:
        job.step(index, len(waiting), waiting[index].found.path)
        waiting[index].verdict = verdict

    if waiting:
        archive.inspector.inspect([archive.folder.absolute(one.found.path) for one in waiting], job, report)
    return readings


def may_be_read(path: str) -> bool:
    """Whether a file may be opened at all: none that bears a secrecy mark is."""
    return not bears_secrecy_mark(path)


def read_through(archive: Archive, readings: Iterable[Reading], job: Job) -> Iterator[Reading]:
    """Read files and give back each reading as it is filled, in any order. What bears a secrecy mark is not read."""
    fresh = {}
    for reading in readings:
        if may_be_read(reading.found.path):
            fresh[reading.found.path] = reading
        else:
            reading.verdict = SUSPENDED
            yield reading
    if fresh:
        yield from _hash(archive, fresh, job)


def _read(archive: Archive, readings: Iterable[Reading], job: Job) -> None:
    for _ in read_through(archive, readings, job):
        pass


def _read_as_recorded(
    archive: Archive, before: Dossier, readings: Sequence[Reading], fresh: Sequence[Reading], job: Job
) -> None:
    """Read by the other algorithm too what could be the file of a record that was kept with that.

    Digests of two algorithms say nothing of each other. So a change of the setting must not be what lets other bytes
    pass for those recorded, nor what a moved file is lost by.
    """
    here = {one.found.path for one in readings if not one.vanished}
    kept = [(file.path, file.fixity) for file in before.files if file.fixity is not None and file.fixity.size]
    at = dict(kept)
    gone: dict[int, set[str]] = defaultdict(set)
    for path, fixity in kept:
        if path not in here:
            gone[fixity.size].add(fixity.algorithm)
    wanted: dict[str, dict[str, Reading]] = defaultdict(dict)
    for one in fresh:
        if (now := one.fixity) is None:
            continue
        was = at.get(one.found.path)
        could_be = ({was.algorithm} if was.size == now.size else set()) if was else gone.get(now.size, set())
        for algorithm in could_be - {now.algorithm}:
            wanted[algorithm][one.found.path] = one
    for algorithm, ones in wanted.items():
        with suppress(AlgorithmMissing):  # an archive from a machine that had it: size and time must do
            for path, result in archive.folder.fixities(list(ones), job, algorithm):
                if isinstance(result, Fixity) and result.size == ones[path].found.size:
                    ones[path].former = result


def _changed_places(found: FoundFile, known: EvidenceFile | None, elsewhere: Mapping[str, str]) -> bool:
    """Whether the file has the key of another known file: two of one size and time may have changed places.

    Another key alone speaks for nothing: a share that was connected anew has new ones.
    """
    if known is None or found.key == known.key or found.key is None:
        return False
    return elsewhere.get(found.key, found.path) != found.path


def _hash(archive: Archive, fresh: Mapping[str, Reading], job: Job) -> Iterator[Reading]:
    for done, (path, result) in enumerate(archive.folder.fixities(list(fresh), job)):
        job.step(done, len(fresh), path)
        reading = fresh[path]
        if isinstance(result, Fixity):
            reading.fixity = result
        elif isinstance(result, FileNotFoundError):
            reading.vanished = True
        elif isinstance(result, FileStillChanging):
            reading.unsettled = True
        else:
            reading.verdict = Verdict("unknown", Condition.UNREADABLE, _unreadable(path, result))
        yield reading


def _unreadable(path: str, error: OSError) -> str:
    """Why a file could not be read, as a sentence that names it and what to do."""
    reason = str(error.args[0]) if len(error.args) == 1 else "系统拒绝读取，或文件正被占用、已被移走"
    return f"文件“{path}”无法读取（{reason}）。请检查权限或稍后重新扫描。"
