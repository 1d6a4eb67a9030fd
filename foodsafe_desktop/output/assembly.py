"""One PDF out of thousands: body pages in order, then front and back matter, labels, bookmarks and links."""

import io
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, PageLocation, String, make_page_destination

from foodsafe_desktop.domain.binder import (
    CLOSING_LABEL,
    CONTENTS_LABEL,
    COVER_LABEL,
    Pagination,
    Piece,
    Section,
    VolumePlan,
    part_sheets,
)
from foodsafe_desktop.domain.errors import Cancelled, CannotWrite
from foodsafe_desktop.output.fair_copy import make_fair
from foodsafe_desktop.output.forms.contents import ContentsSheet
from foodsafe_desktop.output.guarded import Guarded
from foodsafe_desktop.output.page_content import streams
from foodsafe_desktop.output.stamp import stamp

_log = logging.getLogger(__name__)
_MOST_HELD = 256 << 20
"""Bytes of source files copied before what is held in memory goes to the disk."""
_NO_TEXT = re.compile("[\ud800-\udfff]")
_SHORT = 28
"""Characters of a sub-item's text on a bookmark."""


class CannotCopy(Exception):
    """A source's pages cannot be taken into a volume; `sentence` says why, for its slip sheet."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Assembly:
    """A volume's PDF while it is being put together. Copied pages are held in memory, past `_MOST_HELD` on disk.

    `scratch` is a folder for that; `check` is called between pages and while writing there, and may raise to stop.
    """

    def __init__(self, scratch: Path, check: Callable[[], None]) -> None:
        self._pdf = pikepdf.new()
        self._scratch, self._check = scratch, check
        self._held = self._spills = self._first_body = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pdf.close()

    def add_file(self, path: Path) -> int:
        """Append all pages of a source; how many. Raises CannotCopy, and then nothing has been appended; CannotWrite.

        The source is closed again when this returns.
        """
        before = len(self._pdf.pages)
        try:
            size = path.stat().st_size
            with pikepdf.open(path) as source:
                _check(source)
                make_fair(source, self._check)
                self._pdf.add_pages_from(source, outlines="ignore")
        except Cancelled:
            raise
        except Exception as error:
            # Nothing narrower is known of what a broken file makes qpdf's binding raise; only this file is left out.
            del self._pdf.pages[before:]
            if not isinstance(error, CannotCopy | pikepdf.PdfError | pikepdf.PasswordError | OSError):
                _log.warning("cannot copy %s", path, exc_info=error)
            raise CannotCopy(_why(error)) from error
        count = len(self._pdf.pages) - before
        self._held += size
        if self._held > _MOST_HELD:
            self._spill()
        return count

    def _spill(self) -> None:
        """Move what is held in memory to the disk and go on from there."""
        self._spills += 1
        target = self._scratch / f"body-{self._spills}.pdf"
        try:
            with target.open("wb") as stream:
                self.write(stream, lambda _percent: self._check())
            spilt, self._pdf = self._pdf, pikepdf.open(target)
            spilt.close()
            (self._scratch / f"body-{self._spills - 1}.pdf").unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(str(target), str(error)) from error
        self._held = 0

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return len(self._pdf.pages)

    def add_sheet(self, sheet: bytes, at: int | None = None) -> int:
        """Put in the pages of a sheet of our own, before page `at` counted from 0 (None: at the end); how many."""
        with pikepdf.open(io.BytesIO(sheet)) as source:
            if at is None:
                self._pdf.pages.extend(source.pages)
            else:
                for offset, page in enumerate(source.pages):
                    self._pdf.pages.insert(at + offset, page)
            return len(source.pages)

    def finish(
        self, plan: VolumePlan, pagination: Pagination, cover: bytes, contents: ContentsSheet, closing: bytes
    ) -> int:
        """Put front and back matter around the body, number and bookmark it; how many pages there are in all."""
        covers = self.add_sheet(cover, 0)
        listed = self.add_sheet(contents.pdf, covers)
        closings = self.add_sheet(closing)
        body = self._first_body = covers + listed
        self._link(covers, body, contents)
        self._label(covers, listed, pagination.total)
        self._bookmark(plan, pagination, covers, body)
        self._describe(plan)
        stamp(self._pdf, list(_stamps(covers, listed, pagination.total, closings)), self._check)
        return len(self._pdf.pages)

    def body_page(self, index: int) -> int:
        """The body page's number at this place in the finished PDF, counted from 0; below 1 for front matter."""
        return index - self._first_body + 1

    def write(self, target: BinaryIO, progress: Callable[[int], None]) -> None:
        """Write the volume: the same inputs give the same bytes. `progress` hears per cent, and may raise to stop.

        Raises OSError.
        """
        guarded = Guarded(target)

        def go_on(percent: int) -> None:
            guarded.settle()
            progress(percent)

        self._pdf.save(
            cast("BinaryIO", guarded),
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            progress=go_on,
        )
        guarded.settle()

    def _link(self, first: int, body: int, contents: ContentsSheet) -> None:
        for index in range(contents.pages):
            here = [link for link in contents.links if link.page_index == index]
            if here:
                annotations = [self._link_annotation(link.rect, body + link.target - 1) for link in here]
                self._pdf.pages[first + index].obj.Annots = Array(annotations)

    def _link_annotation(self, rect: tuple[float, float, float, float], page: int) -> pikepdf.Object:
        target = make_page_destination(self._pdf, page, PageLocation.Fit)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(rect), Border=Array([0, 0, 0]), Dest=target)
        return self._pdf.make_indirect(link)

    def _label(self, covers: int, listed: int, total: int) -> None:
        plain, style = Name.D, "S"
        ranges: list[object] = [0, Dictionary(P=String(COVER_LABEL))]
        if listed:
            ranges += [covers, Dictionary({f"/{style}": plain, "/P": String(CONTENTS_LABEL)})]
        if total:
            ranges += [covers + listed, Dictionary(S=plain)]
        ranges += [covers + listed + total, Dictionary(S=plain, P=String(CLOSING_LABEL))]
        self._pdf.Root.PageLabels = self._pdf.make_indirect(Dictionary(Nums=Array(ranges)))

    def _bookmark(self, plan: VolumePlan, pagination: Pagination, covers: int, body: int) -> None:
        def item(title: str, page: int, *, closed: bool = False) -> OutlineItem:
            found = OutlineItem(_one_line(title), make_page_destination(self._pdf, page, PageLocation.Fit))
            found.is_closed = closed
            return found

        def on_body(title: str, number: int, *, closed: bool = False) -> OutlineItem:
            return item(title, body + number - 1, closed=closed)

        root = item(plan.title, 0)
        root.children += [item(COVER_LABEL, 0), item(CONTENTS_LABEL, covers)]
        for section in plan.sections:
            branch = on_body(_section_title(section), pagination.divider_page(section), closed=True)
            for piece in section.pieces:
                twig = on_body(piece.title, pagination.piece_pages(piece)[0], closed=True)
                twig.children += [on_body(name, page) for name, page in _files(piece, pagination)]
                branch.children.append(twig)
            root.children.append(branch)
        root.children.append(item(CLOSING_LABEL, body + pagination.total))
        with self._pdf.open_outline() as outline:
            outline.root.append(root)

    def _describe(self, plan: VolumePlan) -> None:
        root = self._pdf.Root
        root.PageMode, root.Lang = Name.UseOutlines, String("zh-CN")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        self._pdf.docinfo[Name.Title] = String(_one_line(plan.name))


