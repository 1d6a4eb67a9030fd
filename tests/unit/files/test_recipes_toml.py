"""Recipes as text: written and read back the same, and every mistake named by line and field."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.errors import RecipesBroken
from foodsafe_desktop.domain.recipe import (
    PRESETS,
    Coded,
    Grouping,
    Numbering,
    Oversize,
    Position,
    Recipe,
    Standard,
    flaw,
)
from foodsafe_desktop.files.recipes_toml import RecipesToml

TOML = RecipesToml()
lengths = st.integers(0, 25).map(float)
recipes = st.builds(
    Recipe,
    name=st.text(min_size=1, max_size=40).filter(lambda name: name.isprintable() and name == name.strip()),
    grouping=st.sampled_from(Grouping),
    standard=st.sampled_from(Standard),
    duplex=st.booleans(),
    gutter=lengths,
    numbering=st.sampled_from(Numbering),
    prefix=st.sampled_from(["", "4·", "FS", "2024·A"]),
    position=st.sampled_from(Position),
    oversize=st.sampled_from(Oversize),
    coded=st.sampled_from(Coded),
    spines=st.sets(st.integers(10, 120).map(float), min_size=1).map(lambda found: tuple(sorted(found))),
    leaf=st.sampled_from([0.05, 0.1, 0.125, 0.5]),
    longest=st.none() | st.integers(1, 100_000),
)


@given(st.lists(recipes, max_size=4, unique_by=lambda one: one.name))
def test_what_is_written_is_read_back(kept: list[Recipe]) -> None:
    text = TOML.write(kept)
    assert TOML.read(text) == tuple(kept)
    assert TOML.write(TOML.read(text)) == text


def test_the_presets_can_be_used_and_are_named_apart() -> None:
    assert [flaw(preset) for preset in PRESETS] == [None] * len(PRESETS)
    assert TOML.read(TOML.write(PRESETS)) == PRESETS
    assert len({preset.name for preset in PRESETS}) == len(PRESETS) == 5


def test_what_is_left_out_is_as_in_the_default() -> None:
    (found,) = TOML.read('[[recipes]]\nname = "双面"\nduplex = true\n')
    assert found == replace(Recipe(), name="双面", duplex=True)
    assert TOML.read("") == ()


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        ('grouping = "cupboard"', "grouping", "只能是“item”、"),
        ("duplex = 1", "duplex", "true 或 false"),
        ("gutter = 90", "gutter", "装订边"),
        ('prefix = "甲"', "prefix", "页号前缀"),
        ('prefix = "4-"', "prefix", "页号前缀"),
        ("spines = []", "spines", "盒脊宽度"),
        ("spines = [30, 20]", "spines", "盒脊宽度"),
        ('spines = ["20"]', "spines", "逐个为数字"),
        ("leaf = 3.0", "leaf", "厚度"),
        ("longest = -1", "longest", "页数上限"),
        ("colou = true", "colou", "没有这个字段"),
        ('name = "  "', "name", "重复"),
    ],
)
def test_mistakes_are_named_by_line_and_field(line: str, field: str, problem: str) -> None:
    with pytest.raises(RecipesBroken, match="装订方案") as caught:
        TOML.read(f'[[recipes]]\nname = "甲"\n\n{line}\n')
    assert caught.value.line == 4
    assert caught.value.field in (field, "")
    assert problem in caught.value.sentence


def test_two_recipes_of_one_name_are_refused() -> None:
    with pytest.raises(RecipesBroken, match="同名"):
        TOML.read('[[recipes]]\nname = "甲"\n[[recipes]]\nname = "甲"\n')
