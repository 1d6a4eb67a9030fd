"""The paragraphs of a Word document as text blocks: runs, fields, breaks, pictures, text boxes, notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from docx.opc.part import Part
from docx.oxml.ns import qn
from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.renditions.office_pages.flow import Look, Picture, Span, TextBlock
from foodsafe_desktop.renditions.office_pages.word_numbers import Numbers, symbol
from foodsafe_desktop.renditions.office_pages.word_pictures import UNDRAWN, Pictures, PlacedPicture
from foodsafe_desktop.renditions.office_pages.word_styles import (
    Element,
    Styles,
    TableLooks,
    around,
    is_hidden,
    is_on,
    look_of,
    nearest,
    setting_of,
    value,
)

_CHANGED = "文中有修订痕迹，按接受全部修订后的内容排出。"
COMMENTED = "文中的批注未排出。"
ONE_LINE = "文中的公式按一行文字排出，分式、上下标等请对照原文件。"
_WATERMARK = "文中的水印未排出。"
_THROUGH = ("w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent", "w:dir", "w:bdo", "w:customXml")
_REMOVED = frozenset({qn("w:del"), qn("w:moveFrom")})
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_CHOICE}AlternateContent"
_PASSED = frozenset({ALTERNATIVES, *map(qn, _THROUGH)})
_READABLE = frozenset({qn("w:t"), qn("a:t"), f"{MATH}t", qn("a:blip"), qn("c:chart"), qn("dgm:relIds")}) | {
    "{urn:schemas-microsoft-com:vml}imagedata",
    "{urn:schemas-microsoft-com:vml}textpath",
}
"""What tells that a part of a document has something to show."""
_PLAIN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_MOST_NOTES = 5000


@dataclass(slots=True)
class Words:
    """What the parts of one document share. `said` are the sentences on what is left out."""

    styles: Styles
    numbers: Numbers
    width: float
    height: float
    pitch: float = 0.0
    said: dict[str, None] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind and id of the notes referred to, in order."""
    values: dict[str, str] = field(default_factory=dict)
    """What fields such as PAGE show here, instead of what the file remembers."""

    def say(self, sentence: str) -> None:
        """Keep a sentence, once."""
        self.said[sentence] = None


PAGE_BREAK = object()
"""Stands among the content of a paragraph where a new page begins."""
Inline = Span | Picture | PlacedPicture
Piece = Inline | object


@dataclass(slots=True)
class _Fields:
    """Complex fields that are open at a run (17.16.18): what they ask for, and whether their result is being read."""

    asked: list[str] = field(default_factory=list)
    results: list[bool] = field(default_factory=list)


