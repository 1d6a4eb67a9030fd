"""Mail (EML, Outlook's MSG) as a letter: its heads, its text, and what is attached, by name and within limits whole."""

import email
import email.policy
import email.utils
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import olefile

from foodsafe_desktop.renditions.text.plain import decoded, html_text

MOST_BYTES = 64 * 1024 * 1024
_MOST_PARTS, _MOST_TEXT, _DEEPEST = 500, 8_000_000, 3
_MOST_KEPT = 50
"""Attachments whose bytes are kept, of MOST_BYTES in all."""
_HEADS = (("subject", "主题"), ("from", "发件人"), ("to", "收件人"), ("cc", "抄送"), ("date", "日期"))
_PROPERTIES = (("0037", "主题"), ("0C1A", "发件人"), ("0E04", "收件人"), ("0E03", "抄送"))
"""MS-OXPROPS: PidTagSubject, PidTagSenderName, PidTagDisplayTo, PidTagDisplayCc."""
_BODY, _HTML, _FILE, _SHORT_FILE, _CONTENT = "1000", "1013", "3707", "3704", "3701"
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06


@dataclass(slots=True)
class Letter:
    """Heads by their Chinese names, the text, attachments by name and size; `enclosed` are letters attached to it.

    `kept` are the bytes of the first attachments, by name.
    """

    heads: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    was_html: bool = False
    attached: list[tuple[str, int]] = field(default_factory=list)
    enclosed: "list[Letter]" = field(default_factory=list)
    kept: list[tuple[str, bytes]] = field(default_factory=list)

    def keep(self, name: str, content: bytes) -> None:
        """Keep an attachment's bytes, as far as there is room."""
        if (
            content
            and len(self.kept) < _MOST_KEPT
            and sum(len(one) for _, one in self.kept) + len(content) < MOST_BYTES
        ):
            self.kept.append((name, content))


class _Policy(email.policy.EmailPolicy):
    """Reads heads whose bytes were never encoded, as Chinese programs write them: in UTF-8 or GB 18030."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401 - a header, which is a string and more
        """The head as text; what is no ASCII in the file stands in `value` as lone surrogates."""
        if not hasattr(value, "name") and not value.isascii():
            value = decoded(value.encode("utf-8", "surrogateescape"))
        return super().header_fetch_parse(name, value)


def read_eml(source: Path) -> Letter:
    """Read an EML file (RFC 5322), its first 64 MiB. Raises OSError."""
    with source.open("rb") as file:
        # that a policy built on EmailPolicy makes EmailMessages is not in its types
        message: Any = email.message_from_bytes(file.read(MOST_BYTES), policy=_Policy())
    return _letter(message, 0)


def _letter(message: EmailMessage, depth: int) -> Letter:
    letter = Letter()
    for name, word in _HEADS:
        if text := _head(message, name):
            letter.heads.append((word, _moment(text) if name == "date" else text))
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _parts(message):
        kind, content = part.get_content_type(), part.get_payload(decode=True)
        name = " ".join(str(part.get_filename() or "").split())
        size = len(content) if isinstance(content, bytes) else 0
        if kind == "message/rfc822" and depth < _DEEPEST:
            letter.enclosed += [_letter(one, depth + 1) for one in part.iter_parts() if isinstance(one, EmailMessage)]
        if name or (part.get_content_disposition() == "attachment"):
            letter.keep(name, content if isinstance(content, bytes) else b"")
            letter.attached.append(
                (name or ("（所附邮件）" if kind == "message/rfc822" else "（未命名）"), size or _nested_size(part))
            )
        elif kind in texts and isinstance(content, bytes):
            texts[kind].append(decoded(content[:_MOST_TEXT], part.get_content_charset()))
        elif kind == "message/rfc822":
            letter.attached.append(("（所附邮件）", _nested_size(part)))
        elif not part.is_multipart() and kind not in texts:
            letter.attached.append((f"（嵌入内容，{kind}）", size))
    plain = "\n".join(texts["text/plain"])
    letter.was_html = not plain.strip() and bool(texts["text/html"])
    letter.text = "\n".join(map(html_text, texts["text/html"])) if letter.was_html else plain
    return letter


def _head(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())[:2000]
    except (ValueError, IndexError, AttributeError, TypeError):  # what the library's parser of headers stumbles over
        return ""


def _moment(text: str) -> str:
    """The sender's own clock, with its difference from UTC: 2023-05-06 10:11 +08:00."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return text
    zone = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M}" + (f"（UTC{zone[:3]}:{zone[3:5]}）" if zone else "")


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a mail, without those of mails that are attached to it."""
    waiting: list[EmailMessage] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            waiting[:0] = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]


def _nested_size(part: EmailMessage) -> int:
    if not part.is_multipart():
        return 0
    return sum(len(one.as_bytes(policy=email.policy.compat32)) for one in part.iter_parts())


def read_msg(source: Path) -> Letter:
    """Read an MSG file. Raises what olefile raises for hostile bytes."""
    with olefile.OleFileIO(str(source)) as message:
        letter = Letter([(word, text) for tag, word in _PROPERTIES if (text := _property(message, "", tag).strip())])
        if moment := _submitted(message):
            letter.heads.append(("日期", moment))
        letter.text = _property(message, "", _BODY)
        if not letter.text.strip() and (page := _property(message, "", _HTML)):
            letter.text, letter.was_html = html_text(page), True
        folders = [one[0] for one in message.listdir(streams=False, storages=True) if len(one) == 1]
        for folder in [one for one in folders if one.startswith("__attach")][:_MOST_PARTS]:
            name = _property(message, f"{folder}/", _FILE) or _property(message, f"{folder}/", _SHORT_FILE)
            content = f"{folder}/__substg1.0_{_CONTENT}0102"
            size = message.get_size(content) if message.exists(content) else 0
            letter.attached.append((" ".join(name.split()) or "（所附邮件或对象）", size))
            if size and size < MOST_BYTES:
                letter.keep(" ".join(name.split()), message.openstream(content).read())
    return letter


def _property(message: olefile.OleFileIO, folder: str, tag: str) -> str:
    for kind in ("001F", "001E", "0102"):
        name = f"{folder}__substg1.0_{tag}{kind}"
        if message.exists(name):
            content = message.openstream(name).read(_MOST_TEXT)
            return str(content.decode("utf-16-le", "replace")) if kind == "001F" else decoded(content)
    return ""


def _submitted(message: olefile.OleFileIO) -> str:
    """When it was sent or came in, from the fixed properties (MS-OXMSG 2.4): 16 bytes each after a head of 32."""
    if not message.exists("__properties_version1.0"):
        return ""
    content = message.openstream("__properties_version1.0").read(65_536)
    found: dict[int, int] = {}
    for at in range(32, len(content) - 15, 16):
        tag = int.from_bytes(content[at : at + 4], "little")
        if tag & 0xFFFF == 0x0040:
            found[tag >> 16] = int.from_bytes(content[at + 8 : at + 16], "little")
    ticks = found.get(_SUBMITTED) or found.get(_DELIVERED)
    if not ticks:
        return ""
    moment = olefile.olefile.filetime2datetime(ticks)
    return f"{moment:%Y-%m-%d %H:%M}（UTC）"
