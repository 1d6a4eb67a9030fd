"""The archive's recipes: kept, replaced, removed and taken back."""

from dataclasses import replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import NothingOfThatName, RecipeRefused
from foodsafe_desktop.domain.recipe import PRESETS, Recipe
from foodsafe_desktop.services import recipes
from foodsafe_desktop.services.ports import Archive
from tests.fakes import fake_archive

OWN = Recipe(name="迎检", duplex=True)


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    return fake_archive(catalogue)


def _names(archive: Archive) -> list[str]:
    return [kept.recipe.name for kept in recipes.recipes(archive)]


def test_a_new_archive_has_those_of_the_program_and_the_first_is_used(archive: Archive) -> None:
    assert _names(archive) == [preset.name for preset in PRESETS]
    assert recipes.default_recipe(archive) == Recipe()


def test_saving_choosing_and_removing_can_be_taken_back(archive: Archive) -> None:
    saved = recipes.save_recipe(archive, OWN)
    chosen = recipes.choose_default(archive, "迎检")
    assert recipes.default_recipe(archive) == OWN
    removed = recipes.remove_recipe(archive, "迎检")
    assert recipes.default_recipe(archive) == Recipe()
    removed.undo()
    assert recipes.default_recipe(archive) == OWN
    chosen.undo()
    saved.undo()
    assert _names(archive) == [preset.name for preset in PRESETS]
    with archive.store.begin() as unit:
        assert [entry.verb for entry in unit.history()] == ["settings_saved"] * 6


def test_one_of_the_programs_is_overlaid_and_comes_back_when_removed(archive: Archive) -> None:
    changed = replace(Recipe(), gutter=8.0)
    recipes.save_recipe(archive, changed)
    assert recipes.default_recipe(archive) == changed
    assert len(_names(archive)) == len(PRESETS)
    recipes.remove_recipe(archive, changed.name)
    assert recipes.default_recipe(archive) == Recipe()


def test_what_cannot_be_used_is_refused(archive: Archive) -> None:
    with pytest.raises(RecipeRefused, match="装订边"):
        recipes.save_recipe(archive, replace(OWN, gutter=-1.0))
    with pytest.raises(RecipeRefused, match="不能删除"):
        recipes.remove_recipe(archive, PRESETS[0].name)
    with pytest.raises(NothingOfThatName, match="装订方案"):
        recipes.choose_default(archive, "没有")
