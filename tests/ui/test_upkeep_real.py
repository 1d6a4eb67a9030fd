"""The folder and the record on the real program: an archive on the disk, opened, worked on, left and opened again."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from foodsafe_desktop.app import Program
from foodsafe_desktop.domain.four_properties import Property, Result, State
from foodsafe_desktop.files import evidence_folder
from foodsafe_desktop.services import accession, deciding
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.ui.checking.four_properties import FAULTY, ID, RESULT, FourPropertiesPane
from foodsafe_desktop.ui.checking.packages import free_folder
from foodsafe_desktop.ui.checking.restoring import RestoreForm
from foodsafe_desktop.ui.history.presenter import VERB
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.settings.form import SettingsForm
from foodsafe_desktop.ui.settings.relocation import RelocationForm
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.sure import sure
from tests.ui.at_window import form

AT_MOST = 60_000
LONG_AGO = 1_700_000_000
EIGHT = NodeKey(Kind.SUB_ITEM, 8)


@pytest.fixture(autouse=True)
def _nobody_writes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test wrote a moment ago are looked at again at once: nothing else writes to them."""
    monkeypatch.setattr(evidence_folder, "_sleep", lambda _seconds: None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with three files that have been scanned."""
    root = tmp_path / "档案"
    archive = Program().found_archive(root)
    for name in (
        "(8) 会商/2022/会商纪要 2022-03-01.txt",
        "(8) 会商/2023/会商纪要 2023-03-01.txt",
        "(9) 监测/2023/年报.txt",
    ):
        path = root / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
        os.utime(path, (LONG_AGO, LONG_AGO))
    accession.scan(archive, Job())
    archive.close()
    return root


@pytest.fixture
def opening(root: Path, qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    """Opens a window with the archive; as often as the program is started."""
    windows: list[MainWindow] = []

    def open_window() -> MainWindow:
        window = MainWindow(Program())
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.desk.open(root)
        settle(window, qtbot)
        return window

    yield open_window
    for window in windows:
        window.close()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.runner.is_busy and window.desk.archive is not None, timeout=AT_MOST)


def test_a_file_that_moved_while_nobody_looked_is_answered_by_a_key(
    opening: Callable[[], MainWindow], root: Path, qtbot: QtBot
) -> None:
    evidence = root / "evidence"
    shutil.move(evidence / "(8) 会商/2022/会商纪要 2022-03-01.txt", evidence / "(9) 监测/2022 会商纪要 2022-03-01.txt")
    window = opening()
    badge = window.views.actions_["check"]
    qtbot.waitUntil(lambda: badge.iconText() == "检查 1", timeout=AT_MOST)
    settle(window, qtbot)
    window.views.show_view("questions")
    qtbot.keyClick(window.upkeep.questions.list, Qt.Key.Key_3)
    settle(window, qtbot)
    dossier = sure(window.desk.overview).dossier
    both = [dossier.evidence[key].title for key, numbers in dossier.numbers_of.items() if numbers == (8, 9)]
    assert len(both) == 1
    window.tree.select(NodeKey(Kind.SUB_ITEM, 9))
    row = next(row for row in range(2) if window.evidence.order.index(row, 0).data() == both[0])
    window.views.show_view("catalogue")
    window.evidence.table.selectRow(row)
    window.evidence.actions_["history"].trigger()
    settle(window, qtbot)
    verbs = [row.cells[VERB] for row in window.upkeep.history.model.rows]
    assert verbs == ["答复问题", "提出问题", "文件移动", "登记新文件"]
    assert window.upkeep.history.verdict.text().startswith("核对通过")


def test_a_piece_that_was_put_aside_comes_back_the_next_day(opening: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = opening()
    window.tree.select(EIGHT)
    window.evidence.table.selectRow(0)
    window.evidence.actions_["recycle"].trigger()
    settle(window, qtbot)
    window.close()
    again = opening()
    again.tree.select(EIGHT)
    assert again.evidence.order.rowCount() == 1
    again.views.show_view("bin")
    again.upkeep.bin.restore.trigger()
    settle(again, qtbot)
    assert again.evidence.order.rowCount() == 2


def test_settings_hold_in_the_watcher_and_are_taken_back(opening: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = opening()
    qtbot.waitUntil(lambda: window.status.folder.text() == "文件夹在线", timeout=AT_MOST)
    window.commands["settings"].trigger()
    settle(window, qtbot)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, SettingsForm)
    asked.polling.setChecked(True)
    asked.accept()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.status.folder.text() == "文件夹轮询", timeout=AT_MOST)
    window.commands["undo"].trigger()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.status.folder.text() == "文件夹在线", timeout=AT_MOST)


def test_the_evidence_folder_is_moved_and_moved_back(
    opening: Callable[[], MainWindow], root: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opening()
    elsewhere = tmp_path / "共享盘" / "佐证材料"
    shutil.copytree(root / "evidence", elsewhere)
    (elsewhere / "(9) 监测/2023/年报.txt").unlink()
    window.commands["settings"].trigger()
    settle(window, qtbot)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, SettingsForm)
    asked.move_button.click()
    chooser = form(QFileDialog)
    chooser.fileSelected.emit(str(elsewhere))
    chooser.close()
    settle(window, qtbot)
    told = QApplication.activeModalWidget()
    assert isinstance(told, RelocationForm)
    assert told.absent.toPlainText() == "(9) 监测/2023/年报.txt"
    told.accept()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.desk.archive is not None and window.desk.archive.place.evidence == elsewhere)
    settle(window, qtbot)
    assert window.notices.last is not None
    assert any(file.presence == "missing" for file in sure(window.desk.overview).dossier.files)
    window.commands["undo"].trigger()
    qtbot.waitUntil(
        lambda: window.desk.archive is not None and window.desk.archive.place.evidence == root / "evidence",
        timeout=AT_MOST,
    )
    settle(window, qtbot)
    assert all(file.presence == "present" for file in sure(window.desk.overview).dossier.files)
    window.commands["redo"].trigger()
    qtbot.waitUntil(
        lambda: window.desk.archive is not None and window.desk.archive.place.evidence == elsewhere, timeout=AT_MOST
    )
    settle(window, qtbot)
    assert window.commands["undo"].isEnabled()


def test_the_four_properties_are_checked_and_reported(
    opening: Callable[[], MainWindow], root: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opening()
    window.views.show_view("properties")
    settle(window, qtbot)
    pane = window.checking.properties
    assert not pane.report.isEnabled()
    assert not pane.table.isVisible()
    pane.check.trigger()
    settle(window, qtbot)
    assert pane.order.shown()[0].cells[RESULT] == "不通过"
    assert "不通过" in pane.said.text()
    pane.table.selectRow(next(at for at, row in enumerate(pane.order.shown()) if row.cells[ID] == "GD-2-9"))
    assert "（9）" in pane.details.toPlainText()
    target = root.parent / "报告.docx"
    monkeypatch.setattr(window.notices, "choose_target", lambda _title, _start, _patterns, write: write(target))
    pane.report.trigger()
    settle(window, qtbot)
    assert target.is_file()
    assert "已生成四性检测报告" in said(window)
    pane.forget()
    assert not pane.report.isEnabled(), "what was found is forgotten with the archive it was found in"


def test_the_results_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    pane = FourPropertiesPane()
    qtmodeltester.check(pane.order)
    found = Result("GD-1-1", "固化信息有效性", Property.AUTHENTIC, State.PASSED, ("共检测2处，未发现问题。",), 2)
    pane.show_results([found], "检测：通过 1 项。")
    qtmodeltester.check(pane.order)
    assert pane.order.index(0, RESULT).data(Qt.ItemDataRole.DecorationRole) is not None
    assert pane.order.index(0, FAULTY).data() == ""


def test_a_copy_is_made_compared_and_put_back(opening: Callable[[], MainWindow], root: Path, qtbot: QtBot) -> None:
    window = opening()
    window.views.show_view("safety")
    settle(window, qtbot)
    pane = window.checking.safety
    before = len(pane.model.rows)
    pane.backup.trigger()
    settle(window, qtbot)
    assert len(pane.model.rows) == before + 1
    copy = next(row.path for row in pane.model.rows if row.cells[1] == "手动备份")
    window.desk.decide(lambda archive: deciding.mark_omission(archive, 4, "无此业务"))
    settle(window, qtbot)
    row = next(at for at, one in enumerate(pane.model.rows) if one.path == copy)
    pane.table.selectRow(row)
    pane.restore.trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RestoreForm), timeout=AT_MOST)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, RestoreForm)
    assert any("合理缺项由 1 项变为 0 项" in one.text() for one in asked.findChildren(QLabel))
    settle(window, qtbot)
    assert sure(window.desk.overview).dossier.omissions, "nothing was replaced before a person agreed"
    asked.accept()
    qtbot.waitUntil(
        lambda: not window.runner.is_busy and window.desk.archive is not None and "已从备份" in said(window),
        timeout=AT_MOST,
    )
    assert not sure(window.desk.overview).dossier.omissions
    assert (root / "dossier.sqlite3").is_file()


def test_what_came_in_since_the_window_was_closed_is_on_the_first_view(
    opening: Callable[[], MainWindow], root: Path, qtbot: QtBot
) -> None:
    window = opening()
    window.close()
    path = root / "evidence" / "(9) 监测/2022/新到的年报.txt"
    path.parent.mkdir(parents=True)
    path.write_text("新", encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))
    again = opening()
    again.views.show_view("overview")
    summary = again.chasing.summary
    qtbot.waitUntil(lambda: summary.arrivals.rowCount() == 1, timeout=AT_MOST)
    assert summary.arrived.text() == "新到 1 件。"
    summary.arrival_table.setCurrentIndex(summary.arrivals.index(0, 0))
    qtbot.keyClick(summary.arrival_table, Qt.Key.Key_Return)
    assert again.tree.current() == NodeKey(Kind.SUB_ITEM, 9)


def said(window: MainWindow) -> str:
    return window.notices.last.sentence if window.notices.last else ""


def test_an_archive_is_handed_over_checked_and_opened_from_its_package(
    opening: Callable[[], MainWindow], root: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opening()
    chosen = [root.parent]
    monkeypatch.setattr(window.notices, "choose_folder", lambda _title, _start, then: then(chosen.pop()))
    pane = window.checking.safety
    pane.hand_over.trigger()
    settle(window, qtbot)
    [package] = root.parent.glob("移交信息包 *")
    assert (package / "移交清单.docx").is_file()
    assert f"已生成移交信息包“{package.name}”" in said(window)
    window.notices.dismiss()
    chosen.append(package)
    pane.package.trigger()
    settle(window, qtbot)
    assert "校验通过" in said(window)
    window.notices.dismiss()
    chosen += [root.parent, package]
    window.beginning.ask_open()
    qtbot.waitUntil(lambda: "已恢复为档案" in said(window), timeout=AT_MOST)
    settle(window, qtbot)
    assert window.desk.archive is not None
    assert window.desk.archive.place.root == root.parent / f"{package.name} 恢复"
    assert len(sure(window.desk.overview).dossier.files) == 3


def test_a_package_never_takes_the_place_of_anything(tmp_path: Path) -> None:
    (tmp_path / "移交").mkdir()
    (tmp_path / "移交（2）").write_bytes(b"")
    assert free_folder(tmp_path, "移交") == tmp_path / "移交（3）"
