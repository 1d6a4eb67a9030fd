"""Stand-ins for parsers that a file brings down; module-level, because worker processes import them by name."""

import os
import signal
import sys
import threading
from pathlib import Path

from foodsafe_desktop.domain.evidence import Condition, Verdict


def look_into(path: Path) -> Verdict:
    """Does what the file's name says."""
    if "crash" in path.name:
        os.kill(os.getpid(), signal.SIGSEGV if os.name != "nt" else signal.SIGTERM)
    if "hang" in path.name:
        threading.Event().wait()
    if "hog" in path.name:
        return Verdict("text", Condition.OK, detail=str(len(bytearray(4 * 1024**3))))
    if "flood" in path.name:
        for _ in range(200):
            os.write(1, b"x" * 100_000)
            os.write(2, b"y" * 100_000)
        sys.stderr.write("z" * 1_000_000)
        return Verdict("text", Condition.OK, detail="长" * 10_000_000, facts=("x",) * 1_000_000)
    return Verdict("text", Condition.OK, detail=path.name)


def process_id() -> int:
    """Which process this runs in."""
    return os.getpid()


def limits() -> tuple[int, int, int]:
    """The worker's limits of memory, of a file it writes, and of a core dump, in bytes."""
    import resource  # noqa: PLC0415 - not on Windows

    kinds = (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)
    memory, file, core = (resource.getrlimit(kind)[0] for kind in kinds)
    return memory, file, core


def fall_over() -> None:
    """Raises what a function in a worker should not."""
    raise RuntimeError("as if the pool were broken")


def do_not_start(_memory: int) -> None:
    """What a worker does that lacks one of its libraries."""
    os._exit(1)
