"""A volume that was handed out on paper: sheet by sheet as it was printed, and what is not so any more.

The unit is a block: all pages of one piece, one divider, one sheet of the program. A block starts a leaf, so no leaf
holds pages of two.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from itertools import groupby

from foodsafe_desktop.domain.arranging import archive_key, order_in, scope_of, year_key
from foodsafe_desktop.domain.binder import Elsewhere, Piece
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.recipe import Grouping, Recipe
from foodsafe_desktop.domain.references import Document
from foodsafe_desktop.domain.sheets import BODY, BinderPlan, Run, SheetKind

_PIECE = frozenset((SheetKind.PART, SheetKind.REFERENCE))

_RANGE = re.compile(r"#(\d+)-(\d+)$")
BOX_NAME = re.compile(r" 第(\d+)盒（共\d+盒）$")
"""How the name of a box ends. A key alone does not tell: names of organs may end in a point and a figure too."""
BlockKey = tuple[SheetKind, int, int]
"""What stays of a block from one issue to the next: kind, number and evidence. Printed or referred to is one kind."""
FileMark = tuple[int, str]
"""A file's id (0: the paper original), and what tells its content and the pages of it that are meant."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pages that are printed, exchanged and taken out together. `labels` one a printed page.

    `number` is the sub-item's, 0 for front and back matter; `evidence` the piece's, 0 for a sheet of the program.
    `fingerprint` tells equal print, `described` equal lines of the contents; `files` are those of a piece. `ordinal`
    is its 序号, 0 where it was not kept.
    """

    kind: SheetKind
    number: int
    evidence: int
    title: str
    code: str
    labels: tuple[str, ...]
    fingerprint: str
    described: str = ""
    files: tuple[FileMark, ...] = ()
    ordinal: int = 0

    @property
    def key(self) -> BlockKey:
        """What stays the same of a block from one issue to the next."""
        return (SheetKind.PART if self.kind in _PIECE else self.kind, self.number, self.evidence)


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


def blocks_of(plan: BinderPlan) -> tuple[Block, ...]:
    """A plan's blocks in printed order, blanks left out."""
    return tuple(block for block, _ in blocks_and_runs(plan))


def freeze(
    plan: BinderPlan,
    *,
    issue: int,
    at: dt.datetime,
    who: str,
    path: str,
    sha256: str,
    word: str,
    before: FrozenVolume | None = None,
) -> FrozenVolume:
    """The volume as it is handed out now; `before` is its last issue, whose numbers stay taken."""
    blocks = blocks_of(plan)
    taken = frozenset(label for block in blocks if block.kind in BODY for label in block.labels)
    taken |= before.taken if before else frozenset()
    volume = plan.volume
    return FrozenVolume(0, volume.key, issue, volume.name, at, who, path, sha256, word, plan.recipe, blocks, taken)


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


def marks_of(
    evidence: Evidence, files: Iterable[EvidenceFile], pages: tuple[int, int] | None = None
) -> tuple[FileMark, ...]:
    """What tells the content of a piece's files; changes that nobody has confirmed count as changes."""
    found = tuple(_mark(file, pages) for file in files)
    return found or ((0, f"paper:{evidence.pages or ''}"),)


def _mark(file: EvidenceFile, pages: tuple[int, int] | None) -> FileMark:
    digest = f"{file.fixity.algorithm}:{file.fixity.digest}" if file.fixity else ""
    gone = "!" if file.presence is Presence.MISSING else "?" if file.changed else ""
    return file.id, f"{gone}{digest}" + (f"#{pages[0]}-{pages[1]}" if pages else "")


def description_of(evidence: Evidence, recipe: Recipe) -> str:
    """What a piece's line in the contents is made of, and its archive stamp where the recipe has one."""
    dated = evidence.dated.isoformat() if evidence.dated else ""
    parts = (evidence.title, evidence.document_number, evidence.author, dated, evidence.reference_code, evidence.note)
    return "\x1f".join((*parts, *(_stamped(evidence) if recipe.archive_stamp else ())))


def _stamped(evidence: Evidence) -> tuple[str, str, str, str]:
    return (str(evidence.year or ""), evidence.reference_code, evidence.organ, evidence.retention)


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


def blocks_and_runs(plan: BinderPlan) -> Iterator[tuple[Block, tuple[Run, ...]]]:
    """A plan's blocks in printed order, each with its runs."""
    pieces = {piece.ordinal: piece for piece in plan.volume.pieces}
    printed = (run for run in plan.runs if run.ref.kind is not SheetKind.BLANK)
    for (kind, number, ordinal), group in groupby(printed, key=lambda r: (r.ref.kind, r.ref.number, r.ref.ordinal)):
        runs = tuple(group)
        labels = tuple(label for run in runs for label in run.labels)
        fingerprint = "\x1e".join(run.fingerprint for run in runs)
        if kind in _PIECE:
            yield _piece_block(kind, pieces[ordinal], labels, fingerprint, plan.recipe), runs
        else:
            yield Block(kind, number, 0, _TITLES[kind], "", labels, fingerprint), runs


_TITLES = {
    SheetKind.COVER: "封面",
    SheetKind.COMMITMENT: "真实性承诺书",
    SheetKind.CONTENTS: "目录",
    SheetKind.DIVIDER: "隔页",
    SheetKind.INDICATOR: "指标说明页",
    SheetKind.OMISSION: "合理缺项说明页",
    SheetKind.SIGNATURES: "责任单位签字确认表",
    SheetKind.CLOSING: "备考表",
}


def _piece_block(kind: SheetKind, piece: Piece, labels: tuple[str, ...], fingerprint: str, recipe: Recipe) -> Block:
    files = [file for part in piece.parts for file in part.files]
    pages = next((part.pages for part in piece.parts if part.pages), None)
    evidence = piece.evidence
    if recipe.archive_stamp and kind is SheetKind.PART:
        fingerprint = "\x1e".join((fingerprint, str(piece.ordinal), *_stamped(evidence)))
    return Block(
        kind=kind,
        number=piece.number,
        evidence=evidence.id,
        title=piece.title,
        code=piece.code,
        labels=labels,
        fingerprint=fingerprint,
        described=description_of(evidence, recipe),
        files=marks_of(evidence, files, pages),
        ordinal=piece.ordinal,
    )
