"""A Word document (ECMA-376) as pages laid out by the program itself.

Kept are text, looks, numbers, tables, pictures, paper and margins, headers and footers; notes come at the end. What is
not drawn is marked in its place and said in the rendition's notes.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from reportlab.platypus.doctemplate import NextPageTemplate
from reportlab.platypus.flowables import Flowable, PageBreak

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.cells import Cell, CellTable, Row
from foodsafe_desktop.renditions.office_pages.flow import Look
from foodsafe_desktop.renditions.office_pages.sheets import OWN, OWN_LAYOUT, paragraph, write_pages
from foodsafe_desktop.renditions.office_pages.word_numbers import Numbers
from foodsafe_desktop.renditions.office_pages.word_sections import Running, Section, sections_of
from foodsafe_desktop.renditions.office_pages.word_styles import Element, Styles, TableLooks, is_on, value
from foodsafe_desktop.renditions.office_pages.word_tables import table_of
from foodsafe_desktop.renditions.office_pages.word_text import ALTERNATIVES, Paragraphs, Words, branch

_LONGEST_BODY = 24 * 1024 * 1024
_DEEPEST_TABLE = 8
_NO_TABLE = TableLooks()
_FOREIGN = "Word 文档采用本程序不能排版的格式，未予打印。请用 WPS 或 Word 另存为 PDF 后放入同一文件夹。"
_TOO_DEEP = f"表格嵌套超过{_DEEPEST_TABLE}层，更深处的内容未排出。"
_OTHER_FILE = "文中并入的另一文件（altChunk）的内容未排出。"
_NOTES_AT_END = "脚注和尾注集中排在文末。"
_TRANSPARENT = ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")
_THROUGH = frozenset({ALTERNATIVES, *map(qn, _TRANSPARENT)})


def document_to_pdf(source: Path, place: Path) -> Made:
    """Write a DOCX file's pages. Raises CannotPrint, and whatever a parser raises for hostile bytes."""
    with zipfile.ZipFile(source) as package:
        sizes = [one.file_size for one in package.infolist() if one.filename.lower().endswith((".xml", ".rels"))]
    if max(sizes, default=0) > _LONGEST_BODY:
        raise CannotPrint("Word 文档正文过大，未予打印。请拆分，或用 WPS 或 Word 另存为 PDF 后放入同一文件夹。")
    document = _Document(Package.open(str(source)).main_document_part)
    pages = document.write(place, 0)
    if document.asks_for_total:
        pages = document.write(place, pages)
    return Made(pages, (OWN_LAYOUT, *document.said), OWN)


