"""A whole OFD file to a PDF: every page of every document, with its templates, annotations and seals."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Array, Object

from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.ofd.document import Document, PagePart, documents_of
from foodsafe_desktop.renditions.ofd.glyphs import GlyphStore
from foodsafe_desktop.renditions.ofd.images import NotAPicture, image_object
from foodsafe_desktop.renditions.ofd.package import Package, PartMissing, Remarks, children
from foodsafe_desktop.renditions.ofd.painter import Painter, Workshop, frame
from foodsafe_desktop.renditions.ofd.scribe import Scribe
from foodsafe_desktop.renditions.ofd.seals import Stamp, stamps_of
from foodsafe_desktop.renditions.ofd.sheet import Sheet, SheetFull
from foodsafe_desktop.renditions.ofd.values import Box, box, is_true, pdf, shifted
from foodsafe_desktop.renditions.zip_directory import DirectoryTooLong, open_zip

_MM = 72 / 25.4
_LAYERS = {"Background": 0, "Body": 1, "Foreground": 2}
_BROKEN = (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError)


def ofd_to_pdf(source: Path, target: Path) -> Made:
    """Write the file's pages to `target`. Same input, same bytes.

    Raises CannotPrint when there is nothing to print or it is not to be opened, and OSError from the disk.
    """
    remarks = Remarks()
    with opened(source, remarks) as package, pikepdf.new() as output:
        workshop = Workshop(output, remarks, GlyphStore(output))
        pages = 0
        for document in documents_of(package):
            pages += _Press(workshop, document).print(pages)
        workshop.glyphs.finish()
        output.save(target, deterministic_id=True)
    return Made(pages, remarks.sentences())


@contextmanager
def opened(source: Path, remarks: Remarks) -> Iterator[Package]:
    """The package of an OFD file. Raises CannotPrint."""
    try:
        with open_zip(source) as archive:
            yield Package(archive, remarks)
    except DirectoryTooLong as error:
        raise CannotPrint("OFD 文件内的部件过多，未予打印。请核对文件来源。") from error
    except _BROKEN as error:
        raise CannotPrint("OFD 文件不完整或已损坏，未能打印。请重新索取原文件。") from error


class _Press:
    """Prints one document."""

    def __init__(self, workshop: Workshop, document: Document) -> None:
        self._workshop, self._document = workshop, document
        self._seals: dict[bytes, Object | None] = {}
        self._stamps: defaultdict[str, list[Stamp]] = defaultdict(list)
        for stamp in stamps_of(document):
            self._stamps[stamp.page].append(stamp)

    def print(self, before: int) -> int:
        """Add all pages after the `before` that are there, and return their count."""
        for place, part in enumerate(self._document.pages, start=1):
            self._workshop.remarks.page = before + place
            self._page(part)
        return len(self._document.pages)

    def _page(self, part: PagePart) -> None:
        sheet = Sheet()
        try:
            page = self._document.package.xml(part.path)
        except PartMissing:
            page = Element("Page")
            self._workshop.remarks.add("的内容缺失或已损坏，未能打印")
            self._say(sheet, self._document.box_of(page), "本页内容缺失或已损坏，未能打印")
        paper = self._document.box_of(page)
        try:
            draw_page(self._workshop, self._document, sheet, page, part)
            for stamp in self._stamps[part.identity]:
                self._stamp(sheet, stamp)
            self._annotations(sheet, part)
        except SheetFull:
            sheet = Sheet()
            self._workshop.remarks.add("的图形过多，超出限额，未能打印")
            self._say(sheet, paper, "本页图形过多，超出限额，未能打印")
        self._bind(sheet, paper)

    def _bind(self, sheet: Sheet, paper: Box) -> None:
        """Add the sheet as a page, its millimetres brought to points and its y axis turned up."""
        placed = pdf(_MM, 0, 0, -_MM, -paper.x * _MM, (paper.y + paper.height) * _MM)
        made = self._workshop.target.add_blank_page(page_size=(paper.width * _MM, paper.height * _MM))
        made.obj.MediaBox = Array([0, 0, round(paper.width * _MM, 3), round(paper.height * _MM, 3)])
        made.Contents = self._workshop.target.make_stream(f"q {placed} cm\n".encode() + sheet.content() + b"\nQ")
        made.Resources = sheet.resources()

    def _say(self, sheet: Sheet, paper: Box, words: str) -> None:
        """Words in a frame in the middle of the paper, for a page that is not there."""
        width, height = min(120.0, paper.width), min(20.0, paper.height)
        place = Box(paper.x + (paper.width - width) / 2, paper.y + (paper.height - height) / 2, width, height)
        frame(sheet, Scribe(self._workshop.glyphs, sheet, self._workshop.remarks), place, words)

    def _annotations(self, sheet: Sheet, part: PagePart) -> None:
        for one in self._document.annotations(part.identity):
            shown = is_true(one.get("Visible"), default=True)
            if not shown or not is_true(one.get("Print", one.get("Printable")), default=True):
                continue
            for look in children(one, "Appearance"):
                place = box(look.get("Boundary"))
                sheet.put("q")
                if place is not None:
                    sheet.concatenate(shifted(place.x, place.y))
                Painter(self._workshop, self._document, sheet).block(look)
                sheet.put("Q")

    def _stamp(self, sheet: Sheet, stamp: Stamp) -> None:
        """A seal where it is stamped, mixed with what lies below as ink is: its white paper hides nothing."""
        place = stamp.boundary
        sheet.put("q")
        sheet.concatenate(shifted(place.x, place.y))
        if stamp.clip is not None and stamp.clip.width > 0 and stamp.clip.height > 0:
            sheet.put(f"{pdf(*stamp.clip)} re W n")
        picture = self._seal(stamp.picture)
        if picture is None:
            self._workshop.remarks.add("有印章图像不能读取，原位置已加框注明")
            scribe = Scribe(self._workshop.glyphs, sheet, self._workshop.remarks)
            frame(sheet, scribe, Box(0, 0, place.width, place.height), "印章图像不能读取")
        else:
            sheet.blend(1, 1, "Multiply")
            sheet.concatenate((place.width, 0.0, 0.0, -place.height, 0.0, place.height))
            sheet.put(f"{sheet.name('XObject', picture.objgen, picture)} Do")
        sheet.put("Q")

    def _seal(self, picture: bytes | None) -> Object | None:
        """The picture as an XObject on the unit square, y upwards."""
        if picture is None:
            return None
        if picture not in self._seals:
            try:
                if picture.startswith(b"PK"):
                    self._seals[picture] = _drawn_seal(self._workshop, picture)
                else:
                    self._seals[picture] = image_object(self._workshop.target, picture)
            except (NotAPicture, PartMissing, CannotPrint, SheetFull, *_BROKEN, OSError):
                self._seals[picture] = None
        return self._seals[picture]


def draw_page(workshop: Workshop, document: Document, sheet: Sheet, page: Element, part: PagePart) -> None:
    """The layers of a page between those of its templates (7.7). Raises SheetFull."""
    workshop.objects = 0
    behind: list[Element] = []
    before: list[Element] = []
    for one in list(children(page, "Template"))[:100]:
        identity = one.get("TemplateID", "")
        content = document.template(identity)
        if content is None:
            workshop.remarks.add("所用的模板缺失，模板内容未能打印")
            continue
        order = one.get("ZOrder") or document.template_order(identity)
        (before if order == "Foreground" else behind).append(content)
    for layers in (*behind, page, *before):
        painter = Painter(workshop, document, sheet)
        painter.use(layers, part.path)
        content_of = [layer for content in children(layers, "Content") for layer in children(content, "Layer")]
        for layer in sorted(content_of, key=lambda one: _LAYERS.get(one.get("Type") or "Body", 1)):
            painter.block(layer, layer.get("DrawParam"))


def _drawn_seal(workshop: Workshop, content: bytes) -> Object | None:
    """The first page of a seal that is an OFD file itself, brought to the unit square."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document = documents_of(Package(archive, workshop.remarks))[0]
        part = document.pages[0]
        page = document.package.xml(part.path)
        paper = document.box_of(page)
        sheet = Sheet()
        draw_page(workshop, document, sheet, page, part)
    form = sheet.as_form(workshop.target, paper)
    form.Matrix = Array([1 / paper.width, 0, 0, -1 / paper.height, -paper.x / paper.width, 1 + paper.y / paper.height])
    return form
