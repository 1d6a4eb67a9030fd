"""Qt's own checks on the tables of checklist, gaps, findings and overview, and how they sort and narrow."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from foodsafe_desktop.domain.reasons import ReasonKind
from foodsafe_desktop.services import rectifying
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.findings.model import FindingModel
from foodsafe_desktop.ui.findings.presenter import Progress, finding_rows
from foodsafe_desktop.ui.gaps.model import GapModel
from foodsafe_desktop.ui.gaps.presenter import NUMBER, POINTS, GapFilter, gap_rows
from foodsafe_desktop.ui.overview.grid_presenter import grid_table
from foodsafe_desktop.ui.overview.model import GridFilter, GridModel
from foodsafe_desktop.ui.overview.presenter import DEDUCTION_COLUMNS, summary
from foodsafe_desktop.ui.page.asked import NOTHING, checklist
from foodsafe_desktop.ui.page.checklist import CELL_ROLE, ChecklistModel
from foodsafe_desktop.ui.table_model import ROW_ROLE, RowsOrder
from foodsafe_desktop.ui.text_table import TextTable
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.fakes import NOW
from tests.ui.desktop import asked_archive

TODAY = NOW.date()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return asked_archive(tmp_path)


def test_checklist_model_is_a_sound_model(archive: Archive, qtmodeltester: ModelTester) -> None:
    model = ChecklistModel()
    qtmodeltester.check(model)
    model.show_list(checklist(overview(archive), 8))
    qtmodeltester.check(model)
    model.show_list(NOTHING)
    qtmodeltester.check(model)


def test_a_cell_that_spans_years_is_the_same_in_each(archive: Archive) -> None:
    model = ChecklistModel()
    model.show_list(checklist(overview(archive), 8))
    row = model.row_of("8-system")
    assert row is not None
    cells = {model.index(row, column).data(CELL_ROLE) for column in (1, 2, 3)}
    assert [cell.span for cell in cells] == [3]
    assert model.index(row, 0).data(CELL_ROLE) is None
    assert model.row_of("no such requirement") is None


def test_gap_model_and_order_are_sound_models(archive: Archive, qtmodeltester: ModelTester) -> None:
    model = GapModel()
    order = RowsOrder(model)
    qtmodeltester.check(model)
    model.show(gap_rows(overview(archive)))
    qtmodeltester.check(model)
    order.filter_by(GapFilter(department="区市场监管局", year=2023, kind=ReasonKind.NOTHING).leaves)
    order.sort(POINTS, Qt.SortOrder.AscendingOrder)
    qtmodeltester.check(order)
    points = [row.gap.points for row in order.shown()]
    assert points
    assert points == sorted(points, reverse=True)
    order.sort(NUMBER, Qt.SortOrder.AscendingOrder)
    numbers = [row.gap.number for row in order.shown()]
    assert numbers == sorted(numbers)
    order.filter_by(GapFilter(text="没有这样的缺口").leaves)
    qtmodeltester.check(order)
    assert order.shown() == []


def test_finding_model_and_order_are_sound_models(archive: Archive, qtmodeltester: ModelTester) -> None:
    model = FindingModel()
    order = RowsOrder(model)
    qtmodeltester.check(order)
    rectifying.raise_finding(archive, 8, "纪要未盖章", found_on=dt.date(2023, 1, 1))
    rectifying.raise_finding(archive, 1, "无督办台账")
    held = next(one for one in overview(archive).dossier.evidence.values() if "会议纪要" in one.title)
    rectifying.close(archive, 1, held.id)
    model.show(finding_rows(overview(archive), TODAY))
    qtmodeltester.check(model)
    assert order.rowCount() == 2
    order.filter_by(lambda row: row.progress is not Progress.CLOSED)
    qtmodeltester.check(order)
    assert order.rowCount() == 1


def test_grid_model_and_filter_are_sound_models(archive: Archive, qtmodeltester: ModelTester) -> None:
    model, shown = GridModel(), GridFilter()
    shown.setSourceModel(model)
    qtmodeltester.check(model)
    model.show_grid(grid_table(overview(archive)))
    qtmodeltester.check(model)
    assert model.rowCount() == 112
    assert model.index(7, 2).data(ROW_ROLE).key == NodeKey(Kind.SUB_ITEM, 8)
    assert model.index(111, 0).data(ROW_ROLE).key == NodeKey(Kind.RESERVED, 112)
    shown.show_only_open(on=True)
    qtmodeltester.check(shown)
    assert 0 < shown.rowCount() < 112


def test_text_table_is_a_sound_model(archive: Archive, qtmodeltester: ModelTester) -> None:
    model, now = TextTable(DEDUCTION_COLUMNS, right=(0,)), summary(overview(archive), TODAY)
    qtmodeltester.check(model)
    model.show_texts(now.deductions, now.deduction_keys)
    qtmodeltester.check(model)
    assert model.rowCount() == len(now.deductions) > 0
