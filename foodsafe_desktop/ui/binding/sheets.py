"""The sheet list of one volume, a row a page, made when it is looked at: 20,000 pages cost no more than one. No Qt."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import overload

from foodsafe_desktop.domain.binder import Piece
from foodsafe_desktop.domain.boxes import is_large
from foodsafe_desktop.domain.evidence import WITHHELD
from foodsafe_desktop.domain.sheets import ON_PAPER, STAND_IN, BinderPlan, Run, SheetKind
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.binding.presenter import Mark, Row

SHEET_COLUMNS = ("序", "页号", "面", "内容", "纸张", "备注")
_WORDS = {
    SheetKind.COVER: "卷封面",
    SheetKind.COMMITMENT: "真实性承诺书",
    SheetKind.CONTENTS: "目录",
    SheetKind.DIVIDER: "隔页",
    SheetKind.INDICATOR: "指标说明页",
    SheetKind.OMISSION: "合理缺项说明页",
    SheetKind.REFERENCE: "互见页",
    SheetKind.SIGNATURES: "责任单位签字确认表",
    SheetKind.LATE_SIGNATURES: "责任单位签字确认表（补签）",
    SheetKind.CLOSING: "备考表",
    SheetKind.BLANK: "空白背面",
}
_PAPERS = (("A5", 148, 210), ("A4", 210, 297), ("A3", 297, 420), ("A2", 420, 594), ("A1", 594, 841), ("A0", 841, 1189))
_NEAR = 3.0
"""By how many mm a page may differ from a paper's size and still be called so."""


class SheetRows(Sequence[Row]):
    """The rows of a plan, by their place. `about` of each is its run."""

    def __init__(self, plan: BinderPlan) -> None:
        self._plan = plan
        self._starts = [run.start for run in plan.runs]
        self._pieces = {piece.ordinal: piece for piece in plan.volume.pieces}

    def __len__(self) -> int:
        """All pages, blanks too."""
        return self._plan.pages

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        """One row, or several."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        run = self._plan.runs[bisect_right(self._starts, place) - 1]
        return self._row(place, run, place - run.start)

    def subject(self, place: int) -> tuple[int, int] | None:
        """Number and evidence id (0: none) of what is on a page; None for what belongs to no sub-item."""
        run = self._plan.runs[bisect_right(self._starts, place) - 1]
        piece = self._pieces.get(run.ref.ordinal)
        return (run.ref.number, piece.evidence.id if piece else 0) if run.ref.number else None

    def _row(self, place: int, run: Run, inside: int) -> Row:
        front = self._plan.is_front(place)
        side = ("正面" if front else "背面") if self._plan.recipe.duplex else "单面"
        slip = run.slip is not None
        size = run.sizes[inside]
        cells = (
            str(place + 1),
            run.labels[inside] or "—",
            side,
            self._content(run, inside),
            paper(size),
            self._remark(run, size, place),
        )
        return Row(cells, Mark.LACKING if slip and not self._on_paper(run) else None, run)

    def _content(self, run: Run, inside: int) -> str:
        more = f"（{inside + 1}/{run.pages}）" if run.pages > 1 else ""
        kind = run.ref.kind
        piece = self._pieces.get(run.ref.ordinal)
        if piece is not None:
            title = WITHHELD if piece.is_withheld else piece.title
            what = f"{_WORDS[kind]}　" if kind is SheetKind.REFERENCE else ""
            return f"{what}{piece.code}　{title}{more}"
        return f"{_WORDS[kind]}{sub_item_mark(run.ref.number) if run.ref.number else ''}{more}"

    def _on_paper(self, run: Run) -> bool:
        piece = self._pieces.get(run.ref.ordinal)
        return piece is not None and piece.parts[run.ref.part].file is None

    def _remark(self, run: Run, size: tuple[float, float], place: int) -> str:
        first = place == run.start
        said = ["彩色"] if place in self._plan.coloured else []
        if run.slip is not None and first:
            said.append(f"{ON_PAPER}，须插入原件" if self._on_paper(run) else f"{STAND_IN}：{run.slip}")
        if is_large(size):
            said.append("大于 A4，印后折入")
        if first:
            said += (*run.unprinted, *run.notes)
        return "；".join(said)


def paper(size: tuple[float, float]) -> str:
    """A page's size as paper is called: A4, A3 横; in mm where it has no name."""
    short, long = sorted(size)
    turned = " 横" if size[0] > size[1] else ""
    for name, width, height in _PAPERS:
        if abs(short - width) <= _NEAR and abs(long - height) <= _NEAR:
            return f"{name}{turned}"
    return f"{size[0]:.0f}×{size[1]:.0f} mm"


def evidence_of(plan: BinderPlan) -> tuple[int, ...]:
    """The evidence ids of all pieces of a volume, in order."""
    found: Sequence[Piece] = plan.volume.pieces
    return tuple(dict.fromkeys(piece.evidence.id for piece in found))
