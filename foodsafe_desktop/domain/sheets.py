"""A volume sheet by sheet before any PDF exists: order, page numbers, sides, blanks, sizes, and what cannot be printed.

Contents, stamps, labels, links, spines and boxes all come from this one plan. Body pages (dividers, evidence, slip
sheets) are numbered; front and back matter carry labels of their own, as GB/T 9705-2008 leaves them out of the count:
so the contents can grow by a page without moving a single number in the body. Blank backs are never numbered.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.binder import Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.recipe import PREFIX_CHARACTERS, Numbering, Recipe

Size = tuple[float, float]
"""Width and height of a page as it is seen, in mm."""
A4: Size = (210.0, 297.0)


class SheetKind(StrEnum):
    """What a run of pages is."""

    COVER = "cover"
    COMMITMENT = "commitment"
    CONTENTS = "contents"
    DIVIDER = "divider"
    INDICATOR = "indicator"
    OMISSION = "omission"
    PART = "part"
    """One file of a piece, or the slip sheet in its place."""
    REFERENCE = "reference"
    """互见: the piece is printed elsewhere, this sheet says where."""
    SIGNATURES = "signatures"
    LATE_SIGNATURES = "late-signatures"
    """What a supplement brings is signed for on a sheet of its own."""
    CLOSING = "closing"
    BLANK = "blank"


BODY = frozenset((SheetKind.DIVIDER, SheetKind.INDICATOR, SheetKind.OMISSION, SheetKind.PART, SheetKind.REFERENCE))
"""The kinds whose pages are numbered."""
LABELS = {
    SheetKind.COVER: "封面",
    SheetKind.COMMITMENT: "承诺书",
    SheetKind.CONTENTS: "目录",
    SheetKind.DIVIDER: "隔页",
    SheetKind.INDICATOR: "指标",
    SheetKind.OMISSION: "缺项",
    SheetKind.SIGNATURES: "签字表",
    SheetKind.LATE_SIGNATURES: "补签表",
    SheetKind.CLOSING: "备考表",
}
"""What the sheets are called that have no page number; dividers and the like only where each piece counts from 1."""
LABEL_CHARACTERS = "".join(dict.fromkeys(PREFIX_CHARACTERS + "-" + "".join(LABELS.values())))
"""Every character that a label may contain."""

_COUNTED = re.compile(r"(.*?)([1-9]\d*)", re.DOTALL)


def counted(label: str) -> tuple[str, int | None]:
    """A label's part that stays, and the number that counts on from page to page, if it ends in one."""
    found = _COUNTED.fullmatch(label)
    return (found[1], int(found[2])) if found else (label, None)


def page_text(label: str) -> str:
    """A page as a sentence names it: 第12页; a sheet that has a name and no number by that name, as 封面 and 目录1."""
    return label if has_name(label) else f"第{label}页"


def has_name(label: str) -> bool:
    """Whether a label is the name of a sheet and no page number."""
    return label.startswith(tuple(LABELS.values()))


_OWN_BODY = frozenset((SheetKind.DIVIDER, SheetKind.INDICATOR, SheetKind.OMISSION))
STAND_IN, PARTLY_STAND_IN, ON_PAPER = "替代页", "含替代页", "纸质件"


