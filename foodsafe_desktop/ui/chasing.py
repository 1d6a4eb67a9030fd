"""What is done about what is missing: the page's decisions, the views 总览, 缺口 and 整改, and the reports."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.reports import ReportKind
from foodsafe_desktop.services import deciding, since
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.findings.decisions import FindingDecisions
from foodsafe_desktop.ui.findings.view import FindingsView
from foodsafe_desktop.ui.gaps.decisions import GapDecisions
from foodsafe_desktop.ui.gaps.orders import ReportOrders
from foodsafe_desktop.ui.gaps.view import GapsView
from foodsafe_desktop.ui.notices import Notices
from foodsafe_desktop.ui.overview.view import SummaryView
from foodsafe_desktop.ui.page.decisions import PageDecisions
from foodsafe_desktop.ui.page.view import PageView
from foodsafe_desktop.ui.tree.nodes import NodeKey
from foodsafe_desktop.ui.views import Views


class Chasing(QObject):
    """Has views of its own, and listens to the desk. `select` makes a node of the catalogue's tree current."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        notices: Notices,
        views: Views,
        page: PageView,
        select: Callable[[NodeKey], None],
    ) -> None:
        super().__init__(window)
        self._desk, self._views, self._select = desk, views, select
        self.summary, self.gaps, self.findings = SummaryView(), GapsView(), FindingsView()
        self.orders = ReportOrders(window, desk, notices)
        self.page_decisions = PageDecisions(window, desk, notices, page)
        self.gap_decisions = GapDecisions(window, desk, self.orders, self.gaps)
        self.finding_decisions = FindingDecisions(window, desk, self.findings)
        self._seen = 0
        desk.opened.connect(self._remember_seen)
        desk.changed.connect(self._show_overview)
        views.shown.connect(lambda _name: self._ask_arrivals())
        for view in (self.summary, self.gaps, self.findings):
            view.jump_wanted.connect(self.jump)
        self.summary.department_wanted.connect(self.show_department)
        self.summary.reminders_wanted.connect(self.orders.remind)
        self.summary.reminder_wanted.connect(self.orders.remind_one)
        self.summary.election_wanted.connect(self._elect)
        self.findings.report_wanted.connect(lambda: self.orders.report(ReportKind.RECTIFICATION))

    def add_summary(self) -> None:
        """Add the 总览 to the views that there are."""
        self._views.add("overview", "view-overview", "总览", self.summary, "进度、得分、时限和待催报部门")

    def add_views(self) -> None:
        """Add the other views."""
        self._views.add("gaps", "view-gaps", "缺口", self.gaps, "全部缺口和各类报表")
        self._views.add("findings", "view-findings", "整改", self.findings, "自查整改问题")

    def jump(self, key: NodeKey) -> None:
        """Go to a node of the catalogue."""
        self._views.show_view("catalogue")
        self._select(key)

    def _show_overview(self, overview: Overview) -> None:
        if (archive := self._desk.archive) is not None:
            today = archive.clock().date()
            for view in (self.summary, self.gaps, self.findings):
                view.take(overview, today)
            self._ask_arrivals()

    def _remember_seen(self, _archive: Archive) -> None:
        """What a person had seen when the archive was closed the last time; it stays until they close it again."""

        def keep(line: int) -> None:
            self._seen = line

        self._desk.ask("读取上次退出时的情况", lambda archive, _job: since.last_seen(archive), keep)

    def _ask_arrivals(self) -> None:
        overview = self._desk.overview
        if overview is None or self._views.current() != "overview":
            return

        def read(archive: Archive, _job: Job) -> since.Arrivals:
            return since.arrivals(archive, overview.dossier, self._seen)

        self._desk.ask("读取新到材料", read, lambda found: self.summary.show_arrivals(overview, found))

    def show_department(self, name: str) -> None:
        """Show the gaps of a department, with its reports one click away."""
        self._views.show_view("gaps")
        self.gaps.show_department(name)

    def _elect(self, election: Election) -> None:
        self._desk.decide(lambda archive: deciding.choose_electives(archive, election.items, election.sub_items))
