"""Opening files to see what they are, in processes that may die of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.evidence import Verdict
from foodsafe_desktop.domain.members import ArchiveContents
from foodsafe_desktop.services.job import Job


class Inspector(Protocol):
    """Opens files in a worker process with limits on time and memory; a file can crash only the worker."""

    def inspect(self, paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        """Inspect every path and call ``report(index, verdict)`` once for each, in any order, on this thread."""
        ...

    def contents(self, path: Path, job: Job) -> ArchiveContents:
        """What is in a ZIP, RAR or 7z. Hostile files give a refusal, never an exception (but Cancelled passes)."""
        ...

    def unpack(self, path: Path, wanted: Sequence[int], folder: Path, job: Job) -> str:
        """Write the members at these places of a ZIP into an empty folder as 0, 1, 2 …, in that order.

        Returns why not all are there, as a part of a sentence; empty if they are.
        """
        ...

    def close(self) -> None:
        """Let the worker processes go."""
        ...
