"""The evidence folder on disk, read only: what lies in it, and what its bytes are at one moment."""

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from foodsafe_desktop.domain.errors import FileStillChanging, FolderGone
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.files.digests import recordable
from foodsafe_desktop.files.hashing import read_fixity, require_algorithm
from foodsafe_desktop.files.names import Names, shown
from foodsafe_desktop.files.quiet import GONE, Look, Settling
from foodsafe_desktop.files.readers import Reader
from foodsafe_desktop.files.reading import MANY, Read, ReadTogether, processes_for, read_many
from foodsafe_desktop.files.system_paths import absolute
from foodsafe_desktop.files.walking import Walk
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import FolderListing, FoundFile
from foodsafe_desktop.services.ports.folder import Take

LONGEST_WAIT = 5.0
"""Seconds that a walk waits at its end, at most, for files that were written a moment ago."""
_SLICE = 0.1
_sleep = time.sleep


@dataclass(slots=True)
class _Ahead:
    """What is read while a walk goes on: `met` files of it were looked at. `together` ends with `leaving`."""

    algorithm: str
    may_read: Callable[[str], bool]
    leaving: ExitStack
    together: ReadTogether | None = None
    met: int = 0


class DiskFolder:
    """Implements `ports.EvidenceFolder`. Nothing here ever writes, renames or deletes.

    Names whose bytes are no text are kept as Python keeps them (surrogateescape), so that the file can be opened.
    Links: one to a file inside the root counts as a file of its own name; every other link is reported, not followed.
    A file that is not at rest is held back (`unsettled`). `clock` gives seconds since the epoch, `wait` sleeps.
    Raises AlgorithmMissing.
    """

    def __init__(
        self,
        root: Path,
        settings: FolderSettings | None = None,
        *,
        clock: Callable[[], float] = time.time,
        wait: Callable[[float], None] | None = None,
    ) -> None:
        self.root = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would replace a linked root by its target
        self._clock, self._wait = clock, wait or _sleep
        self._settling: Settling | None = None
        self._expects = False
        self._ahead: _Ahead | None = None
        self.adopt(settings or FolderSettings())

    def adopt(self, settings: FolderSettings) -> None:
        """Walk and read by these settings from now on; a watcher takes them over too. Raises AlgorithmMissing."""
        require_algorithm(settings.algorithm)
        self.names = Names(settings.ignore)
        self.settings = settings

    def elsewhere(self, root: Path) -> "DiskFolder":
        """The folder that lies at another root, looked at with the same settings."""
        return DiskFolder(root, self.settings, clock=self._clock, wait=self._wait)

    def follow_by(self, settling: Settling | None) -> None:
        """From now on a watcher says what is at rest, and comes back for the rest: a walk need not wait. None: ends."""
        self._settling = settling

    def walk(self, job: Job) -> FolderListing:
        """Every regular file below the root that is at rest, in path order. Raises FolderGone if the root is gone.

        Without a watcher, waits a few seconds at the end for files younger than the settle time, and looks again.
        """
        walk = self._walk(job, lambda files: self._read_ahead(files, job))
        unsettled = self._unsettled(walk.files, job)
        files = [found for found in walk.files if found.path not in unsettled] if unsettled else walk.files
        unreachable = sorted(walk.unreachable, key=attrgetter("path"))
        return FolderListing(files, unreachable, sorted(unsettled))

    @contextmanager
    def reading_ahead(self, may_read: Callable[[str], bool]) -> Iterator[None]:
        """Within it, very many files are read by processes while they are walked through, if `may_read` says so."""
        with ExitStack() as leaving:
            self._ahead = _Ahead(self.settings.algorithm, may_read, leaving)
            try:
                yield
            finally:
                self._ahead = None

    def _read_ahead(self, met: Sequence[FoundFile], job: Job) -> None:
        """Have read what a walk met since it was last asked, but for what may still be written to."""
        ahead, count = self._ahead, processes_for(MANY)
        if ahead is None or len(met) < MANY or not count:
            return
        if ahead.together is None:
            together = ReadTogether(count, *self._ways(ahead.algorithm), job.check)
            ahead.together = ahead.leaving.enter_context(together)
        fresh = met[ahead.met :]
        young = {found.path for found in self._young(fresh)}
        ahead.together.give([one.path for one in fresh if ahead.may_read(one.path) and one.path not in young])
        ahead.met = len(met)

    def _ways(self, algorithm: str) -> tuple[Callable[[str, Callable[[], None]], Fixity], Callable[[], Reader]]:
        """How a thread reads one file, and how it has a process read them. The second raises OSError."""
        root = str(self.root)
        return (
            lambda path, check: read_fixity(self._absolute(path), path, algorithm, check),
            lambda: Reader(root, algorithm),
        )

    def expect(self, *, files: bool) -> None:
        """Know whether files are recorded as present; see `is_emptied`."""
        self._expects = files

    def is_emptied(self) -> bool:
        """Whether files are expected and the root holds none: a mount point without its share looks so."""
        return self._expects and not Walk(str(self.root), self.names, Job()).meets_any()

    def looks(self, job: Job) -> dict[str, Look]:
        """Size and time of every file below the root, at rest or not. Raises FolderGone."""
        return {found.path: (found.size, found.mtime_ns) for found in self._walk(job).files}

    def look(self, path: str) -> Look:
        """Size and time of one file, `GONE` where there is none."""
        try:
            status = os.stat(self._absolute(path))  # noqa: PTH116 - once for every file of a burst
        except (OSError, ValueError):
            return GONE
        return status.st_size, recordable(status.st_mtime_ns)

    def fixity(self, path: str, job: Job, algorithm: str | None = None, take: Take | None = None) -> Fixity:
        """Read one file through. Raises OSError, and FileStillChanging (an OSError too) if it changes meanwhile.

        `algorithm`: None for the one of the settings. `take` is given the bytes. Raises AlgorithmMissing.
        """
        wanted = algorithm or self.settings.algorithm
        require_algorithm(wanted)
        try:
            return read_fixity(self._absolute(path), path, wanted, job.check, take)
        except FileStillChanging:
            self._note(path)
            raise

    def fixities(
        self, paths: Sequence[str], job: Job, algorithm: str | None = None
    ) -> Iterator[tuple[str, Fixity | OSError]]:
        """Read many files through, on all cores; each path once, with its fixity or what went wrong.

        Raises Cancelled, and AlgorithmMissing.
        """
        wanted = algorithm or self.settings.algorithm
        require_algorithm(wanted)
        ahead = self._ahead
        if ahead is not None and ahead.together is not None and ahead.algorithm == wanted:
            together, ahead.together = ahead.together, None
            return self._noting(together.results(paths))
        return self._noting(read_many(list(dict.fromkeys(paths)), *self._ways(wanted), job.check))

    def absolute(self, path: str) -> Path:
        """Where a relative path lies on this machine."""
        return Path(self._absolute(path))

    def _absolute(self, path: str) -> str:
        return absolute(str(self.root), path)

    def _noting(self, results: Generator[Read, None, None]) -> Iterator[Read]:
        """The same; what still changes is noted as not at rest."""
        with closing(results):
            for path, result in results:
                if isinstance(result, FileStillChanging):
                    self._note(path)
                yield path, result

    def _note(self, path: str) -> None:
        if self._settling is not None:
            self._settling.touched(path, time.monotonic())

    def _walk(self, job: Job, gone_through: Callable[[Sequence[FoundFile]], None] = lambda _files: None) -> Walk:
        walk = Walk(str(self.root), self.names, job)
        try:
            with os.scandir(self.root):
                pass
        except OSError as error:
            raise FolderGone(shown(str(self.root))) from error
        walk.run(gone_through)
        if not self.root.is_dir():  # a share that went away meanwhile must not look like an empty folder
            raise FolderGone(shown(str(self.root)))
        return walk

    def _unsettled(self, files: Sequence[FoundFile], job: Job) -> set[str]:
        settling, young = self._settling, self._young(files)
        if settling is None:
            return self._still_changing(young, job) if young else set()
        for found in young:
            settling.noted(found.path, (found.size, found.mtime_ns), time.monotonic())
        return settling.waiting()

    def _moment(self) -> tuple[int, int]:
        """The time now, and how long a file rests before it is taken in, in ns."""
        settle = self.settings.settle_seconds if self._settling is None else self._settling.settle
        return int(self._clock() * 1e9), int(settle * 1e9)

    def _young(self, files: Sequence[FoundFile]) -> list[FoundFile]:
        now, span = self._moment()
        # A time somewhat ahead of ours is young as well: the clock of a share need not agree with this machine's.
        since, until = now - span, now + span
        return [found for found in files if since < found.mtime_ns < until]

    def _still_changing(self, young: Sequence[FoundFile], job: Job) -> set[str]:
        """Wait until the youngest file should be at rest, and see which did change meanwhile."""
        now, span = self._moment()
        self._pause(min(LONGEST_WAIT, (max(found.mtime_ns for found in young) + span - now) / 1e9), job)
        limit = int(LONGEST_WAIT * 1e9)
        return {
            found.path
            for found in young
            if found.mtime_ns + span - now > limit or self.look(found.path) != (found.size, found.mtime_ns)
        }

    def _pause(self, seconds: float, job: Job) -> None:
        while seconds > 0:
            job.check()
            self._wait(min(_SLICE, seconds))
            seconds -= _SLICE
