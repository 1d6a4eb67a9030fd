"""Text of documents that are XML in a ZIP: OOXML (ECMA-376) and ODF (ISO/IEC 26300).

Members are streamed through a parser that keeps no tree, refuses entity declarations, and ends at a budget. Nothing
that a document refers to outside of itself is ever opened.
"""

import re
import xml.parsers.expat
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from foodsafe_desktop.renditions.charts import chart_texts
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.renditions.text.budget import DAMAGED, LOCKED, MOST_CHARACTERS, MOST_UNPACKED, TextRefused

_STEP = 1 << 20
_DEEPEST = 1_000


@dataclass(frozen=True, slots=True)
class Marks:
    """Which elements hold text, which end a line or cell, and which are left out with all that is in them.

    Names without prefix. `words` None: everything between tags is text.
    """

    words: frozenset[str] | None
    ends: Mapping[str, str]
    skipped: frozenset[str] = frozenset()


_WORD = Marks(
    frozenset({"t"}),
    {"p": "\n", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    frozenset({"Fallback", "pPr", "rPr"}),
)
_SLIDE = Marks(frozenset({"t"}), {"p": "\n", "br": "\n"}, frozenset({"Fallback"}))
_ODF = Marks(
    None,
    {"p": "\n", "h": "\n", "tab": "\t", "line-break": "\n", "s": " "},
    frozenset({"font-face-decls", "automatic-styles", "scripts", "binary-data", "tracked-changes"}),
)
_MEMBERS = {
    Format.DOCX: (_WORD, re.compile(r"word/(?:document\d*|footnotes|endnotes|header\d*|footer\d*)\.xml"), True),
    Format.PPTX: (_SLIDE, re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml"), False),
    Format.ODT: (_ODF, re.compile(r"content\.xml"), True),
    Format.ODS: (_ODF, re.compile(r"content\.xml"), True),
    Format.ODP: (_ODF, re.compile(r"content\.xml"), True),
}
"""What is read, which members, and whether they are all one page."""


def package_texts(package: zipfile.ZipFile, found: Format) -> Iterator[str]:
    """The texts of a document, a page each: of slides in their order, of the others all as one; then of its charts.

    Raises TextRefused, and what `zipfile` raises for damage.
    """
    marks, pattern, as_one = _MEMBERS[found]
    members = sorted(
        (one for one in package.infolist() if pattern.fullmatch(_plain(one.filename))),
        key=lambda one: _order(pattern, one.filename),
    )
    if any(one.flag_bits & 1 for one in members):
        raise TextRefused(LOCKED)
    room = Room(MOST_UNPACKED)
    texts = (element_text(package, one, marks, room) for one in members)
    charts = "\n".join(chart_texts(package, package.infolist()))
    if as_one:
        yield "\n".join((*texts, charts)).strip("\n")
    else:
        yield from texts
        yield charts


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _order(pattern: re.Pattern[str], name: str) -> tuple[int, bool, str]:
    found = pattern.fullmatch(_plain(name))
    number = int(found[1]) if found and pattern.groups and found[1].isascii() else 0
    return number, "notes" in name or "word/document" not in _plain(name), name


@dataclass(slots=True)
class Room:
    """How many bytes may still be unpacked."""

    left: int

    def take(self, count: int) -> None:
        """Use some up."""
        self.left -= count


def parse(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, parser: xml.parsers.expat.XMLParserType, room: Room
) -> None:
    """Stream a member through the parser until `room` is used up. Raises TextRefused for no decent XML."""
    parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    try:
        with package.open(member) as stream:
            while room.left > 0 and (step := stream.read(_STEP)):
                room.take(len(step))
                parser.Parse(step, False)  # noqa: FBT003 - expat takes it by place only
    except xml.parsers.expat.ExpatError as error:
        raise TextRefused(DAMAGED) from error


def _refuse(*_declaration: object) -> None:
    raise TextRefused(DAMAGED)


def local(name: str) -> str:
    """An element's name without its prefix."""
    return name.rpartition(":")[2]


def element_text(package: zipfile.ZipFile, member: zipfile.ZipInfo, marks: Marks, room: Room) -> str:
    """The text of one member."""
    taking = _Taking(marks)
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = taking.begin, taking.end
    parser.CharacterDataHandler = taking.take
    parse(package, member, parser, room)
    return _tidy("".join(taking.parts))


@dataclass(slots=True)
class _Taking:
    marks: Marks
    parts: list[str] = field(default_factory=list)
    _skipping: int = 0
    _words: int = 0
    _depth: int = 0
    _length: int = 0

    def begin(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TextRefused(DAMAGED)
        word = local(name)
        if self._skipping or word in self.marks.skipped:
            self._skipping += 1
        elif self.marks.words is not None and word in self.marks.words:
            self._words += 1

    def end(self, name: str) -> None:
        self._depth -= 1
        word = local(name)
        if self._skipping:
            self._skipping -= 1
            return
        if self.marks.words is not None and word in self.marks.words:
            self._words -= 1
        if word in self.marks.ends:
            self.parts.append(self.marks.ends[word])
        elif word in _CELLS:
            self._end_cell()

    def _end_cell(self) -> None:
        """A table's cell: its last paragraph's end becomes the gap to the next cell."""
        if self.parts and self.parts[-1] == "\n":
            self.parts[-1] = "\t"

    def take(self, text: str) -> None:
        if not self._skipping and (self.marks.words is None or self._words) and self._length <= MOST_CHARACTERS:
            self._length += len(text)
            self.parts.append(text)


_CELLS = frozenset({"tc", "table-cell"})


def _tidy(text: str) -> str:
    lines: Iterable[str] = (line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
