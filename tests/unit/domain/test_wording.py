"""Numbers as Chinese archives write them."""

from decimal import Decimal

import pytest

from foodsafe_desktop.domain.wording import (
    binder_title,
    chinese_number,
    field_word,
    points_text,
    size_text,
    sub_item_mark,
    zero_padded,
)

KNOWN = {
    1: "一",
    9: "九",
    10: "十",
    11: "十一",
    20: "二十",
    36: "三十六",
    100: "一百",
    101: "一百〇一",
    110: "一百一十",
    112: "一百一十二",
    999: "九百九十九",
    1000: "一千",
    1001: "一千〇一",
    1010: "一千〇一十",
    1100: "一千一百",
    2024: "二千〇二十四",
    9999: "九千九百九十九",
}


def value_of(text: str) -> int:
    """Reads a Chinese numeral back, by another way than it is written."""
    text = "一" + text if text.startswith("十") else text
    total = digit = 0
    for mark in text.replace("〇", ""):
        unit = {"十": 10, "百": 100, "千": 1000}.get(mark)
        if unit is None:
            digit = "一二三四五六七八九".index(mark) + 1
        else:
            total, digit = total + digit * unit, 0
    return total + digit


@pytest.mark.parametrize(("value", "text"), KNOWN.items())
def test_known_numbers(value: int, text: str) -> None:
    assert chinese_number(value) == text


def test_every_number_reads_back_and_is_unlike_any_other() -> None:
    written = {value: chinese_number(value) for value in range(1, 10_000)}
    assert all(value_of(text) == value for value, text in written.items())
    assert len(set(written.values())) == 9999
    assert not [text for text in written.values() if "〇〇" in text or text.endswith("〇")]


@pytest.mark.parametrize("value", [0, -3, 10_000])
def test_numbers_beyond_are_left_in_digits(value: int) -> None:
    assert chinese_number(value) == str(value)


def test_marks() -> None:
    assert (sub_item_mark(8), zero_padded(4), zero_padded(112)) == ("（8）", "04", "112")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 字节"),
        (1023, "1023 字节"),
        (1024, "1.0 KB"),
        (1536, "1.5 KB"),
        (1024 * 1024 - 1, "1.0 MB"),
        (1024**2, "1.0 MB"),
        (5 * 1024**3, "5.0 GB"),
        (3000 * 1024**3, "3000.0 GB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("catalogue", "binder"),
    [
        ("某区创建食品安全示范区任务分工表", "某区创建食品安全示范区佐证材料"),
        ("某市评价细则", "某市佐证材料"),
        ("某市创建工作方案", "某市创建工作方案"),
    ],
)
def test_the_title_of_a_binder(catalogue: str, binder: str) -> None:
    assert binder_title(catalogue) == binder


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (Decimal("2.500"), "2.5"),
        (Decimal(1) / 3, "0.33"),
        (Decimal("0.125"), "0.13"),
        (Decimal("0.135"), "0.14"),
        (Decimal("-0.125"), "-0.13"),
        (Decimal("-0.001"), "0"),
        (Decimal(0), "0"),
        (Decimal(100), "100"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_points_have_two_places_at_most_half_up(points: Decimal, text: str) -> None:
    assert points_text(points) == text


def test_fields_have_words_and_unknown_ones_their_own_name() -> None:
    assert field_word("departments") == "责任部门"
    assert field_word("other") == "other"
