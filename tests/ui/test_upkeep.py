"""Questions, history, recycle bin, settings and listings at the window, over real services and fake ports."""

import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import foodsafe_desktop.services
from foodsafe_desktop.domain.backups import Schedule
from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.gaps import CoverageOptions, OmissionScoring, State
from foodsafe_desktop.domain.questions import Answer
from foodsafe_desktop.domain.watching import FolderSettings, FolderState
from foodsafe_desktop.services import accession, answering, deciding, history
from foodsafe_desktop.services.backups import schedule_of
from foodsafe_desktop.services.converting import conversion_of
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.reckoning import coverage_options
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.services.settings import folder_settings
from foodsafe_desktop.ui import log_file
from foodsafe_desktop.ui.appearance import Look
from foodsafe_desktop.ui.evidence.presenter import TITLE, evidence_rows, recycled_rows
from foodsafe_desktop.ui.history.model import HistoryModel
from foodsafe_desktop.ui.history.presenter import (
    DETAIL,
    SUBJECT,
    VERB,
    WHOLE_ARCHIVE,
    Of,
    Subject,
    chain_sentence,
    filtered,
    history_rows,
    read_history,
)
from foodsafe_desktop.ui.history.view import HistoryPane
from foodsafe_desktop.ui.history.words import VERBS, Kind
from foodsafe_desktop.ui.listing.dialog import ListingDialog
from foodsafe_desktop.ui.listing.presenter import AT_MOST, Group, check_listing, scan_listing
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.notices import Toast
from foodsafe_desktop.ui.questions.presenter import question_cards
from foodsafe_desktop.ui.settings.form import OnSettings, SettingsForm
from foodsafe_desktop.ui.settings.presenter import ArchiveSettings
from foodsafe_desktop.ui.starting import survive_mistakes
from foodsafe_desktop.ui.tree import nodes
from foodsafe_desktop.ui.tree import presenter as tree
from foodsafe_desktop.ui.tree.nodes import NodeKey
from tests.sure import sure
from tests.ui.at_window import form, opened_window, said, settle
from tests.ui.desktop import FakeFront
from tests.ui.upkeep_pictures import stir

EIGHT = NodeKey(nodes.Kind.SUB_ITEM, 8)
NINE = NodeKey(nodes.Kind.SUB_ITEM, 9)


@pytest.fixture
def opened(front: FakeFront, qtbot: QtBot) -> Iterator[MainWindow]:
    with opened_window(front, qtbot) as window:
        yield window


def copy(widget: QWidget, qtbot: QtBot) -> None:
    """Ctrl+C, and Ctrl let go again: Qt remembers the keys that are held."""
    qtbot.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyRelease(widget, Qt.Key.Key_Control)


