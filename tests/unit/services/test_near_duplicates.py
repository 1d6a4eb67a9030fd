"""Pictures that look alike become one question a pair, with three answers, and are never asked about again."""

import pytest

from foodsafe_desktop.domain.questions import Answer, QuestionKind
from foodsafe_desktop.domain.texts import FileText, Look, PageText, TextSource, TextState, content_key
from foodsafe_desktop.services import answering
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.near_duplicates import ask_about_likeness
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.services.withholding import withhold_marked
from tests.fakes import FakeFolder

A, B, C = "(8) 会商/2022/a.jpg", "(9) 监测/2022/b.jpg", "(9) 监测/2022/c.jpg"
LOOK = Look(0b1011, 0b1111)


def look(archive: Archive, path: str, look: Look | None, *pages: str) -> None:
    """Keep how a file looks, with recognised text."""
    file = next(one for one in overview(archive).dossier.files if one.path == path)
    key = content_key(file)
    assert key is not None
    texts = tuple(PageText(at, page, TextSource.OCR) for at, page in enumerate(pages, 1))
    archive.texts.store.keep([(key, FileText(TextState.READ, texts, look=look))])


@pytest.fixture
def shelf(archive: Archive, folder: FakeFolder) -> Archive:
    for path in (A, B, C):
        folder.put(path, path.encode())
    scan(archive, Job(), accept_empty=True)
    look(archive, A, LOOK)
    look(archive, B, Look(0b1010, 0b1110))
    look(archive, C, Look((1 << 60) - 1, 0))
    return archive


def recycled(archive: Archive) -> set[int]:
    return {key for key, one in overview(archive).dossier.evidence.items() if one.recycled}


def test_a_pair_is_asked_about_once(shelf: Archive) -> None:
    assert ask_about_likeness(shelf) == 1
    [question] = overview(shelf).questions
    assert (question.kind, question.evidence_id, question.other, question.path) == (
        QuestionKind.NEAR_DUPLICATE,
        2,
        1,
        B,
    )
    assert ask_about_likeness(shelf) == 0


def test_nothing_is_decided_by_itself(shelf: Archive) -> None:
    ask_about_likeness(shelf)
    assert recycled(shelf) == set()


@pytest.mark.parametrize(("said", "aside"), [(Answer.APART, set()), (Answer.COPY, {2}), (Answer.LATER, {1})], ids=str)
def test_an_answer_keeps_both_or_either_and_can_be_taken_back(shelf: Archive, said: Answer, aside: set[int]) -> None:
    ask_about_likeness(shelf)
    [question] = overview(shelf).questions
    decision = answering.answer(shelf, [question.id], said)
    assert recycled(shelf) == aside
    assert not overview(shelf).questions
    assert ask_about_likeness(shelf) == 0  # remembered
    decision.undo()
    assert recycled(shelf) == set()
    assert overview(shelf).questions == (question,)


def test_the_same_bytes_are_the_scans_question(archive: Archive, folder: FakeFolder) -> None:
    folder.put(A, b"same")
    folder.put(B, b"same")
    scan(archive, Job(), accept_empty=True)
    look(archive, A, LOOK)
    assert ask_about_likeness(archive) == 0


def test_a_question_rests_when_the_files_are_the_same_meanwhile(shelf: Archive, folder: FakeFolder) -> None:
    ask_about_likeness(shelf)
    folder.put(B, A.encode(), 2)
    scan(shelf, Job(), accept_changes=True)
    assert [one.kind for one in overview(shelf).questions] != [QuestionKind.NEAR_DUPLICATE]


def test_scans_that_say_different_things_are_not_asked_about(shelf: Archive) -> None:
    """Pages of one form look alike; their words tell them apart."""
    form = Look(7, 7, is_scan=True)
    look(
        shelf,
        A,
        form,
        "食品安全监督检查记录表被检查单位示例超市检查人员检查日期检查内容原料采购索证索票台账齐全未见过期食品冷藏温度符合要求",
    )
    look(
        shelf,
        B,
        form,
        "关于调整区食品药品安全委员会成员单位及其办公室工作职责的通知各街道办事处区有关部门根据工作需要和人员变动情况现予公布",
    )
    assert ask_about_likeness(shelf) == 0


def test_scans_with_the_same_words_are_asked_about(shelf: Archive) -> None:
    form, words = (
        Look(7, 7, is_scan=True),
        "食品安全监督检查记录表被检查单位示例超市检查日期检查内容原料采购索证索票台账齐全冷藏温度符合要求",
    )
    look(shelf, A, form, words)
    look(shelf, B, form, words.replace("齐全", "齐备"))
    assert ask_about_likeness(shelf) == 1


def test_a_question_rests_when_one_of_the_two_is_withheld(shelf: Archive) -> None:
    ask_about_likeness(shelf)
    file = next(one for one in overview(shelf).dossier.files if one.path == A)
    shelf.texts.store.keep([(content_key(file) or "", FileText(TextState.SECRET))])
    withhold_marked(shelf)
    assert overview(shelf).questions == ()
