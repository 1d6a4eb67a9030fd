"""Rows to the domain's frozen dataclasses and back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, case, false, func, select

from foodsafe_desktop.domain.evidence import (
    DOES_NOT_OPEN,
    INTERRUPTED,
    PENDING,
    Condition,
    EvidenceFile,
    Fixity,
    Presence,
    Verdict,
)
from foodsafe_desktop.domain.findings import WeekSnapshot
from foodsafe_desktop.domain.requirements import IndicatorValue, Requirement, RequirementEdit
from foodsafe_desktop.store import tables

Values = dict[str, Any]
Numbered = TypeVar("Numbered")

_ONCE = 0
"""Stands for "no year" in the key of an indicator's value, where a database wants something."""


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def select_as(kind: type, table: Table) -> Select[Any]:
    """All rows of a table that is one dataclass, its columns in the order of the fields, in the order of its key."""
    return select(*(table.c[name] for name in _names(kind))).order_by(*table.primary_key.columns)


def values_of(one: object) -> Values:
    """The columns of an object of a dataclass that is one table, its id among them."""
    kind: type = type(one)
    names, row_of = shape(kind)
    return dict(zip(names, row_of(one), strict=True))


def shape(kind: type) -> "tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]":
    """The columns of the table that a dataclass is, its id first if it has one, and what makes a row of an object."""
    return (_FILE_COLUMNS, _file_row) if kind is EvidenceFile else (_names(kind), _getter(kind))


@cache
def _getter(kind: type) -> "attrgetter[tuple[Any, ...]]":
    return attrgetter(*_names(kind))


def with_id(one: Numbered, id_: int) -> Numbered:
    """The object under an id, which is its first field; three times as fast as `dataclasses.replace`."""
    kind: Any = type(one)
    numbered: Numbered = kind(id_, *_getter(kind)(one)[1:])
    return numbered


def select_files() -> Select[Any]:
    """All files, in id order, as `files_from` reads them."""
    return select(tables.evidence_file).order_by(tables.evidence_file.c.id)


def select_uninspected(after: int, most: int) -> Select[Any]:
    """Files whose inspection is still to come, with ids over `after`, as `files_from` reads them."""
    return select_files().where(tables.evidence_file.c.id > after, _waits_for_inspection()).limit(most)


def _waits_for_inspection() -> ColumnElement[bool]:
    file = tables.evidence_file.c
    unknown = (file.presence == Presence.PRESENT) & (file.condition == Condition.UNKNOWN)
    return unknown & (file.detail.startswith(PENDING) | file.detail.startswith(INTERRUPTED))


def files_from(rows: Iterable[Sequence[Any]]) -> tuple[EvidenceFile, ...]:
    """Files from the rows of `select_files`."""
    return tuple(files_one_by_one(rows))


def files_one_by_one(rows: Iterable[Sequence[Any]]) -> Iterator[EvidenceFile]:
    """The same, none held. Equal verdicts are one object: most files of an archive share theirs."""
    verdicts: dict[tuple[Any, ...], Verdict] = {}
    for id_, path, evidence_id, size, mtime_ns, algorithm, digest, *judged, presence, changed, revision, key in rows:
        judgement = tuple(judged)
        verdict = verdicts.get(judgement)
        if verdict is None:
            verdict = verdicts[judgement] = Verdict(*judged)
        fixity = None if digest is None else Fixity(size, mtime_ns, intern(algorithm), digest)
        yield EvidenceFile(id_, path, evidence_id, fixity, verdict, presence, changed, revision, key)


def select_tally() -> Select[int, int, int, int, int]:
    """One row: how many files are missing, repeat another's bytes, do not open, are suspended, uninspected."""
    file, evidence = tables.evidence_file.c, tables.evidence.c
    present = file.presence == Presence.PRESENT
    missing = (file.presence == Presence.MISSING) & (evidence.recycled == false())
    bytes_of = case((present & (file.size > 0), file.digest))

    def count(these: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((these, 1), else_=0))

    return select(
        count(missing),
        func.count(bytes_of) - func.count(bytes_of.distinct()),
        count(present & file.condition.in_(DOES_NOT_OPEN)),
        count(present & (file.condition == Condition.SUSPENDED)),
        count(_waits_for_inspection()),
    ).join_from(tables.evidence_file, tables.evidence)


_FILE_COLUMNS = (
    *("id", "path", "evidence_id"),
    *("size", "mtime_ns", "algorithm", "digest"),
    *_names(Verdict),
    *("presence", "changed", "revision", "key"),
)
_NOT_READ = (None, None, None, None)


def _file_row(one: EvidenceFile) -> tuple[Any, ...]:
    fixity = one.fixity
    read = (fixity.size, fixity.mtime_ns, fixity.algorithm, fixity.digest) if fixity else _NOT_READ
    judged = _getter(Verdict)(one.verdict)
    return (one.id, one.path, one.evidence_id, *read, *judged, one.presence, one.changed, one.revision, one.key)


def verdict_values(verdict: Verdict) -> Values:
    """The columns of a file that its verdict fills."""
    return {name: getattr(verdict, name) for name in _names(Verdict)}


def select_edits() -> Select[Any]:
    """All edits of requirements, in the order of their ids, as `edit_from` reads them."""
    return select_as(Requirement, tables.requirement_edit)


def edit_from(row: Sequence[Any]) -> RequirementEdit:
    """An edit; a row without a number says that the requirement is struck out."""
    id_, number = row[0], row[1]
    return RequirementEdit(id_, None if number is None else Requirement(*row))


def edit_values(one: RequirementEdit) -> Values:
    """The columns of one edit. Raises ValueError where its requirement has another id."""
    if one.requirement is None:
        return {"id": one.id, **dict.fromkeys(_names(Requirement)[1:])}
    if one.requirement.id != one.id:
        raise ValueError(f"an edit of {one.id} that holds {one.requirement.id}")
    return values_of(one.requirement)


def indicator_value_from(row: Sequence[Any]) -> IndicatorValue:
    """A value from a row of `select_as`."""
    indicator, year, *rest = row
    return IndicatorValue(indicator, None if year == _ONCE else year, *rest)


def indicator_value_values(one: IndicatorValue) -> Values:
    """The columns of one indicator's value."""
    return {**values_of(one), "year": year_key(one.year)}


def year_key(year: int | None) -> int:
    """A year as it stands in a key. Raises ValueError for the year that stands for none."""
    if year == _ONCE:
        raise ValueError("there is no year 0")
    return year or _ONCE


def snapshot_from(row: Sequence[Any]) -> WeekSnapshot:
    """A week's snapshot from a row of `select_as`."""
    on, gaps, secured, attainable, departments = row
    return WeekSnapshot(on, frozenset(gaps), secured, attainable, departments)
