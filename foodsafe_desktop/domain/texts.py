"""The words in a file: pages of text, where they come from, and how far the reading got."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Presence


class TextSource(StrEnum):
    """Where a page's words come from."""

    LAYER = "layer"
    """The page's own text layer (PDF, OFD)."""
    DOCUMENT = "document"
    """A document without fixed pages: office files, mail, plain text, the names in an archive."""
    OCR = "ocr"
    """Recognised from the picture: to be read with care."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its place on the page, in mm from the top left corner; `score` is 0 to 1, of a text layer always 1."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    score: float


Box = tuple[float, float, float, float]
"""A place on a page: x0, y0, x1, y1 in mm from the top left corner."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page, counted from 1: of a PDF, OFD or TIFF; else of a sheet or slide; else all of it is page 1.

    Lines are separated by line feeds. `lines` with their places where the text was recognised from a picture, and on
    the pages of a PDF that may bear a letterhead or a signature. `seals`: round red places, where they were looked for.
    """

    page: int
    text: str
    source: TextSource
    lines: tuple[Line, ...] = ()
    seals: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How a photograph or a scan's first page looks, so that another copy of it is known by little difference.

    `hash` (64 bits) is by the picture's slow changes, for looking up; `fine` (256 bits) by its fine ones, to confirm.
    `is_scan`: the page of a document, of which many look alike.
    """

    hash: int
    fine: int
    is_scan: bool = False


class TextState(StrEnum):
    """How far the reading of a file got."""

    READ = "read"
    EMPTY = "empty"
    """It was read, and there are no words in it."""
    NEEDS_OCR = "needs_ocr"
    """There are pages that only recognition can read, and it has not been at them."""
    SECRET = "secret"  # noqa: S105 - a state, no password
    """A page of it bears a secrecy mark: nothing of its text was kept."""
    NO_WORDS = "no_words"
    """A kind of file that has no words to read here: video, sound, unknown formats."""
    UNREADABLE = "unreadable"
    INTERRUPTED = "interrupted"
    """The reading crashed or took too long."""

    @property
    def label(self) -> str:
        """The state in a few Chinese words."""
        return _LABELS[self]


_LABELS = {
    TextState.READ: "已读取文字",
    TextState.EMPTY: "无文字",
    TextState.NEEDS_OCR: "待文字识别",
    TextState.SECRET: "疑似涉密",
    TextState.NO_WORDS: "无可读取的文字",
    TextState.UNREADABLE: "无法读取文字",
    TextState.INTERRUPTED: "读取中断",
}


@dataclass(frozen=True, slots=True)
class FileText:
    """What was read of a file. `detail` is a Chinese sentence on what is lacking, or empty.

    `look` only of pictures and of PDFs whose first page is one.
    """

    state: TextState
    pages: tuple[PageText, ...] = ()
    detail: str = ""
    look: Look | None = None


def content_key(file: EvidenceFile) -> str | None:
    """What a file's text is kept under: its bytes' digest with the algorithm. None where it must not or cannot be read.

    A file that bears a secrecy mark has none, nor one that is gone, empty, damaged or locked.
    """
    readable = file.verdict.condition in (Condition.OK, Condition.UNKNOWN)
    if file.fixity is None or not file.fixity.size or file.presence is not Presence.PRESENT or not readable:
        return None
    return f"{file.fixity.algorithm}:{file.fixity.digest}"


def without_empty(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """Pages that have words."""
    return tuple(page for page in pages if page.text.strip())
