"""The two threads of the preview: one owns the open PDF, the other waits for pages to be made of other files."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from foodsafe_desktop.domain.errors import DossierError
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.folding import folded, terms_of
from foodsafe_desktop.domain.texts import FileText, TextState, content_key
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, NotPrintable
from foodsafe_desktop.services.ports.pages import Area, OpenPages
from foodsafe_desktop.ui.jobs import JobRunner, Task
from foodsafe_desktop.ui.preview.presenter import WITHHELD, words_meanwhile

_IDLE = 3_000
"""Milliseconds after which a file is let go of: while it is open, Windows lets nobody replace it."""
_MM = 25.4 / 72
_PLACED = ("pdf", "ofd")
"""Formats whose recognised lines have their places in mm of the same pages that are shown."""

Opener = Callable[[Path], OpenPages]


@dataclass(eq=False)
class Source:
    """A file being looked at: its `path`, or None until its pages are made. What belongs to a former one is dropped."""

    file: EvidenceFile
    path: Path | None = None
    text: FileText | None = None
    sizes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Sorry:
    sentence: str


class _Document:
    """The PDF that is open, on the thread of the pages only."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._path: Path | None = None
        self._pages: OpenPages | None = None

    def at(self, source: Source) -> OpenPages:
        """The pages of a source, opened where they are not open now."""
        assert source.path is not None  # noqa: S101 - asked for only once there is one
        if self._pages is None or source.path != self._path:
            self.release()
            self._pages, self._path = self._opener(source.path), source.path
        return self._pages

    def release(self) -> None:
        """Close what is open."""
        pages, self._pages = self._pages, None
        if pages is not None:
            pages.close()


