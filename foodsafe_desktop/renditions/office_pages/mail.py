"""Mail (EML, Outlook's MSG) as pages: its head, its text, and the list of what is attached, which is not printed."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.cells import Cell, CellTable, Row
from foodsafe_desktop.renditions.office_pages.flow import Look
from foodsafe_desktop.renditions.office_pages.plain import text_blocks
from foodsafe_desktop.renditions.office_pages.sheets import HEADING, MM, OWN, OWN_LAYOUT, paragraph, write_pages
from foodsafe_desktop.renditions.text.letters import MOST_BYTES, Letter, read_eml, read_msg

_MOST_TEXT = 2_000_000
_ATTACHED = "附件仅列出名称和大小，内容未随邮件打印。"
_AS_TEXT = "邮件正文为网页格式，仅排出文字，其中的图片和外部内容未载入。"


def eml_to_pdf(source: Path, place: Path) -> Made:
    """Write the pages of an EML file (RFC 5322), up to 64 MiB. Raises CannotPrint."""
    if source.stat().st_size > MOST_BYTES:
        raise CannotPrint("邮件超过64 MB，未予打印。请在邮件程序中打印为 PDF，放入同一文件夹。")
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
