"""ZIP and what is built on it: OOXML (ECMA-376), ODF (ISO/IEC 26300), OFD (GB/T 33190). Read, never unpacked.

A document opens if its directory is whole, no member's checksum fails, and its main part is well-formed XML. Reading
stops at a budget of unpacked bytes, so that an archive bomb costs time but neither memory nor disk; what was not read
to the end is UNKNOWN. XML is read without entities, and no deeper than any document is nested.
"""

import posixpath
import re
import xml.parsers.expat
import zipfile
import zlib
from pathlib import Path

from foodsafe_desktop.domain.evidence import Condition, Fact, Verdict
from foodsafe_desktop.renditions.archives import VOLUME_SENTENCE, contents, refusal
from foodsafe_desktop.renditions.listing import list_zip
from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.ofd.document import NoPages, looked_through
from foodsafe_desktop.renditions.ofd.package import Locked
from foodsafe_desktop.renditions.office import BY_OTHERS
from foodsafe_desktop.renditions.package_facts import facts_of_package
from foodsafe_desktop.renditions.signature import LAID_OUT, Format
from foodsafe_desktop.renditions.zip_directory import DirectoryTooLong, open_zip

_BUDGET = 512 * 1024 * 1024
_MOST_MEMBERS = 50_000
"""Members of a ZIP that are read; one costs a tenth of a millisecond, however small it is."""
_STEP = 1024 * 1024
_LONGEST_PART, _PART_STEP = 128 * 1024 * 1024, 8 * 1024 * 1024
"""Bytes of a main part, and of what the parser is given at once: it reads a long token anew with every step."""
_DEEPEST, _MAY_BE_DEEP = 1_000, 1024 * 1024
"""Nested elements, and the bytes from which on they are counted: fewer cannot nest so deep that memory would matter."""
_MAIN_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?/officeDocument[\"'][^>]*>", re.DOTALL)
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']+)")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError)


class _Fault(Exception):
    """Why a package does not open; the message is the first half of the sentence."""

    def __init__(self, condition: Condition, what: str) -> None:
        super().__init__(what)
        self.condition, self.what = condition, what


def inspect_package(path: Path, found: Format) -> Verdict:
    """Whether a ZIP-based file opens, and what it holds."""
    try:
        with open_zip(path) as package:
            if found is Format.ZIP:
                return _inspect_zip(package, path.stat().st_size)
            _check_locks(package, found)
            _check_document(package, found)
            facts = _facts(package, found)
            pages = _inspect_ofd(package, facts) if found is Format.OFD else None
    except _Fault as fault:
        return Verdict(found, fault.condition, fault.what)
    except DirectoryTooLong:
        return Verdict(found, Condition.UNKNOWN, "压缩包内文件过多，未能核验。请解压后把文件放入同一文件夹。")
    except _BROKEN as error:
        if "span multiple disks" in str(error) or _starts_as_volume(path):  # zipfile has no other way to say it
            return Verdict(found, Condition.UNKNOWN, VOLUME_SENTENCE)
        return Verdict(found, Condition.DAMAGED, "文件不完整或已损坏，不能打开。请向报送单位重新索取原文件。")
    what = "" if found in LAID_OUT else BY_OTHERS
    return pages or Verdict(found, Condition.OK, what, printable=True, facts=facts)


def _inspect_zip(package: zipfile.ZipFile, packed: int) -> Verdict:
    listing = list_zip(package)
    refused = refusal(listing, packed)
    if refused:
        return refused
    inside = f"压缩包（{contents(listing)}）"
    if not _all_pass(package):
        what = f"{inside}数量过多、体积过大或压缩方式特殊，未能逐件核验。请解压后把文件放入同一文件夹。"
        return Verdict(Format.ZIP, Condition.UNKNOWN, what)
    what = f"{inside}不能打印，其中的文件也不逐件登记。请解压后把文件放入同一文件夹。"
    return Verdict(Format.ZIP, Condition.OK, what)


def _inspect_ofd(package: zipfile.ZipFile, facts: tuple[Fact, ...]) -> Verdict:
    try:
        pages, broken = looked_through(package)
    except Locked as locked:
        return Verdict(Format.OFD, Condition.ENCRYPTED, locked.sentence)
    except NoPages as none:
        return Verdict(Format.OFD, Condition.DAMAGED, none.sentence)
    except CannotPrint as refused:
        return Verdict(Format.OFD, Condition.OK, refused.sentence, facts=facts)
    if broken is not None:
        what = f"OFD 文件第 {broken} 页的内容缺失或已损坏。请向报送单位重新索取原文件。"
        return Verdict(Format.OFD, Condition.DAMAGED, what, pages)
    return Verdict(Format.OFD, Condition.OK, "", pages, printable=True, facts=facts)


