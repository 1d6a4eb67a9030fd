"""What is asked of a worker: the words of one file, whatever it is, and which of its pages are pictures of words."""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.domain.secrecy import later_page_bears_secrecy_mark, text_bears_secrecy_mark
from foodsafe_desktop.domain.texts import FileText, Look, PageText, TextState, without_empty
from foodsafe_desktop.renditions.listing import NotListed, Why, list_members
from foodsafe_desktop.renditions.looks import look_of
from foodsafe_desktop.renditions.pictures import PictureRefused, open_picture
from foodsafe_desktop.renditions.signature import IMAGES, LETTERS, MAILS, Format, as_named, identify
from foodsafe_desktop.renditions.text.binary_workbooks import is_binary, xlsb_texts
from foodsafe_desktop.renditions.text.budget import CUT, DAMAGED, LOCKED, TextRefused, pages_of
from foodsafe_desktop.renditions.text.letters import MOST_PARTS, Letter
from foodsafe_desktop.renditions.text.mail import letter_of, letter_text
from foodsafe_desktop.renditions.text.pdf import first_page_look, pdf_pages
from foodsafe_desktop.renditions.text.plain import plain_text
from foodsafe_desktop.renditions.text.rtf import rtf_text
from foodsafe_desktop.renditions.text.word97 import slides_text, word_text
from foodsafe_desktop.renditions.text.workbooks import xls_texts, xlsx_texts
from foodsafe_desktop.renditions.text.xml_text import package_texts
from foodsafe_desktop.renditions.zip_directory import DirectoryTooLong, open_zip

