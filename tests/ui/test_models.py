"""Qt's own checks on every model, and what the models add to the presenters."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.evidence.model import EvidenceModel
from foodsafe_desktop.ui.evidence.presenter import DATE, TITLE, evidence_rows
from foodsafe_desktop.ui.table_model import ROW_ROLE, RowsOrder
from foodsafe_desktop.ui.tree.model import NODE_ROLE, CatalogueFilter, CatalogueModel
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, Kind, NodeKey
from foodsafe_desktop.ui.tree.presenter import build_nodes

EIGHT = NodeKey(Kind.SUB_ITEM, 8)


def test_catalogue_model_is_a_sound_model(archive: Archive, qtmodeltester: ModelTester) -> None:
    model = CatalogueModel()
    qtmodeltester.check(model)
    model.show(build_nodes(overview(archive)))
    qtmodeltester.check(model)


def test_catalogue_filter_is_a_sound_model(archive: Archive, qtmodeltester: ModelTester) -> None:
    model, shown = CatalogueModel(), CatalogueFilter()
    shown.setSourceModel(model)
    model.show(build_nodes(overview(archive)))
    shown.filter_by("", frozenset({State.MISSING}))
    qtmodeltester.check(shown)
    shown.filter_by("没有这样的小项", frozenset())
    qtmodeltester.check(shown)


def test_evidence_model_and_order_are_sound_models(archive: Archive, qtmodeltester: ModelTester) -> None:
    model = EvidenceModel()
    order = RowsOrder(model)
    qtmodeltester.check(model)
    model.show(evidence_rows(overview(archive), EIGHT))
    order.sort(DATE)
    qtmodeltester.check(model)
    qtmodeltester.check(order)


def test_a_refresh_keeps_the_places_of_all_nodes(archive: Archive, qtbot: object) -> None:
    model = CatalogueModel()
    model.show(build_nodes(overview(archive)))
    before = model.index_of(EIGHT)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    deciding.register_paper(archive, 8, "新登记的纸质件", 2023, "1柜", 1)
    model.show(build_nodes(overview(archive)))
    assert not resets
    assert before.data(NODE_ROLE).counts == "3/3项 · 10件"
    assert "齐全" in before.data(Qt.ItemDataRole.AccessibleTextRole)


def test_only_lines_that_say_something_else_are_refreshed(archive: Archive, qtbot: object) -> None:
    model, shown = CatalogueModel(), CatalogueFilter()
    shown.setSourceModel(model)
    model.show(build_nodes(overview(archive)))
    said: list[NodeKey] = []
    model.dataChanged.connect(lambda first, last: said.extend((first.data(NODE_ROLE).key, last.data(NODE_ROLE).key)))
    model.show(build_nodes(overview(archive)))
    assert not said
    assert not shown.refresh(keep=EIGHT), "the filter leaves what it left"
    deciding.register_paper(archive, 8, "新登记的纸质件", 2023, "1柜", 1)
    model.show(build_nodes(overview(archive)))
    assert set(said) == {EIGHT, *model.path_to(EIGHT), CATALOGUE}
    shown.filter_by("", frozenset({State.MISSING}))
    assert shown.refresh(keep=EIGHT), "one more line stays in sight"


def test_a_line_just_completed_stays_in_sight_while_it_is_worked_on(archive: Archive, qtbot: object) -> None:
    model, shown = CatalogueModel(), CatalogueFilter()
    shown.setSourceModel(model)
    model.show(build_nodes(overview(archive)))
    shown.filter_by("", frozenset({State.PARTIAL}))
    deciding.register_paper(archive, 8, "新登记的纸质件", 2023, "1柜", 1)
    model.show(build_nodes(overview(archive)))
    shown.refresh(keep=EIGHT)
    assert shown.mapFromSource(model.index_of(EIGHT)).isValid()
    shown.refresh()
    assert not shown.mapFromSource(model.index_of(EIGHT)).isValid()


def test_table_sorts_naturally_and_undated_last(archive: Archive, qtbot: object) -> None:
    model = EvidenceModel()
    order = RowsOrder(model)
    model.show(evidence_rows(overview(archive), EIGHT))
    order.sort(TITLE)
    titles = [order.index(row, TITLE).data() for row in range(order.rowCount())]
    assert titles.index("2024年执法人员名册 第二册") < titles.index("2024年执法人员名册 第十册")
    order.sort(DATE)
    dates = [order.index(row, DATE).data() for row in range(order.rowCount())]
    assert dates[0] == "2023-05-18"
    assert set(dates[1:]) == {""}
    assert order.index(0, 0).data(ROW_ROLE).evidence.dated is not None


def test_rows_are_put_into_words_only_when_they_are_looked_at(archive: Archive, qtbot: object) -> None:
    model = EvidenceModel()
    model.show(evidence_rows(overview(archive), EIGHT))
    model.sort(TITLE)
    assert model.rowCount() > 2
    assert not any("cells" in vars(row) for row in model.rows)
    model.index(1, TITLE).data()
    assert [at for at, row in enumerate(model.rows) if "cells" in vars(row)] == [1]


def test_what_was_sorted_elsewhere_is_not_sorted_again_unless_another_order_is_wanted_by_then(
    archive: Archive, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, down = evidence_rows(overview(archive), EIGHT), Qt.SortOrder.DescendingOrder
    model, other = EvidenceModel(), EvidenceModel()
    model.sort(TITLE, down)
    model.make_ready(rows)
    other.make_ready(rows)
    other.sort(TITLE, down)
    other.show(rows)
    with monkeypatch.context() as patched:
        patched.setattr(model, "_sorted", lambda _rows: pytest.fail("sorted again"))
        model.show(rows)
    assert model.shown() == other.shown() != list(rows)
