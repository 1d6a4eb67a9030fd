"""Write what a scan found: files, new evidence, what follows from folders, history. Questions are in `asking`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Origin
from foodsafe_desktop.domain.placing import FolderNumber, facts_by_name, number_by_folder
from foodsafe_desktop.services import rehashed
from foodsafe_desktop.services.asking import ask_about_copies, ask_about_moves
from foodsafe_desktop.services.comparing import Step
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    HistoryLine,
    UnitOfWork,
)
from foodsafe_desktop.services.remarks import remarks_on_place

_AT_ONCE = 5_000
"""New files written in one go: what it takes to write them does not grow with their number."""


@dataclass(slots=True)
class Entered:
    """What came of writing a scan: how many questions were asked, and what is to be said of new files' places.

    `taken_in` are the new files as they are recorded now.
    """

    questions: int = 0
    notes: list[str] = field(default_factory=list)
    taken_in: list[EvidenceFile] = field(default_factory=list)


def enter(archive: Archive, unit: UnitOfWork, before: Dossier, steps: Sequence[Step]) -> Entered:
    """Write the steps of one scan in the transaction given.

    New files are assigned by their folder. A moved one keeps its assignments: where it had none the new folder decides,
    and where the folder is another number's the archivist is asked.
    """
    known = [step for step in steps if not step.is_new]
    new = [step.after for step in steps if step.is_new]
    folders = _Folders(archive.catalogue)
    unit.save_files([step.after for step in known])
    rehashed.keep(archive, unit, [(step.before, step.after) for step in known if step.before and step.rehashed])
    _enter_years(unit, before, known)
    moved = _follow_folders(archive, unit, before, [step for step in known if step.moved], folders)
    unit.record_all(archive.clock(), archive.who, [line for step in known for line in _lines(before, step)])
    entered = Entered()
    for start in range(0, len(new), _AT_ONCE):
        entered.taken_in += _take_in(archive, unit, new[start : start + _AT_ONCE], folders, entered)
    fresh = [step.after for step in known if step.changed or (step.before and step.before.fixity is None)]
    entered.questions += ask_about_moves(archive, unit, before, moved)
    entered.questions += ask_about_copies(archive, unit, before, [*fresh, *entered.taken_in])
    return entered


def _take_in(
    archive: Archive, unit: UnitOfWork, files: Sequence[EvidenceFile], folders: "_Folders", entered: Entered
) -> list[EvidenceFile]:
    """New files, each as a new piece of evidence, assigned where its folder says so."""
    facts = [facts_by_name(file.path) for file in files]
    evidence = [Evidence(0, one.title, one.year, one.dated, one.document_number) for one in facts]
    stored = unit.take_in(list(zip(evidence, files, strict=True)))
    now = archive.clock()
    assigned, lines = [], []
    for file, fact in zip(stored, facts, strict=True):
        folder = folders.of(file.path)
        entered.notes.extend(remarks_on_place(file.path, folder, fact))
        if folder is None:
            lines.append(_line("file_taken_in", file))
        else:
            assigned.append(Assignment(file.evidence_id, folder.number, Origin.FOLDER, now, archive.who))
            lines.append(_line("file_taken_in", file, number=folder.number))
    unit.assign(assigned)
    unit.record_all(now, archive.who, lines)
    return stored


@dataclass(slots=True)
class _Folders:
    """The number that the folder of a path names; each folder is read once."""

    catalogue: Catalogue
    known: dict[str, FolderNumber | None] = field(default_factory=dict)

    def of(self, path: str) -> FolderNumber | None:
        folder = path.rpartition("/")[0]
        if folder not in self.known:
            self.known[folder] = number_by_folder(path, self.catalogue)
        return self.known[folder]

    def number(self, path: str) -> int | None:
        found = self.of(path)
        return found.number if found else None


def _enter_years(unit: UnitOfWork, before: Dossier, known: Sequence[Step]) -> None:
    """A year that was read from the old path follows the file into another year's folder; a person's year stays."""
    years = {step.after.evidence_id: new_year(before, step) for step in known if step.moved}
    unit.save_evidence([replace(before.evidence[key], year=year) for key, year in years.items() if year is not None])


def new_year(before: Dossier, step: Step) -> int | None:
    """The year that a move gives to the evidence, None if it keeps what it has."""
    if step.before is None:
        return None
    was, now = facts_by_name(step.before.path).year, facts_by_name(step.after.path).year
    has = before.evidence[step.after.evidence_id].year
    return now if now is not None and now != was and has == was else None


def _follow_folders(
    archive: Archive, unit: UnitOfWork, before: Dossier, moved: Sequence[Step], folders: _Folders
) -> list[tuple[Step, int | None, int | None]]:
    """Assign by the new folder what was assigned nowhere; returned are all with the numbers of old and new folder."""
    assigned: dict[int, set[int]] = defaultdict(set)
    for one in before.assignments:
        assigned[one.evidence_id].add(one.number)
    now = archive.clock()
    lines = []
    followed = []
    for step in moved:
        old = folders.number(step.before.path) if step.before else None
        new, evidence = folders.number(step.after.path), step.after.evidence_id
        if new is not None and new != old and not assigned[evidence]:
            assigned[evidence].add(new)
            unit.assign([Assignment(evidence, new, Origin.FOLDER, now, archive.who)])
            detail = {"evidence": [evidence], "file": step.after.id, "origin": str(Origin.FOLDER)}
            lines.append(HistoryLine("assigned", f"number {new}", detail))
        followed.append((step, old, new))
    unit.record_all(now, archive.who, lines)
    return followed


def _lines(before: Dossier, step: Step) -> Iterator[HistoryLine]:
    """What the history says of a step: each thing that happened to the file in a line of its own."""
    was, now = step.before, step.after
    if was is None:
        return
    said = True
    both = {was.fixity.algorithm: was.fixity.digest} if step.rehashed and was.fixity else {}
    if step.went:
        yield _line("file_missing", now)
    elif step.returned:
        yield _line("file_returned", now, **({"from": was.path} if step.moved else {}), **both)
    elif step.moved:
        year = new_year(before, step)
        yield _line("file_moved", now, **{"from": was.path}, **({"year": year} if year else {}), **both)
    else:
        said = False
    if step.changed:
        replaced = step.replaced_by is not None or (was.presence is not now.presence and not step.moved)
        by = {"same_as": step.replaced_by} if step.replaced_by is not None else {}
        yield _line("file_replaced" if replaced else "file_changed", now, revision=now.revision, **by)
    elif not said and (verb := _lesser(was, now)) is not None:
        yield _line(verb, now, condition=str(now.verdict.condition), revision=now.revision, **both)
    if was.changed and not now.changed and not step.changed:
        yield _line("change_accepted", now, revision=now.revision)


def _lesser(was: EvidenceFile, now: EvidenceFile) -> str | None:
    """What happened to a file that neither moved nor changed; a new key alone is the disk's affair."""
    if was.fixity and now.fixity and was.fixity.algorithm != now.fixity.algorithm:
        return "file_rehashed"
    return "file_updated" if (was.fixity, was.verdict) != (now.fixity, now.verdict) else None


def _line(verb: str, file: EvidenceFile, **detail: object) -> HistoryLine:
    """A line on a file, with what it and its life are found by."""
    detail |= {"file": file.id, "evidence": file.evidence_id}
    if file.fixity is not None:
        detail[file.fixity.algorithm] = file.fixity.digest
    return HistoryLine(verb, file.path, detail)
