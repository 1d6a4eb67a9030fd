"""What an inspector's copy holds, by number: the sections of its volumes, their pieces, and where each is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import Piece, Section
from foodsafe_desktop.domain.sheets import Run
from foodsafe_desktop.services.ports import BoundVolume


@dataclass(frozen=True, slots=True)
class Held:
    """A piece with the volume that it stands in, and its runs there."""

    volume: BoundVolume
    piece: Piece
    runs: tuple[Run, ...]

    @property
    def page(self) -> int:
        """The page of the PDF, from 1, on which it begins."""
        return self.runs[0].start + 1


def sections_by_number(volumes: Sequence[BoundVolume]) -> dict[int, list[tuple[BoundVolume, Section]]]:
    """Every number's share of each volume, in order."""
    found: dict[int, list[tuple[BoundVolume, Section]]] = {}
    for volume in volumes:
        for section in volume.plan.sections:
            found.setdefault(section.number, []).append((volume, section))
    return found


def held(volume: BoundVolume, section: Section) -> Iterator[Held]:
    """The pieces of a section."""
    for piece in section.pieces:
        yield Held(volume, piece, volume.laid.piece_runs(piece))
