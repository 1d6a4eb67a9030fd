"""The window with a large archive: ``python -m tests.benchmarks.bench_window [--files 100000] [--runs 3]``.

Starts the program in a process of its own until it shows the catalogue's tree and answers, and until the archive is
reckoned; and an empty PySide6 window with a tree in another, for the ratio of the two. Before that, in one window:
selecting lines of the catalogue, filtering, switching views (each the time until the event loop is idle again, the
worst of several), and the longest time that the event loop did not answer while the archive was opened and scanned.
Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.app import Program
from foodsafe_desktop.domain.evidence import (
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Origin,
    Verdict,
)
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.benchmarks.table import row
from tests.benchmarks.watched import Watched

SMALL = ("--files", "1000", "--runs", "1")
NUMBERS = 107
LINES = (8, 1, 46, 107, 3, 60)

_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTreeWidget, QTreeWidgetItem
application = QApplication([])
window, tree = QMainWindow(), QTreeWidget()
for dimension in range(5):
    above = QTreeWidgetItem(tree, [str(dimension)])
    for number in range(22):
        QTreeWidgetItem(above, [str(number)])
window.setCentralWidget(tree)
window.resize(1366, 740)
window.show()
QTimer.singleShot(0, lambda: (window.grab(), print("usable", flush=True), application.quit()))
application.exec()
"""

_PROGRAM = """
import gc, os, sys
from pathlib import Path
from foodsafe_desktop.__main__ import _program
from foodsafe_desktop.at_first_use import at_first_use
gc.disable()  # as foodsafe_desktop.ui.start does
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from foodsafe_desktop.ui.appearance import STYLE, dress
from foodsafe_desktop.ui.first_sight import FirstSight
from foodsafe_desktop.ui.remembered import Remembered
root, remembered = Path(sys.argv[1]), Remembered(Path(sys.argv[2]))
application = QApplication(["", *STYLE])
dress(application)
sight = FirstSight(remembered, root)
sight.show()
def usable():
    sight.grab()
    print("usable" if len(sight.tree.model.all_keys()) > 112 else "no tree", flush=True)
    sight.furnish(at_first_use(_program), take)
def take(window):
    from foodsafe_desktop.ui.starting import shorten_pauses
    shorten_pauses()
    window.desk.changed.connect(shown)
    window.open_first(root)
def shown(_overview):
    sight.grab()
    print("complete", flush=True)
    os._exit(0)
QTimer.singleShot(0, usable)
application.exec()
"""


def main() -> None:
    """Run it all and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="make the archive here, or take the one that is here")
    parser.add_argument("--stalls", action="store_true", help="say what held the event loop up (Linux)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-window-") as place:
        root, memory = options.keep or Path(place) / "archive", Path(place) / "window.ini"
        os.environ["XDG_CONFIG_HOME"] = place
        if not (root / "dossier.sqlite3").exists():
            _fill(root, options.files)
        # First, as it leaves behind what the window keeps of an archive.
        _measure(root, memory, look_for_stalls=options.stalls)
        empty = min(_started(_EMPTY, "", "") for _ in range(options.runs))[0]
        usable, complete = map(
            min, zip(*(_started(_PROGRAM, str(root), str(memory)) for _ in range(options.runs)), strict=True)
        )
        _told("an empty PySide6 window with a tree", empty, "1")
        _told("the window with the catalogue's tree, usable", usable, f"{usable / empty:.2f}")
        _told(f"all of an archive of {options.files} files reckoned and shown", complete, f"{complete / empty:.2f}")


def _fill(root: Path, files: int) -> None:
    """An archive whose files lie on the disk as its record says."""
    archive = Program().found_archive(root)
    try:
        with archive.store.begin() as unit:
            records = list(_records(archive, files))
            stored = unit.save_evidence([evidence for evidence, _file in records])
            unit.save_files(
                [
                    EvidenceFile(0, one.path, held.id, one.fixity, one.verdict)
                    for held, (_evidence, one) in zip(stored, records, strict=True)
                ]
            )
            now = archive.clock()
            unit.assign(
                Assignment(held.id, at % NUMBERS + 1, Origin.FOLDER, now, archive.who) for at, held in enumerate(stored)
            )
    finally:
        archive.close()


def _records(archive: Archive, files: int) -> Iterator[tuple[Evidence, EvidenceFile]]:
    for at in range(files):
        year = 2022 + at % 3
        path = f"({at % NUMBERS + 1}) 事项/{year}/会议纪要 {year}-03-{at % 28 + 1:02d} 第{at:06d}份.pdf"
        file = archive.place.evidence / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%PDF-1.4 " + str(at).encode())
        status = file.stat()
        fixity = Fixity(status.st_size, status.st_mtime_ns, "sha256", f"{at:064x}")
        verdict = Verdict("pdf", Condition.OK, "", at % 20 + 1, printable=True)
        yield Evidence(0, file.stem, year), EvidenceFile(0, path, 0, fixity, verdict)


def _started(program: str, *arguments: str) -> list[float]:
    """Seconds from the start of a process until its window can be used, and until all is there."""
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [(line.strip(), time.perf_counter() - begun) for line in process.stdout]
    if not said or said[0][0] != "usable":
        raise SystemExit("the window did not come up")
    return [took for _, took in said]


def _measure(root: Path, memory: Path, *, look_for_stalls: bool = False) -> None:
    watched = Watched(memory, look_for_stalls=look_for_stalls)
    window = watched.window
    watched.begin()
    window.desk.open(root)
    watched.until(lambda: watched.is_at_rest)
    watched.stop()
    watched.tell("while the archive was opened and scanned")
    views = list(window.views.actions_)
    for name in views:  # once, as everything that is made at first sight is made only once
        _answer(partial(window.views.show_view, name))
    first = [_answer(partial(window.tree.select, NodeKey(Kind.SUB_ITEM, number))) for number in LINES]
    _told_worst("selecting a line of the catalogue", first)
    begun = time.perf_counter()
    answered = _answer(lambda: window.tree.select(NodeKey(Kind.DIMENSION, 1)))
    _told_worst("selecting a whole dimension", [answered])
    watched.until(lambda: bool(window.evidence.model.rows))
    _told("the same until its evidence is listed", time.perf_counter() - begun)
    _told_worst("filtering the catalogue", (_answer(partial(window.tree.box.setText, text)) for text in "食安检"))
    window.tree.clear_filter()
    for name in views:
        action = window.views.actions_[name]
        _told_worst(f"switching to {action.iconText()}", (_answer(action.trigger) for _ in range(3)))
    window.views.show_view("catalogue")
    watched.until(lambda: window.reading_room.readings.is_running)
    _told_worst(
        "selecting a line as the reading of texts begins",
        [_answer(partial(window.tree.select, NodeKey(Kind.SUB_ITEM, number))) for number in LINES],
    )
    watched.close()


def _answer(do: Callable[[], object]) -> tuple[float, float]:
    """Seconds until the event loop has nothing more to do after it, and how many of them this thread reckoned."""
    begun, used = time.perf_counter(), time.thread_time()
    do()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    return time.perf_counter() - begun, time.thread_time() - used


def _told_worst(what: str, taken: Iterable[tuple[float, float]]) -> None:
    """The slowest of several; on a busy machine the rest of it is the time of others."""
    seconds, own = max(taken)
    _told(what, seconds, f"{own * 1000:.0f} ms the program's own")


def _told(what: str, seconds: float, beside: str = "") -> None:
    figure = f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
    row(what, figure, beside)
    sys.stdout.write(f"{what:<70} {figure:>9} {beside}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
