"""What the list of sheets to exchange says of each line."""

import pytest

from foodsafe_desktop.domain.supplements import Action, Step, Supplement
from foodsafe_desktop.output.exchange import changed_sheets
from tests.integration.output.papers import PLAIN, plan_of
from tests.integration.output.plans import page_count


@pytest.mark.parametrize(
    ("after", "where"),
    [
        ("12", "新增，插在第12页之后"),
        ("12-1", "新增，插在第12-1页之后"),
        ("隔页8", "新增，插在隔页8之后"),
        ("4-(8)-2023-001/2", "新增，插在4-(8)-2023-001第2页之后"),
        ("", "新增，插在正文首页之前"),
    ],
)
def test_a_sheet_is_put_in_where_a_person_finds_it(after: str, where: str) -> None:
    step = Step(Action.PUT_IN, "通知", "4-(8)-2023-009", (), ("1", "2"), after, "新增")
    [row] = changed_sheets(Supplement(page_count(plan_of([[]]), PLAIN), (step,), frozenset()))
    assert (row.pages, row.reason) == ("1—2", where)


def test_pages_that_are_given_up_are_named() -> None:
    step = Step(Action.EXCHANGE, "通知", "4-(8)-2023-009", ("2", "3", "4"), ("2",), "1", "内容有变动")
    [row] = changed_sheets(Supplement(page_count(plan_of([[]]), PLAIN), (step,), frozenset()))
    assert row.reason == "内容有变动；原第3—4页抽出，页号不再使用"
