"""Titles by their sound."""

import json
from pathlib import Path

import pytest

from foodsafe_desktop.domain.pinyin import matches

TITLE = "食品安全抽检会商（长效机制）"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "抽检",
        "choujian",
        "CHOUJIAN",
        "cjhs",
        "chjhsh",
        "chou jhs",
        "choujhs",
        "spaq",
        "shipinanquan",
        "changxiao",
        "zhangxiao",
        "cxjz",
        "8",
        "（8）",
        "第8小项",
        "8 抽检",
        "ｃｊｈｓ",
        "xi'ao",
    ],
)
def test_matches(query: str) -> None:
    assert matches(query, TITLE, 8)


@pytest.mark.parametrize("query", ["9", "88", "cjsh", "hujian", "抽查", "jianhuis9", "zzz", "choujianx"])
def test_does_not_match(query: str) -> None:
    assert not matches(query, TITLE, 8)


def test_a_number_without_title_is_no_wildcard() -> None:
    assert not matches("8", "抽检会商")


def test_the_dictionary_that_is_laid_ready_is_the_packages_own() -> None:
    assert matches("shi", TITLE)
    import pypinyin  # noqa: PLC0415 - as the program does: only once letters were asked for
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    lies = json.loads(Path(pypinyin.__file__).with_name("pinyin_dict.json").read_text(encoding="utf-8"))
    assert pinyin_dict == {int(sign): spelt for sign, spelt in lies.items()}
