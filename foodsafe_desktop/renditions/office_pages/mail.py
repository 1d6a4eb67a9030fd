"""Mail (EML, Outlook's MSG) as pages: its head, its text with its pictures, the list of what is attached; then that.

Before the pages of each attachment stands a sheet that names it. What does not print is in the list, with the reason.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.supplements import pages_text
from foodsafe_desktop.domain.wording import size_text
from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.cells import Cell, CellTable, Row
from foodsafe_desktop.renditions.office_pages.flow import Look, Picture, TextBlock
from foodsafe_desktop.renditions.office_pages.plain import text_blocks
from foodsafe_desktop.renditions.office_pages.sheets import HEADING, MM, OWN, OWN_LAYOUT, Sheet, paragraph, write_pages
from foodsafe_desktop.renditions.office_pages.word_pictures import readable
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.renditions.text.letters import MOST_BYTES, MOST_PARTS, Attachment, Letter
from foodsafe_desktop.renditions.text.mail import letter_of
from foodsafe_desktop.services.ports import NotPrintable, Rendition

_MOST_TEXT = 2_000_000
_DPI = 96
_AS_TEXT = "邮件正文为网页格式，仅排出文字和随附的图片，外部内容未载入。"
_SIGNED = "邮件带有电子签名，打印后不再有效；查验签名请用原文件。"
_CUT = f"邮件正文超过{_MOST_TEXT // 10_000}万字，其余未打印。"
_MORE = f"邮件由{MOST_PARTS}个以上部分组成，其余未读取，未打印。"
_TOO_DEEP = NotPrintable("邮件内的邮件层数过多。请把该附件单独放入同一文件夹。")
_LABEL, _WORDS = Look(Face.HEI, 10), Look(Face.SONG, 10)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment, where its bytes lie if they were kept, and what became of it."""

    name: str
    size: int
    place: Path | None
    made: Rendition | NotPrintable


def take_apart(source: Path, found: Format, folder: Path) -> list[Enclosure]:
    """Write what is attached to a mail into a folder, under names of their own that end as theirs do.

    Raises CannotPrint, TextRefused.
    """
    enclosures = []
    for number, one in enumerate(_read(source, found).attached, 1):
        place = folder / f"{number}{_ending(one.name)}" if not one.why else None
        if place:
            place.write_bytes(one.content)
        enclosures.append(Enclosure(one.name, one.size, place, NotPrintable(one.why)))
    return enclosures


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) < 8 else ""


def letter_to_pdf(source: Path, place: Path, found: Format, enclosures: Sequence[Enclosure] = ()) -> Made:
    """Write the pages of a mail, up to 128 MiB, and behind them what is attached. Raises CannotPrint."""
    letter = _read(source, found)
    enclosures = enclosures or [Enclosure(one.name, one.size, None, _TOO_DEEP) for one in letter.attached]
    said = ((_AS_TEXT, letter.was_html), (_SIGNED, letter.is_signed))
    notes = [OWN_LAYOUT, *(note for note, is_so in said if is_so), *_notes(enclosures)]
    converters = {one.made.converter for one in enclosures if isinstance(one.made, Rendition)} - {"", OWN}
    with pikepdf.new() as pdf, tempfile.TemporaryDirectory(dir=place.parent) as folder:
        own = Path(folder) / "own.pdf"
        write_pages(own, _letter(letter, enclosures))
        _append(pdf, own)
        for number, one in enumerate(enclosures, 1):
            if isinstance(one.made, Rendition) or one.made.annex:
                write_pages(own, _sheet(number, letter, one))
                _append(pdf, own)
            if isinstance(one.made, Rendition):
                _append(pdf, one.made.pdf)
        pdf.save(place, deterministic_id=True)
        by = "、".join([OWN, *sorted(converters)])
        return Made(len(pdf.pages), tuple(notes), by, tuple(_unprinted(letter, enclosures)))


def _read(source: Path, found: Format) -> Letter:
    if source.stat().st_size > MOST_BYTES:
        what = f"邮件超过{MOST_BYTES >> 20} MB，未予打印。请在邮件程序中打印为 PDF，放入同一文件夹。"
        raise CannotPrint(what)
    return letter_of(source, found)


def _append(pdf: pikepdf.Pdf, part: Path) -> None:
    with pikepdf.open(part) as source:
        pdf.add_pages_from(source, outlines="ignore")  # with its layers and fields