class PageThreads(QObject):
    """One thread that may use PDFium, whoever looks at pages, and one that waits for pages to be made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pages = JobRunner(self, ThreadPoolExecutor(1, thread_name_prefix="pages"))
        self.making = JobRunner(self, ThreadPoolExecutor(1, thread_name_prefix="renditions"))
        self.at_end: list[Callable[[], None]] = []
        """Called on the thread of the pages, last of all."""

    def close(self) -> None:
        """Stop both, after what they do now; all that is open is closed."""
        self.making.close()
        self.pages.close(lambda: [release() for release in self.at_end])


class PageReader(QObject):
    """Reads for one preview. All signals arrive on the GUI thread and speak of the `source` that there is now."""

    opened = Signal(object)
    """The sizes of all pages, in points."""
    pictured = Signal(int, object)
    """Page, QImage."""
    found = Signal(int, object)
    """Page, tuple of Areas: after `find`, for one page after the other."""
    selected = Signal(int, str, object)
    """Page, text, Areas."""
    read_meanwhile = Signal(str)
    """The words of a file whose pages are being made, as far as they were read."""
    failed = Signal(str)
    """Why there is nothing to see, as a sentence."""

    def __init__(self, opener: Opener, threads: PageThreads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pages, self.making = threads.pages, threads.making
        self.source: Source | None = None
        self._document = _Document(opener)
        threads.at_end.append(self._document.release)
        self._wanted: list[tuple[int, int]] = []
        self._now: tuple[int, int] | None = None
        self._drawing: Task | None = None
        self._making: Task | None = None
        self._search: object = None
        self._drag: object = None
        self.pages.finished.connect(self._finish)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._release)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return self.pages.is_busy or self.making.is_busy

    def forget(self) -> None:
        """Look at nothing any more: whatever is under way is dropped."""
        self.source, self._wanted, self._now = None, [], None
        if self._making is not None:
            self._making.job.cancel()

    def open_itself(self, archive: Archive, file: EvidenceFile) -> None:
        """Open a PDF as it lies in the evidence folder."""
        self.forget()
        self.source = Source(file, archive.folder.absolute(file.path))
        self._open(archive, self.source)

    def make(self, archive: Archive, file: EvidenceFile) -> None:
        """Have pages made of a file, then open them."""
        self.forget()
        source = self.source = Source(file)

        def work(job: Job) -> Path | _Sorry:
            if _is_secret(_text_of(archive, file)):
                return _Sorry(WITHHELD)
            made = archive.renderer.render(archive.folder.absolute(file.path), file, job)
            return _Sorry(made.sentence) if isinstance(made, NotPrintable) else made.pdf

        def done(path: Path) -> None:
            source.path = path
            self._open(archive, source)

        self._making = self._run(self.making, source, work, done)
        self._run(self.pages, source, lambda _job: words_meanwhile(_text_of(archive, file)), self.read_meanwhile.emit)

    def want(self, wanted: list[tuple[int, int]]) -> None:
        """Draw these pages (page, width in pixels), in this order; earlier wishes that are not among them go."""
        if self._now not in wanted:
            self._now = None
        self._wanted = [wish for wish in wanted if wish != self._now]
        self._draw_next()

    def find(self, words: str) -> None:
        """Look for words on all pages, one after the other; a new search replaces the former, no words end it."""
        self._search = search = object()
        if self.source is not None and self.source.sizes and words.strip():
            self._find_from(self.source, words, 0, search)

    def select(self, page: int, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Ask for the text between two points of a page."""
        self._drag = drag = (page, start, end)
        if (source := self.source) is None:
            return

        def work(_job: Job) -> tuple[str, Sequence[Area]] | None:
            if drag is not self._drag:  # the mouse has gone on
                return None
            return self._document.at(source).text_between(page, start, end)

        def done(found: tuple[str, Sequence[Area]] | None) -> None:
            if found is not None:
                self.selected.emit(page, *found)

        self._run(self.pages, source, work, done)

    def read_beside(self, read: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Read something else about the file that is looked at, after what is under way."""
        if self.source is not None:
            self._run(self.pages, self.source, lambda _job: read(), done)

    def close(self) -> None:
        """Look at nothing any more; before the threads end, which close what is open."""
        self.forget()
        self._idle.stop()

    def _release(self) -> None:
        self.pages.run("", lambda _job: self._document.release(), shown=False)

    def _open(self, archive: Archive, source: Source) -> None:
        def work(_job: Job) -> tuple[tuple[float, float], ...] | _Sorry:
            source.text = _text_of(archive, source.file)
            if _is_secret(source.text):
                return _Sorry(WITHHELD)
            return self._document.at(source).sizes or _Sorry("文件中没有可以显示的页面。")

        def done(sizes: tuple[tuple[float, float], ...]) -> None:
            source.sizes = sizes
            self.opened.emit(sizes)

        self._run(self.pages, source, work, done)

    def _draw_next(self) -> None:
        """One page at a time, so that a search or a selection waits for one page at most."""
        source = self.source
        if source is None or self._drawing is not None or not self._wanted:
            return
        wish = page, width = self._wanted.pop(0)
        self._now = wish

        def work(_job: Job) -> QImage | None:
            def is_wanted() -> bool:
                return source is self.source and wish == self._now

            drawn = self._document.at(source).picture(page, width, is_wanted)
            if drawn is None:
                return None
            made = QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
            return made.copy()  # into memory of its own: the bytes go

        def done(image: QImage | None) -> None:
            if image is not None:
                self.pictured.emit(page, image)

        self._drawing = self._run(self.pages, source, work, done)

    def _finish(self, task: Task) -> None:
        if task is self._drawing:
            self._drawing, self._now = None, None
            self._draw_next()

    def _find_from(self, source: Source, words: str, page: int, search: object) -> None:
        def work(_job: Job) -> tuple[Area, ...]:
            return self._document.at(source).find(page, words) or _recognised(source, page, words)

        def done(areas: tuple[Area, ...]) -> None:
            if search is self._search:
                self.found.emit(page, areas)
                if page + 1 < len(source.sizes):
                    self._find_from(source, words, page + 1, search)

        self._run(self.pages, source, work, done)

    def _run(
        self, runner: JobRunner, source: Source, work: Callable[[Job], object], done: Callable[[Any], object]
    ) -> Task:
        """Results and failures are handed on only while the source is the one that is looked at."""

        def guarded(job: Job) -> object:
            if source is not self.source:
                return None
            try:
                return work(job)
            except DossierError as error:
                return _Sorry(error.sentence)

        def settle(result: object) -> None:
            if source is self.source:
                if isinstance(result, _Sorry):
                    self.failed.emit(result.sentence)
                else:
                    done(result)

        self._idle.start()
        return runner.run("", guarded, settle, shown=False)


def _text_of(archive: Archive, file: EvidenceFile) -> FileText | None:
    key = content_key(file)
    return archive.texts.store.text_of(key) if key is not None else None


def _is_secret(text: FileText | None) -> bool:
    return text is not None and text.state is TextState.SECRET


def _recognised(source: Source, page: int, words: str) -> tuple[Area, ...]:
    """Places of words in lines that were recognised from a picture: whole lines, for signs have no places."""
    if source.text is None or source.file.verdict.format not in _PLACED:
        return ()
    width, height = (side * _MM for side in source.sizes[page])
    terms = terms_of(words)
    lines = [line for one in source.text.pages if one.page == page + 1 for line in one.lines]
    return tuple(
        (line.x0 / width, line.y0 / height, line.x1 / width, line.y1 / height)
        for line in lines
        if any(term.pattern.search(folded(line.text)) for term in terms)
    )
