"""What is said over the window: the way back from a decision stays for its time, and is that of the last decision."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui.notices import Action, Notices, Toast


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.show()
    return shown


def shown(window: QWidget) -> list[str]:
    toasts = [one for one in window.findChildren(Toast) if one.isVisible()]
    return [one.notice.sentence for one in sorted(toasts, key=lambda one: one.y())]


def test_whatever_else_is_said_the_way_back_stays(window: QWidget) -> None:
    notices, undone = Notices(window), []
    notices.tell_decision("已将 1 件归入（8）。", Action("撤销", lambda: undone.append(8)))
    for at in range(5):
        notices.tell(f"扫描完成：共 {at} 个文件。")
    notices.warn("佐证材料文件夹当前不可访问。")
    assert shown(window) == ["已将 1 件归入（8）。", "扫描完成：共 4 个文件。", "佐证材料文件夹当前不可访问。"]
    next(one for one in window.findChildren(QPushButton) if one.text() == "撤销").click()
    assert undone == [8]


def test_only_the_last_decision_offers_to_be_taken_back(window: QWidget) -> None:
    notices = Notices(window)
    notices.tell_decision("已将 1 件归入（8）。", Action("撤销", lambda: None))
    notices.tell("核验完成。")
    notices.tell_decision("已将 1 件归入（9）。", Action("撤销", lambda: None))
    assert shown(window) == ["核验完成。", "已将 1 件归入（9）。"]
