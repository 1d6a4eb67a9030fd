"""What held the event loop up: for each long gap, what every thread was doing in it, and whose time it was.

A thread that keeps the interpreter in one call of C lets it go right behind that call, which is where it is found at
the end of the gap. What the thread of the event loop itself was doing is noted by an alarm, a while into the gap:
another thread that looked at its frames could be left to free what of Qt lies in them. Linux only.
"""

import gc
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # that module makes use of this one
    from tests.benchmarks.watched import Pulse

_AFTER = 0.030
"""Seconds into a gap at which it is of interest."""
_DEPTH = 6
_IDLE = 0.002
"""Seconds below which a thread had no part in a gap."""


@dataclass(frozen=True)
class Stall:
    """A gap in seconds; by thread its seconds on a processor and its innermost frames; seconds of collections."""

    gap: float
    doing: str
    reckoned: Mapping[str, float]
    frames: Mapping[str, str]
    collected: float

    @property
    def own(self) -> float:
        """Seconds that the program's threads reckoned in it; on a busy machine the rest is the time of others."""
        return min(self.gap, sum(self.reckoned.values()))

    def told(self) -> str:
        """Some lines for a person."""
        head = f"{self.gap * 1000:.0f} ms while {self.doing}, {self.own * 1000:.0f} ms of it the program's own"
        lines = [f"{head}, {self.collected * 1000:.0f} ms collecting"]
        for name, frames in self.frames.items():
            if (spent := self.reckoned.get(name, 0)) >= _IDLE:
                lines.append(f"    {name} reckoned {spent * 1000:.0f} ms: {frames}")
        return "\n".join(lines)


class Stalls:
    """Told of every turn of the event loop, on its thread, by its pulse; keeps the gaps that are of interest."""

    def __init__(self, pulse: "Pulse") -> None:
        self._doing, self._me = pulse.doing, threading.get_ident()
        self._collecting = 0.0
        signal.signal(signal.SIGALRM, self._note)
        self.begin()
        gc.callbacks.append(self._note_collection)
        pulse.ticked.connect(self.turn)

    def begin(self) -> None:
        """Forget what was before."""
        self.found: list[Stall] = []
        self._begin_turn()

    def turn(self) -> None:
        """The event loop came round."""
        now = time.perf_counter()
        if now - self._last > _AFTER:
            self._keep(now - self._last)
        self._begin_turn()

    def stop(self) -> None:
        """Look no more."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        if self._note_collection in gc.callbacks:
            gc.callbacks.remove(self._note_collection)

    def told(self, most: int = 20) -> str:
        """The longest, by what was the program's own."""
        return "\n".join(one.told() for one in sorted(self.found, key=lambda one: -one.own)[:most])

    def _begin_turn(self) -> None:
        self._last, self._collected, self._noted, self._before = time.perf_counter(), 0.0, "", _spent()
        signal.setitimer(signal.ITIMER_REAL, _AFTER / 2)

    def _keep(self, gap: float) -> None:
        names, frames = _names(), sys._current_frames()
        del frames[self._me]  # this very one: a circle that would hold the event loop's frame, and be freed anywhere
        reckoned = {name: spent - self._before.get(name, 0) for name, spent in _spent().items()}
        told = {names[key]: _told(frame) for key, frame in frames.items() if key in names}
        told[names[self._me]] = self._noted or "in Qt, or waiting"
        self.found.append(Stall(gap, self._doing(), reckoned, told, self._collected))

    def _note(self, _signal: int, frame: FrameType | None) -> None:
        self._noted = _told(frame)

    def _note_collection(self, phase: str, _told: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self._collected += time.perf_counter() - self._collecting


def _names() -> dict[int, str]:
    return {one.ident: f"{one.name}/{one.native_id}" for one in threading.enumerate() if one.ident is not None}


def _spent() -> dict[str, float]:
    """Seconds that each thread reckoned. Nothing here lets go of the interpreter: that would make gaps of its own."""
    return {name: time.clock_gettime(time.pthread_getcpuclockid(ident)) for ident, name in _names().items()}


def _told(frame: FrameType | None) -> str:
    told: list[str] = []
    while frame is not None and len(told) < _DEPTH:
        code = frame.f_code
        told.append(f"{code.co_filename.rpartition('/')[2]}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " < ".join(told)
