"""A sheet of paper measured as people do: in mm, from the top left corner, downwards."""

import hashlib
import io
import re
from typing import Literal

import pikepdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.lettering.fonts import Face, runs, text_width
from foodsafe_desktop.lettering.typesetting import MM, Style, lines
from foodsafe_desktop.output.forms.sizes import HAIRLINE, RULE
from foodsafe_desktop.output.qr import dark_runs, matrix

Align = Literal["left", "centre", "right"]
BLACK, GREY, PALE, WHITE = 0.0, 0.42, 0.93, 1.0
"""Grey levels: print, the one accent, the ground of bands, and what is written on the accent."""
Ink = float | tuple[float, float, float]
"""What is drawn with: a grey level, or red, green and blue."""
RED: Ink = (0.75, 0.0, 0.0)
"""Stamping ink, dark enough to be read on a copy."""


class Paper:
    """One or more pages of one size, being drawn. Texts may hold any characters."""

    def __init__(self, page: tuple[float, float]) -> None:
        self.width, self.height = page
        self.pages = 1
        self._out = io.BytesIO()
        # The initial font is set so that reportlab does not put an unembedded Helvetica on every page.
        self._canvas = Canvas(
            self._out, pagesize=(self.width * MM, self.height * MM), initialFontName=Face.SONG.font, invariant=1
        )

    def next_page(self) -> None:
        """End this page and begin another."""
        self._canvas.showPage()
        self.pages += 1

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = RULE, ink: Ink = BLACK) -> None:
        """A straight line."""
        self._canvas.setLineWidth(width * MM)
        self._stroke(ink)
        self._canvas.line(x1 * MM, self._up(y1), x2 * MM, self._up(y2))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        rule: float = RULE,
        fill: float | None = None,
        ink: Ink = BLACK,
    ) -> None:
        """A rectangle with its upper left corner at x, y; `rule` 0 draws no outline, `fill` is a grey level."""
        self._canvas.setLineWidth(rule * MM)
        self._stroke(ink)
        if fill is not None:
            self._canvas.setFillGray(fill)
        where = (x * MM, self._up(y + height), width * MM, height * MM)
        self._canvas.rect(*where, stroke=int(rule > 0), fill=int(fill is not None))

    def write(
        self, x: float, baseline: float, text: str, style: Style, align: Align = "left", grey: Ink = BLACK
    ) -> None:
        """One line of text; `x` is its left end, middle or right end."""
        at = x * MM
        if align != "left":
            at -= text_width(text, style.face, style.size) / (2 if align == "centre" else 1)
        line = self._canvas.beginText(at, self._up(baseline))
        if isinstance(grey, tuple):
            line.setFillColorRGB(*grey)
        else:
            line.setFillGray(grey)
        for font, run in runs(text, style.face):
            line.setFont(font, style.size)
            line.textOut(run)
        self._canvas.drawText(line)

    def block(
        self,
        x: float,
        top: float,
        width: float,
        text: str | list[str],
        style: Style,
        align: Align = "left",
        grey: Ink = BLACK,
    ) -> float:
        """Text wrapped into `width` (or lines already wrapped); returns the y below it."""
        at = {"left": x, "centre": x + width / 2, "right": x + width}[align]
        for line in lines(text, style, width) if isinstance(text, str) else text:
            self.write(at, top + baseline(style), line, style, align, grey)
            top += style.line
        return top

    def shrunk(self, x: float, top: float, size: tuple[float, float], text: str, style: Style) -> float:
        """Text in a place of that width and height, as `fitting` sets it; returns the y below it."""
        style = fitting(text, style, size) or style
        return self.block(x, top, size[0], text, style)

    def icon(self, state: State, x: float, y: float, size: float) -> None:
        """The picture of a state in a square of `size`, upper left corner at x, y. Its word belongs beside it."""
        canvas, radius = self._canvas, size * MM / 2
        centre_x, centre_y = (x + size / 2) * MM, self._up(y + size / 2)
        canvas.saveState()
        canvas.translate(centre_x, centre_y)
        canvas.scale(radius, radius)
        canvas.setLineWidth(0.16)
        canvas.setLineCap(1)
        canvas.setStrokeGray(BLACK)
        canvas.setFillGray(BLACK)
        if state in (State.NOT_CHOSEN, State.RESERVED):
            canvas.setDash(0.3, 0.32)
        canvas.circle(0, 0, 0.9, stroke=1, fill=int(state is State.COMPLETE))
        canvas.setDash()
        _ICONS[state](canvas)
        canvas.restoreState()

    def picture(self, x: float, y: float, most: tuple[float, float], jpeg: bytes) -> float:
        """A picture as large as it goes into that width and height, upper left corner at x, y; returns its height."""
        image = ImageReader(io.BytesIO(jpeg))
        wide, high = image.getSize()
        scale = min(most[0] / max(wide, 1), most[1] / max(high, 1))
        width, height = float(wide * scale), float(high * scale)
        self._canvas.drawImage(image, x * MM, self._up(y + height), width * MM, height * MM)
        return height

    def qr(self, x: float, y: float, size: float, text: str) -> None:
        """A QR code of `size` mm without its quiet zone, upper left corner at x, y; one path of filled rectangles."""
        side = len(matrix(text))
        path = self._canvas.beginPath()
        module = size / side
        for column, row, count in dark_runs(text):
            left, bottom, _, _ = self.points(x + column * module, y + row * module, 0, module)
            path.rect(left, bottom, count * module * MM, module * MM)
        self._canvas.setFillGray(BLACK)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def finished(self) -> bytes:
        """The PDF: subset fonts only, no document information, the same bytes for the same drawing."""
        self._canvas.save()
        return _without_traces(self._out.getvalue())

    def points(self, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        """A rectangle as PDF has it: points, from the bottom left corner: x0, y0, x1, y1."""
        return x * MM, self._up(y + height), (x + width) * MM, self._up(y)

    def vertical(self, middle: float, top: float, characters: str, style: Style) -> None:
        """One column of upright characters around x = `middle`, one below the other from `top`."""
        for index, character in enumerate(characters):
            self.write(middle, top + index * style.line + baseline(style), character, style, "centre")

    def crop_marks(self, x: float, y: float, width: float, height: float) -> None:
        """Short lines outside the four corners of a rectangle that is to be cut out."""
        gap, length = 1.0, 4.0
        for at_x, out_x in ((x, -1), (x + width, 1)):
            for at_y, out_y in ((y, -1), (y + height, 1)):
                self.rule(at_x + out_x * gap, at_y, at_x + out_x * (gap + length) * 0.5, at_y, HAIRLINE)
                self.rule(at_x, at_y + out_y * gap, at_x, at_y + out_y * (gap + length), HAIRLINE)

    def _stroke(self, ink: Ink) -> None:
        if isinstance(ink, tuple):
            self._canvas.setStrokeColorRGB(*ink)
        else:
            self._canvas.setStrokeGray(ink)

    def _up(self, y: float) -> float:
        return (self.height - y) * MM


def fitting(text: str, style: Style, size: tuple[float, float], least: float = 2.0) -> Style | None:
    """The style made smaller until `text` goes into that width and height; None if it does not at `least` points."""
    width, height = size
    while len(lines(text, style, width)) * style.line > height:
        style = Style(style.face, style.size * 0.94, style.leading * 0.94)
        if style.size < least:
            return None
    return style


def baseline(style: Style) -> float:
    """How far below the top of a line its baseline lies, in mm: characters stand in the middle of the line."""
    return (style.leading / 2 + style.size * 0.38) / MM


def _tick(canvas: Canvas) -> None:
    canvas.setStrokeGray(1)
    canvas.lines([(-0.42, 0.02, -0.12, -0.32), (-0.12, -0.32, 0.44, 0.34)])


def _half(canvas: Canvas) -> None:
    canvas.wedge(-0.9, -0.9, 0.9, 0.9, 90, 180, stroke=0, fill=1)


def _cross(canvas: Canvas) -> None:
    canvas.lines([(-0.34, -0.34, 0.34, 0.34), (-0.34, 0.34, 0.34, -0.34)])


def _bar(canvas: Canvas) -> None:
    canvas.line(-0.42, 0, 0.42, 0)


def _nothing(_canvas: Canvas) -> None:
    return


_ICONS = {
    State.COMPLETE: _tick,
    State.PARTIAL: _half,
    State.MISSING: _cross,
    State.OMITTED: _bar,
    State.NOT_CHOSEN: _nothing,
    State.RESERVED: _nothing,
}


def _without_traces(drawn: bytes) -> bytes:
    """Take reportlab's document information out, name each subset after its content, let rare characters be copied.

    reportlab calls every first subset AAAAAA+…; in a binder joined from many forms some printers would take the
    first of that name for all the others. And it writes characters beyond U+FFFF into a font's ToUnicode map as five
    digits instead of UTF-16: they print, but can be neither found nor copied.
    """
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        del pdf.docinfo
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and "/FontDescriptor" in font:
                program = font.FontDescriptor.FontFile2.read_raw_bytes()
                name = re.sub("^/[A-Z]{6}", f"/{_tag(program)}", str(font.BaseFont))
                font.BaseFont = font.FontDescriptor.FontName = pikepdf.Name(name)
                font.ToUnicode.write(_BEYOND_FFFF.sub(_utf_16, font.ToUnicode.read_bytes()))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


_BEYOND_FFFF = re.compile(rb"(?<= <)[0-9A-F]{5,6}(?=>)")


def _utf_16(code: re.Match[bytes]) -> bytes:
    return chr(int(code[0], 16)).encode("utf-16-be").hex().upper().encode("ascii")


def _tag(program: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(program).digest()[:8], "big")
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters += chr(ord("A") + rest)
    return letters
