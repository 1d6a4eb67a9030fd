"""What is decided about recipes and 档号: forms whose answers are decisions of the desk, each to be undone."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.reference_codes import Coding
from foodsafe_desktop.services import coding, recipes
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.recipes import KeptRecipe
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.binding.code_form import CodeForm
from foodsafe_desktop.ui.binding.presenter import Volume
from foodsafe_desktop.ui.binding.recipe_form import RecipeForm
from foodsafe_desktop.ui.binding.sheets import evidence_of
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.notices import Notices


class Keeping(QObject):
    """Asks and decides."""

    def __init__(self, window: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices = window, desk, notices

    def recipe(self, what: str, kept: KeptRecipe | None, known: Sequence[KeptRecipe]) -> None:
        """What is wanted with a recipe: new, edit, copy, remove, default."""
        names = [one.recipe.name for one in known]
        if what == "new":
            self._ask("新建装订方案", replace(Recipe(), name=_free("新方案", names)), names)
        elif kept is None:
            return
        elif what == "copy":
            self._ask("复制装订方案", replace(kept.recipe, name=_free(f"{kept.recipe.name} 副本", names)), names)
        elif what == "edit":
            self._edit(kept, names)
        elif what == "remove":
            if kept.own:
                self._desk.decide(lambda archive: recipes.remove_recipe(archive, kept.recipe.name))
        elif not kept.is_default:
            self._desk.decide(lambda archive: recipes.choose_default(archive, kept.recipe.name))

    def codes(self, now: Coding, volume: Volume | None, overview: Overview | None) -> None:
        """Ask how codes are written, and give them to the pieces of a volume that have none."""
        if overview is None:
            return
        ids = _pieces(volume)
        held = overview.dossier.evidence
        bare = [key for key in ids if key in held and not held[key].reference_code]

        def code(said: Coding, give: bool) -> None:  # noqa: FBT001 - as the form hands it on
            if said != now:
                self._desk.decide(lambda archive: coding.save_coding(archive, said))
            if give:
                self._desk.decide(lambda archive: _given(archive, bare))

        CodeForm(self._window, now, volume.name if volume else "", len(bare), code).open()

    def _ask(self, title: str, recipe: Recipe, names: Sequence[str]) -> None:
        def save(made: Recipe) -> None:
            self._desk.decide(lambda archive: recipes.save_recipe(archive, made))

        RecipeForm(self._window, title, recipe, names, save).open()

    def _edit(self, kept: KeptRecipe, names: Sequence[str]) -> None:
        name = kept.recipe.name

        def save(made: Recipe) -> None:
            if made.name != name:
                self._desk.decide(lambda archive: recipes.rename_recipe(archive, name, made))
            elif made != kept.recipe:
                self._desk.decide(lambda archive: recipes.save_recipe(archive, made))

        others = [one for one in names if one != name]
        RecipeForm(self._window, f"编辑装订方案：{name}", kept.recipe, others, save, is_fixed=kept.is_shipped).open()


def _given(archive: Archive, ids: Sequence[int]) -> Decision:
    given = coding.give(archive, ids)
    if not given.refused:
        return given.decision
    return replace(given.decision, sentence="\n".join((given.decision.sentence, *given.refused[:3])))


def _pieces(volume: Volume | None) -> tuple[int, ...]:
    if volume is None:
        return ()
    if volume.plan is not None:
        return evidence_of(volume.plan)
    blocks = volume.frozen.blocks if volume.frozen else ()
    return tuple(dict.fromkeys(block.evidence for block in blocks if block.evidence))


def _free(name: str, taken: Sequence[str]) -> str:
    """The name, with a count where it is taken."""
    if name not in taken:
        return name
    return next(f"{name}{count}" for count in range(2, len(taken) + 3) if f"{name}{count}" not in taken)
