"""Columns of a table: chosen, drawn to a width, sorted by, and the same again at the next start."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui import columns
from foodsafe_desktop.ui.appearance import Look, dress
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.table_model import RowsModel, RowsOrder
from foodsafe_desktop.ui.table_view import RowsView

HEADS = ("题名", "年度", "文号", "页数")
WIDTHS = {0: 200, 1: 60, 2: 150, 3: 50}


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    return Remembered(tmp_path / "window.ini")


def shown(qtbot: QtBot, remembered: Remembered) -> RowsView:
    table = RowsView("佐证材料表", RowsOrder(RowsModel(HEADS)), WIDTHS, (0, 2), sorted_by=1)
    table.model().setParent(table)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    columns.restore([table], remembered)
    return table


def choose(table: RowsView, head: str) -> None:
    menu = table.columns_menu()
    next(one for one in menu.actions() if one.text() == head).trigger()
    menu.deleteLater()


def hidden(table: RowsView) -> list[str]:
    return [head for column, head in enumerate(HEADS) if table.isColumnHidden(column)]


def test_what_is_chosen_is_there_again(qtbot: QtBot, remembered: Remembered) -> None:
    table = shown(qtbot, remembered)
    choose(table, "文号")
    table.horizontalHeader().resizeSection(1, 90)
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    columns.keep([table], remembered)
    again = shown(qtbot, remembered)
    assert hidden(again) == ["文号"]
    assert again.columnWidth(1) == 90
    assert again.order_shown() == (3, True)
    assert sum(again.columnWidth(at) for at in (0, 1, 3)) == again.viewport().width(), "the title takes what is left"
    again.forget_columns()
    assert (hidden(again), again.columnWidth(1)) == ([], scaled(60))


def test_a_width_drawn_at_large_letters_is_the_same_share_at_small_ones(
    qtbot: QtBot, remembered: Remembered, qapp: QApplication
) -> None:
    dress(qapp, Look.LIGHT, 200)
    table = shown(qtbot, remembered)
    table.horizontalHeader().resizeSection(1, 180)
    columns.keep([table], remembered)
    dress(qapp, Look.LIGHT)
    assert shown(qtbot, remembered).columnWidth(1) == 90


def test_the_title_stays_and_what_is_left_out_here_is_not_offered(qtbot: QtBot, remembered: Remembered) -> None:
    table = shown(qtbot, remembered)
    table.show_column(0, on=False)
    assert not hidden(table)
    choose(table, "页数")
    table.leave_out(3, out=True)
    menu = table.columns_menu()
    assert [one.text() for one in menu.actions() if one.isCheckable()] == ["题名", "年度", "文号"]
    menu.deleteLater()
    table.leave_out(3, out=False)
    assert hidden(table) == ["页数"], "what a person chose stays chosen"


@pytest.mark.parametrize("kept", ["", "{", '{"hidden": 3}', "[]", '{"hidden": ["没有此列"], "widths": {"x": 9}}'])
def test_what_cannot_be_read_or_is_not_there_changes_nothing(qtbot: QtBot, remembered: Remembered, kept: str) -> None:
    remembered.keep_table("佐证材料表", kept)
    table = shown(qtbot, remembered)
    assert not hidden(table)
    assert table.columnWidth(1) == scaled(60)


def test_the_keyboard_reaches_the_columns_in_the_menu_of_a_row(qtbot: QtBot, remembered: Remembered) -> None:
    table = shown(qtbot, remembered)
    menu = table.row_menu([])
    [inside] = [one.menu() for one in menu.actions() if one.menu() is not None]
    assert isinstance(inside, QMenu)
    assert inside.title() == "显示的列"
    menu.deleteLater()


def test_where_it_is_narrow_columns_that_can_be_spared_go_so_that_the_title_is_read(
    qtbot: QtBot, remembered: Remembered
) -> None:
    table = RowsView("佐证材料表", RowsOrder(RowsModel(HEADS)), WIDTHS, (0, 2), sorted_by=1, spare=(2, 3))
    table.model().setParent(table)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    columns.restore([table], remembered)
    assert hidden(table) == []
    table.resize(300, 300)
    assert hidden(table) == ["文号"]
    assert table.columnWidth(0) >= 150
    [said] = [one.text() for one in table.columns_menu().actions() if one.text().startswith("文号")]
    assert "暂不显示" in said
    table.resize(700, 300)
    assert hidden(table) == [], "what was spared is no choice of a person's"
    table.horizontalHeader().resizeSection(2, 120)
    table.resize(300, 300)
    assert hidden(table) == ["页数"], "a column that a person drew stays"
