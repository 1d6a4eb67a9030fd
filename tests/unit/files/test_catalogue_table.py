"""A catalogue file written from a table: what was read comes back as read, what is lacking is said."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.task_table import CatalogueHead, DimensionRead, ItemRead, Line, TableRead, Unread
from foodsafe_desktop.domain.task_words import Duty, Heading
from foodsafe_desktop.files.catalogue_table import write_catalogue
from foodsafe_desktop.files.catalogue_toml import parse_catalogue

HEAD = CatalogueHead(
    "xx", '某县"任务"分工表', "某府发〔2025〕1号", "某县政府", dt.date(2024, 1, 1), (2025, 6), (2025, 12)
)
DUTY = Duty("县市监局", ("县教育局",), "县市监局牵头，县教育局配合")


def read(*lines: Line, points: str | None = "3", vetoes: tuple[Line, ...] = ()) -> TableRead:
    worth = Decimal(points) if points else None
    part = ItemRead(Heading("党政同责", 1, worth), list(lines), row=3)
    return TableRead([DimensionRead(Heading("基础工作"), [part])], list(vetoes))


def test_what_was_read_makes_a_catalogue() -> None:
    found = write_catalogue(
        read(
            Line(1, "落实责任制。", DUTY, "2025年5月", Decimal("1.50")),
            Line(2, "考核。", DUTY, omitted=True, doubts=[("departments", "沿用上一行")]),
            vetoes=(Line(3, "发生事故。"),),
        ),
        HEAD,
    )
    assert found.catalogue is not None
    assert found.catalogue == parse_catalogue(found.text, "again")
    assert (found.catalogue.title, found.catalogue.years) == ('某县"任务"分工表', (2024, 2025))
    first, second = found.catalogue.sub_items
    assert (first.lead, first.departments, first.points) == ("县市监局", ("县教育局",), Decimal("1.5"))
    assert (second.reasonable_omission, second.deadline, second.doubts[0].why) == (True, None, "沿用上一行")
    assert [veto.number for veto in found.catalogue.vetoes] == [3]
    assert found.remarks == ("（2）：沿用上一行。",)


def test_points_that_only_the_lines_print_are_added_up_with_a_doubt() -> None:
    lines = (Line(1, "一。", DUTY, points=Decimal(1)), Line(2, "二。", DUTY, points=Decimal("0.5")))
    found = write_catalogue(read(*lines, points=None), HEAD)
    assert found.catalogue is not None
    [part] = found.catalogue.items
    assert (part.points, [doubt.field for doubt in part.doubts]) == (Decimal("1.5"), ["points"])


def test_what_is_lacking_is_said_and_never_filled_in() -> None:
    lacking = read(Line(1, "一。", DUTY), Line(4, "四。", None, row=9), points=None)
    lacking.unread.append(Unread(7, "没有读到带编号的小项"))
    found = write_catalogue(lacking, HEAD)
    assert found.catalogue is None
    assert found.remarks[0] == "第7行：没有读到带编号的小项。"
    assert "（2）、（3）" in found.remarks[1]
    assert found.remarks[-2:] == (
        "第3行：大项“1.党政同责”没有分值，请在标题后补写，如“（3分）”，或填写其各小项的分值。",
        "第9行：小项（4）没有责任部门，请填写责任部门一栏。",
    )


def test_what_the_rules_refuse_is_said_by_the_row_of_the_table() -> None:
    one, other = read(Line(1, "一。", DUTY, row=4)), read(Line(2, "二。", DUTY, row=6))
    found = write_catalogue(TableRead([*one.dimensions, *other.dimensions]), HEAD)
    assert found.remarks == ("第3行：“编号”大项编号 1 重复，请改正后重新导入。",)
    nothing = write_catalogue(TableRead(), HEAD)
    assert nothing.remarks == ("表中没有读到方面，请在表中补上“一、……”形式的标题行后重新导入。",)
    untitled = write_catalogue(one, replace(HEAD, title=" "))
    assert untitled.remarks == ("“标题”内容为空，请改正后重新导入。",)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_text_survives(text: str) -> None:
    found = write_catalogue(read(Line(1, text, DUTY)), HEAD)
    if text.strip():
        assert found.catalogue is not None
        assert found.catalogue.sub_items[0].text == text
    else:
        assert found.catalogue is None
