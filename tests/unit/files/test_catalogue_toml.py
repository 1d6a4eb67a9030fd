import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Catalogue, Counts, Department, ElectiveRule
from foodsafe_desktop.domain.errors import CatalogueBroken
from foodsafe_desktop.files.catalogue_toml import parse_catalogue

ANOTHER_COUNTY = """\
[catalogue]
id = "xx-2025"
title = "某县评价细则"
document_number = "某府发〔2025〕1号"
issued_by = "某县人民政府"
evidence_from = 2024-07-01
application_month = "2025-06"
acceptance_month = "2025-12"
declared = { dimensions = 2, items = 5 }
printed = { dimensions = 2, items = 4, sub_items = 6 }

[[dimensions]]
number = 1
title = "组织"
points = 2.5

[[dimensions.items]]
number = 1
title = "机构"
points = 2.5

[[dimensions.items.sub_items]]
number = 1
text = "机构健全。"
departments = ["县政府办", "县市监局"]
departments_as_printed = "县政府办、县市监局"
lead = "县市监局"
points = 1.25
[[dimensions.items.sub_items.doubts]]
field = "text"
why = "印章遮盖"
likely = "机构健全，人员到位。"

[[dimensions.items.sub_items]]
number = 2
text = "人员到位。"
departments = ["县人社局"]
departments_as_printed = "县人社局"
reasonable_omission = true

[[dimensions]]
number = 2
title = "示范"
elective_points = 5

[[dimensions.items]]
number = 2
title = "甲"
points = 2.5
group = "自选项"
choose = 1
[[dimensions.items.sub_items]]
number = 3
text = "甲一。"
departments = ["县农业农村局"]
departments_as_printed = "县农业农村局"

[[dimensions.items]]
number = 3
title = "乙"
points = 2.5
group = "自选项"
[[dimensions.items.sub_items]]
number = 4
text = "乙一。"
departments = ["县农业和农村局"]
departments_as_printed = "县农业和农村局"

[[dimensions.items]]
number = 4
title = "丙"
points = 2.5
group = "自选项"
[[dimensions.items.sub_items]]
number = 5
text = "丙一。"
departments = ["县农业农村局"]
departments_as_printed = "县农业农村局"

[[vetoes]]
number = 6
text = "发生事故。"

[[reserved]]
number = 7
why = "原文缺页"

[[contradictions]]
text = "正文称5大项，附件列4大项"

[[phases]]
title = "动员部署"
as_printed = "2024年7月启动，9月底完成。"
from = "2024-07"
until = "2024-09"

[[phases]]
title = "迎接验收"
as_printed = "常态化推进。"
from = "2024-10"

[[departments]]
name = "县农业农村局"
aliases = ["县农业和农村局"]
"""


def test_shipped_catalogue_has_what_the_annex_prints(catalogue: Catalogue) -> None:
    assert catalogue.counts == Counts(dimensions=5, items=36, sub_items=107, vetoes=4, reserved=1, doubts=76)
    assert [sub.number for sub in catalogue.sub_items] == list(range(1, 108))
    assert [veto.number for veto in catalogue.vetoes] == [108, 109, 110, 111]
    assert sum(sub.reasonable_omission for sub in catalogue.sub_items) == 20
    assert len(catalogue.contradictions) == 6
    assert catalogue.years == (2022, 2023, 2024)
    assert catalogue.declared == (("dimensions", 5), ("items", 36), ("sub_items", 112))


def test_shipped_number_112_is_reserved_and_has_no_text(catalogue: Catalogue) -> None:
    assert [one.number for one in catalogue.reserved] == [112]
    assert not catalogue.takes_evidence(112)
    assert catalogue.sub_item(112) is None
    assert catalogue.veto(112) is None


def test_shipped_electives_choose_four_of_eight_and_two_inside_29_and_36(catalogue: Catalogue) -> None:
    assert [dimension.elective for dimension in catalogue.dimensions] == [
        None,
        None,
        None,
        None,
        ElectiveRule(tuple(range(29, 37)), 4, Decimal(20)),
    ]
    assert {item.number: item.choose for item in catalogue.items if item.choose} == {29: 2, 36: 2}


def test_shipped_aliases_merge_spellings_and_leave_doubtful_names_alone(catalogue: Catalogue) -> None:
    assert catalogue.normalised("区工信与科技局") == "区工信和科技局"
    assert catalogue.normalised("区工管局") == "区工管局"
    printed = {name for sub in catalogue.sub_items for name in sub.responsible}
    assert printed >= {"区工信与科技局", "区工信和科技局", "区工管局", "区工务局"}, "the annex's own names stay"


def test_another_countys_file_works_the_same() -> None:
    found = parse_catalogue(ANOTHER_COUNTY, "某县.toml")
    assert found.counts == Counts(dimensions=2, items=4, sub_items=5, vetoes=1, reserved=1, doubts=1)
    assert found.dimensions[1].elective == ElectiveRule((2, 3, 4), 2, Decimal(5))
    assert found.evidence_from == dt.date(2024, 7, 1)
    assert (found.application_month, found.acceptance_month) == ((2025, 6), (2025, 12))
    assert found.departments == (Department("县农业农村局", ("县农业和农村局",)),)
    first = found.sub_items[0]
    assert (first.points, first.responsible) == (Decimal("1.25"), ("县市监局", "县政府办"))
    assert first.doubts[0].likely == "机构健全，人员到位。"
    assert found.sub_items[1].reasonable_omission


