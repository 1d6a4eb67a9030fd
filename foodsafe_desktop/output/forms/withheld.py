"""What no printed sheet may name: papers whose file name bears a secrecy mark (保守国家秘密法).

A plan gives such a piece a title that says nothing. Sentences made elsewhere (gap reasons, remarks, lists of what
was not printed) may still hold its real title or path; these are masked here before they reach paper.
"""

from collections.abc import Iterable

from foodsafe_desktop.domain.binder import Piece, VolumePlan
from foodsafe_desktop.domain.evidence import Condition, Evidence

MASK = "［疑似涉密，不予列名］"


def is_withheld(piece: Piece) -> bool:
    """Whether nothing but number and place of this piece may be printed."""
    return any(part.file is not None and part.file.verdict.condition is Condition.SUSPENDED for part in piece.parts)


def masked(text: str, pieces: Iterable[Piece]) -> str:
    """`text` with every title and path of withheld pieces covered."""
    for piece in pieces:
        if is_withheld(piece):
            for secret in _names(piece):
                text = text.replace(secret, MASK)
    return text.replace(f"《{MASK}》", MASK)


def described(piece: Piece) -> Evidence:
    """The piece's description as it may be printed: emptied where it is withheld."""
    if not is_withheld(piece):
        return piece.evidence
    return Evidence(id=piece.evidence.id, title=piece.title, year=piece.evidence.year)


def remark(piece: Piece) -> str:
    """The piece's remark as it may be printed."""
    return "" if is_withheld(piece) else piece.remark


def pieces_of(plans: Iterable[VolumePlan]) -> tuple[Piece, ...]:
    """All pieces of several volumes."""
    return tuple(piece for plan in plans for piece in plan.pieces)


def _names(piece: Piece) -> list[str]:
    """Paths first, longest first: a title is often part of its path."""
    paths = [part.file.path for part in piece.parts if part.file is not None]
    names = [*paths, *(path.rpartition("/")[2] for path in paths), piece.evidence.title]
    return sorted((name for name in names if name), key=len, reverse=True)
