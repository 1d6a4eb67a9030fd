"""Editions on disk: a catalogue file together with the requirement list that belongs to it."""

from pathlib import Path

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.requirements import annual_requirements
from foodsafe_desktop.files.catalogue_toml import parse_catalogue, read_catalogue_text
from foodsafe_desktop.files.requirements_toml import load_requirements, parse_requirements
from foodsafe_desktop.shipped import resource_path

_SUFFIX = ".requirements.toml"


def load_edition(path: Path) -> Edition:
    """A catalogue file with its list: the one beside it (``name.requirements.toml``), else the shipped one of its id.

    Without either, the plain rule of every year stands in. Raises CatalogueBroken, RequirementsBroken.
    """
    text = read_catalogue_text(path)
    catalogue = parse_catalogue(text, path.name)
    listed = _list_for(path, catalogue)
    if listed is None:
        return Edition(catalogue, text, annual_requirements(catalogue))
    return Edition(catalogue, text, load_requirements(listed, catalogue), read_catalogue_text(listed))


def parse_edition(catalogue_text: str, requirements_text: str, name: str) -> Edition:
    """An edition from the texts that an archive keeps; `name` is where they are kept. Raises as above."""
    catalogue = parse_catalogue(catalogue_text, f"{name}（档案内保存的评价细则）")
    if not requirements_text:
        return Edition(catalogue, catalogue_text, annual_requirements(catalogue))
    requirements = parse_requirements(requirements_text, f"{name}（档案内保存的佐证要求清单）", catalogue)
    return Edition(catalogue, catalogue_text, requirements, requirements_text)


def _list_for(path: Path, catalogue: Catalogue) -> Path | None:
    shipped = resource_path("catalogues")
    # An id is a text that anyone may write: it names a file of that folder or none.
    named = [one for one in shipped.glob(f"*{_SUFFIX}") if one.name == f"{catalogue.id}{_SUFFIX}"]
    beside = path.with_name(path.stem + _SUFFIX)
    return beside if beside.is_file() else next(iter(named), None)
