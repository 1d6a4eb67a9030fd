"""Evidence files to PDF pages. The originals are only read; what has to be made goes to the cache."""

import gc
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf

from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile
from foodsafe_desktop.renditions.annexes import ARCHIVES, RECORDINGS, described
from foodsafe_desktop.renditions.decoded import TOO_LARGE, is_too_large
from foodsafe_desktop.renditions.images import picture_to_pdf
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.making import CannotPrint, Made, Maker, kept, measure, measured, put
from foodsafe_desktop.renditions.ofd.pages import ofd_to_pdf
from foodsafe_desktop.renditions.office_pages.document import document_to_pdf
from foodsafe_desktop.renditions.office_pages.mail import Enclosure, letter_to_pdf, take_apart
from foodsafe_desktop.renditions.office_pages.mending import mending
from foodsafe_desktop.renditions.office_pages.old_workbook import old_workbook_to_pdf
from foodsafe_desktop.renditions.office_pages.plain import text_to_pdf
from foodsafe_desktop.renditions.office_pages.slides import slides_to_pdf
from foodsafe_desktop.renditions.office_pages.strict import also_strict
from foodsafe_desktop.renditions.office_pages.workbook import workbook_to_pdf
from foodsafe_desktop.renditions.office_programs import FAILED, SHEETS, OfficePrograms
from foodsafe_desktop.renditions.page_pictures import page_picture, page_sizes
from foodsafe_desktop.renditions.pictures import PictureRefused
from foodsafe_desktop.renditions.seen_pages import seen_pages
from foodsafe_desktop.renditions.signature import CONVERTED, IMAGES, MAILS, Format, as_named, identify
from foodsafe_desktop.renditions.worker import WorkerInspector, WorkerLost, Workers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import NotPrintable, Picture, Rendition, SeenPages
from foodsafe_desktop.services.ports.renderer import UNREGISTERED

_SECONDS, _SECONDS_TO_INSPECT = 300.0, 30.0
"""A colour scan takes about two seconds a page."""
_NO_CONVERTER = (
    "本机未找到可用的文档转换程序，未能打印。请安装 WPS、Microsoft Office 或 LibreOffice，"
    "或用原软件另存为 PDF 后放入同一文件夹。"
)
_MAKERS: dict[Format, Maker] = {
    Format.OFD: ofd_to_pdf,
    Format.DOCX: mending(also_strict(document_to_pdf)),
    Format.XLSX: mending(also_strict(workbook_to_pdf)),
    Format.XLS: old_workbook_to_pdf,
    Format.PPTX: mending(also_strict(slides_to_pdf)),
    Format.TEXT: text_to_pdf,
}
"""Who lays out a document of that format; it is called only for files whose verdict is OK."""
_DEEPEST, _SECONDS_A_MAIL = 2, 900.0
"""Mails within mails whose attachments are printed, and how long it may take to make pages of all that is attached."""
_LATE = NotPrintable("该邮件的附件转换时间过长。请把该附件单独放入同一文件夹。")
_MAKING = 7
"""Raised when makers change what they print: the number is in the cache's names, so that pages are made anew."""


