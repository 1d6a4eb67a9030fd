"""What services need of the world, as Protocols. `app` hands in the real ones, unit tests hand in fakes."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import EvidenceFile, Fixity, Verdict
from foodsafe_desktop.domain.gaps import Coverage
from foodsafe_desktop.domain.members import ArchiveContents
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import BinderPlan, Measured, SheetRef
from foodsafe_desktop.domain.supplements import (
    Supplement,
)
from foodsafe_desktop.domain.texts import FileText
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.report_press import ReportPress
from foodsafe_desktop.services.rules import Rules
from foodsafe_desktop.services.store_ports import Store
from foodsafe_desktop.services.text_ports import Texts


class FoundFile(NamedTuple):
    """A regular file met while walking the evidence folder. `path` relative, POSIX; size in bytes; mtime in ns.

    `key` is its identity on the disk (device and file number), None where the system has none. A tuple, because a walk
    makes a hundred thousand of them.
    """

    path: str
    size: int
    mtime_ns: int
    key: str | None = None


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

    def expect(self, *, files: bool) -> None:
        """Know whether files are recorded as present: where they are, an empty root counts as offline."""
        ...

    def fixity(self, path: str, job: Job, algorithm: str | None = None) -> Fixity:
        """Read one file through and return size, time and digest. Raises OSError (vanished, no rights).

        FileStillChanging, an OSError too, says that nothing may be concluded of it yet. `algorithm`: None for the one
        of the settings; to verify a record, the one it names. Raises AlgorithmMissing.
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


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file as PDF pages: `pdf` may be the original itself and must not be written to.

    `notes` are sentences on how the pages differ from the file; `converter` names the program that laid them out,
    empty where they are the file's own. `sizes` are the pages as they are seen, width and height in mm, one a page.
    `photos`: the PDFs of all pictures, `pdf` the first, where they stand together on one photo sheet.
    """

    pdf: Path
    pages: int
    notes: tuple[str, ...] = ()
    converter: str = ""
    sizes: tuple[tuple[float, float], ...] = ()
    photos: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPrintable:
    """Why a file could not become pages, as a sentence for the slip sheet, and what else is said there of it."""

    sentence: str
    annex: Annex | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A page on white: rows of `stride` bytes from the top, each of `width` times red, green, blue."""

    width: int
    height: int
    stride: int
    pixels: bytes


