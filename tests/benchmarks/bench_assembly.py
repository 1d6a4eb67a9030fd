"""How much longer binding takes than a bare merge of the same pages: ``python -m tests.benchmarks.bench_assembly``.

Repeats the sample PDFs to about 2,000 pages. Prints seconds, peak memory and sizes; ratios are what to compare, for
machines differ.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf

from tests.conftest import SAMPLES
from tests.integration.output.papers import bind, part, plan_of

PAGES = 2000


def _sources() -> list[Path]:
    """Every sample that a bare merge can take, repeated to about `PAGES` pages."""
    usable: list[Path] = []
    pages = 0
    for path in sorted(SAMPLES.rglob("*.pdf")):
        try:
            with pikepdf.open(path) as pdf:
                pages += len(pdf.pages)
        except pikepdf.PikepdfError:
            continue
        usable.append(path)
    return usable * -(-PAGES // pages)


def _merge(out: Path) -> int:
    merged = pikepdf.new()
    for path in _sources():
        with pikepdf.open(path) as pdf:
            merged.add_pages_from(pdf)
    merged.save(out / "merged.pdf")
    return len(merged.pages)


def _bind(out: Path, *, one_piece: bool = False) -> int:
    parts = [part(path.relative_to(SAMPLES).as_posix()) for path in _sources()]
    pieces = [parts] if one_piece else [[one] for one in parts]
    return bind(plan_of([pieces]), SAMPLES, out).body_pages


def _assemble(out: Path) -> int:
    """All files in one piece: so contents and DOCX, which grow with the pieces, take no time worth mentioning."""
    return _bind(out, one_piece=True)


_WAYS: dict[str, Callable[[Path], int]] = {"merge": _merge, "assemble": _assemble, "bind": _bind}


def _measure(what: str) -> tuple[float, int]:
    """Run one of them and print its figures; seconds and bytes of the result."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        start = time.perf_counter()
        pages = _WAYS[what](out)
        seconds = time.perf_counter() - start
        size = max(path.stat().st_size for path in out.iterdir())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{what}: {pages} pages, {seconds:.2f} s, peak {peak:.0f} MB, {size / 1e6:.1f} MB\n")
    return seconds, size


def main() -> None:
    """Run each in a process of its own and print the ratios."""
    if len(sys.argv) > 1:
        seconds, size = _measure(sys.argv[1])
        sys.stdout.write(f"{seconds} {size}\n")
        return
    results: dict[str, tuple[float, float]] = {}
    for what in _WAYS:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.bench_assembly", what], capture_output=True, text=True, check=True
        )
        lines = ran.stdout.splitlines()
        seconds, size = lines[-1].split()
        results[what] = (float(seconds), float(size))
        sys.stdout.write(lines[-2] + "\n")
    merge_seconds, merge_size = results.pop("merge")
    for what, (seconds, size) in results.items():
        sys.stdout.write(f"{what} / merge: {seconds / merge_seconds:.2f} in time, {size / merge_size:.2f} in size\n")


if __name__ == "__main__":
    main()
