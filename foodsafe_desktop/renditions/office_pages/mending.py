"""Office documents with a bad part are read as office programs read them: without that part, and with a note of it.

Readers stop at the first relation that leads nowhere, style that cannot be or date that never was. Only when one has
stopped, a copy is made in which such parts are left out (ECMA-376 part 2 names what holds them together), and for
workbooks what pages do not need (`sheet_mending`); the document itself is never written to.
"""

import posixpath
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from foodsafe_desktop.renditions.making import CannotPrint, Made, Maker
from foodsafe_desktop.renditions.office_pages.sheet_mending import MENDED, Mend, mended_part
from foodsafe_desktop.renditions.office_pages.slides import UNREADABLE
from foodsafe_desktop.renditions.office_pages.word_styles import Element

LEFT_OUT = "文件内有部件缺失、损坏或不合规范（如图片、样式、页眉），已略去后排版，请与原件核对。"
_MAIN = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "[Content_Types].xml", "_rels/.rels")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_ABOUT = "docprops/"
"""Where there stands what is said of the document: no page shows it, and writers often get its dates wrong."""
_LONGEST_XML, _LONGEST = 96 << 20, 512 << 20


def mending(make: Maker) -> Maker:
    """The maker, given a mended copy where it stops at the document itself."""

    def made(source: Path, place: Path) -> Made:
        try:
            return make(source, place)
        except (CannotPrint, MemoryError):
            raise
        except Exception:  # readers stop at a bad part with any exception
            with tempfile.TemporaryDirectory(dir=place.parent, prefix=".mending-") as scratch:
                for mend, note in MENDED:
                    copy = Path(scratch) / "copy.zip"
                    if not _mend(source, copy, mend):
                        break
                    with suppress(Exception):  # then the next copy has less in it that it may stop at
                        return _with_notes(make(copy, place), (LEFT_OUT, *note))
            raise

    return made


def _with_notes(made: Made, notes: tuple[str, ...]) -> Made:
    return replace(made, notes=tuple(dict.fromkeys((*made.notes, *notes))))


@dataclass(slots=True)
class _Parts:
    """What is left of a package: names of parts that can be read, and the XML of those that are XML and had to be."""

    names: set[str] = field(default_factory=set)
    roots: dict[str, Element] = field(default_factory=dict)


def _mend(source: Path, copy: Path, mend: Mend) -> bool:
    """Write the copy; False where there is nothing that it could be made of."""
    with zipfile.ZipFile(source) as package:
        members = {one.filename: one for one in package.infolist()}
        if sum(one.file_size for one in members.values()) > _LONGEST:
            return False
        parts = _Parts()
        for name, member in members.items():
            _take(package, member, name, parts)
        if not all(main in parts.names for main in _MAIN if main in members):
            return False
        _without_dangling(parts)
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
            for name, member in members.items():
                if name in parts.roots:
                    relations = _relations_of(parts, name)
                    written.writestr(name, serialize_part_xml(mended_part(name, parts.roots[name], relations, mend)))
                elif name in parts.names:
                    written.writestr(name, package.read(member))
    return True


def _take(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, parts: _Parts) -> None:
    if member.is_dir() or name.lower().startswith(_ABOUT):
        return
    try:
        content = package.read(member)
    except UNREADABLE:
        return
    if name.lower().endswith((".xml", ".rels")) and len(content) <= _LONGEST_XML:
        try:
            parts.roots[name] = parse_xml(content)
        except (SyntaxError, ValueError):  # lxml's own error is a SyntaxError
            return
    parts.names.add(name)


def _without_dangling(parts: _Parts) -> None:
    """Take out what leads to parts that are not there, and put right what differs from their names by its letters."""
    known = {name.lower(): name for name in parts.names}
    for name, root in parts.roots.items():
        if name.endswith(".rels"):
            folder = name.rpartition("_rels/")[0]
            for one in list(root.iter(_RELATION)):
                _lead_right(one, folder, known)
        elif name == "[Content_Types].xml":
            for one in list(root.iter(_OVERRIDE)):
                if (one.get("PartName") or "").lstrip("/").lower() not in known:
                    root.remove(one)


def _lead_right(relation: Element, folder: str, known: Mapping[str, str]) -> None:
    if relation.get("TargetMode") == "External":
        return
    path = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target") or "")).lstrip("/")
    found = known.get(path.lower())
    if found is None:
        relation.getparent().remove(relation)
    elif found != path:
        relation.set("Target", "/" + found)


def _relations_of(parts: _Parts, name: str) -> frozenset[str]:
    """The ids of the relations that a part still has."""
    folder, _, base = name.rpartition("/")
    root = parts.roots.get(f"{folder}/_rels/{base}.rels")
    return frozenset(_ids(root)) if root is not None else frozenset()


def _ids(root: Element) -> Iterator[str]:
    yield from (one.get("Id") or "" for one in root.iter(_RELATION))
