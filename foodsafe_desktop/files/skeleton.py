"""An empty folder for everything that takes evidence, in the shape in which `domain.placing` reads it back."""

import re
from collections.abc import Iterator
from pathlib import Path

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.placing import leading_number
from foodsafe_desktop.files.names import safe_folder_name

_LONGEST_TITLE = 30
_LONGEST_TEXT = 24
"""Characters. Windows allows 260 for a whole path, and the user's file name comes after three of these."""
_CLAUSE_END = re.compile(r"[，。；：]")
_OPEN_BRACKET = re.compile(r"[（《“][^）》”]*$")


def lay_skeleton(root: Path, catalogue: Catalogue) -> int:
    """Make ``01 基础工作/01 党政同责/(001) …/2022/`` and so on below `root`; returns how many folders were new.

    Only ever creates. A folder that already stands for a number is used under whatever name a person gave it.
    Raises CannotWrite.
    """
    made = 0
    for parent, number, text in _places(catalogue):
        try:
            folder = _existing(root / parent, number, catalogue) or root / parent / _line_folder(number, text)
            for year in catalogue.years:
                made += _make(folder / str(year), root)
        except OSError as error:
            raise CannotWrite(str(root / parent), str(error)) from error
    return made


def _places(catalogue: Catalogue) -> Iterator[tuple[Path, int, str]]:
    for dimension, item, sub in catalogue.walk():
        above = _heading_folder(dimension.number, dimension.title, "方面", catalogue)
        yield Path(above, _heading_folder(item.number, item.title, "大项", catalogue)), sub.number, sub.text
    for veto in catalogue.vetoes:
        yield Path("否决项"), veto.number, veto.text


def _heading_folder(number: int, title: str, kind: str, catalogue: Catalogue) -> str:
    """``01 基础工作``; ``第1方面 …`` where the shortened or cleaned title would be read as a sub-item's number."""
    name = safe_folder_name(f"{number:02d} {title}", _LONGEST_TITLE)
    if leading_number(name, catalogue) is None:
        return name
    return safe_folder_name(f"第{number}{kind} {title}", _LONGEST_TITLE)


def _line_folder(number: int, text: str) -> str:
    clause = _CLAUSE_END.split(text.strip(), maxsplit=1)[0]
    short = safe_folder_name(clause, _LONGEST_TEXT)
    return f"({number:03d}) {_OPEN_BRACKET.sub('', short) or short}".strip()


def _existing(parent: Path, number: int, catalogue: Catalogue) -> Path | None:
    if not parent.is_dir():
        return None
    folders = sorted(folder for folder in parent.iterdir() if folder.is_dir())
    return next((folder for folder in folders if leading_number(folder.name, catalogue) == number), None)


def _make(folder: Path, root: Path) -> int:
    missing = [one for one in (folder, *folder.parents) if one.is_relative_to(root) and not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return len(missing)
