"""Read what a scan has not seen as it lies now: hash it on all cores, then open it in the worker process.

What is known and has the same size, time and place on the disk is not read again, unless its inspection was cut short.
What bears a secrecy mark is never opened. A file that vanished since the folder was walked is left out, one that is
still being written is put off, one that cannot be read says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import FileStillChanging
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Presence, Verdict
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, FoundFile

SUSPENDED = Verdict(
    "unknown",
    Condition.SUSPENDED,
    "文件名或所在文件夹带有疑似涉密标志，程序未打开该文件。请停止使用、保持断网，并按保密规定处理。",
)


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

    def fixity_like(self, recorded: Fixity | None) -> Fixity | None:
        """Its fixity by the algorithm of a record if it was read with that, else by the archive's own."""
        former = self.former
        return former if former and recorded and former.algorithm == recorded.algorithm else self.fixity


def read(archive: Archive, before: Dossier, found: Sequence[FoundFile], algorithm: str, job: Job) -> list[Reading]:
    """A reading of every file of `found`, in its order; those that need no look are as they were.

    `algorithm` is the one that the archive's fixity is to be kept with: what is recorded with another is read again.
    """
    known = {file.path: file for file in before.files}
    elsewhere = {file.key: file.path for file in before.files if file.key is not None}
    readings = [Reading(one) for one in found]
    fresh = [one for one in readings if not _is_as_known(one.found, known.get(one.found.path), elsewhere, algorithm)]
    _read(archive, before, fresh, job)
    _read_as_recorded(archive, before, readings, fresh, job)
    return readings


def read_paths(archive: Archive, before: Dossier, paths: Iterable[str], job: Job) -> list[Reading]:
    """A reading of each of these paths that a walk through the folder finds. Raises FolderGone."""
    wanted = set(paths)
    readings = [Reading(one) for one in archive.folder.walk(job).files if one.path in wanted]
    _read(archive, before, readings, job)
    return readings


def _read(archive: Archive, before: Dossier, readings: Sequence[Reading], job: Job) -> None:
    fresh = {}
    for reading in readings:
        if bears_secrecy_mark(reading.found.path):
            reading.verdict = SUSPENDED
        else:
            fresh[reading.found.path] = reading
    if fresh:
        _hash(archive, fresh, job)
        _inspect(archive, before, [reading for reading in fresh.values() if reading.fixity is not None], job)


def _read_as_recorded(
    archive: Archive, before: Dossier, readings: Sequence[Reading], fresh: Sequence[Reading], job: Job
) -> None:
    """Read by the other algorithm too what could be the file of a record that was kept with that.

    Digests of two algorithms say nothing of each other, and a file must be found again over a change of the setting.
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
        touched = was is not None and was.size == now.size and was.mtime_ns != now.mtime_ns
        could_be = ({was.algorithm} if touched else set()) if was else gone.get(now.size, set())
        for algorithm in could_be - {now.algorithm}:
            wanted[algorithm][one.found.path] = one
    for algorithm, ones in wanted.items():
        for path, result in archive.folder.fixities(list(ones), job, algorithm):
            if isinstance(result, Fixity) and result.size == ones[path].found.size:
                ones[path].former = result


def _is_as_known(found: FoundFile, known: EvidenceFile | None, elsewhere: Mapping[str, str], algorithm: str) -> bool:
    """Whether nothing speaks for reading the file again.

    Another key alone does not (a share that was connected anew has new ones), unless it is that of another known
    file: then two files of one size and time may have changed places.
    """
    if known is None or known.presence is Presence.MISSING or known.verdict.condition is Condition.UNREADABLE:
        return False
    if known.verdict.was_interrupted:
        return False
    if known.verdict.condition is Condition.SUSPENDED:
        return bears_secrecy_mark(found.path)
    fixity = known.fixity
    if fixity is None or (fixity.size, fixity.mtime_ns, fixity.algorithm) != (found.size, found.mtime_ns, algorithm):
        return False
    return found.key == known.key or found.key is None or elsewhere.get(found.key, found.path) == found.path


def _hash(archive: Archive, fresh: Mapping[str, Reading], job: Job) -> None:
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


def _inspect(archive: Archive, before: Dossier, readings: Sequence[Reading], job: Job) -> None:
    """Open every file whose bytes have not been inspected before; equal bytes share one verdict."""
    wanted = {reading.fixity.digest for reading in readings if reading.fixity}
    verdicts = {
        file.fixity.digest: file.verdict
        for file in before.files
        if file.fixity and file.fixity.digest in wanted and file.verdict.condition is Condition.OK
    }
    waiting: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.fixity is not None:
            reading.verdict = verdicts.get(reading.fixity.digest)
            if reading.verdict is None:
                waiting[reading.fixity.digest].append(reading)
    groups = list(waiting.values())
    done = 0

    def report(index: int, verdict: Verdict) -> None:
        nonlocal done
        done += 1
        job.step(done, len(groups), groups[index][0].found.path)
        for reading in groups[index]:
            reading.verdict = verdict

    if groups:
        archive.inspector.inspect([archive.folder.absolute(group[0].found.path) for group in groups], job, report)


def _unreadable(path: str, error: OSError) -> str:
    """Why a file could not be read, as a sentence that names it and what to do."""
    reason = str(error.args[0]) if len(error.args) == 1 else "系统拒绝读取，或文件正被占用、已被移走"
    return f"文件“{path}”无法读取（{reason}）。请检查权限或稍后重新扫描。"
