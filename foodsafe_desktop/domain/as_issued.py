"""An issued volume sheet by sheet as it lies in the cupboard, told from what was frozen of it and from nothing else.

Its numbers, order, descriptions and counts are those on paper, whatever became of the holdings since. Only what nobody
may name any more is hidden (a secrecy mark that was found later), and how a sub-item stands is told as of today.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from foodsafe_desktop.domain.binder import BoxPlace, Part, Piece, Section, Signing, VolumePlan
from foodsafe_desktop.domain.blocks import Block, described_as
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, EvidenceFile, is_withheld
from foodsafe_desktop.domain.imprint import PrintedRun
from foodsafe_desktop.domain.issued_boxes import emptied
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Run, SheetKind, SheetRef, with_blanks

_ON_PAPER = "本件为纸质材料，请在此处插入原件。"
SectionOf = Callable[[int, tuple[Piece, ...]], Section]
"""A sub-item's share of a volume, from its number and its pieces."""


def as_issued(
    frozen: FrozenVolume, boxes: Sequence[FrozenVolume], issues: Sequence[FrozenVolume], dossier: Dossier, of: SectionOf
) -> BinderPlan:
    """The volume as issued. `boxes` are the last issues of all boxes that it is one of, in order; `issues` all its own.

    Of what was issued before sizes and files were kept, every page counts as A4.
    """
    taken = {block.ordinal for block in frozen.blocks}
    free = (number for number in count(1) if number not in taken)
    ordinals = [block.ordinal or (next(free) if block.evidence else 0) for block in frozen.blocks]
    pieces = {
        at: _piece(block, at, dossier) for block, at in zip(frozen.blocks, ordinals, strict=True) if block.evidence
    }
    volume = _volume(frozen, boxes, tuple(pieces.values()), of)
    runs = [tuple(_runs(block, at, pieces.get(at))) for block, at in zip(frozen.blocks, ordinals, strict=True)]
    volume = replace(volume, signings=signings_of(issues))
    return BinderPlan(volume, frozen.recipe, with_blanks(runs, frozen.recipe))


def signings_of(issues: Sequence[FrozenVolume]) -> tuple[Signing, ...]:
    """What was signed with each of a volume's issues; nothing where that was not kept."""
    kept = [(one.issue, one.imprint) for one in issues if one.imprint is not None]
    return tuple(Signing(issue, imprint.signed, imprint.pieces) for issue, imprint in kept)


def hidden_since(frozen: FrozenVolume, dossier: Dossier) -> tuple[str, ...]:
    """The 编号 of printed pieces that must not be copied any more: a secrecy mark was found after they were issued."""
    return tuple(
        block.code
        for block in frozen.blocks
        if block.kind is SheetKind.PART
        and block.title != WITHHELD
        and is_withheld(dossier.files_of.get(block.evidence, ()))
    )


def _volume(
    frozen: FrozenVolume, boxes: Sequence[FrozenVolume], pieces: tuple[Piece, ...], of: SectionOf
) -> VolumePlan:
    keys = [box.key for box in boxes]
    at = keys.index(frozen.key)
    numbers = dict.fromkeys(block.number for block in frozen.blocks if block.number)
    sections = []
    for number in numbers:
        section = of(number, tuple(piece for piece in pieces if piece.number == number))
        continued = any(number in box.numbers for box in boxes[:at])
        sections.append(replace(section, continued=continued))
    box = BoxPlace(at + 1, len(boxes)) if len(boxes) > 1 else None
    return replace(emptied(frozen), key=frozen.key, sections=tuple(sections), box=box)


def _piece(block: Block, ordinal: int, dossier: Dossier) -> Piece:
    held = dossier.evidence.get(block.evidence, Evidence(block.evidence, block.title))
    files = dossier.files_of.get(block.evidence, ())
    is_hidden = is_withheld(files)
    return Piece(
        ordinal=ordinal,
        code=block.code,
        number=block.number,
        evidence=described_as(held, block.described),
        title=WITHHELD if is_hidden else block.title,
        parts=tuple(_part(run, block, dossier) for run in _printed(block)),
        remark="",
        printed_at=block.printed_at,
    )


def _printed(block: Block) -> tuple[PrintedRun, ...]:
    return block.runs or (PrintedRun((A4,) * len(block.labels), tuple(file for file, _ in block.files if file)),)


def _part(run: PrintedRun, block: Block, dossier: Dossier) -> Part:
    known = dossier.file_by_id
    marks = dict(block.files)
    files = tuple(_file(known[one], marks.get(one, "")) for one in run.files if one in known)
    photos = files if len(files) > 1 else ()
    return Part(files[0] if files else None, run.slip, None, photos)


def _file(file: EvidenceFile, mark: str) -> EvidenceFile:
    """The file with the fixity that it was printed with."""
    algorithm, _, digest = mark.lstrip("!?").partition("#")[0].partition(":")
    if file.fixity is None or not digest or file.fixity.digest == digest:
        return file
    return replace(file, fixity=replace(file.fixity, algorithm=algorithm, digest=digest))


def _runs(block: Block, ordinal: int, piece: Piece | None) -> Iterator[Run]:
    labels = iter(block.labels)
    for part, run in enumerate(_printed(block)):
        kind = block.kind
        of = (block.number, ordinal, part) if piece else (block.number, 0, 0, block.issue)
        mine = tuple(label for _, label in zip(run.sizes, labels, strict=False))
        slip = run.slip if run.slip is not None or kind is not SheetKind.PART or run.files else _ON_PAPER
        colour = run.colour if kind is SheetKind.PART else ()
        yield Run(SheetRef(kind, *of), 0, mine, run.sizes, slip, colour=colour, unprinted=run.unprinted)
