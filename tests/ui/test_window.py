"""What a person does at the window, over real services and fake ports."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import CannotWrite, DiskFull
from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Origin, Presence, Verdict
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.ui.evidence import decisions as evidence_decisions_module
from foodsafe_desktop.ui.evidence.presenter import TITLE
from foodsafe_desktop.ui.forms.binding import BindingForm
from foodsafe_desktop.ui.forms.describe import DescribeForm, PaperForm
from foodsafe_desktop.ui.forms.electives import ElectivesForm
from foodsafe_desktop.ui.forms.new_archive import NewArchiveForm
from foodsafe_desktop.ui.forms.omission import OmissionForm, citations
from foodsafe_desktop.ui.forms.pick_number import PickNumberForm
from foodsafe_desktop.ui.forms.sub_item_note import SubItemNoteForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.starting import survive_mistakes
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, INBOX, Kind, NodeKey
from tests.fakes import FakeStore
from tests.sure import sure
from tests.ui.at_window import form, said, settle, window_of
from tests.ui.desktop import FakeFront
from tests.unit.builders import AT

EIGHT = NodeKey(Kind.SUB_ITEM, 8)
FOUR = NodeKey(Kind.SUB_ITEM, 4)


@pytest.fixture
def window(front: FakeFront, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_of(front, qtbot) as made:
        yield made


@pytest.fixture
def opened(window: MainWindow, front: FakeFront, qtbot: QtBot) -> MainWindow:
    window.desk.open(front.archive.place.root)
    settle(window, qtbot)
    window.notices.dismiss()
    return window


def select_row(window: MainWindow, title: str) -> None:
    order = window.evidence.order
    row = next(r for r in range(order.rowCount()) if order.index(r, TITLE).data() == title)
    window.evidence.table.selectRow(row)


def years(window: MainWindow) -> list[str]:
    assert window.page_view.page is not None
    return [cell.word for row in window.page_view.page.asked.rows for cell in row.cells]


def test_without_an_archive_three_ways_to_begin_are_offered(window: MainWindow) -> None:
    assert window.stack.currentWidget() is window.start
    assert [button.text() for button in window.start.buttons] == ["新建档案", "打开档案", "试用演示档案"]
    assert not window.commands["scan"].isEnabled()
    assert window.commands["new"].isEnabled()


def test_opening_shows_the_catalogue_and_scans(window: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    window.desk.open(front.archive.place.root)
    settle(window, qtbot)
    assert window.views.current() == "catalogue"
    assert window.tree.current() == CATALOGUE
    assert window.windowTitle().startswith("白云鄂博矿区")
    assert window.status.complete.text() == "齐全 0/86 小项"
    assert window.status.folder.text() == "文件夹在线"
    assert front.watching


def test_an_archive_that_is_none_is_said_in_a_sentence(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.desk.open(tmp_path / "别处")
    settle(window, qtbot)
    assert window.notices.last is not None
    assert window.notices.last.is_error
    assert "不是食安档案的档案目录" in said(window)
    assert window.stack.currentWidget() is window.start


def test_new_archive_is_made_with_the_answers_of_the_form(
    window: MainWindow, front: FakeFront, tmp_path: Path, qtbot: QtBot
) -> None:
    window.commands["new"].trigger()
    asked = form(NewArchiveForm)
    assert asked.ok.isEnabled(), "the first step has a good default"
    asked.root.edit.setText("")
    assert not asked.ok.isEnabled()
    asked.root.edit.setText("相对路径")
    assert "完整路径" in asked.problem_label.text()
    asked.root.edit.setText(str(front.archive.place.root.parent))
    (front.archive.place.root.parent / "dossier.sqlite3").touch()
    asked.check()
    assert "已有档案" in asked.problem_label.text()
    asked.root.edit.setText(str(tmp_path / "新档案"))
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    asked.skeleton.setChecked(False)
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    assert asked.ok.text() == "新建"
    assert str(tmp_path / "新档案" / "evidence") in asked.summary.text()
    qtbot.mouseClick(asked.back, Qt.MouseButton.LeftButton)
    assert not front.founded
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert front.founded == [(tmp_path / "新档案", None, None, False)]
    assert window.notices.last is None, "the archive that opened is another one"
    assert window.views.current() == "catalogue"


def test_a_new_archive_says_where_the_evidence_goes(front: FakeFront, window: MainWindow, qtbot: QtBot) -> None:
    window.commands["new"].trigger()
    asked = form(NewArchiveForm)
    asked.root.edit.setText(str(front.archive.place.root))
    for _step in range(3):
        qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert str(front.archive.place.evidence) in said(window)
    assert window.notices.last is not None
    assert window.notices.last.action is not None


def test_folders_that_are_there_get_no_others_unasked(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.commands["new"].trigger()
    asked = form(NewArchiveForm)
    asked.go(1)
    assert asked.skeleton.isChecked()
    asked.evidence.edit.setText(str(tmp_path))
    assert not asked.skeleton.isChecked()
    qtbot.mouseClick(asked.skeleton, Qt.MouseButton.LeftButton, pos=QPoint(8, asked.skeleton.height() // 2))
    asked.evidence.edit.setText(str(tmp_path / "各部门"))
    assert asked.skeleton.isChecked(), "a person said so"
    asked.reject()


def test_an_archive_that_is_gone_is_said_and_can_be_taken_off_the_list(window: MainWindow, tmp_path: Path) -> None:
    gone, there = tmp_path / "移走的档案", tmp_path / "还在的档案"
    there.mkdir()
    for root in (gone, there):
        window.remembered.keep_opened(root)
    window.start.show_former(window.remembered.former())
    said_of_it = [one.text() for one in window.start.findChildren(QLabel) if str(gone) in one.text()]
    assert len(said_of_it) == 1
    assert "不在原处" in said_of_it[0]
    [forget] = [one for one in window.start.findChildren(QPushButton) if one.text() == "不再列出"]
    forget.click()
    assert window.remembered.former() == [there]


def test_demo_is_made_scanned_and_decided(window: MainWindow, front: FakeFront, tmp_path: Path, qtbot: QtBot) -> None:
    window.desk.make_demo(tmp_path / "演示")
    settle(window, qtbot)
    window.tree.select(NodeKey(Kind.SUB_ITEM, 3))
    assert window.evidence.order.index(0, TITLE).data() == "演示纸质件"


def test_selecting_a_line_shows_page_and_evidence(opened: MainWindow) -> None:
    opened.tree.select(EIGHT)
    assert opened.page_view.page is not None
    assert opened.page_view.page.key == EIGHT
    assert opened.evidence.order.rowCount() == 9
    texts = [label.text() for label in opened.page_view.widget().findChildren(QLabel)]
    assert "（8）小项" in texts
    assert any(text.startswith("食品安全抽检监测结果通报") for text in texts)


def test_keyboard_finds_a_line_and_walks_on(opened: MainWindow, qtbot: QtBot) -> None:
    opened.commands["find"].trigger()
    qtbot.keyClicks(opened.tree.box, "8")
    qtbot.keyClick(opened.tree.box, Qt.Key.Key_Return)
    assert opened.tree.current() == EIGHT
    opened.tree.clear_filter()
    qtbot.keyClick(opened.tree.tree, Qt.Key.Key_Down)
    assert opened.tree.current() == NodeKey(Kind.SUB_ITEM, 9)


def test_the_menu_of_a_line_offers_only_what_can_be_done_there(opened: MainWindow) -> None:
    def offered(key: NodeKey) -> list[str]:
        opened.tree.select(key)
        menu = opened.tree_decisions.menu(key)
        texts = [one.text() for one in menu.actions()]
        menu.close()
        return texts

    assert "列为合理缺项…" in offered(NodeKey(Kind.SUB_ITEM, 8))
    assert "修改缺项理由…" in offered(NodeKey(Kind.SUB_ITEM, 20))
    assert "打开文件夹" in offered(NodeKey(Kind.VETO, 108))
    assert "打开文件夹" not in offered(NodeKey(Kind.RESERVED, 112))


def test_only_missing_by_toolbar_and_chip_are_one_switch(opened: MainWindow, qtbot: QtBot) -> None:
    opened.commands["missing"].trigger()
    assert opened.tree.chips[State.MISSING].isChecked()
    assert opened.tree.missing_words.isVisible()
    assert "否决项" in opened.tree.missing_words.text()
    assert not opened.tree.filter.mapFromSource(opened.tree.model.index_of(EIGHT)).isValid()
    assert opened.tree.filter.mapFromSource(opened.tree.model.index_of(FOUR)).isValid()
    qtbot.mouseClick(opened.tree.chips[State.MISSING], Qt.MouseButton.LeftButton)
    assert not opened.commands["missing"].isChecked()
    assert opened.tree.filter.mapFromSource(opened.tree.model.index_of(EIGHT)).isValid()


def test_lifting_a_filter_folds_the_tree_as_it_was(opened: MainWindow) -> None:
    pane = opened.tree

    def unfolded(number: int) -> bool:
        index = pane.filter.mapFromSource(pane.model.index_of(NodeKey(Kind.DIMENSION, number)))
        return pane.tree.isExpanded(index)

    pane.tree.expand(pane.filter.mapFromSource(pane.model.index_of(NodeKey(Kind.DIMENSION, 2))))
    pane.box.setText("食品")
    pane.toggle_state(State.MISSING, on=True)
    assert unfolded(1)
    pane.clear_filter()
    assert [unfolded(1), unfolded(2)] == [False, True]


def test_a_filter_without_hits_says_so(opened: MainWindow) -> None:
    opened.tree.box.setText("没有这样的小项")
    assert opened.tree.nothing.isVisible()
    opened.tree.clear_filter()
    assert not opened.tree.nothing.isVisible()


def test_inbox_piece_is_assigned_by_number_and_taken_back(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(INBOX)
    select_row(opened, "IMG_20230315_101502")
    opened.evidence.actions_["assign"].trigger()
    asked = form(PickNumberForm)
    qtbot.keyClicks(asked.box, "4")
    qtbot.keyClick(asked.box, Qt.Key.Key_Return)
    settle(opened, qtbot)
    assert said(opened) == "已将 1 件归入（4）。"
    assert opened.evidence.order.rowCount() == 2
    opened.tree.select(FOUR)
    assert years(opened) == ["缺失", "齐全", "缺失"]
    opened.commands["undo"].trigger()
    settle(opened, qtbot)
    assert said(opened) == "已撤销：已将 1 件归入（4）。"
    assert years(opened) == ["缺失"] * 3
    assert not opened.commands["undo"].isEnabled()


def test_pick_form_moves_with_arrow_keys_and_never_offers_the_reserved_number(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(INBOX)
    select_row(opened, "IMG_20230315_101502")
    opened.evidence.actions_["assign"].trigger()
    asked = form(PickNumberForm)
    qtbot.keyClick(asked.box, Qt.Key.Key_Down)
    assert asked.list.currentIndex().row() == 1
    qtbot.keyClick(asked.box, Qt.Key.Key_Up)
    qtbot.keyClick(asked.box, Qt.Key.Key_Up)
    assert asked.list.currentIndex().row() == 0
    qtbot.keyClicks(asked.box, "112")
    assert not asked.ok.isEnabled()
    asked.reject()


def test_a_toast_takes_a_decision_back_too(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(EIGHT)
    select_row(opened, "执法装备清单（损坏）")
    opened.evidence.actions_["unassign"].trigger()
    settle(opened, qtbot)
    assert opened.evidence.order.rowCount() == 8
    button = next(one for one in opened.findChildren(QPushButton) if one.text() == "撤销" and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(opened, qtbot)
    assert opened.evidence.order.rowCount() == 9


def test_changed_content_is_confirmed(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(NodeKey(Kind.SUB_ITEM, 1))
    assert years(opened) == ["齐全", "缺失", "齐全"]
    select_row(opened, "督办通知 2023-03-01")
    opened.evidence.actions_["accept"].trigger()
    settle(opened, qtbot)
    assert years(opened) == ["齐全"] * 3
    assert opened.status.complete.text() == "齐全 1/86 小项"


def test_description_is_edited_and_wrong_dates_are_refused(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(EIGHT)
    select_row(opened, "执法证件登记簿")
    opened.evidence.actions_["describe"].trigger()
    asked = form(DescribeForm)
    asked.dated.setText("2023年4月")
    assert "2023-04-03" in asked.problem_label.text()
    assert not asked.ok.isEnabled()
    asked.dated.setText("2023-04-03")
    asked.paper.place_field.cabinet.setText("1柜")
    assert "只填编号" in asked.problem_label.text()
    for field, text in zip(["cabinet", "shelf", "box"], "123", strict=True):
        getattr(asked.paper.place_field, field).setText(text)
    asked.paper.kind_box.setCurrentIndex(2)
    asked.paper.holder_edit.setText("综合科")
    asked.accept()
    settle(opened, qtbot)
    assert years(opened) == ["齐全"] * 3
    assert opened.evidence.selected()[0].evidence.paper_place == "1柜-2层-第3盒"


def test_paper_is_registered_under_the_current_line(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(FOUR)
    opened.commands["paper"].trigger()
    asked = form(PaperForm)
    asked.title.setText("会议纪要")
    asked.year.setText("二三年")
    assert not asked.ok.isEnabled()
    asked.year.setText("2023年")
    asked.paper.place_field.cabinet.setText("1")
    asked.pages.setText("3页")
    asked.accept()
    settle(opened, qtbot)
    assert years(opened) == ["缺失", "齐全", "缺失"]
    opened.tree.select(CATALOGUE)
    assert not opened.commands["paper"].isEnabled()


def test_omission_needs_a_reason_and_can_be_withdrawn(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(FOUR)
    opened.page_view.omission_wanted.emit(4)
    asked = form(OmissionForm)
    assert not asked.ok.isEnabled()
    asked.reason.setPlainText("辖区内无此类单位。")
    asked.accept()
    settle(opened, qtbot)
    assert sure(opened.page_view.page).state is State.OMITTED
    assert ("依据文件", "未填，请补填") in sure(opened.page_view.page).facts
    [change] = [one for one in opened.page_view.findChildren(QPushButton) if one.text() == "修改缺项理由…"]
    change.click()
    asked = form(OmissionForm)
    assert asked.reason.toPlainText() == "辖区内无此类单位。"
    asked.document.setEditText(" 区食安委〔2023〕3号 ")
    asked.accept()
    settle(opened, qtbot)
    assert ("依据文件", "区食安委〔2023〕3号") in sure(opened.page_view.page).facts
    opened.page_view.omission_wanted.emit(4)
    asked = form(OmissionForm)
    assert asked.document.currentText() == "区食安委〔2023〕3号"
    asked.reject()
    opened.page_view.omission_unwanted.emit(4)
    settle(opened, qtbot)
    assert sure(opened.page_view.page).state is State.MISSING


def test_an_approving_document_is_chosen_from_what_lies_there_but_nothing_withheld(
    opened: MainWindow, qtbot: QtBot
) -> None:
    pieces = (Evidence(1, "说明"), Evidence(2, "批复", document_number="区食安委〔2023〕3号"), Evidence(3, "密件"))
    secret = EvidenceFile(1, "(4)/密件.pdf", 3, None, Verdict("", Condition.SUSPENDED))
    given = tuple(Assignment(one.id, 4, Origin.PERSON, AT, "我") for one in pieces)
    held = Dossier({one.id: one for one in pieces}, (secret,), given)
    offered = citations(held, 4)
    assert offered == ("区食安委〔2023〕3号《批复》", "《说明》")
    said: list[tuple[str, str]] = []
    asked = OmissionForm(opened, 4, "内容", lambda *answer: said.append(answer), offered=offered)
    qtbot.addWidget(asked)
    assert asked.document.currentText() == ""
    asked.reason.setPlainText("辖区内无此类单位。")
    asked.document.setCurrentIndex(0)
    asked.accept()
    assert said == [("辖区内无此类单位。", offered[0])]


def test_a_note_is_written_shown_and_emptied(opened: MainWindow, qtbot: QtBot) -> None:
    opened.tree.select(FOUR)
    for text in ("纸质台账在区卫健委。", ""):
        opened.page_view.note_wanted.emit(4)
        asked = form(SubItemNoteForm)
        assert not asked.ok.isEnabled()
        asked.written.setPlainText(text)
        asked.accept()
        settle(opened, qtbot)
        assert opened.page_view.page is not None
        assert opened.page_view.page.note == text
        shown = [one.text() for one in opened.page_view.widget().findChildren(QLabel)]
        assert ("纸质台账在区卫健委。" in shown) is bool(text)


def test_electives_are_saved_only_as_the_rule_allows(opened: MainWindow, qtbot: QtBot) -> None:
    opened.commands["electives"].trigger()
    asked = form(ElectivesForm)
    for number in (29, 30, 32, 33):
        assert asked.ok.isEnabled() is (number == 29)
        asked.items[number].setChecked(True)
    assert asked.ok.isEnabled()
    asked.sub_items[80].setChecked(True)
    assert "须任选2小项" in asked.problem_label.text()
    asked.sub_items[81].setChecked(True)
    asked.accept()
    settle(opened, qtbot)
    opened.tree.select(NodeKey(Kind.SUB_ITEM, 107))
    assert opened.page_view.page is not None
    assert opened.page_view.page.state is State.NOT_CHOSEN
    assert opened.tree.chips[State.NOT_CHOSEN].text() != "未选 0"


def test_binding_asks_where_and_says_what_came_of_it(
    opened: MainWindow, front: FakeFront, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(opened.desk, "open_folder", shown.append)
    opened.tree.select(EIGHT)
    opened.commands["bind"].trigger()
    asked = form(BindingForm)
    assert asked.out.path == front.archive.place.binders
    asked.accept()
    settle(opened, qtbot)
    assert said(opened).startswith("装订完成：1 卷")
    assert "不能直接打印" in said(opened)
    assert opened.notices.last is not None
    assert opened.notices.last.action is not None
    opened.notices.last.action.run()
    assert shown == [front.archive.place.binders]


def test_binding_shows_progress_and_is_cancelled_in_silence(
    opened: MainWindow, front: FakeFront, qtbot: QtBot, tmp_path: Path
) -> None:
    opened.notices.last = None
    front.hold.clear()
    opened.desk.bind("all", tmp_path / "out")
    qtbot.waitUntil(lambda: opened.status.bar.maximum() > 1)
    assert opened.status.cancel.isVisible()
    assert "党政同责" in opened.status.said.toolTip()
    qtbot.mouseClick(opened.status.cancel, Qt.MouseButton.LeftButton)
    settle(opened, qtbot)
    assert opened.notices.last is None
    assert not opened.status.bar.isVisible()


def test_a_target_that_cannot_be_written_is_an_error_toast(
    opened: MainWindow, front: FakeFront, qtbot: QtBot, tmp_path: Path
) -> None:
    front.press.raises = CannotWrite("第01卷 党政同责.pdf")
    opened.desk.bind("all", tmp_path / "out")
    settle(opened, qtbot)
    assert opened.notices.last is not None
    assert opened.notices.last.is_error
    assert "第01卷 党政同责.pdf" in said(opened)


def test_an_offline_folder_is_said_and_shown_and_nothing_is_lost(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    front.archive.folder.gone = True
    shutil.rmtree(front.archive.place.evidence)
    opened.commands["scan"].trigger()
    settle(opened, qtbot)
    assert "离线" in said(opened)
    assert opened.status.folder.text() == "文件夹离线"
    opened.tree.select(EIGHT)
    assert opened.evidence.order.rowCount() == 9


def test_an_emptied_folder_counts_as_offline_until_the_archivist_confirms(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    front.archive.folder.files.clear()
    opened.commands["scan"].trigger()
    settle(opened, qtbot)
    assert "没有任何文件" in said(opened)
    action = sure(opened.notices.last).action
    assert action is not None
    assert action.label == "确认已全部取走"
    action.run()
    settle(opened, qtbot)
    assert all(file.presence is Presence.MISSING for file in sure(opened.desk.overview).dossier.files)


def test_another_drive_in_its_place_is_confirmed_in_its_own_words(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    front.archive.folder.files.clear()
    for number in range(3):
        front.archive.folder.put(f"别的/其他{number}.bin", b"z" * (1000 + number))
    opened.commands["scan"].trigger()
    settle(opened, qtbot)
    assert "是其他文件" in said(opened)
    assert sure(sure(opened.notices.last).action).label == "确认已全部更换"


def test_a_change_in_the_folder_is_scanned_by_itself(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    front.archive.folder.put("(4) 机制/2022/成立文件.pdf", b"new")
    assert front.notify is not None
    front.notify()
    front.notify()
    opened.tree.select(FOUR)
    qtbot.waitUntil(lambda: opened.evidence.order.rowCount() == 1)
    settle(opened, qtbot)
    assert said(opened).startswith("扫描完成：")
    assert "新增 1" in said(opened)


def test_a_file_that_goes_and_comes_back_is_said(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    path = "(1) 督查督办/2022/督办通知 2022-03-01.pdf"
    opened.commands["scan"].trigger()
    settle(opened, qtbot)
    content, mtime = front.archive.folder.files.pop(path)
    assert front.notify is not None
    front.notify()
    settle(opened, qtbot)
    assert "缺失 2" in said(opened), "one was missing before"
    opened.notices.dismiss()
    front.archive.folder.put(path, content, mtime)
    front.notify()
    settle(opened, qtbot)
    assert "恢复原处 1" in said(opened)


def test_verify_reports_what_differs(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    front.archive.folder.put("(1) 督查督办/2022/督办通知 2022-03-01.pdf", b"forged", mtime=1)
    opened.commands["verify"].trigger()
    settle(opened, qtbot)
    assert "内容不一致：(1) 督查督办/2022/督办通知 2022-03-01.pdf" in said(opened)


def test_enter_opens_the_file_with_the_system(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def refuse(path: Path) -> bool:
        asked.append(path)
        return False

    monkeypatch.setattr(evidence_decisions_module, "open_path", refuse)
    opened.tree.select(EIGHT)
    select_row(opened, "2024年执法人员名册 第二册")
    opened.evidence.table.setCurrentIndex(opened.evidence.table.selectionModel().selectedRows()[0])
    qtbot.keyClick(opened.evidence.table, Qt.Key.Key_Return)
    assert [path.name for path in asked] == ["2024年执法人员名册 第二册.pdf"]
    assert "无法打开文件" in said(opened)
    select_row(opened, "机密 情况通报")
    assert not opened.evidence.actions_["open"].isEnabled()


@pytest.mark.expects_error_log
def test_a_mistake_in_the_program_is_said_and_the_window_goes_on(opened: MainWindow, qtbot: QtBot) -> None:
    def stumble(_archive: Archive) -> Decision:
        raise KeyError("mistake")

    hook = sys.excepthook
    try:
        survive_mistakes(opened)
        opened.desk.decide(stumble)
        settle(opened, qtbot)
    finally:
        sys.excepthook = hook
    assert said(opened).startswith("程序内部出错")
    opened.tree.select(EIGHT)
    assert opened.evidence.order.rowCount() == 9


def test_window_remembers_panes_and_archive(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    opened.tree.select(EIGHT)
    opened.panes.setSizes([333, 1000])
    sizes = opened.panes.sizes()
    opened.close()
    assert Remembered().sizes("panes") == sizes
    assert Remembered().former() == [front.archive.place.root]
    again = MainWindow(front)
    qtbot.addWidget(again)
    assert any(one.text() == str(front.archive.place.root) for one in again.start.findChildren(QPushButton))
    again.close()


def test_a_broken_settings_file_is_as_if_there_were_none(tmp_path: Path) -> None:
    remembered = Remembered()
    remembered._settings.setValue("window/panes", ["x", "1"])
    remembered._settings.setValue("window/geometry", "nonsense")
    assert remembered.sizes("panes") is None
    assert remembered.geometry() is None
    assert isinstance(remembered._settings, QSettings)


def test_everything_that_takes_input_has_a_name(opened: MainWindow) -> None:
    opened.tree.select(EIGHT)
    named = [opened.tree.box, opened.tree.tree, opened.evidence.table, opened.page_view, opened.status.bar]
    assert all(widget.accessibleName() for widget in named)
    keys = [one.shortcut().toString() for one in (*opened.commands.values(), *opened.evidence.actions_.values())]
    used = [key for key in keys if key]
    assert len(used) == len(set(used))
    for one in opened.commands.values():
        if not one.shortcut().isEmpty():
            assert one.shortcut().toString() in one.toolTip() or not one.isEnabled()


@pytest.mark.parametrize("size", [(911, 450), (1366, 740), (1920, 1000)])
def test_nothing_forces_the_window_wider_than_the_screen(opened: MainWindow, size: tuple[int, int]) -> None:
    opened.tree.select(EIGHT)
    opened.resize(*size)
    assert (opened.width(), opened.height()) == size
    opened.commands["bind_all"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert dialog.width() <= size[0]
    dialog.close()


def test_opening_makes_the_copy_of_the_day_and_speaks_only_of_its_failure(
    window: MainWindow, front: FakeFront, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = front.archive.store
    assert isinstance(store, FakeStore)
    window.desk.open(front.archive.place.root)
    settle(window, qtbot)
    assert [copy.name.split("_")[1] for copy in store.copies] == ["daily"]
    assert window.notices.last is None or "备份" not in window.notices.last.sentence

    def full(*_: object) -> None:
        raise DiskFull("backups/dossier_daily.sqlite3")

    monkeypatch.setattr(store, "backup", full)
    window.desk.archive = None
    window.desk.open(front.archive.place.root)
    settle(window, qtbot)
    assert "磁盘空间不足" in said(window)
