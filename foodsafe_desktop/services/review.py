"""The one question that every screen asks: how the archive stands right now."""

from dataclasses import dataclass

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.gaps import Coverage, coverage
from foodsafe_desktop.services.ports import Archive


@dataclass(frozen=True)
class Overview:
    """One consistent picture: the catalogue, the holdings, and what follows from the two."""

    catalogue: Catalogue
    dossier: Dossier
    coverage: Coverage
    folder_online: bool


def overview(archive: Archive) -> Overview:
    """Read the archive's holdings once and work out the standing of every number."""
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    return Overview(archive.catalogue, dossier, coverage(archive.catalogue, dossier), archive.place.evidence.is_dir())
