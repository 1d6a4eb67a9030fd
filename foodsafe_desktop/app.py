"""The one place that knows every room: it opens archives, hands each service its ports, and starts the program.

What prints, and what looks into files, is loaded when it is first needed: the libraries behind it take longer to load
than all the rest.
"""

import datetime as dt
import gc
import getpass
import platform
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from foodsafe_desktop import cli, store
from foodsafe_desktop.at_first_use import at_first_use
from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.errors import (
    ArchiveExists,
    BackupOfAnother,
    CannotWrite,
    FolderNotEmpty,
    PackageIsNoArchive,
)
from foodsafe_desktop.domain.task_table import CatalogueDraft, CatalogueHead, Table, TableRead
from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.files.catalogue_table import write_catalogue
from foodsafe_desktop.files.editions import load_edition, parse_edition
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.files.recipes_toml import RecipesToml
from foodsafe_desktop.files.skeleton import lay_skeleton
from foodsafe_desktop.files.watcher import FolderWatcher
from foodsafe_desktop.output.atomic import write_atomically
from foodsafe_desktop.services import deciding, handing_out, indicators
from foodsafe_desktop.services.converting import conversion_of
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, ArchivePlace, BinderPress, CheckReport, Renderer
from foodsafe_desktop.services.ports.pages import OpenPages
from foodsafe_desktop.services.ports.reports import ReportPress
from foodsafe_desktop.services.ports.texts import TextReader, Texts
from foodsafe_desktop.services.relinking import EVIDENCE_FOLDER, full_path, kept_folder, refuse_other_archives
from foodsafe_desktop.services.restoring import ARCHIVE_ID, RESTORED, PackageRestored, Restoration, is_package
from foodsafe_desktop.services.rules import REQUIREMENTS, Rules
from foodsafe_desktop.services.settings import settings_of
from foodsafe_desktop.shipped import resource_path

if TYPE_CHECKING:
    from foodsafe_desktop.renditions.worker import WorkerInspector

gc.freeze()  # What is loaded by now stays as long as the program: the collector need not go through it ever again.


