"""指标说明页: what a sub-item demands, how far that is done year by year, and which pieces prove it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from foodsafe_desktop.domain.binder import Piece, Section, VolumePlan
from foodsafe_desktop.domain.checks import Check, IndicatorCheck, merged
from foodsafe_desktop.domain.wording import points_text
from foodsafe_desktop.output.forms.flow import Column, Row, Table
from foodsafe_desktop.output.forms.letter import Letter, running_head
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import (
    COVER_VOLUME,
    HEADING,
    LETTER_FRAME,
    LIST_ROW,
    NOTE,
    SIGNATURE_ROW,
    VALUE,
    WRITING_LINE,
)
from foodsafe_desktop.output.forms.words import demand, volume_heading
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "指标说明页"
TO_FILL = (("自评分", "联系人"), ("责任单位盖章", "联系电话"))
_DEMAND_WIDTH, _MOST_YEARS = 66.0, 5


def indicator_sheet(section: Section, volume: VolumePlan, facts: BinderFacts) -> bytes:
    """The sheet of one sub-item or veto, A4 portrait; score, contact and seal are left to be filled in by hand."""
    paper = Paper(LETTER_FRAME.page)
    where = volume_heading(volume)
    write_indicator_sheet(
        Letter(paper, LETTER_FRAME, lambda page: running_head(page, facts.archive_title, where)), section
    )
    return paper.finished()


def write_indicator_sheet(flow: Letter, section: Section) -> None:
    """The sheet without its running head."""
    flow.text(TITLE, COVER_VOLUME, align="centre")
    flow.gap(4)
    flow.fields(
        (
            ("指标内容", f"{section.heading}{section.text}"),
            ("所属大项", section.item_title),
            ("责任单位", "、".join(section.departments) or "原文未列"),
            ("分值", f"{points_text(section.standing.points)}分" if section.standing.points else ""),
            ("材料状态", section.standing.label),
        ),
    )
    flow.gap(4)
    _done(flow, section)
    _proof(flow, section.pieces)
    _by_hand(flow)


def piece_codes(pieces: Sequence[Piece]) -> str:
    """The codes of pieces, runs of them drawn together: 4-(8)-2023-001—004、4-(8)-2024-001（互见）."""
    found: list[str] = []
    for (elsewhere, _, _), run in groupby(enumerate(pieces), _in_run):
        codes = [piece.code for _, piece in run]
        last = f"—{codes[-1].rpartition('-')[2]}" if len(codes) > 1 else ""
        found.append(f"{codes[0]}{last}{'（互见）' if elsewhere else ''}")
    return "、".join(found)


def _in_run(placed: tuple[int, Piece]) -> tuple[bool, str, int]:
    """The same for all pieces whose codes run on from one another."""
    index, piece = placed
    stem, _, serial = piece.code.rpartition("-")
    return piece.printed_at is not None, stem, int(serial) - index


def _done(flow: Letter, section: Section) -> None:
    """Requirements and measured values by year; what the sub-item asks for instead, where it asks for neither."""
    standing = section.standing
    flow.heading("完成情况")
    if text := demand(section):
        flow.text(text, VALUE)
        flow.gap(2)
    years = sorted(
        {one.period.year for one in standing.checks} | {one.year for one in standing.indicators},
        key=lambda year: year or 9999,
    )
    for at in range(0, len(years), _MOST_YEARS):
        _matrix(flow, section, years[at : at + _MOST_YEARS])
    if standing.gaps:
        flow.text(f"尚有{len(standing.gaps)}项缺口，原因见隔页和备考表。", NOTE, grey=GREY)
    flow.gap(4)


def _matrix(flow: Letter, section: Section, years: Sequence[int | None]) -> None:
    width = (LETTER_FRAME.width - _DEMAND_WIDTH) / len(years)
    named = [Column(f"{year}年" if year else "不分年度", width, "centre") for year in years]
    table = Table((Column("佐证要求、指标", _DEMAND_WIDTH), *named), LIST_ROW)
    flow.table(table, [Row((label, *cells)) for label, cells in _rows(section, years)])
    flow.gap(1)


def _rows(section: Section, years: Sequence[int | None]) -> Iterator[tuple[str, list[str]]]:
    checks: dict[str, list[Check]] = {}
    for check in section.standing.checks:
        checks.setdefault(check.requirement.id, []).append(check)
    for asked in checks.values():
        one = asked[0].requirement
        yield f"{one.title}（{one.asks}）", [_state([c for c in asked if c.period.year == year]) for year in years]
    measured: dict[str, list[IndicatorCheck]] = {}
    for value in section.standing.indicators:
        measured.setdefault(value.indicator.id, []).append(value)
    for values in measured.values():
        aim = values[0].indicator
        found = {value.year: _value(value) for value in values}
        yield f"{aim.title}（应{aim.demand}）", [found.get(year, "—") for year in years]


def _state(checks: Sequence[Check]) -> str:
    """How a requirement stands in one year, its quarters taken together."""
    if not checks:
        return "—"
    count = len(merged([check.evidence for check in checks if check.evidence]))
    lacking = [check for check in checks if not check.is_met]
    if not lacking:
        return f"满足（{count}件）"
    quarters = "、".join(str(check.period.quarter) for check in lacking if check.period.quarter)
    where = f"第{quarters}季度" if quarters else ""
    return f"{where}不足（{count}件）" if count else f"{where}缺"


def _value(check: IndicatorCheck) -> str:
    if check.not_applicable:
        return "不适用"
    if check.value is None:
        return "未填报"
    met = "达标" if check.indicator.holds(check.value) else "未达标"
    return f"{check.value.normalize():f}{check.indicator.unit}\n{met}"


def _proof(flow: Letter, pieces: Sequence[Piece]) -> None:
    flow.heading(f"佐证清单（{len(pieces)}件）")
    flow.text(piece_codes(pieces) or "目前没有归入本项的材料。", VALUE)
    flow.gap(4)


def _by_hand(flow: Letter) -> None:
    """Lines for the self-assessment in words, then score, unit and contact, always on one page together."""
    below = len(TO_FILL) * SIGNATURE_ROW + 3
    flow.need(HEADING.line + 2 * WRITING_LINE + below)
    flow.heading("自评说明（由责任单位填写）")
    flow.lines_down_to(below)
    flow.to_fill(TO_FILL)
