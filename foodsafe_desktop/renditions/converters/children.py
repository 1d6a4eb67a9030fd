"""Child processes with limits, that are ended with all that they started."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from foodsafe_desktop.services.job import Job

_LOOK = 0.1
_MEMORY, _FILE, _CPU = 6 * 1024**3, 2 * 1024**3, 600
"""Bytes that a child may address and bytes of one file that it may write, and seconds that it may reckon. Office
programs map much more than they use."""
_NO_WINDOW, _NEW_GROUP = 0x08000000, 0x00000200
"""CREATE_NO_WINDOW and CREATE_NEW_PROCESS_GROUP (Windows)."""


def limited(memory: int = _MEMORY, file: int = _FILE) -> str:
    """A line of shell that sets limits and becomes the program given to it.

    In a shell, for where there are threads, nothing of Python may run between fork and exec.
    """
    limits = ("-c 0", f"-v {memory // 1024}", f"-f {file // 512}", f"-t {_CPU}")
    return "".join(f"ulimit {one} || :; " for one in limits) + 'exec "$@"'


LIMITED = limited()


class ConversionFailed(Exception):
    """A converter gave no pages. The message says in a part of a sentence what happened.

    `lasting`: it would happen again with the same document.
    """

    def __init__(self, what: str, *, lasting: bool = True) -> None:
        super().__init__(what)
        self.lasting = lasting


def on_windows() -> bool:
    """Whether this is Windows."""
    return os.name == "nt"


def run_child(command: Sequence[str], folder: Path, seconds: float, job: Job, environment: Mapping[str, str]) -> int:
    """Run a command to its end and return its exit code. Raises ConversionFailed, and Cancelled from `job`.

    However it comes to an end, nothing that it started runs on. What it prints goes nowhere. On POSIX it has limits on
    memory, time and what it writes; on Windows only `seconds` holds it.
    """
    if not on_windows():
        command = ["/bin/sh", "-c", LIMITED, "sh", *command]
    quiet = subprocess.DEVNULL
    try:
        child = subprocess.Popen(  # noqa: S603 - programs that were found, with words of our own
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            creationflags=_NO_WINDOW | _NEW_GROUP if on_windows() else 0,
            start_new_session=not on_windows(),
        )
    except OSError as error:
        raise ConversionFailed("未能启动", lasting=False) from error
    end = time.monotonic() + seconds
    try:
        while child.poll() is None:
            if time.monotonic() > end:
                raise ConversionFailed("转换超时")
            with suppress(subprocess.TimeoutExpired):
                child.wait(_LOOK)
            job.check()
    finally:
        end_tree(child)
    return int(child.returncode)


def end_tree(child: "subprocess.Popen[bytes]") -> None:
    """End a child and its descendants; those that outlive their parent too."""
    if on_windows():
        if child.poll() is None:
            command = ["taskkill", "/T", "/F", "/PID", str(child.pid)]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - of Windows
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        child.wait(5)
