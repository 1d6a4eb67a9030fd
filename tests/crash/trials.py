"""Kill the child, look at what is left: ``python -m tests.crash.trials --trials 300 --seed 1``."""

import argparse
import hashlib
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.output.manifest import verify_binder
from foodsafe_desktop.output.staging import staging
from foodsafe_desktop.services import handing_out
from foodsafe_desktop.services.issuing import ISSUED
from foodsafe_desktop.store import found, open_store
from tests.crash.work import NAMING, Moment, archive_in, fork, start_over, state_of
from tests.integration.output.papers import pdf_bytes
from tests.integration.store.released import ARCHIVES
from tests.shipped_edition import TEXT, shipped_edition

WORK = ("scan", "assign", "bind", "issue", "backup", "migrate", "restore")
PATIENCE = 120.0
"""Seconds after which a child that neither ends nor dies is a fault of its own."""
START_ANEW_AFTER = 12
Word = dict[str, Any]


class Trials:
    """A series of trials on archives below `place`; `outcomes` counts what the child was at when it died."""

    def __init__(self, place: Path, seed: int) -> None:
        self._place, self._chance = place, random.Random(seed)
        self._catalogue: Catalogue = shipped_edition().catalogue
        self._page = place / "page.pdf"
        self._page.write_bytes(pdf_bytes(1))
        self._root = place / "none"
        self._must: Word = {}
        self._restored = False
        """Whether the archive is now an older one than what lies in its folders."""
        self.outcomes: Counter[str] = Counter()

    def run(self, count: int) -> None:
        """So many trials; raises AssertionError at the first that loses or leaves something."""
        for number in range(count):
            if number % START_ANEW_AFTER == 0:
                self._found(number)
            self._put(number)
            originals = self._originals()
            start_over(self._root, ARCHIVES / "0001.sqlite3")
            first = WORK[number % len(WORK)]
            rest = [name for name in WORK if name != first]
            self._chance.shuffle(rest)
            words = self._child([first, *rest], self._moment(number))
            self._look(words)
            assert self._originals() == originals, "an original was touched"

    def _found(self, number: int) -> None:
        shutil.rmtree(self._root.parent, ignore_errors=True) if number else None
        self._root = self._place / str(number) / "archive"
        self._restored = False
        (self._root / "evidence").mkdir(parents=True)
        (self._root.parent / "temporary").mkdir()
        with closing(found(self._root / "dossier.sqlite3", TEXT, {})) as store:
            self._must = state_of(store)

    def _put(self, number: int) -> None:
        for count in range(5):
            paper = self._root / "evidence" / f"({8 + count}) 事项" / "2022" / f"会议纪要{number}-{count}.pdf"
            paper.parent.mkdir(parents=True, exist_ok=True)
            paper.write_bytes(f"{number} {count}".encode())
            os.utime(paper, (1_700_000_000 + number, 1_700_000_000 + number))

    def _originals(self) -> dict[str, tuple[bytes, int]]:
        files = (path for path in (self._root / "evidence").rglob("*") if path.is_file())
        return {os.fspath(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    def _moment(self, number: int) -> Moment:
        """By turns: before any event, before one that changes a name, or none (the parent kills it by the clock)."""
        return (Moment(self._chance.randint(1, 160)), Moment(self._chance.randint(1, 40), NAMING), Moment())[
            number // len(WORK) % 3
        ]

    def _child(self, order: list[str], moment: Moment) -> list[Word]:
        """Let a child begin, and kill it: before an event of its own, or some time after a word of its."""
        seed = self._chance.randrange(1 << 30)
        process, reading = fork(self._root, self._catalogue, self._page, order, seed, moment)
        words, rest = [], b""
        patience = self._chance.randint(1, 8)
        delay = self._chance.random() * 0.25
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            ready, _, _ = select.select([reading], [], [], 1.0)
            if not ready:
                continue
            heard = os.read(reading, 1 << 16)
            if not heard:
                break
            *lines, rest = (rest + heard).split(b"\n")
            words += [json.loads(line) for line in lines]
            if not moment.at and len(words) >= patience:
                select.select([], [], [], delay)  # the moment is any moment: nothing is waited for
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                patience = sys.maxsize
        else:
            os.kill(process, signal.SIGKILL)
            raise AssertionError(f"the child hangs after {words[-1:]}")
        os.close(reading)
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"the child failed after {words[-1:]}"
        began = [word["begin"] for word in words if "begin" in word]
        self.outcomes["nothing" if not os.WIFSIGNALED(status) else began[-1] if began else "start"] += 1
        return words

    def _look(self, words: list[Word]) -> None:
        """Open the archive as the next program would, and find everything that the child said was kept."""
        restoring, copies, migrated = "", [], False
        self._restored |= any("restoring" in word for word in words)
        for word in words:
            restoring = word.get("restoring", "" if "line" in word else restoring)
            copies += [word["backup"]] if "backup" in word else []
            migrated |= "migrated" in word
            self._must = word if "line" in word else self._must
        backups = self._root / "backups"
        with closing(open_store(self._root / "dossier.sqlite3", backups)) as store:
            assert store.is_sound(), "the database is not sound"
            handing_out.settle(archive_in(self._root, self._catalogue, store, self._page))
            with store.begin() as unit:
                assert unit.broken_history() == [], "the history does not fit together"
                digests = {line.id: line.digest for line in unit.history()}
                newest = unit.history(1)
            assert store.history_faults(backups) == []
            if restoring and newest and newest[-1].verb == "restored" and not self._is_in(digests):
                assert newest[-1].detail["from"] == restoring
                self._find(backups / str(newest[-1].detail["aside"]))
            else:
                assert self._is_in(digests), "a committed line is gone"
                self._has(state_of(store))
            self._must = state_of(store)
            with store.begin() as unit:
                recorded = {one.path for one in unit.issued()}
        self._look_at_printed([word for word in words if "issued" in word], recorded)
        for name in copies:
            with closing(sqlite3.connect(backups / name)) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        halves = [path for path in self._root.rglob("*") if path.suffix in (".part", ".new", ".restoring", ".tmp")]
        assert not halves, f"half output: {halves}"
        self._look_at_old(migrated=migrated)

    def _is_in(self, digests: dict[int, str]) -> bool:
        line, digest = self._must["line"]
        return not line or digests.get(line) == digest

    def _has(self, state: Word) -> None:
        for what in ("assigned", "files", "volumes"):
            gone = [one for one in self._must[what] if one not in state[what]]
            assert not gone, f"committed, and gone: {what} {gone}"

    def _find(self, aside: Path) -> None:
        """What was committed before a restoring is in the database that was put aside."""
        copy = shutil.copyfile(aside, self._root.parent / "aside.sqlite3")
        with closing(open_store(Path(copy), self._root / "none")) as store:
            with store.begin() as unit:
                assert self._is_in({line.id: line.digest for line in unit.history()}), "gone from what was put aside"
            self._has(state_of(store))

    def _look_at_printed(self, handed_out: list[Word], recorded: set[str]) -> None:
        """Every folder of volumes is whole, and what was handed out lies there as it was said, and nothing else."""
        binders = self._root / "binders"
        volumes = [pdf for pdf in (binders / ISSUED).rglob("小项*.pdf") if "（换页）" not in pdf.name]
        for pdf in () if self._restored else volumes:
            assert pdf.relative_to(self._root).as_posix() in recorded, f"handed out, and not recorded: {pdf.name}"
        lost = [path for path in recorded if not (self._root / path).is_file()]
        assert not lost, f"recorded, and not there: {lost}"
        for folder in (binders, *sorted((binders / ISSUED).glob("*"))):
            self._clear_binders(folder)
        for word in handed_out:
            printed = (self._root / word["issued"]).read_bytes()
            assert hashlib.sha256(printed).hexdigest() == word["sha256"], "not what was handed out"

    def _clear_binders(self, binders: Path) -> None:
        """The next run clears what was left of this one; then every volume is what its manifest says."""
        binders.mkdir(exist_ok=True)
        for left in binders.glob(".*"):
            os.utime(left, (0, 0))  # long ago
        with staging(binders):
            pass
        assert not [path.name for path in binders.iterdir() if path.name.startswith(".")], "staging is left"
        if list(binders.glob("*.pdf")):
            report = verify_binder(binders)
            half = [*report.mismatched, *report.missing, *report.unexpected]
            assert not half, f"half a volume: {half}"

    def _look_at_old(self, *, migrated: bool) -> None:
        old = self._root.parent / "old"
        with closing(sqlite3.connect(old / "dossier.sqlite3")) as database:
            [(version,)] = database.execute("SELECT version_num FROM alembic_version")
        assert not migrated or version != "0001", "a migration that was told is not there"
        if version != "0001":
            assert list((old / "backups").glob("dossier_before_*.sqlite3")), "no copy from before the migration"
        with closing(open_store(old / "dossier.sqlite3", old / "backups")) as store, store.begin() as unit:
            assert len(unit.dossier().evidence) == 4
            assert unit.broken_history() == []


def main() -> None:
    """Run, and print how many trials there were of what."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crash-") as place:
        trials = Trials(Path(place), options.seed)
        try:
            trials.run(options.trials)
        finally:
            killed = ", ".join(f"{name} {count}" for name, count in sorted(trials.outcomes.items()))
            sys.stdout.write(f"killed while at: {killed}\n")
    sys.stdout.write(f"{options.trials} trials, seed {options.seed}, {time.monotonic() - started:.0f} s: all whole\n")


if __name__ == "__main__":
    main()
