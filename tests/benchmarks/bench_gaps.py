"""The event loop's gaps at heavy work: ``python -m tests.benchmarks.bench_gaps [--scans 36] [--pages 20000]``.

One window, offscreen, through its own actions: an archive of scans is opened and its pages are recognised; then an
archive of many pages is opened, registered and looked into, and all of it is compiled while its texts are still being
read. Told is for how long the event loop was away, by what was done at the time, and how much of that the program's own
threads reckoned: on a busy machine the rest is the time of others. Opening 100,000 files is in the benchmark of the
window, a burst of new ones in one of its own.
"""

import argparse
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.bench_archive import lay
from tests.benchmarks.bench_ocr import clean, prose, scan
from tests.conftest import SAMPLES

if TYPE_CHECKING:  # worker processes import this module, and need no window
    from foodsafe_desktop.ui.desk import Desk
    from tests.benchmarks.watched import Watched

SMALL = ("--scans", "2", "--pages", "400")
_A_FILE = 6
"""Pages of each scanned file."""


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scans", type=int, default=36, help="pages to be recognised; 0: none")
    parser.add_argument("--pages", type=int, default=20_000, help="pages to be compiled; 0: none")
    parser.add_argument("--keep", type=Path, help="lay the evidence here, or take what lies here")
    parser.add_argument("--stalls", action="store_true", help="say what held the event loop up (Linux)")
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="bench-gaps-"))
    kept = options.keep or place
    try:
        _prepare(kept, options.scans, options.pages)
        _measure(place, kept, options)
    finally:
        shutil.rmtree(place)


def _prepare(kept: Path, scans: int, pages: int) -> None:
    for at in range(0, scans, _A_FILE):
        target = kept / f"scans-{scans}" / f"({at // _A_FILE + 1}) 事项" / "2023" / f"会议纪要{at:03d}.pdf"
        if not target.exists():
            target.parent.mkdir(parents=True)
            scan(target, [prose(page) for page in range(at, min(at + _A_FILE, scans))], clean)
    if pages and SAMPLES.is_dir() and not (kept / f"pages-{pages}").is_dir():
        lay(kept / f"pages-{pages}", pages)


def _measure(place: Path, kept: Path, options: argparse.Namespace) -> None:
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - as above
    from tests.benchmarks.watched import Watched  # noqa: PLC0415

    watched = Watched(place / "window.ini", look_for_stalls=options.stalls)
    desk = watched.window.desk
    for what, count in (("scans", options.scans), ("pages", options.pages)):
        evidence, root = kept / f"{what}-{count}", place / what
        if not count or not evidence.is_dir():
            sys.stdout.write(f"not measured: {what}\n")
            continue
        Program().found_archive(root, evidence).close()
        files = sum(1 for _ in evidence.rglob("*.pdf"))
        begun = time.perf_counter()
        watched.begin()
        desk.open(root)
        watched.until(partial(_has_opened, desk, root))
        watched.until(partial(_has_registered, watched, files))
        if what == "pages":
            _said(watched, f"while {files} files were registered and looked into", begun)
            begun = time.perf_counter()
            watched.begin()
            desk.bind("all", root / "binders")
            watched.until(lambda: watched.is_at_rest)
            _said(watched, f"while {count} pages were compiled", begun)
        else:
            watched.until(lambda: not watched.is_reading and watched.is_at_rest)
            _said(watched, f"while {count} scanned pages were recognised", begun)
    watched.close()


def _has_opened(desk: "Desk", root: Path) -> bool:
    return desk.archive is not None and desk.archive.place.root == root


def _has_registered(watched: "Watched", files: int) -> bool:
    return watched.is_at_rest and watched.registered == files


def _said(watched: "Watched", when: str, begun: float) -> None:
    sys.stdout.write(f"{time.perf_counter() - begun:.0f} s {when}\n")
    watched.tell(when)


if __name__ == "__main__":
    main()
