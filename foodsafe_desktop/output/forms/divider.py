"""隔页: what a sub-item asks for, how it stands, and what lies behind it."""

from collections.abc import Collection

from foodsafe_desktop.domain.binder import Piece, Section, VolumePlan
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.sheets import SheetRef, stand_in
from foodsafe_desktop.domain.wording import field_word
from foodsafe_desktop.lettering.typesetting import Style, lines
from foodsafe_desktop.output.forms.flow import PAD_Y, Column, Flow, Row, Table
from foodsafe_desktop.output.forms.letter import heading, running_head
from foodsafe_desktop.output.forms.paper import GREY, WHITE, Paper, baseline
from foodsafe_desktop.output.forms.sizes import (
    BODY,
    CELL,
    HEADING,
    LABEL,
    LETTER_FRAME,
    LIST_ROW,
    NOTE,
    QR_LARGE,
    SUB_ITEM_NUMBER,
    SUB_ITEM_TEXT,
    TAB_MARK,
    TAB_RANGE,
    VALUE,
)
from foodsafe_desktop.output.forms.withheld import masked
from foodsafe_desktop.output.forms.words import demand, volume_heading
from foodsafe_desktop.services.ports import BinderFacts

_YEARS = Table((Column("年度", 30, "centre"), Column("有效件数", 24, "centre"), Column("缺口及原因", 102)), LIST_ROW)
_PIECES = Table((Column("编号", 38), Column("题名", 101), Column("备注", 17, "centre")), LIST_ROW, headed=False)
_LABEL_WIDTH, _CELL_WIDTH = 24.0, 115.6


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
    flow = Flow(paper, LETTER_FRAME, lambda page: _head(page, section, plan, facts))
    if tab is not None:
        _tab(paper, section, *tab)
    _title(flow, section, code)
    _facts(flow, section)
    _doubts(flow, section)
    _years(flow, section)
    _remarks(flow, section)
    _pieces(flow, section, slips)
    return paper.finished()


def _head(paper: Paper, section: Section, plan: VolumePlan, facts: BinderFacts) -> float:
    """The running line: archive, then volume and 大项; returns the y below it."""
    where = volume_heading(plan)
    if section.item_title not in where:
        where += f"　{section.item_title}"
    return running_head(paper, facts.archive_title, where, HEADING, 4)


def _tab(paper: Paper, section: Section, place: int, of: int) -> None:
    (width, height), (first, end) = TAB_MARK, TAB_RANGE
    y = first + place * min(height + 2, (end - first - height) / max(of - 1, 1))
    paper.box(paper.width - width, y, width, height, rule=0, fill=GREY)
    number = Style(HEADING.face, 11, 12)
    paper.write(paper.width - width / 2, y + height / 2 + 1.4, str(section.number), number, "centre", WHITE)


def _code(flow: Flow, text: str) -> float:
    """The QR code at the right of the number, with a caption; returns the y below."""
    x, y = flow.frame.left + flow.frame.width - QR_LARGE, flow.y + 1.5
    flow.paper.qr(x, y, QR_LARGE, text)
    return flow.paper.block(x, y + QR_LARGE + 1, QR_LARGE, "扫码查本小项", NOTE, "centre", GREY) + 2


def _title(flow: Flow, section: Section, code: str) -> None:
    below = _code(flow, code) if code else 0.0
    flow.text(f"{section.heading}{'（续）' if section.continued else ''}", SUB_ITEM_NUMBER, align="centre")
    flow.gap(3)
    flow.y = max(flow.y, below)
    long = len(lines(section.text, SUB_ITEM_TEXT, flow.frame.width)) > 8
    flow.text(section.text, BODY if long else SUB_ITEM_TEXT)
    flow.gap(5)


def _facts(flow: Flow, section: Section) -> None:
    departments = [f"{name}（牵头）" if name == section.lead else name for name in section.departments]
    if departments or section.kind == "sub_item":
        _fact(flow, "责任部门", "、".join(departments) or "原文未列")
    if section.deadline:
        _fact(flow, "完成时限", section.deadline)
    flow.need(VALUE.line)
    state = section.standing.state
    x = flow.frame.left + _LABEL_WIDTH
    flow.paper.icon(state, x, flow.y + VALUE.line / 2 - 2.1, 4.2)
    flow.paper.block(flow.frame.left, flow.y, _LABEL_WIDTH, "材料状态", LABEL, grey=GREY)
    flow.y = flow.paper.block(x + 6, flow.y, 60, state.label, HEADING) + 1
    if text := demand(section):
        _fact(flow, "材料要求", text)
    flow.gap(4)


def _doubts(flow: Flow, section: Section) -> None:
    """Where the catalogue itself is uncertain, a line a field, until somebody settles it against the original."""
    whys: dict[str, list[str]] = {}
    for doubt in section.doubts:
        whys.setdefault(doubt.field, []).append(doubt.why)
    for field, found in whys.items():
        flow.text(f"疑点：{field_word(field)}——{'；'.join(found)}（待对照原件）", NOTE)
    if whys:
        flow.gap(4)


def _fact(flow: Flow, label: str, value: str) -> None:
    flow.need(VALUE.line)
    flow.paper.write(flow.frame.left, flow.y + baseline(LABEL), label, LABEL, grey=GREY)
    flow.text(value, VALUE, indent=_LABEL_WIDTH)
    flow.gap(1)


def _years(flow: Flow, section: Section) -> None:
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


def _remarks(flow: Flow, section: Section) -> None:
    if not section.standing.remarks:
        return
    heading(flow, "不计入有效材料的说明")
    for index, text in enumerate(section.standing.remarks, 1):
        flow.text(f"{index}. {masked(text, section.pieces)}", NOTE)
    flow.gap(4)


def _pieces(flow: Flow, section: Section, slips: Collection[SheetRef]) -> None:
    count = len(section.pieces)
    if not count:
        if section.standing.state is not State.NOT_CHOSEN:
            heading(flow, "本项材料")
            flow.text("目前没有归入本项的材料。", NOTE, grey=GREY)
        return
    heading(flow, f"本项材料（{count}件）")
    rows = [Row((piece.code, piece.title, _mark(piece, slips))) for piece in section.pieces]
    shown = _fitting(flow, rows)
    if shown:
        flow.table(_PIECES, rows[:shown])
        flow.gap(1)
    if shown < count:
        flow.text(f"等{count}件，详见目录。" if shown else f"共{count}件，详见目录。", NOTE, grey=GREY)


def _mark(piece: Piece, slips: Collection[SheetRef]) -> str:
    return "互见" if piece.printed_at else stand_in(piece, slips)


def _fitting(flow: Flow, rows: list[Row]) -> int:
    """How many rows fit on this page, leaving a line for the note if not all do."""
    room, note = flow.room, NOTE.line + 1
    for index, row in enumerate(rows):
        room -= _row_height(row)
        if room < (0 if index + 1 == len(rows) else note):
            return index
    return len(rows)


def _row_height(row: Row) -> float:
    count = max(len(lines(cell, CELL, c.width - 2.4)) for cell, c in zip(row.cells, _PIECES.columns, strict=True))
    return max(LIST_ROW, count * CELL.line + 2 * PAD_Y)
