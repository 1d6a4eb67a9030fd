"""The window on the real program: one demo archive from the start page to a binder on disk."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from foodsafe_desktop.app import Program
from foodsafe_desktop.ui.evidence.presenter import TITLE
from foodsafe_desktop.ui.forms.binding import BindingForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.ui.at_window import form, said

AT_MOST = 120_000


def test_demo_from_start_page_to_binder(tmp_path: Path, qtbot: QtBot) -> None:
    window = MainWindow(Program())
    qtbot.addWidget(window)
    window.show()

    def settle() -> None:
        qtbot.waitUntil(lambda: not window.runner.is_busy, timeout=AT_MOST)

    window.desk.make_demo(tmp_path / "演示")
    settle()
    assert window.desk.archive is not None
    assert window.notices.last is None, "a demo that was just scanned has nothing new"

    # A file that someone drops into the folder appears by itself.
    window.tree.select(NodeKey(Kind.SUB_ITEM, 3))
    before = window.evidence.order.rowCount()
    folder = window.desk.archive.place.evidence / "(3) 表彰问责" / "2023"
    folder.mkdir(parents=True)
    (folder / "表彰通报 2023-05-04.txt").write_text("表彰通报", encoding="utf-8")
    qtbot.waitUntil(lambda: window.evidence.order.rowCount() == before + 1, timeout=AT_MOST)
    titles = [window.evidence.order.index(row, TITLE).data() for row in range(before + 1)]
    assert "表彰通报 2023-05-04" in titles

    settle()
    window.commands["bind"].trigger()
    form(BindingForm).accept()
    settle()
    assert said(window).startswith("装订完成：1 卷")
    assert list((tmp_path / "演示" / "binders").glob("小项003*.pdf"))
    window.close()
    assert not window.runner.is_busy
