"""How large a page of evidence is on paper: as it is, or brought down to A4 where the recipe wants that."""

from foodsafe_desktop.domain.boxes import is_large
from foodsafe_desktop.domain.recipe import Oversize, Recipe
from foodsafe_desktop.domain.sheets import A4, Size


def printed(size: Size, recipe: Recipe) -> Size:
    """The size in mm of the sheet for a page of that size, as it is seen: a landscape page gets a landscape sheet."""
    if recipe.oversize is not Oversize.FIT or not is_large(size):
        return size
    return (A4[1], A4[0]) if size[0] > size[1] else A4
