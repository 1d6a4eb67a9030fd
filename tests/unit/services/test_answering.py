"""What a scan asks, once, and what an answer does. Every answer can be taken back exactly."""

from dataclasses import replace

import pytest

from foodsafe_desktop.domain.errors import QuestionSettled
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.services import answering, deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.history import life_of_evidence, life_of_number
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive, FakeFolder

EIGHT, NINE, TEN = "(8) 会商/2022/a.pdf", "(9) 监测/2023/a.pdf", "(10) 抽检/2023/a.pdf"


def asked(archive: Archive) -> list[tuple[QuestionKind, int, int, int]]:
    return [(one.kind, one.evidence_id, one.number, one.other) for one in overview(archive).questions]


def numbers(archive: Archive) -> set[int]:
    return {one.number for one in overview(archive).dossier.assignments if one.evidence_id == 1}


def move(archive: FakeArchive, old: str, new: str) -> int:
    archive.folder.move(old, new)
    return scan(archive, Job(), accept_empty=True).questions


@pytest.fixture
def moved(archive: FakeArchive, folder: FakeFolder) -> Question:
    """A file of (8) that now lies in the folder of (9)."""
    folder.put(EIGHT, b"a")
    scan(archive, Job(), accept_empty=True)
    assert move(archive, EIGHT, NINE) == 1
    [question] = overview(archive).questions
    return question


@pytest.fixture
def copied(archive: Archive, folder: FakeFolder) -> Question:
    """Two files of the same bytes, the later one as evidence 2."""
    folder.put(EIGHT, b"same")
    scan(archive, Job(), accept_empty=True)
    folder.put("(9) 监测/2022/b.pdf", b"same")
    assert scan(archive, Job(), accept_empty=True).questions == 1
    [question] = overview(archive).questions
    return question


