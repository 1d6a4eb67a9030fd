"""What a person does about what is missing, over real services and fake ports."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.findings import WeekSnapshot
from foodsafe_desktop.domain.requirements import Basis
from foodsafe_desktop.ui.findings.presenter import Progress
from foodsafe_desktop.ui.forms.correcting import DepartmentsForm, EnterForm, PlaceForm, SettleForm, TextForm
from foodsafe_desktop.ui.forms.finding import ClosingForm, DeadlineForm, FindingForm
from foodsafe_desktop.ui.forms.requirement import ExemptionForm, RequirementForm
from foodsafe_desktop.ui.forms.serving import ServingForm
from foodsafe_desktop.ui.forms.weeks import WeeksForm
from foodsafe_desktop.ui.gaps import orders
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.notices import Toast
from foodsafe_desktop.ui.page.asked import Mark, RequirementRow
from foodsafe_desktop.ui.page.presenter import Page
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, Kind, NodeKey
from tests.fakes import NOW, FakeArchive, FakeReports
from tests.sure import sure
from tests.ui.at_window import form, said, settle, window_of
from tests.ui.desktop import FakeFront, asked_archive

EIGHT = NodeKey(Kind.SUB_ITEM, 8)


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    return asked_archive(tmp_path)


def shown(window: MainWindow) -> Page:
    assert window.page_view.page is not None
    return window.page_view.page


def press(window: MainWindow, text: str) -> None:
    """Press the page's first button of that text."""
    buttons = window.page_view.widget().findChildren(QPushButton)
    next(one for one in buttons if one.text() == text).click()


