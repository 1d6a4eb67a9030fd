"""Each open question as a person reads it: what happened, the files concerned, and the answers with their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import EvidenceFile, Presence
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.domain.wording import size_text, sub_item_mark
from foodsafe_desktop.services.answering import ANSWERS
from foodsafe_desktop.services.review import Overview

_KIND_WORDS = {QuestionKind.MOVED: "移动", QuestionKind.DUPLICATE: "重复", QuestionKind.NEAR_DUPLICATE: "相似"}
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its number on the keyboard, what the button says, and what follows from it."""

    key: int
    answer: Answer
    label: str
    effect: str


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question. `row` is its line in the list; `facts` are (label, value); `paths` the files that can be opened."""

    id: int
    kind: QuestionKind
    row: str
    heading: str
    text: str
    facts: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    paths: tuple[str, ...]


def question_cards(overview: Overview) -> tuple[QuestionCard, ...]:
    """All open questions, oldest first."""
    return tuple(_CARDS[one.kind](overview, one) for one in overview.questions)


def badge(count: int) -> str:
    """The view's name with the number of questions that wait."""
    return f"待答 {count}" if count else "待答"


def _moved(overview: Overview, question: Question) -> QuestionCard:
    evidence = overview.dossier.evidence[question.evidence_id]
    old, new = sub_item_mark(question.number), sub_item_mark(question.other)
    catalogue = overview.catalogue
    effects = {
        Answer.KEEP: (f"保持归入{old}", "文件移动只改变存放位置，归入关系不变。"),
        Answer.MOVE: (f"改归{new}", f"不再归入{old}，改为归入{new}。"),
        Answer.BOTH: ("两处都归入", f"同时归入{old}和{new}。"),
    }
    facts = [
        (f"原归入{old}", _line_text(catalogue, question.number)),
        (f"新文件夹属{new}", _line_text(catalogue, question.other)),
        ("现在位置", question.path),
    ]
    text = f"原归入{old}，其文件现位于{new}的文件夹中。该材料应归入何处？"
    return _card(question, evidence.title, text, facts, effects, way=f"{old}→{new}　")


def _duplicate(overview: Overview, question: Question) -> QuestionCard:
    dossier = overview.dossier
    later, earlier = dossier.evidence[question.evidence_id], dossier.evidence[question.other]
    file = next((one for one in dossier.files_of.get(later.id, ()) if one.path == question.path), None)
    twin = _twin(dossier.files_of.get(earlier.id, ()), file)
    effects = {
        Answer.APART: ("各算一件", "两件分别登记、分别计入。"),
        Answer.COPY: ("只算一件", "保留先登记的一件，后登记的移入回收站；两个文件均不改动。"),
    }
    facts = [("先登记", twin.path if twin else f"《{earlier.title}》"), ("归入", _places(overview, earlier.id))]
    facts += [("后登记", question.path), ("归入", _places(overview, later.id))]
    if file and file.fixity:
        facts.append(("文件大小", size_text(file.fixity.size)))
    text = "两个文件的内容完全相同。是两件材料，还是同一件材料的副本？"
    return _card(question, later.title, text, facts, effects, twin)


def _alike(overview: Overview, question: Question) -> QuestionCard:
    dossier = overview.dossier
    later, earlier = dossier.evidence[question.evidence_id], dossier.evidence[question.other]
    twin = _twin(dossier.files_of.get(earlier.id, ()), None)
    effects = {
        Answer.APART: ("各算一件", "不是同一张，两件分别计入；以后不再询问。"),
        Answer.COPY: ("保留先登记的", "后登记的一件移入回收站；两个文件均不改动。"),
        Answer.LATER: ("保留后登记的", "先登记的一件移入回收站；两个文件均不改动。"),
    }
    facts = []
    for word, evidence, path in (("先", earlier, twin.path if twin else ""), ("后", later, question.path)):
        dated = evidence.dated.isoformat() if evidence.dated else "未著录日期"
        facts.append((f"{word}登记", path or f"《{evidence.title}》"))
        facts.append(("归入", f"{_places(overview, evidence.id)}；{dated}"))
    text = (
        f"这一文件与《{earlier.title}》的画面几乎相同，但文件内容不同。{_used_twice(overview, later.id, earlier.id)}"
        "是同一张照片（同一份扫描件），还是两件材料？"
    )
    return _card(question, later.title, text, facts, effects, twin)


def _card(
    question: Question,
    title: str,
    text: str,
    facts: Sequence[tuple[str, str]],
    effects: Mapping[Answer, tuple[str, str]],
    twin: EvidenceFile | None = None,
    way: str = "",
) -> QuestionCard:
    """`effects`: what each answer is called and does. `way` stands in the list before the title."""
    paths = dict.fromkeys((question.path, *([twin.path] if twin else ())))
    return QuestionCard(
        question.id,
        question.kind,
        f"{_KIND_WORDS[question.kind]}　{way}{title}",
        f"《{title}》",
        text,
        (*facts, ("发现时间", f"{question.asked_at:%Y-%m-%d %H:%M}")),
        tuple(Choice(key, answer, *effects[answer]) for key, answer in enumerate(ANSWERS[question.kind], 1)),
        tuple(paths),
    )


def _used_twice(overview: Overview, later: int, earlier: int) -> str:
    """Where a picture may serve two events, which an inspector would object to."""
    dossier = overview.dossier
    numbers = {dossier.numbers_of.get(key, ()) for key in (later, earlier)}
    dates = {dossier.evidence[key].dated for key in (later, earlier)} - {None}
    what = "、".join(word for word, count in (("小项", len(numbers - {()})), ("日期", len(dates))) if count > 1)
    return f"两件的{what}不同，同一画面可能用于两次活动。" if what else ""


def _twin(files: Sequence[EvidenceFile], file: EvidenceFile | None) -> EvidenceFile | None:
    """The earlier piece's file with the same bytes, else its first one that is there."""
    here = [one for one in files if one.presence is Presence.PRESENT]
    if file and file.fixity:
        same = [one for one in here if one.fixity and one.fixity.same_content(file.fixity)]
        here = same or here
    return here[0] if here else None


def _line_text(catalogue: Catalogue, number: int) -> str:
    text = catalogue.text_of(number)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def _places(overview: Overview, evidence_id: int) -> str:
    return "、".join(map(sub_item_mark, overview.dossier.numbers_of.get(evidence_id, ()))) or "未归入"


_CARDS = {QuestionKind.MOVED: _moved, QuestionKind.DUPLICATE: _duplicate, QuestionKind.NEAR_DUPLICATE: _alike}
