"""A 任务分工表 as a table of cells, and what can be read from it once each column is known.

Nothing is invented: what a cell does not say is left out or carries a doubt, and every row that could not be read is
reported with its reason.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Catalogue, Month
from foodsafe_desktop.domain.task_words import Duty, Heading, chinese_marks, dimension, duty, item, numbered, plain


class Column(StrEnum):
    """What a column of the table may hold."""

    DIMENSION = "dimension"
    ITEM = "item"
    NUMBER = "number"
    SUB_ITEM = "sub_item"
    DEPARTMENTS = "departments"
    DEADLINE = "deadline"
    POINTS = "points"

    @property
    def label(self) -> str:
        """The column in Chinese, as a person maps it."""
        return {
            Column.DIMENSION: "方面",
            Column.ITEM: "大项",
            Column.NUMBER: "小项编号",
            Column.SUB_ITEM: "小项内容",
            Column.DEPARTMENTS: "责任部门",
            Column.DEADLINE: "完成时限",
            Column.POINTS: "分值",
        }[self]


_HEADERS: tuple[tuple[Column, tuple[str, ...]], ...] = (
    (Column.DEPARTMENTS, ("责任部门", "责任单位", "责任", "牵头", "部门")),
    (Column.DEADLINE, ("完成时限", "完成时间", "时限", "期限")),
    (Column.SUB_ITEM, ("工作目标任务", "目标任务", "评价要点", "评价内容", "小项", "任务", "内容", "要求")),
    (Column.DIMENSION, ("方面", "一级指标", "类别")),
    (Column.ITEM, ("大项", "项目", "二级指标", "评价项目")),
    (Column.POINTS, ("分值", "分数", "得分", "分")),
    (Column.NUMBER, ("编号", "序号", "号")),
)
NEEDED = (Column.SUB_ITEM, Column.DEPARTMENTS)
"""Without these columns a table is no 任务分工表."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a document or sheet of a workbook; the text of a merged cell stands in every cell it covers."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A row (counted from 1; 0: a whole column) that gave nothing, and why."""

    row: int
    why: str

    @property
    def sentence(self) -> str:
        """In Chinese, for the list of what a person should look at."""
        return f"第{self.row}行：{self.why}。" if self.row else f"{self.why}。"


@dataclass(slots=True)
class Line:
    """A sub-item or veto as read. `doubts` are (field, why): what a person should check against the original."""

    number: int
    text: str
    duty: Duty | None = None
    deadline: str = ""
    points: Decimal | None = None
    omitted: bool = False
    doubts: list[tuple[str, str]] = field(default_factory=list)
    row: int = 0
    """The table's row (from 1) where it was read."""


@dataclass(slots=True)
class ItemRead:
    """A 大项 as read."""

    heading: Heading
    lines: list[Line] = field(default_factory=list)
    row: int = 0


@dataclass(slots=True)
class DimensionRead:
    """A 方面 as read."""

    heading: Heading
    items: list[ItemRead] = field(default_factory=list)
    row: int = 0


@dataclass(slots=True)
class TableRead:
    """All that was read, and what was not."""

    dimensions: list[DimensionRead] = field(default_factory=list)
    vetoes: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """All sub-items, in the order of the table."""
        return [line for one in self.dimensions for part in one.items for line in part.lines]


@dataclass(frozen=True, slots=True)
class CatalogueHead:
    """What the table itself does not say, and a person fills in from the document it is an annex of."""

    id: str
    title: str
    document_number: str
    issued_by: str
    evidence_from: dt.date
    application_month: Month
    acceptance_month: Month


@dataclass(frozen=True)
class CatalogueDraft:
    """The file's text, the catalogue it makes (None while something is lacking), and sentences on what to look at."""

    text: str
    catalogue: Catalogue | None
    remarks: tuple[str, ...]


def guess_columns(table: Table) -> tuple[int, Mapping[Column, int]] | None:
    """The header row's place and what its columns hold, by their words; None where no row looks like a header.

    A guess to be looked at: a person may map the columns otherwise.
    """
    for place, row in enumerate(table.rows[:20]):
        found = _columns(row)
        if all(column in found for column in NEEDED):
            return place, found
    return None


