"""The older office files and Outlook mail, all of them OLE compound files."""

import struct
from pathlib import Path

from foodsafe_desktop.domain.evidence import Condition, Verdict
from foodsafe_desktop.renditions.compound import CompoundFile, NotACompoundFile
from foodsafe_desktop.renditions.signature import Format

_NOT_PRINTED = {
    Format.DOC: "Word 文档须先另存为 PDF 才能随卷打印。请用 WPS 或 Word 另存为 PDF，放入同一文件夹。",
    Format.XLS: "Excel 工作簿须先另存为 PDF 才能随卷打印。请用 WPS 或 Excel 另存为 PDF，放入同一文件夹。",
    Format.PPT: "演示文稿须先另存为 PDF 才能随卷打印。请用 WPS 或 PowerPoint 另存为 PDF，放入同一文件夹。",
    Format.MSG: "邮件须先打印为 PDF 才能随卷打印。请在邮件程序中打印为 PDF，放入同一文件夹。",
}
_DAMAGED = "文件不完整或已损坏，不能打开。请向报送单位重新索取原文件。"
_LOCKED = "文件设有密码，不能打开。请向报送单位索取未加密的文件。"
_WORD_BEFORE_97 = (0xA5DB, 0xA5DC)
_WORD = 0xA5EC
_ENCRYPTED_TOKEN = 0xF3D1C4DF
"""MS-PPT 2.3.2, CurrentUserAtom.headerToken of an encrypted presentation."""
_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_FILE_PASS, _EOF = 0x002F, 0x000A


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
    if found is Format.DOC:
        locked = _word_is_locked(_stream(container, "WordDocument"))
    elif found is Format.XLS:
        locked = _workbook_is_locked(_stream(container, "Workbook", "Book"))
    elif found is Format.PPT:
        _stream(container, "PowerPoint Document")
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
    return Verdict(found, Condition.OK, _NOT_PRINTED[found])


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
    kind, length = struct.unpack_from("<HH", content)
    if kind not in _BOF:
        raise NotACompoundFile("not a workbook")
    at = 4 + length
    for _ in range(32):
        if at + 4 > len(content):
            raise NotACompoundFile("the workbook's records end early")
        kind, length = struct.unpack_from("<HH", content, at)
        if kind in (_FILE_PASS, _EOF):
            return bool(kind == _FILE_PASS)
        at += 4 + length
    return False
