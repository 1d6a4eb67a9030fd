"""What goes with a set of volumes: its cover, index, labels for the boxes, and what the printer has to know."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack

import pikepdf

from foodsafe_desktop.domain.binder import Piece
from foodsafe_desktop.domain.boxes import is_large, spine_for, thickness
from foodsafe_desktop.domain.paper_codes import page_name
from foodsafe_desktop.domain.recipe import Grouping, Numbering
from foodsafe_desktop.domain.reference_codes import RETENTION_LABELS, piece_number
from foodsafe_desktop.domain.sheets import BinderPlan, SheetKind, Size
from foodsafe_desktop.output.forms.box_front import archival_box_front, box_front
from foodsafe_desktop.output.forms.job_sheet import Place, VolumeJob, job_sheet
from foodsafe_desktop.output.forms.set_cover import set_cover
from foodsafe_desktop.output.forms.spines import (
    ArchivalBox,
    SpineLabel,
    archival_label,
    indicator_label,
    label_sheets,
    trial_labels,
)
from foodsafe_desktop.output.forms.volume_index import volume_index
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

INDEX, SPINES, COVER, FRONTS, JOB, TRIAL = "总目录", "盒脊", "总封面", "盒封面", "打印作业单", "盒脊试印样张"
_BY_HAND = {
    SheetKind.COMMITMENT: "真实性承诺书：负责人签字、盖章",
    SheetKind.INDICATOR: "指标说明页：填自评说明和自评分，盖章",
    SheetKind.OMISSION: "合理缺项情况说明：责任部门签字、盖章",
    SheetKind.SIGNATURES: "责任单位签字确认表：各责任单位签字、盖章",
    SheetKind.LATE_SIGNATURES: "补签表：有新增、变动材料的责任单位签字、盖章",
    SheetKind.CLOSING: "备考表：整理人、检查人签字",
}
"""Which sheets wait for a hand, and for what."""


def set_sheets(
    volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, of: str
) -> dict[str, bytes]:
    """The sheets as PDFs, by what each is called. `not_bound` maps an item's title to the reason."""
    widths = sorted({spine for volume in volumes for spine in volume.laid.recipe.spines})
    return {
        COVER: set_cover(volumes, facts, of),
        INDEX: volume_index(volumes, not_bound, facts, of),
        SPINES: label_sheets(spine_label(volume, facts) for volume in volumes),
        FRONTS: _joined(_front(volume, facts) for volume in volumes),
        JOB: job_sheet([volume_job(volume.laid) for volume in volumes], facts),
        TRIAL: trial_labels(widths),
    }


def spine_label(volume: BoundVolume, facts: BinderFacts) -> SpineLabel:
    """The label of a box: as DA/T 22-2015 has it where boxes are kept so, else by indicator."""
    facts = volume.facts or facts
    if volume.laid.recipe.grouping is Grouping.ARCHIVE:
        return archival_label(archival_box(volume.laid, facts))
    return indicator_label(volume, facts)


def archival_box(plan: BinderPlan, facts: BinderFacts) -> ArchivalBox:
    """What an archival box says of itself: all its pieces are of one year, term and organ (DA/T 22-2015).

    起止件号 are those of the reference codes, as on the archive stamps; what is not decided is written in by hand.
    """
    volume = plan.volume
    printed = [piece for piece in volume.pieces if piece.printed_at is None]
    numbers = sorted((_number(piece) for piece in printed), key=lambda number: (len(number.lstrip("0")), number))
    first = printed[0].evidence if printed else None
    box = f"-{volume.box.number}" if volume.box else ""
    return ArchivalBox(
        fonds=facts.fonds,
        year=str(first.year) if first and first.year is not None else "",
        retention=RETENTION_LABELS.get(first.retention, first.retention) if first else "",
        first=numbers[0] if numbers else "",
        last=numbers[-1] if numbers else "",
        number=f"{volume.number}{box}" if volume.number else "",
        organ=first.organ if first else "",
        spine=spine_for(thickness(plan), plan.recipe),
    )


def _number(piece: Piece) -> str:
    return piece_number(piece.evidence.reference_code) or str(piece.ordinal)


def volume_job(plan: BinderPlan) -> VolumeJob:
    """What one volume asks of printer and hand."""
    return VolumeJob(
        name=plan.volume.name,
        pages=plan.pages,
        leaves=plan.leaves,
        duplex=plan.recipe.duplex,
        colour=tuple(name for name, at in _named(plan) if at in plan.coloured) if plan.recipe.colour else None,
        large=tuple(label for label, size in _sized(plan) if is_large(size)),
        landscape=tuple(label for label, size in _sized(plan, SheetKind.PART) if size[0] > size[1]),
        by_hand=tuple(Place(run.labels[0], _BY_HAND[run.ref.kind]) for run in plan.runs if run.ref.kind in _BY_HAND),
        originals=tuple(
            Place(run.labels[0], f"{piece.title}（{piece.evidence.paper_place or '存放位置未登记'}）")
            for run, piece, part, _ in plan.not_printed
            if part.file is None
        ),
    )


def _named(plan: BinderPlan) -> Iterator[tuple[str, int]]:
    """What every page that has a label is called, with its place from 0."""
    pieces = {piece.ordinal: piece.code for piece in plan.volume.pieces}
    by_piece = plan.recipe.numbering is Numbering.PIECE
    for run in plan.runs:
        piece = pieces.get(run.ref.ordinal, "") if by_piece else ""
        yield from ((page_name(label, piece), at) for at, label in enumerate(run.labels, run.start) if label)


def _sized(plan: BinderPlan, *kinds: SheetKind) -> Iterator[tuple[str, Size]]:
    """What every page is called that has a label, and its size; of these kinds if any are given."""
    sizes = {
        run.start + at: size
        for run in plan.runs
        if not kinds or run.ref.kind in kinds
        for at, size in enumerate(run.sizes)
    }
    yield from ((name, sizes[at]) for name, at in _named(plan) if at in sizes)


def _front(volume: BoundVolume, facts: BinderFacts) -> bytes:
    facts = volume.facts or facts
    if volume.laid.recipe.grouping is Grouping.ARCHIVE:
        return archival_box_front(archival_box(volume.laid, facts))
    return box_front(volume.laid, facts)


def _joined(sheets: Iterable[bytes]) -> bytes:
    """Several PDFs as one."""
    with ExitStack() as opened:
        whole = opened.enter_context(pikepdf.new())
        for sheet in sheets:
            whole.pages.extend(opened.enter_context(pikepdf.open(io.BytesIO(sheet))).pages)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
