"""One PDF out of thousands: all runs of a plan in order, then labels, bookmarks, links and page numbers."""

import io
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, PageLocation, Rectangle, String, make_page_destination

from foodsafe_desktop.domain.errors import Cancelled, CannotWrite
from foodsafe_desktop.domain.recipe import Oversize
from foodsafe_desktop.domain.sheets import BinderPlan, SheetRef, Size, counted
from foodsafe_desktop.lettering.typesetting import MM
from foodsafe_desktop.output.bookmarks import Bookmarks, one_line
from foodsafe_desktop.output.fair_copy import make_fair
from foodsafe_desktop.output.forms.archive_stamp import archive_stamp
from foodsafe_desktop.output.forms.photo_sheet import Rect
from foodsafe_desktop.output.guarded import Guarded
from foodsafe_desktop.output.marks import marks, stamp_fields, stamped_runs
from foodsafe_desktop.output.own_bookmarks import Bookmark, own_bookmarks
from foodsafe_desktop.output.page_ending import streams
from foodsafe_desktop.output.reframing import reframe
from foodsafe_desktop.output.stamp import stamp
from foodsafe_desktop.seen import seen
from foodsafe_desktop.services.ports import BinderFacts, Sheet, SheetLink

_log = logging.getLogger(__name__)
_MOST_HELD = 256 << 20
"""Bytes of source files copied before what is held in memory goes to the disk."""


