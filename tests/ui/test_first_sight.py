"""What shows before the window is loaded, and how the window moves in."""

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui.first_sight import FirstSight
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.tree.nodes import READING, Kind, Node, NodeKey, written
from tests.ui.desktop import FakeFront, sample_archive

LONG = 30_000

_SIGHT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
import foodsafe_desktop.__main__, foodsafe_desktop.ui.starting
from foodsafe_desktop.ui.appearance import dress
from foodsafe_desktop.ui.first_sight import FirstSight
from foodsafe_desktop.ui.remembered import Remembered
application = QApplication([])
dress(application)
sight = FirstSight(Remembered(Path(sys.argv[1])), Path("archive"))
sight.show()
sight.grab()
print(*sys.modules)
"""
HEAVY = {"PIL", "alembic", "docx", "lxml", "numpy", "onnxruntime", "openpyxl", "pikepdf", "reportlab", "sqlalchemy"}
OURS = {"cli", "demo", "files", "output", "renditions", "services", "store", "domain.gaps"}


def test_the_first_sight_loads_neither_libraries_nor_rules(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _SIGHT, str(tmp_path / "window.ini")], check=True, capture_output=True, text=True
    )
    loaded = set(ran.stdout.split())
    assert "foodsafe_desktop.ui.tree.view" in loaded
    assert not loaded & (HEAVY | {f"foodsafe_desktop.{room}" for room in OURS})


def test_the_window_moves_in_and_the_tree_stays(tmp_path: Path, qtbot: QtBot) -> None:
    archive, remembered = sample_archive(tmp_path), Remembered(tmp_path / "window.ini")
    root = archive.place.root
    eight = NodeKey(Kind.SUB_ITEM, 8)
    remembered.keep_tree(root, written([Node(eight, "（8）旧", "", None, "", "")]))
    sight = FirstSight(remembered, root)
    qtbot.addWidget(sight)
    sight.show()
    assert sight.tree.isVisible()
    assert [node.word for node in sight.tree.model.nodes] == [READING]
    sight.tree.select(eight)

    arrived: list[MainWindow] = []
    sight.furnish(FakeFront(archive), arrived.append)
    qtbot.waitUntil(lambda: bool(arrived), timeout=LONG)
    [window] = arrived
    assert window.window() is sight
    assert window.tree is sight.tree
    window.open_first(root)
    assert window.tree.isVisible(), "the tree is never out of sight"
    qtbot.waitUntil(lambda: window.desk.overview is not None and not window.runner.is_busy, timeout=LONG)
    assert window.tree.current() == eight, "what a person had chosen stays chosen"
    assert READING not in {node.word for node in window.tree.model.nodes}
    assert sight.windowTitle() == window.windowTitle() != ""

    assert window.evidence.key == eight
    window.commands["quit"].trigger()
    assert not sight.isVisible()
    assert not window.runner.is_busy
    again = FirstSight(remembered, root)
    qtbot.addWidget(again)
    assert again.tree.model.index_of(eight).data().startswith("（8）")
    assert len(again.tree.model.all_keys()) > 112


def test_an_archive_that_does_not_open_gives_way_to_the_start_page(tmp_path: Path, qtbot: QtBot) -> None:
    sight = FirstSight(Remembered(tmp_path / "window.ini"), tmp_path / "gone")
    qtbot.addWidget(sight)
    sight.show()
    arrived: list[MainWindow] = []
    sight.furnish(FakeFront(sample_archive(tmp_path)), arrived.append)
    qtbot.waitUntil(lambda: bool(arrived), timeout=LONG)
    [window] = arrived
    window.open_first(tmp_path / "gone")
    qtbot.waitUntil(lambda: window.start.isVisible() and not window.runner.is_busy, timeout=LONG)
    assert window.notices.last is not None
    sight.close()


def test_the_start_page_answers_to_the_keyboard_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    sight = FirstSight(Remembered(tmp_path / "window.ini"), None)
    qtbot.addWidget(sight)
    sight.show()
    arrived: list[MainWindow] = []
    sight.furnish(FakeFront(sample_archive(tmp_path)), arrived.append)
    qtbot.waitUntil(lambda: bool(arrived), timeout=LONG)
    assert sight.focusWidget() is arrived[0].start.buttons[0]
