"""What the child does: one piece of work after the other on a small archive, with a word to the parent after each."""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import NothingToIssue, NothingToSupplement
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.services import accession, backups, binders, deciding, issuing
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, ArchivePlace, NotPrintable, Rendition
from foodsafe_desktop.services.ports.store import Store
from foodsafe_desktop.store import exchange, open_store
from tests.fakes import FakeRenderer, fake_archive

LATER = 4_000_000_000.0
"""Long after any file was written: everything is at rest."""
NAMING = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"})
HANDED_OUT = "sub-item-8"
"""The volume that is issued, and supplemented with what came since."""
WORD = "先行发出"
EVENTS = NAMING | {"open", "sqlite3.connect", "shutil.copyfile"}
"""What a program does to the disk, as Python tells of it before it is done; the few that change names among them."""


@dataclass
class Moment:
    """When the child kills itself: before its event number `at`, counted in `seen`; never while `at` is 0."""

    at: int = 0
    events: frozenset[str] = EVENTS
    seen: int = 0

    def listen(self) -> None:
        """From now on every such event of this process is counted."""
        sys.addaudithook(lambda name, _arguments: self.count() if name in self.events else None)

    def count(self) -> None:
        """One event more: the child may end here."""
        if self.at:
            self.seen += 1
            if self.seen >= self.at:
                os.kill(os.getpid(), signal.SIGKILL)


class OnePage(FakeRenderer):
    """Every file has the one page that lies at `page`."""

    def __init__(self, page: Path) -> None:
        self._page = page

    def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition | NotPrintable:
        """That page."""
        made = super().render(source, file, job)
        return replace(made, pdf=self._page) if isinstance(made, Rendition) else made


def archive_in(root: Path, catalogue: Catalogue, store: Store, page: Path) -> Archive:
    """An archive with real store, folder and press."""
    place = ArchivePlace(root, root / "evidence")
    folder = DiskFolder(place.evidence, clock=lambda: LATER)
    fakes: Archive = fake_archive(catalogue)
    return replace(fakes, place=place, store=store, folder=folder, press=Press(), renderer=OnePage(page))


class Child:
    """Works until it is killed, or has done `rounds` of everything. `say` tells the parent what was committed."""

    def __init__(self, root: Path, catalogue: Catalogue, page: Path, say: Callable[[dict[str, object]], None]) -> None:
        self._root, self._catalogue, self._page, self._say = root, catalogue, page, say
        self._database, self._backups = root / "dossier.sqlite3", root / "backups"

    def run(self, order: Sequence[str], chance: random.Random, moment: Moment) -> None:
        """Do the work in that order."""
        job = Job(report=lambda _progress: moment.count() if moment.events == EVENTS else None)
        for name in order:
            self._say({"begin": name})
            {"migrate": self._migrate, "restore": self._restore}.get(name, self._in_archive(name, chance, job))()

    def _in_archive(self, name: str, chance: random.Random, job: Job) -> Callable[[], None]:
        def work() -> None:
            store = open_store(self._database, self._backups)
            try:
                archive = archive_in(self._root, self._catalogue, store, self._page)
                getattr(self, f"_{name}")(archive, chance, job)
                self._say(state_of(archive.store))
            finally:
                store.close()

        return work

    def _scan(self, archive: Archive, chance: random.Random, job: Job) -> None:
        accession.scan(archive, job)

    def _assign(self, archive: Archive, chance: random.Random, job: Job) -> None:
        with archive.store.begin() as unit:
            pieces = list(unit.dossier().evidence)
        for _ in range(10):
            if pieces:
                deciding.assign(archive, chance.sample(pieces, min(3, len(pieces))), chance.randint(1, 107))
                self._say(state_of(archive.store))

    def _bind(self, archive: Archive, chance: random.Random, job: Job) -> None:
        binders.bind(archive, "sub-item:8", archive.place.binders, job)

    def _issue(self, archive: Archive, chance: random.Random, job: Job) -> None:
        before = {one.key: one.issue for one in issuing.issued_volumes(archive)}.get(HANDED_OUT, 0)
        out = archive.place.binders / issuing.ISSUED / f"第{before + 1}次"
        try:
            if before:
                last = chance.random() < 0.5
                kept = issuing.issue_supplement(archive, HANDED_OUT, out, job, addendum=last, word=WORD).volume
            else:
                [kept] = issuing.issue(archive, "sub-item:8", out, job, word=WORD).volumes
        except (NothingToIssue, NothingToSupplement):
            return
        self._say({"issued": kept.path, "sha256": kept.sha256})

    def _backup(self, archive: Archive, chance: random.Random, job: Job) -> None:
        self._say({"backup": backups.back_up(archive, job).path.name})

    def _migrate(self) -> None:
        old = self._root.parent / "old" / "dossier.sqlite3"
        open_store(old, old.parent / "backups").close()
        self._say({"migrated": True})

    def _restore(self) -> None:
        copies = sorted(self._backups.glob("dossier_by_hand_*.sqlite3"))
        if not copies:
            return
        with exchange(copies[-1], self._database, self._backups, make_room=True) as found:
            self._say({"restoring": copies[-1].name})
            found.replace(fake_archive(self._catalogue).clock(), "tester@desk")
        store = open_store(self._database, self._backups)
        self._say({**state_of(store), "restored": True})
        store.close()


def state_of(store: Store) -> dict[str, object]:
    """What is committed by now, as it must be found again: nothing of it is taken back but by restoring."""
    with store.begin() as unit:
        dossier, newest, issued = unit.dossier(), unit.history(1), unit.issued()
    return {
        "line": [newest[0].id, newest[0].digest] if newest else [0, ""],
        "assigned": sorted([one.evidence_id, one.number] for one in dossier.assignments),
        "files": sorted(one.path for one in dossier.files),
        "volumes": sorted([one.key, one.issue, one.sha256] for one in issued),
    }


def fork(
    root: Path, catalogue: Catalogue, page: Path, order: Sequence[str], seed: int, moment: Moment
) -> tuple[int, int]:
    """A child at work; returns its process id and the pipe that it speaks into."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    os.close(reading)
    os.setsid()
    status = 1
    try:
        tempfile.tempdir = os.fspath(root.parent / "temporary")  # what a killed child leaves there is seen
        moment.listen()

        def say(facts: dict[str, object]) -> None:
            os.write(writing, json.dumps(facts).encode() + b"\n")

        Child(root, catalogue, page, say).run(order, random.Random(seed), moment)
        status = 0
    finally:
        os._exit(status)


def start_over(root: Path, released: Path) -> None:
    """Put an archive of an older schema beside `root`, to be brought up to date."""
    old = root.parent / "old"
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir(parents=True)
    shutil.copyfile(released, old / "dossier.sqlite3")
