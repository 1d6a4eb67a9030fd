"""Pictures of questions, history, recycle bin, settings and listings; taken by `screenshots`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.services.ports import CheckReport
from foodsafe_desktop.services.relinking import RootCheck
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.settings.form import SettingsForm
from foodsafe_desktop.ui.settings.presenter import read_settings
from foodsafe_desktop.ui.settings.relocation import RelocationForm
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.ui.desktop import FakeFront

Take = Callable[..., None]
DEEP = "01 基础工作/04 监管能力/(8) 机构队伍"


def stir(front: FakeFront) -> None:
    """Something to ask about: two files that moved to another number's folder, and copies."""
    folder = front.archive.folder
    folder.move("(1) 督查督办/2022/督办通知 2022-03-01.pdf", "(9) 检测能力/2022/督办通知 2022-03-01.pdf")
    folder.move(f"{DEEP}/2024/2024年执法人员名册 第二册.pdf", "(46) 农畜产品/2024/2024年执法人员名册 第二册.pdf")
    content = folder.files["(1) 督查督办/2024/督办通知 2024-03-01.pdf"][0]
    folder.put("(1) 督查督办/2024/督办通知 2024-03-01 - 副本.pdf", content)
    folder.put("各部门报送/市场监管局/督办通知（终稿）.pdf", content)
    folder.put("(4) 机制/2022/成立文件.PDF", b"one")
    folder.put("(4) 机制/2022/成立文件.pdf", b"two")


def take_upkeep(window: MainWindow, front: FakeFront, take: Take, until: Callable[[Callable[[], bool]], None]) -> None:
    """All of it, in a window that has an archive open."""

    def settle() -> None:
        until(lambda: not window.runner.is_busy)

    def dialog() -> QWidget:
        found = QApplication.activeModalWidget()
        assert found is not None
        return found

    stir(front)
    window.desk.scan()
    settle()
    take("40 scanned with questions")
    window.notices.dismiss()
    window.views.show_view("questions")
    take("41 question moved")
    pane = window.upkeep.questions
    pane.list.setCurrentIndex(pane.list.model().index(pane.list.model().rowCount() - 1, 0))
    take("42 question copy")
    pane.list.selectAll()
    take("43 questions of two kinds")
    window.commands["scan_notes"].trigger()
    take("44 scan notes", dialog())
    dialog().close()
    window.views.show_view("history")
    settle()
    take("45 history of the archive")
    window.views.show_view("catalogue")
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    window.evidence.table.selectRow(0)
    window.evidence.actions_["history"].trigger()
    settle()
    take("46 history of a piece")
    for number, name in enumerate(("files", "doubts", "papers", "safety"), 57):
        window.views.show_view(name)
        settle()
        take(f"{number} check, {name}")
    window.views.show_view("properties")
    take("77 four properties, not checked")
    window.checking.properties.check.trigger()
    settle()
    take("78 four properties, checked")
    window.views.show_view("bin")
    take("47 empty bin")
    window.views.show_view("catalogue")
    window.evidence.table.selectRow(0)
    window.evidence.actions_["recycle"].trigger()
    settle()
    window.evidence.table.selectRow(1)
    take("48 evidence with history and relink")
    window.views.show_view("bin")
    window.notices.dismiss()
    take("49 bin")
    window.commands["settings"].trigger()
    settle()
    take("50 settings", dialog())
    asked = dialog()
    assert isinstance(asked, SettingsForm)
    asked.tabs.setCurrentIndex(1)
    settle()
    take("50 settings of reckoning", asked)
    asked.close()
    shown = read_settings(front.archive)
    form = SettingsForm(window, replace(shown, algorithms=("sha256",)), lambda _s: None, lambda: None)
    form.ignore.setPlainText("*.bak\n*")
    form.open()
    take("51 settings refused", form)
    form.ignore.setPlainText("*.bak")
    take("52 settings with advice", form)
    form.close()
    gone = tuple(f"01 基础工作/04 监管能力/(8) 机构队伍/2023/第{number}份.pdf" for number in range(40))
    relocation = RelocationForm(window, RootCheck(Path("/mnt/共享盘/创建办/佐证材料"), 120, 78, 2, gone), lambda: None)
    relocation.open()
    take("53 relocation", relocation)
    relocation.close()
    report = CheckReport(
        128,
        mismatched=(f"{DEEP}/2024/2024年执法人员名册 第十册.pdf",),
        missing=gone[:3],
        unexpected=("各部门报送/教育局/新报送的统计表.xlsx",),
        faults=("操作历史第 17 条起与校验链不符，记录可能被改动过。请与备份核对。",),
        notes=("装订本“binders/第01卷 党政同责.pdf”已不在登记的位置，未核对。",),
    )
    window.desk.checked.emit(report)
    take("54 check failed")
    window.commands["check_result"].trigger()
    take("55 check result", dialog())
    dialog().close()
    window.notices.dismiss()
    window.status.show_state(FolderState.POLLING)
    take("56 polling")
    window.views.show_view("catalogue")
