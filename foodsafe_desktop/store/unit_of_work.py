"""One transaction on the store: the port's verbs as SQL that any database of SQLAlchemy's understands."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from sqlalchemy import select

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Omission
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.domain.requirements import IndicatorValue
from foodsafe_desktop.services.store_ports import (
    Tally,
    UnitOfWork,
)
from foodsafe_desktop.services.uncollected import uncollected
from foodsafe_desktop.store import rows, tables
from foodsafe_desktop.store.coverage import Coverage
from foodsafe_desktop.store.faults import legible
from foodsafe_desktop.store.history import History
from foodsafe_desktop.store.holdings import Holdings
from foodsafe_desktop.store.issued import Issued

_AT_ONCE = 500
"""Ids asked for in one statement."""


class SqlUnitOfWork(Holdings, Coverage, Issued, History, UnitOfWork):
    """See `services.store_ports.UnitOfWork`. Lives as long as the transaction of its connection."""

    def tally(self) -> Tally:
        """Counts over all recorded files; see `services.store_ports.UnitOfWork`."""
        with legible(self._database), uncollected():
            counts = self._connection.execute(rows.select_tally()).one()
        return Tally(*(int(count or 0) for count in counts))

    def recorded(self) -> Iterator[EvidenceFile]:
        """All files one after the other, in id order."""
        with legible(self._database):
            yield from rows.files_one_by_one(self._ask(rows.select_files()))

    def dossier_of(self, files: Sequence[EvidenceFile]) -> Dossier:
        """These files with their evidence, its assignments, and all questions."""
        ids = sorted({file.evidence_id for file in files})
        chosen = [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
        evidence, given = tables.evidence.c.id, tables.assignment.c.evidence_id
        ask = self._ask
        with legible(self._database), uncollected():
            held = [
                row
                for some in chosen
                for row in ask(rows.select_as(Evidence, tables.evidence).where(evidence.in_(some)))
            ]
            assigned = [
                row
                for some in chosen
                for row in ask(rows.select_as(Assignment, tables.assignment).where(given.in_(some)))
            ]
            return Dossier(
                evidence=MappingProxyType({row[0]: Evidence(*row) for row in held}),
                files=tuple(files),
                assignments=tuple(Assignment(*row) for row in assigned),
                questions=tuple(Question(*row) for row in ask(rows.select_as(Question, tables.question))),
            )

    def dossier(self) -> Dossier:
        """A snapshot of all holdings and decisions, everything in a stable order."""
        ask = self._ask
        with legible(self._database), uncollected():
            evidence = {row[0]: Evidence(*row) for row in ask(rows.select_as(Evidence, tables.evidence))}
            given = rows.select_as(Assignment, tables.assignment)
            omissions = {row[0]: Omission(*row) for row in ask(select(tables.omission))}
            values = rows.select_as(IndicatorValue, tables.indicator_value)
            return Dossier(
                evidence=MappingProxyType(evidence),
                files=rows.files_from(ask(rows.select_files())),
                assignments=tuple(Assignment(*row) for row in ask(given)),
                omissions=MappingProxyType(omissions),
                election=self._election(),
                requirement_edits=tuple(map(rows.edit_from, ask(rows.select_edits()))),
                indicator_values=tuple(map(rows.indicator_value_from, ask(values))),
                corrections=tuple(self.corrections()),
                questions=tuple(Question(*row) for row in ask(rows.select_as(Question, tables.question))),
            )
