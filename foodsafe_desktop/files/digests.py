"""Reading a file through, and the process that does nothing else.

A scan waits until such processes have come up: next to nothing is loaded for them here, and none of the other rooms.
"""

import errno
import hashlib
import os
import queue
import signal
import stat
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from foodsafe_desktop.files.system_paths import absolute

Digest = tuple[int, int, str]
"""Size, time and digest, which go over a pipe in a third of the time of a `Fixity`."""
Answer = Digest | OSError | None
"""What came of reading a file. None: it changed, or was replaced, while it was read."""

_STEP = 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""O_NONBLOCK: opening a pipe that nobody writes to would wait for ever."""
_NO_FILE = "no file of that name"
_STANDS_BACK = 5
"""By how much a reader gives way to the program, as `nice` counts it: whoever registers what was read comes first.

Else three share two cores evenly, the readers are through early, and most is registered with a core idle.
"""
_BELOW_NORMAL = 0x4000
EARLIEST, LATEST = -(2**63), 2**63 - 1
"""Between these records can hold a file's time, in ns."""


def digest_of(
    where: str, algorithm: str, check: Callable[[], None], take: Callable[[bytes], object] | None = None
) -> Digest | None:
    """Read one file through, as `hashing.read_fixity` says. None: it changed meanwhile. Raises OSError."""
    descriptor = _opened(where)
    try:
        before = os.fstat(descriptor)
        if stat.S_ISDIR(before.st_mode):
            raise FileNotFoundError(errno.ENOENT, _NO_FILE)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("不是普通文件")
        digest = hashlib.new(algorithm)
        size = 0
        while step := os.read(descriptor, asked := min(_STEP, max(before.st_size - size, 0) + 1)):
            check()
            digest.update(step)
            size += len(step)
            if take is not None:
                take(step)
            if size == before.st_size and len(step) < asked:
                break  # one byte more than it has was asked for, and none came: this was its end
    finally:
        os.close(descriptor)
    after = os.stat(where)  # noqa: PTH116 - by name again: a file put in its place is another file
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        return None
    return size, recordable(after.st_mtime_ns), digest.hexdigest()


def recordable(mtime_ns: int) -> int:
    """A file's time as records can hold it, from 1677 to 2262: Windows and shares date what has no time 1601."""
    return max(EARLIEST, min(mtime_ns, LATEST))


def _opened(where: str) -> int:
    try:
        return os.open(where, _FLAGS)
    except NotADirectoryError as error:
        raise FileNotFoundError(errno.ENOENT, _NO_FILE) from error
    except PermissionError as error:
        if os.path.isdir(where):  # noqa: PTH112 - Windows opens no folder, and says so of one as of a locked file
            raise FileNotFoundError(errno.ENOENT, _NO_FILE) from error
        raise


def serve(pipe: Connection, root: str, algorithm: str) -> None:
    """Run in the process: answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this one
    _stand_back()
    asked: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()
    threading.Thread(target=_take_in, args=(pipe, asked), daemon=True).start()
    try:
        while paths := asked.get():
            pipe.send([_answer(root, path, algorithm) for path in paths])
    except ConnectionError:
        return


def _stand_back() -> None:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        kernel32 = ctypes.windll.kernel32
        kernel32.GetCurrentProcess.restype = ctypes.c_void_p
        kernel32.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        kernel32.SetPriorityClass(kernel32.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_STANDS_BACK)


def _take_in(pipe: Connection, asked: "queue.SimpleQueue[Sequence[str]]") -> None:
    """Take questions out of the pipe at once; else both sides could wait until the other takes something out."""
    try:
        while True:
            asked.put(pipe.recv())
    except (EOFError, ConnectionError):
        asked.put(())


def _answer(root: str, path: str, algorithm: str) -> Answer:
    try:
        return digest_of(absolute(root, path), algorithm, _go_on)
    except OSError as error:
        return error


def _go_on() -> None:
    """Nobody asks a reader to stop: it is ended."""
