"""Answer what a scan asked. Each answer is a decision like any other: in the history, and it can be taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import QuestionSettled
from foodsafe_desktop.domain.evidence import Assignment, Evidence, Origin
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.services.asking import concerned, open_in
from foodsafe_desktop.services.backups import before_bulk
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)

ANSWERS = {
    QuestionKind.MOVED: (Answer.KEEP, Answer.MOVE, Answer.BOTH),
    QuestionKind.DUPLICATE: (Answer.APART, Answer.COPY),
    QuestionKind.NEAR_DUPLICATE: (Answer.APART, Answer.COPY, Answer.LATER),
}
"""What may be answered to each kind of question, in the order of buttons."""


def answer(archive: Archive, question_ids: Sequence[int], said: Answer) -> Decision:
    """Answer questions alike, as one decision.

    MOVE puts the new number in the place of the old one, BOTH adds it, COPY puts the later piece aside (recycled), and
    LATER the earlier one.
    Raises QuestionSettled if one no longer waits, ValueError for an answer to another kind; then nothing is answered.
    """
    before_bulk(archive, len(question_ids))
    with archive.store.begin() as unit:
        before = unit.dossier()
        waiting = {one.id: one for one in open_in(archive.catalogue, before)}
        if any(key not in waiting for key in question_ids):
            raise QuestionSettled
        questions = [waiting[key] for key in dict.fromkeys(question_ids)]
        if any(said not in ANSWERS[one.kind] for one in questions):
            raise ValueError(f"{said} is no answer to one of the questions {list(question_ids)}")
        _carry_out(archive, unit, before, questions, said)
        _record(archive, unit, "question_answered", questions, said)
    return Decision(
        f"已答复 {len(questions)} 个问题：{said.label}。",
        lambda: _take_back(archive, before, questions, said),
        lambda: answer(archive, question_ids, said),
    )


def _carry_out(
    archive: Archive, unit: UnitOfWork, before: Dossier, questions: Sequence[Question], said: Answer
) -> None:
    unit.save_questions([replace(one, answer=said) for one in questions])
    if said in _PUT_ASIDE:
        unit.save_evidence([replace(one, recycled=True) for one in _put_aside(before, questions, said)])
    if said in (Answer.MOVE, Answer.BOTH):
        now = archive.clock()
        unit.assign(Assignment(one.evidence_id, one.other, Origin.PERSON, now, archive.who) for one in questions)
    if said is Answer.MOVE:
        unit.unassign((one.evidence_id, one.number) for one in questions)


def _take_back(archive: Archive, before: Dossier, questions: Sequence[Question], said: Answer) -> None:
    """Only what the answer touched goes back to what it was: the rest may have been decided anew since."""
    touched = {(one.evidence_id, number) for one in questions for number in (one.number, one.other)}
    with archive.store.begin() as unit:
        unit.save_questions(questions)
        if said in _PUT_ASIDE:
            now = unit.dossier()
            unit.save_evidence([replace(one, recycled=False) for one in _put_aside(now, questions, said)])
        if said in (Answer.MOVE, Answer.BOTH):
            unit.unassign(touched)
            unit.assign(one for one in before.assignments if (one.evidence_id, one.number) in touched)
        _record(archive, unit, "answer_taken_back", questions, said)


_PUT_ASIDE = (Answer.COPY, Answer.LATER)


def _put_aside(dossier: Dossier, questions: Iterable[Question], said: Answer) -> list[Evidence]:
    """The pieces that an answer puts aside: the later ones, or with LATER the earlier."""
    return [
        dossier.evidence[key] for key in {one.other if said is Answer.LATER else one.evidence_id for one in questions}
    ]


def _record(archive: Archive, unit: UnitOfWork, verb: str, questions: Sequence[Question], said: Answer) -> None:
    for one in questions:
        detail = {"question": one.id, "answer": str(said), **concerned(one)}
        unit.record(archive.clock(), archive.who, verb, one.path, detail)
