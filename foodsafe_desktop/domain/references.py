"""互见: one document under several sub-items is printed once, in the first place, and referred to elsewhere."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from foodsafe_desktop.domain.binder import Elsewhere, Piece, VolumePlan
from foodsafe_desktop.domain.sheets import BinderPlan

Document = tuple[int, tuple[int, int] | None]
"""A piece of evidence, and the range of its pages that is meant: other pages of one file are another document."""


@dataclass(frozen=True)
class OnPaper:
    """What the issued volumes of a set have settled for good.

    `numbers`: their places in the set, by the keys of whole volumes, `keys`; `lies`: where documents are printed.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    lies: Mapping[Document, Elsewhere] = field(default_factory=dict)


def document_of(piece: Piece) -> Document:
    """Which document a piece is, whatever sub-item it stands under."""
    return piece.evidence.id, next((part.pages for part in piece.parts if part.pages is not None), None)


def refer(volumes: Sequence[VolumePlan]) -> tuple[VolumePlan, ...]:
    """The volumes with every document printed where it first comes, and referred to after that."""
    first: dict[Document, Elsewhere] = {}

    def placed(piece: Piece, volume: VolumePlan) -> Piece:
        found = first.get(document_of(piece))
        if found is not None:
            return replace(piece, printed_at=found)
        first[document_of(piece)] = Elsewhere(volume.key, volume.name, piece.number, piece.code)
        return piece

    return tuple(
        replace(
            volume,
            sections=tuple(
                replace(section, pieces=tuple(placed(piece, volume) for piece in section.pieces))
                for section in volume.sections
            ),
        )
        for volume in volumes
    )


def refer_beside(volumes: Sequence[VolumePlan], paper: OnPaper) -> tuple[VolumePlan, ...]:
    """As `refer`, where some of the volumes are issued: the others refer to what is printed there, and to no more.

    What belongs into an issued volume but is not printed in it yet is printed where it comes first among the others.
    """
    beside = refer([volume for volume in volumes if volume.key not in paper.keys])
    found = {volume.key: as_printed(volume, (), paper.lies) for volume in beside}
    return tuple(found.get(volume.key, volume) for volume in refer(volumes))


def printed_in(plans: Iterable[BinderPlan]) -> dict[Document, Elsewhere]:
    """Where each document is printed in volumes that are laid out, with the number of its first page."""
    return {
        document_of(piece): Elsewhere(
            plan.volume.key, plan.volume.name, piece.number, piece.code, plan.piece_label(piece)
        )
        for plan in plans
        for piece in plan.volume.pieces
        if piece.printed_at is None
    }


def as_printed(
    volume: VolumePlan, here: Collection[tuple[int, int]], known: Mapping[Document, Elsewhere]
) -> VolumePlan:
    """The volume with every document where it lies on paper, wherever it would be printed today.

    `here` are the number and evidence of the pieces that the volume itself has in print; `known` where documents lie
    in the issued volumes of the set. What no volume has in print stays as it was arranged.
    """

    def led(piece: Piece) -> Piece:
        if (piece.number, piece.evidence.id) in here:
            return replace(piece, printed_at=None)
        return replace(piece, printed_at=known.get(document_of(piece), piece.printed_at))

    sections = tuple(
        replace(section, pieces=tuple(led(piece) for piece in section.pieces)) for section in volume.sections
    )
    return replace(volume, sections=sections)


def completed(volume: VolumePlan, known: Mapping[Document, Elsewhere]) -> VolumePlan:
    """The volume with its references leading to where the documents are known to be printed."""
    if not any(piece.printed_at is not None for piece in volume.pieces):
        return volume

    def led(piece: Piece) -> Piece:
        found = known.get(document_of(piece)) if piece.printed_at is not None else None
        return replace(piece, printed_at=found) if found is not None else piece

    sections = tuple(
        replace(section, pieces=tuple(led(piece) for piece in section.pieces)) for section in volume.sections
    )
    return replace(volume, sections=sections)
