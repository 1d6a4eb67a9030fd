"""The ZIP of an OFD file and the XML in it, read within budgets; names are looked up as lenient readers do.

XML is read by expat without entities and no deeper than any document is nested; elements and attributes are known by
their local names (producers disagree on prefixes). Of XML that breaks off, what came before is used and remarked upon.
"""

import codecs
import posixpath
import re
import xml.parsers.expat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder

from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.zip_directory import names_of

_LARGEST_MEMBER, _BUDGET = 64 << 20, 512 << 20
"""Unpacked bytes of one member, and of all that is read."""
_MOST_ELEMENTS, _DEEPEST = 1_500_000, 256
_MOST_MEMBERS = 50_000
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_CHINESE = ("gb2312", "gbk", "gb18030")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)

_NO_XML = (xml.parsers.expat.ExpatError, UnicodeDecodeError, LookupError, ValueError)


class Locked(CannotPrint):
    """The file is encrypted."""

    def __init__(self) -> None:
        super().__init__("OFD 文件设有密码或经过加密，未能打印。请向报送单位索取未加密的文件。")


class PartMissing(Exception):
    """A part that the package names is not in it, or cannot be read."""


@dataclass(slots=True)
class Remarks:
    """What was left out or drawn otherwise, by kind with the pages where; `page` is the one being drawn."""

    page: int = 0
    kinds: dict[str, dict[int, None]] = field(default_factory=dict)

    def add(self, kind: str) -> None:
        """Note it for the page being drawn. `kind` is a clause without its end, such as 有图像不能读取."""
        self.kinds.setdefault(kind, {})[self.page] = None

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind."""
        return tuple(f"{_pages(list(pages))}{kind}。" for kind, pages in self.kinds.items())


def _pages(pages: list[int]) -> str:
    if pages == [0]:
        return "文件"
    shown = "、".join(str(page) for page in pages[:10] if page)
    return f"第{shown}页{'等' if len(pages) > 10 else ''}"


class Package:
    """The members of an OFD file, by path from its root."""

    def __init__(self, archive: zipfile.ZipFile, remarks: Remarks) -> None:
        members = archive.infolist()[:_MOST_MEMBERS]
        self._archive, self.remarks, self._left = archive, remarks, _BUDGET
        self._members = {
            name.replace("\\", "/").lstrip("/").lower(): member
            for name, member in zip(names_of(members), members, strict=True)
        }
        if any(member.flag_bits & 1 for member in members) or "encryptions.xml" in self._members:
            raise Locked

    def locate(self, base: str, location: str | None) -> str:
        """The path that `location` means in the part `base`: from its folder, or any above it, down to the root.

        Raises PartMissing.
        """
        wanted = (location or "").strip().replace("\\", "/")
        folder = "/" if wanted.startswith("/") else posixpath.dirname(f"/{base}")
        while wanted:
            path = posixpath.normpath(posixpath.join(folder, wanted.lstrip("/"))).lstrip("/").lower()
            if path in self._members:
                return path
            if folder in ("/", ""):
                break
            folder = posixpath.dirname(folder)
        raise PartMissing(wanted)

    def read(self, path: str) -> bytes:
        """A member. Raises PartMissing, and CannotPrint when the budget is used up."""
        member = self._members.get(path)
        if member is None:
            raise PartMissing(path)
        try:
            with self._archive.open(member) as stream:
                content = stream.read(min(_LARGEST_MEMBER, self._left) + 1)
        except _BROKEN as error:
            raise PartMissing(path) from error
        self._left -= len(content)
        if len(content) > _LARGEST_MEMBER or self._left < 0:
            raise CannotPrint("OFD 文件解压后体积异常，未予打印。请核对文件来源，或另存为 PDF 后放入同一文件夹。")
        return content

    def is_whole(self, path: str) -> bool:
        """Whether a part is there and is XML to its end. Raises CannotPrint as `read` does."""
        try:
            _Tree().feed(self.read(path))
        except (PartMissing, *_NO_XML):
            return False
        return True

    def xml(self, path: str) -> Element:
        """The root element of a part, cut where the XML breaks off. Raises PartMissing when nothing of it is XML."""
        tree = _Tree()
        try:
            tree.feed(self.read(path))
        except _NO_XML as error:
            if not tree.has_begun:
                raise PartMissing(path) from error
            self.remarks.add("的内容数据不完整，只打印了可以读出的部分")
        return tree.close()


class _Tree:
    """Builds elements from what expat reports."""

    def __init__(self) -> None:
        self._builder, self._open = TreeBuilder(), list[str]()
        self._elements = 0

    @property
    def has_begun(self) -> bool:
        return self._elements > 0

    def feed(self, content: bytes) -> None:
        declared = _ENCODING.match(content)
        if declared and declared[1].decode("ascii").lower() in _CHINESE:  # expat knows no multi-byte encoding but UTF
            content = codecs.decode(content, "gb18030", "replace").encode()
            parser = xml.parsers.expat.ParserCreate("utf-8")
        else:
            parser = xml.parsers.expat.ParserCreate()
        parser.buffer_text = True
        parser.EntityDeclHandler = _refuse_entities
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._builder.data
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place only

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            raise CannotPrint("OFD 文件的页面结构异常庞大，未予打印。请核对文件来源，或另存为 PDF 后放入同一文件夹。")
        local = _local(name)
        self._open.append(local)
        self._builder.start(local, {_local(key): value for key, value in attributes.items()})

    def _end(self, _name: str) -> None:
        self._builder.end(self._open.pop())

    def close(self) -> Element:
        while self._open:
            self._builder.end(self._open.pop())
        return self._builder.close()


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_entities(*_declaration: object) -> None:
    raise CannotPrint("OFD 文件中有异常的实体定义，未予打印。请核对文件来源。")


def text_of(parent: Element, name: str) -> str | None:
    """The text of the first child of that name, stripped; None where there is none."""
    text = parent.findtext(name)
    return text.strip() if text else None


def children(parent: Element | None, *names: str) -> Iterator[Element]:
    """The children of these names, in order; none of None."""
    for child in () if parent is None else parent:
        if child.tag in names:
            yield child
