"""What held the event loop up: for each long gap, what every thread was doing in it, and whose time it was.

Where one thread keeps the interpreter in a single call of C, no other thread of Python can look on. The frames are
therefore noted by faulthandler's own thread, which needs no interpreter, a while into the gap; and Linux says for each
thread how long it reckoned meanwhile and how long it waited for a processor. Collections are timed as well.
"""

import faulthandler
import gc
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_AFTER = 0.030
"""Seconds into a gap at which the frames are noted."""
_DEPTH = 6
_IDLE = 0.002
"""Seconds below which a thread had no part in a gap."""
_TASKS = Path("/proc/self/task")
_FRAME = re.compile(r'  File "(.*)", line (\d+) in (.*)')


@dataclass(frozen=True)
class Stall:
    """A gap in seconds; by thread its seconds on a processor, waiting for one, and its innermost frames."""

    gap: float
    doing: str
    reckoned: Mapping[str, float]
    waited: Mapping[str, float]
    frames: Mapping[str, str]
    collected: float

    def told(self) -> str:
        """Some lines for a person."""
        lines = [f"{self.gap * 1000:.0f} ms while {self.doing}, {self.collected * 1000:.0f} ms of it collecting"]
        for name, frames in self.frames.items():
            if self.reckoned.get(name, 0) + self.waited.get(name, 0) < _IDLE and not name.startswith("MainThread"):
                continue
            spent = f"{self.reckoned.get(name, 0) * 1000:.0f} ms, waited {self.waited.get(name, 0) * 1000:.0f}"
            lines.append(f"    {name} reckoned {spent}: {frames}")
        return "\n".join(lines)


class Stalls:
    """Told of every turn of the event loop; keeps those gaps that were longer than frames take to be noted."""

    def __init__(self, doing: Callable[[], str]) -> None:
        self._doing = doing
        self._notes = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `stop`
        self._last, self._before = time.perf_counter(), _spent()
        self._collecting = self._collected = 0.0
        self.found: list[Stall] = []
        gc.callbacks.append(self._note_collection)
        self._arm()

    def turn(self) -> None:
        """The event loop came round."""
        now = time.perf_counter()
        faulthandler.cancel_dump_traceback_later()
        if now - self._last > _AFTER:
            self._keep(now - self._last)
        self._last, self._collected, self._before = now, 0.0, _spent()
        self._arm()

    def stop(self) -> None:
        """Look no more."""
        faulthandler.cancel_dump_traceback_later()
        gc.callbacks.remove(self._note_collection)
        self._notes.close()

    def told(self, most: int = 12) -> str:
        """The longest, and how often which frames were met."""
        longest = sorted(self.found, key=lambda one: -one.gap)[:most]
        often = Counter(frames for one in self.found for name, frames in one.frames.items() if _is_busy(one, name))
        counted = [f"{count:5} times {frames}" for frames, count in often.most_common(most)]
        return "\n".join([*(one.told() for one in longest), "reckoning most often:", *counted])

    def _arm(self) -> None:
        self._notes.seek(0)
        self._notes.truncate()
        faulthandler.dump_traceback_later(_AFTER, file=self._notes)

    def _keep(self, gap: float) -> None:
        self._notes.seek(0)
        frames = _frames(self._notes.read().decode("utf-8", "replace"))
        after = _spent()
        reckoned = {name: spent[0] - self._before.get(name, (0, 0))[0] for name, spent in after.items()}
        waited = {name: spent[1] - self._before.get(name, (0, 0))[1] for name, spent in after.items()}
        self.found.append(Stall(gap, self._doing(), reckoned, waited, frames, self._collected))

    def _note_collection(self, phase: str, _told: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self._collected += time.perf_counter() - self._collecting


def _is_busy(stall: Stall, name: str) -> bool:
    return stall.reckoned.get(name, 0) > stall.gap / 4


def _names() -> dict[int, str]:
    return {one.ident: f"{one.name}/{one.native_id}" for one in threading.enumerate() if one.ident is not None}


def _spent() -> dict[str, tuple[float, float]]:
    """Seconds that each thread reckoned, and waited for a processor; nothing where there is no such record."""
    found: dict[str, tuple[float, float]] = {}
    for one in threading.enumerate():
        try:
            ran, waited, _ = (_TASKS / str(one.native_id) / "schedstat").read_text(encoding="ascii").split()
        except OSError:
            continue
        found[f"{one.name}/{one.native_id}"] = int(ran) / 1e9, int(waited) / 1e9
    return found


def _frames(notes: str) -> dict[str, str]:
    names, found = _names(), dict[str, list[str]]()
    here: list[str] = []
    for line in notes.splitlines():
        if thread := re.search(r"hread 0x([0-9a-f]+)", line):
            here = found.setdefault(names.get(int(thread[1], 16), thread[1]), [])
        elif frame := _FRAME.match(line):
            here.append(f"{Path(frame[1]).name}:{frame[2]} {frame[3]}")
    return {name: " < ".join(frames[:_DEPTH]) for name, frames in found.items()}
