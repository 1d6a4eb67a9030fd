"""疑点核对表: every place where the source is uncertain, to be settled against the paper original and signed."""

from collections.abc import Sequence

from foodsafe_desktop.domain.catalogue import Catalogue, Doubt, Item, SubItem
from foodsafe_desktop.domain.corrections import Correction, CorrectionKind
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.wording import day_text, points_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import basis, short_day
from foodsafe_desktop.output.reports.sheet import Block, Column, Grid, Report, Row, Text, TextKind, signatures

_COLUMNS = (
    Column("序号", 11, centred=True),
    Column("位置", 27),
    Column("栏目", 18, centred=True),
    Column("扫描件读法", 50),
    Column("疑点", 39),
    Column("可能读法", 24),
    Column("核对结果", 32),
    Column("核对人签字、日期", 24, centred=True),
)
_CONTRADICTIONS = (
    Column("序号", 11, centred=True),
    Column("文件自相矛盾之处", 116),
    Column("核对结论", 60),
    Column("核对人签字、日期", 38, centred=True),
)
_CORRECTIONS = (
    Column("序号", 11, centred=True),
    Column("编号", 16, centred=True),
    Column("更正事项", 28, centred=True),
    Column("更正为", 80),
    Column("理由", 66),
    Column("登记日期", 24, centred=True),
)
_FIELDS = {
    "item": "所属大项",
    "departments": "责任部门",
    "text": "内容",
    "points": "分值",
    "deadline": "完成时限",
    "lead": "牵头部门",
    "group": "必选/自选",
    "choose": "任选规则",
    "reasonable_omission": "合理缺项",
}
_SETTLED = (CorrectionKind.DOUBT_SETTLED, CorrectionKind.ITEM_DOUBT)
_Settled = dict[tuple[CorrectionKind, int, str, str], Correction]


def doubts(facts: ReportFacts) -> Report:
    """All doubts with their printed reading, the document's contradictions, and the corrections registered so far."""
    source, corrections = facts.printed or facts.catalogue, facts.dossier.corrections
    rows = _doubt_rows(source, _settled(corrections))
    waiting = sum(1 for row in rows if not row[-2])
    line = f"{basis(source)}　截至{day_text(facts.on)}　疑点共{len(rows)}处，待核对{waiting}处"
    note = "注：请对照纸质原件逐条核对，填写核对结果并签字；核定后在程序中登记，评价细则原文不作改动。"
    blocks: tuple[Block, ...] = (
        Text("一、疑点", TextKind.HEADING),
        Grid("疑点", _COLUMNS, _numbered(rows), "本评价细则没有疑点。", least=12),
        Text("二、文件自相矛盾之处", TextKind.HEADING),
        Grid("矛盾之处", _CONTRADICTIONS, _contradictions(source), "未发现矛盾之处。", least=12),
        Text("三、已登记的更正", TextKind.HEADING),
        Grid("已登记的更正", _CORRECTIONS, _registered(corrections), "尚未登记更正。"),
        Text(note, TextKind.NOTE, paper_only=True),
        signatures("核对", "复核", "日期"),
    )
    return Report("评价细则疑点核对表", (line,), blocks)


def _settled(corrections: Sequence[Correction]) -> _Settled:
    """The latest settlement by kind, number, field and why of the doubt."""
    found = [one for one in corrections if one.kind in _SETTLED]
    return {(one.kind, one.number, one.field, one.value): one for one in sorted(found, key=lambda one: one.at)}


def _doubt_rows(source: Catalogue, settled: _Settled) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for _, item, sub in source.walk():
        if sub is item.sub_items[0]:
            place = f"第{item.number}大项\n{item.title}"
            for one in item.doubts:
                known = settled.get((CorrectionKind.ITEM_DOUBT, item.number, one.field, one.why))
                rows.append(_doubt_row(place, _item_reading(item, one.field), one, known))
        place = f"第{item.number}大项\n{sub_item_mark(sub.number)}"
        for one in sub.doubts:
            known = settled.get((CorrectionKind.DOUBT_SETTLED, sub.number, one.field, one.why))
            rows.append(_doubt_row(place, _reading(item, sub, one.field), one, known))
    for reserved in source.reserved:
        missing = Doubt("text", reserved.why)
        rows.append(_doubt_row(f"保留号\n{sub_item_mark(reserved.number)}", "（原文缺）", missing, None))
    return rows


def _doubt_row(place: str, reading: str, doubt: Doubt, settled: Correction | None) -> tuple[str, ...]:
    result = f"已核定：{settled.reason}" if settled else ""
    signed = short_day(settled.at.date()) if settled else ""
    return (place, _FIELDS.get(doubt.field, doubt.field), reading, doubt.why, doubt.likely or "—", result, signed)


def _reading(item: Item, sub: SubItem, field: str) -> str:
    readings = {
        "departments": sub.departments_as_printed,
        "lead": sub.lead or "（无）",
        "text": sub.text,
        "deadline": "合理缺项" if sub.reasonable_omission and not sub.deadline else sub.deadline or "（空）",
        "reasonable_omission": "合理缺项" if sub.reasonable_omission else "（未注明）",
        "points": f"{points_text(sub.points)}分" if sub.points is not None else "（未印分值）",
    }
    return readings.get(field) or _item_reading(item, field)


def _item_reading(item: Item, field: str) -> str:
    if field == "points":
        return f"{points_text(item.points)}分"
    group = "".join(f"，{one}" for one in (item.group, f"任选{item.choose}项" if item.choose else None) if one)
    return f"{item.number}.{item.title}（{points_text(item.points)}分{group}）"


def _contradictions(source: Catalogue) -> tuple[Row, ...]:
    return _numbered([(text, "", "") for text in source.contradictions])


def _registered(corrections: Sequence[Correction]) -> tuple[Row, ...]:
    """Corrections of the text, owners and place of numbers; who registered them is in the history, not on paper."""
    found = [one for one in sorted(corrections, key=lambda one: (one.number, one.at)) if one.kind not in _SETTLED]
    return _numbered(
        [
            (sub_item_mark(one.number), one.kind.label, _value(one), one.reason, short_day(one.at.date()))
            for one in found
        ]
    )


def _value(correction: Correction) -> str:
    return f"第{correction.value}大项" if correction.kind is CorrectionKind.ITEM else correction.value


def _numbered(rows: Sequence[tuple[str, ...]]) -> tuple[Row, ...]:
    return tuple(Row((ordinal, *row)) for ordinal, row in enumerate(rows, start=1))
