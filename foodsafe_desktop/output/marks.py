"""What is printed on each page beside what it shows: its number, its code, and on first pages the archive stamp."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from foodsafe_desktop.domain.binder import Piece
from foodsafe_desktop.domain.paper_codes import SheetCode, page_name
from foodsafe_desktop.domain.recipe import Coded, Numbering, Position
from foodsafe_desktop.domain.reference_codes import RETENTION_LABELS, piece_number
from foodsafe_desktop.domain.sheets import BinderPlan, Run, SheetKind
from foodsafe_desktop.output.forms.archive_stamp import StampFields
from foodsafe_desktop.services.ports import BinderFacts


class Spot(Enum):
    """A place at the edge of a page as it is seen: across -1 left, 0 middle, 1 right; up -1 bottom, 1 top."""

    TOP_LEFT = (-1, 1)
    TOP_RIGHT = (1, 1)
    BOTTOM_LEFT = (-1, -1)
    BOTTOM_CENTRE = (0, -1)
    BOTTOM_RIGHT = (1, -1)


@dataclass(frozen=True, slots=True)
class Mark:
    """One page's: `label` and `code` may be empty, `archive_stamp` counts the stamps of the volume, None for none."""

    label: str = ""
    at: Spot = Spot.TOP_RIGHT
    code: str = ""
    code_at: Spot = Spot.BOTTOM_RIGHT
    archive_stamp: int | None = None


def spot(position: Position, *, front: bool) -> Spot:
    """Where a number stands: DA/T 22-2015 has fronts numbered at the top right and backs at the top left."""
    if position is Position.TOP_RIGHT:
        return Spot.TOP_RIGHT
    if position is Position.BOTTOM_CENTRE:
        return Spot.BOTTOM_CENTRE
    if position is Position.TOP_OUTER:
        return Spot.TOP_RIGHT if front else Spot.TOP_LEFT
    return Spot.BOTTOM_RIGHT if front else Spot.BOTTOM_LEFT


def code_text(plan: BinderPlan, facts: BinderFacts, label: str, piece: str = "") -> str:
    """What a sheet's code says: archive, volume, issue (0: not issued) and page, which lead back to the record.

    `piece` is the 编号 of the piece that the label counts in, empty where it counts through the volume.
    """
    return SheetCode(facts.archive_id, plan.volume.key, facts.issue, page_name(label, piece)).text


def marks(plan: BinderPlan, facts: BinderFacts, own: Sequence[Run]) -> Iterator[Mark]:
    """Every page's mark in order. `own` are the runs that the program drew itself.

    The cover has no number, as it says what it is by itself; blank backs have nothing at all. An archive without an
    id has no codes, for they would lead nowhere.
    """
    drawn = {run.start for run in own}
    by_piece = plan.recipe.numbering is Numbering.PIECE
    pieces = {piece.ordinal: piece.code for piece in plan.volume.pieces} if by_piece else {}
    stamps = {run.start: index for index, (run, _) in enumerate(stamped_runs(plan))}
    for run in plan.runs:
        coded = plan.recipe.coded is Coded.ALL or (plan.recipe.coded is Coded.OWN and run.start in drawn)
        numbered = plan.recipe.stamp and run.ref.kind is not SheetKind.COVER
        for index, label in enumerate(run.labels):
            front = plan.is_front(run.start + index)
            yield Mark(
                label if numbered else "",
                spot(plan.recipe.position, front=front),
                code_text(plan, facts, label, pieces.get(run.ref.ordinal, ""))
                if coded and label and facts.archive_id
                else "",
                spot(Position.BOTTOM_OUTER, front=front),
                stamps.get(run.start) if index == 0 else None,
            )


def stamped_runs(plan: BinderPlan) -> tuple[tuple[Run, Piece], ...]:
    """The runs that bear the archive stamp on their first page: where each piece begins that is printed here."""
    if not plan.recipe.archive_stamp:
        return ()
    printed = [piece for piece in plan.volume.pieces if piece.printed_at is None]
    return tuple((plan.piece_runs(piece)[0], piece) for piece in printed)


def stamp_fields(plan: BinderPlan, piece: Piece, facts: BinderFacts) -> StampFields:
    """What the archive stamp of a piece says; what is not decided is written in by hand (DA/T 22-2015)."""
    evidence = piece.evidence
    return StampFields(
        fonds=facts.fonds,
        year=str(evidence.year) if evidence.year is not None else "",
        number=piece_number(evidence.reference_code) or str(piece.ordinal),
        organ=evidence.organ,
        retention=RETENTION_LABELS.get(evidence.retention, evidence.retention),
        pages=str(plan.piece_pages(piece)),
    )