def _check(source: pikepdf.Pdf) -> None:
    """Read every page's objects once, so that what is broken in them shows before anything was copied."""
    if not len(source.pages):
        raise CannotCopy("文件中没有任何页面，未能装订。请核对原文件。")
    for page in source.pages:
        streams(page)


def _why(error: Exception) -> str:
    if isinstance(error, CannotCopy):
        return error.sentence
    if isinstance(error, pikepdf.PasswordError):
        return "文件设有打开密码，未能装订。请提供解除密码的文件后重新装订。"
    if isinstance(error, OSError):
        return "装订时无法读取文件。请检查文件是否仍在原处、能否打开，然后重新装订。"
    return "文件的页面结构已损坏，未能装订。请用原软件重新导出为 PDF 后再装订。"


def _stamps(covers: int, listed: int, total: int, closings: int) -> Iterator[str | None]:
    """What is printed at each page's corner: the page's label, but on the cover, which says what it is by itself."""
    yield from [None] * covers
    yield from (f"{CONTENTS_LABEL}{number}" for number in range(1, listed + 1))
    yield from (str(number) for number in range(1, total + 1))
    yield from (f"{CLOSING_LABEL}{number}" for number in range(1, closings + 1))


def _files(piece: Piece, pagination: Pagination) -> Sequence[tuple[str, int]]:
    """Name and first page of each file of a piece that has several; withheld names are not given."""
    if len(piece.parts) < 2 or piece.is_withheld:
        return ()
    named: list[tuple[str, int]] = []
    for part, ref in zip(piece.parts, part_sheets(piece), strict=True):
        name = part.file.path.rpartition("/")[2] if part.file else "纸质原件"
        named.append((name, pagination.runs[ref][0]))
    return named


def _section_title(section: Section) -> str:
    text = _one_line(section.text)
    return section.heading + (text if len(text) <= _SHORT else text[:_SHORT] + "…")


def _one_line(text: str) -> str:
    """A bookmark's title: any character a reader's own fonts may have, but bytes that are no text are marked."""
    marked = _NO_TEXT.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", text)
    return " ".join(marked.split()) or "（无题名）"
