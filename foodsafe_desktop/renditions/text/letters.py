"""Mail (EML, RFC 5322) as a letter: its heads, its text, the pictures in that, and what is attached to it."""

import email
import email.policy
import email.utils
import io
import re
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

from foodsafe_desktop.renditions.text.plain import decoded, html_text

MOST_BYTES = 128 * 1024 * 1024
MOST_PARTS, MOST_TEXT = 500, 8_000_000
_LONGEST_NAME = 255
_MOST_KEPT = 50
"""Attachments and pictures whose bytes are kept, of MOST_BYTES in all."""
_SUBJECT = "主题"
_HEADS = (("subject", _SUBJECT), ("from", "发件人"), ("to", "收件人"), ("cc", "抄送"), ("date", "日期"))
_TOO_MANY = f"附件超过{_MOST_KEPT}个，或合计超过{MOST_BYTES >> 20} MB。请把该附件单独放入同一文件夹。"
_MAILS = ("message/rfc822", "message/global")
_STYLES = ("text/css", "text/javascript", "application/javascript", "application/x-javascript")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_BROKEN = "所附邮件结构异常。请从邮件程序中另存后放入同一文件夹。"
_SHOWN = re.compile(r"""\bcid:([^\s"'<>)]+)""", re.IGNORECASE)
"""How the text of a page names a picture that comes with it (RFC 2392)."""
_STUMBLES = (ValueError, IndexError, AttributeError, TypeError, LookupError)
"""What the library's parser of heads raises of hostile ones."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something attached: its name, its bytes and how many they are. `why`: the reason where they are not kept."""

    name: str
    size: int
    content: bytes = b""
    why: str = ""


@dataclass(slots=True)
class Letter:
    """Heads by their Chinese names, the text, the pictures that stand in it, and what is attached."""

    heads: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    was_html: bool = False
    pictures: list[Attachment] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)
    is_signed: bool = False
    has_more: bool = False
    """Whether it has more parts than are read."""

    @property
    def subject(self) -> str:
        """What it is about; empty where nothing says so."""
        return next((text for word, text in self.heads if word == _SUBJECT), "")

    def attach(self, name: str, content: bytes, why: str = "", *, shown: bool = False) -> None:
        """Keep what is attached, or what is shown in the text, with its bytes as far as there is room."""
        kept = [one.size for one in (*self.attached, *self.pictures) if one.content]
        if not why and (len(kept) >= _MOST_KEPT or sum(kept) + len(content) > MOST_BYTES):
            why = _TOO_MANY
        if len(name) > _LONGEST_NAME:  # more than any disk bears
            name = f"{name[: _LONGEST_NAME - 16]}…{name[-15:]}"
        found = Attachment(name, len(content), b"" if why else content, why)
        (self.pictures if shown else self.attached).append(found)

    def as_eml(self) -> bytes:
        """The letter as an EML file that says the same."""
        message = EmailMessage()
        enclosed = (*self.pictures, *self.attached)
        message.set_content(
            "\n".join([self.text, *(f"〔附件“{one.name}”：{one.why}〕" for one in enclosed if one.why)])
        )
        for one in enclosed:
            if not one.why:
                message.add_attachment(one.content, "application", "octet-stream", filename=one.name)
        words = {word: name for name, word in _HEADS}
        heads = "".join(f"{words[word]}: {' '.join(text.split())}\r\n" for word, text in self.heads)
        return heads.encode("utf-8", "replace") + message.as_bytes()


