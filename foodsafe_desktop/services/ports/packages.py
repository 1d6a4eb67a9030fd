"""A hand-over package (移交信息包) while it is made, and what its lists are made from."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.four_properties import Result
from foodsafe_desktop.domain.packages import EVIDENCE, LeftOut
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.folder import Take


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled volume as registered: its PDF and digest, its key, and whether it was handed out.

    A volume that was compiled and handed out, or handed out again with a supplement, has several PDFs and one key.
    `hidden`: it shows what bears a secrecy mark, as far as the record knows.
    """

    pdf: Path
    sha256: str
    key: str
    issued: bool
    hidden: bool = False


@dataclass(frozen=True)
class PackageFacts:
    """What the lists of a package say. `packed` are the ids of the files in it, `renamed` those under another name.

    `unit` is who compiles the set and `fonds` the 全宗号, both empty where nobody said; `retention` stands for pieces
    that have none of their own. `binders` counts the volumes that are in the package, `issued` those handed out: each
    once, however many PDFs there are of it.
    """

    report: ReportFacts
    packed: Set[int]
    renamed: Mapping[int, str]
    left_out: Sequence[LeftOut]
    results: Sequence[Result]
    archive_id: str
    unit: str
    fonds: str
    retention: str
    binders: int
    issued: int
    made_at: dt.datetime

    def files(self, evidence: int) -> Sequence[EvidenceFile]:
        """The files of a piece that are in the package."""
        return [file for file in self.report.dossier.files_of.get(evidence, ()) if file.id in self.packed]

    def place(self, file: EvidenceFile) -> str:
        """Where a file that is in the package lies below ``data/``."""
        return EVIDENCE + self.renamed.get(file.id, file.path)


@dataclass(frozen=True, slots=True)
class Made:
    """A package that is complete: files and bytes of its payload, and the SHA-256 of its payload manifest."""

    files: int
    size: int
    sha256: str


class Package(Protocol):
    """A package while it is made, in a folder apart on the disk where it will lie; unseen until it is whole."""

    @property
    def scratch(self) -> Path:
        """For what must be made as a file first; gone afterwards."""
        ...

    def add(self, name: str, fill: Callable[[Take], int | None]) -> None:
        """A file below ``data/``: `fill` gives its bytes and returns its time in ns, None for now.

        What `fill` raises passes, and then nothing of the file stays. Raises CannotWrite, DiskFull.
        """
        ...

    def take(self, name: str, file: Path, job: Job) -> None:
        """A file that was made in `scratch`. Raises CannotWrite, Cancelled."""
        ...

    def add_binders(
        self, root: Path, volumes: Sequence[Compiled], hidden: Collection[int], job: Job
    ) -> Sequence[LeftOut]:
        """The volumes in the folder `root` and the registered `volumes`, with what goes with them.

        Left out is what is not as its manifest says, and what shows evidence `hidden` (by id). Raises CannotWrite.
        """
        ...

    def finish(self, facts: PackageFacts, job: Job) -> Made:
        """Add lists and manifests, and put the package in place as a whole. Raises CannotWrite, Cancelled."""
        ...
