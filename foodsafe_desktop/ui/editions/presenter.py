"""What is shown of a newer edition, and of a table that a catalogue is read from. No Qt."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from foodsafe_desktop.domain.catalogue import Catalogue, Month
from foodsafe_desktop.domain.editions import Difference, Level
from foodsafe_desktop.domain.task_table import CatalogueHead, Column, Table, TableRead
from foodsafe_desktop.domain.validity import Period
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.upgrading import Preview

DIFFERENCE_COLUMNS = ("层级", "变动", "现编号", "新编号", "现行版", "新版")
GAP_COLUMNS = ("编号", "年度", "佐证要求", "责任部门")
NO_COUNTERPART = "无对应（新版已删去）"
_SHOWN_ROWS = 40


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One number to be confirmed: its text now, the proposal, and why a person must look."""

    old: int
    text: str
    proposed: int | None
    why: str


def match_rows(preview: Preview, now: Catalogue) -> tuple[MatchRow, ...]:
    """The proposals that a person must confirm."""
    texts = line_texts(now)
    return tuple(
        MatchRow(match.old, texts[match.old], match.new, _why(match.old, match.new, match.likeness))
        for match in preview.to_confirm
    )


def _why(old: int, new: int | None, likeness: float) -> str:
    if new is None:
        return "新版中没有文字相近的一项"
    same = f"文字相近程度 {int(likeness * 100)}%"
    return same if old == new else f"编号变动，{same}"


def line_texts(catalogue: Catalogue) -> dict[int, str]:
    """The texts of all sub-items and vetoes by number."""
    texts = {sub.number: sub.text for sub in catalogue.sub_items}
    return dict(sorted((texts | {veto.number: veto.text for veto in catalogue.vetoes}).items()))


def difference_rows(preview: Preview) -> tuple[tuple[str, ...], ...]:
    """All differences, side by side."""
    return tuple(_difference(one) for one in preview.differences)


def _difference(one: Difference) -> tuple[str, ...]:
    def mark(number: int | None) -> str:
        if number is None:
            return "—"
        return sub_item_mark(number) if one.level is Level.LINE else str(number)

    return one.level.value, one.change.label, mark(one.old), mark(one.new), one.before or "—", one.after or "—"


def gap_rows(preview: Preview) -> tuple[tuple[str, ...], ...]:
    """What would be asked for anew."""
    return tuple(
        (sub_item_mark(gap.number), Period(gap.year).label, gap.title or "佐证材料", "、".join(gap.departments))
        for gap in preview.asked_anew
    )


def consequences(preview: Preview) -> str:
    """What becomes of the archive's decisions, in sentences."""
    kept = "现有归入、缺项、自选、更正等决定按对应关系带入新版；更新前自动备份数据库。"
    lines = [kept, *(f"·　{sentence}" for sentence in preview.left_behind)]
    lines.append(f"更新后新增缺口 {len(preview.asked_anew)} 项。" if preview.asked_anew else "更新后没有新增缺口。")
    return "\n".join(lines)


def sample_rows(table: Table) -> tuple[tuple[str, ...], ...]:
    """The first rows of a table with their numbers, all of one width, each cell on one line."""
    width = table_width(table)
    return tuple(
        (str(at), *(cell.replace("\n", " ") for cell in row), *("",) * (width - len(row)))
        for at, row in enumerate(table.rows[:_SHOWN_ROWS], 1)
    )


def table_width(table: Table) -> int:
    """How many columns the widest row has."""
    return max((len(row) for row in table.rows), default=0)


def column_names(table: Table, header: int) -> tuple[str, ...]:
    """What the columns are called in row `header` (from 0; -1: there is none)."""
    row = table.rows[header] if 0 <= header < len(table.rows) else ()
    names = []
    for at in range(table_width(table)):
        text = row[at].replace("\n", "").strip() if at < len(row) else ""
        names.append(f"第{at + 1}列" + (f"：{text[:12]}" if text else ""))
    return tuple(names)


def lacking_columns(columns: Mapping[Column, int]) -> str:
    """Which columns must still be named, as a sentence; empty where all needed ones are."""
    lacking = [one.label for one in (Column.SUB_ITEM, Column.DEPARTMENTS) if one not in columns]
    return f"请指定{'、'.join(lacking)}所在的列。" if lacking else ""


def read_summary(read: TableRead) -> str:
    """How much was read."""
    items = sum(len(one.items) for one in read.dimensions)
    counts = f"{len(read.dimensions)} 方面、{items} 大项、{len(read.lines)} 小项、{len(read.vetoes)} 否决项"
    rows = sum(one.row > 0 for one in read.unread)
    columns = len(read.unread) - rows
    left = "、".join(f"{count} {what}" for count, what in ((rows, "行"), (columns, "列")) if count)
    return f"读到 {counts}" + (f"；有 {left}未读出" if left else "")


HEAD_FIELDS = (
    ("title", "细则名称"),
    ("document_number", "文号"),
    ("issued_by", "制发机关"),
    ("id", "标识"),
    ("evidence_from", "佐证起始日期"),
    ("application_month", "申请年月"),
    ("acceptance_month", "验收年月"),
)


def head_texts(catalogue: Catalogue | None) -> dict[str, str]:
    """What the fields of the head begin with: the terms of the catalogue in use, nothing of its name."""
    if catalogue is None:
        return {}
    months = {"application_month": catalogue.application_month, "acceptance_month": catalogue.acceptance_month}
    texts = {name: f"{year}-{month:02d}" for name, (year, month) in months.items()}
    return texts | {"evidence_from": catalogue.evidence_from.isoformat(), "issued_by": catalogue.issued_by}


def head_of(texts: Mapping[str, str]) -> CatalogueHead | str:
    """The head as typed, or in a sentence why it is none."""
    for name, label in HEAD_FIELDS:
        if not texts[name].strip():
            return f"请填写{label}。"
    try:
        begins = dt.date.fromisoformat(texts["evidence_from"].strip())
    except ValueError:
        return "佐证起始日期请写成 2022-01-01 的形式。"
    months = [_month(texts[name]) for name in ("application_month", "acceptance_month")]
    if None in months:
        return "申请年月、验收年月请写成 2024-06 的形式。"
    application, acceptance = (month for month in months if month is not None)
    if acceptance < application or acceptance < (begins.year, begins.month):
        return "验收年月早于申请年月或佐证起始日期，请核对。"
    return CatalogueHead(
        texts["id"].strip(),
        texts["title"].strip(),
        texts["document_number"].strip(),
        texts["issued_by"].strip(),
        begins,
        application,
        acceptance,
    )


def _month(text: str) -> Month | None:
    year, dash, month = text.strip().partition("-")
    if not (dash and year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12):
        return None
    return int(year), int(month)