def test_the_plans_phases_are_read_with_their_own_words() -> None:
    found = parse_catalogue(ANOTHER_COUNTY, "某县.toml").phases
    assert [(one.title, one.begins, one.until) for one in found] == [
        ("动员部署", (2024, 7), (2024, 9)),
        ("迎接验收", (2024, 10), None),
    ]
    assert found[0].as_printed == "2024年7月启动，9月底完成。"


def test_shipped_phases_are_the_plans_twelve(catalogue: Catalogue) -> None:
    assert len(catalogue.phases) == 12
    last = catalogue.phases[-1]
    assert (last.begins, last.until) == (catalogue.application_month, catalogue.acceptance_month)


def test_byte_order_mark_and_windows_line_ends_are_no_mistake() -> None:
    same = parse_catalogue("\ufeff" + ANOTHER_COUNTY.replace("\n", "\r\n"), "某县.toml")
    assert same == parse_catalogue(ANOTHER_COUNTY, "某县.toml")


LAST_ITEM = "[[dimensions.items]]\nnumber = 9"
MISTAKES = [
    # what is written, what is written instead, the field said, a text of the line said
    ('id = "xx-2025"\n', "", "id", "[catalogue]"),
    ('id = "xx-2025"', 'id = "  "', "id", 'id = "  "'),
    ('id = "xx-2025"', "id = 5", "id", "id = 5"),
    ('issued_by = "某县人民政府"', 'isued_by = "某县人民政府"', "issued_by", "[catalogue]"),
    ("evidence_from = 2024-07-01", 'evidence_from = "2024-07-01"', "evidence_from", "evidence_from"),
    ("evidence_from = 2024-07-01", "evidence_from = 2024-07-01T08:00:00", "evidence_from", "evidence_from"),
    ("evidence_from = 2024-07-01", "evidence_from = 2026-01-01", "evidence_from", "evidence_from"),
    ('"2025-06"', '"2025-13"', "application_month", "2025-13"),
    ('"2025-06"', '"2026-01"', "application_month", "2026-01"),
    ('"2025-12"', '"2025年12月"', "acceptance_month", "2025年12月"),
    ("declared = { dimensions = 2", "declared = { dimensions = -2", "declared.dimensions", "declared"),
    ("declared = { dimensions = 2", "declared = { dimensions = true", "declared.dimensions", "declared"),
    ("sub_items = 6 }", "sub_items = 7 }", "printed.sub_items", "printed"),
    ("sub_items = 6 }", "subitems = 6 }", "printed.subitems", "printed"),
    ('title = "组织"\npoints = 2.5', 'title = "组织"\npoints = -2.5', "points", "points = -2.5"),
    ('title = "组织"\npoints = 2.5', 'title = "组织"\npoints = nan', "points", "points = nan"),
    ('title = "组织"\npoints = 2.5', 'title = "组织"\npoints = "二点五"', "points", "二点五"),
    ('title = "组织"\npoints = 2.5', 'title = "组织"\npoints = true', "points", "points = true"),
    ("points = 1.25", "points = 1.255", "points", "points = 1.255"),
    ("points = 1.25", "points = 0", "points", "points = 0"),
    ('number = 2\ntitle = "示范"', 'number = 1\ntitle = "示范"', "number", 'number = 1\ntitle = "示范"'),
    ('number = 3\ntitle = "乙"', 'number = 2\ntitle = "乙"', "number", 'number = 2\ntitle = "乙"'),
    ('number = 2\ntext = "人员', 'number = 1\ntext = "人员', "number", 'number = 1\ntext = "人员'),
    ('number = 6\ntext = "发生', 'number = 5\ntext = "发生', "number", 'number = 5\ntext = "发生'),
    ("number = 7\nwhy", "number = 6\nwhy", "number", "number = 6\nwhy"),
    ("number = 7\nwhy", "number = 0\nwhy", "number", "number = 0\nwhy"),
    ("number = 7\nwhy", "number = 1000\nwhy", "number", "number = 1000\nwhy"),
    ("number = 7\nwhy", "number = 7.0\nwhy", "number", "number = 7.0\nwhy"),
    ('text = "甲一。"', 'text = ""', "text", 'text = ""'),
    ('text = "甲一。"', 'text = "甲一。"\ntxt = "甲"', "txt", 'txt = "甲"'),
    ("choose = 1", "choose = 2", "choose", "choose = 2"),
    ("choose = 1", "choose = 0", "choose", "choose = 0"),
    ('points = 2.5\ngroup = "自选项"\nchoose', 'points = 2.5\ngroup = "自选"\nchoose', "group", 'group = "自选"'),
    ("elective_points = 5", "elective_points = 4", "elective_points", "elective_points = 4"),
    ("elective_points = 5", "elective_points = 10", "elective_points", "elective_points = 10"),
    ("elective_points = 5\n", "", "elective_points", '[[dimensions]]\nnumber = 2\ntitle = "示范"'),
    ('title = "乙"\npoints = 2.5', 'title = "乙"\npoints = 2', "elective_points", "elective_points = 5"),
    ('title = "组织"\n', 'title = "组织"\nelective_points = 5\n', "elective_points", "elective_points = 5"),
    ('departments = ["县人社局"]', "departments = []", "departments", "departments = []"),
    ('departments = ["县人社局"]', 'departments = ["县人社局", "县人社局"]', "departments", '["县人社局", "县人社局"]'),
    ('departments = ["县人社局"]', 'departments = ["县人社局", " "]', "departments", '["县人社局", " "]'),
    ('departments = ["县人社局"]', 'departments = "县人社局"', "departments", 'departments = "县人社局"'),
    ("reasonable_omission = true", 'reasonable_omission = "是"', "reasonable_omission", 'reasonable_omission = "是"'),
    ('why = "印章遮盖"\n', "", "why", "[[dimensions.items.sub_items.doubts]]"),
    ('why = "印章遮盖"', 'why = "印章遮盖"\nwho = "某"', "who", 'who = "某"'),
    ('aliases = ["县农业和农村局"]', 'aliases = ["县农业农村局"]', "aliases", 'aliases = ["县农业农村局"]'),
    ("[[departments]]", '[[departments]]\nname = "县农业和农村局"\n[[departments]]', "aliases", "aliases ="),
    ("[[vetoes]]", "[[vetos]]", "vetos", "[[vetos]]"),
    ('until = "2024-09"', 'until = "2024-06"', "until", 'until = "2024-06"'),
    ('until = "2024-09"', 'until = "九月"', "until", 'until = "九月"'),
    ('from = "2024-10"', 'form = "2024-10"', "from", '[[phases]]\ntitle = "迎接'),
    ("[[contradictions]]\ntext", "[contradictions]\ntext", "contradictions", "[contradictions]"),
    ("[[dimensions]]", "[[dimensions]]\nnumber = 9\ntitle = '空'\n[[dimensions]]", "items", "[[dimensions]]"),
    ("[[vetoes]]", "[[dimensions.items]]\nnumber = 9\ntitle = '空'\npoints = 1\n[[vetoes]]", "sub_items", LAST_ITEM),
]


