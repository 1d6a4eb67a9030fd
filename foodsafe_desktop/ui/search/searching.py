"""The thread that looks for words, so that typing waits neither for a scan nor for the last letter's search."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.search_index import Filters, SearchIndex, search_index
from foodsafe_desktop.services.searching import SearchResult, search_in
from foodsafe_desktop.services.uncollected import uncollected
from foodsafe_desktop.ui.jobs import JobRunner, Task

_COMMON = "食品"
"""A word that titles and texts have, so that all is read that the next search needs."""


class Searching(QObject):
    """Answers the newest question only. The index is made anew, when first asked for, after each change."""

    answered = Signal(object)
    """A SearchResult."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = JobRunner(self, ThreadPoolExecutor(1, thread_name_prefix="search"))
        self._overview: Overview | None = None
        self._index: SearchIndex | None = None
        self._indexed: Overview | None = None
        self._asked: object = None
        self._running: Task | None = None

    def take(self, overview: Overview | None) -> None:
        """Search in these holdings from now on."""
        self._overview = overview

    def prepare(self, archive: Archive) -> None:
        """Lay everything out before the first word comes: of a hundred thousand pieces that takes two seconds."""
        overview = self._overview
        if overview is not None and self._indexed is not overview:
            self.ask(lambda: search_in(archive.texts.store, self._index_of(overview), _COMMON), lambda _found: None)

    def search(self, archive: Archive, query: str, filters: Filters) -> None:
        """Look for words; an answer to an earlier question does not come any more."""
        self._asked = asked = object()
        if self._running is not None:
            self._running.job.cancel()
        overview = self._overview
        if overview is None or not query.strip():
            return

        def work(job: Job) -> SearchResult | None:
            if asked is not self._asked:
                return None
            return search_in(archive.texts.store, self._index_of(overview), query, filters, job=job)

        def done(result: SearchResult | None) -> None:
            if result is not None and asked is self._asked:
                self.answered.emit(result)

        self._running = self.runner.run("检索", work, done, shown=False)

    def ask(self, read: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Read something small beside it."""
        self.runner.run("检索", lambda _job: read(), done, shown=False)

    def _index_of(self, overview: Overview) -> SearchIndex:
        """On the thread of searches only."""
        if self._index is None or self._indexed is not overview:
            with uncollected():
                self._index = search_index(overview.catalogue, overview.dossier, self._index)
            self._indexed = overview
        return self._index
