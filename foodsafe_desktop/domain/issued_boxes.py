"""What belongs into a volume that was issued, in the boxes it was issued in, under the codes and numbers printed there.

Printed pieces stay in their box and keep their 编号; late ones go with the piece before them and count on.
"""

from collections.abc import Sequence
from dataclasses import replace

from foodsafe_desktop.domain.arranging import scope_of
from foodsafe_desktop.domain.binder import BoxPlace, Piece, Section, VolumePlan
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.issuing import BOX_NAME, COUNTED_VOLUME, FrozenVolume, lying_in
from foodsafe_desktop.domain.recipe import Grouping, Recipe
from foodsafe_desktop.domain.references import OnPaper
from foodsafe_desktop.domain.sheets import BinderPlan


def on_paper(issued: Sequence[FrozenVolume], dossier: Dossier, recipe: Recipe) -> OnPaper:
    """What the issued volumes of the set that a recipe makes have settled: numbers, and where documents are printed."""
    ours = [one for one in issued if one.recipe.grouping is recipe.grouping and scope_of(one.base, one.recipe) == "all"]
    numbers = {one.base: one.place for one in ours if one.place}
    return OnPaper(numbers, frozenset(one.base for one in ours), lying_in(ours, dossier))


def for_box(
    whole: VolumePlan, boxes: Sequence[FrozenVolume], key: str, issues: Sequence[FrozenVolume] = ()
) -> VolumePlan:
    """What of a whole volume belongs into one of the boxes that it was issued in.

    Printed pieces stay in their box, late ones go with the piece before them. `boxes` are the last issues of all
    boxes, in order; `issues` all that the archive ever issued, for what they named is named so for good.
    """
    lies = {(block.number, block.evidence): box.key for box in boxes for block in box.blocks if block.evidence}
    codes = _Codes([*issues, *boxes])
    ordinals = _Ordinals([*(one for one in issues if one.base == whole.key), *boxes])
    first = {number: box.key for box in reversed(boxes) for number in box.numbers}
    wanted = next(box for box in boxes if box.key == key)
    sections: list[Section] = []
    last = boxes[0].key
    for section in whole.sections:
        last = first.get(section.number, last)
        here: list[Piece] = []
        for piece in section.pieces:
            last = lies.get((section.number, piece.evidence.id), last)
            coded = replace(piece, code=codes.of(piece), ordinal=ordinals.of(piece))
            if last == key:
                here.append(coded)
        if here or section.number in wanted.numbers:
            continued = first.get(section.number, key) != key
            sections.append(replace(section, pieces=tuple(here), continued=continued))
    number = [box.key for box in boxes].index(key) + 1
    box = BoxPlace(number, len(boxes)) if len(boxes) > 1 else None
    place = whole.number if wanted.place is None else wanted.place
    return replace(whole, number=place, key=key, name=wanted.name, sections=tuple(sections), box=box)


def in_order_of_pages(plan: BinderPlan) -> VolumePlan:
    """The volume with the pieces of each sub-item as they lie on paper, so that its contents go along the pages.

    Their 序号 are given anew, except where they are stamped on the pieces (归档章).
    """
    volume = plan.volume
    at = {run.ref.ordinal: run.start for run in reversed(plan.runs)}
    ordinals = iter(sorted(piece.ordinal for piece in volume.pieces))
    sections = []
    for section in volume.sections:
        pieces = sorted(section.pieces, key=lambda piece: at[piece.ordinal])
        if not plan.recipe.archive_stamp:
            pieces = [replace(piece, ordinal=next(ordinals)) for piece in pieces]
        sections.append(replace(section, pieces=tuple(pieces)))
    return replace(volume, sections=tuple(sections))


def emptied(frozen: FrozenVolume) -> VolumePlan:
    """The whole volume that this was issued of, where nothing belongs into it any more."""
    kept = frozen.imprint
    if kept is not None:
        return VolumePlan(kept.number, frozen.base, frozen.name, kept.title, kept.dimension, ())
    title = BOX_NAME.sub("", COUNTED_VOLUME.sub("", frozen.name))
    if frozen.recipe.grouping in (Grouping.YEAR, Grouping.ARCHIVE):
        title = title.replace(" ", "　")
    dimension = {Grouping.YEAR: "年度分卷", Grouping.ARCHIVE: "归档文件"}.get(frozen.recipe.grouping, title)
    return VolumePlan(frozen.place or 0, frozen.base, frozen.name, title, dimension, ())


class _Codes:
    """编号 of pieces: those that were printed stay, late ones go on behind the last of their sub-item and year."""

    def __init__(self, issues: Sequence[FrozenVolume]) -> None:
        blocks = [block for issue in issues for block in issue.blocks if block.evidence]
        self._printed = {(block.number, block.evidence): block.code for block in blocks}
        self._last: dict[str, int] = {}
        for code in self._printed.values():
            stem, _, serial = code.rpartition("-")
            self._last[stem] = max(self._last.get(stem, 0), int(serial) if serial.isdecimal() else 0)

    def of(self, piece: Piece) -> str:
        printed = self._printed.get((piece.number, piece.evidence.id))
        if printed is not None:
            return printed
        stem = piece.code.rpartition("-")[0]
        self._last[stem] = self._last.get(stem, 0) + 1
        return f"{stem}-{self._last[stem]:03d}"


class _Ordinals:
    """件号 where archive stamps print them: those on paper stay, late pieces go on behind the last."""

    def __init__(self, issues: Sequence[FrozenVolume]) -> None:
        stamped = issues[-1].recipe.archive_stamp
        blocks = [block for issue in issues for block in issue.blocks if stamped and block.ordinal]
        self._printed = {(block.number, block.evidence): block.ordinal for block in blocks}
        self._last = max(self._printed.values(), default=0)

    def of(self, piece: Piece) -> int:
        if not self._printed:
            return piece.ordinal
        printed = self._printed.get((piece.number, piece.evidence.id))
        if printed is not None:
            return printed
        self._last += 1
        return self._last
