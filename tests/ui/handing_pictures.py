"""Pictures of handing over and of omissions in all their states; taken by `screenshots`."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtWidgets import QApplication

from foodsafe_desktop.domain.errors import PackageUnsound
from foodsafe_desktop.domain.evidence import Omission
from foodsafe_desktop.domain.packages import LeftOut, Reason
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.hand_over import HandOver
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.ui.checking.packages import Packages
from foodsafe_desktop.ui.forms.omission import OmissionForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.sure import sure

Take = Callable[..., None]
_PACKAGE = Path("/mnt/移交/移交信息包 2024-05-06")
_LEFT = (
    LeftOut("［疑似涉密，不予列名］", Reason.SECRET),
    LeftOut("(8) 机构队伍/2023/监管执法人员培训签到表 2023-05-18.pdf", Reason.MISSING),
    LeftOut("(1) 督查督办/2023/督办通知 2023-03-01.pdf", Reason.CHANGED),
)
_TEXT = "食品安全抽检监测结果通报、会商、报告机制健全并有效运行，每年至少召开2次会议。"


def take_handing_over(window: MainWindow, take: Take, until: Callable[[Callable[[], bool]], None]) -> None:
    """In a window that has an archive open."""
    packages = sure(window.findChild(Packages))
    window.views.show_view("safety")
    until(lambda: not window.runner.is_busy)
    go = Event()

    def make(_archive: Archive, job: Job) -> None:
        job.step(12, 31, "2024年执法人员名册 第十册.pdf")
        go.wait(60)

    window.desk.carry_out("生成移交信息包", make, lambda _made: None)
    until(lambda: window.status.bar.maximum() > 0)
    take("A8 hand-over, busy")
    go.set()
    until(lambda: not window.runner.is_busy)
    packages._tell_made(HandOver(_PACKAGE, 31, 40_000_000, "0" * 64, (), partial=False, seconds=3.0))
    take("A8 hand-over, made")
    window.notices.dismiss()
    packages._tell_made(HandOver(_PACKAGE, 28, 40_000_000, "0" * 64, _LEFT, partial=True, seconds=3.0))
    take("A8 hand-over, partial")
    _look(window, take, "A8 hand-over, what was left out")
    packages._tell_verified(_PACKAGE, CheckReport(31))
    take("A8 package, sound")
    window.notices.dismiss()
    damaged = CheckReport(
        31,
        mismatched=("data/evidence/(1) 督查督办/2023/督办通知 2023-03-01.pdf",),
        missing=("data/evidence/(8) 机构队伍/2024/2024年执法人员名册 第十册.pdf",),
        unexpected=("data/evidence/Thumbs.db",),
    )
    packages._tell_verified(_PACKAGE, damaged)
    take("A8 package, damaged")
    _look(window, take, "A8 package, what is damaged")

    def refuse(_archive: Archive, _job: Job) -> None:
        raise PackageUnsound(str(_PACKAGE), "清单 manifest-sha256.txt 缺失")

    window.desk.ask("从信息包恢复", refuse, lambda _none: None)
    until(lambda: not window.runner.is_busy)
    take("A8 package, refused")
    window.notices.dismiss()
    window.views.show_view("catalogue")


def take_omissions(window: MainWindow, take: Take, until: Callable[[Callable[[], bool]], None]) -> None:
    """The form changed and refused, and the page of an omission without its document."""
    said = Omission(9, "辖区内无乳制品生产企业，经区食药安办核定。", "区食安委〔2023〕3号《关于核定合理缺项的批复》")
    offered = ("白府发〔2022〕12号《关于加强食品安全监管队伍建设的通知》",)
    form = OmissionForm(window, 9, _TEXT, lambda _reason, _document: None, said=said, offered=offered)
    form.open()
    take("A9 omission, to be changed", form)
    form.reason.setPlainText("")
    take("A9 omission, refused", form)
    form.close()
    window.desk.decide(lambda archive: deciding.mark_omission(archive, 9, "辖区内无此类机构。"))
    until(lambda: not window.runner.is_busy)
    window.notices.dismiss()
    window.tree.select(NodeKey(Kind.SUB_ITEM, 9))
    take("A9 page of an omission without its document")
    window.desk.undo()
    until(lambda: not window.runner.is_busy)
    window.notices.dismiss()


def _look(window: MainWindow, take: Take, name: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is None, name
    sure(sure(window.notices.last).action).run()
    dialog = sure(QApplication.activeModalWidget())
    take(name, dialog)
    dialog.close()
    window.notices.dismiss()
