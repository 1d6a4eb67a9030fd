"""The bookmarks of a volume: its sheets, its sub-items, their pieces, and below these what each file brought along."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Name, OutlineItem

from foodsafe_desktop.domain.binder import Piece, Section
from foodsafe_desktop.domain.sheets import BinderPlan, SheetKind
from foodsafe_desktop.output.own_bookmarks import Bookmark

_NO_TEXT = re.compile("[\ud800-\udfff]")
_SHORT = 28
"""Characters of a sub-item's text on a bookmark."""
_FRONT = {SheetKind.COVER: "封面", SheetKind.COMMITMENT: "真实性承诺书", SheetKind.CONTENTS: "目录"}
_BACK = {
    SheetKind.SIGNATURES: "责任单位签字确认表",
    SheetKind.LATE_SIGNATURES: "责任单位签字确认表（补签）",
    SheetKind.CLOSING: "备考表",
}


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """The bookmarks of a volume of these pages; `brought` are the files' own, by the page that each file begins on."""

    pages: Sequence[pikepdf.Object]
    brought: Mapping[int, Sequence[Bookmark]]
    check: Callable[[], None]

    def of(self, plan: BinderPlan) -> OutlineItem:
        """The volume's own, with all others below it."""
        root = self._item(plan.volume.title, 0)
        front = [run for run in plan.runs if run.ref.kind in _FRONT]
        back = [run for run in plan.runs if run.ref.kind in _BACK]
        root.children += [self._item(_FRONT[run.ref.kind], run.start) for run in front]
        for section in plan.volume.sections:
            first = plan.first_run(section)
            if first is None:
                continue
            branch = self._item(_section_title(section), first.start, closed=True)
            branch.children += [self._piece(piece, plan) for piece in section.pieces]
            root.children.append(branch)
        root.children += [self._item(_BACK[run.ref.kind], run.start) for run in back]
        return root

    def _piece(self, piece: Piece, plan: BinderPlan) -> OutlineItem:
        runs = plan.piece_runs(piece)
        twig = self._item(piece.title, runs[0].start, closed=True)
        names = _files(piece, plan)
        for run in runs:
            leaf = self._item(names[run.start], run.start, closed=True) if names else twig
            leaf.children += self._own(self.brought.get(run.start, ()), run.start)
            if names:
                twig.children.append(leaf)
        return twig

    def _own(self, own: Sequence[Bookmark], start: int) -> Iterator[OutlineItem]:
        for one in own:
            found = self._item(one.title, start + one.page, closed=True)
            found.children += self._own(one.children, start)
            yield found

    def _item(self, title: str, page: int, *, closed: bool = False) -> OutlineItem:
        self.check()
        found = OutlineItem(one_line(title), Array([self.pages[page], Name.Fit]))
        found.is_closed = closed
        return found


def _files(piece: Piece, plan: BinderPlan) -> Mapping[int, str]:
    """The name of each file of a piece that has several, by its first page; withheld names are not given."""
    if len(piece.parts) < 2 or piece.is_withheld or piece.printed_at is not None:
        return {}
    names = (part.file.path.rpartition("/")[2] if part.file else "纸质原件" for part in piece.parts)
    return {run.start: name for run, name in zip(plan.piece_runs(piece), names, strict=True)}


def _section_title(section: Section) -> str:
    text = one_line(section.text)
    return section.heading + (text if len(text) <= _SHORT else text[:_SHORT] + "…")


def one_line(text: str) -> str:
    """A bookmark's title: any character a reader's own fonts may have, but bytes that are no text are marked."""
    marked = _NO_TEXT.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", text)
    return " ".join(marked.split()) or "（无题名）"