PICTURES = IMAGES | {Format.HEIC}
_XML = (Format.DOCX, Format.PPTX, Format.ODT, Format.ODS, Format.ODP)
_ARCHIVES = (Format.ZIP, Format.RAR, Format.SEVEN_ZIP)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    RuntimeError,
    NotImplementedError,
    IndexError,
    struct.error,
)
SECRET = FileText(
    TextState.SECRET,
    detail="页面带有疑似涉密标志，文字未保存。请停止使用、保持断网，并按保密规定处理。",
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a worker found: the text so far, and the pages (from 1) that are pictures of words."""

    text: FileText
    pictures: tuple[int, ...] = ()


class _Marked(Exception):
    """The subject of a mail, or something attached, bears a secrecy mark."""


def read_words(path: Path, depth: int = 0, *, cleared: bool = False) -> Words:
    """The words of a file. Never raises: what cannot be read is said in the text's state and detail.

    `depth` counts the mails in which it was attached. `cleared`: a person said that its marks mean nothing.
    """
    try:
        words = _read(path, identify(path), depth, cleared=cleared)
        return Words(SECRET) if not cleared and is_marked(words.text.pages) else words
    except _Marked:
        return Words(SECRET)
    except TextRefused as refused:
        return _refused(str(refused))
    except MemoryError:
        return _refused("读取文字所需内存超出限额。请拆分后重新放入。")
    except OSError:
        return _refused("文件无法读取或已被移走，未能读取文字。请检查权限、磁盘或网络。")
    except Exception:  # parsers meet hostile bytes with any exception; for the archivist all mean this
        return _refused(DAMAGED)


def _refused(sentence: str) -> Words:
    return Words(FileText(TextState.UNREADABLE, detail=sentence))


def _read(path: Path, found: Format, depth: int, *, cleared: bool) -> Words:
    if found in PICTURES:
        look, frames = _look(path, found)
        return Words(FileText(TextState.NEEDS_OCR, look=look), tuple(range(1, frames + 1)))
    if found is Format.PDF:
        pages, pictures, cut = pdf_pages(path)
        words = _finished(pages, tuple(pictures), cut=cut)
        if 1 not in words.pictures:
            return words
        return replace(words, text=replace(words.text, look=first_page_look(path)))
    found = as_named(path, found)
    if found in MAILS:
        return _read_letter(path, found, depth, cleared=cleared)
    texts = _texts(path, found)
    if texts is None:
        return Words(FileText(TextState.NO_WORDS))
    pages, cut = pages_of(texts)
    return _finished(pages, (), cut=cut)


def _read_letter(path: Path, found: Format, depth: int, *, cleared: bool) -> Words:
    """A mail, and behind it what is attached, a page each; of attached pictures and scans nothing is recognised."""
    letter, unread = letter_of(path, found), list[str]()
    names = (one.name for one in (*letter.attached, *letter.pictures))
    if not cleared and any(map(bears_secrecy_mark, (letter.subject, *names))):
        raise _Marked
    pages, cut = pages_of(_with_attachments(letter, depth, unread, cleared=cleared))
    words = _finished(pages, (), cut=cut)
    if letter.has_more:
        unread.append(f"第{MOST_PARTS}个以后")
    if not unread:
        return words
    said = (
        f"附件{'、'.join(f'“{name}”' for name in unread[:_NAMED])}{'等' if len(unread) > _NAMED else ''}的文字未读取。"
    )
    return replace(words, text=replace(words.text, detail=words.text.detail + said))


_NAMED, _DEEPEST = 5, 2


def _with_attachments(letter: Letter, depth: int, unread: list[str], *, cleared: bool) -> Iterator[str]:
    yield letter_text(letter)
    with tempfile.TemporaryDirectory(prefix="fsd-") as folder:
        kept = [one for one in (*letter.attached, *letter.pictures) if one.content] if depth < _DEEPEST else []
        for at, one in enumerate(kept):
            suffix = Path(one.name).suffix.lower()
            place = Path(folder) / f"{at}{suffix if suffix in LETTERS else ''}"
            place.write_bytes(one.content)
            words = read_words(place, depth + 1, cleared=cleared)
            place.unlink()
            if words.text.state is TextState.SECRET:
                raise _Marked
            if words.pictures or words.text.detail:
                unread.append(one.name)
            if text := "\n".join(page.text for page in words.text.pages):
                yield f"附件《{one.name}》\n{text}"


def _look(path: Path, found: Format) -> tuple[Look | None, int]:
    """How a picture looks, and its count of pages. One that does not decode gets its sentence when it is recognised."""
    try:
        with open_picture(path, found) as (image, pages):
            return look_of(image, is_scan=found is Format.TIFF), pages
    except PictureRefused as error:
        if found is Format.TIFF:
            raise TextRefused(DAMAGED) from error
        return None, 1


def _texts(path: Path, found: Format) -> Iterable[str] | None:
    """The texts of a file that has no pictures of words, None where it is of no kind that has words."""
    if found in _XML or found is Format.XLSX:
        return _of_package(path, found)
    if found in _ARCHIVES:
        return _names(path)
    if found is Format.OFD:
        return _of_layout(path)
    if found is Format.XLS:
        return xls_texts(path)
    reader = _SINGLE.get(found)
    return None if reader is None else (reader(path),)


_SINGLE: dict[Format, Callable[[Path], str]] = {
    Format.DOC: word_text,
    Format.PPT: slides_text,
    Format.RTF: rtf_text,
    Format.TEXT: plain_text,
}


def _of_package(path: Path, found: Format) -> Iterator[str]:
    try:
        with open_zip(path) as package:
            if found is Format.XLSX and is_binary(package):
                yield from xlsb_texts(package)
            yield from xlsx_texts(package) if found is Format.XLSX else package_texts(package, found)
    except (*_BROKEN, DirectoryTooLong) as error:
        raise TextRefused(DAMAGED) from error


def _of_layout(path: Path) -> Iterator[str]:
    """The pages of an OFD (GB/T 33190) in reading order."""
    from foodsafe_desktop.renditions.ofd.words import ofd_text  # noqa: PLC0415 - brings along all that draws such pages

    yield from ofd_text(path).split("\f")


def _names(path: Path) -> Iterator[str]:
    """The names in an archive, by which it can be found; what is in its files is not read."""
    try:
        yield "\n".join(one.name for one in list_members(path).members)
    except NotListed as error:
        raise TextRefused(LOCKED if error.why is Why.LOCKED else DAMAGED) from error


def _finished(pages: Sequence[PageText], pictures: tuple[int, ...], *, cut: bool) -> Words:
    text = text_of(pages, CUT if cut else "")
    return Words(replace(text, state=TextState.NEEDS_OCR) if pictures else text, pictures)


def _is_marked(page: PageText) -> bool:
    return (text_bears_secrecy_mark if page.page == 1 else later_page_bears_secrecy_mark)(page.text)


def is_marked(pages: Iterable[PageText]) -> bool:
    """Whether one of these pages bears a secrecy mark: then nothing of the file is kept."""
    return any(map(_is_marked, pages))


def text_of(pages: Sequence[PageText], detail: str = "") -> FileText:
    """Pages as what is kept of a file: without the empty ones."""
    kept = without_empty(pages)
    return FileText(TextState.READ if kept else TextState.EMPTY, kept, detail)
