"""When a file has come to rest: the rule, without clock, disk or thread of its own.

A writer cannot be asked whether it is done. So a file counts as at rest once nothing has been heard of it, and its
size and time have stayed, for the settle time; longer where it has already paused and gone on, and where it is still
empty. Times are passed in, in seconds of any clock that only goes forward.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

Look = tuple[int, int]
"""Size in bytes and modification time in ns, as a look at the disk found them."""
GONE: Look = (-1, -1)
"""What a look at a path finds where no file is."""

_TIMES_PAUSE = 3
_TIMES_RESUMED = 5
_TIMES_LONGEST = 15
"""In settle times: a file that paused and went on rests only after three times its longest pause, within these bounds.
An empty one takes the longest: scanners and downloads make the name first.
"""
_TIMES_PATIENCE = 3
"""Files at rest wait this many settle times for others that are nearly there, so that a burst is told in few calls."""


@dataclass(slots=True)
class _Wait:
    last: float
    pause: float = 0.0
    look: Look | None = None
    left: list[str] = field(default_factory=list)
    """Former paths of a file that was renamed: they come to rest together with it, never earlier."""


class Settling:
    """Knows of every path that something was heard of, until it is at rest. Any thread may call.

    `settle`: seconds without event and without change of size and time; may be set anew at any time.
    """

    def __init__(self, settle: float) -> None:
        self.settle = settle
        self._lock = threading.Lock()
        self._waits: OrderedDict[str, _Wait] = OrderedDict()
        """In the order of their last change: the plain ones come to rest from the front."""
        self._stirred: float | None = None
        self._rested: float | None = None

    def touched(self, path: str, now: float) -> None:
        """Something happened to a file: its wait begins anew, and older looks at it no longer count."""
        with self._lock:
            self._touch(path, now).look = None

    def moved(self, old: str, new: str, now: float) -> None:
        """A file was renamed. Both paths come to rest at one moment, so that no look finds one without the other."""
        with self._lock:
            former = self._waits.pop(old, None)
            wait = self._touch(new, now)
            wait.look = None
            wait.left.append(old)
            if former is not None:
                wait.left += former.left
                wait.pause = max(wait.pause, former.pause)

    def stirred(self, now: float) -> None:
        """The folder changed in a way that no single path tells: told again after the settle time."""
        with self._lock:
            self._stirred = now

    def seen(self, path: str, look: Look, now: float) -> None:
        """A look at a path that is waited for; nothing is done about others. A look unlike the last is a change."""
        with self._lock:
            wait = self._waits.get(path)
            if wait is None:
                return
            if wait.look is not None and wait.look != look:
                wait = self._touch(path, now)
            wait.look = look
            if now >= wait.last + self._needed(wait):
                del self._waits[path]
                self._rested = now if self._rested is None else self._rested

    def noted(self, path: str, look: Look, now: float) -> None:
        """A walk met a file that is too young to be taken in, and nothing had been heard of it."""
        with self._lock:
            if path not in self._waits:
                self._touch(path, now).look = look

    def due(self, now: float) -> list[str]:
        """Paths whose time is over: look at each, and say so by `seen`."""
        with self._lock:
            found = []
            for path, wait in self._waits.items():
                if wait.last + self.settle > now:
                    break
                if wait.last + self._needed(wait) <= now:
                    found.append(path)
            return found

    def waiting(self) -> set[str]:
        """Paths of which nothing can be said yet: still being written, or gone or renamed a moment ago."""
        with self._lock:
            return {*self._waits, *(old for wait in self._waits.values() for old in wait.left)}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waited for and nothing is left to tell."""
        with self._lock:
            return not self._waits and self._stirred is None and self._rested is None

    def ready(self, now: float) -> bool:
        """Whether it is time to look at what came to rest; said once for any number of files."""
        with self._lock:
            if self._stirred is not None and now >= self._stirred + self.settle:
                self._stirred = None
                self._rested = now if self._rested is None else self._rested
            if self._rested is None:
                return False
            if self._is_busy(now) and now < self._rested + _TIMES_PATIENCE * self.settle:
                return False
            self._rested = None
            return True

    def forget(self, paths: Iterable[str] | None = None) -> None:
        """Wait no longer for these paths (None: for none at all)."""
        with self._lock:
            for path in list(self._waits) if paths is None else paths:
                self._waits.pop(path, None)

    def _touch(self, path: str, now: float) -> _Wait:
        wait = self._waits.pop(path, None)
        if wait is None:
            wait = _Wait(now)
        elif now - wait.last >= self.settle / 2:
            wait.pause = max(wait.pause, now - wait.last)
        wait.last = now
        self._waits[path] = wait
        return wait

    def _needed(self, wait: _Wait) -> float:
        """Seconds without change after which this one is at rest."""
        if wait.look is not None and wait.look[0] == 0:
            return _TIMES_LONGEST * self.settle
        if wait.look == GONE or not wait.pause:
            return self.settle
        longer = max(_TIMES_PAUSE * wait.pause, _TIMES_RESUMED * self.settle)
        return min(longer, _TIMES_LONGEST * self.settle)

    def _is_busy(self, now: float) -> bool:
        """Whether something changed within the last settle time. What needs longer holds nobody up."""
        if self._stirred is not None:
            return True
        newest = next(reversed(self._waits.values()), None)
        return newest is not None and newest.last + self.settle > now