def _facts(package: zipfile.ZipFile, found: Format) -> tuple[Fact, ...]:
    try:
        return facts_of_package(package, found)
    except _BROKEN:  # every member was read before: what fails now is what only the facts wanted
        return ()


def _starts_as_volume(path: Path) -> bool:
    """APPNOTE 8.5.3: the first segment of a split archive begins with the spanning marker."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x07\x08"


def _check_locks(package: zipfile.ZipFile, found: Format) -> None:
    locked = any(member.flag_bits & 1 for member in package.infolist())
    if found in (Format.ODT, Format.ODS, Format.ODP) and "META-INF/manifest.xml" in package.NameToInfo:
        locked = locked or b"encryption-data" in _read(package, "META-INF/manifest.xml")
    if locked:
        raise _Fault(Condition.ENCRYPTED, "文件设有密码，不能打开。请向报送单位索取未加密的文件。")


def _check_document(package: zipfile.ZipFile, found: Format) -> None:
    try:
        whole = _all_pass(package, foreign_is_an_error=True)
    except NotImplementedError as error:
        raise _Fault(Condition.UNKNOWN, "文件采用了不支持的压缩方式，未能核验。请另存后重新报送。") from error
    if not whole:
        raise _Fault(Condition.UNKNOWN, "文件解压后体积异常，未能核验。请核对文件来源，或另存为 PDF 后报送。")
    _check_main_part(package, _main_part(package, found))


def _all_pass(package: zipfile.ZipFile, *, foreign_is_an_error: bool = False) -> bool:
    """Read every member against its checksum; False when the budget is used up before, or one cannot be unpacked here.

    Raises NotImplementedError for such a one if told so, and what `zipfile` raises for a member that fails.
    """
    left, whole = _BUDGET, len(package.infolist()) <= _MOST_MEMBERS
    for member in package.infolist()[:_MOST_MEMBERS]:
        try:
            with package.open(member) as stream:
                while left > 0 and (step := stream.read(_STEP)):
                    left -= len(step)
        except NotImplementedError:  # a compression that Python lacks
            if foreign_is_an_error:
                raise
            whole = False
        if left <= 0:
            return False
    return whole


def _main_part(package: zipfile.ZipFile, found: Format) -> str:
    names = {name.replace("\\", "/").lower(): name for name in package.namelist()}
    if found is Format.OFD:
        wanted = "ofd.xml"
    elif found in (Format.ODT, Format.ODS, Format.ODP):
        wanted = "content.xml"
    else:
        relation = _MAIN_RELATION.search(_read(package, names.get("_rels/.rels", "_rels/.rels")))
        target = _TARGET.search(relation[0]) if relation else None
        wanted = posixpath.normpath(target[1].decode("utf-8", "replace").lstrip("/")).lower() if target else ""
    if wanted not in names:
        raise _Fault(Condition.DAMAGED, "文件缺少正文部分，不能打开。请向报送单位重新索取原文件。")
    return names[wanted]


def _check_main_part(package: zipfile.ZipFile, name: str) -> None:
    if name.lower().endswith(".bin"):  # XLSB: binary records, whose checksum was good
        return
    size = package.getinfo(name).file_size
    if size > _LONGEST_PART:
        raise _Fault(Condition.UNKNOWN, "文件正文过大，未能核验。请拆分，或另存为 PDF 后报送。")
    parser = xml.parsers.expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entities
    if size > _MAY_BE_DEEP:
        _watch_depth(parser)
    try:
        with package.open(name) as stream:
            while step := stream.read(_PART_STEP):
                parser.Parse(step, False)  # noqa: FBT003 - expat takes it by place only
            parser.Parse(b"", True)  # noqa: FBT003
    except xml.parsers.expat.ExpatError as error:
        raise _Fault(Condition.DAMAGED, "文件正文已损坏，不能打开。请向报送单位重新索取原文件。") from error


def _watch_depth(parser: xml.parsers.expat.XMLParserType) -> None:
    depth = 0

    def begin(*_element: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _Fault(Condition.DAMAGED, "文件正文层层嵌套，结构异常，未予打开。请核对文件来源。")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end


def _refuse_entities(*_declaration: object) -> None:
    raise _Fault(Condition.DAMAGED, "文件正文中有异常的实体定义，未予打开。请核对文件来源。")


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """A small member; what is over a step long is cut, which a manifest or relation part never is."""
    with package.open(name) as stream:
        return stream.read(_STEP)
