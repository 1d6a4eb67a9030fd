"""What the window needs of the outside beyond the services: how archives are opened, made and watched."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive


class Front(Protocol):
    """Handed in by `app`. Everything but `start_watching` is called on the dossier thread; raises DossierError."""

    def open_archive(self, root: Path) -> Archive:
        """Open an existing archive."""
        ...

    def found_archive(self, root: Path, evidence: Path | None, catalogue_path: Path | None, skeleton: bool) -> Archive:  # noqa: FBT001
        """Make an archive and open it. None: evidence folder inside the archive, catalogue as shipped.

        `skeleton` lays out the empty folders of the catalogue in the evidence folder.
        """
        ...

    def make_demo(self, root: Path, job: Job) -> Archive:
        """Make an archive with sample evidence, scan it and open it."""
        ...

    def start_watching(self, archive: Archive, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` (on any thread) when the evidence folder has changed and come to rest; returns the stop."""
        ...
