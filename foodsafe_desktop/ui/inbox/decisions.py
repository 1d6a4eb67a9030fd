"""What is done in the inbox: suggestions come bit by bit from a thread beside, decisions go to the desk."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.suggesting import Suggestion
from foodsafe_desktop.services import deciding, suggesting
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.suggesting import Suggestions
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.forms.pick_number import PickNumberForm
from foodsafe_desktop.ui.inbox.presenter import InboxRow
from foodsafe_desktop.ui.inbox.view import InboxPane
from foodsafe_desktop.ui.jobs import JobRunner
from foodsafe_desktop.ui.tree.nodes import Node

_TURN = 8
"""Pieces that are looked at in one go; what is current comes first."""

_Found = dict[int, tuple[Suggestion, ...]]


class InboxDecisions(QObject):
    """Listens to the pane. `runner`: the thread beside; `nodes`: the catalogue's lines, to choose another one from."""

    def __init__(
        self, window: QWidget, desk: Desk, pane: InboxPane, runner: JobRunner, nodes: Callable[[], Sequence[Node]]
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._pane, self._runner, self._nodes = window, desk, pane, runner, nodes
        self._known: set[int] = set()
        self._learned: Suggestions | None = None
        self._of: object = None
        self._run: object = None
        desk.opened.connect(self._forget)
        pane.guesses_wanted.connect(self._learn)
        pane.accept_wanted.connect(self._accept)
        pane.assign_wanted.connect(self._ask_number)
        pane.recycle_wanted.connect(self._recycle)

    def _forget(self, _archive: Archive) -> None:
        self._known, self._learned, self._of, self._run = set(), None, None, None
        self._pane.forget()

    def _learn(self) -> None:
        """Learn anew from what was decided, then look at all that waits."""
        overview = self._desk.overview
        if overview is None or not self._pane.rows or overview is self._of:
            return
        self._of = overview

        def done(learned: Suggestions) -> None:
            self._learned, self._run = learned, object()
            self._next(learned, self._run, self._in_order())

        self._desk.ask("查找可能的归属", lambda archive, _job: suggesting.learn(archive), done)

    def _in_order(self) -> Iterator[int]:
        """What is looked at now first, then what has no suggestions yet, then the others."""
        chosen = {row.evidence_id: None for row in self._pane.chosen()}
        known, rows = frozenset(self._known), tuple(self._pane.rows)
        yield from chosen
        for looked_at in (False, True):
            ids = (row.evidence_id for row in rows)
            yield from (key for key in ids if (key in known) is looked_at and key not in chosen)

    def _next(self, learned: Suggestions, run: object, ids: Iterator[int]) -> None:
        turn = list(islice(ids, _TURN))

        def work(_job: object) -> _Found:
            return {key: learned.of(key) for key in turn if key in learned.dossier.evidence}

        def done(found: _Found) -> None:
            if run is self._run:
                self._known.update(found)
                self._pane.show_guesses(found)
                self._next(learned, run, ids)

        if turn:
            self._runner.run("查找可能的归属", work, done, shown=False)

    def _accept(self, pairs: list[tuple[int, int]]) -> None:
        chosen: dict[int, list[int]] = defaultdict(list)
        for key, number in pairs:
            chosen[number].append(key)
        if chosen:
            self._desk.decide(lambda archive: suggesting.accept(archive, chosen))

    def _ask_number(self, rows: list[InboxRow], typed: str) -> None:
        ids = [row.evidence_id for row in rows]

        def assign(number: int) -> None:
            self._desk.decide(lambda archive: deciding.assign(archive, ids, number))

        form = PickNumberForm(self._window, self._nodes(), len(rows), assign)
        form.box.setText(typed)
        form.open()
        form.box.end(False)  # noqa: FBT003 - Qt's signature; what was typed is gone on with, not written over

    def _recycle(self, rows: list[InboxRow]) -> None:
        ids = [row.evidence_id for row in rows]
        self._desk.decide(lambda archive: deciding.recycle(archive, ids))
