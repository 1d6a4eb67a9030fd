"""The catalogue file: TOML in, `Catalogue` out, every mistake named by file, line and field.

Texts are taken as they stand. Only what is the program's own arithmetic is worked out here: the elective rule.
"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from foodsafe_desktop.domain.catalogue import (
    Catalogue,
    Department,
    Dimension,
    Doubt,
    ElectiveRule,
    Item,
    Phase,
    Reserved,
    SubItem,
    Veto,
)
from foodsafe_desktop.domain.errors import CatalogueBroken
from foodsafe_desktop.files.toml_table import TomlTable, read_toml

REQUIRED, ELECTIVE = "必选项", "自选项"


def read_catalogue_text(path: Path) -> str:
    """The file's text without a byte-order mark. Raises CatalogueBroken if it cannot be read or is not UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CatalogueBroken(path.name, None, "", "文件不存在或无权读取") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogueBroken(path.name, line, "", "不是 UTF-8 编码的文本") from error


def parse_catalogue(text: str, name: str) -> Catalogue:
    """Build the catalogue from TOML text; `name` is the file's name for error sentences. Raises CatalogueBroken."""
    return _Reading().catalogue(read_toml(text.removeprefix("\ufeff"), name))


class _Reading:
    """One pass over one file; remembers which numbers are taken, and by what."""

    def __init__(self) -> None:
        self._dimensions: set[int] = set()
        self._items: set[int] = set()
        self._lines: dict[int, str] = {}

    def catalogue(self, root: TomlTable) -> Catalogue:
        head = root.table("catalogue")
        dimensions = tuple(self._dimension(table) for table in root.tables("dimensions"))
        if not dimensions:
            raise root.broken("dimensions", "没有任何方面")
        evidence_from, acceptance = head.day("evidence_from"), head.month("acceptance_month")
        if (evidence_from.year, evidence_from.month) > acceptance:
            raise head.broken("evidence_from", "资料起始日期晚于验收月份")
        found = Catalogue(
            id=head.text("id"),
            title=head.text("title"),
            document_number=head.text("document_number"),
            issued_by=head.text("issued_by"),
            evidence_from=evidence_from,
            application_month=_application_month(head, acceptance),
            acceptance_month=acceptance,
            dimensions=dimensions,
            vetoes=tuple(self._veto(table) for table in root.tables("vetoes")),
            reserved=tuple(self._reserved(table) for table in root.tables("reserved")),
            contradictions=tuple(_contradiction(table) for table in root.tables("contradictions")),
            member_units=head.texts("member_units"),
            departments=_departments(root),
            declared=head.numbers("declared"),
            phases=tuple(_phase(table) for table in root.tables("phases")),
        )
        root.done()
        _check_printed(head, found)
        head.done()
        return found

    def _dimension(self, table: TomlTable) -> Dimension:
        number = table.number()
        if number in self._dimensions:
            raise table.broken("number", f"方面编号 {number} 重复")
        self._dimensions.add(number)
        title, points = table.text("title"), table.optional_points()
        items = tuple(self._item(one) for one in table.tables("items"))
        if not items:
            raise table.broken("items", "该方面没有大项")
        table.optional_points("required_points")
        elective = _elective_rule(table, items)
        table.done()
        return Dimension(number, title, items, points, elective)

    def _item(self, table: TomlTable) -> Item:
        number = table.number()
        if number in self._items:
            raise table.broken("number", f"大项编号 {number} 重复")
        self._items.add(number)
        title, points, group = table.text("title"), table.points(), table.optional_text("group")
        if group not in (None, REQUIRED, ELECTIVE):
            raise table.broken("group", f"只能是“{REQUIRED}”或“{ELECTIVE}”")
        choose = table.optional_number("choose")
        sub_items = tuple(self._sub_item(one) for one in table.tables("sub_items"))
        if not sub_items:
            raise table.broken("sub_items", "该大项没有小项")
        if choose is not None and choose > len(sub_items):
            raise table.broken("choose", f"任选 {choose} 项，但只列了 {len(sub_items)} 个小项")
        doubts = _doubts(table)
        table.done()
        return Item(number, title, points, sub_items, group, choose, doubts)

    def _sub_item(self, table: TomlTable) -> SubItem:
        found = SubItem(
            number=self._line_number(table, "小项"),
            text=table.text("text"),
            departments=table.texts("departments"),
            departments_as_printed=table.text("departments_as_printed"),
            lead=table.optional_text("lead"),
            deadline=table.optional_text("deadline"),
            points=table.optional_points(),
            reasonable_omission=table.flag("reasonable_omission"),
            doubts=_doubts(table),
        )
        if not found.responsible:
            raise table.broken("departments", "没有责任部门")
        table.done()
        return found

    def _veto(self, table: TomlTable) -> Veto:
        found = Veto(self._line_number(table, "否决项"), table.text("text"))
        table.done()
        return found

    def _reserved(self, table: TomlTable) -> Reserved:
        found = Reserved(self._line_number(table, "保留号"), table.text("why"))
        table.done()
        return found

    def _line_number(self, table: TomlTable, kind: str) -> int:
        """Sub-items, vetoes and reserved numbers share one row of numbers."""
        number = table.number()
        if number in self._lines:
            raise table.broken("number", f"编号 {number} 已用于{self._lines[number]}，不能再用于{kind}")
        self._lines[number] = kind
        return number


