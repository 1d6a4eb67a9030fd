"""What makes the window bearable all day: names for screen readers, keys, large letters, taking back and redoing."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from foodsafe_desktop.services import deciding
from foodsafe_desktop.ui.appearance import Look, dress
from foodsafe_desktop.ui.checking.presenter import Trouble, file_rows, kinds
from foodsafe_desktop.ui.checking.scans import ScanForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.fakes import FakeArchive
from tests.sure import sure
from tests.ui.at_window import settle
from tests.ui.desktop import FakeFront, asked_archive

EIGHT = NodeKey(Kind.SUB_ITEM, 8)
TAKES_INPUT = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    return asked_archive(tmp_path)


def every_view(window: MainWindow) -> list[str]:
    return [name for name in window.views.actions_ if name != "check"] + list(window.views._inside)


def is_own(widget: QWidget) -> bool:
    """Not a part that Qt makes itself, inside a field, a header or a message."""
    above: QObject | None = widget.parent()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractSpinBox | QLineEdit | QHeaderView | QTabBar | QDialogButtonBox):
            return False
        above = above.parent()
    return not isinstance(widget, QHeaderView | QScrollBar | QTabBar)


def name_of(widget: QWidget) -> str:
    said = widget.accessibleName()
    if not said and isinstance(widget, QAbstractButton):
        said = widget.text()
    return said


def test_every_control_of_every_view_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    window.tree.select(EIGHT)
    nameless = []
    for view in every_view(window):
        window.views.show_view(view)
        settle(window, qtbot)
        controls = [one for kind in TAKES_INPUT for one in window.findChildren(kind) if one.isVisible() and is_own(one)]
        assert len(controls) > 10, view
        nameless += [f"{view}: {type(one).__name__} {one.objectName()}" for one in controls if not name_of(one)]
    assert not nameless


@pytest.mark.parametrize("command", ["new", "settings", "paper", "electives"])
def test_every_control_of_the_forms_has_a_name(window: MainWindow, qtbot: QtBot, command: str) -> None:
    window.views.show_view("catalogue")
    window.tree.select(EIGHT)
    window.commands[command].trigger()
    settle(window, qtbot)
    asked = QApplication.activeModalWidget()
    assert asked is not None
    controls = [one for kind in TAKES_INPUT for one in asked.findChildren(kind) if is_own(one)]
    assert len(controls) > 2
    assert not [f"{type(one).__name__} {one.objectName()}" for one in controls if not name_of(one)]
    asked.close()


def test_tab_reaches_the_controls_of_a_view_and_comes_round(window: MainWindow) -> None:
    window.views.show_view("gaps")
    gaps = window.chasing.gaps
    gaps.table.setFocus()
    seen: list[QWidget] = []
    for _ in range(80):
        focus = window.focusWidget()
        assert focus is not None
        if focus in seen:
            break
        seen.append(focus)
        window.focusNextChild()
    assert {gaps.department, gaps.year, gaps.kind, gaps.basis, gaps.box} <= set(seen)


def test_no_two_commands_that_work_everywhere_have_the_same_key(window: MainWindow) -> None:
    contexts = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
    actions = [
        one
        for one in window.findChildren(QAction)
        if one.shortcutContext() in contexts and not one.shortcut().isEmpty()
    ]
    assert len(actions) > 20
    keys = Counter(one.shortcut().toString(QKeySequence.SequenceFormat.PortableText) for one in actions)
    assert not {key: count for key, count in keys.items() if count > 1}


def test_no_two_letters_after_an_ampersand_meet(window: MainWindow, qtbot: QtBot) -> None:
    """A letter that is underlined in two buttons of one view presses neither of them."""
    for view in every_view(window):
        window.views.show_view(view)
        settle(window, qtbot)
        buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
        letters = Counter(QKeySequence.mnemonic(one.text()).toString() for one in buttons)
        letters.pop("", None)
        assert not {letter: count for letter, count in letters.items() if count > 1}, view


def test_qts_own_buttons_are_in_chinese(window: MainWindow) -> None:
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.Ok | buttons.Cancel | buttons.Yes | buttons.Open | buttons.Save, window)
    said = {button.text().split("(")[0] for button in box.buttons()}
    assert said == {"确定", "取消", "是", "打开", "保存"}
    assert QCoreApplication.translate("QPrintDialog", "Print") == "打印"
    box.deleteLater()


def test_a_decision_is_taken_back_and_made_again_by_keys_and_named_in_the_menu(
    window: MainWindow, qtbot: QtBot
) -> None:
    undo, redo = window.commands["undo"], window.commands["redo"]
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    window.desk.decide(lambda archive: deciding.assign(archive, [1, 2, 3], 28))
    settle(window, qtbot)
    assert undo.text() == "撤销：已将 3 件归入（28）"
    numbers = dict(sure(window.desk.overview).dossier.numbers_of)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert 28 not in sure(window.desk.overview).dossier.numbers_of[1]
    assert redo.text() == "重做：已将 3 件归入（28）"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Z, both)
    settle(window, qtbot)
    assert sure(window.desk.overview).dossier.numbers_of == numbers
    assert not redo.isEnabled()
    undo.trigger()
    settle(window, qtbot)
    window.desk.decide(lambda archive: deciding.mark_omission(archive, 4, "无此业务"))
    settle(window, qtbot)
    assert not redo.isEnabled(), "a new decision ends what could be made again"


def test_what_is_the_matter_with_files_is_counted_and_leads_to_the_piece(window: MainWindow, qtbot: QtBot) -> None:
    rows = file_rows(sure(window.desk.overview))
    found = dict(kinds(rows))
    wanted = (Trouble.GONE, Trouble.CHANGED, Trouble.SUSPENDED, Trouble.DAMAGED, Trouble.ENCRYPTED)
    assert [found[trouble.value] for trouble in wanted] == [1] * 5
    assert not any("机密" in cell for row in rows for cell in row.cells[:2])
    window.views.show_view("files")
    pane = window.checking.files
    pane.kind.setCurrentIndex(pane.kind.findData(Trouble.ENCRYPTED.value))
    [shown] = pane.order.shown()
    pane.table.selectRow(0)
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    assert window.views.current() == "catalogue"
    assert window.tree.current() == EIGHT
    assert [row.evidence.id for row in window.evidence.selected()] == [shown.evidence]


def test_a_paper_is_joined_with_its_scan_from_the_list(window: MainWindow, qtbot: QtBot) -> None:
    window.views.show_view("papers")
    pane = window.checking.papers
    row = next(at for at, one in enumerate(pane.order.shown()) if one.cells[1].startswith("区食药安委"))
    pane.table.selectRow(row)
    paper = pane.table.current().evidence
    window.checking._ask_scan()
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, ScanForm)
    asked.box.setText("没有这样的扫描件")
    assert not asked.ok.isEnabled()
    asked.box.setText("")
    asked.accept()
    settle(window, qtbot)
    dossier = sure(window.desk.overview).dossier
    assert dossier.evidence[paper].recycled
    assert [one.paper_place for one in dossier.evidence.values() if one.paper_place and not one.recycled] == [
        "2柜-3层-第5盒"
    ]


def test_all_labels_speak_plain_text(window: MainWindow) -> None:
    """A file's name must not be able to turn into markup."""
    window.tree.select(EIGHT)
    rich = [one.text() for one in window.findChildren(QLabel) if one.textFormat() is Qt.TextFormat.RichText]
    assert not rich


