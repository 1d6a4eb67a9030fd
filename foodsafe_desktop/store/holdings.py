"""The part of a unit of work that keeps what an archive holds, where it belongs, and its volumes."""

import itertools
from collections.abc import Iterable, Sequence

from sqlalchemy import String, bindparam, cast, delete, insert, literal, select, update
from sqlalchemy.sql.elements import ColumnElement

from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Omission, Verdict
from foodsafe_desktop.services.ports.store import (
    BinderRecord,
)
from foodsafe_desktop.store import rows, tables
from foodsafe_desktop.store.faults import legible
from foodsafe_desktop.store.statements import Statements

_ITEM, _SUB_ITEM = "item", "sub_item"


class Holdings(Statements):
    """Catalogue text, settings, evidence, files, assignments, omissions, electives, volumes."""

    def catalogue_text(self) -> str:
        """The catalogue's TOML text. Raises StoreDamaged if the archive has none."""
        with legible(self._database):
            found = self._connection.execute(select(tables.catalogue.c.toml)).scalar()
            if found is None:
                raise LookupError("no catalogue")
            return str(found)

    def set_catalogue_text(self, toml: str) -> None:
        """Keep the catalogue's text, in place of an earlier edition."""
        self._connection.execute(delete(tables.catalogue))
        self._connection.execute(insert(tables.catalogue), {"toml": toml})

    def setting(self, name: str) -> str | None:
        """One of the archive's settings, None if never set."""
        kept = tables.setting.c
        found = self._connection.execute(select(kept.value).where(kept.name == name)).scalar()
        return None if found is None else str(found)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._replace(tables.setting, ("name",), [{"name": name, "value": value}])

    def save_evidence(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Insert those with id 0, update the others. Raises ValueError for an id that is not stored."""
        return self._save(tables.evidence, evidence)

    def save_files(self, files: Sequence[EvidenceFile]) -> list[EvidenceFile]:
        """Insert those with id 0, update the others; ValueError for an unknown id, or a path that is there twice."""
        self._vacate_paths([one for one in files if one.id])
        return self._save(tables.evidence_file, files)

    def take_in(self, pieces: Sequence[tuple[Evidence, EvidenceFile]]) -> list[EvidenceFile]:
        """Insert new evidence, each piece with its one file; see `services.ports.store.UnitOfWork`."""
        fresh_id = itertools.count(self._next_id(tables.evidence_file))
        names, row_of = rows.shape(Evidence)
        evidence, files, fresh = [], [], []
        for id_, (piece, one) in enumerate(pieces, self._next_id(tables.evidence)):
            evidence.append((id_, *row_of(piece)[1:]))
            # Written out: to make it anew for each id in turn would cost as much as to insert it.
            rest = (one.presence, one.changed, one.revision, one.key)
            files.append(EvidenceFile(one.id or next(fresh_id), one.path, id_, one.fixity, one.verdict, *rest))
            if not one.id:
                fresh.append(files[-1])
        if evidence:
            self._many(insert(tables.evidence), names, evidence)
        if len(fresh) < len(files):
            self.save_files([now for now, (_, one) in zip(files, pieces, strict=True) if one.id])
        if fresh:
            self._add_objects(tables.evidence_file, fresh)
        return files

    def uninspected(self, after: int, most: int) -> list[EvidenceFile]:
        """Files present that still are to be inspected, with ids over `after`, `most` of them at most."""
        with legible(self._database):
            return list(rows.files_from(self._ask(rows.select_uninspected(after, most))))

    def save_verdicts(self, verdicts: Sequence[tuple[EvidenceFile, Verdict]]) -> None:
        """Keep verdicts on files that still have the bytes they had when they were inspected."""
        file = tables.evidence_file
        values = [
            {"of_id": one.id, "of_digest": one.fixity and one.fixity.digest, **rows.verdict_values(verdict)}
            for one, verdict in verdicts
        ]
        if values:
            these = (file.c.id == bindparam("of_id")) & (file.c.digest == bindparam("of_digest"))
            self._many(update(file).where(these), tuple(values[0]), [tuple(row.values()) for row in values])

    def _vacate_paths(self, known: Sequence[EvidenceFile]) -> None:
        """Give files that move a path that no file can have, so that two may swap theirs under a unique index."""
        file = tables.evidence_file
        nowhere: ColumnElement[str] = literal("\x1b", String) + cast(file.c.id, String)
        moving = (file.c.id == bindparam("of_id")) & (file.c.path != bindparam("new_path", type_=file.c.path.type))
        if known:
            self._connection.execute(
                update(file).where(moving).values(path=nowhere),
                [{"of_id": one.id, "new_path": one.path} for one in known],
            )

    def assign(self, assignments: Iterable[Assignment]) -> None:
        """Add assignments; one that exists is replaced. Raises ValueError for evidence that is not stored."""
        given = list(assignments)
        if self._has_assignments({one.evidence_id for one in given}):
            self._replace(tables.assignment, ("evidence_id", "number"), [rows.values_of(one) for one in given])
        elif given:  # all of new evidence, as a scan brings it by the thousand
            last = {(one.evidence_id, one.number): one for one in given}
            self._add_objects(tables.assignment, list(last.values()))

    def _has_assignments(self, evidence: set[int]) -> bool:
        """Whether any evidence between the least and the greatest of these ids is assigned anywhere."""
        key = tables.assignment.c.evidence_id
        within = select(key).where(key.between(min(evidence, default=0), max(evidence, default=0))).limit(1)
        return self._connection.execute(within).first() is not None

    def unassign(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take back assignments by (evidence id, number)."""
        self._remove(tables.assignment, ("evidence_id", "number"), pairs)

    def save_omission(self, omission: Omission) -> None:
        """Add or replace an omission decided in this archive."""
        self._replace(tables.omission, ("number",), [rows.values_of(omission)])

    def remove_omission(self, number: int) -> None:
        """Take back an omission decided in this archive."""
        self._remove(tables.omission, ("number",), [(number,)])

    def save_election(self, election: Election) -> None:
        """Keep the choice of electives, in place of an earlier one."""
        self._connection.execute(delete(tables.elected))
        chosen = [(_ITEM, one) for one in election.items] + [(_SUB_ITEM, one) for one in election.sub_items]
        if chosen:
            values = [{"kind": kind, "number": number} for kind, number in sorted(chosen)]
            self._connection.execute(insert(tables.elected), values)

    def _election(self) -> Election:
        chosen: dict[str, set[int]] = {_ITEM: set(), _SUB_ITEM: set()}
        for kind, number in self._connection.execute(select(tables.elected)):
            chosen[kind].add(number)
        return Election(frozenset(chosen[_ITEM]), frozenset(chosen[_SUB_ITEM]))

    def add_binder(self, record: BinderRecord) -> None:
        """Register a compiled volume."""
        self._connection.execute(insert(tables.binder), rows.values_of(record))

    def binders(self) -> list[BinderRecord]:
        """All registered volumes, oldest first."""
        with legible(self._database):
            return [BinderRecord(*row) for row in self._ask(rows.select_as(BinderRecord, tables.binder))]
