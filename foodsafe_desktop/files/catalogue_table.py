"""A catalogue file written from what was read of a 任务分工表: TOML that `catalogue_toml` reads back."""

from collections.abc import Iterator
from decimal import Decimal

from foodsafe_desktop.domain.catalogue import Month
from foodsafe_desktop.domain.errors import CatalogueBroken
from foodsafe_desktop.domain.lists import toml_text
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
    remarks = [one.sentence for one in read.unread]
    remarks += [f"（{line.number}）：{why}。" for line in read.lines for _, why in line.doubts]
    numbers = sorted(line.number for line in (*read.lines, *read.vetoes))
    absent = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    if absent:
        remarks.append(f"编号不连续，缺{'、'.join(f'（{number}）' for number in absent)}，请与原件核对。")
    lacking = tuple(_lacking(read))
    try:
        catalogue = parse_catalogue(text, "导入的评价细则")
    except CatalogueBroken as error:
        return CatalogueDraft(text, None, (*remarks, *(lacking or (_refused(text, error),))))
    return CatalogueDraft(text, catalogue, tuple(remarks))


def _lacking(read: TableRead) -> Iterator[str]:
    """What a person must fill in, by the table's rows, before the table makes a catalogue."""
    if not read.dimensions:
        yield "表中没有读到方面，请在表中补上“一、……”形式的标题行后重新导入。"
    for one in read.dimensions:
        if not one.items:
            yield f"第{one.row}行：方面“{one.heading.title}”之下没有读到大项，请在大项一栏补写“1.名称（分值）”。"
        for item in one.items:
            called = f"第{item.row}行：大项“{item.heading.number}.{item.heading.title}”"
            if not item.lines:
                yield f"{called}之下没有读到带编号的小项，请在小项内容前补写编号，如“（1）”。"
            elif item.heading.points is None and not _added(item):
                yield f"{called}没有分值，请在标题后补写，如“（3分）”，或填写其各小项的分值。"
            for line in item.lines:
                if line.duty is None or not (line.duty.lead or line.duty.departments):
                    yield f"第{line.row}行：小项（{line.number}）没有责任部门，请填写责任部门一栏。"


_NAMES = {
    "id": "版本代号",
    "title": "标题",
    "document_number": "发文字号",
    "issued_by": "发文机关",
    "evidence_from": "资料起始日期",
    "application_month": "申请月份",
    "acceptance_month": "验收月份",
    "points": "分值",
    "choose": "任选项数",
    "group": "必选或自选",
    "number": "编号",
    "text": "小项内容",
    "departments": "责任部门",
    "departments_as_printed": "责任部门",
    "deadline": "完成时限",
    "elective_points": "方面标题中的自选项分值",
    "required_points": "方面标题中的必选项分值",
}


def _refused(text: str, error: CatalogueBroken) -> str:
    """Why the draft makes no catalogue, by the table's row instead of a line of the draft's text."""
    above = text.split("\n")[: error.line or 0]
    row = next((line.removeprefix(_ROW) for line in reversed(above) if line.startswith(_ROW)), "")
    name = _NAMES.get(error.field, "")
    return f"{f'第{row}行：' if row else ''}{f'“{name}”' if name else ''}{error.problem}，请改正后重新导入。"


_ROW = "# 表格行 "


def _row(row: int) -> Iterator[str]:
    yield ""
    if row:
        yield f"{_ROW}{row}"


def _added(one: ItemRead) -> Decimal | None:
    """The lines' points together, where every line has some."""
    worth = [line.points for line in one.lines if line.points is not None]
    return sum(worth, Decimal(0)) if worth and len(worth) == len(one.lines) else None


def _head(head: CatalogueHead) -> Iterator[str]:
    yield "# 由任务分工表导入。表格未写明、须核对之处见各小项的 doubts。"
    yield "[catalogue]"
    yield from (
        f"{key} = {toml_text(value)}"
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
    yield from _row(one.row)
    yield "[[dimensions]]"
    yield f"number = {number}"
    yield f"title = {toml_text(heading.title)}"
    yield from _points("points", heading.points)
    yield from _points("required_points", heading.required)
    yield from _points("elective_points", heading.elective)
    for item in one.items:
        yield from _item(item)


def _item(one: ItemRead) -> Iterator[str]:
    heading = one.heading
    yield from _row(one.row)
    yield "[[dimensions.items]]"
    yield f"number = {heading.number}"
    yield f"title = {toml_text(heading.title)}"
    added = _added(one)
    yield from _points("points", heading.points or added)
    if heading.group:
        yield f"group = {toml_text(heading.group)}"
    if heading.choose:
        yield f"choose = {heading.choose}"
    if heading.points is None and added:
        yield from _doubt("dimensions.items", "points", "大项标题未印分值，按分值一栏合计；该栏如为合并单元格，请改正")
    for line in one.lines:
        yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    yield from _row(line.row)
    yield "[[dimensions.items.sub_items]]"
    yield f"number = {line.number}"
    yield f"text = {toml_text(line.text)}"
    yield from _points("points", line.points)
    if line.duty:
        if line.duty.lead:
            yield f"lead = {toml_text(line.duty.lead)}"
        yield f"departments = [{', '.join(map(toml_text, line.duty.departments))}]"
        yield f"departments_as_printed = {toml_text(line.duty.as_printed)}"
    if line.deadline:
        yield f"deadline = {toml_text(line.deadline)}"
    if line.omitted:
        yield "reasonable_omission = true"
    for field, why in line.doubts:
        yield from _doubt("dimensions.items.sub_items", field, why)


def _doubt(at: str, field: str, why: str) -> Iterator[str]:
    yield f"[[{at}.doubts]]"
    yield f"field = {toml_text(field)}"
    yield f"why = {toml_text(why)}"


def _vetoes(read: TableRead) -> Iterator[str]:
    for line in read.vetoes:
        yield from _row(line.row)
        yield f"[[vetoes]]\nnumber = {line.number}\ntext = {toml_text(line.text)}"


def _points(key: str, points: Decimal | None) -> Iterator[str]:
    if points is not None:
        yield f"{key} = {points.normalize():f}"


def _month(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"