class Renderer(Protocol):
    """Turns an evidence file into PDF pages, cached by digest; never touches the original."""

    def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition | NotPrintable:
        """Pages of one file. Hostile input gives NotPrintable, never an exception (but Cancelled passes)."""
        ...

    def forget(self, file: EvidenceFile) -> None:
        """Drop all pages that were made of a file; the file itself stays."""
        ...

    def try_again(self, file: EvidenceFile) -> None:
        """Forget that an office program gave no pages of this document; it is asked again when they are wanted."""
        ...

    def page_sizes(self, pdf: Path, job: Job) -> tuple[tuple[float, float], ...]:
        """Width and height in mm of every page of a PDF, as it is seen. Raises PagesUnprintable, Cancelled."""
        ...

    def picture(self, pdf: Path, page: int, dpi: float, job: Job) -> Picture:
        """A page of a PDF, from 0, as it is seen. Raises PagesUnprintable, Cancelled."""
        ...


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
        """The files that stand in it as slip sheets."""
        return not_printed(self.laid)

    @property
    def insert_paper(self) -> int:
        """How many paper originals are to be put in."""
        return sum(1 for _, _, part in self.laid.not_printed if part.file is None)


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
    """The files that stand in a volume as slip sheets; paper originals are not among them."""
    return tuple(
        NotPrinted(part.file.path, piece.number, run.labels[0], run.slip or "")
        for run, piece, part in laid.not_printed
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


Place = Callable[[VolumePlan, Recipe, Mapping[SheetRef, Measured]], BinderPlan]
"""Gives every run of a volume its place and its numbers, from its measures."""


class BinderPress(Protocol):
    """Puts paper together. All writes are atomic: a target is either complete or as it was before."""

    def lay_out(
        self,
        volume: VolumePlan,
        recipe: Recipe,
        facts: BinderFacts,
        parts: Mapping[SheetRef, Measured],
        place: Place = ...,
    ) -> Laid:
        """Draw the volume's own sheets and give every run its place, by `place` (None given: from 1 in order).

        `parts` are the measures of the pieces' files; of those with a slip the press draws and measures the slip sheet.
        """
        ...

    def bind(
        self,
        laid: Laid,
        pages_of: Callable[[SheetRef], Rendition | NotPrintable],
        facts: BinderFacts,
        out: Path,
        job: Job,
    ) -> BoundVolume:
        """Compile a volume exactly as laid out into `out` as PDF, DOCX and manifest.

        Raises FailedLate where a file gives no pages after all, CannotWrite; Cancelled leaves nothing.
        """
        ...

    def exchange(self, bound: BoundVolume, found: Supplement, facts: BinderFacts, job: Job) -> Path:
        """The sheets that a supplement puts in, behind its 换页清单, as one PDF beside the volume that `bound` is now.

        Raises CannotWrite; Cancelled leaves nothing.
        """
        ...

    def index(
        self,
        volumes: Sequence[BoundVolume],
        not_bound: Mapping[str, str],
        facts: BinderFacts,
        out: Path,
        of: str = "",
    ) -> SetFiles:
        """What goes with a set of volumes, in `out`, with a manifest. `not_bound` maps an item's title to the reason.

        `of` says which part of the whole set these are (第4大项): each has an index of its own and leaves those of the
        others alone. Raises CannotWrite.
        """
        ...

    def inspector_copy(
        self, facts: CopyFacts, out: Path, compiled: Callable[[Path], Sequence[BoundVolume]], job: Job
    ) -> Path:
        """A copy for inspectors in `out`: the volumes' PDFs, a page that leads through them, a manifest; that page.

        `compiled` puts the volumes into the folder it is given. All is put in place together; Cancelled leaves `out`
        as it was. Raises CopyFolderTaken where `out` holds anything but an earlier copy, CannotWrite.
        """
        ...

    def digest(self, pdf: Path, job: Job) -> str:
        """SHA-256 of a compiled volume as it is now. Raises OSError."""
        ...


class RecipeText(Protocol):
    """Recipes as text that a person can edit."""

    def read(self, text: str, file: str = ...) -> tuple[Recipe, ...]:
        """The recipes of a text. Raises RecipesBroken."""
        ...

    def write(self, recipes: Sequence[Recipe]) -> str:
        """The text of recipes; `read` gives them back."""
        ...


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Relative paths that do not agree. `checked` counts files read; `faults` are sentences on the archive itself.

    `unexpected` files lie in the folder without a record: they came after the last scan. `notes` are sentences that
    are no fault: a compiled volume that is not where it was put.
    """

    checked: int
    mismatched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything agrees; files that came after the last scan are no fault of what is recorded."""
        return not (self.mismatched or self.missing or self.faults)


Clock = Callable[[], dt.datetime]
"""The current time with its zone."""


@dataclass(frozen=True)
class ArchivePlace:
    """An archive's directory and what is in it (product contract: 'An archive on disk')."""

    root: Path
    evidence: Path

    @property
    def database(self) -> Path:
        """The database file."""
        return self.root / "dossier.sqlite3"

    @property
    def binders(self) -> Path:
        """Where compiled binders go unless told otherwise."""
        return self.root / "binders"

    @property
    def backups(self) -> Path:
        """Dated copies of the database."""
        return self.root / "backups"

    @property
    def cache(self) -> Path:
        """Renditions; may be deleted at any time."""
        return self.root / "cache"


@dataclass(frozen=True)
class Archive:
    """One open archive: its rules and the ports that services work through. `who` is written into the history."""

    place: ArchivePlace
    rules: Rules
    store: Store
    folder: EvidenceFolder
    inspector: Inspector
    renderer: Renderer
    press: BinderPress
    reports: ReportPress
    recipe_text: RecipeText
    texts: Texts
    clock: Clock
    who: str

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in use: as it was taken in, with the archivist's corrections laid over it."""
        return self.rules.catalogue

    def close(self) -> None:
        """Let go of the archive: its workers, its database, its lock."""
        self.texts.reader.close()
        self.inspector.close()
        self.store.close()
