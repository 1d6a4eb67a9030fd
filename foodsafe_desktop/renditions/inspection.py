"""Whether a file opens. One function, run in a worker process: it may crash or hang, and nothing else may mind.

How the verdict is reached, by kind. *PDF*: opened with qpdf (through pikepdf), which repairs what readers repair, so
its warnings are no damage; a file that only restricts rights opens and is OK. Damage is: fewer pages than the file
declares, pages that are gone or whose content breaks off (`page_soundness`), or an end that is missing (a copy broken
off). One that opens and would keep every viewer busy for ever (`decoded`) is OK, and not printable. *Images*: decoded
through to the last row of every page. *OOXML, ODF, OFD, ZIP*: see `packages`. *RAR, 7z*: listed (see `archives`), but
UNKNOWN. *.doc, .xls, .ppt, .wps, .msg*: a readable compound file whose main stream is whole and begins as it must is
OK; a password shows in its first records. *Text, mail, RTF*: it decodes as text. *MP4, MOV, HEIC*: the chain of boxes
reaches exactly to the end of the file and holds the index. *MP3*: its first frames follow upon each other. *WAV*: its
sound is all there. Everything else is UNKNOWN: named perhaps (`foreign`), but nobody here has opened it, and unknown is
not OK. An extension decides nothing, except that content which nobody recognises under a name like .pdf is damage, and
that parts of a split archive are known by their numbers. What else is seen on the way (`Fact`) changes no verdict.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf

from foodsafe_desktop.domain.evidence import Condition, Fact, Verdict
from foodsafe_desktop.renditions.archives import VOLUME_SENTENCE, inspect_archive
from foodsafe_desktop.renditions.decoded import TOO_LARGE, is_too_large
from foodsafe_desktop.renditions.foreign import foreign, link
from foodsafe_desktop.renditions.media import inspect_boxes, inspect_mp3, inspect_wav
from foodsafe_desktop.renditions.office import BY_OTHERS, inspect_compound
from foodsafe_desktop.renditions.packages import inspect_package
from foodsafe_desktop.renditions.page_soundness import first_broken_page, first_lost_page
from foodsafe_desktop.renditions.pdf_facts import facts_of_pdf
from foodsafe_desktop.renditions.pictures import PictureRefused, decode, facts_of_picture, open_picture
from foodsafe_desktop.renditions.signature import COMPOUNDS, IMAGES, PACKAGES, Format, as_named, identify
from foodsafe_desktop.renditions.text.rtf import draws_on_outside

_SIGNED = {
    *("pdf", "jpg", "jpeg", "png", "tif", "tiff", "gif", "bmp", "webp", "heic", "mp4", "mov"),
    *("docx", "xlsx", "pptx", "odt", "ods", "odp", "ofd", "zip", "rar", "7z"),
}
"""Extensions whose formats are always recognised when whole."""
_PAGES_LOST, _REBUILT = "Pages tree includes non-dictionary object", "reconstruct cross-reference table"
"""What qpdf says when pages are not there any more, and when it had to find the objects by searching."""
_MENDED = re.compile(r"\bobject (\d+) \d+, offset")
"""How it names an object that it could not read as it stands."""
_MOST_JUNK = 8 * 1024 * 1024
"""Bytes after the end of a PDF among which the end is looked for."""
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_VOLUME = re.compile(r"\.(?:[rz]\d\d|\d{3}|part\d+\.rar)$", re.IGNORECASE)
_HEAD = 4096
_ASK_AGAIN = "请向报送单位重新索取原文件。"
_READABLE_TEXT = {Format.TEXT: "", Format.EML: "", Format.RTF: BY_OTHERS}


def inspect_file(path: Path) -> Verdict:
    """Open a file and say how that went. Never raises: what cannot be read is a verdict too."""
    found = Format.UNKNOWN
    try:
        if path.stat().st_size == 0:
            return Verdict(found, Condition.EMPTY, "文件为空（0 字节）。请向报送单位重新索取原文件。")
        found = as_named(path, identify(path))
        return _inspect(path, found)
    except MemoryError:
        return Verdict(found, Condition.UNKNOWN, "文件过大，打开所需内存超出限额，未能核验。请压缩或拆分后重新报送。")
    except OSError:
        return Verdict(found, Condition.UNREADABLE, "文件无法读取或已被移走。请检查权限、磁盘或网络后重新扫描。")
    except Exception:  # parsers meet hostile bytes with any exception; for the archivist all mean this
        return Verdict(found, Condition.DAMAGED, f"文件结构异常，不能打开。{_ASK_AGAIN}")


def _inspect(path: Path, found: Format) -> Verdict:  # noqa: PLR0911 - one line a kind
    if found is Format.PDF:
        return _inspect_pdf(path)
    if found is Format.HEIC and (broken := inspect_boxes(path, found)).condition is not Condition.OK:
        return broken
    if found in IMAGES:
        return _inspect_image(path, found)
    if found in PACKAGES:
        return _as_named(path, inspect_package(path, found))
    if found in COMPOUNDS:
        return inspect_compound(path, found)
    if found in (Format.MP4, Format.MOV):
        return inspect_boxes(path, found)
    if found is Format.MP3:
        return inspect_mp3(path)
    if found is Format.WAV:
        return inspect_wav(path)
    return _inspect_rest(path, found)


def _inspect_rest(path: Path, found: Format) -> Verdict:
    extension = path.suffix.lower().removeprefix(".")
    if _VOLUME.search(path.name):
        return Verdict(found, Condition.UNKNOWN, VOLUME_SENTENCE)
    if found in (Format.RAR, Format.SEVEN_ZIP):
        return inspect_archive(path, found)
    if extension in _SIGNED:
        what = f"扩展名为“.{extension}”，但内容不是该类型的文件，可能已损坏或被截断。{_ASK_AGAIN}"
        return Verdict(found, Condition.DAMAGED, what)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if found in _READABLE_TEXT:
        return _inspect_text(path, found, head)
    known = foreign(head)
    what = known.sentence if known else "文件类型无法识别，未能核验。请另存为 PDF 后放入同一文件夹。"
    return Verdict(found, Condition.UNKNOWN, what)


def _inspect_text(path: Path, found: Format, head: bytes) -> Verdict:
    if found is Format.TEXT and (leads := link(head)):
        return Verdict(found, Condition.UNKNOWN, leads.sentence)
    if found is Format.RTF and not _is_closed(path):
        what = f"RTF 文件结尾缺失，可能没有复制完整，部分内容已丢失。{_ASK_AGAIN}"
        return Verdict(found, Condition.DAMAGED, what)
    facts = (Fact.EXTERNAL_LINKS,) if found is Format.RTF and draws_on_outside(path) else ()
    return Verdict(found, Condition.OK, _READABLE_TEXT[found], printable=True, facts=facts)


def _is_closed(path: Path) -> bool:
    """Whether the group that an RTF file is closes at its end; zeros of a disk and a DOS end of file may follow."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _MOST_JUNK))
        return file.read().rstrip(b"\0\x1a \t\r\n").endswith(b"}")


