"""A running job's two-way wire: it reports how far it is, and hears that it should stop."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from foodsafe_desktop.domain.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps (total 0: not known yet), and `what` is being worked on."""

    done: int
    total: int
    what: str


@dataclass
class Job:
    """Pass to every service that may take over a second. `report` may be called from any thread.

    `cancel()` may be called from any thread; the job's next `step()` raises Cancelled.
    """

    report: Callable[[Progress], None] = lambda _progress: None
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancelled.set()

    def step(self, done: int, total: int, what: str) -> None:
        """Report progress; raise Cancelled if the person asked to stop. Called once a file and once a page run."""
        self.check()
        self.report(Progress(done, total, what))

    def check(self) -> None:
        """Raise Cancelled if the person asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled
