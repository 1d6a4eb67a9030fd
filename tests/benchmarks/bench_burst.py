"""A burst of new files under the open window: ``python -m tests.benchmarks.bench_burst [--files 10000]``.

Another process writes the files while the program watches, scans and shows them, offscreen. Prints how many were
registered, how many were missed, how often the watcher called, and the event loop's longest gaps: a person at the
window waits that long for an answer. The gaps are told by what the program was doing at the time, each with how much of
it the program's own threads reckoned: on a busy machine the rest is the time of others.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.app import Program
from foodsafe_desktop.ui.jobs import Task
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.starting import shorten_pauses
from tests.benchmarks.table import row

SMALL = ("--files", "500")
GOAL = 0.050
LONGEST = 600.0
"""Seconds after which the burst counts as not registered."""

_WRITER = """
import pathlib, sys
root, files = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for number in range(files):
    folder = root / f"({number // 40 % 107 + 1}) 事项" / str(2022 + number % 3)
    folder.mkdir(parents=True, exist_ok=True)
    text = f"第 {number} 份材料。\\n" * 40
    (folder / f"会议纪要 {number:05d}.txt").write_text(text, encoding="utf-8")
"""


class Pulse:
    """Ticks in the event loop and keeps the longest gaps between two ticks, beside what ran meanwhile."""

    def __init__(self, doing: Callable[[], str]) -> None:
        self.doing = doing
        self._last = time.perf_counter()
        self._used = time.process_time()
        self.gaps: dict[str, list[tuple[float, float]]] = {}
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self.ticked = self._timer.timeout
        self._before = doing()
        self._timer.start()

    def begin(self) -> None:
        """Forget what was before."""
        self._last, self._used = time.perf_counter(), time.process_time()
        self.gaps.clear()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now, used = time.perf_counter(), time.process_time()
        self.gaps.setdefault(self._before, []).append((now - self._last, used - self._used))
        self._last, self._used, self._before = now, used, self.doing()


class Burst:
    """One run: the window, the writer, and what came of it."""

    def __init__(self, root: Path, files: int) -> None:
        self.root, self.files = root, files
        self.front = Program()
        self.window = MainWindow(self.front)
        shorten_pauses()
        self.window.show()
        self.running: list[str] = []
        self.scans = 0
        self.window.runner.started.connect(self._started)
        self.window.runner.finished.connect(self._finished)
        self.pulse = Pulse(lambda: self.running[0] if self.running else "idle")

    def _started(self, task: Task) -> None:
        self.running.append(task.title)

    def _finished(self, task: Task) -> None:
        self.running.remove(task.title)
        self.scans += task.title.startswith("扫描")

    def registered(self) -> int:
        overview = self.window.desk.overview
        return len(overview.dossier.files) if overview else 0

    def run(self) -> tuple[float, int]:
        """Seconds from the first write until all is registered (or no more comes), and the files registered."""
        self.window.desk.open(self.root)
        _until(lambda: self.window.desk.overview is not None and not self.running)
        self.scans = 0
        self.pulse.begin()
        started = time.perf_counter()
        evidence = self.root / "evidence"
        with subprocess.Popen([sys.executable, "-c", _WRITER, str(evidence), str(self.files)]) as writer:
            _until(lambda: writer.poll() is not None and self.registered() >= self.files and not self.running)
        took = time.perf_counter() - started
        self.pulse.stop()
        return took, self.registered()


def _until(holds: Callable[[], bool]) -> None:
    end = time.perf_counter() + LONGEST
    while not holds() and time.perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def main() -> None:
    """Run one burst and print its figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    files = parser.parse_args().files
    application = QApplication([])
    with tempfile.TemporaryDirectory(prefix="bench-burst-") as place:
        root = Path(place) / "archive"
        Program().found_archive(root).close()
        burst = Burst(root, files)
        took, registered = burst.run()
        burst.window.close()
    application.quit()
    _say(f"{files} new files: {registered} registered, {files - registered} missed, {took:.1f} s, {burst.scans} scans")
    row(f"{files} new files under the open window", f"{took:.1f} s", f"{files - registered} missed")
    for doing, gaps in burst.pulse.gaps.items():
        late = sum(gap > GOAL for gap, _ in gaps)
        longest, own = max(gap for gap, _ in gaps), max(min(gap, used) for gap, used in gaps)
        row(f"longest gap while {doing}", f"{longest * 1000:.0f} ms", f"{own * 1000:.0f} ms the program's own")
        _say(
            f"  while {doing}: longest gap {longest * 1000:.0f} ms, {late} of {len(gaps)} ticks over 50 ms; "
            f"of any gap at most {own * 1000:.0f} ms were the program's own"
        )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
