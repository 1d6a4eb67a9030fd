"""Text of the binary formats up to Office 2003, and of WPS which follows them: DOC, WPS (MS-DOC) and PPT (MS-PPT)."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from foodsafe_desktop.renditions.text.budget import DAMAGED, LOCKED, MOST_CHARACTERS, TextRefused

_WORD_97 = 0xA5EC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_CLX_PLACE = 0x01A2
"""MS-DOC 2.5.1: fcClx and lcbClx in FibRgFcLcb97."""
_PIECES, _PROPERTIES = 2, 1
_COMPRESSED = 1 << 30
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14|\x13[^\x13\x14\x15]*\x15")
"""MS-DOC 2.8.25: a field's instructions; what stands between \x14 and \x15 is shown."""
_SIGNS = {
    0x07: "\t",
    0x1E: "-",
    **dict.fromkeys((0x0B, 0x0C, 0x0D, 0x0E), "\n"),
    **dict.fromkeys((1, 8, 0x13, 0x14, 0x15)),
}
_MOST_BYTES = 256 << 20
_DEEPEST_FIELD = 8
_OLDER = "Word 95 及更早版本的文件，未能读取文字。请另存为 DOCX 后放入同一文件夹。"
_TEXT_CHARS, _TEXT_BYTES = 0x0FA0, 0x0FA8
_MOST_PIECES, _MOST_RECORDS = 1_000_000, 2_000_000


def word_text(path: Path) -> str:
    """The text of a Word 97–2003 or WPS document, with notes and headers after the body. Raises TextRefused."""
    try:
        with olefile.OleFileIO(str(path)) as container:
            body = _stream(container, "WordDocument")
            identity, flags = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 10)[0]
            if flags & _ENCRYPTED:
                raise TextRefused(LOCKED)
            if identity != _WORD_97:
                raise TextRefused(_OLDER)
            table = _stream(container, "1Table" if flags & _TABLE_1 else "0Table")
        start, length = struct.unpack_from("<II", body, _CLX_PLACE)
        text = "".join(_pieces(body, table[start : start + length])) if length else _one_piece(body)
    except (OSError, struct.error, IndexError) as error:  # olefile says OSError for damage
        raise TextRefused(DAMAGED) from error
    for _ in range(_DEEPEST_FIELD):
        text, found = _FIELD.subn("", text)
        if not found:
            break
    return text.translate(_SIGNS)


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    """A stream of the document itself: those that are embedded in it have streams of the same names."""
    content: bytes = container.openstream(name).read(_MOST_BYTES)
    return content


def _one_piece(body: bytes) -> str:
    """MS-DOC 2.5.2, fcMin and fcMac: where a writer left the piece table out, the text lies in one piece."""
    start, end = struct.unpack_from("<II", body, 0x18)
    return body[start : min(end, start + MOST_CHARACTERS)].decode("gb18030", "replace")


def _pieces(body: bytes, clx: bytes) -> Iterator[str]:
    """MS-DOC 2.9.38 (Clx) and 2.9.178 (PlcPcd): runs of characters and where they lie."""
    at = 0
    while clx[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<h", clx, at + 1)[0]
    if clx[at] != _PIECES:
        raise IndexError("no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plain = clx[at + 5 : at + 5 + size]
    count = min((len(plain) - 4) // 12, _MOST_PIECES)
    places = struct.unpack_from(f"<{count + 1}I", plain)
    left = MOST_CHARACTERS
    for piece in range(count):
        where = struct.unpack_from("<I", plain, 4 * (count + 1) + 8 * piece + 2)[0]
        length = min(places[piece + 1] - places[piece], left)
        if length <= 0:
            continue
        left -= length
        if where & _COMPRESSED:
            start = (where & ~_COMPRESSED) // 2
            yield body[start : start + length].decode("cp1252", "replace")
        else:
            yield body[where : where + 2 * length].decode("utf-16-le", "replace")


def slides_text(path: Path) -> str:
    """The texts of a PowerPoint 97–2003 or WPS presentation in the order of the file. Raises TextRefused."""
    try:
        with olefile.OleFileIO(str(path)) as container:
            content = _stream(container, "PowerPoint Document")
        return "\n".join(dict.fromkeys(_atoms(content)))  # outline and slides say the same twice
    except (OSError, struct.error) as error:
        raise TextRefused(DAMAGED) from error


def _atoms(content: bytes) -> Iterator[str]:
    """MS-PPT 2.3.1: every record's head has eight bytes; containers (version 0xF) are walked into."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 8 > len(content):
            return
        version, kind, length = struct.unpack_from("<HHI", content, at)
        at += 8
        if version & 0xF == 0xF:
            continue
        if kind == _TEXT_CHARS:
            yield content[at : at + length].decode("utf-16-le", "replace").replace("\x0b", "\n")
        elif kind == _TEXT_BYTES:
            yield content[at : at + length].decode("cp1252", "replace").replace("\x0b", "\n")
        at += length
