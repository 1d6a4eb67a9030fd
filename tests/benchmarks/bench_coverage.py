"""How long gaps and points of a large archive take: ``python -m tests.benchmarks.bench_coverage [files]``.

A made-up archive on the shipped catalogue and list, in memory, and then on the disk with decisions made. Prints
milliseconds of each step, the best of several runs, and ratios to a stated reference measured in the same run (one pass
over all files that only counts those present), for machines differ.
"""

import datetime as dt
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from foodsafe_desktop.app import Program
from foodsafe_desktop.domain.amending import amended, differing
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import (
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Origin,
    Presence,
    Verdict,
)
from foodsafe_desktop.domain.gaps import Coverage, coverage, recover
from foodsafe_desktop.domain.matching import reader_of
from foodsafe_desktop.domain.requirements import Requirement, RequirementList
from foodsafe_desktop.domain.score import score
from foodsafe_desktop.services import deciding, review
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.ui import prepared
from foodsafe_desktop.ui.checking import presenter as checking
from foodsafe_desktop.ui.gaps import presenter as gap_list
from foodsafe_desktop.ui.overview import grid_presenter as grid
from foodsafe_desktop.ui.overview import presenter as summary
from tests.benchmarks.table import row
from tests.shipped_edition import shipped_edition

SMALL = ("5000",)
PREPARED = (checking, gap_list, grid, summary)
"""They add what is made of an overview beforehand to what `prepared` makes."""
FILES = 100_000
AT = dt.datetime(2024, 7, 1, 9, tzinfo=dt.UTC)


def _timed(work: Callable[[], object], runs: int = 5) -> float:
    """Milliseconds of processor time of the best run, without the collector's pauses."""
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        gc.disable()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        gc.enable()
    return best * 1000


def _title(one: Requirement, at: int, chance: random.Random) -> str:
    """Every title its own: place, serial number, and the paper's name."""
    part = chance.choice(one.parts) if one.parts else ""
    return f"示例街道第{at}号{one.title}{part}"


def made_up(catalogue: Catalogue, requirements: RequirementList, files: int) -> Dossier:
    """`files` pieces with one file each, spread over all numbers, years and requirements; some spoilt."""
    chance = random.Random(40)
    numbers = [one.number for one in catalogue.sub_items] + [one.number for one in catalogue.vetoes]
    evidence, held, assignments = {}, [], []
    good, spoilt = Verdict("pdf", Condition.OK, "", 3, printable=True), Verdict("pdf", Condition.DAMAGED)
    for key in range(1, files + 1):
        number = numbers[key % len(numbers)]
        year = 2022 + key % 3
        title = _title(chance.choice(requirements.of(number)), key, chance)
        dated = dt.date(year, 1 + key % 12, 1 + key % 28) if key % 4 else None
        evidence[key] = Evidence(key, title, year, dated)
        fixity = Fixity(1000, key, "sha256", f"{key:064x}")
        verdict = spoilt if key % 50 == 0 else good
        held.append(EvidenceFile(key, f"({number})/{year}/{title}.pdf", key, fixity, verdict))
        assignments.append(Assignment(key, number, Origin.FOLDER, AT, "bench"))
    return Dossier(evidence, held, assignments)


def _indexed(dossier: Dossier) -> Dossier:
    """The same holdings as they come from the store, with the indexes that every reader needs."""
    fresh = replace(dossier)
    _ = fresh.files_of, fresh.assigned_to, fresh.named_requirements, fresh.numbers_of, fresh.file_by_id, fresh.inbox
    return fresh


def _reference(dossier: Dossier) -> int:
    return sum(1 for file in dossier.files if file.presence is Presence.PRESENT)


def _file_spoilt(dossier: Dossier) -> Dossier:
    """A file of number 8 is found damaged."""
    file = dossier.files_of[dossier.assigned_to[8][0].id][0]
    spoilt = replace(file, verdict=Verdict("pdf", Condition.DAMAGED))
    return amended(dossier, files={spoilt.id: spoilt})