class _Policy(email.policy.EmailPolicy):
    """Reads heads whose bytes were never encoded, as Chinese programs write them: in UTF-8 or GB 18030."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401 - a header, which is a string and more
        """The head as text; what is no ASCII in the file stands in `value` as lone surrogates."""
        if not hasattr(value, "name") and not value.isascii():
            value = decoded(value.encode("utf-8", "surrogateescape"))
        return super().header_fetch_parse(name, value)


class _Part:
    """A part of a mail. Parts of one `choice` are alternatives of each other."""

    def __init__(self, part: EmailMessage, choice: int) -> None:
        self.choice, self.part = choice, part
        self.kind = _asked(part.get_content_type)
        self.name = _asked(part.get_filename)
        self.is_attachment = _asked(part.get_content_disposition) == "attachment"
        self.identity = _asked(lambda: part.get("content-id")).strip("<> ").lower()
        content = part.get_payload(decode=True)
        self.content = content if isinstance(content, bytes) else b""

    @property
    def is_text(self) -> bool:
        return self.kind in ("text/plain", "text/html") and not self.name and not self.is_attachment

    def is_shown(self, named: set[str]) -> bool:
        """Whether it is a picture of the text itself, which names these."""
        return self.kind.startswith("image/") and (self.identity in named or not (self.name or self.is_attachment))

    def message(self) -> EmailMessage | None:
        """The mail that this part is."""
        inner = self.part.get_payload() if self.kind in _MAILS else None
        return inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) else None


def _asked(ask: Callable[[], object]) -> str:
    """What a head says, in one line; nothing where the library stumbles over it."""
    try:
        return " ".join(str(ask() or "").split())[:2000]
    except _STUMBLES:
        return ""


def read_eml(source: Path) -> Letter:
    """Read an EML file, its first 128 MiB. Raises OSError."""
    with source.open("rb") as file:
        # that a policy built on EmailPolicy makes EmailMessages is not in its types
        message: Any = email.message_from_binary_file(io.BytesIO(file.read(MOST_BYTES)), policy=_Policy())
    letter = Letter()
    for name, word in _HEADS:
        if text := _asked(partial(message.get, name)):
            letter.heads.append((word, _moment(text) if name == "date" else text))
    parts = list(islice(_parts(message), MOST_PARTS + 1))
    letter.has_more = len(parts) > MOST_PARTS
    parts = parts[:MOST_PARTS]
    named = _read_text(letter, [part for part in parts if part.is_text])
    for part in parts:
        if not part.is_text:
            _attach(letter, part, named)
    return letter


def _read_text(letter: Letter, parts: list[_Part]) -> set[str]:
    """Fill in the text, of alternatives the plain one if it says anything; the pictures that pages in it name."""
    bodies: dict[int, dict[str, list[str]]] = {}
    for part in parts:
        text = decoded(part.content[:MOST_TEXT], _asked(part.part.get_content_charset) or None)
        bodies.setdefault(part.choice, {}).setdefault(part.kind, []).append(text)
    said, named = [], set()
    for body in bodies.values():
        plain, pages = "\n".join(body.get("text/plain", ())), body.get("text/html", [])
        letter.was_html |= not plain.strip() and bool(pages)
        said.append(plain if plain.strip() else "\n".join(map(html_text, pages)))
        named |= {urllib.parse.unquote(one).lower() for page in pages for one in _SHOWN.findall(page)}
    letter.text = "\n".join(said)
    return named


def _attach(letter: Letter, part: _Part, named: set[str]) -> None:
    if (message := part.message()) is not None:
        name = part.name or f"{_asked(lambda: message.get('subject')) or '所附邮件'}.eml"
        try:
            letter.attach(name, message.as_bytes(policy=email.policy.compat32))
        except (*_STUMBLES, RecursionError):
            letter.attach(name, b"", _BROKEN)
    elif part.kind in _SIGNATURES:
        letter.is_signed = True
    elif part.is_attachment or part.kind not in _STYLES:  # of a page's style and script nothing can be printed
        name = part.name or ("（未命名）" if part.is_attachment else f"（嵌入内容，{part.kind}）")
        letter.attach(name, part.content, shown=part.is_shown(named))


def _moment(text: str) -> str:
    """The sender's own clock, with its difference from UTC: 2023-05-06 10:11 +08:00."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return text
    zone = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M}" + (f"（UTC{zone[:3]}:{zone[3:5]}）" if zone else "")


def _parts(message: EmailMessage) -> Iterator[_Part]:
    """The parts of a mail that hold something, without those of mails that are attached to it."""
    waiting: list[tuple[EmailMessage, int]] = [(message, 0)]
    for number in count(1):
        if not waiting:
            return
        part, choice = waiting.pop(0)
        found = _Part(part, choice or number)
        if part.is_multipart() and found.kind not in _MAILS:
            choice = choice or (number if found.kind == "multipart/alternative" else 0)
            waiting[:0] = [(one, choice) for one in part.iter_parts() if isinstance(one, EmailMessage)]
        else:
            yield found
