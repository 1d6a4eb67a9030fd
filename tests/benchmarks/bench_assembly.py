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
from tests.benchmarks.table import row
from tests.conftest import SAMPLES
from tests.integration.output.papers import FACTS, measured_in, part, plan_of

SMALL = ("--small",)
SMALLER = SMALL if set(SMALL) & set(sys.argv) else ()
FILES, PAGES, BOX, LARGE = (40, 600, 120, 5) if SMALLER else (330, 5000, 480, 20)
RECIPE = Recipe()


def _sources() -> list[Path]:
    """`FILES` samples that a bare merge can take, of about `PAGES` pages in all: half of them large, half thick."""
    usable: list[tuple[int, int, Path]] = []
    for path in sorted(SAMPLES.rglob("*.pdf")):
        try:
            with pikepdf.open(path) as pdf:
                usable.append((path.stat().st_size, len(pdf.pages), path))
        except pikepdf.PikepdfError:
            continue
    large = [path for *_, path in sorted(usable, reverse=True)[:LARGE]]
    pages = {path: count for _, count, path in usable}
    thick = sorted(pages, key=lambda path: (pages[path], path), reverse=True)
    half = FILES // 2
    first = list(itertools.islice(itertools.cycle(large), half))
    left = (PAGES - sum(pages[path] for path in first)) / half
    best = min(range(1, len(thick)), key=lambda count: abs(sum(pages[path] for path in thick[:count]) / count - left))
    return first + list(itertools.islice(itertools.cycle(thick[:best]), half))


def _merge(out: Path) -> tuple[float, str]:
    sources = _sources()
    begun = time.process_time()
    merged = pikepdf.new()
    for path in sources:
        with pikepdf.open(path) as pdf:
            merged.add_pages_from(pdf)
    merged.save(out / "merged.pdf")
    return time.process_time() - begun, f"{len(merged.pages)} pages"


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


def _press(
    volumes: Sequence[VolumePlan], out: Path, changed: str = "", job: Job | None = None, press: Press | None = None
) -> tuple[float, int]:
    """Lay all out and compile them, as the service does; seconds of the processor and pages.

    Measures and digests are known, as they are from the scan. `changed` stands for another digest of one file.
    """
    press, total, seconds = press or Press(), 0, 0.0
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
                mark = changed if volume is volumes[len(volumes) // 2] and piece.ordinal == 1 else ""
                parts[ref] = replace(parts[ref], fingerprint=digests[path] + mark)
        begun = time.process_time()
        laid = press.lay_out(volume, RECIPE, FACTS, parts, check=(job or Job()).check)
        total += press.bind(
            laid, {ref: Rendition(path, 1) for ref, path in paths.items()}.__getitem__, FACTS, out, job or Job()
        ).pages
        seconds += time.process_time() - begun
    return seconds, total


def _volume(out: Path) -> tuple[float, str]:
    seconds, pages = _press(_volumes(_sources(), 1_000_000), out)
    return seconds, f"{pages} pages"


def _set(out: Path) -> tuple[float, str]:
    """A set, then the same after one piece changed: by the program that made it, and by one that is just started."""
    volumes = _volumes(_sources(), BOX)
    press = Press(out / "cache")
    full, pages = _press(volumes, out, press=press)
    again, _ = _press(volumes, out, "changed", press=press)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_assembly", "again", str(out), *SMALLER],
        capture_output=True,
        text=True,
        check=True,
    )
    fresh = float(ran.stdout)
    said = f"{pages} pages in {len(volumes)} volumes, after one change {again / full:.0%} of that"
    return full, f"{said}, {fresh / full:.0%} for a program just started"


def _again(out: Path) -> None:
    """The set in `out` after another change, from the start of the press: it reads its faces anew."""
    seconds, _ = _press(_volumes(_sources(), BOX), out, "changed again", press=Press(out / "cache"))
    sys.stdout.write(f"{seconds}\n")


def _cancel(out: Path) -> tuple[float, str]:
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
        return after, f"longest silences {silences}, stopped after {after:.2f} s, left {left}"
    return 0.0, "not cancelled"


_WAYS: dict[str, Callable[[Path], tuple[float, str]]] = {
    "merge": _merge,
    "volume": _volume,
    "set": _set,
    "cancel": _cancel,
}


def _measure(what: str) -> None:
    """Run one of them and print what it says, its seconds, peak memory, and bytes of the result."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        seconds, said = _WAYS[what](out)
        size = sum(path.stat().st_size for path in out.rglob("*.pdf"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{what}: {said}, {seconds:.2f} s, peak {peak:.0f} MB, {size / 1e6:.1f} MB\n")
    sys.stdout.write(f"{seconds} {peak} {size}\n")


def main() -> None:
    """Run each in a process of its own and print the ratios."""
    asked = [one for one in sys.argv[1:] if one not in SMALL]
    if asked[:1] == ["again"]:
        _again(Path(asked[1]))
        return
    if asked:
        _measure(asked[0])
        return
    if not SAMPLES.is_dir():
        sys.stdout.write(f"not measured: the samples are not in {SAMPLES.name}/\n")
        return
    results: dict[str, list[float]] = {}
    for what in _WAYS:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.bench_assembly", what, *SMALLER],
            capture_output=True,
            text=True,
            check=True,
        )
        lines = ran.stdout.splitlines()
        results[what] = [float(one) for one in lines[-1].split()]
        sys.stdout.write(lines[-2] + "\n")
        row(what, lines[-2].partition(": ")[2])
        sys.stdout.flush()
    seconds, peak, size = (a / b for a, b in zip(results["volume"], results["merge"], strict=True))
    row("volume / merge", "", f"{seconds:.2f} in time, {peak:.2f} in memory, {size:.2f} in size")
    sys.stdout.write(f"volume / merge: {seconds:.2f} in time, {peak:.2f} in memory, {size:.2f} in size\n")


if __name__ == "__main__":
    main()
