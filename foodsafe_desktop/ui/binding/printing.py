"""Pages onto a printer: drawn by a worker process, put on paper on a thread of its own, one after the other."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QRect
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from foodsafe_desktop.domain.errors import DossierError, PrinterRefused
from foodsafe_desktop.domain.sheets import Size
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Picture, Renderer
from foodsafe_desktop.ui.binding.pages import PrintChoice, paper_for, placed, sided
from foodsafe_desktop.ui.binding.print_form import PrintForm
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.jobs import JobRunner
from foodsafe_desktop.ui.notices import Notices

FINEST = 400
"""Dots per inch beyond which no page is drawn: finer than scans are."""
_STRIP = 120_000
"""Pixels that are sent to the printer in one go."""
_PAPERS = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}
_MM = 25.4
JOB_SHEET = "打印作业单"
"""How the names of the sheets begin that say how a set of volumes is printed."""

ChoosePrinter = Callable[[QPrinter, Callable[[], object]], object]


class Printing(QObject):
    """Prints PDFs of one archive. `runner` is a thread beside the dossier's: printing keeps nobody from working.

    `choose_printer` shows the system's dialog and calls back when a printer was chosen.
    """

    def __init__(self, window: QWidget, desk: Desk, runner: JobRunner, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._desk, self._runner, self._notices = window, desk, runner, notices
        self._printed: set[Path] = set()
        self.choose_printer: ChoosePrinter = self._ask_printer
        runner.failed.connect(self._explain)

    def ask(self, pdf: Path, *, duplex: bool) -> None:
        """Ask what of a volume, or of the job sheet beside it, is printed and how."""

        def read(archive: object, job: Job) -> dict[Path, tuple[Size, ...]]:
            renderer: Renderer = archive.renderer  # type: ignore[attr-defined]
            sheets = sorted(pdf.parent.glob(f"{JOB_SHEET}*.pdf"))
            return {one: renderer.page_sizes(one, job) for one in (*sheets, pdf)}

        def show(found: dict[Path, tuple[Size, ...]]) -> None:
            first = next((one for one in found if one not in self._printed), pdf)

            def choose(document: Path, choice: PrintChoice) -> None:
                self._choose(document, found[document], choice)

            PrintForm(self._window, found, first, choose, duplex=duplex).open()

        self._desk.ask("读取待打印的页面", read, show)

    def _choose(self, document: Path, sizes: tuple[Size, ...], choice: PrintChoice) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(document.stem)
        sides = QPrinter.DuplexMode
        printer.setDuplex(sides.DuplexLongSide if choice.duplex else sides.DuplexNone)
        set_paper(printer, sizes[choice.pages[0]], choice)
        self.choose_printer(printer, lambda: self._print(printer, document, sizes, choice))

    def _ask_printer(self, printer: QPrinter, on_chosen: Callable[[], object]) -> None:
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle("打印")
        dialog.accepted.connect(lambda *_printer: on_chosen())
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # the print dialog's own wants to be told a slot by its C++ name

    def _print(self, printer: QPrinter, document: Path, sizes: tuple[Size, ...], choice: PrintChoice) -> None:
        archive = self._desk.archive
        if archive is None:
            return

        def done(count: int) -> None:
            self._printed.add(document)
            self._notices.tell(f"已将“{document.stem}”的 {count} 页送往打印机。")

        self._runner.run(
            f"打印“{document.stem}”",
            lambda job: print_pages(printer, archive.renderer, document, sizes, choice, job),
            done,
        )

    def _explain(self, _task: object, error: DossierError) -> None:
        self._notices.warn(error.sentence)


def print_pages(
    printer: QPrinter, renderer: Renderer, document: Path, sizes: tuple[Size, ...], choice: PrintChoice, job: Job
) -> int:
    """Print the pages chosen, each on its paper in actual size; returns how many. Not for the window's thread.

    Raises PrinterRefused, PagesUnprintable, Cancelled: the printer then drops what it has.
    """
    order = sided(choice.pages, duplex=choice.duplex)
    set_paper(printer, sizes[choice.pages[0]], choice)
    painter = QPainter()
    _require(painter.begin(printer), printer)
    finest = min(printer.resolution(), FINEST)
    drawn = _drawn_ahead(lambda page: renderer.picture(document, page, finest, job), choice.pages)
    try:
        with closing(drawn):
            for done, page in enumerate(order):
                job.step(done, len(order), f"第 {done + 1} 页")
                if done:
                    set_paper(printer, sizes[page if page is not None else choice.pages[0]], choice)
                    _require(printer.newPage(), printer)
                if page is not None:
                    _draw(painter, printer, next(drawn), sizes[page])
    except BaseException:  # cancelled or broken: the printer must not be left waiting for more pages
        printer.abort()
        raise
    finally:
        painter.end()
    return len(choice.pages)


def _drawn_ahead(draw: Callable[[int], Picture], pages: Sequence[int]) -> Generator[Picture, None, None]:
    """Pictures of pages in order; while one goes to the printer, the next is being drawn."""
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as ahead:
        coming = ahead.submit(draw, pages[0])
        for following in (*pages[1:], None):
            picture = coming.result()
            if following is not None:
                coming = ahead.submit(draw, following)
            yield picture


def _require(is_done: bool, printer: QPrinter) -> None:  # noqa: FBT001 - what Qt answered
    if not is_done:
        raise PrinterRefused(printer.printerName())


def set_paper(printer: QPrinter, size: Size, choice: PrintChoice) -> None:
    """The paper for a page: its size, and turned as the page is."""
    turned = QPageLayout.Orientation.Landscape if size[0] > size[1] else QPageLayout.Orientation.Portrait
    paper = QPageSize(_PAPERS[paper_for(size, choice.large)])
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(paper, turned, QMarginsF(), QPageLayout.Unit.Millimeter))
    printer.setFullPage(True)


def _draw(painter: QPainter, printer: QPrinter, picture: Picture, size: Size) -> None:
    """Draw a picture in strips: each is sent on in a moment, and the window's thread comes to its turn in between."""
    full = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    left, top, width, height = (
        length * printer.resolution() / _MM for length in placed(size, (full.width(), full.height()))
    )
    rows = max(1, _STRIP // picture.width)
    for first in range(0, picture.height, rows):
        last = min(first + rows, picture.height)
        strip = picture.pixels[first * picture.stride : last * picture.stride]
        image = QImage(strip, picture.width, last - first, picture.stride, QImage.Format.Format_RGB888)
        upper, lower = (round(top + height * row / picture.height) for row in (first, last))
        painter.drawImage(QRect(round(left), upper, round(width), lower - upper), image)
