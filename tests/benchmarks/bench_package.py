"""What a hand-over package costs beside copying its files: ``python -m tests.benchmarks.bench_package [--files N]``.

Prints seconds and the highest memory of making a package of an archive of small files, of verifying it and of restoring
an archive from it, each in a process of its own, beside what cannot be had for less: hashing the same files while they
are copied, or hashing them alone. Ratios are what to compare, for machines differ.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.bench_scan import lay, peak
from tests.benchmarks.table import row, say

SMALL = ("--files", "500", "--megabytes", "5")
_BLOCK = 1 << 20


class Cost(NamedTuple):
    """Seconds, seconds of the processor, and MB of memory at most."""

    seconds: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.processor:.1f} s of the processor, {self.memory:.0f} MB"


def main() -> None:
    """Lay out an archive, measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=100, help="of all files together")
    parser.add_argument("--archive", type=Path, help="this one, which is there, instead")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("places", nargs="*", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        _step(STEPS[options.step], *options.places)
        return
    place = Path(tempfile.mkdtemp(prefix="bench-package-"))
    try:
        root = options.archive or place / "archive"
        if options.archive is None:
            lay(place / "evidence", options.files, options.megabytes * 1_000_000 // options.files)
            _spent("scan", root, place / "evidence")
        evidence = root / "evidence" if options.archive else place / "evidence"
        _measure(root, evidence, place)
    finally:
        shutil.rmtree(place)


def _measure(root: Path, evidence: Path, place: Path) -> None:
    files = sum(len(names) for _folder, _folders, names in os.walk(evidence))
    package = place / "package"
    copying, hashing = _spent("copy", evidence, place / "copies"), _spent("hash", evidence, place)
    row(f"{files} files: copied and hashed by one thread", f"{copying}")
    row(f"{files} files: hashed by one thread", f"{hashing}")
    say(f"{files} files: copied and hashed {copying}; hashed {hashing}")
    for step, places, beside, word in (
        ("hand-over", (root, package), copying, "copying"),
        ("verify", (package, place), hashing, "hashing"),
        ("restore", (package, place / "back"), copying, "copying"),
    ):
        cost = _spent(step, *places)
        ratio = f"{cost.processor / beside.processor:.2f} × {word}, by the processor"
        row(f"{files} files: {step}", f"{cost}", ratio)
        say(f"  {step}: {cost}; {ratio}")


def _spent(step: str, *places: Path) -> Cost:
    """One step in a process of its own."""
    command = (sys.executable, "-m", "tests.benchmarks.bench_package", "--step", step, *map(str, places))
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return Cost(*map(float, said[-3:]))


def _step(work: Callable[[Path, Path], object], one: Path, other: Path) -> None:
    started, reckoned = time.perf_counter(), time.process_time()
    work(one, other)
    say(f"{time.perf_counter() - started} {time.process_time() - reckoned} {peak()}")


def _scan(root: Path, evidence: Path) -> None:
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - worker processes import this module, and need none of it
    from foodsafe_desktop.services.accession import scan  # noqa: PLC0415
    from foodsafe_desktop.services.job import Job  # noqa: PLC0415

    with closing(Program().found_archive(root, evidence)) as archive:
        scan(archive, Job())


def _hand_over(root: Path, package: Path) -> None:
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - as above
    from foodsafe_desktop.services.hand_over import hand_over  # noqa: PLC0415
    from foodsafe_desktop.services.job import Job  # noqa: PLC0415

    with closing(Program().open_archive(root)) as archive:
        hand_over(archive, package, Job())


def _verify(package: Path, _place: Path) -> None:
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - as above
    from foodsafe_desktop.services.job import Job  # noqa: PLC0415

    assert Program().verify_package(package, Job()).ok


def _restore(package: Path, back: Path) -> None:
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - as above
    from foodsafe_desktop.services.job import Job  # noqa: PLC0415

    Program().restore_package(package, back, Job())


def _copy(source: Path, target: Path | None) -> None:
    """Read every file once, by SHA-256, and write it below `target` as well where there is one."""
    for folder, _folders, names in os.walk(source):
        if target is not None:
            there = target / Path(folder).relative_to(source)
            there.mkdir(parents=True)
        for name in names:
            digest = hashlib.sha256()
            with Path(folder, name).open("rb", buffering=0) as stream:
                parts = list(iter(lambda: stream.read(_BLOCK), b""))
            for part in parts:
                digest.update(part)
            if target is not None:
                with (there / name).open("wb", buffering=0) as copy:
                    copy.writelines(parts)
    if target is not None and hasattr(os, "sync"):
        os.sync()  # a package waits for the disk as well


STEPS: dict[str, Callable[[Path, Path], object]] = {
    "scan": _scan,
    "copy": _copy,
    "hash": lambda source, _place: _copy(source, None),
    "hand-over": _hand_over,
    "verify": _verify,
    "restore": _restore,
}

if __name__ == "__main__":
    main()
