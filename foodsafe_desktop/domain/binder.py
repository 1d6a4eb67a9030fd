"""A binder as arranged: which volumes, which sections in them, which pieces in what order. Pages come in `sheets`."""

from dataclasses import dataclass

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile, is_withheld
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.wording import sub_item_mark


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a piece (None: the paper original). `slip` is the reason it cannot be printed, None if it can.

    `pages`: only these of the file's pages are meant, first and last from 1; None: all. `photos`: the pictures that
    stand together on one photo sheet (照片页), of which `file` is the first; empty where the file has its own pages.
    """

    file: EvidenceFile | None
    slip: str | None
    pages: tuple[int, int] | None = None
    photos: tuple[EvidenceFile, ...] = ()

    @property
    def files(self) -> tuple[EvidenceFile, ...]:
        """All its files: none of a paper original, several on a photo sheet."""
        return self.photos or (() if self.file is None else (self.file,))


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
    omitted_because: str = ""
    """Why it is rightly without evidence, as the archive decided; empty where the catalogue itself prints so."""
    omission_basis: str = ""
    """The document that its being rightly without evidence rests on; empty: none is known."""

    @property
    def is_omitted(self) -> bool:
        """Whether it is rightly without evidence (合理缺项)."""
        return self.standing.state is State.OMITTED

    @property
    def heading(self) -> str:
        """（8）, as printed."""
        return sub_item_mark(self.number)


SigningRow = tuple[str, str, str]
"""A line of the sheet to be signed: the department, its sub-items, and how many pieces it signs for."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What was to be signed with an issue of the volume; `pieces` is how many it held then."""

    issue: int
    rows: tuple[SigningRow, ...]
    pieces: int


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
    signings: tuple[Signing, ...] = ()
    """Of an issued volume what its signed sheets say, the first for the whole; none: it was not issued yet."""

    @property
    def base(self) -> str:
        """The key of the whole volume that this is a box of; its own where it is whole."""
        return self.key.removesuffix(f".{self.box.number}") if self.box else self.key

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order."""
        return tuple(piece for section in self.sections for piece in section.pieces)
