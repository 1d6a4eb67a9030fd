"""Folding and tokens: what counts as the same when searching."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.folding import folded, terms_of, tokens


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("示食安办〔2023〕15号", "示食安办[2023]15号"),
        ("示食安办［２０２３］１５号", "示食安办（2023）15号"),
        ("ＡＢＣ", "abc"),
        ("“两书一函”", '"两书一函"'),
        ("⼯作", "工作"),
        ("二〇二三年", "二○二三年"),
    ],
)
def test_what_is_the_same(written: str, asked: str) -> None:
    assert folded(written) == folded(asked)


@given(st.text())
def test_folding_moves_no_sign(text: str) -> None:
    assert len(folded(text)) == len(text)


def _holds(page: str, query: str) -> bool:
    """Whether an index of phrases over the tokens would find the query's only word."""
    (term,) = terms_of(query)
    phrase = " ".join(term.phrase)
    return bool(re.search(rf"(?:^| ){re.escape(phrase)}{'' if term.is_open else '(?: |$)'}", tokens([page])))


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("全区食品安全工作", "食品"),
        ("全区食品\n安全工作", "食品安全"),
        ("食 品 安 全", "品安"),
        ("示食安办〔2023〕15号文", "〔2023〕15号"),
        ("示食安办〔2023〕15号文", "2023 〕15号".replace(" ", "")),
        ("示食安办〔2023〕5号", "[2023]5"),
        ("示食安办〔2023〕5号", "示食安办2023 5号"),
        ("示食安办〔2023〕5号", "示食安办2023-005号"),
        ("Food Safety", "safety"),
        ("第 5 号", "第5号"),
        ("关于公安，", "安"),
        ("安全", "（安"),
    ],
)
def test_what_is_found(page: str, query: str) -> None:
    assert _holds(page, query)
    (term,) = terms_of(query)
    assert term.pattern.search(folded(page))


@pytest.mark.parametrize(
    ("page", "query"), [("食品卫生，安全生产", "食品安全"), ("食品，安全", "品安"), ("〔2023〕15号", "〔2023〕5号")]
)
def test_what_is_not(page: str, query: str) -> None:
    assert not _holds(page, query)


def test_no_phrase_reaches_over_a_page() -> None:
    assert "品安" not in tokens(["食品", "安全"]).split()


def test_terms() -> None:
    assert [term.text for term in terms_of("  抽检　会商 抽检 ，")] == ["抽检", "会商"]
    assert terms_of("、") == ()
    assert terms_of("安")[0].phrase == ("安",)
    assert terms_of("一、二")[0].phrase == ()
    assert len(terms_of("一 二 三 四 五 六 七 八 九 十")) == 6
