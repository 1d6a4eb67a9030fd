"""Organs by their short names, matters by the word that catalogues use."""

import pytest

from foodsafe_desktop.domain.field_words import matters_in, organ_key


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("示例区市场监督管理局", "区市场监管局"),
        ("市监局", "区市场监管局"),
        ("示例区卫生健康委员会", "区卫健委"),
        ("中共示例区委组织部", "区委组织部"),
        ("示例区教育局", "区教育局"),
        ("示例区食品药品安全委员会办公室", "区食药安办"),
        ("示例区人民政府办公室", "区政府办公室"),
    ],
)
def test_an_organ_is_known_by_any_of_its_names(long: str, short: str) -> None:
    assert organ_key(long) == organ_key(short)


def test_different_organs_stay_different() -> None:
    names = ("区市场监管局", "区教育局", "区卫健委", "区发改委", "区公安分局", "区生态环境分局", "区住建局", "区财政局")
    assert len({organ_key(name) for name in names}) == len(names)


def test_other_words_for_the_same_matter() -> None:
    assert matters_in("进口冻品扫码溯源") == matters_in("进口冻品扫码追溯")
    assert matters_in("天气晴") == frozenset()
