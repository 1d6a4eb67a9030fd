"""Texts that do not say their encoding are read in the one in which they make sense."""

import pytest

from foodsafe_desktop.renditions.encodings import guess

MINUTES = "会议纪要：研究部署学校食堂食品安全检查工作，明确责任单位和整改时限。"
TRADITIONAL = "食品安全檢查紀錄：會議討論學校餐廳的監督管理，請各單位於本月底前提出報告。"
JAPANESE = "食品の安全についての会議を行いました。資料をご確認ください。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (MINUTES, "utf-8"),
        (MINUTES, "gb18030"),
        (MINUTES, "utf-16-le"),
        (MINUTES, "utf-16-be"),
        ("Minutes, 3 May\r\nAgenda", "utf-16-le"),
        ("Minutes, 3 May\r\nAgenda", "utf-16-be"),
        ("Minutes, 3 May\r\nAgenda", "utf-8"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (JAPANESE, "cp932"),
        ("姓名,单位\r\n张三,卫健委\r\n", "gb18030"),
        ("序号,金额\r\n1,350.00\r\n2,48.50\r\n", "gb18030"),
    ],
)
def test_the_encoding_is_the_one_in_which_a_text_makes_sense(text: str, encoding: str) -> None:
    assert guess(text.encode(encoding)).name == encoding
    assert guess(text.encode(encoding)).is_sure


def test_a_character_that_the_sample_splits_does_not_matter() -> None:
    assert guess((MINUTES * 1_000).encode("utf-8")).name == "utf-8"
    assert guess(("a" + MINUTES * 1_000).encode("gb18030")).name == "gb18030"


def test_what_makes_sense_in_none_is_doubted() -> None:
    assert not guess("龘麤爩灪龖齾籲鱻驫饢".encode("gb18030")).is_sure


@pytest.mark.parametrize("content", [b"", b"abc", b"abc\0", b"abc\0def", bytes(range(256)) * 4])
def test_few_bytes_and_no_text_are_nothing_else(content: bytes) -> None:
    assert guess(content).name in ("utf-8", "gb18030")
