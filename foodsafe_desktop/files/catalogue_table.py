"""A catalogue file written from what was read of a 任务分工表: TOML that `catalogue_toml` reads back."""

import json
from collections.abc import Iterator
from decimal import Decimal

from foodsafe_desktop.domain.catalogue import Month
from foodsafe_desktop.domain.errors import CatalogueBroken
from foodsafe_desktop.domain.task_table import CatalogueDraft, CatalogueHead, DimensionRead, ItemRead, Line, TableRead
from foodsafe_desktop.files.catalogue_toml import parse_catalogue


def write_catalogue(read: TableRead, head: CatalogueHead) -> CatalogueDraft:
    """The catalogue file for a table that was read. What is lacking is said, never filled in."""
    text = "\n".join(
        (
            *_head(head),
            *(line for at, one in enumerate(read.dimensions, 1) for line in _dimension(one, at)),
            *_vetoes(read),
        )
    )
    remarks = [f"第{one.row}行：{one.why}。" for one in read.unread]
    remarks += [f"（{line.number}）：{why}。" for line in read.lines for _, why in line.doubts]
    numbers = sorted(line.number for line in (*read.lines, *read.vetoes))
    absent = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    if absent:
        remarks.append(f"编号不连续，缺{'、'.join(f'（{number}）' for number in absent)}，请与原件核对。")
    try:
        catalogue = parse_catalogue(text, "导入的评价细则")
    except CatalogueBroken as error:
        return CatalogueDraft(text, None, (*remarks, error.sentence))
    return CatalogueDraft(text, catalogue, tuple(remarks))


def _head(head: CatalogueHead) -> Iterator[str]:
    yield "# 由任务分工表导入。表格未写明、须核对之处见各小项的 doubts。"
    yield "[catalogue]"
    yield from (
        f"{key} = {_text(value)}"
        for key, value in (
            ("id", head.id),
            ("title", head.title),
            ("document_number", head.document_number),
            ("issued_by", head.issued_by),
            ("application_month", _month(head.application_month)),
            ("acceptance_month", _month(head.acceptance_month)),
        )
    )
    yield f"evidence_from = {head.evidence_from.isoformat()}"


def _dimension(one: DimensionRead, number: int) -> Iterator[str]:
    heading = one.heading
    yield "\n[[dimensions]]"
    yield f"number = {number}"
    yield f"title = {_text(heading.title)}"
    yield from _points("points", heading.points)
    yield from _points("required_points", heading.required)
    yield from _points("elective_points", heading.elective)
    for item in one.items:
        yield from _item(item)


def _item(one: ItemRead) -> Iterator[str]:
    heading = one.heading
    yield "\n[[dimensions.items]]"
    yield f"number = {heading.number}"
    yield f"title = {_text(heading.title)}"
    worth = [line.points for line in one.lines if line.points is not None]
    added = sum(worth, Decimal(0)) if worth and len(worth) == len(one.lines) else None
    yield from _points("points", heading.points or added)
    if heading.group:
        yield f"group = {_text(heading.group)}"
    if heading.choose:
        yield f"choose = {heading.choose}"
    if heading.points is None and added:
        yield from _doubt("dimensions.items", "points", "大项标题未印分值，按分值一栏合计；该栏如为合并单元格，请改正")
    for line in one.lines:
        yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    yield "\n[[dimensions.items.sub_items]]"
    yield f"number = {line.number}"
    yield f"text = {_text(line.text)}"
    yield from _points("points", line.points)
    if line.duty:
        if line.duty.lead:
            yield f"lead = {_text(line.duty.lead)}"
        yield f"departments = [{', '.join(map(_text, line.duty.departments))}]"
        yield f"departments_as_printed = {_text(line.duty.as_printed)}"
    if line.deadline:
        yield f"deadline = {_text(line.deadline)}"
    if line.omitted:
        yield "reasonable_omission = true"
    for field, why in line.doubts:
        yield from _doubt("dimensions.items.sub_items", field, why)


def _doubt(at: str, field: str, why: str) -> Iterator[str]:
    yield f"[[{at}.doubts]]"
    yield f"field = {_text(field)}"
    yield f"why = {_text(why)}"


def _vetoes(read: TableRead) -> Iterator[str]:
    for line in read.vetoes:
        yield f"\n[[vetoes]]\nnumber = {line.number}\ntext = {_text(line.text)}"


def _points(key: str, points: Decimal | None) -> Iterator[str]:
    if points is not None:
        yield f"{key} = {points.normalize():f}"


def _month(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are all TOML's too, once what is no character is written as such."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
