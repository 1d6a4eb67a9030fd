"""How long after the selection of a large PDF its first page stands in the preview, and how long the window waits.

``python -m tests.benchmarks.bench_preview [MEGABYTES]`` makes PDFs of scans and of text, looks at each in a window's
pane (offscreen), and prints milliseconds: to the first page, and the longest gap between two turns of the event loop.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace

import img2pdf
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.renditions.page_view import open_pages
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.ui.appearance import dress
from foodsafe_desktop.ui.preview.presenter import Shown, Way
from foodsafe_desktop.ui.preview.reading import PageReader, PageThreads
from foodsafe_desktop.ui.preview.view import PreviewPane
from tests.fakes import fake_archive
from tests.shipped_edition import shipped_edition

WITHIN, GAP = 300.0, 50.0
"""Milliseconds: the first page, and the longest gap."""
_RUNS = 5
_TICK = 2


def make_scans(target: Path, megabytes: int) -> None:
    """Pages of A4 at 200 dpi as JPEG, of noise over grey: as large as scans are, and as slow to decode."""
    pages: list[bytes] = []
    while sum(map(len, pages)) < megabytes << 20:
        noise = Image.frombytes("L", (827, 1170), os.urandom(827 * 1170)).resize((1654, 2339))
        file = io.BytesIO()
        noise.convert("RGB").save(file, "JPEG", quality=80, dpi=(200, 200))
        pages.append(file.getvalue())
    with target.open("wb") as out:
        img2pdf.convert(pages, outputstream=out)


def make_text(target: Path, pages: int) -> None:
    """Many pages of text."""
    canvas = Canvas(str(target))
    for page in range(pages):
        for row in range(50):
            canvas.drawString(60, 800 - 15 * row, f"page {page} row {row} " + "words of a long report " * 3)
        canvas.showPage()
    canvas.save()


def measure(path: Path, root: Path, look: Callable[[PageReader, EvidenceFile], None]) -> tuple[float, float]:
    """Milliseconds to the first page, and the longest gap of the event loop until a second after it."""
    threads = PageThreads()
    reader, pane = PageReader(open_pages, threads), PreviewPane()
    reader.opened.connect(pane.show_pages)
    reader.pictured.connect(pane.canvas.put_picture)
    pane.canvas.pictures_wanted.connect(reader.want)
    pane.resize(480, 700)
    pane.show()
    QApplication.processEvents()
    loop, ticks = QEventLoop(), [time.perf_counter()]
    ticker = QTimer(interval=_TICK)
    ticker.timeout.connect(lambda: ticks.append(time.perf_counter()))
    first: list[float] = []
    reader.pictured.connect(lambda page, _image: first.append(time.perf_counter()) if page == 0 else None)
    reader.failed.connect(sys.exit)
    ticker.start()
    size = path.stat().st_size
    file = EvidenceFile(1, path.name, 1, Fixity(size, 0, "sha256", "0" * 64), Verdict("pdf", Condition.OK))
    begin = time.perf_counter()
    pane.show_piece(Shown(Way.ITSELF, file=file, title=path.name), None)
    look(reader, file)
    QTimer.singleShot(1_500, loop.quit)
    loop.exec()
    gap = max(later - sooner for sooner, later in pairwise(ticks))
    reader.close()
    threads.close()
    pane.close()
    return (first[0] - begin) * 1000, gap * 1000


def main(megabytes: int) -> int:
    """Measure and print; 1 where a bound is not held."""
    application = QApplication([])
    dress(application)
    fakes: Archive = fake_archive(shipped_edition().catalogue)
    held = True
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        archive = replace(fakes, folder=DiskFolder(root))
        make_scans(root / "scans.pdf", megabytes)
        make_text(root / "text.pdf", 5_000)
        for path in sorted(root.glob("*.pdf")):
            runs = [measure(path, root, lambda reader, file: reader.open_itself(archive, file)) for _ in range(_RUNS)]
            first, gap = (statistics.median(run[at] for run in runs) for at in (0, 1))
            held = held and first <= WITHIN and gap <= GAP
            size = path.stat().st_size / (1 << 20)
            sys.stdout.write(f"{path.name}: {size:.1f} MB, first page {first:.0f} ms, longest gap {gap:.0f} ms\n")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
