"""The main window: puts the panes together and hands every command to the desk or to a form. Holds no rules."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui import columns, jobs
from foodsafe_desktop.ui.appearance import TITLE, Appearance
from foodsafe_desktop.ui.asking import Asking
from foodsafe_desktop.ui.beginning import Beginning
from foodsafe_desktop.ui.binding.decisions import Binding
from foodsafe_desktop.ui.chasing import Chasing
from foodsafe_desktop.ui.checking.decisions import Checking
from foodsafe_desktop.ui.checking.presenter import CheckRow
from foodsafe_desktop.ui.commands import NEEDS_ARCHIVE, CommandBar, build_commands, show_decision
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.editions.decisions import EditionDecisions
from foodsafe_desktop.ui.evidence.decisions import EvidenceDecisions
from foodsafe_desktop.ui.evidence.view import EvidencePane
from foodsafe_desktop.ui.icons import app_icon, recolour
from foodsafe_desktop.ui.inbox.presenter import InboxRow
from foodsafe_desktop.ui.jobs import JobRunner
from foodsafe_desktop.ui.manual import open_manual
from foodsafe_desktop.ui.notices import Notices
from foodsafe_desktop.ui.page.presenter import page
from foodsafe_desktop.ui.page.view import PageView
from foodsafe_desktop.ui.reading_room import ReadingRoom
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.scopes import ALL, ALL_WORDS, scope_of
from foodsafe_desktop.ui.shape import Shape
from foodsafe_desktop.ui.start_page import StartPage
from foodsafe_desktop.ui.status_area import StatusArea
from foodsafe_desktop.ui.tab_order import EnterPresses, order_tabs
from foodsafe_desktop.ui.table_view import RowsView
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey, written
from foodsafe_desktop.ui.tree.view import TreePane
from foodsafe_desktop.ui.tree_decisions import TreeDecisions
from foodsafe_desktop.ui.upkeep import Upkeep
from foodsafe_desktop.ui.views import Views


class MainWindow(QMainWindow):
    """One window, one archive at a time."""

    def __init__(
        self,
        front: Front,
        remembered: Remembered | None = None,
        tree: TreePane | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        super().__init__()
        self.runner = JobRunner(self)
        EnterPresses(self)
        self.remembered = remembered or Remembered()
        self.tree = tree or TreePane()
        if at_once:
            for _ in self.steps(front):
                pass
            self.shape.restore()

    def steps(self, front: Front) -> Iterator[None]:
        """Build what is in it; between two steps a person's hands can be answered."""
        self.notices = Notices(self)
        self.desk = Desk(front, self.runner, self.notices)
        self.beginning = Beginning(self, self.desk, self.notices, self.remembered)
        self.page_view, self.evidence = PageView(), EvidencePane()
        yield
        self.views = Views()
        self.appearance = Appearance(self, self.remembered.look(), self.remembered.scale())
        self.evidence_decisions = EvidenceDecisions(
            self, self.desk, self.notices, self.evidence, lambda: self.tree.model.nodes
        )
        open_piece = self.evidence_decisions.open_path
        yield
        self.upkeep = Upkeep(self, self.desk, self.notices, self.views, self.evidence, open_piece, self.appearance)
        yield
        self.checking = Checking(
            self, self.desk, self.notices, self.views, self._jump_to_row, self.upkeep.show_check_result
        )
        yield
        self.chasing = Chasing(self, self.desk, self.notices, self.views, self.page_view, self.tree.select)
        yield
        self.printing = JobRunner(self)
        yield
        self.binding = Binding(self, self.desk, self.runner, self.printing, self.notices, self.views)
        yield
        self.editions = EditionDecisions(self, front, self.desk, self.runner, self.notices)
        yield
        self.reading_room = ReadingRoom(self, front, self.desk, self.notices, self.views, self.evidence, self.tree)
        self.asking = Asking(self, self.desk, self.tree, self.page_view)
        yield
        self.tree_decisions = TreeDecisions(
            self,
            self.desk,
            self.notices,
            self.tree,
            self.evidence,
            self.asking.ask_omission,
            self.chasing.orders.remind_one,
            self.chasing.show_department,
        )
        yield
        self.commands = self.tree_decisions.commands = build_commands(self, self._runs())
        yield
        self.status = StatusArea(self.runner, self.printing, self.reading_room.readings.runner)
        yield
        yield from self._build()
        yield
        self._take_tree()
        self._connect()
        self._show_archive_commands(on=False)

    def _runs(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self.beginning.ask_new,
            "open": self.beginning.ask_open,
            "demo": self.beginning.make_demo,
            "scan": self.desk.scan,
            "bind": self._bind_current,
            "bind_all": lambda: self.binding.ask_bind(((ALL, ALL_WORDS),)),
            "missing": self._show_missing,
            "electives": self.asking.ask_electives,
            "paper": self.asking.ask_paper,
            "verify": self.desk.verify,
            "undo": self.desk.undo,
            "redo": self.desk.redo,
            "upgrade": self.editions.ask_upgrade,
            "import": self.editions.ask_import,
            "scan_notes": self.upkeep.show_scan_notes,
            "check_result": self.upkeep.show_check_result,
            "history": lambda: self.upkeep.show_history(self.tree.current()),
            "settings": self.upkeep.ask_settings,
            "find": self._find,
            "search": self.reading_room.focus_search,
            "preview": self.reading_room.toggle_preview,
            "evidence_folder": lambda: self._open_folder(lambda archive: archive.place.evidence),
            "binder_folder": lambda: self._open_folder(lambda archive: archive.place.binders),
            "help": lambda: open_manual(self.views.current(), self.notices),
            "quit": lambda: self.window().close(),
        }

    def _build(self) -> Iterator[None]:
        self.setWindowTitle(TITLE)
        self.setWindowIcon(app_icon())
        self.bar = CommandBar(self.commands)
        self.addToolBar(self.bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        yield
        self.start = StartPage(
            (
                (self.commands["new"], "选定目录，按评价细则建立一套新档案。"),
                (self.commands["open"], "打开已有的档案目录。"),
                (self.commands["demo"], "在“文档”文件夹中建好样例档案，走一遍整理、查缺、装订。"),
            )
        )
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.addWidget(self.page_view)
        self.right.addWidget(self.evidence)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.addWidget(self.right)
        self.stack = self.views.stack
        self.views.add_page(self.start)
        yield from self._add_views()
        self.setCentralWidget(self.views)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status, 1)
        self.beginning.take(self.start)

    def _take_tree(self) -> None:
        """The tree comes last: until then it may be what a person already looks through elsewhere."""
        self.panes.insertWidget(0, self.tree)
        self.tree.show()
        self.shape = Shape(self, self.remembered, self.panes, self.right)
        order_tabs(self.views)
        self.start.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_views(self) -> Iterator[None]:
        self.chasing.add_summary()
        yield
        self.reading_room.build(self.panes, self.remembered)
        catalogue = self.reading_room.sides["catalogue"].split
        self.views.add("catalogue", "catalogue", "目录", catalogue, "按评价细则整理佐证材料")
        for add in (
            self.reading_room.add_inbox,
            self.chasing.add_views,
            self.binding.add_view,
            self.reading_room.add_search,
            self.checking.add_view,
            self.upkeep.add_questions,
            self.checking.add_lists,
            self.upkeep.add_views,
            self.checking.add_safety,
        ):
            yield
            add()

    def _connect(self) -> None:
        # At the opening, the line's page comes once the tree is drawn: in one go, they keep a person waiting.
        self._first_page = QTimer(self, singleShot=True)
        self._first_page.timeout.connect(lambda: self.tree.selected.emit(self.tree.current()))
        self.views.shown.connect(self._show_columns)
        self.desk.opened.connect(self._show_opened)
        self.desk.changed.connect(self._show_overview)
        self.desk.undo_changed.connect(self._show_undo)
        self.desk.closed.connect(self._show_start)
        self.desk.folder_state.connect(self.status.show_state)
        self.appearance.changed.connect(self._recolour)
        self.appearance.chosen.connect(self.remembered.keep_looks)
        self.tree.selected.connect(self._show_node)
        self.tree.chips[State.MISSING].toggled.connect(self.commands["missing"].setChecked)
        self.page_view.omission_unwanted.connect(
            lambda number: self.desk.decide(lambda archive: deciding.withdraw_omission(archive, number))
        )
        self.evidence.serving_wanted.connect(
            lambda rows: self.chasing.page_decisions.ask_serving(
                self.evidence.key.number, [row.evidence.id for row in rows]
            )
        )
        self.binding.jump_wanted.connect(self._jump_to_piece)
        self.reading_room.piece_wanted.connect(self._jump_to_piece)
        self.reading_room.inbox.open_wanted.connect(self._open_inbox_row)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.notices.dismiss)

    def open_first(self, root: Path) -> None:
        """Open an archive whose lines the tree already shows: it stays in sight, unless the archive does not open."""
        self.views.show_view("catalogue")
        self.shape.lay_panes()
        self.runner.failed.connect(self._give_up)
        self.desk.open(root)

    def _give_up(self) -> None:
        if self.desk.archive is None:
            self._show_start()

    def _show_opened(self, archive: Archive) -> None:
        self.setWindowTitle(f"{archive.place.root.name} — {TITLE}")
        self.views.show_view("catalogue")
        self.shape.lay_panes()
        self.tree.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_archive_commands(on=True)
        self._first_page.start(jobs.DRAWN // 3)

    def _show_columns(self) -> None:
        if (shown := self.stack.currentWidget()) is not None:
            columns.restore(shown.findChildren(RowsView), self.remembered)

    def _show_start(self) -> None:
        self.setWindowTitle(TITLE)
        self.views.show_page(self.start)
        self.start.show_former(self.remembered.former())
        self._show_archive_commands(on=False)

    def _show_overview(self, overview: Overview) -> None:
        archive = self.desk.archive
        with QSignalBlocker(self.tree):  # its line is shown below, whether it is another one now or not
            self.tree.show_overview(overview)
        self.status.show_overview(overview, str(archive.place.evidence) if archive else "")
        key = self.tree.current()
        if key is not None and not self._first_page.isActive():
            self._show_node(key)

    def _recolour(self) -> None:
        recolour(self)
        self.page_view.redraw()
        if self.desk.overview is not None:
            self.desk.changed.emit(self.desk.overview)

    def _show_node(self, key: NodeKey) -> None:
        overview = self.desk.overview
        if overview is None:
            return
        self.page_view.show_page(page(overview, key))
        self.reading_room.show_evidence(overview, key)
        self.shape.show_kind(key.kind)
        self.commands["bind"].setEnabled(scope_of(overview.catalogue, key) is not None)
        self.commands["paper"].setEnabled(overview.catalogue.takes_evidence(key.number))

    def _show_missing(self) -> None:
        self.views.show_view("catalogue")
        self.tree.toggle_state(State.MISSING, on=self.commands["missing"].isChecked())

    def _find(self) -> None:
        if not self.reading_room.find_in_file():
            self.reading_room.find_line()

    def _show_undo(self, last: str, again: str) -> None:
        show_decision(self.commands["undo"], "撤销", last)
        show_decision(self.commands["redo"], "重做", again)

    def _show_archive_commands(self, *, on: bool) -> None:
        for name in NEEDS_ARCHIVE:
            self.commands[name].setEnabled(on)
        self.commands["binder_folder"].setEnabled(on)
        self.views.enable(on=on)
        self._show_undo("", "")

    def _bind_current(self) -> None:
        found = scope_of(self.desk.overview.catalogue, self.tree.current()) if self.desk.overview else None
        if found is not None:
            self.binding.ask_bind((found,))

    def _jump_to_row(self, row: CheckRow) -> None:
        self.chasing.jump(row.key)
        if row.evidence is not None:
            self.evidence.select_piece(row.evidence)

    def _jump_to_piece(self, number: int, evidence: int) -> None:
        overview = self.desk.overview
        if number and overview is not None:
            kind = Kind.VETO if overview.catalogue.veto(number) is not None else Kind.SUB_ITEM
            self.chasing.jump(NodeKey(kind, number))
            self.evidence.select_piece(evidence)

    def _open_inbox_row(self, row: InboxRow) -> None:
        if row.path and row.can_open:
            self.evidence_decisions.open_path(row.path)

    def _open_folder(self, of: Callable[[Archive], Path]) -> None:
        if (archive := self.desk.archive) is not None:
            self.desk.open_folder(of(archive))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar fits itself to the width."""
        super().resizeEvent(event)
        self.bar.fit(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's shape, stop the work, let go of the archive."""
        if self.desk.archive is not None:
            self.remembered.keep_tree(self.desk.archive.place.root, written(self.tree.model.nodes))
        self.reading_room.keep()
        columns.keep(self.views.findChildren(RowsView), self.remembered)
        self.shape.keep()
        self.printing.close()
        self.desk.close()
        self.reading_room.close()
        super().closeEvent(event)
