"""The unit of issuing: all pages of one piece, one divider, one sheet of the program. A block starts a leaf.

So no leaf holds pages of two, and a block can be exchanged, put in and taken out alone.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from foodsafe_desktop.domain.binder import Elsewhere, Piece
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile, Presence
from foodsafe_desktop.domain.imprint import PrintedRun
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import BinderPlan, Run, SheetKind

_PIECE = frozenset((SheetKind.PART, SheetKind.REFERENCE))

BlockKey = tuple[SheetKind, int, int]
"""What stays of a block from one issue to the next: kind, number and evidence. Printed or referred to is one kind."""
FileMark = tuple[int, str]
"""A file's id (0: the paper original), and what tells its content and the pages of it that are meant."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pages that are printed, exchanged and taken out together. `labels` one a printed page.

    `number` is the sub-item's, 0 for front and back matter; `evidence` the piece's, 0 for a sheet of the program.
    `fingerprint` tells equal print, `described` equal lines of the contents; `files` are those of a piece. `ordinal`
    is its 序号, 0 where it was not kept. `runs` are its pages file by file, empty where they were not kept;
    `printed_at` is where a piece is printed that is only referred to here. `issue`: see `SheetRef`.
    """

    kind: SheetKind
    number: int
    evidence: int
    title: str
    code: str
    labels: tuple[str, ...]
    fingerprint: str
    described: str = ""
    files: tuple[FileMark, ...] = ()
    ordinal: int = 0
    runs: tuple[PrintedRun, ...] = ()
    printed_at: Elsewhere | None = None
    issue: int = 0

    @property
    def key(self) -> BlockKey:
        """What stays the same of a block from one issue to the next."""
        return (SheetKind.PART if self.kind in _PIECE else self.kind, self.number or self.issue, self.evidence)


def blocks_of(plan: BinderPlan) -> tuple[Block, ...]:
    """A plan's blocks in printed order, blanks left out."""
    return tuple(block for block, _ in blocks_and_runs(plan))


def blocks_and_runs(plan: BinderPlan) -> Iterator[tuple[Block, tuple[Run, ...]]]:
    """A plan's blocks in printed order, each with its runs."""
    pieces = {piece.ordinal: piece for piece in plan.volume.pieces}
    printed = (run for run in plan.runs if run.ref.kind is not SheetKind.BLANK)
    for (kind, number, ordinal, issue), group in groupby(printed, key=_block_of):
        runs = tuple(group)
        labels = tuple(label for run in runs for label in run.labels)
        fingerprint = "\x1e".join(run.fingerprint for run in runs)
        if kind in _PIECE:
            yield _piece_block(pieces[ordinal], runs, labels, fingerprint, plan.recipe), runs
        else:
            kept = tuple(PrintedRun(run.sizes, colour=run.colour) for run in runs)
            yield Block(kind, number, 0, _TITLES[kind], "", labels, fingerprint, runs=kept, issue=issue), runs


def _block_of(run: Run) -> tuple[SheetKind, int, int, int]:
    return run.ref.kind, run.ref.number, run.ref.ordinal, run.ref.issue


_TITLES = {
    SheetKind.COVER: "封面",
    SheetKind.COMMITMENT: "真实性承诺书",
    SheetKind.CONTENTS: "目录",
    SheetKind.DIVIDER: "隔页",
    SheetKind.INDICATOR: "指标说明页",
    SheetKind.OMISSION: "合理缺项说明页",
    SheetKind.SIGNATURES: "责任单位签字确认表",
    SheetKind.LATE_SIGNATURES: "责任单位签字确认表（补签）",
    SheetKind.CLOSING: "备考表",
}


def _piece_block(
    piece: Piece, runs: tuple[Run, ...], labels: tuple[str, ...], fingerprint: str, recipe: Recipe
) -> Block:
    kind = runs[0].ref.kind
    files = [file for part in piece.parts for file in part.files]
    pages = next((part.pages for part in piece.parts if part.pages), None)
    evidence = piece.evidence
    if recipe.archive_stamp and kind is SheetKind.PART:
        fingerprint = "\x1e".join((fingerprint, str(piece.ordinal), *_stamped(evidence)))
    return Block(
        kind=kind,
        number=piece.number,
        evidence=evidence.id,
        title=piece.title,
        code=piece.code,
        labels=labels,
        fingerprint=fingerprint,
        described=description_of(evidence, recipe),
        files=marks_of(evidence, files, pages),
        ordinal=piece.ordinal,
        runs=tuple(_printed(piece, run) for run in runs),
        printed_at=piece.printed_at if kind is SheetKind.REFERENCE else None,
    )


def _printed(piece: Piece, run: Run) -> PrintedRun:
    part = piece.parts[run.ref.part] if run.ref.kind is SheetKind.PART else None
    return PrintedRun(
        run.sizes, tuple(file.id for file in part.files) if part else (), run.slip, run.colour, run.unprinted
    )


def marks_of(
    evidence: Evidence, files: Iterable[EvidenceFile], pages: tuple[int, int] | None = None
) -> tuple[FileMark, ...]:
    """What tells the content of a piece's files; changes that nobody has confirmed count as changes."""
    found = tuple(_mark(file, pages) for file in files)
    return found or ((0, f"paper:{evidence.pages or ''}"),)


def _mark(file: EvidenceFile, pages: tuple[int, int] | None) -> FileMark:
    digest = f"{file.fixity.algorithm}:{file.fixity.digest}" if file.fixity else ""
    gone = "!" if file.presence is Presence.MISSING else "?" if file.changed else ""
    return file.id, f"{gone}{digest}" + (f"#{pages[0]}-{pages[1]}" if pages else "")


def description_of(evidence: Evidence, recipe: Recipe) -> str:
    """What a piece's line in the contents is made of, and its archive stamp where the recipe has one."""
    dated = evidence.dated.isoformat() if evidence.dated else ""
    parts = (evidence.title, evidence.document_number, evidence.author, dated, evidence.reference_code, evidence.note)
    return "\x1f".join((*parts, *(_stamped(evidence) if recipe.archive_stamp else ())))


def described_as(evidence: Evidence, described: str) -> Evidence:
    """The evidence as its line in the contents was made of it: the reverse of `description_of`."""
    parts = described.split("\x1f")
    if len(parts) < 6:
        return evidence
    title, number, author, dated, code, note, *stamped = parts
    made = replace(
        evidence,
        title=title,
        document_number=number,
        author=author,
        dated=dt.date.fromisoformat(dated) if dated else None,
        reference_code=code,
        note=note,
    )
    if len(stamped) != 4:
        return made
    year, _, organ, retention = stamped
    return replace(made, year=int(year) if year else None, organ=organ, retention=retention)


def _stamped(evidence: Evidence) -> tuple[str, str, str, str]:
    return (str(evidence.year or ""), evidence.reference_code, evidence.organ, evidence.retention)
