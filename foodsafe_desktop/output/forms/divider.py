"""隔页: what a sub-item asks for, how it stands, and what lies behind it."""

from collections.abc import Collection

from foodsafe_desktop.domain.binder import Piece, Section, VolumePlan
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.sheets import SheetRef, stand_in
from foodsafe_desktop.domain.wording import field_word
from foodsafe_desktop.lettering.typesetting import Style, lines
from foodsafe_desktop.output.forms.flow import Column, Row, Table
from foodsafe_desktop.output.forms.letter import Letter, running_head
from foodsafe_desktop.output.forms.paper import GREY, WHITE, Paper
from foodsafe_desktop.output.forms.sizes import (
    BODY,
    HEADING,
    LETTER_FRAME,
    LIST_ROW,
    NOTE,
    QR_LARGE,
    SUB_ITEM_NUMBER,
    SUB_ITEM_TEXT,
    TAB_MARK,
    TAB_RANGE,
)
from foodsafe_desktop.output.forms.withheld import masked
from foodsafe_desktop.output.forms.words import demand, volume_heading
from foodsafe_desktop.services.ports import BinderFacts

_YEARS = Table((Column("年度", 30, "centre"), Column("有效件数", 24, "centre"), Column("缺口及原因", 102)), LIST_ROW)
_PIECES = Table((Column("编号", 38), Column("题名", 101), Column("备注", 17, "centre")), LIST_ROW, headed=False)


def divider(
    section: Section,
    plan: VolumePlan,
    facts: BinderFacts,
    slips: Collection[SheetRef] = (),
    *,
    code: str = "",
    tab: tuple[int, int] | None = None,
) -> bytes:
    """The divider in front of a section's pieces, A4 portrait; one page unless its own text needs more.

    `slips` are the parts that stand behind it as slip sheets. Pieces that would not fit on the page are counted, not
    listed: the contents list them all. `code` is the text of a QR code that leads to the sub-item (25 mm), `tab` the
    divider's place from 0 and how many there are, for a mark at the outer edge that goes down from one to the next.
    """
    paper = Paper(LETTER_FRAME.page)
    flow = Letter(
        paper,
        LETTER_FRAME,
        lambda page: running_head(page, facts.archive_title, divider_place(section, plan), HEADING, 4),
    )
    if tab is not None:
        _tab(paper, section, *tab)
    below = _code(flow, code) if code else 0.0
    flow.text(divider_number(section), SUB_ITEM_NUMBER, align="centre")
    flow.gap(3)
    flow.y = max(flow.y, below)
    write_divider(flow, section, slips)
    return paper.finished()


def write_divider(flow: Letter, section: Section, slips: Collection[SheetRef] = ()) -> None:
    """The divider below its number."""
    long = len(lines(section.text, SUB_ITEM_TEXT, flow.frame.width)) > 8
    flow.text(section.text, BODY if long else SUB_ITEM_TEXT)
    flow.gap(5)
    _facts(flow, section)
    _doubts(flow, section)
    _years(flow, section)
    _remarks(flow, section)
    _pieces(flow, section, slips)


def divider_place(section: Section, plan: VolumePlan) -> str:
    """Volume and 大项, for the running head."""
    where = volume_heading(plan)
    return where if section.item_title in where else f"{where}　{section.item_title}"


def divider_number(section: Section) -> str:
    """The sub-item's number as it stands large on its divider."""
    return f"{section.heading}{'（续）' if section.continued else ''}"


def _tab(paper: Paper, section: Section, place: int, of: int) -> None:
    (width, height), (first, end) = TAB_MARK, TAB_RANGE
    y = first + place * min(height + 2, (end - first - height) / max(of - 1, 1))
    paper.box(paper.width - width, y, width, height, rule=0, fill=GREY)
    number = Style(HEADING.face, 11, 12)
    paper.write(paper.width - width / 2, y + height / 2 + 1.4, str(section.number), number, "centre", WHITE)


def _code(flow: Letter, text: str) -> float:
    """The QR code at the right of the number, with a caption; returns the y below."""
    x, y = flow.frame.left + flow.frame.width - QR_LARGE, flow.y + 1.5
    flow.paper.qr(x, y, QR_LARGE, text)
    return flow.paper.block(x, y + QR_LARGE + 1, QR_LARGE, "扫码查本小项", NOTE, "centre", GREY) + 2


def _facts(flow: Letter, section: Section) -> None:
    departments = [f"{name}（牵头）" if name == section.lead else name for name in section.departments]
    if departments or section.kind == "sub_item":
        flow.fact("责任部门", "、".join(departments) or "原文未列")
    if section.deadline:
        flow.fact("完成时限", section.deadline)
    flow.state("材料状态", section.standing.state)
    if text := demand(section):
        flow.fact("材料要求", text)
    flow.gap(4)


def _doubts(flow: Letter, section: Section) -> None:
    """Where the catalogue itself is uncertain, a line a field, until somebody settles it against the original."""
    whys: dict[str, list[str]] = {}
    for doubt in section.doubts:
        whys.setdefault(doubt.field, []).append(doubt.why)
    for field, found in whys.items():
        flow.text(f"疑点：{field_word(field)}——{'；'.join(found)}（待对照原件）", NOTE)
    if whys:
        flow.gap(4)


def _years(flow: Letter, section: Section) -> None:
    """One row a year that evidence is asked for; 不分年度 where one paper is asked for once."""
    standing = section.standing
    reasons: dict[int | None, list[str]] = {year: [] for year in standing.valid}
    for gap in standing.gaps:
        reasons.setdefault(gap.year, []).append(masked(gap.text, section.pieces))
    rows = [
        Row(
            (
                f"{year}年" if year else "不分年度",
                str(len(standing.valid.get(year, ()))),
                "；".join(texts) or "无缺口",
            )
        )
        for year, texts in sorted(reasons.items(), key=lambda pair: pair[0] or 9999)
    ]
    if rows:
        flow.table(_YEARS, rows)
        flow.gap(5)


def _remarks(flow: Letter, section: Section) -> None:
    if not section.standing.remarks:
        return
    flow.heading("不计入有效材料的说明")
    for index, text in enumerate(section.standing.remarks, 1):
        flow.text(f"{index}. {masked(text, section.pieces)}", NOTE)
    flow.gap(4)


def _pieces(flow: Letter, section: Section, slips: Collection[SheetRef]) -> None:
    count = len(section.pieces)
    if not count:
        if section.standing.state is not State.NOT_CHOSEN:
            flow.heading("本项材料")
            flow.text("目前没有归入本项的材料。", NOTE, grey=GREY)
        return
    flow.heading(f"本项材料（{count}件）")
    rows = [Row((piece.code, piece.title, _mark(piece, slips))) for piece in section.pieces]
    shown = flow.fitting(_PIECES, rows, NOTE.line + 1)
    if shown:
        flow.table(_PIECES, rows[:shown])
        flow.gap(1)
    if shown < count:
        flow.text(f"等{count}件，详见目录。" if shown else f"共{count}件，详见目录。", NOTE, grey=GREY)


def _mark(piece: Piece, slips: Collection[SheetRef]) -> str:
    return "互见" if piece.printed_at else stand_in(piece, slips)
