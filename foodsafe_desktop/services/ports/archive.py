"""One open archive: where it lies, and all that services work through."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.packages import aside
from foodsafe_desktop.services.ports.folder import EvidenceFolder
from foodsafe_desktop.services.ports.inspector import Inspector
from foodsafe_desktop.services.ports.press import BinderPress
from foodsafe_desktop.services.ports.recipe_text import RecipeText
from foodsafe_desktop.services.ports.renderer import Renderer
from foodsafe_desktop.services.ports.reports import ReportPress
from foodsafe_desktop.services.ports.store import Store
from foodsafe_desktop.services.ports.texts import Texts
from foodsafe_desktop.services.reckoned import Reckoned
from foodsafe_desktop.services.rules import Rules

Clock = Callable[[], dt.datetime]
"""The current time with its zone."""


@dataclass(frozen=True)
class ArchivePlace:
    """An archive's directory and what is in it (product contract: 'An archive on disk')."""

    root: Path
    evidence: Path

    @property
    def database(self) -> Path:
        """The database file."""
        return self.root / "dossier.sqlite3"

    @property
    def binders(self) -> Path:
        """Where compiled binders go unless told otherwise."""
        return self.root / "binders"

    @property
    def backups(self) -> Path:
        """Dated copies of the database."""
        return self.root / "backups"

    @property
    def cache(self) -> Path:
        """Renditions; may be deleted at any time."""
        return self.root / "cache"

    def volume(self, recorded: str) -> Path:
        """Where a compiled volume is: where it was recorded, or where an archive out of a package has it instead."""
        where = self.root / recorded
        folder, separator, name = recorded.rpartition("\\" if "\\" in recorded else "/")
        other = self.binders / aside(folder) / name
        return other if separator and not where.exists() and other.exists() else where


@dataclass(frozen=True)
class Archive:
    """One open archive: its rules and the ports that services work through. `who` is written into the history."""

    place: ArchivePlace
    rules: Rules
    store: Store
    folder: EvidenceFolder
    inspector: Inspector
    renderer: Renderer
    press: BinderPress
    reports: ReportPress
    recipe_text: RecipeText
    texts: Texts
    clock: Clock
    who: str
    reckoned: Reckoned = field(default_factory=Reckoned, compare=False, repr=False)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in use: as it was taken in, with the archivist's corrections laid over it."""
        return self.rules.catalogue

    def close(self) -> None:
        """Let go of the archive: its workers, its database, its lock."""
        self.reckoned.last = None
        self.texts.reader.close()
        self.inspector.close()
        self.store.close()
