"""Form fields that hold a value and no valid picture of it: drawn here, for on paper only the picture counts.

qpdf's own appearances know Latin letters only; a county's forms are filled in Chinese.
"""

import io
import re

import pikepdf
from pikepdf import Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.output.fonts import Face, runs, text_width
from foodsafe_desktop.output.typesetting import MM, Style, lines

_SIZE = re.compile(rb"([\d.]+)\s+Tf")
_MULTILINE, _PASSWORD = 1 << 12, 1 << 13
_PADDING = 2.0
_LEAST, _MOST = 4.0, 12.0


def draw_missing(pdf: pikepdf.Pdf) -> None:
    """Give text and choice fields a picture of their value: those without one, or all where the file asks for it."""
    form = pdf.acroform
    if not form.exists:
        return
    for page in pdf.pages:
        for annotation in form.get_widget_annotations_for_page(page):
            field = form.get_field_for_annotation(annotation)
            drawn = annotation.get_appearance_stream(Name.N) is not None and not form.needs_appearances
            if drawn or not (field.is_text or field.is_choice) or field.flags & _PASSWORD:
                continue
            value = field.value_as_string.strip()
            width, height = annotation.rect.width, annotation.rect.height
            if value and width > 2 * _PADDING and height > _PADDING:
                picture = _drawn(value, float(width), float(height), field)
                annotation.obj.AP = Dictionary(N=_as_form(pdf, picture))


def _drawn(value: str, width: float, height: float, field: pikepdf.AcroFormField) -> bytes:
    given = _SIZE.search(bytes(field.default_appearance))
    asked = float(given[1]) if given else 0.0
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
    canvas = Canvas(out, pagesize=(width, height), invariant=1, initialFontName=Face.SONG.font)
    for index, row in enumerate(rows):
        spare = room - text_width(row, Face.SONG, size)
        x = _PADDING + max(0.0, spare) * field.quadding / 2
        for font, text in runs(row, Face.SONG):
            canvas.setFont(font, size)
            canvas.drawString(x, first - index * size * 1.2, text)
            x += canvas.stringWidth(text, font, size)
    canvas.save()
    return out.getvalue()


def _as_form(pdf: pikepdf.Pdf, picture: bytes) -> pikepdf.Object:
    with pikepdf.open(io.BytesIO(picture)) as drawn:
        page = drawn.pages[0]
        form = pdf.make_stream(page.obj.Contents.read_bytes())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, page.obj.MediaBox
        form.Resources = pdf.copy_foreign(drawn.make_indirect(page.obj.Resources))
    return form
