"""What no printed sheet may name: papers whose file name bears a secrecy mark (保守国家秘密法).

A plan gives such a piece a title that says nothing. Sentences made elsewhere (gap reasons, remarks, lists of what
was not printed) may still hold its real title or path; these are masked here before they reach paper.
"""

from collections.abc import Iterable

from foodsafe_desktop.domain.binder import Piece, VolumePlan
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence


def masked(text: str, pieces: Iterable[Piece]) -> str:
    """`text` with every title and path of withheld pieces covered."""
    for piece in pieces:
        if piece.is_withheld:
            for secret in _names(piece):
                text = text.replace(secret, WITHHELD)
    return text.replace(f"《{WITHHELD}》", WITHHELD)


def described(piece: Piece) -> Evidence:
    """The piece's description as it may be printed: emptied where it is withheld."""
    if not piece.is_withheld:
        return piece.evidence
    return Evidence(id=piece.evidence.id, title=piece.title, year=piece.evidence.year)


def remark(piece: Piece) -> str:
    """The piece's remark as it may be printed."""
    return "" if piece.is_withheld else piece.remark


def pieces_of(plans: Iterable[VolumePlan]) -> tuple[Piece, ...]:
    """All pieces of several volumes."""
    return tuple(piece for plan in plans for piece in plan.pieces)


def _names(piece: Piece) -> list[str]:
    """Paths first, longest first: a title is often part of its path."""
    paths = [file.path for part in piece.parts for file in part.files]
    names = [*paths, *(path.rpartition("/")[2] for path in paths), piece.evidence.title]
    return sorted((name for name in names if name), key=len, reverse=True)