def scan_stirred(window: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    stir(front)
    window.desk.scan()
    settle(window, qtbot)


def numbers_of(archive: Archive, title: str) -> tuple[int, ...]:
    dossier = overview(archive).dossier
    return next(dossier.numbers_of.get(one.id, ()) for one in dossier.evidence.values() if one.title == title)


# Questions


def test_questions_say_what_happened_and_what_each_answer_does(front: FakeFront, archive: Archive) -> None:
    stir(front)
    accession.scan(archive, Job())
    cards = {card.row.split("　")[-1]: card for card in question_cards(overview(archive))}
    moved = cards["督办通知 2022-03-01"]
    assert moved.text == "原归入（1），其文件现位于（9）的文件夹中。该材料应归入何处？"
    assert [(one.key, one.answer, one.label) for one in moved.choices] == [
        (1, Answer.KEEP, "保持归入（1）"),
        (2, Answer.MOVE, "改归（9）"),
        (3, Answer.BOTH, "两处都归入"),
    ]
    assert ("现在位置", "(9) 检测能力/2022/督办通知 2022-03-01.pdf") in moved.facts
    copy = cards["督办通知（终稿）"]
    assert [one.label for one in copy.choices] == ["各算一件", "只算一件"]
    assert set(copy.paths) == {
        "各部门报送/市场监管局/督办通知（终稿）.pdf",
        "(1) 督查督办/2024/督办通知 2024-03-01.pdf",
    }


def test_a_moved_file_is_answered_by_a_key_and_the_answer_is_taken_back(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    scan_stirred(opened, front, qtbot)
    assert "有 4 个问题待答" in said(opened)
    assert opened.views.actions_["check"].iconText() == "检查 4"
    assert opened.notices.last is not None
    assert opened.notices.last.action is not None
    opened.notices.last.action.run()
    pane = opened.upkeep.questions
    assert opened.views.current() == "questions"
    assert pane.list.hasFocus()
    while not pane.selected()[0].row.endswith("督办通知 2022-03-01"):
        qtbot.keyClick(pane.list, Qt.Key.Key_Down)
    qtbot.keyClick(pane.list, Qt.Key.Key_2)
    qtbot.keyClick(pane.list, Qt.Key.Key_2)  # pressed twice, answered once
    settle(opened, qtbot)
    assert said(opened) == "已答复 1 个问题：改归新文件夹。"
    assert numbers_of(front.archive, "督办通知 2022-03-01") == (9,)
    assert opened.views.actions_["check"].iconText() == "检查 3"
    assert pane.list.model().rowCount() == 3
    assert pane.selected(), "the next question is chosen"
    opened.commands["undo"].trigger()
    settle(opened, qtbot)
    assert numbers_of(front.archive, "督办通知 2022-03-01") == (1,)
    assert pane.list.model().rowCount() == 4


def test_several_questions_of_a_kind_are_answered_together_and_mixed_ones_are_not(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    scan_stirred(opened, front, qtbot)
    opened.views.show_view("questions")
    pane = opened.upkeep.questions
    pane.list.selectAll()
    qtbot.keyClick(pane.list, Qt.Key.Key_1)
    assert len(sure(opened.desk.overview).questions) == 4
    assert not opened.runner.is_busy
    pane.list.clearSelection()
    flag = pane.list.selectionModel().SelectionFlag.Select
    for row in range(4):
        if pane.list.model().index(row, 0).data().startswith("重复"):
            pane.list.selectionModel().select(pane.list.model().index(row, 0), flag)
    button = next(one for one in pane.findChildren(QPushButton) if one.text() == "2　只算一件" and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(opened, qtbot)
    assert said(opened) == "已答复 2 个问题：只算一件。"
    assert len(recycled_rows(overview(front.archive))) == 2


# History


def test_every_verb_that_services_write_has_a_word() -> None:
    folder = Path(foodsafe_desktop.services.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    verbs = set(re.findall(r'(?:[. ]_?record|HistoryLine|_line|_keep)\([^"\n]*?"([a-z]+(?:_[a-z]+)*)"', source))
    verbs |= set(re.findall(r'verb = "([a-z_]+)"', source)) | set(re.findall(r'else "([a-z]+_[a-z_]+)"\n', source))
    assert {"assigned", "file_taken_in", "question_answered", "bound", "recycled"} <= verbs
    assert verbs - set(VERBS) - {"reason", "tally"} == set(), "names of details, which stand in the same places"


def test_history_is_read_in_words_newest_first(front: FakeFront, archive: Archive) -> None:
    stir(front)
    accession.scan(archive, Job())
    moved = next(one for one in overview(archive).questions if one.number == 1)
    answering.answer(archive, [moved.id], Answer.MOVE)
    page = read_history(
        archive, overview(archive).dossier, Subject(Of.EVIDENCE, moved.evidence_id), everything=False, check_chain=True
    )
    assert [row.cells[VERB] for row in page.rows] == ["答复问题", "提出问题", "文件移动", "登记新文件"]
    answered, _, went, taken_in = page.rows
    assert answered.cells[DETAIL] == "《督办通知 2022-03-01》；改归新文件夹；（1）→（9）"
    assert went.cells[SUBJECT] == "(9) 检测能力/2022/督办通知 2022-03-01.pdf"
    assert went.cells[DETAIL] == "原为：(1) 督查督办/2022/督办通知 2022-03-01.pdf"
    assert taken_in.cells[DETAIL].startswith("归入（1）；SHA-256 ")
    assert page.broken == ()


def test_history_is_filtered_by_words_person_and_kind(archive: Archive) -> None:
    deciding.mark_omission(replace(archive, who="别人@另一台"), 30, "无此类单位。")
    rows = history_rows(history.latest(archive), overview(archive).dossier)
    assert [row.cells[VERB] for row in filtered(rows, "", "别人@另一台", None)] == ["列为合理缺项"]
    assert [row.cells[SUBJECT] for row in filtered(rows, "合理 核定", "", None)] == ["（20）"]
    assert {row.kind for row in filtered(rows, "", "", Kind.FILES)} == {Kind.FILES}
    assert filtered(rows, "没有这样的记录", "", None) == ()


def test_a_broken_chain_is_said_and_its_lines_are_marked(archive: Archive) -> None:
    rows = history_rows(history.latest(archive), overview(archive).dossier, broken=(3,))
    assert [row.id for row in rows if row.broken] == [3]
    assert "自第 3 条起" in chain_sentence((3, 4))
    assert "完整" in chain_sentence(())


def test_history_model_is_a_sound_model(archive: Archive, qtmodeltester: ModelTester) -> None:
    model = HistoryModel()
    qtmodeltester.check(model)
    model.show(history_rows(history.latest(archive), overview(archive).dossier, broken=(2,)))
    qtmodeltester.check(model)
    assert model.index(0, VERB).data() == "列为合理缺项"
    broken = model.index(model.rowCount() - 2, 0)
    assert broken.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "与校验链不符" in broken.siblingAtColumn(DETAIL).data()


def test_history_of_a_piece_of_a_line_and_of_everything(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    pane = opened.upkeep.history
    opened.tree.select(EIGHT)
    opened.commands["history"].trigger()
    settle(opened, qtbot)
    assert pane.heading.text() == "操作历史：（8）"
    assert "登记纸质件" in {row.cells[VERB] for row in pane.model.rows}
    opened.views.show_view("catalogue")
    order = opened.evidence.order
    row = next(
        r for r in range(order.rowCount()) if order.index(r, TITLE).data() == "监管执法人员培训签到表 2023-05-18"
    )
    opened.evidence.table.selectRow(row)
    opened.evidence.table.setFocus()
    opened.commands["history"].trigger()
    settle(opened, qtbot)
    assert [line.cells[VERB] for line in pane.model.rows] == ["文件不在原处", "登记新文件"]
    assert pane.verdict.text() == "核对通过：历史记录完整，未发现改动。"
    pane.whole.trigger()
    settle(opened, qtbot)
    assert pane.subject == WHOLE_ARCHIVE
    everything = len(pane.model.rows)
    pane.box.setText("合理缺项")
    assert 0 < len(pane.model.rows) < everything
    copy(pane.table, qtbot)
    assert "列为合理缺项\t（20）" in QGuiApplication.clipboard().text()


def test_history_that_is_looked_at_follows_what_is_done(opened: MainWindow, qtbot: QtBot) -> None:
    opened.views.show_view("history")
    settle(opened, qtbot)
    before = len(opened.upkeep.history.model.rows)
    opened.desk.decide(lambda archive: deciding.mark_omission(archive, 30, "无此类单位。"))
    settle(opened, qtbot)
    rows = opened.upkeep.history.model.rows
    assert len(rows) == before + 1
    assert rows[0].cells[SUBJECT] == "（30）"


# Recycle bin


def test_what_was_put_aside_is_found_and_brought_back_after_the_archive_was_opened_anew(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    opened.tree.select(EIGHT)
    opened.evidence.table.selectRow(0)
    title = opened.evidence.selected()[0].evidence.title
    opened.evidence.actions_["recycle"].trigger()
    settle(opened, qtbot)
    assert opened.evidence.order.rowCount() == 8
    opened.desk._reopen(None)
    settle(opened, qtbot)
    assert not opened.commands["undo"].isEnabled()
    opened.views.show_view("bin")
    pane = opened.upkeep.bin
    assert [row.evidence.title for row in pane.selected()] == [title]
    assert pane.selected()[0].numbers == (8,)
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    settle(opened, qtbot)
    assert said(opened) == "已从回收站恢复 1 件，原有归入关系不变。"
    assert pane.order.rowCount() == 0
    opened.tree.select(EIGHT)
    assert opened.evidence.order.rowCount() == 9
    opened.commands["undo"].trigger()
    settle(opened, qtbot)
    assert opened.evidence.order.rowCount() == 8


# Settings


def test_settings_are_refused_saved_and_taken_back(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    opened.commands["settings"].trigger()
    settle(opened, qtbot)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, SettingsForm)
    asked.ignore.setPlainText("a/b")
    assert "不能含斜线" in asked.problem_label.text()
    assert not asked.ok.isEnabled()
    asked.ignore.setPlainText("*.bak\n\n 草稿* \n*.bak")
    asked.settle.setValue(5)
    asked.rescan.setValue(30)
    asked.polling.setChecked(True)
    assert "不在原处" in asked.advice.text()
    asked.accept()
    settle(opened, qtbot)
    wanted = FolderSettings(("*.bak", "草稿*"), 5.0, 30, polling=True)
    assert folder_settings(front.archive) == wanted
    assert history.latest(front.archive, 1)[0].verb == "settings_saved"
    opened.commands["undo"].trigger()
    settle(opened, qtbot)
    assert folder_settings(front.archive) == FolderSettings()


def test_how_coverage_is_reckoned_is_a_setting_that_every_figure_follows(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    assert opened.desk.overview is not None
    before = opened.desk.overview.coverage.points.attainable
    opened.commands["settings"].trigger()
    settle(opened, qtbot)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, SettingsForm)
    asked.tabs.setCurrentIndex(1)
    assert asked.reckoning.isVisible()
    assert asked.minimumSizeHint().height() <= asked.screen().availableGeometry().height() - 40
    assert asked.reckoning.options() == CoverageOptions()
    asked.reckoning.omissions.setCurrentIndex(asked.reckoning.omissions.findData(OmissionScoring.EXCLUDED))
    for box in (asked.reckoning.practice, asked.reckoning.doubts, asked.reckoning.paper):
        box.setChecked(True)
    asked.reckoning.slack.setValue(3)
    asked.accept()
    settle(opened, qtbot)
    wanted = CoverageOptions(
        practice_counts=True,
        doubts_count=True,
        paper_required=True,
        omissions=OmissionScoring.EXCLUDED,
        date_slack_months=3,
    )
    assert coverage_options(front.archive) == wanted
    assert opened.desk.overview.coverage.points.attainable < before
    opened.commands["undo"].trigger()
    settle(opened, qtbot)
    assert coverage_options(front.archive) == CoverageOptions()
    assert opened.desk.overview.coverage.points.attainable == before


def test_what_is_chosen_from_lists_of_the_settings_is_kept(
    opened: MainWindow, front: FakeFront, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt hands a member of a StrEnum back as mere text: the theme stayed light, and the rest was a mistake inside."""
    worn: list[tuple[Look, int]] = []
    monkeypatch.setattr(opened.appearance, "keep", lambda look, scale: worn.append((look, scale)))
    opened.commands["settings"].trigger()
    settle(opened, qtbot)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, SettingsForm)
    keeping, looking = asked.keeping, asked.looking
    for box, wanted in (
        (keeping.schedule, Schedule.WEEKLY),
        (keeping.conversion, Conversion.OWN),
        (looking.look, Look.DARK),
        (looking.scale, 150),
    ):
        box.setCurrentIndex(box.findData(wanted))
    asked.accept()
    settle(opened, qtbot)
    assert worn == [(Look.DARK, 150)]
    assert isinstance(worn[0][0], Look)
    with front.archive.store.begin() as unit:
        assert (schedule_of(unit), conversion_of(unit)) == (Schedule.WEEKLY, Conversion.OWN)


def test_the_history_shows_the_kind_that_is_chosen(opened: MainWindow, qtbot: QtBot) -> None:
    opened.commands["history"].trigger()
    settle(opened, qtbot)
    pane = opened.findChild(HistoryPane)
    assert pane is not None
    pane.kind.setCurrentIndex(pane.kind.findData(Kind.FILES))
    assert pane.model.rows
    assert {row.kind for row in pane.model.rows} == {Kind.FILES}


def test_who_compiles_the_binders_is_a_setting_that_covers_print(opened: MainWindow) -> None:
    named: list[str] = []
    form = SettingsForm(
        opened,
        ArchiveSettings(FolderSettings(), "/x", "", ("sha256",)),
        lambda _s: None,
        lambda: None,
        OnSettings(named.append),
    )
    form.confirm()
    assert named == []
    form.compiler.setText(" 示例区创建办 ")
    form.confirm()
    assert named == ["示例区创建办"]


def test_an_algorithm_that_the_machine_lacks_is_not_offered_but_one_in_use_is_shown(
    opened: MainWindow, qtbot: QtBot
) -> None:
    saved: list[FolderSettings] = []
    plain = ArchiveSettings(FolderSettings(), "/x", "", ("sha256",))
    asked = SettingsForm(opened, plain, saved.append, lambda: None)
    assert [asked.algorithm.itemData(row) for row in range(asked.algorithm.count())] == ["sha256"]
    asked.accept()
    assert not saved, "nothing was changed"
    inherited = SettingsForm(
        opened, replace(plain, settings=FolderSettings(algorithm="sm3")), saved.append, lambda: None
    )
    assert inherited.algorithm.currentData() == "sm3"
    assert "不支持" in inherited.algorithm.currentText()
    inherited.algorithm.setCurrentIndex(0)
    assert "重新读取全部文件" in inherited.advice.text()
    inherited.accept()
    assert saved == [FolderSettings()]


# Listings and the state of the folder


def test_scan_listing_groups_what_needs_attention_and_names_no_secret(front: FakeFront, archive: Archive) -> None:
    stir(front)
    front.archive.folder.unsettled.append("(4) 机制/2024/还在拷贝.pdf")
    report = accession.scan(archive, Job())
    listing = scan_listing(report, report.notes, overview(archive).dossier)
    groups = {group.title: group for group in listing.groups}
    assert list(groups) == ["仍在写入", "需核对的事项", "变动待确认", "不能打开", "暂停使用", "不在原处"]
    assert groups["仍在写入"].lines == ("(4) 机制/2024/还在拷贝.pdf",)
    assert any("名称仅大小写" in line for line in groups["需核对的事项"].lines)
    assert "机密 情况通报" not in listing.text
    assert "(8) 机构队伍/2024/［疑似涉密，不予列名］" in listing.text
    assert len(groups["不能打开"].lines) == 2


def test_long_groups_are_capped_on_the_screen_and_whole_when_copied() -> None:
    report = CheckReport(2_000, missing=tuple(f"{number}.pdf" for number in range(AT_MOST + 7)))
    [group] = check_listing(report).groups
    assert len(group.shown) == AT_MOST + 1
    assert group.shown[-1].startswith("（另有 7 条")
    assert f"{AT_MOST + 6}.pdf" in check_listing(report).text
    assert Group("甲", ("一",)).shown == ("一",)


def test_scan_notes_are_not_lost_with_the_toast(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    scan_stirred(opened, front, qtbot)
    opened.desk.scan()
    settle(opened, qtbot)
    opened.commands["scan_notes"].trigger()
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, ListingDialog)
    assert "名称仅大小写" in shown.listing.text, "an earlier scan's note is kept"
    qtbot.mouseClick(shown.copy_all, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == shown.listing.text
    qtbot.keyClick(shown.tree, Qt.Key.Key_Down)
    copy(shown.tree, qtbot)
    assert QGuiApplication.clipboard().text() == shown.listing.groups[0].lines[0]
    shown.close()


def test_check_result_is_a_list(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    opened.commands["check_result"].trigger()
    assert "尚未校验" in said(opened)
    front.archive.folder.put("(1) 督查督办/2022/督办通知 2022-03-01.pdf", b"forged", mtime=1)
    front.archive.folder.put("新来的.pdf", b"new")
    opened.commands["verify"].trigger()
    settle(opened, qtbot)
    assert opened.notices.last is not None
    assert opened.notices.last.action is not None
    opened.notices.last.action.run()
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, ListingDialog)
    assert {group.title: group.lines for group in shown.listing.groups} == {
        "内容不符": ("(1) 督查督办/2022/督办通知 2022-03-01.pdf", "(1) 督查督办/2023/督办通知 2023-03-01.pdf"),
        "找不到": ("01 基础工作/04 监管能力/(8) 机构队伍/2023/监管执法人员培训签到表 2023-05-18.pdf",),
        "未登记": ("新来的.pdf",),
    }
    shown.close()


def test_the_folders_state_is_live(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    assert front.tell_state is not None
    for state in (FolderState.POLLING, FolderState.OFFLINE, FolderState.ONLINE):
        front.tell_state(state)
        assert opened.status.folder.text() == f"文件夹{state.label}"


def test_a_folder_that_a_scan_does_not_know_again_is_offline(
    opened: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    """The watcher sees a folder, and cannot see that it is another drive's."""
    folder = front.archive.folder
    folder.gone = True
    opened.desk.scan()
    settle(opened, qtbot)
    assert "离线" in said(opened)
    assert opened.status.folder.text() == "文件夹离线"
    folder.gone = False
    opened.desk.scan()
    settle(opened, qtbot)
    assert opened.status.folder.text() == "文件夹在线"
    shown = [toast.notice.sentence for toast in opened.findChildren(Toast) if toast.isVisible()]
    assert not any("离线" in sentence for sentence in shown), "it is not so any more"


# Relinking


def test_a_missing_file_is_linked_to_where_it_is_now(opened: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    opened.tree.select(EIGHT)
    order = opened.evidence.order
    for row in range(order.rowCount()):
        opened.evidence.table.selectRow(row)
        gone = order.index(row, TITLE).data() == "监管执法人员培训签到表 2023-05-18"
        assert opened.evidence.actions_["relink"].isEnabled() is gone
        if gone:
            break
    front.archive.folder.put("别处/签到表（扫描件）.pdf", b"another scan")
    opened.evidence.actions_["relink"].trigger()
    dialog = form(QFileDialog)
    root = front.archive.place.evidence
    dialog.fileSelected.emit(str(root.parent / "外面.pdf"))
    assert "不在佐证材料文件夹" in said(opened)
    dialog.fileSelected.emit(str(root / "别处/签到表（扫描件）.pdf"))
    dialog.close()
    settle(opened, qtbot)
    assert said(opened).startswith("已重新关联 1 个文件，其中 1 个内容与原登记不同")
    rows = {row.evidence.title: row for row in evidence_rows(sure(opened.desk.overview), EIGHT)}
    assert rows["监管执法人员培训签到表 2023-05-18"].path == "别处/签到表（扫描件）.pdf"
    opened.commands["undo"].trigger()
    settle(opened, qtbot)
    assert evidence_rows(sure(opened.desk.overview), EIGHT)[0].numbers == (8,)


# Findings that were mended


def test_reasons_are_those_of_the_very_piece(archive: Archive) -> None:
    """Two pieces of the same title, of which each has its own reason."""
    deciding.register_paper(archive, 9, "纪要", None, "1柜", 1)
    deciding.register_paper(archive, 9, "纪要", 2019, "1柜", 1)
    reasons = [row.reason for row in evidence_rows(overview(archive), NINE)]
    assert sorted("未注明年度" in reason for reason in reasons) == [False, True]
    assert sorted("2019" in reason for reason in reasons) == [False, True]


def test_progress_counts_what_is_asked_for(archive: Archive) -> None:
    catalogue = archive.catalogue
    omitted = sum(sub.reasonable_omission for sub in catalogue.sub_items) + 1
    assert tree.progress(overview(archive)) == (0, 107 - omitted)
    deciding.choose_electives(archive, frozenset({29, 30, 32, 33}), frozenset())
    passed_over = sum(one.state is State.NOT_CHOSEN for one in overview(archive).coverage.standings.values())
    assert passed_over
    assert tree.progress(overview(archive))[1] < 107 - omitted


def test_only_missing_shows_omissions_without_their_statement(archive: Archive) -> None:
    def shown() -> set[NodeKey]:
        built = tree.build_nodes(overview(archive))
        return set(nodes.visible_keys(built, "", frozenset({State.MISSING})) or ())

    twenty = NodeKey(nodes.Kind.SUB_ITEM, 20)
    assert twenty in shown()
    assert EIGHT not in shown()
    before = tree.state_counts(overview(archive))[State.MISSING]
    deciding.register_paper(archive, 20, "合理缺项情况说明", 2023, "1柜", 1)
    assert twenty not in shown()
    assert tree.state_counts(overview(archive))[State.MISSING] == before - 1


@pytest.mark.expects_error_log
def test_the_log_that_a_mistake_names_is_there(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    def stumble(_archive: Archive) -> Decision:
        raise KeyError("mistake \udcff")

    hook = sys.excepthook
    handler = log_file.keep_log(tmp_path / "log")
    assert handler is not None
    try:
        survive_mistakes(opened)
        opened.desk.decide(stumble)
        settle(opened, qtbot)
    finally:
        sys.excepthook = hook
        logging.getLogger().removeHandler(handler)
        handler.close()
        logging.getLogger("pikepdf").setLevel(logging.NOTSET)
    path = tmp_path / "log" / log_file.NAME
    assert str(path) in said(opened)
    assert "KeyError" in path.read_text(encoding="utf-8")


def test_without_a_place_for_the_log_the_program_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    try:
        assert log_file.keep_log(tmp_path / "log") is None
    finally:
        logging.getLogger("pikepdf").setLevel(logging.NOTSET)
    assert "no log file" in caplog.text
    assert log_file.log_folder().parts[-2:] == ("foodsafe-desktop", "log")
