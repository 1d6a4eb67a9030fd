"""Reading a 任务分工表 from its cells: what is read, what is doubted, what is said to be unread."""

from decimal import Decimal

import pytest

from foodsafe_desktop.domain.task_table import Column, Table, guess_columns, read_table
from foodsafe_desktop.domain.task_words import Duty, Heading, dimension, duty, item, numbered

HEADER = ("项目", "工作目标任务", "责任部门", "完成时限")
COLUMNS = {Column.ITEM: 0, Column.SUB_ITEM: 1, Column.DEPARTMENTS: 2, Column.DEADLINE: 3}


def table(*rows: tuple[str, ...]) -> Table:
    return Table("第1个表格", rows)


def test_the_header_may_stand_below_a_title_and_be_spaced_out() -> None:
    found = guess_columns(table(("任务分工表",) * 4, ("项 目", "工作\n目标任务", "责任部门", "完成时限"), ("1.甲",)))
    assert found == (1, COLUMNS)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("方面", "大项", "小项", "责任单位", "时限", "分值"), "DIMENSION ITEM SUB_ITEM DEPARTMENTS DEADLINE POINTS"),
        (("序号", "评价内容", "牵头部门"), "NUMBER SUB_ITEM DEPARTMENTS"),
    ],
)
def test_headers_of_other_counties(header: tuple[str, ...], expected: str) -> None:
    found = guess_columns(table(header))
    assert found is not None
    assert [column.name for column, _ in sorted(found[1].items(), key=lambda pair: pair[1])] == expected.split()


def test_a_table_without_tasks_and_departments_has_no_header() -> None:
    assert guess_columns(table(("姓名", "职务"), ("甲", "乙"))) is None
    sentence = "落实各项任务要求，由责任部门按照内容分别负责落实到位"
    assert guess_columns(table((sentence, sentence))) is None


def test_headings_say_number_points_group_and_choice() -> None:
    assert dimension("五、示范引领（50分，必选项30分、自选项20分）") == Heading(
        "示范引领", points=Decimal(50), required=Decimal(30), elective=Decimal(20)
    )
    assert dimension("一、基础工作") == Heading("基础工作")
    assert item("36.其他创新举措（自选项，任选2项，共5分）") == Heading(
        "其他创新举措", 36, Decimal(5), group="自选项", choose=2
    )
    assert item("12．投入\n保障 (2.5 分)") == Heading("投入保障", 12, Decimal("2.5"))
    assert item("工作机制") is dimension("(8) 落实……") is None


def test_numbers_inside_a_sentence_begin_nothing() -> None:
    text = "(38) 畅通渠道，12315 (12345) 热线按 (2) 类处理。\n(39) 经费列入预算。（10分）"
    assert numbered(text) == [
        (38, "畅通渠道，12315 （12345） 热线按 （2） 类处理。", None),
        (39, "经费列入预算。", Decimal(10)),
    ]
    assert numbered("落实责任 (3)") == []


@pytest.mark.parametrize(
    ("text", "lead", "others"),
    [
        ("区水务局牵头，区公安分局、区市场监管局按职责分工负责", "区水务局", ("区公安分局", "区市场监管局")),
        ("区食药安委办公室牵头,各成员单位配合", "区食药安委办公室", ("各成员单位",)),
        ("区教育局、\n区市场监管局、区教育局", None, ("区教育局", "区市场监管局")),
    ],
)
def test_who_leads_and_who_takes_part(text: str, lead: str | None, others: tuple[str, ...]) -> None:
    found = duty(text)
    assert (found.lead, found.departments) == (lead, others)


