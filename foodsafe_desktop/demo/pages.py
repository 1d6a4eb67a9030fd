"""Sample PDFs: letters in the looks of GB/T 9704-2012, ledgers, a poster; straight, turned, cropped and locked."""

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color, black, white
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import SimpleDocTemplate
from reportlab.platypus.flowables import Flowable, HRFlowable, KeepTogether, Spacer
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.tables import Table, TableStyle

from foodsafe_desktop.demo.letter_form import Letter
from foodsafe_desktop.demo.lines import balanced, broken
from foodsafe_desktop.lettering import fonts

_SONG, _SONG_BOLD, _HEI = "NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular"
_PADDING = 6
_TEXT_WIDTH = 156 * mm
_RED = Color(0.85, 0.08, 0.08)


def _style(font: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle("", fontName=font, fontSize=size, leading=leading, wordWrap="CJK", **more)


class _Signed(Flowable):
    """署名 and 成文日期 at the right, under a round seal."""

    def __init__(self, office: str, on: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.office, self.on = office, on

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.room = width
        return width, 42 * mm

    def draw(self) -> None:
        centre = self.room - 48 * mm
        self.canv.setFont(_SONG, 16)
        self.canv.drawCentredString(centre, 22 * mm, self.office)
        self.canv.drawCentredString(centre, 12 * mm, self.on)
        draw_seal(self.canv, centre, 20 * mm, self.office)


def draw_seal(canvas: Canvas, x: float, y: float, office: str) -> None:
    """A red round seal of 40 mm with a star and the office's name along its upper rim, centred at x, y."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColor(_RED, alpha=0.75)
    canvas.setFillColor(_RED, alpha=0.75)
    canvas.setLineWidth(1.1 * mm)
    canvas.circle(0, 0, 19.4 * mm)
    star = canvas.beginPath()
    for corner in range(10):
        reach = (6.2 if corner % 2 == 0 else 2.4) * mm
        angle = math.pi / 2 + corner * math.pi / 5
        point = (reach * math.cos(angle), reach * math.sin(angle))
        (star.lineTo if corner else star.moveTo)(*point)
    star.close()
    canvas.drawPath(star, stroke=0, fill=1)
    canvas.setFont(_SONG_BOLD, 9.5)
    spread = min(250, 17 * len(office))
    for index, character in enumerate(office):
        canvas.saveState()
        canvas.rotate(spread / 2 - spread * index / max(len(office) - 1, 1))
        canvas.drawCentredString(0, 14 * mm, character)
        canvas.restoreState()
    canvas.restoreState()


def _set_in(lines: Sequence[str], font: str, size: float, leading: float, **more: object) -> Paragraph:
    """Lines already broken, as one paragraph: reportlab's own CJK breaking lets marks begin a line."""
    style = ParagraphStyle("", fontName=font, fontSize=size, leading=leading, splitLongWords=0, **more)
    return Paragraph("<br/>".join(lines), style)


def _letter_story(letter: Letter) -> list[Flowable]:
    """Red head, number, rule, title, addressee, body, signature; sizes and order of GB/T 9704-2012, 7.2 and 7.3."""

    def width(font: str, size: float) -> Callable[[str], float]:
        return lambda text: pdfmetrics.stringWidth(text, font, size)

    story: list[Flowable] = []
    if letter.number:
        head = f"{letter.office}文件"
        size = min(38.0, _TEXT_WIDTH / len(head))
        story += [
            _set_in([head], _SONG_BOLD, size, size * 1.3, alignment=TA_CENTER, textColor=_RED),
            Spacer(1, 8 * mm),
            _set_in([letter.number], _SONG, 16, 22, alignment=TA_CENTER),
            HRFlowable(width="100%", thickness=1.6, color=_RED, spaceBefore=2 * mm, spaceAfter=9 * mm),
        ]
    title = balanced(letter.title, width(_SONG_BOLD, 22), _TEXT_WIDTH)
    story += [_set_in(title, _SONG_BOLD, 22, 34, alignment=TA_CENTER), Spacer(1, 6 * mm)]
    if letter.to:
        story.append(_set_in(broken(letter.to, width(_SONG, 16), _TEXT_WIDTH), _SONG, 16, 28))
    body = [
        _set_in(broken(text, width(_SONG, 16), _TEXT_WIDTH, 32), _SONG, 16, 28, firstLineIndent=32)
        for text in letter.body
    ]
    last = KeepTogether([body[-1], Spacer(1, 6 * mm), _Signed(letter.office, letter.on)])
    return [*story, *body[:-1], last]


def _folio(canvas: Canvas, _document: object) -> None:
    """The page number of GB/T 9704: between dashes, outside."""
    number = canvas.getPageNumber()
    canvas.setFont(_SONG, 14)
    text = f"— {number} —"
    if number % 2:
        canvas.drawRightString(A4[0] - 30 * mm, 24 * mm, text)
    else:
        canvas.drawString(30 * mm, 24 * mm, text)


def letter_pdf(letter: Letter, *, open_with: str | None = None, owner: str = "") -> bytes:
    """A letter as PDF with text. `open_with`: the password it asks for; `owner`: locked, but opens without one."""
    fonts.register()
    lock = None
    if open_with or owner:
        lock = StandardEncryption(open_with or "", ownerPassword=owner or "owner", canModify=0, canCopy=0, strength=128)
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        topMargin=37 * mm,
        bottomMargin=35 * mm,
        leftMargin=28 * mm - _PADDING,
        rightMargin=26 * mm - _PADDING - 1,
        title=letter.title,
        author=letter.office,
        invariant=1,
        encrypt=lock,
    )
    document.build(_letter_story(letter), onFirstPage=_folio, onLaterPages=_folio)
    return out.getvalue()


def truncated(whole: bytes) -> bytes:
    """The first two fifths of a file, as an interrupted copy leaves it."""
    return whole[: len(whole) * 2 // 5]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table on one page. `widths` are shares of the table's width."""

    title: str
    under: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


def ledger_pdf(ledger: Ledger, size: tuple[float, float], *, turned: bool = False) -> bytes:
    """A ledger on one page that shows as `size` (points); `turned`: drawn sideways and shown upright by /Rotate 90."""

    def draw(canvas: Canvas) -> None:
        if turned:
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, size[1], 0)
        _draw_ledger(canvas, ledger, *size)

    return _single(draw, size, ledger.title)


def _draw_ledger(canvas: Canvas, ledger: Ledger, width: float, height: float) -> None:
    room = width - 40 * mm
    cell, head = _style(_SONG, 10.5, 15), _style(_HEI, 10.5, 15, alignment=TA_CENTER)
    lines = [[Paragraph(text, head) for text in ledger.head]]
    lines += [[Paragraph(text, cell) for text in row] for row in ledger.rows]
    table = Table(lines, colWidths=[room * share / sum(ledger.widths) for share in ledger.widths], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.6, black),
                ("BACKGROUND", (0, 0), (-1, 0), Color(0.93, 0.93, 0.93)),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    blocks = (
        Paragraph(ledger.title, _style(_SONG_BOLD, 20, 30, alignment=TA_CENTER)),
        Paragraph(ledger.under, _style(_SONG, 11, 20)),
        table,
        Paragraph(
            "填报人（签字）：____________；审核人（签字）：____________",
            _style(_SONG, 11, 36, alignment=TA_RIGHT),
        ),
    )
    top = height - 22 * mm
    for block in blocks:
        used = block.wrapOn(canvas, room, top)[1]  # type: ignore[no-untyped-call]
        top -= used
        block.drawOn(canvas, 20 * mm, top)  # type: ignore[no-untyped-call]


def poster_pdf(lines: Sequence[str], office: str) -> bytes:
    """A poster on an oversize sheet with printer's marks outside; its CropBox is A4."""
    margin = 15 * mm
    width, height = A4[0] + 2 * margin, A4[1] + 2 * margin

    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((margin, margin, width - margin, height - margin))
        canvas.setFillColor(Color(0.80, 0.12, 0.10))
        canvas.rect(margin - 3 * mm, height * 0.52, width - 2 * margin + 6 * mm, height * 0.48 - margin + 3 * mm, 0, 1)
        canvas.setFillColor(white)
        for index, line in enumerate(lines):
            canvas.setFont(_SONG_BOLD, 40 if index < 2 else 20)
            canvas.drawCentredString(width / 2, height * 0.83 - index * 24 * mm, line)
        canvas.setFillColor(black)
        canvas.setFont(_HEI, 18)
        for index, line in enumerate(("学法知法守法用法", "共建共治共享食安", "投诉举报请拨打12315")):
            canvas.drawCentredString(width / 2, height * 0.40 - index * 14 * mm, line)
        canvas.setFont(_SONG, 14)
        canvas.drawCentredString(width / 2, margin + 18 * mm, office)
        canvas.setFont(_HEI, 7)
        canvas.drawString(6 * mm, 6 * mm, "印厂标记：成品尺寸210×297，出血3，此处应裁去")

    return _single(draw, (width, height), lines[0])


def picture_pdf(pictures: Sequence[bytes], title: str) -> bytes:
    """Pictures (JPEG) as pages of A4 without any text, as a scanner makes them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    for picture in pictures:
        canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _single(draw: Callable[[Canvas], None], size: tuple[float, float], title: str) -> bytes:
    fonts.register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.setTitle(title)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
