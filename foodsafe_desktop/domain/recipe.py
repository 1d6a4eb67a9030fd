"""How a binder is compiled: what is grouped, numbered, stamped and put in. The default needs no choice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
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


PREFIX_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ·"
"""What a prefix of page numbers may contain. No hyphen: that marks the pages of supplements."""
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


CHOICES: Mapping[str, type[StrEnum]] = {
    one.name: one.type for one in fields(Recipe) if isinstance(one.type, type) and issubclass(one.type, StrEnum)
}
"""The fields of a recipe that are one of several words."""

_PREFIX = re.compile(f"([{PREFIX_CHARACTERS}]{{0,7}}[A-Z·])?")
_LONGEST_NAME, _WIDEST_GUTTER, _MOST_PAGES = 40, 25, 100_000
_SPINE, _LEAF = (10.0, 120.0), (0.05, 0.5)


@dataclass(frozen=True, slots=True)
class RecipeFlaw:
    """Why a recipe cannot be used: the field, and the rest of a sentence."""

    field: str
    problem: str


def flaw(recipe: Recipe) -> RecipeFlaw | None:
    """The first thing in a recipe that cannot be done; None where it can be used."""
    name = recipe.name
    checks = (
        (
            "name",
            bool(name.strip()) and name == name.strip() and len(name) <= _LONGEST_NAME and name.isprintable(),
            f"名称须为 1 至 {_LONGEST_NAME} 个字，首尾不留空格",
        ),
        ("gutter", 0 <= recipe.gutter <= _WIDEST_GUTTER, f"装订边须在 0 至 {_WIDEST_GUTTER} 毫米之间"),
        (
            "prefix",
            bool(_PREFIX.fullmatch(recipe.prefix)),
            "页号前缀至多 8 个字符，只能用数字、大写字母和间隔号“·”，并以字母或“·”结尾",
        ),
        ("photos", recipe.photos in (0, 2, 4, 6), "每张照片页的照片数只能是 0（不拼排）、2、4 或 6"),
        (
            "spines",
            bool(recipe.spines)
            and list(recipe.spines) == sorted(set(recipe.spines))
            and all(_SPINE[0] <= one <= _SPINE[1] for one in recipe.spines),
            f"盒脊宽度须由窄到宽逐个列出，每个在 {_SPINE[0]:.0f} 至 {_SPINE[1]:.0f} 毫米之间",
        ),
        ("leaf", _LEAF[0] <= recipe.leaf <= _LEAF[1], f"每张纸的厚度须在 {_LEAF[0]} 至 {_LEAF[1]} 毫米之间"),
        (
            "longest",
            recipe.longest is None or 1 <= recipe.longest <= _MOST_PAGES,
            f"单个文件的页数上限须在 1 至 {_MOST_PAGES} 之间，或不设上限",
        ),
    )
    return next((RecipeFlaw(field, problem) for field, is_good, problem in checks if not is_good), None)


PRESETS = (
    Recipe(),
    Recipe(name="双面装订", duplex=True, gutter=5.0),
    Recipe(
        name="归档文件（按件，DA/T 22）",
        numbering=Numbering.PIECE,
        archive_stamp=True,
        duplex=True,
        signatures=False,
    ),
    Recipe(name="案卷（按卷，GB/T 9705）", standard=Standard.BY_VOLUME, signatures=False),
    Recipe(
        name="档案盒（年度—保管期限—机构）",
        grouping=Grouping.ARCHIVE,
        numbering=Numbering.PIECE,
        archive_stamp=True,
        duplex=True,
        dividers=False,
        omissions=False,
        signatures=False,
    ),
)
"""The recipes that come with the program; the first is used where nothing was chosen."""
