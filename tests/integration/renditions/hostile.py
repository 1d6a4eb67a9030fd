"""Stand-ins for parsers that a file brings down; module-level, because worker processes import them by name."""

import os
import signal
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
    return Verdict("text", Condition.OK, detail=path.name)


def process_id() -> int:
    """Which process this runs in."""
    return os.getpid()


def limits() -> tuple[int, int]:
    """The worker's limits of memory and core dump in bytes."""
    import resource  # noqa: PLC0415 - not on Windows

    return resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0]


def fall_over() -> None:
    """Raises what a function in a worker should not."""
    raise RuntimeError("as if the pool were broken")