@dataclass(frozen=True, slots=True)
class SheetRef:
    """Names one run of pages of a volume: its kind; the sub-item's `number`; a piece's `ordinal` and `part` from 0.

    `issue` is that which a sheet came with of which every issue may have one.
    """

    kind: SheetKind
    number: int = 0
    ordinal: int = 0
    part: int = 0
    issue: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """How large a run's pages are, and why a slip sheet stands in place of a file (None: it does not).

    `notes` are sentences on how the pages were made, such as by another layout than the original program's;
    `unprinted` those on what of the file is not among them, such as what is attached to a mail. Equal
    `fingerprint`s print equal pages: a part's comes from its bytes and range, an own sheet's from its form. `annex` is
    what the slip sheet says beside its reason. `colour` are the places of pages in colour, None where nobody can tell;
    `blank` those on which nothing is seen, `lost` those with a picture that shows nothing or breaks off.
    """

    sizes: tuple[Size, ...]
    slip: str | None = None
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    annex: Annex | None = None
    colour: tuple[int, ...] | None = ()
    blank: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    unprinted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A run of pages in its place: `start` is its first page from 0 in the volume; blanks have the label ""."""

    ref: SheetRef
    start: int
    labels: tuple[str, ...]
    sizes: tuple[Size, ...]
    slip: str | None = None
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    colour: tuple[int, ...] | None = ()
    blank: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    unprinted: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.sizes)


class Unprinted(NamedTuple):
    """A file, a paper original or something in a file that is not printed, the run that stands for it, and why."""

    run: Run
    piece: Piece
    part: Part
    reason: str


@dataclass(frozen=True)
class BinderPlan:
    """One volume's sheets in printing order."""

    volume: VolumePlan
    recipe: Recipe
    runs: tuple[Run, ...]

    @cached_property
    def by_ref(self) -> Mapping[SheetRef, Run]:
        """Every run but blanks, by what it is."""
        return {run.ref: run for run in self.runs if run.ref.kind is not SheetKind.BLANK}

    @cached_property
    def pages(self) -> int:
        """All pages of the volume, blanks included."""
        return sum(run.pages for run in self.runs)

    @cached_property
    def body_pages(self) -> int:
        """The numbered pages."""
        return sum(run.pages for run in self.runs if is_numbered(run.ref.kind, self.recipe))

    @property
    def leaves(self) -> int:
        """Leaves of paper: half the pages, rounded up, where both sides are printed."""
        return (self.pages + 1) // 2 if self.recipe.duplex else self.pages

    @cached_property
    def slips(self) -> Mapping[SheetRef, str]:
        """Why slip sheets stand in place of files, by run."""
        return {run.ref: run.slip for run in self.runs if run.slip is not None}

    @property
    def partial(self) -> bool:
        """Whether a file that should print does not, or not all of it; paper originals to be put in are no lack."""
        return any(one.part.file is not None for one in self.not_printed)

    @cached_property
    def not_printed(self) -> tuple[Unprinted, ...]:
        """The slip sheets in place of files or paper originals, and what is left out of files that are printed."""
        pieces = {piece.ordinal: piece for piece in self.volume.pieces}
        return tuple(
            Unprinted(run, pieces[run.ref.ordinal], pieces[run.ref.ordinal].parts[run.ref.part], reason)
            for run in self.runs
            for reason in (run.unprinted if run.slip is None else (run.slip,))
        )

    @cached_property
    def coloured(self) -> frozenset[int]:
        """The places from 0 of the pages to be printed in colour; what nobody can tell is printed so.

        The archive stamp on the first page of a piece is red.
        """
        if not self.recipe.colour:
            return frozenset()
        found: set[int] = set()
        for run in self.runs:
            inside = range(run.pages) if run.colour is None else run.colour
            found.update(run.start + at for at in inside)
            if self.recipe.archive_stamp and run.ref.kind is SheetKind.PART and run.ref.part == 0:
                found.add(run.start)
        return frozenset(found)

    @property
    def coloured_leaves(self) -> int:
        """Leaves that are in colour on either side."""
        return len({at // 2 for at in self.coloured}) if self.recipe.duplex else len(self.coloured)

    def is_front(self, index: int) -> bool:
        """Whether the page at this place from 0 is the front of its leaf (recto)."""
        return not self.recipe.duplex or index % 2 == 0

    def page_of(self, section: Section) -> str:
        """The number of the page at which a section begins; empty if it has none."""
        run = self.first_run(section)
        return run.labels[0] if run is not None else ""

    def first_run(self, section: Section) -> Run | None:
        """The first run of a section's, None where it has neither pieces nor sheets of its own."""
        for kind in (SheetKind.DIVIDER, SheetKind.INDICATOR, SheetKind.OMISSION):
            if (run := self.by_ref.get(SheetRef(kind, section.number))) is not None:
                return run
        return self.piece_runs(section.pieces[0])[0] if section.pieces else None

    def piece_runs(self, piece: Piece) -> tuple[Run, ...]:
        """The runs of a piece: one a part, or its one reference sheet."""
        reference = self.by_ref.get(SheetRef(SheetKind.REFERENCE, piece.number, piece.ordinal))
        return (reference,) if reference else tuple(self.by_ref[ref] for ref in part_refs(piece))

    def piece_label(self, piece: Piece) -> str:
        """The number of a piece's first page."""
        return self.piece_runs(piece)[0].labels[0]

    def piece_pages(self, piece: Piece) -> int:
        """How many pages of the volume a piece has."""
        return sum(run.pages for run in self.piece_runs(piece))


def part_refs(piece: Piece) -> tuple[SheetRef, ...]:
    """The runs that a piece has where it is printed: one a part."""
    return tuple(SheetRef(SheetKind.PART, piece.number, piece.ordinal, index) for index in range(len(piece.parts)))


def stand_in(piece: Piece, slips: Collection[SheetRef]) -> str:
    """What stands in the volume in place of a piece's own pages, in a word for lists; empty if they are all there."""
    if all(part.file is None for part in piece.parts):
        return ON_PAPER
    missing = sum(ref in slips for ref in part_refs(piece))
    return STAND_IN if missing == len(piece.parts) else PARTLY_STAND_IN if missing else ""


def order(volume: VolumePlan, recipe: Recipe) -> Iterator[SheetRef]:
    """Every run of a volume in printing order, without blanks."""
    yield SheetRef(SheetKind.COVER)
    if recipe.commitment:
        yield SheetRef(SheetKind.COMMITMENT)
    yield SheetRef(SheetKind.CONTENTS)
    for section in volume.sections:
        yield from _section(section, recipe)
    if recipe.signatures:
        yield SheetRef(SheetKind.SIGNATURES)
        yield from (SheetRef(SheetKind.LATE_SIGNATURES, issue=one.issue) for one in volume.signings[1:] if one.rows)
    yield SheetRef(SheetKind.CLOSING)


def _section(section: Section, recipe: Recipe) -> Iterator[SheetRef]:
    if recipe.dividers:
        yield SheetRef(SheetKind.DIVIDER, section.number)
    if recipe.indicators:
        yield SheetRef(SheetKind.INDICATOR, section.number)
    if recipe.omissions and section.is_omitted:
        yield SheetRef(SheetKind.OMISSION, section.number)
    for piece in section.pieces:
        if piece.printed_at is not None:
            yield SheetRef(SheetKind.REFERENCE, piece.number, piece.ordinal)
        else:
            yield from part_refs(piece)


def lay_out(volume: VolumePlan, recipe: Recipe, measured: Mapping[SheetRef, Measured]) -> BinderPlan:
    """Give every run its place and its numbers, from the sizes of all of `order`'s runs (each of at least one page)."""
    runs: list[Run] = []
    at, number, piece = 0, 0, 0
    for ref in order(volume, recipe):
        if recipe.duplex and at % 2 and _starts_a_leaf(ref):
            runs.append(Run(SheetRef(SheetKind.BLANK), at, ("",), (A4,)))
            at += 1
        found = measured[ref]
        if recipe.numbering is Numbering.PIECE and ref.ordinal != piece:
            number, piece = 0, ref.ordinal
        labels = _labels(ref, len(found.sizes), number, recipe)
        runs.append(_run(ref, at, labels, found))
        number += len(labels) if is_numbered(ref.kind, recipe) else 0
        at += len(labels)
    return BinderPlan(volume, recipe, tuple(runs))


def _run(ref: SheetRef, at: int, labels: tuple[str, ...], found: Measured) -> Run:
    seen = found.colour, found.blank, found.lost
    return Run(ref, at, labels, found.sizes, found.slip, found.notes, found.fingerprint, *seen, found.unprinted)


def with_blanks(blocks: Iterable[Iterable[Run]], recipe: Recipe) -> tuple[Run, ...]:
    """Runs in their places one after the other, a blank before each block that would not begin on a front side."""
    runs: list[Run] = []
    at = 0
    for block in blocks:
        if recipe.duplex and at % 2:
            runs.append(Run(SheetRef(SheetKind.BLANK), at, ("",), (A4,)))
            at += 1
        for run in block:
            runs.append(replace(run, start=at))
            at += run.pages
    return tuple(runs)


def _starts_a_leaf(ref: SheetRef) -> bool:
    """Whether a run begins on a front side: all do but the further files of a piece, which follow on."""
    return ref.kind is not SheetKind.PART or ref.part == 0


def is_numbered(kind: SheetKind, recipe: Recipe) -> bool:
    """Whether a run's pages are counted; where each piece counts from 1, only those of pieces are."""
    return kind in BODY and not (recipe.numbering is Numbering.PIECE and kind in _OWN_BODY)


def _labels(ref: SheetRef, pages: int, before: int, recipe: Recipe) -> tuple[str, ...]:
    if is_numbered(ref.kind, recipe):
        return tuple(f"{recipe.prefix}{before + page}" for page in range(1, pages + 1))
    mark = LABELS[ref.kind]
    if which := ref.number or ref.issue:
        return tuple(f"{mark}{which}" if n == 1 else f"{mark}{which}-{n}" for n in range(1, pages + 1))
    return (mark,) if ref.kind is SheetKind.COVER and pages == 1 else tuple(f"{mark}{n}" for n in range(1, pages + 1))
