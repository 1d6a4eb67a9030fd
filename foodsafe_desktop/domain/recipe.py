"""How a binder is compiled: what is grouped, numbered, stamped and put in. The default needs no choice."""

from dataclasses import dataclass
from enum import StrEnum


class Grouping(StrEnum):
    """What makes a volume of its own."""

    ITEM = "item"
    SUB_ITEM = "sub-item"
    DEPARTMENT = "department"
    YEAR = "year"
    ARCHIVE = "archive"
    """年度 — 保管期限 — 机构（问题）, as archival boxes are kept (DA/T 22-2015): never mixed."""


class Standard(StrEnum):
    """Which form the contents have."""

    BY_PIECE = "by-piece"
    """归档文件目录, DA/T 22-2015: 按件整理."""
    BY_VOLUME = "by-volume"
    """卷内文件目录, GB/T 9705-2008: 按卷整理."""


class Numbering(StrEnum):
    """What the page numbers count."""

    VOLUME = "volume"
    """From 1 through the volume (GB/T 9705-2008)."""
    PIECE = "piece"
    """From 1 in each piece (DA/T 22-2015 编页)."""


class Position(StrEnum):
    """Where on the page, as it is seen, its number stands."""

    TOP_OUTER = "top-outer"
    """Front: top right, back: top left (DA/T 22-2015)."""
    TOP_RIGHT = "top-right"
    BOTTOM_OUTER = "bottom-outer"
    BOTTOM_CENTRE = "bottom-centre"


class Coded(StrEnum):
    """Which sheets carry the code that leads from paper back to the record."""

    NONE = "none"
    OWN = "own"
    """The sheets that the program makes itself."""
    ALL = "all"


class Oversize(StrEnum):
    """What becomes of pages larger than A4."""

    KEEP = "keep"
    """They stay as large as they are, to be folded in; the job sheet names them."""
    FIT = "fit"
    """They are reduced to A4."""


PAPER_SPINES = (20.0, 30.0, 40.0, 50.0)
"""档案盒, DA/T 22-2015, in mm."""
PLASTIC_SPINES = (35.0, 55.0, 75.0)
"""Boxes as offices buy them, in mm; no standard."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way of compiling. Lengths in mm. `name` is what people call it, unique in an archive.

    `duplex`: both sides of a leaf are printed, and each piece and each sheet of the program starts on a front side.
    `gutter`: by how much evidence pages are narrowed at the binding edge. `prefix` stands before each page number.
    `repeat`: a document under several sub-items is printed under each; without it once, and referred to elsewhere.
    `leaf`: thickness of one leaf. `longest`: pages beyond which one file is held back and said (None: no limit).
    """

    name: str = "常规装订"
    grouping: Grouping = Grouping.ITEM
    standard: Standard = Standard.BY_PIECE
    duplex: bool = False
    gutter: float = 0.0
    numbering: Numbering = Numbering.VOLUME
    prefix: str = ""
    position: Position = Position.TOP_OUTER
    stamp: bool = True
    archive_stamp: bool = False
    """归档章, 45 × 16 mm, on the first page of each piece."""
    dividers: bool = True
    tab_marks: bool = False
    """A grey mark at the outer edge of each divider, lower from one sub-item to the next."""
    indicators: bool = False
    """指标说明页 in front of each sub-item's evidence."""
    omissions: bool = True
    """合理缺项说明页 in place of evidence."""
    signatures: bool = True
    """责任单位签字确认表 before the closing note."""
    commitment: bool = False
    """真实性承诺书 behind the cover."""
    repeat: bool = False
    photos: int = 0
    """Pictures of a piece on one photo sheet, with captions: 0 (a page each), 2, 4 or 6."""
    colour: bool = True
    oversize: Oversize = Oversize.KEEP
    coded: Coded = Coded.OWN
    spines: tuple[float, ...] = PAPER_SPINES
    leaf: float = 0.1
    longest: int | None = 500