def _as_named(path: Path, verdict: Verdict) -> Verdict:
    """A package that is only a ZIP under a document's name has lost what made it a document.

    One that breaks off under a part's name is the first part.
    """
    if verdict.condition is Condition.DAMAGED and _VOLUME.search(path.name):
        return Verdict(verdict.format, Condition.UNKNOWN, VOLUME_SENTENCE)
    extension = path.suffix.lower().removeprefix(".")
    if verdict.format == Format.ZIP and verdict.condition is Condition.OK and extension in _SIGNED - {"zip"}:
        what = f"扩展名为“.{extension}”，但其中没有该类型文件应有的内容。{_ASK_AGAIN}"
        return Verdict(verdict.format, Condition.DAMAGED, what)
    return verdict


_LOCKED_OTHERWISE = re.compile("unsupported encryption filter|unsupported /R or /V in encryption", re.IGNORECASE)
"""What qpdf says where not a password keeps a file closed but a security handler that it does not have."""


def _inspect_pdf(path: Path) -> Verdict:
    try:
        with _listening() as logged, pikepdf.open(path) as pdf:
            declared = int(pdf.Root.Pages.get("/Count", 0))  # before qpdf repairs it, as it does on the first look
            pages = len(pdf.pages)
            broken = first_broken_page(pdf)
            complaints = "\n".join([*(str(one) for one in pdf.get_warnings()), *logged])
            if broken is None and (mended := {int(one) for one in _MENDED.findall(complaints)}):
                broken = first_lost_page(pdf, mended)
            heavy = TOO_LARGE if is_too_large(pdf) else ""
            facts = facts_of_pdf(pdf)
    except pikepdf.PasswordError:
        return Verdict(Format.PDF, Condition.ENCRYPTED, "PDF 设有打开密码，不能打开。请向报送单位索取未加密的文件。")
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as error:
        if _LOCKED_OTHERWISE.search(str(error)):
            what = "PDF 用证书、权限管理软件等方式加密，本程序不能打开。请向报送单位索取未加密的文件。"
            return Verdict(Format.PDF, Condition.ENCRYPTED, what)
        return Verdict(Format.PDF, Condition.DAMAGED, f"PDF 已损坏，读不出任何页面。{_ASK_AGAIN}")
    if pages == 0:
        return Verdict(Format.PDF, Condition.DAMAGED, f"PDF 中没有可读的页面。{_ASK_AGAIN}")
    what = ""
    if pages < declared or _PAGES_LOST in complaints:
        what = f"PDF 已损坏：只能读出其中 {pages} 页。"
    elif _REBUILT in complaints and not _has_end(path):
        what = "PDF 结尾缺失，可能没有复制完整，部分内容已丢失。"
    elif broken is not None:
        what = f"PDF 已损坏：第 {broken} 页的内容读不完整。"
    if what:
        return Verdict(Format.PDF, Condition.DAMAGED, what + _ASK_AGAIN, pages)
    return Verdict(Format.PDF, Condition.OK, heavy, pages, printable=not heavy, facts=facts)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What qpdf tells its log, where it tells of pages that are gone: they are not among its warnings."""
    said: list[str] = []
    logger, handler = logging.getLogger("pikepdf"), logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.level, logger.propagate = logging.WARNING, False
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def _has_end(path: Path) -> bool:
    """Whether the end that ISO 32000-1, 7.5.5 demands is there.

    Where H.3.4.4 lets readers look for it, or before what is no part of a PDF: zeros of a disk, a page of a web server.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _MOST_JUNK))
        tail = file.read()
    if b"%%EOF" in tail[-1024:] or b"startxref" in tail[-1024:]:
        return True
    _, end, junk = tail.rpartition(b"%%EOF")
    return bool(end) and not _OBJECT.search(junk)


def _inspect_image(path: Path, found: Format) -> Verdict:
    try:
        with open_picture(path, found) as (image, pages):
            for page in range(pages):
                if page:
                    image.seek(page)
                decode(image)
            facts = facts_of_picture(image)
    except PictureRefused as refused:
        if refused.too_large:
            what = "图像过大，打开所需内存超出限额，未能核验。请缩小或拆分后重新报送。"
            return Verdict(found, Condition.UNKNOWN, what)
        what = f"图像数据不完整，或采用了不支持的压缩方式，不能打开。{_ASK_AGAIN}"
        return Verdict(found, Condition.DAMAGED, what)
    return Verdict(found, Condition.OK, "", pages, printable=True, facts=facts)
