"""校验值: reading one file through."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable

from foodsafe_desktop.domain.errors import AlgorithmMissing, FileStillChanging
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files.names import shown
from foodsafe_desktop.services.ports.folder import Take

_STEP = 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""O_NONBLOCK: opening a pipe that nobody writes to would wait for ever."""


def require_algorithm(name: str) -> None:
    """Raise AlgorithmMissing where this machine cannot reckon it: OpenSSL before 1.1.1, or built without SM3."""
    if name not in hashlib.algorithms_available:
        raise AlgorithmMissing(name.upper())


def read_fixity(
    absolute: str, path: str, algorithm: str, check: Callable[[], None], take: Take | None = None
) -> Fixity:
    """Read one file through; `path` is what errors call it, `check` is called before every MiB and may raise.

    `take` is given the bytes as they are read, for a copy that cannot differ from what was reckoned.

    Raises OSError (FileNotFoundError also where a folder lies there, or a file in place of one above it), and
    FileStillChanging (an OSError too) if the file changes or is replaced meanwhile.
    """
    descriptor = _opened(absolute)
    try:
        before = os.fstat(descriptor)
        if stat.S_ISDIR(before.st_mode):
            raise FileNotFoundError(errno.ENOENT, _NO_FILE)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("不是普通文件")
        digest = hashlib.new(algorithm)
        size = 0
        while step := os.read(descriptor, min(_STEP, max(before.st_size - size, 0) + 1)):
            check()
            digest.update(step)
            size += len(step)
            if take is not None:
                take(step)
    finally:
        os.close(descriptor)
    after = os.stat(absolute)  # noqa: PTH116 - by name again: a file put in its place is another file
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        raise FileStillChanging(shown(path))
    return Fixity(size, after.st_mtime_ns, algorithm, digest.hexdigest())


def _opened(absolute: str) -> int:
    try:
        return os.open(absolute, _FLAGS)
    except NotADirectoryError as error:
        raise FileNotFoundError(errno.ENOENT, _NO_FILE) from error
    except PermissionError as error:
        if os.path.isdir(absolute):  # noqa: PTH112 - Windows opens no folder, and says so of one as of a locked file
            raise FileNotFoundError(errno.ENOENT, _NO_FILE) from error
        raise


_NO_FILE = "no file of that name"
