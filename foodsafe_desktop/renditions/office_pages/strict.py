"""Documents in the strict form of ISO/IEC 29500, whose names differ from those that readers know (part 1 and part 4).

A strict package is read from a copy in which the names are those of the transitional form; nothing else is changed.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foodsafe_desktop.renditions.making import Made, Maker

_MAIN = frozenset({"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"})
_MARK = b"http://purl.oclc.org/ooxml/"
_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_RENAMED = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_KNOWN = re.compile(rb"(?<=/2006/)(?:extendedProperties|customProperties)\b")
_HEAD, _LONGEST = 64 * 1024, 96 * 1024 * 1024


def also_strict(make: Maker) -> Maker:
    """The maker, given a transitional copy where the document is a strict one."""

    def made(source: Path, place: Path) -> Made:
        with _transitional(source, place.parent) as readable:
            return make(readable, place)

    return made


@contextmanager
def _transitional(source: Path, folder: Path) -> Iterator[Path]:
    with zipfile.ZipFile(source) as package:
        if not _is_strict(package):
            yield source
            return
        with tempfile.TemporaryDirectory(dir=folder, prefix=".strict-") as scratch:
            copy = Path(scratch) / "copy.zip"
            with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
                for member in package.infolist():
                    content = package.read(member)
                    named = member.filename.lower().endswith((".xml", ".rels")) and len(content) <= _LONGEST
                    written.writestr(member.filename, _renamed(content) if named else content)
            yield copy


def _is_strict(package: zipfile.ZipFile) -> bool:
    main = next((one for one in package.namelist() if one.lower() in _MAIN), None)
    if main is None:
        return False
    with package.open(main) as stream:
        return _MARK in stream.read(_HEAD)


def _renamed(content: bytes) -> bytes:
    content = _NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
    return _KNOWN.sub(lambda found: _RENAMED[found[0]], content)