class PageRenderer:
    """Implements `ports.Renderer`. Made pages are kept as ``cache/renditions/<digest>-….pdf``, which may be deleted.

    Shares the worker processes of `inspector`; without one it has its own, to be ended with `close()`. `conversion`:
    who lays out office documents.
    """

    def __init__(
        self, cache: Path, inspector: WorkerInspector | None = None, conversion: Conversion = Conversion.AUTO
    ) -> None:
        self._folder = cache / "renditions"
        self._workers = inspector.workers if inspector else Workers()
        self._programs = OfficePrograms(self._workers, conversion)

    def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition | NotPrintable:
        """Pages of one file. Hostile input gives NotPrintable, never an exception (but Cancelled passes)."""
        job.check()
        if file.fixity is None:
            return NotPrintable(UNREGISTERED)
        target = self._folder / f"{file.fixity.digest}.pdf"
        try:
            found = next((one for one in Format if one == file.verdict.format), Format.UNKNOWN)
            return self._rendered(source, found, target, job)
        except WorkerLost as lost:
            return _lost(lost)

    def _rendered(
        self, source: Path, found: Format, target: Path, job: Job, depth: int = 0, end: float = 0.0
    ) -> Rendition | NotPrintable:
        """Pages of a file, or of one that was attached to a mail in a mail, `depth` of them, to be made until `end`."""
        if as_named(source, found) in MAILS:
            return self._letter(source, as_named(source, found), target, job, depth, end)
        outside = self._programs.pages(source, found, target, job) if found in CONVERTED else None
        if isinstance(outside, Rendition):
            return outside
        own = self._workers.run(job, _SECONDS, make_pages, source, target)
        if outside is None:
            return own
        if isinstance(own, Rendition):
            return replace(own, notes=(*own.notes, f"{outside}，改由本程序排版。"))
        what = "设定打印区域，" if found in SHEETS else ""
        return NotPrintable(f"{outside}，未能打印。请用原软件{what}另存为 PDF 后放入同一文件夹。")

    def _letter(
        self, source: Path, found: Format, target: Path, job: Job, depth: int, end: float
    ) -> Rendition | NotPrintable:
        """A mail's pages, and behind them those of what is attached, made as those of any other file."""
        converters = {one.key for form in sorted(CONVERTED) if (one := self._programs.meant(form))}
        target = target.with_name("-".join((target.stem, "mail", *sorted(converters))) + target.suffix)
        end = end or time.monotonic() + _SECONDS_A_MAIL
        with tempfile.TemporaryDirectory(prefix="fsd-", ignore_cleanup_errors=True) as folder:
            known = self._workers.run(job, _SECONDS, kept_or_taken_apart, source, found, Path(folder), target)
            if isinstance(known, Rendition | NotPrintable):
                return known
            enclosures = [self._enclosed(one, job, depth, end) for one in known] if depth < _DEEPEST else []
            return self._workers.run(job, _SECONDS, make_pages, source, target, enclosures)

    def _enclosed(self, one: Enclosure, job: Job, depth: int, end: float) -> Enclosure:
        job.check()
        if one.place is None:
            return one
        if time.monotonic() > end:
            return replace(one, made=_LATE)
        try:
            verdict = self._workers.run(job, _SECONDS_TO_INSPECT, inspect_file, one.place)
            if not verdict.printable and verdict.format not in ARCHIVES | RECORDINGS:
                return replace(one, made=NotPrintable(verdict.detail))
            target = one.place.with_name(f"pages-{one.place.stem}.pdf")
            return replace(one, made=self._rendered(one.place, Format(verdict.format), target, job, depth + 1, end))
        except WorkerLost as lost:
            return replace(one, made=_lost(lost))

    def seen_pages(self, pdf: Path, file: EvidenceFile, job: Job) -> SeenPages | None:
        """How the pages look; see `Renderer.seen_pages`."""
        if file.fixity is None:
            return None
        stem = pdf.stem if pdf.is_relative_to(self._folder) else file.fixity.digest
        return seen_pages(self._workers, pdf, self._folder / f"{stem}-seen-{_MAKING}.json", job)

    def page_sizes(self, pdf: Path, job: Job) -> tuple[tuple[float, float], ...]:
        """Sizes of the pages of a PDF; see `Renderer.page_sizes`."""
        return page_sizes(self._workers, pdf, job)

    def picture(self, pdf: Path, page: int, dpi: float, job: Job) -> Picture:
        """A page as a picture; see `Renderer.picture`."""
        return page_picture(self._workers, pdf, page, dpi, job)

    def forget(self, file: EvidenceFile) -> None:
        """Drop all pages that were made of a file; see `Renderer.forget`."""
        if file.fixity is not None:
            for one in self._folder.glob(f"{file.fixity.digest}*"):
                with suppress(OSError):  # held open by a preview on Windows: no reason to leave the file in use
                    one.unlink()

    def try_again(self, file: EvidenceFile) -> None:
        """Let a document be converted anew after it failed; see `Renderer.try_again`."""
        if file.fixity is not None:
            for one in self._folder.glob(f"{file.fixity.digest}-*{FAILED}"):
                one.unlink(missing_ok=True)
            for one in self._folder.glob(f"{file.fixity.digest}-mail*"):
                one.unlink(missing_ok=True)

    def close(self) -> None:
        """Stop the workers."""
        self._workers.close()


