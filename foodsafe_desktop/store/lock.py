"""One program at a time on an archive: a lock of the operating system, and a note that says who holds it.

The lock goes with the process, however it ends; the note may outlive it and is only believed while the lock is held.
"""

import datetime as dt
import getpass
import json
import os
import platform
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from foodsafe_desktop.domain.errors import ArchiveInUse
from foodsafe_desktop.store.faults import translated


class ArchiveLock:
    """A held lock. Made by `take`."""

    def __init__(self, lock: FileLock, note: Path) -> None:
        self._lock = lock
        self._note = note

    @classmethod
    def take(cls, database: Path) -> "ArchiveLock":
        """Hold the lock of the archive with that database. Raises ArchiveInUse, StoreFailed."""
        path = database.with_suffix(".lock")
        note = path.with_name(path.name + ".json")
        # Opened on one thread, closed on another: the hold is the process's, not the thread's.
        lock = FileLock(path, blocking=False, thread_local=False)
        with translated(database):
            try:
                lock.acquire()
            except Timeout:
                raise ArchiveInUse(str(database.parent), _holder(note)) from None
            try:
                note.write_text(json.dumps(_ourselves(), ensure_ascii=True), encoding="ascii")
            except BaseException:  # also when interrupted: a lock without its note helps nobody
                lock.release()
                raise
        return cls(lock, note)

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._lock.is_locked:
            with suppress(OSError):  # a note that stays behind is not believed
                self._note.unlink()
            self._lock.release()

    def discard(self) -> None:
        """Let go and leave no file behind; for an archive that came to nothing."""
        # Unlinked while held, so that nobody can be holding it by then; Windows refuses, and removes it on release.
        with suppress(OSError):
            Path(self._lock.lock_file).unlink()
        self.release()


def _ourselves() -> dict[str, object]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user id without a name (KeyError), or no environment at all
        user = "未知用户"
    since = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    return {"user": user, "host": platform.node(), "pid": os.getpid(), "since": since}


def _holder(note: Path) -> str:
    """Who holds the lock, in words."""
    try:
        said = json.loads(note.read_text(encoding="ascii"))
        since = dt.datetime.fromisoformat(said["since"])
        return f"{said['user']}@{said['host']}（自 {since:%Y-%m-%d %H:%M} 起）"
    except (OSError, ValueError, LookupError, TypeError):  # written this very moment, or by something else
        return "另一个程序"
