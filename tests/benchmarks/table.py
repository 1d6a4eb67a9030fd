"""What benchmarks say and hand on: a row a figure, for `python -m tests.benchmarks` to put into docs/benchmarks.md."""

import json
import os
import sys
from pathlib import Path

VARIABLE = "BENCHMARK_ROWS"
"""Names the file that rows are added to; without it a benchmark only prints."""


def row(what: str, figure: str, beside: str = "") -> None:
    """Hand one figure on. `figure` with its unit; `beside`: the ratio to what it is measured against, which counts."""
    if (target := os.environ.get(VARIABLE)) is not None:
        with Path(target).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps([what, figure, beside], ensure_ascii=False) + "\n")


def say(line: str) -> None:
    """Print a line at once, for whoever waits for it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def rows(target: Path) -> list[tuple[str, str, str]]:
    """All rows that were handed on, in order."""
    if not target.exists():
        return []
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return [(str(what), str(figure), str(beside)) for what, figure, beside in found]
