"""What is dragged finds its way: onto the table of the number that shows, and by the rail into another view."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui.dragging import pieces_data
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.sure import sure
from tests.ui.at_window import said, settle
from tests.ui.desktop import FakeFront

_BOTH, _LEFT = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


def enters(target: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(5, 5), _BOTH, data, _LEFT, _NONE)
    event.ignore()
    target.dragEnterEvent(event)
    return event.isAccepted()


def drop(target: QWidget, data: QMimeData) -> None:
    target.dropEvent(QDropEvent(QPointF(5, 5), _BOTH, data, _LEFT, _NONE))


def test_pieces_and_files_are_dropped_on_the_table_of_the_number_that_shows(
    window: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    first, second = sure(window.desk.overview).dossier.inbox[:2]
    window.tree.select(NodeKey(Kind.SUB_ITEM, 9))
    assert enters(window.evidence, pieces_data([first.id]))
    assert window.evidence.property("taking") == "true"
    drop(window.evidence, pieces_data([first.id]))
    assert not window.evidence.property("taking")
    settle(window, qtbot)
    files = QMimeData()
    [lies] = sure(window.desk.overview).dossier.files_of[second.id]
    files.setUrls([QUrl.fromLocalFile(str(front.archive.place.evidence / sure(lies.path)))])
    assert enters(window.evidence, files)
    drop(window.evidence, files)
    settle(window, qtbot)
    assert {row.evidence.id for row in window.evidence.order.shown()} == {first.id, second.id}
    assert said(window) == "已将 1 件归入（9）。"


def test_a_heading_and_words_are_not_taken(window: MainWindow) -> None:
    words = QMimeData()
    words.setText("会议纪要")
    window.tree.select(NodeKey(Kind.SUB_ITEM, 9))
    assert not enters(window.evidence, words)
    window.tree.select(NodeKey(Kind.ITEM, 4))
    assert not enters(window.evidence, pieces_data([1]))


def test_what_rests_on_a_button_of_the_rail_opens_its_view(window: MainWindow, qtbot: QtBot) -> None:
    window.views.show_view("inbox")
    wanted = window.views.actions_["catalogue"]
    button = next(one for one in window.views.findChildren(QToolButton) if one.defaultAction() is wanted)
    assert enters(button, pieces_data([1]))
    qtbot.waitUntil(lambda: window.views.current() == "catalogue")
