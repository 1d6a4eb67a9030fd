"""The evidence folder, as services see it: what one walk meets, and reading a file through."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.services.job import Job

Take = Callable[[bytes], object]
"""What is given the bytes of a file, part by part."""


class FoundFile(NamedTuple):
    """A regular file met while walking the evidence folder. `path` relative, POSIX; size in bytes; mtime in ns.

    `number` is 0 where the system gives files none. A tuple, because a walk makes a hundred thousand of them.
    """

    path: str
    size: int
    mtime_ns: int
    device: int = 0
    number: int = 0

    @property
    def key(self) -> str | None:
        """Its identity on the disk (device and file number), None where the system has none."""
        return f"{self.device}:{self.number}" if self.number else None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A file or folder that could not be looked at, and why in one Chinese sentence."""

    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FolderListing:
    """All that one walk of the evidence folder met. Temporary, system and ignored files are left out, not reported.

    `unsettled` paths are in none of the others, and nothing may be concluded of them until a later walk: files still
    being written, or gone or renamed a moment ago. They are not taken in, and do not count as missing.
    """

    files: Sequence[FoundFile]
    unreachable: Sequence[Unreachable]
    unsettled: Sequence[str] = ()


class EvidenceFolder(Protocol):
    """The evidence folder, read only."""

    def adopt(self, settings: FolderSettings) -> None:
        """Go by these settings from now on. Raises AlgorithmMissing."""
        ...

    def elsewhere(self, root: Path) -> "EvidenceFolder":
        """The folder that lies at another root, looked at with the same settings."""
        ...

    def walk(self, job: Job) -> FolderListing:
        """Every regular file below the root, in path order. Raises FolderGone when the root is not there."""
        ...

    def reading_ahead(self, may_read: Callable[[str], bool]) -> AbstractContextManager[None]:
        """Within it, very many files are read while they are walked through; for where all are to be read.

        By the settings that were adopted last, and only where `may_read` says of the path that the file may be opened.
        """
        ...

    def expect(self, *, files: bool) -> None:
        """Know whether files are recorded as present: where they are, an empty root counts as offline."""
        ...

    def fixity(self, path: str, job: Job, algorithm: str | None = None, take: Take | None = None) -> Fixity:
        """Read one file through and return size, time and digest. Raises OSError (vanished, no rights).

        FileStillChanging, an OSError too, says that nothing may be concluded of it yet. `algorithm`: None for the one
        of the settings; to verify a record, the one it names. `take` is given the bytes as they are read, which is how
        evidence is copied. Raises AlgorithmMissing.
        """
        ...

    def fixities(
        self, paths: Sequence[str], job: Job, algorithm: str | None = None
    ) -> Iterator[tuple[str, Fixity | OSError]]:
        """Read many files through on all cores; each path once, in any order, with its fixity or what went wrong."""
        ...

    def look(self, path: str) -> tuple[int, int]:
        """Size in bytes and modification time in ns of one file as it lies there now; -1 and -1 where there is none."""
        ...

    def absolute(self, path: str) -> Path:
        """Where a relative path lies on this machine."""
        ...
