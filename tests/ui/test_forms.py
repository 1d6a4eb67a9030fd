"""Where a person's hands are when a form opens."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.forms.base import Form, date_or_none, line, note, year_or_none
from foodsafe_desktop.ui.forms.describe import PaperForm
from foodsafe_desktop.ui.forms.pick_number import PickNumberForm
from foodsafe_desktop.ui.tree.presenter import build_nodes
from tests.sure import sure
from tests.ui.desktop import asked_archive


class _Asking(Form):
    def __init__(self, parent: QWidget, field: QLineEdit | None) -> None:
        super().__init__(parent, "试", "好")
        self.confirmed = False
        self.fields.addRow(note("一句说明。"))
        if field is not None:
            self.fields.addRow(field)

    def confirm(self) -> None:
        self.confirmed = True


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_what_is_typed_goes_into_the_first_field(window: QWidget) -> None:
    field = line("名称")
    form = _Asking(window, field)
    form.open()
    assert form.focusWidget() is field
    form.focusNextChild()
    assert form.focusWidget() is form.ok


def test_enter_does_nothing_grave_where_nothing_is_asked(window: QWidget, qtbot: QtBot) -> None:
    form = _Asking(window, None)
    form.ask_carefully()
    form.open()
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert not form.confirmed


def test_a_number_typed_at_once_is_the_one_that_is_taken(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    picked: list[int] = []
    form = PickNumberForm(window, build_nodes(overview(asked_archive(tmp_path))), 1, picked.append)
    form.open()
    qtbot.keyClicks(form.focusWidget(), "105")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert picked == [105]


def test_a_number_to_choose_is_read_whole(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    form = PickNumberForm(window, build_nodes(overview(asked_archive(tmp_path))), 1, lambda _number: None)
    form.open()
    form.box.setText("50")
    qtbot.waitExposed(form)
    row = form.list.visualRect(form.list.currentIndex())
    assert row.width() <= form.list.viewport().width()
    assert row.height() >= 2 * form.list.fontMetrics().height(), "its words go on in a second line"


def test_a_problem_makes_room_for_itself(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    form = PickNumberForm(window, build_nodes(overview(asked_archive(tmp_path))), 1, lambda _number: None)
    form.open()
    form.problem_label.setMinimumHeight(3 * form.problem_label.sizeHint().height())  # as of a long sentence
    form.box.setText("无此文字")
    form.check()
    qtbot.waitUntil(lambda: form.problem_label.height() >= form.problem_label.minimumHeight())
    bar = sure(form.findChild(QScrollArea)).verticalScrollBar()
    assert bar.maximum() == 0, "the list is cut off"


@pytest.mark.parametrize("letters", range(30, 48))
def test_a_bar_that_was_there_once_goes_when_there_is_room(window: QWidget, qtbot: QtBot, letters: int) -> None:
    """Also where it makes text take another line, for which there would be no room but for the bar."""
    form = Form(window, "试", "好")
    form.fields.addRow(line("名称"))
    form.fields.addRow(note("一" * letters))
    form.open()
    bar = sure(form.findChild(QScrollArea)).verticalScrollBar()
    form.resize(form.width(), form.minimumSizeHint().height())
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    form.fit()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    form.reject()


def test_what_a_form_needs_is_said_at_once_and_as_a_fault_only_after_a_change(window: QWidget) -> None:
    form = PaperForm(window, 8, "试", lambda _number, _paper: None)
    form.open()
    assert (form.problem_label.text(), form.problem_label.property("role")) == ("请填写题名。", "muted")
    assert not form.ok.isEnabled()
    form.title.setText("会议纪要")
    assert not form.problem_label.text()
    form.year.setText("二三年")
    assert "年度" in form.problem_label.text()
    assert form.problem_label.property("role") == "problem"


@pytest.mark.parametrize(
    "text", ["2023-04-03", "2023-4-3", "2023年4月3日", "2023.4.3", " 2023/04/03 ", "20230403", "２０２３年４月３日"]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert date_or_none(text) == dt.date(2023, 4, 3)


@pytest.mark.parametrize("text", ["2023-13-01", "2023年4月", "23-4-3", "2023-W14-1", "明天"])
def test_no_other_text_is_a_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        date_or_none(text)


def test_a_year_may_carry_its_word() -> None:
    assert [year_or_none(text) for text in ("2023", "2023年", "2023年度", "")] == [2023, 2023, 2023, None]
