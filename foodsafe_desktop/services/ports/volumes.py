"""Volumes on their way to paper: what is printed on them, how they are laid out, and what was compiled."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.gaps import Coverage
from foodsafe_desktop.domain.sheets import BinderPlan, SheetRef
from foodsafe_desktop.domain.texts import FileText


@dataclass(frozen=True, slots=True)
class BinderFacts:
    """What covers and closing notes print beside the plan. `document_number` is of the plan that the set is filed by.

    `on` is the day of compiling; `compiled_by` is who compiles the set, `fonds` the 全宗号, both empty where they are
    filled in by hand. Codes on paper name the archive by `archive_id` and the issue they belong to (0: not issued).
    `supplements` are sentences for the closing note on what was exchanged since the first issue.
    """

    archive_title: str
    document_number: str
    years: tuple[int, int]
    on: dt.date
    compiled_by: str = ""
    fonds: str = ""
    archive_id: str = ""
    issue: int = 0
    supplements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """One file that stands in a volume as a slip sheet. `path` is relative; `page` the number of the slip sheet."""

    path: str
    number: int
    page: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoundVolume:
    """A compiled volume: what it was laid out as, its PDF, its editable DOCX, and the digest of the PDF.

    `note` is a sentence on what was met while putting it in place (an edited DOCX that was kept), or empty.
    `unchanged`: it lay there as it would have been compiled, and was left so, with the day that it was compiled on.
    """

    laid: BinderPlan
    pdf: Path
    docx: Path
    manifest: Path
    sha256: str
    note: str = ""
    unchanged: bool = False
    facts: BinderFacts | None = None
    """Of an issued volume what its cover says, where that is not what the set's says now."""

    @property
    def plan(self) -> VolumePlan:
        """The volume as it was arranged."""
        return self.laid.volume

    @property
    def pages(self) -> int:
        """All pages of the PDF."""
        return self.laid.pages

    @property
    def body_pages(self) -> int:
        """The numbered ones."""
        return self.laid.body_pages

    @property
    def not_printed(self) -> tuple[NotPrinted, ...]:
        """The files that stand in it as slip sheets, and what is left out of others."""
        return not_printed(self.laid)

    @property
    def insert_paper(self) -> int:
        """How many paper originals are to be put in."""
        return sum(one.part.file is None for one in self.laid.not_printed)


@dataclass(frozen=True, slots=True)
class SetFiles:
    """What goes with a set of volumes: 总目录 and 盒脊 as PDFs, and the `others` (covers, fronts, job sheet, workbook).

    `notes` are sentences on what was met while putting them in place.
    """

    index: Path
    spines: Path
    others: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def not_printed(laid: BinderPlan) -> tuple[NotPrinted, ...]:
    """What of the files is not printed in a volume; paper originals are not among it."""
    return tuple(
        NotPrinted(part.file.path, piece.number, run.labels[0], reason)
        for run, piece, part, reason in laid.not_printed
        if part.file is not None
    )


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A place on a sheet that leads to another: `page` of the sheet from 0, `rect` x0, y0, x1, y1 in points of it."""

    page: int
    rect: tuple[float, float, float, float]
    target: SheetRef


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the program's own, drawn: one PDF of one or more pages, and where it leads."""

    pdf: bytes
    links: tuple[SheetLink, ...] = ()


@dataclass(frozen=True)
class Laid:
    """A volume that is laid out, and its own sheets as they were drawn for that."""

    plan: BinderPlan
    sheets: Mapping[SheetRef, Sheet]


class FailedLate(Exception):
    """A source broke when it was copied, though it had been measured: `sentence` says why, for its slip sheet."""

    def __init__(self, ref: SheetRef, sentence: str) -> None:
        super().__init__(str(ref))
        self.ref, self.sentence = ref, sentence


@dataclass(frozen=True)
class CopyFacts:
    """What an inspector's copy says beside its volumes: how every number stands, and the words of files.

    `of` says which part of the whole set it is, empty for all of it. `words` gives what was read of a file, None where
    nothing was; it is not asked for withheld ones.
    """

    binder: BinderFacts
    catalogue: Catalogue
    coverage: Coverage
    of: str
    words: Callable[[EvidenceFile], FileText | None]