class _Document:
    def __init__(self, part: Part) -> None:
        self._part = part
        root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)  # one with macros is no XmlPart
        self._body: Element = root.find(qn("w:body"))
        if self._body is None:
            raise CannotPrint(_FOREIGN)
        self._sections = sections_of(self._body)
        self.said: tuple[str, ...] = ()
        self.asks_for_total = any(
            b"NUMPAGES" in one.blob or b"SECTIONPAGES" in one.blob for one in self._related("header", "footer")
        )
        self._words = self._new_words()

    def _related(self, *kinds: str) -> list[Part]:
        found = [one for one in self._part.rels.values() if not one.is_external]
        return [one.target_part for one in found if one.reltype.rpartition("/")[2] in kinds]

    def _root(self, kind: str) -> Element:
        found = self._related(kind)
        if not found:
            return None
        return found[0].element if isinstance(found[0], XmlPart) else parse_xml(found[0].blob)

    def _new_words(self) -> Words:
        widest = max(section.width / section.columns[0] for section in self._sections)
        lowest = min(section.size[1] for section in self._sections)
        return Words(Styles(self._root("styles")), Numbers(self._root("numbering")), widest, lowest * 0.7)

    def write(self, place: Path, total: int) -> int:
        """Lay the whole out; `total` is what NUMPAGES shows."""
        self._words = self._new_words()
        settings = self._root("settings")
        evens = settings is not None and is_on(settings.find(qn("w:evenAndOddHeaders")))
        running = Running(self._sections, self._running_blocks, total, evens=evens)
        sheets = [running.sheet(number) for number in range(len(self._sections))]
        story = [*self._story(), *self._notes()]
        pages = write_pages(place, story, sheets)
        self.said = tuple(self._words.said)
        return pages

    def _story(self) -> Iterator[Flowable]:
        reader = Paragraphs(self._words, self._part)
        sections = iter(enumerate(self._sections))
        number, section = next(sections)
        self._words.pitch = section.pitch
        for block in self._body:
            yield from self._blocks(block, reader, section.width / section.columns[0])
            if block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                number, section = next(sections, (number, section))
                yield from self._turn(number, section)

    def _turn(self, number: int, section: Section) -> Iterator[Flowable]:
        self._words.pitch = section.pitch
        yield NextPageTemplate(str(number))
        if not section.continues or section.size != self._sections[number - 1].size:
            yield PageBreak()

    def _blocks(
        self, block: Element, reader: Paragraphs, width: float, looks: TableLooks = _NO_TABLE, depth: int = 0
    ) -> Iterator[Flowable]:
        if block.tag == qn("w:p"):
            for found in reader.blocks(block, looks):
                yield PageBreak() if not isinstance(found, Flowable) else found
            boxes, reader.boxes = reader.boxes, []
            for box in boxes if depth < _DEEPEST_TABLE else ():
                yield from self._box(box, reader, width, depth)
        elif block.tag == qn("w:tbl") and depth >= _DEEPEST_TABLE:
            self._words.say(_TOO_DEEP)
        elif block.tag == qn("w:tbl"):
            made = table_of(
                block, self._words.styles, width, lambda cell, given: self._inside(cell, reader, width, given, depth)
            )
            if made is not None:
                yield made
        elif block.tag == qn("w:altChunk"):
            self._words.say(_OTHER_FILE)
        elif block.tag in _THROUGH:
            for child in branch(block):
                yield from self._blocks(child, reader, width, looks, depth)

    def _inside(self, cell: Element, reader: Paragraphs, width: float, looks: TableLooks, depth: int) -> list[Flowable]:
        found = [one for child in cell for one in self._blocks(child, reader, width, looks, depth + 1)]
        return [one for one in found if not isinstance(one, PageBreak)]

    def _box(self, box: Element, reader: Paragraphs, width: float, depth: int) -> Iterator[Flowable]:
        """A text box, where it is anchored, in a frame of its own."""
        blocks = self._inside(box, reader, width, _NO_TABLE, depth)
        if blocks:
            yield CellTable([width], [Row([Cell(0, blocks)])])

    def _running_blocks(self, relation: str, width: float, values: dict[str, str]) -> Sequence[Flowable]:
        found = self._part.rels.get(relation)
        if found is None or found.is_external:
            return ()
        words = self._words
        before, words.values, pitch, words.pitch = words.values, values, words.pitch, 0.0
        try:
            part = found.target_part
            reader = Paragraphs(words, part)
            return [one for child in part.element for one in self._blocks(child, reader, width)]
        finally:
            words.values, words.pitch = before, pitch

    def _notes(self) -> Iterator[Flowable]:
        if not self._words.notes:
            return
        self._words.say(_NOTES_AT_END)
        yield paragraph("注释", Look(Face.HEI_BOLD, 10.5))
        roots = {kind: self._note_part(kind) for kind in ("footnote", "endnote")}
        for number, (kind, wanted) in enumerate(list(self._words.notes), 1):
            part, by_id = roots[kind]
            blocks: list[Flowable] = []
            if part is not None and wanted in by_id:
                reader = Paragraphs(self._words, part)
                blocks = [one for child in by_id[wanted] for one in self._blocks(child, reader, self._words.width)]
            yield paragraph(f"[{number}]", Look(Face.HEI, 9))
            yield from (one for one in blocks if not isinstance(one, PageBreak))

    def _note_part(self, kind: str) -> tuple[Part | None, dict[str, Element]]:
        wanted = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
        found = self._related(wanted.rpartition("/")[2])
        if not found:
            return None, {}
        root = parse_xml(found[0].blob)
        return found[0], {value(one, "w:id") or "": one for one in root.findall(qn(f"w:{kind}"))}
