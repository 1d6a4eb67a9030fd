"""The real window under a watch: driven through its own actions, offscreen, while its event loop's gaps are kept."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.app import Program
from foodsafe_desktop.ui.appearance import dress
from foodsafe_desktop.ui.jobs import JobRunner, Task
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.starting import shorten_pauses
from tests.benchmarks.stalls import Stalls
from tests.benchmarks.table import row

GOAL = 0.050
"""Seconds for which the event loop may be away at most."""
LONGEST = 1800.0
"""Seconds after which something that is waited for counts as never coming."""


class Pulse:
    """Ticks in the event loop and keeps the gaps between two ticks, beside what ran meanwhile.

    With each gap what the program's threads reckoned in it: on a busy machine the rest is the time of others.
    """

    def __init__(self, doing: Callable[[], str]) -> None:
        self.doing = doing
        self._last = time.perf_counter()
        self._used = time.process_time()
        self.gaps: dict[str, list[tuple[float, float]]] = {}
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self.ticked = self._timer.timeout
        self._before = doing()
        self._timer.start()

    def begin(self) -> None:
        """Forget what was before."""
        self._last, self._used = time.perf_counter(), time.process_time()
        self.gaps.clear()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now, used = time.perf_counter(), time.process_time()
        self.gaps.setdefault(self._before, []).append((now - self._last, used - self._used))
        self._last, self._used, self._before = now, used, self.doing()


class Watched:
    """A window, dressed and shown as a person has it, with what runs in it by title; `stalls` only where wanted."""

    def __init__(self, memory: Path, *, look_for_stalls: bool) -> None:
        self.application = QApplication.instance() or QApplication([])
        assert isinstance(self.application, QApplication)
        dress(self.application)
        self.window = MainWindow(Program(), remembered=Remembered(memory))
        shorten_pauses()
        self.window.resize(1366, 740)
        self.window.show()
        self.running: dict[JobRunner, list[str]] = {}
        self.finished: list[str] = []
        for runner in (self.window.runner, self.window.reading_room.readings.runner):
            self._follow(runner)
        self.pulse = Pulse(self._doing)
        self.stalls = Stalls(self.pulse) if look_for_stalls else None

    def _follow(self, runner: JobRunner) -> None:
        titles = self.running[runner] = []

        def finished(task: Task) -> None:
            titles.remove(task.title)
            self.finished.append(task.title)

        runner.started.connect(lambda task: titles.append(task.title))
        runner.finished.connect(finished)

    def _doing(self) -> str:
        return " and ".join(titles[0] for titles in self.running.values() if titles) or "idle"

    @property
    def is_at_rest(self) -> bool:
        """Whether an archive shows and nothing is done with it; texts may still be read."""
        return self.window.desk.overview is not None and not self.running[self.window.runner]

    @property
    def registered(self) -> int:
        """Files of the archive that shows."""
        overview = self.window.desk.overview
        return len(overview.dossier.files) if overview else 0

    @property
    def is_reading(self) -> bool:
        """Whether texts are being read, or about to be."""
        readings = self.window.reading_room.readings
        return readings.is_put_off or bool(self.running[readings.runner])

    def until(self, holds: Callable[[], bool]) -> None:
        """Let the event loop run until it holds."""
        end = time.perf_counter() + LONGEST
        timer = QTimer()
        timer.start(5)
        while not holds():
            if time.perf_counter() > end:
                raise SystemExit("waited in vain")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def begin(self) -> None:
        """Forget the gaps until now."""
        self.finished.clear()
        self.pulse.begin()
        if self.stalls is not None:
            self.stalls.begin()

    def stop(self) -> None:
        """Keep no more gaps."""
        self.pulse.stop()
        if self.stalls is not None:
            self.stalls.stop()

    def close(self) -> None:
        """Close the window, which waits for its threads."""
        self.stop()
        self.window.close()
        assert self.application is not None
        self.application.quit()

    def tell(self, when: str) -> None:
        """Print the longest gaps since the beginning, by what ran; and what held the loop up where that is known."""
        everything = [gap for gaps in self.pulse.gaps.values() for gap in gaps]
        for doing, gaps in (("in all", everything), *self.pulse.gaps.items()):
            longest, late = max(gap for gap, _ in gaps), sum(gap > GOAL for gap, _ in gaps)
            own = max(min(gap, used) for gap, used in gaps)
            if doing == "in all" or longest > GOAL / 2:
                beside = f"of any gap at most {own * 1000:.0f} ms the program's own; {late} of {len(gaps)} over 50 ms"
                what = f"longest gap {when}" if doing == "in all" else f"longest gap {when}, while {doing}"
                row(what, f"{longest * 1000:.0f} ms", beside)
                sys.stdout.write(f"{what:<72} {longest * 1000:6.0f} ms  {beside}\n")
        if self.stalls is not None:
            sys.stdout.write(self.stalls.told() + "\n")
        sys.stdout.flush()
