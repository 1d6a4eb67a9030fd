"""What command line and window ask of the program beyond one open archive."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.task_table import CatalogueDraft, CatalogueHead, Table, TableRead
from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.ports.pages import OpenPages
from foodsafe_desktop.services.restoring import PackageRestored, Restoration


class Front(Protocol):
    """What command line and window ask of the program beyond one open archive. `app` is the only one there is."""

    def found_archive(
        self, root: Path, evidence: Path | None = None, catalogue: Path | None = None, *, skeleton: bool = False
    ) -> Archive:
        """Make an archive in `root` and open it. `evidence`: the watched folder (None: ``root/evidence``).

        `catalogue`: a catalogue's TOML file (None: the shipped one). `skeleton`: lay out empty folders.
        Raises ArchiveExists, CatalogueBroken, CannotWrite, and what `relinking.kept_folder` raises.
        """
        ...

    def open_archive(self, root: Path) -> Archive:
        """Open the archive in `root`.

        Raises NotAnArchive, PackageIsNoArchive, ArchiveInUse, StoreNewer, StoreDamaged.
        """
        ...

    def restore(self, copy: Path, root: Path, *, replace: bool, other_archive: bool = False) -> Restoration:
        """Say what differs between a copy and the archive in `root`; with `replace`, put the copy in its place.

        `other_archive`: also where they are not of one archive. The former database is kept in ``root/backups``.
        Raises NoSuchBackup, BackupOfAnother, StoreDamaged, StoreNewer, ArchiveInUse, CannotWrite.
        """
        ...

    def make_demo(self, root: Path) -> Archive:
        """Make an archive with sample evidence of every kind, not scanned yet. Raises ArchiveExists, CannotWrite."""
        ...

    def decide_demo(self, archive: Archive) -> None:
        """Take the demo's decisions (electives, paper records) in a demo archive that was scanned.

        Then one sample changes and one goes, as in life: scan again to see it.
        """
        ...

    def converters(self) -> Mapping[Conversion, str]:
        """The office programs that were found on this machine, each with its name; may look at the disk."""
        ...

    def verify_binder(self, path: Path) -> CheckReport:
        """Compiled volumes (a PDF, or all in a directory) against their manifests. Raises NotVerifiable."""
        ...

    def verify_package(self, path: Path, job: Job) -> CheckReport:
        """A hand-over package, or anybody's bag, against its manifests. Raises NotVerifiable, Cancelled."""
        ...

    def restore_package(self, package: Path, root: Path, job: Job) -> PackageRestored:
        """Verify a hand-over package, and lay its archive out in `root`, an empty folder or none.

        Raises TargetNotEmpty, PackageUnsound, PackageWithoutArchive, NotVerifiable, StoreNewer, StoreDamaged, DiskFull,
        CannotWrite, Cancelled; then nothing was written.
        """
        ...

    def load_edition(self, path: Path) -> Edition:
        """An edition of a catalogue from its file, with its requirement list. Raises CatalogueBroken."""
        ...

    def read_task_table(self, path: Path, job: Job) -> tuple[Table, ...]:
        """The tables of a DOCX, or the sheets of an XLSX, that may hold a 任务分工表. Raises TableUnreadable."""
        ...

    def catalogue_from_table(self, read: TableRead, head: CatalogueHead) -> CatalogueDraft:
        """A catalogue file for what was read of a table; what is lacking is said in its remarks."""
        ...

    def save_catalogue(self, draft: CatalogueDraft, target: Path) -> None:
        """Write a draft to a file, from which an archive can be founded or upgraded. Raises CannotWrite."""
        ...

    def open_pages(self, path: Path) -> OpenPages:
        """Open a PDF to look at its pages; see `ports.pages`. Raises PagesUnreadable."""
        ...

    def follow(
        self,
        archive: Archive,
        on_quiet: Callable[[], None],
        on_state: Callable[[FolderState], None] = ...,
    ) -> Callable[[], None]:
        """Watch the evidence folder; call `on_quiet` when something in it changed and rests. Returns stop.

        `on_state` is told the state at the start and whenever it changes. Both are called on another thread (the first
        state on the caller's) and must return soon.
        """
        ...