def _is_header(row: Sequence[str], columns: Mapping[Column, int]) -> bool:
    """Whether a row repeats the header: its words in their own columns, for a task may be called 落实责任制 too."""
    found = _columns(row)
    return all(column in found and found[column] == columns.get(column) for column in NEEDED)


def _columns(row: Sequence[str]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for place, cell in enumerate(row):
        text = plain(cell).replace("\n", "").replace(" ", "")
        # A header is a word or two; a cell that holds a sentence is none.
        if not 0 < len(text) <= 12:
            continue
        for column, words in _HEADERS:
            if column not in found and any(word == text or (len(word) > 1 and word in text) for word in words):
                found[column] = place
                break
    return found


def read_table(table: Table, columns: Mapping[Column, int], header: int = -1) -> TableRead:
    """Everything that the table says below row `header` (from 0; -1: it has none), with these columns.

    A column with something in it that none of these is, is said to be unread.
    """
    reading = _Reading(columns)
    reading.found.unread.extend(_columns_left(table, columns, header))
    for place, row in enumerate(table.rows):
        if place > header:
            reading.row(place + 1, row)
    return reading.found


def _columns_left(table: Table, columns: Mapping[Column, int], header: int) -> Iterator[Unread]:
    names = table.rows[header] if header >= 0 else ()
    held = sorted(columns.values())
    filled = [row for row in table.rows[header + 1 :] if not _is_header(row, columns)]
    for place in range(max((len(row) for row in table.rows), default=0)):
        if place in held:
            continue
        below = (row for row in filled if place < len(row) and row[place].strip())
        # What a cell shares with its row is a heading across the table, which is read by its words.
        if any(row[place] not in [row[at] for at in held if at < len(row)] for row in below):
            name = chinese_marks(names[place]) if place < len(names) else ""
            called = f"“{name[:20]}”" if name else ""
            yield Unread(0, f"第{place + 1}列{called}没有指定为哪一栏，其内容未读入")


class _Reading:
    """One pass through the rows; remembers the headings that reach down to rows whose own cell is blank."""

    def __init__(self, columns: Mapping[Column, int]) -> None:
        self._columns = columns
        self.found = TableRead()
        self._in_vetoes = False
        self._last_duty: Duty | None = None
        self._taken: dict[int, Line] = {}
        self._unnumbered = ""

    def row(self, number: int, cells: Sequence[str]) -> None:
        texts = {plain(cell) for cell in cells if cell.strip()}
        if not texts or _is_header(cells, self._columns):
            return
        if len(texts) == 1 and (heading := dimension(next(iter(texts)))):
            self._open_dimension(number, heading)
            return
        # A heading across the table may carry points or a note in a cell of its own.
        first = next((cell for cell in cells if cell.strip()), "")
        if (heading := dimension(first)) and not numbered(self._cell(cells, Column.SUB_ITEM)):
            self._open_dimension(number, heading)
            return
        self._line(number, cells)

    def _open_dimension(self, row: int, heading: Heading) -> None:
        self._in_vetoes = "否决" in heading.title
        known = any(one.heading.title == heading.title for one in self.found.dimensions)
        if not self._in_vetoes and not known:
            self.found.dimensions.append(DimensionRead(heading, row=row))

    def _line(self, row: int, cells: Sequence[str]) -> None:
        named = self._cell(cells, Column.DIMENSION)
        if named and (heading := dimension(named) or Heading(plain(named))):
            self._open_dimension(row, heading)
        # The heading first: where its own sub-item cannot be read, the rows below are still its own.
        home = None if self._in_vetoes else self._open_item(row, cells)
        lines = self._lines(row, cells)
        if not lines and home is not None and self._is_heading_only(cells):
            return
        if not lines:
            said = "；".join(dict.fromkeys(chinese_marks(cell) for cell in cells if cell.strip()))
            self.found.unread.append(Unread(row, f"没有读到带编号的小项：{said[:40]}"))
            return
        if self._in_vetoes:
            self._keep(row, lines, self.found.vetoes)
            return
        if home is None:
            why = "大项一栏没有“1.名称”形式的标题，不知属于哪一大项"
            if not self.found.dimensions:
                why = "其上没有“一、……”形式的方面标题，不知属于哪一方面"
            self.found.unread.append(Unread(row, why))
            return
        self._tell_unnumbered(row, self._cell(cells, Column.ITEM), home.heading)
        self._fill(cells, lines)
        self._keep(row, lines, home.lines)

    def _tell_unnumbered(self, row: int, named: str, home: Heading) -> None:
        if named and item(named) is None and named != self._unnumbered:
            self._unnumbered = named
            why = f"大项一栏“{chinese_marks(named)[:20]}”没有编号，其小项暂归入“{home.number}.{home.title}”"
            self.found.unread.append(Unread(row, why))

    def _is_heading_only(self, cells: Sequence[str]) -> bool:
        """Whether the row holds its 大项 and nothing of a sub-item."""
        named = self._cell(cells, Column.ITEM)
        return item(named) is not None and self._cell(cells, Column.SUB_ITEM) in ("", named)

    def _lines(self, row: int, cells: Sequence[str]) -> list[Line]:
        if not self._in_vetoes and self._cell(cells, Column.SUB_ITEM) == self._cell(cells, Column.ITEM):
            return []
        text = self._cell(cells, Column.SUB_ITEM) or (
            next((cell for cell in cells if numbered(cell)), "") if self._in_vetoes else ""
        )
        number = plain(self._cell(cells, Column.NUMBER)).strip("()第号小项 ")
        if number.isdecimal() and not numbered(text):
            text = f"({number}) {text}"
        return [Line(at, words, points=points, row=row) for at, words, points in numbered(text) if words]

    def _open_item(self, row: int, cells: Sequence[str]) -> ItemRead | None:
        """The 大项 that a row belongs to: the one it names, else the one above; None where there is none."""
        if not self.found.dimensions:
            return None
        items = self.found.dimensions[-1].items
        named = self._cell(cells, Column.ITEM)
        heading = item(named)
        if heading is None:
            return items[-1] if items else None
        known = next((one for one in items if one.heading.number == heading.number), None)
        if known is None:
            items.append(known := ItemRead(heading, row=row))
        return known

    def _fill(self, cells: Sequence[str], lines: Sequence[Line]) -> None:
        named = self._cell(cells, Column.DEPARTMENTS)
        rows = [part for part in named.split("\n") if part.strip()]
        deadline = chinese_marks(plain(self._cell(cells, Column.DEADLINE)))
        worth = plain(self._cell(cells, Column.POINTS)).removesuffix("分")
        for place, line in enumerate(lines):
            own = rows[place] if len(lines) > 1 and len(rows) == len(lines) else named
            line.duty = duty(own) if own.strip() else self._last_duty
            if not own.strip():
                line.doubts.append(("departments", "导入的表格此处为空，沿用上一行"))
            elif len(lines) > 1 and own is named:
                line.doubts.append(("departments", f"导入的表格中 {len(lines)} 个小项同在一格，责任部门未分列"))
            line.omitted = "合理缺项" in deadline
            line.deadline = "" if line.omitted else deadline
            if line.points is None and len(lines) == 1 and worth:
                if worth.replace(".", "", 1).isdecimal():
                    line.points = Decimal(worth)
                else:
                    line.doubts.append(("points", f"导入的表格分值一栏“{worth[:10]}”不是数字，未读入"))
            self._last_duty = line.duty

    def _keep(self, row: int, lines: Sequence[Line], into: list[Line]) -> None:
        for line in lines:
            former = self._taken.get(line.number)
            if former is None:
                self._taken[line.number] = line
                into.append(line)
            elif former.text != line.text:
                self.found.unread.append(
                    Unread(row, f"编号（{line.number}）前面已有，内容不同，未采用：{line.text[:20]}")
                )

    def _cell(self, cells: Sequence[str], column: Column) -> str:
        place = self._columns.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""
