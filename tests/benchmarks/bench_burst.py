"""A burst of new files under the open window: ``python -m tests.benchmarks.bench_burst [--files 10000]``.

Another process writes the files while the program watches, scans and shows them, offscreen. Prints how many were
registered, how many were missed, how often the watcher called, and the event loop's longest gaps: a person at the
window waits that long for an answer. The gaps are told by what the program was doing at the time, each with how much of
it the program's own threads reckoned: on a busy machine the rest is the time of others.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from foodsafe_desktop.app import Program
from foodsafe_desktop.ui.scanning import SCAN
from tests.benchmarks.table import row, say
from tests.benchmarks.watched import Watched

SMALL = ("--files", "500")

_WRITER = """
import pathlib, sys
root, files = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for number in range(files):
    folder = root / f"({number // 40 % 107 + 1}) 事项" / str(2022 + number % 3)
    folder.mkdir(parents=True, exist_ok=True)
    text = f"第 {number} 份材料。\\n" * 40
    (folder / f"会议纪要 {number:05d}.txt").write_text(text, encoding="utf-8")
"""


def main() -> None:
    """Run one burst and print its figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--stalls", action="store_true", help="say what held the event loop up (Linux)")
    options = parser.parse_args()
    files = options.files
    with tempfile.TemporaryDirectory(prefix="bench-burst-") as place:
        root = Path(place) / "archive"
        Program().found_archive(root).close()
        watched = Watched(Path(place) / "window.ini", look_for_stalls=options.stalls)
        took, registered = _burst(watched, root, files)
        watched.close()
    scans = watched.finished.count(SCAN)
    say(f"{files} new files: {registered} registered, {files - registered} missed, {took:.1f} s, {scans} scans")
    row(f"{files} new files under the open window", f"{took:.1f} s", f"{files - registered} missed")
    watched.tell("meanwhile")


def _burst(watched: Watched, root: Path, files: int) -> tuple[float, int]:
    """Seconds from the first write until all is registered and opened, and the files registered."""
    watched.window.desk.open(root)
    watched.until(lambda: watched.is_at_rest)
    watched.begin()
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(root / "evidence"), str(files)]) as writer:
        watched.until(lambda: writer.poll() is not None and watched.registered >= files and watched.is_at_rest)
    return time.perf_counter() - started, watched.registered


if __name__ == "__main__":
    main()
