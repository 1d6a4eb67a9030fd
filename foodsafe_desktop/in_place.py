"""Put a finished file where another may be: at any moment either the old one or the new one is there.

Used by every room that writes. On Windows and on network shares a virus scanner or a preview may hold the target for a
moment, which says itself as "permission denied": that is tried again a few times before it is believed.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds to wait before each further try."""


def put_in_place(source: Path, target: Path) -> None:
    """Rename `source` to `target`, both on one disk, and let the disk know of it. Raises OSError, both as before."""
    for pause in PAUSES:
        try:
            os.replace(source, target)  # noqa: PTH105 - one name by which tests make it fail
            break
        except PermissionError:
            time.sleep(pause)
    else:
        os.replace(source, target)  # noqa: PTH105
    flush_folder(target.parent)


def flush_file(path: Path) -> None:
    """Let a file's bytes reach the disk. Raises OSError."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Let a folder's names reach the disk; where the system or the file system has no such call, it does by itself."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # the rename itself has happened, and can be told to nobody as a failure
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
