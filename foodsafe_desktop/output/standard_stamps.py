"""Stamps of a standard name (ISO 32000-1, table 181) that bring no picture: viewers draw them, paper needs one.

Drawn plainly: the name in a frame, in the annotation's own colour or red.
"""

import io
import re
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.lettering.fonts import Face, runs, text_width
from foodsafe_desktop.output.appearances import as_form

_RED = (0.75, 0.1, 0.1)
_PADDING, _LINE = 3.0, 1.2
_MOST, _LEAST = 24.0, 4.0
_LONGEST = 60
_MOST_STAMPS = 200
"""On a page; more are no person's work."""
_UNSEEN_FLAGS = 0b100010
"""Hidden, or not for screens (table 165)."""
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def draw_stamps(pdf: pikepdf.Pdf, check: Callable[[], None] = lambda: None) -> None:
    """Give stamps without a picture one that says their name. `check` is called before every page, and may raise."""
    for page in pdf.pages:
        annotations = page.obj.get(Name.Annots)
        if not isinstance(annotations, Array):
            continue
        check()
        for one in annotations.as_list()[:_MOST_STAMPS]:
            if isinstance(one, Dictionary) and one.get(Name.Subtype) == Name.Stamp and not _has_picture(one):
                _draw(pdf, one)


def _has_picture(stamp: Dictionary) -> bool:
    looks = stamp.get(Name.AP)
    return isinstance(looks, Dictionary) and isinstance(looks.get(Name.N), pikepdf.Stream)


def _draw(pdf: pikepdf.Pdf, stamp: Dictionary) -> None:
    try:
        x0, y0, x1, y1 = (float(one) for one in stamp.get(Name.Rect, Array()).as_list())
        flags = int(stamp.get(Name.F, 0))
    except (ValueError, TypeError, AttributeError):
        return
    width, height = abs(x1 - x0), abs(y1 - y0)
    if flags & _UNSEEN_FLAGS or min(width, height) <= 2 * _PADDING:
        return
    stamp.AP = Dictionary(N=as_form(pdf, _picture(_label(stamp), (width, height), _colour(stamp))))


def _label(stamp: Dictionary) -> str:
    """The name as viewers show it: NOT APPROVED of /NotApproved; one without a name is a draft by default."""
    name = str(stamp.get(Name.Name, "/Draft")).lstrip("/").removeprefix("#")
    return _HUMPS.sub(" ", name)[:_LONGEST].upper() or "DRAFT"


def _colour(stamp: Dictionary) -> tuple[float, float, float]:
    found = stamp.get(Name.C)
    try:
        red, green, blue = (min(max(float(one), 0.0), 1.0) for one in found.as_list()) if found is not None else _RED
    except (ValueError, TypeError, AttributeError):
        return _RED
    return red, green, blue


def _picture(label: str, size: tuple[float, float], colour: tuple[float, float, float]) -> bytes:
    width, height = size
    letters = min(_MOST, (height - 2 * _PADDING) * 0.8)
    letters = max(_LEAST, min(letters, letters * (width - 4 * _PADDING) / max(text_width(label, Face.HEI, letters), 1)))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, initialFontName=Face.HEI.font)
    canvas.setStrokeColorRGB(*colour)
    canvas.setFillColorRGB(*colour)
    canvas.setLineWidth(_LINE)
    canvas.roundRect(_LINE, _LINE, width - 2 * _LINE, height - 2 * _LINE, min(4.0, height / 4))
    x = (width - text_width(label, Face.HEI, letters)) / 2
    for font, text in runs(label, Face.HEI):
        canvas.setFont(font, letters)
        canvas.drawString(x, (height - letters * 0.72) / 2, text)
        x += canvas.stringWidth(text, font, letters)
    canvas.save()
    return out.getvalue()
