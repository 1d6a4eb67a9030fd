"""What a scan costs beside what cannot be had for less: ``python -m tests.benchmarks.bench_scan [--quick]``.

Prints seconds and ratios: the first scan beside hashing the same files with two threads, until all files are
registered and until all are opened as well; a scan of the unchanged tree beside ``git status`` on it, for two sizes of
tree; a scan after one file changed; the highest memory of each. Ratios are what to compare, for machines differ. The
trees are made anew in the system's temporary folder and removed afterwards.
"""

import argparse
import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.table import row, say
from tests.sure import sure

SMALL = ("--files", "500", "--megabytes", "20", "--many", "2000")
PER_FOLDER = 40
REPEATS = 3
LONG_AGO = 1_700_000_000
_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")


def main() -> None:
    """Measure both trees and print."""
    options = _options()
    if options.scan is not None:
        _scan(options.scan, options.tree)
        return
    sizes = [(options.files, options.megabytes * 1_000_000), (options.many, options.many * 100)]
    per_file = [_measure(files, size) for files, size in sizes]
    say(f"a rescan costs {per_file[0]:.1f} µs a file at {sizes[0][0]}, {per_file[1]:.1f} µs at {sizes[1][0]}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=20_000, help="files of the first tree")
    parser.add_argument("--megabytes", type=int, default=1_500, help="size of the first tree")
    parser.add_argument("--many", type=int, default=100_000, help="small files of the second tree")
    parser.add_argument("--quick", action="store_true", help="a tenth of it")
    parser.add_argument("--scan", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--tree", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.files, options.megabytes, options.many = options.files // 10, options.megabytes // 10, 10_000
    return options


def _measure(files: int, size: int) -> float:
    """Print the figures of one tree; returns the microseconds that a rescan takes for a file."""
    place = Path(tempfile.mkdtemp(prefix="bench-scan-"))
    try:
        tree = place / "evidence"
        paths = lay(tree, files, size // files)
        say(f"{files} files, {size / 1e6:.0f} MB")
        plain = _best(lambda: _hash(paths), 1)
        first = _scans(place / "archive", tree)
        plain = min(plain, _best(lambda: _hash(paths), 1))
        say(f"  hashing alone {plain:.2f} s")
        say(f"  first scan, registered: {first.registered:.2f} s, ratio {first.registered / plain:.2f}")
        say(f"  first scan, registered and opened: {first.all:.2f} s, ratio {first.all / plain:.2f}")
        again = min((_scans(place / "archive", tree) for _ in range(REPEATS)), key=lambda one: one.all)
        git = _best(_git_status(place, tree), REPEATS)
        say(f"  rescan {again.all:.2f} s, git status {git:.2f} s: ratio {again.all / git:.2f}")
        paths[0].write_text("changed", encoding="utf-8")
        os.utime(paths[0], (LONG_AGO, LONG_AGO))
        one = _scans(place / "archive", tree)
        say(f"  one file changed: {one.all:.2f} s")
        say(f"  memory: first {first.memory:.0f} MB, rescan {again.memory:.0f} MB, one changed {one.memory:.0f} MB")
        what = f"{files} files, {size / 1e6:.0f} MB"
        row(f"{what}: hashing alone", f"{plain:.2f} s")
        row(
            f"{what}: first scan, all registered",
            f"{first.registered:.2f} s",
            f"{first.registered / plain:.2f} × hashing",
        )
        row(f"{what}: first scan, all opened", f"{first.all:.2f} s", f"{first.all / plain:.2f} × hashing")
        row(f"{what}: scan, nothing changed", f"{again.all:.2f} s", f"{again.all / git:.2f} × git status")
        row(f"{what}: scan, one file changed", f"{one.all:.2f} s")
        row(f"{what}: memory of the first scan", f"{first.memory:.0f} MB")
        return again.all / files * 1e6
    finally:
        shutil.rmtree(place)


def lay(tree: Path, files: int, size: int) -> list[Path]:
    """Text files in numbered folders, all different; every byte of them is written."""
    paths = []
    for number in range(files):
        folder = number // PER_FOLDER
        place = tree / f"({folder % 107 + 1}) 事项" / f"{2022}" / f"第{folder // 321}批"
        if number % PER_FOLDER == 0:
            place.mkdir(parents=True, exist_ok=True)
        path = place / f"示食安办〔2022〕{number}号 会议纪要.txt"
        line = f"第 {number} 份材料的一行文字，用来占地方。\n".encode()
        path.write_bytes((line * (size // len(line) + 1))[: max(size, 40)])
        os.utime(path, (LONG_AGO, LONG_AGO))  # at rest: a scan does not wait for it
        paths.append(path)
    return paths


def _hash(paths: list[Path]) -> None:
    def read(path: Path) -> str:
        digest = hashlib.sha256()
        with path.open("rb", buffering=0) as stream:
            while step := stream.read(1024 * 1024):
                digest.update(step)
        return digest.hexdigest()

    with ThreadPoolExecutor(2) as readers:
        list(readers.map(read, paths))


def _git_status(place: Path, tree: Path) -> Callable[[], object]:
    repository = ("--git-dir", str(place / "git"), "--work-tree", str(tree))

    def git(*what: str) -> object:
        return subprocess.run((*_GIT, *repository, *what), check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "tree")
    return lambda: git("status", "--porcelain")


def _best(work: Callable[[], object], repeats: int) -> float:
    """The shortest of some runs, in seconds."""
    took = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


class Scanned(NamedTuple):
    """Seconds until everything was registered and until everything was opened, and MB of memory at most."""

    registered: float
    all: float
    memory: float


def _scans(archive: Path, tree: Path) -> Scanned:
    """One scan in a process of its own; the first one founds the archive."""
    command = (sys.executable, "-m", "tests.benchmarks.bench_scan", "--scan", str(archive), "--tree", str(tree))
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return Scanned(*map(float, said))


def _scan(root: Path, tree: Path) -> None:
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - worker processes import this module, and need none of it
    from foodsafe_desktop.services.accession import scan  # noqa: PLC0415
    from foodsafe_desktop.services.inspecting import inspect  # noqa: PLC0415
    from foodsafe_desktop.services.job import Job  # noqa: PLC0415

    program = Program()
    opened = program.open_archive(root) if root.exists() else program.found_archive(root, tree)
    with closing(opened) as archive:
        started = time.perf_counter()
        report = scan(archive, Job(), inspect=False)
        registered = time.perf_counter() - started
        if report.uninspected:
            inspect(archive, Job())
        seconds = time.perf_counter() - started
    say(f"{registered} {seconds} {peak()}")


def peak() -> float:
    """The highest memory of this process, in MB. What ``getrusage`` says begins with that of the process before."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(sure(re.search(r"VmHWM:\s+(\d+)", status.read_text()))[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
