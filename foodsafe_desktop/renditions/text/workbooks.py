"""The cells of workbooks as text, one page a sheet: XLSX by its XML, XLS and ET by xlrd."""

import io
import re
import xml.parsers.expat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path

import xlrd
from xlrd.biffh import XL_CELL_DATE, XL_CELL_NUMBER, XL_CELL_TEXT, XLRDError
from xlrd.book import Book
from xlrd.sheet import Cell
from xlrd.xldate import XLDateError, xldate_as_datetime

from foodsafe_desktop.renditions.charts import chart_texts
from foodsafe_desktop.renditions.compound import NotACompoundFile
from foodsafe_desktop.renditions.text.biff import beside
from foodsafe_desktop.renditions.text.budget import DAMAGED, LOCKED, MOST_CHARACTERS, MOST_UNPACKED, TextRefused
from foodsafe_desktop.renditions.text.xml_text import Marks, Room, element_text, local, parse

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml", re.IGNORECASE)
_STRINGS = re.compile(r"xl/sharedstrings\.xml", re.IGNORECASE)
_COMMENTS = re.compile(r"xl/(?:comments\d*|drawings/drawing\d*)\.xml", re.IGNORECASE)
_WORDS = Marks(frozenset({"t"}), {"comment": "\n", "p": "\n"}, frozenset({"rPh", "Fallback"}))
_MOST_CELLS = 1_000_000


def xlsx_texts(package: zipfile.ZipFile) -> Iterator[str]:
    """The sheets' cells in their order, row by row, tabs between them; then comments, drawings and charts."""
    members = {one.filename.replace("\\", "/").lstrip("/"): one for one in package.infolist()}
    if any(one.flag_bits & 1 for one in members.values()):
        raise TextRefused(LOCKED)
    room = Room(MOST_UNPACKED)
    strings = _Strings()
    for name, member in members.items():
        if _STRINGS.fullmatch(name):
            parse(package, member, strings.parser(), room)
    sheets = [(int(found[1]), name) for name in members if (found := _SHEET.fullmatch(name)) and found[1].isascii()]
    for _number, name in sorted(sheets):
        cells = _Cells(strings.found)
        parse(package, members[name], cells.parser(), room)
        yield cells.text()
    rest = [element_text(package, one, _WORDS, room) for name, one in members.items() if _COMMENTS.fullmatch(name)]
    rest += chart_texts(package, members.values())
    if any(rest):
        yield "\n".join(text for text in rest if text)


@dataclass(slots=True)
class _Strings:
    """SpreadsheetML 18.4: the strings that cells share, without their phonetic runs."""

    found: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _inside: str = ""

    def parser(self) -> xml.parsers.expat.XMLParserType:
        parser = xml.parsers.expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._take
        return parser

    def _begin(self, name: str, _attributes: Mapping[str, str]) -> None:
        word = local(name)
        if self._inside != "rPh" and word in ("t", "rPh"):
            self._inside = word

    def _end(self, name: str) -> None:
        word = local(name)
        if word == self._inside:
            self._inside = ""
        elif word == "si":
            self.found.append("".join(self._parts))
            self._parts.clear()

    def _take(self, text: str) -> None:
        if self._inside == "t":
            self._parts.append(text)


_HEADS = frozenset(f"{which}{kind}" for which in ("odd", "even", "first") for kind in ("Header", "Footer"))
"""SpreadsheetML 18.3.1.46: what is printed at the edges of every page; a mark of secrecy may stand there alone."""
_SECTION = re.compile(r"&[LCR]")
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[A-Z])')
_LONGEST_HEAD = 1_000


@dataclass(slots=True)
class _Cells:
    """SpreadsheetML 18.3.1.4: the values of a sheet as they are stored, dates thus as numbers."""

    strings: list[str]
    _heads: list[str] = field(default_factory=list)
    _rows: list[list[str]] = field(default_factory=list)
    _value: list[str] = field(default_factory=list)
    _kind: str = ""
    _inside: bool = False
    _length: int = 0
    _count: int = 0

    def parser(self) -> xml.parsers.expat.XMLParserType:
        parser = xml.parsers.expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._take
        return parser

    def text(self) -> str:
        return "\n".join((*self._heads, *("\t".join(row) for row in self._rows if any(row))))

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        word = local(name)
        if word == "row":
            self._rows.append([])
        elif word == "c":
            self._kind = attributes.get("t", "")
            self._value.clear()
        elif word in ("v", "t"):
            self._inside = True
        elif word in _HEADS:
            self._value.clear()
            self._inside = True

    def _end(self, name: str) -> None:
        word = local(name)
        if word in ("v", "t"):
            self._inside = False
        elif word in _HEADS:
            self._inside = False
            self._heads += _plain("".join(self._value))
        elif word == "c" and self._value and self._length <= MOST_CHARACTERS and self._count < _MOST_CELLS:
            text = self._spelt("".join(self._value))
            self._length += len(text)
            self._count += 1
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(text)

    def _take(self, text: str) -> None:
        if self._inside:
            self._value.append(text)

    def _spelt(self, value: str) -> str:
        if self._kind != "s":
            return value
        place = int(value) if value.isascii() and value.strip().isdecimal() else -1
        return self.strings[place] if 0 <= place < len(self.strings) else ""


def _plain(edge: str) -> list[str]:
    """The texts of a header or footer without its codes."""
    parts = _SECTION.split(edge[:_LONGEST_HEAD])
    return [plain for part in parts if (plain := _CODE.sub("", part).strip())]


def xls_texts(path: Path) -> Iterator[str]:
    """The sheets of a workbook up to Excel 2003, and of WPS tables. Raises TextRefused."""
    try:
        with xlrd.open_workbook(str(path), logfile=io.StringIO(), on_demand=True) as book:
            for name, edges in zip(book.sheet_names(), chain(_edges(path), repeat("")), strict=False):
                yield f"{edges}{_sheet_text(book, name)}"
                book.unload_sheet(name)
    except XLRDError as error:
        raise TextRefused(LOCKED if "encrypt" in str(error).lower() else DAMAGED) from error


def _edges(path: Path) -> Iterator[str]:
    """What stands above and below each sheet, in lines; nothing where the records cannot be read one by one."""
    with suppress(NotACompoundFile):
        for pair in beside(path).running:
            yield "".join(f"{line}\n" for text in pair for line in _plain(text))


def _sheet_text(book: Book, name: str) -> str:
    sheet = book.sheet_by_name(name)
    lines: list[str] = []
    length = count = 0
    for place in range(sheet.nrows):
        row = sheet.row(place)
        words = [_cell_text(cell, book.datemode) for cell in row]
        count += len(row)
        if any(words):
            lines.append("\t".join(word for word in words if word))
            length += len(lines[-1])
        if length > MOST_CHARACTERS or count > _MOST_CELLS:
            break
    return "\n".join(lines)


def _cell_text(cell: Cell, datemode: int) -> str:
    if cell.ctype == XL_CELL_DATE:
        try:
            return str(xldate_as_datetime(cell.value, datemode).date())
        except (XLDateError, OverflowError, ValueError):
            return str(cell.value)
    if cell.ctype == XL_CELL_NUMBER:
        return f"{cell.value:.15g}"
    return str(cell.value) if cell.ctype == XL_CELL_TEXT else ""
