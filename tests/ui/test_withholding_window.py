"""What reading the texts finds reaches the window: a mark suspends its file, pictures alike become questions."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.evidence import is_withheld
from foodsafe_desktop.domain.texts import FileText, Look, TextState
from foodsafe_desktop.ui.evidence.presenter import Sign
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.ui.at_window import settle, window_of
from tests.ui.desktop import FakeFront

LETTER = "关于报送2023年食品安全宣传周活动总结的函.pdf"
MINUTES = "白府发〔2022〕12号 关于加强食品安全监管队伍建设的通知.pdf"


@pytest.fixture
def window(front: FakeFront, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_of(front, qtbot) as made:
        yield made


def opened(window: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    window.desk.open(front.archive.place.root)
    settle(window, qtbot)


def is_suspended(window: MainWindow, name: str) -> bool:
    assert window.desk.overview is not None
    dossier = window.desk.overview.dossier
    key = next(file.evidence_id for file in dossier.files if file.path.endswith(name))
    return is_withheld(dossier.files_of[key])


def test_a_mark_on_a_page_suspends_and_a_person_gives_it_back(
    window: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    front.archive.texts.reader.texts = {MINUTES: FileText(TextState.SECRET)}
    opened(window, front, qtbot)
    assert is_suspended(window, MINUTES)
    assert not is_suspended(window, LETTER)
    window.desk.undo()
    settle(window, qtbot)
    assert not is_suspended(window, MINUTES)
    window.desk.redo()
    settle(window, qtbot)
    assert is_suspended(window, MINUTES)

    assert window.desk.overview is not None
    dossier = window.desk.overview.dossier
    key = next(file.evidence_id for file in dossier.files if file.path.endswith(MINUTES))
    window.tree.select(NodeKey(Kind.SUB_ITEM, dossier.numbers_of[key][0]))
    window.evidence.select_piece(key)
    [row] = window.evidence.selected()
    assert row.sign is Sign.SUSPENDED
    assert window.evidence.actions_["release"].isEnabled()
    window.evidence.actions_["release"].trigger()
    settle(window, qtbot)
    assert not is_suspended(window, MINUTES)
    assert not window.evidence.actions_["release"].isEnabled()


def test_pictures_that_look_alike_are_asked_about(window: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    alike = FileText(TextState.EMPTY, look=Look(0b1011, 0b1111))
    front.archive.texts.reader.texts = {MINUTES: alike, LETTER: replace(alike, look=Look(0b1010, 0b1110))}
    opened(window, front, qtbot)
    assert window.desk.overview is not None
    assert [one.kind.value for one in window.desk.overview.questions if one.answer is None].count("near_duplicate") == 1
