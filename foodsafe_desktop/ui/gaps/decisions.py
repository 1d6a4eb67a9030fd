"""What is done with gaps: they become findings, or reports."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.checks import Gap
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import rectifying
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.forms.finding import DeadlineForm
from foodsafe_desktop.ui.gaps.orders import ReportOrders
from foodsafe_desktop.ui.gaps.view import GapsView


class GapDecisions(QObject):
    """Listens to the 缺口 view."""

    def __init__(self, window: QWidget, desk: Desk, orders: ReportOrders, view: GapsView) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        view.finding_wanted.connect(self._ask_findings)
        view.gap_list_wanted.connect(orders.gap_list)
        view.report_wanted.connect(orders.report)
        view.reminders_wanted.connect(orders.remind)
        view.reprint_wanted.connect(orders.reprint)

    def _ask_findings(self, gaps: Sequence[Gap]) -> None:
        def put_down(deadline: dt.date | None) -> None:
            self._desk.decide(lambda archive: rectifying.raise_from_gaps(archive, gaps, deadline=deadline))

        more = f"等{len(gaps)}项缺口" if len(gaps) > 1 else ""
        said = f"{sub_item_mark(gaps[0].number)}{gaps[0].text}{more}"
        DeadlineForm(self._window, "登记为问题", said, None, put_down).open()
