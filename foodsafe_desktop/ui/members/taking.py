"""Looking into an archive, and taking files out of it: a wish of the evidence table becomes a form and a decision."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.members import ArchiveContents
from foodsafe_desktop.services import members
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.evidence.presenter import EvidenceRow
from foodsafe_desktop.ui.evidence.view import EvidencePane
from foodsafe_desktop.ui.members.form import MembersForm


class MemberTaking(QObject):
    """Listens to the evidence table. `window` is what its form belongs to."""

    def __init__(self, window: QWidget, desk: Desk, evidence: EvidencePane) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        evidence.members_wanted.connect(self._look)

    def _look(self, row: EvidenceRow) -> None:
        file = row.archive
        if file is not None:
            self._desk.ask(
                "查看压缩包",
                lambda archive, job: members.contents(archive, file, job),
                lambda found: self._show(file, found),
                shown=True,
            )

    def _show(self, file: EvidenceFile, found: ArchiveContents) -> None:
        def take(places: list[int]) -> None:
            self._desk.decide_slowly(
                "取出压缩包内文件", lambda archive, job: members.take_members(archive, file, places, job)
            )

        MembersForm(self._window, file.path, found, take).open()
