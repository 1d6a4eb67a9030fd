"""The rules an archive goes by: its edition of the catalogue, and the archivist's corrections laid over it."""

from collections.abc import Sequence

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.corrections import Correction, corrected
from foodsafe_desktop.domain.editions import Edition

REQUIREMENTS = "requirements"
"""The archive's setting that keeps the requirement list's TOML text; empty: the list follows from the catalogue."""
OPTIONS = "coverage_options"
"""The archive's setting that keeps how coverage is reckoned."""


class Rules:
    """What every service of one open archive asks for: `catalogue` as it is in use, `edition` as it was taken in.

    The services that correct or upgrade tell it what they committed; nothing else changes it. One program has an
    archive open at a time, so that it cannot differ from the store.
    """

    def __init__(self, edition: Edition, corrections: Sequence[Correction] = ()) -> None:
        self.take(edition, corrections)

    def take(self, edition: Edition, corrections: Sequence[Correction]) -> None:
        """Go by another edition, and by these corrections of it."""
        self.edition = edition
        self.corrections = tuple(corrections)
        self.catalogue: Catalogue = corrected(edition.catalogue, corrections)

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Go by these corrections from now on."""
        self.take(self.edition, corrections)
