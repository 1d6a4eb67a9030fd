"""Evidence files to PDF pages. The originals are only read; what has to be made goes to the cache."""

from pathlib import Path

import pikepdf

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile
from foodsafe_desktop.renditions.decoded import is_too_large
from foodsafe_desktop.renditions.images import picture_to_pdf
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.making import CannotPrint, Made, Maker, kept, put
from foodsafe_desktop.renditions.ofd.pages import ofd_to_pdf
from foodsafe_desktop.renditions.pictures import PictureRefused
from foodsafe_desktop.renditions.signature import IMAGES, Format, identify
from foodsafe_desktop.renditions.worker import WorkerInspector, WorkerLost, Workers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import NotPrintable, Rendition

_SECONDS = 300.0
"""A colour scan takes about two seconds a page."""
_TOO_LARGE = (
    "页面内容展开后过大（单页超过64 MB、全文超过1 GB，或图形操作过多），未予打印。"
    "请用原软件另存为普通 PDF，或导出为图像后放入同一文件夹。"
)
_MAKERS: dict[Format, Maker] = {Format.OFD: ofd_to_pdf}
"""Who lays out a document of that format; it is called only for files whose verdict is OK."""
_MAKING = 1
"""Raised when makers change what they print: the number is in the cache's names, so that pages are made anew."""


class PageRenderer:
    """Implements `ports.Renderer`. Made pages are kept as ``cache/renditions/<digest>.pdf``, which may be deleted.

    Shares the worker processes of `inspector`; without one it has its own, to be ended with `close()`.
    """

    def __init__(self, cache: Path, inspector: WorkerInspector | None = None) -> None:
        self._folder = cache / "renditions"
        self._workers = inspector.workers if inspector else Workers()

    def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition | NotPrintable:
        """Pages of one file. Hostile input gives NotPrintable, never an exception (but Cancelled passes)."""
        job.check()
        if file.fixity is None:
            return NotPrintable("文件尚未登记校验值，未予打印。请重新扫描后再装订。")
        target = self._folder / f"{file.fixity.digest}.pdf"
        try:
            return self._workers.run(job, _SECONDS, make_pages, source, target)
        except WorkerLost as lost:
            how = "打开超时" if lost.timed_out else "打开时程序异常退出"
            return NotPrintable(f"文件{how}，未能打印，可能已损坏或结构异常。请另存为新的 PDF 后放入同一文件夹。")

    def close(self) -> None:
        """Stop the workers."""
        self._workers.close()


def make_pages(source: Path, target: Path) -> Rendition | NotPrintable:
    """Run in a worker: the file itself if it is a PDF that anyone can open, else pages made beside `target`."""
    try:
        found = identify(source)
        if found is Format.PDF:
            return _pdf_pages(source, target)
        target = target.with_name(f"{target.stem}-{_MAKING}.pdf")
        if found in IMAGES:
            return kept(target) or put(target, lambda place: Made(picture_to_pdf(source, found, place)))
        if found in _MAKERS:
            return kept(target) or _laid_out(source, target, _MAKERS[found])
        return NotPrintable(inspect_file(source).detail)
    except Exception as error:  # parsers meet hostile bytes with any exception; a slip sheet takes the file's place
        return NotPrintable(_why_not(error))


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
    with pikepdf.open(source) as pdf:
        pages = len(pdf.pages)
        if pages == 0:
            return NotPrintable("PDF 中没有可读的页面，未能打印。请重新索取原文件。")
        if is_too_large(pdf):
            return NotPrintable(_TOO_LARGE)
        if not pdf.is_encrypted:
            return Rendition(source, pages)
        return kept(target) or put(target, lambda place: _save_open(pdf, place))


def _save_open(pdf: pikepdf.Pdf, place: Path) -> Made:
    """The pages of a PDF that anyone may open, without the encryption that only restricts copying and the like."""
    pdf.save(place, encryption=False, deterministic_id=True)
    return Made(len(pdf.pages))
