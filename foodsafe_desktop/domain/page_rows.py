"""A document's pages as rows in reading order, each with its place where that is known. For reading facts from them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from foodsafe_desktop.domain.texts import Box, Line, PageText

_BLANK = re.compile(r"\s+")
_CELLS = re.compile(r"\t| {2,}|\u3000{2,}")
_AHEAD = 8
_LEAST_SURE = 0.85
"""Below this the recognition of a line has to be read by a person."""


@dataclass(frozen=True, slots=True)
class Found:
    """One fact: its value as it would be kept, and where it stands. `is_strong`: in its proper place, clear to read."""

    value: str
    page: int
    box: Box | None = None
    is_strong: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a page: as written, and where. `is_clear`: no part of it was recognised with doubt."""

    text: str
    page: int
    box: Box | None = None
    is_clear: bool = True

    @cached_property
    def plain(self) -> str:
        """In one width and without white space, for matching."""
        return _BLANK.sub("", unicodedata.normalize("NFKC", self.text))

    @cached_property
    def tight(self) -> str:
        """As written, without white space beside Chinese signs."""
        return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", self.text.strip())

    @property
    def cells(self) -> list["Row"]:
        """Pieces that stand apart in the row, without places of their own."""
        return [Row(part, self.page, self.box, self.is_clear) for part in _CELLS.split(self.text.strip()) if part]


def rows_of(pages: Sequence[PageText], most: int) -> list[Row]:
    """The rows of the first `most` pages, empty ones left out."""
    return [row for page in pages[:most] for row in _of_page(page) if row.plain]


def _of_page(page: PageText) -> Iterator[Row]:
    lines = list(page.lines)
    for text in page.text.split("\n"):
        cells = text.split("\t")
        at = next((at for at, line in enumerate(lines[:_AHEAD]) if line.text == cells[0]), 0)
        here = lines[at : at + len(cells)]
        if [one.text for one in here] == cells:
            del lines[: at + len(cells)]
            yield Row(text, page.page, joined([_box(one) for one in here]), min(o.score for o in here) >= _LEAST_SURE)
        else:  # the places are of other pieces of text: the words count, without a place
            yield Row(text, page.page)


def _box(line: Line) -> Box:
    return (line.x0, line.y0, line.x1, line.y1)


def joined(boxes: Sequence[Box | None]) -> Box | None:
    """The place that holds all these; None where one is not known, or there is none."""
    known = [box for box in boxes if box is not None]
    if not known or len(known) < len(boxes):
        return None
    return (
        min(box[0] for box in known),
        min(box[1] for box in known),
        max(box[2] for box in known),
        max(box[3] for box in known),
    )
