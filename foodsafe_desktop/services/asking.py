"""Which questions a scan raises: evidence that moved to another number's folder, files with the very same bytes.

Pictures that look alike are asked about by `near_duplicates`, once texts and looks were read.

Each is asked once and its answer remembered. Whether a question is still open follows from how things stand now
(`open_in`): one about evidence that is gone or put aside rests by itself, and asks again should it come back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, EvidenceFile, Origin, Presence, is_withheld
from foodsafe_desktop.domain.placing import number_by_folder
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.services.comparing import Step
from foodsafe_desktop.services.following import Content, content
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    HistoryLine,
    UnitOfWork,
)

Move = tuple[Step, int | None, int | None]
"""A step that moved a file, the number of its old folder and that of its new one."""


def open_in(catalogue: Catalogue, dossier: Dossier) -> tuple[Question, ...]:
    """The questions that wait for an answer as things stand, oldest first."""
    waiting = [one for one in dossier.questions if one.answer is None]
    if not waiting:
        return ()
    at = {file.path: file for file in dossier.files if file.presence is Presence.PRESENT}
    numbers = {(one.evidence_id, one.number) for one in dossier.assignments}

    def is_open(one: Question) -> bool:
        file = at.get(one.path)
        if file is None or file.evidence_id != one.evidence_id or not _is_live(dossier, one.evidence_id):
            return False
        if one.kind is QuestionKind.MOVED:
            lies = number_by_folder(one.path, catalogue)
            there = lies is not None and lies.number == one.other
            return there and (one.evidence_id, one.number) in numbers and (one.evidence_id, one.other) not in numbers
        has = content(file.fixity)
        others = [other for other in dossier.files_of.get(one.other, ()) if other.presence is Presence.PRESENT]
        if has is None or not others or not _is_live(dossier, one.other):
            return False
        if is_withheld((file, *others)):  # neither is shown, so there is nothing to compare
            return False
        is_equal = any(content(other.fixity) == has for other in others)
        return is_equal == (one.kind is QuestionKind.DUPLICATE)

    return tuple(one for one in waiting if is_open(one))


def _is_live(dossier: Dossier, evidence_id: int) -> bool:
    evidence = dossier.evidence.get(evidence_id)
    return evidence is not None and not evidence.recycled


def ask_about_moves(archive: Archive, unit: UnitOfWork, before: Dossier, moved: Sequence[Move]) -> int:
    """Ask where evidence belongs whose file now lies in another number's folder; returns how many questions are new.

    Open questions go along with their file.
    """
    if not moved:
        return 0
    went = {step.before.path: step.after.path for step, _, _ in moved if step.before}
    followed = [
        replace(one, path=went[one.path]) for one in before.questions if one.answer is None and one.path in went
    ]
    settled = {
        (one.evidence_id, one.number, one.other)
        for one in before.questions
        if one.kind is QuestionKind.MOVED and one.answer in (None, Answer.KEEP)
    }
    held: dict[int, list[Assignment]] = {}
    for given in before.assignments:
        held.setdefault(given.evidence_id, []).append(given)
    asked: dict[tuple[int, int, int], Question] = {}
    for step, old, new in moved:
        evidence = step.after.evidence_id
        number = _left_number(held.get(evidence, ()), old, new)
        if new is None or new == old or number is None or not _is_live(before, evidence):
            continue
        key = (evidence, number, new)
        if key not in settled:
            asked[key] = Question(0, QuestionKind.MOVED, evidence, number, new, step.after.path, archive.clock())
    unit.save_questions(followed)
    return ask(archive, unit, list(asked.values()))


def _left_number(held: Iterable[Assignment], old: int | None, new: int | None) -> int | None:
    """The number that evidence would leave: the old folder's, else one a folder gave, else the first; None for none."""
    numbers = sorted(held, key=lambda one: (one.number != old, one.origin is not Origin.FOLDER, one.number))
    if not numbers or any(one.number == new for one in numbers):
        return None
    return numbers[0].number


def ask_about_copies(archive: Archive, unit: UnitOfWork, before: Dossier, fresh: Sequence[EvidenceFile]) -> int:
    """Ask once per pair whether a file with the bytes of another is a piece of its own; returns how many are new.

    `fresh` are the files whose bytes this scan read for the first time, as stored. Each is paired with the earliest
    piece that has these bytes, so that a hundred copies make ninety-nine questions.
    """
    wanted = {has for file in fresh if (has := content(file.fixity)) is not None}
    if not wanted:
        return 0
    first: dict[Content, int] = {}
    asked_before = {frozenset((one.evidence_id, one.other)) for one in before.questions}
    changed = {file.id for file in fresh}
    for file in before.files:
        has = content(file.fixity)
        if has in wanted and has is not None and file.id not in changed and _counts(before, file):
            first.setdefault(has, file.evidence_id)
    questions = []
    for file in sorted(fresh, key=lambda one: one.id):
        has = content(file.fixity)
        if has is None or not (file.evidence_id not in before.evidence or _is_live(before, file.evidence_id)):
            continue
        earlier = first.setdefault(has, file.evidence_id)
        pair = frozenset((file.evidence_id, earlier))
        if len(pair) == 2 and pair not in asked_before:
            asked_before.add(pair)
            kind = QuestionKind.DUPLICATE
            questions.append(Question(0, kind, file.evidence_id, 0, earlier, file.path, archive.clock()))
    return ask(archive, unit, questions)


def _counts(before: Dossier, file: EvidenceFile) -> bool:
    return file.presence is Presence.PRESENT and _is_live(before, file.evidence_id)


def ask(archive: Archive, unit: UnitOfWork, questions: Sequence[Question]) -> int:
    """Put questions, each with its line in the history; returns how many."""
    stored = unit.save_questions(questions)
    lines = [
        HistoryLine("question_asked", one.path, {"question": one.id, "kind": str(one.kind), **concerned(one)})
        for one in stored
    ]
    unit.record_all(archive.clock(), archive.who, lines)
    return len(stored)


def concerned(question: Question) -> dict[str, object]:
    """What a line of the history on a question is about."""
    if question.kind is not QuestionKind.MOVED:
        return {"evidence": [question.evidence_id, question.other]}
    return {"evidence": [question.evidence_id], "number": [question.number, question.other]}
