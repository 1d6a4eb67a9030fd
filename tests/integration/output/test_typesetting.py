"""Lines break where Chinese lines may, never wider than the column, and lose nothing."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.lettering.fonts import Face, printable, text_width
from foodsafe_desktop.lettering.typesetting import MM, Style, lines

STYLE = Style(Face.SONG, 10, 15)
TEN = 100 / MM
"""A column ten characters wide, in mm."""

chinese = st.text(st.sampled_from("食品安全。，）》”（《“〔〕—…、2023号abc.- 档案"), min_size=1, max_size=120)


def test_no_closing_mark_begins_a_line_and_no_opening_mark_ends_one() -> None:
    assert lines("一二三四五六七八九十。甲乙", STYLE, TEN) == ["一二三四五六七八九", "十。甲乙"]
    assert lines("一二三四五六七八九《甲乙》", STYLE, TEN) == ["一二三四五六七八九", "《甲乙》"]
    assert lines("一二三四五六七八九）》，。甲", STYLE, TEN) == ["一二三四五六七八", "九）》，。甲"]
    assert lines("一二三四五六七八九——甲", STYLE, TEN) == ["一二三四五六七八", "九——甲"]


def test_words_numbers_and_marks_stay_whole_where_they_fit() -> None:
    assert lines("一二三四五六七八2023年", STYLE, TEN) == ["一二三四五六七八", "2023年"]
    assert lines("一二三四五〔2023〕12号文", Style(Face.SONG, 10, 15), 110 / MM) == ["一二三四五〔2023〕", "12号文"]
    assert lines("一二三四五六七八𠮷九", STYLE, TEN) == ["一二三四五六七八", "〔U+20BB7〕九"]


def test_a_word_wider_than_the_column_is_cut_nowhere_but_into_lines() -> None:
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    found = lines(digest, STYLE, TEN)
    assert len(found) > 3
    assert "".join(found) == digest


def test_a_word_wider_than_the_column_begins_where_the_text_is_and_keeps_its_closing_mark() -> None:
    for length in range(12, 40):
        found = lines("1. 《" + "N" * length + "》：未对应", STYLE, TEN)
        assert "".join(found) == "1. 《" + "N" * length + "》：未对应"
        assert not [line for line in found if line[0] in "》："]
        assert length < 16 or found[0].startswith("1. 《N")


def test_line_breaks_are_kept_as_lines() -> None:
    assert lines("甲\n乙\r\n丙", STYLE, TEN) == ["甲", "乙", "丙"]
    assert lines("", STYLE, TEN) == []


@settings(deadline=None)
@given(chinese, st.floats(15, 80))
def test_nothing_is_lost_and_nothing_hangs_over(text: str, width: float) -> None:
    found = lines(text, STYLE, width)
    assert "".join(found) == printable(text)
    assert all(text_width(line, STYLE.face, STYLE.size) <= width * MM + 0.01 for line in found)


@settings(deadline=None)
@given(st.text(st.sampled_from("食品安全档案，。《》（）"), min_size=1, max_size=60))
def test_kinsoku_holds_wherever_a_line_can_be_filled(text: str) -> None:
    """Only a run of marks longer than the line itself may break the rule."""
    for before, after in pairwise(lines(text, STYLE, TEN)):
        marks = max((len(run) for run in _runs_of_marks(text)), default=0)
        if marks < 8:
            assert after[0] not in "，。》）"
            assert before[-1] not in "《（"


def _runs_of_marks(text: str) -> list[str]:
    return "".join(c if c in "，。《》（）" else " " for c in text).split()


@pytest.mark.parametrize("width", [0.5, 1])
def test_a_column_narrower_than_a_character_still_comes_to_an_end(width: float) -> None:
    assert lines("食品安全", STYLE, width) == list("食品安全")