@pytest.mark.parametrize(("old", "new", "field", "line_of"), MISTAKES)
def test_mistakes_are_named_by_file_line_and_field(old: str, new: str, field: str, line_of: str) -> None:
    assert ANOTHER_COUNTY.count(old) >= 1
    text = ANOTHER_COUNTY.replace(old, new, 1)
    with pytest.raises(CatalogueBroken) as caught:
        parse_catalogue(text, "某县.toml")
    error = caught.value
    expected = 1 + text[: text.index(line_of)].count("\n")
    assert (error.file, error.line, error.field) == ("某县.toml", expected, field)
    assert error.sentence.startswith(f"评价细则文件“某县.toml”第{expected}行“{field}”有误：")
    assert error.sentence.endswith("。")


@pytest.mark.parametrize(
    ("old", "new", "line_of"),
    [
        ('id = "xx-2025"', 'id = "xx-2025', 'id = "xx-2025'),
        ("[[vetoes]]", "[[vetoes]", "[[vetoes]"),
        ("points = 1.25", "points = 1,25", "points = 1,25"),
        ('issued_by = "某县人民政府"', 'id = "again"', 'id = "again"'),
    ],
)
def test_what_is_not_toml_is_named_by_line(old: str, new: str, line_of: str) -> None:
    text = ANOTHER_COUNTY.replace(old, new, 1)
    with pytest.raises(CatalogueBroken) as caught:
        parse_catalogue(text, "某县.toml")
    assert caught.value.line == 1 + text[: text.index(line_of)].count("\n")


def test_an_unclosed_end_is_named_by_the_last_line() -> None:
    text = ANOTHER_COUNTY + 'last = """'
    with pytest.raises(CatalogueBroken) as caught:
        parse_catalogue(text, "某县.toml")
    assert caught.value.line == text.count("\n") + 1


def test_a_number_too_long_for_python_is_a_sentence_too() -> None:
    with pytest.raises(CatalogueBroken, match="数字"):
        parse_catalogue(ANOTHER_COUNTY.replace("points = 1.25", f"points = {'9' * 5000}"), "某县.toml")


def test_deep_nesting_is_a_sentence_too() -> None:
    with pytest.raises(CatalogueBroken, match="嵌套"):
        parse_catalogue("a = " + "[" * 100_000, "深.toml")


@given(at=st.integers(0, len(ANOTHER_COUNTY) - 1), junk=st.text(max_size=3), cut=st.integers(0, 40))
def test_no_damage_ever_ends_in_anything_but_a_sentence(at: int, junk: str, cut: int) -> None:
    with suppress(CatalogueBroken):
        assert parse_catalogue(ANOTHER_COUNTY[:at] + junk + ANOTHER_COUNTY[at + cut :], "某县.toml").items