def test_rows_become_lines_under_their_headings() -> None:
    read = read_table(
        table(
            HEADER,
            ("一、基础工作",) * 4,
            ("1.党政同责（3分）", "(1) 落实责任制。", "区委办、区政府办", "常态化推进"),
            ("1.党政同责（3分）", "(2) 评议考核。(1.5分)", "区委组织部", "合理缺项"),
            HEADER,
            ("2.工作机制（2分）", "(3) 调整组成单位。", "区教育局", "2023年5月"),
            ("六、否决项",) * 4,
            ("（4）发生事故。",) * 4,
        ),
        COLUMNS,
        0,
    )
    [first] = read.dimensions
    assert [(one.heading.number, [line.number for line in one.lines]) for one in first.items] == [(1, [1, 2]), (2, [3])]
    assert [(line.deadline, line.omitted, line.points) for line in read.lines] == [
        ("常态化推进", False, None),
        ("", True, Decimal("1.5")),
        ("2023年5月", False, None),
    ]
    assert [(line.number, line.text) for line in read.vetoes] == [(4, "发生事故。")]
    assert read.unread == []


def test_several_lines_in_one_cell_share_their_departments_with_a_doubt_or_take_each_its_own() -> None:
    read = read_table(
        table(
            ("一、基础工作",),
            ("1.甲（1分）", "(1) 一。\n(2) 二。", "区教育局", ""),
            ("", "(3) 三。\n(4) 四。", "区财政局\n区水务局", ""),
        ),
        COLUMNS,
    )
    assert [line.duty.departments for line in read.lines if line.duty] == [
        ("区教育局",),
        ("区教育局",),
        ("区财政局",),
        ("区水务局",),
    ]
    assert [bool(line.doubts) for line in read.lines] == [True, True, False, False]


def test_a_blank_department_is_carried_down_with_a_doubt() -> None:
    read = read_table(
        table(("一、基础工作",), ("1.甲（1分）", "(1) 一。", "区教育局", ""), ("", "(2) 二。", "", "")), COLUMNS
    )
    assert read.lines[1].duty == Duty(None, ("区教育局",), "区教育局")
    assert read.lines[1].doubts == [("departments", "导入的表格此处为空，沿用上一行")]


def test_every_row_that_gave_nothing_is_named_with_its_reason() -> None:
    read = read_table(
        table(
            ("1.甲", "(1) 还没有方面。", "局", ""),
            ("一、基础工作",),
            ("", "(2) 还没有大项。", "局", ""),
            ("1.甲", "没有编号的任务", "局", ""),
            ("1.甲", "(3) 三。", "局", ""),
            ("1.甲", "(3) 另一个三。", "局", ""),
            ("1.甲", "(3) 三。", "局", ""),
        ),
        COLUMNS,
    )
    assert [one.row for one in read.unread] == [1, 3, 4, 6]
    assert all(word in one.why for one, word in zip(read.unread, ("方面", "大项", "编号", "内容不同"), strict=True))
    assert [line.text for line in read.lines] == ["三。"]


def test_a_column_that_is_none_of_the_asked_ones_is_said_to_be_unread() -> None:
    """牵头部门 and 配合部门 in columns of their own, below one head for both: the second is not lost in silence."""
    rows = table(
        ("某县任务分工表",) * 5,
        ("项目", "工作目标任务", "责任部门", "责任部门", "备注"),
        ("项目", "工作目标任务", "牵头部门", "配合部门", "备注"),
        ("一、基础工作",) * 5,
        ("1.甲（1分）", "(1) 一。", "县市监局", "县教育局", ""),
    )
    found = guess_columns(rows)
    assert found is not None
    read = read_table(rows, found[1], found[0])
    assert [one.sentence for one in read.unread] == ["第4列“责任部门”没有指定为哪一栏，其内容未读入。"]
    assert [line.duty.departments for line in read.lines if line.duty] == [("县市监局",)]
    headless = read_table(table(("一、基础工作", ""), ("1.甲", "县教育局")), {Column.ITEM: 0})
    assert [one.sentence for one in headless.unread if not one.row] == ["第2列没有指定为哪一栏，其内容未读入。"]


@pytest.mark.parametrize("number", ["７", "（７）", "第７小项", "007"])
def test_numbers_may_be_full_width_or_filled_up(number: str) -> None:
    columns = {Column.ITEM: 0, Column.NUMBER: 1, Column.SUB_ITEM: 2, Column.DEPARTMENTS: 3, Column.POINTS: 4}
    rows = table(("一、基础工作（３分）",), ("１．党政同责（３分）", number, "落实责任制。", "县委办", "１．５分"))
    read = read_table(rows, columns)
    [line] = read.lines
    assert (line.number, line.text, line.points, read.unread) == (7, "落实责任制。", Decimal("1.5"), [])
    assert read.dimensions[0].items[0].heading == Heading("党政同责", 1, Decimal(3))