def undo(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["undo"].trigger()
    settle(window, qtbot)


def current_requirement(window: MainWindow, requirement: str) -> None:
    table = window.page_view.checklist
    assert table is not None
    row = table.rows.row_of(requirement)
    assert row is not None
    table.selectRow(row)


def choose(window: MainWindow, text: str) -> None:
    """Choose from the checklist's menu."""
    menu = window.page_view.requirement_menu()
    next(one for one in menu.actions() if one.text() == text).trigger()
    menu.close()


class TestPage:
    def test_an_unserved_piece_is_matched_and_taken_back(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        count = len(shown(window).asked.unserved)
        press(window, "对应到…")
        asked = form(ServingForm)
        asked.boxes["8-notice"].setChecked(True)
        asked.accept()
        settle(window, qtbot)
        assert len(shown(window).asked.unserved) == count - 1
        assert "1 条佐证要求" in said(window)
        undo(window, qtbot)
        assert len(shown(window).asked.unserved) == count

    def test_what_the_title_matched_wrongly_is_put_right_from_the_table(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        order = window.evidence.order
        titles = [order.index(row, 0).data() for row in range(order.rowCount())]
        window.evidence.table.selectRow(titles.index("区食药安委会议纪要（纸质）"))
        window.evidence.actions_["serve"].trigger()
        asked = form(ServingForm)
        asked.boxes["8-system"].setChecked(True)
        asked.accept()
        settle(window, qtbot)
        row = next(row for row in shown(window).asked.rows if row.requirement.id == "8-system")
        assert [cell.word for cell in row.cells] == ["齐全"]
        window.tree.select(CATALOGUE)
        assert not window.evidence.actions_["serve"].isEnabled()

    def test_an_indicator_is_entered_by_keyboard_and_keeps_the_focus(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        field = window.page_view.widget().findChild(QLineEdit, "8-meetings 2022")
        sure(field).setFocus()
        sure(field).insert("3次")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        settle(window, qtbot)
        [row] = shown(window).asked.indicators
        assert row.cells[0].value == "3"
        again = window.page_view.widget().findChild(QLineEdit, "8-meetings 2022")
        assert again is not field
        assert window.focusWidget() is again
        again.selectAll()
        qtbot.keyClick(again, Qt.Key.Key_Delete)
        qtbot.keyClick(again, Qt.Key.Key_Return)
        settle(window, qtbot)
        assert shown(window).asked.indicators[0].cells[0].word == "未填"
        undo(window, qtbot)
        assert shown(window).asked.indicators[0].cells[0].value == "3"

    def test_what_is_no_number_is_refused_and_the_field_goes_back(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        field = window.page_view.widget().findChild(QLineEdit, "8-meetings 2023")
        sure(field).setFocus()
        sure(field).insert("三")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert "“三”不是数值" in said(window)
        assert sure(field).text() == ""

    def test_what_is_being_typed_outlives_a_refresh(self, window: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        field = window.page_view.widget().findChild(QLineEdit, "8-meetings 2024")
        sure(field).setFocus()
        qtbot.keyClicks(field, "2")
        front.archive.folder.put("(8) 会商/2024/会议通知 2024-03-01.pdf", b"new")
        window.desk.scan()
        settle(window, qtbot)
        again = window.page_view.widget().findChild(QLineEdit, "8-meetings 2024")
        assert again is not field
        assert sure(again).text() == "2"
        assert window.focusWidget() is again

    def test_not_applicable_needs_a_reason(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        buttons = window.page_view.widget().findChildren(QToolButton)
        next(one for one in buttons if one.text() == "不适用…").click()
        asked = form(ExemptionForm)
        assert not asked.ok.isEnabled()
        asked.reason.setText("当年未召开")
        asked.accept()
        settle(window, qtbot)
        assert shown(window).asked.indicators[0].cells[0].not_applicable

    def test_a_requirement_is_edited_struck_out_restored_and_added(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        current_requirement(window, "8-notice")
        choose(window, "编辑…")
        asked = form(RequirementForm)
        asked.title.setText("")
        assert asked.problem_label.text() == "请填写要求名称。"
        asked.title.setText("抽检通报")
        asked.at_least.setValue(4)
        asked.accept()
        settle(window, qtbot)
        rows = {row.requirement.id: row for row in shown(window).asked.rows}
        assert (rows["8-notice"].title, rows["8-notice"].edit) == ("抽检通报", "已修改")
        current_requirement(window, "8-notice")
        choose(window, "停用")
        settle(window, qtbot)
        assert shown(window).asked.rows[-1].struck
        current_requirement(window, "8-notice")
        choose(window, "恢复建议内容")
        settle(window, qtbot)
        assert not any(row.edit for row in shown(window).asked.rows)
        choose(window, "新增佐证要求…")
        asked = form(RequirementForm)
        asked.title.setText("专题汇报")
        asked.parts.setText("汇报材料、照片")
        asked.accept()
        settle(window, qtbot)
        added = next(row.requirement for row in shown(window).asked.rows if row.edit == "自增")
        assert (added.id, added.parts, added.basis) == ("8-own-1", ("汇报材料", "照片"), Basis.PRACTICE)
        undo(window, qtbot)
        assert not any(row.edit for row in shown(window).asked.rows)

    def test_a_paper_that_proves_an_indicator_is_not_struck_out(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        current_requirement(window, "8-meeting")
        choose(window, "停用")
        settle(window, qtbot)
        assert "证明材料" in said(window)

    def test_a_doubt_is_settled_and_the_correction_withdrawn(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        press(window, "核定…")
        asked = form(SettleForm)
        assert not asked.ok.isEnabled()
        asked.ground.setText("经与纸质原件核对")
        asked.reading.setText("区教育局")
        asked.accept()
        settle(window, qtbot)
        assert shown(window).doubts == ()
        assert dict(shown(window).facts)["责任部门"] == "区教育局"
        assert len(shown(window).corrections) == 2
        for _ in range(2):
            press(window, "撤销更正")
            settle(window, qtbot)
        assert len(shown(window).doubts) == 1
        assert shown(window).corrections == ()

    def test_departments_text_and_place_are_corrected(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(EIGHT)
        window.page_view.departments_wanted.emit(8)
        asked = form(DepartmentsForm)
        asked.names.setText("区卫健委、区教育局")
        asked.lead.setChecked(True)
        asked.ground.setText("原件")
        asked.accept()
        settle(window, qtbot)
        assert dict(shown(window).facts)["责任部门"] == "区卫健委（牵头）、区教育局"
        window.page_view.text_wanted.emit(8)
        wording = form(TextForm)
        wording.ground.setText("原件")
        assert wording.problem_label.text() == "请按原件改正文字。"
        wording.text.setPlainText("更正后的文字。")
        wording.accept()
        settle(window, qtbot)
        assert shown(window).text == "更正后的文字。"
        window.page_view.item_wanted.emit(8)
        place = form(PlaceForm)
        place.item.setCurrentIndex(place.item.findData(5))
        place.ground.setText("原件")
        place.accept()
        settle(window, qtbot)
        assert "5．源头治理" in shown(window).crumb
        for _ in range(3):
            undo(window, qtbot)
        assert shown(window).corrections == ()

    def test_a_reserved_number_is_entered_from_the_original(self, window: MainWindow, qtbot: QtBot) -> None:
        window.tree.select(NodeKey(Kind.RESERVED, 112))
        press(window, "按原件补录…")
        asked = form(EnterForm)
        asked.text.setPlainText("补录的文字。")
        asked.place.setCurrentIndex(asked.place.findText("1．党政同责"))
        asked.ground.setText("原件第12页")
        asked.accept()
        settle(window, qtbot)
        assert window.tree.current() == NodeKey(Kind.SUB_ITEM, 112)
        assert shown(window).text == "补录的文字。"
        undo(window, qtbot)
        assert window.tree.current() == NodeKey(Kind.RESERVED, 112)

    def test_every_page_can_be_shown(self, window: MainWindow) -> None:
        for key in window.tree.model.all_keys():
            window.tree.select(key)
            assert shown(window).key == key
        rows = [row for key in (8, 20, 43) for row in _rows(window, key)]
        assert {cell.mark for row in rows for cell in row.cells} >= {Mark.MISSING}


def _rows(window: MainWindow, number: int) -> tuple[RequirementRow, ...]:
    window.tree.select(NodeKey(Kind.SUB_ITEM, number))
    return shown(window).asked.rows


class TestViews:
    def test_keys_switch_and_jumps_come_back_to_the_catalogue(self, window: MainWindow, qtbot: QtBot) -> None:
        names = list(window.views.actions_)
        assert names[:5] == ["overview", "catalogue", "inbox", "gaps", "findings"]
        for at, name in enumerate(names, 1):
            assert window.views.actions_[name].shortcut().toString() == (f"Ctrl+{at}" if at < 10 else "")
            window.views.actions_[name].trigger()
            assert window.views.current() == ("files" if name == "check" else name)
        window.views.show_view("overview")
        table = window.chasing.summary.grid_table
        window.chasing.summary.tabs.setCurrentIndex(1)
        table.setCurrentIndex(table.model().index(7, 3))
        qtbot.keyClick(table, Qt.Key.Key_Return)
        assert window.views.current() == "catalogue"
        assert window.tree.current() == EIGHT

    def test_a_dimension_of_the_overview_leads_to_its_page(self, window: MainWindow) -> None:
        window.views.show_view("overview")
        window.chasing.summary.progress[1].button.click()
        assert window.tree.current() == NodeKey(Kind.DIMENSION, 2)

    def test_the_suggested_electives_are_chosen(self, window: MainWindow, qtbot: QtBot) -> None:
        window.views.show_view("overview")
        summary = window.chasing.summary
        assert summary.elect.isVisible()
        summary.elect.click()
        settle(window, qtbot)
        assert not summary.elect.isVisible()
        assert window.desk.overview is not None
        assert len(window.desk.overview.dossier.election.items) == 4

    def test_a_department_of_the_overview_narrows_the_gaps(self, window: MainWindow) -> None:
        window.views.show_view("gaps")
        window.chasing.gaps.box.setText("没有这样的缺口")
        assert window.chasing.gaps.order.shown() == []
        window.views.show_view("overview")
        table = window.chasing.summary.chase_table
        name = table.model().index(0, 0).data()
        table.doubleClicked.emit(table.model().index(0, 0))
        assert window.views.current() == "gaps"
        rows = window.chasing.gaps.order.shown()
        assert rows
        assert all(name in row.gap.departments for row in rows)

    def test_enter_on_a_gap_goes_to_its_line(self, window: MainWindow, qtbot: QtBot) -> None:
        window.views.show_view("gaps")
        gaps = window.chasing.gaps
        gaps.box.setText("(9)")
        gaps.table.selectRow(0)
        assert gaps.detail.text().startswith("（9）")
        qtbot.keyClick(gaps.table, Qt.Key.Key_Return)
        assert window.tree.current() == NodeKey(Kind.SUB_ITEM, 9)
        window.commands["find"].trigger()
        assert window.views.current() == "catalogue"

    def test_advice_shows_only_when_wanted(self, window: MainWindow) -> None:
        window.views.show_view("gaps")
        gaps = window.chasing.gaps
        count = len(gaps.order.shown())
        gaps.actions_["advice"].trigger()
        assert len(gaps.order.shown()) > count

    def test_closing_the_archive_asks_no_view_of_it(self, window: MainWindow) -> None:
        window.tree.select(CATALOGUE)
        window.close()
        assert not window.views.isVisible()


class TestFindings:
    def test_from_gaps_to_closed_and_reopened(self, window: MainWindow, qtbot: QtBot) -> None:
        window.views.show_view("gaps")
        gaps = window.chasing.gaps
        gaps.box.setText("8")
        gaps.table.selectAll()
        count = len(gaps.selected())
        gaps.actions_["finding"].trigger()
        asked = form(DeadlineForm)
        asked.deadline.setText("明天")
        assert not asked.ok.isEnabled()
        asked.deadline.setText((NOW.date() + dt.timedelta(days=7)).isoformat())
        asked.accept()
        settle(window, qtbot)
        window.views.show_view("findings")
        view = window.chasing.findings
        assert view.order.rowCount() == count > 1
        view.table.selectRow(0)
        view.actions_["close"].trigger()
        closing = form(ClosingForm)
        closing.evidence.setCurrentIndex(closing.evidence.findText("2022年　区食药安委会议纪要（纸质）"))
        closing.accept()
        settle(window, qtbot)
        assert [row.progress for row in view.model.rows].count(Progress.CLOSED) == 1
        view.table.selectRow(count - 1)
        assert not view.actions_["close"].isEnabled()
        view.actions_["reopen"].trigger()
        settle(window, qtbot)
        assert [row.progress for row in view.model.rows].count(Progress.CLOSED) == 0
        for _ in range(3):
            undo(window, qtbot)
        assert view.model.rows == ()

    def test_one_is_put_down_by_hand(self, window: MainWindow, qtbot: QtBot) -> None:
        window.views.show_view("findings")
        view = window.chasing.findings
        view.actions_["add"].trigger()
        asked = form(FindingForm)
        asked.number.setText("112")
        assert asked.problem_label.text() == "请填写小项或否决项的编号。"
        asked.number.setText("（8）")
        assert asked.shown.text().startswith("食品安全抽检监测")
        asked.what.setPlainText("会商纪要未盖章")
        asked.found_on.setText("2023年1月")
        assert "2023-04-03" in asked.problem_label.text()
        asked.found_on.setText("2023-01-05")
        asked.found_by.setText("自查组")
        asked.accept()
        settle(window, qtbot)
        [row] = view.model.rows
        assert (row.finding.what, row.finding.found_by) == ("会商纪要未盖章", "自查组")
        view.table.selectRow(0)
        view.actions_["deadline"].trigger()
        due = form(DeadlineForm)
        due.deadline.setText("2023-02-01")
        due.accept()
        settle(window, qtbot)
        assert view.model.rows[0].progress is Progress.OVERDUE

    def test_without_evidence_nothing_is_closed(self, window: MainWindow, qtbot: QtBot) -> None:
        window.chasing.finding_decisions.ask_finding(4)
        asked = form(FindingForm)
        asked.what.setPlainText("无机制文件")
        asked.accept()
        settle(window, qtbot)
        window.views.show_view("findings")
        window.chasing.findings.table.selectRow(0)
        window.chasing.findings.actions_["close"].trigger()
        closing = form(ClosingForm)
        assert "尚无佐证材料" in closing.problem_label.text()
        closing.reject()


class TestReports:
    @pytest.fixture
    def reports(self, front: FakeFront) -> FakeReports:
        return front.archive.reports

    @pytest.fixture(autouse=True)
    def _chosen(self, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def target(_title: str, start: Path, _patterns: object, run: Callable[[Path], object]) -> None:
            run(tmp_path / f"{start.name}.xlsx")

        monkeypatch.setattr(window.notices, "choose_target", target)
        monkeypatch.setattr(window.notices, "choose_folder", lambda _title, _start, run: run(tmp_path))

    def test_every_report_is_one_click_away(self, window: MainWindow, reports: FakeReports, qtbot: QtBot) -> None:
        window.views.show_view("gaps")
        actions = window.chasing.gaps.actions_
        for name in ("ledger", "self_score", "omissions", "doubts", "rectification"):
            actions[name].trigger()
            settle(window, qtbot)
        assert [kind for kind, _ in reports.written] == ["ledger", "self_score", "omissions", "doubts", "rectification"]
        assert said(window) == "已生成问题整改清单：问题整改清单.xlsx"
        assert window.notices.last is not None
        assert window.notices.last.action is not None
        assert window.notices.last.action.label == "打开"
        window.notices.last.action.run()
        assert "无法打开" in said(window)

    def test_the_gap_list_holds_what_is_shown(self, window: MainWindow, reports: FakeReports, qtbot: QtBot) -> None:
        window.views.show_view("gaps")
        gaps = window.chasing.gaps
        gaps.box.setText("9")
        count = len(gaps.order.shown())
        gaps.actions_["gap_list"].trigger()
        settle(window, qtbot)
        assert reports.written == [(f"gap_list {count}", "佐证材料缺失清单.xlsx")]
        gaps.box.setText("没有这样的缺口")
        assert not gaps.actions_["gap_list"].isEnabled()

    def test_reminders_and_an_old_bulletin(self, window: MainWindow, reports: FakeReports, qtbot: QtBot) -> None:
        window.views.show_view("gaps")
        actions = window.chasing.gaps.actions_
        actions["reprint"].trigger()
        settle(window, qtbot)
        assert "尚无往期通报" in said(window)
        actions["remind"].trigger()
        settle(window, qtbot)
        assert said(window).startswith("已生成每周调度通报 1 份、催报单 ")
        with sure(window.desk.archive).store.begin() as unit:
            [kept] = unit.snapshots()
            unit.save_snapshot(replace(kept, on=kept.on - dt.timedelta(days=14)))
        actions["reprint"].trigger()
        settle(window, qtbot)
        asked = form(WeeksForm)
        assert asked.week.count() == 2
        asked.week.setCurrentIndex(1)
        asked.accept()
        settle(window, qtbot)
        assert isinstance(reports.weeks[-1].this_week, WeekSnapshot)
        assert reports.weeks[-1].this_week.on == kept.on - dt.timedelta(days=14)

    def test_one_department_s_letter_is_one_click_away(
        self, window: MainWindow, reports: FakeReports, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[Path] = []

        def note(path: Path) -> bool:
            opened.append(path)
            return True

        monkeypatch.setattr(orders, "open_path", note)
        window.chasing.orders._folder = tmp_path / "报表"
        window.views.show_view("overview")
        summary = window.chasing.summary
        assert not summary.remind_one.isEnabled()
        summary.chase_table.selectRow(1)
        department = summary.chase.rows[1].cells[0]
        summary.remind_one.trigger()
        settle(window, qtbot)
        assert [name for _, name in reports.written] == [department]
        assert said(window).startswith(f"已生成{department}的催报单")
        window.views.show_view("catalogue")
        menu = window.tree_decisions.menu(EIGHT)
        wanted = next(one for one in menu.actions() if one.text().startswith("生成催报单："))
        wanted.trigger()
        settle(window, qtbot)
        assert reports.written[-1][1] == wanted.text().partition("：")[2]
        assert len(opened) == 2
        menu.close()

    def test_a_letter_that_nothing_opens_is_told_in_one_notice(
        self, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(orders, "open_path", lambda _path: False)
        window.chasing.orders._folder = tmp_path
        window.views.show_view("overview")
        window.chasing.orders.remind_one(window.chasing.summary.chase.rows[1].cells[0])
        settle(window, qtbot)
        [toast] = [one for one in window.findChildren(Toast) if one.isVisible()]
        assert "的催报单，存于“" in toast.notice.sentence
        assert "未能自动打开" in toast.notice.sentence
        assert not toast.notice.is_error

    def test_a_report_never_goes_into_the_evidence(
        self, window: MainWindow, front: FakeFront, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = front.archive.place.evidence / "清单.xlsx"
        monkeypatch.setattr(window.notices, "choose_target", lambda _title, _start, _patterns, run: run(place))
        window.views.show_view("gaps")
        window.chasing.gaps.actions_["ledger"].trigger()
        settle(window, qtbot)
        assert "位于佐证材料文件夹内" in said(window)


@pytest.mark.parametrize("size", [(911, 450), (1366, 740), (1920, 1000)])
def test_no_view_forces_the_window_larger_than_the_screen(window: MainWindow, size: tuple[int, int]) -> None:
    for name in window.views.actions_:
        window.views.show_view(name)
        window.resize(*size)
        assert (window.width(), window.height()) == size, name


def test_the_page_of_an_archive_that_opens_comes_in_a_turn_of_its_own(front: FakeFront, qtbot: QtBot) -> None:
    with window_of(front, qtbot) as window:
        pages: list[object] = []
        window.desk.changed.connect(lambda _overview: pages.append(window.page_view.page))
        window.desk.open(front.archive.place.root)
        settle(window, qtbot)
        assert pages[0] is None, "the tree comes first"
        assert len(pages) > 1
        assert None not in pages[1:], "what a scan changes shows with the tree"
        assert window.page_view.page is not None
        assert window.page_view.page.key == window.tree.current()


def test_everything_that_takes_input_has_a_name(window: MainWindow) -> None:
    gaps, findings, summary = window.chasing.gaps, window.chasing.findings, window.chasing.summary
    named = [gaps.table, gaps.box, gaps.department, gaps.year, gaps.kind, gaps.basis, findings.table]
    named += [summary.chase_table, summary.grid_table, summary.deduction_table]
    assert all(widget.accessibleName() for widget in named)