class TestMoved:
    def test_a_move_into_another_numbers_folder_changes_nothing_but_asks(
        self, archive: Archive, moved: Question
    ) -> None:
        assert asked(archive) == [(QuestionKind.MOVED, 1, 8, 9)]
        assert moved.path == NINE
        assert numbers(archive) == {8}
        assert overview(archive).dossier.evidence[1].year == 2023

    @pytest.mark.parametrize(("said", "then"), [(Answer.KEEP, {8}), (Answer.MOVE, {9}), (Answer.BOTH, {8, 9})])
    def test_each_answer_does_what_it_says_and_can_be_taken_back(
        self, archive: Archive, moved: Question, said: Answer, then: set[int]
    ) -> None:
        before = overview(archive).dossier
        decision = answering.answer(archive, [moved.id], said)
        assert numbers(archive) == then
        assert overview(archive).questions == ()
        assert said.label in decision.sentence
        scan(archive, Job(), accept_empty=True)
        assert overview(archive).questions == ()
        decision.undo()
        assert overview(archive).dossier == before
        assert [line.verb for line in life_of_evidence(archive, 1)][-3:] == [
            "question_asked",
            "question_answered",
            "answer_taken_back",
        ]
        assert life_of_number(archive, 9)[-1].verb == "answer_taken_back"

    def test_moving_on_asks_of_the_new_place_only_and_moving_back_of_none(
        self, archive: FakeArchive, moved: Question
    ) -> None:
        assert move(archive, NINE, TEN) == 1
        assert asked(archive) == [(QuestionKind.MOVED, 1, 8, 10)]
        assert move(archive, TEN, EIGHT) == 0
        assert overview(archive).questions == ()
        assert move(archive, EIGHT, NINE) == 0
        assert asked(archive) == [(QuestionKind.MOVED, 1, 8, 9)]

    def test_an_answer_to_keep_is_remembered_and_one_to_move_asks_about_the_way_back(
        self, archive: FakeArchive, moved: Question
    ) -> None:
        answering.answer(archive, [moved.id], Answer.KEEP)
        move(archive, NINE, EIGHT)
        assert move(archive, EIGHT, NINE) == 0
        assert overview(archive).questions == ()
        assert move(archive, NINE, TEN) == 1
        answering.answer(archive, [overview(archive).questions[0].id], Answer.MOVE)
        assert move(archive, TEN, EIGHT) == 1
        assert asked(archive) == [(QuestionKind.MOVED, 1, 10, 8)]

    def test_the_same_move_is_asked_about_again_after_an_answer_to_move(
        self, archive: FakeArchive, moved: Question
    ) -> None:
        answering.answer(archive, [moved.id], Answer.MOVE)
        move(archive, NINE, EIGHT)
        answering.answer(archive, [overview(archive).questions[0].id], Answer.MOVE)
        assert move(archive, EIGHT, NINE) == 1
        assert asked(archive) == [(QuestionKind.MOVED, 1, 8, 9)]

    def test_renaming_within_the_new_folder_keeps_the_question(self, archive: FakeArchive, moved: Question) -> None:
        move(archive, NINE, "(9) 监测/2023/改名.pdf")
        assert [one.path for one in overview(archive).questions] == ["(9) 监测/2023/改名.pdf"]

    def test_a_question_rests_while_its_file_is_missing_or_its_document_is_put_aside(
        self, archive: Archive, folder: FakeFolder, moved: Question
    ) -> None:
        decision = deciding.recycle(archive, [1])
        assert overview(archive).questions == ()
        with pytest.raises(QuestionSettled):
            answering.answer(archive, [moved.id], Answer.MOVE)
        decision.undo()
        assert overview(archive).questions == (moved,)
        kept = folder.files.pop(NINE)
        scan(archive, Job(), accept_empty=True)
        assert overview(archive).questions == ()
        folder.files[NINE] = kept
        scan(archive, Job(), accept_empty=True)
        assert overview(archive).questions == (moved,)

    def test_a_person_who_assigns_by_hand_has_answered(self, archive: Archive, moved: Question) -> None:
        deciding.assign(archive, [1], 9)
        assert overview(archive).questions == ()

    def test_a_year_that_a_person_gave_stays(self, archive: FakeArchive, folder: FakeFolder) -> None:
        folder.put(EIGHT, b"a")
        scan(archive, Job(), accept_empty=True)
        evidence = overview(archive).dossier.evidence[1]
        deciding.describe(archive, type(evidence)(1, evidence.title, 2024))
        move(archive, EIGHT, "(8) 会商/2023/a.pdf")
        assert overview(archive).dossier.evidence[1].year == 2024

    def test_many_are_answered_alike_and_taken_back_as_one(self, archive: Archive, folder: FakeFolder) -> None:
        for number in range(30):
            folder.put(f"(8) 会商/2022/{number}.pdf", f"{number}".encode())
        scan(archive, Job(), accept_empty=True)
        for number in range(30):
            folder.move(f"(8) 会商/2022/{number}.pdf", f"(9) 监测/2022/{number}.pdf")
        assert scan(archive, Job(), accept_empty=True).questions == 30
        before = overview(archive).dossier
        decision = answering.answer(archive, [one.id for one in overview(archive).questions], Answer.MOVE)
        assert {one.number for one in overview(archive).dossier.assignments} == {9}
        decision.undo()
        assert overview(archive).dossier == before


