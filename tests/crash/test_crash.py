"""A short run of the trials; the long one is ``make crash-trials``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TRIALS = 18


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child shares what its parent has read")
def test_a_killed_program_loses_and_leaves_nothing(tmp_path: Path) -> None:
    """In a process of its own: it forks, and this one has threads."""
    command = (sys.executable, "-m", "tests.crash.trials", "--trials", str(TRIALS), "--seed", "3")
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "TMPDIR": os.fspath(tmp_path)}
    run = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{TRIALS} trials" in run.stdout
    assert list(tmp_path.iterdir()) == []
