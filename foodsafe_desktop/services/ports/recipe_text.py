"""Recipes as text."""

from collections.abc import Sequence
from typing import Protocol

from foodsafe_desktop.domain.recipe import Recipe


class RecipeText(Protocol):
    """Recipes as text that a person can edit."""

    def read(self, text: str, file: str = ...) -> tuple[Recipe, ...]:
        """The recipes of a text. Raises RecipesBroken."""
        ...

    def write(self, recipes: Sequence[Recipe]) -> str:
        """The text of recipes; `read` gives them back."""
        ...