def _lost(lost: WorkerLost) -> NotPrintable:
    how = "打开超时" if lost.timed_out else "打开时程序异常退出"
    return NotPrintable(f"文件{how}，未能打印，可能已损坏或结构异常。请另存为新的 PDF 后放入同一文件夹。")


def kept_or_taken_apart(
    source: Path, found: Format, folder: Path, target: Path
) -> Rendition | NotPrintable | list[Enclosure]:
    """Run in a worker: the pages that were made before, else what is attached to a mail, written into `folder`."""
    try:
        return kept(_numbered(target)) or take_apart(source, found, folder)
    except Exception as error:  # as in make_pages
        return NotPrintable(_why_not(error))


def make_pages(source: Path, target: Path, enclosures: Sequence[Enclosure] = ()) -> Rendition | NotPrintable:
    """Run in a worker: the file itself if it is a PDF that anyone can open, else pages made beside `target`.

    `enclosures` are what a mail has attached, printed behind it.
    """
    try:
        return _pages_of(source, target, enclosures)
    except Exception as error:  # parsers meet hostile bytes with any exception; a slip sheet takes the file's place
        sorry = NotPrintable(_why_not(error))
    gc.collect()  # what a reader had built up hangs together in circles, and the next file needs the room
    return sorry


def _numbered(target: Path) -> Path:
    return target.with_name(f"{target.stem}-{_MAKING}.pdf")


def _pages_of(source: Path, target: Path, enclosures: Sequence[Enclosure]) -> Rendition | NotPrintable:
    found = as_named(source, identify(source))
    if found is Format.PDF:
        return _pdf_pages(source, target)
    target = _numbered(target)
    if found in IMAGES:
        return kept(target) or put(target, lambda place: Made(picture_to_pdf(source, found, place)))
    if found in MAILS:
        maker = partial(letter_to_pdf, found=found, enclosures=enclosures)
        return kept(target) or _laid_out(source, target, maker)
    if found in _MAKERS:
        return kept(target) or _laid_out(source, target, _MAKERS[found])
    if found in ARCHIVES | RECORDINGS:
        return described(source, found, target.with_suffix(".json"))
    verdict = inspect_file(source)
    return NotPrintable(_NO_CONVERTER if verdict.printable else verdict.detail)


def _laid_out(source: Path, target: Path, maker: Maker) -> Rendition | NotPrintable:
    verdict = inspect_file(source)
    if verdict.condition is not Condition.OK:
        return NotPrintable(verdict.detail)
    return put(target, lambda place: maker(source, place))


def _why_not(error: Exception) -> str:
    if isinstance(error, CannotPrint):
        return error.sentence
    if isinstance(error, PictureRefused) and not error.too_large:
        return "图像数据不完整，或采用了不支持的压缩方式，未能打印。请重新索取原文件。"
    if isinstance(error, PictureRefused | MemoryError):
        return "文件过大，打印所需内存超出限额。请缩小或拆分后重新放入。"
    if isinstance(error, pikepdf.PasswordError):
        return "PDF 设有打开密码，未能打印。请索取未加密的文件。"
    if isinstance(error, OSError):
        return "读取文件或写入缓存目录时出错，未能打印。请检查磁盘空间和权限后重试。"
    return "文件结构异常，未能打印。请另存为新的 PDF 后放入同一文件夹。"


def _pdf_pages(source: Path, target: Path) -> Rendition | NotPrintable:
    sizes = target.with_name(f"{target.stem}-{_MAKING}.json")
    if (known := measured(source, sizes)) is not None:
        return known
    with pikepdf.open(source) as pdf:
        if len(pdf.pages) == 0:
            return NotPrintable("PDF 中没有可读的页面，未能打印。请重新索取原文件。")
        if is_too_large(pdf):
            return NotPrintable(TOO_LARGE)
        if not pdf.is_encrypted:
            return measure(pdf, source, sizes)
        return kept(target) or put(target, lambda place: _save_open(pdf, place))


def _save_open(pdf: pikepdf.Pdf, place: Path) -> Made:
    """The pages of a PDF that anyone may open, without the encryption that only restricts copying and the like."""
    pdf.save(place, encryption=False, deterministic_id=True)
    return Made(len(pdf.pages))