@pytest.mark.parametrize("number", ["5-1", "0001～0005", "１—３", "七", ""])
def test_what_is_no_number_of_one_sub_item_is_said_and_not_guessed(number: str) -> None:
    columns = {Column.ITEM: 0, Column.NUMBER: 1, Column.SUB_ITEM: 2, Column.DEPARTMENTS: 3}
    read = read_table(table(("一、基础工作",), ("1.甲", number, "落实责任制。", "县委办")), columns)
    assert read.lines == []
    [one] = read.unread
    assert one.sentence.startswith("第2行：没有读到带编号的小项")
    assert "落实责任制。" in one.why


def test_a_column_of_its_own_for_numbers_points_and_dimensions() -> None:
    columns = {
        Column.DIMENSION: 0,
        Column.ITEM: 1,
        Column.NUMBER: 2,
        Column.SUB_ITEM: 3,
        Column.DEPARTMENTS: 4,
        Column.POINTS: 5,
    }
    read = read_table(
        table(
            ("基础工作", "1.甲", "1", "落实责任制。", "局", "1.5"), ("基础工作", "1.甲", "(2)", "考核。", "局", "2分")
        ),
        columns,
    )
    assert [one.heading.title for one in read.dimensions] == ["基础工作"]
    assert [(line.number, line.points) for line in read.lines] == [(1, Decimal("1.5")), (2, Decimal(2))]


@pytest.mark.parametrize(
    "cell", ["④ 建立机制。\n⑤ 开展督查。", "4、建立机制。\n5、开展督查。", "4. 建立机制。\n5．开展督查。"]
)
def test_sub_items_are_numbered_in_more_ways_than_one(cell: str) -> None:
    assert numbered(cell) == [(4, "建立机制。", None), (5, "开展督查。", None)]


def test_an_enumeration_inside_a_sub_item_begins_nothing() -> None:
    assert numbered("（3）建立机制：\n① 督查；② 考核；④ 通报。\n4、另行规定。") == [
        (3, "建立机制：①督查；②考核；④通报。4、另行规定。", None)
    ]
    assert numbered("2.5 万元以上") == []


@pytest.mark.parametrize(
    ("text", "points", "choose", "title"),
    [
        ("3.食品检测(3分) 任选1", "3", 1, "食品检测"),
        ("3.食品检测（自选项，共3分），任选2项", "3", 2, "食品检测"),
        ("3.食品检测 3分", "3", None, "食品检测"),
        ("3.食品（含5分钟快检）检测", None, None, "食品（含5分钟快检）检测"),
        ("3.食品检测（3分）能力", "3", None, "食品检测能力"),
    ],
)
def test_points_are_read_before_other_words(text: str, points: str | None, choose: int | None, title: str) -> None:
    found = item(text)
    assert found is not None
    assert (found.title, found.points, found.choose) == (title, Decimal(points) if points else None, choose)


def test_a_heading_stands_even_where_its_own_sub_item_cannot_be_read() -> None:
    found = read_table(
        table(
            ("一、基础工作（10分）",) * 4,
            ("1.党政同责（4分）", "（1）甲", "区委办", "2024"),
            ("2.工作机制（6分）", "未编号", "区办", "2024"),
            ("", "（5）丙", "区办", "2024"),
            ("3.投入保障（1分）",) * 4,
            ("", "（6）丁", "区办", "2024"),
            ("杂项", "（7）戊", "区办", "2024"),
        ),
        COLUMNS,
    )
    [only] = found.dimensions
    assert [(one.heading.number, one.row, [line.number for line in one.lines]) for one in only.items] == [
        (1, 2, [1]),
        (2, 3, [5]),
        (3, 5, [6, 7]),
    ]
    assert [(one.row, one.why[:8]) for one in found.unread] == [(3, "没有读到带编号的"), (7, "大项一栏“杂项”")]
