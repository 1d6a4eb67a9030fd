"""Numbers that tell of a person are found by their form, and what only looks like one is not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.personal_data import PersonalData, personal_data

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY = "110105" + "19491231" + "002X"
"""The example of GB 11643-1999. Numbers are put together here: the tree holds none that could be somebody's."""
MOBILE = "138" + "0000" + "1309"


def _with_check_digit(seventeen: str) -> str:
    return seventeen + "10X98765432"[sum(int(d) * w for d, w in zip(seventeen, _WEIGHTS, strict=True)) % 11]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"身份证号：{IDENTITY}。", {PersonalData.IDENTITY_NUMBER: 1}),
        (f"身份证号：{IDENTITY.lower()}，同一人{IDENTITY}", {PersonalData.IDENTITY_NUMBER: 1}),
        ("\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff11\uff13\uff10\uff19", {PersonalData.MOBILE_NUMBER: 1}),
        (f"联系电话{MOBILE}、138 0000 1309、139-0000-1309", {PersonalData.MOBILE_NUMBER: 2}),
        (f"+86{MOBILE}，0086-{MOBILE}，+86 {MOBILE}，转 {MOBILE}-8001", {PersonalData.MOBILE_NUMBER: 1}),
        (f"Call {MOBILE}. Thanks", {PersonalData.MOBILE_NUMBER: 1}),
        ("卡号6222 0202 0000 0000 005", {}),  # the check digit does not hold
        ("卡号5425 2334 3010 9903，又5425233430109903", {PersonalData.BANK_CARD: 1}),
        ("统一社会信用代码91150206MA0N3XYZ1K", {}),
        ("文号示食安办〔2022〕5号，样品编号DC22150206303830123", {}),
        ("0000000000000000", {}),
        (f"座机0472-5131234，版本1.{MOBILE}.2", {}),
        ("", {}),
    ],
)
def test_what_a_text_shows(text: str, expected: dict[PersonalData, int]) -> None:
    assert personal_data(text) == expected


@given(
    st.integers(110000, 659999),
    st.dates(dt.date(1900, 1, 1), dt.date(2024, 1, 1)),
    st.integers(0, 999),
    st.integers(1, 10),
)
def test_a_true_identity_number_is_found_and_one_with_another_check_digit_is_not(
    area: int, born: dt.date, order: int, wrong: int
) -> None:
    number = _with_check_digit(f"{area}{born:%Y%m%d}{order:03d}")
    assert personal_data(f"（{number}）").get(PersonalData.IDENTITY_NUMBER) == 1
    other = "10X98765432"[("10X98765432".index(number[-1]) + wrong) % 11]
    assert PersonalData.IDENTITY_NUMBER not in personal_data(f"（{number[:-1]}{other}）")
