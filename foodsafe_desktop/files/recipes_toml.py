"""The archive's recipes as TOML: read with every mistake named by line and field, and written the same way each time.

What makes a recipe usable is the domain's to say (`recipe.flaw`); here it gets its place in the text.
"""

import json
from collections.abc import Sequence
from dataclasses import fields

from foodsafe_desktop.domain.errors import CatalogueBroken, RecipesBroken
from foodsafe_desktop.domain.lists import toml_text
from foodsafe_desktop.domain.recipe import CHOICES, Recipe, flaw
from foodsafe_desktop.files.toml_table import TomlTable, read_toml

_LENGTHS = ("gutter", "leaf")
_FLAGS = tuple(one.name for one in fields(Recipe) if one.type is bool)


class RecipesToml:
    """Implements `ports.RecipeText`."""

    def read(self, text: str, file: str = "recipes.toml") -> tuple[Recipe, ...]:
        """The recipes of a text; fields that are left out are as in the default. Raises RecipesBroken."""
        try:
            root = read_toml(text.removeprefix("\ufeff"), file)
            found: dict[str, Recipe] = {}
            for table in root.tables("recipes"):
                recipe = _recipe(table)
                if recipe.name in found:
                    raise table.broken("name", f"“{recipe.name}”有两个方案同名")
                found[recipe.name] = recipe
            root.done()
        except CatalogueBroken as error:
            raise RecipesBroken(error.file, error.line, error.field, error.problem) from error
        return tuple(found.values())

    def write(self, recipes: Sequence[Recipe]) -> str:
        """The text of recipes, every field written out, so that a person sees what there is to change."""
        return "\n".join(_written(recipe) for recipe in recipes)


def _recipe(table: TomlTable) -> Recipe:
    read: dict[str, object] = {"name": table.text("name")}
    for key, kind in CHOICES.items():
        if table.has(key):
            read[key] = table.word(key, kind)
    read |= {key: table.flag(key) for key in _FLAGS if table.has(key)}
    read |= {key: float(table.amount(key)) for key in _LENGTHS if table.has(key)}
    if table.has("prefix"):
        read["prefix"] = table.plain("prefix")
    if table.has("photos"):
        read["photos"] = table.whole("photos")
    if table.has("spines"):
        read["spines"] = tuple(float(one) for one in table.amounts("spines"))
    if table.has("longest"):
        read["longest"] = table.whole("longest") or None
    table.done()
    recipe = Recipe(**read)  # type: ignore[arg-type]
    if (found := flaw(recipe)) is not None:
        raise table.broken(found.field, found.problem)
    return recipe


def _written(recipe: Recipe) -> str:
    lines = ["[[recipes]]"]
    for one in fields(Recipe):
        value = getattr(recipe, one.name)
        lines.append(f"{one.name} = {_value(0 if value is None else value)}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """A TOML value. JSON's strings are TOML's, and so are its lists, numbers and flags."""
    if isinstance(value, str):
        return toml_text(str(value))
    return json.dumps(list(value) if isinstance(value, tuple) else value)
