"""What is done with the pieces of the evidence table: open, assign, take out, describe. Decisions go to the desk."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.services import deciding
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.evidence.presenter import EvidenceRow
from foodsafe_desktop.ui.evidence.view import EvidencePane
from foodsafe_desktop.ui.forms.describe import DescribeForm
from foodsafe_desktop.ui.forms.pick_number import PickNumberForm
from foodsafe_desktop.ui.notices import Notices
from foodsafe_desktop.ui.opening import open_path, reveal
from foodsafe_desktop.ui.tree.nodes import Node


class EvidenceDecisions(QObject):
    """Listens to the pane. `nodes`: the catalogue's lines, to choose another one from."""

    def __init__(
        self, window: QWidget, desk: Desk, notices: Notices, pane: EvidencePane, nodes: Callable[[], Sequence[Node]]
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices, self._pane, self._nodes = window, desk, notices, pane, nodes
        pane.open_wanted.connect(self._open_file)
        pane.reveal_wanted.connect(self._reveal)
        pane.assign_wanted.connect(self.ask_number)
        pane.unassign_wanted.connect(self._unassign)
        pane.accept_wanted.connect(self._accept)
        pane.recycle_wanted.connect(self._recycle)
        pane.describe_wanted.connect(self.ask_description)

    def open_path(self, shown: str) -> None:
        """Open a file of the evidence folder, by its path there."""
        path = self._desk.absolute(shown)
        if path is not None and not open_path(path):
            self._notices.warn(f"无法打开文件“{shown}”。请确认文件仍在原处，且本机装有能打开它的程序。")

    def ask_number(self, rows: list[EvidenceRow]) -> None:
        """Ask where pieces belong, and assign them."""

        def assign(number: int) -> None:
            self._desk.decide(lambda archive: deciding.assign(archive, _ids(rows), number))

        PickNumberForm(self._window, self._nodes(), len(rows), assign).open()

    def ask_description(self, row: EvidenceRow) -> None:
        """Ask what is entered of a piece."""

        def describe(evidence: Evidence) -> None:
            self._desk.decide(lambda archive: deciding.describe(archive, evidence))

        DescribeForm(self._window, row.evidence, describe).open()

    def _open_file(self, row: EvidenceRow) -> None:
        if row.path:
            self.open_path(row.path)

    def _reveal(self, row: EvidenceRow) -> None:
        path = self._desk.absolute(row.path) if row.path else None
        if path is not None and not reveal(path):
            self._notices.warn(f"无法打开文件“{row.path}”所在的文件夹。请确认文件夹在线后重试。")

    def _unassign(self, rows: list[EvidenceRow]) -> None:
        number = self._pane.key.number
        self._desk.decide(lambda archive: deciding.unassign(archive, _ids(rows), number))

    def _accept(self, rows: list[EvidenceRow]) -> None:
        seen = [file for row in rows for file in row.files]
        self._desk.decide(lambda archive: deciding.accept_changes(archive, _ids(rows), seen))

    def _recycle(self, rows: list[EvidenceRow]) -> None:
        self._desk.decide(lambda archive: deciding.recycle(archive, _ids(rows)))


def _ids(rows: Sequence[EvidenceRow]) -> list[int]:
    return [row.evidence.id for row in rows]