def _piece_more(dossier: Dossier) -> Dossier:
    """A new piece with its file is assigned to number 8."""
    key = len(dossier.evidence) + 1
    piece = Evidence(key, f"第{key}号抽检监测结果分析报告", 2024)
    file = EvidenceFile(key, f"(8)/2024/{piece.title}.pdf", key, None, Verdict("pdf", Condition.OK, "", 1))
    place = Assignment(key, 8, Origin.FOLDER, AT, "bench")
    return amended(dossier, evidence={key: piece}, files={key: file}, assignments={(key, 8): place})


def _decided(raw: Dossier) -> dict[str, float]:
    """Milliseconds of the processor until an overview of an archive on the disk with these holdings is ready to show.

    First from nothing, with all titles known; then from the click that decides something.
    """
    with (
        tempfile.TemporaryDirectory(prefix="bench-coverage-") as place,
        closing(Program().found_archive(Path(place) / "archive")) as archive,
    ):
        with archive.store.begin() as unit:
            unit.take_in([(replace(raw.evidence[one.evidence_id], id=0), replace(one, id=0)) for one in raw.files])
            unit.assign(raw.assignments)
        whole, prepared_ = _timed(lambda: review.overview(archive), 1), prepared.overview(archive)
        [piece, *_] = prepared_.dossier.assigned_to[8]

        def elsewhere(show: Callable[[Archive], object]) -> None:
            decision = deciding.assign(archive, [piece.id], 9)
            show(archive)
            decision.undo()
            show(archive)

        return {
            "an overview read and reckoned from nothing": whole,
            "one decision and its overview": _timed(lambda: elsewhere(review.overview)) / 2,
            "one decision, shown: and all that views make of it": _timed(lambda: elsewhere(prepared.overview)) / 2,
        }


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    edition = shipped_edition()
    catalogue, requirements = edition.catalogue, edition.requirements
    raw = made_up(catalogue, requirements, files)
    dossier = _indexed(raw)

    def cold() -> Coverage:
        reader_of.cache_clear()
        return coverage(catalogue, dossier, requirements)

    covered = coverage(catalogue, dossier, requirements)
    other_election = replace(covered, election=None)  # type: ignore[arg-type]  # so that every number is judged anew
    spoilt, more = _file_spoilt(dossier), _piece_more(dossier)
    reference = _timed(lambda: _reference(dossier))
    steps = {
        "load: indexes of the dossier": _timed(lambda: _indexed(raw), 3),
        "load: first coverage, no title read before": _timed(cold, 2),
        "load: coverage, all titles known": _timed(lambda: coverage(catalogue, dossier, requirements), 3),
        "gaps and points of the whole tree, after load": _timed(lambda: recover(other_election, dossier, ())),
        "points in detail": _timed(lambda: score(catalogue, covered)),
        "gaps and points after one change: a file spoilt": _timed(lambda: recover(covered, spoilt, [8]), 20),
        "gaps and points after one change: a piece more": _timed(lambda: recover(covered, more, [8]), 20),
        "the snapshot after that change: a file spoilt": _timed(lambda: _file_spoilt(dossier), 20),
        "the snapshot after that change: a piece more": _timed(lambda: _piece_more(dossier), 20),
        "the numbers that a change concerns": _timed(lambda: differing(dossier, more, requirements), 20),
    }
    steps |= _decided(raw)
    lines = [f"{files} files, {len(requirements.requirements)} requirements, {len(covered.gaps)} gaps"]
    lines += [f"reference, one pass over all files: {reference:.2f} ms"]
    lines += [f"{name}: {each:.2f} ms, {each / reference:.2f} × reference" for name, each in steps.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    row(f"reference: one pass over all {files} files", f"{reference:.2f} ms")
    for name, each in steps.items():
        row(name, f"{each:.2f} ms", f"{each / reference:.2f} × reference")


if __name__ == "__main__":
    main()