class CannotCopy(Exception):
    """A source's pages cannot be taken into a volume; `sentence` says why, for its slip sheet."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Assembly:
    """A volume's PDF while it is being put together. Copied pages are held in memory, past `_MOST_HELD` on disk.

    Runs of `plan` are added in its order, then `finish` is called. `scratch` is a folder for what is held on disk;
    `check` is called between pages and while writing there, and may raise to stop.
    """

    def __init__(self, plan: BinderPlan, scratch: Path, check: Callable[[], None]) -> None:
        self._pdf = pikepdf.new()
        self._plan, self._scratch, self._check = plan, scratch, check
        self._held = self._spills = 0
        self._brought: dict[int, list[Bookmark]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pdf.close()

    def add_file(self, path: Path, only: tuple[int, int] | None = None) -> int:
        """Append the pages of a source, or those from the first to the last of `only`, counted from 1; how many.

        Raises CannotCopy, and then nothing has been appended; CannotWrite. The source is closed when this returns.
        """
        before = len(self._pdf.pages)
        try:
            size = path.stat().st_size
            with pikepdf.open(path) as source:
                _narrow(source, only)
                _check(source)
                brought = own_bookmarks(source)
                make_fair(source, self._check)
                self._fit(source, before)
                self._take(source)
        except Cancelled:
            raise
        except Exception as error:
            # Nothing narrower is known of what a broken file makes qpdf's binding raise; only this file is left out.
            del self._pdf.pages[before:]
            if not isinstance(error, CannotCopy | pikepdf.PdfError | pikepdf.PasswordError | OSError):
                _log.warning("cannot copy %s", path, exc_info=error)
            raise CannotCopy(_why(error)) from error
        count = len(self._pdf.pages) - before
        self._brought[before] = brought
        self._held += size
        if self._held > _MOST_HELD:
            self._spill()
        return count

    def _take(self, source: pikepdf.Pdf) -> None:
        """Copy the pages of a source that was made fair.

        What links and layers need looks at all the pages there are so far, each time: only for sources that have any.
        """
        if Name.OCProperties in source.Root or any(Name.Annots in page.obj for page in source.pages):
            self._pdf.add_pages_from(source, outlines="ignore")
        else:
            self._pdf.pages.extend(source.pages)

    def _fit(self, source: pikepdf.Pdf, first: int) -> None:
        """Make a source's pages fit the recipe's paper."""
        recipe = self._plan.recipe
        if recipe.gutter or recipe.oversize is Oversize.FIT:
            for index, page in enumerate(source.pages, first):
                self._check()
                reframe(source, page, recipe, front=self._plan.is_front(index))

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

    def add_sheet(self, sheet: bytes) -> int:
        """Append the pages of a sheet of our own; how many."""
        with pikepdf.open(io.BytesIO(sheet)) as source:
            self._pdf.pages.extend(source.pages)
            return len(source.pages)

    def add_photos(self, sheet: bytes, pictures: Sequence[tuple[Path, Rect]]) -> None:
        """Append a sheet of our own with pictures in its frames, given in mm from the upper left corner.

        Each picture is the first page of a PDF. Raises CannotCopy, and then nothing has been appended.
        """
        with pikepdf.open(io.BytesIO(sheet)) as source:
            page = source.pages[0]
            high = seen(page).size[1]
            for path, (x, y, width, height) in pictures:
                self._check()
                where = Rectangle(x * MM, high - (y + height) * MM, (x + width) * MM, high - y * MM)
                try:
                    with pikepdf.open(path) as picture:
                        page.add_overlay(picture.pages[0], where)
                    self._held += path.stat().st_size
                except (OSError, ValueError, IndexError, pikepdf.PdfError) as error:
                    raise CannotCopy(_why(error)) from error
            self._pdf.pages.extend(source.pages)

    def add_blank(self, size: Size) -> None:
        """Append an empty page, width and height in mm."""
        self._pdf.add_blank_page(page_size=(size[0] * MM, size[1] * MM))

    def finish(self, sheets: Mapping[SheetRef, Sheet], facts: BinderFacts) -> None:
        """Link, label, bookmark and mark the pages, which are those of the plan. Raises CannotStamp."""
        plan = self._plan
        own = [run for run in plan.runs if run.ref in sheets]
        for run in own:
            self._link(run.start, sheets[run.ref].links)
        self._label()
        self._bookmark()
        self._describe(plan.volume.name)
        stamp(self._pdf, list(marks(plan, facts, own)), self._check, self._archive_stamps(facts))

    def _archive_stamps(self, facts: BinderFacts) -> list[pikepdf.Object]:
        """The archive stamps of the volume as forms, in the order of its pieces."""
        plan = self._plan
        fields = [stamp_fields(plan, piece, facts) for _, piece in stamped_runs(plan)]
        if not fields:
            return []
        with pikepdf.open(io.BytesIO(archive_stamp(*fields, colour=plan.recipe.colour))) as drawn:
            return [self._pdf.copy_foreign(page.as_form_xobject()) for page in drawn.pages]

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

    def _link(self, first: int, links: Sequence[SheetLink]) -> None:
        pages: dict[int, list[pikepdf.Object]] = {}
        for link in links:
            target = self._plan.by_ref[link.target].start
            pages.setdefault(first + link.page, []).append(self._link_annotation(link.rect, target))
        for index, annotations in pages.items():
            self._pdf.pages[index].obj.Annots = Array(annotations)

    def _link_annotation(self, rect: tuple[float, float, float, float], page: int) -> pikepdf.Object:
        target = make_page_destination(self._pdf, page, PageLocation.Fit)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(rect), Border=Array([0, 0, 0]), Dest=target)
        return self._pdf.make_indirect(link)

    def _label(self) -> None:
        """What a reader shows as each page's number: ranges that count on, as few as tell them all."""
        ranges: list[object] = []
        before: tuple[str, int] | None = None
        for index, label in enumerate(label for run in self._plan.runs for label in run.labels):
            prefix, number = counted(label)
            if before is None or number is None or before != (prefix, number - 1):
                one = Dictionary(P=String(prefix)) if prefix or number is None else Dictionary()
                if number is not None:
                    one.S, one.St = Name.D, number
                ranges += [index, one]
            before = (prefix, number) if number is not None else None
        self._pdf.Root.PageLabels = self._pdf.make_indirect(Dictionary(Nums=Array(ranges)))

    def _bookmark(self) -> None:
        bookmarks = Bookmarks([page.obj for page in self._pdf.pages], self._brought, self._check)
        with self._pdf.open_outline() as outline:
            outline.root.append(bookmarks.of(self._plan))

    def _describe(self, name: str) -> None:
        root = self._pdf.Root
        root.PageMode, root.Lang = Name.UseOutlines, String("zh-CN")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        self._pdf.docinfo[Name.Title] = String(one_line(name))


def _narrow(source: pikepdf.Pdf, only: tuple[int, int] | None) -> None:
    """Leave in an opened source none but the pages that are meant."""
    if only is not None:
        del source.pages[only[1] :]
        del source.pages[: only[0] - 1]


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
