"""Fills a preview: follows what is selected, asks the threads, and hands their answers to the pane."""

from PySide6.QtCore import QObject

from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.services import proposals
from foodsafe_desktop.services.proposals import FactField, Proposals
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.preview.presenter import NOTHING, Shown, Way, look_at
from foodsafe_desktop.ui.preview.reading import Opener, PageReader, PageThreads
from foodsafe_desktop.ui.preview.view import PreviewPane


class Previewing(QObject):
    """Fills one pane. Nothing is opened while the pane does not show."""

    def __init__(self, desk: Desk, opener: Opener, threads: PageThreads, pane: PreviewPane) -> None:
        super().__init__(pane)
        self._desk, self.pane = desk, pane
        self.reader = PageReader(opener, threads, self)
        self._wanted: tuple[int | None, int] = (None, 0)
        self._open: tuple[object, ...] = ()
        self.reader.opened.connect(pane.show_pages)
        self.reader.failed.connect(pane.show_sentence)
        self.reader.read_meanwhile.connect(pane.show_words)
        self.reader.pictured.connect(pane.canvas.put_picture)
        self.reader.found.connect(pane.add_found)
        self.reader.selected.connect(pane.canvas.choose)
        pane.canvas.pictures_wanted.connect(self.reader.want)
        pane.canvas.text_wanted.connect(self.reader.select)
        pane.find_wanted.connect(self.reader.find)
        pane.file_wanted.connect(lambda at: self.show_piece(self._wanted[0], at))
        pane.facts.place_wanted.connect(pane.show_place)
        pane.facts.accept_wanted.connect(self._accept)
        desk.changed.connect(lambda _overview: self.refresh())
        desk.closed.connect(lambda: self.show_piece(None))
        desk.opened.connect(lambda _archive: self.show_piece(None))

    def show_piece(self, evidence_id: int | None, at: int = 0) -> None:
        """Look at a piece's `at`-th file; None: at nothing."""
        self._wanted = evidence_id, at
        self.refresh()

    def show_found(self, evidence_id: int, path: str | None, page: int, words: str) -> None:
        """Look at the file of a piece in which words were found, at the page, with the words marked."""
        overview = self._desk.overview
        files = overview.dossier.files_of.get(evidence_id, ()) if overview else ()
        at = next((at for at, file in enumerate(files) if file.path == path), 0)
        self.pane.want_page(page, words)
        self._open = ()
        self.show_piece(evidence_id, at)

    def refresh(self) -> None:
        """Show what is wanted, where that is not what shows already."""
        if not self.pane.isVisible():
            return
        shown = self._shown()
        archive = self._desk.archive
        if archive is None or self._desk.overview is None:
            shown = NOTHING
        state = (shown, archive)
        if state == self._open:
            return
        same = self._open and _same_pages(self._open[0], shown) and self._open[1] is archive
        self._open = state
        if same:
            self.pane.shown = shown
            self._propose(shown)
            return
        self.reader.forget()
        self.pane.show_piece(shown, None)
        if archive is not None and shown.file is not None and shown.way is not Way.NOTHING:
            start = self.reader.open_itself if shown.way is Way.ITSELF else self.reader.make
            start(archive, shown.file)
            self._propose(shown)

    def close(self) -> None:
        """Close what is open."""
        self.reader.close()

    def _shown(self) -> Shown:
        overview = self._desk.overview
        return look_at(overview, *self._wanted) if overview is not None else NOTHING

    def _propose(self, shown: Shown) -> None:
        """Read the facts of the page beside it, on the thread of the pages."""
        archive, overview = self._desk.archive, self._desk.overview
        if archive is None or overview is None or shown.file is None or shown.way is Way.NOTHING:
            return
        store, dossier = archive.texts.store, overview.dossier

        def done(found: Proposals) -> None:
            if self._open and self._open[0] is shown:
                self.pane.show_found(found)

        self.reader.read_beside(lambda: proposals.propose(store, dossier, shown.evidence_id), done)

    def _accept(self, fields: list[FactField]) -> None:
        key = self.pane.shown.evidence_id
        self._desk.decide(lambda archive: proposals.accept(archive, key, fields))


def _same_pages(one: object, other: Shown) -> bool:
    if not isinstance(one, Shown):
        return False

    def pages(file: EvidenceFile | None) -> object:
        return None if file is None else (file.path, file.fixity, file.verdict)

    return (one.way, one.sentence, one.names, pages(one.file)) == (
        other.way,
        other.sentence,
        other.names,
        pages(other.file),
    )
