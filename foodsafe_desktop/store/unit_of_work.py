"""One transaction on the store: the port's verbs as SQL that any database of SQLAlchemy's understands."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Select, select

from foodsafe_desktop.domain.amending import amended
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Omission
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.domain.requirements import IndicatorValue
from foodsafe_desktop.services.ports.store import (
    Tally,
    UnitOfWork,
)
from foodsafe_desktop.services.uncollected import uncollected
from foodsafe_desktop.store import rows, tables
from foodsafe_desktop.store.carried import Carried, Key
from foodsafe_desktop.store.coverage import Coverage
from foodsafe_desktop.store.faults import legible
from foodsafe_desktop.store.history import History
from foodsafe_desktop.store.holdings import Holdings
from foodsafe_desktop.store.issued import Issued

_AT_ONCE = 500
"""Ids asked for in one statement."""


class SqlUnitOfWork(Holdings, Coverage, Issued, History, UnitOfWork):
    """See `services.ports.store.UnitOfWork`. Lives as long as the transaction of its connection."""

    def __init__(self, connection: Connection, database: Path, carried: Carried | None = None) -> None:
        super().__init__(connection, database)
        self._carried = Carried() if carried is None else carried

    def tally(self) -> Tally:
        """Counts over all recorded files; see `services.ports.store.UnitOfWork`."""
        with legible(self._database), uncollected():
            counts = self._connection.execute(rows.select_tally()).one()
        return Tally(*(int(count or 0) for count in counts))

    def recorded(self, digests: Set[str] | None = None) -> Iterator[EvidenceFile]:
        """All files one after the other, in id order; those of the last snapshot where it is at hand."""
        these = rows.select_files()
        if digests is not None and len(digests) <= _AT_ONCE:
            these = these.where(tables.evidence_file.c.digest.in_(sorted(digests)))
        is_at_hand = self._carried.dossier is not None
        with legible(self._database):
            for file in self.dossier().files if is_at_hand else rows.files_one_by_one(self._ask(these)):
                if digests is None or (file.fixity is not None and file.fixity.digest in digests):
                    yield file

    def dossier_of(self, files: Sequence[EvidenceFile]) -> Dossier:
        """These files with their evidence, its assignments, and all questions."""
        ids = sorted({file.evidence_id for file in files})
        with legible(self._database), uncollected():
            evidence, assignments = self._evidence(ids), self._assignments(ids)
            return Dossier(MappingProxyType(evidence), tuple(files), assignments, questions=self._questions())

    def dossier(self) -> Dossier:
        """A snapshot of all holdings and decisions, everything in a stable order.

        Where the last one is at hand and few rows were written since, only those are read.
        """
        carried = self._carried
        with legible(self._database), uncollected():
            last = carried.dossier
            now = self._read() if last is None else self._amended(last, carried.written)
        carried.keep(now)
        return now

    def _read(self) -> Dossier:
        ask = self._ask
        evidence = {row[0]: Evidence(*row) for row in ask(rows.select_as(Evidence, tables.evidence))}
        return Dossier(
            evidence=MappingProxyType(evidence),
            files=rows.files_from(ask(rows.select_files())),
            assignments=tuple(Assignment(*row) for row in ask(rows.select_as(Assignment, tables.assignment))),
            **{field: read() for field, read in self._small.values()},
        )

    def _amended(self, last: Dossier, written: Mapping[str, Set[Key]]) -> Dossier:
        if not written:
            return last
        pieces, files, pairs = (written.get(name, ()) for name in ("evidence", "evidence_file", "assignment"))
        # Told by the triggers' first columns, which are whole numbers in these tables.
        evidence: dict[Any, Evidence | None] = {key: None for (key,) in pieces}
        held: dict[Any, EvidenceFile | None] = {key: None for (key,) in files}
        given: dict[Any, Assignment | None] = dict.fromkeys(pairs)
        evidence.update(self._evidence(sorted(evidence)))
        file = tables.evidence_file.c.id
        held.update((one.id, one) for one in rows.files_from(self._those(rows.select_files(), file, sorted(held))))
        of = sorted({key for key, _ in given})
        given.update(((one.evidence_id, one.number), one) for one in self._assignments(of))
        small = {field: read() for table, (field, read) in self._small.items() if table in written}
        return amended(last, evidence=evidence, files=held, assignments=given, **small)

    def _evidence(self, ids: Sequence[int]) -> dict[int, Evidence]:
        found = self._those(rows.select_as(Evidence, tables.evidence), tables.evidence.c.id, ids)
        return {row[0]: Evidence(*row) for row in found}

    def _assignments(self, evidence_ids: Sequence[int]) -> tuple[Assignment, ...]:
        given = tables.assignment
        found = self._those(rows.select_as(Assignment, given), given.c.evidence_id, evidence_ids)
        return tuple(Assignment(*row) for row in found)

    def _those(self, these: Select[Any], column: Column[Any], ids: Sequence[int]) -> Iterator[Sequence[Any]]:
        for at in range(0, len(ids), _AT_ONCE):
            yield from self._ask(these.where(column.in_(ids[at : at + _AT_ONCE])))

    def _questions(self) -> tuple[Question, ...]:
        return tuple(Question(*row) for row in self._ask(rows.select_as(Question, tables.question)))

    @property
    def _small(self) -> Mapping[str, tuple[str, Callable[[], Any]]]:
        """By table that is read as a whole: the field of a dossier that it makes, and how."""
        ask, values = self._ask, rows.select_as(IndicatorValue, tables.indicator_value)
        return {
            "omission": (
                "omissions",
                lambda: MappingProxyType({row[0]: Omission(*row) for row in ask(select(tables.omission))}),
            ),
            "elected": ("election", self._election),
            "requirement_edit": (
                "requirement_edits",
                lambda: tuple(map(rows.edit_from, ask(rows.select_edits()))),
            ),
            "indicator_value": ("indicator_values", lambda: tuple(map(rows.indicator_value_from, ask(values)))),
            "correction": ("corrections", lambda: tuple(self.corrections())),
            "question": ("questions", self._questions),
        }
