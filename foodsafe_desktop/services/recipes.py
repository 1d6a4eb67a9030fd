"""The archive's recipes: those that come with the program, its own, and which is used where none is named."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from foodsafe_desktop.domain.errors import NothingOfThatName, RecipeRefused
from foodsafe_desktop.domain.recipe import PRESETS, Recipe, flaw
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive

RECIPES, DEFAULT = "recipes", "default_recipe"
"""The names under which the store keeps the TOML text of the archive's own recipes, and the default's name."""


@dataclass(frozen=True, slots=True)
class KeptRecipe:
    """A recipe and where it is from: `own` is the archive's, else it comes with the program."""

    recipe: Recipe
    own: bool
    is_default: bool

    @property
    def is_shipped(self) -> bool:
        """Whether it has the name of one of the program's, changed or not."""
        return any(self.recipe.name == preset.name for preset in PRESETS)


def recipes(archive: Archive) -> tuple[KeptRecipe, ...]:
    """All recipes, the program's first; one that the archive changed stands in its place. Raises RecipesBroken."""
    own = {recipe.name: recipe for recipe in _own(archive)}
    chosen = _default_name(archive)
    names = [*(preset.name for preset in PRESETS), *own]
    found = {preset.name: preset for preset in PRESETS} | own
    usual = chosen if chosen in found else PRESETS[0].name
    return tuple(KeptRecipe(found[name], name in own, name == usual) for name in dict.fromkeys(names))


def recipe_named(archive: Archive, name: str) -> Recipe:
    """The recipe of that name. Raises NothingOfThatName."""
    found = {kept.recipe.name: kept.recipe for kept in recipes(archive)}
    if name.strip() not in found:
        raise NothingOfThatName("装订方案", name, list(found))
    return found[name.strip()]


def default_recipe(archive: Archive) -> Recipe:
    """The recipe that is used where none is named."""
    return next(kept.recipe for kept in recipes(archive) if kept.is_default)


def save_recipe(archive: Archive, recipe: Recipe) -> Decision:
    """Keep a recipe; one of the same name is replaced, and one of the program's is overlaid. Raises RecipeRefused."""
    if (found := flaw(recipe)) is not None:
        raise RecipeRefused(recipe.name, found.problem)
    before = _own(archive)
    kept = {one.name: one for one in before} | {recipe.name: recipe}
    _put(archive, tuple(kept.values()), recipe.name, asdict(recipe))
    return Decision(
        f"已保存装订方案“{recipe.name}”。",
        lambda: _put(archive, before, recipe.name, {"taken_back": True}),
        lambda: save_recipe(archive, recipe),
    )


def rename_recipe(archive: Archive, name: str, recipe: Recipe) -> Decision:
    """Keep `recipe` in place of the archive's own recipe `name`, which may be its former name.

    The default stays the default. Raises RecipeRefused, also where the new name is another recipe's.
    """
    if (found := flaw(recipe)) is not None:
        raise RecipeRefused(recipe.name, found.problem)
    before, default = _own(archive), _default_name(archive)
    if name not in {one.name for one in before}:
        raise RecipeRefused(name, "它随程序提供或并不存在，不能改名，可以先复制")
    if recipe.name != name and recipe.name in {kept.recipe.name for kept in recipes(archive)}:
        raise RecipeRefused(recipe.name, "已有同名的方案")
    _put(archive, tuple(recipe if one.name == name else one for one in before), recipe.name, {"former": name})
    if default == name:
        _keep_default(archive, recipe.name)

    def undo() -> None:
        _put(archive, before, name, {"taken_back": True})
        _keep_default(archive, default)

    return Decision(f"已保存装订方案“{recipe.name}”。", undo, lambda: rename_recipe(archive, name, recipe))


def remove_recipe(archive: Archive, name: str) -> Decision:
    """Remove one of the archive's own recipes; one of the program's is again as it came. Raises RecipeRefused."""
    before = _own(archive)
    if name not in {one.name for one in before}:
        raise RecipeRefused(name, "它随程序提供或并不存在，不能删除")
    _put(archive, tuple(one for one in before if one.name != name), name, {"removed": True})
    return Decision(
        f"已删除装订方案“{name}”。",
        lambda: _put(archive, before, name, {"taken_back": True}),
        lambda: remove_recipe(archive, name),
    )


def choose_default(archive: Archive, name: str) -> Decision:
    """Say which recipe is used where none is named. Raises NothingOfThatName."""
    chosen = recipe_named(archive, name).name
    before = _default_name(archive)
    _keep_default(archive, chosen)
    return Decision(
        f"今后默认按“{chosen}”装订。",
        lambda: _keep_default(archive, before),
        lambda: _keep_default(archive, chosen),
    )


def _own(archive: Archive) -> tuple[Recipe, ...]:
    with archive.store.begin() as unit:
        text = unit.setting(RECIPES) or ""
    return archive.recipe_text.read(text)


def _default_name(archive: Archive) -> str:
    with archive.store.begin() as unit:
        return unit.setting(DEFAULT) or ""


def _put(archive: Archive, kept: Sequence[Recipe], name: str, detail: dict[str, object]) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(RECIPES, archive.recipe_text.write(kept))
        unit.record(archive.clock(), archive.who, "settings_saved", RECIPES, {"recipe": name, **detail})


def _keep_default(archive: Archive, name: str) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(DEFAULT, name)
        unit.record(archive.clock(), archive.who, "settings_saved", DEFAULT, {"recipe": name})
