"""Pictures of the 装订 view and its forms: empty, planned, busy, issued with changes, supplement, recipes, printing."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from foodsafe_desktop.services import deciding
from foodsafe_desktop.ui.binding.details import RECIPES, SHEETS
from foodsafe_desktop.ui.binding.view import BindingView
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.sure import sure
from tests.ui.desktop import FakeFront

Take = Callable[..., None]
Until = Callable[[Callable[[], bool]], None]


class _Session:
    """What is done at the window between two pictures."""

    def __init__(self, window: MainWindow, take: Take, until: Until) -> None:
        self.window, self.take, self._until = window, take, until

    @property
    def view(self) -> BindingView:
        return self.window.binding.view

    def settle(self) -> None:
        self._until(lambda: not self.window.runner.is_busy)

    def do(self, name: str) -> None:
        self.view.actions_[name].trigger()
        self.settle()

    def dialog(self) -> Any:
        found: QWidget | None = QApplication.activeModalWidget()
        assert found is not None
        return found

    def closed(self, name: str) -> None:
        self.take(name, self.dialog())
        self.dialog().close()


def take_binding(window: MainWindow, front: FakeFront, take: Take, until: Until) -> None:
    """All of it, in a window that has an archive open; the archive has an issued volume afterwards."""
    at = _Session(window, take, until)
    window.views.show_view("binding")
    at.settle()
    take("60 binding empty")
    at.view.show_busy(busy=True)
    take("61 binding busy")
    at.view.show_busy(busy=False)
    at.do("plan")
    at.view.volumes.table.selectRow(3)
    at.view.details.remarks.table.selectRow(1)
    take("62 binding planned")
    at.view.details.show_tab(SHEETS)
    take("63 sheets of a volume")
    at.do("bind")
    at.closed("64 compile")
    _take_recipes(at)
    _issue_and_supplement(at)
    at.do("codes")
    at.dialog().fonds.setText("Z109")
    at.closed("74 codes")
    at.do("print")
    at.closed("75 print")
    window.views.show_view("catalogue")


def _take_recipes(at: _Session) -> None:
    pane = at.view.details.recipes
    at.view.details.show_tab(RECIPES)
    at.take("65 recipes")
    pane.actions_["copy"].trigger()
    for page, name in enumerate(("66 recipe volumes", "67 recipe paper", "68 recipe forms")):
        at.dialog().tabs.setCurrentIndex(page)
        at.take(name, at.dialog())
    at.dialog().tabs.setCurrentIndex(0)
    at.dialog().prefix.setText("a-")
    at.closed("69 recipe refused")


def _issue_and_supplement(at: _Session) -> None:
    window = at.window
    at.do("issue")
    at.take("70 issue", at.dialog())
    at.dialog().scope.setCurrentIndex(1)
    at.dialog().word.setPlainText("检验报告原件下周送达，先行印发，届时补编。")
    at.dialog().accept()
    at.settle()
    window.desk.decide(lambda archive: deciding.register_paper(archive, 8, "迟到的会议纪要", 2022, "1柜-1层", 3))
    at.settle()
    window.notices.dismiss()
    at.take("71 issued with changes")
    at.do("supplement")
    at.closed("72 supplement")
    window.views.show_view("catalogue")
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    at.take("73 changed since printing")
    window.views.show_view("binding")
    at.settle()
    at.do("check")
    at.take("76 check failed")
    sure(sure(window.notices.last).action).run()
    at.closed("77 check result")
    window.notices.dismiss()
