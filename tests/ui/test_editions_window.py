"""A newer edition is looked at, confirmed and taken back; a 任务分工表 becomes a catalogue file."""

from pathlib import Path

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.errors import TableUnreadable
from foodsafe_desktop.domain.task_table import Column, Table
from foodsafe_desktop.files.editions import load_edition
from foodsafe_desktop.ui.editions.importing import ImportForm
from foodsafe_desktop.ui.editions.presenter import head_of
from foodsafe_desktop.ui.editions.upgrade import UpgradeForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.text_table import TextTable
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.shipped_edition import TEXT, shipped_edition
from tests.sure import sure
from tests.ui.at_window import form, said, settle
from tests.ui.desktop import FakeFront, asked_archive

ROWS = (
    ("某县任务分工表", "", "", ""),
    ("项目", "工作目标任务", "责任部门", "完成时限"),
    ("一、基础工作（3分）",) * 4,
    ("1.党政同责（3分）", "(1) 落实责任制。", "县委办牵头，县政府办配合", "2025年5月底"),
    ("1.党政同责（3分）", "(2) 开展评议考核。", "县委组织部", "合理缺项"),
    ("备注：以上由县食药安办解释",) * 4,
)


@pytest.fixture
def front(tmp_path: Path) -> FakeFront:
    return FakeFront(asked_archive(tmp_path), tables=(Table("封面", (("目录",),)), Table("分工表", ROWS)))


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The shipped edition with (8) reworded, its list kept beside it."""
    path = tmp_path / "新版.toml"
    text = TEXT.replace("每年至少召开2次会议", "每年至少召开4次会议")
    path.write_text(text.replace("白府发〔2023〕40号", "白府发〔2025〕1号"), encoding="utf-8")
    listed = shipped_edition().requirements_text
    path.with_name("新版.requirements.toml").write_text(listed, encoding="utf-8")
    assert "4次会议" in sure(load_edition(path).catalogue.sub_item(8)).text
    return path


def test_a_newer_edition_is_confirmed_taken_in_and_taken_back(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    window.editions.look_at(newer)
    settle(window, qtbot)
    asked = form(UpgradeForm)
    assert list(asked.choices) == [8]
    assert "勾选确认" in asked.problem_label.text()
    rows = [[asked.differences.index(row, column).data() for column in range(6)] for row in range(2)]
    assert ["评价细则", "文字变动", "—", "—", "白府发〔2023〕40号", "白府发〔2025〕1号"] in rows
    asked.confirmed.setChecked(True)
    asked.accept()
    settle(window, qtbot)
    assert said(window).startswith("评价细则已更新为")
    assert "4次会议" in sure(window.page_view.page).text
    assert window.evidence.order.rowCount() == 9
    window.commands["undo"].trigger()
    settle(window, qtbot)
    assert "2次会议" in sure(window.page_view.page).text


def test_another_counterpart_is_compared_anew_and_none_is_taken_twice(
    window: MainWindow, newer: Path, qtbot: QtBot
) -> None:
    window.editions.look_at(newer)
    settle(window, qtbot)
    asked = form(UpgradeForm)
    asked.confirmed.setChecked(True)
    before = asked.differences.rowCount()
    asked.choices[8].setCurrentIndex(0)
    settle(window, qtbot)
    assert not asked.confirmed.isChecked()
    assert asked.differences.rowCount() > before
    assert "（8）" in asked.consequences.text()
    asked.choices[8].setCurrentIndex(asked.choices[8].findData(9))
    assert "（9）被对应了不止一次" in asked.problem_label.text()
    assert not asked.ok.isEnabled()
    asked.choices[8].setCurrentIndex(0)
    asked.reject()
    settle(window, qtbot)


def test_a_broken_file_and_the_same_edition_are_refused_in_a_sentence(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "坏.toml"
    broken.write_text("[catalogue", encoding="utf-8")
    window.editions.look_at(broken)
    settle(window, qtbot)
    assert "“坏.toml”" in said(window)


def test_a_table_becomes_a_catalogue_file(
    window: MainWindow, front: FakeFront, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "某县.toml"
    monkeypatch.setattr(window.notices, "choose_file", lambda _title, _start, _pattern, run: run(tmp_path / "表.xlsx"))
    monkeypatch.setattr(window.notices, "choose_target", lambda _title, _start, _patterns, run: run(target))
    window.commands["import"].trigger()
    settle(window, qtbot)
    asked = form(ImportForm)
    assert asked.problem_label.text() == "请指定小项内容、责任部门所在的列。"
    asked.table.setCurrentIndex(1)
    assert asked.header.value() == 2
    assert asked.columns[Column.SUB_ITEM].currentText() == "第2列：工作目标任务"
    assert asked.summary.text() == "读到 1 方面、1 大项、2 小项、0 否决项；有 1 行未读出"
    assert asked.problem_label.text() == "第2页：请填写细则名称。"
    for name, text in (("title", "某县任务分工表"), ("document_number", "某府发〔2025〕1号"), ("id", "xx-2025")):
        asked.head[name].setText(text)
    assert "第6行：没有读到带编号的小项" in asked.report.toPlainText()
    asked.accept()
    settle(window, qtbot)
    assert sure(load_edition(target).catalogue.sub_item(2)).reasonable_omission
    assert said(window) == "已保存细则文件“某县.toml”。"
    sure(sure(window.notices.last).action).run()
    settle(window, qtbot)
    upgrade = form(UpgradeForm)
    assert 112 not in upgrade.choices
    assert len(upgrade.choices) == 111
    upgrade.reject()


def test_without_header_columns_are_mapped_by_hand(window: MainWindow, front: FakeFront, qtbot: QtBot) -> None:
    front.tables = (Table("无表头", (("一、基础工作", "", ""), ("1.甲", "(1) 乙。", "丙局"))),)
    window.editions.read(Path("表.docx"))
    settle(window, qtbot)
    asked = form(ImportForm)
    assert asked.header.value() == 0
    for column, at in ((Column.ITEM, 1), (Column.SUB_ITEM, 2), (Column.DEPARTMENTS, 3)):
        asked.columns[column].setCurrentIndex(at)
    assert asked.summary.text() == "读到 1 方面、1 大项、1 小项、0 否决项"
    asked.columns[Column.ITEM].setCurrentIndex(0)
    assert asked.summary.text().endswith("有 1 行、1 列未读出")
    assert "第1列没有指定为哪一栏，其内容未读入。" in asked.report.toPlainText()
    asked.columns[Column.ITEM].setCurrentIndex(1)
    asked.header.setValue(1)
    assert asked.columns[Column.SUB_ITEM].currentIndex() == 2
    asked.reject()


def test_a_file_without_tables_or_unreadable_is_said(
    window: MainWindow, front: FakeFront, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.tables = ()
    window.editions.read(Path("空.docx"))
    settle(window, qtbot)
    assert "没有表格" in said(window)

    def refuse(_path: Path, _job: object) -> None:
        raise TableUnreadable("坏.docx", "文件已损坏")

    monkeypatch.setattr(front, "read_task_table", refuse)
    window.editions.read(Path("坏.docx"))
    settle(window, qtbot)
    assert said(window) == "任务分工表“坏.docx”无法导入：文件已损坏。"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": " "}, "请填写细则名称。"),
        ({"evidence_from": "2022年"}, "佐证起始日期请写成 2022-01-01 的形式。"),
        ({"application_month": "2024-13"}, "申请年月、验收年月请写成 2024-06 的形式。"),
        ({"acceptance_month": "2023-01"}, "验收年月早于申请年月或佐证起始日期，请核对。"),
    ],
)
def test_the_head_is_refused_in_a_sentence(change: dict[str, str], problem: str) -> None:
    texts = {
        "id": "x",
        "title": "某表",
        "document_number": "某号",
        "issued_by": "某府",
        "evidence_from": "2022-01-01",
        "application_month": "2024-06",
        "acceptance_month": "2024-12",
    }
    assert not isinstance(head_of(texts), str)
    assert head_of(texts | change) == problem


def test_sample_of_a_ragged_table_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = TextTable(("行", "甲", "乙"))
    model.show_texts((("1", "一", "二"), ("2", "三", "")))
    qtmodeltester.check(model)


def test_forms_give_way_to_a_low_screen(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    window.editions.look_at(newer)
    settle(window, qtbot)
    upgrade = form(UpgradeForm)
    assert upgrade.minimumSizeHint().height() <= 440
    upgrade.reject()
    window.editions.read(Path("表.docx"))
    settle(window, qtbot)
    reading = form(ImportForm)
    assert reading.minimumSizeHint().height() <= 440
    reading.reject()
