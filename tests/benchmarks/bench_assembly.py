"""How much longer binding takes than a bare merge of the same files: ``python -m tests.benchmarks.bench_assembly``.

Some 5,000 pages from 330 files (samples of many pages, repeated). Prints seconds of the processor, peak memory and
size of: a bare merge; one volume of all; a set of volumes as thick as a box, and the same set once more after one file
changed; and how long a cancelled compile goes on at worst. Ratios are what to compare, for machines differ.
"""

import hashlib
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import SheetRef, part_refs
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import Rendition
from tests.conftest import SAMPLES
from tests.integration.output.papers import FACTS, measured_in, part, plan_of

FILES, PAGES, BOX = 330, 5000, 480
RECIPE = Recipe()


def _sources() -> list[Path]:
    """`FILES` samples that a bare merge can take, of about `PAGES` pages in all: the thickest ones, in turn."""
    usable: list[tuple[int, Path]] = []
    for path in sorted(SAMPLES.rglob("*.pdf")):
        try:
            with pikepdf.open(path) as pdf:
                usable.append((len(pdf.pages), path))
        except pikepdf.PikepdfError:
            continue
    usable.sort(reverse=True)
    thick = 1
    while thick < len(usable) and sum(pages for pages, _ in usable[:thick]) / thick * FILES > PAGES:
        thick += 1
    return list(itertools.islice(itertools.cycle(path for _, path in usable[:thick]), FILES))


def _merge(out: Path) -> str:
    merged = pikepdf.new()
    for path in _sources():
        with pikepdf.open(path) as pdf:
            merged.add_pages_from(pdf)
    merged.save(out / "merged.pdf")
    return f"{len(merged.pages)} pages"


def _volumes(sources: Sequence[Path], most: int) -> list[VolumePlan]:
    """Volumes of at most so many pages; a piece is never split."""
    groups: list[list[Path]] = [[]]
    filled = 0
    for path in sources:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
        if groups[-1] and filled + pages > most:
            groups.append([])
            filled = 0
        groups[-1].append(path)
        filled += pages
    return [
        plan_of(
            [[[part(path.relative_to(SAMPLES).as_posix())] for path in group]], name=f"第{n:02d}卷", key=f"item-{n}"
        )
        for n, group in enumerate(groups, 1)
    ]


def _press(volumes: Sequence[VolumePlan], out: Path, changed: str = "", job: Job | None = None) -> int:
    """Lay all out and compile them, as the service does; how many pages. `changed` stands for another digest."""
    press, total = Press(), 0
    digests: dict[str, str] = {}
    for volume in volumes:
        parts = measured_in(volume, SAMPLES)
        paths: dict[SheetRef, Path] = {}
        for piece in volume.pieces:
            for ref, one in zip(part_refs(piece), piece.parts, strict=True):
                path = one.file.path if one.file else ""
                paths[ref] = SAMPLES / path
                if path not in digests:
                    digests[path] = hashlib.sha256(paths[ref].read_bytes()).hexdigest()
                mark = changed if volume is volumes[0] and piece.ordinal == 1 else ""
                parts[ref] = replace(parts[ref], fingerprint=digests[path] + mark)
        laid = press.lay_out(volume, RECIPE, FACTS, parts)
        total += press.bind(laid, lambda ref, at=paths: Rendition(at[ref], 1), FACTS, out, job or Job()).pages
    return total


def _volume(out: Path) -> str:
    return f"{_press(_volumes(_sources(), 1_000_000), out)} pages"


def _set(out: Path) -> str:
    """A set, then the same after one piece changed."""
    volumes = _volumes(_sources(), BOX)
    begun = time.perf_counter()
    pages = _press(volumes, out)
    full = time.perf_counter() - begun
    begun = time.perf_counter()
    _press(volumes, out, "changed")
    again = time.perf_counter() - begun
    return (
        f"{pages} pages in {len(volumes)} volumes in {full:.2f} s, after one change {again:.2f} s: {again / full:.0%}"
    )


def _cancel(out: Path) -> str:
    """The longest that the press goes on without asking whether it is to stop; then a real cancel while it writes."""
    asked = [time.perf_counter()]
    gaps: list[tuple[float, str]] = []
    stage = [""]

    def heard(progress: Progress) -> None:
        stage[0] = progress.what

    job = Job(report=heard)
    check = job.check

    def timed() -> None:
        now = time.perf_counter()
        gaps.append((now - asked[0], stage[0]))
        asked[0] = now
        check()

    job.check = timed  # type: ignore[method-assign]
    volumes = _volumes(_sources(), 1_000_000)
    asked[0] = time.perf_counter()
    _press(volumes, out, job=job)
    worst = sorted(gaps[1:], reverse=True)[:3]
    cancelling: list[bool] = []

    def stop(progress: Progress) -> None:
        if progress.what == "写入 PDF" and not cancelling:
            cancelling.append(True)
            stopped.cancel()
            asked[0] = time.perf_counter()

    stopped = Job(report=stop)
    try:
        _press(volumes, out / "cancelled", job=stopped)
    except Cancelled:
        after = time.perf_counter() - asked[0]
        left = list((out / "cancelled").iterdir()) if (out / "cancelled").exists() else []
        silences = [(round(gap, 2), what) for gap, what in worst]
        return f"longest silences {silences}, stopped after {after:.2f} s, left {left}"
    return "not cancelled"


_WAYS: dict[str, Callable[[Path], str]] = {"merge": _merge, "volume": _volume, "set": _set, "cancel": _cancel}


def _measure(what: str) -> None:
    """Run one of them and print what it says, its seconds, peak memory, and bytes of the result."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        said = _WAYS[what](out)
        seconds = time.process_time()
        size = sum(path.stat().st_size for path in out.rglob("*.pdf"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{what}: {said}, {seconds:.2f} s, peak {peak:.0f} MB, {size / 1e6:.1f} MB\n")
    sys.stdout.write(f"{seconds} {peak} {size}\n")


def main() -> None:
    """Run each in a process of its own and print the ratios."""
    if len(sys.argv) > 1:
        _measure(sys.argv[1])
        return
    results: dict[str, list[float]] = {}
    for what in _WAYS:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.bench_assembly", what], capture_output=True, text=True, check=True
        )
        lines = ran.stdout.splitlines()
        results[what] = [float(one) for one in lines[-1].split()]
        sys.stdout.write(lines[-2] + "\n")
        sys.stdout.flush()
    seconds, peak, size = (a / b for a, b in zip(results["volume"], results["merge"], strict=True))
    sys.stdout.write(f"volume / merge: {seconds:.2f} in time, {peak:.2f} in memory, {size:.2f} in size\n")


if __name__ == "__main__":
    main()
