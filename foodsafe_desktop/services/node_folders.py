"""Which folder of the evidence folder a number of the catalogue has: by what lies in it, else by its name."""

import os
from collections.abc import Iterator
from pathlib import Path

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.placing import leading_number
from foodsafe_desktop.services.ports import Archive

_DEEPEST = 4
"""Levels below the evidence folder that are looked through: 方面, 大项, 小项, and one to spare."""


def folder_of(archive: Archive, number: int) -> Path | None:
    """The folder of a number on this machine, None where there is none yet. Looks at folders' names, opens no file."""
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    known = known_folder(archive.catalogue, dossier, number)
    if known is not None and archive.folder.absolute(known).is_dir():
        return archive.folder.absolute(known)
    found = _folders(archive.place.evidence, archive.catalogue, number, _DEEPEST)
    return min(found, key=lambda path: (len(path.parts), str(path)), default=None)


def known_folder(catalogue: Catalogue, dossier: Dossier, number: int) -> str | None:
    """The folder, relative, that bears the number and in which files assigned to it lie; the first of several."""
    for evidence in dossier.assigned_to.get(number, ()):
        for file in dossier.files_of.get(evidence.id, ()):
            folders = file.path.split("/")[:-1]
            for depth in range(len(folders), 0, -1):
                if leading_number(folders[depth - 1], catalogue) == number:
                    return "/".join(folders[:depth])
    return None


def _folders(root: Path, catalogue: Catalogue, number: int, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(root) as entries:
            below = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:  # a folder that cannot be looked into has nothing to offer; the scan reports it
        return
    for path in below:
        if leading_number(path.name, catalogue) == number:
            yield path
        elif depth > 1:
            yield from _folders(path, catalogue, number, depth - 1)
