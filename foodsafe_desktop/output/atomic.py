"""Write a file so that at any moment either the old one or the complete new one is there."""

import os
import tempfile
from pathlib import Path

from foodsafe_desktop.in_place import put_in_place


def write_atomically(target: Path, content: bytes) -> None:
    """Write `content` beside `target`, flush it to the disk, then put it in place. Raises OSError, leaving nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        put_in_place(temporary, target)
    except BaseException:  # also when interrupted: no half a file is left
        temporary.unlink(missing_ok=True)
        raise