class Program:
    """The `Front` of the real program: archives on this machine's disk."""

    def found_archive(
        self, root: Path, evidence: Path | None = None, catalogue: Path | None = None, *, skeleton: bool = False
    ) -> Archive:
        """Make an archive and open it; see `Front.found_archive`."""
        root = full_path(root)
        place = ArchivePlace(root, full_path(evidence or root / "evidence"))
        if place.database.exists():
            raise ArchiveExists(str(root))
        refuse_other_archives(root, root.resolve().parents)
        kept_as = kept_folder(place)
        edition = load_edition(catalogue or resource_path("catalogues", "baiyun-2023-40.toml"))
        try:
            for directory in (place.evidence, place.binders, place.backups, place.cache):
                directory.mkdir(parents=True, exist_ok=True)
            if skeleton:
                lay_skeleton(place.evidence, edition.catalogue)
        except OSError as error:
            raise CannotWrite(error.filename or str(root), str(error)) from error
        kept = {EVIDENCE_FOLDER: kept_as, REQUIREMENTS: edition.requirements_text}
        kept[ARCHIVE_ID] = str(uuid.uuid4())
        return _archive(place, store.found(place.database, edition.catalogue_text, kept))

    def open_archive(self, root: Path) -> Archive:
        """Open an archive; see `Front.open_archive`."""
        root = root.absolute()
        if is_package(root):
            raise PackageIsNoArchive(str(root))
        opened = store.open_store(root / "dossier.sqlite3", root / "backups")
        try:
            with opened.begin() as unit:
                kept = unit.setting(EVIDENCE_FOLDER)
                if unit.setting(ARCHIVE_ID) is None:  # made before archives had one
                    unit.set_setting(ARCHIVE_ID, str(uuid.uuid4()))
        except BaseException:  # also when interrupted: the lock must not outlive the failure
            opened.close()
            raise
        # root / kept is kept itself where that is absolute: a folder on another drive or a network share.
        archive = _archive(ArchivePlace(root, root / (kept or "evidence")), opened)
        _settle(archive)
        return archive

    def restore(self, copy: Path, root: Path, *, replace: bool, other_archive: bool = False) -> Restoration:
        """Put a copy in the place of an archive's database; see `Front.restore`."""
        place = ArchivePlace(root.absolute(), root.absolute() / "evidence")
        with store.exchange(copy.absolute(), place.database, place.backups, make_room=replace) as exchange:
            found = exchange.differences
            if not replace:
                return Restoration(place.database, found, replaced=False)
            if found.strangers and not other_archive:
                raise BackupOfAnother(str(copy))
            return Restoration(place.database, found, replaced=True, aside=exchange.replace(_now(), _who()))

    def make_demo(self, root: Path) -> Archive:
        """Make the demo archive; see `Front.make_demo`."""
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise FolderNotEmpty(str(root))
        from foodsafe_desktop import demo  # noqa: PLC0415 - draws papers

        archive = self.found_archive(root)
        demo.lay_evidence(archive.place.evidence, archive.catalogue)
        return archive

    def decide_demo(self, archive: Archive) -> None:
        """Take the demo's decisions; see `Front.decide_demo`."""
        from foodsafe_desktop import demo  # noqa: PLC0415 - draws papers

        chosen = demo.election(archive.catalogue)
        deciding.choose_electives(archive, chosen.items, chosen.sub_items)
        for paper in demo.paper_records(archive.catalogue):
            deciding.register_paper(archive, paper.number, paper.title, paper.year, paper.place, paper.pages)
        for indicator, year, value in demo.indicator_values(archive.rules.edition.requirements):
            indicators.enter_value(archive, indicator, year, value)
        demo.disturb(archive.place.evidence, archive.catalogue)

    def converters(self) -> Mapping[Conversion, str]:
        """Which office programs there are; see `Front.converters`."""
        from foodsafe_desktop.renditions.converters.found import installed  # noqa: PLC0415 - looks into files

        return {choice: converter.name for choice, converter in installed().items()}

    def verify_binder(self, path: Path) -> CheckReport:
        """Check compiled volumes; see `Front.verify_binder`."""
        from foodsafe_desktop.output.manifest import verify_binder  # noqa: PLC0415 - reads PDF

        return verify_binder(path)

    def verify_package(self, path: Path, job: Job) -> CheckReport:
        """Check a hand-over package; see `Front.verify_package`."""
        from foodsafe_desktop.output.package.checking import verify_package  # noqa: PLC0415 - at first use

        return verify_package(path, job)

    def restore_package(self, package: Path, root: Path, job: Job) -> PackageRestored:
        """Lay an archive out from a package; see `Front.restore_package`."""
        from foodsafe_desktop.output.package.laying_out import laid_out  # noqa: PLC0415 - draws papers

        with laid_out(package, root, job) as laid:
            opened = store.open_store(laid.folder / "dossier.sqlite3", laid.folder / "backups")
            with closing(opened), opened.begin() as unit:
                unit.set_setting(EVIDENCE_FOLDER, "evidence")
                unit.record(_now(), _who(), RESTORED, "archive", {"from": package.name, "file_count": laid.files})
        return PackageRestored(root.absolute(), laid.files, laid.notes)

    def load_edition(self, path: Path) -> Edition:
        """Load an edition; see `Front.load_edition`."""
        return load_edition(path)

    def read_task_table(self, path: Path, job: Job) -> tuple[Table, ...]:
        """Read the tables of a file; see `Front.read_task_table`."""
        from foodsafe_desktop.renditions.tables import read_tables  # noqa: PLC0415 - looks into files
        from foodsafe_desktop.renditions.worker import Workers  # noqa: PLC0415 - looks into files

        with closing(Workers()) as workers:
            return read_tables(path, workers, job)

    def catalogue_from_table(self, read: TableRead, head: CatalogueHead) -> CatalogueDraft:
        """Write a catalogue file for a table; see `Front.catalogue_from_table`."""
        return write_catalogue(read, head)

    def save_catalogue(self, draft: CatalogueDraft, target: Path) -> None:
        """Write a draft to a file; see `Front.save_catalogue`."""
        try:
            write_atomically(target, draft.text.encode("utf-8"))
        except OSError as error:
            raise CannotWrite(str(target), str(error)) from error

    def open_pages(self, path: Path) -> OpenPages:
        """Open a PDF to look at its pages; see `Front.open_pages`."""
        from foodsafe_desktop.renditions.page_view import open_pages  # noqa: PLC0415 - reads PDF

        return open_pages(path)

    def follow(
        self,
        archive: Archive,
        on_quiet: Callable[[], None],
        on_state: Callable[[FolderState], None] = lambda _state: None,
    ) -> Callable[[], None]:
        """Watch the evidence folder; see `Front.follow`."""
        assert isinstance(archive.folder, DiskFolder)  # noqa: S101 - no archive of this program has another
        watcher = FolderWatcher(archive.folder, on_quiet, on_state)
        watcher.start()
        return watcher.stop


