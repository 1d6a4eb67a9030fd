"""Titles by their sound."""

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
