"""The part of a unit of work that keeps what people say of requirements, catalogue, questions and self-checks."""

from collections.abc import Iterable, Sequence

from foodsafe_desktop.domain.corrections import Correction
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.domain.requirements import IndicatorValue, RequirementEdit
from foodsafe_desktop.store import rows, tables
from foodsafe_desktop.store.faults import legible
from foodsafe_desktop.store.statements import Statements


class Coverage(Statements):
    """Questions, edits of requirements, values of indicators, corrections, findings, weekly snapshots."""

    def save_questions(self, questions: Sequence[Question]) -> list[Question]:
        """Insert those with id 0, update the others. ValueError for an unknown id, or evidence that is not stored."""
        return self._save(tables.question, questions)

    def save_requirement_edits(self, edits: Sequence[RequirementEdit]) -> None:
        """Keep edits; one of the same id is replaced. Raises ValueError where a requirement has another id."""
        self._replace(tables.requirement_edit, ("id",), [rows.edit_values(one) for one in edits])

    def remove_requirement_edits(self, ids: Iterable[str]) -> None:
        """Take back edits: the list's own requirement stands again."""
        self._remove(tables.requirement_edit, ("id",), [(one,) for one in ids])

    def save_indicator_values(self, values: Sequence[IndicatorValue]) -> None:
        """Keep values; one of the same indicator and year is replaced. Raises ValueError for NaN and infinity."""
        kept = [rows.indicator_value_values(one) for one in values]
        self._replace(tables.indicator_value, ("indicator", "year"), kept)

    def remove_indicator_values(self, keys: Iterable[tuple[str, int | None]]) -> None:
        """Take back values by (indicator id, year)."""
        kept = [(indicator, rows.year_key(year)) for indicator, year in keys]
        self._remove(tables.indicator_value, ("indicator", "year"), kept)

    def corrections(self) -> list[Correction]:
        """All corrections of the catalogue, oldest first."""
        with legible(self._database):
            return [Correction(*row) for row in self._ask(rows.select_as(Correction, tables.correction))]

    def save_correction(self, correction: Correction) -> Correction:
        """Insert a correction; returned with its id. See `services.ports.store.UnitOfWork`."""
        return self._insert_one(tables.correction, correction, rows.values_of(correction))

    def remove_correction(self, correction_id: int) -> None:
        """Take back a correction."""
        self._remove(tables.correction, ("id",), [(correction_id,)])

    def findings(self) -> list[Finding]:
        """All findings, oldest first."""
        with legible(self._database):
            return [Finding(*row) for row in self._ask(rows.select_as(Finding, tables.finding))]

    def save_finding(self, finding: Finding) -> Finding:
        """Insert (id 0) or update. Raises ValueError for an unknown id, or evidence that is not stored."""
        values = rows.values_of(finding)
        if not finding.id:
            return self._insert_one(tables.finding, finding, values)
        self._update(tables.finding, [values])
        return finding

    def restore_finding(self, finding: Finding) -> None:
        """Insert a finding that was taken back, under the id it had."""
        self._insert_one(tables.finding, finding, rows.values_of(finding))

    def remove_finding(self, finding_id: int) -> None:
        """Take back a finding that was raised by mistake."""
        self._remove(tables.finding, ("id",), [(finding_id,)])

    def snapshots(self) -> list[WeekSnapshot]:
        """All weekly snapshots, oldest first."""
        with legible(self._database):
            return [rows.snapshot_from(row) for row in self._ask(rows.select_as(WeekSnapshot, tables.week_snapshot))]

    def save_snapshot(self, snapshot: WeekSnapshot) -> None:
        """Keep a snapshot; one of the same day is replaced."""
        self._replace(tables.week_snapshot, ("on",), [rows.values_of(snapshot)])