def _settle(archive: Archive) -> None:
    """Finish what a killed run was handing out. What cannot be put in place now is tried again at the next chance."""
    with suppress(CannotWrite):
        handing_out.settle(archive)


def _archive(place: ArchivePlace, opened: store.SqliteStore) -> Archive:
    try:
        with opened.begin() as unit:
            texts = unit.catalogue_text(), unit.setting(REQUIREMENTS) or ""
            rules = Rules(parse_edition(*texts, place.database.name), unit.corrections())
            settings = settings_of(unit)
            looking = _Looking(place.cache, conversion_of(unit))
        return Archive(
            place=place,
            rules=rules,
            store=opened,
            folder=DiskFolder(place.evidence, settings),
            inspector=looking.inspector,
            renderer=looking.renderer,
            press=at_first_use(lambda: _press(place.cache / "measures")),
            reports=at_first_use(_reports),
            recipe_text=RecipesToml(),
            texts=Texts(looking.reader, store.SqliteTextStore(place.cache / "text.sqlite3")),
            clock=_now,
            who=_who(),
        )
    except BaseException:  # also when interrupted: the lock must not outlive the failure
        opened.close()
        raise


class _Looking:
    """What looks into files, each loaded at its first use; all share one pool of worker processes."""

    def __init__(self, cache: Path, conversion: Conversion) -> None:
        self._cache, self._conversion = cache, conversion
        self.inspector = at_first_use(_inspector)
        self.renderer: Renderer = at_first_use(self._renderer)
        self.reader: TextReader = at_first_use(self._reader)

    def _renderer(self) -> Renderer:
        from foodsafe_desktop.renditions.pages import PageRenderer  # noqa: PLC0415 - at first use

        return PageRenderer(self._cache, self.inspector, self._conversion)

    def _reader(self) -> TextReader:
        from foodsafe_desktop.renditions.text_reader import TextWorkers  # noqa: PLC0415 - at first use

        return TextWorkers(self.inspector.workers)


def _inspector() -> "WorkerInspector":
    from foodsafe_desktop.renditions.worker import WorkerInspector  # noqa: PLC0415 - at first use

    return WorkerInspector()


def _press(cache: Path) -> BinderPress:
    from foodsafe_desktop.output.press import Press  # noqa: PLC0415 - at first use

    return Press(cache)


def _reports() -> ReportPress:
    from foodsafe_desktop.output.reports.writing import Reports  # noqa: PLC0415 - at first use

    return Reports()


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


def _who() -> str:
    """user@host as the history names the person at this machine."""
    user = "本机用户"
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    return f"{user}@{platform.node()}"


def main(argv: Sequence[str]) -> int:
    """Run a command, or open the window where none is given. Returns the exit code."""
    program = Program()
    try:
        options = cli.parse(argv)
    except cli.ArgumentsRefused as error:
        code, facts = cli.refused(str(error))
        return cli.told(code, facts) if "--json" in argv else code
    if options.command is not None:
        return cli.run(program, options)
    if options.self_check:
        from foodsafe_desktop.self_check import check  # noqa: PLC0415 - as below

        found = check(program, cli.say)
        code = cli.DONE if found["ok"] else cli.REFUSED
        return cli.told(code, found) if options.json else code
    # Imported only here, so that the command line also works where Qt is not installed.
    from foodsafe_desktop import ui  # noqa: PLC0415

    return ui.start(program, options.archive)
