"""阅览: looking at pages, putting what came in where it belongs, and searching. Owns the threads that these need."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from foodsafe_desktop.domain import pinyin
from foodsafe_desktop.domain.texts import TextState
from foodsafe_desktop.services.converting import try_again
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.near_duplicates import ask_about_likeness
from foodsafe_desktop.services.page_ranges import PageRange, assign_pages
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.search_index import Filters
from foodsafe_desktop.services.texts import TextReport
from foodsafe_desktop.services.uncollected import uncollected
from foodsafe_desktop.services.withholding import release, withhold_marked
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.evidence.presenter import AT_ONCE, EvidenceRow, evidence_count, evidence_rows
from foodsafe_desktop.ui.evidence.view import EvidencePane
from foodsafe_desktop.ui.forms.page_range import PageRangeForm
from foodsafe_desktop.ui.inbox.decisions import InboxDecisions
from foodsafe_desktop.ui.inbox.presenter import badge
from foodsafe_desktop.ui.inbox.view import InboxPane
from foodsafe_desktop.ui.jobs import JobRunner
from foodsafe_desktop.ui.members.taking import MemberTaking
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.preview.previewing import Previewing
from foodsafe_desktop.ui.preview.reading import PageThreads
from foodsafe_desktop.ui.preview.side import PreviewSide
from foodsafe_desktop.ui.preview.view import PreviewPane
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.search.presenter import HitRow, Reading, reading_of
from foodsafe_desktop.ui.search.reading import Readings
from foodsafe_desktop.ui.search.searching import Searching
from foodsafe_desktop.ui.search.view import SearchPane
from foodsafe_desktop.ui.tree.nodes import NodeKey
from foodsafe_desktop.ui.tree.view import TreePane
from foodsafe_desktop.ui.views import Views

_AFTER_OPENING = 2_000
"""Milliseconds until what may be asked for next is made ready."""
_STAYS = 300
"""Milliseconds in 检索 until it is counted what was not read yet: not for somebody who only passes through."""


class ReadingRoom(QObject):
    """Has views of its own, and a preview beside 目录, 收件箱 and 检索."""

    piece_wanted = Signal(int, int)
    """Number and evidence id: to be shown in the catalogue."""

    def __init__(
        self,
        window: QWidget,
        front: Front,
        desk: Desk,
        notices: Notices,
        views: Views,
        evidence: EvidencePane,
        tree: TreePane,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices, self._views = window, desk, notices, views
        self._evidence, self._tree = evidence, tree
        self.inbox, self.search_pane = InboxPane(), SearchPane()
        self.searching = Searching(self)
        beside = self.searching.runner
        self.inbox_decisions = InboxDecisions(window, desk, self.inbox, beside, lambda: tree.model.nodes)
        evidence.converting_wanted.connect(self._convert_again)
        evidence.release_wanted.connect(self._release)
        self.member_taking = MemberTaking(window, desk, evidence)
        self.readings = Readings(lambda archive: archive is desk.archive, self)
        self.threads = PageThreads(self)
        self.previews = {
            name: Previewing(desk, front.open_pages, self.threads, PreviewPane())
            for name in ("catalogue", "inbox", "search")
        }
        self.sides: dict[str, PreviewSide] = {}
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_STAYS)
        self._counting.timeout.connect(self._say_reading)
        desk.beside += self.runners
        for runner in self.runners:
            runner.failed.connect(lambda _task, error: notices.warn(error.sentence))
        self._connect()

    def _convert_again(self, row: EvidenceRow) -> None:
        def told(count: int) -> None:
            if count:
                self._notices.tell(f"《{row.evidence.title}》将在下次预览或装订时重新转换。")

        self._desk.ask("重新转换", lambda archive, _job: try_again(archive, row.convertible), told)

    def _release(self, row: EvidenceRow) -> None:
        self._desk.decide_slowly("核验文件", lambda archive, job: release(archive, row.evidence.id, job))

    def build(self, catalogue: QWidget, remembered: Remembered) -> None:
        """Put a preview at the side of each view; `catalogue` is the view of that name without one."""
        own = {"catalogue": catalogue, "inbox": self.inbox, "search": self.search_pane}
        for name, widget in own.items():
            gives_way = self._tree if name == "catalogue" else None
            side = PreviewSide(f"preview-{name}", widget, self.previews[name].pane, remembered, gives_way)
            if (focused := widget.focusProxy()) is not None:
                side.split.setFocusProxy(focused)
            self.sides[name] = side
            side.shown.connect(self.previews[name].refresh)

    def add_inbox(self) -> None:
        """Add 收件箱 to the views that there are."""
        self._views.add("inbox", "inbox", badge(0), self.sides["inbox"].split, "待归入的材料，逐件采纳推荐或归入")

    def add_search(self) -> None:
        """Add 检索 to the views that there are."""
        self._views.add(
            "search", "search", "检索", self.sides["search"].split, "检索题名、文号和全部文件的正文（Ctrl+K）"
        )

    def show_evidence(self, overview: Overview, key: NodeKey) -> None:
        """Show the evidence of a line: at once, or where there are thousands, once their rows are made elsewhere."""
        if evidence_count(overview, key) <= AT_ONCE:
            self._evidence.show_rows(key, evidence_rows(overview, key))
            return

        def read() -> tuple[EvidenceRow, ...]:
            with uncollected():
                rows = evidence_rows(overview, key)
                self._evidence.model.make_ready(rows)
                return rows

        def done(rows: tuple[EvidenceRow, ...]) -> None:
            if overview is self._desk.overview and key == self._tree.current():
                self._evidence.show_rows(key, rows)

        self._evidence.await_rows(key)
        self.searching.ask(read, done)

    def focus_search(self) -> None:
        """Begin to search."""
        if (archive := self._desk.archive) is not None:
            self.searching.prepare(archive)
        self._views.show_view("search")
        self.search_pane.focus_search()

    def toggle_preview(self) -> None:
        """Show or hide the preview of the view that shows."""
        if (side := self.sides.get(self._views.current())) is not None:
            side.toggle()

    def find_in_file(self) -> bool:
        """Begin to search in the file that is looked at, if a person's hands are in a preview; whether they are."""
        focus = QApplication.focusWidget()
        for preview in self.previews.values():
            if focus is not None and preview.pane.isAncestorOf(focus) and preview.pane.canvas.layout_.sizes:
                preview.pane.focus_search()
                return True
        return False

    def find_line(self) -> None:
        """Begin to look for a line of the tree; where it had given way to the preview, that goes."""
        self._views.show_view("catalogue")
        if not self._tree.isVisible():
            self.sides["catalogue"].toggle()
        self._tree.focus_filter()

    def keep(self) -> None:
        """Keep how the previews stand."""
        for side in self.sides.values():
            side.keep()

    @property
    def runners(self) -> tuple[JobRunner, ...]:
        """All threads of the room."""
        return self.threads.pages, self.threads.making, self.searching.runner, self.readings.runner

    def close(self) -> None:
        """Stop all threads; after the desk's."""
        for preview in self.previews.values():
            preview.close()
        self.threads.close()
        self.searching.runner.close()
        self.readings.runner.close()

    def show_hit(self, row: HitRow) -> None:
        """Go to a hit: in the catalogue or the inbox, its page beside it with the words marked."""
        hit, words = row.hit, self.search_pane.box.text()
        page = hit.snippet.page if hit.snippet is not None else 1
        if hit.numbers:
            self.piece_wanted.emit(hit.numbers[0], hit.evidence_id)
            name = "catalogue"
        else:
            self._views.show_view("inbox")
            self.inbox.choose_piece(hit.evidence_id)
            name = "inbox"
        if not self.sides[name].is_on:
            self.sides[name].toggle()
        self.previews[name].show_found(hit.evidence_id, hit.path, page, words)

    def _connect(self) -> None:
        self._desk.changed.connect(self._show_overview)
        self._desk.opened.connect(self._forget)
        self._views.shown.connect(lambda _name: self._counting.start())
        self._desk.closed.connect(lambda: self.searching.take(None))
        self._desk.scanned.connect(self._read_after_scan)
        self._desk.inspected.connect(lambda _tally: self._read_at_rest())
        self._tree.selected.connect(lambda _key: self.readings.put_off())
        self._views.shown.connect(lambda _name: self.readings.put_off())
        self._evidence.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self._evidence.model.modelReset.connect(self._follow)
        self._evidence.pages_wanted.connect(self._ask_pages)
        self.inbox.selected.connect(self.previews["inbox"].show_piece)
        self.search_pane.search_wanted.connect(self._search)
        self.search_pane.chosen.connect(self._look_at_hit)
        self.search_pane.opened.connect(self.show_hit)
        self.search_pane.read_wanted.connect(self._read)
        self.searching.answered.connect(self.search_pane.show_result)
        self.readings.came.connect(self._take_texts)
        self.readings.runner.finished.connect(lambda _task: self._say_reading())

    def _ask_pages(self, row: EvidenceRow) -> None:
        overview = self._desk.overview
        if overview is None:
            return
        key, canvas = row.evidence.id, self.previews["catalogue"].pane.canvas

        def assign(chosen: PageRange) -> None:
            self._desk.decide(lambda archive: assign_pages(archive, key, [chosen]))

        page = canvas.page + 1 if canvas.isVisible() else 1
        PageRangeForm(self._window, overview.catalogue, row.evidence.title, row.page_count, page, assign).open()

    def _forget(self, archive: Archive) -> None:
        self.search_pane.box.clear()
        texts = [sub.text for sub in archive.catalogue.sub_items]

        def look_up() -> None:
            self.searching.ask(lambda: [pinyin.matches("a", text) for text in texts], lambda _found: None)

        # The dictionary takes a while to load: not while somebody types into the tree's box, nor while all is shown.
        QTimer.singleShot(_AFTER_OPENING, self, look_up)

    def _show_overview(self, overview: Overview) -> None:
        if (archive := self._desk.archive) is not None:
            today = archive.clock().date()
            self.searching.take(overview)
            self.inbox.take(overview, today)
            self.search_pane.take(overview, today)
            said = badge(len(overview.dossier.inbox))
            action = self._views.actions_["inbox"]
            action.setText(said)
            action.setIconText(said)
            self._say_reading()

    def _follow(self) -> None:
        rows = self._evidence.selected()
        self.previews["catalogue"].show_piece(rows[0].evidence.id if len(rows) == 1 else None)

    def _look_at_hit(self, row: HitRow | None) -> None:
        preview = self.previews["search"]
        if row is None:
            preview.show_piece(None)
        else:
            page = row.hit.snippet.page if row.hit.snippet is not None else 1
            preview.show_found(row.hit.evidence_id, row.hit.path, page, self.search_pane.box.text())

    def _search(self, words: str, filters: Filters) -> None:
        if (archive := self._desk.archive) is not None:
            self.searching.search(archive, words, filters)

    def _read_after_scan(self, report: object, _asked: bool) -> None:  # noqa: FBT001 - a signal's argument
        if not getattr(report, "uninspected", 0):
            self._read_at_rest()

    def _read_at_rest(self) -> None:
        if (archive := self._readable()) is not None:
            self.readings.want_at_rest(archive)

    def _read(self) -> None:
        if (archive := self._readable()) is not None:
            self.readings.want(archive)

    def _readable(self) -> Archive | None:
        """The archive that is open, if its files are at hand."""
        overview = self._desk.overview
        return self._desk.archive if overview is not None and overview.folder_online else None

    def _take_texts(self, report: TextReport) -> None:
        if TextState.SECRET in report.standing:
            self._desk.decide_if_needed(withhold_marked)
        if report.read and not report.remaining:
            self._desk.carry_out(
                "比对照片和扫描件", lambda archive, _job: ask_about_likeness(archive), self._tell_alike
            )
        if self.search_pane.isVisible() and self.search_pane.box.text():
            self.search_pane.search()
        self._say_reading()

    def _tell_alike(self, questions: int) -> None:
        if questions:
            answer = Action("去答复", lambda: self._views.show_view("questions"))
            said = f"有 {questions} 处照片或扫描件的画面几乎相同，请在“待答”中确认是否为同一件。"
            self._notices.tell(said, answer)

    def _say_reading(self) -> None:
        archive, overview = self._desk.archive, self._desk.overview
        if archive is None or overview is None or not self.search_pane.isVisible():
            return

        def done(found: Reading) -> None:
            self.search_pane.show_reading(found, running=self.readings.is_running)

        texts, dossier = archive.texts, overview.dossier
        self.searching.ask(lambda: reading_of(dossier, texts.store.states(), texts.reader.lacks_ocr()), done)
