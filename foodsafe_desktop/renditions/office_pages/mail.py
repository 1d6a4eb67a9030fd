"""Mail (EML, Outlook's MSG) as pages: its head, its text, and the list of what is attached, which is not printed."""

import email
import email.policy
import email.utils
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import olefile
from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.cells import Cell, CellTable, Row
from foodsafe_desktop.renditions.office_pages.flow import Look
from foodsafe_desktop.renditions.office_pages.plain import text_blocks
from foodsafe_desktop.renditions.office_pages.sheets import HEADING, MM, OWN, OWN_LAYOUT, paragraph, write_pages
from foodsafe_desktop.renditions.text.plain import decoded, html_text

_MOST_BYTES = 64 * 1024 * 1024
_MOST_PARTS, _MOST_TEXT = 500, 2_000_000
_HEADS = (("subject", "主题"), ("from", "发件人"), ("to", "收件人"), ("cc", "抄送"), ("date", "日期"))
_PROPERTIES = (("0037", "主题"), ("0C1A", "发件人"), ("0E04", "收件人"), ("0E03", "抄送"))
"""MS-OXPROPS: PidTagSubject, PidTagSenderName, PidTagDisplayTo, PidTagDisplayCc."""
_BODY, _HTML, _FILE, _SHORT_FILE, _CONTENT = "1000", "1013", "3707", "3704", "3701"
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_ATTACHED = "附件仅列出名称和大小，内容未随邮件打印。"
_AS_TEXT = "邮件正文为网页格式，仅排出文字，其中的图片和外部内容未载入。"


@dataclass(slots=True)
class Letter:
    """A mail as printed: heads by their Chinese names, the text, attachments by name and bytes."""

    heads: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    was_html: bool = False
    attached: list[tuple[str, int]] = field(default_factory=list)


def eml_to_pdf(source: Path, place: Path) -> Made:
    """Write the pages of an EML file (RFC 5322)."""
    return _write(read_eml(source), place)


def msg_to_pdf(source: Path, place: Path) -> Made:
    """Write the pages of an MSG file (MS-OXMSG)."""
    return _write(read_msg(source), place)


def _write(letter: Letter, place: Path) -> Made:
    notes = [OWN_LAYOUT]
    story: list[Flowable] = [paragraph("电子邮件", HEADING, after=6), _heads(letter.heads), paragraph("", after=2)]
    story += text_blocks(letter.text[:_MOST_TEXT].strip() or "（无正文）")
    if letter.was_html:
        notes.append(_AS_TEXT)
    if letter.attached:
        notes.append(_ATTACHED)
        story += [paragraph("", after=4), paragraph(f"附件（{len(letter.attached)}个，内容未打印）", HEADING, after=4)]
        story.append(_attachments(letter.attached))
    return Made(write_pages(place, story), tuple(notes), OWN)


def _heads(heads: Sequence[tuple[str, str]]) -> CellTable:
    rows = [
        Row([Cell(0, [paragraph(name, Look(Face.HEI, 10))]), Cell(1, [paragraph(text, Look(Face.SONG, 10))])])
        for name, text in heads
    ]
    return CellTable([24 * MM, 144 * MM], rows, indent=5)


def _attachments(attached: Sequence[tuple[str, int]]) -> CellTable:
    label, words = Look(Face.HEI, 10), Look(Face.SONG, 10)
    head = [Cell(at, [paragraph(text, label)]) for at, text in enumerate(("序号", "名称", "大小"))]
    rows = [Row(head, header=True)]
    for number, (name, size) in enumerate(attached, 1):
        texts = (str(number), name, in_words(size) if size else "不详")
        rows.append(Row([Cell(at, [paragraph(text, words)]) for at, text in enumerate(texts)]))
    return CellTable([14 * MM, 124 * MM, 30 * MM], rows, indent=5)


def in_words(size: int) -> str:
    """Bytes as people read them."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.1f} KB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"


def read_eml(source: Path) -> Letter:
    """Read an EML file, up to 64 MiB. Raises CannotPrint."""
    if source.stat().st_size > _MOST_BYTES:
        raise CannotPrint("邮件超过64 MB，未予打印。请在邮件程序中打印为 PDF，放入同一文件夹。")
    message = email.message_from_bytes(source.read_bytes(), policy=email.policy.default)
    letter = Letter()
    for name, word in _HEADS:
        if text := _head(message, name):
            letter.heads.append((word, _moment(text) if name == "date" else text))
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _parts(message):
        kind, content = part.get_content_type(), part.get_payload(decode=True)
        name = " ".join(str(part.get_filename() or "").split())
        size = len(content) if isinstance(content, bytes) else 0
        if name or (part.get_content_disposition() == "attachment"):
            letter.attached.append((name or "（未命名）", size or _nested_size(part)))
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
