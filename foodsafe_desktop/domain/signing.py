"""责任单位签字确认表: who signs for how many pieces, and what is left to sign for once a sheet has been signed.

A sheet that was handed out is never exchanged: there are signatures and seals on it. What a supplement brings, new
pieces and changed ones, is signed for on a sheet of its own (补签表) that is put in behind.
"""

from collections.abc import Callable, Sequence

from foodsafe_desktop.domain.binder import Piece, Section, SigningRow

UNKNOWN = "（原文未列责任单位）"


def signing_rows(
    sections: Sequence[Section], counts: Callable[[Piece], bool] = lambda _piece: True
) -> list[SigningRow]:
    """Department, the sub-items it answers for and how many pieces lie there that count; in order of first mention."""
    held = [(section, sum(map(counts, section.pieces))) for section in sections]
    names = dict.fromkeys(name for section, _ in held for name in section.departments)
    rows = [_row(name, [one for one in held if name in one[0].departments]) for name in names]
    orphans = [one for one in held if not one[0].departments]
    return [*rows, *([_row(UNKNOWN, orphans)] if orphans else [])]


def late_rows(sections: Sequence[Section], is_late: Callable[[Piece], bool]) -> list[SigningRow]:
    """The rows for late pieces alone: sub-items that have none are left out."""
    return signing_rows([one for one in sections if any(map(is_late, one.pieces))], is_late)


def _row(department: str, held: Sequence[tuple[Section, int]]) -> SigningRow:
    lead = any(section.lead == department for section, _ in held)
    marks = "".join(section.heading for section, _ in held)
    return f"{department}（牵头）" if lead else department, marks, str(sum(count for _, count in held))
