"""Which files need someone: those that cannot be used, those that are equal, and those that wait in the inbox."""

from collections import defaultdict
from dataclasses import dataclass

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Condition, Presence
from foodsafe_desktop.services.ports import Archive


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that cannot be used as evidence: its relative path, its state in a word, and the sentence on it."""

    path: str
    condition: str
    detail: str


@dataclass(frozen=True, slots=True)
class FileHealth:
    """By path order: files with a problem, groups of files with the very same bytes, files of evidence not assigned."""

    problems: tuple[Problem, ...]
    equal: tuple[tuple[str, ...], ...]
    inbox: tuple[str, ...]


def file_health(archive: Archive) -> FileHealth:
    """Read the dossier once and name every file that needs someone."""
    with archive.store.begin() as unit:
        return health_of(unit.dossier())


def health_of(dossier: Dossier) -> FileHealth:
    """The same of a dossier that was read already. Recycled evidence is left out."""
    live = [f for f in dossier.files if (e := dossier.evidence.get(f.evidence_id)) is not None and not e.recycled]
    problems = [
        Problem(file.path, "不在原处", "最近一次扫描时文件不在原处，请找回后重新扫描。")
        if file.presence is Presence.MISSING
        else Problem(file.path, file.verdict.label, file.verdict.detail)
        for file in live
        if file.presence is Presence.MISSING or file.verdict.condition is not Condition.OK
    ]
    alike: dict[tuple[int, str], list[str]] = defaultdict(list)
    for file in live:
        if file.presence is Presence.PRESENT and file.fixity is not None and file.fixity.size:
            alike[file.fixity.size, file.fixity.digest].append(file.path)
    waiting = [file.path for evidence in dossier.inbox for file in dossier.files_of.get(evidence.id, ())]
    return FileHealth(
        tuple(sorted(problems, key=lambda one: one.path)),
        tuple(sorted(tuple(sorted(group)) for group in alike.values() if len(group) > 1)),
        tuple(sorted(waiting)),
    )
