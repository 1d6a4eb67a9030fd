"""What a person decides on findings: each wish of the view becomes a form, and its answer a decision of the desk."""

import datetime as dt

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import rectifying
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.findings.view import FindingsView
from foodsafe_desktop.ui.forms.finding import ClosingForm, DeadlineForm, FindingAnswer, FindingForm


class FindingDecisions(QObject):
    """Listens to the 整改 view."""

    def __init__(self, window: QWidget, desk: Desk, view: FindingsView) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        view.adding_wanted.connect(self.ask_finding)
        view.deadline_wanted.connect(self._ask_deadline)
        view.closing_wanted.connect(self._ask_closing)
        view.reopening_wanted.connect(lambda one: desk.decide(lambda archive: rectifying.reopen(archive, one.id)))

    def ask_finding(self, number: int | None = None) -> None:
        """Ask for a finding, of a number where one is given."""

        def put_down(answer: FindingAnswer) -> None:
            self._desk.decide(
                lambda archive: rectifying.raise_finding(
                    archive,
                    answer.number,
                    answer.what,
                    department=answer.department,
                    deadline=answer.deadline,
                    found_by=answer.found_by,
                    found_on=answer.found_on,
                )
            )

        if (overview := self._desk.overview) is not None:
            FindingForm(self._window, overview.catalogue, number, put_down).open()

    def _ask_deadline(self, one: Finding) -> None:
        def keep(deadline: dt.date | None) -> None:
            self._desk.decide(lambda archive: rectifying.set_deadline(archive, one.id, deadline))

        said = f"{sub_item_mark(one.number)}{one.what}"
        DeadlineForm(self._window, "整改时限", said, one.deadline, keep).open()

    def _ask_closing(self, one: Finding) -> None:
        def close(evidence: int, note: str) -> None:
            self._desk.decide(lambda archive: rectifying.close(archive, one.id, evidence, note=note))

        if (overview := self._desk.overview) is not None:
            held = overview.dossier.assigned_to.get(one.number, ())
            ClosingForm(self._window, one, held, close).open()
