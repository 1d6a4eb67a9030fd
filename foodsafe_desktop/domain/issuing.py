"""A volume that was handed out on paper: block by block as it was printed, and what is not so any more."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial

from foodsafe_desktop.domain.arranging import archive_key, order_in, scope_of, year_key
from foodsafe_desktop.domain.binder import Elsewhere
from foodsafe_desktop.domain.blocks import Block, BlockKey, blocks_of, description_of, marks_of
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, is_withheld
from foodsafe_desktop.domain.imprint import Imprint
from foodsafe_desktop.domain.recipe import Grouping, Recipe
from foodsafe_desktop.domain.references import Document
from foodsafe_desktop.domain.sheets import BODY, BinderPlan, SheetKind

_RANGE = re.compile(r"#(\d+)-(\d+)$")
COUNTED_VOLUME = re.compile(r"第(\d+)卷 ")
"""How the name of a volume begins that has a place in the set."""
BOX_NAME = re.compile(r" 第(\d+)盒（共\d+盒）$")
"""How the name of a box ends. A key alone does not tell: names of organs may end in a point and a figure too."""


@dataclass(frozen=True)
class FrozenVolume:
    """A volume as it was issued: its blocks in printed order, and every page number that was ever taken.

    `id` 0: not yet kept. `issue` counts the volume's issues from 1. `word` is what the person said to issuing a volume
    that is not complete, empty where it was. `path` and `sha256` are those of its PDF.
    """

    id: int
    key: str
    issue: int
    name: str
    at: dt.datetime
    who: str
    path: str
    sha256: str
    word: str
    recipe: Recipe
    blocks: tuple[Block, ...]
    taken: frozenset[str]
    imprint: Imprint | None = None
    """None: issued before that was kept."""

    @cached_property
    def by_key(self) -> Mapping[BlockKey, Block]:
        """The blocks by what stays of them."""
        return {block.key: block for block in self.blocks}

    @cached_property
    def base(self) -> str:
        """The key of the whole volume that this is a box of; its own where it is whole."""
        box = BOX_NAME.search(self.name)
        return self.key.removesuffix(f".{box[1]}") if box else self.key

    @cached_property
    def place(self) -> int | None:
        """Its number in the set, which stays whatever comes later; 0 where it stands alone, None where nobody knows."""
        if self.imprint is not None:
            return self.imprint.number
        counted = COUNTED_VOLUME.match(self.name)
        return int(counted[1]) if counted else None

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The sub-items and vetoes that the volume has sheets of."""
        return frozenset(block.number for block in self.blocks if block.number)