class Paragraphs:
    """Reads paragraphs of one part (body, header, notes), whose relations are its own."""

    def __init__(self, words: Words, part: Part) -> None:
        self.words = words
        self._pictures = Pictures(part, words.width, words.height * 0.95, words.say)
        self._fields = _Fields()
        self.boxes: list[Element] = []
        """Contents of text boxes met in the last paragraph."""

    def blocks(self, paragraph: Element, of_table: TableLooks) -> Iterator[Flowable | object]:
        """The paragraph as flowables, with PAGE_BREAK where a new page begins."""
        self.boxes = []
        words = self.words
        direct = paragraph.find(qn("w:pPr"))
        table = of_table.runs
        holding = words.styles.of_paragraph(direct, (), of_table.paragraphs)
        mark = words.numbers.mark(holding)
        if mark is not None:
            holding = words.styles.of_paragraph(direct, mark.paragraph, of_table.paragraphs)
        own = look_of(words.styles.of_run(direct.find(qn("w:rPr")) if direct is not None else None, direct, table))
        pieces = list(self._pieces(paragraph, direct, table))
        if mark is not None and mark.text:
            looked = look_of([*mark.run, *words.styles.of_run(None, direct, table)])
            first = next((one.look for one in pieces if isinstance(one, Span)), looked)
            pieces.insert(0, Span(mark.text + mark.gap, looked if mark.run else first))
        if is_on(nearest(holding, "w:pageBreakBefore")):
            yield PAGE_BREAK
        yield from self._set(pieces, holding, own)

    def _set(self, pieces: Sequence[Piece], holding: Sequence[Element], own: Look) -> Iterator[Flowable | object]:
        parts: list[list[Inline]] = [[]]
        for piece in pieces:
            if isinstance(piece, Span | Picture | PlacedPicture):
                parts[-1].append(piece)
            else:
                parts.append([])
        before, after = around(holding)
        for place, part in enumerate(parts):
            if place:
                yield PAGE_BREAK
            if place and not part:  # a break at a paragraph's end leaves no empty line on the new page
                continue
            size = max((one.look.size for one in part if isinstance(one, Span)), default=own.size)
            setting = setting_of(holding, size, self.words.pitch)
            if mark_stop := (setting.left if setting.first < 0 else 0.0):
                setting = replace(setting, tab=max(-setting.first, 12.0) if mark_stop else setting.tab)
            content = [one for one in part if isinstance(one, Span | Picture)] or [Span("", own)]
            placed = [one for one in part if isinstance(one, PlacedPicture)]
            yield TextBlock(content, setting, 0.0 if place else before, after, placed)

    def _pieces(self, parent: Element, paragraph: Element, table: Sequence[Element]) -> Iterator[Piece]:
        for child in parent:
            if child.tag == qn("w:r"):
                yield from self._run(child, paragraph, table)
            elif child.tag == qn("w:fldSimple"):
                yield from self._simple_field(child, paragraph, table)
            elif child.tag in _PASSED:
                if child.tag == qn("w:ins"):
                    self.words.say(_CHANGED)
                yield from self._pieces(branch(child), paragraph, table)
            elif child.tag in _REMOVED:
                self.words.say(_CHANGED)
            elif str(child.tag).startswith(MATH):
                self.words.say(ONE_LINE)
                text = "".join(one.text or "" for one in child.iter(f"{MATH}t"))
                yield Span(text, look_of(self.words.styles.of_run(None, paragraph, table)))

    def _simple_field(self, element: Element, paragraph: Element, table: Sequence[Element]) -> Iterator[Piece]:
        shown = self._value(value(element, "w:instr") or "")
        if shown is None:
            yield from self._pieces(element, paragraph, table)
            return
        run = element.find(qn("w:r"))
        direct = run.find(qn("w:rPr")) if run is not None else None
        yield Span(shown, look_of(self.words.styles.of_run(direct, paragraph, table)))

    def _value(self, instruction: str) -> str | None:
        return self.words.values.get((instruction.split() or [""])[0].upper())

    def _run(self, run: Element, paragraph: Element, table: Sequence[Element]) -> Iterator[Piece]:
        holding = self.words.styles.of_run(run.find(qn("w:rPr")), paragraph, table)
        if is_hidden(holding):
            return
        look = look_of(holding)
        if run.find(qn("w:commentReference")) is not None:
            self.words.say(COMMENTED)
        for child in run:
            yield from self._in_run(child, look)

    def _in_run(self, child: Element, look: Look) -> Iterator[Piece]:
        name = str(child.tag).rpartition("}")[2]
        if name == "fldChar":
            yield from self._field_mark(value(child, "w:fldCharType"), look)
        elif name == "instrText":
            if self._fields.asked:
                self._fields.asked[-1] += child.text or ""
        elif self._is_replaced():
            return
        elif name == "t":
            yield Span("".join(map(_shown, child.text or "")), look)
        elif name in _PLAIN:
            yield Span(_PLAIN[name], look)
        elif name == "br":
            kind = value(child, "w:type")
            yield PAGE_BREAK if kind in ("page", "column") else Span("\n", look)
        elif name == "sym":
            yield Span(symbol(int(value(child, "w:char") or "0", 16)), look)
        elif name in ("footnoteReference", "endnoteReference"):
            yield self._note(name, child, look)
        else:
            yield from self._object(child, name, look)

    def _field_mark(self, kind: str | None, look: Look) -> Iterator[Piece]:
        fields = self._fields
        if kind == "begin":
            fields.asked.append("")
            fields.results.append(False)
        elif fields.asked and kind == "separate":
            fields.results[-1] = True
        elif fields.asked and kind == "end":
            fields.results.pop()
            shown = self._value(fields.asked.pop())
            if shown is not None and not self._is_replaced():
                yield Span(shown, look)

    def _is_replaced(self) -> bool:
        """Whether the run belongs to a field's instruction, or to a result that is known better."""
        pairs = zip(self._fields.asked, self._fields.results, strict=True)
        return any(not result or self._value(asked) is not None for asked, result in pairs)

    def _note(self, name: str, child: Element, look: Look) -> Span:
        notes = self.words.notes
        if len(notes) < _MOST_NOTES:
            notes.append((name.removesuffix("Reference"), value(child, "w:id") or ""))
        small = replace(look, size=look.size if look.raised else look.size * 0.65, raised=0.5)
        return Span(f"[{len(notes)}]", small)

    def _object(self, child: Element, name: str, look: Look) -> Iterator[Piece]:
        if name == "AlternateContent":
            for one in branch(child):
                yield from self._object(one, str(one.tag).rpartition("}")[2], look)
            return
        if name == "ruby":  # what is read aloud stands above; the text itself is the base (17.3.3.25)
            yield from (one for inner in child.iter(qn("w:rubyBase")) for one in self._ruby_base(inner, look))
        if name not in ("drawing", "pict", "object"):
            return
        boxes = child.findall(f".//{qn('w:txbxContent')}")
        if boxes:
            self.boxes += boxes
            if any(str(one.tag).endswith(("}blip", "}imagedata")) for one in child.iter()):
                self.words.say(UNDRAWN)
            return
        if lettered := [one for one in child.iter() if str(one.tag).endswith("}textpath") and one.get("string")]:
            yield from self._lettering(child, lettered, look)
            return
        found = self._pictures.drawing(child) if name == "drawing" else self._pictures.shape(child)
        if isinstance(found, str):
            yield Span(found, replace(look, size=min(look.size, 9), colour="606060"))
        elif found is not None:
            yield found

    def _ruby_base(self, base: Element, look: Look) -> Iterator[Piece]:
        for run in base.findall(qn("w:r")):
            for child in run:
                yield from self._in_run(child, look)

    def _lettering(self, child: Element, lettered: Sequence[Element], look: Look) -> Iterator[Piece]:
        """The words of 艺术字; those that lie across the page as a watermark are only said to be there."""
        if any("watermark" in (one.get("id") or "").lower() for one in child.iter()):
            self.words.say(_WATERMARK)
            return
        yield from (Span(str(one.get("string")), look) for one in lettered)


def branch(element: Element) -> Element:
    """Of alternatives the first choice, or what stands in for it where it shows nothing; else the element itself.

    Ink, such as a signature by pen, and kinds that came later have a picture only there (ECMA-376-3, 10.2).
    """
    if element.tag != ALTERNATIVES:
        return element
    choice, other = element.find(f"{_CHOICE}Choice"), element.find(f"{_CHOICE}Fallback")
    if choice is None:
        return () if other is None else other
    return choice if other is None or _is_readable(choice) or not _is_readable(other) else other


def _is_readable(element: Element) -> bool:
    return any(one.tag in _READABLE for one in element.iter())


def _shown(character: str) -> str:
    """Text in a symbol face has private code points."""
    return symbol(ord(character)) if "\uf000" <= character <= "\uf0ff" else character
