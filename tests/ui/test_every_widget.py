"""Held to every view and form there is, also those that come later: names, sound models, keys that are shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui.appearance import Look, dress
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.ui.at_window import opened_window, settle
from tests.ui.desktop import FakeFront, asked_archive

EIGHT = NodeKey(Kind.SUB_ITEM, 8)
PARTS = (QComboBox, QAbstractSpinBox, QLineEdit, QHeaderView, QTabBar, QDialogButtonBox, QAbstractItemView)
"""What Qt makes inside these speaks through them."""


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with opened_window(FakeFront(asked_archive(tmp_path)), qtbot) as shown:
        shown.tree.select(EIGHT)
        yield shown


def every_view(window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    for name in [*window.views.actions_, *window.views._inside]:
        window.views.show_view(name)
        settle(window, qtbot)
        yield name


def focusable(root: QWidget) -> list[QWidget]:
    """Where the keyboard can stand: not Qt's own parts, not what only scrolls."""

    def inside(widget: QWidget) -> bool:
        above = widget.parentWidget()
        while above is not None and above is not root:
            if isinstance(above, PARTS):
                return True
            above = above.parentWidget()
        return False

    return [
        one
        for one in root.findChildren(QWidget)
        if one.isVisibleTo(root) and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not inside(one)
        if not isinstance(one, QTabBar | QTabWidget | QScrollArea)
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader says: the accessible name, a button's words, or the label that a form puts before it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel) and widget.text():
        return widget.text()
    above = widget.parentWidget()
    for layout in above.findChildren(QFormLayout) if above is not None else []:
        if (label := layout.labelForField(widget)) is not None and isinstance(label, QLabel):
            return label.text()
    return ""


def nameless(root: QWidget) -> list[str]:
    return [f"{type(one).__name__} {one.objectName()}".strip() for one in focusable(root) if not name_of(one)]


def test_wherever_the_keyboard_can_stand_a_screen_reader_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    found = {}
    for view in every_view(window, qtbot):
        assert len(focusable(window)) > 10, view
        if lacking := nameless(window):
            found[view] = lacking
    assert not found


ASKING: dict[str, Callable[[MainWindow], object]] = {
    "new": lambda w: w.commands["new"].trigger(),
    "settings": lambda w: w.commands["settings"].trigger(),
    "paper": lambda w: w.commands["paper"].trigger(),
    "electives": lambda w: w.commands["electives"].trigger(),
    "bind": lambda w: w.commands["bind_all"].trigger(),
    "describe": lambda w: _with_row(w, "describe"),
    "assign": lambda w: _with_row(w, "assign"),
    "serve": lambda w: _with_row(w, "serve"),
    "omission": lambda w: w.page_view.omission_wanted.emit(8),
    "departments": lambda w: w.page_view.departments_wanted.emit(8),
    "text": lambda w: w.page_view.text_wanted.emit(8),
    "place": lambda w: w.page_view.item_wanted.emit(8),
    "entering": lambda w: w.page_view.entering_wanted.emit(112),
    "requirement": lambda w: w.page_view.requirement_wanted.emit(8, None),
    "exemption": lambda w: w.page_view.exemption_wanted.emit("8-meetings", 2023),
    "finding": lambda w: w.chasing.finding_decisions.ask_finding(8),
    "scan notes": lambda w: w.commands["scan_notes"].trigger(),
}


def _with_row(window: MainWindow, name: str) -> None:
    window.evidence.table.selectRow(0)
    window.evidence.actions_[name].trigger()


@pytest.mark.parametrize("asked", ASKING)
@pytest.mark.parametrize("letters", [200])
def test_every_form_names_its_fields_and_fits_a_small_screen_with_the_largest_letters(
    window: MainWindow, qtbot: QtBot, qapp: QApplication, asked: str, letters: int
) -> None:
    dress(qapp, Look.LIGHT, letters)
    try:
        ASKING[asked](window)
        settle(window, qtbot)
        form = QApplication.activeModalWidget()
        assert isinstance(form, QDialog)
        room = form.screen().availableGeometry()
        assert focusable(form)
        area = form.findChild(QScrollArea, "fields")
        assert area is None or area.height() >= min(area.sizeHint().height(), room.height() // 2)
        assert not nameless(form)
        assert form.width() <= room.width()
        assert form.height() <= room.height()
        buttons = form.findChildren(QAbstractButton)
        cut = [one.text() for one in buttons if one.isVisible() and one.width() < one.minimumSizeHint().width()]
        assert not cut
        form.close()
    finally:
        dress(qapp, Look.LIGHT)


def test_every_model_that_a_view_shows_is_sound(window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    models: dict[int, QAbstractItemModel] = {}
    for _view in every_view(window, qtbot):
        for view in window.findChildren(QAbstractItemView):
            model: QAbstractItemModel | None = view.model()
            while model is not None:
                models[id(model)] = model
                model = model.sourceModel() if isinstance(model, QSortFilterProxyModel) else None
    own = [one for one in models.values() if type(one).__module__.startswith("foodsafe_desktop")]
    assert len(own) > 12
    for model in own:
        qtmodeltester.check(model)


def test_a_command_with_a_key_shows_it_in_a_menu_or_in_its_tip(window: MainWindow, qtbot: QtBot) -> None:
    for _view in every_view(window, qtbot):
        pass
    in_menus = {id(one) for menu in window.findChildren(QMenu) for one in menu.actions()}
    keyed = [one for one in window.findChildren(QAction) if not one.shortcut().isEmpty() and one.text()]
    assert len(keyed) > 40
    silent = [
        f"{one.text()} {one.shortcut().toString()}"
        for one in keyed
        if id(one) not in in_menus and one.shortcut().toString().replace("Return", "回车") not in one.toolTip()
    ]
    assert not silent
