"""One snapshot from another after a small change, with its indexes carried on instead of worked out anew.

Copying an index of a hundred thousand entries takes longer than all that follows from one change. Changes are therefore
laid over the index they change, and melted into it once there are many.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar, overload

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_R = TypeVar("_R")
_MANY = 2_000


class Overlay(Mapping[_K, _V]):
    """A mapping with changes laid over it."""

    base: Mapping[_K, _V]
    changes: Mapping[_K, _V]

    def __init__(self, base: Mapping[_K, _V], changes: Mapping[_K, _V]) -> None:
        if isinstance(base, Overlay):
            changes = {**base.changes, **changes}
            base = base.base
        if len(changes) > _MANY:
            base, changes = {**base, **changes}, {}
        self.base, self.changes = base, changes

    def __getitem__(self, key: _K) -> _V:
        return self.changes[key] if key in self.changes else self.base[key]

    def get(self, key: _K, default: Any = None) -> Any:  # noqa: ANN401 - as Mapping.get, which asks twice as long
        """The value of `key`, or `default`."""
        return self.changes[key] if key in self.changes else self.base.get(key, default)

    def __iter__(self) -> Iterator[_K]:
        yield from self.base
        yield from (key for key in self.changes if key not in self.base)

    def __len__(self) -> int:
        return len(self.base) + sum(1 for key in self.changes if key not in self.base)


class Rows(Sequence[_R]):
    """Rows with some replaced in their place and some added at the end; `key` tells which row is which."""

    base: Sequence[_R]
    laid: Mapping[Hashable, _R]
    added: int

    def __init__(self, base: Sequence[_R], changes: Iterable[_R], key: Callable[[_R], Hashable], added: int) -> None:
        laid: Mapping[Hashable, _R] = {key(row): row for row in changes}
        if isinstance(base, Rows):
            laid, added = {**base.laid, **laid}, base.added + added
            base = base.base
        if len(laid) > _MANY:
            base, laid, added = list(_overlaid(base, laid, key)), {}, 0
        self.base, self.laid, self.added, self._key = base, laid, added, key

    def __iter__(self) -> Iterator[_R]:
        return _overlaid(self.base, self.laid, self._key)

    def __len__(self) -> int:
        return len(self.base) + self.added

    @overload
    def __getitem__(self, index: int) -> _R: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_R]: ...
    def __getitem__(self, index: int | slice) -> _R | Sequence[_R]:
        return self._all[index]

    @cached_property
    def _all(self) -> list[_R]:
        return list(self)


def _overlaid(base: Sequence[_R], laid: Mapping[Hashable, _R], key: Callable[[_R], Hashable]) -> Iterator[_R]:
    rest = dict(laid)
    for row in base:
        yield rest.pop(key(row), row)
    yield from rest.values()


def amended(
    dossier: Dossier,
    *,
    evidence: Sequence[Evidence] = (),
    files: Sequence[EvidenceFile] = (),
    assignments: Sequence[Assignment] = (),
) -> Dossier:
    """The dossier with these stored rows put in, in place of those of the same id (assignments: evidence and number).

    Nothing can be taken out this way: a withdrawn assignment needs a dossier read anew.
    """
    pieces = Overlay(dossier.evidence, {one.id: one for one in evidence})
    new_files = sum(1 for key in {file.id for file in files} if key not in dossier.file_by_id)
    pairs = {_pair(one): one for one in assignments}
    new_pairs = sum(1 for key, number in pairs if number not in dossier.numbers_of.get(key, ()))
    found = replace(
        dossier,
        evidence=pieces,
        files=Rows(dossier.files, files, lambda file: file.id, new_files) if files else dossier.files,
        assignments=Rows(dossier.assignments, assignments, _pair, new_pairs) if pairs else dossier.assignments,
    )
    numbers_of = _numbers_of(dossier, pairs)
    known = vars(found)
    known["numbers_of"] = numbers_of
    known["named_requirements"] = Overlay(
        dossier.named_requirements, {key: one.requirements for key, one in pairs.items()}
    )
    known["file_by_id"] = Overlay(dossier.file_by_id, {file.id: file for file in files})
    known["files_of"] = _files_of(dossier, files)
    touched = {n for one in evidence for n in numbers_of.get(one.id, ())} | {number for _, number in pairs}
    known["assigned_to"] = _assigned_to(dossier, pieces, {one.id for one in evidence}, pairs, touched)
    return found


def _pair(one: Assignment) -> tuple[int, int]:
    return one.evidence_id, one.number


def _numbers_of(dossier: Dossier, pairs: Iterable[tuple[int, int]]) -> Mapping[int, tuple[int, ...]]:
    changes: dict[int, tuple[int, ...]] = {}
    for key, number in pairs:
        before = changes.get(key) or dossier.numbers_of.get(key, ())
        changes[key] = tuple(sorted({*before, number}))
    return Overlay(dossier.numbers_of, changes)


def _files_of(dossier: Dossier, files: Sequence[EvidenceFile]) -> Mapping[int, tuple[EvidenceFile, ...]]:
    latest = {file.id: file for file in files}
    known = [before for key in latest if (before := dossier.file_by_id.get(key)) is not None]
    changes = {}
    for key in {file.evidence_id for file in (*known, *latest.values())}:
        kept = [file for file in dossier.files_of.get(key, ()) if file.id not in latest]
        kept += [file for file in latest.values() if file.evidence_id == key]
        changes[key] = tuple(sorted(kept, key=lambda file: file.path))
    return Overlay(dossier.files_of, changes)


def _assigned_to(
    dossier: Dossier,
    pieces: Mapping[int, Evidence],
    changed: Iterable[int],
    pairs: Iterable[tuple[int, int]],
    touched: Iterable[int],
) -> dict[int, tuple[Evidence, ...]]:
    assigned_to = dict(dossier.assigned_to)
    for number in touched:
        group = {one.id: one for one in assigned_to.pop(number, ())}
        ids = {key for key, other in pairs if other == number}
        ids |= {key for key in changed if number in dossier.numbers_of.get(key, ())}
        for key in ids:
            group.pop(key, None)
            if key in pieces and not pieces[key].recycled:
                group[key] = pieces[key]
        if group:
            assigned_to[number] = tuple(group[key] for key in sorted(group))
    return assigned_to
