"""How questions are put to a person, without the window."""

import datetime as dt
from dataclasses import replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.questions.presenter import QuestionCard, question_cards
from tests.fakes import fake_archive

ONE, TWO = "(8) 会商/2022/a.jpg", "(9) 监测/2023/b.jpg"


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    made = fake_archive(catalogue)
    for path in (ONE, TWO):
        made.folder.put(path, path.encode())
    scan(made, Job(), accept_empty=True)
    return made


def card(archive: Archive, *days: dt.date) -> QuestionCard:
    with archive.store.begin() as unit:
        held = unit.dossier().evidence
        unit.save_evidence([replace(held[key], dated=day) for key, day in enumerate(days, 1)])
        unit.save_questions([Question(0, QuestionKind.NEAR_DUPLICATE, 2, 0, 1, TWO, archive.clock())])
    [found] = question_cards(overview(archive))
    return found


def test_what_looks_alike_is_shown_with_where_and_when_each_piece_belongs(archive: Archive) -> None:
    found = card(archive, dt.date(2022, 3, 1), dt.date(2023, 3, 1))
    assert [(one.key, one.answer, one.label) for one in found.choices] == [
        (1, Answer.APART, "各算一件"),
        (2, Answer.COPY, "保留先登记的"),
        (3, Answer.LATER, "保留后登记的"),
    ]
    assert found.text == (
        "这一文件与《a》的画面几乎相同，但文件内容不同。两件的小项、日期不同，同一画面可能用于两次活动。"
        "是同一张照片（同一份扫描件），还是两件材料？"
    )
    assert found.facts[:4] == (
        ("先登记", ONE),
        ("归入", "（8）；2022-03-01"),
        ("后登记", TWO),
        ("归入", "（9）；2023-03-01"),
    )
    assert found.paths == (TWO, ONE)


def test_of_one_event_nothing_is_insinuated(archive: Archive) -> None:
    with archive.store.begin() as unit:
        unit.unassign([(2, 9)])
    assert "两次活动" not in card(archive).text
