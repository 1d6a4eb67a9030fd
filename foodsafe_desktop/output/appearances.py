"""Form fields that hold a value and no valid picture of it: drawn here, for on paper only the picture counts.

Drawn in 宋体, whatever the field asks for: qpdf's own appearances know Latin letters only, cut long values off, and
leave turned fields and ticks out.
"""

import io
import re
from collections.abc import Callable
from typing import cast

import pikepdf
from pikepdf import AcroFormField, Annotation, Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.lettering.fonts import Face, runs, text_width
from foodsafe_desktop.lettering.typesetting import MM, Style, lines

_SIZE = re.compile(rb"([\d.]+)\s+Tf")
_MULTILINE, _PASSWORD = 1 << 12, 1 << 13
_TICK = "✔"
_PADDING = 2.0
_LEAST, _MOST = 4.0, 12.0
_TURNS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def draw_missing(pdf: pikepdf.Pdf, check: Callable[[], None] = lambda: None) -> None:
    """Give fields a picture of their value: those without one; all texts where the file calls its own out of date.

    `check` is called before every page, and may raise to stop.
    """
    form = pdf.acroform
    if not form.exists:
        return
    for page in pdf.pages:
        check()
        for annotation in form.get_widget_annotations_for_page(page):
            field = form.get_field_for_annotation(annotation)
            # pikepdf's types promise a stream; a field without a picture gives None.
            picture = cast("pikepdf.Object | None", annotation.get_appearance_stream(Name.N))
            if field.is_checkbox:
                if picture is None and field.is_checked:
                    _draw(pdf, annotation, _TICK, _tick_size(annotation), field)
            elif (field.is_text or field.is_choice) and not field.flags & _PASSWORD:
                value = field.value_as_string.strip()
                if value and (picture is None or (form.needs_appearances and not _shows(picture, value))):
                    _draw(pdf, annotation, value, _asked_size(field), field)


def _shows(picture: pikepdf.Object, value: str) -> bool:
    """Whether an appearance plainly shows this value; of other letters than Latin that cannot be told."""
    try:
        instructions = pikepdf.parse_content_stream(picture, "Tj TJ ' \"")
        shown = b"".join(bytes(one) for ins in instructions for one in ins.operands if isinstance(one, String))
    except (pikepdf.PdfError, ValueError, TypeError):
        return False
    return value.isascii() and value.encode("ascii") in shown


def _asked_size(field: AcroFormField) -> float:
    """The text size that the field asks for, 0 for one that fits."""
    given = _SIZE.search(bytes(field.default_appearance))
    return float(given[1]) if given else 0.0


def _tick_size(annotation: Annotation) -> float:
    return min(float(annotation.rect.width), float(annotation.rect.height)) * 0.8


def _draw(pdf: pikepdf.Pdf, annotation: Annotation, value: str, size: float, field: AcroFormField) -> None:
    width, height = float(annotation.rect.width), float(annotation.rect.height)
    turn = _turn(annotation)
    if turn in (90, 270):
        width, height = height, width
    if width <= 2 * _PADDING or height <= _PADDING:
        return
    form = as_form(pdf, _drawn(value, size, (width, height), field))
    if turn:
        form.Matrix = Array([*_TURNS[turn], 0, 0])
    annotation.obj.AP = Dictionary(N=form)


def _turn(annotation: Annotation) -> int:
    look = annotation.obj.get(Name.MK)
    turn = look.get(Name.R) if isinstance(look, Dictionary) else 0
    return turn if isinstance(turn, int) and turn in _TURNS else 0


def _drawn(value: str, asked: float, page: tuple[float, float], field: AcroFormField) -> bytes:
    width, height = page
    room = width - 2 * _PADDING
    if field.flags & _MULTILINE:
        size = asked or 10.0
        rows = lines(value, Style(Face.SONG, size, size * 1.2), room / MM)
        first = height - _PADDING - size
    else:
        size = asked or min(max(height * 0.7, _LEAST), _MOST)
        rows = [value]
        size = max(_LEAST, min(size, size * room / max(text_width(value, Face.SONG, size), 1)))
        first = (height - size * 0.75) / 2
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=page, invariant=1, initialFontName=Face.SONG.font)
    for index, row in enumerate(rows):
        spare = room - text_width(row, Face.SONG, size)
        x = _PADDING + max(0.0, spare) * field.quadding / 2
        for font, text in runs(row, Face.SONG):
            canvas.setFont(font, size)
            canvas.drawString(x, first - index * size * 1.2, text)
            x += canvas.stringWidth(text, font, size)
    canvas.save()
    return out.getvalue()


def as_form(pdf: pikepdf.Pdf, picture: bytes) -> pikepdf.Stream:
    """A page that was drawn as what an annotation shows."""
    with pikepdf.open(io.BytesIO(picture)) as drawn:
        page = drawn.pages[0]
        form = pdf.make_stream(page.obj.Contents.read_bytes())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(page.mediabox.as_list())
        form.Resources = pdf.copy_foreign(drawn.make_indirect(page.obj.Resources))
    return form