def _notes(enclosures: Sequence[Enclosure]) -> Iterable[str]:
    """How the pages of attachments differ from them, each sentence once."""
    said: dict[str, list[str]] = {}
    for number, one in enumerate(enclosures, 1):
        for note in one.made.notes if isinstance(one.made, Rendition) else ():
            said.setdefault(note, []).append(str(number))
    said.pop(OWN_LAYOUT, None)  # said of the mail
    for note, numbers in said.items():
        yield f"附件{pages_text(numbers)}：{note}"


def _unprinted(letter: Letter, enclosures: Sequence[Enclosure]) -> Iterable[str]:
    """What of the mail is not on its pages, and why: binders list it."""
    if len(letter.text) > _MOST_TEXT:
        yield _CUT
    if letter.has_more:
        yield _MORE
    for picture in letter.pictures:
        if picture.why:
            yield f"正文图片“{picture.name}”未打印。{picture.why}"
    whole: dict[str, list[int]] = {}
    for number, one in enumerate(enclosures, 1):
        if isinstance(one.made, Rendition):
            yield from (f"附件{number}“{one.name}”：{lack}" for lack in one.made.unprinted)
        else:
            whole.setdefault(one.made.sentence, []).append(number)
    for sentence, numbers in whole.items():
        name = f"“{enclosures[numbers[0] - 1].name}”{f'等{len(numbers)}个' if len(numbers) > 1 else ''}"
        yield f"附件{pages_text(list(map(str, numbers)))}{name}未打印。{sentence}"


def _letter(letter: Letter, enclosures: Sequence[Enclosure]) -> list[Flowable]:
    story: list[Flowable] = [paragraph("电子邮件", HEADING, after=6), _table(letter.heads), paragraph("", after=2)]
    story += text_blocks(letter.text[:_MOST_TEXT].strip() or "（无正文）")
    story += [_picture(one) for one in letter.pictures]
    if not enclosures:
        return story
    heads = ("序号", "附件名称", "大小", "打印情况")
    rows = [Row([Cell(at, [paragraph(text, _LABEL)]) for at, text in enumerate(heads)], header=True)]
    for number, one in enumerate(enclosures, 1):
        made = one.made
        became = f"附后，共{made.pages}页" if isinstance(made, Rendition) else f"未打印。{made.sentence}"
        texts = (str(number), one.name, size_text(one.size) if one.size else "—", became)
        rows.append(Row([Cell(at, [paragraph(text, _WORDS)]) for at, text in enumerate(texts)]))
    story += [paragraph("", after=4), paragraph(f"附件（{len(enclosures)}个）", HEADING, after=4)]
    return [*story, CellTable([12 * MM, 70 * MM, 22 * MM, 64 * MM], rows, indent=5)]


def _picture(one: Attachment) -> Flowable:
    """A picture of the text, as large as a screen shows it."""
    sheet = Sheet()
    image = readable(one.content, sheet.width) if one.content else None
    if image is None:
        return paragraph(f"〔图片“{one.name}”未能排出〕", _LABEL, after=4)
    width, height = (side / _DPI * 72 for side in image.getSize())
    scale = min(1.0, sheet.width / max(width, 1), 0.8 * sheet.height / max(height, 1))
    return TextBlock([Picture(image, max(width * scale, 1), max(height * scale, 1))], before=4)


def _sheet(number: int, letter: Letter, one: Enclosure) -> list[Flowable]:
    """What stands before an attachment's pages, or in their place what is known of it."""
    made = one.made
    facts = [("邮件主题", letter.subject or "（无主题）"), ("附件名称", one.name), ("大小", size_text(one.size))]
    heading = paragraph(f"邮件附件{number}（共{len(letter.attached)}个）", HEADING, after=6)
    if isinstance(made, Rendition):
        return [heading, _table([*facts, ("页数", str(made.pages)), *(("说明", note) for note in made.notes)])]
    annex = made.annex or Annex()
    story = [heading, _table([*facts, ("说明", f"未打印。{made.sentence}"), *annex.fields])]
    if annex.members:
        story += [paragraph("", after=4), paragraph(annex.heading, _LABEL, after=4)]
        rows = [Row([Cell(at, [paragraph(text, _WORDS)]) for at, text in enumerate(texts)]) for texts in annex.members]
        story.append(CellTable([104 * MM, 26 * MM, 38 * MM], rows, indent=5))
    return story


def _table(lines: Sequence[tuple[str, str]]) -> CellTable:
    rows = [Row([Cell(0, [paragraph(name, _LABEL)]), Cell(1, [paragraph(text, _WORDS)])]) for name, text in lines]
    return CellTable([24 * MM, 144 * MM], rows, indent=5)
