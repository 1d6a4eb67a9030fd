"""Letters by e-mail: who, to whom, when, the text, and the names of what is attached. EML (RFC 5322) and MSG."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import olefile

from foodsafe_desktop.renditions.text.budget import DAMAGED, MOST_CHARACTERS, TextRefused
from foodsafe_desktop.renditions.text.plain import decoded, html_text

_MOST_BYTES = 64 << 20
_HEADS = (("subject", "主题"), ("from", "发件人"), ("to", "收件人"), ("cc", "抄送"), ("date", "日期"))
_MOST_PARTS = 500
_SUBJECT, _SENDER, _TO, _COPY, _BODY, _HTML, _FILE = "0037", "0C1A", "0E04", "0E03", "1000", "1013", "3707"
"""MS-OXPROPS: PidTagSubject, SenderName, DisplayTo, DisplayCc, Body, Html, AttachLongFilename."""
_WIDE, _NARROW, _BINARY = "001F", "001E", "0102"


def eml_text(path: Path) -> str:
    """The text of a mail as it was sent."""
    with path.open("rb") as file:
        message = email.message_from_bytes(file.read(_MOST_BYTES), policy=email.policy.default)
    lines = [f"{word}：{_head(message, name)}" for name, word in _HEADS if _head(message, name)]
    lines += _bodies(message)
    names = list(_attached(message))
    return "\n".join([*lines, *(f"附件：{name}" for name in names)])


def _head(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # what the library's parser of headers stumbles over
        return ""


def _bodies(message: EmailMessage) -> Iterator[str]:
    """The plain texts of a mail, or where there are none, its pages of HTML."""
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in found and not part.get_filename():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                found[kind].append(decoded(content[:MOST_CHARACTERS], part.get_content_charset()))
    yield from found["text/plain"] if any(map(str.strip, found["text/plain"])) else map(html_text, found["text/html"])


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for place, part in enumerate(message.walk()):
        if place > _MOST_PARTS:
            return
        if isinstance(part, EmailMessage):
            yield part


def _attached(message: EmailMessage) -> Iterator[str]:
    for part in _parts(message):
        name = part.get_filename()
        if name:
            yield " ".join(str(name).split())


def msg_text(path: Path) -> str:
    """The text of a message saved by Outlook. Raises TextRefused."""
    try:
        with olefile.OleFileIO(str(path)) as message:
            heads = ((_SUBJECT, "主题"), (_SENDER, "发件人"), (_TO, "收件人"), (_COPY, "抄送"))
            lines = [f"{word}：{text}" for tag, word in heads if (text := _property(message, "", tag).strip())]
            body = _property(message, "", _BODY) or html_text(_property(message, "", _HTML))
            folders = [entry[0] for entry in message.listdir(streams=False, storages=True) if len(entry) == 1]
            attached = [name for folder in folders if (name := _property(message, f"{folder}/", _FILE))]
    except (OSError, ValueError, IndexError) as error:
        raise TextRefused(DAMAGED) from error
    return "\n".join([*lines, body, *(f"附件：{name}" for name in attached[:_MOST_PARTS])])


def _property(message: olefile.OleFileIO, folder: str, tag: str) -> str:
    for kind in (_WIDE, _NARROW, _BINARY):
        name = f"{folder}__substg1.0_{tag}{kind}"
        if message.exists(name):
            content = message.openstream(name).read(MOST_CHARACTERS)
            return content.decode("utf-16-le", "replace") if kind == _WIDE else decoded(content)
    return ""