class Change(StrEnum):
    """What became of a printed piece, or of one that is not printed yet."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    REDESCRIBED = "redescribed"
    """Its pages are as printed, its line in the contents is not."""

    @property
    def label(self) -> str:
        """The change in a Chinese word."""
        return {"new": "新增", "changed": "内容变动", "gone": "已撤出", "redescribed": "著录变动"}[self.value]


@dataclass(frozen=True, slots=True)
class ChangedPiece:
    """A piece that is not as the issued volume has it."""

    number: int
    evidence: int
    title: str
    change: Change


def freeze(
    plan: BinderPlan,
    *,
    at: dt.datetime,
    who: str,
    path: str,
    sha256: str,
    word: str,
    imprint: Imprint | None = None,
    before: FrozenVolume | None = None,
) -> FrozenVolume:
    """The volume as it is handed out now; `before` is its last issue, whose numbers stay taken."""
    blocks = blocks_of(plan)
    issue = before.issue + 1 if before else 1
    taken = frozenset(label for block in blocks if block.kind in BODY for label in block.labels)
    taken |= before.taken if before else frozenset()
    volume = plan.volume
    return FrozenVolume(
        0, volume.key, issue, volume.name, at, who, path, sha256, word, plan.recipe, blocks, taken, imprint
    )


def latest(issues: Iterable[FrozenVolume]) -> tuple[FrozenVolume, ...]:
    """The last issue of every volume, in the order of their first."""
    found: dict[str, FrozenVolume] = {}
    for volume in sorted(issues, key=lambda one: one.issue):
        found[volume.key] = volume
    return tuple(found.values())


def lying_in(issued: Sequence[FrozenVolume], dossier: Dossier) -> dict[Document, Elsewhere]:
    """Where documents lie in the issued volumes of the set, with the number of their first page.

    Left out is what no longer belongs where it lies, and volumes that stand alone: nothing refers to these.
    """
    sets = [volume for volume in issued if scope_of(volume.base, volume.recipe) == "all"]
    belonging = {
        volume.key: {(number, one.id) for number, one in _belonging(volume, dossier, issued)} for volume in sets
    }
    return {
        (block.evidence, _range(block)): Elsewhere(volume.key, volume.name, block.number, block.code, block.labels[0])
        for volume in sets
        for block in volume.blocks
        if block.kind is SheetKind.PART and (block.number, block.evidence) in belonging[volume.key]
    }


def _range(block: Block) -> tuple[int, int] | None:
    found = _RANGE.search(block.files[0][1]) if block.files else None
    return (int(found[1]), int(found[2])) if found else None


def changed_since(
    frozen: FrozenVolume, dossier: Dossier, issued: Sequence[FrozenVolume] = ()
) -> tuple[ChangedPiece, ...]:
    """What is not as printed, seen from the holdings alone: quick enough for every node of the tree.

    `issued` are the last issues of all volumes, among them the other boxes of this one, in order.
    """
    found: list[ChangedPiece] = []
    ranges = {(one.evidence_id, one.number): one.pages for one in dossier.assignments}
    printed = {(block.number, block.evidence): block for block in frozen.blocks if block.evidence}
    for number, evidence in _belonging(frozen, dossier, issued):
        block = printed.pop((number, evidence.id), None)
        files, pages = dossier.files_of.get(evidence.id, ()), ranges.get((evidence.id, number))
        marks = marks_of(evidence, files[:1] if pages else files, pages)
        change = (
            Change.NEW
            if block is None
            else Change.CHANGED
            if block.files != marks
            else Change.REDESCRIBED
            if block.described != description_of(evidence, frozen.recipe)
            else None
        )
        if change is not None:
            title = WITHHELD if is_withheld(files) else evidence.title
            found.append(ChangedPiece(number, evidence.id, title, change))
    found += [ChangedPiece(b.number, b.evidence, b.title, Change.GONE) for b in printed.values()]
    return tuple(sorted(found, key=lambda one: (one.number, one.evidence)))


def _belonging(
    frozen: FrozenVolume, dossier: Dossier, issued: Sequence[FrozenVolume]
) -> Iterator[tuple[int, Evidence]]:
    """What the holdings have for a volume, by sub-item; for a box, what `supplements.for_box` puts there."""
    boxes = [one for one in issued if one.base == frozen.base] or [frozen]
    place = {(block.number, block.evidence): box.key for box in boxes for block in box.blocks if block.evidence}
    first = {number: box.key for box in reversed(boxes) for number in box.numbers}
    last = boxes[0].key
    for number, held in _in_all_boxes(frozen, dossier):
        last = first.get(number, last)
        for evidence in held if len(boxes) == 1 else sorted(held, key=partial(order_in, dossier)):
            last = place.get((number, evidence.id), last)
            if last == frozen.key:
                yield number, evidence


def _in_all_boxes(frozen: FrozenVolume, dossier: Dossier) -> Iterator[tuple[int, list[Evidence]]]:
    """What the holdings have for the whole volume that this is a box of, by sub-item, as `plan_volumes` groups it."""
    held, base = dossier.assigned_to, frozen.base
    grouping = frozen.recipe.grouping if scope_of(base, frozen.recipe) == "all" else Grouping.ITEM
    if grouping is Grouping.YEAR:
        for number in sorted(held):
            yield number, [one for one in held[number] if year_key(one.year) == base]
    elif grouping is Grouping.ARCHIVE:
        ranges = {(one.evidence_id, one.number): one.pages for one in dossier.assignments}
        seen: set[Document] = set()
        for number in sorted(held):
            documents = {(one.id, ranges[one.id, number]): one for one in held[number]}
            yield (
                number,
                [documents[key] for key in documents if key not in seen and archive_key(documents[key]) == base],
            )
            seen |= documents.keys()
    else:
        yield from ((number, list(held.get(number, ()))) for number in sorted(frozen.numbers))


def changes_of(volumes: Iterable[FrozenVolume], dossier: Dossier) -> dict[str, tuple[ChangedPiece, ...]]:
    """What is not as printed, by the volume's key; only volumes of which something is not."""
    issued = tuple(volumes)
    found = {volume.key: changed_since(volume, dossier, issued) for volume in issued}
    return {key: changes for key, changes in found.items() if changes}