class TestDuplicates:
    def test_a_pair_is_asked_about_once_and_both_count_until_then(self, archive: Archive, copied: Question) -> None:
        assert asked(archive) == [(QuestionKind.DUPLICATE, 2, 0, 1)]
        assert scan(archive, Job(), accept_empty=True).questions == 0
        assert [one.id for one in overview(archive).dossier.assigned_to[9]] == [2]

    @pytest.mark.parametrize(("said", "recycled"), [(Answer.APART, False), (Answer.COPY, True)])
    def test_each_answer_does_what_it_says_and_can_be_taken_back(
        self, archive: Archive, copied: Question, said: Answer, recycled: bool
    ) -> None:
        before = overview(archive).dossier
        decision = answering.answer(archive, [copied.id], said)
        evidence = overview(archive).dossier.evidence
        assert (evidence[1].recycled, evidence[2].recycled) == (False, recycled)
        assert overview(archive).questions == ()
        decision.undo()
        assert overview(archive).dossier == before

    def test_equal_files_that_move_are_not_asked_about_again(
        self, archive: Archive, folder: FakeFolder, copied: Question
    ) -> None:
        answering.answer(archive, [copied.id], Answer.APART)
        folder.move(EIGHT, "整理/a.pdf")
        folder.move("(9) 监测/2022/b.pdf", "整理/b.pdf")
        assert scan(archive, Job(), accept_empty=True).questions == 0
        assert overview(archive).questions == ()

    def test_a_hundred_copies_make_ninety_nine_questions(self, archive: Archive, folder: FakeFolder) -> None:
        for number in range(100):
            folder.put(f"{number:02}.pdf", b"same")
        assert scan(archive, Job(), accept_empty=True).questions == 99
        assert {one.other for one in overview(archive).questions} == {1}

    def test_a_copy_that_is_edited_or_goes_is_no_copy_any_more(
        self, archive: Archive, folder: FakeFolder, copied: Question
    ) -> None:
        folder.put(EIGHT, b"edited", mtime=2)
        scan(archive, Job(), accept_empty=True)
        assert overview(archive).questions == ()
        folder.put(EIGHT, b"same", mtime=3)
        assert scan(archive, Job(), accept_empty=True).questions == 0
        assert overview(archive).questions == (copied,)

    def test_bytes_that_a_file_had_before_this_scan_are_not_held_any_more(
        self, archive: Archive, folder: FakeFolder
    ) -> None:
        folder.put("a.pdf", b"first")
        scan(archive, Job(), accept_empty=True)
        folder.put("a.pdf", b"second", mtime=2)
        folder.put("b.pdf", b"first", mtime=2)
        assert scan(archive, Job(), accept_empty=True).questions == 0

    def test_two_files_of_one_document_make_one_pair(self, archive: Archive, folder: FakeFolder) -> None:
        for name in "abc":
            folder.put(f"{name}.pdf", name.encode())
        scan(archive, Job(), accept_empty=True)
        with archive.store.begin() as unit:
            third = unit.dossier().files_of[3][0]
            unit.save_files([replace(third, evidence_id=2)])
        for name in "bc":
            folder.put(f"{name}.pdf", b"a", mtime=2)
        assert scan(archive, Job(), accept_empty=True).questions == 1

    def test_empty_files_are_no_copies(self, archive: Archive, folder: FakeFolder) -> None:
        folder.put("a.pdf", b"")
        folder.put("b.pdf", b"")
        assert scan(archive, Job(), accept_empty=True).questions == 0

    def test_an_answer_to_another_kind_of_question_is_a_mistake_and_does_nothing(
        self, archive: Archive, copied: Question
    ) -> None:
        before = overview(archive).dossier
        with pytest.raises(ValueError, match="no answer"):
            answering.answer(archive, [copied.id], Answer.MOVE)
        assert overview(archive).dossier == before


def test_that_only_the_copy_put_aside_is_left_of_a_document_is_said(archive: Archive, folder: FakeFolder) -> None:
    folder.put("甲.pdf", b"same")
    folder.put("丙.pdf", b"other")
    scan(archive, Job())
    folder.put("乙.pdf", b"same")
    scan(archive, Job())
    [question] = overview(archive).questions
    answering.answer(archive, [question.id], Answer.COPY)
    del folder.files["丙.pdf"]
    assert scan(archive, Job()).notes == ()
    kept = folder.files.pop("甲.pdf")
    [note] = scan(archive, Job()).notes
    assert "“甲.pdf”" in note
    assert "“乙.pdf”" in note
    assert "恢复" in note
    folder.files["甲.pdf"] = kept
    scan(archive, Job())
    folder.move("甲.pdf", "丁.pdf")
    assert scan(archive, Job()).notes == (), "it only moved"
    folder.put("戊.pdf", b"same")
    scan(archive, Job())
    del folder.files["丁.pdf"]
    assert scan(archive, Job()).notes == (), "another one still counts"
