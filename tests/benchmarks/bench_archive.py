"""All 36 items of an archive of 20,000 pages compiled: ``python -m tests.benchmarks.bench_archive [--pages N]``.

The evidence is the samples' PDFs, each copy with bytes of its own, spread over all numbers. Prints what compiling all
volumes takes, its progress, the longest that it goes on without asking whether it is to stop, and its peak memory; then
the same once more with nothing changed; then runs into an empty folder that are cancelled at several moments: how long
each went on, and whether anything lies there that is not a whole volume.
"""

import argparse
import itertools
import resource
import shutil
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pikepdf

from foodsafe_desktop.services.job import Job, Progress
from tests.benchmarks.table import row, say
from tests.conftest import SAMPLES

SMALL = ("--pages", "1000")
CANCELS = (0.05, 0.25, 0.5, 0.55, 0.75, 0.97)
NUMBERS = 107
LARGEST = 1_000_000


class Asked(Job):
    """A job that notes its progress, and the longest time in which nobody asked whether it is to stop."""

    at, silence, steps, backwards, share, stage = 0.0, (0.0, ""), 0, 0, 0.0, ""

    def check(self) -> None:
        """See `Job.check`."""
        now = time.perf_counter()
        if Asked.at:
            Asked.silence = max(Asked.silence, (now - Asked.at, Asked.stage))
        Asked.at = now
        super().check()


def main() -> None:
    """Lay out an archive, compile it, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=20_000, help="pages of evidence")
    options = parser.parse_args()
    if not SAMPLES.is_dir():
        sys.stdout.write(f"not measured: the samples are not in {SAMPLES.name}/\n")
        return
    place = Path(tempfile.mkdtemp(prefix="bench-archive-"))
    try:
        files, pages = lay(place / "evidence", options.pages)
        say(f"{files} files, {pages} pages")
        _measure(place)
    finally:
        shutil.rmtree(place)


def lay(tree: Path, most: int) -> tuple[int, int]:
    """Lay evidence of so many pages there, or a little more; returns how many files and pages there are."""
    usable: list[tuple[Path, int]] = []
    for path in sorted(SAMPLES.rglob("*.pdf")):
        try:
            with pikepdf.open(path) as pdf:
                if path.stat().st_size < LARGEST:
                    usable.append((path, len(pdf.pages)))
        except pikepdf.PikepdfError:
            continue
    done = 0
    for number, (path, pages) in enumerate(itertools.cycle(usable)):
        if done >= most:
            return number, done
        folder = tree / f"({number % NUMBERS + 1}) 事项" / str(2022 + number % 3)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"会议纪要{number:05d}.pdf").write_bytes(path.read_bytes() + b"\n%% %d\n" % number)
        done += pages
    return 0, 0


def _measure(place: Path) -> None:
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - worker processes import this module, and need none of it
    from foodsafe_desktop.services.accession import scan  # noqa: PLC0415
    from foodsafe_desktop.services.binders import bind  # noqa: PLC0415

    with closing(Program().found_archive(place / "archive", place / "evidence")) as archive:
        scan(archive, Job())
        before, out = _peak(), archive.place.binders
        for what in ("all volumes", "all volumes, nothing changed"):
            Asked.at, Asked.silence, Asked.steps, Asked.backwards, Asked.share = 0.0, (0.0, ""), 0, 0, 0.0
            begun, took = time.process_time(), time.perf_counter()
            report = bind(archive, "all", out, Asked(report=_heard))
            seconds, took = time.process_time() - begun, time.perf_counter() - took
            pages = sum(volume.pages for volume in report.volumes)
            silence, stage = Asked.silence
            said = f"{len(report.volumes)} volumes, {pages} pages, {seconds:.1f} s of the processor, {took:.1f} s"
            more = f"{Asked.steps} steps ({Asked.backwards} backwards), longest silence {silence:.2f} s at {stage}"
            row(what, said, f"{more}; memory {_peak():.0f} MB, {before:.0f} MB before")
            say(f"{what}: {said}; {more}; memory {_peak():.0f} MB, {before:.0f} MB before")
        for share in CANCELS:
            said = _cancelled(archive, place / "archive" / "cancelled", share)
            row(f"cancelled at {share:.0%}", said)
            say(f"cancelled at {share:.0%}: {said}")


def _cancelled(archive: object, out: Path, share: float) -> str:
    """Cancel from another thread once so much is done; what lies there stays for the next."""
    from foodsafe_desktop.domain.errors import Cancelled  # noqa: PLC0415 - as above
    from foodsafe_desktop.output.manifest import verify_binder  # noqa: PLC0415
    from foodsafe_desktop.services.binders import bind  # noqa: PLC0415

    asked = 0.0

    def heard(progress: Progress) -> None:
        nonlocal asked
        if not asked and progress.done >= share * progress.total:
            asked = time.perf_counter()
            threading.Thread(target=job.cancel).start()

    job = Job(report=heard)
    try:
        bind(archive, "all", out, job)  # type: ignore[arg-type]
    except Cancelled as error:
        took = time.perf_counter() - asked
        hidden = [path.name for path in out.iterdir() if path.name.startswith(".")] if out.exists() else []
        whole = verify_binder(out) if any(out.glob("*.json")) else None
        wrong = (*whole.mismatched, *whole.missing, *whole.unexpected) if whole else ()
        return f"stopped after {took:.2f} s, {len(error.finished)} volumes whole, left half: {[*hidden, *wrong]}"
    return "not cancelled"


def _heard(progress: Progress) -> None:
    share = progress.done / progress.total if progress.total else 0.0
    Asked.steps += 1
    Asked.backwards += share < Asked.share
    Asked.share, Asked.stage = share, progress.what


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
