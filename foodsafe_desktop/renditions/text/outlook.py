"""Messages that Outlook saved (MSG, MS-OXMSG) as letters; a message in a message is attached to it as an EML file."""

from pathlib import Path

import olefile

from foodsafe_desktop.renditions.text.letters import MOST_BYTES, MOST_PARTS, MOST_TEXT, Letter
from foodsafe_desktop.renditions.text.plain import decoded, html_text
from foodsafe_desktop.renditions.text.rtf import rtf_words

_DEEPEST = 3
_PROPERTIES = (("0037", "主题"), ("0C1A", "发件人"), ("0E04", "收件人"), ("0E03", "抄送"))
"""MS-OXPROPS: PidTagSubject, PidTagSenderName, PidTagDisplayTo, PidTagDisplayCc."""
_FORMATTED = "__substg1.0_10090102"
"""PidTagRtfCompressed."""
_BODY, _HTML, _FILE, _SHORT_FILE, _CONTENT = "1000", "1013", "3707", "3704", "3701"
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_HIDDEN = 0x7FFE
"""PidTagAttachmentHidden: set where an attachment is a picture of the text."""
_OBJECT = "嵌入的对象，本程序不能取出。请在 Outlook 中另存后放入同一文件夹。"


def read_msg(source: Path) -> Letter:
    """Read an MSG file. Raises what olefile raises for hostile bytes."""
    with olefile.OleFileIO(str(source)) as message:
        return _letter(message, "", 0)


def _letter(message: olefile.OleFileIO, at: str, depth: int) -> Letter:
    """The message in the storage `at`, which is empty or ends with a slash."""
    letter = Letter([(word, text) for tag, word in _PROPERTIES if (text := _property(message, at, tag).strip())])
    fixed = _fixed(message, at, 24 if depth else 32)
    if ticks := fixed.get(_SUBMITTED) or fixed.get(_DELIVERED):
        letter.heads.append(("日期", f"{olefile.olefile.filetime2datetime(ticks):%Y-%m-%d %H:%M}（UTC）"))
    letter.text = _property(message, at, _BODY)
    if not letter.text.strip() and (page := _property(message, at, _HTML)):
        letter.text, letter.was_html = html_text(page), True
    if not letter.text.strip() and message.exists(f"{at}{_FORMATTED}"):
        letter.text = rtf_words(unpacked(message.openstream(f"{at}{_FORMATTED}").read(MOST_TEXT))).replace("\0", "")
    level = at.count("/")
    folders = ["/".join(one) + "/" for one in message.listdir(streams=False, storages=True) if len(one) == level + 1]
    for folder in [one for one in folders if one.startswith(f"{at}__attach")][:MOST_PARTS]:
        _attach(letter, message, folder, depth)
    return letter


def _attach(letter: Letter, message: olefile.OleFileIO, folder: str, depth: int) -> None:
    name = " ".join((_property(message, folder, _FILE) or _property(message, folder, _SHORT_FILE)).split())
    content, inner = (f"{folder}__substg1.0_{_CONTENT}{kind}" for kind in ("0102", "000D"))
    if message.exists(content):
        read = message.openstream(content).read() if message.get_size(content) <= MOST_BYTES else b""
        is_shown = bool(_fixed(message, folder, 8).get(_HIDDEN, 0) & 1) and _is_picture(read)
        letter.attach(name or "（未命名）", read, shown=is_shown)
    elif message.exists(f"{inner}/__properties_version1.0") and depth < _DEEPEST:
        attached = _letter(message, f"{inner}/", depth + 1)
        letter.attach(f"{attached.subject or name or '所附邮件'}.eml", attached.as_eml())
    else:
        letter.attach(name or "（所附对象）", b"", _OBJECT)


def unpacked(content: bytes) -> bytes:
    """RTF as Outlook packs it (MS-OXRTFCP 2.2, 3.1): letters, or places and lengths in the 4096 written last."""
    content = content[: 4 + int.from_bytes(content[:4], "little")]
    if content[8:12] == b"MELA":
        return content[16:]
    window = bytearray(_FIRST_WINDOW.ljust(4096, b"\0"))
    found, to, at = bytearray(), len(_FIRST_WINDOW), 16
    while at < len(content) and len(found) < MOST_TEXT:
        flags, at = content[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                run = content[at : at + 1]
                at += 1
                found += run
                for one in run:
                    window[to], to = one, (to + 1) % 4096
                continue
            place, length = divmod(int.from_bytes(content[at : at + 2], "big"), 16)
            at += 2
            if place == to or at > len(content):
                return bytes(found)
            for step in range(length + 2):
                one = window[(place + step) % 4096]
                found.append(one)
                window[to], to = one, (to + 1) % 4096
    return bytes(found)


_FIRST_WINDOW = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def _is_picture(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM"))


def _property(message: olefile.OleFileIO, folder: str, tag: str) -> str:
    for kind in ("001F", "001E", "0102"):
        name = f"{folder}__substg1.0_{tag}{kind}"
        if message.exists(name):
            content = message.openstream(name).read(MOST_TEXT)
            text = str(content.decode("utf-16-le", "replace")) if kind == "001F" else decoded(content)
            return text.replace("\0", "")
    return ""


def _fixed(message: olefile.OleFileIO, folder: str, head: int) -> dict[int, int]:
    """The properties of fixed length by their tags (MS-OXMSG 2.4): 16 bytes each after a head of so many."""
    name = f"{folder}__properties_version1.0"
    content = message.openstream(name).read(65_536) if message.exists(name) else b""
    return {
        int.from_bytes(content[at + 2 : at + 4], "little"): int.from_bytes(content[at + 8 : at + 16], "little")
        for at in range(head, len(content) - 15, 16)
    }
