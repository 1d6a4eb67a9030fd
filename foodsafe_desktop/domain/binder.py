"""A binder before any PDF exists: which volumes, which sheets in which order, and which page each gets.

Body pages (dividers, evidence, slip sheets) run from 1 through a volume. Cover, contents and closing note carry
labels of their own, as GB/T 9705-2008 leaves them out of the count: so the contents can grow by a page without
moving a single number in the body.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile, is_withheld
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.wording import sub_item_mark

STAND_IN, PARTLY_STAND_IN, ON_PAPER = "替代页", "含替代页", "纸质件"
COVER_LABEL = "封面"
CONTENTS_LABEL = "目录"
CLOSING_LABEL = "备考表"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a piece (None: the paper original). `slip` is the reason it cannot be printed, None if it can.

    `pages`: only these of the file's pages are meant, first and last from 1; None: all.
    """

    file: EvidenceFile | None
    slip: str | None
    pages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a piece is printed that is only referred to here: the volume's key and name, number, and page if known."""

    key: str
    volume: str
    number: int
    code: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class BoxPlace:
    """第n盒／共N盒: which of the boxes of one grouping a volume is."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Piece:
    """件 as arranged in a volume. `ordinal` is the 序号 on the contents; `code` reads 大项-(小项)-年度-流水号.

    `printed_at`: printed under another sub-item, here a sheet only refers to it (互见).
    """

    ordinal: int
    code: str
    number: int
    evidence: Evidence
    title: str
    parts: tuple[Part, ...]
    remark: str
    printed_at: Elsewhere | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether nothing but its number and place may be printed: a file's name bears a secrecy mark."""
        return is_withheld(part.file for part in self.parts if part.file is not None)


@dataclass(frozen=True, slots=True)
class Section:
    """A sub-item's or veto's share of a volume: its divider and its pieces."""

    number: int
    kind: str
    """``sub_item`` or ``veto``."""
    text: str
    item_title: str
    departments: tuple[str, ...]
    deadline: str
    standing: Standing
    pieces: tuple[Piece, ...]
    lead: str | None = None
    """The one of the departments that the catalogue prints as 牵头, if it does."""
    doubts: tuple[Doubt, ...] = ()
    """Where the catalogue is uncertain of this line, or of the 大项 it belongs to."""
    continued: bool = False
    """Whether its first pieces are in the box before."""

    @property
    def is_omitted(self) -> bool:
        """Whether it is rightly without evidence (合理缺项)."""
        return self.standing.state is State.OMITTED

    @property
    def heading(self) -> str:
        """（8）, as printed."""
        return sub_item_mark(self.number)


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """卷: `number` is its place in the whole set (0: stands alone); `name` is what its file is called."""

    number: int
    key: str
    name: str
    title: str
    dimension: str
    sections: tuple[Section, ...]
    box: BoxPlace | None = None
    """Which box of several; None where the volume is whole in one."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order."""
        return tuple(piece for section in self.sections for piece in section.pieces)


class SheetKind(StrEnum):
    """What a run of body pages is."""

    DIVIDER = "divider"
    PART = "part"


@dataclass(frozen=True, slots=True)
class SheetRef:
    """Names one run of body pages of a volume: the divider of section `number`, or part `part` of piece `ordinal`."""

    kind: SheetKind
    number: int
    ordinal: int = 0
    part: int = 0


@dataclass(frozen=True)
class Pagination:
    """First page and page count of every run of body pages; `total` body pages in all; which runs are slip sheets."""

    runs: Mapping[SheetRef, tuple[int, int]]
    total: int
    slips: frozenset[SheetRef] = frozenset()

    def divider_page(self, section: Section) -> int:
        """The page number on a section's divider."""
        return self.runs[SheetRef(SheetKind.DIVIDER, section.number)][0]

    def piece_pages(self, piece: Piece) -> tuple[int, int]:
        """A piece's first page and its count of pages."""
        runs = [self.runs[ref] for ref in part_sheets(piece)]
        return runs[0][0], sum(count for _, count in runs)


def part_sheets(piece: Piece) -> tuple[SheetRef, ...]:
    """The runs of body pages that a piece has: one a part."""
    return tuple(SheetRef(SheetKind.PART, piece.number, piece.ordinal, index) for index in range(len(piece.parts)))


def stand_in(piece: Piece, slips: Collection[SheetRef]) -> str:
    """What stands in the volume in place of a piece's own pages, in a word for lists; empty if they are all there."""
    if all(part.file is None for part in piece.parts):
        return ON_PAPER
    missing = sum(ref in slips for ref in part_sheets(piece))
    return STAND_IN if missing == len(piece.parts) else PARTLY_STAND_IN if missing else ""


def body_sheets(plan: VolumePlan) -> Iterator[SheetRef]:
    """Every run of body pages of a volume, in printing order."""
    for section in plan.sections:
        yield SheetRef(SheetKind.DIVIDER, section.number)
        for piece in section.pieces:
            yield from part_sheets(piece)


def paginate(plan: VolumePlan, counts: Mapping[SheetRef, int], slips: Collection[SheetRef] = ()) -> Pagination:
    """Give every run its first page number, from the page counts of all runs (each at least 1)."""
    runs: dict[SheetRef, tuple[int, int]] = {}
    page = 1
    for ref in body_sheets(plan):
        runs[ref] = (page, counts[ref])
        page += counts[ref]
    return Pagination(runs, page - 1, frozenset(slips))