def _elective_rule(table: TomlTable, items: Sequence[Item]) -> ElectiveRule | None:
    """So many of the elective items count that their points make up the dimension's elective points."""
    electives = [item for item in items if item.group == ELECTIVE]
    points = table.optional_points("elective_points")
    if points is None and not electives:
        return None
    if points is None:
        raise table.broken("elective_points", f"有{ELECTIVE}，却没有写明其合计分值")
    each = {item.points for item in electives}
    if len(each) != 1:
        raise table.broken("elective_points", f"各{ELECTIVE}的分值不一致，或没有{ELECTIVE}，无法推算任选几项")
    choose, rest = divmod(points, each.pop())
    if rest or not Decimal(1) <= choose <= len(electives):
        raise table.broken("elective_points", f"{points} 分不能由整数个{ELECTIVE}组成，或超出所列{ELECTIVE}的总分")
    return ElectiveRule(tuple(item.number for item in electives), int(choose), points)


def _application_month(head: TomlTable, acceptance: tuple[int, int]) -> tuple[int, int]:
    month = head.month("application_month")
    if month > acceptance:
        raise head.broken("application_month", "申请月份晚于验收月份")
    return month


def _doubts(table: TomlTable) -> tuple[Doubt, ...]:
    found = []
    for one in table.tables("doubts"):
        found.append(Doubt(one.text("field"), one.text("why"), one.optional_text("likely")))
        one.done()
    return tuple(found)


def _contradiction(table: TomlTable) -> str:
    text = table.text("text")
    table.done()
    return text


def _phase(table: TomlTable) -> Phase:
    until = table.month("until") if table.has("until") else None
    found = Phase(table.text("title"), table.text("as_printed"), table.month("from"), until)
    if until is not None and until < found.begins:
        raise table.broken("until", "结束月份早于开始月份")
    table.done()
    return found


def _departments(root: TomlTable) -> tuple[Department, ...]:
    found: list[Department] = []
    taken: set[str] = set()
    for table in root.tables("departments"):
        one = Department(table.text("name"), table.texts("aliases"))
        for field, name in (("name", one.name), *(("aliases", alias) for alias in one.aliases)):
            if name in taken:
                raise table.broken(field, f"“{name}”已用作部门名称或别名")
            taken.add(name)
        table.done()
        found.append(one)
    return tuple(found)


def _check_printed(head: TomlTable, found: Catalogue) -> None:
    """`printed` counts what the source prints (vetoes among the sub-items): a file that lost lines does not pass."""
    counts = found.counts
    held = {"dimensions": counts.dimensions, "items": counts.items, "sub_items": counts.sub_items + counts.vetoes}
    for name, printed in head.numbers("printed"):
        if name not in held:
            raise head.broken(f"printed.{name}", "没有这个字段，请检查拼写")
        if held[name] != printed:
            raise head.broken(f"printed.{name}", f"写明 {printed} 个，文件中实有 {held[name]} 个")
