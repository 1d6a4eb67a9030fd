"""Evidence as pages: what a file gives when it is to be printed, and its pages as pictures."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.services.job import Job

UNREGISTERED = "文件尚未登记校验值，未予打印。请重新扫描后再装订。"
"""Why a file is not printed whose bytes nobody has vouched for."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file as PDF pages: `pdf` may be the original itself and must not be written to.

    `notes` are sentences on how the pages differ from the file, `unprinted` those on what of it they leave out;
    `converter` names the program that laid them out, empty where they are the file's own. `sizes` are the pages as they
    are seen, width and height in mm, one a page. `photos`: the PDFs of all pictures, `pdf` the first, where they stand
    together on one photo sheet.
    """

    pdf: Path
    pages: int
    notes: tuple[str, ...] = ()
    converter: str = ""
    sizes: tuple[tuple[float, float], ...] = ()
    photos: tuple[Path, ...] = ()
    unprinted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPrintable:
    """Why a file could not become pages, as a sentence for the slip sheet, and what else is said there of it."""

    sentence: str
    annex: Annex | None = None


@dataclass(frozen=True, slots=True)
class SeenPages:
    """How pages look, by their places from 0: in colour, blank, and with a picture that shows nothing or breaks off."""

    coloured: tuple[int, ...] = ()
    blank: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()


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

    def seen_pages(self, pdf: Path, file: EvidenceFile, job: Job) -> SeenPages | None:
        """How the pages look of the PDF that a file was rendered to; None where nobody can tell.

        Cached by digest; Cancelled passes.
        """
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
