"""Rows to the domain's frozen dataclasses and back."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Select, select

from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.services.ports import BinderRecord
from foodsafe_desktop.store import tables

Values = dict[str, Any]

_EVIDENCE = tuple(field.name for field in fields(Evidence))
_BINDER = tuple(field.name for field in fields(BinderRecord))


def select_evidence() -> Select[Any]:
    """All evidence, its columns in the order of the dataclass's fields."""
    return select(*(tables.evidence.c[name] for name in _EVIDENCE)).order_by(tables.evidence.c.id)


def evidence_values(one: Evidence) -> Values:
    """The columns of one piece of evidence, its id among them."""
    return {name: getattr(one, name) for name in _EVIDENCE}


def select_files() -> Select[Any]:
    """All files, in id order, as `files_from` reads them."""
    return select(tables.evidence_file).order_by(tables.evidence_file.c.id)


def files_from(rows: Iterable[Sequence[Any]]) -> tuple[EvidenceFile, ...]:
    """Files from the rows of `select_files`. Equal verdicts are one object: most files of an archive share theirs."""
    verdicts: dict[tuple[Any, ...], Verdict] = {}
    files = []
    for id_, path, evidence_id, size, mtime_ns, algorithm, digest, *judged, presence, changed, revision in rows:
        key = tuple(judged)
        verdict = verdicts.get(key)
        if verdict is None:
            verdict = verdicts[key] = Verdict(*judged)
        fixity = None if digest is None else Fixity(size, mtime_ns, algorithm, digest)
        files.append(EvidenceFile(id_, path, evidence_id, fixity, verdict, presence, changed, revision))
    return tuple(files)


def file_values(one: EvidenceFile) -> Values:
    """The columns of one file, its id among them."""
    fixity, verdict = one.fixity, one.verdict
    return {
        "id": one.id,
        "path": one.path,
        "evidence_id": one.evidence_id,
        "size": fixity.size if fixity else None,
        "mtime_ns": fixity.mtime_ns if fixity else None,
        "algorithm": fixity.algorithm if fixity else None,
        "digest": fixity.digest if fixity else None,
        "format": verdict.format,
        "condition": verdict.condition,
        "detail": verdict.detail,
        "pages": verdict.pages,
        "printable": verdict.printable,
        "presence": one.presence,
        "changed": one.changed,
        "revision": one.revision,
    }


def select_binders() -> Select[Any]:
    """All registered volumes, oldest first, their columns in the order of the dataclass's fields."""
    return select(*(tables.binder.c[name] for name in _BINDER)).order_by(tables.binder.c.id)


def binder_values(record: BinderRecord) -> Values:
    """The columns of one registered volume, without an id."""
    return {name: getattr(record, name) for name in _BINDER}