@pytest.mark.parametrize(("letters", "size"), [(100, (911, 512)), (150, (1366, 768))])
def test_with_large_letters_every_view_fits_the_screen_and_its_table_does_not_scroll_sideways(
    front: FakeFront, qtbot: QtBot, qapp: QApplication, letters: int, size: tuple[int, int]
) -> None:
    dress(qapp, Look.LIGHT, letters)
    window = MainWindow(front)
    qtbot.addWidget(window)
    window.show()
    try:
        window.desk.open(front.archive.place.root)
        settle(window, qtbot)
        for view in every_view(window):
            window.views.show_view(view)
            window.resize(*size)
            settle(window, qtbot)
            assert (window.width(), window.height()) == size, view
        window.views.show_view("gaps")
        window.resize(*size)
        table = window.chasing.gaps.table
        assert table.horizontalScrollBar().maximum() == 0
        window.views.show_view("overview")
        window.chasing.summary.tabs.setCurrentIndex(1)
        assert window.chasing.summary.grid_table.horizontalScrollBar().maximum() == 0
    finally:
        window.close()
        dress(qapp, Look.LIGHT)


def test_the_departments_stand_in_the_pane_at_full_height_and_it_follows_the_keys(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.views.show_view("overview")
    summary = window.chasing.summary
    table = summary.chase_table
    assert summary.chase.rowCount() > 8
    pane = summary.tabs.currentWidget()
    assert isinstance(pane, QAbstractScrollArea)
    qtbot.waitUntil(lambda: pane.verticalScrollBar().maximum() > 0)
    assert not table.verticalScrollBar().isVisible()
    table.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)
    last = table.visualRect(summary.chase.index(summary.chase.rowCount() - 1, 0))
    assert pane.viewport().rect().contains(table.viewport().mapTo(pane.viewport(), last.center()))
