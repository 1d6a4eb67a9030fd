"""The contents of a whole set as a workbook to sort, filter and search in: volumes, pieces, and what is not printed."""

from collections.abc import Iterator, Sequence

from foodsafe_desktop.domain.binder import Piece
from foodsafe_desktop.domain.evidence import WITHHELD
from foodsafe_desktop.domain.sheets import BinderPlan, stand_in
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.forms.contents import referred
from foodsafe_desktop.output.forms.volume_index import volume_note
from foodsafe_desktop.output.forms.withheld import described, masked, remark
from foodsafe_desktop.output.forms.words import box_text, departments_of, number_range, years_text
from foodsafe_desktop.output.reports.sheet import Column, Grid, Report, Row, RowKind, Value
from foodsafe_desktop.output.reports.workbook import xlsx_of
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_VOLUMES = (
    Column("卷号", 12, centred=True),
    Column("方面", 28),
    Column("卷题名", 45),
    Column("盒", 22, centred=True),
    Column("小项", 26, centred=True),
    Column("责任单位", 42),
    Column("件数", 12, centred=True),
    Column("页数", 12, centred=True),
    Column("备注", 26),
)
_PIECES = (
    Column("卷册", 30),
    Column("小项", 11, centred=True),
    Column("序号", 11, centred=True),
    Column("档号", 30),
    Column("编号", 28),
    Column("文号", 26),
    Column("责任者", 26),
    Column("题名", 56),
    Column("日期", 18, centred=True),
    Column("密级", 11, centred=True),
    Column("页数", 11, centred=True),
    Column("页号", 14, centred=True),
    Column("盒号", 20, centred=True),
    Column("备注", 28),
)
_ABSENT = (
    Column("卷册", 34),
    Column("页号", 14, centred=True),
    Column("小项", 12, centred=True),
    Column("编号", 30),
    Column("题名", 50),
    Column("文件", 50),
    Column("情况", 16, centred=True),
    Column("原因", 60),
)


def contents_xlsx(volumes: Sequence[BoundVolume], facts: BinderFacts, of: str = "") -> bytes:
    """总目录, 分卷目录 and 未打印材料, a sheet each; of withheld pieces nothing but numbers and places."""
    absent = tuple(row for volume in volumes for row in _absent(volume.laid))
    pieces = tuple(row for volume in volumes for row in _pieces(volume.laid))
    title = f"总目录（{of}）" if of else "总目录"
    printed = f"未能打印或待插入纸质原件 {len(absent)} 处，见工作表“未打印材料”" if absent else "全部材料均已打印"
    lines = (f"{facts.archive_title}　{years_text(facts.years)}", f"{printed}　{day_text(facts.on)}编制")
    grids = (
        Grid("总目录", _VOLUMES, (*map(_volume, volumes), _total(volumes)), "没有卷册。"),
        Grid("分卷目录", _PIECES, pieces, "没有材料。"),
        Grid("未打印材料", _ABSENT, absent, "全部材料均已打印。"),
    )
    return xlsx_of(Report(title, lines, grids))


def _volume(volume: BoundVolume) -> Row:
    plan = volume.plan
    number: Value = plan.number or "——"
    box, sections = box_text(plan) or "1盒", number_range(plan.sections)
    units = "、".join(departments_of(plan.sections))
    counts = (len(plan.pieces), volume.body_pages)
    return Row((number, plan.dimension, plan.title, box, sections, units, *counts, volume_note(volume)))


def _total(volumes: Sequence[BoundVolume]) -> Row:
    pieces = sum(len(volume.plan.pieces) for volume in volumes)
    return Row((f"合计　{len(volumes)}盒", pieces, sum(volume.body_pages for volume in volumes), ""), RowKind.TOTAL)


def _pieces(plan: BinderPlan) -> Iterator[Row]:
    box = box_text(plan.volume) or (f"第{plan.volume.number}卷" if plan.volume.number else "——")
    for piece in plan.volume.pieces:
        evidence = described(piece)
        absent = "" if piece.printed_at else stand_in(piece, plan.slips)
        notes = (referred(piece), f"未打印（{absent}）" if absent else "", remark(piece))
        cells: tuple[Value, ...] = (
            plan.volume.name,
            piece.number,
            piece.ordinal,
            evidence.reference_code,
            piece.code,
            evidence.document_number,
            evidence.author,
            piece.title,
            evidence.dated or "",
            evidence.secrecy,
            plan.piece_pages(piece),
            _page(plan.piece_label(piece)),
            box,
            "；".join(filter(None, notes)),
        )
        yield Row(cells)


def _absent(plan: BinderPlan) -> Iterator[Row]:
    for run, piece, part, reason in plan.not_printed:
        file = WITHHELD if piece.is_withheld else part.file.path if part.file else "（纸质原件）"
        state = "待插入原件" if part.file is None else "未打印"
        yield Row((*_place(plan, piece, run.labels[0]), file, state, masked(reason, [piece])))


def _place(plan: BinderPlan, piece: Piece, label: str) -> tuple[Value, ...]:
    return plan.volume.name, _page(label), piece.number, piece.code, piece.title


def _page(label: str) -> Value:
    """A page number to reckon with; one with a prefix or of a supplement stays a text."""
    return int(label) if label.isascii() and label.isdigit() else label
