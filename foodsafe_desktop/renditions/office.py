"""The older office files and Outlook mail, all of them OLE compound files."""

import re
import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from foodsafe_desktop.domain.evidence import Condition, Fact, Verdict
from foodsafe_desktop.renditions.compound import CompoundFile, NotACompoundFile
from foodsafe_desktop.renditions.signature import LAID_OUT, Format
from foodsafe_desktop.renditions.text.biff import records

BY_OTHERS = "由本机的 WPS、Microsoft Office 或 LibreOffice 转换打印；均未安装时以插页代替。"
"""Said of documents that only another program lays out."""
_DAMAGED = "文件不完整或已损坏，不能打开。请向报送单位重新索取原文件。"
_LOCKED = "文件设有密码，不能打开。请向报送单位索取未加密的文件。"
_WORD_BEFORE_97 = (0xA5DB, 0xA5DC)
_WORD = 0xA5EC
_ENCRYPTED_TOKEN = 0xF3D1C4DF
"""MS-PPT 2.3.2, CurrentUserAtom.headerToken of an encrypted presentation."""
_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_FILE_PASS, _EOF, _BOUND_SHEET, _SUP_BOOK = 0x002F, 0x000A, 0x0085, 0x01AE
_MACRO_SHEET, _THIS_BOOK, _ADD_IN = 1, 0x0401, 0x3A01
_MOST_RECORDS = 100_000
_VBA_ATOM, _EMBEDDING = b"\x02\0\0\x04\x0c\0\0\0", b"\x0f\0\xcc\x0f"
"""MS-PPT 2.4.11 VBAInfoAtom, with its length, and 2.10.27 ExOleEmbedContainer: how their records begin."""
_OBJECT = re.compile(r"_\d{8,10}$|MBD[0-9A-F]{8}$|__attach_version1\.0_")
"""Storages of embedded objects: of Word (MS-DOC 2.1.7), of Excel (MS-XLS 2.1.7.7), and Outlook's attachments."""


def inspect_compound(path: Path, found: Format) -> Verdict:
    """Whether a compound file opens: its main stream must be whole and begin as its format says."""
    try:
        with path.open("rb") as file:
            container = CompoundFile(file, path.stat().st_size)
            return _inspect(container, found)
    except (NotACompoundFile, struct.error):
        return Verdict(found, Condition.DAMAGED, _DAMAGED)


def _inspect(container: CompoundFile, found: Format) -> Verdict:
    if container.find("EncryptedPackage"):
        return Verdict(found, Condition.ENCRYPTED, _LOCKED)
    facts = _facts_by_name(container)
    if found is Format.DOC:
        locked = _word_is_locked(_stream(container, "WordDocument"))
    elif found is Format.XLS:
        workbook = _stream(container, "Workbook", "Book")
        locked = _workbook_is_locked(workbook)
        facts |= set(_facts_of_workbook(workbook))
    elif found is Format.PPT:
        facts |= set(_facts_of_slides(_stream(container, "PowerPoint Document")))
        user = _stream(container, "Current User")
        locked = struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_TOKEN
    elif found is Format.MSG:
        _stream(container, "__properties_version1.0")
        locked = False
    else:
        what = "复合文档中没有可识别的正文，未能核验。请另存为 PDF 后放入同一文件夹。"
        return Verdict(found, Condition.UNKNOWN, what)
    if locked:
        return Verdict(found, Condition.ENCRYPTED, _LOCKED)
    what = "" if found in LAID_OUT else BY_OTHERS
    return Verdict(found, Condition.OK, what, printable=True, facts=tuple(one for one in Fact if one in facts))


def _facts_by_name(container: CompoundFile) -> set[Fact]:
    """What the names of storages and streams tell (MS-OVBA 2.2.1, MS-OFFCRYPTO 2.5)."""
    names = [stream.name for stream in container.streams]
    facts = {Fact.MACROS} if any(name.lower() == "_vba_project" for name in names) else set()
    if container.find("_xmlsignatures", "_signatures"):
        facts.add(Fact.SIGNED)
    if sum(bool(_OBJECT.match(name)) for name in names) > names.count("Equation Native"):
        facts.add(Fact.EMBEDDED_FILES)
    return facts


def _stream(container: CompoundFile, *names: str) -> bytes:
    stream = container.find(*names)
    if stream is None or stream.size == 0:
        raise NotACompoundFile(f"no {names[0]}")
    return container.read(stream)


def _word_is_locked(content: bytes) -> bool:
    """MS-DOC 2.5.2: wIdent, and fEncrypted (bit 8 of the flags at offset 10)."""
    identity, flags = struct.unpack_from("<H", content)[0], struct.unpack_from("<H", content, 10)[0]
    if identity != _WORD and identity not in _WORD_BEFORE_97:
        raise NotACompoundFile("not a Word document")
    return bool(flags & 0x0100)


def _workbook_is_locked(content: bytes) -> bool:
    """MS-XLS 2.4.117: a FilePass record after BOF, among the first records of the globals."""
    if struct.unpack_from("<H", content)[0] not in _BOF:
        raise NotACompoundFile("not a workbook")
    for place, (kind, _) in enumerate(_records(content)):
        if kind in (_FILE_PASS, _EOF):
            return kind == _FILE_PASS
        if place == 32:
            return False
    raise NotACompoundFile("the workbook's records end early")


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the globals, up to the mark of their end or to where the content ends."""
    for _, kind, record in islice(records(content), _MOST_RECORDS):
        yield kind, record
        if kind == _EOF:
            return


def _facts_of_workbook(content: bytes) -> Iterator[Fact]:
    """MS-XLS 2.4.28 and 2.4.271: sheets of the old macros, and links to other workbooks."""
    for kind, record in _records(content):
        if kind == _BOUND_SHEET and len(record) > 5 and record[5] == _MACRO_SHEET:
            yield Fact.MACROS
        if (
            kind == _SUP_BOOK
            and len(record) > 3
            and struct.unpack_from("<H", record, 2)[0] not in (_THIS_BOOK, _ADD_IN)
        ):
            yield Fact.EXTERNAL_LINKS


def _facts_of_slides(content: bytes) -> Iterator[Fact]:
    atom = content.find(_VBA_ATOM)
    if atom >= 0 and content[atom + 12 : atom + 16] == b"\x01\0\0\0":
        yield Fact.MACROS
    if _EMBEDDING in content:
        yield Fact.EMBEDDED_FILES
